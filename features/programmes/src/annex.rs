//! The annex of a programme's paper stands with its draft, and follows what is written as long as the draft does.

use drafts::domain::DraftId;
use platform::db::{StoreError, Tx};

use crate::domain::{Programme, annex_of};
use crate::store;

/// Puts the annex as it is now to the draft of the programme; a draft that is submitted or issued keeps the one it has, and
/// its programme is not written on meanwhile ([`Programme::may_write`]).
///
/// # Errors
/// [`StoreError`].
pub(crate) fn refresh(tx: &mut Tx<'_>, programme: &Programme) -> Result<(), StoreError> {
    let Ok(draft) = programme.draft.parse::<DraftId>() else { return Ok(()) };
    let draft = drafts::store::find(tx, draft)?;
    if !draft.may_edit().is_yes() {
        return Ok(());
    }
    let today = tx.today();
    let (targets, tasks) = (store::list_targets(tx, programme.id)?, store::list_tasks(tx, programme.id, today)?);
    drafts::store::save_annexes(tx, draft.id, annex_of(programme, &targets, &tasks).as_slice())
}
