//! The form around the text: which lines are head, title, headings, recipients and signature, and which lines make up a
//! paragraph. Only as much of the form as must not count as copied; reading it as data belongs to `official-text`.

use std::ops::Range;

use crate::words::is_mark;

/// Lines that belong together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Paragraph {
    /// bytes of the text, without label or bullet
    pub(crate) span: Range<usize>,
    pub(crate) role: Role,
}

/// What a paragraph is in the form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    /// national name, issuer, number, place and date, recipients, signature
    Form,
    /// who does a task, until when, from which funds: given by the form, yet it may name the own place
    Frame,
    Title,
    Heading,
    Body,
}

/// A head is looked for in so many lines.
const HEAD_LINES: usize = 40;
/// A title is at most so many lines.
const TITLE_LINES: usize = 8;
/// A signature without recipients before it is looked for in so many lines.
const CLOSING_LINES: usize = 25;
/// A heading has at most so many words, in capitals and otherwise.
const HEADING_WORDS: (usize, usize) = (30, 12);

const TYPES: &[&str] = &[
    "chuong trinh",
    "chuong trinh hanh dong",
    "ke hoach",
    "ke hoach hanh dong",
    "nghi quyet",
    "chi thi",
    "ket luan",
    "quyet dinh",
    "quy dinh",
    "quy che",
    "huong dan",
    "thong bao",
    "thong tri",
    "bao cao",
    "to trinh",
    "de an",
    "bien ban",
    "cong van",
    "bai thu hoach",
    "ban thu hoach",
    "thong tu",
    "nghi dinh",
    "luat",
    "phap lenh",
];
const BODY_BEGINS: &[&str] = &["can cu ", "thuc hien ", "kinh gui", "trien khai ", "thi hanh ", "de trien khai "];
const SIGNED_FOR: &[&str] = &["t/m", "tm.", "k/t", "kt.", "t/l", "tl.", "thua lenh", "thua lệnh"];

/// What stands before the names and days of a task in its frame.
const TASK_FRAME: &[&str] = &[
    "chu tri",
    "don vi chu tri",
    "co quan chu tri",
    "nguoi chu tri",
    "chiu trach nhiem",
    "nguoi chiu trach nhiem",
    "phoi hop",
    "don vi phoi hop",
    "co quan phoi hop",
    "thoi gian",
    "thoi gian thuc hien",
    "thoi gian hoan thanh",
    "thoi han",
    "han hoan thanh",
    "kinh phi",
    "nguon kinh phi",
    "kinh phi thuc hien",
];
/// What stands before what there is at the end of a task: short, it is frame («Báo cáo, kế hoạch»); a longer one is told in
/// somebody's words.
const PRODUCT_FRAME: &[&str] = &["san pham", "san pham hoan thanh", "san pham ket qua", "ket qua san pham"];
/// A line of the frame has at most so many words behind its name, a product fewer.
const FRAME_WORDS: usize = 60;
const PRODUCT_WORDS: usize = 6;

struct Line<'a> {
    span: Range<usize>,
    /// without blanks and Markdown signs around it
    text: &'a str,
}

/// The paragraphs of a text in their order.
pub(crate) fn paragraphs(text: &str) -> Vec<Paragraph> {
    let lines = lines_of(text);
    let (body_from, title) = head(&lines);
    let body_to = closing(&lines, body_from);
    let mut all = Vec::new();
    for (number, line) in lines.iter().enumerate().filter(|(_, line)| !is_empty(line)) {
        if number >= body_from && number < body_to {
            continue;
        }
        let role = if title.contains(&number) { Role::Title } else { Role::Form };
        all.push(Paragraph { span: line.span.clone(), role });
    }
    body(text, &lines[body_from..body_to], &mut all);
    all.sort_by_key(|paragraph| paragraph.span.start);
    all
}

fn lines_of(text: &str) -> Vec<Line<'_>> {
    let mut lines = Vec::new();
    let mut start = 0;
    for piece in text.split_inclusive('\n') {
        let trimmed =
            piece.trim_matches(|sign: char| sign.is_whitespace() || matches!(sign, '*' | '_' | '#' | '\u{feff}'));
        let at = start + trimmed.as_ptr() as usize - piece.as_ptr() as usize;
        lines.push(Line { span: at..at + trimmed.len(), text: trimmed });
        start += piece.len();
    }
    lines
}

