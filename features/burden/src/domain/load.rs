//! What a kind of work comes to in a branch and a month.

/// How often it is asked, and how much of that is known rather than estimated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Load {
    /// Pieces asked.
    pub asked: i64,
    /// Pieces of which units said how long they took.
    pub said: i64,
    /// The minutes those took.
    pub said_minutes: i64,
}

impl Load {
    /// Minutes in all: those said, and the estimate for each other piece.
    #[must_use]
    pub fn minutes(self, each: i64) -> i64 {
        self.said_minutes + (self.asked - self.said).max(0) * each
    }

    /// What remains when a part is taken out.
    #[must_use]
    pub fn without(self, part: Load) -> Load {
        Load {
            asked: self.asked - part.asked,
            said: self.said - part.said,
            said_minutes: self.said_minutes - part.said_minutes,
        }
    }

    /// Both together.
    #[must_use]
    pub fn and(self, other: Load) -> Load {
        Load {
            asked: self.asked + other.asked,
            said: self.said + other.said,
            said_minutes: self.said_minutes + other.said_minutes,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn said_minutes_stand_in_the_place_of_estimated_ones() {
        let load = Load { asked: 10, said: 2, said_minutes: 50 };
        assert_eq!(load.minutes(30), 50 + 8 * 30);
        assert_eq!(load.without(Load { asked: 9, said: 2, said_minutes: 50 }).minutes(30), 30);
        assert_eq!(load.and(load).asked, 20);
    }
}
