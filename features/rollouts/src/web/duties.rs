//! The list behind the figures: duties of a rollout in a branch, now or on a past day, filtered, searched, sorted, exported.

use askama::Template;
use kernel::{Day, RequirementId, RolloutId, UnitId, UnitKind};
use platform::db::Tx;
use platform::web::{Actor, Answer, Cx, Failure, ListQuery, Listing, Path, Query, State, While, page, spreadsheet};
use serde::Deserialize;
use units::domain::Unit;

use super::show::GroupCounts;
use super::{AsOf, Sight, sight_on};
use crate::domain::{ADDRESSABLE, Duty, Group, Requirement, Rollout};
use crate::permissions;
use crate::store::{self, DutyFilter, DutyRow, PastDay};

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
    /// The day at whose end duties are seen; now when empty.
    pub day: String,
    /// `now`: in the tree of today.
    pub tree: String,
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

    /// The query of the list with another group, the other filters kept.
    fn with_state(&self, state: &str) -> String {
        self.with(state, &self.day, &self.tree)
    }

    /// The same of another day or tree.
    fn with(&self, state: &str, day: &str, tree: &str) -> String {
        let kept = self.kept().into_iter().filter(|(name, _)| *name != "state");
        let others =
            [("state", state), ("day", day), ("tree", tree)].into_iter().filter(|(_, value)| !value.is_empty());
        serde_html_form::to_string(kept.chain(others).collect::<Vec<_>>()).unwrap_or_default()
    }

    /// Everything but the day and the tree, for the form that asks for a day.
    fn kept(&self) -> Vec<(&'static str, &str)> {
        let all = [
            ("unit", self.unit.as_str()),
            ("requirement", &self.requirement),
            ("kind", &self.kind),
            ("q", &self.q),
            ("state", &self.state),
        ];
        all.into_iter().filter(|(_, value)| !value.is_empty()).collect()
    }

    /// The filter these words mean, in the branch of this unit.
    pub(crate) fn filter(&self, rollout: RolloutId, root: UnitId, today: Day) -> DutyFilter {
        DutyFilter {
            rollout,
            root,
            today,
            past: None,
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
    pub seen: AsOf,
    pub rows: Vec<DutyRow>,
    pub total: i64,
    /// How many duties of a past day are of units outside of the actor's branches today: counted, not named.
    pub of_others: i64,
    pub requirements: Vec<Requirement>,
    pub counts: GroupCounts,
    /// How many duties of the filter the actor may remind of or waive.
    pub in_hand: i64,
}

impl DutiesRead {
    /// The word of a duty's state; of a past day nobody knows which of the open ones were begun.
    pub(crate) fn word(seen: &AsOf, duty: &Duty) -> &'static str {
        match duty.word(seen.day) {
            "waiting" if seen.is_past() => "open",
            word => word,
        }
    }
}

pub(crate) fn read(who: &Actor, tx: &mut Tx<'_>, id: RolloutId, query: &DutiesQuery) -> Result<DutiesRead, Failure> {
    platform::web::past_day(&query.day, who.today())?;
    let mut seen = AsOf::read(who, tx, &query.day, &query.tree)?;
    let Sight { rollout, root, .. } = sight_on(who, tx, id, &query.unit, &mut seen)?;
    let list = query.list();
    let mut filter = query.filter(id, root.id, seen.day);
    let mut lies_outside = false;
    if seen.is_past() {
        let branches = who.scope(permissions::VIEW);
        lies_outside = !units::store::list_tops_outside(tx, root.id, seen.tree_on(), &branches)?.is_empty();
        filter.past = Some(PastDay { tree_on: seen.tree_on(), seen: if lies_outside { branches } else { Vec::new() } });
    }
    let mut requirements = store::list_requirements(tx, id)?;
    let all =
        if seen.is_past() { groups_then(tx, &requirements, &root, &seen)? } else { groups(tx, id, &root, seen.day)? };
    let mut counts = GroupCounts::default();
    for (_, group, count) in all.iter().filter(|(of, _, _)| filter.requirement.is_none_or(|wanted| wanted == *of)) {
        counts.add(*group, *count);
    }
    // what another committee asks of its own branch is not told outside it
    requirements.retain(|r| r.unit == rollout.unit || all.iter().any(|(of, _, _)| *of == r.id));
    // without further filters the groups have counted the rows already
    let in_all = if query.q.is_empty() && filter.kind.is_none() {
        filter.group.map_or(counts.all(), |group| counts.of(group))
    } else {
        store::count_duties(tx, &whole(&filter))?
    };
    let total = if lies_outside { store::count_duties(tx, &filter)? } else { in_all };
    let may_waive = !seen.is_past() && rollout.is_running() && who.may(tx, permissions::WAIVE, root.id)?;
    let in_hand = DutyFilter { in_hand: true, ..filter.clone() };
    let (offset, size) = list.piece(i64::from(i32::MAX));
    Ok(DutiesRead {
        rows: store::list_duties(tx, &filter, list.sort_in(store::SORT_KEYS), offset, size)?,
        in_hand: if may_waive { store::count_duties(tx, &in_hand)? } else { 0 },
        of_others: in_all - total,
        total,
        requirements,
        rollout,
        root,
        seen,
        counts,
    })
}

