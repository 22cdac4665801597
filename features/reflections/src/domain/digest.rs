//! Whose digests of proposals are shown. Whoever sees the digest of a branch and those of branches below it can take these
//! from that; what is left must be of nobody or of at least five, or it would show what a few people proposed.

use std::cmp::Reverse;

use kernel::Verdict;

use super::CannotSeeDigest;

/// A digest of fewer people's proposals would show whose they are.
pub const LEAST_FOR_DIGEST: i64 = 5;

/// Of the branches right below one whose digest is shown (`total`: how many have submitted in all of it), those whose
/// digests are shown too. The largest come first; when less than five people would be left beside them, the smallest is
/// hidden with those. What is hidden is hidden with all below it, so that the digests shown part the people into groups of
/// which none is smaller than five, whoever puts which of them together.
#[must_use]
pub fn shown_branches<B: Copy + Ord>(total: i64, branches: &[(B, i64)]) -> Vec<B> {
    let mut shown: Vec<_> = branches.iter().copied().filter(|(_, submitted)| *submitted >= LEAST_FOR_DIGEST).collect();
    shown.sort_by_key(|(branch, submitted)| (Reverse(*submitted), *branch));
    loop {
        let left = total - shown.iter().map(|(_, submitted)| submitted).sum::<i64>();
        if left == 0 || left >= LEAST_FOR_DIGEST || shown.pop().is_none() {
            return shown.into_iter().map(|(branch, _)| branch).collect();
        }
    }
}

/// May the digest of a branch be shown, in which so many people have submitted? `parts`: from the unit that asks down to
/// the branch, each is among those shown below the one above it ([`shown_branches`]).
pub fn may_see_digest(submitted: i64, parts: bool) -> Verdict<CannotSeeDigest> {
    let few = submitted < LEAST_FOR_DIGEST;
    Verdict::default()
        .refuse_if(few, CannotSeeDigest::Few(LEAST_FOR_DIGEST))
        .refuse_if(!few && !parts, CannotSeeDigest::LeavesFew(LEAST_FOR_DIGEST))
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::Reason;

    #[test]
    fn what_is_left_beside_the_branches_shown_is_of_nobody_or_of_five() {
        assert_eq!(shown_branches(16, &[('a', 6), ('b', 5), ('c', 5)]), ['a', 'b', 'c']);
        // three in a branch of their own, or in none: the smallest of the others is hidden with them
        assert_eq!(shown_branches(14, &[('a', 6), ('b', 5), ('c', 3)]), ['a']);
        assert_eq!(shown_branches(14, &[('a', 6), ('b', 5)]), ['a']);
        assert_eq!(shown_branches(9, &[('a', 6), ('b', 3)]), [] as [char; 0]);
        assert_eq!(shown_branches(17, &[('a', 6), ('b', 5), ('c', 3), ('d', 3)]), ['a', 'b']);
        assert_eq!(shown_branches(3, &[('a', 3)]), [] as [char; 0]);
    }

    #[test]
    fn no_difference_of_digests_shown_is_of_a_few() {
        for counts in 0..7_i64.pow(4) {
            let count = |place: u32| counts / 7_i64.pow(place) % 7;
            let branches = [(0, count(0)), (1, count(1) + 3), (2, count(2))];
            let total: i64 = branches.iter().map(|(_, n)| n).sum::<i64>() + count(3);
            if total < LEAST_FOR_DIGEST {
                continue;
            }
            let shown = shown_branches(total, &branches);
            let left = total - shown.iter().map(|branch| branches[*branch].1).sum::<i64>();
            assert!(left == 0 || left >= LEAST_FOR_DIGEST, "{branches:?} of {total}: {left}");
        }
    }

    #[test]
    fn few_are_not_digested() {
        let codes = |verdict: Verdict<CannotSeeDigest>| verdict.reasons().iter().map(Reason::code).collect::<Vec<_>>();
        assert_eq!(codes(may_see_digest(4, false)), ["REFL-12"]);
        assert_eq!(codes(may_see_digest(5, false)), ["REFL-20"]);
        assert!(may_see_digest(5, true).is_yes());
    }
}
