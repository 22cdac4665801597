//! The real clock: the only place that asks the system for the time and for new identifiers.

use std::time::{SystemTime, UNIX_EPOCH};

use kernel::{Clock, Instant};
use uuid::Uuid;

/// The clock of the system.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Instant {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        Instant(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
    }

    fn new_uuid(&self) -> Uuid {
        Uuid::now_v7()
    }
}
