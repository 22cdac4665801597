//! The hall of a point: chosen with its equipment, what to look at before the day, the seats drawn up and printed.

use askama::Template;
use halls::domain::{Equipment, EquipmentId, Hall, HallId};
use kernel::PointId;
use platform::db::Tx;
use platform::web::{Actor, Answer, Cx, Failure, Form, Path, go_to_saying, page};
use serde::Deserialize;

use super::access;
use super::points::Nothing;
use crate::domain::seating::{CannotSeat, Warning, may_seat, warnings};
use crate::domain::{Conference, Point};
use crate::permissions::ATTEND_TO_POINT;
use crate::store::{self, Seated};

#[derive(Template)]
#[template(path = "conferences/hall_of_point.html")]
struct HallOfPointPage {
    cx: Cx,
    conference: Conference,
    point: Point,
    people: i64,
    chosen: Option<Hall>,
    halls: Vec<Hall>,
    standing: Vec<Equipment>,
    movable: Vec<(Equipment, bool)>,
    warnings: Vec<Warning>,
    seated: i64,
    why_not_seat: String,
    may_change: bool,
}

impl HallOfPointPage {
    fn is_chosen(&self, hall: &Hall) -> bool {
        self.chosen.as_ref().is_some_and(|chosen| chosen.id == hall.id)
    }

    fn told(&self, warning: &Warning) -> String {
        let cx = &self.cx;
        match warning {
            Warning::TooSmall(people, capacity) => {
                cx.t2("conferences-hall-too-small", "people", people, "capacity", capacity)
            }
            Warning::OutOfUse(name) => cx.t1("conferences-hall-out-of-use", "name", name),
            Warning::NotWorking(name) => cx.t1("conferences-not-working", "name", name),
            Warning::Taken(clash) => {
                let who = format!("{}, {}", clash.organiser, clash.starts_at.shown());
                cx.t2("conferences-taken", "name", &clash.what, "who", &who)
            }
        }
    }
}

fn count(n: usize) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

/// How many are on the list, and whether they can be seated.
fn verdict(tx: &mut Tx<'_>, point: &Point, hall: Option<&Hall>) -> Result<kernel::Verdict<CannotSeat>, Failure> {
    let (_, listed) = store::count_at_point(tx, point.conference, point.id)?;
    Ok(may_seat(listed, hall.map(Hall::seats)))
}

pub(crate) async fn hall(who: Actor, Path(id): Path<PointId>) -> Answer {
    let asker = who.clone();
    let shown = who
        .read(move |tx| {
            let (conference, point) = access::at_point(tx, &asker, ATTEND_TO_POINT, id)?;
            let chosen = store::lookup_hall(tx, id)?;
            let picked: Vec<EquipmentId> = store::list_chosen_equipment(tx, id)?.into_iter().map(|e| e.id).collect();
            let prepared = store::prepared(tx, &conference, &point)?;
            let cx = asker.cx_titled(point.name.clone());
            Ok::<_, Failure>(HallOfPointPage {
                why_not_seat: cx.reasons(&verdict(tx, &point, chosen.as_ref())?.told()),
                halls: halls::store::list_choices(tx, point.unit)?,
                standing: match &chosen {
                    Some(hall) => halls::store::list_equipment_in(tx, hall.id)?,
                    None => Vec::new(),
                },
                movable: halls::store::list_movable(tx, point.unit)?
                    .into_iter()
                    .map(|one| {
                        let is_picked = picked.contains(&one.id);
                        (one, is_picked)
                    })
                    .collect(),
                people: prepared.people,
                warnings: warnings(&prepared),
                seated: count(store::list_seated(tx, id)?.len()),
                may_change: conference.may_change().is_yes(),
                chosen,
                conference,
                point,
                cx,
            })
        })
        .await?;
    page(&shown)
}

/// The hall and the equipment chosen.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct HallForm {
    hall: String,
    equipment: Vec<String>,
}

pub(crate) async fn choose(who: Actor, Path(id): Path<PointId>, Form(form): Form<HallForm>) -> Answer {
    let asker = who.clone();
    who.write(move |tx| {
        let (conference, point) = access::at_point(tx, &asker, ATTEND_TO_POINT, id)?;
        conference.may_change().or_refuse()?;
        let hall: Option<HallId> = form.hall.parse().ok();
        let known: Vec<HallId> = halls::store::list_choices(tx, point.unit)?.into_iter().map(|h| h.id).collect();
        if hall.is_some_and(|hall| !known.contains(&hall)) {
            return Err(Failure::NotFound);
        }
        let movable = halls::store::list_movable(tx, point.unit)?;
        let picked: Vec<EquipmentId> =
            movable.into_iter().map(|one| one.id).filter(|one| form.equipment.contains(&one.to_string())).collect();
        store::choose_hall(tx, &point, hall)?;
        store::choose_equipment(tx, &point, &picked)?;
        Ok(())
    })
    .await?;
    go_to_saying(format!("/points/{id}/hall"), "conferences-saved")
}

pub(crate) async fn seat(who: Actor, Path(id): Path<PointId>, Form(_): Form<Nothing>) -> Answer {
    let asker = who.clone();
    who.write(move |tx| {
        let (conference, point) = access::at_point(tx, &asker, ATTEND_TO_POINT, id)?;
        conference.may_change().or_refuse()?;
        let hall = store::lookup_hall(tx, id)?;
        verdict(tx, &point, hall.as_ref())?.or_refuse()?;
        if let Some(hall) = &hall {
            store::seat_everybody(tx, &point, hall)?;
        }
        Ok::<_, Failure>(())
    })
    .await?;
    go_to_saying(format!("/points/{id}/seats"), "conferences-seats-drawn-up")
}

#[derive(Template)]
#[template(path = "conferences/seats.html")]
struct SeatsPage {
    cx: Cx,
    conference: Conference,
    point: Point,
    hall: Option<Hall>,
    rows: Vec<(i64, Vec<Seated>)>,
    units: Vec<(String, Vec<Seated>)>,
}

/// The seats, row by row as a plan and unit by unit as a list, made to be printed.
pub(crate) async fn seats(who: Actor, Path(id): Path<PointId>) -> Answer {
    let asker = who.clone();
    let shown = who
        .read(move |tx| {
            let (conference, point) = access::at_point(tx, &asker, ATTEND_TO_POINT, id)?;
            let seated = store::list_seated(tx, id)?;
            let rows = seated.chunk_by(|a, b| a.seat.row == b.seat.row);
            let mut by_unit = seated.clone();
            by_unit.sort_by_key(|one| (one.seat, one.unit));
            let mut units: Vec<(String, Vec<Seated>)> = Vec::new();
            for one in by_unit {
                match units.iter_mut().find(|(name, _)| *name == one.unit_name) {
                    Some((_, people)) => people.push(one),
                    None => units.push((one.unit_name.clone(), vec![one])),
                }
            }
            Ok::<_, Failure>(SeatsPage {
                cx: asker.cx("conferences-seats"),
                hall: store::lookup_hall(tx, id)?,
                rows: rows.map(|row| (row[0].seat.row, row.to_vec())).collect(),
                units,
                conference,
                point,
            })
        })
        .await?;
    page(&shown)
}
