//! The body of a .docx document: paragraphs, headings, tables, footnotes.

use docx_rs::{
    AlignmentType, Docx, Footnote, HeightRule, LineSpacing, LineSpacingType, Paragraph, Run as DocxRun,
    SpecialIndentType, Table as DocxTable, TableCell, TableLayoutType, TableRow, VAlignType, WidthType,
};

use crate::docx::parts::{body_spacing, centred, gaps, half_points, room, run, twips_of_mm};
use crate::paper::{Align, Block, Run, Table};
use crate::rules::{RuleSet, Style};

/// Marks a header row until the document is packed (see `with_repeated_headers`).
pub(crate) const HEADER_ROW_HEIGHT: u32 = 7;

const FOOTNOTE_SIZE: f32 = 11.0;

/// Numbers the footnotes of one document from 1: the library's own counter runs over all.
#[derive(Default)]
pub(crate) struct Footnotes {
    last: usize,
}

/// Which part of the document a body is: the main one is followed by the signature.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part {
    Main,
    Annex,
}

pub(crate) fn add(document: Docx, (body, part): (&[Block], Part), rules: &RuleSet, footnotes: &mut Footnotes) -> Docx {
    let last = body.len().saturating_sub(1);
    body.iter().enumerate().fold(document, |document, (index, block)| {
        // the last paragraph goes with the signature: no page holds a signature alone
        let stays = part == Part::Main && index == last;
        match block {
            Block::Heading { level, text } => document.add_paragraph(heading(*level, text, rules)),
            Block::Paragraph { runs } => document.add_paragraph(paragraph(runs, rules, footnotes).keep_next(stays)),
            Block::Bullet { runs } => {
                let dash = Run::text("- ");
                let runs: Vec<Run> = std::iter::once(dash).chain(runs.iter().cloned()).collect();
                document.add_paragraph(paragraph(&runs, rules, footnotes).keep_next(stays))
            }
            Block::Centred { text } => {
                let style = Style { bold: true, ..rules.body };
                document.add_paragraph(centred(text, style).line_spacing(gaps(6.0, 6.0)).keep_next(true))
            }
            Block::Table(content) => {
                document.add_table(table(content, rules)).add_paragraph(room(rules.paragraph_gap_pt).keep_next(stays))
            }
        }
    })
}

/// Level 1 and 2 bold, 3 bold italic, 4 italic.
fn heading(level: u8, text: &str, rules: &RuleSet) -> Paragraph {
    let style = Style { bold: level <= 3, italic: level >= 3, ..rules.body };
    justified(rules).outline_lvl(usize::from(level - 1)).keep_next(true).add_run(run(text, style))
}

fn justified(rules: &RuleSet) -> Paragraph {
    let first_line = SpecialIndentType::FirstLine(twips_of_mm(rules.first_line_mm) as i32);
    Paragraph::new()
        .align(AlignmentType::Both)
        .indent(None, Some(first_line), None, None)
        .line_spacing(body_spacing(rules))
}

fn paragraph(runs: &[Run], rules: &RuleSet, footnotes: &mut Footnotes) -> Paragraph {
    runs.iter().fold(justified(rules), |paragraph, part| match part {
        Run::Text { text, bold, italic } => {
            paragraph.add_run(run(text, Style { bold: *bold, italic: *italic, ..rules.body }))
        }
        Run::Footnote { text } => paragraph.add_run(footnotes.reference(text)),
    })
}

impl Footnotes {
    fn reference(&mut self, text: &str) -> DocxRun {
        self.last += 1;
        let spacing = LineSpacing::new().before(0).after(0).line(240).line_rule(LineSpacingType::Auto);
        let text = DocxRun::new().size(half_points(FOOTNOTE_SIZE)).add_text(format!(" {text}"));
        let content = Paragraph::new().align(AlignmentType::Both).line_spacing(spacing).add_run(text);
        DocxRun::new().add_footnote_reference(Footnote { id: self.last, content: vec![content] })
    }
}

fn table(content: &Table, rules: &RuleSet) -> DocxTable {
    let width = 210.0 - rules.page.left_mm - rules.page.right_mm;
    let shares: f32 = content.widths.iter().sum();
    let widths: Vec<usize> = content.widths.iter().map(|share| twips_of_mm(width * share / shares)).collect();
    let bold = Style { bold: true, ..rules.table };
    let header = content.header.iter().zip(&widths).map(|(text, width)| table_cell(text, bold, Align::Centre, *width));
    let header =
        TableRow::new(header.collect()).cant_split().row_height(HEADER_ROW_HEIGHT as f32).height_rule(HeightRule::Auto);
    let last = content.rows.len().saturating_sub(1);
    let rows = content.rows.iter().enumerate().map(|(index, row)| {
        let style = if content.total && index == last { bold } else { rules.table };
        let cells = row
            .iter()
            .zip(&content.alignments)
            .zip(&widths)
            .map(|((text, align), width)| table_cell(text, style, *align, *width));
        TableRow::new(cells.collect()).cant_split()
    });
    DocxTable::new(std::iter::once(header).chain(rows).collect())
        .set_grid(widths.clone())
        .width(widths.iter().sum(), WidthType::Dxa)
        .layout(TableLayoutType::Fixed)
}

fn table_cell(text: &str, style: Style, align: Align, width: usize) -> TableCell {
    let align = match align {
        Align::Left => AlignmentType::Left,
        Align::Centre => AlignmentType::Center,
        Align::Right => AlignmentType::Right,
    };
    let paragraph = Paragraph::new().align(align).line_spacing(gaps(2.0, 2.0)).add_run(run(text, style));
    TableCell::new().width(width, WidthType::Dxa).vertical_align(VAlignType::Center).add_paragraph(paragraph)
}
