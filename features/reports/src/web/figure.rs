//! A figure of a signed report with the rows that stood behind it then, and what the ledger says of the same day now.

use std::collections::HashSet;

use askama::Template;
use figures::store::{At, Tree};
use kernel::{Day, ReportId, UnitId};
use platform::app::{FigureSource, RowsOf};
use platform::db::Tx;
use platform::web::{Actor, Answer, Cx, Failure, ListQuery, Listing, Path, Query, page, personal_spreadsheet};

use crate::counting::figure_of;
use crate::domain::kept::{KeptFigure, KeptRow, ROWS_OF_A_FIGURE, What, are_the_same, hash_of_sums, seal_of};
use crate::domain::{Report, Stated};
use crate::{permissions, store};

/// What is read now, of the day on which the report was signed.
struct Now {
    value: i64,
    /// True when the rows (or what each unit has) are those that were kept.
    is_same: bool,
    href: String,
}

#[derive(Template)]
#[template(path = "reports/figure.html")]
struct FigurePage {
    cx: Cx,
    report: Report,
    stated: Stated,
    figure: KeptFigure,
    unit_name: String,
    as_of: Day,
    is_entered: bool,
    /// The rows are those the seal of the report names.
    holds: bool,
    now: Now,
    listing: Listing<KeptRow>,
}

impl FigurePage {
    fn is_of_units(&self) -> bool {
        self.figure.what == What::Units
    }
}

pub(crate) async fn show(
    who: Actor,
    Path((id, place)): Path<(ReportId, i64)>,
    Query(query): Query<ListQuery>,
) -> Answer {
    let asker = who.clone();
    let shown = who.read(move |tx| read(&asker, tx, id, place, query)).await?;
    if shown.listing.query.is_export() {
        return export(&who, &shown).await;
    }
    page(&shown)
}

fn read(who: &Actor, tx: &mut Tx<'_>, id: ReportId, place: i64, query: ListQuery) -> Result<FigurePage, Failure> {
    let report = store::find(tx, id)?;
    who.must(tx, permissions::VIEW, report.unit)?;
    // a unit of a table may lie in another's branch since: the number that was signed opens all the same, its rows are hidden
    who.must(tx, figures::permissions::VIEW, report.unit)?;
    let content = store::find_frozen(tx, id)?.content;
    let stated = content.stated_at(place).ok_or(Failure::NotFound)?.clone();
    let figure = store::find_kept(tx, id, place)?;
    let defined = figure_of(who.app(), &figure.figure).ok_or(Failure::NotFound)?;
    let all = store::list_kept(tx, id, place, "%")?;
    Ok(FigurePage {
        cx: who.cx(&stated.text_key()),
        unit_name: units::store::find_on(tx, figure.unit, content.as_of)?.name,
        as_of: content.as_of,
        is_entered: defined.source == FigureSource::Entered,
        holds: seal_of(&figure, &all) == stated.rows && figure.value == stated.value,
        now: now(who, tx, &figure, &all, &stated, content.as_of)?,
        listing: listing(who, tx, (id, &figure), &all, query)?,
        report,
        stated,
        figure,
    })
}

/// The rows that are asked for. What belonged to the branch then and lies in another's today is that one's to name: such a
/// row stays without words, and no search finds it by those it had.
fn listing(
    who: &Actor,
    tx: &mut Tx<'_>,
    (report, figure): (ReportId, &KeptFigure),
    all: &[KeptRow],
    query: ListQuery,
) -> Result<Listing<KeptRow>, Failure> {
    let others = units_of_others(who, tx, figure, all)?;
    let is_hidden = |row: &KeptRow| others.contains(&row.unit.unwrap_or(figure.unit));
    let mut rows = if query.q.is_empty() {
        all.to_vec()
    } else {
        let mut found = store::list_kept(tx, report, figure.position, &query.like())?;
        found.retain(|row| !is_hidden(row));
        found
    };
    let total = i64::try_from(rows.len()).unwrap_or(i64::MAX);
    let (offset, limit) = query.piece(i64::MAX);
    let usable = |n: i64| usize::try_from(n).unwrap_or_default();
    rows = rows.into_iter().skip(usable(offset)).take(usable(limit)).collect();
    for row in rows.iter_mut().filter(|row| is_hidden(row)) {
        row.title = who.cx("reports-report").t("reports-row-of-others");
        row.note.clear();
        row.href.clear();
    }
    Ok(Listing::new(rows, total, query, format!("/reports/{report}/figures/{}", figure.position)))
}

/// The units of these rows that lie outside what the actor may see today. A row that tells no unit is of the figure's.
fn units_of_others(
    who: &Actor,
    tx: &mut Tx<'_>,
    figure: &KeptFigure,
    rows: &[KeptRow],
) -> Result<HashSet<UnitId>, Failure> {
    let units: HashSet<UnitId> = rows.iter().map(|row| row.unit.unwrap_or(figure.unit)).collect();
    let mut others = HashSet::new();
    for unit in units {
        if !who.may(tx, figures::permissions::VIEW, unit)? {
            others.insert(unit);
        }
    }
    Ok(others)
}

fn now(
    who: &Actor,
    tx: &mut Tx<'_>,
    figure: &KeptFigure,
    kept: &[KeptRow],
    stated: &Stated,
    as_of: Day,
) -> Result<Now, Failure> {
    let defined = figure_of(who.app(), &figure.figure).ok_or(Failure::NotFound)?;
    let at = At { subject: &figure.subject, figure: defined.id, as_of, tree: Tree::AsWas };
    let value = figures::store::value_in(tx, at, figure.unit)?;
    let is_same = match figure.what {
        What::Rows => {
            let limit = i64::try_from(ROWS_OF_A_FIGURE + 1).unwrap_or(i64::MAX);
            let subject = figure.subject.clone();
            let of = RowsOf { subject, unit: figure.unit, as_of, tree_on: as_of, offset: 0, limit };
            let rows = (defined.rows)(tx, &of)?.rows;
            let kept = kept.iter().map(|row| (row.title.as_str(), row.href.as_str()));
            are_the_same(kept, rows.iter().map(|row| (row.title.as_str(), row.href.as_str())))
        }
        What::Units => {
            let mut own = (defined.of_units)(tx, &figure.subject, as_of)?;
            let superiors = units::store::list_superiors_on(tx, as_of)?;
            let line = |unit| std::iter::successors(Some(unit), |unit| superiors.get(unit).copied());
            own.retain(|(unit, n)| *n != 0 && line(*unit).any(|above| above == figure.unit));
            hash_of_sums(&own) == figure.sums_hash
        }
    };
    Ok(Now { value, is_same, href: stated.live_href(as_of) })
}

/// The rows as a file. That they left is kept in the log: many of them name people.
async fn export(who: &Actor, shown: &FigurePage) -> Answer {
    let cx = &shown.cx;
    let headings = cx.headings(&[("figures-row", 50.0), ("figures-note", 70.0), ("figures-value", 14.0)]);
    let line = |row: &KeptRow| vec![row.title.clone().into(), row.note.clone().into(), row.n.into()];
    let rows = shown.listing.rows.iter().map(line).collect();
    let format = shown.listing.query.format.as_str();
    personal_spreadsheet(who, "so-lieu-da-ky", Some(shown.figure.unit), format, (&headings, rows)).await
}
