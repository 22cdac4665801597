//! The secrecy mark of a document: Mật, Tối mật, Tuyệt mật as a mark, not as a word of the text.
//! Refusing such a document is the caller's duty (Luật Bảo vệ bí mật nhà nước).

use serde::{Deserialize, Serialize};
use vietnamese::fold;

use crate::header::split_at_anchors;
use crate::lines::{Cell, begins_with_any, is_capitals, lines};
use crate::source::clean;
use crate::vocabulary::BODY_BEGINNINGS;

/// Lines with text that may be the head of a document or stand around it.
const HEAD_LINES: usize = 70;

/// The three levels of state secrets.
///
/// ```
/// use official_text::SecrecyMark;
/// assert!(SecrecyMark::TopSecret > SecrecyMark::Secret);
/// assert_eq!(SecrecyMark::HighlySecret.printed(), "TỐI MẬT");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SecrecyMark {
    /// Mật
    Secret,
    /// Tối mật
    HighlySecret,
    /// Tuyệt mật
    TopSecret,
}

impl SecrecyMark {
    /// As the mark is printed.
    ///
    /// ```
    /// assert_eq!(official_text::SecrecyMark::HighlySecret.printed(), "TỐI MẬT");
    /// ```
    pub const fn printed(self) -> &'static str {
        match self {
            Self::Secret => "MẬT",
            Self::HighlySecret => "TỐI MẬT",
            Self::TopSecret => "TUYỆT MẬT",
        }
    }
}

/// The mark of the document, if it bears one: alone on a line or in a column of the head,
/// bracketed, boxed or with spaced letters, behind «Độ mật:», beside an urgency mark. Words of
/// running text («bảo mật», «bí mật nhà nước», «văn bản có nội dung mật») are no mark.
///
/// ```
/// use official_text::{SecrecyMark, secrecy_mark};
/// assert_eq!(secrecy_mark("TỈNH ỦY HẢI ĐÔNG\n[ T Ố I  M Ậ T ]"), Some(SecrecyMark::HighlySecret));
/// assert_eq!(secrecy_mark("Quy định về bảo vệ bí mật nhà nước"), None);
/// ```
pub fn secrecy_mark(text: &str) -> Option<SecrecyMark> {
    let text = vietnamese::nfc(text);
    let clean = clean(&text);
    let mut highest = None;
    let mut later: Vec<SecrecyMark> = Vec::new();
    let mut seen = 0;
    for line in lines(&clean) {
        let whole = line.whole();
        if whole.text.is_empty() {
            continue;
        }
        seen += 1;
        // a mark is short: long lines of one column hold prose
        if whole.text.len() > 400 {
            continue;
        }
        let cells = line.cells();
        if seen <= HEAD_LINES {
            highest = highest.max(in_head(&whole, &cells));
        } else if let [only] = cells.as_slice()
            && is_capitals(only.text)
        {
            later.extend(mark_alone(only.text));
        }
    }
    highest.or_else(|| stamp_of_a_later_page(&mut later))
}

/// Marks beyond the head: stamps repeat one level, a list of levels names several.
fn stamp_of_a_later_page(marks: &mut Vec<SecrecyMark>) -> Option<SecrecyMark> {
    marks.dedup();
    match marks.as_slice() {
        [only] => Some(*only),
        _ => None,
    }
}

fn in_head(whole: &Cell<'_>, cells: &[Cell<'_>]) -> Option<SecrecyMark> {
    // «Mật | Tối mật | Tuyệt mật» in one row are the columns of a table
    let mut marks: Vec<SecrecyMark> = cells.iter().filter_map(|cell| mark_alone(cell.text)).collect();
    marks.dedup();
    if marks.len() > 1 {
        return None;
    }
    // spaced letters fall into cells: «T U Y Ệ T   M Ậ T»
    let spaced = cells.windows(2).find_map(|pair| mark_alone(&format!("{}{}", pair[0].text, pair[1].text)));
    spaced
        .or(marks.first().copied())
        .or_else(|| mark_alone(whole.text))
        .or_else(|| cells.iter().chain([whole]).find_map(|cell| level_named(cell.text)))
        .or_else(|| cells.iter().find_map(|cell| beside_head_part(*cell)))
}

/// The level when the cell holds nothing else but brackets, lines and an urgency mark.
fn mark_alone(text: &str) -> Option<SecrecyMark> {
    // a list item «a) Mật;» or «- Mật» describes a level
    if text.trim_end().ends_with([';', ',', '.'])
        || text.trim_start().starts_with("- ")
        || crate::sections::label_of(text.trim()).is_some()
    {
        return None;
    }
    // «TUYỆT MẬT (Chỉ người có tên mới được bóc bì)», «MẬT Bản số 03»
    let mark = text.split('(').find(|part| !part.trim().is_empty()).unwrap_or(text);
    let letters: String = mark.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    let mut rest = letters.as_str();
    for urgency in ["hỏatốc", "hoảtốc", "thượngkhẩn", "khẩn"] {
        rest = rest.strip_suffix(urgency).unwrap_or(rest);
        rest = rest.strip_prefix(urgency).unwrap_or(rest);
    }
    rest = rest.split("bảnsố").next().unwrap_or(rest);
    let capitals = is_capitals(text);
    let openings: &[&str] = if capitals {
        &["dấu", "mứcđộmật", "độmật", "vănbản", "tàiliệu", "hồsơ"]
    } else {
        &["dấu", "mứcđộmật", "độmật"]
    };
    for opening in openings {
        rest = rest.strip_prefix(opening).unwrap_or(rest);
    }
    match rest {
        "mật" => Some(SecrecyMark::Secret),
        "tốimật" => Some(SecrecyMark::HighlySecret),
        "tuyệtmật" => Some(SecrecyMark::TopSecret),
        // scanners lose marks of capitals
        "mât" if capitals => Some(SecrecyMark::Secret),
        "mat" if capitals && text.is_ascii() => Some(SecrecyMark::Secret),
        _ if capitals && fold(rest) == "toimat" => Some(SecrecyMark::HighlySecret),
        _ if capitals && fold(rest) == "tuyetmat" => Some(SecrecyMark::TopSecret),
        _ => None,
    }
}

