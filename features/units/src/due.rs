//! A change planned for a later day is carried out when the day comes. When something speaks against it by then, it stands on
//! the desk of those who may change the tree there, and is tried again each day until it is carried out or withdrawn.

use kernel::{Day, Instant};
use platform::Feature;
use platform::db::{StoreError, Tx};
use platform::jobs::{self, JobKind, JobRun, JobState};
use platform::web::{Actor, Cx, DeskItem, State};
use serde_json::json;

use crate::domain::change::{Change, ChangeId, ChangeState};
use crate::permissions::EDIT;
use crate::store;

/// The name of the job.
pub const NAME: &str = "units.change-due";

/// The job.
pub const JOB: JobKind = JobKind { name: NAME, run };

fn run(run: &JobRun) -> Result<serde_json::Value, String> {
    let (app, body) = (run.app.clone(), run.job.body.clone());
    let tried = run.app.db.write_now(move |tx| match change_in(&body) {
        Some(id) => try_change(tx, id, &app.features),
        None => Ok(false),
    });
    tried.map(|carried_out| json!({ "carried_out": i64::from(carried_out) })).map_err(|e: StoreError| e.to_string())
}

/// The change a job is about.
fn change_in(body: &str) -> Option<ChangeId> {
    let body: serde_json::Value = serde_json::from_str(body).ok()?;
    body["change"].as_str()?.parse().ok()
}

/// Carries the change out if its day has come and nothing speaks against it; otherwise it is tried again tomorrow.
fn try_change(tx: &mut Tx<'_>, id: ChangeId, features: &[Feature]) -> Result<bool, StoreError> {
    store::lock_tree(tx)?;
    let change = store::find_change(tx, id)?;
    if change.state != ChangeState::Planned || change.on > tx.today() {
        return Ok(false);
    }
    let facts = store::change_facts(tx, &change, features)?;
    if change.may_be_carried_out(&facts).is_yes() {
        store::carry_out(tx, &change, features)?;
        return Ok(true);
    }
    let tomorrow = Instant::after(tx.today());
    await_until(tx, &change, tomorrow)?;
    Ok(false)
}

/// A change whose day is still to come is carried out when it comes.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn await_day(tx: &mut Tx<'_>, change: &Change) -> Result<(), StoreError> {
    if change.on > tx.today() { await_until(tx, change, Instant::at(change.on, 0, 0)) } else { Ok(()) }
}

fn await_until(tx: &mut Tx<'_>, change: &Change, at: Instant) -> Result<(), StoreError> {
    let is_awaited = jobs::list_pending(tx, NAME)?
        .iter()
        .any(|job| job.state == JobState::Waiting && job.run_after == at && change_in(&job.body) == Some(change.id));
    if !is_awaited {
        jobs::enqueue_at(tx, NAME, &json!({ "change": change.id }), at)?;
    }
    Ok(())
}

/// In an installation that was just set up: the tree is what all else stands on.
fn first_steps(tx: &mut Tx<'_>, cx: &Cx) -> Result<Option<DeskItem>, StoreError> {
    let units: i64 = tx.scalar("SELECT COUNT(*) FROM (SELECT id FROM unit LIMIT 2) u", &[])?;
    Ok((units < 2).then(|| DeskItem {
        title: cx.t("units-first-steps"),
        note: cx.t("units-first-steps-note"),
        href: "/units/import".to_owned(),
        action: cx.t("units-first-steps-open"),
        state: State::Amber,
        due: None,
    }))
}

/// For so many days those who act for its heir are told that a unit ended.
const TOLD_DAYS: i64 = 30;

/// The units the actor's own took the place of lately.
fn ended_lately(tx: &mut Tx<'_>, who: &Actor, cx: &Cx) -> Result<Vec<DeskItem>, StoreError> {
    let mut items = Vec::new();
    for (ended, heir) in store::list_ended_since(tx, &who.own_units(), tx.today().plus(-TOLD_DAYS))? {
        let on = ended.ended_on.map(Day::shown).unwrap_or_default();
        items.push(DeskItem {
            title: cx.t2("units-ended-desk", "name", ended.name, "on", on),
            note: cx.t1("units-ended-desk-heir", "heir", heir.name),
            href: format!("/units/{}", heir.id),
            action: cx.t("units-ended-desk-open"),
            state: State::Grey,
            due: None,
        });
    }
    Ok(items)
}

/// Units that went up in the actor's lately; planned changes whose day has come although they are not carried out, for those
/// who may change the tree there; in an empty installation what comes first.
pub(crate) fn desk(tx: &mut Tx<'_>, who: &Actor) -> Result<Vec<DeskItem>, StoreError> {
    let today = tx.today();
    let cx = who.cx("units-changes");
    let mut items = ended_lately(tx, who, &cx)?;
    if !who.holds(EDIT) {
        return Ok(items);
    }
    items.extend(first_steps(tx, &cx)?);
    for change in store::list_due_changes(tx, today)? {
        if !who.may(tx, EDIT, change.unit)? {
            continue;
        }
        let (note, state) = told(tx, who, &cx, &change)?;
        items.push(DeskItem {
            title: cx.t1("units-change-desk", "title", change.title.as_str()),
            note,
            href: format!("/units/changes/{}", change.id),
            action: cx.t("units-change-desk-open"),
            state,
            due: Some(change.on),
        });
    }
    Ok(items)
}

/// Steps of a change that are looked at for the desk; a larger one is looked at on its page.
const LOOKED_AT: usize = 200;

/// What speaks against the change, if anything does.
fn told(tx: &mut Tx<'_>, who: &Actor, cx: &Cx, change: &Change) -> Result<(String, State), StoreError> {
    if change.steps.len() > LOOKED_AT {
        return Ok((cx.t("units-change-desk-look"), State::Red));
    }
    let facts = store::change_facts(tx, change, &who.app().features)?;
    let verdict = change.may_be_carried_out(&facts);
    if verdict.is_yes() {
        return Ok((cx.t("units-change-desk-ready"), State::Amber));
    }
    Ok((cx.reasons(&verdict.told()), State::Red))
}
