//! The list of rollouts.

use askama::Template;
use axum::extract::Query;
use kernel::Day;
use platform::db::Tx;
use platform::web::{Actor, Answer, Cx, Failure, ListQuery, Listing, page, spreadsheet};
use serde::Deserialize;

use super::widest;
use crate::domain::{Progress, Rollout, RolloutState};
use crate::permissions;
use crate::store::{self, RolloutFilter};

/// The query of the list.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct RolloutsQuery {
    q: String,
    page: i64,
    size: i64,
    format: String,
    state: String,
}

impl RolloutsQuery {
    pub(crate) fn list(&self) -> ListQuery {
        ListQuery {
            q: self.q.clone(),
            page: self.page,
            size: self.size,
            format: self.format.clone(),
            ..ListQuery::default()
        }
    }
}

/// A rollout with its unit's name and how far the reader's part of it is.
pub(crate) struct RolloutRow {
    pub rollout: Rollout,
    pub unit_name: String,
    pub progress: Progress,
}

impl RolloutRow {
    /// `draft`, `launched`, `closed`.
    pub(crate) fn state(&self) -> &'static str {
        state_word(&self.rollout)
    }

    fn colour(&self) -> platform::web::State {
        if self.rollout.is_draft() { platform::web::State::Grey } else { self.progress.colour().into() }
    }
}

pub(crate) fn state_word(rollout: &Rollout) -> &'static str {
    match rollout.state {
        RolloutState::Draft => "draft",
        RolloutState::Launched { .. } => "launched",
        RolloutState::Closed { .. } => "closed",
    }
}

/// One page of the rollouts this actor sees, and how many there are.
pub(crate) fn read(who: &Actor, tx: &mut Tx<'_>, query: &RolloutsQuery) -> Result<(Vec<RolloutRow>, i64), Failure> {
    let Some(root) = widest(tx, who.scope(permissions::VIEW))? else { return Ok((Vec::new(), 0)) };
    let list = query.list();
    let state = if ["draft", "launched", "closed"].contains(&query.state.as_str()) { &query.state } else { "" };
    let filter = RolloutFilter { root, like: list.like(), state: state.to_owned() };
    let (offset, size) = if list.is_export() { (0, 10_000) } else { (list.offset(), list.size()) };
    let today = who.today();
    let mut rows = Vec::new();
    for rollout in store::list_page(tx, &filter, offset, size)? {
        let unit = units::store::find(tx, rollout.unit)?;
        // who stands below sees the figures of the own branch
        let branch = if who.may(tx, permissions::VIEW, rollout.unit)? { rollout.unit } else { root };
        let progress = store::progress(tx, &rollout.id.to_string(), branch, today)?;
        rows.push(RolloutRow { rollout, unit_name: unit.short_name, progress });
    }
    Ok((rows, store::count_rollouts(tx, &filter)?))
}

#[derive(Template)]
#[template(path = "rollouts/list.html")]
struct ListPage {
    cx: Cx,
    listing: Listing<RolloutRow>,
    state: String,
    may_prepare: bool,
}

pub(crate) async fn list(who: Actor, Query(query): Query<RolloutsQuery>) -> Answer {
    let (asker, asked) = (who.clone(), query.clone());
    let (rows, total) = who.read(move |tx| read(&asker, tx, &asked)).await?;
    if query.list().is_export() {
        return export(&who, &rows, &query.format);
    }
    let mut listing = Listing::new(rows, total, query.list(), "/rollouts");
    if !query.state.is_empty() {
        listing.filters = format!("state={}", query.state);
    }
    let may_prepare = who.holds(permissions::PREPARE);
    page(&ListPage { cx: who.cx("rollouts-menu"), listing, state: query.state, may_prepare })
}

fn export(who: &Actor, rows: &[RolloutRow], format: &str) -> Answer {
    let cx = who.cx("rollouts-menu");
    let headings = cx.headings(&[
        ("rollouts-title", 60.0),
        ("rollouts-unit", 18.0),
        ("rollouts-state", 18.0),
        ("rollouts-launched-on", 18.0),
        ("rollouts-figure-duties", 18.0),
        ("rollouts-figure-finished", 18.0),
        ("rollouts-figure-overdue", 18.0),
    ]);
    let lines = rows
        .iter()
        .map(|row| {
            vec![
                row.rollout.title.as_str().into(),
                row.unit_name.as_str().into(),
                cx.word("rollouts-state", row.state()).into(),
                row.rollout.launched_on().map(|day: Day| day.0).into(),
                row.progress.duties.into(),
                row.progress.finished().into(),
                row.progress.overdue.into(),
            ]
        })
        .collect();
    spreadsheet("dot-trien-khai", format, &headings, lines)
}
