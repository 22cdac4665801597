//! Work behind the ledger: draining PostgreSQL's queue, and proving the ledger against the rows.

use kernel::{Day, UnitId};
use platform::App;
use platform::app::{Figure, RowsOf};
use platform::db::{Db, StoreError, Tx};

use crate::domain::Difference;
use crate::store;

/// Drains the queue until it is empty. Cheap when it is.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn drain_all(db: &Db) -> Result<(), StoreError> {
    while db.write_now(store::drain)? > 0 {}
    Ok(())
}

/// Compares every figure of every subject with the rows behind it, at the unit that owns the subject and at each unit
/// directly below, as of this day. An empty list means that the ledger is true.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn prove(app: &App, as_of: Day) -> Result<Vec<Difference>, StoreError> {
    let mut differences = Vec::new();
    for figure in app.features.iter().flat_map(|feature| feature.figures) {
        let subjects = app.db.read_now(|tx| store::list_subjects(tx, figure.id))?;
        for subject in subjects {
            differences.extend(app.db.read_now(|tx| prove_subject(tx, figure, &subject, as_of))?);
        }
    }
    Ok(differences)
}

fn prove_subject(tx: &mut Tx<'_>, figure: &Figure, subject: &str, as_of: Day) -> Result<Vec<Difference>, StoreError> {
    let Some(owner) = (figure.owner)(tx, subject)? else { return Ok(Vec::new()) };
    let mut units: Vec<UnitId> = vec![owner];
    units.extend(units::store::list_children(tx, owner)?.into_iter().map(|unit| unit.id));
    let mut differences = Vec::new();
    for unit in units {
        let of = RowsOf { subject: subject.to_owned(), unit, as_of, offset: 0, limit: 0 };
        let ledger = store::value(tx, subject, figure.id, unit, as_of)?;
        let rows = (figure.rows)(tx, &of)?.total;
        let difference = Difference { subject: subject.to_owned(), figure: figure.id, unit, as_of, ledger, rows };
        if difference.is_real() {
            differences.push(difference);
        }
    }
    Ok(differences)
}
