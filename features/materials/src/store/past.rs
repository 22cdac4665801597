//! Sets and packs as they stood at the end of a past day: by the editions published by then and the events of the steps.

use kernel::{Day, Instant, UnitId};
use platform::db::{StoreError, Tx, word_by_events_sql};
use platform::params;
use platform::web::Sort;

use super::sets::{COLUMNS, SetFilter, SetRow, WIDTH, chosen, read};
use super::word;
use crate::domain::{Pack, Set, State};

/// The sets begun before `$6`, each with its state, edition and last publication of then, limited as the filter wants.
fn chosen_then() -> String {
    let states = [
        ("materials.begun", State::Writing),
        ("materials.published", State::Published),
        ("materials.edition_begun", State::Published),
        ("materials.withdrawn", State::Withdrawn),
    ]
    .map(|(event, state)| (event, state.code()));
    let sets = format!(
        "(SELECT w.*, COALESCE({}, '{}') AS state_then,
              (SELECT MAX(n.number) FROM material_edition n WHERE n.set_id = w.id AND n.published_at < $6) AS edition_then,
              (SELECT MAX(n.published_at) FROM material_edition n WHERE n.set_id = w.id AND n.published_at < $6) AS published_then
          FROM material_set w WHERE w.created_at < $6)",
        word_by_events_sql("w.id", "$6", &states),
        State::Writing.code()
    );
    // what readers do not see any more they do not see in a past day either
    chosen(&sets, "s.state_then", "s.state = 'published' AND s.state_then = 'published'")
}

/// How many sets there were.
pub(super) fn count(tx: &mut Tx<'_>, filter: &SetFilter, day: Day) -> Result<i64, StoreError> {
    let SetFilter { root, like, state, audience, document, .. } = filter;
    let until = Instant::after(day);
    let sql = format!("SELECT COUNT(*) {}", chosen_then());
    tx.scalar(&sql, params![root, like, state, audience, document, until])
}

/// One page of them.
pub(super) fn list_page(
    tx: &mut Tx<'_>,
    filter: &SetFilter,
    day: Day,
    sort: Sort<'_>,
    piece: (i64, i64),
) -> Result<Vec<SetRow>, StoreError> {
    let page = units::store::PageByOwner::new(sort, piece);
    let (offset, limit) = page.to_read();
    let SetFilter { root, like, state, audience, document, .. } = filter;
    let (column, descends) = match sort.key {
        "title" => ("s.sort_key", sort.descending),
        "published" => ("COALESCE(s.published_then, 0)", sort.descending),
        _ => ("s.created_at", true),
    };
    let direction = if descends { "DESC" } else { "ASC" };
    let sql = format!(
        "SELECT {COLUMNS}, s.state_then, s.edition_then, s.published_then {}
         ORDER BY {column} {direction}, s.id {direction} LIMIT $7 OFFSET $8",
        chosen_then()
    );
    let until = Instant::after(day);
    let mut rows = tx.list(&sql, params![root, like, state, audience, document, until, limit, offset], |row| {
        let state: State = word("material_set", &row.get::<String>(WIDTH)?)?;
        let edition = row.get::<Option<i64>>(WIDTH + 1)?.unwrap_or_default();
        let published_on = row.get::<Option<Instant>>(WIDTH + 2)?.map(Instant::day);
        let now = read(row)?;
        let reason = if state == State::Withdrawn { now.reason.clone() } else { String::new() };
        let writing = (state == State::Writing).then_some(1);
        let set = Set { state, edition, writing, published_on, reason, ..now };
        Ok(SetRow { set, unit_name: String::new() })
    })?;
    let owners: Vec<_> = rows.iter().map(|row| (row.set.id.to_string(), row.set.unit)).collect();
    for (row, name) in rows.iter_mut().zip(units::store::names_of_owners_on(tx, owners, day)?) {
        row.unit_name = name;
    }
    Ok(page.of(rows, |row| &row.unit_name))
}

/// The packs of a unit made by the end of a day, the newest first, handed in only where they were so then.
///
/// # Errors
/// [`StoreError::Corrupt`].
pub fn list_packs_on(tx: &mut Tx<'_>, unit: UnitId, day: Day) -> Result<Vec<Pack>, StoreError> {
    let until = Instant::after(day);
    let mut packs = super::list_packs(tx, unit)?;
    packs.retain(|pack| pack.made_on <= day);
    for pack in &mut packs {
        let last = tx.lookup(
            "SELECT name, at FROM event WHERE subject = $1 AND at < $2
                 AND name IN ('materials.pack_handed_in', 'materials.pack_reopened') ORDER BY at DESC, id DESC LIMIT 1",
            params![pack.id, until],
            |row| Ok((row.get::<String>(0)?, row.get::<Instant>(1)?)),
        )?;
        pack.returned_on = last.filter(|(name, _)| name == "materials.pack_handed_in").map(|(_, at)| at.day());
    }
    Ok(packs)
}
