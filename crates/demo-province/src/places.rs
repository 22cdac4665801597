//! The invented geography: communes with their kind and region, names for villages, and the committees directly under
//! the province that are no communes. Data only; the tree is built in `units.rs`.

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
const COAST: &[&str] = &[
    "Hải Trầm",
    "Giao Ngà",
    "Hải Hạc",
    "Cồn Ngà",
    "Đông Ngà",
    "Nam Ngà",
    "Vĩnh Ngà",
    "Tân Ngà",
    "Hải Sương",
];
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
        names.iter().map(move |name| Commune {
            kind_word,
            name,
            region,
            weight,
        })
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
            &[
                "Sen",
                "Lau",
                "Mạ",
                "Ngần",
                "Hạ",
                "Thượng",
                "Đeng",
                "Khoang",
                "Sản",
                "Vài",
                "Trám",
                "Cọ",
            ],
        ),
        Region::Midland => (
            &["Đồng", "Gò", "Bãi", "Phú", "Cẩm", "Thanh", "Đồi", "Trại"],
            &[
                "Sim", "Chè", "Dẻ", "Lãng", "Thịnh", "Trung", "Đoài", "Bưởi", "Cầu", "Giếng",
                "Mít", "Vải",
            ],
        ),
        Region::Lowland => (
            &["Bến", "Cồn", "Vạn", "An", "Bình", "Tân", "Đông", "Nam"],
            &[
                "Phù", "Lạch", "Thủy", "Thịnh", "Hòa", "Lợi", "Khánh", "Vọng", "Muối", "Trung",
                "Hưng", "Yên",
            ],
        ),
    }
}

/// A committee directly under the province that is no commune.
pub(crate) struct Direct {
    pub(crate) name: &'static str,
    /// What its secretary is beside secretary.
    pub(crate) head: &'static str,
    /// Grassroots organisations by name; those after them are numbered fillers.
    pub(crate) named: &'static [&'static str],
    pub(crate) filler: &'static str,
    pub(crate) grassroots: usize,
    /// Cells by name; those after them are numbered fillers.
    pub(crate) cells: &'static [&'static str],
    pub(crate) cell_filler: &'static str,
}

const OFFICE: &[&str] = &[
    "Phòng Tổng hợp",
    "Phòng Tổ chức - Hành chính",
    "Phòng Kế hoạch - Tài chính",
];
const FIRM: &[&str] = &["Văn phòng Công ty", "Phòng Kỹ thuật", "Phòng Kinh doanh"];
const SCHOOL: &[&str] = &[
    "Phòng Đào tạo",
    "Phòng Công tác sinh viên",
    "Phòng Hành chính - Quản trị",
];

macro_rules! direct {
    ($name:literal, $head:literal, $named:expr, $filler:literal, $grassroots:literal, $cells:expr, $cell_filler:literal) => {
        Direct {
            name: $name,
            head: $head,
            named: $named,
            filler: $filler,
            grassroots: $grassroots,
            cells: $cells,
            cell_filler: $cell_filler,
        }
    };
}

/// Grassroots organisations of the Party's own offices at the province; the demo's logins live in the first ones.
const PARTY_OFFICES: &[&str] = &[
    "Văn phòng Tỉnh ủy",
    "Ban Tổ chức Tỉnh ủy",
    "Ban Tuyên giáo và Dân vận Tỉnh ủy",
    "Cơ quan Ủy ban Kiểm tra Tỉnh ủy",
    "Ban Nội chính Tỉnh ủy",
    "Cơ quan Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh",
    "Trường Chính trị tỉnh",
    "Báo và Phát thanh, Truyền hình Lĩnh Giang",
    "Văn phòng Đoàn đại biểu Quốc hội và Hội đồng nhân dân tỉnh",
];
const STATE_OFFICES: &[&str] = &[
    "Văn phòng Ủy ban nhân dân tỉnh",
    "Sở Nội vụ",
    "Sở Tài chính",
    "Sở Nông nghiệp và Môi trường",
    "Sở Xây dựng",
    "Sở Công Thương",
    "Sở Khoa học và Công nghệ",
    "Sở Giáo dục và Đào tạo",
    "Sở Y tế",
    "Sở Văn hóa, Thể thao và Du lịch",
    "Sở Tư pháp",
    "Sở Dân tộc và Tôn giáo",
    "Thanh tra tỉnh",
    "Trung tâm Phục vụ hành chính công tỉnh",
];

