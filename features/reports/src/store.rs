//! Reports to and from the database. A signed report is read back from what was frozen, never from today's data. The rows
//! behind its figures are in `rows`.

mod rows;

use kernel::{AccountId, Day, Event, Fact, Instant, ReportId, UnitId};
use platform::db::{Param, Row, StoreError, Tx, places, with_each};
use platform::params;
use platform::web::Sort;
use units::store::PageByOwner;

pub use self::rows::{find_kept, forget, insert_kept, list_kept, names_of_units, part};
use crate::domain::{Content, Head, Kind, Report, Section, SectionPlan, State};

const COLUMNS: &str =
    "r.id, r.unit_id, r.kind, r.subject, r.head, r.state, r.signed_at, r.signed_by, r.hash, r.version";

fn corrupt(detail: impl ToString) -> StoreError {
    StoreError::corrupt("report", detail.to_string())
}

fn read(row: &Row<'_>) -> Result<Report, StoreError> {
    let kind: String = row.get(2)?;
    let head: String = row.get(4)?;
    let state: String = row.get(5)?;
    Ok(Report {
        id: row.get(0)?,
        unit: row.get(1)?,
        kind: Kind::of(&kind).ok_or_else(|| corrupt(kind))?,
        subject: row.get(3)?,
        head: serde_json::from_str(&head).map_err(corrupt)?,
        state: match state.as_str() {
            "draft" => State::Draft,
            "signed" => State::Signed {
                at: row.get::<Option<Instant>>(6)?.ok_or_else(|| corrupt("signed without a time"))?,
                by: row.get::<Option<AccountId>>(7)?,
                hash: row.get(8)?,
            },
            other => return Err(corrupt(other)),
        },
        version: row.get(9)?,
    })
}

/// The report with this id.
///
/// # Errors
/// [`StoreError::NotFound`].
pub fn find(tx: &mut Tx<'_>, id: ReportId) -> Result<Report, StoreError> {
    tx.find(&format!("SELECT {COLUMNS} FROM report r WHERE r.id = $1"), params![id], read)
}

/// The unit's report about this subject, if there is one.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn lookup_about(tx: &mut Tx<'_>, unit: UnitId, subject: &str) -> Result<Option<Report>, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM report r WHERE r.subject = $1 AND r.unit_id = $2 ORDER BY r.created_at");
    tx.lookup(&sql, params![subject, unit], read)
}

/// The outline in force today for this kind.
///
/// # Errors
/// [`StoreError::NotFound`] when there is none.
pub fn find_outline(tx: &mut Tx<'_>, kind: Kind) -> Result<Vec<SectionPlan>, StoreError> {
    let today = tx.today();
    let sql = "SELECT body FROM report_outline WHERE kind = $1 AND valid_from <= $2 ORDER BY valid_from DESC LIMIT 1";
    let body: String = tx.scalar(sql, params![kind.code(), today])?;
    serde_json::from_str(&body).map_err(|e| StoreError::corrupt("report_outline", e.to_string()))
}

/// Begins a draft with the sections of the outline in force.
///
/// # Errors
/// [`StoreError::NotFound`] when there is no outline.
pub fn insert(tx: &mut Tx<'_>, unit: UnitId, kind: Kind, subject: &str, head: &Head) -> Result<ReportId, StoreError> {
    let id: ReportId = tx.new_id();
    let now = tx.now();
    let outline = find_outline(tx, kind)?;
    let (text, folded) = (json(head)?, vietnamese::fold(&head.title));
    tx.run(
        "INSERT INTO report (id, unit_id, kind, subject, folded, head, state, created_at, signed_at, signed_by, hash,
             content, docx, pdf, version)
         VALUES ($1, $2, $3, $4, $5, $6, 'draft', $7, NULL, NULL, '', '', '', '', 1)",
        params![id, unit, kind.code(), subject, folded, text, now],
    )?;
    for (position, plan) in (1_i64..).zip(&outline) {
        let fills = json(&plan.fills)?;
        tx.run(
            "INSERT INTO report_section (report_id, position, label, level, title, hint, fills, required, narrative)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, '')",
            params![id, position, plan.label, plan.level, plan.title, plan.hint, fills, plan.required],
        )?;
    }
    tx.record(Event::noted("reports.drafted", id, Some(unit)).with(serde_json::json!({ "subject": subject })))?;
    Ok(id)
}

