//! One person: what is known, registering, correcting.

use askama::Template;
use axum::http::StatusCode;
use kernel::{Day, Event, PersonId, Refused, UnitId};
use platform::db::{StoreError, Tx};
use platform::web::{Actor, Answer, Cx, Failure, FieldErrors, Form, Path, Query, go_to_saying, page, page_with};
use serde::Deserialize;

use super::answering::sees;
use super::form::{PersonForm, changed_fields, day, read};
use super::memberships::some_day;
use super::sights::{Shown, Sights, shown};
use crate::domain::membership::{Membership, PastHome, may_change_home};
use crate::domain::merge::Merge;
use crate::domain::responsibility::{Assignment, Post, SteeringMember};
use crate::domain::sight::{Field, Sight};
use crate::domain::{Account, CannotRegister, Gender, MemberStatus, Person};
use crate::store::Happening;
use crate::{permissions, store};

#[derive(Template)]
#[template(path = "people/show.html")]
struct ShowPage {
    cx: Cx,
    person: Person,
    unit_name: String,
    /// The fields as far as the reader sees them; numbers masked unless asked for.
    shown: Shown,
    /// Numbers are masked and can be asked for.
    may_see_numbers: bool,
    /// May have everything that is kept as a file.
    may_have_data: bool,
    may_erase: bool,
    accounts: Vec<Account>,
    history: Vec<Happening>,
    past: Vec<PastHome>,
    memberships: Vec<Membership>,
    posts: Vec<Post>,
    assignments: Vec<Assignment>,
    seats: Vec<SteeringMember>,
    /// Where a membership beside the home may be added: the own branches, the first one chosen.
    join_in: Option<(UnitId, String)>,
    kinds: &'static [MemberStatus],
    today: Day,
    /// The record that stands for this one, with its name.
    merged_into: Option<Person>,
    merges: Vec<Merge>,
    may_merge: bool,
    may_edit: bool,
    may_administer: bool,
    is_own: bool,
}

impl ShowPage {
    fn is_over(&self, to: &Option<Day>) -> bool {
        to.is_some_and(|to| to <= self.today)
    }
}

/// The person, if the actor may see it: one's own record, or one who takes part in the branch. Everybody else does not
/// exist.
pub(crate) fn seen(who: &Actor, tx: &mut Tx<'_>, id: PersonId) -> Result<Person, Failure> {
    if sees(who, tx, id)? { Ok(store::find_person(tx, id)?) } else { Err(Failure::NotFound) }
}

/// The person, if the actor may correct it.
fn editable(who: &Actor, tx: &mut Tx<'_>, id: PersonId) -> Result<Person, Failure> {
    let person = seen(who, tx, id)?;
    let stands = person.merged_into.is_none() && !person.is_erased;
    if stands && who.may(tx, permissions::EDIT, person.home_unit)? { Ok(person) } else { Err(Failure::Forbidden) }
}

pub(crate) async fn show(who: Actor, Path(id): Path<PersonId>) -> Answer {
    show_page(&who, id, false).await
}

/// The page of a person, with the numbers in full or masked as pages show them.
pub(crate) async fn show_page(who: &Actor, id: PersonId, in_full: bool) -> Answer {
    let asker = who.clone();
    let show = who.read(move |tx| read_page(&asker, tx, id, in_full)).await?;
    page(&show)
}

