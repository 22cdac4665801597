//! Halls: the list, one of them with its equipment, entering and changing.

use askama::Template;
use axum::http::StatusCode;
use kernel::{Day, UnitId};
use platform::db::{StoreError, Tx};
use platform::web::{
    Actor, Answer, Cx, Failure, FieldErrors, Form, ListQuery, Listing, Path, Query, State as Colour, go_to_saying,
    page, page_with, spreadsheet,
};
use serde::Deserialize;

use super::{equipment, kept_units, number, untold};
use crate::domain::{Condition, Equipment, EquipmentId, EquipmentKind, Hall, HallId};
use crate::permissions;
use crate::store::{self, Asked, HallRow, Kept};

#[derive(Template)]
#[template(path = "halls/list.html")]
struct ListPage {
    cx: Cx,
    listing: Listing<HallRow>,
    keeps: bool,
    /// Rows of this page of which what was then is not kept.
    untold: i64,
}

/// The page of halls the query asks for, and how many there are: now, or at the end of a past day.
pub(crate) fn page_of(
    tx: &mut Tx<'_>,
    who: &Actor,
    query: &ListQuery,
    day: Option<Day>,
) -> Result<(Vec<HallRow>, i64), StoreError> {
    let (roots, like) = (who.scope(permissions::VIEW), query.like());
    let asked = Asked { roots: &roots, like: &like, state: "", day };
    let rows = store::list_halls(tx, asked, query.sort_in(&["name", "unit", "capacity"]), query.piece(100_000))?;
    Ok((rows, store::count_halls(tx, asked)?))
}

pub(crate) async fn list(who: Actor, Query(query): Query<ListQuery>) -> Answer {
    let as_of = query.past_day(who.today())?;
    let (asker, asked) = (who.clone(), query.clone());
    let (rows, total, untold) = who
        .read(move |tx| {
            let (rows, total) = page_of(tx, &asker, &asked, as_of)?;
            let ids: Vec<HallId> = rows.iter().map(|row| row.hall.id).collect();
            let untold = untold(tx, Kept::Halls, &ids, as_of)?;
            Ok::<_, Failure>((rows, total, untold))
        })
        .await?;
    let cx = who.cx("halls-menu");
    if query.is_export() {
        return export(&cx, &query.format, &rows);
    }
    let listing = Listing::new(rows, total, query, "/halls").seen_as_of(as_of);
    page(&ListPage { cx, listing, keeps: who.holds(permissions::KEEP), untold })
}

fn export(cx: &Cx, format: &str, rows: &[HallRow]) -> Answer {
    let headings = cx.headings(&[
        ("halls-name", 36.0),
        ("halls-unit", 36.0),
        ("halls-place", 36.0),
        ("halls-capacity", 12.0),
        ("halls-rows", 12.0),
        ("halls-row-seats", 12.0),
        ("halls-equipment", 12.0),
        ("halls-out-of-order", 12.0),
    ]);
    let lines = rows
        .iter()
        .map(|row| {
            vec![
                row.hall.name.as_str().into(),
                row.unit_name.as_str().into(),
                row.hall.place.as_str().into(),
                row.hall.capacity.into(),
                row.hall.rows.into(),
                row.hall.row_seats.into(),
                row.equipment.into(),
                row.out_of_order.into(),
            ]
        })
        .collect();
    spreadsheet("hoi-truong", format, &headings, lines)
}

#[derive(Template)]
#[template(path = "halls/show.html")]
struct ShowPage {
    cx: Cx,
    hall: Hall,
    unit_name: String,
    /// What stands in it.
    equipment: Listing<Equipment>,
    kinds: &'static [EquipmentKind],
    conditions: &'static [Condition],
    keeps: bool,
    /// On a past day it may not have been entered yet.
    is_there: bool,
    /// Of the hall and what stands in it, rows of which what was then is not kept.
    untold: i64,
}

impl ShowPage {
    fn colour(&self, one: &Equipment) -> Colour {
        equipment::colour(one.condition)
    }
}

