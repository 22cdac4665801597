//! The list of rollouts.

use askama::Template;
use figures::store::{At, Tree};
use kernel::Day;
use platform::db::Tx;
use platform::web::Query;
use platform::web::{Actor, Answer, Cx, Failure, ListQuery, Listing, page, spreadsheet};

use super::widest;
use crate::domain::{Progress, Rollout, RolloutState};
use crate::permissions;
use crate::store::{self, RolloutFilter};

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
pub(crate) fn read(who: &Actor, tx: &mut Tx<'_>, query: &ListQuery) -> Result<(Vec<RolloutRow>, i64), Failure> {
    let Some(root) = widest(tx, who.scope(permissions::VIEW))? else { return Ok((Vec::new(), 0)) };
    let state = query.state_in(&["draft", "launched", "closed"]);
    let as_of = query.past_day(who.today())?;
    let filter = RolloutFilter { root, like: query.like(), state: state.to_owned(), as_of };
    let (offset, size) = query.piece(10_000);
    let day = as_of.unwrap_or(who.today());
    let mut rows = Vec::new();
    for rollout in store::list_page(tx, &filter, offset, size)? {
        let unit = match as_of {
            Some(day) => units::store::find_on(tx, rollout.unit, day)?,
            None => units::store::find(tx, rollout.unit)?,
        };
        // who stands below sees the figures of the own branch
        let branch = if who.may(tx, permissions::VIEW, rollout.unit)? { rollout.unit } else { root };
        let is_later = units::store::is_founded_after(tx, branch, day)?;
        let tree = if is_later { Tree::AsNow } else { Tree::AsWas };
        let subject = rollout.id.to_string();
        let progress = store::progress_in(tx, At { subject: &subject, figure: "", as_of: day, tree }, branch)?;
        rows.push(RolloutRow { rollout, unit_name: unit.short_name, progress });
    }
    Ok((rows, store::count_rollouts(tx, &filter)?))
}

#[derive(Template)]
#[template(path = "rollouts/list.html")]
struct ListPage {
    cx: Cx,
    listing: Listing<RolloutRow>,
    may_prepare: bool,
}

impl ListPage {
    /// The page of a rollout, of the day of the list.
    fn address_of(&self, row: &RolloutRow) -> String {
        let day = self.listing.as_of.map(|day| format!("?day={day}")).unwrap_or_default();
        format!("/rollouts/{}{day}", row.rollout.id)
    }

    /// The duties of one colour, of the day of the list.
    fn duties_of(&self, row: &RolloutRow, colour: &str) -> String {
        let day = self.listing.as_of.map(|day| format!("&day={day}")).unwrap_or_default();
        format!("/rollouts/{}/duties?state={colour}{day}", row.rollout.id)
    }
}

pub(crate) async fn list(who: Actor, Query(query): Query<ListQuery>) -> Answer {
    let (asker, asked) = (who.clone(), query.clone());
    let (rows, total) = who.read(move |tx| read(&asker, tx, &asked)).await?;
    if query.is_export() {
        return export(&who, &rows, &query.format);
    }
    let as_of = query.past_day(who.today())?;
    let listing = Listing::new(rows, total, query, "/rollouts").seen_as_of(as_of);
    page(&ListPage { cx: who.cx("rollouts-menu"), listing, may_prepare: who.holds(permissions::PREPARE) })
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
