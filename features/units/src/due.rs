//! A change planned for a later day is carried out when the day comes, unless something speaks against it by then.

use platform::jobs::{JobKind, JobRun};

use crate::domain::change::ChangeState;
use crate::store;

/// The name of the job.
pub const NAME: &str = "units.change-due";

/// The job.
pub const JOB: JobKind = JobKind { name: NAME, run };

fn run(run: &JobRun) -> Result<serde_json::Value, String> {
    let app = run.app.clone();
    let carried = run.app.db.write_now(move |tx| {
        let today = tx.today();
        let mut carried = 0_i64;
        for change in store::list_due_changes(tx, today)? {
            let facts = store::change_facts(tx, &change)?;
            // what speaks against it stands on the page of the change, where somebody decides
            if change.state == ChangeState::Planned && change.may_be_carried_out(&facts).is_yes() {
                store::carry_out(tx, &change, &app.features)?;
                carried += 1;
            }
        }
        Ok::<_, platform::db::StoreError>(carried)
    });
    carried.map(|carried| serde_json::json!({ "carried_out": carried })).map_err(|e| e.to_string())
}
