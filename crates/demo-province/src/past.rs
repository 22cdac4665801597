//! The province before 1 July 2025: eight districts, and two or three communes where one stands now. Their names come from
//! those of today; none is real.

use crate::units::Unit;

/// The day on which the districts ended and the communes of today were founded, ISO.
pub const RESTRUCTURED: &str = "2025-07-01";

/// The day of a conference held by the province of then, ISO.
pub const OLD_CONFERENCE: &str = "2023-03-15";

/// The deciding document of the restructuring.
pub const DECISION: &str = "Nghị quyết số 45-NQ/TU, ngày 20/6/2025 của Tỉnh ủy";

const DISTRICTS: [&str; 8] = [
    "Huyện ủy Thượng Lĩnh",
    "Huyện ủy Nà Vạn",
    "Huyện ủy Khe Sơn",
    "Huyện ủy Đồi Trung",
    "Huyện ủy Thanh Giang",
    "Huyện ủy Lĩnh Trung",
    "Thành ủy Bến Lĩnh",
    "Huyện ủy Hải Lĩnh",
];
const FOUNDED: &str = "1997-01-01";

/// A unit of then.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OldUnit {
    /// The unit as an import row of then would give it.
    pub unit: Unit,
    /// The code of the unit that took its place.
    pub heir: String,
    /// People at its point of the conference of then: expected, present. None for a district.
    pub head_count: Option<(i64, i64)>,
}

/// Districts and communes of then, parents before children, out of the communes of today.
#[must_use]
pub fn before(units: &[Unit]) -> Vec<OldUnit> {
    let communes: Vec<&Unit> = units.iter().filter(|unit| unit.kind == "commune_committee").collect();
    let mut old: Vec<OldUnit> = (1..).zip(DISTRICTS).map(|(n, name)| district(n, name)).collect();
    for (at, commune) in communes.iter().enumerate() {
        let district = format!("H{:02}", at * DISTRICTS.len() / communes.len().max(1) + 1);
        // six of sixty were made of three
        let parts: &[&str] = if at % 10 == 4 { &["Thượng", "Trung", "Hạ"] } else { &["Thượng", "Hạ"] };
        for (n, part) in (1..).zip(parts) {
            old.push(commune_of_then(commune, &district, n, part));
        }
    }
    old
}

fn district(n: usize, name: &str) -> OldUnit {
    let unit = Unit {
        code: format!("H{n:02}"),
        parent_code: Some("TU".into()),
        kind: "district_committee",
        name: name.to_owned(),
        short_name: name.replace("Huyện ủy", "Huyện").replace("Thành ủy", "Thành phố"),
        founded_on: FOUNDED.to_owned(),
    };
    OldUnit { unit, heir: "TU".into(), head_count: None }
}

fn commune_of_then(now: &Unit, district: &str, n: i64, part: &str) -> OldUnit {
    let code = format!("{}-{n}", now.code.replace('X', "C"));
    // so many as the code says: the same on every machine
    let size = code.bytes().fold(0_i64, |sum, byte| (sum * 7 + i64::from(byte)) % 61);
    let expected = 90 + size;
    let unit = Unit {
        code,
        parent_code: Some(district.to_owned()),
        kind: "commune_committee",
        name: format!("{} {part}", now.name),
        short_name: format!("{} {part}", now.short_name),
        founded_on: FOUNDED.to_owned(),
    };
    OldUnit { unit, heir: now.code.clone(), head_count: Some((expected, expected - size % 9)) }
}
