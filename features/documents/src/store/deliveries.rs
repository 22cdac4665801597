//! The way of a document down the tree: one row per unit it was sent to, with its first opening and its
//! acknowledgement, and the figures they add up to.

use kernel::{AccountId, Day, Delta, DocumentId, Event, Fact, Instant, UnitId};
use platform::db::{Param, Row, StoreError, Tx};
use platform::params;
use platform::web::Sort;

use crate::domain::{Delivery, Document};
use crate::figures::{ACKNOWLEDGED, OPENED, SENT};

const COLUMNS: &str = "v.document_id, v.unit_id, v.sent_at, v.opened_at, v.acknowledged_at,
     v.asked_again_at";

fn read(row: &Row<'_>) -> Result<Delivery, StoreError> {
    Ok(Delivery {
        document: row.get(0)?,
        unit: row.get(1)?,
        sent_at: row.get(2)?,
        opened_at: row.get(3)?,
        acknowledged_at: row.get(4)?,
        asked_again_at: row.get(5)?,
    })
}

fn post(tx: &mut Tx<'_>, document: DocumentId, figure: &'static str, unit: UnitId) {
    let day = tx.today();
    tx.post(Delta { subject: document.to_string(), figure, unit, day, n: 1 });
}

/// How many rows one statement inserts: few statements for thousands of units, and only two texts to prepare.
const ROWS: usize = 200;

/// Sends the document to these units; those that have it keep their row. Returns to how many it is new.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn deliver(tx: &mut Tx<'_>, document: DocumentId, units: &[UnitId]) -> Result<i64, StoreError> {
    let has: std::collections::HashSet<UnitId> = tx
        .list("SELECT unit_id FROM document_delivery WHERE document_id = $1", params![document], |row| row.get(0))?
        .into_iter()
        .collect();
    let mut new: Vec<UnitId> = units.iter().copied().filter(|unit| !has.contains(unit)).collect();
    new.sort_unstable();
    new.dedup();
    let (at, by) = (tx.now(), tx.actor());
    let mut rest = new.as_slice();
    while !rest.is_empty() {
        let (now, later) = rest.split_at(if rest.len() >= ROWS { ROWS } else { 1 });
        insert_rows(tx, document, at, by, now)?;
        rest = later;
    }
    for unit in &new {
        post(tx, document, SENT, *unit);
    }
    let count = i64::try_from(new.len()).unwrap_or(i64::MAX);
    let owner = super::find_entry(tx, document)?.owner_unit;
    if count > 0 {
        tx.record(Event::noted("documents.sent", document, Some(owner)).with(serde_json::json!({ "units": count })))?;
    }
    Ok(count)
}

fn insert_rows(
    tx: &mut Tx<'_>,
    document: DocumentId,
    at: Instant,
    by: Option<AccountId>,
    units: &[UnitId],
) -> Result<(), StoreError> {
    let rows: Vec<String> = (4..units.len() + 4).map(|n| format!("($1, ${n}, $2, $3)")).collect();
    let sql =
        format!("INSERT INTO document_delivery (document_id, unit_id, sent_at, sent_by) VALUES {}", rows.join(", "));
    let mut values: Vec<&dyn Param> = vec![&document, &at, &by];
    values.extend(units.iter().map(|unit| unit as &dyn Param));
    tx.run(&sql, &values)?;
    Ok(())
}

/// The delivery of the document to the unit, if it was sent there.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn lookup_delivery(tx: &mut Tx<'_>, document: DocumentId, unit: UnitId) -> Result<Option<Delivery>, StoreError> {
    tx.lookup(
        &format!("SELECT {COLUMNS} FROM document_delivery v WHERE v.document_id = $1 AND v.unit_id = $2"),
        params![document, unit],
        read,
    )
}

/// True when the document was sent to the unit or to one below it.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn is_delivered_to(tx: &mut Tx<'_>, document: DocumentId, root: UnitId) -> Result<bool, StoreError> {
    let sql = "SELECT 1 FROM document_delivery v JOIN unit_ancestor a ON a.unit_id = v.unit_id
         WHERE v.document_id = $1 AND a.ancestor_id = $2 LIMIT 1";
    Ok(tx.lookup(sql, params![document, root], |_| Ok(()))?.is_some())
}

/// Notes that somebody of the unit opened the document; the first time counts.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn note_opened(tx: &mut Tx<'_>, document: DocumentId, unit: UnitId) -> Result<(), StoreError> {
    let (at, by) = (tx.now(), tx.actor());
    let changed = tx.run(
        "UPDATE document_delivery SET opened_at = $3, opened_by = $4
         WHERE document_id = $1 AND unit_id = $2 AND opened_at IS NULL",
        params![document, unit, at, by],
    )?;
    if changed > 0 {
        post(tx, document, OPENED, unit);
        tx.record(Event::noted("documents.opened", document, Some(unit)))?;
    }
    Ok(())
}

