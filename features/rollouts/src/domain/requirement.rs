//! A requirement: measure × addressees × audience × deadline rule, and which units it reaches. The same shape stands in
//! templates. What becomes of it in a unit is a duty.

use kernel::{Day, RequirementId, RolloutId, UnitId, UnitKind};
use serde::{Deserialize, Serialize};

use super::{AskedFigure, Audience, Measure};

/// When it is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DeadlineRule {
    /// Printed in the document ("trước ngày ..."): kept as it is, weekend or not.
    FixedDay(Day),
    /// So many days after launch, moved to Monday when that is a weekend (practice of communes).
    DaysAfterLaunch(i64),
}

impl DeadlineRule {
    /// The day it is due when launched on this day.
    #[must_use]
    pub fn due_on(self, launched_on: Day) -> Day {
        match self {
            DeadlineRule::FixedDay(day) => day,
            DeadlineRule::DaysAfterLaunch(days) => launched_on.plus(days).or_next_monday(),
        }
    }
}

/// What is asked, of whom, until when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ask {
    /// What has to be done.
    pub measure: Measure,
    /// In words, as the units read it.
    pub title: String,
    /// The kinds of unit it is asked of.
    pub addressees: Vec<UnitKind>,
    /// Whom it reaches in those units.
    pub audience: Audience,
    /// Until when.
    pub deadline: DeadlineRule,
    /// What else the units should know.
    pub note: String,
    /// The figures each unit is asked for.
    pub figures: Vec<AskedFigure>,
}

/// A requirement of a rollout, asked by `unit` in its own branch: the unit of the rollout, or a committee below it that
/// asks more of its own branch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Requirement {
    /// Its id.
    pub id: RequirementId,
    /// The rollout.
    pub rollout: RolloutId,
    /// Who asks; only this unit's branch is reached.
    pub unit: UnitId,
    /// Its place in the list, from 1.
    pub position: i64,
    /// What it asks.
    pub ask: Ask,
}

/// How deep a kind of unit stands: 0 the centre, 6 the Party group. Bodies beside the line of command have none.
#[must_use]
pub fn tier(kind: UnitKind) -> Option<u8> {
    match kind {
        UnitKind::Centre => Some(0),
        UnitKind::ProvinceCommittee | UnitKind::AdvisoryBody => Some(1),
        UnitKind::DistrictCommittee
        | UnitKind::CommuneCommittee
        | UnitKind::DirectCommittee
        | UnitKind::CommuneBody => Some(2),
        UnitKind::GrassrootsOrganisation | UnitKind::GrassrootsCell => Some(3),
        UnitKind::PartOrganisation => Some(4),
        UnitKind::Cell => Some(5),
        UnitKind::PartyGroup => Some(6),
        UnitKind::Front | UnitKind::MassOrganisation | UnitKind::Other => None,
    }
}

/// True when a directive disseminated down to `depth` reaches this kind of unit. Bodies beside the line of command are
/// reached whenever they are addressed.
#[must_use]
pub fn is_reached(kind: UnitKind, depth: Option<UnitKind>) -> bool {
    match (tier(kind), depth.and_then(tier)) {
        (Some(kind), Some(depth)) => kind <= depth,
        _ => true,
    }
}

impl Ask {
    /// The kinds of unit that get a duty, when the rollout goes down to `depth`.
    #[must_use]
    pub fn reached(&self, depth: Option<UnitKind>) -> Vec<UnitKind> {
        self.addressees.iter().copied().filter(|kind| is_reached(*kind, depth)).collect()
    }
}

/// The kinds of unit a requirement may address, as the form offers them, from the top down.
pub const ADDRESSABLE: &[UnitKind] = &[
    UnitKind::AdvisoryBody,
    UnitKind::CommuneCommittee,
    UnitKind::DirectCommittee,
    UnitKind::CommuneBody,
    UnitKind::GrassrootsOrganisation,
    UnitKind::GrassrootsCell,
    UnitKind::PartOrganisation,
    UnitKind::Cell,
    UnitKind::Front,
    UnitKind::MassOrganisation,
];

/// How deep a rollout may be said to go, as the form offers it.
pub const DEPTHS: &[UnitKind] =
    &[UnitKind::CommuneCommittee, UnitKind::GrassrootsOrganisation, UnitKind::PartOrganisation, UnitKind::Cell];

