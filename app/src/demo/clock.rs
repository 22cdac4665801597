//! The clock of a demo that is served: it goes like the real one, from the morning on which the story is told.

use std::time::{SystemTime, UNIX_EPOCH};

use kernel::{Clock, Day, Instant};
use uuid::{NoContext, Timestamp, Uuid};

/// The real clock, moved.
#[derive(Debug, Clone, Copy)]
pub struct StoryClock {
    shift: i64,
}

impl StoryClock {
    /// A clock so many milliseconds ahead of the real one.
    #[must_use]
    pub fn ahead(shift: i64) -> Self {
        StoryClock { shift }
    }

    /// How far ahead a clock is that shows eight o'clock of this day now.
    #[must_use]
    pub fn shift_to(day: Day) -> i64 {
        Instant::at(day, 8, 0).0 - real()
    }
}

fn real() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
}

impl Clock for StoryClock {
    fn now(&self) -> Instant {
        Instant(real().saturating_add(self.shift))
    }

    fn new_uuid(&self) -> Uuid {
        let now = u64::try_from(self.now().0).unwrap_or(0);
        let nanos = u32::try_from(now % 1000).unwrap_or(0) * 1_000_000;
        Uuid::new_v7(Timestamp::from_unix(NoContext, now / 1000, nanos))
    }
}
