//! Sets and their editions.

use kernel::{AccountId, ConferenceId, Day, DocumentId, Event, Instant, RolloutId, UnitId};
use platform::db::{Param, Row, StoreError, Tx, places, with_each};
use platform::params;
use platform::web::Sort;

use super::{past, word};
use crate::domain::{Head, MaterialId, Set, code_of, normal_code};

pub(super) const COLUMNS: &str =
    "s.id, s.unit_id, s.title, s.audience, s.document_id, s.rollout_id, s.conference_id, s.is_public,
     s.code, s.state, s.edition, s.writing, s.reason, s.published_on, s.version, s.measures_members";
/// How many columns [`COLUMNS`] names.
pub(super) const WIDTH: usize = 16;

pub(super) fn read(row: &Row<'_>) -> Result<Set, StoreError> {
    Ok(Set {
        id: row.get(0)?,
        unit: row.get(1)?,
        head: Head {
            title: row.get(2)?,
            audience: word("material_set", &row.get::<String>(3)?)?,
            document: row.get(4)?,
            rollout: row.get(5)?,
            conference: row.get(6)?,
            is_public: row.get(7)?,
        },
        measures_members: row.get(15)?,
        code: row.get(8)?,
        state: word("material_set", &row.get::<String>(9)?)?,
        edition: row.get(10)?,
        writing: row.get(11)?,
        reason: row.get(12)?,
        published_on: row.get(13)?,
        version: row.get(14)?,
    })
}

/// The set.
///
/// # Errors
/// [`StoreError::NotFound`].
pub fn find(tx: &mut Tx<'_>, id: MaterialId) -> Result<Set, StoreError> {
    tx.find(&format!("SELECT {COLUMNS} FROM material_set s WHERE s.id = $1"), params![id], read)
}

/// The set with this code, however it was typed.
///
/// # Errors
/// [`StoreError::Corrupt`].
pub fn lookup_by_code(tx: &mut Tx<'_>, typed: &str) -> Result<Option<Set>, StoreError> {
    let code = normal_code(typed);
    tx.lookup(&format!("SELECT {COLUMNS} FROM material_set s WHERE s.code = $1"), params![code], read)
}

/// Which sets are asked for.
#[derive(Debug, Clone)]
pub struct SetFilter {
    /// Those of this branch.
    pub root: UnitId,
    /// A pattern over the folded title; `%` for all.
    pub like: String,
    /// Only in this state; empty for all.
    pub state: String,
    /// Only for this audience; empty for all.
    pub audience: String,
    /// Only those that explain this document; empty for all.
    pub document: String,
    /// As the list was at the end of this day; now without one. Who sees what is decided by the rights of today.
    pub day: Option<Day>,
}

/// What the list can be sorted by.
pub const SORT_KEYS: &[&str] = &["-newest", "title", "unit", "published"];

/// A line of the list.
#[derive(Debug, Clone)]
pub struct SetRow {
    /// The set.
    pub set: Set,
    /// The short name of the unit that publishes it.
    pub unit_name: String,
}

/// Those of a branch, and those published above that reach it, where `is_read`: out of `sets`, whose state is the column `state`.
pub(super) fn chosen(sets: &str, state: &str, is_read: &str) -> String {
    format!(
        "FROM {sets} s JOIN unit u ON u.id = s.unit_id
         WHERE (s.unit_id IN (SELECT a.unit_id FROM unit_ancestor a WHERE a.ancestor_id = $1)
                OR ({is_read} AND s.unit_id IN (SELECT a.ancestor_id FROM unit_ancestor a WHERE a.unit_id = $1)))
           AND s.folded LIKE $2 AND (CAST($3 AS TEXT) = '' OR {state} = $3) AND (CAST($4 AS TEXT) = '' OR s.audience = $4)
           AND (CAST($5 AS TEXT) = '' OR s.document_id = $5)"
    )
}

/// The sets of now.
fn chosen_now() -> String {
    chosen("material_set", "s.state", "s.state = 'published'")
}

