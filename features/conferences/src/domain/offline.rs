//! Attendance taken on a phone without the net and sent when the net is back. Whoever comes first is kept: what a phone
//! held back never writes over what was recorded meanwhile; a person decides.

use kernel::{Instant, words};

use super::Outcome;

words! {
    /// What became of an entry that was sent.
    Synced {
        /// Written down now.
        Recorded = "recorded",
        /// It stood so already.
        Already = "already",
        /// Something else was recorded meanwhile; nothing was written.
        Conflict = "conflict",
        /// A rule spoke against it; nothing was written.
        Refused = "refused",
        /// Not a delegate of this point.
        Unknown = "unknown",
    }
}

/// What becomes of an entry that wants this outcome of a delegate who stands so, when no rule speaks against it.
#[must_use]
pub fn synced(now: Outcome, wanted: Outcome) -> Synced {
    match now {
        _ if now == wanted => Synced::Already,
        Outcome::None => Synced::Recorded,
        _ => Synced::Conflict,
    }
}

/// When something happened, by our clock: as long before now as the phone's clock says it was before the sending. A
/// phone's clock may be wrong; how much time passed on it is right. Never in the future, never before the opening.
#[must_use]
pub fn happened_at(at: Instant, sent_at: Instant, now: Instant, opened: Instant) -> Instant {
    let ago = (sent_at.0 - at.0).max(0);
    Instant((now.0 - ago).clamp(opened.0.min(now.0), now.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_came_first_is_kept() {
        assert_eq!(synced(Outcome::None, Outcome::Present), Synced::Recorded);
        assert_eq!(synced(Outcome::Present, Outcome::Present), Synced::Already);
        assert_eq!(synced(Outcome::AbsentWithReason, Outcome::Present), Synced::Conflict);
    }

    #[test]
    fn a_phone_with_a_wrong_clock_tells_the_right_time() {
        let (now, opened) = (Instant(1_000_000), Instant(400_000));
        let minute = 60_000;
        // its clock is a year behind; the check-in was five minutes before the sending
        let at = happened_at(Instant(10), Instant(10 + 5 * minute), now, opened);
        assert_eq!(at, Instant(now.0 - 5 * minute));
        assert_eq!(happened_at(Instant(900), Instant(100), now, opened), now, "not in the future");
        assert_eq!(happened_at(Instant(0), Instant(now.0 * 9), now, opened), opened, "not before the opening");
    }
}
