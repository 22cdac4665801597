//! What is planned below each committee: grassroots organisations and their cells, by name and number. The units are
//! made from it in `units.rs`.

use crate::committees::Direct;
use crate::names::Region;
use crate::places::{self, Commune};
use crate::random::{Random, shares};
use crate::units::CELLS;

pub(crate) enum Cells {
    /// The organisation is a chi bộ cơ sở itself.
    Itself,
    /// All by name; `of` closes the full name.
    Named { names: Vec<String>, of: String },
    /// Named ones first, then numbered ones; how many is decided by the weight.
    Numbered { named: &'static [&'static str], filler: &'static str, weight: usize },
}

const PARTY_CELLS: &[&str] =
    &["Văn phòng Đảng ủy", "Ban Xây dựng Đảng", "Cơ quan Ủy ban Kiểm tra", "Cơ quan Mặt trận Tổ quốc"];
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

pub(crate) struct Grassroots {
    pub(crate) code: String,
    pub(crate) parent_code: String,
    /// What follows «Đảng bộ» or «Chi bộ».
    pub(crate) name: String,
    pub(crate) cells: Cells,
    pub(crate) region: Region,
    pub(crate) working_age: bool,
}

pub(crate) fn commune_grassroots(random: &mut Random, code: &str, commune: &Commune, count: usize) -> Vec<Grassroots> {
    let place = format!("{} {}", commune.kind_word, commune.name);
    let kind = commune.kind_word;
    let named = |names: &[&str], of: &str| Cells::Named {
        names: names.iter().map(|name| (*name).to_owned()).collect(),
        of: of.to_owned(),
    };
    let mut entries = vec![
        (format!("các cơ quan Đảng {place}"), named(PARTY_CELLS, &place)),
        (format!("các cơ quan chính quyền {place}"), named(STATE_CELLS, &place)),
        (format!("Công an {place}"), Cells::Itself),
        (format!("Quân sự {place}"), Cells::Itself),
        (format!("Trạm Y tế {place}"), Cells::Itself),
        (format!("các trường học {place}"), named(SCHOOL_CELLS, commune.name)),
    ];
    if count >= entries.len() + 5 {
        entries.push((format!("Hợp tác xã Dịch vụ tổng hợp {}", commune.name), Cells::Itself));
    }
    let offices = entries.len();
    let (word, filler) = match (kind, commune.region) {
        ("phường", _) => ("khu phố", "tổ dân phố"),
        (_, Region::Highland) => ("bản", "nhóm hộ"),
        _ => ("thôn", "xóm"),
    };
    for village in villages(random, commune.region, count - offices) {
        let weight = random.between(7, 13);
        entries.push((format!("{word} {village}"), Cells::Numbered { named: &[], filler, weight }));
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

pub(crate) fn direct_grassroots(random: &mut Random, code: &str, committee: &Direct) -> Vec<Grassroots> {
    (0..committee.grassroots)
        .map(|index| {
            let numbered = format!("{} {}", committee.filler, index + 1 - committee.named.len().min(index));
            let name = committee.named.get(index).map_or(numbered, |name| (*name).to_owned());
            // small firms, courts and shifts have one cell only; the first one carries the committee's own office
            let is_cell = index >= committee.named.len().max(1) && random.chance(450);
            let weight = random.between(6, 16);
            let cells = match is_cell {
                true => Cells::Itself,
                false => Cells::Numbered { named: committee.cells, filler: committee.cell_filler, weight },
            };
            let region = Region::Lowland;
            let code_of = format!("{code}-C{:02}", index + 1);
            Grassroots { code: code_of, parent_code: code.to_owned(), name, cells, region, working_age: true }
        })
        .collect()
}

/// How many cells each organisation has, so that there are [`CELLS`] in all and at least three in each.
pub(crate) fn cell_counts(plans: &[Grassroots]) -> Vec<usize> {
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

pub(crate) fn cell_name(plan: &Grassroots, number: usize) -> (String, String) {
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
