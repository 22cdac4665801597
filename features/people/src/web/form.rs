//! The form of a person: what it says, what is wrong with it, what it changed.

use kernel::{Day, UnitId};
use platform::web::FieldErrors;
use serde::Deserialize;

use crate::domain::{MemberStatus, NewPerson, Person};
use crate::import::{name_fault, read_phone};

/// The form of a person.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct PersonForm {
    pub full_name: String,
    pub external_id: String,
    pub birth_day: String,
    pub gender: String,
    pub home_unit: String,
    pub member_status: String,
    pub joined_on: String,
    pub post: String,
    pub phone: String,
    pub is_key_official: String,
    pub ended_on: String,
    /// From which day on another unit or status holds; empty when a mistake is corrected. Of a new person: since when they
    /// hold; empty when it is not known.
    pub since: String,
    pub reason: String,
    pub version: i64,
    /// Registered in spite of somebody with the same name and birth day.
    pub confirmed: String,
}

/// A day a field may leave empty; not in the future.
pub(super) fn day(text: &str, field: &'static str, today: Day, errors: &mut FieldErrors) -> Option<Day> {
    if text.trim().is_empty() {
        return None;
    }
    let day = platform::web::typed_day(text);
    match day {
        None => errors.add(field, "people-error-day"),
        Some(day) if day > today => errors.add(field, "people-error-future"),
        Some(_) => {}
    }
    day
}

/// The person the form speaks of, from when on it no longer belongs, and what is wrong with the form.
pub(super) fn read(form: &PersonForm, today: Day) -> (Option<NewPerson>, Option<Day>, FieldErrors) {
    let mut errors = FieldErrors::default();
    let name = vietnamese::nfc(&form.full_name.split_whitespace().collect::<Vec<_>>().join(" "));
    if let Some(problem) = name_fault(&name) {
        errors.add("full_name", problem);
    }
    let id = form.external_id.trim();
    errors.add_if(id.chars().count() > 40 || id.contains(char::is_whitespace), "external_id", "people-import-bad-id");
    let phone = if form.phone.trim().is_empty() { Some(String::new()) } else { read_phone(&form.phone) };
    errors.add_if(phone.is_none(), "phone", "people-error-phone");
    let birth_day = day(&form.birth_day, "birth_day", today, &mut errors);
    let joined_on = day(&form.joined_on, "joined_on", today, &mut errors);
    errors.add_if(
        birth_day.is_some() && joined_on.is_some() && joined_on <= birth_day,
        "joined_on",
        "people-import-joined-before-birth",
    );
    let ended_on = day(&form.ended_on, "ended_on", today, &mut errors);
    let unit: Option<UnitId> = form.home_unit.parse().ok();
    let person = unit.zip(phone).map(|(home_unit, phone)| NewPerson {
        external_id: (!id.is_empty()).then(|| id.to_owned()),
        full_name: name,
        birth_day,
        gender: form.gender.parse().ok(),
        home_unit,
        member_status: form.member_status.parse().unwrap_or(MemberStatus::Official),
        joined_on,
        post: vietnamese::nfc(form.post.trim()),
        phone,
        is_key_official: !form.is_key_official.is_empty(),
    });
    (person, ended_on, errors)
}

/// Which fields changed, for the log: their names, not what stood in them.
pub(super) fn changed_fields(before: &Person, now: &NewPerson, ended_on: Option<Day>) -> Vec<&'static str> {
    let pairs = [
        ("full_name", before.full_name != now.full_name),
        ("external_id", before.external_id != now.external_id),
        ("birth_day", before.birth_day != now.birth_day),
        ("gender", before.gender != now.gender),
        ("home_unit", before.home_unit != now.home_unit),
        ("member_status", before.member_status != now.member_status),
        ("joined_on", before.joined_on != now.joined_on),
        ("post", before.post != now.post),
        ("phone", before.phone != now.phone),
        ("is_key_official", before.is_key_official != now.is_key_official),
        ("ended_on", before.ended_on != ended_on),
    ];
    pairs.into_iter().filter(|(_, changed)| *changed).map(|(field, _)| field).collect()
}
