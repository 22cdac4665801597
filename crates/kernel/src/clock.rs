//! The clock is passed in, so that rules and tests know what time it is. The real one is made in `app`.

use std::sync::Mutex;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::Day;

/// Milliseconds since 1970-01-01T00:00Z.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Instant(pub i64);

impl Instant {
    fn in_vietnam(self) -> jiff::Zoned {
        let zone = jiff::tz::TimeZone::fixed(jiff::tz::offset(7));
        jiff::Timestamp::from_millisecond(self.0).unwrap_or(jiff::Timestamp::UNIX_EPOCH).to_zoned(zone)
    }

    /// The civil day in Vietnam (UTC+7 all year, no daylight saving).
    #[must_use]
    pub fn day(self) -> Day {
        Day(self.in_vietnam().date())
    }

    /// Hours and minutes in Vietnam: `07:30`.
    #[must_use]
    pub fn time_shown(self) -> String {
        let time = self.in_vietnam().time();
        format!("{:02}:{:02}", time.hour(), time.minute())
    }

    /// Time and day as shown to people: `07:30 05/04/2026`.
    #[must_use]
    pub fn shown(self) -> String {
        format!("{} {}", self.time_shown(), self.day().shown())
    }

    /// The instant of this day and time of day (hours, minutes) in Vietnam.
    #[must_use]
    pub fn at(day: Day, hour: i8, minute: i8) -> Self {
        let zone = jiff::tz::TimeZone::fixed(jiff::tz::offset(7));
        let civil = day.0.at(hour.clamp(0, 23), minute.clamp(0, 59), 0, 0);
        Instant(civil.to_zoned(zone).map_or(0, |zoned| zoned.timestamp().as_millisecond()))
    }

    /// The first instant after this day in Vietnam: what happened before it had happened by the end of the day.
    #[must_use]
    pub fn after(day: Day) -> Self {
        Self::at(day.plus(1), 0, 0)
    }

    /// Moved by so many seconds (negative: earlier).
    #[must_use]
    pub fn plus_seconds(self, seconds: i64) -> Self {
        Instant(self.0.saturating_add(seconds.saturating_mul(1000)))
    }
}

/// Where the time and new identifiers come from.
pub trait Clock: Send + Sync {
    /// The present instant.
    fn now(&self) -> Instant;
    /// A new UUIDv7.
    fn new_uuid(&self) -> Uuid;
    /// Today in Vietnam.
    fn today(&self) -> Day {
        self.now().day()
    }
}

/// A clock that stands still until it is moved: for tests and for building the past of the demo.
#[derive(Debug)]
pub struct FixedClock {
    state: Mutex<(i64, u128)>,
}

impl FixedClock {
    /// A clock standing at this instant.
    #[must_use]
    pub fn at(now: Instant) -> Self {
        Self { state: Mutex::new((now.0, 0)) }
    }

    /// Moves the clock to this instant.
    pub fn set(&self, now: Instant) {
        self.locked().0 = now.0;
    }

    fn locked(&self) -> std::sync::MutexGuard<'_, (i64, u128)> {
        self.state.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

impl Clock for FixedClock {
    fn now(&self) -> Instant {
        Instant(self.locked().0)
    }

    fn new_uuid(&self) -> Uuid {
        let mut state = self.locked();
        state.1 += 1;
        let millis = u128::try_from(state.0.max(0)).unwrap_or(0) & 0xffff_ffff_ffff;
        // version 7 and the RFC 9562 variant, the counter where the random bits would be
        let low = (0x8000_0000_0000_0000 | (state.1 & 0x3fff_ffff_ffff_ffff)) & 0xffff_ffff_ffff_ffff;
        Uuid::from_u128((millis << 80) | (0x7 << 76) | low)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn midnight_in_vietnam_is_seventeen_hours_utc() {
        let instant = Instant::at("2026-11-22".parse().unwrap(), 0, 0);
        assert_eq!(instant.day().to_string(), "2026-11-22");
        assert_eq!(instant.plus_seconds(-1).day().to_string(), "2026-11-21");
        assert_eq!(instant.shown(), "00:00 22/11/2026");
    }

    #[test]
    fn the_fixed_clock_gives_different_ordered_ids() {
        let clock = FixedClock::at(Instant(1_700_000_000_000));
        let (a, b) = (clock.new_uuid(), clock.new_uuid());
        assert!(a < b);
        assert_eq!(a.get_version_num(), 7);
    }
}
