//! The pack of a cell without phones: one file and one sheet out, the sheet back in. It is made for one rollout or one
//! conference; its lines are the members of the day it was made, in the order printed.

use conferences::domain::Outcome;
use kernel::{Argument, ConferenceId, Day, PersonId, Reason, RolloutId, UnitId, Verdict, define_id};
use serde::{Deserialize, Serialize};

define_id!(
    /// The pack of a cell.
    PackId,
);

/// Questions printed on a sheet.
pub const QUESTIONS: usize = 5;
/// The longest answer: it is what the cell as a whole said, in short.
pub const ANSWER_LETTERS: usize = 500;

/// A question as the sheet asks it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asked {
    /// What is asked.
    pub question: String,
    /// What can be chosen, with its letter; empty for one that is talked over.
    pub choices: Vec<String>,
}

/// What a pack is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// A rollout that is studied in the cell.
    Rollout(RolloutId),
    /// A conference the cell takes part in.
    Conference(ConferenceId),
}

impl Purpose {
    /// The rollout, if it is one.
    #[must_use]
    pub fn rollout(self) -> Option<RolloutId> {
        match self {
            Purpose::Rollout(id) => Some(id),
            Purpose::Conference(_) => None,
        }
    }

    /// The conference, if it is one.
    #[must_use]
    pub fn conference(self) -> Option<ConferenceId> {
        match self {
            Purpose::Conference(id) => Some(id),
            Purpose::Rollout(_) => None,
        }
    }
}

/// What the sheet's form says.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Told {
    /// The day of the meeting.
    pub held_on: Option<Day>,
    /// Opinions spoken.
    pub opinions: i64,
    /// Proposals, each a line.
    pub proposals: String,
    /// What else is to be known.
    pub note: String,
    /// What the cell answered to each question, in their order; empty where nothing was written. Without names.
    pub answers: Vec<String>,
}

impl Told {
    /// The answer to the question at this place, from 0.
    #[must_use]
    pub fn answer(&self, place: &usize) -> &str {
        self.answers.get(*place).map(String::as_str).unwrap_or_default()
    }
}

/// A pack.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pack {
    /// Its id.
    pub id: PackId,
    /// The cell.
    pub unit: UnitId,
    /// What it is for.
    pub purpose: Purpose,
    /// The letters printed on it.
    pub code: String,
    /// What its sheet asks.
    pub questions: Vec<Asked>,
    /// When it was made.
    pub made_on: Day,
    /// What was typed in from the form.
    pub told: Told,
    /// The kept picture of the sheet and its media; none when there is no picture.
    pub photo: Option<(String, super::Media)>,
    /// When the sheet was handed in; none before.
    pub returned_on: Option<Day>,
    /// Members present, once it was handed in.
    pub present: i64,
    /// Changes with every change.
    pub version: i64,
}

/// A line of the sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PackLine {
    /// Its number, from 1.
    pub position: i64,
    /// The member.
    pub person: PersonId,
    /// The member's name as it stands in the register now.
    pub name: String,
    /// Present, absent; none until it was typed in.
    pub outcome: Option<Outcome>,
    /// Why absent.
    pub reason: String,
    /// Got a copy on paper.
    pub has_paper: bool,
}

/// Why a pack is not made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CannotMake {
    /// Nothing is published for it.
    NothingPublished,
    /// The unit has no members of its own.
    NoMembers,
}

impl Reason for CannotMake {
    fn code(&self) -> &'static str {
        match self {
            CannotMake::NothingPublished => "MAT-16",
            CannotMake::NoMembers => "MAT-17",
        }
    }
}

/// May a pack be made with so many published sets for so many members?
pub fn may_make(sets: usize, members: usize) -> Verdict<CannotMake> {
    Verdict::default().refuse_if(sets == 0, CannotMake::NothingPublished).refuse_if(members == 0, CannotMake::NoMembers)
}

/// Why a sheet is not taken back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CannotReturn {
    /// It was handed in on this day.
    Returned(Day),
    /// The day of the meeting is missing.
    NoDay,
    /// The day of the meeting has not come.
    InTheFuture,
    /// So many members have neither come nor been absent.
    Unfilled(i64),
}

