//! Bridge points: nested under one another, their counts summed upward. Recorded counts (people on lists) and entered
//! counts (head-counts) are summed apart and never added together.

use std::collections::HashMap;

use kernel::{Argument, ConferenceId, Instant, PointId, Reason, UnitId, Verdict};

/// A bridge point (điểm cầu).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Point {
    /// Its id.
    pub id: PointId,
    /// Its conference.
    pub conference: ConferenceId,
    /// The point above; none for the main point.
    pub parent: Option<PointId>,
    /// The unit that runs it.
    pub unit: UnitId,
    /// Its name.
    pub name: String,
    /// Where it is.
    pub place: String,
    /// Its place in the tree read from top to bottom.
    pub sort_key: String,
    /// How far below the main point: 0 for the main point.
    pub depth: i64,
    /// Expected head-count as entered.
    pub expected: Option<i64>,
    /// When that was locked.
    pub expected_locked_at: Option<Instant>,
    /// Head-count of those present as entered, where there is no list.
    pub head_count: Option<i64>,
    /// When the line was reported to stand.
    pub connected_at: Option<Instant>,
    /// For optimistic saving.
    pub version: i64,
}

/// Counts of one point, or of a point with all below it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Sums {
    /// Points counted.
    pub points: i64,
    /// Of them connected: reported so, or somebody checked in, or a head-count came.
    pub connected: i64,
    /// Delegates on the list.
    pub summoned: i64,
    /// Who came.
    pub present: i64,
    /// Absent with a reason.
    pub with_reason: i64,
    /// Absent without a reason.
    pub without_reason: i64,
    /// Entered: expected.
    pub expected: i64,
    /// Points whose expected number is locked.
    pub locked: i64,
    /// Entered: present where there is no list.
    pub head_count: i64,
}

impl Sums {
    /// Adds another point's counts.
    pub fn add(&mut self, other: &Sums) {
        self.points += other.points;
        self.connected += other.connected;
        self.summoned += other.summoned;
        self.present += other.present;
        self.with_reason += other.with_reason;
        self.without_reason += other.without_reason;
        self.expected += other.expected;
        self.locked += other.locked;
        self.head_count += other.head_count;
    }

    /// Delegates of whom nothing is recorded yet.
    #[must_use]
    pub fn open(&self) -> i64 {
        self.summoned - self.present - self.with_reason - self.without_reason
    }

    /// All of them.
    #[must_use]
    pub fn of_all<'s>(all: impl IntoIterator<Item = &'s Sums>) -> Sums {
        let mut sum = Sums::default();
        for one in all {
            sum.add(one);
        }
        sum
    }
}

/// Sums each point's own counts upward. Points come in any order; a point whose parent is absent counts as a top.
#[must_use]
pub fn roll_up(tree: &[(PointId, Option<PointId>)], own: &HashMap<PointId, Sums>) -> HashMap<PointId, Sums> {
    let parents: HashMap<PointId, Option<PointId>> = tree.iter().copied().collect();
    let mut sums: HashMap<PointId, Sums> =
        tree.iter().map(|(id, _)| (*id, own.get(id).copied().unwrap_or_default())).collect();
    for (id, _) in tree {
        let Some(counts) = own.get(id) else { continue };
        let mut above = parents.get(id).copied().flatten();
        // a ring cannot be saved; the bound keeps a damaged table from hanging the page
        for _ in 0..64 {
            let Some(parent) = above else { break };
            if let Some(sum) = sums.get_mut(&parent) {
                sum.add(counts);
            }
            above = parents.get(&parent).copied().flatten();
        }
    }
    sums
}

/// Why a point cannot be moved or removed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CannotAlterPoint {
    /// Points below it or delegates hang on it.
    NotEmpty {
        /// Points below.
        points: i64,
        /// Delegates.
        delegates: i64,
    },
    /// It would hang below itself.
    Ring,
}

