//! A rollout: one document, or a family of them, carried down a branch of the tree. Its states and what may be done in
//! each; the page that greys a button and the action behind it ask the same rule here.

use kernel::{Argument, Day, Reason, Refused, RolloutId, UnitId, UnitKind, Verdict};

use super::requirement::is_reached;
use super::{Ask, Requirement};

/// Where a rollout stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RolloutState {
    /// Being prepared: nobody below sees it.
    Draft,
    /// The units have their duties.
    Launched {
        /// Since this day.
        on: Day,
    },
    /// Ended: accepts nothing more.
    Closed {
        /// When it was launched.
        launched_on: Day,
        /// When it was closed.
        on: Day,
    },
}

impl RolloutState {
    /// Where it stood at the end of this day.
    #[must_use]
    pub fn on(self, day: Day) -> Self {
        match self {
            RolloutState::Closed { launched_on, on } if on > day => RolloutState::Launched { on: launched_on }.on(day),
            RolloutState::Launched { on } if on > day => RolloutState::Draft,
            stood => stood,
        }
    }
}

/// A rollout (đợt triển khai).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rollout {
    /// Its id.
    pub id: RolloutId,
    /// The committee that rolls out; its branch is reached.
    pub unit: UnitId,
    /// As the units read it.
    pub title: String,
    /// Where it stands.
    pub state: RolloutState,
    /// How deep it goes, as the document says ("phổ biến đến chi bộ"); none: as deep as requirements address.
    pub depth: Option<UnitKind>,
    /// When the work below begins, if said.
    pub starts_on: Option<Day>,
    /// When it should be over, if said.
    pub ends_on: Option<Day>,
    /// Changes with every change of it or of its requirements.
    pub version: i64,
}

/// What a requirement would come to, if launched today.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Foreseen {
    /// The requirement's words.
    pub title: String,
    /// When it would be due.
    pub due_on: Day,
    /// How many units would get a duty.
    pub duties: i64,
}

/// What launching depends on.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LaunchFacts {
    /// Documents rolled out.
    pub documents: i64,
    /// Each requirement with what it would come to.
    pub requirements: Vec<Foreseen>,
}

/// Why a rollout or a further requirement cannot be launched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CannotLaunch {
    /// It was launched already, or closed.
    NotDraft,
    /// No document is rolled out.
    NoDocument,
    /// Nothing is asked.
    NoRequirement,
    /// No unit of the branch is of the kinds addressed, as deep as it goes.
    NobodyAddressed(String),
    /// The deadline has passed.
    DeadlinePast(String, Day),
    /// The rollout does not run, so nothing can be added to it.
    NotRunning,
    /// A committee below may ask for more, not for later.
    LaterThanAbove(Day),
}

impl Reason for CannotLaunch {
    fn code(&self) -> &'static str {
        match self {
            CannotLaunch::NotDraft => "ROLL-01",
            CannotLaunch::NoDocument => "ROLL-02",
            CannotLaunch::NoRequirement => "ROLL-03",
            CannotLaunch::NobodyAddressed(_) => "ROLL-04",
            CannotLaunch::DeadlinePast(..) => "ROLL-05",
            CannotLaunch::NotRunning => "ROLL-06",
            CannotLaunch::LaterThanAbove(_) => "ROLL-07",
        }
    }

    fn arguments(&self) -> Vec<(&'static str, Argument)> {
        match self {
            CannotLaunch::NobodyAddressed(title) => vec![("title", title.as_str().into())],
            CannotLaunch::DeadlinePast(title, day) => {
                vec![("title", title.as_str().into()), ("day", (*day).into())]
            }
            CannotLaunch::LaterThanAbove(day) => vec![("day", (*day).into())],
            _ => Vec::new(),
        }
    }
}

/// Why a rollout cannot be changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CannotEdit;

impl Reason for CannotEdit {
    fn code(&self) -> &'static str {
        "ROLL-08"
    }
}

/// Why a rollout cannot be closed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CannotClose {
    /// It does not run.
    NotRunning,
    /// So many duties are open and not yet due: they would become overdue in a closed rollout.
    DutiesNotDue(i64),
}

