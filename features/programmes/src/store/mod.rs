//! Programmes to and from the database.

mod copying;
mod counts;
mod entries;
mod marks;
mod monitoring;
mod papers;
mod targets;
mod tasks;

use kernel::{AccountId, Day, DocumentId, Event, Instant, UnitId};
use platform::db::{Row, StoreError, Tx, word_by_events_sql};
use platform::params;
use platform::web::Sort;
use units::store::PageByOwner;

use crate::domain::{Facts, Head, Kind, Programme, ProgrammeId, State};

pub use copying::{
    Distribution, after, distribution, list_bases, list_siblings, lookup_mandated, save_copied, save_mandated, text_of,
};
pub use counts::{CountLine, CountedFilter, CountedUnit, list_counted_units, list_counts};
pub use entries::{Entry, EntryId, NewEntry, find_entry, insert_entry, list_entries};
pub use marks::{list_marks, remove_mark, save_mark};
pub use monitoring::{Monitored, all_of, list_monitored, results_of_many};
pub use papers::{list_papers, paper_facts};
pub use targets::{
    ServedTarget, Serving, TargetFields, WantChange, change_want, find_target, insert_target, list_changes,
    list_served, list_serving, list_targets, list_targets_on, remove_target, result_on, results_on, save_target,
    targets_on,
};
pub use tasks::{TaskFields, find_task, insert_task, list_tasks, remove_task, save_task, tasks_of_many};

platform::store_id!(ProgrammeId);

const COLUMNS: &str = "p.id, p.unit_id, p.kind, p.title, p.goal, p.starts_on, p.ends_on, p.basis_document_id, p.state,
     p.draft_id, p.document_id, p.reason, p.version";

/// A word of a closed set out of a row.
fn word<T: std::str::FromStr>(table: &'static str, text: &str) -> Result<T, StoreError> {
    text.parse().map_err(|_| StoreError::corrupt(table, text))
}

fn read(row: &Row<'_>) -> Result<Programme, StoreError> {
    Ok(Programme {
        id: row.get(0)?,
        unit: row.get(1)?,
        head: Head {
            kind: word("programme", &row.get::<String>(2)?)?,
            title: row.get(3)?,
            goal: row.get(4)?,
            starts_on: row.get(5)?,
            ends_on: row.get(6)?,
            basis: row.get(7)?,
        },
        state: word("programme", &row.get::<String>(8)?)?,
        draft: row.get(9)?,
        is_submitted: false,
        document: row.get(10)?,
        reason: row.get(11)?,
        version: row.get(12)?,
    })
}

/// The programme; it knows whether its draft lies before the leader.
///
/// # Errors
/// [`StoreError::NotFound`].
pub fn find(tx: &mut Tx<'_>, id: ProgrammeId) -> Result<Programme, StoreError> {
    let programme = tx.find(&format!("SELECT {COLUMNS} FROM programme p WHERE p.id = $1"), params![id], read)?;
    let (State::Drafted, Ok(draft)) = (programme.state, programme.draft.parse()) else { return Ok(programme) };
    let is_submitted = !drafts::store::find(tx, draft)?.may_edit().is_yes();
    Ok(Programme { is_submitted, ..programme })
}

/// The programme, with its draft held: the draft is not laid before the leader until this transaction has ended.
///
/// # Errors
/// [`StoreError::NotFound`].
pub fn find_held(tx: &mut Tx<'_>, id: ProgrammeId) -> Result<Programme, StoreError> {
    if let Ok(draft) = find(tx, id)?.draft.parse() {
        drafts::store::hold(tx, draft)?;
    }
    find(tx, id)
}

/// The programme whose paper is this draft.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn lookup_by_draft(tx: &mut Tx<'_>, draft: &str) -> Result<Option<Programme>, StoreError> {
    tx.lookup(&format!("SELECT {COLUMNS} FROM programme p WHERE p.draft_id = $1"), params![draft], read)
}

