//! Who may issue which type of document: dated rows of the regulations (Quy định 399-QĐ/TW, articles 11 and 13, for
//! bodies at the grassroots). What no row says is not judged: the table of the committees above is not known here.

use kernel::UnitKind;

use super::Entry;

/// A body that issues documents, as the regulation tells them apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Body {
    /// Ban chấp hành đảng bộ cơ sở (đảng ủy cơ sở).
    GrassrootsCommittee,
    /// Ban thường vụ đảng ủy cơ sở.
    GrassrootsStanding,
    /// Chi bộ.
    Cell,
    /// Đại hội chi bộ.
    CellCongress,
}

impl Body {
    /// Every body the regulation names.
    pub const ALL: [Body; 4] = [Body::GrassrootsCommittee, Body::GrassrootsStanding, Body::Cell, Body::CellCongress];

    /// The word kept in the database and in texts (`documents-body-<code>`).
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Body::GrassrootsCommittee => "grassroots_committee",
            Body::GrassrootsStanding => "grassroots_standing",
            Body::Cell => "cell",
            Body::CellCongress => "cell_congress",
        }
    }

    /// The bodies of a unit of this kind that may have issued the entry: one when issuer or signature tell, else all
    /// that can be meant; none for units whose powers are not in the table.
    #[must_use]
    pub fn issuing(kind: UnitKind, entry: &Entry) -> Vec<Body> {
        if kind.is_cell() {
            return vec![if entry.is_congress() { Body::CellCongress } else { Body::Cell }];
        }
        if !matches!(kind, UnitKind::GrassrootsOrganisation) || entry.is_congress() {
            return Vec::new();
        }
        let told = format!("{} {}", vietnamese::fold(&entry.issuer_name), vietnamese::fold(&entry.signing_authority));
        if told.contains("ban thuong vu") {
            vec![Body::GrassrootsStanding]
        } else if told.contains("ban chap hanh") || vietnamese::fold(&entry.signing_authority).contains("dang uy") {
            vec![Body::GrassrootsCommittee]
        } else {
            vec![Body::GrassrootsCommittee, Body::GrassrootsStanding]
        }
    }
}

/// What a regulation says of a body and a type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Power {
    /// The word of the body.
    pub body: String,
    /// The type's code.
    pub type_code: String,
    /// The first day it holds, ISO.
    pub starts_on: kernel::Day,
    /// «Quy định 399-QĐ/TW».
    pub regulation: String,
    /// May it?
    pub may: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_body_is_known_by_issuer_and_signature() {
        let by = |authority: &str| Entry { signing_authority: authority.into(), ..Entry::default() };
        let organisation = UnitKind::GrassrootsOrganisation;
        assert_eq!(Body::issuing(organisation, &by("T/M BAN THƯỜNG VỤ")), [Body::GrassrootsStanding]);
        assert_eq!(Body::issuing(organisation, &by("T/M ĐẢNG ỦY")), [Body::GrassrootsCommittee]);
        assert_eq!(Body::issuing(organisation, &by("")).len(), 2);
        assert_eq!(Body::issuing(UnitKind::Cell, &by("T/M CHI BỘ")), [Body::Cell]);
        let congress = Entry { symbol: "NQ/ĐH".into(), ..Entry::default() };
        assert_eq!(Body::issuing(UnitKind::GrassrootsCell, &congress), [Body::CellCongress]);
        assert!(Body::issuing(UnitKind::CommuneCommittee, &by("")).is_empty());
    }
}
