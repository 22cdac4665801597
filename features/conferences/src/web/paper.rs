//! What goes on paper and into calendars: QR codes as SVG, calendar files.

use icalendar::{Calendar, Component, Event, EventLike};
use kernel::Instant;
use platform::web::Failure;
use qrcode::render::svg;
use qrcode::{EcLevel, QrCode};

use crate::domain::Conference;

/// A QR code of this text as SVG, without the XML line, so that it can stand inside a page.
///
/// # Errors
/// [`Failure::Broken`] when the text is too long for a QR code.
pub(crate) fn qr_svg(text: &str) -> Result<String, Failure> {
    let code = QrCode::with_error_correction_level(text.as_bytes(), EcLevel::M)
        .map_err(|e| Failure::broken("drawing the QR code", e))?;
    let drawn = code.render::<svg::Color<'_>>().min_dimensions(200, 200).quiet_zone(true).build();
    let start = drawn.find("<svg").unwrap_or(0);
    Ok(drawn[start..].to_owned())
}

fn utc(instant: Instant) -> String {
    // the calendar's own form of UTC, from milliseconds: yyyymmddThhmmssZ
    let local = instant.plus_seconds(-7 * 3600);
    let (day, time) = (local.day(), local.time_shown());
    format!("{}T{}00Z", day.to_string().replace('-', ""), time.replace(':', ""))
}

/// The conference as a calendar file; for a delegate with the place and the address of their invitation.
pub(crate) fn calendar(conference: &Conference, place: &str, address: &str, now: Instant) -> String {
    let mut event = Event::new();
    event.uid(&format!("{}@thongsuot", conference.id));
    event.summary(&conference.title);
    event.add_property("DTSTAMP", utc(now));
    event.add_property("DTSTART", utc(conference.starts_at));
    event.add_property("DTEND", utc(conference.ends_at));
    event.add_property("SEQUENCE", conference.version.to_string());
    event.location(place);
    event.add_property("URL", address);
    event.description(address);
    let mut calendar = Calendar::new();
    calendar.push(event.done());
    calendar.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_past_seven_in_the_morning_is_half_past_midnight_utc() {
        let at = Instant::at("2026-11-24".parse().unwrap(), 7, 30);
        assert_eq!(utc(at), "20261124T003000Z");
        assert_eq!(utc(Instant::at("2026-11-24".parse().unwrap(), 6, 5)), "20261123T230500Z");
    }

    #[test]
    fn a_qr_code_is_an_svg_that_may_stand_in_a_page() {
        let drawn = qr_svg("http://test.example/c/ABCDEFGHJKMN").unwrap();
        assert!(drawn.starts_with("<svg") && drawn.ends_with("</svg>"));
        assert!(!drawn.contains("style="));
    }
}
