//! The head of a .docx document: both columns, kind and title, to whom it is addressed.

use docx_rs::{AlignmentType, Docx, Paragraph};

use crate::composed::Composed;
use crate::docx::parts::{centred, gaps, line, room, rule, twips, twips_of_mm, two_columns};
use crate::fonts::text_width;
use crate::rules::{IssuerMark, Style, TitleMark};

const POINTS_PER_MM: f32 = 72.0 / 25.4;

pub(crate) fn add(document: Docx, composed: &Composed<'_>) -> Docx {
    let rules = composed.rules;
    let [_, right_mm] = rules.head_columns_mm;
    let mut banner = Vec::new();
    for part in &rules.banner {
        banner.push(centred(&part.text, part.style));
        if part.ruled {
            banner.push(rule(text_width(&part.text, part.style), right_mm * POINTS_PER_MM));
        }
    }
    let mut under_number = vec![centred(&composed.number_line, rules.number)];
    if let Some(title) = &composed.letter_title {
        under_number.push(centred(title, rules.letter_title));
    }
    if let Some(mark) = composed.urgency {
        under_number.push(centred(mark, rules.urgency));
    }
    if let Some(mark) = &composed.draft_mark {
        under_number.push(centred(mark, rules.draft_mark));
    }
    if let Some(mark) = &composed.circulation_mark {
        under_number.push(centred(mark, rules.circulation_mark));
    }
    let rows = vec![[issuer(composed), banner], [under_number, vec![centred(&composed.place_date, rules.place_date)]]];
    // LibreOffice puts an empty line of full height before a table that begins a document
    let document = document.add_paragraph(room(1.0)).add_table(two_columns(rows, rules)).add_paragraph(room(14.0));
    add_addressees(add_title(document, composed), composed)
}

fn issuer(composed: &Composed<'_>) -> Vec<Paragraph> {
    let rules = composed.rules;
    let column = rules.head_columns_mm[0] * POINTS_PER_MM;
    let superior = composed.superior.iter().map(|superior| centred(superior, rules.superior));
    let issuer = std::iter::once(centred(&composed.issuer, rules.issuer));
    let mark = match rules.issuer_mark {
        IssuerMark::Star => centred("*", Style { bold: false, ..rules.issuer }),
        IssuerMark::Rule => rule(text_width(&composed.issuer, rules.issuer).min(column) * 0.4, column),
    };
    superior.chain(issuer).chain(std::iter::once(mark)).collect()
}

fn add_title(mut document: Docx, composed: &Composed<'_>) -> Docx {
    let rules = composed.rules;
    if composed.kind_name.is_empty() {
        return document;
    }
    // a little narrower than the page, so that no line ends in the middle of a name
    let side = Some(twips_of_mm(6.6) as i32);
    let title = centred(&composed.title, rules.title).indent(side, None, side, None);
    document = document.add_paragraph(centred(&composed.kind_name, rules.kind)).add_paragraph(title);
    let width = (210.0 - rules.page.left_mm - rules.page.right_mm) * POINTS_PER_MM;
    let mark = match rules.title_mark {
        TitleMark::Dashes => centred("-----", Style { bold: false, ..rules.title }).line_spacing(gaps(0.0, 8.0)),
        TitleMark::Rule => rule(text_width(&composed.title, rules.title).min(width) * 0.4, width),
    };
    document.add_paragraph(mark).add_paragraph(room(6.0))
}

/// One addressee stands beside the salutation, several below it.
fn add_addressees(document: Docx, composed: &Composed<'_>) -> Docx {
    let rules = composed.rules;
    let salutation = format!("{}:", composed.salutation);
    let indent = twips_of_mm(35.0) as i32;
    let document = match composed.addressees.as_slice() {
        [] => return document,
        [only] => {
            let only = only.trim_end_matches('.');
            document.add_paragraph(centred(&format!("{salutation} {only}"), rules.body).line_spacing(gaps(0.0, 6.0)))
        }
        several => {
            let hanging = docx_rs::SpecialIndentType::Hanging(twips(7.0));
            let begin = line(&salutation, rules.body, AlignmentType::Left).indent(Some(indent), None, None, None);
            several.iter().fold(document.add_paragraph(begin), |document, addressee| {
                let item = line(&format!("- {addressee}"), rules.body, AlignmentType::Left);
                document.add_paragraph(item.indent(Some(indent + twips_of_mm(12.0) as i32), Some(hanging), None, None))
            })
        }
    };
    document.add_paragraph(room(6.0))
}
