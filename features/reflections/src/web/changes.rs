//! What changes while people write: those who joined since, those who are taken off the list, the day.

use documents::import::must_bear_no_mark;
use kernel::{Day, PersonId, UnitId};
use platform::db::Tx;
use platform::web::{Actor, Answer, Failure, Form, Path, go_to_saying};
use serde::Deserialize;

use super::call_for;
use super::show::sight;
use crate::domain::{Call, CallId, Reflection};
use crate::permissions::{ASSIGN, ORGANISE};
use crate::store;

/// A person of the list of a unit, and why.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct PeopleForm {
    unit: String,
    person: String,
    reason: String,
}

/// The call and the unit whose list the actor keeps.
fn listed(who: &Actor, tx: &mut Tx<'_>, id: CallId, unit: &str) -> Result<(Call, UnitId), Failure> {
    let (call, unit) = sight(who, tx, id, unit)?;
    who.must(tx, ASSIGN, unit.id)?;
    Ok((call, unit.id))
}

fn back(id: CallId, unit: UnitId) -> String {
    format!("/reflections/{id}/people?unit={unit}")
}

/// Asks the people of the branch who have joined since.
pub(crate) async fn add(who: Actor, Path(id): Path<CallId>, Form(form): Form<PeopleForm>) -> Answer {
    let asker = who.clone();
    let unit = who
        .write(move |tx| {
            let (call, unit) = listed(&asker, tx, id, &form.unit)?;
            call.may_add().or_refuse()?;
            store::add_joined(tx, &call, unit)?;
            Ok::<_, Failure>(unit)
        })
        .await?;
    go_to_saying(back(id, unit), "reflections-people-added")
}

/// Takes somebody off the list who has not submitted, for a reason that they are told.
pub(crate) async fn remove(who: Actor, Path(id): Path<CallId>, Form(form): Form<PeopleForm>) -> Answer {
    let person: PersonId = form.person.parse().map_err(|_| Failure::NotFound)?;
    let asker = who.clone();
    let unit = who
        .write(move |tx| {
            let (call, unit) = listed(&asker, tx, id, &form.unit)?;
            let reflection: Reflection = store::find_reflection(tx, id, person)?;
            if reflection.unit != unit {
                return Err(Failure::NotFound);
            }
            must_bear_no_mark(&[&form.reason])?;
            reflection.may_be_removed(call.state, &form.reason).or_refuse()?;
            store::remove(tx, &reflection, &vietnamese::nfc(form.reason.trim()))?;
            Ok::<_, Failure>(unit)
        })
        .await?;
    go_to_saying(back(id, unit), "reflections-person-removed")
}

/// Asks somebody again who was taken off the list, where they belong now: the call still asks them, and the actor keeps
/// the list there too.
pub(crate) async fn add_again(who: Actor, Path(id): Path<CallId>, Form(form): Form<PeopleForm>) -> Answer {
    let person: PersonId = form.person.parse().map_err(|_| Failure::NotFound)?;
    let asker = who.clone();
    let unit = who
        .write(move |tx| {
            let (call, unit) = listed(&asker, tx, id, &form.unit)?;
            if !store::list_removed(tx, id, unit)?.iter().any(|removed| removed.person == person) {
                return Err(Failure::NotFound);
            }
            call.may_ask_again(store::is_asked(tx, &call, person)?).or_refuse()?;
            let home = people::store::find_person(tx, person)?.home_unit;
            asker.must(tx, ASSIGN, home)?;
            store::add_again(tx, id, unit, person, home)?;
            Ok::<_, Failure>(unit)
        })
        .await?;
    go_to_saying(back(id, unit), "reflections-asked-again")
}

/// The day as it is moved.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct DueForm {
    due_on: String,
    reason: String,
    version: i64,
}

/// Moves the day until which people write, for a reason that they are told.
pub(crate) async fn move_due(who: Actor, Path(id): Path<CallId>, Form(form): Form<DueForm>) -> Answer {
    let to: Day = form.due_on.trim().parse().map_err(|_| Failure::Malformed("reflections-wrong-day"))?;
    let asker = who.clone();
    who.write(move |tx| {
        let call = Call { version: form.version, ..call_for(&asker, tx, ORGANISE, id)? };
        must_bear_no_mark(&[&form.reason])?;
        call.may_move(to, &form.reason, asker.today()).or_refuse()?;
        Ok::<_, Failure>(store::move_due(tx, &call, to, &vietnamese::nfc(form.reason.trim()))?)
    })
    .await?;
    go_to_saying(format!("/reflections/{id}"), "reflections-due-moved")
}
