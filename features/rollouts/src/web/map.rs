//! The map of the cascade: the tree under a unit, sized by duties and coloured by state, with the same as a table. Every
//! number opens the rows behind it.

use askama::Template;
use kernel::RolloutId;
use platform::db::Tx;
use platform::web::{Actor, Answer, Cx, Failure, Path, Query, State, json, page};
use serde::{Deserialize, Serialize};
use units::domain::Unit;

use super::{AsOf, Sight, line, sight_on};
use crate::domain::{Colour, Progress, Rollout, figure};
use crate::store;

/// Which branch, on which day.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct MapQuery {
    unit: String,
    day: String,
    /// `now`: the tree of today.
    tree: String,
    /// `1`: units below in which nothing is asked are listed too.
    empty: String,
}

#[derive(Template)]
#[template(path = "rollouts/map.html")]
struct MapPage {
    cx: Cx,
    rollout: Rollout,
    root: Unit,
    line: Vec<Unit>,
    seen: AsOf,
    progress: Progress,
    /// What needs attention first.
    children: Vec<(Unit, Progress)>,
    /// How many units below are left out, because nothing is asked in them.
    hidden: usize,
}

impl MapPage {
    fn state(&self, progress: &Progress) -> State {
        progress.colour().into()
    }

    /// The figures of a branch with the address of the rows behind each.
    fn figures(&self, unit: &Unit, progress: &Progress) -> Vec<(&'static str, i64, String)> {
        let values = [progress.duties, progress.done, progress.done_late, progress.waived, progress.overdue];
        figure::ALL
            .into_iter()
            .zip(values)
            .map(|(id, value)| {
                let key = id.strip_prefix("rollouts.").unwrap_or(id);
                (key, value, format!("/figures/{}/{id}?unit={}&{}", self.rollout.id, unit.id, self.seen.query()))
            })
            .collect()
    }
}

pub(crate) async fn show(who: Actor, Path(id): Path<RolloutId>, Query(query): Query<MapQuery>) -> Answer {
    let asker = who.clone();
    let shown = who
        .read(move |tx| {
            let mut seen = AsOf::read(&asker, tx, &query.day, &query.tree)?;
            let sight = sight_on(&asker, tx, id, &query.unit, &mut seen)?;
            let line = line(&asker, tx, &sight, &seen)?;
            let Sight { rollout, root, .. } = sight;
            let subject = id.to_string();
            let mut children = store::list_progress_of_children_in(tx, seen.at(&subject), root.id)?;
            children.sort_by_key(|(_, progress)| progress.attention());
            let below = children.len();
            let all_empty = children.iter().all(|(_, progress)| progress.duties == 0);
            if query.empty != "1" && !all_empty {
                children.retain(|(_, progress)| progress.duties > 0);
            }
            Ok::<_, Failure>(MapPage {
                cx: asker.cx("rollouts-map"),
                progress: store::progress_in(tx, seen.at(&subject), root.id)?,
                hidden: below - children.len(),
                children,
                rollout,
                root,
                line,
                seen,
            })
        })
        .await?;
    page(&shown)
}

/// A rectangle of the map.
#[derive(Debug, Serialize)]
struct Node {
    name: String,
    value: i64,
    state: &'static str,
    label: String,
    href: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    children: Vec<Node>,
}

pub(crate) async fn tree(who: Actor, Path(id): Path<RolloutId>, Query(query): Query<MapQuery>) -> Answer {
    let asker = who.clone();
    let root = who
        .read(move |tx| {
            let mut seen = AsOf::read(&asker, tx, &query.day, &query.tree)?;
            let Sight { root, .. } = sight_on(&asker, tx, id, &query.unit, &mut seen)?;
            let cx = asker.cx("rollouts-map");
            let progress = store::progress_in(tx, seen.at(&id.to_string()), root.id)?;
            let branch = Branch { cx: &cx, rollout: id, seen };
            // one level: with two, a province's eighty branches were too small to be read
            let children = branch.below(tx, &root)?;
            Ok::<_, Failure>(branch.node(&root, &progress, children))
        })
        .await?;
    json(root)
}

struct Branch<'a> {
    cx: &'a Cx,
    rollout: RolloutId,
    seen: AsOf,
}

impl Branch<'_> {
    /// The units directly below.
    fn below(&self, tx: &mut Tx<'_>, unit: &Unit) -> Result<Vec<Node>, Failure> {
        let below = store::list_progress_of_children_in(tx, self.seen.at(&self.rollout.to_string()), unit.id)?;
        Ok(below.iter().map(|(child, progress)| self.node(child, progress, Vec::new())).collect())
    }

    fn node(&self, unit: &Unit, progress: &Progress, children: Vec<Node>) -> Node {
        let colour = progress.colour();
        let label = match colour {
            Colour::Red => self.cx.t1("rollouts-map-overdue", "count", progress.overdue),
            Colour::Amber => {
                self.cx.t2("rollouts-map-under-way", "done", progress.finished(), "all", progress.expected())
            }
            Colour::Green => self.cx.t("rollouts-map-done"),
            Colour::Grey => self.cx.t("rollouts-map-nothing"),
        };
        Node {
            name: unit.short_name.clone(),
            value: progress.duties,
            state: colour.code(),
            label,
            href: format!("/rollouts/{}/map?unit={}&{}", self.rollout, unit.id, self.seen.query()),
            children,
        }
    }
}
