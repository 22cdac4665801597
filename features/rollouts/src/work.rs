//! What rollouts ask units to do, with the minutes it takes before anybody says otherwise: preparing, holding and writing,
//! not the time of those who listen.

use platform::burden::Work;

use crate::domain::figure::{ASKED, ASKED_FIGURES};

pub(crate) const WORKS: &[Work] = &[
    of_cells("acknowledge-cell", 10),
    of_bodies("acknowledge-body", 15),
    of_cells("plan-cell", 90),
    of_bodies("plan-body", 480),
    of_cells("conference-cell", 240),
    of_bodies("conference-body", 960),
    of_cells("self-study-cell", 120),
    of_bodies("self-study-body", 180),
    of_cells("report-cell", 90),
    of_bodies("report-body", 360),
    Work { figure: ASKED_FIGURES, ..of_cells("figure-cell", 10) },
    Work { figure: ASKED_FIGURES, ..of_bodies("figure-body", 20) },
    Work { figure: ASKED_FIGURES, ..of_cells("known-figure-cell", 1) },
    Work { figure: ASKED_FIGURES, ..of_bodies("known-figure-body", 1) },
];

const fn of_cells(code: &'static str, minutes: i64) -> Work {
    Work { code, figure: ASKED, of_cells: true, minutes }
}

const fn of_bodies(code: &'static str, minutes: i64) -> Work {
    Work { code, figure: ASKED, of_cells: false, minutes }
}

#[cfg(test)]
mod tests {
    use kernel::UnitKind;

    use super::*;
    use crate::domain::{Measure, work_of, work_of_figure};

    #[test]
    fn every_duty_is_a_kind_of_work_of_those_who_do_it() {
        let minutes_of =
            |code: &str| WORKS.iter().find(|work| work.code == code).map(|work| (work.of_cells, work.minutes));
        for kind in UnitKind::ALL {
            let codes = Measure::ALL.iter().map(|measure| work_of(*measure, *kind));
            for code in codes.chain([work_of_figure(true, *kind), work_of_figure(false, *kind)]) {
                let (of_cells, minutes) = minutes_of(code).unwrap_or_else(|| panic!("{code}"));
                assert_eq!(of_cells, kind.is_cell(), "{code}");
                assert!(minutes > 0, "{code}");
            }
        }
    }
}