pub(crate) async fn show(who: Actor, Path(id): Path<HallId>, Query(query): Query<ListQuery>) -> Answer {
    let as_of = query.past_day(who.today())?;
    let asker = who.clone();
    let shown = who
        .read(move |tx| {
            let hall = store::find_hall(tx, id)?;
            asker.must(tx, permissions::VIEW, hall.unit)?;
            let keeps = as_of.is_none() && asker.may(tx, permissions::KEEP, hall.unit)?;
            let shown = match as_of {
                None => now(tx, &asker, hall)?,
                Some(day) => then(tx, &asker, hall, day)?,
            };
            Ok::<_, Failure>(ShowPage { keeps, ..shown })
        })
        .await?;
    page(&shown)
}

fn now(tx: &mut Tx<'_>, who: &Actor, hall: Hall) -> Result<ShowPage, StoreError> {
    let unit_name = units::store::find(tx, hall.unit)?.name;
    let equipment = store::list_equipment_in(tx, hall.id)?;
    Ok(show_page(who, hall, unit_name, equipment))
}

/// The page as it was at the end of a day.
fn then(tx: &mut Tx<'_>, who: &Actor, hall: Hall, day: Day) -> Result<ShowPage, StoreError> {
    let past = store::lookup_hall_on(tx, hall.id, day)?;
    let is_there = past.is_some();
    let equipment = if is_there { store::list_equipment_in_on(tx, hall.id, day)? } else { Vec::new() };
    let ids: Vec<EquipmentId> = equipment.iter().map(|one| one.id).collect();
    let untold = untold(tx, Kept::Halls, &[hall.id], Some(day))? + untold(tx, Kept::Equipment, &ids, Some(day))?;
    let unit_name = match is_there {
        true => store::owner_name_on(tx, &hall, day)?,
        false => String::new(),
    };
    let shown = show_page(who, past.unwrap_or(hall), unit_name, equipment);
    let equipment = shown.equipment.seen_as_of(Some(day));
    Ok(ShowPage { equipment, is_there, untold: if is_there { untold } else { 0 }, ..shown })
}

fn show_page(who: &Actor, hall: Hall, unit_name: String, equipment: Vec<Equipment>) -> ShowPage {
    ShowPage {
        cx: who.cx_titled(hall.name.clone()),
        unit_name,
        equipment: Listing::new(equipment, 0, ListQuery::default(), format!("/halls/{}", hall.id)),
        kinds: EquipmentKind::ALL,
        conditions: Condition::ALL,
        keeps: false,
        is_there: true,
        untold: 0,
        hall,
    }
}

/// The form of a hall, as typed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct HallForm {
    unit: String,
    name: String,
    place: String,
    capacity: String,
    rows: String,
    row_seats: String,
    out_of_use: String,
    note: String,
    version: i64,
}

impl HallForm {
    fn of(hall: &Hall) -> Self {
        HallForm {
            unit: hall.unit.to_string(),
            name: hall.name.clone(),
            place: hall.place.clone(),
            capacity: hall.capacity.to_string(),
            rows: hall.rows.to_string(),
            row_seats: hall.row_seats.to_string(),
            out_of_use: if hall.in_use { String::new() } else { "1".into() },
            note: hall.note.clone(),
            version: hall.version,
        }
    }

    /// The hall as typed, over the one that was read; the errors where it cannot be understood or does not add up.
    fn read(&self, before: &Hall) -> Result<Hall, FieldErrors> {
        let mut errors = FieldErrors::default();
        let name = vietnamese::nfc(self.name.trim());
        let numbers = [number(&self.capacity), number(&self.rows), number(&self.row_seats)];
        errors.add_if(name.is_empty(), "name", "halls-error-name");
        errors.add_if(numbers[0].is_none_or(|n| n == 0), "capacity", "halls-error-capacity");
        errors.add_if(numbers[1].is_none(), "rows", "halls-error-number");
        errors.add_if(numbers[2].is_none(), "row_seats", "halls-error-number");
        let [Some(capacity), Some(rows), Some(row_seats)] = numbers else { return Err(errors) };
        let hall = Hall {
            name,
            place: vietnamese::nfc(self.place.trim()),
            capacity,
            rows,
            row_seats,
            in_use: self.out_of_use.is_empty(),
            note: vietnamese::nfc(self.note.trim()),
            version: self.version,
            ..before.clone()
        };
        for reason in hall.may_seat().told() {
            errors.add_with("rows", reason.text_key(), reason.arguments);
        }
        if errors.is_empty() { Ok(hall) } else { Err(errors) }
    }
}