/// How many there are.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn count(tx: &mut Tx<'_>, filter: &SetFilter) -> Result<i64, StoreError> {
    if let Some(day) = filter.day {
        return past::count(tx, filter, day);
    }
    let SetFilter { root, like, state, audience, document, .. } = filter;
    tx.scalar(&format!("SELECT COUNT(*) {}", chosen_now()), params![root, like, state, audience, document])
}

/// One page of them.
///
/// # Errors
/// [`StoreError::Corrupt`].
pub fn list_page(
    tx: &mut Tx<'_>,
    filter: &SetFilter,
    sort: Sort<'_>,
    (offset, limit): (i64, i64),
) -> Result<Vec<SetRow>, StoreError> {
    if let Some(day) = filter.day {
        return past::list_page(tx, filter, day, sort, (offset, limit));
    }
    let SetFilter { root, like, state, audience, document, .. } = filter;
    let (column, descends) = match sort.key {
        "title" => ("s.sort_key", sort.descending),
        "unit" => ("u.sort_key", sort.descending),
        "published" => ("COALESCE(s.published_on, '')", sort.descending),
        _ => ("s.created_at", true),
    };
    let direction = if descends { "DESC" } else { "ASC" };
    let sql = format!(
        "SELECT {COLUMNS}, u.short_name {} ORDER BY {column} {direction}, s.id {direction} LIMIT $6 OFFSET $7",
        chosen_now()
    );
    tx.list(&sql, params![root, like, state, audience, document, limit, offset], |row| {
        Ok(SetRow { set: read(row)?, unit_name: row.get(WIDTH)? })
    })
}

/// The published sets that reach these units from above (or are theirs), the newest first, whose title matches.
///
/// # Errors
/// [`StoreError::Corrupt`].
pub fn list_read_by(tx: &mut Tx<'_>, units: &[UnitId], like: &str, limit: i64) -> Result<Vec<SetRow>, StoreError> {
    let sql = format!(
        "SELECT {COLUMNS}, u.short_name FROM material_set s JOIN unit u ON u.id = s.unit_id
         WHERE s.state = 'published' AND s.folded LIKE $1 AND s.unit_id IN
             (SELECT a.ancestor_id FROM unit_ancestor a WHERE a.unit_id IN ({}))
         ORDER BY s.published_on DESC, s.id DESC LIMIT $2",
        places(3, units.len())
    );
    let all: Vec<&dyn Param> = with_each(vec![&like, &limit], units);
    tx.list(&sql, &all, |row| Ok(SetRow { set: read(row)?, unit_name: row.get(WIDTH)? }))
}

/// The published sets that serve a conference or rollout: its own, and those that explain one of these documents.
///
/// # Errors
/// [`StoreError::Corrupt`].
pub fn list_serving(
    tx: &mut Tx<'_>,
    conference: Option<ConferenceId>,
    rollout: Option<RolloutId>,
    documents: &[DocumentId],
) -> Result<Vec<Set>, StoreError> {
    let text = |id: Option<String>| id.unwrap_or_default();
    let (conference, rollout) = (text(conference.map(|id| id.to_string())), text(rollout.map(|id| id.to_string())));
    let sql = format!(
        "SELECT {COLUMNS} FROM material_set s WHERE s.state = 'published'
         AND (s.conference_id = $1 OR s.rollout_id = $2 OR s.document_id IN ({})) ORDER BY s.sort_key, s.id",
        places(3, documents.len())
    );
    let all: Vec<&dyn Param> = with_each(vec![&conference, &rollout], documents);
    tx.list(&sql, &all, read)
}

fn folded(title: &str) -> String {
    format!(" {} ", vietnamese::fold(title))
}

/// Keeps a new set, whose first edition is being written.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn insert(tx: &mut Tx<'_>, unit: UnitId, head: &Head) -> Result<MaterialId, StoreError> {
    let (id, now): (MaterialId, Instant) = (tx.new_id(), tx.now());
    let code = code_of(tx.new_id());
    tx.run(
        "INSERT INTO material_set (id, unit_id, document_id, rollout_id, conference_id, title, folded, sort_key, audience,
             is_public, code, state, edition, writing, reason, published_on, created_at, version)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 'writing', 0, 1, '', NULL, $12, 1)",
        params![
            id,
            unit,
            head.document,
            head.rollout,
            head.conference,
            head.title,
            folded(&head.title),
            vietnamese::collation_key(&head.title),
            head.audience.code(),
            head.is_public,
            code,
            now
        ],
    )?;
    tx.record(Event::noted("materials.begun", id, Some(unit)).with(serde_json::json!({ "title": head.title })))?;
    Ok(id)
}