/// «Độ mật: Tối mật», «Mức độ mật: MẬT».
fn level_named(text: &str) -> Option<SecrecyMark> {
    let (field, level) = text.split_once(':')?;
    let field = fold(field);
    let is_field = matches!(
        field.as_str(),
        "do mat" | "muc do mat" | "dau mat" | "dau do mat" | "cap do mat" | "do bao mat" | "muc mat"
    );
    is_field.then(|| mark_alone(level.trim().trim_end_matches(['.', ';', ',']))).flatten()
}

/// A mark in capitals run together with a fixed part of the head: «MẬT ĐẢNG CỘNG SẢN VIỆT NAM»,
/// «HUYỆN ỦY VÂN SƠN TUYỆT MẬT», «Số 12-BC/TU MẬT».
fn beside_head_part(cell: Cell<'_>) -> Option<SecrecyMark> {
    let parts = split_at_anchors(cell);
    if parts.len() > 1
        && let Some(mark) = parts.iter().find_map(|part| mark_alone(part.text))
    {
        return Some(mark);
    }
    parts.iter().find_map(|part| at_end_of_body_name(part.text))
}

fn at_end_of_body_name(text: &str) -> Option<SecrecyMark> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let folded = fold(text);
    if words.len() < 3 || words.len() > 14 || !is_capitals(text) || !begins_with_any(&folded, BODY_BEGINNINGS) {
        return None;
    }
    let (last, before) = (words[words.len() - 1], words[words.len() - 2]);
    if last.to_lowercase() != "mật" {
        return None;
    }
    match before.to_lowercase().as_str() {
        "tối" => Some(SecrecyMark::HighlySecret),
        "tuyệt" => Some(SecrecyMark::TopSecret),
        "bảo" | "bí" | "cơ" | "dung" | "độ" | "không" | "tình" | "thân" => None,
        _ => Some(SecrecyMark::Secret),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_of_every_make_are_recognised() {
        let cases = [
            ("MẬT", SecrecyMark::Secret),
            ("**TỐI MẬT**", SecrecyMark::HighlySecret),
            ("| TUYỆT MẬT |", SecrecyMark::TopSecret),
            ("┌─────┐\n│ MẬT │\n└─────┘", SecrecyMark::Secret),
            ("(Mật)", SecrecyMark::Secret),
            ("T U Y Ệ T   M Ậ T", SecrecyMark::TopSecret),
            ("M\u{1ead}T".trim(), SecrecyMark::Secret),
            ("TO\u{302}\u{301}I MA\u{323}\u{302}T", SecrecyMark::HighlySecret),
            ("Độ mật: Tuyệt mật", SecrecyMark::TopSecret),
            ("ĐẢNG BỘ TỈNH HẢI ĐÔNG          MẬT          ĐẢNG CỘNG SẢN VIỆT NAM", SecrecyMark::Secret),
            ("TỐI MẬT ĐẢNG CỘNG SẢN VIỆT NAM", SecrecyMark::HighlySecret),
            ("HUYỆN ỦY VÂN SƠN TUYỆT MẬT", SecrecyMark::TopSecret),
            ("Số 12-BC/TU MẬT", SecrecyMark::Secret),
            ("HỎA TỐC - MẬT", SecrecyMark::Secret),
            ("TÀI LIỆU TUYỆT MẬT", SecrecyMark::TopSecret),
            ("Độ mật - Tối mật", SecrecyMark::HighlySecret),
            ("MẬT  Bản số: 03", SecrecyMark::Secret),
            ("TUYỆT MẬT (Chỉ người có tên mới được bóc bì)", SecrecyMark::TopSecret),
            ("* Mật *", SecrecyMark::Secret),
            ("TỈNH ỦY HẢI ĐÔNG\tMẬT", SecrecyMark::Secret),
        ];
        for (text, mark) in cases {
            assert_eq!(secrecy_mark(text), Some(mark), "{text}");
        }
    }

    #[test]
    fn ordinary_words_are_no_mark() {
        for text in [
            "Không áp dụng đối với văn bản có nội dung mật.",
            "BAN CHỈ ĐẠO BẢO VỆ BÍ MẬT",
            "QUY ĐỊNH\nvề bảo mật",
            "công tác bảo vệ bí mật\nmật mã, cơ yếu",
            "a) Tuyệt mật;\nb) Tối mật;\nc) Mật.",
            "Độ mật: Thường",
            "Thường\tMật\tTối mật\tTuyệt mật",
            "Đường mật",
            "MẶT TRẬN",
            "Ong mật",
            "ĐỘ MẬT",
            "Tài liệu mật của địch",
            "(mật ong)",
        ] {
            assert_eq!(secrecy_mark(text), None, "{text}");
        }
    }

    #[test]
    fn a_stamp_on_a_later_page_counts_but_a_list_of_levels_does_not() {
        let body = "Đoạn văn của một báo cáo dài.\n".repeat(100);
        assert_eq!(secrecy_mark(&format!("{body}MẬT\n{body}MẬT\n")), Some(SecrecyMark::Secret));
        assert_eq!(secrecy_mark(&format!("{body}TUYỆT MẬT\n\nTỐI MẬT\n\nMẬT\n")), None);
    }
}