/// The programme that was issued as this document.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn lookup_by_document(tx: &mut Tx<'_>, document: DocumentId) -> Result<Option<Programme>, StoreError> {
    tx.lookup(&format!("SELECT {COLUMNS} FROM programme p WHERE p.document_id = $1"), params![document], read)
}

/// Which programmes are asked for.
#[derive(Debug, Clone)]
pub struct ProgrammeFilter {
    /// Those of this branch.
    pub root: UnitId,
    /// A pattern over the folded name; `%` for all.
    pub like: String,
    /// Only of this kind, `programmes` for all but plans; empty for all.
    pub kind: String,
    /// Only in this state; empty for all.
    pub state: String,
    /// Only those that carry out a document that stands under these ids; none for all.
    pub bases: Vec<DocumentId>,
    /// Only those of units of this kind; empty for all.
    pub level: String,
    /// As they stood at the end of this day, in the branch and of units as they were then; none: as they are now.
    pub day: Option<Day>,
    /// Of a past day only those that lie in the branch of today too: the others are others' to see.
    pub seen_today: bool,
}

/// The branch as it is today.
const NOW: &str = "(SELECT a.unit_id FROM unit_ancestor a WHERE a.ancestor_id = $1)";

/// The states to which events led while a programme was not issued.
const BEFORE_ISSUE: &[(&str, &str)] = &[
    ("programmes.begun", "writing"),
    ("programmes.taken_back", "writing"),
    ("programmes.drafted", "drafted"),
    ("programmes.given_up", "dropped"),
];

/// What the list of programmes can be sorted by.
pub const SORT_KEYS: &[&str] = &["newest", "title", "unit"];

impl ProgrammeFilter {
    fn chosen(&self, tx: &mut Tx<'_>) -> Result<String, StoreError> {
        let tree_on = self.tree_on(tx);
        let branch = units::store::branch_sql(tx, "$1", "$5", tree_on)?;
        let kind = if tree_on < tx.today() { units::store::kind_on_sql("u", "$5") } else { "u.kind".to_owned() };
        let whose = match self.day {
            None => format!("p.unit_id IN {branch} AND p.created_at < $7"),
            // an issued paper stays with its unit; what is still written passes to an heir, who may be younger than the day
            Some(_) => format!(
                "((p.issued_on <= $5 AND p.unit_id IN {branch} {})
                  OR (COALESCE(p.issued_on, '9999') > $5 AND p.created_at < $7 AND p.unit_id IN {NOW}))",
                if self.seen_today { format!("AND p.unit_id IN {NOW}") } else { String::new() }
            ),
        };
        Ok(format!(
            "FROM programme p JOIN unit u ON u.id = p.unit_id
             WHERE {whose} AND p.folded LIKE $2
               AND (CAST($3 AS TEXT) = '' OR p.kind = $3 OR ($3 = 'programmes' AND p.kind <> 'plan'))
               AND (CAST($4 AS TEXT) = '' OR {} = $4)
               AND (CAST($6 AS TEXT) = '' OR {kind} = $6) AND {}",
            self.state_sql(),
            after(&self.bases)
        ))
    }

    /// The state, as it was then.
    fn state_sql(&self) -> String {
        match self.day {
            None => "p.state".to_owned(),
            Some(_) => format!(
                "CASE WHEN p.issued_on <= $5 THEN 'issued' ELSE COALESCE({}, 'writing') END",
                word_by_events_sql("p.id", "$7", BEFORE_ISSUE)
            ),
        }
    }

    /// The first instant after the day.
    fn until(&self, tx: &mut Tx<'_>) -> Instant {
        Instant::after(self.tree_on(tx))
    }

    fn tree_on(&self, tx: &mut Tx<'_>) -> Day {
        self.day.unwrap_or_else(|| tx.today())
    }
}