/// The same filter without a look at whose the duties are today.
fn whole(filter: &DutyFilter) -> DutyFilter {
    let past = filter.past.as_ref().map(|past| PastDay { tree_on: past.tree_on, seen: Vec::new() });
    DutyFilter { past, ..filter.clone() }
}

type Groups = Vec<(RequirementId, Group, i64)>;

fn groups(tx: &mut Tx<'_>, id: RolloutId, root: &Unit, day: Day) -> Result<Groups, Failure> {
    Ok(store::count_groups(tx, id, root.id, day)?)
}

/// What the ledger says of the end of a past day.
fn groups_then(tx: &mut Tx<'_>, of: &[Requirement], root: &Unit, seen: &AsOf) -> Result<Groups, Failure> {
    let mut groups = Vec::new();
    for requirement in of {
        let due_on = store::lookup_due_day(tx, requirement.id)?;
        let progress = store::progress_in(tx, seen.at(&requirement.id.to_string()), root.id)?;
        let counts = GroupCounts::of_progress(&progress, due_on, seen.day);
        groups.extend(counts.filled().into_iter().map(|(group, count)| (requirement.id, group, count)));
    }
    Ok(groups)
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
    of_others: i64,
    seen: AsOf,
}

impl ListPage {
    fn state(&self, duty: &Duty) -> State {
        duty.colour(self.seen.day).into()
    }

    fn word(&self, duty: &Duty) -> &'static str {
        DutiesRead::word(&self.seen, duty)
    }

    /// The list of the same day in another tree; of now without one.
    fn in_tree(&self, tree: &str) -> String {
        format!("{}?{}", self.listing.address, self.query.with(&self.query.state, &self.query.day, tree))
    }

    fn of_now(&self) -> String {
        format!("{}?{}", self.listing.address, self.query.with(&self.query.state, "", ""))
    }

    /// True when this duty can be chosen: the unit looked at stands above the one that owes it.
    fn is_in_hand(&self, duty: &Duty) -> bool {
        self.in_hand > 0 && duty.is_open() && duty.unit != self.root.id
    }
}

pub(crate) async fn list(who: Actor, Path(id): Path<RolloutId>, Query(mut query): Query<DutiesQuery>) -> Answer {
    let (asker, asked) = (who.clone(), query.clone());
    let read = who.read(move |tx| read(&asker, tx, id, &asked)).await?;
    if query.list().is_export() {
        return export(&who, &read, &query.format);
    }
    if !read.seen.is_past() {
        // an address that is kept shows the duties as they stand whenever it is opened
        query.day.clear();
        query.tree.clear();
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
    let pairs = [
        ("unit", &query.unit),
        ("state", &query.state),
        ("requirement", &query.requirement),
        ("kind", &query.kind),
        ("day", &query.day),
        ("tree", &query.tree),
    ];
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
        of_others: read.of_others,
        seen: read.seen,
    })
}

fn export(who: &Actor, read: &DutiesRead, format: &str) -> Answer {
    let cx = who.cx("rollouts-duties");
    let headings = cx.headings(&[
        ("rollouts-unit", 44.0),
        ("rollouts-level", 24.0),
        ("rollouts-requirement", 44.0),
        ("rollouts-due-on", 14.0),
        ("rollouts-state", 16.0),
        ("rollouts-ended-on", 14.0),
        ("rollouts-evidence", 40.0),
    ]);
    let lines = read
        .rows
        .iter()
        .map(|row| {
            vec![
                row.unit_name.as_str().into(),
                cx.word("unit-kind", row.unit_kind).into(),
                row.requirement_title.as_str().into(),
                row.duty.due_on.0.into(),
                cx.word("rollouts-duty-state", DutiesRead::word(&read.seen, &row.duty)).into(),
                row.duty.ending().map(|(_, day)| day.0).into(),
                row.duty.evidence.note.as_str().into(),
            ]
        })
        .collect();
    spreadsheet("nhiem-vu", format, &headings, lines)
}
