//! A duty: what one unit owes in a rollout. Its states, its colour on a day, what may be done with it, and what each
//! change means for the figures. Overdue is no state: it is computed from the day.

use kernel::{Argument, Day, Delta, DutyId, Reason, Refused, RequirementId, RolloutId, UnitId, Verdict, words};

use super::Measure;

/// What proves that a duty was done.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Evidence {
    /// The kind of thing: `document`, `conference`, `report`, `link`; empty when there is only a note.
    pub kind: String,
    /// Its id, or the address of a link.
    pub id: String,
    /// In words: the plan's number and day, for one.
    pub note: String,
}

/// How a duty ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// Done in time.
    Done,
    /// Done after its day.
    DoneLate,
    /// The superior waived it, for a reason.
    Waived,
}

impl Ending {
    /// The figure it is counted in.
    #[must_use]
    pub fn figure(self) -> &'static str {
        match self {
            Ending::Done => super::figure::DONE,
            Ending::DoneLate => super::figure::DONE_LATE,
            Ending::Waived => super::figure::WAIVED,
        }
    }

    /// The word in the database.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Ending::Done => "done",
            Ending::DoneLate => "done_late",
            Ending::Waived => "waived",
        }
    }
}

/// Where a duty stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DutyState {
    /// Nothing was begun.
    Waiting,
    /// Begun.
    InProgress,
    /// Done, in time or late.
    Done {
        /// On this day.
        on: Day,
        /// After its day.
        late: bool,
    },
    /// The superior does not ask it of this unit any more.
    Waived {
        /// On this day.
        on: Day,
        /// Why.
        reason: String,
    },
}

/// A duty (nhiệm vụ của đơn vị trong đợt).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Duty {
    /// Its id.
    pub id: DutyId,
    /// The rollout.
    pub rollout: RolloutId,
    /// The requirement it comes from.
    pub requirement: RequirementId,
    /// Who owes it.
    pub unit: UnitId,
    /// The last day in time.
    pub due_on: Day,
    /// The code of the kind of work it is.
    pub work: String,
    /// Where it stands.
    pub state: DutyState,
    /// What proves it, once begun or done.
    pub evidence: Evidence,
    /// The last day on which the unit above reminded of it.
    pub reminded_on: Option<Day>,
    /// Changes with every change, except a reminder: who is just writing what was done need not begin again.
    pub version: i64,
}

/// The colour of a duty on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Colour {
    /// Overdue.
    Red,
    /// Under way, or due within five days.
    Amber,
    /// Done.
    Green,
    /// Not begun, or waived.
    Grey,
}

impl Colour {
    /// All, most urgent first.
    pub const ALL: [Colour; 4] = [Colour::Red, Colour::Amber, Colour::Green, Colour::Grey];

    /// The word in addresses and text keys.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Colour::Red => "red",
            Colour::Amber => "amber",
            Colour::Green => "green",
            Colour::Grey => "grey",
        }
    }

    /// The colour of a unit on the map: red when anything below is overdue, green when all is done or waived, amber
    /// under way, grey when nothing is asked.
    #[must_use]
    pub fn of_branch(duties: i64, ended: i64, overdue: i64) -> Colour {
        if duties <= 0 {
            Colour::Grey
        } else if overdue > 0 {
            Colour::Red
        } else if ended >= duties {
            Colour::Green
        } else {
            Colour::Amber
        }
    }
}

words! {
    /// How lists group duties on a day: by colour, with what was waived apart from what has time (text
    /// `rollouts-group-<code>`).
    Group {
        /// Overdue.
        Overdue = "red",
        /// Under way, or due within five days.
        UnderWay = "amber",
        /// Done, in time or late.
        Done = "green",
        /// Not begun and not due within five days.
        Later = "grey",
        /// Waived.
        Waived = "waived",
    }
}

impl Group {
    /// The colour it is shown in.
    #[must_use]
    pub fn colour(self) -> Colour {
        match self {
            Group::Overdue => Colour::Red,
            Group::UnderWay => Colour::Amber,
            Group::Done => Colour::Green,
            Group::Later | Group::Waived => Colour::Grey,
        }
    }
}

/// Days before its day from which a duty is amber.
pub const NEAR_DAYS: i64 = 5;

/// Why something cannot be done with a duty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CannotChange {
    /// The rollout does not run: not launched, or closed.
    RolloutNotRunning,
    /// It was begun already.
    Begun,
    /// It was done or waived already.
    Ended,
    /// It is open, so there is nothing to reopen.
    Open,
    /// Waiving needs a reason.
    NoReason,
    /// A plan or report is named by its number and day.
    NoProof,
    /// So many figures asked are not entered.
    FiguresMissing(i64),
    /// It is not done, so nobody knows how long it took.
    NotDone,
}

