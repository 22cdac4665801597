//! What a rule answers: may it be done, and if not, all the reasons at once. The page that greys a button and the
//! action behind it ask the same rule.

use std::fmt;

/// A value named in a reason's text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Argument {
    /// A number, shown with the language's separators.
    Number(i64),
    /// Text shown as it is.
    Text(String),
}

impl From<i64> for Argument {
    fn from(n: i64) -> Self {
        Argument::Number(n)
    }
}

impl From<&str> for Argument {
    fn from(text: &str) -> Self {
        Argument::Text(text.to_owned())
    }
}

impl From<String> for Argument {
    fn from(text: String) -> Self {
        Argument::Text(text)
    }
}

impl From<crate::Day> for Argument {
    fn from(day: crate::Day) -> Self {
        Argument::Text(day.shown())
    }
}

/// One reason for refusing. Its code is stable and unique in the product; its text is the fluent key
/// `refused-<code in lower case>`.
pub trait Reason: fmt::Debug {
    /// A stable code such as `CONF-02`.
    fn code(&self) -> &'static str;
    /// The numbers and names the text needs.
    fn arguments(&self) -> Vec<(&'static str, Argument)> {
        Vec::new()
    }
}

/// A reason as handed outward: its code and arguments.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// The stable code.
    pub code: &'static str,
    /// The numbers and names of the text.
    pub arguments: Vec<(&'static str, Argument)>,
}

impl Told {
    /// The key of the text in the `.ftl` files.
    #[must_use]
    pub fn text_key(&self) -> String {
        format!("refused-{}", self.code.to_lowercase())
    }
}

/// An action was refused, for these reasons (never empty).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused(pub Vec<Told>);

impl Refused {
    /// Refused for one reason.
    pub fn because(reason: impl Reason) -> Self {
        Refused(vec![Told { code: reason.code(), arguments: reason.arguments() }])
    }
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let codes: Vec<&str> = self.0.iter().map(|told| told.code).collect();
        write!(f, "refused: {}", codes.join(", "))
    }
}

impl std::error::Error for Refused {}

/// The answer of a rule: no reasons means yes.
#[derive(Debug, Clone, PartialEq, Eq)]
#[must_use]
pub struct Verdict<R> {
    reasons: Vec<R>,
}

impl<R> Default for Verdict<R> {
    fn default() -> Self {
        Verdict { reasons: Vec::new() }
    }
}

impl<R: Reason> Verdict<R> {
    /// Adds the reason when the condition holds.
    pub fn refuse_if(mut self, condition: bool, reason: R) -> Self {
        if condition {
            self.reasons.push(reason);
        }
        self
    }

    /// True when nothing speaks against it.
    #[must_use]
    pub fn is_yes(&self) -> bool {
        self.reasons.is_empty()
    }

    /// The reasons against it.
    #[must_use]
    pub fn reasons(&self) -> &[R] {
        &self.reasons
    }

    /// The reasons as codes and arguments, for a page that greys its button.
    #[must_use]
    pub fn told(&self) -> Vec<Told> {
        self.reasons.iter().map(|r| Told { code: r.code(), arguments: r.arguments() }).collect()
    }

    /// Yes, or all the reasons.
    ///
    /// # Errors
    /// [`Refused`] with every reason when there is any.
    pub fn or_refuse(self) -> Result<(), Refused> {
        if self.is_yes() { Ok(()) } else { Err(Refused(self.told())) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug)]
    enum CannotOpen {
        Closed,
        Missing(i64),
    }

    impl Reason for CannotOpen {
        fn code(&self) -> &'static str {
            match self {
                CannotOpen::Closed => "DOOR-01",
                CannotOpen::Missing(_) => "DOOR-02",
            }
        }
        fn arguments(&self) -> Vec<(&'static str, Argument)> {
            match self {
                CannotOpen::Closed => Vec::new(),
                CannotOpen::Missing(n) => vec![("count", (*n).into())],
            }
        }
    }

    #[test]
    fn all_reasons_are_given_at_once() {
        let refused = Verdict::default()
            .refuse_if(true, CannotOpen::Closed)
            .refuse_if(false, CannotOpen::Missing(1))
            .refuse_if(true, CannotOpen::Missing(3))
            .or_refuse()
            .unwrap_err();
        assert_eq!(refused.to_string(), "refused: DOOR-01, DOOR-02");
        assert_eq!(refused.0[1].arguments, vec![("count", Argument::Number(3))]);
        assert_eq!(refused.0[0].text_key(), "refused-door-01");
    }

    #[test]
    fn no_reason_means_yes() {
        assert!(Verdict::<CannotOpen>::default().refuse_if(false, CannotOpen::Closed).or_refuse().is_ok());
    }
}
