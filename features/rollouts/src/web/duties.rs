//! The list behind the colours: duties of a rollout in a branch, filtered, searched, sorted, exported.

use askama::Template;
use axum::extract::{Path, Query};
use kernel::{Day, RequirementId, RolloutId, UnitKind};
use platform::db::Tx;
use platform::web::{Actor, Answer, Cx, Failure, ListQuery, Listing, State, While, page, spreadsheet};
use serde::Deserialize;
use units::domain::Unit;

use super::show::Colours;
use super::{Sight, sight};
use crate::domain::{ADDRESSABLE, Colour, Duty, Requirement, Rollout};
use crate::store::{self, DutyFilter, DutyRow};

/// The query of the list.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct DutiesQuery {
    q: String,
    sort: String,
    page: i64,
    size: i64,
    format: String,
    unit: String,
    state: String,
    requirement: String,
    kind: String,
}

impl DutiesQuery {
    pub(crate) fn list(&self) -> ListQuery {
        ListQuery {
            q: self.q.clone(),
            sort: self.sort.clone(),
            page: self.page,
            size: self.size,
            format: self.format.clone(),
        }
    }

    /// The address of the list with another colour, the other filters kept.
    fn with_state(&self, state: &str) -> String {
        let pairs = [
            ("unit", self.unit.as_str()),
            ("requirement", &self.requirement),
            ("kind", &self.kind),
            ("q", &self.q),
            ("state", state),
        ];
        query_of(&pairs)
    }
}

fn query_of(pairs: &[(&str, &str)]) -> String {
    let pairs: Vec<_> = pairs.iter().filter(|(_, value)| !value.is_empty()).collect();
    serde_html_form::to_string(pairs).unwrap_or_default()
}

/// A page of duties as the list and the API show it.
pub(crate) struct DutiesRead {
    pub rollout: Rollout,
    pub root: Unit,
    pub rows: Vec<DutyRow>,
    pub total: i64,
    pub requirements: Vec<Requirement>,
    pub colours: Colours,
}

pub(crate) fn read(who: &Actor, tx: &mut Tx<'_>, id: RolloutId, query: &DutiesQuery) -> Result<DutiesRead, Failure> {
    let Sight { rollout, root, .. } = sight(who, tx, id, &query.unit)?;
    let list = query.list();
    let requirement: Option<RequirementId> = query.requirement.parse().ok();
    let filter = DutyFilter {
        rollout: id,
        root: root.id,
        today: who.today(),
        like: list.like(),
        requirement,
        kind: query.kind.parse::<UnitKind>().ok(),
        colour: Colour::of(&query.state),
    };
    let (offset, size) = if list.is_export() { (0, i64::from(i32::MAX)) } else { (list.offset(), list.size()) };
    let mut colours = Colours::default();
    let counts = store::count_colours(tx, id, root.id, filter.today)?;
    for (_, colour, count) in counts.iter().filter(|(of, _, _)| requirement.is_none_or(|wanted| wanted == *of)) {
        colours.add(*colour, *count);
    }
    // what another committee asks of its own branch is not told outside it
    let mut requirements = store::list_requirements(tx, id)?;
    requirements.retain(|r| r.unit == rollout.unit || counts.iter().any(|(of, _, _)| *of == r.id));
    // without further filters the colours have counted the rows already
    let total = if query.q.is_empty() && filter.kind.is_none() {
        filter.colour.map_or(colours.all(), |colour| colours.of(colour))
    } else {
        store::count_duties(tx, &filter)?
    };
    Ok(DutiesRead {
        rows: store::list_duties(tx, &filter, list.sort_in(store::SORT_KEYS), offset, size)?,
        total,
        requirements,
        rollout,
        root,
        colours,
    })
}

/// A chip: its address, colour (none: all), count, whether it is chosen.
struct Chip {
    href: String,
    colour: Option<Colour>,
    count: i64,
    chosen: bool,
}

impl Chip {
    fn icon(&self) -> &'static str {
        self.colour.map_or("list", |colour| State::from(colour).icon())
    }

    fn word(&self) -> &'static str {
        self.colour.map_or("all", Colour::code)
    }
}

#[derive(Template)]
#[template(path = "rollouts/duties.html")]
struct ListPage {
    cx: Cx,
    rollout: Rollout,
    root: Unit,
    listing: Listing<DutyRow>,
    requirements: Vec<Requirement>,
    chips: Vec<Chip>,
    query: DutiesQuery,
    kinds: &'static [UnitKind],
    today: Day,
}

impl ListPage {
    fn state(&self, duty: &Duty) -> State {
        duty.colour(self.today).into()
    }
}

pub(crate) async fn list(who: Actor, Path(id): Path<RolloutId>, Query(query): Query<DutiesQuery>) -> Answer {
    let (asker, asked) = (who.clone(), query.clone());
    let read = who.read(move |tx| read(&asker, tx, id, &asked)).await?;
    if query.list().is_export() {
        return export(&who, &read.rows, &query.format);
    }
    let address = format!("/rollouts/{id}/duties");
    let mut chips = vec![Chip {
        href: format!("{address}?{}", query.with_state("")),
        colour: None,
        count: read.colours.all(),
        chosen: query.state.is_empty(),
    }];
    chips.extend(Colour::ALL.map(|colour| Chip {
        href: format!("{address}?{}", query.with_state(colour.code())),
        colour: Some(colour),
        count: read.colours.of(colour),
        chosen: query.state == colour.code(),
    }));
    let mut listing = Listing::new(read.rows, read.total, query.list(), address);
    let pairs =
        [("unit", &query.unit), ("state", &query.state), ("requirement", &query.requirement), ("kind", &query.kind)];
    let pairs: Vec<_> = pairs.into_iter().filter(|(_, value)| !value.is_empty()).collect();
    listing.filters = serde_html_form::to_string(pairs).while_doing("linking the list")?;
    page(&ListPage {
        cx: who.cx("rollouts-duties"),
        rollout: read.rollout,
        root: read.root,
        listing,
        requirements: read.requirements,
        chips,
        query,
        kinds: ADDRESSABLE,
        today: who.today(),
    })
}

fn export(who: &Actor, rows: &[DutyRow], format: &str) -> Answer {
    let cx = who.cx("rollouts-duties");
    let today = who.today();
    let headings = [
        ("unit", 44.0),
        ("level", 24.0),
        ("requirement", 44.0),
        ("due-on", 14.0),
        ("state", 16.0),
        ("ended-on", 14.0),
        ("evidence", 40.0),
    ]
    .map(|(key, width)| sheets::Heading::new(cx.t(format!("rollouts-{key}")), width));
    let lines = rows
        .iter()
        .map(|row| {
            vec![
                row.unit_name.as_str().into(),
                cx.word("unit-kind", row.unit_kind).into(),
                row.requirement_title.as_str().into(),
                row.duty.due_on.0.into(),
                cx.word("rollouts-duty-state", row.duty.word(today)).into(),
                row.duty.ending().map(|(_, day)| day.0).into(),
                row.duty.evidence.note.as_str().into(),
            ]
        })
        .collect();
    spreadsheet("nhiem-vu", format, &headings, lines)
}
