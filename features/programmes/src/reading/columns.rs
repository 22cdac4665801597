//! The columns of lists and annex tables, as offices call them.

use std::ops::RangeInclusive;
use std::sync::LazyLock;

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

/// The years a column of a list of targets may be of.
const YEARS: RangeInclusive<i64> = 2000..=2100;

/// How offices call the column of a year, before the year itself.
const OF_YEAR: &[&str] = &[
    "",
    "Đến",
    "Đến năm",
    "Hết năm",
    "Giao năm",
    "Chỉ tiêu",
    "Chỉ tiêu năm",
    "Chỉ tiêu đến năm",
    "KH",
    "KH năm",
    "Kế hoạch",
    "Kế hoạch năm",
    "Kế hoạch đến năm",
    "Mục tiêu",
    "Mục tiêu năm",
    "Mục tiêu đến năm",
    "Phấn đấu",
    "Phấn đấu năm",
    "Phấn đấu đến năm",
];

const BEFORE_YEARS: &[Column] = &[
    Column {
        aliases: &["Tên chỉ tiêu", "Chỉ tiêu chủ yếu", "Nội dung chỉ tiêu"],
        required: true,
        note: "Đo được bằng số.",
        ..column("chi_tieu", "Chỉ tiêu", "Target", "Tỷ lệ chi bộ sinh hoạt chuyên đề mỗi quý")
    },
    Column { aliases: &["ĐVT", "Đơn vị"], ..column("don_vi", "Đơn vị tính", "Unit of measure", "%") },
    Column {
        aliases: &["Hiện nay", "Số liệu gốc"],
        note: "Số liệu khi bắt đầu.",
        ..column("hien_trang", "Hiện trạng", "Baseline", "62,5")
    },
];

/// The columns of a list of targets, with one for every year.
pub(crate) static TARGET_COLUMNS: LazyLock<&'static [Column]> = LazyLock::new(|| {
    let mut columns = BEFORE_YEARS.to_vec();
    columns.extend(YEARS.map(of_year));
    columns.push(CLAUSE);
    // made once, and needed as long as the program runs
    columns.leak()
});

fn of_year(year: i64) -> Column {
    let kept = |text: String| -> &'static str { text.leak() };
    let aliases: Vec<&'static str> =
        OF_YEAR.iter().map(|before| kept(format!("{before} {year}").trim().to_owned())).collect();
    Column { aliases: aliases.leak(), ..column(kept(format!("nam_{year}")), kept(format!("Năm {year}")), "", "") }
}

/// The year of a column; none for the others.
pub(super) fn year_of(column: &Column) -> Option<i64> {
    column.key.strip_prefix("nam_")?.parse().ok()
}

/// Columns that only count the rows.
const COUNTING: &[&str] = &["tt", "stt", "so tt", "so thu tu", "no"];

/// True for a title of which something should be read and is not.
pub(super) fn is_missed(title: &str) -> bool {
    !COUNTING.contains(&vietnamese::fold(title).as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_year_has_a_column_of_its_own() {
        let years: Vec<i64> = TARGET_COLUMNS.iter().filter_map(year_of).collect();
        assert_eq!((years.first(), years.last(), years.len()), (Some(&2000), Some(&2100), 101));
        let titles =
            |column: &Column| [column.vi].iter().chain(column.aliases).map(|t| vietnamese::fold(t)).collect::<Vec<_>>();
        let all: Vec<String> = TARGET_COLUMNS.iter().flat_map(titles).collect();
        let mut distinct = all.clone();
        distinct.sort();
        distinct.dedup();
        assert_eq!(all.len(), distinct.len());
        assert!(all.contains(&"den nam 2045".to_owned()) && all.contains(&"2032".to_owned()));
    }
}
