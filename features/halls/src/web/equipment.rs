//! Equipment: the list over a branch, entering it at a hall or for carrying, and its state.

use askama::Template;
use kernel::UnitId;
use platform::web::{
    Actor, Answer, Cx, Failure, Form, ListQuery, Listing, Path, Query, State as Colour, go_to_saying, page, spreadsheet,
};
use serde::Deserialize;

use super::{kept_units, number, untold};
use crate::domain::{Condition, Equipment, EquipmentId, EquipmentKind, HallId};
use crate::permissions;
use crate::store::{self, Asked, EquipmentRow, Kept};

/// The colour of a state.
pub(crate) fn colour(condition: Condition) -> Colour {
    match condition {
        Condition::Working => Colour::Green,
        Condition::InRepair => Colour::Amber,
        Condition::Broken => Colour::Red,
    }
}

#[derive(Template)]
#[template(path = "halls/equipment.html")]
struct EquipmentPage {
    cx: Cx,
    listing: Listing<EquipmentRow>,
    condition: String,
    conditions: &'static [Condition],
    kinds: &'static [EquipmentKind],
    /// The units for which something can be entered; none on a past day.
    units: Vec<(String, String)>,
    /// Rows of this page of which what was then is not kept.
    untold: i64,
}

impl EquipmentPage {
    /// The list of the equipment in a state, or of all; it keeps the search and the day.
    fn to_condition(&self, code: &str) -> String {
        let Listing { query, address, as_of, .. } = &self.listing;
        let filters = of_condition(code);
        let listing = Listing::<()>::new(Vec::new(), 0, query.clone(), address.clone()).seen_as_of(*as_of);
        Listing { filters, ..listing }.to_page(1)
    }

    /// The page of a hall, on the day of the list.
    fn to_hall(&self, hall: &HallId) -> String {
        let day = self.listing.as_of.map(|day| format!("?day={day}")).unwrap_or_default();
        format!("/halls/{hall}{day}")
    }

    fn colour(&self, one: &Equipment) -> Colour {
        colour(one.condition)
    }
}

/// The query of the list.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct EquipmentQuery {
    q: String,
    page: i64,
    format: String,
    condition: String,
    day: String,
}

/// The filter as it stands in addresses.
fn of_condition(code: &str) -> String {
    if code.is_empty() { String::new() } else { format!("condition={code}") }
}

pub(crate) async fn list(who: Actor, Query(query): Query<EquipmentQuery>) -> Answer {
    let EquipmentQuery { q, page: number, format, condition, day } = query;
    let words = ListQuery { q, page: number, format, day, ..ListQuery::default() };
    let as_of = words.past_day(who.today())?;
    let condition = condition.parse::<Condition>().map(Condition::code).unwrap_or_default();
    let asker = who.clone();
    let shown = who
        .read(move |tx| {
            let (roots, like) = (asker.scope(permissions::VIEW), words.like());
            let asked = Asked { roots: &roots, like: &like, state: condition, day: as_of };
            let rows = store::list_equipment(tx, asked, words.piece(100_000))?;
            let total = store::count_equipment(tx, asked)?;
            let ids: Vec<EquipmentId> = rows.iter().map(|row| row.equipment.id).collect();
            let untold = untold(tx, Kept::Equipment, &ids, as_of)?;
            let mut listing = Listing::new(rows, total, words, "/equipment").seen_as_of(as_of);
            listing.filters = of_condition(condition);
            Ok::<_, Failure>(EquipmentPage {
                cx: asker.cx("halls-equipment"),
                listing,
                condition: condition.to_owned(),
                conditions: Condition::ALL,
                kinds: EquipmentKind::ALL,
                units: if as_of.is_none() { kept_units(tx, &asker)? } else { Vec::new() },
                untold,
            })
        })
        .await?;
    if shown.listing.query.is_export() {
        return export(&shown);
    }
    page(&shown)
}

fn export(shown: &EquipmentPage) -> Answer {
    let cx = &shown.cx;
    let headings = cx.headings(&[
        ("halls-equipment-name", 36.0),
        ("halls-kind", 20.0),
        ("halls-quantity", 10.0),
        ("halls-condition", 14.0),
        ("halls-unit", 36.0),
        ("halls-hall", 36.0),
        ("halls-note", 40.0),
    ]);
    let lines = shown
        .listing
        .rows
        .iter()
        .map(|row| {
            let one = &row.equipment;
            vec![
                one.name.as_str().into(),
                cx.word("halls-kind", one.kind.code()).into(),
                one.quantity.into(),
                cx.word("halls-condition", one.condition.code()).into(),
                row.unit_name.as_str().into(),
                row.hall_name.as_str().into(),
                one.note.as_str().into(),
            ]
        })
        .collect();
    spreadsheet("thiet-bi", &shown.listing.query.format, &headings, lines)
}

/// Equipment as typed: at a hall (of whose unit it then is) or of a unit.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct EquipmentForm {
    unit: String,
    hall: String,
    kind: String,
    name: String,
    quantity: String,
    condition: String,
    note: String,
    version: i64,
}

impl EquipmentForm {
    fn back(&self) -> String {
        if self.hall.is_empty() { "/equipment".into() } else { format!("/halls/{}", self.hall) }
    }
}

pub(crate) async fn create(who: Actor, Form(form): Form<EquipmentForm>) -> Answer {
    let asker = who.clone();
    let back = form.back();
    let name = vietnamese::nfc(form.name.trim());
    let quantity = number(&form.quantity).filter(|n| *n > 0);
    let (Some(quantity), false) = (quantity, name.is_empty()) else {
        return Err(Failure::Malformed("halls-error-equipment"));
    };
    let kind: EquipmentKind = form.kind.parse().map_err(|_| Failure::Malformed("halls-error-equipment"))?;
    who.write(move |tx| {
        let hall = match form.hall.parse::<HallId>() {
            Ok(hall) => Some(store::find_hall(tx, hall)?),
            Err(_) => None,
        };
        let unit = match &hall {
            Some(hall) => hall.unit,
            None => form.unit.parse::<UnitId>().map_err(|_| Failure::NotFound)?,
        };
        asker.must(tx, permissions::KEEP, unit)?;
        units::store::must_live(tx, unit)?;
        let new = Equipment {
            id: tx.new_id(),
            unit,
            hall: hall.map(|hall| hall.id),
            kind,
            name,
            quantity,
            condition: Condition::Working,
            note: vietnamese::nfc(form.note.trim()),
            version: 0,
        };
        store::insert_equipment(tx, &new)?;
        Ok::<_, Failure>(())
    })
    .await?;
    go_to_saying(back, "halls-saved")
}

/// Changes state, number or note of one piece.
pub(crate) async fn update(who: Actor, Path(id): Path<EquipmentId>, Form(form): Form<EquipmentForm>) -> Answer {
    let asker = who.clone();
    let back = form.back();
    let condition: Condition = form.condition.parse().map_err(|_| Failure::Malformed("halls-error-equipment"))?;
    let quantity = number(&form.quantity).filter(|n| *n > 0).ok_or(Failure::Malformed("halls-error-equipment"))?;
    who.write(move |tx| {
        let before = store::find_equipment(tx, id)?;
        asker.must(tx, permissions::KEEP, before.unit)?;
        let note = vietnamese::nfc(form.note.trim());
        store::save_equipment(tx, &Equipment { quantity, condition, note, version: form.version, ..before })?;
        Ok::<_, Failure>(())
    })
    .await?;
    go_to_saying(back, "halls-saved")
}
