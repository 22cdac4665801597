//! What a requirement asks of units in minutes, before it is launched.

use kernel::UnitKind;

use super::{Ask, count_known, work_of, work_of_figure};

/// Units of one level with the minutes each is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Share {
    /// How many units.
    pub units: i64,
    /// Minutes asked of each.
    pub each: i64,
}

/// What a requirement asks, apart for cells and the bodies above them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Weight {
    /// Cells.
    pub cells: Share,
    /// The bodies above them.
    pub bodies: Share,
}

impl Weight {
    /// Minutes in all.
    #[must_use]
    pub fn minutes(&self) -> i64 {
        self.cells.units * self.cells.each + self.bodies.units * self.bodies.each
    }
}

/// What an ask weighs for these kinds of unit, of each so many, when a piece of work takes `minutes_of` its code.
#[must_use]
pub fn weigh(ask: &Ask, units: &[(UnitKind, i64)], minutes_of: impl Fn(&str) -> i64) -> Weight {
    let (known, other) = count_known(&ask.figures);
    let share = |level: UnitKind| {
        let of_level = units.iter().filter(|(kind, _)| kind.is_cell() == level.is_cell());
        let figures =
            known * minutes_of(work_of_figure(true, level)) + other * minutes_of(work_of_figure(false, level));
        Share { units: of_level.map(|(_, count)| count).sum(), each: minutes_of(work_of(ask.measure, level)) + figures }
    };
    Weight { cells: share(UnitKind::Cell), bodies: share(UnitKind::CommuneCommittee) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{AskedFigure, Audience, DeadlineRule, Measure};

    #[test]
    fn a_requirement_weighs_what_each_unit_does_for_it() {
        let figure = |known: &str| AskedFigure { label: "Số".into(), known: known.into(), ..AskedFigure::default() };
        let ask = Ask {
            measure: Measure::Report,
            title: "Báo cáo".into(),
            addressees: Vec::new(),
            audience: Audience::Unit,
            deadline: DeadlineRule::DaysAfterLaunch(10),
            note: String::new(),
            figures: vec![figure(""), figure("members")],
        };
        let minutes = |code: &str| match code {
            "report-cell" => 60,
            "report-body" => 300,
            "figure-cell" => 10,
            "known-figure-cell" => 1,
            _ => 0,
        };
        let units = [(UnitKind::Cell, 4), (UnitKind::GrassrootsCell, 1), (UnitKind::CommuneCommittee, 2)];
        let weight = weigh(&ask, &units, minutes);
        assert_eq!(weight.cells, Share { units: 5, each: 71 });
        assert_eq!(weight.bodies, Share { units: 2, each: 300 });
        assert_eq!(weight.minutes(), 5 * 71 + 600);
    }
}
