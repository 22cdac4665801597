//! A proposal of the review queue (rà soát): that a document be amended, supplemented, replaced or repealed, with the
//! reason, the decision on it, and the document that carries it out.

use kernel::{Argument, Day, DocumentId, Reason, Refused, Verdict, define_id};

use super::{Change, Competence, Document, State, Validity};

define_id!(
    /// A proposal of the review queue.
    ProposalId
);

/// Where a proposal came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// A person made it.
    Person,
    /// A later document says so in its text; the register found it there.
    Text,
    /// A review of a rollout ended in it.
    Review,
}

impl Origin {
    /// The word kept in the database and in texts (`documents-origin-<code>`).
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Origin::Person => "person",
            Origin::Text => "text",
            Origin::Review => "review",
        }
    }

    /// The origin with this word.
    #[must_use]
    pub fn of(code: &str) -> Option<Self> {
        [Origin::Person, Origin::Text, Origin::Review].into_iter().find(|origin| origin.code() == code)
    }
}

/// Where a proposal stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProposalState {
    /// Waits for a decision.
    Open,
    /// Agreed to; waits for the document that carries it out.
    Accepted,
    /// Carried out by a document.
    CarriedOut,
    /// Declined.
    Declined,
}

impl ProposalState {
    /// Every state, what waits first.
    pub const ALL: [ProposalState; 4] =
        [ProposalState::Open, ProposalState::Accepted, ProposalState::CarriedOut, ProposalState::Declined];

    /// The word kept in the database and in texts (`documents-proposal-<code>`).
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            ProposalState::Open => "open",
            ProposalState::Accepted => "accepted",
            ProposalState::CarriedOut => "carried_out",
            ProposalState::Declined => "declined",
        }
    }

    /// The state with this word.
    #[must_use]
    pub fn of(code: &str) -> Option<Self> {
        ProposalState::ALL.into_iter().find(|state| state.code() == code)
    }
}

/// A proposal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    /// Its id.
    pub id: ProposalId,
    /// The document it is about.
    pub document: DocumentId,
    /// What should become of it.
    pub change: Change,
    /// Which part; empty for the whole.
    pub clause: String,
    /// Why.
    pub reason: String,
    /// Where it came from.
    pub origin: Origin,
    /// Where it stands.
    pub state: ProposalState,
    /// What was said with the decision.
    pub decision: String,
    /// The document that carries it out, or that says so in its text.
    pub by: Option<DocumentId>,
    /// Grows with each change.
    pub version: i64,
}

/// Why a proposal cannot be made, decided or carried out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CannotPropose {
    /// The document waits for its check.
    NotRegistered,
    /// The document does not hold any more.
    NotInForce(Validity),
    /// A reason is missing.
    NoReason,
    /// It was decided already.
    Decided,
    /// It was not agreed to, or is carried out already.
    NotAccepted,
    /// No registered document of this number is known here.
    NoDocument(String),
    /// A document cannot change itself.
    Itself,
    /// Its issuer stands neither above nor is the same.
    NotCompetent(String),
    /// The day lies before the changing document was issued.
    TooEarly(Day),
}

impl Reason for CannotPropose {
    fn code(&self) -> &'static str {
        match self {
            CannotPropose::NotRegistered => "DOC-14",
            CannotPropose::NotInForce(_) => "DOC-15",
            CannotPropose::NoReason => "DOC-16",
            CannotPropose::Decided => "DOC-17",
            CannotPropose::NotAccepted => "DOC-18",
            CannotPropose::NoDocument(_) => "DOC-19",
            CannotPropose::Itself => "DOC-20",
            CannotPropose::NotCompetent(_) => "DOC-21",
            CannotPropose::TooEarly(_) => "DOC-22",
        }
    }

    fn arguments(&self) -> Vec<(&'static str, Argument)> {
        match self {
            CannotPropose::NotInForce(validity) => vec![("validity", validity.code().into())],
            CannotPropose::NoDocument(number) => vec![("number", number.as_str().into())],
            CannotPropose::NotCompetent(issuer) => vec![("issuer", issuer.as_str().into())],
            CannotPropose::TooEarly(day) => vec![("day", (*day).into())],
            _ => Vec::new(),
        }
    }
}

