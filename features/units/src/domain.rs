//! The organisation tree: what a unit is, where each kind may stand, and why a change of it is refused. The tree since
//! 1 July 2025: centre, province, commune or directly attached committee, grassroots organisation, cell.

mod cannot_change;
pub mod change;

use kernel::{Argument, Day, Reason, UnitId, UnitKind, Verdict};

/// A unit as it stands now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unit {
    /// Its id.
    pub id: UnitId,
    /// Its code, unique in the installation; what lists and imports name it by.
    pub code: String,
    /// Its kind.
    pub kind: UnitKind,
    /// Its full name: «Đảng ủy xã …».
    pub name: String,
    /// Its short name, for tables and maps.
    pub short_name: String,
    /// The unit above it; none at the top.
    pub parent: Option<UnitId>,
    /// Its identification code in the exchange of electronic documents (mã định danh, Quyết định 20/2020/QĐ-TTg); empty
    /// when it was not entered.
    pub organ_id: String,
    /// When it was founded.
    pub founded_on: Option<Day>,
    /// When it ended; none while it lives.
    pub ended_on: Option<Day>,
    /// Counts its changes.
    pub version: i64,
}

impl Unit {
    /// The code that names it in a packet of electronic documents: the one entered, else its own.
    #[must_use]
    pub fn exchange_code(&self) -> &str {
        if self.organ_id.is_empty() { &self.code } else { &self.organ_id }
    }
}

/// May this stand for a unit in the exchange of documents? Letters and digits in groups parted by dots, 35 characters at
/// most (Quyết định 20/2020/QĐ-TTg).
#[must_use]
pub fn is_organ_id(text: &str) -> bool {
    text.len() <= 35
        && text.split('.').all(|group| !group.is_empty() && group.bytes().all(|byte| byte.is_ascii_alphanumeric()))
}

/// Are these one name, spelt otherwise: with other accents, capitals or spaces?
#[must_use]
pub fn is_spelt_otherwise(one: &str, other: &str) -> bool {
    let words = |name: &str| vietnamese::fold(name).split_whitespace().collect::<Vec<_>>().join(" ");
    words(one) == words(other)
}

/// A unit to be founded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewUnit {
    /// See [`Unit::code`].
    pub code: String,
    /// See [`Unit::kind`].
    pub kind: UnitKind,
    /// See [`Unit::name`].
    pub name: String,
    /// See [`Unit::short_name`]; empty for the same as the name.
    pub short_name: String,
    /// See [`Unit::parent`].
    pub parent: Option<UnitId>,
    /// See [`Unit::founded_on`].
    pub founded_on: Option<Day>,
}

/// Why a unit cannot be founded or changed so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CannotPlace {
    /// The code is empty or holds other than letters, digits, `-`, `.` and `_`.
    CodeMalformed,
    /// The name is empty.
    NameEmpty,
    /// Another unit has this code.
    CodeTaken(String),
    /// The kind may not stand under the parent's kind.
    WrongParent,
    /// The parent has ended.
    ParentEnded,
}

impl Reason for CannotPlace {
    fn code(&self) -> &'static str {
        match self {
            CannotPlace::CodeMalformed => "UNIT-01",
            CannotPlace::NameEmpty => "UNIT-02",
            CannotPlace::CodeTaken(_) => "UNIT-03",
            CannotPlace::WrongParent => "UNIT-04",
            CannotPlace::ParentEnded => "UNIT-05",
        }
    }

    fn arguments(&self) -> Vec<(&'static str, Argument)> {
        match self {
            CannotPlace::CodeTaken(by) => vec![("name", by.as_str().into())],
            _ => Vec::new(),
        }
    }
}

/// The codes of this feature's refusals.
pub const REFUSALS: &[&str] = &["UNIT-01", "UNIT-02", "UNIT-03", "UNIT-04", "UNIT-05"];

/// What must be known to place a unit.
#[derive(Debug, Clone, Default)]
pub struct PlacingFacts {
    /// The parent's kind; none at the top.
    pub parent_kind: Option<UnitKind>,
    /// True when the parent has ended.
    pub parent_ended: bool,
    /// The name of another unit with the same code.
    pub code_taken_by: Option<String>,
}

/// May a unit of this kind stand directly under one of that kind? The depth is not fixed: cells stand under grassroots
/// organisations or parts of them, associations beside the committee of their level.
#[must_use]
pub fn may_stand_under(kind: UnitKind, parent: Option<UnitKind>) -> bool {
    use UnitKind::{
        AdvisoryBody, Cell, Centre, CommuneBody, CommuneCommittee, DirectCommittee, DistrictCommittee, Front,
        GrassrootsCell, GrassrootsOrganisation, MassOrganisation, Other, PartOrganisation, PartyGroup,
        ProvinceCommittee,
    };
    let Some(parent) = parent else { return matches!(kind, Centre | ProvinceCommittee | CommuneCommittee | Other) };
    match kind {
        Centre => false,
        ProvinceCommittee => parent == Centre,
        AdvisoryBody => matches!(parent, Centre | ProvinceCommittee | DirectCommittee),
        DistrictCommittee | DirectCommittee => matches!(parent, Centre | ProvinceCommittee),
        CommuneCommittee => matches!(parent, ProvinceCommittee | DistrictCommittee),
        CommuneBody => matches!(parent, CommuneCommittee | DirectCommittee),
        GrassrootsOrganisation | GrassrootsCell => {
            matches!(parent, ProvinceCommittee | DistrictCommittee | CommuneCommittee | DirectCommittee)
        }
        PartOrganisation => parent == GrassrootsOrganisation,
        Cell => matches!(parent, GrassrootsOrganisation | PartOrganisation | CommuneCommittee | DirectCommittee),
        PartyGroup => parent.is_cell(),
        Front | MassOrganisation | Other => !parent.is_cell() && parent != PartyGroup,
    }
}

