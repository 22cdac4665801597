//! The programme: its head, its states and the steps between them.

use kernel::{Day, DocumentId, Refused, UnitId, Verdict};

use super::{CannotChange, CannotDraft, CannotEnter, CannotEnterIssued, CannotGiveUp, CannotMark, Says};

kernel::define_id!(
    /// A programme or plan.
    ProgrammeId
);

kernel::words! {
    /// What it is (text `programmes-kind-<code>`).
    Kind {
        /// Chương trình.
        Programme = "programme",
        /// Chương trình hành động.
        Action = "action",
        /// Kế hoạch.
        Plan = "plan",
    }
}

impl Kind {
    /// The code of the type of document it becomes.
    #[must_use]
    pub fn type_code(self) -> &'static str {
        match self {
            Kind::Programme | Kind::Action => "CTr",
            Kind::Plan => "KH",
        }
    }

    /// How the symbol of its paper begins: «79-CTHĐ/TU».
    #[must_use]
    pub fn symbol_code(self) -> &'static str {
        if self == Kind::Action { "CTHĐ" } else { self.type_code() }
    }

    /// What its paper is called at its head.
    #[must_use]
    pub fn name(self) -> &'static str {
        documents::domain::name_by_symbol(self.type_code(), self.symbol_code())
    }
}

kernel::words! {
    /// Where it stands (text `programmes-state-<code>`).
    State {
        /// Goals, targets and tasks are being written.
        Writing = "writing",
        /// Its paper is drafted: consulted on, approved and issued among the drafts.
        Drafted = "drafted",
        /// Issued with a number: it is carried out.
        Issued = "issued",
        /// Given up.
        Dropped = "dropped",
    }
}

/// What it says at its head.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// Programme or plan.
    pub kind: Kind,
    /// Trích yếu: «thực hiện Nghị quyết …».
    pub title: String,
    /// Mục tiêu: what is to be reached, in words.
    pub goal: String,
    /// From this day.
    pub starts_on: Day,
    /// Until this day.
    pub ends_on: Day,
    /// The document of the superior that it carries out.
    pub basis: Option<DocumentId>,
}

/// A programme or plan of a unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Programme {
    /// Its id.
    pub id: ProgrammeId,
    /// Whose it is.
    pub unit: UnitId,
    /// What it says at its head.
    pub head: Head,
    /// Where it stands.
    pub state: State,
    /// The draft its paper is written in; empty before.
    pub draft: String,
    /// True while that draft lies before the leader, or is approved and waits for its number: its annex is what was laid
    /// before them.
    pub is_submitted: bool,
    /// The document of the register it became.
    pub document: Option<DocumentId>,
    /// Why it was given up; empty otherwise.
    pub reason: String,
    /// Counts its changes.
    pub version: i64,
}

/// What the steps of a programme depend on.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Facts {
    /// How many targets it has.
    pub targets: i64,
    /// How many tasks.
    pub tasks: i64,
    /// How many of its tasks name nobody who carries them out, or no day.
    pub unclear_tasks: i64,
}

/// What taking a document of the register for the paper depends on.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct PaperFacts {
    /// True when it is a programme or plan that the programme's unit issued, with a number and a day.
    pub is_of_unit: bool,
    /// True when it is the paper of another programme.
    pub is_taken: bool,
}

impl Programme {
    /// «Chương trình hành động thực hiện …».
    #[must_use]
    pub fn called(&self) -> String {
        format!("{} {}", self.head.kind.name(), self.head.title)
    }

    /// May its head, targets and tasks be written? What was issued is changed by a change with its reason; what lies before
    /// the leader is given back first.
    pub fn may_write(&self) -> Verdict<CannotChange> {
        let is_open = matches!(self.state, State::Writing | State::Drafted);
        Verdict::default()
            .refuse_if(!is_open, CannotChange::NotWritable)
            .refuse_if(is_open && self.is_submitted, CannotChange::Submitted)
    }

    /// May a change stand that leads from these facts to those? A paper that is drafted can always be laid before the
    /// leader as it is: its tasks stay as clear as they were when it was drafted.
    pub fn may_stand(&self, before: Facts, after: Facts) -> Verdict<CannotDraft> {
        let is_drafted = self.state == State::Drafted;
        Verdict::default().refuse_if(is_drafted && after.tasks == 0 && before.tasks > 0, CannotDraft::NoTask).refuse_if(
            is_drafted && after.unclear_tasks > before.unclear_tasks,
            CannotDraft::UnclearTasks(after.unclear_tasks),
        )
    }

