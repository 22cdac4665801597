//! The words of a document as its rules want them: number line, date line, T/M, punctuation of
//! the recipients. Both printers print this, so that .docx and .pdf say the same.

use jiff::civil::Date;
use serde::Serialize;

use crate::paper::{Attachment, Block, CannotPublish, Capacity, Paper, Run, Signature, Table, Urgency};
use crate::rules::RuleSet;

/// A document ready to be drawn: every text final, in the order of the page.
#[derive(Debug, Serialize)]
pub(crate) struct Composed<'a> {
    pub rules: &'a RuleSet,
    pub superior: Option<String>,
    pub issuer: String,
    pub number_line: String,
    pub place_date: String,
    /// Under the number, only for a công văn.
    pub letter_title: Option<String>,
    pub draft_mark: Option<String>,
    pub urgency: Option<&'static str>,
    pub circulation_mark: Option<String>,
    pub kind_name: String,
    pub title: String,
    pub salutation: String,
    pub addressees: Vec<String>,
    pub body: Vec<Block>,
    /// From left to right; the last one is who leads.
    pub signatures: Vec<ComposedSignature>,
    pub recipients: Vec<String>,
    pub attachments: Vec<ComposedAttachment>,
    pub fingerprint: Option<String>,
    /// What the file says about itself.
    pub file_title: String,
}

/// What stands around the body of a paper, worded as it is printed: for a page that shows it before it is one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Frame {
    /// The organisation above the issuer, where the head names one.
    pub superior: Option<String>,
    /// Who issues it.
    pub issuer: String,
    /// `Số 05-BC/TU`; room is left for a number that is still to come.
    pub number_line: String,
    /// `Đông Hải, ngày 05 tháng 9 năm 2026`; room is left for a missing day.
    pub place_date: String,
    /// `T/M BAN THƯỜNG VỤ`.
    pub authority: Vec<String>,
    /// `PHÓ BÍ THƯ`.
    pub position: String,
    /// Who signs.
    pub signer: String,
    /// Who receives it, each with its separator.
    pub recipients: Vec<String>,
}

/// The lines around the body as they are printed. Nothing is required: a draft has gaps.
pub fn frame(paper: &Paper, rules: &RuleSet) -> Frame {
    let signature = ComposedSignature::new(&paper.signature, rules);
    Frame {
        superior: paper.superior.as_deref().map(capitals).filter(|superior| !superior.is_empty()),
        issuer: capitals(&paper.issuer),
        number_line: number_line(&paper.number, &paper.symbol, rules),
        place_date: place_date(&paper.place, paper.date).trim_start_matches([',', ' ']).to_owned(),
        authority: signature.authority,
        position: signature.position,
        signer: signature.signer,
        recipients: ended(&paper.recipients, &rules.recipients_joint, &rules.recipients_end),
    }
}

#[derive(Debug, Serialize)]
pub(crate) struct ComposedSignature {
    pub authority: Vec<String>,
    pub position: String,
    pub signer: String,
}

impl ComposedSignature {
    pub(crate) fn new(signature: &Signature, rules: &RuleSet) -> Self {
        ComposedSignature {
            authority: authority(signature, rules),
            position: position(signature, rules),
            signer: clean(&signature.name),
        }
    }
}

#[derive(Debug, Serialize)]
pub(crate) struct ComposedAttachment {
    pub label: String,
    pub title: String,
    pub belongs_to: String,
    pub body: Vec<Block>,
}

