//! The small pieces every part of a .docx page is made of.

use docx_rs::{
    AlignmentType, LineSpacing, LineSpacingType, Paragraph, ParagraphBorder, ParagraphBorderPosition, ParagraphBorders,
    Run, Table, TableCell, TableLayoutType, TableRow, WidthType,
};

use crate::rules::{RuleSet, Style};

/// Twentieths of a point.
pub(crate) fn twips(points: f32) -> i32 {
    (points * 20.0).round() as i32
}

pub(crate) fn twips_of_mm(mm: f32) -> usize {
    twips(mm * 72.0 / 25.4).unsigned_abs() as usize
}

pub(crate) fn half_points(points: f32) -> usize {
    (points * 2.0).round() as usize
}

pub(crate) fn run(text: &str, style: Style) -> Run {
    let mut run = Run::new().size(half_points(style.size)).add_text(text);
    if style.bold {
        run = run.bold();
    }
    if style.italic {
        run = run.italic();
    }
    if style.underlined {
        run = run.underline("single");
    }
    run
}

/// A line or paragraph of the head or the close: nothing before or after it.
pub(crate) fn line(text: &str, style: Style, align: AlignmentType) -> Paragraph {
    Paragraph::new().align(align).line_spacing(gaps(0.0, 0.0)).add_run(run(text, style))
}

pub(crate) fn centred(text: &str, style: Style) -> Paragraph {
    line(text, style, AlignmentType::Center)
}

/// Distances before and after a paragraph in points, lines as high as their letters.
pub(crate) fn gaps(before: f32, after: f32) -> LineSpacing {
    LineSpacing::new()
        .before(twips(before).unsigned_abs())
        .after(twips(after).unsigned_abs())
        .line(240)
        .line_rule(LineSpacingType::Auto)
}

/// Body text: lines at an exact distance.
pub(crate) fn body_spacing(rules: &RuleSet) -> LineSpacing {
    LineSpacing::new()
        .before(0)
        .after(twips(rules.paragraph_gap_pt).unsigned_abs())
        .line(twips(rules.line_pt))
        .line_rule(LineSpacingType::Exact)
}

/// An empty line of exactly this height in points.
pub(crate) fn room(height: f32) -> Paragraph {
    let spacing = LineSpacing::new().before(0).after(0).line(twips(height)).line_rule(LineSpacingType::Exact);
    Paragraph::new().line_spacing(spacing)
}

/// A rule of this length in the middle of a column, both in points.
pub(crate) fn rule(length: f32, column: f32) -> Paragraph {
    let side = twips(((column - length) / 2.0).max(0.0));
    let border = ParagraphBorder::new(ParagraphBorderPosition::Top).size(6).space(1).color("000000");
    let spacing = LineSpacing::new()
        .before(twips(2.0).unsigned_abs())
        .after(0)
        .line(twips(4.0))
        .line_rule(LineSpacingType::Exact);
    let mut paragraph = Paragraph::new().line_spacing(spacing).indent(Some(side), None, Some(side), None);
    paragraph.property = paragraph.property.set_borders(ParagraphBorders::with_empty().set(border));
    paragraph
}

/// A table of one row without lines: the two columns of the head and of the close.
pub(crate) fn two_columns(rows: Vec<[Vec<Paragraph>; 2]>, rules: &RuleSet) -> Table {
    let widths = rules.head_columns_mm.map(twips_of_mm);
    let rows = rows.into_iter().map(|row| {
        let cells = row.into_iter().zip(widths).map(|(paragraphs, width)| cell(paragraphs, width)).collect();
        TableRow::new(cells).cant_split()
    });
    without_lines(rows.collect(), widths.to_vec())
}

/// A table of one row of equally wide columns without lines: signatures side by side.
pub(crate) fn row_of_columns(columns: Vec<Vec<Paragraph>>, rules: &RuleSet) -> Table {
    let width = rules.head_columns_mm.map(twips_of_mm).iter().sum::<usize>() / columns.len().max(1);
    let widths = vec![width; columns.len()];
    let cells = columns.into_iter().map(|paragraphs| cell(paragraphs, width)).collect();
    without_lines(vec![TableRow::new(cells).cant_split()], widths)
}

fn without_lines(rows: Vec<TableRow>, widths: Vec<usize>) -> Table {
    Table::without_borders(rows)
        .width(widths.iter().sum(), WidthType::Dxa)
        .set_grid(widths)
        .layout(TableLayoutType::Fixed)
        .margins(docx_rs::TableCellMargins::new().margin(0, 0, 0, 0))
}

/// A cell may not be empty in the format.
pub(crate) fn cell(paragraphs: Vec<Paragraph>, width: usize) -> TableCell {
    let paragraphs = if paragraphs.is_empty() { vec![room(6.0)] } else { paragraphs };
    paragraphs.into_iter().fold(TableCell::new().width(width, WidthType::Dxa), TableCell::add_paragraph)
}
