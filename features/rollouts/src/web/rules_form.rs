//! What the figures of a requirement must keep to, as typed: one line of fields for each figure, which goes with its label.

use platform::web::Cx;

use crate::domain::{AskedFigure, FigureRule, read_figure};

/// The limits of one figure as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct RuleForm {
    pub label: String,
    pub least: String,
    pub most: String,
    /// `figure:<label>`, `known:<code>` or empty.
    pub within: String,
}

impl RuleForm {
    pub(crate) fn of(figure: &AskedFigure) -> Self {
        let rule = &figure.rule;
        let number = |n: Option<i64>| n.map(|n| n.to_string()).unwrap_or_default();
        let within = match (rule.within_figure.as_str(), rule.within_known.as_str()) {
            ("", "") => String::new(),
            ("", known) => format!("known:{known}"),
            (label, _) => format!("figure:{label}"),
        };
        RuleForm { label: figure.label.clone(), least: number(rule.least), most: number(rule.most), within }
    }

    /// What was typed as a figure asked; none when a limit is no number or the two are turned round. A limit by a figure that
    /// is not asked any more falls away.
    pub(crate) fn asked(&self, all: &[RuleForm]) -> Option<AskedFigure> {
        let (least, most) = (limit(&self.least)?, limit(&self.most)?);
        if least.zip(most).is_some_and(|(least, most)| least > most) {
            return None;
        }
        let within_figure = self.within.strip_prefix("figure:").unwrap_or_default();
        let is_asked = within_figure != self.label && all.iter().any(|other| other.label == within_figure);
        Some(AskedFigure {
            label: self.label.clone(),
            known: String::new(),
            rule: FigureRule {
                least,
                most,
                within_figure: if is_asked { within_figure.to_owned() } else { String::new() },
                within_known: self.within.strip_prefix("known:").unwrap_or_default().to_owned(),
            },
        })
    }

    /// What a figure may be limited by: the other figures of the requirement, and what stands here of the unit. Value and
    /// words.
    pub(crate) fn choices(&self, cx: &Cx, all: &[RuleForm]) -> Vec<(String, String)> {
        let others = all.iter().filter(|other| other.label != self.label);
        let others = others.map(|other| (format!("figure:{}", other.label), other.label.clone()));
        let known = burden::known(cx.who().app());
        let known = known.iter().map(|known| {
            let name = cx.word("known", known.code);
            (format!("known:{}", known.code), cx.t1("rollouts-rule-known", "name", name))
        });
        others.chain(known.collect::<Vec<_>>()).collect()
    }
}

/// A limit as typed: some number, none when left empty; none at all when it is no number.
#[allow(clippy::option_option, reason = "left empty is not the same as unreadable")]
fn limit(typed: &str) -> Option<Option<i64>> {
    match typed.trim() {
        "" => Some(None),
        typed => read_figure(typed).map(Some),
    }
}

/// More lines of fields than a form has figures come from no form of ours.
const MOST_RULES: usize = 60;

/// Takes a field named `rule-<n>-<what>`.
pub(crate) fn set(rules: &mut Vec<RuleForm>, field: &str, value: String) {
    let Some((n, what)) = field.strip_prefix("rule-").and_then(|rest| rest.split_once('-')) else { return };
    let Some(n) = n.parse::<usize>().ok().filter(|n| *n < MOST_RULES) else { return };
    if rules.len() <= n {
        rules.resize_with(n + 1, RuleForm::default);
    }
    match what {
        "label" => rules[n].label = value,
        "least" => rules[n].least = value,
        "most" => rules[n].most = value,
        "within" => rules[n].within = value,
        _ => {}
    }
}

/// One line for each figure that is asked, in their order, with the limits that were typed for it.
pub(crate) fn align(rules: &mut Vec<RuleForm>, labels: Vec<String>) {
    let typed = std::mem::take(rules);
    let of = |label: String| {
        let known = typed.iter().find(|rule| rule.label == label).cloned();
        known.unwrap_or(RuleForm { label, ..RuleForm::default() })
    };
    *rules = labels.into_iter().map(of).collect();
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rule(label: &str, least: &str, most: &str, within: &str) -> RuleForm {
        RuleForm { label: label.into(), least: least.into(), most: most.into(), within: within.into() }
    }

    #[test]
    fn limits_survive_the_way_through_the_form() {
        let all = [rule("Số dự học", "1", "900", "figure:Số đảng viên"), rule("Số đảng viên", "", "", "known:members")];
        for form in &all {
            assert_eq!(RuleForm::of(&form.asked(&all).unwrap()), *form);
        }
    }

    #[test]
    fn what_cannot_be_a_limit_is_none() {
        let all = [rule("Số", "9", "1", ""), rule("Khác", "ít", "", "")];
        assert!(all.iter().all(|form| form.asked(&all).is_none()));
        // limited by itself, or by a figure that is gone
        for within in ["figure:Số", "figure:Đã bỏ"] {
            assert!(rule("Số", "", "", within).asked(&all).unwrap().rule.is_empty());
        }
    }
}
