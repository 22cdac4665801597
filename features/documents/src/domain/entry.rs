//! What the register says of a document, and how it is first filled in from what was read in the text. What the text
//! does not say stays empty: the officer decides.

use kernel::Day;
use official_text::{Document as Parsed, Found, Relation};

use super::numbering::{Series, Term, term_on};
use super::{Depth, name_of_type};

/// Coming in or going out, seen from the unit whose register it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Direction {
    /// Văn bản đến.
    #[default]
    Incoming,
    /// Văn bản đi.
    Outgoing,
}

impl Direction {
    /// The word kept in the database and in texts (`documents-direction-<code>`).
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Direction::Incoming => "incoming",
            Direction::Outgoing => "outgoing",
        }
    }

    /// The direction of this word; incoming for any other.
    #[must_use]
    pub fn of(code: &str) -> Self {
        if code == "outgoing" { Direction::Outgoing } else { Direction::Incoming }
    }
}

/// One line of nơi nhận.
#[derive(Debug, Clone, PartialEq, Eq, Default, serde::Serialize, utoipa::ToSchema)]
pub struct Recipient {
    /// Who.
    pub name: String,
    /// What for: «để báo cáo»; empty when the line does not say.
    pub purpose: String,
    /// The archive copy.
    pub is_archive: bool,
}

/// A numbered part of the text.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, utoipa::ToSchema)]
pub struct Section {
    /// 1 is outermost.
    pub depth: i64,
    /// «Chương I», «II», «1.2».
    pub label: String,
    /// Its heading.
    pub title: String,
    /// First byte in the text.
    pub start: i64,
    /// Byte after its last.
    pub end: i64,
}

/// A mention of another document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Citation {
    /// As written.
    pub text: String,
    /// The number as it is compared; empty when the mention has none or no symbol.
    pub number_key: String,
    /// The code of the type it names; empty when it names none.
    pub type_code: String,
    /// The number alone, which is all that «Chỉ thị 05» says.
    pub number: Option<i64>,
    /// The day it names.
    pub issued_on: Option<Day>,
    /// `based_on`, `carries_out` … (`documents-relation-<code>`).
    pub relation: String,
    /// First byte in the text.
    pub start: i64,
    /// Byte after its last.
    pub end: i64,
}

/// The fields of the register.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Entry {
    /// In or out.
    pub direction: Direction,
    /// The issuer as it then was called.
    pub issuer_name: String,
    /// Those who issue a joint document beside the issuer, who leads.
    pub joint_issuers: Vec<String>,
    /// The body above it, as printed.
    pub parent_body: String,
    /// NQ, CT, KL …
    pub type_code: String,
    /// Nghị quyết, Chỉ thị …
    pub type_name: String,
    /// The number, when it is known.
    pub number: Option<i64>,
    /// `CT/TU`, `QĐ-UBND`.
    pub symbol: String,
    /// `05-CT/TU`.
    pub full_number: String,
    /// «nhiệm kỳ 2025–2030», «năm 2026».
    pub term: String,
    /// Day of issue.
    pub issued_on: Option<Day>,
    /// Địa danh.
    pub place: String,
    /// Trích yếu.
    pub title: String,
    /// KHẨN, THƯỢNG KHẨN, HỎA TỐC or empty.
    pub urgency: String,
    /// T/M, K/T, T/L line.
    pub signing_authority: String,
    /// Chức vụ.
    pub signer_position: String,
    /// Họ tên.
    pub signer_name: String,
    /// How far down it goes, when it says so.
    pub depth: Option<Depth>,
    /// Nơi nhận.
    pub recipients: Vec<Recipient>,
}

