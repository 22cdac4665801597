//! How a document stands: whether it holds, what later documents did with it, its texts over time, what is proposed about
//! it. The page of the document and every page that names it ask here.

use kernel::{DocumentId, Instant};
use pdf_signatures::{Integrity, Signature};
use platform::db::Tx;
use platform::web::{Actor, Failure, State};

use crate::domain::{Document, Edition, Effect, ProposalState, Validity, edition_on};
use crate::store::ProposalRow;
use crate::{access, permissions, store};

/// A change with the address of the document that made it; empty when the reader does not see that.
pub(super) struct Told {
    pub effect: Effect,
    pub href: String,
}

/// How a document stands.
pub(super) struct Standing {
    pub validity: Validity,
    pub effects: Vec<Told>,
    pub editions: Vec<Edition>,
    /// The edition that is shown; 1 when there is only the text as issued.
    pub shown: i64,
    /// The edition that holds today.
    pub present: i64,
    pub proposals: Vec<ProposalRow>,
    pub may_propose: bool,
    pub may_amend: bool,
}

/// The colour of a validity.
pub(super) fn colour(validity: &Validity) -> State {
    match validity {
        Validity::InForce => State::Green,
        Validity::Amended => State::Amber,
        Validity::Replaced | Validity::Repealed => State::Red,
    }
}

impl Standing {
    /// The colour of its validity.
    pub(super) fn colour(&self) -> State {
        colour(&self.validity)
    }

    /// Proposals that wait for a decision or for their document.
    pub(super) fn waiting(&self) -> usize {
        let waits = |row: &&ProposalRow| matches!(row.proposal.state, ProposalState::Open | ProposalState::Accepted);
        self.proposals.iter().filter(waits).count()
    }
}

/// Reads how a document stands for this reader. `edition` is the one asked for; 0 for that of today.
pub(super) fn standing(who: &Actor, tx: &mut Tx<'_>, document: &Document, edition: i64) -> Result<Standing, Failure> {
    let today = who.today();
    let effects = store::list_effects(tx, document.id)?;
    let validity = store::validity_on(tx, document.id, today)?;
    let mut told = Vec::with_capacity(effects.len());
    for effect in effects {
        let by = store::find_entry(tx, effect.by)?;
        let href = if access::may_see(who, tx, &by)? { link(by.id) } else { String::new() };
        told.push(Told { effect, href });
    }
    let editions = store::list_editions(tx, document.id)?;
    let present = edition_on(&editions, today).map_or(1, |edition| edition.number);
    let is_known = editions.iter().any(|known| known.number == edition);
    let may_amend = who.may(tx, permissions::REGISTER, document.owner_unit)?;
    Ok(Standing {
        validity,
        effects: told,
        shown: if is_known { edition } else { present },
        present,
        editions,
        proposals: store::list_proposals_about(tx, document.id)?,
        may_propose: validity.holds() && who.holds(permissions::PROPOSE),
        may_amend,
    })
}

fn link(id: DocumentId) -> String {
    format!("/documents/{id}")
}

/// Green for a signature that holds for the whole file, red for an altered file, amber for what is not sure.
pub(super) fn signature_colour(signature: &Signature) -> State {
    match signature.integrity {
        Integrity::Intact if signature.covers_file => State::Green,
        Integrity::Altered => State::Red,
        _ => State::Amber,
    }
}

/// When a signature was made, as pages show it; empty when it does not say.
pub(super) fn signed_at(signature: &Signature) -> String {
    signature.signed_at.map(|at| Instant(at.as_millisecond()).shown()).unwrap_or_default()
}
