//! The list of programmes: search without accents, chips, sort, pages, export.

use askama::Template;
use kernel::{DocumentId, UnitKind};
use platform::db::{StoreError, Tx};
use platform::web::Query;
use platform::web::{Actor, Answer, Cx, Failure, ListQuery, Listing, page, spreadsheet};
use serde::Deserialize;

use crate::domain::{Kind, Programme, ProgrammeId, State, Summary, summary_of};
use crate::permissions::{VIEW, WRITE};
use crate::store::{self, ProgrammeFilter};

/// The query of the list.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct ProgrammesQuery {
    q: String,
    sort: String,
    page: i64,
    size: i64,
    format: String,
    state: String,
    kind: String,
    document: String,
    /// Only of units of this kind.
    level: String,
    /// As they stood at the end of this day, in the tree of the day.
    day: String,
}

impl ProgrammesQuery {
    fn list(&self) -> ListQuery {
        ListQuery {
            q: self.q.clone(),
            sort: self.sort.clone(),
            page: self.page,
            format: self.format.clone(),
            size: self.size,
            day: self.day.clone(),
            ..ListQuery::default()
        }
    }

    fn state(&self) -> &'static str {
        self.state.parse::<State>().map(State::code).unwrap_or_default()
    }

    fn kind(&self) -> &'static str {
        // programmes of either name, as they are counted together
        if self.kind == "programmes" {
            "programmes"
        } else {
            self.kind.parse::<Kind>().map(Kind::code).unwrap_or_default()
        }
    }

    fn level(&self) -> &'static str {
        self.level.parse::<UnitKind>().map(UnitKind::code).unwrap_or_default()
    }

    /// The document asked for, as it stands in all registers.
    fn bases(&self, tx: &mut Tx<'_>) -> Result<Vec<DocumentId>, Failure> {
        let Ok(id) = self.document.parse::<DocumentId>() else { return Ok(Vec::new()) };
        match documents::store::list_same(tx, id) {
            // there is none after it
            Err(StoreError::NotFound) => Ok(vec![id]),
            same => Ok(same?),
        }
    }
}

/// A programme with whose it is and how far it is, today or on the day of the list.
pub(crate) struct ProgrammeRow {
    pub programme: Programme,
    pub unit_name: String,
    pub summary: Summary,
}

/// One page of the programmes the actor sees.
#[derive(Default)]
pub(crate) struct Found {
    pub rows: Vec<ProgrammeRow>,
    /// How many there are.
    pub total: i64,
    /// How many of a past day are others' to see today: their units left the branch.
    of_others: i64,
}

pub(crate) fn read(who: &Actor, tx: &mut Tx<'_>, query: &ProgrammesQuery) -> Result<Found, Failure> {
    let Some(root) = rollouts::widest(tx, who.scope(VIEW))? else { return Ok(Found::default()) };
    let list = query.list();
    let as_of = list.past_day(who.today())?;
    let filter = ProgrammeFilter {
        root,
        like: list.like(),
        kind: query.kind().to_owned(),
        state: query.state().to_owned(),
        bases: query.bases(tx)?,
        level: query.level().to_owned(),
        day: as_of,
        seen_today: true,
    };
    let (offset, size) = if list.is_export() { (0, 10_000) } else { (list.offset(), list.size()) };
    let mut rows = Vec::new();
    let page = store::list_page(tx, &filter, list.sort_in(store::SORT_KEYS), (offset, size))?;
    let ids: Vec<ProgrammeId> = page.iter().map(|(programme, _)| programme.id).collect();
    let day = as_of.unwrap_or(who.today());
    let mut targets = store::targets_on(tx, &ids, day)?;
    for (programme, unit_name) in page {
        let targets = targets.remove(&programme.id).unwrap_or_default();
        let results = store::results_on(tx, &targets, day)?;
        let summary = summary_of(&targets, &results, day);
        rows.push(ProgrammeRow { programme, unit_name, summary });
    }
    let total = store::count(tx, &filter)?;
    let of_others = match as_of {
        Some(_) => store::count(tx, &ProgrammeFilter { seen_today: false, ..filter })? - total,
        None => 0,
    };
    Ok(Found { rows, total, of_others })
}

