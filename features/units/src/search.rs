//! What units give to the search: living units by name and code.

use kernel::UnitId;
use platform::db::{LoggedEvent, Param, StoreError, Tx};
use platform::params;
use platform::search::{Changed, Hit, Searchable, Searched, Sight, numbered, sights_of_branch};
use platform::web::Actor;

use crate::{permissions, store};

/// Units.
pub const SEARCHABLE: &[Searchable] = &[Searchable { kind: "unit", page, read, changed, sights, hits }];

fn page(tx: &mut Tx<'_>, after: &str, limit: i64) -> Result<Vec<(String, i64)>, StoreError> {
    let sql = "SELECT id, version FROM unit WHERE id > $1 ORDER BY id LIMIT $2";
    tx.list(sql, params![after, limit], |row| Ok((row.get(0)?, row.get(1)?)))
}

fn read(tx: &mut Tx<'_>, ids: &[String]) -> Result<Vec<Searched>, StoreError> {
    let sql = format!(
        "SELECT id, version, code, name, short_name, ended_on IS NULL FROM unit WHERE id IN {}",
        numbered(1, ids.len())
    );
    let values: Vec<&dyn Param> = ids.iter().map(|id| id as &dyn Param).collect();
    let rows = tx.list(&sql, &values, |row| {
        let searched = Searched {
            id: row.get(0)?,
            stamp: row.get(1)?,
            numbers: vec![row.get(2)?],
            name: row.get(3)?,
            more: row.get(4)?,
            ..Searched::default()
        };
        Ok((searched, row.get::<UnitId>(0)?, row.get::<bool>(5)?))
    })?;
    let mut found = Vec::with_capacity(rows.len());
    for (searched, id, lives) in rows {
        // an ended unit stays in the index with its stamp, seen by nobody
        let sights = if lives { sights_of_branch(store::list_line(tx, id)?) } else { Vec::new() };
        found.push(Searched { sights, ..searched });
    }
    Ok(found)
}

fn changed(_: &mut Tx<'_>, event: &LoggedEvent) -> Result<Changed, StoreError> {
    let is_many = !event.detail["imported"].is_null() || event.name == "units.imported";
    Ok(match event.name.as_str() {
        // the units it founded are in nobody's index yet: they are found by their stamps
        "units.change_carried_out" if event.detail["founded"].as_i64().is_some_and(|count| count > 0) => Changed::Some,
        // a change of the tree tells `units.changed` of its branch once it is carried out
        _ if !event.name.starts_with("units.") || event.name.starts_with("units.change_") => Changed::Nothing,
        _ if is_many => Changed::Some,
        "units.founded" | "units.entered" | "units.renamed" | "units.edited" | "units.name_corrected" => {
            Changed::Rows(vec![event.subject.clone()])
        }
        // moved, merged, ended: who sees what in its branch changes with it
        _ => event.subject.parse().map_or(Changed::Some, Changed::Branch),
    })
}

fn sights(_: &mut Tx<'_>, who: &Actor) -> Result<Vec<Sight>, StoreError> {
    Ok(sights_of_branch(who.scope(permissions::VIEW)))
}

fn hits(tx: &mut Tx<'_>, who: &Actor, ids: &[String]) -> Result<Vec<Hit>, StoreError> {
    let roots = who.scope(permissions::VIEW);
    if roots.is_empty() {
        return Ok(Vec::new());
    }
    let sql = format!(
        "SELECT u.id, u.name, u.code, p.name FROM unit u LEFT JOIN unit p ON p.id = u.parent_id
         WHERE u.ended_on IS NULL AND u.id IN {}
           AND EXISTS (SELECT 1 FROM unit_ancestor a WHERE a.unit_id = u.id AND a.ancestor_id IN {})",
        numbered(1, ids.len()),
        numbered(1 + ids.len(), roots.len())
    );
    let values = ids.iter().map(|id| id as &dyn Param).chain(roots.iter().map(|root| root as &dyn Param));
    tx.list(&sql, &values.collect::<Vec<_>>(), |row| {
        let (id, code): (String, String) = (row.get(0)?, row.get(2)?);
        let above: Option<String> = row.get(3)?;
        Ok(Hit {
            title: row.get(1)?,
            note: above.map_or_else(|| code.clone(), |above| format!("{above} · {code}")),
            href: format!("/units/{id}"),
            id,
            ..Hit::default()
        })
    })
}