/// May a change of the document be proposed?
pub fn may_propose(document: &Document, validity: Validity, reason: &str) -> Verdict<CannotPropose> {
    Verdict::default()
        .refuse_if(document.state != State::Registered, CannotPropose::NotRegistered)
        .refuse_if(!validity.holds(), CannotPropose::NotInForce(validity))
        .refuse_if(reason.trim().is_empty(), CannotPropose::NoReason)
}

/// What carrying a proposal out depends on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CarryingFacts {
    /// The document that does it.
    pub by: DocumentId,
    /// Its issuer.
    pub issuer: String,
    /// When it was issued.
    pub issued_on: Option<Day>,
    /// How its issuer stands to that of the document changed.
    pub competence: Competence,
}

impl Proposal {
    /// Agrees to it, or declines it, which needs a reason.
    ///
    /// # Errors
    /// [`Refused`] when it was decided already, or the reason is missing.
    pub fn decide(self, is_accepted: bool, decision: &str) -> Result<Self, Refused> {
        Verdict::default()
            .refuse_if(self.state != ProposalState::Open, CannotPropose::Decided)
            .refuse_if(!is_accepted && decision.trim().is_empty(), CannotPropose::NoReason)
            .or_refuse()?;
        let state = if is_accepted { ProposalState::Accepted } else { ProposalState::Declined };
        Ok(Proposal { state, decision: decision.trim().to_owned(), ..self })
    }

    /// Carries it out by a document, from a day on.
    ///
    /// # Errors
    /// [`Refused`] with every reason against it.
    pub fn carry_out(self, facts: &CarryingFacts, effective_on: Day) -> Result<Self, Refused> {
        let early = facts.issued_on.filter(|issued| effective_on < *issued);
        let mut verdict = Verdict::default()
            .refuse_if(self.state != ProposalState::Accepted, CannotPropose::NotAccepted)
            .refuse_if(self.document == facts.by, CannotPropose::Itself)
            .refuse_if(facts.competence == Competence::NotCompetent, CannotPropose::NotCompetent(facts.issuer.clone()));
        if let Some(issued) = early {
            verdict = verdict.refuse_if(true, CannotPropose::TooEarly(issued));
        }
        verdict.or_refuse()?;
        Ok(Proposal { state: ProposalState::CarriedOut, by: Some(facts.by), ..self })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn document(n: u128) -> DocumentId {
        DocumentId(format!("{n:032x}").parse().unwrap())
    }

    fn a_proposal() -> Proposal {
        Proposal {
            id: ProposalId(Default::default()),
            document: document(1),
            change: Change::Replace,
            clause: String::new(),
            reason: "không còn phù hợp".into(),
            origin: Origin::Person,
            state: ProposalState::Open,
            decision: String::new(),
            by: None,
            version: 0,
        }
    }

    fn facts(by: u128, competence: Competence) -> CarryingFacts {
        CarryingFacts {
            by: document(by),
            issuer: "Đảng ủy xã A".into(),
            issued_on: "2026-03-09".parse().ok(),
            competence,
        }
    }

    #[test]
    fn declining_needs_a_reason_and_happens_once() {
        assert_eq!(a_proposal().decide(false, " ").unwrap_err().to_string(), "refused: DOC-16");
        let declined = a_proposal().decide(false, "còn phù hợp").unwrap();
        assert_eq!(declined.decide(true, "").unwrap_err().to_string(), "refused: DOC-17");
    }

    #[test]
    fn what_was_not_agreed_to_is_not_carried_out() {
        let day: Day = "2026-03-10".parse().unwrap();
        let refused = a_proposal().carry_out(&facts(2, Competence::Competent), day).unwrap_err();
        assert_eq!(refused.to_string(), "refused: DOC-18");
        let accepted = a_proposal().decide(true, "").unwrap();
        let done = accepted.carry_out(&facts(2, Competence::Unknown), day).unwrap();
        assert_eq!((done.state, done.by), (ProposalState::CarriedOut, Some(document(2))));
    }

    #[test]
    fn all_reasons_against_a_changing_document_are_given() {
        let accepted = a_proposal().decide(true, "").unwrap();
        let early: Day = "2026-03-01".parse().unwrap();
        let refused = accepted.carry_out(&facts(1, Competence::NotCompetent), early).unwrap_err();
        assert_eq!(refused.to_string(), "refused: DOC-20, DOC-21, DOC-22");
    }
}
