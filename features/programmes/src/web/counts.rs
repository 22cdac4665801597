//! How many programmes and plans each level has issued, after a document or of all.

use askama::Template;
use kernel::Day;
use platform::web::Query;
use platform::web::{Actor, Answer, Cx, Failure, page, spreadsheet};
use serde::Deserialize;

use super::{called, day_or_today};
use crate::permissions::VIEW;
use crate::store::{self, CountLine};

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
    document: String,
    called: String,
    lines: Vec<CountLine>,
}

impl CountsPage {
    fn programmes(&self) -> i64 {
        self.lines.iter().map(|line| line.programmes).sum()
    }

    fn plans(&self) -> i64 {
        self.lines.iter().map(|line| line.plans).sum()
    }
}

pub(crate) async fn show(who: Actor, Query(query): Query<CountsQuery>) -> Answer {
    let (asker, asked, day) = (who.clone(), query.clone(), day_or_today(&who, &query.day));
    let (called, lines) = who
        .read(move |tx| {
            let Some(root) = rollouts::widest(tx, asker.scope(VIEW))? else { return Err(Failure::Forbidden) };
            let document = asked.document.parse().ok();
            // only a document that may be worked on here is named
            let is_known = match document {
                Some(id) => rollouts::store::lookup_document(tx, root, id)?.is_some(),
                None => false,
            };
            let basis = if is_known { asked.document.as_str() } else { "" };
            Ok((called(tx, document.filter(|_| is_known))?, store::list_counts(tx, root, basis, day)?))
        })
        .await?;
    let cx = who.cx("programmes-counts");
    if ["xlsx", "csv"].contains(&query.format.as_str()) {
        return export(&cx, &lines, &query.format);
    }
    page(&CountsPage { cx, day, document: query.document, called, lines })
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