/// # Errors
/// When issuer, place or title are missing.
pub(crate) fn compose<'a>(paper: &Paper, rules: &'a RuleSet) -> Result<Composed<'a>, CannotPublish> {
    require(&paper.issuer, "cơ quan ban hành")?;
    require(&paper.title, "trích yếu")?;
    require(&paper.place, "địa danh")?;
    let is_letter = paper.kind_name.trim().is_empty();
    let number_line = number_line(&paper.number, &paper.symbol, rules);
    let mut body = blocks(&paper.body);
    end_body(&mut body, &rules.body_end);
    Ok(Composed {
        rules,
        superior: paper.superior.as_deref().map(capitals).filter(|superior| !superior.is_empty()),
        issuer: std::iter::once(&paper.issuer)
            .chain(&paper.co_issuers)
            .map(|name| capitals(name))
            .collect::<Vec<_>>()
            .join(" - "),
        place_date: place_date(&paper.place, paper.date),
        letter_title: is_letter.then(|| format!("{}{}", rules.letter_title_label, clean(&paper.title))),
        draft_mark: paper.draft_mark.as_deref().map(clean),
        urgency: paper.urgency.map(Urgency::mark),
        circulation_mark: paper.circulation_mark.as_deref().map(capitals),
        kind_name: capitals(&paper.kind_name),
        title: if is_letter { String::new() } else { clean(&paper.title) },
        salutation: salutation(paper, rules),
        addressees: ended(&paper.addressees, ";", "."),
        body,
        signatures: paper
            .co_signatures
            .iter()
            .chain([&paper.signature])
            .map(|signature| ComposedSignature::new(signature, rules))
            .collect(),
        recipients: ended(&paper.recipients, &rules.recipients_joint, &rules.recipients_end),
        attachments: paper
            .attachments
            .iter()
            .map(|attachment| composed_attachment(attachment, paper, &number_line))
            .collect(),
        fingerprint: paper.fingerprint.as_deref().map(clean),
        file_title: clean(&format!("{} {}", paper.kind_name, paper.title)),
        number_line,
    })
}

pub(crate) fn require(text: &str, name: &'static str) -> Result<(), CannotPublish> {
    if text.trim().is_empty() { Err(CannotPublish::Incomplete(name)) } else { Ok(()) }
}

/// One line of text: signs that no file format may hold become spaces.
pub(crate) fn clean(text: &str) -> String {
    visible(text).trim().to_owned()
}

fn visible(text: &str) -> String {
    let is_printable = |letter: &char| !letter.is_control() && !matches!(letter, '\u{FFFE}' | '\u{FFFF}');
    text.chars().map(|letter| if is_printable(&letter) { letter } else { ' ' }).collect()
}

pub(crate) fn capitals(text: &str) -> String {
    clean(text).to_uppercase()
}

/// `Số 05-NQ/TU`; numbers below 10 are padded, a missing one leaves room.
pub(crate) fn number_line(number: &str, symbol: &str, rules: &RuleSet) -> String {
    let number = clean(number);
    let number = match number.parse::<u32>() {
        Ok(number) => format!("{number:02}"),
        Err(_) if number.is_empty() => "\u{a0}".repeat(8),
        Err(_) => number,
    };
    format!("{} {number}{}{}", rules.number_label, rules.number_joint, clean(symbol))
}

/// `Đông Hải, ngày 05 tháng 9 năm 2026`; a missing day leaves room.
pub(crate) fn place_date(place: &str, date: Option<Date>) -> String {
    let place = clean(place);
    match date {
        Some(day) => vietnamese::date_line(&place, day.year(), day.month(), day.day()),
        None => {
            let room = "\u{a0}".repeat(6);
            format!("{place}, ngày{room}tháng{room}năm{room}")
        }
    }
}

fn salutation(paper: &Paper, rules: &RuleSet) -> String {
    let kind = clean(&paper.kind_name).to_lowercase();
    rules.salutation_by_kind.get(&kind).unwrap_or(&rules.salutation).clone()
}

fn prefix<'a>(signature: &Signature, rules: &'a RuleSet) -> &'a str {
    let prefixes = &rules.capacities;
    match signature.capacity {
        Capacity::Own => &prefixes.own,
        Capacity::OnBehalf => &prefixes.on_behalf,
        Capacity::ForHead => &prefixes.for_head,
        Capacity::ByOrder => &prefixes.by_order,
        Capacity::Authorised => &prefixes.authorised,
        Capacity::Acting => &prefixes.acting,
    }
}

/// `T/M BAN THƯỜNG VỤ`; for the head of a body that decides together two lines, `TM. ỦY BAN NHÂN DÂN` and `KT. CHỦ TỊCH`.
fn authority(signature: &Signature, rules: &RuleSet) -> Vec<String> {
    let authority = capitals(&signature.authority);
    match authority.split_once(" / ") {
        _ if authority.is_empty() => Vec::new(),
        Some((body, head)) => {
            vec![format!("{}{body}", rules.capacities.on_behalf), format!("{}{head}", prefix(signature, rules))]
        }
        None => vec![format!("{}{authority}", prefix(signature, rules))],
    }
}

/// An acting head has no authority line of his own: «Q. CHÁNH VĂN PHÒNG».
fn position(signature: &Signature, rules: &RuleSet) -> String {
    let position = capitals(&signature.position);
    if signature.authority.trim().is_empty() && !position.is_empty() {
        return format!("{}{position}", prefix(signature, rules));
    }
    position
}

