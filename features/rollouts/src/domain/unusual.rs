//! Entered figures that are far from those of comparable units: listed for a person to look at, never refused, never held
//! against anybody. Far is measured by the median absolute deviation (Hampel 1974), which a few wrong entries do not move.

use std::collections::HashMap;

use kernel::UnitKind;

/// What a unit entered for one figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry {
    /// Units of one kind are compared.
    pub kind: UnitKind,
    /// The entry.
    pub entered: i64,
    /// What it is a part of, or what is recorded of the same: shares are compared then. Sizes otherwise.
    pub base: Option<i64>,
}

/// How an entry differs from those of comparable units.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unusual {
    /// What comparable units would have entered here.
    pub usual: i64,
    /// How many units were compared.
    pub units: usize,
}

/// Fewer units do not show what is usual.
const FEWEST: usize = 8;
/// In how many deviations an entry is far away: 3, of which one is 1.4826 times the median absolute deviation.
const FAR: f64 = 3.0 * 1.4826;
/// Shares closer than ten of a hundred are never far.
const NEAR_SHARE: f64 = 0.10;
/// Sizes less than three times as large or small are never far.
const NEAR_SIZE: f64 = 1.1;

/// Which of these entries (in their order; none: nothing entered) differ from those of units of the same kind.
#[must_use]
pub fn unusual(entries: &[Option<Entry>]) -> Vec<Option<Unusual>> {
    let mut groups: HashMap<UnitKind, Vec<usize>> = HashMap::new();
    for (place, entry) in entries.iter().enumerate() {
        if let Some(entry) = entry {
            groups.entry(entry.kind).or_default().push(place);
        }
    }
    let mut found = vec![None; entries.len()];
    for places in groups.into_values() {
        let of_shares = places.iter().filter(|place| base(entries[**place]).is_some()).count() * 2 > places.len();
        compare(entries, &places, of_shares, &mut found);
    }
    found
}

fn base(entry: Option<Entry>) -> Option<i64> {
    entry.and_then(|entry| entry.base).filter(|base| *base > 0)
}

// entries are far below what a double holds exactly
#[allow(clippy::cast_precision_loss, reason = "counts of people, things, money")]
fn measure(entry: Option<Entry>, of_shares: bool) -> Option<f64> {
    let entered = entry?.entered as f64;
    if of_shares { base(entry).map(|base| entered / base as f64) } else { Some(entered.ln_1p()) }
}

#[allow(clippy::cast_precision_loss, clippy::cast_possible_truncation, reason = "counts of people, things, money")]
fn usual_of(entry: Option<Entry>, middle: f64, of_shares: bool) -> i64 {
    let usual = if of_shares { middle * base(entry).unwrap_or_default() as f64 } else { middle.exp_m1() };
    usual.round() as i64
}

fn compare(entries: &[Option<Entry>], places: &[usize], of_shares: bool, found: &mut [Option<Unusual>]) {
    let measured: Vec<(usize, f64)> =
        places.iter().filter_map(|place| Some((*place, measure(entries[*place], of_shares)?))).collect();
    if measured.len() < FEWEST {
        return;
    }
    let middle = median(measured.iter().map(|(_, value)| *value));
    let away = median(measured.iter().map(|(_, value)| (value - middle).abs()));
    let far = (away * FAR).max(if of_shares { NEAR_SHARE } else { NEAR_SIZE });
    for (place, value) in &measured {
        if (value - middle).abs() > far {
            let usual = usual_of(entries[*place], middle, of_shares);
            found[*place] = Some(Unusual { usual, units: measured.len() });
        }
    }
}

/// The middle value; of an even number the upper one of the two.
fn median(values: impl Iterator<Item = f64>) -> f64 {
    let mut values: Vec<f64> = values.collect();
    values.sort_unstable_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(entered: i64, base: Option<i64>) -> Option<Entry> {
        Some(Entry { kind: UnitKind::Cell, entered, base })
    }

    #[test]
    fn a_figure_typed_in_another_unit_of_measure_stands_out() {
        let mut entries: Vec<Option<Entry>> = (0..9).map(|n| entry(20 + n, None)).collect();
        entries.push(entry(24_000, None));
        entries.push(entry(0, None));
        let found = unusual(&entries);
        assert!(found[..9].iter().all(Option::is_none), "{found:?}");
        assert_eq!(found[9], Some(Unusual { usual: 24, units: 11 }));
        assert!(found[10].is_some(), "nothing where all others have something");
    }

    #[test]
    fn shares_are_compared_where_there_is_something_to_be_a_share_of() {
        let mut entries: Vec<Option<Entry>> = (1..10).map(|n| entry(n * 95, Some(n * 100))).collect();
        entries.push(entry(200, Some(400)));
        let found = unusual(&entries);
        assert!(found[..9].iter().all(Option::is_none));
        assert_eq!(found[9], Some(Unusual { usual: 380, units: 10 }));
    }

    #[test]
    fn few_units_and_units_of_another_kind_show_nothing() {
        let few: Vec<Option<Entry>> = [20, 21, 22, 23, 24, 25, 9_000].map(|n| entry(n, None)).to_vec();
        assert!(unusual(&few).iter().all(Option::is_none));
        let mut mixed = few;
        mixed.pop();
        mixed.extend([entry(26, None), entry(27, None), None]);
        mixed.push(Some(Entry { kind: UnitKind::CommuneCommittee, entered: 9_000, base: None }));
        assert!(unusual(&mixed).iter().all(Option::is_none));
    }
}
