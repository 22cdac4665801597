//! Lists of drafts, limited to the branches of who asks.

use kernel::{Day, Instant, UnitId};
use platform::db::{Param, StoreError, Tx};
use platform::params;
use platform::search::numbered;
use platform::web::Sort;

use super::{COLUMNS, past, read};
use crate::domain::{Draft, State};

/// What a list of drafts is limited to. Empty words limit nothing.
#[derive(Debug, Clone, Default)]
pub struct DraftFilter {
    /// The branches that are seen.
    pub roots: Vec<UnitId>,
    /// Folded pattern of words in type, title, issuer and symbol.
    pub like: String,
    /// The code of a state.
    pub state: String,
    /// The code of a type.
    pub type_code: String,
    /// As the list was at the end of this day; now without one. Who sees what is decided by the rights of today.
    pub day: Option<Day>,
}

/// The keys a list of drafts sorts by; the first stands without one, newest first.
pub const SORT_KEYS: &[&str] = &["newest", "title", "type", "state"];

/// A row of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftRow {
    /// The draft.
    pub draft: Draft,
    /// Who drafts it.
    pub unit_name: String,
    /// Rounds opened.
    pub rounds: i64,
    /// Opinions given; none where they are not told of a past day.
    pub opinions: Option<i64>,
    /// Opinions without an answer; none where they are not told of a past day.
    pub undecided: Option<i64>,
}

/// The place of the first instant after the day.
const UNTIL: &str = "$4";

impl DraftFilter {
    /// The column with the state that is asked for.
    fn state(&self) -> &'static str {
        if self.day.is_some() { "d.state_then" } else { "d.state" }
    }

    fn condition(&self) -> String {
        let (drafts, first) = if self.day.is_some() { (past::drafts_sql(UNTIL), 5) } else { ("draft".to_owned(), 4) };
        let branch = if self.roots.is_empty() {
            "1 = 0".to_owned()
        } else {
            let roots = numbered(first, self.roots.len());
            format!("EXISTS (SELECT 1 FROM unit_ancestor a WHERE a.unit_id = d.unit_id AND a.ancestor_id IN {roots})")
        };
        format!(
            "FROM {drafts} d JOIN unit u ON u.id = d.unit_id
             WHERE d.folded LIKE $1 AND ($2 = '' OR {} = $2) AND ($3 = '' OR d.type_code = $3) AND {branch}",
            self.state()
        )
    }

    fn until(&self) -> Option<Instant> {
        self.day.map(kernel::Instant::after)
    }

    fn values<'a>(&'a self, until: Option<&'a Instant>) -> Vec<&'a dyn Param> {
        let mut values: Vec<&dyn Param> = vec![&self.like, &self.state, &self.type_code];
        values.extend(until.map(|until| until as &dyn Param));
        values.extend(self.roots.iter().map(|root| root as &dyn Param));
        values
    }
}

/// How many drafts the filter leaves.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn count(tx: &mut Tx<'_>, filter: &DraftFilter) -> Result<i64, StoreError> {
    let until = filter.until();
    tx.scalar(&format!("SELECT COUNT(*) {}", filter.condition()), &filter.values(until.as_ref()))
}

/// One page of the drafts the filter leaves.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn list_page(
    tx: &mut Tx<'_>,
    filter: &DraftFilter,
    sort: Sort<'_>,
    (offset, limit): (i64, i64),
) -> Result<Vec<DraftRow>, StoreError> {
    let way = if sort.descending || sort.key == SORT_KEYS[0] { "DESC" } else { "ASC" };
    let order = match sort.key {
        "title" => "d.sort_key",
        "type" => "d.type_code",
        "state" => filter.state(),
        _ => "d.created_at",
    };
    let until = filter.until();
    let mut values = filter.values(until.as_ref());
    let next = values.len() + 1;
    values.push(&limit);
    values.push(&offset);
    let chosen = format!("{} ORDER BY {order} {way}, d.id DESC LIMIT ${next} OFFSET ${}", filter.condition(), next + 1);
    if let Some(day) = filter.day {
        return past::list(tx, &chosen, (day, UNTIL), &values, next + 2);
    }
    let opinions = "FROM draft_opinion o JOIN draft_round r ON r.id = o.round_id WHERE r.draft_id = d.id";
    let sql = format!(
        "SELECT {COLUMNS}, u.short_name, (SELECT COUNT(*) FROM draft_round r WHERE r.draft_id = d.id),
             (SELECT COUNT(*) {opinions}),
             (SELECT COUNT(*) {opinions} AND o.decision = 'open' AND o.kind <> 'agree')
         {chosen}"
    );
    tx.list(&sql, &values, |row| {
        Ok(DraftRow {
            draft: read(row)?,
            unit_name: row.get(18)?,
            rounds: row.get(19)?,
            opinions: row.get(20)?,
            undecided: row.get(21)?,
        })
    })
}

/// The drafts of these units in a state, longest standing first: by the unit that drafts, or by the one that issues.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn list_waiting(
    tx: &mut Tx<'_>,
    units: &[UnitId],
    state: State,
    by_issuer: bool,
    limit: i64,
) -> Result<Vec<Draft>, StoreError> {
    let column = if by_issuer { "issuer_unit_id" } else { "unit_id" };
    let sql = format!(
        "SELECT {COLUMNS} FROM draft d WHERE d.{column} = $1 AND d.state = $2 ORDER BY d.created_at, d.id LIMIT $3"
    );
    let mut found = Vec::new();
    for unit in units {
        found.extend(tx.list(&sql, params![unit, state.code(), limit], read)?);
    }
    Ok(found)
}

/// Ids that follow this one with their stamps, for the search.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn list_stamps(tx: &mut Tx<'_>, after: &str, limit: i64) -> Result<Vec<(String, i64)>, StoreError> {
    let sql = "SELECT id, version FROM draft WHERE id > $1 ORDER BY id LIMIT $2";
    tx.list(sql, params![after, limit], |row| Ok((row.get(0)?, row.get(1)?)))
}

/// The drafts of these ids with their texts; those that are gone are left out.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn list_all(tx: &mut Tx<'_>, ids: &[String]) -> Result<Vec<(Draft, String)>, StoreError> {
    let sql = format!(
        "SELECT {COLUMNS}, r.text FROM draft d JOIN draft_revision r ON r.draft_id = d.id AND r.number = d.revision
         WHERE d.id = $1"
    );
    let mut found = Vec::with_capacity(ids.len());
    for id in ids {
        found.extend(tx.lookup(&sql, params![id], |row| Ok((read(row)?, row.get(18)?)))?);
    }
    Ok(found)
}
