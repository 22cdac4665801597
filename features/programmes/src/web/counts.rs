//! How many programmes and plans each level has issued, after a document or of all.

use askama::Template;
use kernel::{Day, UnitKind};
use platform::web::Query;
use platform::web::{Actor, Answer, Cx, Failure, ListQuery, Listing, page, spreadsheet};
use serde::Deserialize;

use super::{After, day_or_today};
use crate::permissions::VIEW;
use crate::store::{self, CountLine, CountedFilter, CountedUnit};

/// Of which document, on which day.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct CountsQuery {
    document: String,
    day: String,
    format: String,
}

#[derive(Template)]
#[template(path = "programmes/counts.html")]
struct CountsPage {
    cx: Cx,
    day: Day,
    today: Day,
    after: After,
    lines: Vec<CountLine>,
}

impl CountsPage {
    fn programmes(&self) -> i64 {
        self.lines.iter().map(|line| line.programmes).sum()
    }

    fn plans(&self) -> i64 {
        self.lines.iter().map(|line| line.plans).sum()
    }

    /// Day and document, as the addresses behind the figures say them.
    fn same(&self) -> String {
        format!("day={}&document={}", self.day, self.after.id())
    }
}

pub(crate) async fn show(who: Actor, Query(query): Query<CountsQuery>) -> Answer {
    let (asker, asked, day) = (who.clone(), query.clone(), day_or_today(&who, &query.day));
    let (after, lines) = who
        .read(move |tx| {
            let Some(root) = rollouts::widest(tx, asker.scope(VIEW))? else { return Err(Failure::Forbidden) };
            let after = After::read(tx, root, &asked.document)?;
            let lines = store::list_counts(tx, root, &after.same, day)?;
            Ok((after, lines))
        })
        .await?;
    let cx = who.cx("programmes-counts");
    if ["xlsx", "csv"].contains(&query.format.as_str()) {
        return export(&cx, &lines, &query.format);
    }
    page(&CountsPage { cx, day, today: who.today(), after, lines })
}

fn export(cx: &Cx, lines: &[CountLine], format: &str) -> Answer {
    let headings = cx.headings(&[
        ("programmes-level", 40.0),
        ("programmes-count-units", 14.0),
        ("programmes-count-with", 18.0),
        ("programmes-count-programmes", 26.0),
        ("programmes-count-plans", 14.0),
    ]);
    let rows = lines
        .iter()
        .map(|line| {
            vec![
                cx.word("unit-kind", line.kind).into(),
                line.units.into(),
                line.with_any.into(),
                line.programmes.into(),
                line.plans.into(),
            ]
        })
        .collect();
    spreadsheet("so-luong-chuong-trinh-ke-hoach", format, &headings, rows)
}

/// Which units behind a figure.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct CountedQuery {
    q: String,
    page: i64,
    size: i64,
    format: String,
    document: String,
    day: String,
    level: String,
    /// `any`: those that have a paper; `none`: those that have none; all otherwise.
    having: String,
}

impl CountedQuery {
    fn list(&self) -> ListQuery {
        ListQuery {
            q: self.q.clone(),
            page: self.page,
            size: self.size,
            format: self.format.clone(),
            ..ListQuery::default()
        }
    }

    fn level(&self) -> &'static str {
        self.level.parse::<UnitKind>().map(UnitKind::code).unwrap_or_default()
    }

    fn having(&self) -> Option<bool> {
        match self.having.as_str() {
            "any" => Some(true),
            "none" => Some(false),
            _ => None,
        }
    }
}

#[derive(Template)]
#[template(path = "programmes/count_units.html")]
struct CountedPage {
    cx: Cx,
    day: Day,
    after: After,
    level: &'static str,
    having: Option<bool>,
    listing: Listing<CountedUnit>,
}

impl CountedPage {
    /// The same units, of whom only those that have a paper, or none, or all.
    fn chip(&self, having: &str) -> String {
        let (level, day, document) = (self.level, self.day, self.after.id());
        format!("/programmes/counts/units?having={having}&level={level}&day={day}&document={document}")
    }
}

/// The units behind a figure of the counts.
pub(crate) async fn units(who: Actor, Query(query): Query<CountedQuery>) -> Answer {
    let (asker, asked, day) = (who.clone(), query.clone(), day_or_today(&who, &query.day));
    let (level, having, list) = (query.level(), query.having(), query.list());
    let (after, rows, total) = who
        .read(move |tx| {
            let Some(root) = rollouts::widest(tx, asker.scope(VIEW))? else { return Err(Failure::Forbidden) };
            let after = After::read(tx, root, &asked.document)?;
            let list = asked.list();
            let (same, like, level) = (after.same.clone(), list.like(), level.to_owned());
            let filter = CountedFilter { root, same, day, level, like, having };
            let (offset, size) = if list.is_export() { (0, i64::from(i32::MAX)) } else { (list.offset(), list.size()) };
            let (rows, total) = store::list_counted_units(tx, &filter, offset, size)?;
            Ok((after, rows, total))
        })
        .await?;
    let cx = who.cx("programmes-counted-units");
    if list.is_export() {
        return export_units(&cx, &rows, &query.format);
    }
    let mut listing = Listing::new(rows, total, list, "/programmes/counts/units");
    listing.filters = format!("having={}&level={level}&day={day}&document={}", query.having, after.id());
    page(&CountedPage { cx, day, after, level, having, listing })
}

fn export_units(cx: &Cx, rows: &[CountedUnit], format: &str) -> Answer {
    let headings = cx.headings(&[
        ("programmes-unit", 48.0),
        ("programmes-count-programmes", 26.0),
        ("programmes-count-plans", 14.0),
        ("programmes-taken-over", 18.0),
    ]);
    let rows = rows
        .iter()
        .map(|one| vec![one.name.as_str().into(), one.programmes.into(), one.plans.into(), one.taken_over.into()])
        .collect();
    spreadsheet("don-vi-theo-chuong-trinh-ke-hoach", format, &headings, rows)
}
