//! The draft: its head, its states and the steps between them.

use kernel::{Day, DocumentId, Instant, Refused, UnitId, UnitKind, Verdict};

use super::{AskFacts, CannotApprove, CannotAsk, CannotDrop, CannotEdit, CannotIssue, CannotSubmit, RoundKind};

kernel::define_id!(
    /// A draft (dự thảo).
    DraftId,
);

kernel::words! {
    /// Where a draft stands (text `drafts-state-<code>`).
    State {
        /// It is being written.
        Writing = "writing",
        /// A round of opinions is open; its text may be written on, the round keeps the text it asked about.
        Asking = "asking",
        /// Laid before the leader.
        Submitted = "submitted",
        /// Approved, waits for its number.
        Approved = "approved",
        /// Issued: it stands in the register, and is not changed here any more.
        Issued = "issued",
        /// Given up.
        Dropped = "dropped",
    }
}

kernel::words! {
    /// Whose layout the paper has (text `drafts-form-<code>`).
    Form {
        /// Hướng dẫn of the Party's Central Office.
        Party = "party",
        /// Nghị định 30/2020/NĐ-CP.
        State = "state",
    }
}

/// What stands around the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// Party or State.
    pub form: Form,
    /// NQ, CT, KL …: a type of `documents`.
    pub type_code: String,
    /// Trích yếu.
    pub title: String,
    /// The issuer as printed.
    pub issuer_name: String,
    /// The body above it, as printed; may be empty.
    pub parent_body: String,
    /// `NQ/TU`, `QĐ-UBND`.
    pub symbol: String,
    /// Địa danh.
    pub place: String,
    /// Kính gửi, one a line; may be empty.
    pub addressees: String,
    /// Nơi nhận, one a line.
    pub recipients: String,
}

/// A draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// Its id.
    pub id: DraftId,
    /// The unit that drafts it.
    pub unit: UnitId,
    /// The unit that will issue it: the same, or one above.
    pub issuer: UnitId,
    /// What stands around the text.
    pub head: Head,
    /// Where it stands.
    pub state: State,
    /// The number of its latest revision.
    pub revision: i64,
    /// Why it was returned or given up; empty otherwise.
    pub note: String,
    /// The document of the register it became.
    pub document: Option<DocumentId>,
    /// When it was begun.
    pub created_at: Instant,
    /// Grows with each change.
    pub version: i64,
}

/// What laying a draft before the leader depends on.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct SubmitFacts {
    /// Opinions of its rounds without an answer.
    pub undecided: i64,
    /// Whether it has any text.
    pub has_text: bool,
}

impl Draft {
    /// «Nghị quyết về …».
    #[must_use]
    pub fn called(&self) -> String {
        let Head { type_code, symbol, title, .. } = &self.head;
        format!("{} {title}", documents::domain::name_by_symbol(type_code, symbol)).trim().to_owned()
    }

    /// May its head and text be written?
    pub fn may_edit(&self) -> Verdict<CannotEdit> {
        let is_open = matches!(self.state, State::Writing | State::Asking);
        Verdict::default().refuse_if(!is_open, CannotEdit::NotWritable)
    }

    /// May a round of opinions be opened on it?
    pub fn may_ask(&self, facts: AskFacts) -> Verdict<CannotAsk> {
        let Some(due_on) = facts.due_on else { return self.may_ask_at_all().refuse_if(true, CannotAsk::NoDue) };
        self.may_ask_at_all()
            .refuse_if(!facts.has_text, CannotAsk::NoText)
            .refuse_if(facts.invited == 0, CannotAsk::NobodyAsked)
            .refuse_if(due_on < facts.today, CannotAsk::DueInThePast(due_on))
            .refuse_if(facts.kind == RoundKind::Criticism && !facts.has_front, CannotAsk::NoFront)
    }

    /// May a round be opened, as far as the draft's own state says?
    pub fn may_ask_at_all(&self) -> Verdict<CannotAsk> {
        Verdict::default()
            .refuse_if(self.state == State::Asking, CannotAsk::RoundOpen)
            .refuse_if(!matches!(self.state, State::Writing | State::Asking), CannotAsk::NotWritable)
    }

