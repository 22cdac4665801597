//! What happens by itself: on its first day an entered edition becomes the text of its document, and a decided change of
//! validity is told.

use kernel::DocumentId;
use platform::jobs::{JobKind, JobRun};
use serde::Deserialize;

use crate::store;

/// Turns to an edition on its first day.
pub const TURN: JobKind = JobKind { name: store::TURN, run: turn };

/// Tells of a change of validity on its first day.
pub const EFFECT: JobKind = JobKind { name: store::EFFECT, run: effect };

#[derive(Deserialize)]
struct Changed {
    document: DocumentId,
}

fn effect(run: &JobRun) -> Result<serde_json::Value, String> {
    let body: Changed = serde_json::from_str(&run.job.body).map_err(|error| error.to_string())?;
    let told = run.app.db.write_now(move |tx| store::note_effect_began(tx, body.document));
    told.map_err(|error| error.to_string())?;
    Ok(serde_json::Value::Null)
}

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
