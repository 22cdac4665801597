//! How far down the tree a document goes: the level its last sentence names («phổ biến đến chi bộ») and the kinds of
//! unit that are reached then. The kinds are the tree's since 1 July 2025.

use kernel::UnitKind;

/// The lowest level a document reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Depth {
    /// Đảng ủy xã, phường, đặc khu và đảng ủy trực thuộc.
    Committees,
    /// Tổ chức cơ sở đảng.
    Grassroots,
    /// Chi bộ.
    Cells,
}

impl Depth {
    /// Every depth, the shallowest first.
    pub const ALL: [Depth; 3] = [Depth::Committees, Depth::Grassroots, Depth::Cells];

    /// The word kept in the database: the code of the kind of unit that stands lowest.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Depth::Committees => UnitKind::CommuneCommittee.code(),
            Depth::Grassroots => UnitKind::GrassrootsOrganisation.code(),
            Depth::Cells => UnitKind::Cell.code(),
        }
    }

    /// The depth of this word; none for the empty word and for levels that are no more.
    #[must_use]
    pub fn of(code: &str) -> Option<Self> {
        Depth::ALL.into_iter().find(|depth| depth.code() == code)
    }

    /// The depth the words of a document mean; none when they name no level.
    #[must_use]
    pub fn named_by(words: &str) -> Option<Self> {
        let folded = format!(" {} ", vietnamese::fold(words));
        let names = |word: &str| folded.contains(&format!(" {word} "));
        if names("chi bo") || names("dang vien") {
            Some(Depth::Cells)
        } else if names("co so") {
            Some(Depth::Grassroots)
        } else if ["xa", "phuong", "dac khu", "truc thuoc", "huyen"].iter().any(|word| names(word)) {
            Some(Depth::Committees)
        } else {
            None
        }
    }

    /// The kinds of party organisation reached.
    #[must_use]
    pub fn kinds(self) -> &'static [UnitKind] {
        const CELLS: &[UnitKind] = &[
            UnitKind::CommuneCommittee,
            UnitKind::DirectCommittee,
            UnitKind::GrassrootsOrganisation,
            UnitKind::GrassrootsCell,
            UnitKind::PartOrganisation,
            UnitKind::Cell,
        ];
        match self {
            Depth::Committees => &CELLS[..2],
            Depth::Grassroots => &CELLS[..4],
            Depth::Cells => CELLS,
        }
    }

    /// The bodies beside the line of command that may be reached too: advisory bodies, the Front, associations.
    pub const BODIES: &'static [UnitKind] =
        &[UnitKind::AdvisoryBody, UnitKind::CommuneBody, UnitKind::Front, UnitKind::MassOrganisation, UnitKind::Other];
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_level_a_document_names_is_understood() {
        assert_eq!(Depth::named_by("chi bộ"), Some(Depth::Cells));
        assert_eq!(Depth::named_by("các đảng ủy cơ sở"), Some(Depth::Grassroots));
        assert_eq!(Depth::named_by("Đảng ủy xã, phường"), Some(Depth::Committees));
        assert_eq!(Depth::named_by("nơi nhận"), None);
        assert_eq!(Depth::named_by(""), None);
    }

    #[test]
    fn deeper_reaches_everything_that_shallower_reaches() {
        for pair in Depth::ALL.windows(2) {
            assert!(pair[1].kinds().starts_with(pair[0].kinds()));
        }
        assert_eq!(Depth::of(Depth::Cells.code()), Some(Depth::Cells));
        assert_eq!(Depth::of(""), None);
    }
}
