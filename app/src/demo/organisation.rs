//! Units, people and accounts of the demo.

use std::collections::HashMap;
use std::sync::Arc;

use anyhow::Context;
use demo_province::{Person, Unit};
use kernel::{AccountId, Day, Event, Fact, Instant, Role, UnitId, UnitKind};
use people::domain::{NewAccount, NewPerson};
use platform::db::{StoreError, Tx};
use units::domain::NewUnit;

use super::story::{Story, day};
use super::{Login, PASSWORD};

pub(super) const FOUNDED: &str = "2026-01-05";
const PEOPLE_AT_ONCE: usize = 10_000;

pub(super) fn found_units(story: &mut Story) -> anyhow::Result<()> {
    let (units, stood) = (story.province.units.clone(), Arc::clone(&story.units));
    let at = Instant::at(day(FOUNDED)?, 8, 0);
    let (ids, tree) = story.write(at, "", move |tx| {
        let mut ids: HashMap<String, UnitId> = HashMap::clone(&stood);
        let mut tree = Vec::with_capacity(units.len());
        for unit in &units {
            let kind = kind_of(unit)?;
            let id = match ids.get(&unit.code) {
                Some(id) => *id,
                None => units::store::insert_silently(tx, &new_unit(unit, kind, &ids))?,
            };
            ids.insert(unit.code.clone(), id);
            tree.push((id, kind));
        }
        let founded = tree.iter().map(|(id, _)| *id).collect();
        let root = tree.first().map(|(id, _)| *id);
        let event = Event::noted("units.imported", "demo", root).with(serde_json::json!({ "inserted": units.len() }));
        tx.record(event.telling(Fact::UnitsChanged { units: founded }))?;
        Ok((ids, tree))
    })?;
    story.units = Arc::new(ids);
    story.tree = tree;
    Ok(())
}

pub(super) fn kind_of(unit: &Unit) -> Result<UnitKind, StoreError> {
    unit.kind.parse().map_err(|_| StoreError::corrupt("unit", unit.kind))
}

pub(super) fn new_unit(unit: &Unit, kind: UnitKind, ids: &HashMap<String, UnitId>) -> NewUnit {
    NewUnit {
        code: unit.code.clone(),
        kind,
        name: unit.name.clone(),
        short_name: unit.short_name.clone(),
        parent: unit.parent_code.as_ref().and_then(|code| ids.get(code)).copied(),
        founded_on: unit.founded_on.parse().ok(),
    }
}

pub(super) fn register_people(story: &mut Story) -> anyhow::Result<()> {
    let at = Instant::at(day(FOUNDED)?, 9, 0);
    let mut ids = HashMap::with_capacity(story.province.people.len());
    for some in story.province.people.chunks(PEOPLE_AT_ONCE) {
        let (some, units) = (some.to_vec(), Arc::clone(&story.units));
        let inserted = story.write(at, "", move |tx| register(tx, &some, &units))?;
        ids.extend(inserted);
    }
    let count = ids.len();
    let root = story.unit("TU")?;
    story.write(at, "", move |tx| {
        tx.record(Event::noted("people.imported", "demo", Some(root)).with(serde_json::json!({ "inserted": count })))
    })?;
    story.people = Arc::new(ids);
    Ok(())
}

fn register(
    tx: &mut Tx<'_>,
    some: &[Person],
    units: &HashMap<String, UnitId>,
) -> Result<Vec<(String, kernel::PersonId)>, StoreError> {
    let mut inserted = Vec::with_capacity(some.len());
    for person in some {
        let home = units.get(&person.unit_code).copied().ok_or(StoreError::NotFound)?;
        let new = new_person(person, home)?;
        inserted.push((person.external_id.clone(), people::store::insert_person(tx, &new)?));
    }
    Ok(inserted)
}

fn new_person(person: &Person, home_unit: UnitId) -> Result<NewPerson, StoreError> {
    let unknown = |what: &str| StoreError::corrupt("person", what.to_owned());
    Ok(NewPerson {
        external_id: Some(person.external_id.clone()),
        full_name: person.full_name.clone(),
        birth_day: person.birth_day.parse().ok(),
        gender: Some(person.gender.parse().map_err(|_| unknown(person.gender))?),
        home_unit,
        member_status: person.member_status.parse().map_err(|_| unknown(person.member_status))?,
        joined_on: person.joined_on.parse().ok(),
        post: person.post.clone().unwrap_or_default(),
        phone: person.phone.as_deref().unwrap_or_default().replace(' ', ""),
        is_key_official: person.is_key_official,
    })
}

pub(super) fn open_accounts(story: &mut Story) -> anyhow::Result<Vec<Login>> {
    let from = day(FOUNDED)?;
    let mut logins = Vec::new();
    for login in story.province.logins.clone() {
        let role: Role = login.role.parse().context("role")?;
        let account = NewAccount {
            person: story.people.get(&login.person_external_id).copied(),
            user_name: login.user_name.to_owned(),
            password_hash: people::password::hash(PASSWORD)?,
            language: "vi".into(),
        };
        let unit = story.unit(login.unit_code)?;
        let at = Instant::at(from, 10, 0);
        let id = story.write(at, "", move |tx| open_account(tx, &account, role, unit, from))?;
        story.accounts.insert(login.role, id);
        logins.push(Login {
            user_name: login.user_name.to_owned(),
            name: login.full_name,
            role: login.role_name.to_owned(),
            unit: login.unit_code.to_owned(),
        });
    }
    Ok(logins)
}

fn open_account(
    tx: &mut Tx<'_>,
    account: &NewAccount,
    role: Role,
    unit: UnitId,
    from: Day,
) -> Result<AccountId, StoreError> {
    let id = people::store::create_account(tx, account)?;
    people::store::grant(tx, id, role, unit, from)?;
    tx.record(Event::noted("accounts.created", id, Some(unit)))?;
    Ok(id)
}
