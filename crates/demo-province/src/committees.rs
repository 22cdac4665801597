//! The 20 committees directly under the province that are no communes, and what stands below them. Data only; the tree
//! is built in `units.rs`.

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

const OFFICE: &[&str] = &["Phòng Tổng hợp", "Phòng Tổ chức - Hành chính", "Phòng Kế hoạch - Tài chính"];
const FIRM: &[&str] = &["Văn phòng Công ty", "Phòng Kỹ thuật", "Phòng Kinh doanh"];
const SCHOOL: &[&str] = &["Phòng Đào tạo", "Phòng Công tác sinh viên", "Phòng Hành chính - Quản trị"];

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
        &["Phòng Tham mưu", "Phòng Chính trị", "Phòng Hậu cần - Kỹ thuật"],
        "Ban Chỉ huy Phòng thủ khu vực",
        16,
        &["Cơ quan"],
        "Đại đội"
    ),
    direct!(
        "Đảng ủy Công an tỉnh",
        "Giám đốc Công an tỉnh",
        &["Phòng Tham mưu", "Phòng Công tác Đảng và công tác chính trị", "Phòng Hậu cần"],
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
    direct!("Đảng ủy Cảng Cửa Ngà", "Giám đốc Cảng", &["Cơ quan Cảng"], "Bến cảng số", 5, FIRM, "Tổ bốc xếp"),
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
    direct!("Đảng ủy Thuế tỉnh", "Trưởng Thuế tỉnh", &["Cơ quan Thuế tỉnh"], "Thuế cơ sở", 9, OFFICE, "Tổ nghiệp vụ"),
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
