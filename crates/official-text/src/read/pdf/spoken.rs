//! What a PDF says its glyphs mean (ActualText). A font that lacks a Vietnamese letter draws it
//! from pieces; the true letter then stands beside the drawing and outranks its pieces.

use pdf_extract::content::{Content, Operation};
use pdf_extract::{Document, Object, ObjectId};

/// For each text drawing of a page, in order, the span with a given meaning it lies in.
#[derive(Debug, Default)]
pub(super) struct Spoken {
    drawings: Vec<Option<usize>>,
    meanings: Vec<String>,
}

impl Spoken {
    /// The span of a drawing and its meaning.
    pub(super) fn of(&self, drawing: usize) -> Option<(usize, &str)> {
        let span = (*self.drawings.get(drawing)?)?;
        Some((span, self.meanings.get(span)?))
    }

    /// Reads the page's own content; nothing for pages that draw other forms, whose texts come
    /// in between.
    pub(super) fn on_page(document: &Document, page: ObjectId) -> Self {
        let Ok(content) = document.get_page_content(page) else { return Self::default() };
        if !content.windows(10).any(|window| window == b"ActualText") {
            return Self::default();
        }
        let Ok(content) = Content::decode(&content) else { return Self::default() };
        let mut spoken = Self::default();
        let mut open: Vec<Option<usize>> = Vec::new();
        for operation in &content.operations {
            match operation.operator.as_str() {
                "Do" => return Self::default(),
                "BMC" => open.push(None),
                "BDC" => {
                    let meaning = meaning(operation);
                    open.push(meaning.map(|meaning| {
                        spoken.meanings.push(meaning);
                        spoken.meanings.len() - 1
                    }));
                }
                "EMC" => {
                    open.pop();
                }
                _ => {
                    let span = open.iter().rev().find_map(|span| *span);
                    spoken.drawings.extend(std::iter::repeat_n(span, drawings(operation)));
                }
            }
        }
        spoken
    }
}

/// How many texts the operation draws.
fn drawings(operation: &Operation) -> usize {
    match (operation.operator.as_str(), operation.operands.first()) {
        ("TJ", Some(Object::Array(parts))) => parts.iter().filter(|part| matches!(part, Object::String(..))).count(),
        ("Tj", _) => 1,
        _ => 0,
    }
}

fn meaning(operation: &Operation) -> Option<String> {
    let properties = operation.operands.get(1)?.as_dict().ok()?;
    let bytes = properties.get(b"ActualText").ok()?.as_str().ok()?;
    match bytes.strip_prefix(&[0xfe, 0xff]) {
        Some(wide) => {
            let units: Vec<u16> = wide.chunks_exact(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]])).collect();
            String::from_utf16(&units).ok()
        }
        None => bytes.is_ascii().then(|| String::from_utf8_lossy(bytes).into_owned()),
    }
}
