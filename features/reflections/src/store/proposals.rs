//! Rows of `reflection_proposal`: what reviewers took out of reflections, without whose it was.

use kernel::{Event, UnitId};
use platform::db::{StoreError, Tx};
use platform::params;

use crate::domain::CallId;

/// A proposal of the digest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    /// What it is about.
    pub theme: String,
    /// What is proposed, in the reviewer's words or the author's.
    pub text: String,
}

/// Adds a proposal to the digest. The log says that one was added to the call, not by which reflection or in which words.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn insert_proposal(tx: &mut Tx<'_>, call: CallId, unit: UnitId, proposal: &Proposal) -> Result<(), StoreError> {
    let id: CallId = tx.new_id();
    let sort_key = format!("{}\u{1}{}", vietnamese::collation_key(&proposal.theme), vietnamese::fold(&proposal.text));
    tx.run(
        "INSERT INTO reflection_proposal (id, call_id, unit_id, theme, text, sort_key) VALUES ($1, $2, $3, $4, $5, $6)",
        params![id, call, unit, proposal.theme, proposal.text, sort_key],
    )?;
    tx.record(Event::noted("reflections.proposal_taken", call, None))
}

/// The proposals out of a branch, by theme and then by their words: in no order that tells when they came.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn list_proposals(tx: &mut Tx<'_>, call: CallId, root: UnitId) -> Result<Vec<Proposal>, StoreError> {
    tx.list(
        "SELECT theme, text FROM reflection_proposal WHERE call_id = $1
             AND unit_id IN (SELECT unit_id FROM unit_ancestor WHERE ancestor_id = $2) ORDER BY sort_key",
        params![call, root],
        |row| Ok(Proposal { theme: row.get(0)?, text: row.get(1)? }),
    )
}

/// The themes proposals of a call are grouped by so far.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn list_themes(tx: &mut Tx<'_>, call: CallId) -> Result<Vec<String>, StoreError> {
    let sql = "SELECT theme FROM reflection_proposal WHERE call_id = $1 GROUP BY theme ORDER BY MIN(sort_key)";
    tx.list(sql, params![call], |row| row.get(0))
}
