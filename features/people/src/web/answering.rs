//! Who answers for a unit, by name, for the pages that say so: the unit's own, a rollout, a duty, the desk.

use kernel::{Day, UnitId};
use platform::db::{StoreError, Tx};
use platform::web::{Actor, Named, WhoAnswers};

use crate::domain::responsibility::AreaId;
use crate::store::Answering;
use crate::{permissions, store};

/// The head of the unit and the members of standing committees who answer for it and for the field of work.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn who_answers(
    who: &Actor,
    tx: &mut Tx<'_>,
    unit: UnitId,
    area: Option<AreaId>,
) -> Result<Vec<WhoAnswers>, StoreError> {
    let head = store::lookup_head(tx, unit)?;
    let standing = store::list_answering(tx, unit, area)?;
    labelled(who, tx, head, standing)
}

/// The same on a past day. Whose record may be opened is decided by the rights of today.
pub(crate) fn who_answered(
    who: &Actor,
    tx: &mut Tx<'_>,
    unit: UnitId,
    day: Day,
) -> Result<Vec<WhoAnswers>, StoreError> {
    let head = store::lookup_head_on(tx, unit, day)?;
    let standing = store::list_answering_on(tx, unit, day)?;
    labelled(who, tx, head, standing)
}

fn labelled(
    who: &Actor,
    tx: &mut Tx<'_>,
    head: Option<Answering>,
    standing: Vec<Answering>,
) -> Result<Vec<WhoAnswers>, StoreError> {
    let cx = who.cx("people-responsibility");
    let head: Vec<Answering> = head.into_iter().collect();
    let mut all = Vec::new();
    for (label, people) in [("people-head-of-unit", head), ("people-standing-answering", standing)] {
        if !people.is_empty() {
            let people = people.into_iter().map(|one| named(who, tx, one)).collect::<Result<_, _>>()?;
            all.push(WhoAnswers { label: cx.t(label), people });
        }
    }
    Ok(all)
}

/// The names of who answers for a unit in one line: `Nguyễn Thị Ánh; Trần Văn Bình`.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn names_answering(tx: &mut Tx<'_>, unit: UnitId) -> Result<String, StoreError> {
    let mut names: Vec<String> = store::lookup_head(tx, unit)?.into_iter().map(|head| head.name).collect();
    for one in store::list_answering(tx, unit, None)? {
        if !names.contains(&one.name) {
            names.push(one.name);
        }
    }
    Ok(names.join("; "))
}

fn named(who: &Actor, tx: &mut Tx<'_>, one: Answering) -> Result<Named, StoreError> {
    let href = match one.person {
        Some(person) if sees(who, tx, person)? => format!("/people/{person}"),
        _ => String::new(),
    };
    Ok(Named { name: one.name, title: one.title, href })
}

/// May the actor see this person: oneself, or one who takes part in the own branch?
///
/// # Errors
/// [`StoreError::NotFound`] when there is no such person.
pub(crate) fn sees(who: &Actor, tx: &mut Tx<'_>, person: kernel::PersonId) -> Result<bool, StoreError> {
    let home = store::find_person(tx, person)?.home_unit;
    if who.person() == Some(person) || who.may(tx, permissions::VIEW, home)? {
        return Ok(true);
    }
    for unit in store::list_units_beside(tx, person)? {
        if who.may(tx, permissions::VIEW, unit)? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// What the page of a unit names; with it the way to the page where it is entered.
pub(crate) fn of_unit(tx: &mut Tx<'_>, who: &Actor, unit: UnitId) -> Result<Vec<WhoAnswers>, StoreError> {
    let mut all = who_answers(who, tx, unit, None)?;
    let cx = who.cx("people-responsibility");
    if who.may(tx, permissions::VIEW, unit)? {
        let people = vec![Named {
            name: cx.t("people-responsibility-open"),
            title: String::new(),
            href: format!("/responsibility/{unit}"),
        }];
        all.push(WhoAnswers { label: cx.t("people-responsibility"), people });
    }
    Ok(all)
}
