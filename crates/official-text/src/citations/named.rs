//! Documents named without a number: resolutions of congresses and plenums, laws, the Party
//! statutes. A name without what makes it one document («nghị quyết đại hội đảng các cấp») is
//! no mention.

use std::sync::LazyLock;

use regex::Regex;
use vietnamese::fold;

use super::Mention;
use crate::lines::begins_with_any;
use crate::vocabulary::{NAMES_WITH_COMMA, tolerant};

const ORDINAL: &str =
    r"(?:thứ\s(?:nhất|hai|ba|tư|năm|sáu|bảy|tám|chín|mười(?:\s(?:một|hai|ba|bốn|tư|lăm))?|\d{1,2}|[IVX]{1,6}))";

static PARTY: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(&tolerant(&format!(
        r"(?x)\b(?P<type>[Nn]ghị\squyết|[Kk]ết\sluận|Văn\skiện|[Cc]hương\strình\shành\sđộng)\s(?:của\s)?
        (?P<body>
          (?:Đại\shội|[Đđ]ại\shội)\s(?:[^\d\W][\w]*\s){{0,8}}?(?:lần\s{ORDINAL}|[IVX]{{1,6}}\b)
            (?:\s(?:của\s)?(?:Đảng\sbộ\s(?:[Tt]ỉnh|[Tt]hành\sphố|[Hh]uyện|[Qq]uận|[Xx]ã|[Pp]hường|[Tt]hị\sxã)(?:\s\p{{Lu}}[\w]*){{0,4}}|Đảng(?:\sCộng\ssản\sViệt\sNam)?\b|[Đđ]ảng\b))?
          |Đảng\sbộ\s(?:[^\d\W][\w]*\s){{1,5}}?lần\s{ORDINAL}
          |(?:[Hh]ội\snghị\s)?lần\s{ORDINAL}(?:,)?\s(?:của\s)?(?:Ban\sChấp\shành|BCH)\s(?:Trung\sương|TW)(?:\sĐảng)?(?:\s?,?\s?\(?kh[óo][aá]\s[IVX]{{1,6}}\)?)?
          |(?:[Hh]ội\snghị\s)?(?:Trung\sương|TW)\s(?:lần\s{ORDINAL}|\d{{1,2}})(?:\s?,?\s?\(?kh[óo][aá]\s[IVX]{{1,6}}\)?)?
        )"
    )))
    .ok()
});

static STATUTES: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(&tolerant(r"\b(?:Điều lệ|ĐIỀU LỆ) (?:Đảng(?: Cộng sản Việt Nam)?|Công đoàn Việt Nam|Đoàn(?: TNCS Hồ Chí Minh)?|Mặt trận Tổ quốc Việt Nam|Hội [\p{L} ]{3,30}Việt Nam)")).ok()
});

static LAW: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(&tolerant(r"\b(?P<type>Bộ luật|Luật|Pháp lệnh) ")).ok());

static CONSTITUTION: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"\bHiến pháp(?: nước Cộng hòa xã hội chủ nghĩa Việt Nam)?(?: năm (?P<year>\d{4}))?").ok()
});