    /// Opens a round.
    ///
    /// # Errors
    /// [`Refused`] with every reason.
    pub fn ask(self, facts: AskFacts) -> Result<Self, Refused> {
        self.may_ask(facts).or_refuse()?;
        Ok(Draft { state: State::Asking, ..self })
    }

    /// Its round was closed.
    #[must_use]
    pub fn asked(self) -> Self {
        if self.state == State::Asking { Draft { state: State::Writing, ..self } } else { self }
    }

    /// May it be laid before the leader? Every opinion has its answer first.
    pub fn may_submit(&self, facts: SubmitFacts) -> Verdict<CannotSubmit> {
        let is_open = matches!(self.state, State::Writing | State::Asking);
        Verdict::default()
            .refuse_if(!is_open, CannotSubmit::NotWritable)
            .refuse_if(self.state == State::Asking, CannotSubmit::RoundOpen)
            .refuse_if(facts.undecided > 0, CannotSubmit::Undecided(facts.undecided))
            .refuse_if(!facts.has_text, CannotSubmit::NoText)
    }

    /// Lays it before the leader.
    ///
    /// # Errors
    /// [`Refused`] with every reason.
    pub fn submit(self, facts: SubmitFacts) -> Result<Self, Refused> {
        self.may_submit(facts).or_refuse()?;
        Ok(Draft { state: State::Submitted, note: String::new(), ..self })
    }

    /// May it be approved?
    pub fn may_approve(&self) -> Verdict<CannotApprove> {
        Verdict::default().refuse_if(self.state != State::Submitted, CannotApprove::NotSubmitted)
    }

    /// Approves it.
    ///
    /// # Errors
    /// [`Refused`] when it was not submitted.
    pub fn approve(self) -> Result<Self, Refused> {
        self.may_approve().or_refuse()?;
        Ok(Draft { state: State::Approved, ..self })
    }

    /// Gives it back to who writes it; an approved one too, as long as it was not issued.
    ///
    /// # Errors
    /// [`Refused`] with every reason: a return says why.
    pub fn give_back(self, reason: &str) -> Result<Self, Refused> {
        let is_before_leader = matches!(self.state, State::Submitted | State::Approved);
        Verdict::default()
            .refuse_if(!is_before_leader, CannotApprove::NotSubmitted)
            .refuse_if(reason.trim().is_empty(), CannotApprove::NoReason)
            .or_refuse()?;
        Ok(Draft { state: State::Writing, note: reason.trim().to_owned(), ..self })
    }

    /// May it be issued, as far as its own state says? Signature and number have rules of their own.
    pub fn may_issue(&self) -> Verdict<CannotIssue> {
        Verdict::default().refuse_if(self.state != State::Approved, CannotIssue::NotApproved)
    }

    /// The same, with the day the paper is to bear: a day of the draft's own life, so that no ended delegation and no older
    /// rule on signing is brought back.
    pub fn may_issue_on(&self, day: Day, today: Day) -> Verdict<CannotIssue> {
        self.may_issue().refuse_if(day > today || day < self.created_at.day(), CannotIssue::OtherDay)
    }

    /// It became this document of the register.
    ///
    /// # Errors
    /// [`Refused`] when it was not approved.
    pub fn issue(self, document: DocumentId) -> Result<Self, Refused> {
        self.may_issue().or_refuse()?;
        Ok(Draft { state: State::Issued, document: Some(document), ..self })
    }

    /// Gives it up.
    ///
    /// # Errors
    /// [`Refused`] with every reason: giving up says why.
    pub fn drop(self, reason: &str) -> Result<Self, Refused> {
        let has_ended = matches!(self.state, State::Issued | State::Dropped);
        Verdict::default()
            .refuse_if(has_ended, CannotDrop::Ended)
            .refuse_if(self.state == State::Asking, CannotDrop::RoundOpen)
            .refuse_if(reason.trim().is_empty(), CannotDrop::NoReason)
            .or_refuse()?;
        Ok(Draft { state: State::Dropped, note: reason.trim().to_owned(), ..self })
    }
}

