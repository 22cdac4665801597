//! What people give to the search: by name, post and number in the member database, in the asker's branches.

use std::collections::HashMap;

use kernel::UnitId;
use platform::db::{LoggedEvent, Param, StoreError, Tx};
use platform::params;
use platform::search::{Changed, Hit, Searchable, Searched, Sight, numbered, sights_of_branch};
use platform::web::Actor;

use crate::permissions;

/// People.
pub const SEARCHABLE: &[Searchable] = &[Searchable { kind: "person", page, read, changed, sights, hits }];

fn page(tx: &mut Tx<'_>, after: &str, limit: i64) -> Result<Vec<(String, i64)>, StoreError> {
    let sql = "SELECT id, version FROM person WHERE id > $1 ORDER BY id LIMIT $2";
    tx.list(sql, params![after, limit], |row| Ok((row.get(0)?, row.get(1)?)))
}

fn read(tx: &mut Tx<'_>, ids: &[String]) -> Result<Vec<Searched>, StoreError> {
    let sql = format!(
        "SELECT id, version, external_id, full_name, post, home_unit_id, ended_on IS NULL FROM person WHERE id IN {}",
        numbered(1, ids.len())
    );
    let values: Vec<&dyn Param> = ids.iter().map(|id| id as &dyn Param).collect();
    let rows = tx.list(&sql, &values, |row| {
        let searched = Searched {
            id: row.get(0)?,
            stamp: row.get(1)?,
            numbers: row.get::<Option<String>>(2)?.into_iter().collect(),
            name: row.get(3)?,
            more: row.get(4)?,
            ..Searched::default()
        };
        Ok((searched, row.get::<UnitId>(5)?, row.get::<bool>(6)?))
    })?;
    let mut lines: HashMap<UnitId, Vec<UnitId>> = HashMap::new();
    let mut found = Vec::with_capacity(rows.len());
    for (searched, unit, belongs) in rows {
        if let std::collections::hash_map::Entry::Vacant(line) = lines.entry(unit) {
            line.insert(units::store::list_line(tx, unit)?);
        }
        // who no longer belongs stays in the index with the stamp, seen by nobody
        let line = lines.get(&unit).filter(|_| belongs).cloned().unwrap_or_default();
        found.push(Searched { sights: sights_of_branch(line), ..searched });
    }
    Ok(found)
}

fn changed(_: &mut Tx<'_>, event: &LoggedEvent) -> Result<Changed, StoreError> {
    Ok(match event.name.as_str() {
        "people.imported" => Changed::Some,
        "people.exported" | "people.pairs_sought" => Changed::Nothing,
        name if name.starts_with("people.") => Changed::Rows(vec![event.subject.clone()]),
        _ => Changed::Nothing,
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
        "SELECT p.id, p.full_name, p.post, u.name FROM person p JOIN unit u ON u.id = p.home_unit_id
         WHERE p.ended_on IS NULL AND p.id IN {}
           AND EXISTS (SELECT 1 FROM unit_ancestor a WHERE a.unit_id = p.home_unit_id AND a.ancestor_id IN {})",
        numbered(1, ids.len()),
        numbered(1 + ids.len(), roots.len())
    );
    let values = ids.iter().map(|id| id as &dyn Param).chain(roots.iter().map(|root| root as &dyn Param));
    tx.list(&sql, &values.collect::<Vec<_>>(), |row| {
        let (id, post, unit): (String, String, String) = (row.get(0)?, row.get(2)?, row.get(3)?);
        let note: Vec<&str> = [post.as_str(), &unit].into_iter().filter(|text| !text.is_empty()).collect();
        Ok(Hit { title: row.get(1)?, note: note.join(" · "), href: format!("/people/{id}"), id, ..Hit::default() })
    })
}
