//! What materials give to the search: published sets by title and text, in the branches they reach.

use platform::db::{LoggedEvent, StoreError, Tx};
use platform::params;
use platform::search::{Changed, Hit, Searchable, Searched, Sight, sights_of_branch};
use platform::web::Actor;

use crate::domain::{MaterialId, Set};
use crate::{permissions, store};

/// Sets.
pub const SEARCHABLE: &[Searchable] = &[Searchable { kind: "material", page, read, changed, sights, hits }];

fn page(tx: &mut Tx<'_>, after: &str, limit: i64) -> Result<Vec<(String, i64)>, StoreError> {
    let sql = "SELECT id, version FROM material_set WHERE id > $1 ORDER BY id LIMIT $2";
    tx.list(sql, params![after, limit], |row| Ok((row.get(0)?, row.get(1)?)))
}

fn find_all(tx: &mut Tx<'_>, ids: &[String]) -> Result<Vec<Set>, StoreError> {
    let mut found = Vec::with_capacity(ids.len());
    for id in ids.iter().filter_map(|id| id.parse::<MaterialId>().ok()) {
        match store::find(tx, id) {
            Err(StoreError::NotFound) => {}
            set => found.push(set?),
        }
    }
    Ok(found)
}

fn text_of(tx: &mut Tx<'_>, set: &Set) -> Result<String, StoreError> {
    let parts = store::list_parts(tx, set.id, set.edition)?;
    Ok(parts.iter().map(|part| format!("{}\n{}", part.title, part.body)).collect::<Vec<_>>().join("\n"))
}

fn read(tx: &mut Tx<'_>, ids: &[String]) -> Result<Vec<Searched>, StoreError> {
    let mut found = Vec::new();
    for set in find_all(tx, ids)? {
        let of_type = "Tài liệu".to_owned();
        found.push(Searched {
            id: set.id.to_string(),
            stamp: set.version,
            sights: sights_of_branch(units::store::list_line(tx, set.unit)?),
            type_words: vec![of_type.clone()],
            name: set.head.title.clone(),
            text: text_of(tx, &set)?,
            of_type,
            day: set.published_on,
            ..Searched::default()
        });
    }
    Ok(found)
}

fn changed(_: &mut Tx<'_>, event: &LoggedEvent) -> Result<Changed, StoreError> {
    let names = ["begun", "written", "published", "withdrawn", "edition_begun", "part_written", "part_removed"];
    let is_ours = event.name.strip_prefix("materials.").is_some_and(|name| names.contains(&name));
    Ok(if is_ours { Changed::Rows(vec![event.subject.clone()]) } else { Changed::Nothing })
}

fn sights(_: &mut Tx<'_>, who: &Actor) -> Result<Vec<Sight>, StoreError> {
    Ok(sights_of_branch(who.scope(permissions::VIEW)))
}

fn hits(tx: &mut Tx<'_>, who: &Actor, ids: &[String]) -> Result<Vec<Hit>, StoreError> {
    let cx = who.cx("materials-menu");
    let mut hits = Vec::new();
    for set in find_all(tx, ids)? {
        if !who.may(tx, permissions::VIEW, set.unit)? {
            continue;
        }
        let unit = units::store::find(tx, set.unit)?.short_name;
        hits.push(Hit {
            id: set.id.to_string(),
            title: set.head.title.clone(),
            note: format!("{unit} · {}", cx.word("materials-state", set.state)),
            href: format!("/materials/{}", set.id),
            text: text_of(tx, &set)?,
            ..Hit::default()
        });
    }
    Ok(hits)
}