/// What mostly stands under a unit of this kind: what the form of a new unit offers first.
#[must_use]
pub fn usual_below(parent: UnitKind) -> UnitKind {
    match parent {
        UnitKind::Centre => UnitKind::ProvinceCommittee,
        UnitKind::ProvinceCommittee | UnitKind::DistrictCommittee => UnitKind::CommuneCommittee,
        UnitKind::CommuneCommittee | UnitKind::DirectCommittee => UnitKind::GrassrootsOrganisation,
        UnitKind::GrassrootsOrganisation | UnitKind::PartOrganisation => UnitKind::Cell,
        UnitKind::GrassrootsCell | UnitKind::Cell => UnitKind::PartyGroup,
        UnitKind::Front => UnitKind::MassOrganisation,
        _ => UnitKind::Other,
    }
}

impl NewUnit {
    /// May this unit be founded?
    pub fn may_be_placed(&self, facts: &PlacingFacts) -> Verdict<CannotPlace> {
        let well_formed = !self.code.is_empty()
            && self.code.len() <= 35
            && self.code.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '.' | '_'));
        let taken = facts.code_taken_by.clone();
        Verdict::default()
            .refuse_if(!well_formed, CannotPlace::CodeMalformed)
            .refuse_if(self.name.trim().is_empty(), CannotPlace::NameEmpty)
            .refuse_if(taken.is_some(), CannotPlace::CodeTaken(taken.unwrap_or_default()))
            .refuse_if(!may_stand_under(self.kind, facts.parent_kind), CannotPlace::WrongParent)
            .refuse_if(facts.parent_ended, CannotPlace::ParentEnded)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell() -> NewUnit {
        NewUnit {
            code: "X01-C02-03".into(),
            kind: UnitKind::Cell,
            name: "Chi bộ thôn Thượng".into(),
            short_name: String::new(),
            parent: None,
            founded_on: None,
        }
    }

    fn under(kind: UnitKind) -> PlacingFacts {
        PlacingFacts { parent_kind: Some(kind), ..PlacingFacts::default() }
    }

    #[test]
    fn a_cell_stands_under_a_grassroots_organisation() {
        assert!(cell().may_be_placed(&under(UnitKind::GrassrootsOrganisation)).is_yes());
        let verdict = cell().may_be_placed(&under(UnitKind::ProvinceCommittee));
        assert_eq!(verdict.reasons(), &[CannotPlace::WrongParent]);
    }

    #[test]
    fn an_identification_code_is_groups_parted_by_dots() {
        assert!(is_organ_id("000.00.12.H99"));
        assert!(is_organ_id("H99"));
        for bad in ["", "000..H99", "000.00 H99", "mã", "1234567890.1234567890.1234567890.1234"] {
            assert!(!is_organ_id(bad), "{bad}");
        }
    }

    #[test]
    fn accents_and_capitals_are_spelling_other_words_are_another_name() {
        assert!(is_spelt_otherwise("Đảng uỷ  xã An khê", "Đảng ủy xã An Khê"));
        assert!(!is_spelt_otherwise("Đảng ủy xã An Khê", "Đảng ủy xã An Khê Thượng"));
    }

    #[test]
    fn every_reason_is_told_at_once() {
        let unit = NewUnit { code: "a b".into(), name: "  ".into(), ..cell() };
        let facts = PlacingFacts { parent_ended: true, ..under(UnitKind::GrassrootsOrganisation) };
        let codes: Vec<&str> = unit.may_be_placed(&facts).reasons().iter().map(Reason::code).collect();
        assert_eq!(codes, ["UNIT-01", "UNIT-02", "UNIT-05"]);
    }

    #[test]
    fn what_usually_stands_below_may_stand_there() {
        for kind in UnitKind::ALL.iter().copied().filter(|kind| *kind != UnitKind::PartyGroup) {
            assert!(may_stand_under(usual_below(kind), Some(kind)), "{kind}");
        }
    }

    #[test]
    fn nothing_stands_under_itself_kind_by_kind_except_associations() {
        for kind in UnitKind::ALL.iter().copied() {
            let under_itself = may_stand_under(kind, Some(kind));
            let association = matches!(kind, UnitKind::Front | UnitKind::MassOrganisation | UnitKind::Other);
            assert_eq!(under_itself, association, "{kind}");
        }
    }
}
