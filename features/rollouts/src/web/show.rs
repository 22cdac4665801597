//! One rollout: what is asked and how far each requirement is, the preview before launch, launch and close.

use askama::Template;
use kernel::{Day, RolloutId, UnitId, UnitKind};
use people::store::Happening;
use platform::db::Tx;
use platform::web::{Actor, Answer, Cx, Failure, Form, Path, Query, State, go_to_saying, page};
use serde::Deserialize;
use units::domain::Unit;

use super::charge::{self, InCharge};
use super::weighing::Scales;
use super::{AsOf, Sight, history, line, list::state_word, sight_on};
use crate::domain::{Foreseen, Group, LaunchFacts, NEAR_DAYS, Progress, Requirement, Rollout, Weight, figure};
use crate::permissions;
use crate::store::{self, Addressed, ChosenDocument};

/// How many duties stand in each group.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct GroupCounts([i64; Group::ALL.len()]);

impl GroupCounts {
    pub(crate) fn add(&mut self, group: Group, count: i64) {
        self.0[group as usize] += count;
    }

    /// What the ledger says of a past day: what was under way then is not kept, so open is what its day had come near.
    pub(crate) fn of_progress(progress: &Progress, due_on: Option<Day>, day: Day) -> Self {
        let open = progress.open() - progress.overdue;
        let is_near = due_on.is_some_and(|due| due <= day.plus(NEAR_DAYS));
        let mut counts = GroupCounts::default();
        counts.add(Group::Done, progress.finished());
        counts.add(Group::Waived, progress.waived);
        counts.add(Group::Overdue, progress.overdue);
        counts.add(if is_near { Group::UnderWay } else { Group::Later }, open);
        counts
    }

    pub(crate) fn all(&self) -> i64 {
        self.0.iter().sum()
    }

    pub(crate) fn of(&self, group: Group) -> i64 {
        self.0[group as usize]
    }

    /// The groups that are not empty, with their counts.
    pub(crate) fn filled(&self) -> Vec<(Group, i64)> {
        Group::ALL.iter().map(|group| (*group, self.of(*group))).filter(|(_, count)| *count > 0).collect()
    }

    /// The pieces of the bar: class, where it begins and how wide it is, in hundredths of a per cent.
    pub(crate) fn bar(&self) -> Vec<(&'static str, String, String)> {
        let all = self.all().max(1);
        let share = |n: i64| format!("{}.{:02}%", n * 100 / all, n * 10_000 / all % 100);
        let mut from = 0;
        let mut out = Vec::new();
        for group in [Group::Done, Group::UnderWay, Group::Overdue, Group::Later, Group::Waived] {
            let count = self.of(group);
            if count > 0 {
                out.push((group.colour().code(), share(from), share(count)));
                from += count;
            }
        }
        out
    }
}

/// A requirement with how far it is in the branch.
pub(crate) struct RequirementLine {
    pub requirement: Requirement,
    pub due_on: Option<Day>,
    pub counts: GroupCounts,
    /// What the ledger says of it, for a past day.
    pub progress: Option<Progress>,
    /// The committee that asks it, when that is not the one that rolls out.
    pub asked_by: Option<String>,
}

/// A requirement as it would be launched today: with the kinds of unit it would reach.
pub(crate) struct PreviewLine {
    pub foreseen: Foreseen,
    pub kinds: Vec<Addressed>,
    pub weight: Weight,
}

#[derive(Template)]
#[template(path = "rollouts/show.html")]
struct ShowPage {
    cx: Cx,
    rollout: Rollout,
    unit: Unit,
    root: Unit,
    seen: AsOf,
    line: Vec<Unit>,
    documents: Vec<ChosenDocument>,
    requirements: Vec<RequirementLine>,
    preview: Vec<PreviewLine>,
    preview_total: i64,
    progress: Progress,
    counts: GroupCounts,
    state: &'static str,
    may_prepare: bool,
    /// The branch in which this reader may ask for more, when it is a committee below the one that rolls out.
    may_add_in: Option<UnitId>,
    cannot_launch: Vec<kernel::Told>,
    cannot_close: Vec<kernel::Told>,
    history: Vec<Happening>,
    charge: InCharge,
}

impl ShowPage {
    fn is_part(&self) -> bool {
        self.root.id != self.rollout.unit
    }

