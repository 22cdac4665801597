//! What stands around a mention: the date and the issuer behind it, the relation before it.

use std::sync::LazyLock;

use regex::Regex;
use vietnamese::{dates_in, fold};

use crate::document::Relation;
use crate::lines::begins_with_any;

/// How far behind a mention its date and issuer may stand, in bytes.
const REACH_AFTER: usize = 260;
/// How far before it the verb may stand.
const REACH_BEFORE: usize = 110;

pub(super) struct Around {
    pub(super) date: Option<String>,
    pub(super) issuer: Option<String>,
    pub(super) relation: Relation,
}

static DATED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"^\s?[,(]*\s?(?:(?i:đã ban hành|ban hành|ký)\s)?(?i:ng[àa]y)\s?(\d[^;()]{6,26})").ok()
});

static ISSUED: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"^\s?\)?[,]?\s?(?:\([^()]{1,30}\)\s?)?(?:(?i:do)|(?i:c[uủúũụư]a))\s").ok());

/// `reached` is where the mention before ends: its words are not this one's.
pub(super) fn read(text: &str, reached: usize, start: usize, end: usize) -> Around {
    let after = window_after(text, end);
    let mut rest = after;
    let mut date = None;
    if let Some((day, length)) = dated(rest) {
        date = Some(day);
        rest = &rest[length..];
    }
    let issuer = issued(rest);
    // «của Bộ Chính trị, ngày 15/5/2016»
    if date.is_none()
        && let Some((_, length)) = &issuer
    {
        date = dated(&rest[*length..]).map(|(day, _)| day);
    }
    Around { date, issuer: issuer.map(|(name, _)| name), relation: relation(window_before(text, reached, start)) }
}

/// The date the text begins with and the bytes it takes.
fn dated(text: &str) -> Option<(String, usize)> {
    let first = text.trim_start_matches([' ', ',', '(']).chars().next()?;
    if !matches!(first, 'n' | 'N' | 'b' | 'B' | 'k' | 'K' | 'đ' | 'Đ') {
        return None;
    }
    let written = DATED.as_ref()?.captures(text)?.get(1)?;
    let dates = dates_in(written.as_str());
    let first = dates.first().filter(|first| first.start == 0)?;
    Some((first.day.to_string(), written.start() + first.end))
}

/// The issuer the text begins with and the bytes it takes.
fn issued(text: &str) -> Option<(String, usize)> {
    let first = text.trim_start_matches([' ', ',', ')']).chars().next()?;
    if !matches!(first, 'c' | 'C' | 'd' | 'D' | '(') {
        return None;
    }
    let of = ISSUED.as_ref()?.find(text)?;
    let from = of.end();
    // «của Hội nghị lần thứ sáu Ban Chấp hành Trung ương»
    let skipped = text[from..].strip_prefix("Hội nghị lần thứ ").map_or(0, |rest| {
        let upper =
            rest.char_indices().find(|(place, letter)| *place > 0 && *letter == 'B').map_or(0, |(place, _)| place);
        if upper > 0 && upper < 24 { text.len() - from - rest.len() + upper } else { 0 }
    });
    let name = body_name(&text[from + skipped..])?;
    let length = text[from + skipped..].find(name.rsplit(' ').next()?).unwrap_or(0);
    let end = from + skipped + length.max(name.len().min(text.len() - from - skipped));
    Some((name, (0..=end).rev().find(|place| text.is_char_boundary(*place))?))
}

fn window_after(text: &str, end: usize) -> &str {
    let mut limit = (end + REACH_AFTER).min(text.len());
    while !text.is_char_boundary(limit) {
        limit -= 1;
    }
    let window = &text[end..limit];
    window.split('\n').next().unwrap_or(window)
}