/// How many there are.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn count(tx: &mut Tx<'_>, filter: &ProgrammeFilter) -> Result<i64, StoreError> {
    let ProgrammeFilter { root, like, kind, state, level, .. } = filter;
    let sql = format!("SELECT COUNT(*) {}", filter.chosen(tx)?);
    let (tree_on, until) = (filter.tree_on(tx), filter.until(tx));
    tx.scalar(&sql, params![root, like, kind, state, tree_on, level, until])
}

/// One page of them, each with the name of its unit.
///
/// # Errors
/// [`StoreError::Corrupt`].
pub fn list_page(
    tx: &mut Tx<'_>,
    filter: &ProgrammeFilter,
    sort: Sort<'_>,
    piece: (i64, i64),
) -> Result<Vec<(Programme, String)>, StoreError> {
    let ProgrammeFilter { root, like, kind, state, level, .. } = filter;
    let page = filter.day.map(|_| PageByOwner::new(sort, piece));
    let (offset, limit) = page.map_or(piece, |page| page.to_read());
    let column = match sort.key {
        "title" => "p.sort_key",
        "unit" if page.is_none() => "u.sort_key",
        _ => "p.created_at",
    };
    // the newest first, unless asked the other way
    let direction = if sort.descending != (sort.key == "newest") { "DESC" } else { "ASC" };
    let sql = format!(
        "SELECT {COLUMNS}, {}, {} {} ORDER BY {column} {direction}, p.id {direction} LIMIT $8 OFFSET $9",
        units::store::name_with_heir_sql("u"),
        filter.state_sql(),
        filter.chosen(tx)?
    );
    let (tree_on, until) = (filter.tree_on(tx), filter.until(tx));
    let values = params![root, like, kind, state, tree_on, level, until, limit, offset];
    let mut rows: Vec<(Programme, String)> = tx.list(&sql, values, |row| {
        let state: String = row.get(14)?;
        let state = state.parse().map_err(|_| StoreError::corrupt("programme", state.clone()))?;
        Ok((Programme { state, ..read(row)? }, row.get(13)?))
    })?;
    if let (Some(day), Some(page)) = (filter.day, page) {
        let owners: Vec<_> = rows.iter().map(|(programme, _)| (programme.id.to_string(), programme.unit)).collect();
        for (row, name) in rows.iter_mut().zip(units::store::names_of_owners_on(tx, owners, day)?) {
            row.1 = name;
        }
        rows = page.of(rows, |row| &row.1);
    }
    Ok(rows)
}

fn folded(kind: Kind, title: &str) -> String {
    format!(" {} ", vietnamese::fold(&format!("{} {title}", kind.name())))
}

/// Keeps a new one.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn insert(tx: &mut Tx<'_>, unit: UnitId, head: &Head) -> Result<ProgrammeId, StoreError> {
    let (id, now): (ProgrammeId, kernel::Instant) = (tx.new_id(), tx.now());
    tx.run(
        "INSERT INTO programme (id, unit_id, kind, title, folded, sort_key, goal, starts_on, ends_on, basis_document_id,
             state, draft_id, document_id, issued_on, reason, copied, created_at, version)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'writing', '', NULL, NULL, '', NULL, $11, 1)",
        params![
            id,
            unit,
            head.kind.code(),
            head.title,
            folded(head.kind, &head.title),
            vietnamese::collation_key(&head.title),
            head.goal,
            head.starts_on,
            head.ends_on,
            head.basis,
            now
        ],
    )?;
    tx.record(Event::noted("programmes.begun", id, Some(unit)).with(serde_json::json!({ "title": head.title })))?;
    Ok(id)
}

