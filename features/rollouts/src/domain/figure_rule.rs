//! What an entered figure must keep to: data on the figure asked, set by who asks; and what is wrong with an entry that does
//! not. What is merely unusual is in `unusual`.

use std::collections::HashMap;

use kernel::Argument;
use serde::{Deserialize, Serialize};

use super::{FigureAnswer, read_figure};

/// What an entry must keep to; every part may be absent. All figures are whole numbers.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, utoipa::ToSchema)]
pub struct FigureRule {
    /// Not less than this.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub least: Option<i64>,
    /// Not more than this.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub most: Option<i64>,
    /// Not more than what the unit enters for the figure with this label; empty for none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub within_figure: String,
    /// Not more than what stands here of the unit: the code of a known figure, such as its members; empty for none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub within_known: String,
}

impl FigureRule {
    /// True when everything is allowed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == FigureRule::default()
    }
}

/// What is wrong with an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FigureFault {
    /// It is no number.
    NotANumber,
    /// It has a fraction.
    NotWhole,
    /// It is less than this.
    BelowLeast(i64),
    /// It is more than this.
    AboveMost(i64),
    /// It is more than the unit entered for the figure with this label.
    AboveFigure(String, i64),
    /// It is more than what stands here of the unit, by the code of the known figure.
    AboveKnown(String, i64),
}

impl FigureFault {
    /// The key of its text.
    #[must_use]
    pub fn key(&self) -> &'static str {
        match self {
            FigureFault::NotANumber => "rollouts-error-figure",
            FigureFault::NotWhole => "rollouts-error-figure-whole",
            FigureFault::BelowLeast(_) => "rollouts-error-figure-least",
            FigureFault::AboveMost(_) => "rollouts-error-figure-most",
            FigureFault::AboveFigure(..) | FigureFault::AboveKnown(..) => "rollouts-error-figure-within",
        }
    }

    /// What its text names; `known` gives the name of a known figure.
    #[must_use]
    pub fn arguments(&self, known: impl Fn(&str) -> String) -> Vec<(&'static str, Argument)> {
        match self {
            FigureFault::NotANumber | FigureFault::NotWhole => Vec::new(),
            FigureFault::BelowLeast(n) | FigureFault::AboveMost(n) => vec![("count", (*n).into())],
            FigureFault::AboveFigure(label, n) => vec![("name", label.clone().into()), ("count", (*n).into())],
            FigureFault::AboveKnown(code, n) => vec![("name", known(code).into()), ("count", (*n).into())],
        }
    }
}

/// What is wrong with what was typed; empty fields wait to be filled in.
#[must_use]
pub fn fault_of_typed(typed: &str) -> Option<FigureFault> {
    if typed.is_empty() || read_figure(typed).is_some() {
        return None;
    }
    let has_fraction = typed.split_once(',').is_some_and(|(whole, part)| {
        let digits = |text: &str| !text.is_empty() && text.chars().all(|c| c.is_ascii_digit());
        digits(part) && read_figure(whole).is_some()
    });
    Some(if has_fraction { FigureFault::NotWhole } else { FigureFault::NotANumber })
}

/// What is wrong with the entry at this place; `known` is what stands here of the unit, by code. A limit that is not known
/// yet does not bind.
#[must_use]
pub fn fault_of_entry(answers: &[FigureAnswer], place: usize, known: &HashMap<String, i64>) -> Option<FigureFault> {
    let answer = answers.get(place)?;
    let (n, rule) = (answer.entered?, &answer.asked.rule);
    if let Some(least) = rule.least.filter(|least| n < *least) {
        return Some(FigureFault::BelowLeast(least));
    }
    if let Some(most) = rule.most.filter(|most| n > *most) {
        return Some(FigureFault::AboveMost(most));
    }
    let other = answers.iter().find(|other| !rule.within_figure.is_empty() && other.asked.label == rule.within_figure);
    if let Some(most) = other.and_then(|other| other.entered).filter(|most| n > *most) {
        return Some(FigureFault::AboveFigure(rule.within_figure.clone(), most));
    }
    let most = known.get(&rule.within_known).copied().filter(|most| n > *most)?;
    Some(FigureFault::AboveKnown(rule.within_known.clone(), most))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::AskedFigure;

    fn answer(label: &str, entered: Option<i64>, rule: FigureRule) -> FigureAnswer {
        let asked = AskedFigure { label: label.into(), rule, ..AskedFigure::default() };
        FigureAnswer { asked, recorded: None, entered }
    }

    #[test]
    fn what_was_typed_is_a_whole_number_or_is_told_what_it_is() {
        assert_eq!(fault_of_typed("1.204"), None);
        assert_eq!(fault_of_typed(""), None);
        assert_eq!(fault_of_typed("1,5"), Some(FigureFault::NotWhole));
        for typed in ["vài", "-1", "1,", ","] {
            assert_eq!(fault_of_typed(typed), Some(FigureFault::NotANumber), "{typed}");
        }
    }

    #[test]
    fn an_entry_keeps_to_its_rule() {
        let rule = FigureRule {
            least: Some(1),
            most: Some(100),
            within_figure: "Số đảng viên".into(),
            within_known: "members".into(),
        };
        let of = |n: i64, other: Option<i64>, members: i64| {
            let answers =
                [answer("Số dự học", Some(n), rule.clone()), answer("Số đảng viên", other, FigureRule::default())];
            fault_of_entry(&answers, 0, &HashMap::from([("members".to_owned(), members)]))
        };
        assert_eq!(of(0, None, 50), Some(FigureFault::BelowLeast(1)));
        assert_eq!(of(101, None, 500), Some(FigureFault::AboveMost(100)));
        assert_eq!(of(30, Some(29), 50), Some(FigureFault::AboveFigure("Số đảng viên".into(), 29)));
        assert_eq!(of(51, Some(60), 50), Some(FigureFault::AboveKnown("members".into(), 50)));
        assert_eq!(of(50, None, 50), None, "the other figure is not entered yet");
        assert_eq!(fault_of_entry(&[answer("Số", None, rule.clone())], 0, &HashMap::new()), None);
    }
}
