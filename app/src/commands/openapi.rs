//! `thongsuot openapi`: the description of the API, as the server gives it at `/api/openapi.json`.

use crate::features::features;
use crate::operation::merged_openapi;

pub(super) fn run() -> anyhow::Result<()> {
    println!("{}", serde_json::to_string_pretty(&merged_openapi(&features()))?);
    Ok(())
}
