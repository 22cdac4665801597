//! How results of the units below become one: always by a method that is shown, never silently.

use super::{Amount, Direction};

kernel::words! {
    /// The method (text `programmes-method-<code>`).
    Method {
        /// Entered by the unit itself.
        Own = "own",
        /// The sum of those below.
        Sum = "sum",
        /// Their mean.
        Mean = "mean",
        /// The worst of them.
        Worst = "worst",
        /// Their mean by weight.
        Weighted = "weighted",
    }
}

/// A result from below.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Part {
    /// The result; none was entered so far.
    pub result: Option<Amount>,
    /// How much it weighs.
    pub weight: i64,
}

/// The results below put together; none when there is none, or when the method is `Own`. Units without a result are left
/// out: how many they are is shown beside it.
#[must_use]
pub fn rolled_up(method: Method, direction: Direction, parts: &[Part]) -> Option<Amount> {
    let results: Vec<(i128, i128)> =
        parts.iter().filter_map(|part| Some((i128::from(part.result?.0), i128::from(part.weight.max(0))))).collect();
    let amounts = || results.iter().map(|(result, _)| *result);
    let count = i128::try_from(results.len()).unwrap_or(i128::MAX);
    let mean = |sum: i128, of: i128| (of > 0).then(|| rounded(sum, of));
    let sum = match method {
        Method::Own => None,
        Method::Sum => (count > 0).then(|| amounts().sum()),
        Method::Mean => mean(amounts().sum(), count),
        Method::Worst if direction == Direction::AtLeast => amounts().min(),
        Method::Worst => amounts().max(),
        Method::Weighted => {
            mean(results.iter().map(|(r, w)| r * w).sum(), results.iter().map(|(_, weight)| weight).sum())
        }
    };
    sum.map(|sum| Amount(i64::try_from(sum).unwrap_or(i64::MAX)))
}

/// Divided and rounded to the nearest.
fn rounded(sum: i128, of: i128) -> i128 {
    let half = if sum < 0 { -of / 2 } else { of / 2 };
    (sum + half) / of
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_method_puts_results_together_its_way() {
        let parts = [
            Part { result: Some(Amount(1_000)), weight: 1 },
            Part { result: Some(Amount(4_000)), weight: 3 },
            Part { result: None, weight: 9 },
        ];
        let by = |method, direction| rolled_up(method, direction, &parts).map(|amount| amount.0);
        use Direction::{AtLeast, AtMost};
        assert_eq!(by(Method::Sum, AtLeast), Some(5_000));
        assert_eq!(by(Method::Mean, AtLeast), Some(2_500));
        assert_eq!(by(Method::Worst, AtLeast), Some(1_000));
        assert_eq!(by(Method::Worst, AtMost), Some(4_000));
        assert_eq!(by(Method::Weighted, AtLeast), Some(3_250));
        assert_eq!(by(Method::Own, AtLeast), None);
    }

    #[test]
    fn without_any_result_there_is_none() {
        let none = [Part { result: None, weight: 1 }];
        for method in Method::ALL {
            assert_eq!(rolled_up(*method, Direction::AtLeast, &none), None);
            assert_eq!(rolled_up(*method, Direction::AtLeast, &[]), None);
        }
        let weightless = [Part { result: Some(Amount(5)), weight: 0 }];
        assert_eq!(rolled_up(Method::Weighted, Direction::AtLeast, &weightless), None);
    }
}
