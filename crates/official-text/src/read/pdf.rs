//! PDF with a text layer to lines of text. Letters are put back on their lines by where they
//! stand on the page, with wide gaps between columns, as the order inside the file is no order
//! of reading.

mod spoken;
mod widths;

use std::collections::HashMap;
use std::sync::mpsc;
use std::time::Duration;

use pdf_extract::{Document, MediaBox, OutputDev, OutputError, Transform, output_doc};

use super::CannotRead;
use spoken::Spoken;

/// Time after which a file is given up: parsers of PDF are not proof against every file.
const MOST_TIME: Duration = Duration::from_secs(30);
const STACK: usize = 64 * 1024 * 1024;
/// Letters of about a thousand dense pages.
const MOST_GLYPHS: usize = 4_000_000;
/// A page with fewer letters on average is the picture of a page.
const FEWEST_LETTERS_A_PAGE: usize = 40;

/// The text of all pages. Runs in a thread of its own: a panic or an endless loop in the parser
/// is the file's fault and ends there.
pub(super) fn text_of(bytes: &[u8]) -> Result<String, CannotRead> {
    let (sender, receiver) = mpsc::channel();
    let bytes = bytes.to_vec();
    let reader = std::thread::Builder::new().name("read-pdf".to_owned()).stack_size(STACK);
    let started = reader.spawn(move || {
        let _ = sender.send(extract(&bytes));
    });
    started.map_err(|_| CannotRead::Damaged)?;
    receiver.recv_timeout(MOST_TIME).unwrap_or(Err(CannotRead::Damaged))
}

fn extract(bytes: &[u8]) -> Result<String, CannotRead> {
    let mut document = Document::load_mem(bytes).map_err(|error| refusal(bytes, &error))?;
    if document.is_encrypted() {
        document.decrypt("").map_err(|_| CannotRead::Encrypted)?;
    }
    widths::spell_out(&mut document);
    let pages = document.get_pages();
    let spoken = pages.iter().map(|(number, id)| (*number, Spoken::on_page(&document, *id))).collect();
    let pages = pages.len();
    let mut page = Pages { spoken, ..Pages::default() };
    if let Err(error) = output_doc(&document, &mut page) {
        return Err(if page.too_many { CannotRead::TooLarge } else { refusal_of_output(bytes, &error) });
    }
    let letters = page.text.chars().filter(|letter| letter.is_alphabetic()).count();
    if pages == 0 {
        return Err(CannotRead::Damaged);
    }
    if letters < FEWEST_LETTERS_A_PAGE * pages {
        return Err(CannotRead::NoTextLayer);
    }
    Ok(page.text)
}

fn refusal_of_output(bytes: &[u8], error: &OutputError) -> CannotRead {
    match error {
        OutputError::PdfError(error) => refusal(bytes, error),
        _ => CannotRead::Damaged,
    }
}

fn refusal(bytes: &[u8], error: &pdf_extract::Error) -> CannotRead {
    let said = error.to_string().to_lowercase();
    let is_locked = said.contains("password") || said.contains("crypt");
    let names_encryption = bytes.windows(8).any(|window| window == b"/Encrypt");
    if is_locked && names_encryption { CannotRead::Encrypted } else { CannotRead::Damaged }
}

struct Glyph {
    left: f64,
    right: f64,
    baseline: f64,
    size: f64,
    text: String,
}

#[derive(Default)]
struct Pages {
    glyphs: Vec<Glyph>,
    count: usize,
    too_many: bool,
    top: f64,
    text: String,
    /// given meanings by page number, for the page being read, and the drawing under way
    spoken: HashMap<u32, Spoken>,
    here: Spoken,
    drawing: Option<usize>,
    said: Option<usize>,
}

impl OutputDev for Pages {
    fn begin_page(
        &mut self,
        number: u32,
        media: &MediaBox,
        _: Option<(f64, f64, f64, f64)>,
    ) -> Result<(), OutputError> {
        self.top = media.ury;
        self.here = self.spoken.remove(&number).unwrap_or_default();
        (self.drawing, self.said) = (None, None);
        Ok(())
    }