/// Saves the head over the version that was read.
///
/// # Errors
/// [`StoreError::Stale`] when it changed meanwhile.
pub fn save_head(tx: &mut Tx<'_>, set: &Set, head: &Head) -> Result<(), StoreError> {
    tx.run_one(
        "UPDATE material_set SET document_id = $3, rollout_id = $4, conference_id = $5, title = $6, folded = $7,
             sort_key = $8, audience = $9, is_public = $10, version = version + 1 WHERE id = $1 AND version = $2",
        params![
            set.id,
            set.version,
            head.document,
            head.rollout,
            head.conference,
            head.title,
            folded(&head.title),
            vietnamese::collation_key(&head.title),
            head.audience.code(),
            head.is_public
        ],
    )?;
    let detail = serde_json::json!({ "title": head.title, "public": head.is_public });
    tx.record(Event::noted("materials.written", set.id, Some(set.unit)).with(detail))
}

/// Saves where a set stands, over the version that was read.
fn save_state(tx: &mut Tx<'_>, set: &Set) -> Result<(), StoreError> {
    tx.run_one(
        "UPDATE material_set SET state = $3, edition = $4, writing = $5, reason = $6, published_on = $7,
             version = version + 1 WHERE id = $1 AND version = $2",
        params![set.id, set.version, set.state.code(), set.edition, set.writing, set.reason, set.published_on],
    )
}

fn noted(name: &'static str, set: &Set) -> Event {
    let detail = serde_json::json!({ "title": set.head.title, "edition": set.shown(), "reason": set.reason });
    Event::noted(name, set.id, Some(set.unit)).with(detail)
}

/// Saves a set whose written edition was published, with what is new in it.
///
/// # Errors
/// [`StoreError::Stale`] when it changed meanwhile.
pub fn save_published(tx: &mut Tx<'_>, published: &Set, note: &str) -> Result<(), StoreError> {
    save_state(tx, published)?;
    let (at, by) = (tx.now(), tx.actor());
    tx.run(
        "INSERT INTO material_edition (set_id, number, note, published_at, published_by) VALUES ($1, $2, $3, $4, $5)",
        params![published.id, published.edition, note, at, by],
    )?;
    tx.record(noted("materials.published", published))
}

/// Saves a set whose next edition was begun: it starts with the parts readers see.
///
/// # Errors
/// [`StoreError::Stale`] when it changed meanwhile.
pub fn save_begun(tx: &mut Tx<'_>, begun: &Set) -> Result<(), StoreError> {
    save_state(tx, begun)?;
    for part in super::list_parts(tx, begun.id, begun.edition)? {
        super::parts::copy_to(tx, &part, begun.shown())?;
    }
    tx.record(noted("materials.edition_begun", begun))
}

/// Saves a set that was taken from the readers.
///
/// # Errors
/// [`StoreError::Stale`] when it changed meanwhile.
pub fn save_withdrawn(tx: &mut Tx<'_>, withdrawn: &Set) -> Result<(), StoreError> {
    save_state(tx, withdrawn)?;
    tx.record(noted("materials.withdrawn", withdrawn))
}

/// A published edition.
#[derive(Debug, Clone)]
pub struct Edition {
    /// Its number, from 1.
    pub number: i64,
    /// What was new in it.
    pub note: String,
    /// When it was published.
    pub published_at: Instant,
    /// By whom.
    pub published_by: Option<AccountId>,
}

/// The published editions, the newest first.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn list_editions(tx: &mut Tx<'_>, set: MaterialId) -> Result<Vec<Edition>, StoreError> {
    let sql =
        "SELECT number, note, published_at, published_by FROM material_edition WHERE set_id = $1 ORDER BY number DESC";
    tx.list(sql, params![set], |row| {
        Ok(Edition { number: row.get(0)?, note: row.get(1)?, published_at: row.get(2)?, published_by: row.get(3)? })
    })
}