/// Items of a list with their separators; what the caller brought of them is taken off first.
fn ended(items: &[String], joint: &str, end: &str) -> Vec<String> {
    let items: Vec<String> = items
        .iter()
        .map(|item| clean(item).trim_start_matches(['-', ' ']).trim_end_matches([';', ',', '.', ' ']).to_owned())
        .filter(|item| !item.is_empty())
        .collect();
    let last = items.len().saturating_sub(1);
    items.iter().enumerate().map(|(index, item)| format!("{item}{}", if index == last { end } else { joint })).collect()
}

fn composed_attachment(attachment: &Attachment, paper: &Paper, number_line: &str) -> ComposedAttachment {
    let kind = if paper.kind_name.trim().is_empty() { "Công văn".to_owned() } else { clean(&paper.kind_name) };
    let number = number_line.replace(':', "").replacen('S', "s", 1);
    let day = paper.date.map(|day| vietnamese::date_line("", day.year(), day.month(), day.day()));
    let day = day.map(|day| format!(", {day}")).unwrap_or_default();
    ComposedAttachment {
        label: capitals(&attachment.label),
        title: clean(&attachment.title),
        belongs_to: format!("(Kèm theo {kind} {number}{day} của {})", clean(&paper.issuer)),
        body: blocks(&attachment.body),
    }
}

fn blocks(body: &[Block]) -> Vec<Block> {
    body.iter()
        .map(|block| match block {
            Block::Heading { level, text } => Block::Heading { level: (*level).clamp(1, 4), text: clean(text) },
            Block::Paragraph { runs } => Block::Paragraph { runs: cleaned(runs) },
            Block::Centred { text } => Block::Centred { text: clean(text) },
            Block::Bullet { runs } => Block::Bullet { runs: cleaned(runs) },
            Block::Table(table) => Block::Table(squared(table)),
        })
        .collect()
}

fn cleaned(runs: &[Run]) -> Vec<Run> {
    // runs keep their spaces: they stand between the words of neighbours
    runs.iter()
        .map(|run| match run {
            Run::Text { text, bold, italic } => Run::Text { text: visible(text), bold: *bold, italic: *italic },
            Run::Footnote { text } => Run::Footnote { text: clean(text) },
        })
        .collect()
}

/// Every row as long as the header, an alignment and a width for each column.
fn squared(table: &Table) -> Table {
    let columns = table.header.len().max(1);
    let row = |cells: &Vec<String>| {
        let mut cells: Vec<String> = cells.iter().take(columns).map(|cell| clean(cell)).collect();
        cells.resize(columns, String::new());
        cells
    };
    let mut alignments = table.alignments.clone();
    alignments.resize(columns, Default::default());
    let mut widths: Vec<f32> = table.widths.iter().map(|width| if *width > 0.0 { *width } else { 1.0 }).collect();
    widths.resize(columns, 1.0);
    Table {
        header: row(&table.header),
        rows: table.rows.iter().map(row).collect(),
        alignments,
        widths,
        total: table.total,
    }
}

/// The State's form closes with `./.`.
fn end_body(body: &mut [Block], end: &str) {
    let Some(Block::Paragraph { runs } | Block::Bullet { runs }) = body.last_mut() else {
        return;
    };
    if let (Some(Run::Text { text, .. }), false) = (runs.last_mut(), end.is_empty()) {
        text.truncate(text.trim_end_matches(['.', '/', ' ']).len());
        text.push_str(end);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn separators_the_caller_brought_are_not_doubled() {
        let items = ["- Tỉnh ủy (để b/c),".to_owned(), " ".to_owned(), "Lưu Văn phòng.".to_owned()];
        assert_eq!(ended(&items, ";", "."), ["Tỉnh ủy (để b/c);", "Lưu Văn phòng."]);
        assert!(ended(&[], ";", ".").is_empty());
    }

    #[test]
    fn tables_are_squared_to_their_header() {
        let table = Table {
            header: vec!["A".into(), "B".into()],
            rows: vec![vec!["1".into()], vec!["1".into(), "2".into(), "3".into()]],
            ..Table::default()
        };
        let table = squared(&table);
        assert_eq!(table.rows, [["1", ""], ["1", "2"]]);
        assert_eq!((table.alignments.len(), table.widths.as_slice()), (2, [1.0, 1.0].as_slice()));
    }
}
