//! What a duty is as work: the kind under which the burden of units counts it. Cells and the bodies above them take
//! different times for the same thing, so each has kinds of its own.

use kernel::{Delta, UnitKind};
use serde::{Deserialize, Serialize};

use super::figure::{ASKED, ASKED_FIGURES};
use super::{Duty, FigureRule, Measure};

/// The code of the kind of work that a measure is for a kind of unit (text `work-<code>`).
#[must_use]
pub fn work_of(measure: Measure, kind: UnitKind) -> &'static str {
    match (measure, kind.is_cell()) {
        (Measure::Acknowledge, true) => "acknowledge-cell",
        (Measure::Acknowledge, false) => "acknowledge-body",
        (Measure::Plan, true) => "plan-cell",
        (Measure::Plan, false) => "plan-body",
        (Measure::Conference, true) => "conference-cell",
        (Measure::Conference, false) => "conference-body",
        (Measure::SelfStudy, true) => "self-study-cell",
        (Measure::SelfStudy, false) => "self-study-body",
        (Measure::Report, true) => "report-cell",
        (Measure::Report, false) => "report-body",
    }
}

/// The code of the work of one figure that is asked: to be found and entered, or (`is_known`) only to be looked at,
/// because it stands here already.
#[must_use]
pub fn work_of_figure(is_known: bool, kind: UnitKind) -> &'static str {
    match (is_known, kind.is_cell()) {
        (true, true) => "known-figure-cell",
        (true, false) => "known-figure-body",
        (false, true) => "figure-cell",
        (false, false) => "figure-body",
    }
}

/// A figure that a requirement asks of each unit.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, utoipa::ToSchema)]
pub struct AskedFigure {
    /// What is asked, in words.
    pub label: String,
    /// The code of the figure that stands here already; empty when units must say it.
    #[serde(default)]
    pub known: String,
    /// What an entry must keep to.
    #[serde(default, skip_serializing_if = "FigureRule::is_empty")]
    pub rule: FigureRule,
}

impl AskedFigure {
    /// True when it stands here already.
    #[must_use]
    pub fn is_known(&self) -> bool {
        !self.known.is_empty()
    }
}

/// How many of these stand here already, and how many units must say.
#[must_use]
pub fn count_known(figures: &[AskedFigure]) -> (i64, i64) {
    let known = figures.iter().filter(|figure| figure.is_known()).count();
    let count = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
    (count(known), count(figures.len() - known))
}

/// What asking a duty with these figures means for the burden of the month in which it is due; `n` is 1, or -1 when it is
/// waived.
#[must_use]
pub fn deltas_of_asking(duty: &Duty, figures: &[AskedFigure], n: i64) -> Vec<Delta> {
    let of_cells = duty.work.ends_with("-cell");
    let kind = if of_cells { UnitKind::Cell } else { UnitKind::CommuneCommittee };
    let month = burden::domain::Month::of(duty.due_on);
    let delta = |figure: &'static str, work: &str, n: i64| Delta {
        subject: burden::domain::subject(month, work),
        figure,
        unit: duty.unit,
        day: duty.due_on,
        n,
    };
    let (known, other) = count_known(figures);
    let mut deltas = vec![delta(ASKED, &duty.work, n)];
    for (count, is_known) in [(known, true), (other, false)] {
        if count > 0 {
            deltas.push(delta(ASKED_FIGURES, work_of_figure(is_known, kind), n * count));
        }
    }
    deltas
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{DutyState, Evidence};

    fn id<I: From<uuid::Uuid>>(n: u128) -> I {
        I::from(uuid::Uuid::from_u128(n))
    }

    #[test]
    fn a_duty_counts_in_the_month_in_which_it_is_due() {
        let duty = Duty {
            id: id(1),
            rollout: id(2),
            requirement: id(3),
            unit: id(4),
            due_on: "2026-12-10".parse().unwrap(),
            work: work_of(Measure::Report, UnitKind::Cell).into(),
            state: DutyState::Waiting,
            evidence: Evidence::default(),
            reminded_on: None,
            version: 1,
        };
        let asked = |known: &str| AskedFigure { label: "Số".into(), known: known.into(), ..AskedFigure::default() };
        let deltas = deltas_of_asking(&duty, &[asked(""), asked("members"), asked("")], -1);
        let told: Vec<(&str, i64)> = deltas.iter().map(|delta| (delta.subject.as_str(), delta.n)).collect();
        assert_eq!(told, [("2026-12.report-cell", -1), ("2026-12.known-figure-cell", -1), ("2026-12.figure-cell", -2)]);
        assert_eq!(deltas_of_asking(&duty, &[], 1).len(), 1);
    }
}
