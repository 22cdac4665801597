//! How quickly a document reached the units it went to: days from its signature to the opening and to the acknowledgement,
//! counted together from the first day on.

use kernel::Day;

/// What stood at the end of a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stage {
    /// The day.
    pub day: Day,
    /// Units that had opened it.
    pub opened: i64,
    /// Units that had acknowledged it.
    pub acknowledged: i64,
}

/// The way of a document down a branch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reach {
    /// The day it bears.
    pub signed_on: Day,
    /// Units it was sent to.
    pub sent: i64,
    /// The days on which something happened, the earliest first.
    pub stages: Vec<Stage>,
}

/// What must have been reached in how many of a hundred units.
pub const SHARES: [i64; 3] = [50, 90, 100];

impl Reach {
    /// Out of the changes of each day: how many units more opened and acknowledged it.
    #[must_use]
    pub fn of(signed_on: Day, sent: i64, opened: &[(Day, i64)], acknowledged: &[(Day, i64)]) -> Self {
        let mut days: Vec<Day> = opened.iter().chain(acknowledged).map(|(day, _)| *day).collect();
        days.sort_unstable();
        days.dedup();
        let until = |changes: &[(Day, i64)], day: Day| -> i64 {
            changes.iter().filter(|(on, _)| *on <= day).map(|(_, n)| n).sum()
        };
        let stages = days
            .into_iter()
            .map(|day| Stage { day, opened: until(opened, day), acknowledged: until(acknowledged, day) })
            .collect();
        Reach { signed_on, sent, stages }
    }

    /// Days from the signature until this share of the units (in per cent) had opened it; none while they have not.
    #[must_use]
    pub fn days_until_opened_by(&self, share: i64) -> Option<i64> {
        self.days_until(share, |stage| stage.opened)
    }

    /// The same for the acknowledgement.
    #[must_use]
    pub fn days_until_acknowledged_by(&self, share: i64) -> Option<i64> {
        self.days_until(share, |stage| stage.acknowledged)
    }

    fn days_until(&self, share: i64, reached: impl Fn(&Stage) -> i64) -> Option<i64> {
        let stage = self.stages.iter().find(|stage| self.sent > 0 && reached(stage) * 100 >= self.sent * share)?;
        Some(self.signed_on.days_until(stage.day))
    }

    /// The days of a film: every day from the signature to the last on which something happened, or to today; at most so
    /// many, evenly spread, the last among them.
    #[must_use]
    pub fn frames(&self, today: Day, most: i64) -> Vec<Day> {
        let last =
            self.stages.last().map_or(today, |stage| stage.day).max(self.signed_on).min(today.max(self.signed_on));
        let days = self.signed_on.days_until(last);
        let most = most.max(2);
        if days < most {
            return (0..=days).map(|n| self.signed_on.plus(n)).collect();
        }
        (0..most).map(|n| self.signed_on.plus(n * days / (most - 1))).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    fn reach() -> Reach {
        let opened = [(day("2026-03-03"), 5), (day("2026-03-05"), 4), (day("2026-03-20"), 1)];
        let acknowledged = [(day("2026-03-05"), 6), (day("2026-03-06"), -1)];
        Reach::of(day("2026-03-01"), 10, &opened, &acknowledged)
    }

    #[test]
    fn days_are_counted_from_the_signature() {
        assert_eq!(SHARES.map(|share| reach().days_until_opened_by(share)), [Some(2), Some(4), Some(19)]);
        assert_eq!(SHARES.map(|share| reach().days_until_acknowledged_by(share)), [Some(4), None, None]);
    }

    #[test]
    fn what_lapsed_counts_no_more_from_its_day_on() {
        let stages = reach().stages;
        assert_eq!(stages.iter().map(|stage| stage.acknowledged).collect::<Vec<_>>(), [0, 6, 5, 5]);
    }

    #[test]
    fn a_document_sent_to_nobody_reached_nobody() {
        let nobody = Reach::of(day("2026-03-01"), 0, &[], &[]);
        assert_eq!(nobody.days_until_opened_by(50), None);
        assert_eq!(nobody.frames(day("2026-03-02"), 40), [day("2026-03-01"), day("2026-03-02")]);
    }

    #[test]
    fn a_long_film_has_few_frames_and_ends_with_the_last_day() {
        let frames = reach().frames(day("2026-11-27"), 5);
        assert_eq!((frames.len(), frames[0], frames[4]), (5, day("2026-03-01"), day("2026-03-20")));
        assert_eq!(reach().frames(day("2026-11-27"), 40).len(), 20);
    }
}