/// Whether a line has no letter: a rule under the title, a star.
fn is_empty(line: &Line) -> bool {
    !line.text.contains(char::is_alphanumeric)
}

/// The first line of the body, and the lines of the title.
fn head(lines: &[Line]) -> (usize, Range<usize>) {
    let first = lines
        .iter()
        .take(HEAD_LINES)
        .position(|line| is_capital(line.text) && TYPES.contains(&vietnamese::fold(line.text).as_str()));
    let Some(first) = first else {
        let capital = lines.iter().take(HEAD_LINES).take_while(|line| is_of_head(line.text)).count();
        let is_head = lines[..capital].iter().any(|line| is_number_or_nation(line.text));
        return (if is_head { capital } else { 0 }, 0..0);
    };
    let mut end = first + 1;
    while lines.get(end).is_some_and(|line| line.text.is_empty()) {
        end += 1;
    }
    let begun = end;
    while lines.get(end).is_some_and(|line| end - begun < TITLE_LINES && is_of_title(line.text)) {
        end += 1;
    }
    let ends_like_body = lines[begun..end].iter().any(|line| line.text.ends_with(['.', ';', ':']));
    if ends_like_body { (first + 1, first..first + 1) } else { (end, first..end) }
}

/// What every head has: the national name, the Party's, or the number of the document.
fn is_number_or_nation(line: &str) -> bool {
    let folded = vietnamese::fold(line);
    folded.starts_with("so ") || ["dang cong san viet nam", "cong hoa xa hoi"].iter().any(|name| folded.contains(name))
}

fn is_of_head(line: &str) -> bool {
    let folded = vietnamese::fold(line);
    folded.is_empty()
        || (is_capital(line) && label_of(line) == 0 && !line.ends_with('.'))
        || (folded.starts_with("so ") && line.len() < 60 && !line.ends_with('.'))
        || (folded.contains(" ngay ") && folded.contains(" thang ") && line.len() < 80 && !line.ends_with('.'))
}

fn is_of_title(line: &str) -> bool {
    let folded = vietnamese::fold(line);
    let is_first_of_body =
        BODY_BEGINS.iter().any(|begin| folded.starts_with(begin)) && !line.starts_with(char::is_lowercase);
    !folded.is_empty() && label_of(line) == 0 && !is_first_of_body
}

/// The line at which recipients or signature begin; the end where there are none.
fn closing(lines: &[Line], body_from: usize) -> usize {
    let folded_starts = |line: &Line, word: &str| vietnamese::fold(line.text).starts_with(word);
    let recipients = lines.iter().rposition(|line| folded_starts(line, "noi nhan"));
    if let Some(at) = recipients.filter(|at| *at >= body_from) {
        return at;
    }
    let from = lines.len().saturating_sub(CLOSING_LINES).max(body_from);
    let signed = lines[from..].iter().position(|line| {
        let lower = line.text.to_lowercase();
        is_capital(line.text) && SIGNED_FOR.iter().any(|begin| lower.starts_with(begin))
    });
    signed.map_or(lines.len(), |at| from + at)
}

/// Joins the lines of the body into paragraphs.
fn body(text: &str, lines: &[Line], all: &mut Vec<Paragraph>) {
    let widest = usual_width(lines);
    let mut open: Option<Range<usize>> = None;
    let mut before = "";
    for line in lines {
        if is_empty(line) || begins_paragraph(before, line.text, widest) {
            close(text, open.take(), all);
        }
        if !is_empty(line) {
            let start = open.map_or(line.span.start, |span| span.start);
            open = Some(start..line.span.end);
        }
        before = line.text;
    }
    close(text, open, all);
}

/// Whether a line does not carry on the one before it.
fn begins_paragraph(before: &str, line: &str, widest: usize) -> bool {
    if before.is_empty() {
        return true;
    }
    // a full line without an end is a heading only if the next one does not carry it on
    let stands_alone = |line: &str| is_heading(line) && is_short(line, widest);
    let is_title = is_heading(before) && is_capital(before) && !begins_in_capitals(line);
    if stands_alone(before) || stands_alone(line) || is_title {
        return true;
    }
    let carries_on_a_range =
        before.ends_with(|last: char| last.is_ascii_digit() || last == '-') && line.starts_with('-');
    if label_of(line) > 0 && !carries_on_a_range {
        return true;
    }
    before.ends_with(['.', '!', '?', ':']) || (is_short(before, widest) && line.starts_with(char::is_uppercase))
}

