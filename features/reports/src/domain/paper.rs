//! A report as an official paper: head, headings, figures and tables with the narrative under them, close.

use publishing::{Align, Block, Capacity, Form, Paper, Run, Signature, Table};

use super::{Content, Evidence, Head, Stated};

/// Builds the paper. `say` gives the Vietnamese text of a figure.
pub fn compose(head: &Head, content: &Content, fingerprint: Option<String>, say: &dyn Fn(&Stated) -> String) -> Paper {
    let mut body = Vec::new();
    for section in &content.sections {
        let level = u8::try_from(section.level.clamp(1, 4)).unwrap_or(1);
        body.push(Block::heading(level, format!("{} {}", section.label, section.title)));
        for evidence in &section.evidence {
            body.extend(blocks(evidence, say));
        }
        for line in section.narrative.lines().map(str::trim).filter(|line| !line.is_empty()) {
            body.push(match line.strip_prefix("- ") {
                Some(rest) => Block::bullet(rest),
                None => Block::text(line),
            });
        }
    }
    let on_behalf = !head.authority.trim().is_empty();
    Paper {
        form: Form::Party,
        superior: Some(head.superior.clone()).filter(|text| !text.trim().is_empty()),
        issuer: head.issuer.clone(),
        number: head.number.clone(),
        symbol: head.symbol.clone(),
        place: head.place.clone(),
        date: head.dated_on.map(|day| day.0),
        kind_name: "Báo cáo".into(),
        title: head.title.clone(),
        addressees: Vec::new(),
        body,
        signature: Signature {
            capacity: if on_behalf { Capacity::OnBehalf } else { Capacity::Own },
            authority: head.authority.clone(),
            position: head.position.clone(),
            name: head.signer.clone(),
        },
        recipients: head.recipients.clone(),
        draft_mark: fingerprint.is_none().then(|| "Dự thảo".to_owned()),
        urgency: None,
        circulation_mark: None,
        co_issuers: vec![],
        co_signatures: vec![],
        attachments: Vec::new(),
        fingerprint,
    }
}

fn blocks(evidence: &Evidence, say: &dyn Fn(&Stated) -> String) -> Vec<Block> {
    match evidence {
        Evidence::Figures { figures } => figures.iter().map(|stated| Block::bullet(sentence(stated, say))).collect(),
        Evidence::Lines { lines } => lines
            .iter()
            .map(|(text, note)| {
                let mut runs = vec![Run::text(text)];
                if !note.is_empty() {
                    runs.push(Run::footnote(note));
                }
                Block::Bullet { runs }
            })
            .collect(),
        Evidence::Table { header, rows, numbers_from, total, .. } => {
            let alignments = (0..header.len()).map(|i| if i < *numbers_from { Align::Left } else { Align::Right });
            let widths = (0..header.len()).map(|i| if i < *numbers_from { 3.0 } else { 1.2 });
            vec![Block::Table(Table {
                header: header.clone(),
                rows: rows.clone(),
                alignments: alignments.collect(),
                widths: widths.collect(),
                total: *total,
            })]
        }
    }
}

/// «Đại biểu tham dự: 1.204/1.230 (97,9%).»
fn sentence(stated: &Stated, say: &dyn Fn(&Stated) -> String) -> String {
    let value = vietnamese::number_vi(stated.value);
    match stated.whole {
        Some(whole) => {
            format!("{}: {value}/{}{}.", say(stated), vietnamese::number_vi(whole), stated.share())
        }
        None => format!("{}: {value}.", say(stated)),
    }
}
