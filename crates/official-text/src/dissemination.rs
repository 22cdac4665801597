//! How far down a document says it goes («Chỉ thị này phổ biến đến chi bộ.»), and its legal
//! grounds («Căn cứ ...»): sentences of fixed form in the body.

use std::sync::LazyLock;

use crate::bare::Bare;
use crate::document::{Dissemination, Document, Found};
use crate::lines::{Line, begins_with_any};
use crate::source::{Mapped, one_line};
use regex::Regex;

/// A sentence of dissemination is short and stands near the end.
const LONGEST_SENTENCE: usize = 420;

static DEPTH: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"(?:gui|pho bien|quan triet|trien khai|truyen dat|thong bao|sinh hoat)(?: va thuc hien| thuc hien| rong rai)? (?:den|toi|xuong) (?P<depth>[^;:\n.]{3,90})",
    )
    .ok()
});

/// The sentence of dissemination: it names this document («Chỉ thị này») and how far down it
/// goes. The last one stands.
pub(crate) fn read(flow: &Mapped<'_>, bare: &Bare, document: &mut Document) {
    let text = flow.text.as_str();
    for parts in DEPTH.iter().flat_map(|depth| depth.captures_iter(&bare.text)) {
        let (Some(whole), Some(depth)) = (parts.get(0), parts.name("depth")) else { continue };
        let earliest = whole.start().saturating_sub(LONGEST_SENTENCE);
        let before = &bare.text[earliest..whole.start()];
        let start = earliest + before.rfind(['.', '\n']).map_or(0, |place| place + 1);
        let end = depth.end() + usize::from(bare.text[depth.end()..].starts_with('.'));
        let start = start + bare.text[start..].len() - bare.text[start..].trim_start().len();
        let start = behind_heading(flow, bare, start, whole.start());
        let opening = names_this(&bare.text[start..whole.start()]);
        let (from, to) = (bare.place(start), bare.place(end));
        if to - from > LONGEST_SENTENCE || !opening || !text[from..].starts_with(char::is_uppercase) {
            continue;
        }
        let depth = &text[bare.place(depth.start())..bare.place(depth.end())];
        let span = flow.span(from, to);
        document.dissemination = Some(Dissemination { text: text[from..to].to_owned(), depth: level(depth), span });
    }
}

/// Where the sentence begins when no blank line parts it from the heading above.
fn behind_heading(flow: &Mapped<'_>, bare: &Bare, start: usize, end: usize) -> usize {
    let mut breaks = bare.text[start..end].match_indices(' ').map(|(place, _)| start + place + 1);
    breaks.rfind(|at| names_this(&bare.text[*at..end]) && flow.heading_before(bare.place(*at))).unwrap_or(start)
}

/// «Chỉ thị này …», «Nội dung Kết luận này …».
fn names_this(opening: &str) -> bool {
    opening.split(' ').take(5).any(|word| word == "nay")
}

/// «chi bộ» of «các chi bộ để thực hiện.»
fn level(depth: &str) -> String {
    let mut depth = depth.trim_end_matches(['.', ' ', '/']);
    for opening in ["tất cả các ", "toàn thể ", "từng ", "mọi ", "các "] {
        depth = depth.strip_prefix(opening).unwrap_or(depth);
    }
    for ending in [" để ", ", ", " và tổ chức", " trong toàn", " biết"] {
        depth = depth.split(ending).next().unwrap_or(depth);
    }
    depth.to_owned()
}

/// The grounds: paragraphs that begin with «Căn cứ», «Xét đề nghị», «Theo đề nghị» before the
/// first section.
pub(crate) fn read_legal_basis(
    clean: &Mapped<'_>,
    lines: &[Line<'_>],
    from: usize,
    to: usize,
    document: &mut Document,
) {
    let mut ground: Option<(usize, usize)> = None;
    let mut grounds = Vec::new();
    for line in lines.iter().take(to.min(from + 120)).skip(from) {
        let cell = line.whole();
        let folded = cell.folded();
        let starts = begins_with_any(&folded, &["can cu", "xet de nghi", "theo de nghi", "xet to trinh"]);
        let goes_on = !line.is_blank() && !cell.is_capitals() && crate::sections::label_of(cell.text).is_none();
        if starts || !goes_on || cell.text.starts_with(['-', '–']) {
            grounds.extend(ground.take());
        }
        if starts {
            ground = Some((cell.start, cell.end()));
        } else if let Some((start, _)) = ground {
            ground = Some((start, cell.end()));
        } else if crate::sections::label_of(cell.text).is_some() {
            break;
        }
        if ground.is_some_and(|(start, end)| clean.text[start..end].ends_with([';', '.', ',']))
            && !wraps(&cell.text[cell.text.len().saturating_sub(1)..])
        {
            grounds.extend(ground.take());
        }
    }
    grounds.extend(ground);
    document.legal_basis = grounds.into_iter().map(|(start, end)| tidy(clean, start, end)).collect();
}

/// A comma may stand at a wrapped line's end; a semicolon or full stop ends the ground.
fn wraps(last: &str) -> bool {
    last == ","
}

fn tidy(clean: &Mapped<'_>, start: usize, end: usize) -> Found {
    let text = clean.text[start..end].trim_start_matches(['-', '–', ' ']).trim_end_matches([';', '.', ',', ' ']);
    let start = end - clean.text[start..end].trim_start_matches(['-', '–', ' ']).len();
    Found { value: one_line(text), span: clean.span(start, start + text.len()) }
}

#[cfg(test)]
mod tests {
    fn sentence(body: &str) -> Option<(String, String)> {
        let document = crate::parse(&format!("CHỈ THỊ\nvề công tác học tập\n\n{body}\n"));
        document.dissemination.map(|sentence| (sentence.text, sentence.depth))
    }

    #[test]
    fn the_sentence_begins_behind_the_heading_right_above_it() {
        let said = Some(("Chỉ thị này phổ biến đến chi bộ.".to_owned(), "chi bộ".to_owned()));
        let headings =
            ["IV. TỔ CHỨC THỰC HIỆN\n", "III. KẾT LUẬN\n", "TỔ CHỨC THỰC HIỆN\n", "4. Tổ chức thực hiện\n- "];
        for heading in headings {
            let body = format!("Các cấp ủy học tập nghiêm túc.\n\n{heading}Chỉ thị này phổ biến đến chi bộ.");
            assert_eq!(sentence(&body), said, "{heading}");
        }
    }

    #[test]
    fn a_wrapped_line_is_no_heading() {
        let text = "Chỉ thị này của Ban Thường vụ\nTỉnh ủy được phổ biến đến chi bộ.";
        for label in ["", "1. "] {
            let said = sentence(&format!("{label}{text}")).map(|(text, _)| text);
            assert_eq!(said, Some(text.replace('\n', " ")), "{label}");
        }
    }
}