impl Reason for CannotAlterPoint {
    fn code(&self) -> &'static str {
        match self {
            CannotAlterPoint::NotEmpty { .. } => "CONF-16",
            CannotAlterPoint::Ring => "CONF-17",
        }
    }
    fn arguments(&self) -> Vec<(&'static str, Argument)> {
        match self {
            CannotAlterPoint::NotEmpty { points, delegates } => {
                vec![("points", (*points).into()), ("delegates", (*delegates).into())]
            }
            CannotAlterPoint::Ring => Vec::new(),
        }
    }
}

/// May a point with so many points and delegates below it be removed?
pub fn may_remove(points: i64, delegates: i64) -> Verdict<CannotAlterPoint> {
    Verdict::default().refuse_if(points > 0 || delegates > 0, CannotAlterPoint::NotEmpty { points, delegates })
}

/// May a point hang under a parent whose sort key is this? Sort keys of points below begin with the point's own.
pub fn may_hang_under(point: &Point, parent_sort_key: &str) -> Verdict<CannotAlterPoint> {
    Verdict::default().refuse_if(parent_sort_key.starts_with(&point.sort_key), CannotAlterPoint::Ring)
}

/// The sort key of a point under this parent's key: its name's key and its id, so that no two are the same. What lies
/// below begins with it.
#[must_use]
pub fn sort_key_under(parent_key: &str, name: &str, id: PointId) -> String {
    let name_key = vietnamese::collation_key(name);
    let short = id.0.simple().to_string();
    format!("{parent_key}{name_key}\u{2}{}\u{3}", &short[20..])
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use uuid::Uuid;

    fn id(n: u128) -> PointId {
        PointId(Uuid::from_u128(n))
    }

    #[test]
    fn counts_are_summed_to_every_point_above() {
        let tree = [(id(1), None), (id(2), Some(id(1))), (id(3), Some(id(2))), (id(4), Some(id(1)))];
        let own: HashMap<PointId, Sums> = tree
            .iter()
            .map(|(point, _)| (*point, Sums { points: 1, summoned: 10, present: 7, ..Sums::default() }))
            .collect();
        let sums = roll_up(&tree, &own);
        assert_eq!((sums[&id(1)].points, sums[&id(1)].summoned, sums[&id(1)].present), (4, 40, 28));
        assert_eq!(sums[&id(2)].points, 2);
        assert_eq!(sums[&id(2)].open(), 6);
    }

    #[test]
    fn a_point_never_hangs_below_itself() {
        let main_key = sort_key_under("", "Hội trường tỉnh", id(1));
        let commune_key = sort_key_under(&main_key, "Xã Đông", id(2));
        assert!(commune_key.starts_with(&main_key));
        let point = Point {
            id: id(1),
            conference: ConferenceId(Uuid::from_u128(1)),
            parent: None,
            unit: UnitId(Uuid::from_u128(1)),
            name: "Hội trường tỉnh".into(),
            place: String::new(),
            sort_key: main_key,
            depth: 0,
            expected: None,
            expected_locked_at: None,
            head_count: None,
            connected_at: None,
            version: 1,
        };
        assert!(!may_hang_under(&point, &commune_key).is_yes());
        assert!(!may_remove(1, 0).is_yes());
        assert!(may_remove(0, 0).is_yes());
    }

    proptest! {
        #[test]
        fn the_tops_hold_every_count_once(parents in proptest::collection::vec(any::<prop::sample::Index>(), 1..60)) {
            let tree: Vec<(PointId, Option<PointId>)> = parents
                .iter()
                .enumerate()
                .map(|(n, parent)| (id(n as u128), (n > 0).then(|| id(parent.index(n.max(1)) as u128))))
                .collect();
            let own: HashMap<PointId, Sums> =
                tree.iter().map(|(point, _)| (*point, Sums { points: 1, present: 3, ..Sums::default() })).collect();
            let sums = roll_up(&tree, &own);
            prop_assert_eq!(sums[&id(0)].points, tree.len() as i64);
            prop_assert_eq!(sums[&id(0)].present, 3 * tree.len() as i64);
        }
    }
}
