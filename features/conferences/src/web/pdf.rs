//! Invitations as a PDF in the official layout.

use kernel::{Instant, PointId, UnitKind};
use platform::web::{Actor, Answer, Failure, Path, Query, While, show_file};
use publishing::{Capacity, Form, Format, Guest, Head, Invitation, RuleSet, Signature, invitations_pdf};
use serde::Deserialize;
use units::domain::Unit;

use super::access;
use super::invitations::{address_of, all_of, place_of, seat_shown};
use crate::domain::Conference;
use crate::domain::code::shown_invitation;
use crate::permissions;
use crate::store::{self, Delegate};

/// Pages of one file at most; a larger point prints in parts.
const MOST: i64 = 1_000;

/// Which part of a point is printed, and on what paper.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct PdfQuery {
    part: i64,
    paper: String,
}

pub(crate) async fn invitations(who: Actor, Path(id): Path<PointId>, Query(query): Query<PdfQuery>) -> Answer {
    let asker = who.clone();
    let offset = (query.part - 1).max(0) * MOST;
    let (invitation, guests) = who
        .read(move |tx| {
            let (conference, point) = access::at_point(tx, &asker, permissions::ATTEND_TO_POINT, id)?;
            let organiser = units::store::find(tx, conference.unit)?;
            let superior = units::store::list_ancestors(tx, conference.unit)?.pop();
            let agenda = store::list_agenda(tx, conference.id)?;
            let place = [point.name.clone(), place_of(&conference, &point)];
            let place = place.iter().filter(|part| !part.is_empty()).cloned().collect::<Vec<_>>();
            let place = if place.len() == 2 && place[0] == place[1] { place[0].clone() } else { place.join(", ") };
            let delegates = store::list_delegates(tx, &all_of(&point), offset, MOST)?;
            let seats = store::seats_of(tx, id)?;
            let cx = asker.cx("conferences-menu");
            let guests = delegates
                .into_iter()
                .map(|one| Guest { seat: seat_shown(&cx, seats.get(&one.id)), ..guest(&asker, one, &place) })
                .collect::<Vec<_>>();
            let lines = agenda.iter().map(agenda_line).collect();
            let format = if query.paper == "a4" { Format::A4 } else { Format::A5 };
            let head = head(&organiser, superior.as_ref(), asker.today());
            Ok::<_, Failure>((invitation(&asker, &conference, &organiser, (head, format, lines)), guests))
        })
        .await?;
    let day = who.today().0;
    let content = tokio::task::spawn_blocking(move || {
        let rules = RuleSet::in_force(RuleSet::built_in(), Form::Party, day).ok_or("no layout is in force")?;
        invitations_pdf(&invitation, &guests, rules).map_err(|cannot| cannot.to_string())
    })
    .await
    .while_doing("printing the invitations")?
    .while_doing("printing the invitations")?;
    show_file("giay-moi.pdf", "application/pdf", content)
}

fn agenda_line(item: &store::AgendaItem) -> String {
    let mut line = format!("{}: {}", item.planned_from.time_shown(), item.title);
    if !item.reporter.is_empty() {
        line.push_str(&format!(" ({})", item.reporter));
    }
    line
}

fn guest(who: &Actor, delegate: Delegate, place: &str) -> Guest {
    let parts = [delegate.post, delegate.unit_name];
    Guest {
        name: delegate.name,
        position: parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", "),
        place: place.to_owned(),
        seat: String::new(),
        code: shown_invitation(&delegate.invitation),
        qr: address_of(who, &delegate.invitation),
    }
}

fn head(organiser: &Unit, superior: Option<&Unit>, today: kernel::Day) -> Head {
    let mark = match organiser.kind {
        UnitKind::ProvinceCommittee => "TU",
        kind if kind.is_cell() => "CB",
        _ => "ĐU",
    };
    Head {
        superior: superior.map(|unit| unit.name.clone()),
        issuer: organiser.name.clone(),
        number: String::new(),
        symbol: format!("GM/{mark}"),
        place: place_name(&organiser.name).to_owned(),
        date: Some(today.0),
    }
}

fn invitation(
    who: &Actor,
    conference: &Conference,
    organiser: &Unit,
    (head, format, agenda): (Head, Format, Vec<String>),
) -> Invitation {
    let authority = match organiser.kind {
        UnitKind::ProvinceCommittee | UnitKind::CommuneCommittee | UnitKind::DirectCommittee => "Ban Thường vụ",
        kind if kind.is_cell() => "Chi bộ",
        _ => "Ban Chấp hành",
    };
    Invitation {
        head,
        format,
        title: conference.title.clone(),
        time: time_in_words(conference.starts_at),
        agenda,
        note: who.cx("conferences-menu").t("conferences-invitation-help"),
        signature: Signature {
            capacity: Capacity::OnBehalf,
            authority: authority.to_owned(),
            position: String::new(),
            name: String::new(),
        },
    }
}

/// `07 giờ 30, thứ Ba, ngày 24/11/2026`, as invitations write it.
fn time_in_words(at: Instant) -> String {
    let days = ["thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật"];
    let weekday = usize::try_from(at.day().weekday() - 1).ok().and_then(|n| days.get(n)).copied().unwrap_or_default();
    let time = at.time_shown();
    let (hour, minute) = time.split_once(':').unwrap_or((time.as_str(), "00"));
    format!("{hour} giờ {minute}, {weekday}, ngày {}", at.day().shown())
}

/// The place in a committee's name: «An Khê Thượng» of «Đảng ủy xã An Khê Thượng».
fn place_name(issuer: &str) -> &str {
    let heads = [
        "Đảng ủy xã ",
        "Đảng ủy phường ",
        "Đảng ủy đặc khu ",
        "Tỉnh ủy ",
        "Thành ủy ",
        "Đảng ủy ",
        "Đảng bộ ",
        "Chi bộ ",
    ];
    heads.iter().find_map(|head| issuer.strip_prefix(head)).unwrap_or(issuer)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_and_places_are_written_as_on_paper() {
        let at = Instant::at("2026-11-24".parse().unwrap(), 7, 30);
        assert_eq!(time_in_words(at), "07 giờ 30, thứ Ba, ngày 24/11/2026");
        assert_eq!(place_name("Đảng ủy xã An Khê Thượng"), "An Khê Thượng");
        assert_eq!(place_name("Tỉnh ủy Sông Lạc"), "Sông Lạc");
    }
}
