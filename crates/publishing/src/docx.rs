//! A document as .docx: page, header and footer, assembly and packing. The parts of the page are
//! drawn in `docx/`; what they say comes from `composed`.

mod body;
mod close;
mod head;
mod parts;

use std::io::Cursor;

use docx_rs::{
    AlignmentType, Docx, Footer, Header, LineSpacing, PageMargin, PageNum, Paragraph, Run, RunFonts,
    Style as NamedStyle, StyleType, VertAlignType,
};

use crate::composed::{Composed, compose};
use crate::paper::{CannotPublish, Paper};
use crate::rules::RuleSet;
use parts::{half_points, twips};

/// The font every text names; a computer without it shows one of the same widths.
const FONT: &str = "Times New Roman";

const A4_MM: [f32; 2] = [210.0, 297.0];

/// Prints a document as .docx after these rules (see [`RuleSet::in_force`]).
///
/// # Errors
/// [`CannotPublish::Incomplete`] when issuer, place or title are missing.
pub fn docx(paper: &Paper, rules: &RuleSet) -> Result<Vec<u8>, CannotPublish> {
    let composed = compose(paper, rules)?;
    let mut footnotes = body::Footnotes::default();
    let mut document = head::add(page(&composed), &composed);
    document = body::add(document, (&composed.body, body::Part::Main), rules, &mut footnotes);
    document = close::add(document, &composed);
    for attachment in &composed.attachments {
        document = close::add_attachment_head(document, attachment, rules);
        document = body::add(document, (&attachment.body, body::Part::Annex), rules, &mut footnotes);
    }
    let mut parts = document.build();
    parts.footnotes = with_footnote_marks(parts.footnotes)?;
    parts.document = with_repeated_headers(parts.document)?;
    let mut file = Cursor::new(Vec::new());
    parts.pack(&mut file).map_err(|cause| CannotPublish::Docx(cause.to_string()))?;
    Ok(file.into_inner())
}

fn page(composed: &Composed<'_>) -> Docx {
    let page = composed.rules.page;
    let margin = PageMargin {
        top: twips_of_mm(page.top_mm),
        bottom: twips_of_mm(page.bottom_mm),
        left: twips_of_mm(page.left_mm),
        right: twips_of_mm(page.right_mm),
        header: twips_of_mm(page.number_from_edge_mm),
        footer: twips_of_mm(page.number_from_edge_mm),
        gutter: 0,
    };
    let mut footnote_mark = NamedStyle::new("FootnoteReference", StyleType::Character).name("footnote reference");
    footnote_mark.run_property = footnote_mark.run_property.vert_align(VertAlignType::SuperScript);
    let number = Paragraph::new().align(AlignmentType::Center).add_page_num(PageNum::new());
    let document = Docx::new()
        .page_size(twips_of_mm(A4_MM[0]).unsigned_abs(), twips_of_mm(A4_MM[1]).unsigned_abs())
        .page_margin(margin)
        .default_fonts(RunFonts::new().ascii(FONT).hi_ansi(FONT).east_asia(FONT).cs(FONT))
        .default_size(half_points(page.number_size))
        .default_line_spacing(LineSpacing::new().before(0).after(0))
        .add_style(footnote_mark)
        .title_pg()
        .first_header(Header::new().add_paragraph(Paragraph::new()))
        .header(Header::new().add_paragraph(number));
    match &composed.fingerprint {
        None => document,
        Some(fingerprint) => {
            let line = || {
                let run = Run::new().size(half_points(8.0)).color("595959").add_text(fingerprint);
                Footer::new().add_paragraph(Paragraph::new().align(AlignmentType::Center).add_run(run))
            };
            document.first_footer(line()).footer(line())
        }
    }
}

fn twips_of_mm(mm: f32) -> i32 {
    twips(mm * 72.0 / 25.4)
}

/// The library writes footnotes without their own number and without the line above them; both
/// are put in here, before they are packed.
fn with_footnote_marks(footnotes: Vec<u8>) -> Result<Vec<u8>, CannotPublish> {
    const MARK: &str = r#"<w:r><w:rPr><w:vertAlign w:val="superscript" /></w:rPr><w:footnoteRef /></w:r>"#;
    const LINES: &str = r#"<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator /></w:r></w:p></w:footnote><w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:r><w:continuationSeparator /></w:r></w:p></w:footnote>"#;
    let xml = text(footnotes)?;
    let mut marked = String::with_capacity(xml.len() + 1024);
    let mut rest = xml.as_str();
    let mut is_first = true;
    while let Some(start) = rest.find("<w:footnote ") {
        let end = rest[start..].find("</w:pPr>").map(|end| start + end + "</w:pPr>".len());
        let Some(end) = end else { break };
        marked.push_str(&rest[..start]);
        if is_first {
            marked.push_str(LINES);
            is_first = false;
        }
        marked.push_str(&rest[start..end]);
        marked.push_str(MARK);
        rest = &rest[end..];
    }
    marked.push_str(rest);
    Ok(marked.into_bytes())
}

/// The library has no word for a header row that is repeated on every page; `body` marks such rows
/// by a height no other row has.
fn with_repeated_headers(document: Vec<u8>) -> Result<Vec<u8>, CannotPublish> {
    let mark = format!(r#"<w:trHeight w:val="{}" w:hRule="auto" />"#, body::HEADER_ROW_HEIGHT);
    Ok(text(document)?.replace(&mark, "<w:tblHeader />").into_bytes())
}

fn text(part: Vec<u8>) -> Result<String, CannotPublish> {
    String::from_utf8(part).map_err(|cause| CannotPublish::Docx(cause.to_string()))
}
