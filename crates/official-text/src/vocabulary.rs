//! The fixed words of official documents: types and their codes, how names of organisations and
//! positions begin. Dated data of the regulations; how the words are looked for stands elsewhere.
//!
//! Types and codes: Quy định 399-QĐ/TW, Hướng dẫn 05-HD/VPTW, Nghị định 30/2020/NĐ-CP.

mod bodies;

use std::sync::LazyLock;

pub(crate) use bodies::{BODY_BEGINNINGS, UNFINISHED_BODIES};

/// Document types: name, folded name, code. Longer names stand before their beginnings.
pub(crate) const TYPES: &[(&str, &str)] = &[
    ("chương trình hành động", "CTr"),
    ("thông tư liên tịch", "TTLT"),
    ("nghị quyết liên tịch", "NQLT"),
    ("nghị quyết", "NQ"),
    ("nghị định", "NĐ"),
    ("chỉ thị", "CT"),
    ("kết luận", "KL"),
    ("quyết định", "QĐ"),
    ("quy định", "QĐi"),
    ("quy chế", "QC"),
    ("quy hoạch", "QH"),
    ("quy trình", "QTr"),
    ("thông tri", "TT"),
    ("thông tư", "TT"),
    ("thông báo kết luận", "TB"),
    ("thông báo", "TB"),
    ("thông cáo", "TC"),
    ("tuyên bố", "TBo"),
    ("lời kêu gọi", "LKG"),
    ("hướng dẫn", "HD"),
    ("báo cáo", "BC"),
    ("kế hoạch", "KH"),
    ("chương trình", "CTr"),
    ("chiến lược", "CL"),
    ("đề án", "ĐA"),
    ("phương án", "PA"),
    ("dự án", "DA"),
    ("tờ trình", "TTr"),
    ("công văn", "CV"),
    ("công điện", "CĐ"),
    ("biên bản", "BB"),
    ("giấy mời", "GM"),
    ("giấy giới thiệu", "GGT"),
    ("giấy ủy quyền", "GUQ"),
    ("giấy chứng nhận", "GCN"),
    ("giấy nghỉ phép", "GNP"),
    ("giấy đi đường", "GĐĐ"),
    ("phiếu gửi", "PG"),
    ("phiếu chuyển", "PC"),
    ("phiếu báo", "PB"),
    ("phiếu trình", "PT"),
    ("thư công", "ThC"),
    ("thư kêu gọi", "TKG"),
    ("bản ghi nhớ", "BGN"),
    ("bản thỏa thuận", "BTT"),
    ("hợp đồng", "HĐ"),
    ("pháp lệnh", "PL"),
    ("bộ luật", "BL"),
    ("luật", "L"),
    ("điều lệ", "ĐL"),
    ("đề cương", "ĐC"),
    ("kế hoạch liên tịch", "KH"),
    ("kế hoạch phối hợp", "KH"),
    ("hướng dẫn liên ngành", "HD"),
    ("hướng dẫn liên tịch", "HD"),
    ("quy chế phối hợp", "QC"),
    ("quy chế làm việc", "QC"),
    ("chương trình phối hợp", "CTr"),
    ("chương trình công tác", "CTr"),
    ("nghị quyết chuyên đề", "NQ"),
    ("quyết định liên tịch", "QĐ"),
    ("thông báo liên tịch", "TB"),
    ("báo cáo chính trị", "BC"),
    ("báo cáo tổng kết", "BC"),
    ("báo cáo sơ kết", "BC"),
    ("thư mời", "TM"),
    ("thư ngỏ", "TN"),
    ("thư chúc mừng", "ThC"),
    ("diễn văn", "DV"),
    ("lệnh", "L"),
    ("sắc lệnh", "SL"),
];

/// Codes as they stand inside symbols; «QĐ» may be quyết định or quy định.
pub(crate) const SYMBOL_CODES: &[(&str, &str)] = &[
    ("NQLT", "NQLT"),
    ("TTLT", "TTLT"),
    ("NQ", "NQ"),
    ("NĐ", "NĐ"),
    ("CT", "CT"),
    ("KL", "KL"),
    ("QĐ", "QĐ"),
    ("QĐi", "QĐi"),
    ("QyĐ", "QĐi"),
    ("QyĐi", "QĐi"),
    ("QC", "QC"),
    ("TT", "TT"),
    ("TB", "TB"),
    ("TC", "TC"),
    ("HD", "HD"),
    ("BC", "BC"),
    ("KH", "KH"),
    ("CTr", "CTr"),
    ("CTHĐ", "CTr"),
    ("CTrHĐ", "CTr"),
    ("ĐA", "ĐA"),
    ("PA", "PA"),
    ("DA", "DA"),
    ("TTr", "TTr"),
    ("CV", "CV"),
    ("CĐ", "CĐ"),
    ("BB", "BB"),
    ("GM", "GM"),
    ("GGT", "GGT"),
    ("GUQ", "GUQ"),
    ("PC", "PC"),
    ("PG", "PG"),
    ("PL", "PL"),
    ("HĐ", "HĐ"),
    ("L", "L"),
];