impl Reason for CannotChange {
    fn code(&self) -> &'static str {
        match self {
            CannotChange::RolloutNotRunning => "ROLL-11",
            CannotChange::Begun => "ROLL-12",
            CannotChange::Ended => "ROLL-13",
            CannotChange::Open => "ROLL-14",
            CannotChange::NoReason => "ROLL-15",
            CannotChange::NoProof => "ROLL-16",
            CannotChange::FiguresMissing(_) => "ROLL-19",
            CannotChange::NotDone => "ROLL-20",
        }
    }

    fn arguments(&self) -> Vec<(&'static str, Argument)> {
        match self {
            CannotChange::FiguresMissing(count) => vec![("count", (*count).into())],
            _ => Vec::new(),
        }
    }
}

impl Duty {
    /// True while something remains to do.
    #[must_use]
    pub fn is_open(&self) -> bool {
        matches!(self.state, DutyState::Waiting | DutyState::InProgress)
    }

    /// True when its day has passed and it is open.
    #[must_use]
    pub fn is_overdue(&self, today: Day) -> bool {
        self.is_open() && self.due_on < today
    }

    /// Its group in lists on this day.
    #[must_use]
    pub fn group(&self, today: Day) -> Group {
        match self.state {
            DutyState::Done { .. } => Group::Done,
            DutyState::Waived { .. } => Group::Waived,
            _ if self.due_on < today => Group::Overdue,
            DutyState::InProgress => Group::UnderWay,
            DutyState::Waiting if today.days_until(self.due_on) <= NEAR_DAYS => Group::UnderWay,
            DutyState::Waiting => Group::Later,
        }
    }

    /// Its colour on this day.
    #[must_use]
    pub fn colour(&self, today: Day) -> Colour {
        self.group(today).colour()
    }

