//! How far a document got, as of any day: counts per level, each opening the list of units behind it with the days from the
//! signature to each.

use askama::Template;
use kernel::{Day, DocumentId, Instant, UnitId};
use platform::web::{Actor, Answer, Cx, Failure, ListQuery, Listing, Path, Query, While, page, spreadsheet};
use serde::Deserialize;

use super::AsOf;
use crate::access;
use crate::domain::Document;
use crate::store::{self, DeliveryCounts, DeliveryFilter, DeliveryRow, Level};

/// The query of the page.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct DeliveriesQuery {
    q: String,
    sort: String,
    page: i64,
    size: i64,
    format: String,
    state: String,
    kind: String,
    day: String,
    tree: String,
}

#[derive(Template)]
#[template(path = "documents/deliveries.html")]
struct DeliveriesPage {
    cx: Cx,
    document: Document,
    levels: Vec<Level>,
    counts: DeliveryCounts,
    listing: Listing<DeliveryRow>,
    state: String,
    kind: String,
    seen: AsOf,
    signed_on: Day,
    may_send: bool,
}

impl DeliveriesPage {
    /// Days from the signature to a step; none while it has not come.
    fn days(&self, at: &Option<Instant>) -> Option<i64> {
        at.map(|at| self.signed_on.days_until(at.day()))
    }

    /// Days that have gone by since the signature.
    fn so_far(&self) -> i64 {
        self.signed_on.days_until(self.seen.day)
    }
}

pub(crate) async fn list(who: Actor, Path(id): Path<DocumentId>, Query(query): Query<DeliveriesQuery>) -> Answer {
    let (asker, asked) = (who.clone(), query.clone());
    let list = ListQuery {
        q: query.q.clone(),
        sort: query.sort.clone(),
        page: query.page,
        size: query.size,
        format: query.format.clone(),
        ..ListQuery::default()
    };
    let list_of = list.clone();
    let mut shown = who
        .read(move |tx| {
            let (document, root) = seen(&asker, tx, id)?;
            let seen = AsOf::read(&asker, tx, &asked.day, &asked.tree)?;
            let all = DeliveryFilter {
                document: id,
                root,
                state: String::new(),
                kind: String::new(),
                like: "%".into(),
                on: seen.day,
                tree_on: seen.tree_on(),
            };
            let levels = all.list_levels(tx)?;
            let filter = DeliveryFilter { state: asked.state, kind: asked.kind, like: list.like(), ..all };
            let sort = list.sort_in(DeliveryFilter::SORT_KEYS);
            let rows = store::list_deliveries(tx, &filter, sort, list.piece(100_000))?;
            let total = store::count_deliveries(tx, &filter)?;
            Ok::<_, Failure>(DeliveriesPage {
                cx: asker.cx("documents-deliveries"),
                counts: store::counts_of(&levels),
                listing: Listing::new(rows, total, list, format!("/documents/{id}/deliveries")),
                state: filter.state,
                kind: filter.kind,
                seen,
                signed_on: signed_on(&document),
                may_send: access::sending_unit(&asker, tx, &document)?.is_some(),
                levels,
                document,
            })
        })
        .await?;
    if list_of.is_export() {
        return export(&shown);
    }
    let (day, tree) = (shown.seen.day.to_string(), shown.seen.tree.code().to_owned());
    let filters = [("state", &shown.state), ("kind", &shown.kind), ("day", &day), ("tree", &tree)];
    let filters: Vec<_> = filters.into_iter().filter(|(_, value)| !value.is_empty()).collect();
    shown.listing.filters = serde_html_form::to_string(filters).while_doing("linking the list")?;
    page(&shown)
}

/// The day the document bears; the day it was registered when it bears none.
pub(crate) fn signed_on(document: &Document) -> Day {
    document.entry.issued_on.unwrap_or_else(|| document.created_at.day())
}

/// The document and the branch whose deliveries the actor may know.
pub(crate) fn seen(
    who: &Actor,
    tx: &mut platform::db::Tx<'_>,
    id: DocumentId,
) -> Result<(Document, Option<UnitId>), Failure> {
    let document = store::find_entry(tx, id)?;
    access::must_see(who, tx, &document)?;
    let root = access::delivery_root(who, tx, &document)?.ok_or(Failure::Forbidden)?;
    Ok((document, root))
}

fn export(shown: &DeliveriesPage) -> Answer {
    let cx = &shown.cx;
    let heading = |(key, width): (&str, f64)| sheets::Heading::new(cx.t(format!("documents-column-{key}")), width);
    let headings = [
        ("unit", 48.0),
        ("kind", 26.0),
        ("sent-at", 18.0),
        ("opened-at", 18.0),
        ("days-opened", 14.0),
        ("acknowledged-at", 18.0),
        ("days-acknowledged", 14.0),
    ]
    .map(heading);
    let instant = |at: Option<Instant>| at.map(Instant::shown).unwrap_or_default();
    let lines = shown
        .listing
        .rows
        .iter()
        .map(|row| {
            let (opened, acknowledged) = (row.delivery.opened_at, row.delivery.acknowledged_at);
            vec![
                row.unit_name.as_str().into(),
                cx.word("unit-kind", &row.kind).into(),
                row.delivery.sent_at.shown().into(),
                instant(opened).into(),
                shown.days(&opened).into(),
                instant(acknowledged).into(),
                shown.days(&acknowledged).into(),
            ]
        })
        .collect();
    spreadsheet("tinh-hinh-van-ban", &shown.listing.query.format, &headings, lines)
}
