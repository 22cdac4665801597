//! The columns of lists and annex tables, as offices call them.

use sheets::Column;

const fn column(key: &'static str, vi: &'static str, en: &'static str, example: &'static str) -> Column {
    Column { key, vi, en, aliases: &[], required: false, example, note: "" }
}

const CLAUSE: Column = Column {
    aliases: &["Mục", "Điểm"],
    note: "Mục của văn bản cấp trên mà việc này thực hiện; để trống nếu là việc riêng của đơn vị.",
    ..column("muc", "Mục của văn bản", "Clause", "III › 2")
};

/// The columns of a list of tasks.
pub(crate) const TASK_COLUMNS: &[Column] = &[
    Column {
        aliases: &["Nhiệm vụ", "Nội dung", "Tên nhiệm vụ", "Nội dung nhiệm vụ", "Công việc", "Nội dung thực hiện"],
        required: true,
        note: "Rõ việc: làm gì.",
        ..column("viec", "Nội dung công việc", "Work", "Mở lớp bồi dưỡng cho cấp ủy viên cơ sở")
    },
    Column {
        aliases: &["Cơ quan chủ trì", "Đơn vị chủ trì", "Chủ trì thực hiện", "Đơn vị thực hiện"],
        note: "Rõ người.",
        ..column("chu_tri", "Chủ trì", "Lead", "Văn phòng Đảng ủy")
    },
    Column {
        aliases: &["Người chịu trách nhiệm", "Đồng chí phụ trách"],
        note: "Rõ trách nhiệm.",
        ..column("trach_nhiem", "Chịu trách nhiệm", "Answers for it", "Đồng chí Phó Bí thư Thường trực")
    },
    Column {
        aliases: &["Cơ quan phối hợp", "Đơn vị phối hợp"],
        ..column("phoi_hop", "Phối hợp", "Partners", "Ban Xây dựng Đảng")
    },
    column("tu_ngay", "Từ ngày", "From", "01/03/2026"),
    Column {
        aliases: &[
            "Thời hạn",
            "Thời gian",
            "Thời gian thực hiện",
            "Thời gian hoàn thành",
            "Thời hạn hoàn thành",
            "Hạn hoàn thành",
        ],
        note: "Rõ thời gian: ngày/tháng/năm, tháng, quý hoặc năm.",
        ..column("den_ngay", "Đến ngày", "Until", "30/06/2026")
    },
    Column {
        aliases: &["Sản phẩm hoàn thành", "Kết quả, sản phẩm", "Sản phẩm, kết quả"],
        note: "Rõ sản phẩm.",
        ..column("san_pham", "Sản phẩm", "Product", "12 lớp, 480 học viên")
    },
    Column { aliases: &["Nguồn kinh phí"], ..column("kinh_phi", "Kinh phí", "Funding", "Ngân sách xã") },
    CLAUSE,
];

const fn year(key: &'static str, vi: &'static str, bare: &'static [&'static str]) -> Column {
    Column { aliases: bare, ..column(key, vi, "", "") }
}

/// The columns of a list of targets.
pub(super) const TARGET_COLUMNS: &[Column] = &[
    Column {
        aliases: &["Tên chỉ tiêu", "Chỉ tiêu chủ yếu", "Nội dung chỉ tiêu"],
        required: true,
        ..column("chi_tieu", "Chỉ tiêu", "Target", "")
    },
    Column { aliases: &["ĐVT", "Đơn vị"], ..column("don_vi", "Đơn vị tính", "Unit of measure", "") },
    Column { aliases: &["Hiện nay", "Số liệu gốc"], ..column("hien_trang", "Hiện trạng", "Baseline", "") },
    year("nam_2025", "Năm 2025", &["2025", "Kế hoạch 2025", "Đến năm 2025"]),
    year("nam_2026", "Năm 2026", &["2026", "Kế hoạch 2026", "Đến năm 2026"]),
    year("nam_2027", "Năm 2027", &["2027", "Kế hoạch 2027", "Đến năm 2027"]),
    year("nam_2028", "Năm 2028", &["2028", "Kế hoạch 2028", "Đến năm 2028"]),
    year("nam_2029", "Năm 2029", &["2029", "Kế hoạch 2029", "Đến năm 2029"]),
    year("nam_2030", "Năm 2030", &["2030", "Kế hoạch 2030", "Đến năm 2030"]),
    year("nam_2031", "Năm 2031", &["2031", "Kế hoạch 2031", "Đến năm 2031"]),
    year("nam_2035", "Năm 2035", &["2035", "Kế hoạch 2035", "Đến năm 2035"]),
    CLAUSE,
];

/// The years among them with their keys.
pub(super) const YEARS: &[(i64, &str)] = &[
    (2025, "nam_2025"),
    (2026, "nam_2026"),
    (2027, "nam_2027"),
    (2028, "nam_2028"),
    (2029, "nam_2029"),
    (2030, "nam_2030"),
    (2031, "nam_2031"),
    (2035, "nam_2035"),
];