/// The 20 committees in the order of their codes T01 to T20: 250 grassroots organisations in all.
pub(crate) const DIRECT: &[Direct] = &[
    direct!(
        "Đảng ủy các cơ quan Đảng tỉnh",
        "Phó Bí thư Thường trực Tỉnh ủy",
        PARTY_OFFICES,
        "Đơn vị sự nghiệp số",
        9,
        OFFICE,
        "Phòng Nghiệp vụ"
    ),
    direct!(
        "Đảng ủy Ủy ban nhân dân tỉnh",
        "Chủ tịch Ủy ban nhân dân tỉnh",
        STATE_OFFICES,
        "Trường Trung học phổ thông số",
        30,
        OFFICE,
        "Phòng Nghiệp vụ"
    ),
    direct!(
        "Đảng ủy Quân sự tỉnh",
        "Chính ủy Bộ Chỉ huy Quân sự tỉnh",
        &[
            "Phòng Tham mưu",
            "Phòng Chính trị",
            "Phòng Hậu cần - Kỹ thuật"
        ],
        "Ban Chỉ huy Phòng thủ khu vực",
        16,
        &["Cơ quan"],
        "Đại đội"
    ),
    direct!(
        "Đảng ủy Công an tỉnh",
        "Giám đốc Công an tỉnh",
        &[
            "Phòng Tham mưu",
            "Phòng Công tác Đảng và công tác chính trị",
            "Phòng Hậu cần"
        ],
        "Phòng Nghiệp vụ số",
        24,
        &["Ban Chỉ huy phòng"],
        "Đội"
    ),
    direct!(
        "Đảng ủy các doanh nghiệp tỉnh",
        "Bí thư chuyên trách",
        &[],
        "Công ty Cổ phần Lĩnh Giang",
        60,
        FIRM,
        "Phân xưởng"
    ),
    direct!(
        "Đảng ủy Trường Đại học Lĩnh Giang",
        "Chủ tịch Hội đồng trường",
        &["Khối phòng, ban"],
        "Khoa chuyên ngành số",
        10,
        SCHOOL,
        "Bộ môn"
    ),
    direct!(
        "Đảng ủy Trường Cao đẳng Kỹ thuật Lĩnh Giang",
        "Hiệu trưởng",
        &["Khối phòng, ban"],
        "Khoa nghề số",
        6,
        SCHOOL,
        "Tổ bộ môn"
    ),
    direct!(
        "Đảng ủy Bệnh viện Đa khoa tỉnh",
        "Giám đốc Bệnh viện",
        &["Khối hành chính"],
        "Khối lâm sàng số",
        10,
        OFFICE,
        "Khoa"
    ),
    direct!(
        "Đảng ủy Ban Quản lý Khu kinh tế Cửa Ngà",
        "Trưởng Ban Quản lý",
        &["Cơ quan Ban Quản lý"],
        "Công ty Khu kinh tế số",
        16,
        FIRM,
        "Tổ sản xuất"
    ),
    direct!(
        "Đảng ủy Công ty Điện lực Lĩnh Giang",
        "Giám đốc Công ty",
        &["Cơ quan Công ty"],
        "Đội Quản lý điện khu vực",
        10,
        FIRM,
        "Tổ vận hành"
    ),
    direct!(
        "Đảng ủy Viễn thông Lĩnh Giang",
        "Giám đốc Viễn thông",
        &["Cơ quan Viễn thông tỉnh"],
        "Trung tâm Viễn thông khu vực",
        6,
        FIRM,
        "Tổ kỹ thuật"
    ),
    direct!(
        "Đảng ủy Khối Ngân hàng tỉnh",
        "Giám đốc Chi nhánh",
        &["Cơ quan Chi nhánh"],
        "Phòng Giao dịch khu vực",
        8,
        OFFICE,
        "Phòng Giao dịch"
    ),
    direct!(
        "Đảng ủy Công ty Thủy lợi Sông Lĩnh",
        "Chủ tịch Công ty",
        &["Cơ quan Công ty"],
        "Xí nghiệp Thủy nông",
        6,
        FIRM,
        "Cụm"
    ),
    direct!(
        "Đảng ủy Cảng Cửa Ngà",
        "Giám đốc Cảng",
        &["Cơ quan Cảng"],
        "Bến cảng số",
        5,
        FIRM,
        "Tổ bốc xếp"
    ),
    direct!(
        "Đảng ủy Công ty Lâm nghiệp Pu Lĩnh",
        "Chủ tịch Công ty",
        &["Cơ quan Công ty"],
        "Lâm trường",
        7,
        FIRM,
        "Đội trồng rừng"
    ),
    direct!(
        "Đảng ủy Công ty Mía đường Thạch Trầm",
        "Giám đốc Công ty",
        &["Cơ quan Công ty"],
        "Nhà máy số",
        4,
        FIRM,
        "Ca sản xuất"
    ),
    direct!(
        "Đảng ủy Công ty Xi măng Lũng Trầm",
        "Giám đốc Công ty",
        &["Cơ quan Công ty"],
        "Nhà máy số",
        4,
        FIRM,
        "Phân xưởng"
    ),
    direct!(
        "Đảng ủy Thuế tỉnh",
        "Trưởng Thuế tỉnh",
        &["Cơ quan Thuế tỉnh"],
        "Thuế cơ sở",
        9,
        OFFICE,
        "Tổ nghiệp vụ"
    ),
    direct!(
        "Đảng ủy Tòa án nhân dân tỉnh",
        "Chánh án",
        &["Cơ quan Tòa án nhân dân tỉnh"],
        "Tòa án nhân dân khu vực",
        5,
        OFFICE,
        "Tổ nghiệp vụ"
    ),
    direct!(
        "Đảng ủy Viện kiểm sát nhân dân tỉnh",
        "Viện trưởng",
        &["Cơ quan Viện kiểm sát nhân dân tỉnh"],
        "Viện kiểm sát nhân dân khu vực",
        5,
        OFFICE,
        "Tổ nghiệp vụ"
    ),
];