fn read_page(who: &Actor, tx: &mut Tx<'_>, id: PersonId, in_full: bool) -> Result<ShowPage, Failure> {
    let person = seen(who, tx, id)?;
    let home = person.home_unit;
    let stands = person.merged_into.is_none() && !person.is_erased;
    let edits = who.may(tx, permissions::EDIT, home)?;
    let may_administer = who.may(tx, permissions::ACCOUNTS, home)?;
    let may_erase = who.may(tx, permissions::PERSONAL_DATA, home)?;
    let is_own = who.person() == Some(id);
    let sights = Sights::of_person(who, tx, id, home)?;
    let sees_history = sights.sees(Field::History);
    let cx = who.cx_titled(person.full_name.clone());
    let is_number = |field: Field| matches!(field, Field::ExternalId | Field::Phone);
    let shown = shown(&cx, &person, |field| match sights.of(field) {
        Sight::Full if is_number(field) && !in_full && !is_own => Sight::Masked,
        other => other,
    });
    let join_in = match who.scope(permissions::EDIT).first() {
        Some(unit) if stands => Some((*unit, units::store::find(tx, *unit)?.name)),
        _ => None,
    };
    Ok(ShowPage {
        unit_name: units::store::find(tx, home)?.name,
        may_see_numbers: !in_full && !is_own && edits && sights.sees(Field::Phone),
        may_have_data: is_own || may_erase,
        accounts: if may_administer { store::list_accounts_of(tx, id)? } else { Vec::new() },
        history: match (sees_history, is_own) {
            (true, _) => store::list_history(tx, &[id.to_string()], 20)?,
            (false, true) => store::list_done_for(tx, id, 20)?,
            (false, false) => Vec::new(),
        },
        past: store::list_past_homes(tx, id)?,
        memberships: store::list_memberships(tx, id)?,
        posts: store::list_posts_of(tx, id)?,
        assignments: store::list_assignments_of(tx, id)?,
        seats: store::list_seats_of(tx, id)?,
        merged_into: person.merged_into.map(|into| store::find_person(tx, into)).transpose()?,
        merges: if edits { store::list_merges(tx, id)? } else { Vec::new() },
        may_merge: who.may(tx, permissions::MERGE, home)?,
        kinds: MemberStatus::BESIDE,
        today: who.today(),
        may_edit: stands && edits,
        may_erase: may_erase && !person.is_erased,
        may_administer,
        is_own,
        join_in,
        shown,
        person,
        cx,
    })
}

