//! The desk: what this person must do now, from every feature, seven things, red first, the others folded below. Leaders see the one true
//! number of each running rollout and the units behind.

use std::collections::HashSet;

use askama::Template;
use kernel::{Day, Permission, Role, UnitId};
use people::domain::membership::holds_on;
use platform::db::{StoreError, Tx};
use platform::web::{Actor, Answer, Cx, DeskItem, Failure, State, page};
use units::domain::Unit;

use super::widest;
use crate::domain::{Measure, Progress, Rollout, figure};
use crate::permissions;
use crate::store::{self, DutyRow, RolloutFilter};

/// Things a desk shows.
const MOST: usize = 7;
/// Further things that can be unfolded.
const MOST_FURTHER: usize = 93;
/// Units named behind a rollout's number.
const BEHIND: usize = 5;

/// A running rollout as a leader sees it.
struct LeaderLine {
    rollout: Rollout,
    root: Unit,
    progress: Progress,
    /// Units with most overdue, and who answers for each.
    behind: Vec<(Unit, Progress, String)>,
}

impl LeaderLine {
    fn state(&self) -> State {
        self.progress.colour().into()
    }

    /// In time and late together, as the number says.
    fn done_href(&self) -> String {
        format!("/rollouts/{}/duties?unit={}&state=green", self.rollout.id, self.root.id)
    }

    fn overdue_href(&self, unit: &Unit) -> String {
        format!("/figures/{}/{}?unit={}", self.rollout.id, figure::OVERDUE, unit.id)
    }
}

#[derive(Template)]
#[template(path = "rollouts/desk.html")]
struct DeskPage {
    cx: Cx,
    items: Vec<DeskItem>,
    /// What lies folded below.
    further: Vec<DeskItem>,
    lines: Vec<LeaderLine>,
    /// What this person is in charge of today: words and address.
    charges: Vec<(String, String)>,
    is_leader: bool,
    is_member: bool,
    may_prepare: bool,
}

pub(crate) async fn show(who: Actor) -> Answer {
    let asker = who.clone();
    let desk = who
        .read(move |tx| {
            asker.note_asked();
            let mut items = Vec::new();
            for desk in asker.app().features.iter().filter_map(|feature| feature.desk) {
                items.extend(desk(tx, &asker)?);
            }
            // what is done already comes last
            items.sort_by_key(|item| (item.state == State::Green, item.state, item.due.is_none(), item.due));
            // two features may ask for the same thing: a document and the duty to acknowledge it
            let mut seen = HashSet::new();
            items.retain(|item| seen.insert(item.href.clone()));
            let mut further = items.split_off(items.len().min(MOST));
            further.truncate(MOST_FURTHER);
            let is_leader = asker.is(Role::Leader);
            Ok::<_, Failure>(DeskPage {
                cx: asker.cx("rollouts-desk"),
                items,
                further,
                charges: charges(&asker, tx)?,
                lines: if is_leader { leader_lines(&asker, tx)? } else { Vec::new() },
                is_leader,
                is_member: only_member(&asker),
                may_prepare: asker.holds(permissions::PREPARE),
            })
        })
        .await?;
    page(&desk)
}

/// True for whoever holds no office: one column, large type.
fn only_member(who: &Actor) -> bool {
    who.identity().is_some_and(|identity| identity.grants.iter().all(|grant| grant.role == Role::Member))
}

/// The fields, units and steering committees given to this person.
fn charges(who: &Actor, tx: &mut Tx<'_>) -> Result<Vec<(String, String)>, Failure> {
    let Some(person) = who.person() else { return Ok(Vec::new()) };
    let (today, cx) = (who.today(), who.cx("rollouts-desk"));
    let mut charges = Vec::new();
    for one in people::store::list_assignments_of(tx, person)? {
        if holds_on(one.from, one.to, today) {
            let href = match &one.covered {
                Some((unit, _)) => format!("/units/{unit}"),
                None => format!("/responsibility/{}", one.unit),
            };
            let name = one.area.map(|area| area.1).or(one.covered.map(|covered| covered.1)).unwrap_or_default();
            charges.push((name, href));
        }
    }
    for seat in people::store::list_seats_of(tx, person)? {
        if holds_on(seat.from, seat.to, today) {
            let role = cx.word("people-steering-role", seat.role.code());
            charges
                .push((format!("{role}, {}", seat.committee_name), format!("/steering-committees/{}", seat.committee)));
        }
    }
    Ok(charges)
}

/// The permission to read everything in the branch, as leaders hold it.
const LEAD: Permission = Permission::new("rollouts.lead", &[Role::Leader]);