/// Bodies that advise the province committee: code suffix, name, short name.
pub(crate) const ADVISORY: &[(&str, &str, &str)] = &[
    ("VP", "Văn phòng Tỉnh ủy", "Văn phòng Tỉnh ủy"),
    ("BTC", "Ban Tổ chức Tỉnh ủy", "Ban Tổ chức"),
    (
        "BTGDV",
        "Ban Tuyên giáo và Dân vận Tỉnh ủy",
        "Ban Tuyên giáo và Dân vận",
    ),
    ("UBKT", "Ủy ban Kiểm tra Tỉnh ủy", "Ủy ban Kiểm tra"),
    ("BNC", "Ban Nội chính Tỉnh ủy", "Ban Nội chính"),
];

/// The Front and the mass organisations: code, kind, name without its level, short name.
pub(crate) const FRONT_AND_MASS: &[(&str, &str, &str, &str)] = &[
    (
        "MT",
        "front",
        "Ủy ban Mặt trận Tổ quốc Việt Nam",
        "Mặt trận Tổ quốc",
    ),
    ("CD", "mass_organisation", "Công đoàn", "Công đoàn"),
    ("ND", "mass_organisation", "Hội Nông dân", "Hội Nông dân"),
    (
        "PN",
        "mass_organisation",
        "Hội Liên hiệp Phụ nữ",
        "Hội Phụ nữ",
    ),
    (
        "TN",
        "mass_organisation",
        "Đoàn Thanh niên Cộng sản Hồ Chí Minh",
        "Đoàn Thanh niên",
    ),
    (
        "CCB",
        "mass_organisation",
        "Hội Cựu chiến binh",
        "Hội Cựu chiến binh",
    ),
];

/// Bodies of a commune committee: code, name without the commune, short name.
pub(crate) const COMMUNE_BODIES: &[(&str, &str, &str)] = &[
    ("VP", "Văn phòng Đảng ủy", "Văn phòng Đảng ủy"),
    ("BXD", "Ban Xây dựng Đảng", "Ban Xây dựng Đảng"),
    ("UBKT", "Ủy ban Kiểm tra Đảng ủy", "Ủy ban Kiểm tra"),
];
