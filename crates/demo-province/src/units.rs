//! The tree of units: the province committee and its bodies, communes and direct committees, grassroots organisations,
//! cells. Parents always come before their children. Who holds which post is in `posts.rs`; people are in `people.rs`.

use crate::names::Region;
use crate::places::{self, ADVISORY, COMMUNE_BODIES, Commune, DIRECT, Direct, FRONT_AND_MASS};
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

enum Cells {
    /// The organisation is a chi bộ cơ sở itself.
    Itself,
    /// All by name; `of` closes the full name.
    Named { names: Vec<String>, of: String },
    /// Named ones first, then numbered ones; how many is decided by the weight.
    Numbered {
        named: &'static [&'static str],
        filler: &'static str,
        weight: usize,
    },
}

const PARTY_CELLS: &[&str] = &[
    "Văn phòng Đảng ủy",
    "Ban Xây dựng Đảng",
    "Cơ quan Ủy ban Kiểm tra",
    "Cơ quan Mặt trận Tổ quốc",
];
const STATE_CELLS: &[&str] = &[
    "Văn phòng Hội đồng nhân dân và Ủy ban nhân dân",
    "Phòng Kinh tế",
    "Phòng Văn hóa - Xã hội",
    "Trung tâm Phục vụ hành chính công",
];
const SCHOOL_CELLS: &[&str] = &[
    "Trường Trung học cơ sở",
    "Trường Tiểu học số 1",
    "Trường Tiểu học số 2",
    "Trường Mầm non số 1",
    "Trường Mầm non số 2",
];

struct Grassroots {
    code: String,
    parent_code: String,
    /// What follows «Đảng bộ» or «Chi bộ».
    name: String,
    cells: Cells,
    region: Region,
    working_age: bool,
}

/// The whole tree of a seed.
pub(crate) fn build(seed: u64) -> Tree {
    let mut random = Random::new(seed, 1);
    let communes = places::communes();
    let mut tree = Tree {
        units: province(),
        homes: Vec::new(),
    };
    let mut plans = Vec::with_capacity(GRASSROOTS);
    let below_communes = GRASSROOTS
        - DIRECT
            .iter()
            .map(|committee| committee.grassroots)
            .sum::<usize>();
    let weights: Vec<usize> = communes.iter().map(|commune| commune.weight).collect();
    for (index, (commune, count)) in communes
        .iter()
        .zip(shares(below_communes, &weights))
        .enumerate()
    {
        let code = format!("X{:02}", index + 1);
        tree.units.extend(commune_units(&code, commune));
        plans.extend(commune_grassroots(&mut random, &code, commune, count));
    }
    for (index, committee) in DIRECT.iter().enumerate() {
        let code = format!("T{:02}", index + 1);
        let short = committee
            .name
            .strip_prefix("Đảng ủy ")
            .unwrap_or(committee.name);
        tree.units.push(unit(
            &code,
            Some("TU"),
            "direct_committee",
            committee.name,
            &first_upper(short),
        ));
        plans.extend(direct_grassroots(&mut random, &code, committee));
    }
    let counts = cell_counts(&plans);
    for (plan, count) in plans.iter().zip(counts) {
        tree.add_grassroots(&mut random, plan, count);
    }
    tree
}

fn unit(
    code: &str,
    parent_code: Option<&str>,
    kind: &'static str,
    name: &str,
    short_name: &str,
) -> Unit {
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
    letters
        .next()
        .map(|first| first.to_uppercase().chain(letters).collect())
        .unwrap_or_default()
}

fn province() -> Vec<Unit> {
    let mut units = vec![unit(
        "TU",
        None,
        "province_committee",
        "Tỉnh ủy Lĩnh Giang",
        "Tỉnh ủy",
    )];
    for (suffix, name, short) in ADVISORY {
        units.push(unit(
            &format!("TU-{suffix}"),
            Some("TU"),
            "advisory_body",
            name,
            short,
        ));
    }
    for (suffix, kind, name, short) in FRONT_AND_MASS {
        // the unions of a province are a federation
        let name = if *suffix == "CD" {
            "Liên đoàn Lao động"
        } else {
            name
        };
        let name = format!("{name} tỉnh Lĩnh Giang");
        units.push(unit(
            &format!("TU-{suffix}"),
            Some("TU"),
            kind,
            &name,
            &format!("{short} tỉnh"),
        ));
    }
    units
}

fn commune_units(code: &str, commune: &Commune) -> Vec<Unit> {
    let place = format!("{} {}", commune.kind_word, commune.name);
    let mut units = vec![unit(
        code,
        Some("TU"),
        "commune_committee",
        &format!("Đảng ủy {place}"),
        &first_upper(&place),
    )];
    for (suffix, name, short) in COMMUNE_BODIES {
        units.push(unit(
            &format!("{code}-{suffix}"),
            Some(code),
            "commune_body",
            &format!("{name} {place}"),
            short,
        ));
    }
    for (suffix, kind, name, short) in FRONT_AND_MASS {
        units.push(unit(
            &format!("{code}-{suffix}"),
            Some(code),
            kind,
            &format!("{name} {place}"),
            short,
        ));
    }
    units
}

