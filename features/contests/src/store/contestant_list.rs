//! The contestants as a list: those of a branch, of a state, found by name; now, or as the list was on a past day.

use kernel::Instant;
use platform::db::{Param, StoreError, Tx};
use platform::web::Sort;

use super::contestants::{COLUMNS, FROM, read};
use super::past::begun_sql;
use super::{Contestant, ListThen};

/// Which contestants are asked for.
#[derive(Debug, Clone, Default)]
pub struct ContestantFilter {
    /// The contest.
    pub contest: i64,
    /// A pattern over the folded name; `%` for all.
    pub like: String,
    /// Only of this unit's branch; empty for all.
    pub unit: String,
    /// `eligible`, `excluded`, `annulled`, `took` or empty for all.
    pub state: String,
    /// As the list was at the end of a past day; now without one.
    pub then: Option<ListThen>,
}

/// What the list can be sorted by.
pub const CONTESTANT_SORT_KEYS: &[&str] = &["no", "name"];

/// The contestants who began; of a past day those who had begun before the instant `$5`.
fn took_sql(is_past: bool) -> String {
    if is_past {
        let begun = begun_sql("(SELECT c.id FROM contest c WHERE c.no = $1)", "$5");
        format!("SELECT b.contestant_no FROM ({begun}) b")
    } else {
        "SELECT e.contestant_no FROM contest_entry e JOIN contest_round r ON r.no = e.round_no
             JOIN contest c ON c.id = r.contest_id WHERE c.no = $1"
            .to_owned()
    }
}

impl ContestantFilter {
    fn chosen(&self) -> String {
        let is_past = self.then.is_some();
        let (known, annulled) = if is_past {
            (" AND (t.joined_at < $5 OR (t.joined_at IS NULL AND t.no <= $6))", " AND t.annulled_at < $5")
        } else {
            ("", "")
        };
        format!(
            "WHERE t.contest_no = $1 AND t.folded LIKE $2
             AND (CAST($3 AS TEXT) = '' OR t.unit_id IN (SELECT a.unit_id FROM unit_ancestor a WHERE a.ancestor_id = $3))
             AND (CAST($4 AS TEXT) = '' OR ($4 = 'eligible' AND t.excluded = '') OR ($4 = 'excluded' AND t.excluded <> '')
                 OR ($4 = 'annulled' AND t.annulled <> ''{annulled}) OR ($4 = 'took' AND t.no IN ({}))){known}",
            took_sql(is_past)
        )
    }

    fn values<'a>(&'a self, until: Option<&'a Instant>) -> Vec<&'a dyn Param> {
        let mut values: Vec<&dyn Param> = vec![&self.contest, &self.like, &self.unit, &self.state];
        if let (Some(until), Some(then)) = (until, &self.then) {
            values.extend([until as &dyn Param, &then.last]);
        }
        values
    }

    fn until(&self) -> Option<Instant> {
        self.then.map(|then| Instant::after(then.day))
    }
}

/// How many there are.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn count_contestants(tx: &mut Tx<'_>, filter: &ContestantFilter) -> Result<i64, StoreError> {
    let until = filter.until();
    tx.scalar(&format!("SELECT COUNT(*) FROM contestant t {}", filter.chosen()), &filter.values(until.as_ref()))
}

/// One page of them; of a past day without what was annulled since, and with the names of units of then.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn list_contestants(
    tx: &mut Tx<'_>,
    filter: &ContestantFilter,
    sort: Sort<'_>,
    offset: i64,
    limit: i64,
) -> Result<Vec<Contestant>, StoreError> {
    let until = filter.until();
    let mut values = filter.values(until.as_ref());
    let column = if sort.key == "name" { "t.sort_key" } else { "t.no" };
    let direction = if sort.descending { "DESC" } else { "ASC" };
    let sql = format!(
        "SELECT {COLUMNS} {FROM} {} ORDER BY {column} {direction}, t.no LIMIT ${} OFFSET ${}",
        filter.chosen(),
        values.len() + 1,
        values.len() + 2
    );
    values.extend([&limit as &dyn Param, &offset]);
    let rows = tx.list(&sql, &values, read)?;
    match filter.then {
        Some(then) => as_of(tx, rows, then),
        None => Ok(rows),
    }
}

fn as_of(tx: &mut Tx<'_>, mut rows: Vec<Contestant>, then: ListThen) -> Result<Vec<Contestant>, StoreError> {
    let until = Instant::after(then.day);
    let names = units::store::names_on(tx, rows.iter().filter_map(|one| one.unit), then.day)?;
    for one in &mut rows {
        if one.annulled_at.is_some_and(|at| at >= until) {
            (one.annulled, one.annulled_at) = (String::new(), None);
        }
        one.unit_name =
            one.unit.and_then(|unit| names.get(&unit)).map(|named| named.short_name.clone()).unwrap_or_default();
    }
    Ok(rows)
}
