//! The end of a .docx document: recipients, signature, and the heads of its annexes.

use docx_rs::{AlignmentType, Docx, Paragraph};

use crate::composed::{Composed, ComposedAttachment, ComposedSignature};
use crate::docx::parts::{centred, gaps, line, room, row_of_columns, run, two_columns};
use crate::rules::{RuleSet, Style};

pub(crate) fn add(document: Docx, composed: &Composed<'_>) -> Docx {
    let rules = composed.rules;
    let document = document.add_paragraph(room(8.0).keep_next(true));
    match composed.signatures.as_slice() {
        [only] => document.add_table(two_columns(vec![[recipients(composed), signature(only, rules)]], rules)),
        several => {
            let columns = several.iter().map(|one| signature(one, rules)).collect();
            let document = document.add_table(row_of_columns(columns, rules)).add_paragraph(room(12.0));
            recipients(composed).into_iter().fold(document, Docx::add_paragraph)
        }
    }
}

fn recipients(composed: &Composed<'_>) -> Vec<Paragraph> {
    let rules = composed.rules;
    if composed.recipients.is_empty() {
        return Vec::new();
    }
    let label = Paragraph::new().line_spacing(gaps(0.0, 2.0)).add_run(run("Nơi nhận:", rules.recipients_label));
    let items = composed
        .recipients
        .iter()
        .map(|recipient| line(&format!("- {recipient}"), rules.recipients, AlignmentType::Left));
    std::iter::once(label).chain(items).collect()
}

fn signature(signature: &ComposedSignature, rules: &RuleSet) -> Vec<Paragraph> {
    let mut lines: Vec<Paragraph> = signature.authority.iter().map(|text| centred(text, rules.authority)).collect();
    if !signature.position.is_empty() {
        lines.push(centred(&signature.position, rules.position));
    }
    for _ in 0..rules.signature_lines {
        lines.push(room(rules.line_pt));
    }
    lines.push(centred(&signature.signer, rules.signer));
    lines
}

pub(crate) fn add_attachment_head(document: Docx, attachment: &ComposedAttachment, rules: &RuleSet) -> Docx {
    let bold = Style { bold: true, ..rules.title };
    let italic = Style { italic: true, ..rules.body };
    document
        .add_paragraph(centred(&attachment.label, bold).page_break_before(true))
        .add_paragraph(centred(&attachment.title, bold))
        .add_paragraph(centred(&attachment.belongs_to, italic).line_spacing(gaps(0.0, 10.0)))
}
