//! Faults of the line of a point: sound or picture lost, from when to when, what was done. Minutes lost are those of the
//! point, counted once where faults overlap.

use kernel::{Instant, PointId, Reason, Verdict, define_id, words};

use super::State;

define_id!(
    /// A fault of a line.
    FaultId
);

words! {
    /// What was lost.
    FaultKind {
        /// Mất âm thanh.
        Sound = "sound",
        /// Mất hình ảnh.
        Picture = "picture",
        /// Mất cả hai, mất kết nối.
        Both = "both",
    }
}

/// A fault of a point's line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Its id.
    pub id: FaultId,
    /// The point.
    pub point: PointId,
    /// What was lost.
    pub kind: FaultKind,
    /// Since when.
    pub lost_at: Instant,
    /// When it was back; none while it lasts.
    pub restored_at: Option<Instant>,
    /// What was done.
    pub remedy: String,
    /// For optimistic saving.
    pub version: i64,
}

impl Fault {
    /// From when to when it lasted; until `end` when it was never restored.
    #[must_use]
    pub fn span(&self, end: Instant) -> (Instant, Instant) {
        (self.lost_at, self.restored_at.unwrap_or(end).max(self.lost_at))
    }

    /// Minutes lost by this fault alone, begun minutes counted whole.
    #[must_use]
    pub fn minutes(&self, end: Instant) -> i64 {
        minutes_lost(vec![self.span(end)])
    }
}

/// Minutes lost over these spans of one point, overlaps counted once, the sum rounded up to a whole minute.
#[must_use]
pub fn minutes_lost(mut spans: Vec<(Instant, Instant)>) -> i64 {
    spans.sort_unstable();
    let mut lost = 0;
    let mut until = i64::MIN;
    for (from, to) in spans {
        lost += (to.0 - from.0.max(until)).max(0);
        until = until.max(to.0);
    }
    (lost + 59_999) / 60_000
}

/// Why a fault cannot be noted or its end entered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CannotNote {
    /// The conference has not been opened.
    NotOpenYet,
    /// It would lie in the future.
    Ahead,
    /// The line cannot be back before it was lost.
    Backward,
}

impl Reason for CannotNote {
    fn code(&self) -> &'static str {
        match self {
            CannotNote::NotOpenYet => "CONF-27",
            CannotNote::Ahead => "CONF-28",
            CannotNote::Backward => "CONF-29",
        }
    }
}

/// May a fault from one moment to another be noted? Also after the conference is closed: the log is often completed
/// when the hall is empty.
pub fn may_note(state: State, lost_at: Instant, restored_at: Option<Instant>, now: Instant) -> Verdict<CannotNote> {
    Verdict::default()
        .refuse_if(state == State::Planned, CannotNote::NotOpenYet)
        .refuse_if(lost_at > now || restored_at.is_some_and(|at| at > now), CannotNote::Ahead)
        .refuse_if(restored_at.is_some_and(|at| at < lost_at), CannotNote::Backward)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn minutes(from: i64, to: i64) -> (Instant, Instant) {
        (Instant(from * 60_000), Instant(to * 60_000))
    }

    #[test]
    fn sound_and_picture_lost_together_are_lost_once() {
        assert_eq!(minutes_lost(vec![minutes(0, 10), minutes(5, 12), minutes(6, 7), minutes(20, 21)]), 13);
        assert_eq!(minutes_lost(Vec::new()), 0);
        assert_eq!(minutes_lost(vec![(Instant(0), Instant(1))]), 1, "a begun minute is a minute");
    }

    #[test]
    fn a_fault_lies_within_the_conference_and_ends_after_it_began() {
        let open = State::Open { since: "2026-11-24".parse().unwrap() };
        assert!(may_note(open, Instant(5), Some(Instant(6)), Instant(6)).is_yes());
        let bad = may_note(State::Planned, Instant(9), Some(Instant(8)), Instant(6));
        assert_eq!(bad.reasons(), [CannotNote::NotOpenYet, CannotNote::Ahead, CannotNote::Backward]);
    }

    proptest! {
        #[test]
        fn minutes_lost_are_never_more_than_the_sum_nor_less_than_the_longest(spans in proptest::collection::vec((0_i64..500, 0_i64..60), 1..12)) {
            let all: Vec<_> = spans.iter().map(|(from, length)| minutes(*from, from + length)).collect();
            let lost = minutes_lost(all.clone());
            let (sum, longest) = spans.iter().fold((0, 0), |(sum, longest), (_, n)| (sum + n, n.max(&longest).to_owned()));
            prop_assert!(lost <= sum && lost >= longest);
        }
    }
}
