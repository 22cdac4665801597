//! How far down a document says it goes («Chỉ thị này phổ biến đến chi bộ.»), and its legal
//! grounds («Căn cứ ...»): sentences of fixed form in the body.

use std::sync::LazyLock;

use crate::document::{Dissemination, Document, Found};
use crate::lines::{Line, begins_with_any};
use crate::source::{Mapped, one_line};
use crate::vocabulary::tolerant;
use regex::Regex;

static DEPTH: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(&tolerant(
        r"(?:gửi|phổ biến|quán triệt|triển khai|truyền đạt|thông báo)(?: và thực hiện| thực hiện)? (?:đến|tới|xuống) (?P<depth>[^;:]{3,90})",
    ))
    .ok()
});

/// A sentence of dissemination is short and stands near the end.
const LONGEST_SENTENCE: usize = 420;

/// The sentence of dissemination: it names this document («Chỉ thị này») and how far down it
/// goes. The last one stands.
pub(crate) fn read(flow: &Mapped<'_>, document: &mut Document) {
    let mut start = 0;
    for piece in flow.text.split_inclusive(['.', '\n']) {
        let begin = start + (piece.len() - piece.trim_start().len());
        start += piece.len();
        let sentence = piece.trim();
        let opening = sentence.split(' ').take(5).any(|word| word == "này" || word == "nay");
        if sentence.len() > LONGEST_SENTENCE || !opening || !sentence.starts_with(char::is_uppercase) {
            continue;
        }
        let Some(parts) = DEPTH.as_ref().and_then(|depth| depth.captures_iter(sentence).last()) else { continue };
        let Some(depth) = parts.name("depth") else { continue };
        let span = flow.span(begin, begin + sentence.len());
        document.dissemination = Some(Dissemination { text: sentence.to_owned(), depth: level(depth.as_str()), span });
    }
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
