//! What a unit says its piece of work took.

use kernel::{Argument, Day, Reason, Refused, UnitId};

/// More minutes than anybody works on one piece in a month.
pub const MOST_MINUTES: i64 = 20_000;

/// How long one piece of work took.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// The piece: the id of the duty, so that it is counted once.
    pub piece: String,
    /// The code of the kind of work.
    pub work: String,
    /// Who did it.
    pub unit: UnitId,
    /// When it was due.
    pub due_on: Day,
    /// Minutes it took.
    pub minutes: i64,
    /// What it was, in words.
    pub title: String,
    /// Where it is seen.
    pub href: String,
}

/// Why what was said cannot be kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CannotSay {
    /// It is no number of minutes between 1 and [`MOST_MINUTES`].
    NoMinutes(String),
}

impl Reason for CannotSay {
    fn code(&self) -> &'static str {
        "BURD-01"
    }

    fn arguments(&self) -> Vec<(&'static str, Argument)> {
        let CannotSay::NoMinutes(typed) = self;
        vec![("typed", typed.as_str().into()), ("most", MOST_MINUTES.into())]
    }
}

/// Minutes as typed; none when nothing was typed, for nobody must say.
///
/// # Errors
/// [`Refused`] when something else than minutes was typed.
pub fn read_minutes(typed: &str) -> Result<Option<i64>, Refused> {
    let typed = typed.trim();
    if typed.is_empty() {
        return Ok(None);
    }
    let minutes = typed.parse().ok().filter(|minutes| (1..=MOST_MINUTES).contains(minutes));
    minutes.map(Some).ok_or_else(|| Refused::because(CannotSay::NoMinutes(typed.to_owned())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_must_say() {
        assert_eq!(read_minutes(" "), Ok(None));
        assert_eq!(read_minutes(" 45 "), Ok(Some(45)));
    }

    #[test]
    fn what_is_no_minutes_is_refused() {
        for typed in ["0", "-3", "nhiều", "20001", "1,5"] {
            assert_eq!(read_minutes(typed).unwrap_err().0[0].code, "BURD-01", "{typed}");
        }
    }
}
