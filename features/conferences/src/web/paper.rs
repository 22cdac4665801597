//! What goes into calendars.

use icalendar::{Calendar, Component, Event, EventLike};
use kernel::Instant;

use crate::domain::Conference;

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
}