    fn end_page(&mut self) -> Result<(), OutputError> {
        let glyphs = std::mem::take(&mut self.glyphs);
        if !self.text.is_empty() {
            self.text.push_str("\n\n");
        }
        lay_out(glyphs, &mut self.text);
        Ok(())
    }

    fn output_character(
        &mut self,
        at: &Transform,
        width: f64,
        _: f64,
        font: f64,
        letters: &str,
    ) -> Result<(), OutputError> {
        self.count += 1;
        if self.count > MOST_GLYPHS {
            self.too_many = true;
            return Err(OutputError::FormatError(std::fmt::Error));
        }
        let size = (at.m11.hypot(at.m12) * font).abs();
        let size = if size.is_finite() && size > 0.5 { size } else { 10.0 };
        let left = at.m31;
        // a mark drawn apart from its letter has no text but takes its place on the line
        let text: String = match self.drawing.and_then(|drawing| self.here.of(drawing)) {
            Some((span, _)) if self.said == Some(span) => String::new(),
            Some((span, meaning)) => {
                self.said = Some(span);
                meaning.to_owned()
            }
            None => letters.chars().filter(|letter| !letter.is_control()).collect(),
        };
        self.glyphs.push(Glyph { left, right: left + width * size, baseline: self.top - at.m32, size, text });
        Ok(())
    }

    fn begin_word(&mut self) -> Result<(), OutputError> {
        self.drawing = Some(self.drawing.map_or(0, |drawing| drawing + 1));
        Ok(())
    }

    fn end_word(&mut self) -> Result<(), OutputError> {
        Ok(())
    }

    fn end_line(&mut self) -> Result<(), OutputError> {
        Ok(())
    }
}

/// Writes a page's letters line by line, top to bottom, left to right.
fn lay_out(mut glyphs: Vec<Glyph>, text: &mut String) {
    glyphs.retain(|glyph| glyph.baseline.is_finite() && glyph.left.is_finite());
    glyphs.sort_by(|one, other| one.baseline.total_cmp(&other.baseline));
    let left_edge = glyphs.iter().map(|glyph| glyph.left).fold(f64::INFINITY, f64::min);
    let mut line: Vec<Glyph> = Vec::new();
    let mut last_baseline: Option<f64> = None;
    let mut usual_gap = f64::INFINITY;
    for glyph in glyphs {
        if let Some(first) = line.first()
            && (glyph.baseline - first.baseline).abs() > 0.45 * first.size.max(glyph.size)
        {
            write_line(&mut line, left_edge, &mut last_baseline, &mut usual_gap, text);
        }
        line.push(glyph);
    }
    write_line(&mut line, left_edge, &mut last_baseline, &mut usual_gap, text);
}

fn write_line(line: &mut Vec<Glyph>, left_edge: f64, last: &mut Option<f64>, usual_gap: &mut f64, text: &mut String) {
    line.sort_by(|one, other| one.left.total_cmp(&other.left));
    let Some(first) = line.first() else { return };
    if line.iter().all(|glyph| glyph.text.trim().is_empty()) {
        line.clear();
        return;
    }
    let baseline = first.baseline;
    if let Some(before) = last.replace(baseline) {
        let gap = baseline - before;
        // a gap well above the line spacing parts paragraphs
        let is_wide = gap > 1.35 * usual_gap.min(first.size * 1.6);
        *usual_gap = usual_gap.min(gap.max(first.size));
        text.push_str(if is_wide { "\n\n" } else { "\n" });
    }
    let indent = ((first.left - left_edge) / (first.size * 0.5)).clamp(0.0, 90.0);
    text.extend(std::iter::repeat_n(' ', indent as usize));
    let mut right: Option<f64> = None;
    for glyph in line.drain(..) {
        if let Some(right) = right {
            let gap = glyph.left - right;
            if gap > 1.9 * glyph.size {
                let blanks = (gap / (glyph.size * 0.5)).clamp(4.0, 60.0);
                text.extend(std::iter::repeat_n(' ', blanks as usize));
            } else if gap > 0.13 * glyph.size && !text.ends_with(' ') && !glyph.text.starts_with(' ') {
                text.push(' ');
            }
        }
        right = Some(right.unwrap_or(f64::NEG_INFINITY).max(glyph.right));
        text.push_str(&glyph.text);
    }
}