fn json<T: serde::Serialize>(value: &T) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(corrupt)
}

/// The sections of a report, in order.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn list_sections(tx: &mut Tx<'_>, id: ReportId) -> Result<Vec<Section>, StoreError> {
    tx.list(
        "SELECT position, label, level, title, hint, fills, required, narrative FROM report_section
         WHERE report_id = $1 ORDER BY position",
        params![id],
        |row| {
            let fills: String = row.get(5)?;
            Ok(Section {
                position: row.get(0)?,
                plan: SectionPlan {
                    label: row.get(1)?,
                    level: row.get(2)?,
                    title: row.get(3)?,
                    hint: row.get(4)?,
                    fills: serde_json::from_str(&fills).map_err(corrupt)?,
                    required: row.get(6)?,
                },
                narrative: row.get(7)?,
            })
        },
    )
}

/// Saves head and narratives over the version that was read.
///
/// # Errors
/// [`StoreError::Stale`] when it changed meanwhile.
pub fn save_words(tx: &mut Tx<'_>, report: &Report, narratives: &[(i64, String)]) -> Result<(), StoreError> {
    let (head, folded) = (json(&report.head)?, vietnamese::fold(&report.head.title));
    tx.run_one(
        "UPDATE report SET head = $3, folded = $4, version = version + 1
         WHERE id = $1 AND version = $2 AND state = 'draft'",
        params![report.id, report.version, head, folded],
    )?;
    for (position, narrative) in narratives {
        tx.run(
            "UPDATE report_section SET narrative = $3 WHERE report_id = $1 AND position = $2",
            params![report.id, position, narrative],
        )?;
    }
    tx.record(Event::noted("reports.edited", report.id, Some(report.unit)))
}

/// What is kept of a report when it is signed.
#[derive(Debug, Clone)]
pub struct Frozen {
    /// What it says.
    pub content: Content,
    /// Its seal.
    pub hash: String,
    /// The name of the .docx in the files.
    pub docx: String,
    /// The name of the .pdf in the files.
    pub pdf: String,
}

/// Freezes the report.
///
/// # Errors
/// [`StoreError::Stale`] when it changed meanwhile.
pub fn save_signed(tx: &mut Tx<'_>, report: &Report, frozen: &Frozen) -> Result<(), StoreError> {
    let (now, by, content, head) = (tx.now(), tx.actor(), json(&frozen.content)?, json(&report.head)?);
    tx.run_one(
        "UPDATE report SET state = 'signed', signed_at = $3, signed_by = $4, hash = $5, content = $6, docx = $7,
             pdf = $8, head = $9, version = version + 1
         WHERE id = $1 AND version = $2 AND state = 'draft'",
        params![report.id, report.version, now, by, frozen.hash, content, frozen.docx, frozen.pdf, head],
    )?;
    let detail = serde_json::json!({ "hash": frozen.hash, "number": report.head.number });
    tx.record(
        Event::noted("reports.signed", report.id, Some(report.unit))
            .with(detail)
            .telling(Fact::ReportSigned(report.id)),
    )
}

/// What was frozen of a signed report.
///
/// # Errors
/// [`StoreError::NotFound`] when it is not signed.
pub fn find_frozen(tx: &mut Tx<'_>, id: ReportId) -> Result<Frozen, StoreError> {
    tx.find("SELECT content, hash, docx, pdf FROM report WHERE id = $1 AND state = 'signed'", params![id], |row| {
        let content: String = row.get(0)?;
        Ok(Frozen {
            content: serde_json::from_str(&content).map_err(corrupt)?,
            hash: row.get(1)?,
            docx: row.get(2)?,
            pdf: row.get(3)?,
        })
    })
}