impl Reason for CannotClose {
    fn code(&self) -> &'static str {
        match self {
            CannotClose::NotRunning => "ROLL-09",
            CannotClose::DutiesNotDue(_) => "ROLL-10",
        }
    }

    fn arguments(&self) -> Vec<(&'static str, Argument)> {
        match self {
            CannotClose::DutiesNotDue(count) => vec![("count", (*count).into())],
            CannotClose::NotRunning => Vec::new(),
        }
    }
}

impl Rollout {
    /// The day of launch, once launched.
    #[must_use]
    pub fn launched_on(&self) -> Option<Day> {
        match self.state {
            RolloutState::Draft => None,
            RolloutState::Launched { on } => Some(on),
            RolloutState::Closed { launched_on, .. } => Some(launched_on),
        }
    }

    /// True while the units work on it.
    #[must_use]
    pub fn is_running(&self) -> bool {
        matches!(self.state, RolloutState::Launched { .. })
    }

    /// True while it is prepared.
    #[must_use]
    pub fn is_draft(&self) -> bool {
        self.state == RolloutState::Draft
    }

    /// May it be launched today?
    pub fn may_launch(&self, facts: &LaunchFacts, today: Day) -> Verdict<CannotLaunch> {
        let verdict = Verdict::default()
            .refuse_if(!self.is_draft(), CannotLaunch::NotDraft)
            .refuse_if(facts.documents == 0, CannotLaunch::NoDocument)
            .refuse_if(facts.requirements.is_empty(), CannotLaunch::NoRequirement);
        facts.requirements.iter().fold(verdict, |verdict, foreseen| refuse_hollow(verdict, foreseen, today))
    }

    /// Launches it.
    ///
    /// # Errors
    /// [`Refused`] as [`Rollout::may_launch`] says.
    pub fn launch(self, facts: &LaunchFacts, today: Day) -> Result<Self, Refused> {
        self.may_launch(facts, today).or_refuse()?;
        Ok(Self { state: RolloutState::Launched { on: today }, ..self })
    }

    /// May a committee below ask this of its own branch, beside what is asked from above? It may ask for more or for
    /// earlier, not for later than a superior asks the same of the same units.
    pub fn may_add(&self, ask: &Ask, foreseen: &Foreseen, above: &[Requirement], today: Day) -> Verdict<CannotLaunch> {
        let launched_on = self.launched_on().unwrap_or(today);
        let earliest = above
            .iter()
            .filter(|other| other.ask.measure == ask.measure)
            .filter(|other| {
                other.ask.addressees.iter().any(|kind| is_reached(*kind, self.depth) && ask.addressees.contains(kind))
            })
            .map(|other| other.ask.deadline.due_on(launched_on))
            .min();
        let verdict = Verdict::default().refuse_if(!self.is_running(), CannotLaunch::NotRunning);
        let verdict = refuse_hollow(verdict, foreseen, today);
        match earliest {
            Some(day) => verdict.refuse_if(foreseen.due_on > day, CannotLaunch::LaterThanAbove(day)),
            None => verdict,
        }
    }

    /// May its text, documents and requirements be changed?
    pub fn may_edit(&self) -> Verdict<CannotEdit> {
        Verdict::default().refuse_if(!self.is_draft(), CannotEdit)
    }

    /// May it be closed, with so many duties open and not yet due? What is overdue stays in the figures as never done.
    pub fn may_close(&self, open_not_due: i64) -> Verdict<CannotClose> {
        Verdict::default()
            .refuse_if(!self.is_running(), CannotClose::NotRunning)
            .refuse_if(open_not_due > 0, CannotClose::DutiesNotDue(open_not_due))
    }

    /// Closes it.
    ///
    /// # Errors
    /// [`Refused`] as [`Rollout::may_close`] says.
    pub fn close(self, open_not_due: i64, today: Day) -> Result<Self, Refused> {
        self.may_close(open_not_due).or_refuse()?;
        let launched_on = self.launched_on().unwrap_or(today);
        Ok(Self { state: RolloutState::Closed { launched_on, on: today }, ..self })
    }
}

fn refuse_hollow(verdict: Verdict<CannotLaunch>, foreseen: &Foreseen, today: Day) -> Verdict<CannotLaunch> {
    verdict
        .refuse_if(foreseen.duties == 0, CannotLaunch::NobodyAddressed(foreseen.title.clone()))
        .refuse_if(foreseen.due_on < today, CannotLaunch::DeadlinePast(foreseen.title.clone(), foreseen.due_on))
}

