//! The fixed words of official documents: types and their codes, how names of organisations and
//! positions begin. Dated data of the regulations; how the words are looked for stands elsewhere.
//!
//! Types and codes: Quy định 399-QĐ/TW, Hướng dẫn 05-HD/VPTW, Nghị định 30/2020/NĐ-CP.

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

/// How names of issuing bodies begin (folded).
pub(crate) const BODY_BEGINNINGS: &[&str] = &[
    "dang bo", "dang uy", "tinh uy", "thanh uy", "huyen uy", "quan uy", "thi uy", "chi bo", "chi uy", "dang doan",
    "ban", "so", "phong", "bo", "uy ban", "ubnd", "ubkt", "ubmttq", "ub mttq", "hdnd", "hoi dong", "hoi", "doan",
    "lien doan", "lien hiep", "lien minh", "cong doan", "van phong", "vp", "truong", "trung tam", "cong an", "cuc",
    "vien", "tong", "mat tran", "chinh phu", "thu tuong", "quoc hoi", "uy ban thuong vu", "chu tich nuoc", "ngan hang",
    "thanh tra", "toa an", "kho bac", "bao hiem", "dai phat thanh", "dai truyen hinh", "bao", "tap chi", "tieu ban",
    "tap doan", "cong ty", "benh vien", "hoc vien", "dai hoc", "chi cuc", "bch", "bcd", "btv", "btg", "to cong tac",
    "to giup viec", "bo chi huy", "bo tu lenh", "hat kiem lam", "trung doan", "su doan", "lu doan", "nha xuat ban",
    "mttq", "tinh doan", "thanh doan", "huyen doan", "quan doan", "xa doan", "dai hoi", "doan chu tich", "hoi nghi",
    "kiem toan", "ban chap hanh", "ban can su", "ban to chuc", "lien hiep hoi", "quy", "cang vu", "khoi", "cum",
    "thuong truc", "tram", "nha may", "xi nghiep", "dai", "chi nhanh", "thong tan", "bi thu", "to dang",
];

/// Names that are only the first line of a longer one (folded, whole line).
pub(crate) const UNFINISHED_BODIES: &[&str] = &[
    "dang uy", "ban chap hanh", "bch", "ban chi dao", "chi bo", "dang bo", "uy ban nhan dan", "hoi dong nhan dan",
    "ban thuong vu", "doan thanh nien", "ban quan ly", "hoi dong", "to cong tac", "dang doan", "ban can su dang",
    "uy ban mat tran to quoc", "uy ban mttq viet nam", "uy ban mat tran to quoc viet nam", "tieu ban",
];

/// How a signer's position begins (folded, printed in capitals or title case).
pub(crate) const POSITION_BEGINNINGS: &[&str] = &[
    "bi thu", "pho bi thu", "chu tich", "pho chu tich", "chu nhiem", "pho chu nhiem", "truong ban", "pho truong ban",
    "pho ban", "chanh van phong", "pho chanh van phong", "giam doc", "pho giam doc", "tong giam doc",
    "pho tong giam doc", "bo truong", "thu truong", "thu tuong", "pho thu tuong", "cuc truong", "pho cuc truong",
    "vu truong", "pho vu truong", "truong phong", "pho truong phong", "pho phong", "hieu truong", "pho hieu truong",
    "vien truong", "pho vien truong", "chanh an", "pho chanh an", "chanh thanh tra", "pho chanh thanh tra",
    "tong bi thu", "uy vien", "tong thu ky", "thu ky", "truong doan", "pho truong doan", "chi cuc truong",
    "pho chi cuc truong", "truong", "pho truong", "q", "quyen", "thong doc", "pho thong doc", "tong kiem toan",
    "tong bien tap", "pho tong bien tap", "chi huy truong", "pho chi huy truong", "chinh uy", "pho chinh uy",
    "tu lenh", "pho tu lenh", "hat truong", "tong cuc truong", "pho tong cuc truong", "chu tri", "kiem", "tong thanh tra",
    "phu trach", "dieu hanh", "ke toan truong", "nguoi phat ngon", "pho chu toa", "chu toa", "doi truong",
    "thanh vien", "thuong truc",
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
    "phong, chong", "phong chay", "quan ly, su dung", "can bo, cong chuc", "xuat canh, nhap canh", "nhap canh, xuat canh",
    "thuc hanh tiet kiem", "si quan quan doi", "quan nhan chuyen nghiep", "kham benh, chua benh", "bao ve, cham soc",
    "ho tro, phuc vu", "dau tu theo", "thue gia tri", "quan ly, bao ve", "tuong tro", "hoa giai, doi thoai",
    "bau cu", "thi hanh tam giu", "gia nhap", "tiep can", "vien chuc quoc phong", "thanh lap",
];

/// The code of the type whose folded name begins `folded`, with the length of that name in
/// words.
pub(crate) fn type_at(folded_words: &[&str]) -> Option<(&'static str, usize)> {
    TYPES.iter().find_map(|(name, code)| {
        let folded = vietnamese::fold(name);
        let words: Vec<&str> = folded.split(' ').collect();
        folded_words.starts_with(&words).then_some((*code, words.len()))
    })
}

/// The code of a type by its printed name, whatever its capitals.
pub(crate) fn code_of_name(name: &str) -> Option<&'static str> {
    let folded = vietnamese::fold(name);
    TYPES.iter().find(|(known, _)| vietnamese::fold(known) == folded).map(|(_, code)| *code)
}

/// The type's code inside a symbol: NQ of «NQ/TW», QĐ of «QĐ-UBND»; none for «UBND-XD».
pub(crate) fn code_in_symbol(symbol: &str) -> Option<&'static str> {
    let first = symbol.split(['/', '-', '–', '&', '.']).next()?.trim();
    SYMBOL_CODES.iter().find(|(code, _)| *code == first).map(|(_, code)| *code)
}