impl Entry {
    /// The marks of urgency (Hướng dẫn 05-HD/VPTW).
    pub const URGENCIES: [&'static str; 3] = ["KHẨN", "THƯỢNG KHẨN", "HỎA TỐC"];

    /// What people call it: «Chỉ thị 05-CT/TU», or its title when it has no number.
    #[must_use]
    pub fn called(&self) -> String {
        match (self.type_name.is_empty(), self.full_number.is_empty()) {
            (_, true) if !self.title.is_empty() => self.title.clone(),
            (true, _) => self.full_number.clone(),
            (false, true) => self.type_name.clone(),
            (false, false) => format!("{} {}", self.type_name, self.full_number),
        }
    }

    /// The entry as the text suggests it, for the register of the unit with this name.
    #[must_use]
    pub fn suggested(parsed: &Parsed, owner_name: &str, terms: &[Term]) -> Self {
        let symbol = value(&parsed.symbol);
        let type_code = value(&parsed.type_code);
        let issued_on: Option<Day> = value(&parsed.date).parse().ok();
        let (issuer_name, joint_issuers) = issuers(&value(&parsed.issuing_body), &symbol);
        let full_number = value(&parsed.full_number);
        let type_name = match (type_code.as_str(), value(&parsed.type_name)) {
            ("", printed) => sentence_case(&printed),
            (code, _) => name_of_type(code).to_owned(),
        };
        let numbered_by = if full_number.contains('/') && !full_number.contains('-') {
            full_number.split_once('/').map_or("", |(_, rest)| rest)
        } else {
            symbol.as_str()
        };
        Entry {
            direction: if is_same_body(&issuer_name, owner_name) { Direction::Outgoing } else { Direction::Incoming },
            term: issued_on.map(|day| term_on(terms, series_of(numbered_by, &full_number), day)).unwrap_or_default(),
            parent_body: value(&parsed.parent_body),
            number: value(&parsed.number).parse().ok(),
            place: value(&parsed.place),
            title: value(&parsed.title),
            urgency: urgency_of(&value(&parsed.urgency)),
            signing_authority: value(&parsed.signing_authority),
            signer_position: value(&parsed.signer_position),
            signer_name: value(&parsed.signer_name),
            depth: parsed.dissemination.as_ref().and_then(|d| Depth::named_by(&d.depth)),
            recipients: parsed
                .recipients
                .iter()
                .map(|line| Recipient {
                    name: line.name.clone(),
                    purpose: line.purpose.clone().unwrap_or_default(),
                    is_archive: line.is_archive,
                })
                .collect(),
            issuer_name,
            joint_issuers,
            type_code,
            type_name,
            symbol,
            full_number,
            issued_on,
        }
    }

    /// The recipients as lines of a text field: one a line, the purpose in brackets.
    #[must_use]
    pub fn recipient_lines(&self) -> String {
        let lines: Vec<String> = self
            .recipients
            .iter()
            .map(|line| match line.purpose.as_str() {
                "" => line.name.clone(),
                purpose => format!("{} ({purpose})", line.name),
            })
            .collect();
        lines.join("\n")
    }

    /// Every text a person may have typed into it.
    #[must_use]
    pub fn typed(&self) -> Vec<String> {
        let mut all = vec![self.recipient_lines()];
        all.extend(self.joint_issuers.iter().cloned());
        let fields =
            [&self.issuer_name, &self.parent_body, &self.type_name, &self.symbol, &self.full_number, &self.term];
        let rest = [&self.place, &self.title, &self.signing_authority, &self.signer_position, &self.signer_name];
        all.extend(fields.into_iter().chain(rest).cloned());
        all
    }
}

impl Recipient {
    /// Reads the lines of the text field back.
    #[must_use]
    pub fn from_lines(text: &str) -> Vec<Self> {
        text.lines()
            .map(|line| line.trim().trim_start_matches(['-', '–', '•', ' ']))
            .map(|line| line.trim_end_matches([';', ',', '.', ' ']))
            .filter(|line| !line.is_empty())
            .map(|line| {
                let (name, purpose) = match line.strip_suffix(')').and_then(|l| l.rsplit_once('(')) {
                    Some((name, purpose)) => (name.trim(), purpose.trim()),
                    None => (line, ""),
                };
                Recipient { name: name.to_owned(), purpose: purpose.to_owned(), is_archive: name.starts_with("Lưu") }
            })
            .collect()
    }
}

impl Section {
    /// The sections of a parsed text.
    #[must_use]
    pub fn all_of(parsed: &Parsed) -> Vec<Self> {
        parsed
            .sections
            .iter()
            .map(|section| Section {
                depth: place(section.depth),
                label: section.label.clone(),
                title: section.title.clone(),
                start: place(section.span.start),
                end: place(section.span.end),
            })
            .collect()
    }
}

impl Citation {
    /// The citations of a parsed text.
    #[must_use]
    pub fn all_of(parsed: &Parsed) -> Vec<Self> {
        parsed
            .citations
            .iter()
            .map(|citation| Citation {
                text: citation.text.clone(),
                number_key: citation.full_number().map(|number| super::number_key(&number)).unwrap_or_default(),
                type_code: citation.type_code.clone().unwrap_or_default(),
                number: citation.number.as_deref().and_then(|number| number.parse().ok()),
                issued_on: citation.date.as_deref().and_then(|day| day.parse().ok()),
                relation: relation_code(citation.relation).to_owned(),
                start: place(citation.span.start),
                end: place(citation.span.end),
            })
            .collect()
    }
}

fn value(found: &Option<Found>) -> String {
    found.as_ref().map(|f| vietnamese::nfc(f.value.trim())).unwrap_or_default()
}

fn place(at: usize) -> i64 {
    i64::try_from(at).unwrap_or(i64::MAX)
}

/// Whose numbering a document follows, by its symbol and its whole number.
pub(super) fn series_of(symbol: &str, full_number: &str) -> Series {
    // a State number is parted by a slash («15/QĐ-UBND»), a Party number by a hyphen («05-CT/TU»)
    let digits = full_number.bytes().take_while(u8::is_ascii_digit).count();
    if digits > 0 && full_number.as_bytes().get(digits) == Some(&b'/') { Series::Year } else { Series::of(symbol) }
}

/// The mark of urgency as it is kept, however it was printed; empty for none.
pub(super) fn urgency_of(printed: &str) -> String {
    let folded = vietnamese::fold(printed);
    Entry::URGENCIES.into_iter().rev().find(|known| folded == vietnamese::fold(known)).unwrap_or_default().to_owned()
}

/// The lead and those beside it. Only a symbol of several organs («QC/BTCTU-BDVTU») makes a document joint: names hold
/// hyphens for other reasons too.
fn issuers(printed: &str, symbol: &str) -> (String, Vec<String>) {
    let is_joint = symbol.split_once('/').is_some_and(|(_, organs)| organs.contains('-'));
    let mut names = printed.split(" - ").flat_map(|name| name.split(" – ")).map(|name| name.trim().to_owned());
    match names.next() {
        Some(lead) if is_joint => (lead, names.collect()),
        _ => (printed.to_owned(), Vec::new()),
    }
}

fn sentence_case(printed: &str) -> String {
    let lower = printed.to_lowercase();
    let mut letters = lower.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// True when the entry's issuer is the unit with this name.
#[must_use]
pub fn entry_is_by(entry: &Entry, unit_name: &str) -> bool {
    is_same_body(&entry.issuer_name, unit_name)
}

/// «ĐẢNG ỦY XÃ A» prints the committee of the unit «Đảng bộ xã A».
fn is_same_body(printed: &str, unit_name: &str) -> bool {
    let bare = |name: &str| {
        let folded = vietnamese::fold(name);
        ["dang uy ", "dang bo ", "ban chap hanh "]
            .iter()
            .find_map(|start| folded.strip_prefix(start).map(str::to_owned))
            .unwrap_or(folded)
    };
    !printed.is_empty() && bare(printed) == bare(unit_name)
}

fn relation_code(relation: Relation) -> &'static str {
    match relation {
        Relation::BasedOn => "based_on",
        Relation::CarriesOut => "carries_out",
        Relation::Continues => "continues",
        Relation::Details => "details",
        Relation::Guides => "guides",
        Relation::Amends => "amends",
        Relation::Supplements => "supplements",
        Relation::Replaces => "replaces",
        Relation::Repeals => "repeals",
        Relation::Corrects => "corrects",
        Relation::Reviews => "reviews",
        Relation::AttachedTo => "attached_to",
        Relation::Mentions => "mentions",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use official_text::Span;

    fn found(text: &str) -> Option<Found> {
        Some(Found { value: text.into(), span: Span { start: 0, end: text.len() } })
    }

    #[test]
    fn what_the_text_says_is_suggested_and_the_rest_stays_empty() {
        let parsed = Parsed {
            number: found("05"),
            symbol: found("CT/TU"),
            full_number: found("05-CT/TU"),
            type_code: found("CT"),
            issuing_body: found("TỈNH ỦY NAM HẢI"),
            date: found("2026-03-09"),
            urgency: found("HOẢ TỐC"),
            ..Parsed::default()
        };
        let terms = [Term {
            series: "local".into(),
            name: "nhiệm kỳ 2025–2030".into(),
            starts_on: "2025-07-01".parse().unwrap(),
        }];
        let entry = Entry::suggested(&parsed, "Tỉnh ủy Nam Hải", &terms);
        assert_eq!(entry.direction, Direction::Outgoing);
        assert_eq!((entry.number, entry.term.as_str()), (Some(5), "nhiệm kỳ 2025–2030"));
        assert_eq!(entry.called(), "Chỉ thị 05-CT/TU");
        assert_eq!(entry.urgency, "HỎA TỐC");
        assert_eq!((entry.title.as_str(), entry.depth), ("", None));
    }

    #[test]
    fn a_committee_and_its_organisation_are_one_issuer() {
        assert!(is_same_body("ĐẢNG ỦY XÃ ĐÔNG AN", "Đảng bộ xã Đông An"));
        assert!(!is_same_body("ĐẢNG ỦY XÃ ĐÔNG AN", "Đảng bộ xã Đông Bình"));
        assert!(!is_same_body("", ""));
    }

    #[test]
    fn a_joint_document_has_a_lead_and_others() {
        let both = "BAN TỔ CHỨC TỈNH ỦY - BAN DÂN VẬN TỈNH ỦY";
        let (lead, others) = issuers(both, "QC/BTCTU-BDVTU");
        assert_eq!((lead.as_str(), others.len()), ("BAN TỔ CHỨC TỈNH ỦY", 1));
        assert_eq!(issuers("ĐẢNG ỦY XÃ AN - HÒA", "CT/ĐU"), ("ĐẢNG ỦY XÃ AN - HÒA".to_owned(), Vec::new()));
    }

    #[test]
    fn a_state_number_runs_by_years() {
        let parsed = Parsed {
            number: found("15"),
            symbol: found("QĐ-UBND"),
            full_number: found("15/QĐ-UBND"),
            date: found("2026-03-09"),
            ..Parsed::default()
        };
        assert_eq!(Entry::suggested(&parsed, "", &[]).term, "năm 2026");
    }

    #[test]
    fn recipients_survive_the_way_through_the_form() {
        let lines = "- Ban Tuyên giáo và Dân vận Tỉnh ủy (để báo cáo);\nCác đảng ủy trực thuộc\n\nLưu Văn phòng.";
        let read = Recipient::from_lines(lines);
        assert_eq!(read.len(), 3);
        assert_eq!(read[0].purpose, "để báo cáo");
        assert!(read[2].is_archive);
        let entry = Entry { recipients: read.clone(), ..Entry::default() };
        assert_eq!(Recipient::from_lines(&entry.recipient_lines()), read);
    }
}