/// A report as lists show it.
#[derive(Debug, Clone)]
pub struct ReportRow {
    /// The report.
    pub report: Report,
    /// The reporting unit's name.
    pub unit_name: String,
}

/// The keys a list of reports sorts by.
pub const SORT_KEYS: &[&str] = &["-created", "created", "unit", "title"];

/// Which reports are asked for.
#[derive(Debug, Clone)]
pub struct ReportFilter {
    /// Those of these branches, as they are today.
    pub roots: Vec<UnitId>,
    /// `LIKE` pattern over the folded title.
    pub like: String,
    /// As they stood at the end of this day; now without one.
    pub as_of: Option<Day>,
}

/// One page of the reports a filter leaves, and how many there are.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn list_page(
    tx: &mut Tx<'_>,
    filter: &ReportFilter,
    sort: Sort<'_>,
    piece: (i64, i64),
) -> Result<(Vec<ReportRow>, i64), StoreError> {
    let ReportFilter { roots, like, as_of } = filter;
    let page = as_of.map(|_| PageByOwner::new(sort, piece));
    let (offset, limit) = page.map_or(piece, |page| page.to_read());
    // the first instant after the day
    let until = as_of.map(Instant::after);
    let column = match sort.key {
        "unit" if page.is_none() => "u.sort_key",
        "title" => "r.folded",
        _ => "r.created_at",
    };
    let descending = sort.descending || sort.key == "-created";
    let way = if descending { "DESC" } else { "ASC" };
    // branches may lie inside one another, so a report is asked whether it stands in any of them
    let mut values: Vec<&dyn Param> = with_each(vec![like], roots);
    let known = match &until {
        Some(until) => {
            values.push(until);
            format!("AND r.created_at < ${}", values.len())
        }
        None => String::new(),
    };
    let from = format!(
        "FROM report r JOIN unit u ON u.id = r.unit_id WHERE r.folded LIKE $1 {known}
         AND r.unit_id IN (SELECT unit_id FROM unit_ancestor WHERE ancestor_id IN ({}))",
        places(2, roots.len())
    );
    let total = tx.scalar::<i64>(&format!("SELECT COUNT(*) {from}"), &values)?;
    let (of_limit, of_offset) = (values.len() + 1, values.len() + 2);
    values.extend([&limit as &dyn Param, &offset]);
    let sql = format!(
        "SELECT {COLUMNS}, u.short_name {from} ORDER BY {column} {way}, r.id LIMIT ${of_limit} OFFSET ${of_offset}"
    );
    let mut rows = tx.list(&sql, &values, |row| Ok(ReportRow { report: read(row)?, unit_name: row.get(10)? }))?;
    if let (Some(day), Some(page)) = (*as_of, page) {
        as_they_stood(tx, &mut rows, day)?;
        rows = page.of(rows, |row| &row.unit_name);
    }
    Ok((rows, total))
}

/// Rows as they stood at the end of a day: what was signed later was a draft without its number.
fn as_they_stood(tx: &mut Tx<'_>, rows: &mut [ReportRow], day: Day) -> Result<(), StoreError> {
    let owners: Vec<_> = rows.iter().map(|row| (row.report.id.to_string(), row.report.unit)).collect();
    for (row, name) in rows.iter_mut().zip(units::store::names_of_owners_on(tx, owners, day)?) {
        row.unit_name = name;
        let report = &mut row.report;
        if matches!(report.state, State::Signed { at, .. } if at.day() > day) {
            report.state = State::Draft;
            report.head.number.clear();
            report.head.dated_on = None;
        }
    }
    Ok(())
}

/// Drafts of these units, oldest first: for the desk.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn list_drafts_of(tx: &mut Tx<'_>, unit: UnitId, limit: i64) -> Result<Vec<Report>, StoreError> {
    let sql = format!(
        "SELECT {COLUMNS} FROM report r WHERE r.unit_id = $1 AND r.state = 'draft' ORDER BY r.created_at LIMIT $2"
    );
    tx.list(&sql, params![unit, limit], read)
}
