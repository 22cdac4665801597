//! How far down a document says it goes («Chỉ thị này phổ biến đến chi bộ.»), and its legal
//! grounds («Căn cứ ...»): sentences of fixed form in the body.

use std::sync::LazyLock;

use crate::document::{Dissemination, Document, Found};
use crate::lines::{Line, begins_with_any};
use crate::source::{Mapped, one_line};
use regex::Regex;

static DEPTH: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"(?:\p{Lu}[\p{L}]* [\p{L} ]{1,24}|Văn bản) này (?:được |sẽ )?(?:(?:gửi|phổ biến|quán triệt|triển khai|truyền đạt|thông báo)(?:, | và | )?){1,4}(?:thực hiện )?(?:đến|tới|xuống) (?P<depth>[^.;:\n]{3,90})[.;]",
    )
    .ok()
});

/// The sentence of dissemination; the last one stands.
pub(crate) fn read(flow: &Mapped<'_>, document: &mut Document) {
    let Some(pattern) = DEPTH.as_ref() else { return };
    let Some(parts) = pattern.captures_iter(&flow.text).last() else { return };
    let (Some(whole), Some(depth)) = (parts.get(0), parts.name("depth")) else { return };
    let mut depth = depth.as_str().trim();
    for opening in ["các ", "từng ", "tất cả các ", "toàn thể ", "mọi "] {
        depth = depth.strip_prefix(opening).unwrap_or(depth);
    }
    for ending in [" để ", ", ", " và tổ chức"] {
        depth = depth.split(ending).next().unwrap_or(depth);
    }
    document.dissemination = Some(Dissemination {
        text: whole.as_str().to_owned(),
        depth: depth.to_owned(),
        span: flow.span(whole.start(), whole.end()),
    });
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
