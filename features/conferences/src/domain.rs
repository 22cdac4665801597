//! The rules of conferences: states, what may be done when, and all reasons against it at once. Facts in, decision
//! out; no database, no clock, no HTTP. The rotating code, the points' tree, the checklist and attendance have files
//! of their own below this one.

pub mod attendance;
pub mod checklist;
pub mod code;
pub mod dialogue;
pub mod line_faults;
pub mod offline;
pub mod plausible;
pub mod points;
pub mod presence;
pub mod seating;
pub mod survey;

use kernel::{Argument, ConferenceId, Day, Instant, Reason, Refused, RolloutId, UnitId, Verdict, define_id, words};

pub use attendance::{Kind, Outcome, Shift, Way};
pub use checklist::{ChecklistItem, LineAct};
pub use code::CodeSeed;
pub use points::{Point, Sums};

define_id!(
    /// A line of the agenda.
    AgendaItemId,
    /// A line of the checklist.
    ChecklistItemId,
    /// A list that was uploaded and waits for confirmation.
    UploadId,
);

words! {
    /// How a conference is held (domain sheet, section 4).
    Form {
        /// Trực tiếp.
        InPerson = "in_person",
        /// Trực tuyến.
        Online = "online",
        /// Trực tiếp kết hợp trực tuyến.
        Mixed = "mixed",
        /// Truyền hình, truyền thanh trực tiếp.
        Broadcast = "broadcast",
        /// Tự học, thảo luận ở chi bộ, viết thu hoạch: for exceptional cases.
        SelfStudy = "self_study",
    }
}

/// Where a conference stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Being prepared; delegates are summoned, head-counts entered.
    Planned,
    /// Attendance is taken.
    Open {
        /// Since this day.
        since: Day,
    },
    /// Attendance is final.
    Closed {
        /// On this day.
        on: Day,
    },
}

impl State {
    /// The word kept in the database and in text keys.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            State::Planned => "planned",
            State::Open { .. } => "open",
            State::Closed { .. } => "closed",
        }
    }

    /// True once attendance is final.
    #[must_use]
    pub fn is_closed(self) -> bool {
        matches!(self, State::Closed { .. })
    }

    /// True before attendance is taken.
    #[must_use]
    pub fn is_planned(self) -> bool {
        self == State::Planned
    }

    /// True while delegates may check in.
    #[must_use]
    pub fn is_open(self) -> bool {
        matches!(self, State::Open { .. })
    }
}

/// A conference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conference {
    /// Its id.
    pub id: ConferenceId,
    /// The rollout it serves, if any.
    pub rollout: Option<RolloutId>,
    /// The organising unit.
    pub unit: UnitId,
    /// Its title.
    pub title: String,
    /// How it is held.
    pub form: Form,
    /// Where the main hall is.
    pub place: String,
    /// When it begins.
    pub starts_at: Instant,
    /// When it ends, as planned.
    pub ends_at: Instant,
    /// Where it stands.
    pub state: State,
    /// The closed conference whose absentees this one is for.
    pub make_up_of: Option<ConferenceId>,
    /// What the rotating codes and the invitations are made from; never shown.
    pub code_seed: CodeSeed,
    /// Until when head-counts are reported.
    pub head_count_due_on: Option<Day>,
    /// For optimistic saving.
    pub version: i64,
}

/// Why a conference cannot be opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CannotOpen {
    /// It is open or closed already.
    NotPlanned,
    /// Nobody could check in anywhere.
    NoPoints,
}

impl Reason for CannotOpen {
    fn code(&self) -> &'static str {
        match self {
            CannotOpen::NotPlanned => "CONF-01",
            CannotOpen::NoPoints => "CONF-02",
        }
    }
}

/// Why a conference cannot be closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CannotClose {
    /// Attendance was never taken, or is final already.
    NotOpen,
    /// It has not begun yet.
    NotBegun(Day),
}

impl Reason for CannotClose {
    fn code(&self) -> &'static str {
        match self {
            CannotClose::NotOpen => "CONF-03",
            CannotClose::NotBegun(_) => "CONF-04",
        }
    }
    fn arguments(&self) -> Vec<(&'static str, Argument)> {
        match self {
            CannotClose::NotOpen => Vec::new(),
            CannotClose::NotBegun(day) => vec![("day", (*day).into())],
        }
    }
}

/// Why the plan of a conference (facts, points, delegates) cannot be changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CannotChange {
    /// Attendance is final.
    Closed(Day),
}

impl Reason for CannotChange {
    fn code(&self) -> &'static str {
        "CONF-05"
    }
    fn arguments(&self) -> Vec<(&'static str, Argument)> {
        let CannotChange::Closed(day) = self;
        vec![("day", (*day).into())]
    }
}

/// Why no make-up session can be arranged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CannotMakeUp {
    /// Absence is not final before the conference is closed.
    NotClosed,
    /// Nobody owes one.
    NobodyOwes,
}

impl Reason for CannotMakeUp {
    fn code(&self) -> &'static str {
        match self {
            CannotMakeUp::NotClosed => "CONF-06",
            CannotMakeUp::NobodyOwes => "CONF-07",
        }
    }
}

impl Conference {
    /// The day it is held.
    #[must_use]
    pub fn day(&self) -> Day {
        self.starts_at.day()
    }

    /// May attendance be opened, with so many points?
    pub fn may_open(&self, points: i64) -> Verdict<CannotOpen> {
        Verdict::default()
            .refuse_if(self.state != State::Planned, CannotOpen::NotPlanned)
            .refuse_if(points == 0, CannotOpen::NoPoints)
    }