/// All named documents in the text.
pub(super) fn find(text: &str) -> Vec<Mention> {
    let mut found = Vec::new();
    for parts in PARTY.iter().flat_map(|pattern| pattern.captures_iter(text)) {
        let (Some(whole), Some(kind)) = (parts.get(0), parts.name("type")) else { continue };
        // «các nghị quyết Hội nghị Trung ương 4, 5, 6» names a family, not one document
        if kind.as_str().starts_with('n') && text[..whole.start()].ends_with("các ") {
            continue;
        }
        let code = match fold(kind.as_str()).as_str() {
            "nghi quyet" => "NQ",
            "ket luan" => "KL",
            "chuong trinh hanh dong" => "CTr",
            _ => "VK",
        };
        found.push(named(text, whole.start(), whole.end(), code));
    }
    for whole in STATUTES.iter().flat_map(|pattern| pattern.find_iter(text)) {
        found.push(named(text, whole.start(), whole.end(), "ĐL"));
    }
    for whole in CONSTITUTION.iter().flat_map(|pattern| pattern.find_iter(text)) {
        found.push(named(text, whole.start(), whole.end(), "HP"));
    }
    for parts in LAW.iter().flat_map(|pattern| pattern.captures_iter(text)) {
        let (Some(whole), Some(kind)) = (parts.get(0), parts.name("type")) else { continue };
        let length = law_name_length(name_window(text, whole.end()));
        if length == 0 {
            continue;
        }
        let code = match fold(kind.as_str()).as_str() {
            "bo luat" => "BL",
            "phap lenh" => "PL",
            _ => "L",
        };
        found.push(named(text, whole.start(), whole.end() + length, code));
    }
    found
}

fn named(text: &str, start: usize, end: usize, code: &str) -> Mention {
    let name = text[start..end].trim_end_matches([',', ' ']).to_owned();
    let end = start + name.len();
    Mention { start, end, type_code: Some(code.to_owned()), number: None, year: None, symbol: None, name: Some(name) }
}

/// The text in which the name of a law must end, in bytes.
const LONGEST_NAME: usize = 220;

fn name_window(text: &str, start: usize) -> &str {
    let mut limit = (start + LONGEST_NAME).min(text.len());
    while !text.is_char_boundary(limit) {
        limit -= 1;
    }
    text[start..limit].split(['\n', ';', '.', ':', '(', ')', '"', '“', '”']).next().unwrap_or("")
}

/// Words after which a name is over.
const NAME_ENDS: &[&str] = &[
    "ngày",
    "năm",
    "số",
    "có",
    "được",
    "quy định",
    "về",
    "và các",
    "thuộc",
    "trong",
    "của",
    "đã",
    "này",
    "tại",
    "thì",
    "sửa đổi",
    "là",
    "đối với",
    "để",
    "nhằm",
    "do",
    "khi",
    "theo",
    "hiện hành",
    "ban hành",
    "như",
    "mà",
    "bằng",
    "phải",
    "và nghị định",
    "và luật",
    "và bộ luật",
    "và pháp luật",
    "đến",
    "cho",
    "vào",
    "gồm",
    "với",
];

/// Bytes of `rest` that name the law: to the first word that cannot be part of a name.
fn law_name_length(rest: &str) -> usize {
    if !rest.starts_with(char::is_uppercase) {
        return 0;
    }
    let plain = lower_ascii(rest);
    let may_hold_comma = NAMES_WITH_COMMA.iter().any(|name| plain.starts_with(name));
    let words: Vec<(usize, &str)> =
        rest.split(' ').map(|word| (word.as_ptr() as usize - rest.as_ptr() as usize, word)).collect();
    let mut end = 0;
    let mut commas = 0;
    for (at, (place, word)) in words.iter().enumerate().take(24) {
        if word.is_empty() || at > 0 && ends_name(&words[at..]) {
            break;
        }
        end = place + word.len();
        if word.ends_with(',') {
            commas += 1;
            let next_small = words.get(at + 1).is_some_and(|(_, next)| next.starts_with(char::is_lowercase));
            if !may_hold_comma || commas > 2 || !next_small {
                end -= 1;
                break;
            }
        }
    }
    end
}

fn ends_name(words: &[(usize, &str)]) -> bool {
    let ahead: Vec<&str> = words.iter().take(3).map(|(_, word)| *word).collect();
    begins_with_any(&ahead.join(" ").to_lowercase(), NAME_ENDS)
}

/// Lower case without diacritics, signs kept.
fn lower_ascii(text: &str) -> String {
    text.chars()
        .take(60)
        .map(|letter| if letter.is_alphabetic() { fold(&letter.to_string()) } else { letter.to_string() })
        .collect()
}
