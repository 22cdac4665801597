//! The list behind the figures: duties of a rollout in a branch, filtered, searched, sorted, exported.

use askama::Template;
use kernel::{Day, RolloutId, UnitId, UnitKind};
use platform::db::Tx;
use platform::web::{Actor, Answer, Cx, Failure, ListQuery, Listing, Path, Query, State, While, page, spreadsheet};
use serde::Deserialize;
use units::domain::Unit;

use super::show::GroupCounts;
use super::{Sight, sight};
use crate::domain::{ADDRESSABLE, Duty, Group, Requirement, Rollout};
use crate::permissions;
use crate::store::{self, DutyFilter, DutyRow};

/// The query of the list.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct DutiesQuery {
    pub q: String,
    pub sort: String,
    pub page: i64,
    pub size: i64,
    pub format: String,
    pub unit: String,
    pub state: String,
    pub requirement: String,
    pub kind: String,
}

impl DutiesQuery {
    pub(crate) fn list(&self) -> ListQuery {
        ListQuery {
            q: self.q.clone(),
            sort: self.sort.clone(),
            page: self.page,
            size: self.size,
            format: self.format.clone(),
            ..ListQuery::default()
        }
    }

    /// The address of the list with another group, the other filters kept.
    fn with_state(&self, state: &str) -> String {
        let pairs = [
            ("unit", self.unit.as_str()),
            ("requirement", &self.requirement),
            ("kind", &self.kind),
            ("q", &self.q),
            ("state", state),
        ];
        let pairs: Vec<_> = pairs.iter().filter(|(_, value)| !value.is_empty()).collect();
        serde_html_form::to_string(pairs).unwrap_or_default()
    }

    /// The filter these words mean, in the branch of this unit.
    pub(crate) fn filter(&self, rollout: RolloutId, root: UnitId, today: Day) -> DutyFilter {
        DutyFilter {
            rollout,
            root,
            today,
            like: self.list().like(),
            requirement: self.requirement.parse().ok(),
            kind: self.kind.parse().ok(),
            group: self.state.parse().ok(),
            in_hand: false,
        }
    }

    /// The address of the list with these filters.
    pub(crate) fn address(&self, rollout: RolloutId) -> String {
        format!("/rollouts/{rollout}/duties?{}", self.with_state(&self.state))
    }
}

/// A page of duties as the list and the API show it.
pub(crate) struct DutiesRead {
    pub rollout: Rollout,
    pub root: Unit,
    pub rows: Vec<DutyRow>,
    pub total: i64,
    pub requirements: Vec<Requirement>,
    pub counts: GroupCounts,
    /// How many duties of the filter the actor may remind of or waive.
    pub in_hand: i64,
}

pub(crate) fn read(who: &Actor, tx: &mut Tx<'_>, id: RolloutId, query: &DutiesQuery) -> Result<DutiesRead, Failure> {
    let Sight { rollout, root, .. } = sight(who, tx, id, &query.unit)?;
    let list = query.list();
    let filter = query.filter(id, root.id, who.today());
    let (offset, size) = if list.is_export() { (0, i64::from(i32::MAX)) } else { (list.offset(), list.size()) };
    let mut counts = GroupCounts::default();
    let all = store::count_groups(tx, id, root.id, filter.today)?;
    for (_, group, count) in all.iter().filter(|(of, _, _)| filter.requirement.is_none_or(|wanted| wanted == *of)) {
        counts.add(*group, *count);
    }
    // what another committee asks of its own branch is not told outside it
    let mut requirements = store::list_requirements(tx, id)?;
    requirements.retain(|r| r.unit == rollout.unit || all.iter().any(|(of, _, _)| *of == r.id));
    // without further filters the groups have counted the rows already
    let total = if query.q.is_empty() && filter.kind.is_none() {
        filter.group.map_or(counts.all(), |group| counts.of(group))
    } else {
        store::count_duties(tx, &filter)?
    };
    let may_waive = rollout.is_running() && who.may(tx, permissions::WAIVE, root.id)?;
    let in_hand = DutyFilter { in_hand: true, ..filter.clone() };
    Ok(DutiesRead {
        rows: store::list_duties(tx, &filter, list.sort_in(store::SORT_KEYS), offset, size)?,
        in_hand: if may_waive { store::count_duties(tx, &in_hand)? } else { 0 },
        total,
        requirements,
        rollout,
        root,
        counts,
    })
}

/// A chip: its address, group (none: all), count, whether it is chosen.
struct Chip {
    href: String,
    group: Option<Group>,
    count: i64,
    chosen: bool,
}

impl Chip {
    fn icon(&self) -> &'static str {
        self.group.map_or("list", |group| State::from(group.colour()).icon())
    }

    fn word(&self) -> &'static str {
        self.group.map_or("all", Group::code)
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
    in_hand: i64,
    today: Day,
}

impl ListPage {
    fn state(&self, duty: &Duty) -> State {
        duty.colour(self.today).into()
    }

    /// True when this duty can be chosen: the unit looked at stands above the one that owes it.
    fn is_in_hand(&self, duty: &Duty) -> bool {
        self.in_hand > 0 && duty.is_open() && duty.unit != self.root.id
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
        group: None,
        count: read.counts.all(),
        chosen: query.state.is_empty(),
    }];
    chips.extend(Group::ALL.iter().map(|group| Chip {
        href: format!("{address}?{}", query.with_state(group.code())),
        group: Some(*group),
        count: read.counts.of(*group),
        chosen: query.state == group.code(),
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
        in_hand: read.in_hand,
        today: who.today(),
    })
}

fn export(who: &Actor, rows: &[DutyRow], format: &str) -> Answer {
    let cx = who.cx("rollouts-duties");
    let today = who.today();
    let headings = cx.headings(&[
        ("rollouts-unit", 44.0),
        ("rollouts-level", 24.0),
        ("rollouts-requirement", 44.0),
        ("rollouts-due-on", 14.0),
        ("rollouts-state", 16.0),
        ("rollouts-ended-on", 14.0),
        ("rollouts-evidence", 40.0),
    ]);
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