    /// May a clause of the superior's document be marked so, for this reason? What takes it out of the count says why.
    pub fn may_mark(&self, says: Says, reason: &str) -> Verdict<CannotMark> {
        let is_unsaid = says == Says::Silent && reason.trim().is_empty();
        Verdict::default().refuse_if(is_unsaid, CannotMark::NoReason)
    }

    /// May its paper be drafted?
    pub fn may_draft(&self, facts: Facts) -> Verdict<CannotDraft> {
        Verdict::default()
            .refuse_if(self.state != State::Writing, CannotDraft::NotWriting)
            .refuse_if(facts.tasks == 0, CannotDraft::NoTask)
            .refuse_if(facts.unclear_tasks > 0, CannotDraft::UnclearTasks(facts.unclear_tasks))
    }

    /// Its paper is this draft.
    ///
    /// # Errors
    /// [`CannotDraft`].
    pub fn drafted(self, facts: Facts, draft: String) -> Result<Self, Refused> {
        self.may_draft(facts).or_refuse()?;
        Ok(Programme { state: State::Drafted, draft, ..self })
    }

    /// Its draft was issued as this document.
    #[must_use]
    pub fn issued(self, document: DocumentId) -> Self {
        Programme { state: State::Issued, document: Some(document), ..self }
    }

    /// May this document of the register be its paper, which was issued before or beside this program?
    pub fn may_enter_issued(&self, facts: PaperFacts) -> Verdict<CannotEnterIssued> {
        Verdict::default()
            .refuse_if(self.state != State::Writing, CannotEnterIssued::NotWriting)
            .refuse_if(!facts.is_of_unit, CannotEnterIssued::NotOfUnit)
            .refuse_if(facts.is_taken, CannotEnterIssued::Taken)
    }

    /// It was issued as this document.
    ///
    /// # Errors
    /// [`CannotEnterIssued`].
    pub fn entered_issued(self, document: DocumentId, facts: PaperFacts) -> Result<Self, Refused> {
        self.may_enter_issued(facts).or_refuse()?;
        Ok(self.issued(document))
    }

    /// Its draft was given up: it is written on.
    #[must_use]
    pub fn taken_back(self) -> Self {
        Programme { state: State::Writing, draft: String::new(), is_submitted: false, ..self }
    }

    /// May a result of this day be entered? Everything entered shows what it stands on.
    pub fn may_enter(&self, on: Day, has_evidence: bool, today: Day) -> Verdict<CannotEnter> {
        Verdict::default()
            .refuse_if(self.state != State::Issued, CannotEnter::NotIssued)
            .refuse_if(on > today, CannotEnter::InTheFuture)
            .refuse_if(!has_evidence, CannotEnter::NoEvidence)
    }

    /// May it be given up?
    pub fn may_give_up(&self) -> Verdict<CannotGiveUp> {
        let is_open = self.state == State::Writing;
        Verdict::default().refuse_if(!is_open, CannotGiveUp::NotWriting)
    }

    /// Given up for this reason.
    ///
    /// # Errors
    /// [`CannotGiveUp`].
    pub fn give_up(self, reason: String) -> Result<Self, Refused> {
        self.may_give_up().refuse_if(reason.trim().is_empty(), CannotGiveUp::NoReason).or_refuse()?;
        Ok(Programme { state: State::Dropped, reason, ..self })
    }
}