/// The unit acknowledges the document; this is an opening too. The first time counts; again changes nothing.
///
/// # Errors
/// [`StoreError::NotFound`] when the document was not sent to the unit.
pub fn acknowledge(tx: &mut Tx<'_>, document: DocumentId, unit: UnitId) -> Result<(), StoreError> {
    lookup_delivery(tx, document, unit)?.ok_or(StoreError::NotFound)?;
    note_opened(tx, document, unit)?;
    let (at, by) = (tx.now(), tx.actor());
    let changed = tx.run(
        "UPDATE document_delivery SET acknowledged_at = $3, acknowledged_by = $4
         WHERE document_id = $1 AND unit_id = $2 AND acknowledged_at IS NULL",
        params![document, unit, at, by],
    )?;
    if changed > 0 {
        super::editions::insert_acknowledgement(tx, document, unit, (at, by))?;
        post(tx, document, ACKNOWLEDGED, unit);
        tx.record(
            Event::noted("documents.acknowledged", document, Some(unit))
                .telling(Fact::DocumentAcknowledged { document, unit }),
        )?;
    }
    Ok(())
}

/// How many units a document went to, opened it, acknowledged it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize, utoipa::ToSchema)]
pub struct DeliveryCounts {
    /// Sent to.
    pub sent: i64,
    /// Opened.
    pub opened: i64,
    /// Acknowledged.
    pub acknowledged: i64,
}

/// Which deliveries of a document are meant, and as of when.
#[derive(Debug, Clone)]
pub struct DeliveryFilter {
    /// The document.
    pub document: DocumentId,
    /// Of the branch of this unit only; none for all.
    pub root: Option<UnitId>,
    /// `waiting` (not opened), `opened`, `unacknowledged`, `acknowledged`; empty for all.
    pub state: String,
    /// The kind of unit; empty for all.
    pub kind: String,
    /// `LIKE` over the folded name of the unit.
    pub like: String,
    /// As they stood at the end of this day.
    pub on: Day,
    /// The branch as it was on this day.
    pub tree_on: Day,
}

/// What holds of a delivery at the end of the day (`$6` is the instant after it).
const OPENED_BY: &str = "(v.opened_at IS NOT NULL AND v.opened_at < $6)";
const COLUMNS_ON: &str = "v.document_id, v.unit_id, v.sent_at, CASE WHEN v.opened_at < $6 THEN v.opened_at END,
     k.acknowledged_at, CASE WHEN v.asked_again_at < $6 THEN v.asked_again_at END";

impl DeliveryFilter {
    /// The keys a list of deliveries sorts by: what waits longest first, or by the days each step took.
    pub const SORT_KEYS: &'static [&'static str] = &["waiting", "unit", "sent", "opened", "acknowledged"];

    fn until(&self) -> Instant {
        Instant::after(self.on)
    }

    /// The rows it leaves, with `$1` to `$7`.
    fn matching(&self, tx: &mut Tx<'_>) -> Result<String, StoreError> {
        let branch = units::store::within_sql(tx, "v.unit_id", ("$2", "$7"), self.tree_on)?;
        Ok(format!(
            "FROM document_delivery v JOIN unit u ON u.id = v.unit_id
             LEFT JOIN document_acknowledgement k ON k.document_id = v.document_id AND k.unit_id = v.unit_id
                 AND k.acknowledged_at < $6 AND (k.lapsed_at IS NULL OR k.lapsed_at >= $6)
             WHERE v.document_id = $1 AND v.sent_at < $6 AND (CAST($2 AS TEXT) IS NULL OR {branch})
               AND ($3 = '' OR ($3 = 'waiting' AND NOT {OPENED_BY})
                    OR ($3 = 'opened' AND {OPENED_BY})
                    OR ($3 = 'unacknowledged' AND k.acknowledged_at IS NULL)
                    OR ($3 = 'acknowledged' AND k.acknowledged_at IS NOT NULL))
               AND ($4 = '' OR u.kind = $4) AND u.folded LIKE $5"
        ))
    }

    /// The counts per kind of unit, from the top of the tree down.
    ///
    /// # Errors
    /// [`StoreError::Driver`].
    pub fn list_levels(&self, tx: &mut Tx<'_>) -> Result<Vec<Level>, StoreError> {
        let (matching, until) = (self.matching(tx)?, self.until());
        let sum = |condition: &str| format!("CAST(SUM(CASE WHEN {condition} THEN 1 ELSE 0 END) AS BIGINT)");
        let (opened, acknowledged) = (sum(OPENED_BY), sum("k.acknowledged_at IS NOT NULL"));
        let mut levels = tx.list(
            &format!("SELECT u.kind, COUNT(*), {opened}, {acknowledged} {matching} GROUP BY u.kind"),
            params![self.document, self.root, self.state, self.kind, self.like, until, self.tree_on],
            |row| {
                Ok(Level {
                    kind: row.get(0)?,
                    counts: DeliveryCounts { sent: row.get(1)?, opened: row.get(2)?, acknowledged: row.get(3)? },
                })
            },
        )?;
        levels.sort_by_key(|level| kernel::UnitKind::ALL.iter().position(|kind| kind.code() == level.kind));
        Ok(levels)
    }
}

