//! The list of units of a branch, now or on a past day, and as a file.

use std::collections::HashMap;

use askama::Template;
use kernel::{Day, UnitId, UnitKind};
use platform::db::{StoreError, Tx};
use platform::web::{Actor, Answer, Cx, Failure, ListQuery, Listing, Query, While, page, past_day, spreadsheet};
use serde::Deserialize;

use crate::domain::Unit;
use crate::permissions;
use crate::store::{self, UnitFilter};

/// The query of the list of units.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct UnitsQuery {
    q: String,
    sort: String,
    page: i64,
    size: i64,
    format: String,
    kind: String,
    under: String,
    /// The day whose tree is listed; now when empty.
    day: String,
}

impl UnitsQuery {
    fn day(&self, today: Day) -> Result<Option<Day>, Failure> {
        past_day(&self.day, today)
    }

    pub(crate) fn list(&self) -> ListQuery {
        ListQuery {
            q: self.q.clone(),
            sort: self.sort.clone(),
            page: self.page,
            format: self.format.clone(),
            size: self.size,
            ..ListQuery::default()
        }
    }
}

/// The branch asked for, or the first of the actor's own; none when the actor has no branch.
pub(crate) fn filter_of(who: &Actor, tx: &mut Tx<'_>, query: &UnitsQuery) -> Result<Option<UnitFilter>, Failure> {
    let root = match query.under.parse::<UnitId>() {
        Ok(under) => {
            who.must(tx, permissions::VIEW, under)?;
            Some(under)
        }
        Err(_) => widest(tx, who.scope(permissions::VIEW))?,
    };
    let like = query.list().like();
    let (kind, day) = (query.kind.parse().ok(), query.day(who.today())?);
    Ok(root.map(|root| UnitFilter { root, like, kind, day }))
}

/// Of several branches the one that stands highest.
fn widest(tx: &mut Tx<'_>, roots: Vec<UnitId>) -> Result<Option<UnitId>, StoreError> {
    let mut best: Option<(usize, UnitId)> = None;
    for root in roots {
        let height = store::list_ancestors(tx, root)?.len();
        if best.is_none_or(|(least, _)| height < least) {
            best = Some((height, root));
        }
    }
    Ok(best.map(|(_, root)| root))
}

#[derive(Template)]
#[template(path = "units/list.html")]
struct ListPage {
    cx: Cx,
    listing: Listing<Unit>,
    kinds: Vec<(&'static str, bool)>,
    may_edit: bool,
    /// The day whose tree is listed; none for now.
    as_of: Option<Day>,
    today: Day,
    kind: String,
}

impl ListPage {
    fn address_of(&self, unit: &UnitId) -> String {
        self.as_of.map_or_else(|| format!("/units/{unit}"), |day| format!("/units/{unit}?day={day}"))
    }
}

pub(crate) async fn list(who: Actor, Query(query): Query<UnitsQuery>) -> Answer {
    let (asker, asked) = (who.clone(), query.clone());
    let (rows, total, known) = who
        .read(move |tx| {
            let Some(filter) = filter_of(&asker, tx, &asked)? else { return Ok((Vec::new(), 0, Known::default())) };
            let list = asked.list();
            let (offset, size) = list.piece(i64::from(i32::MAX));
            let rows = store::list_page(tx, &filter, list.sort_in(store::SORT_KEYS), offset, size)?;
            let known = if list.is_export() { Known::of(tx, &rows)? } else { Known::default() };
            Ok::<_, Failure>((rows, store::count(tx, &filter)?, known))
        })
        .await?;
    if query.list().is_export() {
        return export(&who, &rows, &known, &query.format);
    }
    let mut listing = Listing::new(rows, total, query.list(), "/units");
    let pairs = [("kind", &query.kind), ("under", &query.under), ("day", &query.day)];
    let pairs: Vec<_> = pairs.into_iter().filter(|(_, v)| !v.is_empty()).collect();
    listing.filters = serde_html_form::to_string(pairs).while_doing("linking the list")?;
    let kinds = UnitKind::ALL.iter().map(|k| (k.code(), k.code() == query.kind)).collect();
    let may_edit = who.holds(permissions::EDIT);
    let (today, as_of) = (who.today(), query.day(who.today())?);
    page(&ListPage { cx: who.cx("units-menu"), listing, kinds, may_edit, as_of, today, kind: query.kind })
}

/// What a file says of its units beside what the page shows.
#[derive(Default)]
struct Known {
    /// The codes of the units above, whether they are among them or not.
    parents: HashMap<UnitId, String>,
    /// The documents that decided their founding.
    decisions: HashMap<UnitId, String>,
}

impl Known {
    fn of(tx: &mut Tx<'_>, rows: &[Unit]) -> Result<Self, StoreError> {
        let mut parents: Vec<UnitId> = rows.iter().filter_map(|unit| unit.parent).collect();
        parents.sort_unstable();
        parents.dedup();
        let ids: Vec<UnitId> = rows.iter().map(|unit| unit.id).collect();
        Ok(Known { parents: store::codes_of(tx, &parents)?, decisions: store::founding_decisions_of(tx, &ids)? })
    }
}

/// The list as a file, with the same columns as the import takes.
fn export(who: &Actor, rows: &[Unit], known: &Known, format: &str) -> Answer {
    let cx = who.cx("units-menu");
    let headings = cx.headings(&[
        ("units-code", 18.0),
        ("units-name", 48.0),
        ("units-short-name", 28.0),
        ("units-kind", 24.0),
        ("units-parent", 18.0),
        ("units-founded", 14.0),
        ("units-organ-id", 18.0),
        ("units-change-decision", 40.0),
    ]);
    let lines = rows
        .iter()
        .map(|unit| {
            vec![
                unit.code.as_str().into(),
                unit.name.as_str().into(),
                unit.short_name.as_str().into(),
                cx.t(format!("unit-kind-{}", unit.kind)).into(),
                unit.parent.and_then(|p| known.parents.get(&p)).map_or("", String::as_str).into(),
                unit.founded_on.map(|d| d.0).into(),
                unit.organ_id.as_str().into(),
                known.decisions.get(&unit.id).map_or("", String::as_str).into(),
            ]
        })
        .collect();
    spreadsheet("don-vi", format, &headings, lines)
}