/// The organ's part of a Party symbol, where the kind of unit tells it: `TU`, `ĐU`, `CB`. Advisory bodies have symbols of
/// their own (`BTGDVTU`), which nobody can guess.
#[must_use]
pub fn organ_of(kind: UnitKind) -> &'static str {
    match kind {
        UnitKind::Centre => "TW",
        UnitKind::ProvinceCommittee => "TU",
        UnitKind::DistrictCommittee => "HU",
        UnitKind::CommuneCommittee
        | UnitKind::DirectCommittee
        | UnitKind::GrassrootsOrganisation
        | UnitKind::PartOrganisation => "ĐU",
        UnitKind::GrassrootsCell | UnitKind::Cell => "CB",
        _ => "",
    }
}

/// The symbol a type has with an organ: `NQ/TU`, `QĐ-UBND`. By Hướng dẫn 05-HD/VPTW a quy định bears QĐ, in the State's
/// form QyĐ; a công văn of the State bears the organ alone.
#[must_use]
pub fn symbol_of(form: Form, type_code: &str, organ: &str) -> String {
    if organ.is_empty() {
        return String::new();
    }
    match (form, type_code) {
        (Form::Party, "QĐi") => format!("QĐ/{organ}"),
        (Form::Party, code) => format!("{code}/{organ}"),
        (Form::State, "QĐi") => format!("QyĐ-{organ}"),
        (Form::State, "CV") => organ.to_owned(),
        (Form::State, code) => format!("{code}-{organ}"),
    }
}

/// The reasons of a verdict as codes, for tests.
#[cfg(test)]
fn codes<R: kernel::Reason>(verdict: &Verdict<R>) -> Vec<&'static str> {
    verdict.reasons().iter().map(kernel::Reason::code).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn a_draft(state: State) -> Draft {
        Draft {
            id: DraftId(Default::default()),
            unit: UnitId(Default::default()),
            issuer: UnitId(Default::default()),
            head: Head {
                form: Form::Party,
                type_code: "NQ".into(),
                title: "về chuyển đổi số".into(),
                issuer_name: "Tỉnh ủy".into(),
                parent_body: String::new(),
                symbol: "NQ/TU".into(),
                place: "Sông Lạc".into(),
                addressees: String::new(),
                recipients: String::new(),
            },
            state,
            revision: 1,
            note: String::new(),
            document: None,
            created_at: Instant(0),
            version: 1,
        }
    }

    #[test]
    fn a_draft_with_unanswered_opinions_is_not_submitted() {
        let facts = SubmitFacts { undecided: 2, has_text: true };
        assert_eq!(codes(&a_draft(State::Asking).may_submit(facts)), ["DRAF-22", "DRAF-20"]);
        let facts = SubmitFacts { undecided: 0, has_text: true };
        assert_eq!(a_draft(State::Writing).submit(facts).unwrap().state, State::Submitted);
    }

    #[test]
    fn returning_says_why_and_lets_it_be_written_again() {
        assert!(a_draft(State::Submitted).give_back(" ").is_err());
        let returned = a_draft(State::Submitted).give_back("Bổ sung căn cứ").unwrap();
        assert_eq!((returned.state, returned.note.as_str()), (State::Writing, "Bổ sung căn cứ"));
        assert!(a_draft(State::Submitted).may_edit().or_refuse().is_err());
    }

    #[test]
    fn what_was_issued_stays_as_it_is() {
        let issued = a_draft(State::Approved).issue(DocumentId(Default::default())).unwrap();
        assert!(!issued.may_edit().is_yes() && issued.clone().drop("thôi").is_err() && issued.give_back("x").is_err());
        assert!(a_draft(State::Submitted).issue(DocumentId(Default::default())).is_err());
    }

    #[test]
    fn symbols_follow_form_and_kind() {
        assert_eq!(symbol_of(Form::Party, "QĐi", organ_of(UnitKind::CommuneCommittee)), "QĐ/ĐU");
        assert_eq!(symbol_of(Form::Party, "NQ", organ_of(UnitKind::ProvinceCommittee)), "NQ/TU");
        assert_eq!(symbol_of(Form::State, "QĐ", "UBND"), "QĐ-UBND");
        assert_eq!(symbol_of(Form::Party, "KH", organ_of(UnitKind::AdvisoryBody)), "");
    }
}