fn leader_lines(who: &Actor, tx: &mut Tx<'_>) -> Result<Vec<LeaderLine>, Failure> {
    let Some(own) = widest(tx, who.scope(LEAD))? else { return Ok(Vec::new()) };
    let today = who.today();
    let mut lines = Vec::new();
    for rollout in store::list_running_of(tx, own)? {
        let subject = rollout.id.to_string();
        // a rollout of a unit below is looked at from there
        let root = if units::store::is_within(tx, rollout.unit, own)? { rollout.unit } else { own };
        let progress = store::progress(tx, &subject, root, today)?;
        if progress.duties == 0 {
            continue;
        }
        let mut behind = store::list_progress_of_children(tx, &subject, root, today)?;
        behind.retain(|(_, progress)| progress.overdue > 0);
        behind.sort_by_key(|(_, progress)| std::cmp::Reverse(progress.overdue));
        behind.truncate(BEHIND);
        let mut named = Vec::new();
        for (unit, progress) in behind {
            let names = people::names_answering(tx, unit.id)?;
            named.push((unit, progress, names));
        }
        lines.push(LeaderLine { root: units::store::find(tx, root)?, rollout, progress, behind: named });
    }
    Ok(lines)
}

/// What rollouts put on a person's desk: the open duties of the own units; for who prepares rollouts, drafts to launch
/// and what is overdue below.
pub(crate) fn items(tx: &mut Tx<'_>, who: &Actor) -> Result<Vec<DeskItem>, StoreError> {
    let mut items = Vec::new();
    let limit = 50;
    for unit in who.scope(permissions::DO) {
        for row in store::list_own_duties(tx, unit, limit)? {
            let href = href_of(tx, &row)?;
            items.push(duty_item(who, &row, href));
        }
    }
    for unit in who.scope(permissions::PREPARE) {
        draft_items(tx, who, unit, &mut items)?;
        overdue_items(tx, who, unit, &mut items)?;
    }
    Ok(items)
}

/// Where the thing is done: a single document is acknowledged on its own page, which ends the duty.
fn href_of(tx: &mut Tx<'_>, row: &DutyRow) -> Result<String, StoreError> {
    if row.measure == Measure::Acknowledge {
        let documents = store::list_documents(tx, row.duty.rollout)?;
        if let [document] = documents.as_slice() {
            return Ok(format!("/documents/{}", document.id));
        }
    }
    Ok(format!("/duties/{}", row.duty.id))
}

fn duty_item(who: &Actor, row: &DutyRow, href: String) -> DeskItem {
    let cx = who.cx("rollouts-desk");
    let mut note = cx.say(
        "rollouts-desk-duty",
        &[
            ("unit", row.unit_name.as_str().into()),
            ("rollout", row.rollout_title.as_str().into()),
            ("day", row.duty.due_on.into()),
        ],
    );
    if let Some(day) = row.duty.reminded_on {
        note = format!("{note} · {}", cx.t1("rollouts-reminded", "day", day));
    }
    let action = match row.measure {
        Measure::Acknowledge => "rollouts-do-acknowledge",
        Measure::Plan => "rollouts-do-plan",
        Measure::Conference => "rollouts-do-conference",
        Measure::SelfStudy => "rollouts-do-self-study",
        Measure::Report => "rollouts-do-report",
    };
    DeskItem {
        title: row.requirement_title.clone(),
        note,
        href,
        action: cx.t(action),
        state: urgency(row, who.today()),
        due: Some(row.duty.due_on),
    }
}

/// The colour of the duty; what the unit above reminded of is never grey.
fn urgency(row: &DutyRow, today: Day) -> State {
    let state = State::from(row.duty.colour(today));
    if row.duty.reminded_on.is_some() { state.min(State::Amber) } else { state }
}

fn draft_items(tx: &mut Tx<'_>, who: &Actor, unit: UnitId, items: &mut Vec<DeskItem>) -> Result<(), StoreError> {
    let cx = who.cx("rollouts-desk");
    let filter = RolloutFilter { root: unit, like: "%".to_owned(), state: "draft".to_owned(), as_of: None };
    for draft in store::list_page(tx, &filter, 0, 3)? {
        if draft.unit == unit {
            items.push(DeskItem {
                note: cx.t("rollouts-desk-draft"),
                href: format!("/rollouts/{}", draft.id),
                action: cx.t("rollouts-do-launch"),
                state: State::Amber,
                due: draft.starts_on,
                title: draft.title,
            });
        }
    }
    Ok(())
}

fn overdue_items(tx: &mut Tx<'_>, who: &Actor, unit: UnitId, items: &mut Vec<DeskItem>) -> Result<(), StoreError> {
    let cx = who.cx("rollouts-desk");
    let today = who.today();
    for rollout in store::list_running_of(tx, unit)? {
        let subject = rollout.id.to_string();
        // what the own unit owes stands on the desk by itself already
        let own = store::count_own_overdue(tx, rollout.id, unit, today)?;
        let overdue = figures::store::value(tx, &subject, figure::OVERDUE, unit, today)? - own;
        if overdue > 0 {
            let inside = units::store::is_within(tx, rollout.unit, unit)?;
            let root = if inside { rollout.unit } else { unit };
            items.push(DeskItem {
                title: cx.t1("rollouts-desk-overdue", "count", overdue),
                note: rollout.title,
                href: format!("/rollouts/{}/duties?unit={root}&state=red", rollout.id),
                action: cx.t("rollouts-do-overdue"),
                state: State::Red,
                due: None,
            });
        }
    }
    Ok(())
}