    /// What launching it asks in all, and of each cell.
    fn weight(&self) -> String {
        let all: i64 = self.preview.iter().map(|line| line.weight.minutes()).sum();
        let cells: i64 = self.preview.iter().map(|line| line.weight.cells.units).max().unwrap_or(0);
        let of_cells: i64 = self.preview.iter().map(|line| line.weight.cells.units * line.weight.cells.each).sum();
        let all = burden::span(&self.cx, all);
        if cells == 0 {
            return self.cx.t1("rollouts-preview-weight", "span", all);
        }
        let each = burden::span(&self.cx, of_cells / cells).into();
        self.cx.say("rollouts-preview-weight-cells", &[("span", all.into()), ("count", cells.into()), ("each", each)])
    }

    /// The figures of the branch in a subject (the rollout, a requirement) with the address of the rows behind each.
    fn figures(&self, subject: &impl std::fmt::Display, progress: &Progress) -> Vec<(&'static str, i64, String)> {
        let values = [
            ("rollouts-done-in-time", figure::DONE, progress.done),
            ("rollouts-done-late", figure::DONE_LATE, progress.done_late),
            ("rollouts-overdue", figure::OVERDUE, progress.overdue),
            ("rollouts-waived", figure::WAIVED, progress.waived),
            ("rollouts-duties-in-all", figure::DUTIES, progress.duties),
        ];
        let address = |id| format!("/figures/{subject}/{id}?unit={}&{}", self.root.id, self.seen.query());
        values.into_iter().map(|(key, id, value)| (key, value, address(id))).collect()
    }

    fn overall(&self) -> State {
        self.progress.colour().into()
    }
}

/// Which branch of the rollout is looked at.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct BranchQuery {
    pub unit: String,
}

/// Which branch, on which day, in which tree.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct ShowQuery {
    pub unit: String,
    pub day: String,
    pub tree: String,
}

pub(crate) async fn show(who: Actor, Path(id): Path<RolloutId>, Query(query): Query<ShowQuery>) -> Answer {
    let asker = who.clone();
    let page_shown = who.read(move |tx| read(&asker, tx, id, &query)).await?;
    page(&page_shown)
}

fn read(who: &Actor, tx: &mut Tx<'_>, id: RolloutId, query: &ShowQuery) -> Result<ShowPage, Failure> {
    let mut seen = AsOf::read(who, tx, &query.day, &query.tree)?;
    let sight = sight_on(who, tx, id, &query.unit, &mut seen)?;
    let line = line(who, tx, &sight, &seen)?;
    let Sight { rollout, root, whole } = sight;
    let today = who.today();
    let owner = units::store::find(tx, rollout.unit)?;
    let requirements = requirement_lines(tx, &rollout, &root, &seen)?;
    let mut counts = GroupCounts::default();
    for (group, count) in requirements.iter().flat_map(|line| line.counts.filled()) {
        counts.add(group, count);
    }
    let about = requirements.iter().map(|line| line.requirement.id.to_string());
    let history = history::read(tx, std::iter::once(id.to_string()).chain(about).collect())?;
    let may_prepare = who.may(tx, permissions::PREPARE, rollout.unit)?;
    let charge = charge::read(who, tx, &rollout, root.id, may_prepare)?;
    let preview = if rollout.is_draft() { preview(who, tx, &rollout, owner.kind, today)? } else { Vec::new() };
    let facts = if rollout.is_draft() { store::launch_facts(tx, &rollout, today)? } else { LaunchFacts::default() };
    let open_not_due = if rollout.is_running() { store::count_open_not_due(tx, id, today)? } else { 0 };
    let below = !whole && root.id != rollout.unit && rollout.is_running();
    let may_add_in = (below && who.may(tx, permissions::PREPARE, root.id)?).then_some(root.id);
    Ok(ShowPage {
        cx: who.cx_titled(rollout.title.clone()),
        documents: store::list_documents(tx, id)?,
        progress: store::progress_in(tx, seen.at(&id.to_string()), root.id)?,
        preview_total: preview.iter().map(|line| line.foreseen.duties).sum(),
        cannot_launch: rollout.may_launch(&facts, today).told(),
        cannot_close: rollout.may_close(open_not_due).told(),
        state: state_word(&rollout),
        unit: owner,
        rollout,
        root,
        seen,
        line,
        requirements,
        preview,
        counts,
        history,
        charge,
        may_prepare,
        may_add_in,
    })
}

