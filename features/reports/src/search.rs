//! What reports give to the search: by number, title and narrative, in the asker's branches.

use kernel::ReportId;
use platform::db::{LoggedEvent, StoreError, Tx};
use platform::params;
use platform::search::{Changed, Hit, Searchable, Searched, Sight, sights_of_branch};
use platform::web::Actor;

use crate::domain::{Head, Report};
use crate::{permissions, store};

/// Reports.
pub const SEARCHABLE: &[Searchable] = &[Searchable { kind: "report", page, read, changed, sights, hits }];

fn page(tx: &mut Tx<'_>, after: &str, limit: i64) -> Result<Vec<(String, i64)>, StoreError> {
    let sql = "SELECT id, version FROM report WHERE id > $1 ORDER BY id LIMIT $2";
    tx.list(sql, params![after, limit], |row| Ok((row.get(0)?, row.get(1)?)))
}

fn find_all(tx: &mut Tx<'_>, ids: &[String]) -> Result<Vec<Report>, StoreError> {
    let mut found = Vec::with_capacity(ids.len());
    for id in ids.iter().filter_map(|id| id.parse::<ReportId>().ok()) {
        match store::find(tx, id) {
            Err(StoreError::NotFound) => {}
            report => found.push(report?),
        }
    }
    Ok(found)
}

fn number_of(head: &Head) -> String {
    if head.number.is_empty() { String::new() } else { format!("{}-{}", head.number, head.symbol) }
}

fn text_of(tx: &mut Tx<'_>, id: ReportId) -> Result<String, StoreError> {
    let sections = store::list_sections(tx, id)?;
    Ok(sections.into_iter().map(|one| format!("{}\n{}\n", one.plan.title, one.narrative)).collect())
}

fn read(tx: &mut Tx<'_>, ids: &[String]) -> Result<Vec<Searched>, StoreError> {
    let mut found = Vec::new();
    for report in find_all(tx, ids)? {
        let head = report.head;
        found.push(Searched {
            id: report.id.to_string(),
            stamp: report.version,
            sights: sights_of_branch(units::store::list_line(tx, report.unit)?),
            type_words: vec!["Báo cáo".to_owned(), "BC".to_owned()],
            numbers: Some(number_of(&head)).filter(|number| !number.is_empty()).into_iter().collect(),
            name: format!("Báo cáo {}", head.title),
            more: format!("{} {}", head.issuer, head.signer),
            text: text_of(tx, report.id)?,
            day: head.dated_on,
            ..Searched::default()
        });
    }
    Ok(found)
}

fn changed(_: &mut Tx<'_>, event: &LoggedEvent) -> Result<Changed, StoreError> {
    let is_ours = event.name.starts_with("reports.");
    Ok(if is_ours { Changed::Rows(vec![event.subject.clone()]) } else { Changed::Nothing })
}

fn sights(_: &mut Tx<'_>, who: &Actor) -> Result<Vec<Sight>, StoreError> {
    Ok(sights_of_branch(who.scope(permissions::VIEW)))
}

fn hits(tx: &mut Tx<'_>, who: &Actor, ids: &[String]) -> Result<Vec<Hit>, StoreError> {
    let cx = who.cx("reports-report");
    let mut hits = Vec::new();
    for report in find_all(tx, ids)? {
        if !who.may(tx, permissions::VIEW, report.unit)? {
            continue;
        }
        let state = cx.word("reports-state", if report.is_signed() { "signed" } else { "draft" });
        let day = report.head.dated_on.map(|day| day.shown()).unwrap_or_default();
        let unit = units::store::find(tx, report.unit)?.name;
        let note: Vec<&str> = [unit.as_str(), &day, &state].into_iter().filter(|text| !text.is_empty()).collect();
        let title = [cx.title.as_str(), &number_of(&report.head), &report.head.title].join(" ");
        hits.push(Hit {
            id: report.id.to_string(),
            title: title.split_whitespace().collect::<Vec<_>>().join(" "),
            note: note.join(" · "),
            href: format!("/reports/{}", report.id),
            text: text_of(tx, report.id)?,
            ..Hit::default()
        });
    }
    Ok(hits)
}
