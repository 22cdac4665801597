//! Made-up loads for the benchmarks: a tree of the size of the country, and rosters of any length. Streamed, so that
//! the generator needs no memory to speak of.

use std::io;

use crate::people::{self, PEOPLE_COLUMNS, Person};
use crate::random::{Random, shares};

/// Size of a made-up tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TreeSize {
    pub provinces: usize,
    pub communes: usize,
    pub grassroots: usize,
    pub cells: usize,
    /// In all cells together.
    pub members: usize,
}

/// The country since 1 July 2025: 34 provinces, 3,321 communes, 50,000 grassroots organisations, 250,000 cells,
/// 5.4 million members.
pub const NATIONAL: TreeSize = TreeSize {
    provinces: 34,
    communes: 3_321,
    grassroots: 50_000,
    cells: 250_000,
    members: 5_400_000,
};

impl TreeSize {
    /// A tree in the proportions of [`NATIONAL`] with about so many cells (at least one unit on every level).
    #[must_use]
    pub fn with_cells(cells: usize) -> Self {
        let scaled = |whole: usize| (whole * cells / NATIONAL.cells).max(1);
        Self {
            provinces: scaled(NATIONAL.provinces),
            communes: scaled(NATIONAL.communes),
            grassroots: scaled(NATIONAL.grassroots),
            cells: cells.max(1),
            members: scaled(NATIONAL.members),
        }
    }

    /// Units in all, with the root.
    #[must_use]
    pub fn units(&self) -> usize {
        1 + self.provinces + self.communes + self.grassroots + self.cells
    }
}

/// A unit of a made-up tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TreeNode {
    /// Place in the stream, from 0.
    pub number: usize,
    /// The parent's number; None for the root. Always smaller than `number`.
    pub parent_number: Option<usize>,
    /// «TW», «P01», «P01-X001», «P01-X001-C01», «P01-X001-C01-01».
    pub code: String,
    /// `centre`, `province_committee`, `commune_committee`, `grassroots_organisation` or `cell`.
    pub kind: &'static str,
    pub name: String,
    /// The unit's own members: only cells have any.
    pub members: usize,
}

/// The tree of the country, parents before children, depth first.
pub fn national_tree() -> impl Iterator<Item = TreeNode> {
    tree(NATIONAL)
}

/// A tree of the given size, parents before children, depth first. Levels are spread unevenly, as real ones are; the
/// numbers of units and members come out exactly.
pub fn tree(size: TreeSize) -> impl Iterator<Item = TreeNode> {
    const LEVELS: [(&str, &str, &str); 4] = [
        ("province_committee", "P", "Tỉnh ủy số"),
        ("commune_committee", "X", "Đảng ủy xã số"),
        ("grassroots_organisation", "C", "Đảng bộ cơ sở số"),
        ("cell", "", "Chi bộ số"),
    ];
    let mut random = Random::new(34, 6);
    let provinces = uneven(&mut random, size.provinces, 1);
    let communes = uneven(&mut random, size.communes, provinces.iter().sum());
    let grassroots = uneven(&mut random, size.grassroots, communes.iter().sum());
    let cells = uneven(&mut random, size.cells, grassroots.iter().sum());
    let members = uneven(&mut random, size.members, cells.iter().sum());
    let children = [provinces, communes, grassroots, cells];
    let mut seen = [0_usize; 5];
    // nodes whose children are still to come: number, code, level of the children, how many are left, how many there are
    let mut open: Vec<(usize, String, usize, usize, usize)> = Vec::new();
    let mut number = 0;
    std::iter::from_fn(move || {
        if number == 0 {
            number = 1;
            open.push((0, String::new(), 0, size.provinces, size.provinces));
            let name = "Trung ương".to_owned();
            return Some(TreeNode {
                number: 0,
                parent_number: None,
                code: "TW".to_owned(),
                kind: "centre",
                name,
                members: 0,
            });
        }
        while open.last().is_some_and(|parent| parent.3 == 0) {
            open.pop();
        }
        let (parent_number, parent_code, level, left, all) = open.last_mut()?;
        let (level, place, parent) = (*level, *all - *left + 1, *parent_number);
        *left -= 1;
        let (kind, letter, name) = *LEVELS.get(level)?;
        let dash = if parent_code.is_empty() { "" } else { "-" };
        let width = if level == 1 { 3 } else { 2 };
        let code = format!("{parent_code}{dash}{letter}{place:0width$}");
        let this = number;
        number += 1;
        let index = seen[level];
        seen[level] += 1;
        let own = if level == 3 {
            members.get(index).copied().unwrap_or(0)
        } else {
            0
        };
        if let Some(below) = children.get(level + 1).and_then(|counts| counts.get(index)) {
            open.push((this, code.clone(), level + 1, *below, *below));
        }
        Some(TreeNode {
            number: this,
            parent_number: Some(parent),
            name: format!("{name} {}", this),
            code,
            kind,
            members: own,
        })
    })
}

/// `total` over `parents`, unevenly (one to three), in the order of the parents.
fn uneven(random: &mut Random, total: usize, parents: usize) -> Vec<usize> {
    let weights: Vec<usize> = (0..parents).map(|_| random.between(10, 30)).collect();
    shares(total, &weights)
}

/// Endless members spread evenly over the given homes (codes of cells), numbered from «LG000001».
pub fn people(unit_codes: Vec<String>) -> impl Iterator<Item = Person> {
    people::endless(crate::SEED, unit_codes)
}

/// Writes a people import of `count` rows below its header ([`PEOPLE_COLUMNS`]), in UTF-8 without a mark. The homes are
/// the cells of the demo province.
///
/// # Errors
/// Those of the writer.
pub fn people_csv(count: usize, writer: impl io::Write) -> io::Result<()> {
    let codes = crate::home_codes(crate::SEED);
    let mut table = csv::Writer::from_writer(writer);
    table.write_record(PEOPLE_COLUMNS)?;
    for person in people(codes).take(count) {
        table.write_record(person.row())?;
    }
    table.flush()
}
