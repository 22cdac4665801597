//! Where people take part: one home, where they are counted, what their home was before, and memberships beside it.

use kernel::{Argument, Day, PersonId, Reason, UnitId, Verdict};

use super::MemberStatus;

/// True when something that began and perhaps ended holds on this day; the end day is not included.
#[must_use]
pub fn holds_on(from: Day, to: Option<Day>, day: Day) -> bool {
    from <= day && to.is_none_or(|to| day < to)
}

/// What a person's home was, and how the person stood there, until a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PastHome {
    /// The unit.
    pub unit: UnitId,
    /// Its name.
    pub unit_name: String,
    /// How the person stood towards the Party.
    pub status: MemberStatus,
    /// Since when; unknown for what a list brought.
    pub from: Option<Day>,
    /// The first day on which something else held.
    pub to: Day,
    /// Why it changed, as whoever wrote it said; may be empty.
    pub reason: String,
}

/// A membership beside the home: of an association, as an official outside the Party, as a guest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Membership {
    /// Whose.
    pub person: PersonId,
    /// Where.
    pub unit: UnitId,
    /// Its name.
    pub unit_name: String,
    /// As what.
    pub kind: MemberStatus,
    /// Since when.
    pub from: Day,
    /// The first day on which it holds no more.
    pub to: Option<Day>,
    /// The decision, or whatever should be known; may be empty.
    pub note: String,
}

/// Why somebody cannot take part there so, or the home cannot change on that day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CannotJoin {
    /// A member of the Party belongs to one cell: that is the home.
    OnlyAtHome,
    /// It ends before it begins.
    EndsBeforeStart,
    /// It is held there already.
    Held,
    /// The day is in the future.
    InFuture,
    /// What holds now began later.
    BeforePresent(Day),
}

impl Reason for CannotJoin {
    fn code(&self) -> &'static str {
        match self {
            CannotJoin::OnlyAtHome => "MEMB-01",
            CannotJoin::EndsBeforeStart => "MEMB-02",
            CannotJoin::Held => "MEMB-03",
            CannotJoin::InFuture => "MEMB-04",
            CannotJoin::BeforePresent(_) => "MEMB-05",
        }
    }

    fn arguments(&self) -> Vec<(&'static str, Argument)> {
        match self {
            CannotJoin::BeforePresent(day) => vec![("day", (*day).into())],
            _ => Vec::new(),
        }
    }
}

impl Membership {
    /// May it be added? `others`: what the person holds beside the home, past and present.
    pub fn may_be_added(&self, others: &[Membership]) -> Verdict<CannotJoin> {
        let overlaps = |other: &Membership| {
            other.unit == self.unit
                && other.kind == self.kind
                && self.to.is_none_or(|to| other.from < to)
                && other.to.is_none_or(|to| self.from < to)
        };
        Verdict::default()
            .refuse_if(self.kind.is_member(), CannotJoin::OnlyAtHome)
            .refuse_if(self.to.is_some_and(|to| to <= self.from), CannotJoin::EndsBeforeStart)
            .refuse_if(others.iter().any(overlaps), CannotJoin::Held)
    }

    /// May it end on this day?
    pub fn may_end(&self, on: Day) -> Verdict<CannotJoin> {
        Verdict::default().refuse_if(on <= self.from, CannotJoin::EndsBeforeStart)
    }
}

/// May the home or the status change from this day on? `since`: from when on what holds now.
pub fn may_change_home(since: Option<Day>, on: Day, today: Day) -> Verdict<CannotJoin> {
    let present = since.filter(|since| *since >= on);
    Verdict::default()
        .refuse_if(on > today, CannotJoin::InFuture)
        .refuse_if(present.is_some(), CannotJoin::BeforePresent(present.unwrap_or(on)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    fn of(kind: MemberStatus, from: &str, to: Option<&str>) -> Membership {
        Membership {
            person: PersonId(kernel::id_parts::Uuid::from_u128(1)),
            unit: UnitId(kernel::id_parts::Uuid::from_u128(2)),
            unit_name: String::new(),
            kind,
            from: day(from),
            to: to.map(day),
            note: String::new(),
        }
    }

    #[test]
    fn a_member_of_the_party_belongs_to_one_cell() {
        let verdict = of(MemberStatus::Probationary, "2026-01-01", None).may_be_added(&[]);
        assert_eq!(verdict.reasons(), &[CannotJoin::OnlyAtHome]);
        for kind in [MemberStatus::AssociationMember, MemberStatus::OfficialNotMember, MemberStatus::Guest] {
            assert!(of(kind, "2026-01-01", None).may_be_added(&[]).is_yes(), "{kind}");
        }
    }

    #[test]
    fn the_same_membership_is_not_held_twice_at_once_but_again_later() {
        let first = of(MemberStatus::Guest, "2026-01-01", Some("2026-06-01"));
        let others = [first];
        assert!(!of(MemberStatus::Guest, "2026-05-31", None).may_be_added(&others).is_yes());
        assert!(of(MemberStatus::Guest, "2026-06-01", None).may_be_added(&others).is_yes());
        assert!(of(MemberStatus::AssociationMember, "2026-02-01", None).may_be_added(&others).is_yes());
        let backwards = of(MemberStatus::Guest, "2026-07-01", Some("2026-07-01"));
        assert_eq!(backwards.may_be_added(&others).reasons(), &[CannotJoin::EndsBeforeStart]);
    }

    #[test]
    fn a_home_changes_after_it_began_and_not_in_the_future() {
        let today = day("2026-11-22");
        assert!(may_change_home(None, today, today).is_yes());
        assert_eq!(may_change_home(None, day("2026-11-23"), today).reasons(), &[CannotJoin::InFuture]);
        let since = Some(day("2026-11-01"));
        let early = may_change_home(since, day("2026-11-01"), today);
        assert_eq!(early.reasons(), &[CannotJoin::BeforePresent(day("2026-11-01"))]);
    }

    #[test]
    fn the_last_day_is_the_one_before_the_end() {
        assert!(holds_on(day("2026-01-01"), Some(day("2026-02-01")), day("2026-01-31")));
        assert!(!holds_on(day("2026-01-01"), Some(day("2026-02-01")), day("2026-02-01")));
        assert!(!holds_on(day("2026-01-02"), None, day("2026-01-01")));
    }
}
