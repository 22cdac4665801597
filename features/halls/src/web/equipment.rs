//! Equipment: the list over a branch, entering it at a hall or for carrying, and its state.

use askama::Template;
use kernel::UnitId;
use platform::web::{
    Actor, Answer, Cx, Failure, Form, ListQuery, Listing, Path, Query, State as Colour, go_to_saying, page, spreadsheet,
};
use serde::Deserialize;

use super::{kept_units, number};
use crate::domain::{Condition, Equipment, EquipmentId, EquipmentKind, HallId};
use crate::permissions;
use crate::store::{self, EquipmentRow};

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
    units: Vec<(String, String)>,
}

impl EquipmentPage {
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
}

pub(crate) async fn list(who: Actor, Query(query): Query<EquipmentQuery>) -> Answer {
    let asker = who.clone();
    let shown = who
        .read(move |tx| {
            let words = ListQuery { q: query.q, page: query.page, format: query.format, ..ListQuery::default() };
            let condition = query.condition.parse::<Condition>().map(Condition::code).unwrap_or_default();
            let roots = asker.scope(permissions::VIEW);
            let part = if words.is_export() { (0, 100_000) } else { (words.offset(), words.size()) };
            let rows = store::list_equipment(tx, &roots, (&words.like(), condition), part)?;
            let total = store::count_equipment(tx, &roots, &words.like(), condition)?;
            let mut listing = Listing::new(rows, total, words, "/equipment");
            if !condition.is_empty() {
                listing.filters = format!("condition={condition}");
            }
            Ok::<_, Failure>(EquipmentPage {
                cx: asker.cx("halls-equipment"),
                listing,
                condition: condition.to_owned(),
                conditions: Condition::ALL,
                kinds: EquipmentKind::ALL,
                units: kept_units(tx, &asker)?,
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
