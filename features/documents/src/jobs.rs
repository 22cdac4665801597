//! What happens by itself: on its first day an entered edition becomes the text of its document.

use kernel::DocumentId;
use platform::jobs::{JobKind, JobRun};
use serde::Deserialize;

use crate::store;

/// Turns to an edition on its first day.
pub const TURN: JobKind = JobKind { name: store::TURN, run: turn };

#[derive(Deserialize)]
struct Body {
    document: DocumentId,
    edition: i64,
}

fn turn(run: &JobRun) -> Result<serde_json::Value, String> {
    let body: Body = serde_json::from_str(&run.job.body).map_err(|error| error.to_string())?;
    let edition = body.edition;
    run.app.db.write_now(move |tx| store::turn(tx, body.document, edition)).map_err(|error| error.to_string())?;
    Ok(serde_json::json!({ "edition": edition }))
}
