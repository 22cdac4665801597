//! The tree of units: the province committee and its bodies, communes and direct committees, grassroots organisations,
//! cells. Parents always come before their children. Who holds which post is in `posts.rs`; people are in `people.rs`.

use crate::committees::DIRECT;
use crate::grassroots::{Cells, Grassroots, cell_counts, cell_name, commune_grassroots, direct_grassroots};
use crate::names::Region;
use crate::places::{self, ADVISORY, COMMUNE_BODIES, Commune, FRONT_AND_MASS};
use crate::random::{Random, shares};

/// Grassroots organisations in all: đảng bộ cơ sở and chi bộ cơ sở.
pub const GRASSROOTS: usize = 1_000;
/// Cells under grassroots organisations (chi bộ cơ sở not counted).
pub const CELLS: usize = 5_000;

/// One unit of the tree, as an import row would give it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unit {
    /// «TU», «X01», «X01-C03», «X01-C03-02»: unique, the same for every seed.
    pub code: String,
    /// None for the province committee only.
    pub parent_code: Option<String>,
    /// `province_committee`, `advisory_body`, `commune_committee`, `direct_committee`, `commune_body`,
    /// `grassroots_organisation`, `grassroots_cell`, `cell`, `front` or `mass_organisation`.
    pub kind: &'static str,
    /// In full: «Chi bộ xóm 2 thôn Nà Sen».
    pub name: String,
    /// For narrow columns: «Chi bộ xóm 2».
    pub short_name: String,
    /// ISO day; never before the parent's.
    pub founded_on: String,
}

impl Unit {
    /// True where members have their home: a cell, or a grassroots cell.
    #[must_use]
    pub fn is_home(&self) -> bool {
        matches!(self.kind, "cell" | "grassroots_cell")
    }

    /// True for the 80 committees directly below the province.
    #[must_use]
    pub fn is_committee(&self) -> bool {
        matches!(self.kind, "commune_committee" | "direct_committee")
    }

    /// True for đảng bộ cơ sở and chi bộ cơ sở.
    #[must_use]
    pub fn is_grassroots(&self) -> bool {
        matches!(self.kind, "grassroots_organisation" | "grassroots_cell")
    }
}

/// A unit that has members of its own, and whom to expect there.
#[derive(Debug, Clone)]
pub(crate) struct Home {
    pub(crate) unit_code: String,
    pub(crate) region: Region,
    /// Offices, firms, forces: people of working age. Villages: all ages.
    pub(crate) working_age: bool,
    /// Relative size.
    pub(crate) weight: usize,
    /// Chi bộ cơ sở: its secretary is a key official.
    pub(crate) is_grassroots: bool,
}

/// Units in order, and the homes among them in the same order.
pub(crate) struct Tree {
    pub(crate) units: Vec<Unit>,
    pub(crate) homes: Vec<Home>,
}

/// The whole tree of a seed.
pub(crate) fn build(seed: u64) -> Tree {
    let mut random = Random::new(seed, 1);
    let communes = places::communes();
    let mut tree = Tree { units: province(), homes: Vec::new() };
    let mut plans = Vec::with_capacity(GRASSROOTS);
    let below_communes = GRASSROOTS - DIRECT.iter().map(|committee| committee.grassroots).sum::<usize>();
    let weights: Vec<usize> = communes.iter().map(|commune| commune.weight).collect();
    for (index, (commune, count)) in communes.iter().zip(shares(below_communes, &weights)).enumerate() {
        let code = format!("X{:02}", index + 1);
        tree.units.extend(commune_units(&code, commune));
        plans.extend(commune_grassroots(&mut random, &code, commune, count));
    }
    for (index, committee) in DIRECT.iter().enumerate() {
        let code = format!("T{:02}", index + 1);
        let short = committee.name.strip_prefix("Đảng ủy ").unwrap_or(committee.name);
        tree.units.push(unit(&code, Some("TU"), "direct_committee", committee.name, &first_upper(short)));
        plans.extend(direct_grassroots(&mut random, &code, committee));
    }
    let counts = cell_counts(&plans);
    for (plan, count) in plans.iter().zip(counts) {
        tree.add_grassroots(&mut random, plan, count);
    }
    tree
}

fn unit(code: &str, parent_code: Option<&str>, kind: &'static str, name: &str, short_name: &str) -> Unit {
    Unit {
        code: code.to_owned(),
        parent_code: parent_code.map(str::to_owned),
        kind,
        name: name.to_owned(),
        short_name: short_name.to_owned(),
        founded_on: "2025-07-01".to_owned(),
    }
}

pub(crate) fn first_upper(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

fn province() -> Vec<Unit> {
    let mut units = vec![unit("TU", None, "province_committee", "Tỉnh ủy Lĩnh Giang", "Tỉnh ủy")];
    for (suffix, name, short) in ADVISORY {
        units.push(unit(&format!("TU-{suffix}"), Some("TU"), "advisory_body", name, short));
    }
    for (suffix, kind, name, short) in FRONT_AND_MASS {
        // the unions of a province are a federation
        let name = if *suffix == "CD" { "Liên đoàn Lao động" } else { name };
        let name = format!("{name} tỉnh Lĩnh Giang");
        units.push(unit(&format!("TU-{suffix}"), Some("TU"), kind, &name, &format!("{short} tỉnh")));
    }
    units
}

fn commune_units(code: &str, commune: &Commune) -> Vec<Unit> {
    let place = format!("{} {}", commune.kind_word, commune.name);
    let mut units =
        vec![unit(code, Some("TU"), "commune_committee", &format!("Đảng ủy {place}"), &first_upper(&place))];
    for (suffix, name, short) in COMMUNE_BODIES {
        units.push(unit(&format!("{code}-{suffix}"), Some(code), "commune_body", &format!("{name} {place}"), short));
    }
    for (suffix, kind, name, short) in FRONT_AND_MASS {
        units.push(unit(&format!("{code}-{suffix}"), Some(code), kind, &format!("{name} {place}"), short));
    }
    units
}

impl Tree {
    fn add_grassroots(&mut self, random: &mut Random, plan: &Grassroots, count: usize) {
        let is_cell = matches!(plan.cells, Cells::Itself);
        let (word, kind) =
            if is_cell { ("Chi bộ", "grassroots_cell") } else { ("Đảng bộ", "grassroots_organisation") };
        let name = format!("{word} {}", plan.name);
        self.units.push(unit(&plan.code, Some(&plan.parent_code), kind, &name, &first_upper(&plan.name)));
        if is_cell {
            self.add_home(random, plan, &plan.code, true);
        }
        for number in 1..=count {
            let code = format!("{}-{number:02}", plan.code);
            let (name, short) = cell_name(plan, number);
            let mut cell = unit(&code, Some(&plan.code), "cell", &name, &short);
            cell.founded_on = format!("2025-07-{:02}", random.between(1, 31));
            self.units.push(cell);
            self.add_home(random, plan, &code, false);
        }
    }

    fn add_home(&mut self, random: &mut Random, plan: &Grassroots, code: &str, is_grassroots: bool) {
        let weight = if is_grassroots { random.between(8, 20) } else { random.between(2, 14) };
        self.homes.push(Home {
            unit_code: code.to_owned(),
            region: plan.region,
            working_age: plan.working_age,
            weight,
            is_grassroots,
        });
    }
}
