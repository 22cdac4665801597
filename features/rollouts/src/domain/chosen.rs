//! How many duties the unit above may take a step with at once.

use kernel::{Argument, Reason, Verdict};

/// Duties that may be chosen for one step.
pub const MOST_AT_ONCE: i64 = 1_000;

/// Why a step cannot be taken for the duties that were chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CannotChoose {
    /// None was chosen.
    Nothing,
    /// So many were chosen, more than [`MOST_AT_ONCE`].
    TooMany(i64),
}

impl Reason for CannotChoose {
    fn code(&self) -> &'static str {
        match self {
            CannotChoose::Nothing => "ROLL-17",
            CannotChoose::TooMany(_) => "ROLL-18",
        }
    }

    fn arguments(&self) -> Vec<(&'static str, Argument)> {
        match self {
            CannotChoose::Nothing => Vec::new(),
            CannotChoose::TooMany(count) => vec![("count", (*count).into()), ("most", MOST_AT_ONCE.into())],
        }
    }
}

/// May so many duties be waived or reminded of at once?
pub fn may_choose(count: i64) -> Verdict<CannotChoose> {
    Verdict::default()
        .refuse_if(count == 0, CannotChoose::Nothing)
        .refuse_if(count > MOST_AT_ONCE, CannotChoose::TooMany(count))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn some_are_chosen_but_not_too_many() {
        assert_eq!(may_choose(0).reasons(), [CannotChoose::Nothing]);
        assert_eq!(may_choose(1_001).reasons(), [CannotChoose::TooMany(1_001)]);
        assert!(may_choose(1_000).is_yes());
    }
}
