//! The text of a draft: plain paragraphs, one a line, in Unicode normal form C. Its sections are read by `official-text`,
//! as those of any document.

use documents::domain::{Section, name_of_type};
use official_text::Document as Parsed;

/// The longest text that is taken, in bytes: some three hundred pages.
pub const LONGEST: usize = 1_000_000;

/// What was typed or pasted, as it is kept: one paragraph a line, no blank lines, single spaces, no control characters.
#[must_use]
pub fn plain(typed: &str) -> String {
    let mut text = String::with_capacity(typed.len());
    for line in vietnamese::nfc(typed).lines() {
        let words: Vec<&str> =
            line.split(|c: char| c.is_whitespace() || c.is_control()).filter(|w| !w.is_empty()).collect();
        if words.is_empty() {
            continue;
        }
        if !text.is_empty() {
            text.push('\n');
        }
        text.push_str(&words.join(" "));
    }
    text
}

/// The sections of a draft's text. The parser is shown the head a document has, so that it knows where the body begins.
#[must_use]
pub fn section_tree(type_code: &str, text: &str) -> Vec<Section> {
    let head = format!("{}\nvề dự thảo\n-----\n\n", name_of_type(type_code).to_uppercase());
    let parsed = official_text::parse(&format!("{head}{text}"));
    let shift = i64::try_from(head.len()).unwrap_or(i64::MAX);
    Section::all_of(&parsed)
        .into_iter()
        .filter(|section| section.start >= shift)
        .map(|section| Section { start: section.start - shift, end: section.end - shift, ..section })
        .collect()
}

/// The body of a document read from a file: without its head, its recipients and its signature.
#[must_use]
pub fn body_of(text: &str, parsed: &Parsed) -> String {
    let ends = [&parsed.title, &parsed.type_name, &parsed.date, &parsed.full_number];
    let start = ends.iter().filter_map(|found| found.as_ref().map(|f| f.span.end)).max().unwrap_or_default();
    let behind = [&parsed.signing_authority, &parsed.signer_position, &parsed.signer_name];
    let closes = behind.iter().filter_map(|found| found.as_ref().map(|f| f.span.start));
    let end = closes
        .chain(parsed.recipients.first().map(|line| line.span.start))
        .filter(|at| *at > start)
        .min()
        .unwrap_or(text.len());
    let body = text.get(start..end).unwrap_or(text);
    let is_rule = |line: &&str| !line.trim().is_empty() && line.trim().chars().all(|c| "-–—_*".contains(c));
    let mut lines: Vec<&str> = body.lines().skip_while(|line| line.trim().is_empty() || is_rule(line)).collect();
    // the end lies in the line of «Nơi nhận:» or in that of the signature
    let is_close =
        |line: &&str| line.trim().is_empty() || is_rule(line) || vietnamese::fold(line).starts_with("noi nhan");
    while lines.last().is_some_and(is_close) {
        lines.pop();
    }
    plain(&lines.join("\n").replace("**", ""))
}

#[cfg(test)]
mod tests {
    use super::*;

    const BODY: &str = "Căn cứ Điều lệ Đảng.\nI. MỤC TIÊU\n1. Nâng cao chất lượng sinh hoạt chi bộ.\n2. Phát huy dân chủ.\nII. TỔ CHỨC THỰC HIỆN\n1. Văn phòng theo dõi.";

    #[test]
    fn what_is_typed_becomes_plain_paragraphs() {
        assert_eq!(plain("  I.  MỤC\u{a0}TIÊU\r\n\r\n\t1. Học\u{7} tập \n"), "I. MỤC TIÊU\n1. Học tập");
        assert_eq!(plain(" \n \n"), "");
    }

    #[test]
    fn sections_are_found_where_they_stand() {
        let sections = section_tree("NQ", BODY);
        let labels: Vec<(&str, i64)> = sections.iter().map(|one| (one.label.as_str(), one.depth)).collect();
        assert_eq!(labels, [("I", 1), ("1", 2), ("2", 2), ("II", 1), ("1", 2)]);
        let first = usize::try_from(sections[0].start).unwrap();
        assert!(BODY[first..].starts_with("I. MỤC TIÊU"));
        assert!(section_tree("NQ", "").is_empty());
    }

    #[test]
    fn a_file_gives_its_body_without_head_and_signature() {
        let text = format!(
            "TỈNH ỦY SÔNG LẠC\tĐẢNG CỘNG SẢN VIỆT NAM\n*\nSố 05-NQ/TU\tSông Lạc, ngày 09 tháng 3 năm 2026\n\nNGHỊ QUYẾT\nvề sinh hoạt chi bộ\n-----\n\n{BODY}\n\nNơi nhận:\tT/M BAN THƯỜNG VỤ\n- Các đảng ủy trực thuộc;\tPHÓ BÍ THƯ\n- Lưu Văn phòng.\n\tTrần Thị Hạnh\n"
        );
        assert_eq!(body_of(&text, &official_text::parse(&text)), BODY);
        assert_eq!(body_of(BODY, &official_text::parse(BODY)), BODY);
    }
}