/// What is asked of the branch: by the unit that rolls out, and by committees on the line to it or inside it. Of a past day
/// the ledger tells how far it was.
fn requirement_lines(
    tx: &mut Tx<'_>,
    rollout: &Rollout,
    root: &Unit,
    seen: &AsOf,
) -> Result<Vec<RequirementLine>, Failure> {
    let all = if seen.is_past() { Vec::new() } else { store::count_groups(tx, rollout.id, root.id, seen.day)? };
    let mut lines = Vec::new();
    for requirement in store::list_requirements(tx, rollout.id)? {
        let due_on = store::lookup_due_day(tx, requirement.id)?;
        let progress = if seen.is_past() {
            Some(store::progress_in(tx, seen.at(&requirement.id.to_string()), root.id)?)
        } else {
            None
        };
        let mut counts = progress.map(|p| GroupCounts::of_progress(&p, due_on, seen.day)).unwrap_or_default();
        for (_, group, count) in all.iter().filter(|(id, _, _)| *id == requirement.id) {
            counts.add(*group, *count);
        }
        let from_above = requirement.unit == rollout.unit;
        if !from_above && counts.all() == 0 {
            continue;
        }
        let asked_by = if from_above { None } else { Some(units::store::find(tx, requirement.unit)?.short_name) };
        lines.push(RequirementLine { requirement, due_on, counts, progress, asked_by });
    }
    Ok(lines)
}

fn preview(
    who: &Actor,
    tx: &mut Tx<'_>,
    rollout: &Rollout,
    own_kind: UnitKind,
    today: Day,
) -> Result<Vec<PreviewLine>, Failure> {
    let branch = store::count_addressed(tx, rollout.unit)?;
    let scales = Scales::of(who, tx, rollout.unit, rollout.depth)?;
    let lines = store::list_requirements(tx, rollout.id)?
        .into_iter()
        .map(|requirement| {
            let reached = requirement.ask.reached(rollout.depth);
            let foreseen = store::foresee(&requirement.ask, rollout.depth, own_kind, &branch, today);
            let kinds = branch.iter().filter(|a| a.kind != own_kind && reached.contains(&a.kind)).cloned().collect();
            PreviewLine { foreseen, kinds, weight: scales.weigh(&requirement.ask) }
        })
        .collect();
    Ok(lines)
}

/// Which version the button was shown for.
#[derive(Debug, Deserialize)]
pub(crate) struct VersionForm {
    pub version: i64,
}

impl VersionForm {
    pub(crate) fn check(&self, version: i64) -> Result<(), Failure> {
        if self.version == version { Ok(()) } else { Err(Failure::Stale) }
    }
}

pub(crate) async fn launch(who: Actor, Path(id): Path<RolloutId>, Form(form): Form<VersionForm>) -> Answer {
    let asker = who.clone();
    who.write(move |tx| {
        let rollout = store::find(tx, id)?;
        asker.must(tx, permissions::PREPARE, rollout.unit)?;
        let today = asker.today();
        let facts = store::launch_facts(tx, &rollout, today)?;
        rollout.may_launch(&facts, today).or_refuse()?;
        form.check(rollout.version)?;
        let launched = rollout.launch(&facts, today)?;
        store::launch(tx, &launched)?;
        Ok::<_, Failure>(())
    })
    .await?;
    go_to_saying(format!("/rollouts/{id}"), "rollouts-launched")
}

pub(crate) async fn close(who: Actor, Path(id): Path<RolloutId>, Form(form): Form<VersionForm>) -> Answer {
    let asker = who.clone();
    who.write(move |tx| {
        let rollout = store::find(tx, id)?;
        asker.must(tx, permissions::PREPARE, rollout.unit)?;
        form.check(rollout.version)?;
        let today = asker.today();
        let open_not_due = store::count_open_not_due(tx, id, today)?;
        let closed = rollout.close(open_not_due, today)?;
        store::save(tx, &closed, "rollouts.closed")?;
        Ok::<_, Failure>(())
    })
    .await?;
    go_to_saying(format!("/rollouts/{id}"), "rollouts-closed")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bar_is_whole_and_leaves_out_what_is_not_there() {
        let mut counts = GroupCounts::default();
        counts.add(Group::Overdue, 1);
        counts.add(Group::Done, 2);
        let bar = counts.bar();
        assert_eq!(bar[0], ("green", "0.00%".to_owned(), "66.66%".to_owned()));
        assert_eq!(bar[1], ("red", "66.66%".to_owned(), "33.33%".to_owned()));
    }
}