#[cfg(test)]
pub(super) fn a_programme() -> Programme {
    Programme {
        id: "01994d2c-0000-7000-8000-000000000001".parse().unwrap(),
        unit: "01994d2c-0000-7000-8000-000000000002".parse().unwrap(),
        head: Head {
            kind: Kind::Programme,
            title: "phát triển kinh tế biển".into(),
            goal: String::new(),
            starts_on: "2026-01-01".parse().unwrap(),
            ends_on: "2030-12-31".parse().unwrap(),
            basis: None,
        },
        state: State::Writing,
        draft: String::new(),
        is_submitted: false,
        document: None,
        reason: String::new(),
        version: 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::Reason;

    fn codes<R: Reason>(verdict: &Verdict<R>) -> Vec<&'static str> {
        verdict.reasons().iter().map(Reason::code).collect()
    }

    #[test]
    fn a_paper_is_drafted_when_every_task_has_somebody_and_a_day() {
        let facts = Facts { targets: 1, tasks: 2, unclear_tasks: 1 };
        assert_eq!(codes(&a_programme().may_draft(Facts::default())), ["PROG-02"]);
        assert_eq!(codes(&a_programme().may_draft(facts)), ["PROG-03"]);
        let drafted = a_programme().drafted(Facts { unclear_tasks: 0, ..facts }, "d".into()).unwrap();
        assert_eq!((drafted.state, drafted.draft.as_str()), (State::Drafted, "d"));
        assert_eq!(codes(&drafted.may_draft(facts)), ["PROG-01", "PROG-03"]);
        assert_eq!(drafted.clone().taken_back(), a_programme());
    }

    #[test]
    fn what_lies_before_the_leader_is_not_written_on() {
        let drafted = Programme { state: State::Drafted, draft: "d".into(), ..a_programme() };
        assert!(drafted.may_write().is_yes());
        let submitted = Programme { is_submitted: true, ..drafted };
        assert_eq!(codes(&submitted.may_write()), ["PROG-17"]);
        assert!(submitted.taken_back().may_write().is_yes());
    }

    #[test]
    fn a_drafted_paper_keeps_its_tasks_clear() {
        let facts = |tasks, unclear_tasks| Facts { targets: 0, tasks, unclear_tasks };
        let drafted = Programme { state: State::Drafted, ..a_programme() };
        assert_eq!(codes(&drafted.may_stand(facts(2, 0), facts(3, 1))), ["PROG-03"]);
        assert_eq!(codes(&drafted.may_stand(facts(1, 0), facts(0, 0))), ["PROG-02"]);
        assert!(drafted.may_stand(facts(2, 2), facts(2, 1)).is_yes());
        assert!(a_programme().may_stand(facts(1, 0), facts(1, 1)).is_yes());
    }

    #[test]
    fn results_of_issued_programmes_are_entered_with_their_evidence() {
        let (today, tomorrow) = ("2026-11-22".parse().unwrap(), "2026-11-23".parse().unwrap());
        assert_eq!(codes(&a_programme().may_enter(tomorrow, false, today)), ["PROG-09", "PROG-10", "PROG-11"]);
        let issued = Programme { state: State::Issued, ..a_programme() };
        assert!(issued.may_enter(today, true, today).is_yes());
    }

    #[test]
    fn a_paper_of_the_register_is_taken_once_and_only_of_the_own_unit() {
        let document = "01994d2c-0000-7000-8000-000000000003".parse().unwrap();
        let fits = PaperFacts { is_of_unit: true, is_taken: false };
        assert_eq!(a_programme().entered_issued(document, fits).unwrap().document, Some(document));
        let other = PaperFacts { is_of_unit: false, is_taken: true };
        assert_eq!(codes(&a_programme().may_enter_issued(other)), ["PROG-15", "PROG-16"]);
        assert_eq!(codes(&a_programme().issued(document).may_enter_issued(fits)), ["PROG-14"]);
    }

    #[test]
    fn an_action_programme_is_called_so() {
        let of = |kind| Programme { head: Head { kind, ..a_programme().head }, ..a_programme() }.called();
        assert_eq!(of(Kind::Programme), "Chương trình phát triển kinh tế biển");
        assert_eq!(of(Kind::Action), "Chương trình hành động phát triển kinh tế biển");
        assert_eq!(of(Kind::Plan), "Kế hoạch phát triển kinh tế biển");
    }

    #[test]
    fn what_was_issued_is_neither_rewritten_nor_given_up() {
        let document = "01994d2c-0000-7000-8000-000000000003".parse().unwrap();
        let issued = a_programme().issued(document);
        assert_eq!(codes(&issued.may_write()), ["PROG-04"]);
        assert_eq!(codes(&issued.may_give_up()), ["PROG-05"]);
        assert!(a_programme().give_up(" ".into()).is_err());
        assert_eq!(a_programme().give_up("gộp".into()).unwrap().state, State::Dropped);
    }
}
