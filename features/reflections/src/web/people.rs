//! Who of one unit is asked, where each stands, and who reads it: the secretary or an officer gives the reviewers. What is
//! written is not here.

use askama::Template;
use documents::import::must_bear_no_mark;
use kernel::PersonId;
use people::domain::Person;
use platform::db::Tx;
use platform::web::{Actor, Answer, Cx, Failure, Form, Path, Query, go_to_saying, page, personal_spreadsheet};
use serde::Deserialize;
use units::domain::Unit;

use super::show::{BranchQuery, sight};
use crate::domain::{Call, CallId, CallState, Reflection, may_assign};
use crate::permissions::ASSIGN;
use crate::store::{self, ReflectionRow, Removed};

#[derive(Template)]
#[template(path = "reflections/people.html")]
struct PeoplePage {
    cx: Cx,
    call: Call,
    unit: Unit,
    rows: Vec<ReflectionRow>,
    reviewers: Vec<Person>,
    units: Vec<Unit>,
    /// People of the branch who would be asked today and are not.
    joined: i64,
    removed: Vec<Removed>,
}

/// Who may be given as a reviewer: people of the unit, and of the units right above it.
fn reviewers_of(tx: &mut Tx<'_>, unit: &Unit) -> Result<Vec<Person>, Failure> {
    let mut people = people::store::list_unit_people(tx, unit.id)?;
    for above in units::store::list_ancestors(tx, unit.id)?.into_iter().rev().take(3) {
        if above.id != unit.id {
            people.extend(people::store::list_unit_people(tx, above.id)?);
        }
    }
    Ok(people)
}

pub(crate) async fn list(who: Actor, Path(id): Path<CallId>, Query(query): Query<BranchQuery>) -> Answer {
    if query.is_export() {
        return export(&who, id, query).await;
    }
    let asker = who.clone();
    let shown = who
        .read(move |tx| {
            let (call, unit) = sight(&asker, tx, id, &query.unit)?;
            asker.must(tx, ASSIGN, unit.id)?;
            let (is_open, heading) = (call.may_add().is_yes(), asker.cx("reflections-people"));
            Ok::<_, Failure>(PeoplePage {
                cx: asker.cx_titled(heading.t1("reflections-people-of", "title", call.title.as_str())),
                rows: store::list_of_unit(tx, id, unit.id)?,
                reviewers: reviewers_of(tx, &unit)?,
                units: units::store::list_children(tx, unit.id)?,
                joined: if is_open { store::count_joined(tx, &call, unit.id)? } else { 0 },
                removed: store::list_removed(tx, id, unit.id)?,
                call,
                unit,
            })
        })
        .await?;
    page(&shown)
}

/// Who of the branch is asked and where each stands, as a file: never what is written.
async fn export(who: &Actor, id: CallId, query: BranchQuery) -> Answer {
    let (asker, format) = (who.clone(), query.format.clone());
    let (unit, rows) = who
        .read(move |tx| {
            let (_, unit) = sight(&asker, tx, id, &query.unit)?;
            asker.must(tx, ASSIGN, unit.id)?;
            Ok::<_, Failure>((unit.id, store::list_of_branch(tx, id, unit.id)?))
        })
        .await?;
    let cx = who.cx("reflections-people");
    let headings = cx.headings(&[
        ("reflections-unit", 32.0),
        ("reflections-author", 28.0),
        ("reflections-state", 16.0),
        ("reflections-due-on", 14.0),
        ("reflections-submitted-on", 14.0),
        ("reflections-reviewer", 28.0),
    ]);
    let line = |row: &ReflectionRow| {
        vec![
            row.unit_name.clone().into(),
            row.author.clone().into(),
            cx.word("reflections-state", row.reflection.state).into(),
            row.due_on.0.into(),
            row.reflection.submitted_on.map(|day| day.0).into(),
            row.reviewer.clone().into(),
        ]
    };
    let lines = rows.iter().map(line).collect();
    personal_spreadsheet(who, "nguoi-viet-thu-hoach", Some(unit), &format, (&headings, lines)).await
}

/// The reviewer given to those chosen.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct AssignForm {
    unit: String,
    reviewer: String,
    person: Vec<String>,
    reason: String,
}

/// Gives it this reviewer. Once it is submitted, that is told to its author.
fn give(who: &Actor, tx: &mut Tx<'_>, of: Reflection, reviewer: PersonId, reason: &str) -> Result<(), Failure> {
    of.may_be_given(reviewer, who.person(), reason).or_refuse()?;
    if of.reviewer == Some(reviewer) {
        return Ok(());
    }
    if of.tells_of_reviewer(reviewer) {
        store::insert_reviewer_change(tx, &of, reviewer, who.person() == Some(reviewer), reason)?;
    }
    Ok(store::assign(tx, &of.reviewed_by(reviewer)?)?)
}

/// Gives all chosen ones this reviewer, or none when one of them may not have it.
pub(crate) async fn assign(who: Actor, Path(id): Path<CallId>, Form(form): Form<AssignForm>) -> Answer {
    let asker = who.clone();
    let unit = who
        .write(move |tx| {
            let (_, unit) = sight(&asker, tx, id, &form.unit)?;
            asker.must(tx, ASSIGN, unit.id)?;
            let chosen = form.reviewer.parse().ok();
            let authors: Vec<PersonId> = form.person.iter().filter_map(|person| person.parse().ok()).collect();
            may_assign(chosen, &authors).or_refuse()?;
            let reviewers = reviewers_of(tx, &unit)?;
            let reviewer = reviewers.iter().map(|person| person.id).find(|id| Some(*id) == chosen);
            let reviewer = reviewer.ok_or(Failure::NotFound)?;
            must_bear_no_mark(&[&form.reason])?;
            let reason = vietnamese::nfc(form.reason.trim());
            for person in authors {
                let reflection = store::find_reflection(tx, id, person)?;
                if reflection.unit != unit.id {
                    return Err(Failure::NotFound);
                }
                give(&asker, tx, reflection, reviewer, &reason)?;
            }
            Ok::<_, Failure>(unit.id)
        })
        .await?;
    go_to_saying(format!("/reflections/{id}/people?unit={unit}"), "reflections-assigned")
}
