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
pub const NATIONAL: TreeSize =
    TreeSize { provinces: 34, communes: 3_321, grassroots: 50_000, cells: 250_000, members: 5_400_000 };

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
    let mut random = Random::new(34, 6);
    let provinces = uneven(&mut random, size.provinces, 1);
    let communes = uneven(&mut random, size.communes, size.provinces);
    let grassroots = uneven(&mut random, size.grassroots, size.communes);
    let cells = uneven(&mut random, size.cells, size.grassroots);
    let members = uneven(&mut random, size.members, size.cells);
    let below = [provinces, communes, grassroots, cells, members];
    TreeWalk { below, seen: [0; 5], open: Vec::new(), number: 0 }
}

/// Kind, letter of the code, digits of the code and name of each level below the root.
const LEVELS: [(&str, &str, usize, &str); 4] = [
    ("province_committee", "P", 2, "Tỉnh ủy số"),
    ("commune_committee", "X", 3, "Đảng ủy xã số"),
    ("grassroots_organisation", "C", 2, "Đảng bộ cơ sở số"),
    ("cell", "", 2, "Chi bộ số"),
];

/// A node whose children are still to come.
struct Open {
    number: usize,
    code: String,
    /// Of the children, in [`LEVELS`].
    level: usize,
    given: usize,
    children: usize,
}

struct TreeWalk {
    /// For each level, root first: how many children (for cells: members) each node has.
    below: [Vec<usize>; 5],
    /// How many nodes of each level were given.
    seen: [usize; 5],
    open: Vec<Open>,
    number: usize,
}

impl TreeWalk {
    /// The next number, and how much the node of this depth (0: the root) has below it.
    fn enter(&mut self, depth: usize) -> Option<(usize, usize)> {
        let number = self.number;
        let seen = self.seen.get_mut(depth)?;
        let below = *self.below.get(depth)?.get(*seen)?;
        *seen += 1;
        self.number += 1;
        Some((number, below))
    }
}

impl Iterator for TreeWalk {
    type Item = TreeNode;

    fn next(&mut self) -> Option<TreeNode> {
        if self.number == 0 {
            let (number, children) = self.enter(0)?;
            self.open.push(Open { number, code: String::new(), level: 0, given: 0, children });
            let (code, name) = ("TW".to_owned(), "Trung ương".to_owned());
            return Some(TreeNode { number, parent_number: None, code, kind: "centre", name, members: 0 });
        }
        while self.open.last().is_some_and(|parent| parent.given == parent.children) {
            self.open.pop();
        }
        let parent = self.open.last_mut()?;
        parent.given += 1;
        let (level, parent_number) = (parent.level, parent.number);
        let (kind, letter, width, name) = *LEVELS.get(level)?;
        let dash = if parent.code.is_empty() { "" } else { "-" };
        let code = format!("{}{dash}{letter}{:0width$}", parent.code, parent.given);
        let (number, below) = self.enter(level + 1)?;
        let is_cell = level + 1 == LEVELS.len();
        if !is_cell {
            self.open.push(Open { number, code: code.clone(), level: level + 1, given: 0, children: below });
        }
        let members = if is_cell { below } else { 0 };
        Some(TreeNode {
            number,
            parent_number: Some(parent_number),
            name: format!("{name} {number}"),
            code,
            kind,
            members,
        })
    }
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