fn begins_in_capitals(line: &str) -> bool {
    let first = line.split_whitespace().find(|word| word.chars().filter(|letter| letter.is_alphabetic()).count() > 1);
    first.is_none_or(|word| !word.contains(char::is_lowercase))
}

fn is_short(line: &str, widest: usize) -> bool {
    width(line) * 5 < widest * 3
}

/// The width that a quarter of the lines exceed: one long line does not make the others short.
fn usual_width(lines: &[Line]) -> usize {
    let mut widths: Vec<usize> = lines.iter().map(|line| width(line.text)).filter(|width| *width > 0).collect();
    widths.sort_unstable();
    widths.get(widths.len() * 3 / 4).copied().unwrap_or_default()
}

/// Letters and signs of a line, combining marks apart.
fn width(line: &str) -> usize {
    line.chars().filter(|letter| !is_mark(*letter)).count()
}

fn close(text: &str, span: Option<Range<usize>>, all: &mut Vec<Paragraph>) {
    let Some(span) = span else { return };
    let written = &text[span.clone()];
    let (role, named) = match frame_of(written) {
        Some((name, Fits::Wholly)) => (Role::Frame, name),
        Some((name, Fits::ByName)) => (Role::Body, name),
        None if is_heading(written) => (Role::Heading, 0),
        None => (Role::Body, 0),
    };
    let start = span.start + label_of(written);
    // what the form says of a line is form; what stands behind it may be copied
    if role == Role::Body && named > 0 {
        all.push(Paragraph { span: start..start + named, role: Role::Form });
        all.push(Paragraph { span: start + named..span.end, role });
        return;
    }
    all.push(Paragraph { span: start..span.end, role });
}

/// How much of a line is frame.
enum Fits {
    Wholly,
    ByName,
}

/// «Chủ trì: Văn phòng; Phối hợp: Ban Xây dựng Đảng»: who does a task and until when, in the frame that the form gives;
/// with the bytes of its name, the colon and the blanks behind it included.
fn frame_of(line: &str) -> Option<(usize, Fits)> {
    let whole = &line[label_of(line)..];
    let (name, value) = whole.split_once(':')?;
    let folded = vietnamese::fold(name);
    let named = whole.len() - value.trim_start().len();
    let value = value.trim().trim_end_matches(['.', ';']);
    let is_one = !value.contains(['\n', '!', '?']) && !value.contains(". ");
    let words = value.split_whitespace().count();
    if TASK_FRAME.contains(&folded.trim()) {
        return (is_one && words <= FRAME_WORDS).then_some((named, Fits::Wholly));
    }
    let fits = if is_one && words <= PRODUCT_WORDS { Fits::Wholly } else { Fits::ByName };
    (PRODUCT_FRAME.contains(&folded.trim()) && words > 0).then_some((named, fits))
}

/// A line that names what follows: short, and no sentence.
fn is_heading(line: &str) -> bool {
    let rest = &line[label_of(line)..];
    if rest.ends_with(['.', ';', ',', '!', '?']) || rest.contains(". ") {
        return false;
    }
    let words = rest.split_whitespace().count();
    (is_capital(rest) && words <= HEADING_WORDS.0)
        || (is_numbered(line) && words <= HEADING_WORDS.1 && rest.starts_with(char::is_uppercase))
}

fn is_capital(line: &str) -> bool {
    let (mut upper, mut lower) = (0_usize, 0_usize);
    for letter in line.chars() {
        upper += usize::from(letter.is_uppercase());
        lower += usize::from(letter.is_lowercase());
    }
    upper >= 3 && lower * 6 <= upper
}

fn is_numbered(line: &str) -> bool {
    label_of(line) > 0 && line.starts_with(|first: char| first.is_alphanumeric())
}

