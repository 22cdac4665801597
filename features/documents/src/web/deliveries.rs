//! How far a document got: counts per level, each opening the list of units behind it.

use askama::Template;
use kernel::{DocumentId, UnitId};
use platform::web::{Actor, Answer, Cx, Failure, ListQuery, Listing, Path, Query, While, page, spreadsheet};
use serde::Deserialize;

use crate::access;
use crate::domain::Document;
use crate::store::{self, DeliveryCounts, DeliveryFilter, DeliveryRow, Level};

/// The query of the page.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct DeliveriesQuery {
    q: String,
    page: i64,
    size: i64,
    format: String,
    state: String,
    kind: String,
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
    may_send: bool,
}

pub(crate) async fn list(who: Actor, Path(id): Path<DocumentId>, Query(query): Query<DeliveriesQuery>) -> Answer {
    let (asker, asked) = (who.clone(), query.clone());
    let list = ListQuery {
        q: query.q.clone(),
        page: query.page,
        size: query.size,
        format: query.format.clone(),
        ..ListQuery::default()
    };
    let list_of = list.clone();
    let mut shown = who
        .read(move |tx| {
            let (document, root) = seen(&asker, tx, id)?;
            let filter = DeliveryFilter { document: id, root, state: asked.state, kind: asked.kind, like: list.like() };
            let (offset, size) = if list.is_export() { (0, 100_000) } else { (list.offset(), list.size()) };
            let rows = store::list_deliveries(tx, &filter, offset, size)?;
            let total = store::count_deliveries(tx, &filter)?;
            let levels = store::list_levels(tx, id, root)?;
            Ok::<_, Failure>(DeliveriesPage {
                cx: asker.cx("documents-deliveries"),
                counts: store::counts_of(&levels),
                listing: Listing::new(rows, total, list, format!("/documents/{id}/deliveries")),
                state: filter.state,
                kind: filter.kind,
                may_send: access::sending_unit(&asker, tx, &document)?.is_some(),
                levels,
                document,
            })
        })
        .await?;
    if list_of.is_export() {
        return export(&shown);
    }
    let filters = [("state", &shown.state), ("kind", &shown.kind)];
    let filters: Vec<_> = filters.into_iter().filter(|(_, value)| !value.is_empty()).collect();
    shown.listing.filters = serde_html_form::to_string(filters).while_doing("linking the list")?;
    page(&shown)
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
    let headings = [("unit", 48.0), ("kind", 26.0), ("sent-at", 18.0), ("opened-at", 18.0), ("acknowledged-at", 18.0)]
        .map(|(key, width)| sheets::Heading::new(cx.t(format!("documents-column-{key}")), width));
    let instant = |at: Option<kernel::Instant>| at.map(kernel::Instant::shown).unwrap_or_default();
    let lines = shown
        .listing
        .rows
        .iter()
        .map(|row| {
            vec![
                row.unit_name.as_str().into(),
                cx.word("unit-kind", &row.kind).into(),
                row.delivery.sent_at.shown().into(),
                instant(row.delivery.opened_at).into(),
                instant(row.delivery.acknowledged_at).into(),
            ]
        })
        .collect();
    spreadsheet("tinh-hinh-van-ban", &shown.listing.query.format, &headings, lines)
}
