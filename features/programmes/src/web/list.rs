//! The list of programmes: search without accents, chips, sort, pages, export.

use askama::Template;
use kernel::{Day, DocumentId, UnitKind};
use platform::db::{StoreError, Tx};
use platform::web::Query;
use platform::web::{Actor, Answer, Cx, Failure, ListQuery, Listing, page, spreadsheet};
use serde::Deserialize;

use super::day_or_today;
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
    /// Only those issued by this day, in the tree of the day.
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

    fn day(&self, who: &Actor) -> Option<Day> {
        (!self.day.is_empty()).then(|| day_or_today(who, &self.day))
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

/// A programme with whose it is and how far it is today.
pub(crate) struct ProgrammeRow {
    pub programme: Programme,
    pub unit_name: String,
    pub summary: Summary,
}

/// One page of the programmes the actor sees, and how many there are.
pub(crate) fn read(who: &Actor, tx: &mut Tx<'_>, query: &ProgrammesQuery) -> Result<(Vec<ProgrammeRow>, i64), Failure> {
    let Some(root) = rollouts::widest(tx, who.scope(VIEW))? else { return Ok((Vec::new(), 0)) };
    let list = query.list();
    let filter = ProgrammeFilter {
        root,
        like: list.like(),
        kind: query.kind().to_owned(),
        state: query.state().to_owned(),
        bases: query.bases(tx)?,
        level: query.level().to_owned(),
        day: query.day(who),
    };
    let (offset, size) = if list.is_export() { (0, 10_000) } else { (list.offset(), list.size()) };
    let mut rows = Vec::new();
    let page = store::list_page(tx, &filter, list.sort_in(store::SORT_KEYS), offset, size)?;
    let ids: Vec<ProgrammeId> = page.iter().map(|(programme, _)| programme.id).collect();
    let mut targets = store::targets_on(tx, &ids, who.today())?;
    for (programme, unit_name) in page {
        let targets = targets.remove(&programme.id).unwrap_or_default();
        let results = store::results_on(tx, &targets, who.today())?;
        let summary = summary_of(&targets, &results, who.today());
        rows.push(ProgrammeRow { programme, unit_name, summary });
    }
    Ok((rows, store::count(tx, &filter)?))
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
    day: Option<Day>,
    /// What the list is limited to beside the search.
    filters: Vec<(&'static str, String)>,
    is_filtered: bool,
    may_write: bool,
}

pub(crate) async fn list(who: Actor, Query(query): Query<ProgrammesQuery>) -> Answer {
    let (asker, asked) = (who.clone(), query.clone());
    let (rows, total) = who.read(move |tx| read(&asker, tx, &asked)).await?;
    if query.list().is_export() {
        return export(&who, &rows, &query.format);
    }
    let (state, kind) = (query.state(), query.kind());
    let mut listing = Listing::new(rows, total, query.list(), "/programmes");
    let (level, day) = (query.level(), query.day(&who));
    let on_day = day.map(|day| day.to_string()).unwrap_or_default();
    let filters = [
        ("state", state),
        ("kind", kind),
        ("document", query.document.as_str()),
        ("level", level),
        ("day", on_day.as_str()),
    ];
    let kept = filters.iter().filter(|(_, value)| !value.is_empty());
    let filters: Vec<(&'static str, String)> = kept.map(|(name, value)| (*name, (*value).to_owned())).collect();
    listing.filters = filters.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("&");
    let is_filtered = !listing.filters.is_empty() || !query.q.is_empty();
    let may_write = who.holds(WRITE);
    let (cx, document) = (who.cx("programmes-menu"), query.document);
    page(&ListPage { cx, listing, state, kind, document, level, day, filters, is_filtered, may_write })
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
