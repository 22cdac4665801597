//! The final on stage (sân khấu hóa): judges give marks for each part; a finalist's result is the mean of what the judges
//! gave in all. Marks are hundredths of a point.

use std::collections::BTreeMap;

/// A mark as it was given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Given {
    /// The finalist.
    pub finalist: i64,
    /// Who gave it.
    pub judge: String,
    /// For which part.
    pub part: String,
    /// Hundredths of a point.
    pub mark: i64,
}

/// A finalist's place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FinalPlace {
    /// From 1; equal results share it.
    pub rank: usize,
    /// The finalist.
    pub finalist: i64,
    /// Mean of the judges' sums, hundredths.
    pub mean: i64,
    /// Judges who gave every part.
    pub judges: usize,
}

/// The ranking of the finalists. A judge counts for a finalist once a mark for every part is there.
#[must_use]
pub fn final_ranking(finalists: &[i64], parts: &[String], given: &[Given]) -> Vec<FinalPlace> {
    let mut places: Vec<FinalPlace> = finalists
        .iter()
        .map(|finalist| {
            let mut by_judge: BTreeMap<&str, (usize, i64)> = BTreeMap::new();
            for one in given.iter().filter(|one| one.finalist == *finalist && parts.contains(&one.part)) {
                let sum = by_judge.entry(&one.judge).or_default();
                *sum = (sum.0 + 1, sum.1 + one.mark);
            }
            let whole: Vec<i64> = by_judge.values().filter(|(n, _)| *n == parts.len()).map(|(_, sum)| *sum).collect();
            let judges = whole.len();
            let count = i64::try_from(judges).unwrap_or(i64::MAX);
            let mean = if count == 0 { 0 } else { (whole.iter().sum::<i64>() * 2 + count) / (count * 2) };
            FinalPlace { rank: 0, finalist: *finalist, mean, judges }
        })
        .collect();
    places.sort_by_key(|place| (-place.mean, place.finalist));
    let (mut rank, mut last) = (0, None);
    for (at, place) in places.iter_mut().enumerate() {
        if last != Some(place.mean) {
            (rank, last) = (at + 1, Some(place.mean));
        }
        place.rank = rank;
    }
    places
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_mean_of_the_judges_sums_ranks_and_an_unfinished_judge_does_not_count() {
        let parts = ["Chào hỏi".to_owned(), "Tiểu phẩm".to_owned()];
        let mark = |finalist, judge: &str, part: usize, mark| Given {
            finalist,
            judge: judge.into(),
            part: parts[part].clone(),
            mark,
        };
        let given = [
            mark(1, "A", 0, 800),
            mark(1, "A", 1, 850),
            mark(1, "B", 0, 900),
            mark(1, "B", 1, 701),
            mark(1, "C", 0, 1_000),
            mark(2, "A", 0, 900),
            mark(2, "A", 1, 950),
        ];
        let ranked = final_ranking(&[1, 2, 3], &parts, &given);
        let shown: Vec<_> = ranked.iter().map(|p| (p.rank, p.finalist, p.mean, p.judges)).collect();
        assert_eq!(shown, [(1, 2, 1_850, 1), (2, 1, 1_626, 2), (3, 3, 0, 0)]);
    }
}