/// Bytes of the label or bullet at the start of a line with the blanks behind it: "1.", "2.1.", "a)", "IV.", "-", "•".
fn label_of(line: &str) -> usize {
    let blanks = |from: usize| line[from..].len() - line[from..].trim_start().len();
    if let Some(bullet) = line.chars().next().filter(|first| matches!(first, '-' | '+' | '•' | '–' | '*' | '●' | '▪'))
    {
        return bullet.len_utf8() + blanks(bullet.len_utf8());
    }
    let label = line.split_whitespace().next().unwrap_or_default();
    let inner = label.trim_end_matches(['.', ')', '-', ':', '/']);
    if inner.len() == label.len() || inner.is_empty() {
        return 0;
    }
    let inner = inner.trim_start_matches('(');
    let is_number = inner
        .split('.')
        .all(|part| !part.is_empty() && part.len() <= 2 && part.bytes().all(|byte| byte.is_ascii_digit()));
    let is_roman = inner.len() <= 6 && inner.bytes().all(|byte| b"IVXL".contains(&byte));
    let is_letter = inner.chars().count() == 1 && inner.starts_with(char::is_lowercase);
    if is_number || is_roman || is_letter { label.len() + blanks(label.len()) } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLAN: &str = "ĐẢNG ỦY XÃ ĐÔNG HẢI\n*\nSố 12-KH/ĐU\n\nKẾ HOẠCH\nthực hiện Nghị quyết số 3-NQ/TU\nvề cây dừa nước\n-----\n\n\
        Thực hiện Nghị quyết, Đảng ủy ban hành Kế hoạch như sau:\nI. MỤC TIÊU\n1. Mục tiêu chung\n1.1. Trồng dừa nước dọc\n\
        kênh Chín, đoạn qua ấp Rạch Gốc, dài 2\n- 3 cây số.\n- Giao thanh niên\nươm cây giống.\n\nNơi nhận:\n- Tỉnh ủy,\n\
        T/M ĐẢNG ỦY\nLê Văn Tám\n";

    fn of_role(role: Role) -> Vec<&'static str> {
        let all = paragraphs(PLAN);
        all.into_iter().filter(|paragraph| paragraph.role == role).map(|paragraph| &PLAN[paragraph.span]).collect()
    }

    #[test]
    fn the_form_is_told_from_the_body() {
        assert_eq!(of_role(Role::Title), ["KẾ HOẠCH", "thực hiện Nghị quyết số 3-NQ/TU", "về cây dừa nước"]);
        assert_eq!(of_role(Role::Heading), ["MỤC TIÊU", "Mục tiêu chung"]);
        assert!(of_role(Role::Form).contains(&"T/M ĐẢNG ỦY"));
    }

    #[test]
    fn the_frame_of_a_task_is_no_body_and_what_is_done_is() {
        let text = "1. Mở lớp dạy đan lục bình cho chị em ấp Rạch Gốc.\n- Chủ trì: Văn phòng Đảng ủy; Phối hợp: Hội Phụ nữ xã.\n\
            - Đơn vị phối hợp: Trạm Y tế.\n- Thời gian: trước 30/6/2027.\n- Kinh phí: Ngân sách xã.\n\
            - Sản phẩm: Báo cáo kết quả.\n- Chủ trì: khảo sát. Sau đó mở lớp ở từng ấp.";
        let roles: Vec<Role> = paragraphs(text).into_iter().map(|paragraph| paragraph.role).collect();
        let frame = Role::Frame;
        assert_eq!(roles, [Role::Body, frame, frame, frame, frame, frame, Role::Body]);
        let told = "- Sản phẩm: 3 lớp ở ba ấp ven sông, 60 chị em có nghề đan lục bình.";
        let parts: Vec<(&str, Role)> = paragraphs(told).into_iter().map(|one| (&told[one.span], one.role)).collect();
        let rest = "3 lớp ở ba ấp ven sông, 60 chị em có nghề đan lục bình.";
        assert_eq!(parts, [("Sản phẩm: ", Role::Form), (rest, Role::Body)]);
    }

    #[test]
    fn lines_of_a_paragraph_are_joined() {
        assert_eq!(
            of_role(Role::Body),
            [
                "Thực hiện Nghị quyết, Đảng ủy ban hành Kế hoạch như sau:",
                "Trồng dừa nước dọc\nkênh Chín, đoạn qua ấp Rạch Gốc, dài 2\n- 3 cây số.",
                "Giao thanh niên\nươm cây giống."
            ]
        );
    }
}