    /// Opens attendance.
    ///
    /// # Errors
    /// With the reasons of [`Conference::may_open`].
    pub fn open(self, points: i64, today: Day) -> Result<Self, Refused> {
        self.may_open(points).or_refuse()?;
        Ok(Self { state: State::Open { since: today }, ..self })
    }

    /// May attendance be closed today?
    pub fn may_close(&self, today: Day) -> Verdict<CannotClose> {
        Verdict::default()
            .refuse_if(!self.state.is_open(), CannotClose::NotOpen)
            .refuse_if(today < self.day(), CannotClose::NotBegun(self.day()))
    }

    /// Makes attendance final.
    ///
    /// # Errors
    /// With the reasons of [`Conference::may_close`].
    pub fn close(self, today: Day) -> Result<Self, Refused> {
        self.may_close(today).or_refuse()?;
        Ok(Self { state: State::Closed { on: today }, ..self })
    }

    /// May facts, points, delegates, agenda and checklist be changed?
    pub fn may_change(&self) -> Verdict<CannotChange> {
        match self.state {
            State::Closed { on } => Verdict::default().refuse_if(true, CannotChange::Closed(on)),
            State::Planned | State::Open { .. } => Verdict::default(),
        }
    }

    /// May this be done with a line of the checklist? Ticks are set and taken back after closing too: the report of the
    /// day is written only then.
    pub fn may_alter_line(&self, act: LineAct) -> Verdict<CannotChange> {
        match act {
            LineAct::Tick | LineAct::Untick => Verdict::default(),
            LineAct::Save | LineAct::Remove => self.may_change(),
        }
    }

    /// May a make-up session be arranged for so many who still owe one?
    pub fn may_make_up(&self, owing: i64) -> Verdict<CannotMakeUp> {
        Verdict::default()
            .refuse_if(!self.state.is_closed(), CannotMakeUp::NotClosed)
            .refuse_if(self.state.is_closed() && owing == 0, CannotMakeUp::NobodyOwes)
    }
}

/// The codes of every refusal of this feature.
pub const REFUSALS: &[&str] = &[
    "CONF-01", "CONF-02", "CONF-03", "CONF-04", "CONF-05", "CONF-06", "CONF-07", "CONF-08", "CONF-09", "CONF-10",
    "CONF-11", "CONF-12", "CONF-13", "CONF-14", "CONF-15", "CONF-16", "CONF-17", "CONF-18", "CONF-19", "CONF-20",
    "CONF-21", "CONF-22", "CONF-23", "CONF-24", "CONF-25", "CONF-26", "CONF-27", "CONF-28", "CONF-29", "CONF-30",
    "CONF-31", "CONF-32", "CONF-33", "CONF-34", "CONF-35", "CONF-36", "CONF-37", "CONF-38", "CONF-39", "CONF-40",
    "CONF-41", "CONF-42", "CONF-43", "CONF-44", "CONF-45", "CONF-46", "CONF-47",
];

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    fn a_conference(state: State) -> Conference {
        let starts_at = Instant::at(day("2026-11-24"), 7, 30);
        Conference {
            id: ConferenceId(uuid::Uuid::from_u128(1)),
            rollout: None,
            unit: UnitId(uuid::Uuid::from_u128(2)),
            title: "Hội nghị học tập, quán triệt".into(),
            form: Form::Mixed,
            place: "Hội trường tỉnh".into(),
            starts_at,
            ends_at: starts_at.plus_seconds(4 * 3600),
            state,
            make_up_of: None,
            code_seed: CodeSeed([7; 32]),
            head_count_due_on: None,
            version: 1,
        }
    }

    #[test]
    fn a_conference_without_points_cannot_be_opened() {
        let refused = a_conference(State::Planned).open(0, day("2026-11-24")).unwrap_err();
        assert_eq!(refused.to_string(), "refused: CONF-02");
    }

    #[test]
    fn it_goes_from_planned_over_open_to_closed() {
        let open = a_conference(State::Planned).open(3, day("2026-11-23")).unwrap();
        assert!(open.state.is_open());
        assert_eq!(open.may_close(day("2026-11-23")).reasons(), [CannotClose::NotBegun(day("2026-11-24"))]);
        let closed = open.close(day("2026-11-24")).unwrap();
        assert!(closed.state.is_closed());
        assert!(!closed.may_open(3).is_yes());
        assert!(!closed.may_change().is_yes());
    }

    #[test]
    fn after_closing_lines_of_the_checklist_are_ticked_and_nothing_else() {
        let open = a_conference(State::Open { since: day("2026-11-24") });
        assert!(LineAct::ALL.iter().all(|act| open.may_alter_line(*act).is_yes()));
        let closed = open.close(day("2026-11-24")).unwrap();
        for act in [LineAct::Tick, LineAct::Untick] {
            assert!(closed.may_alter_line(act).is_yes());
        }
        for act in [LineAct::Save, LineAct::Remove] {
            assert_eq!(closed.may_alter_line(act).reasons(), [CannotChange::Closed(day("2026-11-24"))]);
        }
    }

    #[test]
    fn a_make_up_session_waits_for_final_attendance_and_for_somebody_who_owes_one() {
        let open = a_conference(State::Open { since: day("2026-11-24") });
        assert_eq!(open.may_make_up(0).reasons(), [CannotMakeUp::NotClosed]);
        let closed = open.close(day("2026-11-24")).unwrap();
        assert_eq!(closed.may_make_up(0).reasons(), [CannotMakeUp::NobodyOwes]);
        assert!(closed.may_make_up(2).is_yes());
    }

    #[test]
    fn words_survive_the_way_through_text() {
        for form in Form::ALL {
            assert_eq!(form.code().parse::<Form>(), Ok(*form));
        }
        assert!("lecture".parse::<Form>().is_err());
    }
}
