//! Attendance of one delegate: outcomes, who may set which when, and what a change does to the figures. An outcome
//! counts from the day on which it was set; taking it back takes it back from that same day, so that at every day the
//! ledger says what the rows say.

use kernel::{Argument, Day, PersonId, Reason, Verdict, words};

use super::{Conference, State};

/// Delegates on the list.
pub const SUMMONED: &str = "conferences.summoned";
/// Delegates who came.
pub const ATTENDED: &str = "conferences.attended";
/// Absent with a reason.
pub const ABSENT_WITH_REASON: &str = "conferences.absent_with_reason";
/// Absent without a reason.
pub const ABSENT_WITHOUT_REASON: &str = "conferences.absent_without_reason";
/// Absent, then present at a make-up session.
pub const MADE_UP: &str = "conferences.made_up";
/// Distinct people over all conferences of a rollout; its subject is the rollout.
pub const PEOPLE_ATTENDED: &str = "conferences.people_attended";
/// Entered: how many a point expects.
pub const HEAD_COUNT_EXPECTED: &str = "conferences.head_count_expected";
/// Entered: how many came, where there is no list.
pub const HEAD_COUNT: &str = "conferences.head_count";

words! {
    /// What came of a delegate.
    Outcome {
        /// Nothing yet.
        None = "none",
        /// Có mặt.
        Present = "present",
        /// Vắng có lý do.
        AbsentWithReason = "absent_with_reason",
        /// Vắng không lý do.
        AbsentWithoutReason = "absent_without_reason",
    }
}

words! {
    /// As what somebody is a delegate.
    Kind {
        /// Đảng viên, đoàn viên, hội viên.
        Member = "member",
        /// Cán bộ chủ chốt.
        Official = "official",
        /// Khách mời.
        Guest = "guest",
    }
}

words! {
    /// How presence was recorded.
    Way {
        /// The delegate's own phone with the code of the hall.
        OwnPhone = "own_phone",
        /// The organiser's list.
        Organiser = "organiser",
        /// A list uploaded afterwards.
        File = "file",
    }
}

impl Outcome {
    /// What lists say of somebody, in the words and signs that are used; empty is present.
    #[must_use]
    pub fn told(text: &str) -> Option<Self> {
        match vietnamese::fold(text).trim() {
            "" | "co mat" | "co" | "x" | "1" | "present" => Some(Outcome::Present),
            "vang co ly do" | "vang co li do" | "vang co phep" | "co phep" | "p" | "absent with reason" => {
                Some(Outcome::AbsentWithReason)
            }
            "vang khong ly do"
            | "vang khong li do"
            | "vang khong phep"
            | "vang"
            | "khong phep"
            | "k"
            | "0"
            | "absent"
            | "absent without reason" => Some(Outcome::AbsentWithoutReason),
            _ => None,
        }
    }

    /// The figure an outcome is counted in.
    #[must_use]
    pub fn figure(self) -> Option<&'static str> {
        match self {
            Outcome::None => None,
            Outcome::Present => Some(ATTENDED),
            Outcome::AbsentWithReason => Some(ABSENT_WITH_REASON),
            Outcome::AbsentWithoutReason => Some(ABSENT_WITHOUT_REASON),
        }
    }

    /// True for both kinds of absence.
    #[must_use]
    pub fn is_absent(self) -> bool {
        matches!(self, Outcome::AbsentWithReason | Outcome::AbsentWithoutReason)
    }
}

/// A change of one figure at the delegate's home unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shift {
    /// The figure.
    pub figure: &'static str,
    /// From which day.
    pub day: Day,
    /// One more or one fewer.
    pub n: i64,
}

/// What going from one outcome (set on a day) to another (set today) does to the figures.
#[must_use]
pub fn shifts(from: (Outcome, Option<Day>), to: Outcome, today: Day) -> Vec<Shift> {
    let mut shifts = Vec::with_capacity(2);
    if let (Some(figure), Some(day)) = (from.0.figure(), from.1) {
        shifts.push(Shift { figure, day, n: -1 });
    }
    if let Some(figure) = to.figure() {
        shifts.push(Shift { figure, day: today, n: 1 });
    }
    shifts
}

/// Why an outcome cannot be recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CannotRecord {
    /// Presence is taken only while attendance is open.
    NotOpenYet,
    /// Attendance is final.
    Closed(Day),
    /// The code is not the one shown now.
    WrongCode,
    /// Too many wrong codes; so many minutes to wait.
    MustWait(i64),
    /// The code belongs to another point than the delegate's.
    OtherPoint(String),
}

impl Reason for CannotRecord {
    fn code(&self) -> &'static str {
        match self {
            CannotRecord::NotOpenYet => "CONF-08",
            CannotRecord::Closed(_) => "CONF-09",
            CannotRecord::WrongCode => "CONF-10",
            CannotRecord::MustWait(_) => "CONF-11",
            CannotRecord::OtherPoint(_) => "CONF-12",
        }
    }
    fn arguments(&self) -> Vec<(&'static str, Argument)> {
        match self {
            CannotRecord::NotOpenYet | CannotRecord::WrongCode => Vec::new(),
            CannotRecord::Closed(day) => vec![("day", (*day).into())],
            CannotRecord::MustWait(minutes) => vec![("minutes", (*minutes).into())],
            CannotRecord::OtherPoint(name) => vec![("point", name.as_str().into())],
        }
    }
}