#[cfg(test)]
mod tests {
    use super::super::{Audience, DeadlineRule, Measure};
    use super::*;
    use kernel::RequirementId;

    fn id<I: From<uuid::Uuid>>(n: u128) -> I {
        I::from(uuid::Uuid::from_u128(n))
    }

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    fn draft() -> Rollout {
        Rollout {
            id: id(1),
            unit: id(2),
            title: "Quán triệt Chỉ thị".into(),
            state: RolloutState::Draft,
            depth: Some(UnitKind::Cell),
            starts_on: None,
            ends_on: None,
            version: 1,
        }
    }

    fn facts() -> LaunchFacts {
        LaunchFacts {
            documents: 1,
            requirements: vec![Foreseen { title: "Kế hoạch".into(), due_on: day("2026-12-01"), duties: 80 }],
        }
    }

    fn codes(told: &[kernel::Told]) -> Vec<&'static str> {
        told.iter().map(|t| t.code).collect()
    }

    #[test]
    fn launching_an_empty_draft_tells_all_reasons_at_once() {
        let verdict = draft().may_launch(&LaunchFacts::default(), day("2026-11-22"));
        assert_eq!(codes(&verdict.told()), ["ROLL-02", "ROLL-03"]);
    }

    #[test]
    fn requirements_that_reach_nobody_or_are_past_are_refused() {
        let mut facts = facts();
        facts.requirements[0].duties = 0;
        facts.requirements[0].due_on = day("2026-11-21");
        let verdict = draft().may_launch(&facts, day("2026-11-22"));
        assert_eq!(codes(&verdict.told()), ["ROLL-04", "ROLL-05"]);
        facts.requirements[0].duties = 1;
        facts.requirements[0].due_on = day("2026-11-22");
        assert!(draft().may_launch(&facts, day("2026-11-22")).is_yes());
    }

    #[test]
    fn nothing_is_launched_twice() {
        let launched = draft().launch(&facts(), day("2026-11-22")).unwrap();
        assert_eq!(launched.launched_on(), Some(day("2026-11-22")));
        let refused = launched.launch(&facts(), day("2026-11-23")).unwrap_err();
        assert_eq!(codes(&refused.0), ["ROLL-01"]);
    }

    #[test]
    fn a_rollout_with_duties_not_yet_due_stays_open() {
        let launched = draft().launch(&facts(), day("2026-11-22")).unwrap();
        assert!(!launched.may_edit().is_yes());
        assert_eq!(codes(&launched.may_close(3).told()), ["ROLL-10"]);
        let closed = launched.close(0, day("2027-01-02")).unwrap();
        assert!(!closed.is_running());
        assert_eq!(codes(&closed.may_close(0).told()), ["ROLL-09"]);
    }

    #[test]
    fn a_committee_below_may_ask_earlier_but_not_later() {
        let ask = |days| Ask {
            measure: Measure::Plan,
            title: "Kế hoạch".into(),
            addressees: vec![UnitKind::GrassrootsOrganisation],
            audience: Audience::Unit,
            deadline: DeadlineRule::DaysAfterLaunch(days),
            note: String::new(),
            figures: Vec::new(),
        };
        let above =
            [Requirement { id: id::<RequirementId>(5), rollout: id(1), unit: id(2), position: 1, ask: ask(10) }];
        let launched = draft().launch(&facts(), day("2026-11-23")).unwrap();
        let today = day("2026-11-24");
        let foreseen = |due: &str| Foreseen { title: "Kế hoạch".into(), due_on: day(due), duties: 4 };
        assert!(launched.may_add(&ask(5), &foreseen("2026-12-03"), &above, today).is_yes());
        let late = launched.may_add(&ask(5), &foreseen("2026-12-04"), &above, today);
        assert_eq!(codes(&late.told()), ["ROLL-07"]);
        let other = Ask { measure: Measure::Report, ..ask(90) };
        assert!(launched.may_add(&other, &foreseen("2027-03-01"), &above, today).is_yes());
        assert!(!draft().may_add(&ask(5), &foreseen("2026-12-03"), &above, today).is_yes());
    }
}