    /// The word of its state on this day (`overdue` too): text key `rollouts-duty-state-<word>`.
    #[must_use]
    pub fn word(&self, today: Day) -> &'static str {
        if self.is_overdue(today) {
            return "overdue";
        }
        match self.state {
            DutyState::Waiting => "waiting",
            DutyState::InProgress => "in_progress",
            DutyState::Done { late: false, .. } => "done",
            DutyState::Done { late: true, .. } => "done_late",
            DutyState::Waived { .. } => "waived",
        }
    }

    /// How and when it ended, if it did.
    #[must_use]
    pub fn ending(&self) -> Option<(Ending, Day)> {
        match &self.state {
            DutyState::Done { on, late: false } => Some((Ending::Done, *on)),
            DutyState::Done { on, late: true } => Some((Ending::DoneLate, *on)),
            DutyState::Waived { on, .. } => Some((Ending::Waived, *on)),
            _ => None,
        }
    }

    /// May it be begun?
    pub fn may_begin(&self, rollout_runs: bool) -> Verdict<CannotChange> {
        Verdict::default()
            .refuse_if(!rollout_runs, CannotChange::RolloutNotRunning)
            .refuse_if(self.state == DutyState::InProgress, CannotChange::Begun)
            .refuse_if(!self.is_open(), CannotChange::Ended)
    }

    /// Begins it.
    ///
    /// # Errors
    /// [`Refused`] as [`Duty::may_begin`] says.
    pub fn begin(self, rollout_runs: bool) -> Result<Self, Refused> {
        self.may_begin(rollout_runs).or_refuse()?;
        Ok(Self { state: DutyState::InProgress, ..self })
    }

    /// May it be said to be done at all?
    pub fn may_finish(&self, rollout_runs: bool) -> Verdict<CannotChange> {
        Verdict::default()
            .refuse_if(!rollout_runs, CannotChange::RolloutNotRunning)
            .refuse_if(!self.is_open(), CannotChange::Ended)
    }

    /// May the unit say that it is done, with so many figures not entered yet?
    pub fn may_say_done(&self, rollout_runs: bool, missing_figures: i64) -> Verdict<CannotChange> {
        self.may_finish(rollout_runs).refuse_if(missing_figures > 0, CannotChange::FiguresMissing(missing_figures))
    }

    /// May it be said how long it took?
    pub fn may_say_minutes(&self) -> Verdict<CannotChange> {
        Verdict::default().refuse_if(!matches!(self.state, DutyState::Done { .. }), CannotChange::NotDone)
    }

    /// Ends it as done: in time when today is no later than its day.
    ///
    /// # Errors
    /// [`Refused`] as [`Duty::may_finish`] says, and when a plan or report is not named.
    pub fn finish(self, measure: Measure, evidence: Evidence, rollout_runs: bool, today: Day) -> Result<Self, Refused> {
        let named = !evidence.note.trim().is_empty() || !evidence.id.trim().is_empty();
        self.may_finish(rollout_runs).refuse_if(measure.needs_proof() && !named, CannotChange::NoProof).or_refuse()?;
        let late = today > self.due_on;
        Ok(Self { state: DutyState::Done { on: today, late }, evidence, ..self })
    }

    /// Waives it: the superior does not ask it of this unit any more.
    ///
    /// # Errors
    /// [`Refused`] when it has ended, the rollout does not run, or no reason is given.
    pub fn waive(self, reason: &str, rollout_runs: bool, today: Day) -> Result<Self, Refused> {
        self.may_finish(rollout_runs).refuse_if(reason.trim().is_empty(), CannotChange::NoReason).or_refuse()?;
        Ok(Self { state: DutyState::Waived { on: today, reason: reason.trim().to_owned() }, ..self })
    }

    /// Reminds the unit of it; the desk of the unit says so from this day on.
    ///
    /// # Errors
    /// [`Refused`] when it has ended or the rollout does not run.
    pub fn remind(self, rollout_runs: bool, today: Day) -> Result<Self, Refused> {
        self.may_finish(rollout_runs).or_refuse()?;
        Ok(Self { reminded_on: Some(today), ..self })
    }

    /// May it be reopened?
    pub fn may_reopen(&self, rollout_runs: bool) -> Verdict<CannotChange> {
        Verdict::default()
            .refuse_if(!rollout_runs, CannotChange::RolloutNotRunning)
            .refuse_if(self.is_open(), CannotChange::Open)
    }

    /// Takes back that it was done or waived.
    ///
    /// # Errors
    /// [`Refused`] as [`Duty::may_reopen`] says.
    pub fn reopen(self, rollout_runs: bool) -> Result<Self, Refused> {
        self.may_reopen(rollout_runs).or_refuse()?;
        Ok(Self { state: DutyState::InProgress, ..self })
    }

    fn post(&self, out: &mut Vec<Delta>, figure: &'static str, day: Day, n: i64) {
        for subject in [self.rollout.to_string(), self.requirement.to_string()] {
            out.push(Delta { subject, figure, unit: self.unit, day, n });
        }
    }

    /// What launching it means for the figures: it is owed from the day of launch and, unless it ends, overdue from the
    /// day after its day.
    #[must_use]
    pub fn deltas_of_launch(&self, launched_on: Day) -> Vec<Delta> {
        let mut out = Vec::with_capacity(4);
        self.post(&mut out, super::figure::DUTIES, launched_on, 1);
        self.post(&mut out, super::figure::OVERDUE, self.overdue_from(), 1);
        out
    }

    /// What ending it on this day means for the figures; `n` is 1, or -1 when the ending is taken back on this day.
    #[must_use]
    pub fn deltas_of_ending(&self, ending: Ending, day: Day, n: i64) -> Vec<Delta> {
        let mut out = Vec::with_capacity(4);
        self.post(&mut out, ending.figure(), day, n);
        // before its day nothing is overdue yet, so the correction waits until then
        self.post(&mut out, super::figure::OVERDUE, day.max(self.overdue_from()), -n);
        out
    }

    fn overdue_from(&self) -> Day {
        self.due_on.plus(1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id<I: From<uuid::Uuid>>(n: u128) -> I {
        I::from(uuid::Uuid::from_u128(n))
    }

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    fn duty() -> Duty {
        Duty {
            id: id(1),
            rollout: id(2),
            requirement: id(3),
            unit: id(4),
            due_on: day("2026-12-10"),
            work: "self-study-cell".into(),
            state: DutyState::Waiting,
            evidence: Evidence::default(),
            reminded_on: None,
            version: 1,
        }
    }

    fn noted(note: &str) -> Evidence {
        Evidence { note: note.into(), ..Evidence::default() }
    }

    fn overdue_on(deltas: &[Delta], day: Day) -> i64 {
        deltas
            .iter()
            .filter(|d| d.figure == "rollouts.overdue" && d.subject == id::<RolloutId>(2).to_string())
            .filter(|d| d.day <= day)
            .map(|d| d.n)
            .sum()
    }

    #[test]
    fn the_colour_follows_the_day() {
        let waiting = duty();
        assert_eq!(waiting.colour(day("2026-12-04")), Colour::Grey);
        assert_eq!(waiting.colour(day("2026-12-05")), Colour::Amber);
        assert_eq!(waiting.colour(day("2026-12-10")), Colour::Amber);
        assert_eq!(waiting.colour(day("2026-12-11")), Colour::Red);
        let begun = waiting.begin(true).unwrap();
        assert_eq!(begun.colour(day("2026-11-01")), Colour::Amber);
        assert_eq!(begun.word(day("2026-12-11")), "overdue");
        let done = begun.finish(Measure::SelfStudy, Evidence::default(), true, day("2026-12-11")).unwrap();
        assert_eq!(done.colour(day("2026-12-20")), Colour::Green);
        assert_eq!(done.word(day("2026-12-20")), "done_late");
    }

    #[test]
    fn what_was_waived_is_grey_but_in_a_group_of_its_own() {
        let waived = duty().waive("Sáp nhập", true, day("2026-12-01")).unwrap();
        assert_eq!((waived.group(day("2027-01-01")), waived.colour(day("2027-01-01"))), (Group::Waived, Colour::Grey));
        assert_eq!(duty().group(day("2026-12-01")), Group::Later);
    }

    #[test]
    fn only_what_is_open_is_reminded_of() {
        let reminded = duty().remind(true, day("2026-12-01")).unwrap();
        assert_eq!(reminded.reminded_on, Some(day("2026-12-01")));
        assert!(duty().remind(false, day("2026-12-01")).is_err());
        let done = duty().finish(Measure::SelfStudy, Evidence::default(), true, day("2026-12-01")).unwrap();
        assert_eq!(done.remind(true, day("2026-12-02")).unwrap_err().0[0].code, "ROLL-13");
    }

    #[test]
    fn on_its_last_day_it_is_in_time() {
        let done = duty().finish(Measure::Plan, noted("Kế hoạch 05-KH/ĐU"), true, day("2026-12-10")).unwrap();
        assert_eq!(done.ending(), Some((Ending::Done, day("2026-12-10"))));
    }

    #[test]
    fn a_plan_is_named_and_a_waiver_explained() {
        let refused = duty().finish(Measure::Plan, noted("  "), true, day("2026-12-01")).unwrap_err();
        assert_eq!(refused.0[0].code, "ROLL-16");
        assert_eq!(duty().waive(" ", true, day("2026-12-01")).unwrap_err().0[0].code, "ROLL-15");
        assert!(duty().waive("Đơn vị giải thể", true, day("2026-12-01")).is_ok());
    }

    #[test]
    fn a_closed_rollout_accepts_nothing() {
        let today = day("2026-12-01");
        assert_eq!(duty().begin(false).unwrap_err().0[0].code, "ROLL-11");
        assert_eq!(duty().finish(Measure::SelfStudy, noted(""), false, today).unwrap_err().0[0].code, "ROLL-11");
        assert_eq!(duty().waive("x", false, today).unwrap_err().0[0].code, "ROLL-11");
        assert_eq!(duty().reopen(false).unwrap_err().0[0].code, "ROLL-11");
    }

    #[test]
    fn what_ended_is_not_ended_again_but_may_be_reopened() {
        let today = day("2026-12-01");
        let waived = duty().waive("Sáp nhập", true, today).unwrap();
        assert_eq!(waived.clone().waive("x", true, today).unwrap_err().0[0].code, "ROLL-13");
        assert_eq!(waived.reopen(true).unwrap().state, DutyState::InProgress);
        assert_eq!(duty().reopen(true).unwrap_err().0[0].code, "ROLL-14");
    }

    #[test]
    fn overdue_is_right_on_every_day_whenever_it_ends() {
        let launch = duty().deltas_of_launch(day("2026-11-20"));
        assert_eq!(overdue_on(&launch, day("2026-12-10")), 0);
        assert_eq!(overdue_on(&launch, day("2026-12-11")), 1);
        for (ended, late_days) in [("2026-12-01", 0), ("2026-12-10", 0), ("2026-12-11", 0), ("2026-12-13", 2)] {
            let mut all = launch.clone();
            all.extend(duty().deltas_of_ending(Ending::Done, day(ended), 1));
            let late = (0..40).filter(|n| overdue_on(&all, day("2026-11-25").plus(*n)) == 1).count();
            assert_eq!(late, late_days, "ended {ended}");
            assert_eq!(overdue_on(&all, day("2027-01-01")), 0);
        }
    }

    #[test]
    fn the_map_is_red_when_anything_below_is_overdue() {
        assert_eq!(Colour::of_branch(0, 0, 0), Colour::Grey);
        assert_eq!(Colour::of_branch(10, 9, 1), Colour::Red);
        assert_eq!(Colour::of_branch(10, 10, 0), Colour::Green);
        assert_eq!(Colour::of_branch(10, 9, 0), Colour::Amber);
    }
}