/// Saves the head over the version that was read.
///
/// # Errors
/// [`StoreError::Stale`] when it changed meanwhile.
pub fn save_head(tx: &mut Tx<'_>, programme: &Programme, head: &Head) -> Result<(), StoreError> {
    tx.run_one(
        "UPDATE programme SET kind = $3, title = $4, folded = $5, sort_key = $6, goal = $7, starts_on = $8, ends_on = $9,
             basis_document_id = $10, version = version + 1 WHERE id = $1 AND version = $2",
        params![
            programme.id,
            programme.version,
            head.kind.code(),
            head.title,
            folded(head.kind, &head.title),
            vietnamese::collation_key(&head.title),
            head.goal,
            head.starts_on,
            head.ends_on,
            head.basis
        ],
    )?;
    tx.record(Event::noted("programmes.written", programme.id, Some(programme.unit)))
}

/// Saves the state a step led to, over the version that was read, and records the step under this name.
///
/// # Errors
/// [`StoreError::Stale`] when it changed meanwhile.
pub fn save_state(tx: &mut Tx<'_>, programme: &Programme, event: &'static str) -> Result<(), StoreError> {
    let issued_on = match (programme.state, programme.document) {
        (State::Issued, Some(document)) => Some(day_of(tx, document)?),
        (State::Issued, None) => Some(tx.today()),
        _ => None,
    };
    tx.run_one(
        "UPDATE programme SET state = $3, draft_id = $4, document_id = $5, reason = $6, issued_on = $7,
             version = version + 1 WHERE id = $1 AND version = $2",
        params![
            programme.id,
            programme.version,
            programme.state.code(),
            programme.draft,
            programme.document,
            programme.reason,
            issued_on
        ],
    )?;
    let detail = serde_json::json!({ "state": programme.state.code(), "reason": programme.reason });
    tx.record(Event::noted(event, programme.id, Some(programme.unit)).with(detail))
}

/// The day the register has of a document; today where it has none.
fn day_of(tx: &mut Tx<'_>, document: DocumentId) -> Result<Day, StoreError> {
    let known = match documents::store::find_entry(tx, document) {
        Err(StoreError::NotFound) => None,
        found => found?.entry.issued_on,
    };
    Ok(known.unwrap_or_else(|| tx.today()))
}

/// What the steps of a programme depend on.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn facts(tx: &mut Tx<'_>, id: ProgrammeId) -> Result<Facts, StoreError> {
    let count = |tx: &mut Tx<'_>, what: &str| tx.scalar(&format!("SELECT COUNT(*) FROM {what}"), params![id]);
    Ok(Facts {
        targets: count(tx, "programme_target WHERE programme_id = $1")?,
        tasks: count(tx, "programme_task WHERE programme_id = $1")?,
        unclear_tasks: count(tx, "programme_task WHERE programme_id = $1 AND (TRIM(lead) = '' OR due_on IS NULL)")?,
    })
}

/// The next place in a list of a programme.
fn next_position(tx: &mut Tx<'_>, table: &str, id: ProgrammeId) -> Result<i64, StoreError> {
    tx.scalar(&format!("SELECT COALESCE(MAX(position), 0) + 1 FROM {table} WHERE programme_id = $1"), params![id])
}

fn name_of(tx: &mut Tx<'_>, account: Option<AccountId>) -> Result<String, StoreError> {
    match account.map(|id| people::store::account_name(tx, id)) {
        None | Some(Err(StoreError::NotFound)) => Ok(String::new()),
        Some(name) => name,
    }
}

/// The day a programme was issued; none before.
///
/// # Errors
/// [`StoreError::NotFound`].
pub fn issued_on(tx: &mut Tx<'_>, id: ProgrammeId) -> Result<Option<Day>, StoreError> {
    tx.find("SELECT issued_on FROM programme WHERE id = $1", params![id], |row| row.get(0))
}

/// The programmes of one unit in a state.
///
/// # Errors
/// [`StoreError::Corrupt`].
pub fn list_of_unit(tx: &mut Tx<'_>, unit: UnitId, state: State) -> Result<Vec<Programme>, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM programme p WHERE p.unit_id = $1 AND p.state = $2 ORDER BY p.id");
    tx.list(&sql, params![unit, state.code()], read)
}
