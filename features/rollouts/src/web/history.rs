//! What happened to a rollout or a duty, as its page shows it below.

use people::store::Happening;
use platform::db::{StoreError, Tx};

/// Lines shown at most.
const MOST: i64 = 30;

/// The newest happenings to these things.
pub(crate) fn read(tx: &mut Tx<'_>, subjects: Vec<String>) -> Result<Vec<Happening>, StoreError> {
    people::store::list_history(tx, &subjects, MOST)
}

/// What is said beside the event: why a duty was waived, what proves it, what is asked in addition.
pub(crate) fn note(one: &Happening) -> &str {
    match one.name.as_str() {
        "rollouts.duty-waived" => one.kept("reason"),
        "rollouts.duty-done" => one.kept("note"),
        "rollouts.requirement-added" => one.kept("title"),
        _ => "",
    }
}