/// How a signer's position begins (folded, printed in capitals or title case).
pub(crate) const POSITION_BEGINNINGS: &[&str] = &[
    "bi thu",
    "pho bi thu",
    "chu tich",
    "pho chu tich",
    "chu nhiem",
    "pho chu nhiem",
    "truong ban",
    "pho truong ban",
    "pho ban",
    "chanh van phong",
    "pho chanh van phong",
    "giam doc",
    "pho giam doc",
    "tong giam doc",
    "pho tong giam doc",
    "bo truong",
    "thu truong",
    "thu tuong",
    "pho thu tuong",
    "cuc truong",
    "pho cuc truong",
    "vu truong",
    "pho vu truong",
    "truong phong",
    "pho truong phong",
    "pho phong",
    "hieu truong",
    "pho hieu truong",
    "vien truong",
    "pho vien truong",
    "chanh an",
    "pho chanh an",
    "chanh thanh tra",
    "pho chanh thanh tra",
    "tong bi thu",
    "uy vien",
    "tong thu ky",
    "thu ky",
    "truong doan",
    "pho truong doan",
    "chi cuc truong",
    "pho chi cuc truong",
    "truong",
    "pho truong",
    "q",
    "quyen",
    "thong doc",
    "pho thong doc",
    "tong kiem toan",
    "tong bien tap",
    "pho tong bien tap",
    "chi huy truong",
    "pho chi huy truong",
    "chinh uy",
    "pho chinh uy",
    "tu lenh",
    "pho tu lenh",
    "hat truong",
    "tong cuc truong",
    "pho tong cuc truong",
    "chu tri",
    "kiem",
    "tong thanh tra",
    "phu trach",
    "dieu hanh",
    "ke toan truong",
    "nguoi phat ngon",
    "pho chu toa",
    "chu toa",
    "doi truong",
    "thanh vien",
    "thuong truc",
];

/// Frequent family names, for telling a name in capitals from other words.
pub(crate) const FAMILY_NAMES: &[&str] = &[
    "nguyen", "tran", "le", "pham", "hoang", "huynh", "phan", "vu", "vo", "dang", "bui", "do", "ho", "ngo", "duong",
    "ly", "dao", "doan", "trinh", "dinh", "mai", "to", "truong", "lam", "ha", "cao", "luong", "luu", "ta", "chu",
    "thai", "quach", "kieu", "tong", "tang", "vuong", "nong", "lo", "giang", "phung", "hua", "trieu", "than", "la",
    "bach", "nghiem", "diep", "cu", "ma", "be", "dam", "khuat", "ong", "au", "quang", "cam", "vi", "sung", "giàng",
    "thao", "lu", "ro", "ksor", "y", "rah", "siu", "dieu", "thach", "danh", "son", "kim", "chau", "tu", "van", "an",
    "cung", "hau", "khong", "lai", "loi", "mac", "nghe", "ninh", "on", "phi", "sam", "thieu", "tieu", "ung", "uong",
];

/// Laws and ordinances whose names hold a comma (folded beginnings after «Luật»).
pub(crate) const NAMES_WITH_COMMA: &[&str] = &[
    "phong, chong",
    "phong chay",
    "quan ly, su dung",
    "can bo, cong chuc",
    "xuat canh, nhap canh",
    "nhap canh, xuat canh",
    "thuc hanh tiet kiem",
    "si quan quan doi",
    "quan nhan chuyen nghiep",
    "kham benh, chua benh",
    "bao ve, cham soc",
    "ho tro, phuc vu",
    "dau tu theo",
    "thue gia tri",
    "quan ly, bao ve",
    "tuong tro",
    "hoa giai, doi thoai",
    "bau cu",
    "thi hanh tam giu",
    "gia nhap",
    "tiep can",
    "vien chuc quoc phong",
    "thanh lap",
    "thi dua",
    "khieu nai",
    "phong khong",
    "trat tu",
    "an toan",
    "tin nguong",
    "giao thong",
    "quan ly va",
    "khoa hoc",
    "cong nghiep quoc phong",
    "luc luong",
    "dan quan",
    "su dung",
    "di tich",
    "quang cao",
    "bao dam",
    "san xuat",
    "tham gia",
    "canh ve,",
    "nghi ngoi",
    "doi moi",
    "dau gia",
    "phong thu",
    "tiet kiem",
    "chung khoan",
    "giam dinh",
    "ho so",
    "to chuc vien kiem sat",
    "to cao",
    "hoa chat",
    "lam viec",
    "hoat dong",
    "dau thau",
    "lao dong,",
];

/// The code of the type whose folded name begins `folded`, with the length of that name in
/// words.
pub(crate) fn type_at(folded_words: &[&str]) -> Option<(&'static str, usize)> {
    FOLDED_TYPES
        .iter()
        .filter(|(words, _)| {
            folded_words.len() >= words.len() && words.iter().zip(folded_words).all(|(word, given)| word == given)
        })
        .max_by_key(|(words, _)| words.len())
        .map(|(words, code)| (*code, words.len()))
}

static FOLDED_TYPES: LazyLock<Vec<(Vec<String>, &'static str)>> = LazyLock::new(|| {
    let words = |name: &str| vietnamese::fold(name).split(' ').map(str::to_owned).collect();
    TYPES.iter().map(|(name, code)| (words(name), *code)).collect()
});

/// The code of a type by its printed name, whatever its capitals.
pub(crate) fn code_of_name(name: &str) -> Option<&'static str> {
    let folded = vietnamese::fold(name);
    let words: Vec<&str> = folded.split(' ').collect();
    type_at(&words).filter(|(_, count)| *count == words.len()).map(|(code, _)| code)
}

/// The type's code inside a symbol: NQ of «NQ/TW», QĐ of «QĐ-UBND»; none for «UBND-XD».
pub(crate) fn code_in_symbol(symbol: &str) -> Option<&'static str> {
    let first = symbol.split(['/', '-', '–', '&', '.']).next()?.trim();
    SYMBOL_CODES.iter().find(|(code, _)| *code == first).map(|(_, code)| *code)
}
