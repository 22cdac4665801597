//! The pages of reports: list, choosing what to report on, the report with its evidence, the rows behind a
//! signed figure, writing, signing, papers.

mod edit;
mod figure;
mod show;

use askama::Template;
use kernel::{ConferenceId, RolloutId, UnitId};
use platform::db::{StoreError, Tx};
use platform::web::Query;
use platform::web::{Actor, Answer, Cx, Failure, Form, ListQuery, Listing, go_to, page, spreadsheet};
use serde::Deserialize;
use units::domain::Unit;

use crate::domain::{Head, Kind};
use crate::permissions;
use crate::store::{self, ReportFilter, ReportRow};

pub(crate) use edit::{edit, update};
pub(crate) use figure::show as figure;
pub(crate) use show::{docx, pdf, show, sign};

#[derive(Template)]
#[template(path = "reports/list.html")]
struct ListPage {
    cx: Cx,
    listing: Listing<ReportRow>,
}

/// The reports the query asks for, of what the actor may see today.
pub(crate) fn filter_of(who: &Actor, query: &ListQuery) -> Result<ReportFilter, Failure> {
    let (roots, as_of) = (who.scope(permissions::VIEW), query.past_day(who.today())?);
    Ok(ReportFilter { roots, like: query.like(), as_of })
}

pub(crate) async fn list(who: Actor, Query(query): Query<ListQuery>) -> Answer {
    let (asker, asked) = (who.clone(), query.clone());
    let (rows, total) = who
        .read(move |tx| {
            let filter = filter_of(&asker, &asked)?;
            let part = asked.piece(i64::from(i32::MAX));
            Ok::<_, Failure>(store::list_page(tx, &filter, asked.sort_in(store::SORT_KEYS), part)?)
        })
        .await?;
    let cx = who.cx("reports-menu");
    if query.is_export() {
        let headings = ["unit", "number", "day", "title", "state"]
            .map(|key| sheets::Heading::new(cx.t(format!("reports-column-{key}")), 30.0));
        let lines = rows
            .iter()
            .map(|row| {
                let (head, state) = (&row.report.head, if row.report.is_signed() { "signed" } else { "draft" });
                let number =
                    if head.number.is_empty() { String::new() } else { format!("{}-{}", head.number, head.symbol) };
                vec![
                    row.unit_name.as_str().into(),
                    number.into(),
                    head.dated_on.map(|day| day.0).into(),
                    head.title.as_str().into(),
                    cx.word("reports-state", state).into(),
                ]
            })
            .collect();
        return spreadsheet("bao-cao", &query.format, &headings, lines);
    }
    let as_of = query.past_day(who.today())?;
    page(&ListPage { cx, listing: Listing::new(rows, total, query, "/reports").seen_as_of(as_of) })
}

/// What to report on.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct About {
    conference: String,
    rollout: String,
    unit: String,
}

#[derive(Template)]
#[template(path = "reports/new.html")]
struct NewPage {
    cx: Cx,
    about: About,
    title: String,
    units: Vec<Unit>,
}

/// The subject, its kind, and the title the report would have.
fn subject(tx: &mut Tx<'_>, about: &About) -> Result<(Kind, String, String), Failure> {
    if let Ok(id) = about.conference.parse::<ConferenceId>() {
        let conference = conferences::store::find(tx, id)?;
        return Ok((Kind::Conference, id.to_string(), format!("kết quả {}", lower_first(&conference.title))));
    }
    let id = about.rollout.parse::<RolloutId>().map_err(|_| Failure::NotFound)?;
    let rollout = rollouts::store::find(tx, id)?;
    Ok((Kind::Outline, id.to_string(), format!("kết quả {}", lower_first(&rollout.title))))
}

fn lower_first(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_lowercase().chain(letters).collect()).unwrap_or_default()
}

/// The actor's own units that may report on it: those whose branch or superior it concerns.
fn reporting_units(tx: &mut Tx<'_>, who: &Actor) -> Result<Vec<Unit>, StoreError> {
    units::store::list_living(tx, &who.scope(permissions::WRITE))
}

pub(crate) async fn new(who: Actor, Query(about): Query<About>) -> Answer {
    let asker = who.clone();
    let (title, units, about) = who
        .read(move |tx| {
            let units = reporting_units(tx, &asker)?;
            let title = subject(tx, &about).map(|(_, _, title)| title)?;
            Ok::<_, Failure>((title, units, about))
        })
        .await?;
    page(&NewPage { cx: who.cx("reports-new"), about, title, units })
}

pub(crate) async fn create(who: Actor, Form(about): Form<About>) -> Answer {
    let asker = who.clone();
    let id = who
        .write(move |tx| {
            let unit: UnitId = about.unit.parse().map_err(|_| Failure::NotFound)?;
            asker.must(tx, permissions::WRITE, unit)?;
            units::store::must_live(tx, unit)?;
            let (kind, subject, title) = subject(tx, &about)?;
            concerns(tx, kind, &subject, unit)?;
            if let Some(report) = store::lookup_about(tx, unit, &subject)? {
                return Ok(report.id);
            }
            let unit = units::store::find(tx, unit)?;
            let above = unit.parent.map(|parent| units::store::find(tx, parent)).transpose()?;
            let head = Head {
                dated_on: Some(tx.today()),
                ..Head::usual(unit.kind, &unit.name, above.as_ref().map(|a| a.name.as_str()), title)
            };
            Ok::<_, Failure>(store::insert(tx, unit.id, kind, &subject, &head)?)
        })
        .await?;
    go_to(format!("/reports/{id}/edit"))
}

/// A unit reports on what is held or rolled out above it, by it, or in its branch.
fn concerns(tx: &mut Tx<'_>, kind: Kind, subject: &str, unit: UnitId) -> Result<(), Failure> {
    let owner = match kind {
        Kind::Conference => conferences::store::find(tx, subject.parse().map_err(|_| Failure::NotFound)?)?.unit,
        Kind::Outline => rollouts::store::find(tx, subject.parse().map_err(|_| Failure::NotFound)?)?.unit,
    };
    let related = units::store::is_within(tx, unit, owner)? || units::store::is_within(tx, owner, unit)?;
    // what an advisory body holds, it holds for its committee
    let holder = units::store::find(tx, owner)?;
    let of_its_committee = match holder.parent {
        Some(committee_id) if !holder.kind.is_party_organisation() => units::store::is_within(tx, unit, committee_id)?,
        _ => false,
    };
    if related || of_its_committee { Ok(()) } else { Err(Failure::NotFound) }
}
