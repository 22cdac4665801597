//! Invitations and sign-in sheets, made to be printed; calendar files.

use std::collections::HashMap;

use askama::Template;
use axum::http::header;
use axum::response::IntoResponse;
use kernel::{ConferenceId, DelegateId, PointId};
use platform::web::{Actor, Answer, Cx, Failure, Path, page, qr_svg};

use super::{access, paper};
use crate::domain::code::shown_invitation;
use crate::domain::seating::Seat;
use crate::domain::{Conference, Point};
use crate::permissions;
use crate::store::{self, AgendaItem, Delegate, DelegateFilter};

/// An invitation ready for paper.
pub(crate) struct Printed {
    pub delegate: Delegate,
    pub code: String,
    pub qr: String,
    pub address: String,
    /// Row and number; empty where no seats are drawn up.
    pub seat: String,
}

#[derive(Template)]
#[template(path = "conferences/invitations.html")]
struct InvitationsPage {
    cx: Cx,
    conference: Conference,
    point: Point,
    place: String,
    organiser: String,
    agenda: Vec<AgendaItem>,
    invitations: Vec<Printed>,
}

/// The address a delegate's QR code leads to.
pub(crate) fn address_of(who: &Actor, invitation: &str) -> String {
    format!("{}/c/{invitation}", who.app().public_address)
}

/// The place of a point; of a main point that names none the conference's.
pub(crate) fn place_of(conference: &Conference, point: &Point) -> String {
    if point.place.is_empty() && point.parent.is_none() { conference.place.clone() } else { point.place.clone() }
}

fn print(who: &Actor, delegate: Delegate, seats: &HashMap<DelegateId, Seat>) -> Result<Printed, Failure> {
    let address = address_of(who, &delegate.invitation);
    let seat = seat_shown(&who.cx("conferences-menu"), seats.get(&delegate.id));
    Ok(Printed { code: shown_invitation(&delegate.invitation), qr: qr_svg(&address)?, address, seat, delegate })
}

/// A seat in words; empty for none.
pub(crate) fn seat_shown(cx: &Cx, seat: Option<&Seat>) -> String {
    seat.map(|seat| cx.t2("conferences-seat", "row", seat.row, "number", seat.number)).unwrap_or_default()
}

pub(crate) async fn of_point(who: Actor, Path(id): Path<PointId>) -> Answer {
    invitations(who, id, None).await
}

pub(crate) async fn of_delegate(who: Actor, Path(id): Path<DelegateId>) -> Answer {
    let delegate = who.read(move |tx| store::find_delegate(tx, id)).await?;
    invitations(who, delegate.point, Some(id)).await
}

async fn invitations(who: Actor, id: PointId, only: Option<DelegateId>) -> Answer {
    let asker = who.clone();
    let shown = who
        .read(move |tx| {
            let (conference, point) = access::at_point(tx, &asker, permissions::ATTEND_TO_POINT, id)?;
            let delegates = match only {
                Some(one) => vec![store::find_delegate(tx, one)?],
                None => store::list_delegates(tx, &all_of(&point), 0, 5_000)?,
            };
            let seats = store::seats_of(tx, id)?;
            let invitations =
                delegates.into_iter().map(|one| print(&asker, one, &seats)).collect::<Result<Vec<_>, Failure>>()?;
            Ok::<_, Failure>(InvitationsPage {
                cx: asker.cx("conferences-invitations"),
                organiser: units::store::find(tx, conference.unit)?.name,
                agenda: store::list_agenda(tx, conference.id)?,
                place: place_of(&conference, &point),
                conference,
                point,
                invitations,
            })
        })
        .await?;
    page(&shown)
}

pub(crate) fn all_of(point: &Point) -> DelegateFilter {
    DelegateFilter {
        conference: point.conference,
        point: Some(point.id),
        like: "%%".into(),
        outcome: String::new(),
        branch: None,
    }
}

#[derive(Template)]
#[template(path = "conferences/sheet.html")]
struct SheetPage {
    cx: Cx,
    conference: Conference,
    point: Point,
    place: String,
    organiser: String,
    delegates: Vec<Delegate>,
    blank: usize,
}

pub(crate) async fn sheet(who: Actor, Path(id): Path<PointId>) -> Answer {
    let asker = who.clone();
    let shown = who
        .read(move |tx| {
            let (conference, point) = access::at_point(tx, &asker, permissions::VIEW, id)?;
            let delegates = store::list_delegates(tx, &all_of(&point), 0, 5_000)?;
            Ok::<_, Failure>(SheetPage {
                cx: asker.cx("conferences-sheet"),
                organiser: units::store::find(tx, conference.unit)?.name,
                place: place_of(&conference, &point),
                blank: if delegates.is_empty() { 25 } else { 3 },
                conference,
                point,
                delegates,
            })
        })
        .await?;
    page(&shown)
}

pub(crate) fn calendar_answer(text: String) -> Answer {
    let headers = [
        (header::CONTENT_TYPE, "text/calendar; charset=utf-8"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"hoi-nghi.ics\""),
        (header::CACHE_CONTROL, "no-store"),
    ];
    Ok((headers, text).into_response())
}

pub(crate) async fn calendar(who: Actor, Path(id): Path<ConferenceId>) -> Answer {
    let asker = who.clone();
    let conference = who.read(move |tx| Ok::<_, Failure>(access::see(tx, &asker, id)?.conference)).await?;
    let address = format!("{}/conferences/{id}", who.app().public_address);
    calendar_answer(paper::calendar(&conference, &conference.place, &address, who.app().clock.now()))
}
