//! A document of the register as data, and the rules about it: who may do what is `permissions`, how it is kept is
//! `store`. Numbers and terms, depths, refusals and the reading of the officer's form stand in the modules below.

mod comparison;
mod depth;
mod descent;
mod digest;
mod edition;
mod entry;
mod kinds;
mod numbering;
mod packet;
mod power;
mod proposal;
mod reach;
mod refusals;
mod search_words;
mod sequence;
mod shortness;
mod task;
mod validity;

use kernel::{DocumentId, Instant, UnitId, Verdict};

pub use comparison::{Compared, Fate, Run, Sectioned, compare};
pub use depth::Depth;
pub use descent::{BOX_HEIGHT, BOX_WIDTH, Line, Node, Picture, Placed, picture};
pub use digest::{CannotDigest, Digest, MOST_POINTS, Reader, may_digest};
pub use edition::{CannotAmend, Edition, edition_on, may_amend};
pub use entry::{Citation, Direction, Entry, Recipient, Section, entry_is_by};
pub use kinds::{ACTION_PROGRAMME, DOCUMENT_TYPES, name_by_symbol, name_of_type, type_called};
pub use numbering::{Identity, Series, Term, full_number, number_key, term_on};
pub use packet::{Added, Addressee, CannotPack, PacketHead, may_pack, packed};
pub use power::{Body, Power};
pub use proposal::{CannotPropose, CarryingFacts, Origin, Proposal, ProposalId, ProposalState, may_propose};
pub use reach::{Reach, SHARES, Stage};
pub use refusals::{
    CannotAcknowledge, CannotImport, CannotRecordNumber, CannotRegister, CannotSend, REFUSALS, Standing,
};
pub use search_words::search_words;
pub use sequence::{
    CONGRESS, Elsewhere, RegisterFacts, Sequence, gaps, in_words, may_register, missing_before, term_of,
};
pub use shortness::Shortness;
pub use task::{CannotConfirm, Task, TaskState};
pub use validity::{Change, Competence, Effect, Validity};

/// Where a document stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Read from a file, waits for the officer's check.
    Parsed,
    /// In the register, with its identity fixed.
    Registered,
}

impl State {
    /// The word kept in the database and in texts (`documents-state-<code>`).
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            State::Parsed => "parsed",
            State::Registered => "registered",
        }
    }
}

impl std::str::FromStr for State {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "parsed" => Ok(State::Parsed),
            "registered" => Ok(State::Registered),
            other => Err(other.to_owned()),
        }
    }
}

/// A document (văn bản) in the register of a unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// Its id.
    pub id: DocumentId,
    /// The unit whose register it stands in.
    pub owner_unit: UnitId,
    /// The issuer, when it is a unit of the tree.
    pub issuer_unit: Option<UnitId>,
    /// What the register says of it.
    pub entry: Entry,
    /// The plain text, in Unicode normal form C.
    pub text: String,
    /// The name the file had; empty when the text was pasted.
    pub file_name: String,
    /// The name of the original in the store of files; empty when the text was pasted.
    pub file: String,
    /// Where it stands.
    pub state: State,
    /// When it was read in.
    pub created_at: Instant,
    /// Grows with each change.
    pub version: i64,
}

impl Document {
    /// May it be sent to units below? A document that was not checked is not sent.
    pub fn may_be_sent(&self, units: usize) -> Verdict<CannotSend> {
        Verdict::default()
            .refuse_if(self.state != State::Registered, CannotSend::NotRegistered)
            .refuse_if(units == 0, CannotSend::NoUnits)
    }

    /// What people call it: «Chỉ thị 05-CT/TU», or its title when it has no number.
    #[must_use]
    pub fn called(&self) -> String {
        self.entry.called()
    }
}

/// The standing of one unit towards one document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delivery {
    /// The document.
    pub document: DocumentId,
    /// The unit it was sent to.
    pub unit: UnitId,
    /// When.
    pub sent_at: Instant,
    /// When somebody of the unit first opened it.
    pub opened_at: Option<Instant>,
    /// When the unit acknowledged it, as it now reads.
    pub acknowledged_at: Option<Instant>,
    /// When its text changed after the unit had acknowledged it, so that it is asked to do so again.
    pub asked_again_at: Option<Instant>,
}

impl Delivery {
    /// May the unit acknowledge it? Once is enough.
    pub fn may_acknowledge(&self) -> Verdict<CannotAcknowledge> {
        Verdict::default().refuse_if(self.acknowledged_at.is_some(), CannotAcknowledge::AlreadyAcknowledged)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    pub(super) fn a_document(state: State) -> Document {
        Document {
            id: DocumentId(Default::default()),
            owner_unit: UnitId(Default::default()),
            issuer_unit: None,
            entry: Entry::default(),
            text: String::new(),
            file_name: String::new(),
            file: String::new(),
            state,
            created_at: Instant(0),
            version: 1,
        }
    }

    #[test]
    fn a_document_that_was_not_checked_is_not_sent() {
        let refused = a_document(State::Parsed).may_be_sent(0).or_refuse().unwrap_err();
        assert_eq!(refused.to_string(), "refused: DOC-05, DOC-06");
        assert!(a_document(State::Registered).may_be_sent(3).is_yes());
    }

    #[test]
    fn a_taken_number_is_refused_with_what_stands_there() {
        let standing = Standing { called: "Chỉ thị 05-CT/TU".into(), title: "về học tập".into(), day: None };
        let facts = RegisterFacts { standing: Some(standing), ..RegisterFacts::default() };
        let refused = may_register(&Entry::default(), facts).or_refuse().unwrap_err();
        assert_eq!(refused.0[0].code, "DOC-01");
        assert!(may_register(&Entry::default(), RegisterFacts::default()).is_yes());
    }

    #[test]
    fn a_unit_acknowledges_once() {
        let mut delivery = Delivery {
            document: DocumentId(Default::default()),
            unit: UnitId(Default::default()),
            sent_at: Instant(0),
            opened_at: None,
            acknowledged_at: None,
            asked_again_at: None,
        };
        assert!(delivery.may_acknowledge().is_yes());
        delivery.acknowledged_at = Some(Instant(1));
        assert!(!delivery.may_acknowledge().is_yes());
    }
}
