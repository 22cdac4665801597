//! Work behind the ledger: draining PostgreSQL's queue, and proving the ledger against the rows.

use kernel::{Day, UnitId};
use platform::App;
use platform::app::{Figure, RowsOf};
use platform::db::{Db, StoreError, Tx};

use crate::domain::Difference;
use crate::store::{self, At, Tree};

/// Drains the queue until it is empty. Cheap when it is.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn drain_all(db: &Db) -> Result<(), StoreError> {
    while db.write_now(store::drain)? > 0 {}
    Ok(())
}

/// Compares every figure of every subject with the rows behind it, at the unit that owns the subject and at each unit
/// directly below, as of this day, in the tree of that day and in that of today. An empty list means that the ledger is
/// true.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn prove(app: &App, as_of: Day) -> Result<Vec<Difference>, StoreError> {
    let today = app.clock.today();
    let trees: &[Tree] = if as_of < today { &[Tree::AsWas, Tree::AsNow] } else { &[Tree::AsWas] };
    let mut differences = Vec::new();
    for figure in app.features.iter().flat_map(|feature| feature.figures) {
        let subjects = app.db.read_now(|tx| store::list_subjects(tx, figure.id))?;
        for subject in subjects {
            for tree in trees {
                let at = At { subject: &subject, figure: figure.id, as_of, tree: *tree };
                differences.extend(app.db.read_now(|tx| prove_subject(tx, figure, at))?);
            }
        }
    }
    Ok(differences)
}

fn prove_subject(tx: &mut Tx<'_>, figure: &Figure, at: At<'_>) -> Result<Vec<Difference>, StoreError> {
    let Some(owner) = (figure.owner)(tx, at.subject)? else { return Ok(Vec::new()) };
    let mut units: Vec<UnitId> = vec![owner];
    units.extend(store::children_in(tx, at, owner)?.into_iter().map(|unit| unit.id));
    let tree_on = at.tree.day(at.as_of, tx.today());
    let mut differences = Vec::new();
    for unit in units {
        let of = RowsOf { subject: at.subject.to_owned(), unit, as_of: at.as_of, tree_on, offset: 0, limit: 0 };
        let ledger = store::value_in(tx, at, unit)?;
        let rows = (figure.rows)(tx, &of)?.total;
        let difference =
            Difference { subject: at.subject.to_owned(), figure: figure.id, unit, as_of: at.as_of, ledger, rows };
        if difference.is_real() {
            differences.push(difference);
        }
    }
    Ok(differences)
}