#[derive(Template)]
#[template(path = "programmes/list.html")]
struct ListPage {
    cx: Cx,
    listing: Listing<ProgrammeRow>,
    state: &'static str,
    kind: &'static str,
    document: String,
    level: &'static str,
    of_others: i64,
    is_filtered: bool,
    may_write: bool,
}

impl ListPage {
    /// The page of a programme, of the day of the list.
    fn address_of(&self, row: &ProgrammeRow) -> String {
        let day = self.listing.as_of.map(|day| format!("?day={day}")).unwrap_or_default();
        format!("/programmes/{}{day}", row.programme.id)
    }

    /// The list limited to one kind or state (`kind` or `state`, and its code); words, level, document and day stay.
    fn with(&self, name: &str, code: &str) -> String {
        let query = ListQuery { q: self.listing.query.q.clone(), ..ListQuery::default() };
        let mut same: Listing<()> = Listing::new(Vec::new(), 0, query, "/programmes").seen_as_of(self.listing.as_of);
        same.filters = filters_of(&[("document", &self.document), ("level", self.level), (name, code)]);
        same.to_page(1)
    }
}

/// What a link of the list holds beside the words looked for, without what is empty.
fn filters_of(pairs: &[(&str, &str)]) -> String {
    let kept: Vec<_> = pairs.iter().filter(|(_, value)| !value.is_empty()).collect();
    serde_html_form::to_string(kept).unwrap_or_default()
}

pub(crate) async fn list(who: Actor, Query(query): Query<ProgrammesQuery>) -> Answer {
    let (asker, asked) = (who.clone(), query.clone());
    let Found { rows, total, of_others } = who.read(move |tx| read(&asker, tx, &asked)).await?;
    if query.list().is_export() {
        return export(&who, &rows, &query.format);
    }
    let (state, kind) = (query.state(), query.kind());
    let as_of = query.list().past_day(who.today())?;
    let mut listing = Listing::new(rows, total, query.list(), "/programmes").seen_as_of(as_of);
    let level = query.level();
    listing.filters = filters_of(&[("state", state), ("kind", kind), ("document", &query.document), ("level", level)]);
    let is_filtered = !listing.filters.is_empty() || !query.q.is_empty() || as_of.is_some();
    let may_write = who.holds(WRITE);
    let (cx, document) = (who.cx("programmes-menu"), query.document);
    page(&ListPage { cx, listing, state, kind, document, level, of_others, is_filtered, may_write })
}

fn export(who: &Actor, rows: &[ProgrammeRow], format: &str) -> Answer {
    let cx = who.cx("programmes-menu");
    let headings = cx.headings(&[
        ("programmes-kind", 26.0),
        ("programmes-title", 60.0),
        ("programmes-unit", 32.0),
        ("programmes-state", 18.0),
        ("programmes-starts-on", 14.0),
        ("programmes-ends-on", 14.0),
        ("programmes-targets", 12.0),
        ("programmes-met", 12.0),
        ("programmes-exceeded", 12.0),
        ("programmes-late", 12.0),
    ]);
    let lines = rows
        .iter()
        .map(|ProgrammeRow { programme, unit_name, summary }| {
            vec![
                cx.word("programmes-kind", programme.head.kind).into(),
                programme.head.title.as_str().into(),
                unit_name.as_str().into(),
                cx.word("programmes-state", programme.state).into(),
                Some(programme.head.starts_on.0).into(),
                Some(programme.head.ends_on.0).into(),
                summary.targets.into(),
                summary.met.into(),
                summary.exceeded.into(),
                summary.late.into(),
            ]
        })
        .collect();
    spreadsheet("chuong-trinh-ke-hoach", format, &headings, lines)
}