#[derive(Template)]
#[template(path = "people/edit.html")]
struct EditPage {
    cx: Cx,
    form: PersonForm,
    errors: FieldErrors,
    unit_name: String,
    statuses: &'static [MemberStatus],
    genders: &'static [Gender],
    same: Vec<Person>,
    is_new: bool,
    cancel: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct InUnit {
    pub unit: String,
}

pub(crate) async fn new(who: Actor, Query(query): Query<InUnit>) -> Answer {
    let form = PersonForm {
        home_unit: query.unit,
        member_status: MemberStatus::Official.code().into(),
        ..PersonForm::default()
    };
    edit_page(&who, form, (FieldErrors::default(), Vec::new()), None).await
}

/// The form again, or for the first time: the actor must be allowed to write into its unit.
async fn edit_page(
    who: &Actor,
    form: PersonForm,
    (errors, same): (FieldErrors, Vec<Person>),
    id: Option<PersonId>,
) -> Answer {
    let unit: UnitId = form.home_unit.parse().map_err(|_| Failure::NotFound)?;
    let asker = who.clone();
    let unit_name = who
        .read(move |tx| {
            asker.must(tx, permissions::EDIT, unit)?;
            Ok::<_, Failure>(units::store::find(tx, unit)?.name)
        })
        .await?;
    let is_right = errors.is_empty() && same.is_empty();
    let edit = EditPage {
        cx: who.cx(if id.is_some() { "people-edit" } else { "people-new" }),
        form,
        errors,
        unit_name,
        statuses: MemberStatus::ALL,
        genders: Gender::ALL,
        same,
        is_new: id.is_none(),
        cancel: id.map_or_else(|| format!("/people?unit={unit}"), |id| format!("/people/{id}")),
    };
    page_with(if is_right { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY }, &edit)
}

fn must_be_free(tx: &mut Tx<'_>, external_id: Option<&str>, own: Option<PersonId>) -> Result<(), Failure> {
    if let Some(id) = external_id
        && store::lookup_person_by_external_id(tx, id)?.is_some_and(|other| Some(other.id) != own)
    {
        return Err(Refused::because(CannotRegister::IdTaken(id.to_owned())).into());
    }
    Ok(())
}

/// Keeps in the log which numbers of a person were shown in full; nothing when there are none.
pub(crate) fn note_numbers_shown(tx: &mut Tx<'_>, person: &Person) -> Result<(), StoreError> {
    let numbers = [(Field::ExternalId, person.external_id.is_some()), (Field::Phone, !person.phone.is_empty())];
    let fields: Vec<&str> = numbers.iter().filter(|(_, is_there)| *is_there).map(|(field, _)| field.code()).collect();
    if fields.is_empty() {
        return Ok(());
    }
    let detail = serde_json::json!({ "fields": fields });
    tx.record(Event::noted("people.numbers_shown", person.id, Some(person.home_unit)).with(detail))
}

/// Nobody comes to be at home in a unit that ended.
fn must_live(tx: &mut Tx<'_>, unit: UnitId) -> Result<(), Failure> {
    let unit = units::store::find(tx, unit)?;
    if unit.ended_on.is_some() {
        return Err(Refused::because(CannotRegister::UnitEnded(unit.name)).into());
    }
    Ok(())
}

pub(crate) async fn create(who: Actor, Form(form): Form<PersonForm>) -> Answer {
    let (person, _, mut errors) = read(&form, who.today());
    let since = day(&form.since, "since", who.today(), &mut errors);
    let Some(person) = person.filter(|_| errors.is_empty()) else {
        return edit_page(&who, form, (errors, Vec::new()), None).await;
    };
    let (asker, confirmed) = (who.clone(), !form.confirmed.is_empty());
    let made = who
        .write(move |tx| {
            asker.must(tx, permissions::EDIT, person.home_unit)?;
            must_live(tx, person.home_unit)?;
            must_be_free(tx, person.external_id.as_deref(), None)?;
            let mut same = match person.birth_day {
                Some(day) if !confirmed => store::list_same_person(tx, &person.full_name, day, None)?,
                _ => Vec::new(),
            };
            if !same.is_empty() {
                // of people outside the branch nothing is shown but that they are there
                for other in &mut same {
                    if !asker.may(tx, permissions::VIEW, other.home_unit)? {
                        other.known.external_id = None;
                        other.known.post = String::new();
                    }
                }
                return Ok(Err(same));
            }
            let id = store::insert_person_since(tx, &person, since)?;
            // whoever registers in spite of somebody alike says that they are two
            if let Some(day) = person.birth_day {
                for other in store::list_same_person(tx, &person.full_name, day, Some(id))? {
                    store::note_different(tx, id, other.id)?;
                }
            }
            tx.record(Event::noted("people.registered", id, Some(person.home_unit)))?;
            Ok::<_, Failure>(Ok(id))
        })
        .await?;
    match made {
        Ok(id) => go_to_saying(format!("/people/{id}"), "people-registered"),
        Err(same) => edit_page(&who, form, (FieldErrors::default(), same), None).await,
    }
}

/// The form holds the numbers in full: that they were shown is kept in the log.
pub(crate) async fn edit(who: Actor, Path(id): Path<PersonId>) -> Answer {
    let asker = who.clone();
    let person = who
        .write(move |tx| {
            let person = editable(&asker, tx, id)?;
            note_numbers_shown(tx, &person)?;
            Ok::<_, Failure>(person)
        })
        .await?;
    let text = |day: Option<Day>| day.map(|day| day.to_string()).unwrap_or_default();
    let form = PersonForm {
        full_name: person.full_name.clone(),
        external_id: person.external_id.clone().unwrap_or_default(),
        birth_day: text(person.birth_day),
        gender: person.gender.map_or("", Gender::code).into(),
        home_unit: person.home_unit.to_string(),
        member_status: person.member_status.code().into(),
        joined_on: text(person.joined_on),
        post: person.post.clone(),
        phone: person.phone.clone(),
        is_key_official: if person.is_key_official { "1".into() } else { String::new() },
        ended_on: text(person.ended_on),
        since: who.today().to_string(),
        reason: String::new(),
        version: person.version,
        confirmed: String::new(),
    };
    edit_page(&who, form, (FieldErrors::default(), Vec::new()), Some(id)).await
}

pub(crate) async fn update(who: Actor, Path(id): Path<PersonId>, Form(form): Form<PersonForm>) -> Answer {
    let (known, ended_on, errors) = read(&form, who.today());
    let Some(known) = known.filter(|_| errors.is_empty()) else {
        return edit_page(&who, form, (errors, Vec::new()), Some(id)).await;
    };
    let on = some_day(&form.since)?;
    let asker = who.clone();
    who.write(move |tx| {
        let before = editable(&asker, tx, id)?;
        asker.must(tx, permissions::EDIT, known.home_unit)?;
        if before.home_unit != known.home_unit {
            must_live(tx, known.home_unit)?;
        }
        must_be_free(tx, known.external_id.as_deref(), Some(id))?;
        let changed = changed_fields(&before, &known, ended_on);
        let unit = known.home_unit;
        let moves = before.home_unit != unit || before.member_status != known.member_status;
        let since = match on.filter(|_| moves) {
            Some(on) => {
                may_change_home(before.since, on, asker.today()).or_refuse()?;
                store::note_past(tx, &before, on, vietnamese::nfc(form.reason.trim()).as_str())?;
                Some(on)
            }
            None => before.since,
        };
        store::save_person(tx, &Person { known, since, ended_on, version: form.version, ..before })?;
        let detail = serde_json::json!({ "changed": changed });
        tx.record(Event::noted("people.corrected", id, Some(unit)).with(detail))?;
        Ok::<_, Failure>(())
    })
    .await?;
    go_to_saying(format!("/people/{id}"), "people-saved")
}
