//! What is odd about entered head-counts: looked at by a person, never refused, never corrected silently. Far from the
//! others is measured by the median absolute deviation (Hampel 1974), which a few wrong entries do not move.

kernel::words! {
    /// What is odd about what a point entered (text `conferences-odd-<code>`).
    Oddity {
        /// More people present than were expected.
        MoreThanExpected = "more_than_expected",
        /// Fewer than half of those expected.
        FewerThanHalf = "fewer_than_half",
        /// A rate of attendance far from that of the other points.
        FarFromOthers = "far_from_others",
        /// Nobody expected, though people came.
        NobodyExpected = "nobody_expected",
    }
}

/// What a point entered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Entered {
    /// People expected.
    pub expected: Option<i64>,
    /// People counted.
    pub head_count: Option<i64>,
}

/// Fewer points say nothing about what is usual.
const FEWEST: usize = 8;
/// In how many deviations a rate is far away: 3, of which one is 1.4826 times the median absolute deviation.
const FAR: f64 = 3.0 * 1.4826;
/// Closer than ten of a hundred is never far.
const NEAR: f64 = 0.10;

impl Entered {
    fn rate(self) -> Option<f64> {
        match (self.expected, self.head_count) {
            // head-counts are far below what a double holds exactly
            #[allow(clippy::cast_precision_loss, reason = "counts of people")]
            (Some(expected), Some(present)) if expected > 0 => Some(present as f64 / expected as f64),
            _ => None,
        }
    }
}

/// What is odd about each of these entries, in their order.
#[must_use]
pub fn oddities(entries: &[Entered]) -> Vec<Vec<Oddity>> {
    let mut rates: Vec<f64> = entries.iter().filter_map(|entry| entry.rate()).collect();
    let usual = (rates.len() >= FEWEST).then(|| {
        let middle = median(&mut rates);
        let mut away: Vec<f64> = rates.iter().map(|rate| (rate - middle).abs()).collect();
        (middle, (median(&mut away) * FAR).max(NEAR))
    });
    entries.iter().map(|entry| of(*entry, usual)).collect()
}

fn of(entry: Entered, usual: Option<(f64, f64)>) -> Vec<Oddity> {
    let Some(rate) = entry.rate() else {
        let came = entry.expected == Some(0) && entry.head_count.is_some_and(|present| present > 0);
        return if came { vec![Oddity::NobodyExpected] } else { Vec::new() };
    };
    let mut found = Vec::new();
    if rate > 1.0 {
        found.push(Oddity::MoreThanExpected);
    }
    if rate < 0.5 {
        found.push(Oddity::FewerThanHalf);
    }
    if found.is_empty() && usual.is_some_and(|(middle, far)| (rate - middle).abs() > far) {
        found.push(Oddity::FarFromOthers);
    }
    found
}

/// The middle value; of an even number the upper one of the two.
fn median(values: &mut [f64]) -> f64 {
    values.sort_unstable_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entered(expected: i64, present: i64) -> Entered {
        Entered { expected: Some(expected), head_count: Some(present) }
    }

    #[test]
    fn more_than_expected_and_fewer_than_half_are_odd_by_themselves() {
        let found = oddities(&[entered(100, 101), entered(100, 49), entered(100, 95), entered(0, 3)]);
        assert_eq!(
            found,
            [vec![Oddity::MoreThanExpected], vec![Oddity::FewerThanHalf], vec![], vec![Oddity::NobodyExpected]]
        );
    }

    #[test]
    fn a_rate_far_from_the_others_is_odd_once_there_are_enough() {
        let mut entries: Vec<Entered> = (0..9).map(|n| entered(100, 92 + n % 5)).collect();
        entries.push(entered(100, 70));
        let found = oddities(&entries);
        assert_eq!(found[9], [Oddity::FarFromOthers]);
        assert!(found[..9].iter().all(Vec::is_empty), "{found:?}");
        assert!(oddities(&entries[5..]).iter().all(Vec::is_empty), "five points do not show what is usual");
    }

    #[test]
    fn points_that_differ_widely_make_nobody_odd() {
        let entries: Vec<Entered> = (0..10).map(|n| entered(100, 55 + n * 5)).collect();
        assert!(oddities(&entries).iter().all(Vec::is_empty));
    }

    #[test]
    fn what_was_not_entered_is_not_odd() {
        let half = Entered { expected: Some(10), head_count: None };
        assert_eq!(oddities(&[half, Entered::default()]), [vec![], vec![]]);
    }
}