fn window_before(text: &str, reached: usize, start: usize) -> &str {
    let mut limit = start.saturating_sub(REACH_BEFORE).max(reached.min(start));
    while !text.is_char_boundary(limit) {
        limit += 1;
    }
    let window = &text[limit..start];
    let cut = window.rfind(['\n', ';']).map_or(0, |place| place + 1);
    let cut = window.rfind(". ").map_or(cut, |place| cut.max(place + 2));
    &window[cut..]
}

/// Whether the words between two mentions only list them: «..., ngày 5/5/2022 của Bộ Chính trị và».
pub(super) fn only_lists(between: &str) -> bool {
    let end = between.trim_end();
    let joined = [",", ";", " và", " hoặc"].iter().any(|sign| end.ends_with(sign)) || end.ends_with("các");
    between.len() < 160 && joined && !between.contains(['.', '\n'])
}

/// Small words that may stand inside the name of a body.
const INNER_WORDS: &[&str] = &[
    "uy", "bo", "tinh", "thanh", "pho", "huyen", "xa", "phuong", "quan", "thi", "tran", "ban", "thuong", "vu", "chap",
    "hanh", "bi", "thu", "nhan", "dan", "tuyen", "giao", "van", "kiem", "tra", "to", "chuc", "noi", "chinh", "trung",
    "uong", "trien", "kinh", "te", "xay", "dung", "quoc", "phong", "an", "ninh", "dai", "hoi", "dong", "truc", "tu",
    "phap", "lao", "dao", "tao", "khoa", "hoc", "cong", "nghe", "thong", "tin", "y", "cap", "co", "so", "trach",
    "truong", "vien", "cuc", "chi", "nong", "nghiep", "moi", "tai", "nguyen", "hoa", "the", "thao", "du", "lich",
    "vat", "doi", "ngoai", "giam", "sat", "luat", "sach", "su", "phu", "nu", "nien", "cuu", "chien", "binh", "mat",
    "tri", "duc", "muc", "mien", "nui", "nganh", "hang", "khong", "bien", "canh", "nghien", "phat", "hop", "tac",
    "dau", "toc", "ton", "che", "thuy", "san", "lam", "tham", "muu", "luoc", "truyen", "khuyen", "nguoi", "cao",
    "tuoi", "tre", "em", "do", "ly", "luan", "lanh", "ky", "thue", "hai", "dang", "bao", "hiem", "ngan", "nha", "nuoc",
    "khu", "dac", "toan", "lien", "doan", "tuong", "tich", "soat", "toa", "mttq", "quyen", "chuyen", "vi", "trong",
    "doanh", "khoi", "cac", "tiet", "lang", "phi", "nhung", "ich", "thuc", "pham", "duoc", "quy", "hoach", "dat",
    "vung", "bang", "gia", "dinh", "nhi", "ca", "thieu", "si", "trang", "buu", "dien", "dieu", "cai", "cach", "sang",
    "lap", "hien", "hieu",
];

/// Words that end the name although their letters might stand inside one.
const ENDING_WORDS: &[&str] = &[
    "về",
    "tại",
    "trong",
    "đã",
    "là",
    "được",
    "để",
    "nhằm",
    "theo",
    "cho",
    "với",
    "đến",
    "nhiệm kỳ",
    "liên quan",
    "cụ thể",
    "thành lập",
    "phân công",
    "công bố",
    "giao",
    "tiếp tục",
    "tổ chức thực hiện",
    "và các",
    "khóa",
    "khoá",
    "một số",
    "định kỳ",
    "trình",
    "trước",
    "sau",
    "ngày",
    "số",
    "năm",
    "trên",
    "do",
];

/// Words that end it even with a capital: the title of the cited document begins.
const TITLE_OPENINGS: &[&str] = &[
    "quy định",
    "ban hành",
    "hướng dẫn",
    "phê duyệt",
    "sửa đổi",
    "bổ sung",
    "thực hiện",
    "triển khai",
    "về việc",
    "v/v",
    "và nghị quyết",
    "và chỉ thị",
    "và kết luận",
    "và quy định",
    "và kế hoạch",
    "và hướng dẫn",
    "và quyết định",
];

