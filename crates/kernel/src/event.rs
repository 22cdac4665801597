//! What happened. An event is written in the same transaction as the change it tells of, is handed to every feature's
//! `on_event` there, and stays for ever as the audit log.

use crate::{ConferenceId, Day, DocumentId, DutyId, PersonId, ReportId, RolloutId, UnitId};

/// What other features may act upon. Everything else is [`Fact::Noted`]: kept for the log only.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fact {
    /// For the audit log only.
    Noted,
    /// Units were founded, moved, merged, renamed or ended; where places changed, [`Fact::TreeChanged`] is told too.
    UnitsChanged {
        /// The units concerned.
        units: Vec<UnitId>,
    },
    /// A change of the tree was carried out: units ended and passed to their heirs, or stand under others now.
    TreeChanged {
        /// The change.
        change: String,
        /// From which day on it holds.
        on: Day,
    },
    /// Two records turned out to be one person: the rows of one name the other now ([`Fact::PeopleParted`] undoes it).
    PeopleMerged {
        /// The merging.
        merge: String,
        /// The record that stays.
        kept: PersonId,
        /// The record that points to it from now on.
        merged: PersonId,
    },
    /// A merging was undone: the rows it moved name the other record again.
    PeopleParted {
        /// The merging.
        merge: String,
        /// The record that stayed.
        kept: PersonId,
        /// The record that had been merged into it.
        merged: PersonId,
    },
    /// What is known of a person was erased; copies of the name go too.
    PersonErased(PersonId),
    /// A document entered the register.
    DocumentRegistered(DocumentId),
    /// A unit acknowledged a document sent to it.
    DocumentAcknowledged {
        /// The document.
        document: DocumentId,
        /// The unit that acknowledged it.
        unit: UnitId,
    },
    /// Another text of a document began to hold; these units had acknowledged the one before.
    DocumentChanged {
        /// The document.
        document: DocumentId,
        /// The units that are asked to acknowledge again.
        units: Vec<UnitId>,
    },
    /// A draft, the event's subject, ended: issued as this document, or given up.
    DraftEnded {
        /// The document; none for one given up.
        document: Option<DocumentId>,
    },
    /// A rollout was launched.
    RolloutLaunched(RolloutId),
    /// A duty reached an end (done, done late or waived).
    DutyEnded(DutyId),
    /// A conference was closed with its attendance final.
    ConferenceClosed(ConferenceId),
    /// A report was signed and frozen.
    ReportSigned(ReportId),
}

/// One change, as the audit log keeps it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// `<feature>.<past participle>`, such as `documents.registered`.
    pub name: &'static str,
    /// The id of the thing that changed.
    pub subject: String,
    /// The unit it belongs to, when it belongs to one.
    pub unit: Option<UnitId>,
    /// What changed, as JSON; no more personal data than the log needs.
    pub detail: serde_json::Value,
    /// What other features may act upon.
    pub fact: Fact,
}

impl Event {
    /// An event for the log only.
    pub fn noted(name: &'static str, subject: impl ToString, unit: Option<UnitId>) -> Self {
        Event { name, subject: subject.to_string(), unit, detail: serde_json::Value::Null, fact: Fact::Noted }
    }

    /// With what changed.
    #[must_use]
    pub fn with(mut self, detail: serde_json::Value) -> Self {
        self.detail = detail;
        self
    }

    /// With a fact other features act upon.
    #[must_use]
    pub fn telling(mut self, fact: Fact) -> Self {
        self.fact = fact;
        self
    }
}

/// A change of a figure: `n` more (or fewer) of `figure` at `unit`, counted from `day` on.
/// The ledger adds it to the unit and to each of its ancestors.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Delta {
    /// What the figure is about: the id of a rollout or of a conference.
    pub subject: String,
    /// The figure's id, such as `conferences.attended`.
    pub figure: &'static str,
    /// The unit at which it is counted.
    pub unit: UnitId,
    /// The day from which it counts.
    pub day: Day,
    /// How many more; negative for fewer.
    pub n: i64,
}