/// How many deliveries the filter leaves.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn count_deliveries(tx: &mut Tx<'_>, filter: &DeliveryFilter) -> Result<i64, StoreError> {
    let (matching, until) = (filter.matching(tx)?, filter.until());
    tx.scalar(
        &format!("SELECT COUNT(*) {matching}"),
        params![filter.document, filter.root, filter.state, filter.kind, filter.like, until, filter.tree_on],
    )
}

/// A delivery with the unit's name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeliveryRow {
    /// The delivery.
    pub delivery: Delivery,
    /// The unit's name.
    pub unit_name: String,
    /// The code of its kind.
    pub kind: String,
}

/// One page of the deliveries the filter leaves: what waits longest first, unless sorted otherwise. Who has not come so far
/// stands last.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn list_deliveries(
    tx: &mut Tx<'_>,
    filter: &DeliveryFilter,
    sort: Sort<'_>,
    (offset, limit): (i64, i64),
) -> Result<Vec<DeliveryRow>, StoreError> {
    let way = if sort.descending { "DESC" } else { "ASC" };
    let order = match sort.key {
        "unit" => format!("u.sort_key {way}"),
        "sent" => format!("v.sent_at {way}, u.sort_key"),
        "opened" => format!("CASE WHEN {OPENED_BY} THEN 0 ELSE 1 END, v.opened_at {way}, u.sort_key"),
        "acknowledged" => {
            format!("CASE WHEN k.acknowledged_at IS NULL THEN 1 ELSE 0 END, k.acknowledged_at {way}, u.sort_key")
        }
        _ => format!("CASE WHEN NOT {OPENED_BY} THEN 0 WHEN k.acknowledged_at IS NULL THEN 1 ELSE 2 END, u.sort_key"),
    };
    let (matching, until) = (filter.matching(tx)?, filter.until());
    let sql = format!("SELECT {COLUMNS_ON}, u.name, u.kind {matching} ORDER BY {order}, u.id LIMIT $8 OFFSET $9");
    let (document, root, state) = (&filter.document, &filter.root, &filter.state);
    tx.list(
        &sql,
        params![document, root, state, filter.kind, filter.like, until, filter.tree_on, limit, offset],
        |row| Ok(DeliveryRow { delivery: read(row)?, unit_name: row.get(6)?, kind: row.get(7)? }),
    )
}

/// The counts of one kind of unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Level {
    /// The code of the kind.
    pub kind: String,
    /// Its counts.
    pub counts: DeliveryCounts,
}

/// The counts per kind of unit as they stand now, from the top of the tree down.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn list_levels(tx: &mut Tx<'_>, document: DocumentId, root: Option<UnitId>) -> Result<Vec<Level>, StoreError> {
    let (today, like) = (tx.today(), "%".to_owned());
    let (state, kind) = (String::new(), String::new());
    DeliveryFilter { document, root, state, kind, like, on: today, tree_on: today }.list_levels(tx)
}

/// The counts of all kinds.
#[must_use]
pub fn counts_of(levels: &[Level]) -> DeliveryCounts {
    levels.iter().fold(DeliveryCounts::default(), |sum, level| DeliveryCounts {
        sent: sum.sent + level.counts.sent,
        opened: sum.opened + level.counts.opened,
        acknowledged: sum.acknowledged + level.counts.acknowledged,
    })
}

/// The newest deliveries to these units that wait: for the opening, or for the acknowledgement too.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn list_waiting(
    tx: &mut Tx<'_>,
    units: &[UnitId],
    until_acknowledged: bool,
    limit: i64,
) -> Result<Vec<(Document, Delivery)>, StoreError> {
    let what = if until_acknowledged { "acknowledged_at" } else { "opened_at" };
    let mut waiting: Vec<Delivery> = Vec::new();
    for unit in units {
        waiting.extend(tx.list(
            &format!(
                "SELECT {COLUMNS} FROM document_delivery v
                 WHERE v.unit_id = $1 AND v.{what} IS NULL ORDER BY v.sent_at DESC LIMIT $2"
            ),
            params![unit, limit],
            read,
        )?);
    }
    waiting.sort_by_key(|delivery| std::cmp::Reverse(delivery.sent_at));
    waiting.dedup_by_key(|delivery| delivery.document);
    waiting.truncate(usize::try_from(limit).unwrap_or_default());
    waiting.into_iter().map(|delivery| Ok((super::find_entry(tx, delivery.document)?, delivery))).collect()
}
