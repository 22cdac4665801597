//! Memberships beside the home: added and ended on the page of a person, by who may edit in their unit.

use kernel::{Day, PersonId, UnitId};
use platform::web::{Actor, Answer, Failure, Form, Path, go_to_saying};
use serde::Deserialize;

use super::edit::seen;
use crate::domain::MemberStatus;
use crate::domain::membership::Membership;
use crate::{permissions, store};

/// The form of a membership. Days ISO.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct MembershipForm {
    unit: String,
    kind: String,
    from: String,
    to: String,
    note: String,
}

/// A day a form must name.
pub(crate) fn needed_day(text: &str) -> Result<Day, Failure> {
    text.trim().parse().map_err(|_| Failure::Malformed("people-error-day"))
}

/// A day a form may leave empty.
pub(crate) fn some_day(text: &str) -> Result<Option<Day>, Failure> {
    if text.trim().is_empty() { Ok(None) } else { needed_day(text).map(Some) }
}

pub(crate) async fn add(who: Actor, Path(id): Path<PersonId>, Form(form): Form<MembershipForm>) -> Answer {
    let unit: UnitId = form.unit.parse().map_err(|_| Failure::NotFound)?;
    let kind: MemberStatus = form.kind.parse().map_err(|_| Failure::Malformed("people-error-kind"))?;
    let (from, to) = (needed_day(&form.from)?, some_day(&form.to)?);
    let asker = who.clone();
    who.write(move |tx| {
        let person = seen(&asker, tx, id)?;
        asker.must(tx, permissions::EDIT, unit)?;
        let unit_name = units::store::find(tx, unit)?.name;
        let note = vietnamese::nfc(form.note.trim());
        let new = Membership { person: person.id, unit, unit_name, kind, from, to, note };
        new.may_be_added(&store::list_memberships(tx, id)?).or_refuse()?;
        store::insert_membership(tx, &new)?;
        Ok::<_, Failure>(())
    })
    .await?;
    go_to_saying(format!("/people/{id}"), "people-membership-added")
}

pub(crate) async fn end(who: Actor, Path(id): Path<PersonId>, Form(form): Form<MembershipForm>) -> Answer {
    let unit: UnitId = form.unit.parse().map_err(|_| Failure::NotFound)?;
    let (from, on) = (needed_day(&form.from)?, needed_day(&form.to)?);
    let asker = who.clone();
    who.write(move |tx| {
        seen(&asker, tx, id)?;
        asker.must(tx, permissions::EDIT, unit)?;
        let held = store::list_memberships(tx, id)?;
        let is_it = |m: &Membership| m.unit == unit && m.kind.code() == form.kind && m.from == from;
        let held = held.into_iter().find(is_it).ok_or(Failure::NotFound)?;
        held.may_end(on).or_refuse()?;
        store::end_membership(tx, &held, on)?;
        Ok::<_, Failure>(())
    })
    .await?;
    go_to_saying(format!("/people/{id}"), "people-membership-ended")
}
