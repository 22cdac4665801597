//! Halls: the list, one of them with its equipment, entering and changing.

use askama::Template;
use axum::http::StatusCode;
use kernel::UnitId;
use platform::db::{StoreError, Tx};
use platform::web::{
    Actor, Answer, Cx, Failure, FieldErrors, Form, ListQuery, Listing, Path, Query, State as Colour, go_to_saying,
    page, page_with, spreadsheet,
};
use serde::Deserialize;

use super::{equipment, kept_units, number};
use crate::domain::{Condition, Equipment, EquipmentKind, Hall, HallId};
use crate::permissions;
use crate::store::{self, HallRow};

#[derive(Template)]
#[template(path = "halls/list.html")]
struct ListPage {
    cx: Cx,
    listing: Listing<HallRow>,
    keeps: bool,
}

/// The page of halls the query asks for, and how many there are.
pub(crate) fn page_of(tx: &mut Tx<'_>, who: &Actor, query: &ListQuery) -> Result<(Vec<HallRow>, i64), StoreError> {
    let roots = who.scope(permissions::VIEW);
    let sort = query.sort_in(&["name", "unit", "capacity"]);
    let part = if query.is_export() { (0, 100_000) } else { (query.offset(), query.size()) };
    let rows = store::list_halls(tx, &roots, &query.like(), sort, part)?;
    Ok((rows, store::count_halls(tx, &roots, &query.like())?))
}

pub(crate) async fn list(who: Actor, Query(query): Query<ListQuery>) -> Answer {
    let (asker, asked) = (who.clone(), query.clone());
    let (rows, total) = who.read(move |tx| page_of(tx, &asker, &asked)).await?;
    let cx = who.cx("halls-menu");
    if query.is_export() {
        return export(&cx, &query.format, &rows);
    }
    let listing = Listing::new(rows, total, query, "/halls");
    page(&ListPage { cx, listing, keeps: who.holds(permissions::KEEP) })
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
    equipment: Vec<Equipment>,
    kinds: &'static [EquipmentKind],
    conditions: &'static [Condition],
    keeps: bool,
}

impl ShowPage {
    fn colour(&self, one: &Equipment) -> Colour {
        equipment::colour(one.condition)
    }
}

pub(crate) async fn show(who: Actor, Path(id): Path<HallId>) -> Answer {
    let asker = who.clone();
    let shown = who
        .read(move |tx| {
            let hall = store::find_hall(tx, id)?;
            asker.must(tx, permissions::VIEW, hall.unit)?;
            Ok::<_, Failure>(ShowPage {
                cx: asker.cx_titled(hall.name.clone()),
                unit_name: units::store::find(tx, hall.unit)?.name,
                equipment: store::list_equipment_in(tx, id)?,
                kinds: EquipmentKind::ALL,
                conditions: Condition::ALL,
                keeps: asker.may(tx, permissions::KEEP, hall.unit)?,
                hall,
            })
        })
        .await?;
    page(&shown)
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