/// The name of the issuing body the text begins with.
fn body_name(text: &str) -> Option<String> {
    let stop = text.find([',', ';', '.', ':', '(', ')', '"', '“', '”', '«', '»', '\n', '…']).unwrap_or(text.len());
    let words: Vec<&str> = text[..stop].split(' ').filter(|word| !word.is_empty()).collect();
    let mut kept = 0;
    for (at, word) in words.iter().enumerate().take(14) {
        if at > 0 && ends_name(&words, at) {
            break;
        }
        let capital = word.starts_with(char::is_uppercase);
        if at == 0 && !capital {
            return None;
        }
        let folded = fold(word);
        let joins = (folded == "va" || matches!(*word, "-" | "–"))
            && words.get(at + 1).is_some_and(|next| next.starts_with(char::is_uppercase));
        if !capital && !joins && !INNER_WORDS.contains(&folded.as_str()) {
            break;
        }
        kept = at + 1;
    }
    while kept > 0
        && matches!(fold(words[kept - 1]).as_str(), "va" | "tai" | "tu" | "")
        && !words[kept - 1].starts_with(char::is_uppercase)
    {
        kept -= 1;
    }
    (kept > 0).then(|| words[..kept].join(" "))
}

fn ends_name(words: &[&str], at: usize) -> bool {
    let ahead = words[at..words.len().min(at + 4)].join(" ").to_lowercase();
    let shouted = |word: &str| word.chars().count() > 1 && !word.contains(char::is_lowercase);
    let small = words[at].starts_with(char::is_lowercase) || shouted(words[0]) && shouted(words[at]);
    begins_with_any(&ahead, TITLE_OPENINGS) || small && begins_with_any(&ahead, ENDING_WORDS)
}

/// The nearest verb before the mention, in its sentence.
fn relation(before: &str) -> Relation {
    const VERBS: &[(&str, Relation)] = &[
        (" can cu ", Relation::BasedOn),
        (" theo ", Relation::BasedOn),
        (" tiep tuc thuc hien ", Relation::Continues),
        (" cu the hoa ", Relation::Details),
        (" huong dan thuc hien ", Relation::Guides),
        (" huong dan ", Relation::Guides),
        (" thuc hien ", Relation::CarriesOut),
        (" trien khai ", Relation::CarriesOut),
        (" quan triet ", Relation::CarriesOut),
        (" thi hanh ", Relation::CarriesOut),
        (" sua doi ", Relation::Amends),
        (" bo sung ", Relation::Supplements),
        (" thay the ", Relation::Replaces),
        (" thay cho ", Relation::Replaces),
        (" bai bo ", Relation::Repeals),
        (" huy bo ", Relation::Repeals),
        (" dinh chinh ", Relation::Corrects),
        (" so ket ", Relation::Reviews),
        (" tong ket ", Relation::Reviews),
        (" kem theo ", Relation::AttachedTo),
    ];
    // words are compared whole: «theo dõi» is not «theo»
    let folded = format!(" {} ", fold(before)).replace(" theo doi ", " ");
    let mut best: Option<(usize, usize, Relation)> = None;
    for (place, _) in folded.match_indices(' ') {
        let letter = folded.as_bytes().get(place + 1);
        for (verb, relation) in VERBS.iter().filter(|(verb, _)| verb.as_bytes().get(1) == letter) {
            let key = (place + verb.len(), verb.len());
            if folded[place..].starts_with(verb) && best.is_none_or(|(end, length, _)| key > (end, length)) {
                best = Some((key.0, key.1, *relation));
            }
        }
    }
    // «tổng kết 10 năm thực hiện Nghị quyết» reviews it
    let reviews = folded.contains("tong ket") || folded.contains("so ket");
    match best {
        Some((_, _, Relation::CarriesOut)) if reviews => Relation::Reviews,
        Some((_, _, relation)) => relation,
        None => Relation::Mentions,
    }
}
