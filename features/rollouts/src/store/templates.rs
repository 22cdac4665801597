//! Templates of requirements: those delivered with the product and those of units.

use kernel::{Event, UnitId};
use platform::db::{Row, StoreError, Tx};
use platform::params;

use crate::domain::{Ask, AskBody, Template, TemplateId};

fn read(row: &Row<'_>) -> Result<Template, StoreError> {
    let body: String = row.get(3)?;
    let bodies: Vec<AskBody> =
        serde_json::from_str(&body).map_err(|e| StoreError::corrupt("rollout_template", e.to_string()))?;
    let asks: Result<Vec<Ask>, String> = bodies.iter().map(Ask::try_from).collect();
    Ok(Template {
        id: row.get(0)?,
        unit: row.get(1)?,
        name: row.get(2)?,
        asks: asks.map_err(|e| StoreError::corrupt("rollout_template", e))?,
        version: row.get(4)?,
    })
}

fn body_of(asks: &[Ask]) -> Result<String, StoreError> {
    let bodies: Vec<AskBody> = asks.iter().map(AskBody::from).collect();
    serde_json::to_string(&bodies).map_err(|e| StoreError::corrupt("rollout_template", e.to_string()))
}

/// The template with this id.
///
/// # Errors
/// [`StoreError::NotFound`].
pub fn find_template(tx: &mut Tx<'_>, id: TemplateId) -> Result<Template, StoreError> {
    tx.find("SELECT id, unit_id, name, body, version FROM rollout_template WHERE id = $1", params![id], read)
}

/// The templates a unit may start from: its own first, then those of units above it, then the delivered ones.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn list_templates(tx: &mut Tx<'_>, unit: UnitId) -> Result<Vec<Template>, StoreError> {
    tx.list(
        "SELECT t.id, t.unit_id, t.name, t.body, t.version FROM rollout_template t
         LEFT JOIN unit_ancestor a ON a.ancestor_id = t.unit_id AND a.unit_id = $1
         WHERE t.unit_id IS NULL OR a.unit_id IS NOT NULL
         ORDER BY CASE WHEN t.unit_id IS NULL THEN 1 ELSE 0 END, COALESCE(a.distance, 0), t.id",
        params![unit],
        read,
    )
}

/// Keeps a new template for a unit.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn insert_template(tx: &mut Tx<'_>, unit: UnitId, name: &str, asks: &[Ask]) -> Result<TemplateId, StoreError> {
    let id: TemplateId = tx.new_id();
    let body = body_of(asks)?;
    tx.run(
        "INSERT INTO rollout_template (id, unit_id, name, body, version) VALUES ($1, $2, $3, $4, 1)",
        params![id, unit, name, body],
    )?;
    tx.record(Event::noted("rollouts.template-saved", id, Some(unit)).with(serde_json::json!({ "name": name })))?;
    Ok(id)
}

/// Saves a unit's template over the version that was read.
///
/// # Errors
/// [`StoreError::Stale`] when it changed meanwhile.
pub fn save_template(tx: &mut Tx<'_>, template: &Template) -> Result<(), StoreError> {
    let body = body_of(&template.asks)?;
    tx.run_one(
        "UPDATE rollout_template SET name = $3, body = $4, version = version + 1 WHERE id = $1 AND version = $2",
        params![template.id, template.version, template.name, body],
    )?;
    let detail = serde_json::json!({ "name": template.name });
    tx.record(Event::noted("rollouts.template-saved", template.id, template.unit).with(detail))
}
