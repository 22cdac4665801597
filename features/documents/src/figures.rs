//! The figures of the way down: sent, opened, acknowledged, each counted at the unit it went to, with the document as
//! their subject.

use kernel::{Day, DocumentId, UnitId};
use platform::app::{Counts, Figure, FigureRows, FigureSource, RowsOf};
use platform::db::{StoreError, Tx};

use crate::store;

/// Units it was sent to.
pub const SENT: &str = "documents.sent";
/// Units in which it was opened.
pub const OPENED: &str = "documents.opened";
/// Units that acknowledged it.
pub const ACKNOWLEDGED: &str = "documents.acknowledged";

/// The figures of this feature.
pub const FIGURES: &[Figure] = &[
    Figure {
        id: SENT,
        counts: Counts::Units,
        source: FigureSource::Recorded,
        rows: sent,
        of_units: sent_of_units,
        owner,
    },
    Figure {
        id: OPENED,
        counts: Counts::Units,
        source: FigureSource::Recorded,
        rows: opened,
        of_units: opened_of_units,
        owner,
    },
    Figure {
        id: ACKNOWLEDGED,
        counts: Counts::Units,
        source: FigureSource::Recorded,
        rows: acknowledged,
        of_units: acknowledged_of_units,
        owner,
    },
];

fn sent(tx: &mut Tx<'_>, of: &RowsOf) -> Result<FigureRows, StoreError> {
    store::delivery_rows(tx, of, "sent_at")
}

fn opened(tx: &mut Tx<'_>, of: &RowsOf) -> Result<FigureRows, StoreError> {
    store::delivery_rows(tx, of, "opened_at")
}

fn acknowledged(tx: &mut Tx<'_>, of: &RowsOf) -> Result<FigureRows, StoreError> {
    store::acknowledgement_rows(tx, of)
}

fn sent_of_units(tx: &mut Tx<'_>, document: &str, as_of: Day) -> Result<Vec<(UnitId, i64)>, StoreError> {
    store::list_deliveries_by_unit(tx, document, as_of, "sent_at")
}

fn opened_of_units(tx: &mut Tx<'_>, document: &str, as_of: Day) -> Result<Vec<(UnitId, i64)>, StoreError> {
    store::list_deliveries_by_unit(tx, document, as_of, "opened_at")
}

fn acknowledged_of_units(tx: &mut Tx<'_>, document: &str, as_of: Day) -> Result<Vec<(UnitId, i64)>, StoreError> {
    store::list_acknowledgements_by_unit(tx, document, as_of)
}

fn owner(tx: &mut Tx<'_>, subject: &str) -> Result<Option<UnitId>, StoreError> {
    let Ok(id) = subject.parse::<DocumentId>() else {
        return Ok(None);
    };
    match store::find_entry(tx, id) {
        Ok(document) => Ok(Some(document.owner_unit)),
        Err(StoreError::NotFound) => Ok(None),
        Err(error) => Err(error),
    }
}
