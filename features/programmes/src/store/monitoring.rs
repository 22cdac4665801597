//! What the file for the central monitoring of resolutions holds of each programme, many at a time.

use std::collections::HashMap;

use kernel::{Day, UnitId};
use platform::db::{StoreError, Tx};
use platform::params;

use super::{COLUMNS, ProgrammeFilter, read, result_on};
use crate::domain::{Amount, Method, Programme, ProgrammeId, Target, TargetId};

/// A programme with whose it is, as what it was issued and after what.
#[derive(Debug, Clone)]
pub struct Monitored {
    /// The programme.
    pub programme: Programme,
    /// Its unit's name.
    pub unit_name: String,
    /// Its unit's code.
    pub unit_code: String,
    /// Number and symbol of its paper; empty before it is issued.
    pub number: String,
    /// The day its paper was issued.
    pub issued_on: Option<Day>,
    /// Number and symbol of the resolution.
    pub basis_number: String,
    /// The day of the resolution.
    pub basis_day: Option<Day>,
    /// The title of the resolution.
    pub basis_title: String,
}

/// The programmes of a branch that were not given up, unit by unit.
///
/// # Errors
/// [`StoreError::Corrupt`].
pub fn list_monitored(tx: &mut Tx<'_>, filter: &ProgrammeFilter) -> Result<Vec<Monitored>, StoreError> {
    let sql = format!(
        "SELECT {COLUMNS}, u.name, u.code, p.issued_on, COALESCE(d.full_number, ''), COALESCE(b.full_number, ''),
             b.issued_on, COALESCE(b.title, '')
         FROM unit_ancestor a JOIN programme p ON p.unit_id = a.unit_id JOIN unit u ON u.id = p.unit_id
         LEFT JOIN document d ON d.id = p.document_id LEFT JOIN document b ON b.id = p.basis_document_id
         WHERE a.ancestor_id = $1 AND p.state <> 'dropped' AND {} ORDER BY u.sort_key, u.id, p.id",
        super::after(&filter.bases)
    );
    tx.list(&sql, params![filter.root], |row| {
        Ok(Monitored {
            programme: read(row)?,
            unit_name: row.get(13)?,
            unit_code: row.get(14)?,
            issued_on: row.get(15)?,
            number: row.get(16)?,
            basis_number: row.get(17)?,
            basis_day: row.get(18)?,
            basis_title: row.get(19)?,
        })
    })
}

/// The results of many targets on a day: those that were entered at once, those put together from below each by its way.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn results_of_many(
    tx: &mut Tx<'_>,
    programmes: &[ProgrammeId],
    targets: &HashMap<ProgrammeId, Vec<Target>>,
    day: Day,
) -> Result<HashMap<TargetId, Amount>, StoreError> {
    let ids = programmes.iter().map(|id| format!("'{id}'")).collect::<Vec<_>>().join(", ");
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    // ids are of our own making and may stand in the text; a later entry takes the place of an earlier one
    let sql = format!(
        "SELECT e.subject_id, e.value FROM programme_entry e JOIN programme_target t ON t.id = e.subject_id
         WHERE e.programme_id IN ({ids}) AND e.on_day <= $1 ORDER BY e.on_day, e.id"
    );
    let entered = tx.list(&sql, params![day], |row| Ok((row.get::<TargetId>(0)?, Amount(row.get(1)?))))?;
    let mut results: HashMap<TargetId, Amount> = entered.into_iter().collect();
    for target in targets.values().flatten().filter(|target| target.method != Method::Own) {
        match result_on(tx, target, day)? {
            Some(amount) => results.insert(target.id, amount),
            None => results.remove(&target.id),
        };
    }
    Ok(results)
}

/// The branch over which somebody is told of programmes, without any other limit.
#[must_use]
pub fn all_of(root: UnitId) -> ProgrammeFilter {
    let all = String::new;
    ProgrammeFilter {
        root,
        like: "%".to_owned(),
        kind: all(),
        state: all(),
        bases: Vec::new(),
        level: all(),
        day: None,
        seen_today: false,
    }
}