/// May this outcome be recorded in a conference that stands so? Presence only while open; absence and taking back
/// also before, because leave is asked for in advance; nothing once final.
pub fn may_record(state: State, to: Outcome) -> Verdict<CannotRecord> {
    let verdict =
        Verdict::default().refuse_if(state == State::Planned && to == Outcome::Present, CannotRecord::NotOpenYet);
    match state {
        State::Closed { on } => verdict.refuse_if(true, CannotRecord::Closed(on)),
        State::Planned | State::Open { .. } => verdict,
    }
}

/// Why a head-count cannot be entered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CannotEnter {
    /// It was locked.
    Locked,
    /// So many delegates are on a list here: they are counted one by one.
    HasList(i64),
    /// Nothing to lock.
    NothingEntered,
}

impl Reason for CannotEnter {
    fn code(&self) -> &'static str {
        match self {
            CannotEnter::Locked => "CONF-13",
            CannotEnter::HasList(_) => "CONF-14",
            CannotEnter::NothingEntered => "CONF-15",
        }
    }
    fn arguments(&self) -> Vec<(&'static str, Argument)> {
        match self {
            CannotEnter::HasList(n) => vec![("count", (*n).into())],
            CannotEnter::Locked | CannotEnter::NothingEntered => Vec::new(),
        }
    }
}

/// Why an invitation cannot be used by who holds it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CannotUse {
    /// Whoever acts in a member's place uses that member's invitation only.
    OfSomebodyElse,
}

impl Reason for CannotUse {
    fn code(&self) -> &'static str {
        "CONF-18"
    }
}

/// May this delegate's invitation be used, when the actor acts in the place of that person? An invitation is otherwise
/// used by whoever holds it; acting for somebody is a right over that one member, not over whose letter comes to hand.
pub fn may_use(acting_for: Option<PersonId>, delegate: Option<PersonId>) -> Verdict<CannotUse> {
    let is_other = acting_for.is_some_and(|person| delegate != Some(person));
    Verdict::default().refuse_if(is_other, CannotUse::OfSomebodyElse)
}

impl Conference {
    /// May the expected head-count of a point be entered?
    pub fn may_enter_expected(&self, locked: bool) -> Verdict<CannotEnter> {
        Verdict::default().refuse_if(locked || self.state.is_closed(), CannotEnter::Locked)
    }

    /// May the head-count of those present be entered at a point with so many delegates on its list?
    pub fn may_enter_head_count(&self, listed: i64) -> Verdict<CannotEnter> {
        Verdict::default()
            .refuse_if(self.state.is_closed(), CannotEnter::Locked)
            .refuse_if(listed > 0, CannotEnter::HasList(listed))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    #[test]
    fn presence_waits_for_the_opening_absence_does_not() {
        assert!(!may_record(State::Planned, Outcome::Present).is_yes());
        assert!(may_record(State::Planned, Outcome::AbsentWithReason).is_yes());
        let open = State::Open { since: day("2026-11-24") };
        assert!(may_record(open, Outcome::Present).is_yes());
        let closed = State::Closed { on: day("2026-11-24") };
        assert!(!may_record(closed, Outcome::None).is_yes());
    }

    #[test]
    fn whoever_acts_for_a_member_uses_that_members_invitation_only() {
        let (a, b) = (PersonId(uuid::Uuid::from_u128(1)), PersonId(uuid::Uuid::from_u128(2)));
        assert!(may_use(Some(a), Some(a)).is_yes());
        assert!(!may_use(Some(a), Some(b)).is_yes());
        assert!(!may_use(Some(a), None).is_yes(), "a guest's neither");
        assert!(may_use(None, Some(b)).is_yes());
    }

    #[test]
    fn taking_an_outcome_back_takes_it_back_from_its_own_day() {
        let (first, second) = (day("2026-11-23"), day("2026-11-24"));
        assert_eq!(
            shifts((Outcome::AbsentWithReason, Some(first)), Outcome::Present, second),
            [Shift { figure: ABSENT_WITH_REASON, day: first, n: -1 }, Shift { figure: ATTENDED, day: second, n: 1 },]
        );
        assert!(shifts((Outcome::None, None), Outcome::None, second).is_empty());
    }

    #[test]
    fn every_way_to_an_outcome_leaves_exactly_that_outcome_counted() {
        let days: Vec<Day> = ["2026-11-20", "2026-11-21", "2026-11-22"].map(day).to_vec();
        for first in Outcome::ALL {
            for second in Outcome::ALL {
                let mut sums = std::collections::HashMap::new();
                let steps = [((Outcome::None, None), *first, days[0]), ((*first, Some(days[0])), *second, days[1])];
                for (from, to, today) in steps {
                    for shift in shifts(from, to, today) {
                        *sums.entry(shift.figure).or_insert(0) += shift.n;
                    }
                }
                for outcome in Outcome::ALL {
                    if let Some(figure) = outcome.figure() {
                        let n = sums.get(figure).copied().unwrap_or(0);
                        assert_eq!(n, i64::from(outcome == second), "{first:?} {second:?}");
                    }
                }
            }
        }
    }
}