fn commune_grassroots(
    random: &mut Random,
    code: &str,
    commune: &Commune,
    count: usize,
) -> Vec<Grassroots> {
    let place = format!("{} {}", commune.kind_word, commune.name);
    let kind = commune.kind_word;
    let named = |names: &[&str], of: &str| Cells::Named {
        names: names.iter().map(|name| (*name).to_owned()).collect(),
        of: of.to_owned(),
    };
    let mut entries = vec![
        (
            format!("các cơ quan Đảng {place}"),
            named(PARTY_CELLS, &place),
        ),
        (
            format!("các cơ quan chính quyền {place}"),
            named(STATE_CELLS, &place),
        ),
        (format!("Công an {place}"), Cells::Itself),
        (format!("Quân sự {place}"), Cells::Itself),
        (format!("Trạm Y tế {place}"), Cells::Itself),
        (
            format!("các trường học {place}"),
            named(SCHOOL_CELLS, commune.name),
        ),
    ];
    if count >= entries.len() + 5 {
        entries.push((
            format!("Hợp tác xã Dịch vụ tổng hợp {}", commune.name),
            Cells::Itself,
        ));
    }
    let offices = entries.len();
    let (word, filler) = match (kind, commune.region) {
        ("phường", _) => ("khu phố", "tổ dân phố"),
        (_, Region::Highland) => ("bản", "nhóm hộ"),
        _ => ("thôn", "xóm"),
    };
    for village in villages(random, commune.region, count - offices) {
        let weight = random.between(7, 13);
        entries.push((
            format!("{word} {village}"),
            Cells::Numbered {
                named: &[],
                filler,
                weight,
            },
        ));
    }
    let region = commune.region;
    let plan = |(index, (name, cells)): (usize, (String, Cells))| Grassroots {
        code: format!("{code}-C{:02}", index + 1),
        parent_code: code.to_owned(),
        name,
        cells,
        region,
        working_age: index < offices,
    };
    entries.into_iter().enumerate().map(plan).collect()
}

/// Different names for the villages of one commune.
fn villages(random: &mut Random, region: Region, count: usize) -> Vec<String> {
    let (first, second) = places::village_words(region);
    let mut names: Vec<String> = Vec::with_capacity(count);
    while names.len() < count {
        let name = format!("{} {}", random.pick(first), random.pick(second));
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

fn direct_grassroots(random: &mut Random, code: &str, committee: &Direct) -> Vec<Grassroots> {
    (0..committee.grassroots)
        .map(|index| {
            let numbered = format!(
                "{} {}",
                committee.filler,
                index + 1 - committee.named.len().min(index)
            );
            let name = committee
                .named
                .get(index)
                .map_or(numbered, |name| (*name).to_owned());
            // small firms, courts and shifts have one cell only; the first one carries the committee's own office
            let is_cell = index >= committee.named.len().max(1) && random.chance(450);
            let weight = random.between(6, 16);
            let cells = match is_cell {
                true => Cells::Itself,
                false => Cells::Numbered {
                    named: committee.cells,
                    filler: committee.cell_filler,
                    weight,
                },
            };
            let region = Region::Lowland;
            let code_of = format!("{code}-C{:02}", index + 1);
            Grassroots {
                code: code_of,
                parent_code: code.to_owned(),
                name,
                cells,
                region,
                working_age: true,
            }
        })
        .collect()
}

/// How many cells each organisation has, so that there are [`CELLS`] in all and at least three in each.
fn cell_counts(plans: &[Grassroots]) -> Vec<usize> {
    const LEAST: usize = 3;
    let fixed: usize = plans
        .iter()
        .map(|plan| match &plan.cells {
            Cells::Itself => 0,
            Cells::Named { names, .. } => names.len(),
            Cells::Numbered { .. } => LEAST,
        })
        .sum();
    let weights: Vec<usize> = plans
        .iter()
        .map(|plan| match plan.cells {
            Cells::Numbered { weight, .. } => weight,
            _ => 0,
        })
        .collect();
    let extra = shares(CELLS - fixed, &weights);
    plans
        .iter()
        .zip(extra)
        .map(|(plan, extra)| match &plan.cells {
            Cells::Itself => 0,
            Cells::Named { names, .. } => names.len(),
            Cells::Numbered { .. } => LEAST + extra,
        })
        .collect()
}

impl Tree {
    fn add_grassroots(&mut self, random: &mut Random, plan: &Grassroots, count: usize) {
        let is_cell = matches!(plan.cells, Cells::Itself);
        let (word, kind) = if is_cell {
            ("Chi bộ", "grassroots_cell")
        } else {
            ("Đảng bộ", "grassroots_organisation")
        };
        let name = format!("{word} {}", plan.name);
        self.units.push(unit(
            &plan.code,
            Some(&plan.parent_code),
            kind,
            &name,
            &first_upper(&plan.name),
        ));
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

    fn add_home(
        &mut self,
        random: &mut Random,
        plan: &Grassroots,
        code: &str,
        is_grassroots: bool,
    ) {
        let weight = if is_grassroots {
            random.between(8, 20)
        } else {
            random.between(2, 14)
        };
        self.homes.push(Home {
            unit_code: code.to_owned(),
            region: plan.region,
            working_age: plan.working_age,
            weight,
            is_grassroots,
        });
    }
}

fn cell_name(plan: &Grassroots, number: usize) -> (String, String) {
    match &plan.cells {
        Cells::Itself => (String::new(), String::new()),
        Cells::Named { names, of } => {
            let name = names.get(number - 1).map_or("", String::as_str);
            (format!("Chi bộ {name} {of}"), format!("Chi bộ {name}"))
        }
        Cells::Numbered { named, filler, .. } => {
            let short = match named.get(number - 1) {
                Some(name) => format!("Chi bộ {name}"),
                None => format!("Chi bộ {filler} {}", number - named.len()),
            };
            (format!("{short} {}", plan.name), short)
        }
    }
}
