//! Why a change of the tree cannot be carried out, with the names and days the texts need.

use kernel::{Argument, Day, Reason};

/// Why a change cannot be carried out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CannotChange {
    /// It was carried out or withdrawn already.
    NotPlanned,
    /// It has no step.
    NoSteps,
    /// The deciding document is not named.
    NoDecision,
    /// Its day has not come; it will be carried out then.
    NotYet(Day),
    /// A later change moved some of these units already.
    LaterChange(Day),
    /// The unit has ended.
    Ended(String),
    /// The unit does not lie in the branch of the change.
    Outside(String),
    /// Two steps of the same sort are about this unit.
    Twice(String),
    /// The code is not well formed, or named twice.
    BadCode(String),
    /// Another unit bears the code.
    CodeTaken(String, String),
    /// No step founds a unit with this code.
    NotFounded(String),
    /// The kind may not stand under that superior.
    WrongParent(String),
    /// A unit that ends in the same change cannot take over, nor have units below it.
    EndsToo(String),
    /// It still has units below it and nobody takes them over.
    LeavesBelow(String, i64),
    /// It would stand below itself.
    Circle(String),
    /// The name is empty.
    NoName,
    /// People are at home there and it has no heir.
    LeavesPeople(String, i64),
    /// The superior or the heir was itself founded or moved after the day of the change.
    PlaceChanged(String, Day),
}

impl Reason for CannotChange {
    fn code(&self) -> &'static str {
        match self {
            CannotChange::NotPlanned => "UNIT-10",
            CannotChange::NoSteps => "UNIT-11",
            CannotChange::NoDecision => "UNIT-12",
            CannotChange::NotYet(_) => "UNIT-13",
            CannotChange::LaterChange(_) => "UNIT-14",
            CannotChange::Ended(_) => "UNIT-15",
            CannotChange::Outside(_) => "UNIT-16",
            CannotChange::Twice(_) => "UNIT-17",
            CannotChange::BadCode(_) => "UNIT-18",
            CannotChange::CodeTaken(..) => "UNIT-19",
            CannotChange::NotFounded(_) => "UNIT-20",
            CannotChange::WrongParent(_) => "UNIT-21",
            CannotChange::EndsToo(_) => "UNIT-22",
            CannotChange::LeavesBelow(..) => "UNIT-23",
            CannotChange::Circle(_) => "UNIT-24",
            CannotChange::NoName => "UNIT-25",
            CannotChange::LeavesPeople(..) => "UNIT-26",
            CannotChange::PlaceChanged(..) => "UNIT-27",
        }
    }

    fn arguments(&self) -> Vec<(&'static str, Argument)> {
        match self {
            CannotChange::NotYet(day) | CannotChange::LaterChange(day) => vec![("day", (*day).into())],
            CannotChange::Ended(name)
            | CannotChange::Outside(name)
            | CannotChange::Twice(name)
            | CannotChange::WrongParent(name)
            | CannotChange::EndsToo(name)
            | CannotChange::Circle(name) => vec![("name", name.as_str().into())],
            CannotChange::BadCode(code) | CannotChange::NotFounded(code) => vec![("code", code.as_str().into())],
            CannotChange::CodeTaken(code, name) => vec![("code", code.as_str().into()), ("name", name.as_str().into())],
            CannotChange::LeavesBelow(name, count) | CannotChange::LeavesPeople(name, count) => {
                vec![("name", name.as_str().into()), ("count", (*count).into())]
            }
            CannotChange::PlaceChanged(name, day) => vec![("name", name.as_str().into()), ("day", (*day).into())],
            _ => Vec::new(),
        }
    }
}

/// The codes of these refusals.
pub const CHANGE_REFUSALS: &[&str] = &[
    "UNIT-10", "UNIT-11", "UNIT-12", "UNIT-13", "UNIT-14", "UNIT-15", "UNIT-16", "UNIT-17", "UNIT-18", "UNIT-19",
    "UNIT-20", "UNIT-21", "UNIT-22", "UNIT-23", "UNIT-24", "UNIT-25", "UNIT-26", "UNIT-27",
];