#[derive(Template)]
#[template(path = "halls/edit.html")]
struct EditPage {
    cx: Cx,
    action: String,
    units: Vec<(String, String)>,
    form: HallForm,
    errors: FieldErrors,
}

fn edit_page(
    tx: &mut Tx<'_>,
    who: &Actor,
    id: Option<HallId>,
    form: HallForm,
    errors: FieldErrors,
) -> Result<EditPage, Failure> {
    let (title, action) = match id {
        Some(id) => ("halls-edit", format!("/halls/{id}/edit")),
        None => ("halls-new", "/halls/new".to_owned()),
    };
    Ok(EditPage { cx: who.cx(title), action, units: kept_units(tx, who)?, form, errors })
}

pub(crate) async fn new(who: Actor) -> Answer {
    let asker = who.clone();
    let shown = who.read(move |tx| edit_page(tx, &asker, None, HallForm::default(), FieldErrors::default())).await?;
    page(&shown)
}

pub(crate) async fn create(who: Actor, Form(form): Form<HallForm>) -> Answer {
    let unit: UnitId = form.unit.parse().map_err(|_| Failure::NotFound)?;
    let asker = who.clone();
    let saved = who
        .write(move |tx| {
            asker.must(tx, permissions::KEEP, unit)?;
            units::store::must_live(tx, unit)?;
            match form.read(&a_hall(tx.new_id(), unit)) {
                Ok(hall) => {
                    store::insert_hall(tx, &hall)?;
                    Ok::<_, Failure>(Ok(hall.id))
                }
                Err(errors) => Ok(Err(edit_page(tx, &asker, None, form, errors)?)),
            }
        })
        .await?;
    answer(saved)
}

/// A hall of which nothing is known yet.
fn a_hall(id: HallId, unit: UnitId) -> Hall {
    Hall {
        id,
        unit,
        name: String::new(),
        place: String::new(),
        capacity: 0,
        rows: 0,
        row_seats: 0,
        in_use: true,
        note: String::new(),
        version: 0,
    }
}

pub(crate) async fn edit(who: Actor, Path(id): Path<HallId>) -> Answer {
    let asker = who.clone();
    let shown = who
        .read(move |tx| {
            let hall = store::find_hall(tx, id)?;
            asker.must(tx, permissions::KEEP, hall.unit)?;
            edit_page(tx, &asker, Some(id), HallForm::of(&hall), FieldErrors::default())
        })
        .await?;
    page(&shown)
}

pub(crate) async fn update(who: Actor, Path(id): Path<HallId>, Form(form): Form<HallForm>) -> Answer {
    let asker = who.clone();
    let saved = who
        .write(move |tx| {
            let before = store::find_hall(tx, id)?;
            asker.must(tx, permissions::KEEP, before.unit)?;
            match form.read(&before) {
                Ok(hall) => {
                    store::save_hall(tx, &hall)?;
                    Ok::<_, Failure>(Ok(id))
                }
                Err(errors) => Ok(Err(edit_page(tx, &asker, Some(id), form, errors)?)),
            }
        })
        .await?;
    answer(saved)
}

fn answer(saved: Result<HallId, EditPage>) -> Answer {
    match saved {
        Ok(id) => go_to_saying(format!("/halls/{id}"), "halls-saved"),
        Err(form) => page_with(StatusCode::UNPROCESSABLE_ENTITY, &form),
    }
}
