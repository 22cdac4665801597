//! The invented geography: communes with their kind and region, names for villages, and the names of bodies.
//! Committees that are no communes are in `committees.rs`. Data only; the tree is built in `units.rs`.

use crate::names::Region;

/// A commune-level unit.
pub(crate) struct Commune {
    /// «xã», «phường» or «đặc khu».
    pub(crate) kind_word: &'static str,
    pub(crate) name: &'static str,
    pub(crate) region: Region,
    /// Relative number of grassroots organisations.
    pub(crate) weight: usize,
}

const HIGHLAND: &[&str] = &[
    "Khe Mây",
    "Nà Sương",
    "Pu Lĩnh",
    "Mường Hạ Lĩnh",
    "Nậm Ngà",
    "Tà Sa Lĩnh",
    "Suối Ngần",
    "Bản Lau",
    "Huổi Sen",
    "Phiêng Mây",
    "Đắk Sương",
    "Ea Lĩnh",
    "Chư Mây",
    "Háng Lĩnh",
    "Lũng Trầm",
    "Sín Ngà",
    "Keo Lĩnh",
    "Pha Mây",
    "Thung Trầm",
    "Nà Phạ",
];
const MIDLAND: &[&str] = &[
    "Đồi Trầm",
    "Thạch Trầm",
    "Gò Sương",
    "Phú Trầm",
    "Cẩm Hạc",
    "Xuân Trầm",
    "Hạ Sương",
    "Thanh Hạc",
    "Đồng Trầm",
    "An Hạc",
    "Bình Sương",
    "Ngọc Trầm",
    "Yên Hạc",
    "Trung Sương",
    "Kỳ Trầm",
];
const COAST: &[&str] =
    &["Hải Trầm", "Giao Ngà", "Hải Hạc", "Cồn Ngà", "Đông Ngà", "Nam Ngà", "Vĩnh Ngà", "Tân Ngà", "Hải Sương"];
const WARDS: &[&str] = &[
    "Bến Lĩnh",
    "Nam Bến Lĩnh",
    "Ngọc Phù",
    "Thượng Phù",
    "Hạc Trì",
    "Lãng Phù",
    "Cầu Sương",
    "Vạn Ngà",
    "Đông Hạc",
    "Tây Hạc",
    "Mai Hạc",
    "Tân Phù",
    "Cửa Ngà",
    "Bãi Trầm",
    "Lĩnh Phong",
];

/// The 60 communes in the order of their codes X01 to X60.
pub(crate) fn communes() -> Vec<Commune> {
    let group = |names: &'static [&'static str], kind_word, region, weight| {
        names.iter().map(move |name| Commune { kind_word, name, region, weight })
    };
    group(HIGHLAND, "xã", Region::Highland, 9)
        .chain(group(MIDLAND, "xã", Region::Midland, 11))
        .chain(group(COAST, "xã", Region::Lowland, 11))
        .chain(group(WARDS, "phường", Region::Lowland, 14))
        .chain(group(&["Hòn Ngà"], "đặc khu", Region::Lowland, 8))
        .collect()
}

/// First and second half of the names of villages and quarters, by region.
pub(crate) fn village_words(region: Region) -> (&'static [&'static str], &'static [&'static str]) {
    match region {
        Region::Highland => (
            &["Nà", "Khe", "Suối", "Huổi", "Pá", "Co", "Púng", "Lũng"],
            &["Sen", "Lau", "Mạ", "Ngần", "Hạ", "Thượng", "Đeng", "Khoang", "Sản", "Vài", "Trám", "Cọ"],
        ),
        Region::Midland => (
            &["Đồng", "Gò", "Bãi", "Phú", "Cẩm", "Thanh", "Đồi", "Trại"],
            &["Sim", "Chè", "Dẻ", "Lãng", "Thịnh", "Trung", "Đoài", "Bưởi", "Cầu", "Giếng", "Mít", "Vải"],
        ),
        Region::Lowland => (
            &["Bến", "Cồn", "Vạn", "An", "Bình", "Tân", "Đông", "Nam"],
            &["Phù", "Lạch", "Thủy", "Thịnh", "Hòa", "Lợi", "Khánh", "Vọng", "Muối", "Trung", "Hưng", "Yên"],
        ),
    }
}

/// Bodies that advise the province committee: code suffix, name, short name.
pub(crate) const ADVISORY: &[(&str, &str, &str)] = &[
    ("VP", "Văn phòng Tỉnh ủy", "Văn phòng Tỉnh ủy"),
    ("BTC", "Ban Tổ chức Tỉnh ủy", "Ban Tổ chức"),
    ("BTGDV", "Ban Tuyên giáo và Dân vận Tỉnh ủy", "Ban Tuyên giáo và Dân vận"),
    ("UBKT", "Ủy ban Kiểm tra Tỉnh ủy", "Ủy ban Kiểm tra"),
    ("BNC", "Ban Nội chính Tỉnh ủy", "Ban Nội chính"),
];

/// The Front and the mass organisations: code, kind, name without its level, short name.
pub(crate) const FRONT_AND_MASS: &[(&str, &str, &str, &str)] = &[
    ("MT", "front", "Ủy ban Mặt trận Tổ quốc Việt Nam", "Mặt trận Tổ quốc"),
    ("CD", "mass_organisation", "Công đoàn", "Công đoàn"),
    ("ND", "mass_organisation", "Hội Nông dân", "Hội Nông dân"),
    ("PN", "mass_organisation", "Hội Liên hiệp Phụ nữ", "Hội Phụ nữ"),
    ("TN", "mass_organisation", "Đoàn Thanh niên Cộng sản Hồ Chí Minh", "Đoàn Thanh niên"),
    ("CCB", "mass_organisation", "Hội Cựu chiến binh", "Hội Cựu chiến binh"),
];

/// Bodies of a commune committee: code, name without the commune, short name.
pub(crate) const COMMUNE_BODIES: &[(&str, &str, &str)] = &[
    ("VP", "Văn phòng Đảng ủy", "Văn phòng Đảng ủy"),
    ("BXD", "Ban Xây dựng Đảng", "Ban Xây dựng Đảng"),
    ("UBKT", "Ủy ban Kiểm tra Đảng ủy", "Ủy ban Kiểm tra"),
];
