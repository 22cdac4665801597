//! Who stands behind a session: the account's owner, or the person in whose place its owner acts.

use kernel::{PersonId, Role, UnitId};
use people::domain::Person;
use platform::db::{StoreError, Tx};
use platform::web::{Grant, Identity};

use crate::domain::{ActingFacts, may_act_for};
use crate::{permissions, store};

/// The identity behind a session's token, if it is valid now.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn identify_session(tx: &mut Tx<'_>, token: &str) -> Result<Option<Identity>, StoreError> {
    let Some(identity) = people::identify_session(tx, token)? else { return Ok(None) };
    match store::lookup_acting(tx, token)? {
        Some(person) => in_place_of(tx, identity, person).map(Some),
        None => Ok(Some(identity)),
    }
}

/// The person's identity in the helper's hands, or the helper's own when acting is over: the rule is asked each time, so
/// that it ends with the helper's role and with the day the person signs in.
fn in_place_of(tx: &mut Tx<'_>, helper: Identity, id: PersonId) -> Result<Identity, StoreError> {
    let person = store::find_person(tx, id)?;
    let facts = acting_facts(tx, &person, helper.person)?;
    if !may_act_for(facts).is_yes() || !answers_for(tx, &helper, person.home_unit)? {
        return Ok(helper);
    }
    // what was addressed to units that ended concerns the members of the unit that took their place
    let mut units = vec![person.home_unit];
    units.extend(units::store::list_predecessors(tx, person.home_unit)?);
    Ok(Identity {
        person: Some(id),
        name: person.known.full_name,
        grants: units.into_iter().map(|unit| Grant { role: Role::Member, unit }).collect(),
        helper: Some(helper.name),
        ..helper
    })
}

fn answers_for(tx: &mut Tx<'_>, helper: &Identity, unit: UnitId) -> Result<bool, StoreError> {
    for grant in helper.grants.iter().filter(|grant| permissions::ACT_FOR.is_carried_by(grant.role)) {
        if units::store::is_within(tx, unit, grant.unit)? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// What the rule needs to know of this person when somebody asks to act in their place.
///
/// # Errors
/// [`StoreError::Driver`].
pub(crate) fn acting_facts(
    tx: &mut Tx<'_>,
    person: &Person,
    asker: Option<PersonId>,
) -> Result<ActingFacts, StoreError> {
    let today = tx.today();
    Ok(ActingFacts {
        is_own: asker == Some(person.id),
        has_ended: person.ended_on.is_some_and(|day| day <= today),
        signs_in: store::signs_in(tx, person.id)?,
    })
}