impl Reason for CannotReturn {
    fn code(&self) -> &'static str {
        match self {
            CannotReturn::Returned(_) => "MAT-18",
            CannotReturn::NoDay => "MAT-19",
            CannotReturn::InTheFuture => "MAT-20",
            CannotReturn::Unfilled(_) => "MAT-21",
        }
    }

    fn arguments(&self) -> Vec<(&'static str, Argument)> {
        match self {
            CannotReturn::Returned(day) => vec![("day", (*day).into())],
            CannotReturn::Unfilled(count) => vec![("count", (*count).into())],
            CannotReturn::NoDay | CannotReturn::InTheFuture => Vec::new(),
        }
    }
}

/// Why a sheet that was handed in is not taken back to be corrected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CannotReopen {
    /// It is still being typed in.
    NotReturned,
    /// Nobody said what is wrong with it.
    NoReason,
}

impl Reason for CannotReopen {
    fn code(&self) -> &'static str {
        match self {
            CannotReopen::NotReturned => "MAT-22",
            CannotReopen::NoReason => "MAT-23",
        }
    }
}

impl Pack {
    /// May it be taken back to be corrected, for this reason?
    pub fn may_reopen(&self, reason: &str) -> Verdict<CannotReopen> {
        Verdict::default()
            .refuse_if(self.returned_on.is_none(), CannotReopen::NotReturned)
            .refuse_if(reason.trim().is_empty(), CannotReopen::NoReason)
    }

    /// May something be typed in still?
    pub fn may_type(&self) -> Verdict<CannotReturn> {
        match self.returned_on {
            Some(day) => Verdict::default().refuse_if(true, CannotReturn::Returned(day)),
            None => Verdict::default(),
        }
    }

    /// May the sheet be handed in with these lines?
    pub fn may_return(&self, lines: &[PackLine], today: Day) -> Verdict<CannotReturn> {
        let unfilled = lines.iter().map(|line| i64::from(line.outcome.is_none())).sum();
        self.may_type()
            .refuse_if(self.told.held_on.is_none(), CannotReturn::NoDay)
            .refuse_if(self.told.held_on.is_some_and(|day| day > today), CannotReturn::InTheFuture)
            .refuse_if(unfilled > 0, CannotReturn::Unfilled(unfilled))
    }
}

/// Members present on a sheet.
#[must_use]
pub fn present_of(lines: &[PackLine]) -> i64 {
    lines.iter().map(|line| i64::from(line.outcome == Some(Outcome::Present))).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn a_pack(held_on: Option<&str>) -> Pack {
        Pack {
            id: PackId(kernel::id_parts::Uuid::nil()),
            unit: UnitId(kernel::id_parts::Uuid::nil()),
            purpose: Purpose::Rollout(RolloutId(kernel::id_parts::Uuid::nil())),
            code: String::new(),
            questions: Vec::new(),
            made_on: "2026-11-20".parse().unwrap(),
            told: Told { held_on: held_on.map(|day| day.parse().unwrap()), ..Told::default() },
            photo: None,
            returned_on: None,
            present: 0,
            version: 1,
        }
    }

    fn a_line(outcome: Option<Outcome>) -> PackLine {
        let person = PersonId(kernel::id_parts::Uuid::nil());
        PackLine { position: 1, person, name: String::new(), outcome, reason: String::new(), has_paper: false }
    }

    #[test]
    fn a_sheet_is_handed_in_when_every_member_is_accounted_for() {
        let today: Day = "2026-11-22".parse().unwrap();
        let lines = [a_line(Some(Outcome::Present)), a_line(None)];
        let verdict = a_pack(None).may_return(&lines, today);
        assert_eq!(verdict.reasons(), [CannotReturn::NoDay, CannotReturn::Unfilled(1)]);
        assert_eq!(a_pack(Some("2026-11-23")).may_return(&lines[..1], today).reasons(), [CannotReturn::InTheFuture]);
        assert!(a_pack(Some("2026-11-21")).may_return(&lines[..1], today).is_yes());
        assert_eq!(present_of(&lines), 1);
    }

    #[test]
    fn what_was_handed_in_is_not_typed_over() {
        let returned = Pack { returned_on: Some("2026-11-22".parse().unwrap()), ..a_pack(None) };
        assert!(!returned.may_type().is_yes());
        assert!(returned.may_reopen("sai số người").is_yes());
        assert_eq!(returned.may_reopen(" ").reasons(), [CannotReopen::NoReason]);
        assert_eq!(a_pack(None).may_reopen("sai").reasons(), [CannotReopen::NotReturned]);
    }
}
