//! The types of document and their codes, as data of the regulations: Quy định 399-QĐ/TW, Hướng dẫn 05-HD/VPTW,
//! Nghị định 30/2020/NĐ-CP. How they are found in a text belongs to `official-text`.

/// Code and name of each type an officer may choose.
pub const DOCUMENT_TYPES: &[(&str, &str)] = &[
    ("CT", "Chỉ thị"),
    ("NQ", "Nghị quyết"),
    ("KL", "Kết luận"),
    ("QĐ", "Quyết định"),
    ("QĐi", "Quy định"),
    ("QC", "Quy chế"),
    ("TT", "Thông tri"),
    ("HD", "Hướng dẫn"),
    ("TB", "Thông báo"),
    ("KH", "Kế hoạch"),
    ("CTr", "Chương trình"),
    ("ĐA", "Đề án"),
    ("PA", "Phương án"),
    ("DA", "Dự án"),
    ("BC", "Báo cáo"),
    ("TTr", "Tờ trình"),
    ("CV", "Công văn"),
    ("CĐ", "Công điện"),
    ("BB", "Biên bản"),
    ("GM", "Giấy mời"),
    ("NQLT", "Nghị quyết liên tịch"),
    ("NĐ", "Nghị định"),
    ("L", "Luật"),
    ("ĐL", "Điều lệ"),
    ("ĐC", "Đề cương"),
    ("TC", "Thông cáo"),
    ("KHAC", "Văn bản khác"),
];

/// The name of a type; the code itself when it is none of ours.
#[must_use]
pub fn name_of_type(code: &str) -> &str {
    DOCUMENT_TYPES.iter().find(|(known, _)| *known == code).map_or(code, |(_, name)| name)
}

/// What a document of this type and symbol is called at its head: action programmes are programmes (CTr) whose symbol says
/// more, «79-CTHĐ/TU».
#[must_use]
pub fn name_by_symbol<'a>(code: &'a str, symbol: &str) -> &'a str {
    let is_of_action = ["CTHĐ", "CTrHĐ"].iter().any(|begin| symbol.trim().starts_with(begin));
    if code == "CTr" && is_of_action { ACTION_PROGRAMME } else { name_of_type(code) }
}

/// Chương trình hành động.
pub const ACTION_PROGRAMME: &str = "Chương trình hành động";

/// The code of the type with this name, in whatever case it is written.
#[must_use]
pub fn type_called(name: &str) -> Option<&'static str> {
    let lower = name.trim().to_lowercase();
    DOCUMENT_TYPES.iter().find(|(_, known)| known.to_lowercase() == lower).map(|(code, _)| *code)
}
