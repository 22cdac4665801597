//! What happens by itself: unfinished files that waited long enough are thrown away.

use platform::jobs::{JobKind, JobRun};

use crate::store;

/// Throws away files that did not become a part in time.
pub const EXPIRE: JobKind = JobKind { name: "materials.expire_uploads", run: expire };

fn expire(run: &JobRun) -> Result<serde_json::Value, String> {
    let expired = run.app.db.read_now(store::list_expired).map_err(|error| error.to_string())?;
    let count = expired.len();
    for upload in expired {
        run.app.files.give_up(&upload.id.to_string()).map_err(|error| error.to_string())?;
        run.app.db.write_now(move |tx| store::remove_upload(tx, upload.id)).map_err(|error| error.to_string())?;
    }
    Ok(serde_json::json!({ "thrown_away": count }))
}