/// An [`Ask`] in words of text: the shape of templates in the database and of the API.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct AskBody {
    /// acknowledge, plan, conference, self_study or report.
    pub measure: String,
    /// In words.
    pub title: String,
    /// Codes of kinds of unit.
    pub addressees: Vec<String>,
    /// Code of the audience.
    pub audience: String,
    /// Days after launch, unless a fixed day is given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deadline_days: Option<i64>,
    /// The fixed day, yyyy-mm-dd.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deadline_day: Option<String>,
    /// What else the units should know.
    #[serde(default)]
    pub note: String,
    /// The figures each unit is asked for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub figures: Vec<AskedFigure>,
}

impl From<&Ask> for AskBody {
    fn from(ask: &Ask) -> Self {
        let (days, day) = match ask.deadline {
            DeadlineRule::FixedDay(day) => (None, Some(day.to_string())),
            DeadlineRule::DaysAfterLaunch(days) => (Some(days), None),
        };
        AskBody {
            measure: ask.measure.code().to_owned(),
            title: ask.title.clone(),
            addressees: ask.addressees.iter().map(|k| k.code().to_owned()).collect(),
            audience: ask.audience.code().to_owned(),
            deadline_days: days,
            deadline_day: day,
            note: ask.note.clone(),
            figures: ask.figures.clone(),
        }
    }
}

impl TryFrom<&AskBody> for Ask {
    type Error = String;

    fn try_from(body: &AskBody) -> Result<Self, String> {
        let addressees: Result<Vec<UnitKind>, _> = body.addressees.iter().map(|code| code.parse()).collect();
        let deadline = match (&body.deadline_day, body.deadline_days) {
            (Some(day), _) => DeadlineRule::FixedDay(day.parse().map_err(|e: kernel::NotADay| e.to_string())?),
            (None, Some(days)) => DeadlineRule::DaysAfterLaunch(days),
            (None, None) => return Err("no deadline".to_owned()),
        };
        Ok(Ask {
            measure: body.measure.parse().map_err(|e: kernel::UnknownWord| e.to_string())?,
            title: body.title.trim().to_owned(),
            addressees: addressees.map_err(|e| e.to_string())?,
            audience: body.audience.parse().map_err(|e: kernel::UnknownWord| e.to_string())?,
            deadline,
            note: body.note.trim().to_owned(),
            figures: body.figures.clone(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::FigureRule;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    #[test]
    fn a_counted_deadline_moves_to_monday_and_a_printed_one_stays() {
        let friday = day("2026-11-20");
        assert_eq!(DeadlineRule::DaysAfterLaunch(1).due_on(friday), day("2026-11-23"));
        assert_eq!(DeadlineRule::FixedDay(day("2026-11-21")).due_on(friday), day("2026-11-21"));
    }

    #[test]
    fn a_directive_for_communes_does_not_reach_cells() {
        let depth = Some(UnitKind::CommuneCommittee);
        assert!(is_reached(UnitKind::CommuneCommittee, depth));
        assert!(is_reached(UnitKind::DirectCommittee, depth));
        assert!(!is_reached(UnitKind::Cell, depth));
        assert!(!is_reached(UnitKind::GrassrootsCell, depth));
        assert!(is_reached(UnitKind::Front, depth));
        assert!(is_reached(UnitKind::Cell, None));
    }

    #[test]
    fn an_ask_survives_the_way_through_its_body() {
        let ask = Ask {
            measure: Measure::Plan,
            title: "Ban hành kế hoạch".into(),
            addressees: vec![UnitKind::CommuneCommittee],
            audience: Audience::Unit,
            deadline: DeadlineRule::DaysAfterLaunch(10),
            note: String::new(),
            figures: vec![AskedFigure {
                label: "Số đảng viên".into(),
                known: "members".into(),
                rule: FigureRule { most: Some(900), ..FigureRule::default() },
            }],
        };
        assert_eq!(Ask::try_from(&AskBody::from(&ask)), Ok(ask.clone()));
        let fixed = Ask { deadline: DeadlineRule::FixedDay(day("2026-12-31")), ..ask };
        assert_eq!(Ask::try_from(&AskBody::from(&fixed)), Ok(fixed));
    }
}
