//! Who of one unit is asked, where each stands, and who reads it: the secretary or an officer gives the reviewers. What is
//! written is not here.

use askama::Template;
use kernel::PersonId;
use people::domain::Person;
use platform::db::Tx;
use platform::web::{Actor, Answer, Cx, Failure, Form, Path, Query, go_to_saying, page};
use serde::Deserialize;
use units::domain::Unit;

use super::show::{BranchQuery, sight};
use crate::domain::{Call, CallId};
use crate::permissions::ASSIGN;
use crate::store::{self, ReflectionRow};

#[derive(Template)]
#[template(path = "reflections/people.html")]
struct PeoplePage {
    cx: Cx,
    call: Call,
    unit: Unit,
    rows: Vec<ReflectionRow>,
    reviewers: Vec<Person>,
    units: Vec<Unit>,
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
    let asker = who.clone();
    let shown = who
        .read(move |tx| {
            let (call, unit) = sight(&asker, tx, id, &query.unit)?;
            asker.must(tx, ASSIGN, unit.id)?;
            Ok::<_, Failure>(PeoplePage {
                cx: asker.cx_titled(call.title.clone()),
                rows: store::list_of_unit(tx, id, unit.id)?,
                reviewers: reviewers_of(tx, &unit)?,
                units: units::store::list_children(tx, unit.id)?,
                call,
                unit,
            })
        })
        .await?;
    page(&shown)
}

/// The reviewer given to those chosen.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct AssignForm {
    unit: String,
    reviewer: String,
    person: Vec<String>,
}

/// Gives all chosen ones this reviewer, or none when one of them may not have it.
pub(crate) async fn assign(who: Actor, Path(id): Path<CallId>, Form(form): Form<AssignForm>) -> Answer {
    let reviewer: PersonId = form.reviewer.parse().map_err(|_| Failure::Malformed("reflections-wrong-reviewer"))?;
    let asker = who.clone();
    let unit = who
        .write(move |tx| {
            let (_, unit) = sight(&asker, tx, id, &form.unit)?;
            asker.must(tx, ASSIGN, unit.id)?;
            if !reviewers_of(tx, &unit)?.iter().any(|person| person.id == reviewer) {
                return Err(Failure::NotFound);
            }
            for person in form.person.iter().filter_map(|person| person.parse::<PersonId>().ok()) {
                let reflection = store::find_reflection(tx, id, person)?;
                if reflection.unit != unit.id {
                    return Err(Failure::NotFound);
                }
                store::assign(tx, &reflection.reviewed_by(reviewer)?)?;
            }
            Ok::<_, Failure>(unit.id)
        })
        .await?;
    go_to_saying(format!("/reflections/{id}/people?unit={unit}"), "reflections-assigned")
}
