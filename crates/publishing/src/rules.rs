//! How an official document looks, as dated data: the sets in `rules/*.json`, and which one is in
//! force for a form on a day. Drawing them is the work of `docx` and `pdf`.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// Whose form a document has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Form {
    /// Party organisations: «ĐẢNG CỘNG SẢN VIỆT NAM», `*` under the issuer, `Số 05-NQ/TU`, T/M.
    Party,
    /// State bodies: Quốc hiệu and tiêu ngữ, a rule under the issuer, `Số: 05/NQ-HĐND`, TM.
    State,
}

/// One regulation on layout, in force from a day until a later one of the same form.
/// Sizes are in points, lengths in millimetres unless named otherwise.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RuleSet {
    /// Short name of the regulation.
    pub name: String,
    /// The regulation in full, and where its text was taken from.
    pub source: String,
    pub form: Form,
    pub valid_from: Date,
    pub page: Page,
    /// Widths of the left and the right column of the head and of the close.
    pub head_columns_mm: [f32; 2],
    /// What stands at the top right.
    pub banner: Vec<BannerLine>,
    pub superior: Style,
    pub issuer: Style,
    pub issuer_mark: IssuerMark,
    pub number: Style,
    /// `Số` or `Số:`.
    pub number_label: String,
    /// Between number and symbol: `-` or `/`.
    pub number_joint: String,
    pub place_date: Style,
    pub draft_mark: Style,
    /// `KHẨN`, `HỎA TỐC`.
    pub urgency: Style,
    /// `TÀI LIỆU HỘI NGHỊ`.
    pub circulation_mark: Style,
    pub kind: Style,
    pub title: Style,
    pub title_mark: TitleMark,
    /// The title of a công văn, under its number.
    pub letter_title: Style,
    /// `V/v ` in the State's form.
    pub letter_title_label: String,
    pub salutation: String,
    /// Other words for some kinds of document, the kind in lower case.
    pub salutation_by_kind: BTreeMap<String, String>,
    pub body: Style,
    /// Exact distance from line to line, in points.
    pub line_pt: f32,
    /// Between paragraphs, in points.
    pub paragraph_gap_pt: f32,
    pub first_line_mm: f32,
    /// What ends the body instead of a full stop; empty keeps the text as it is.
    pub body_end: String,
    pub table: Style,
    pub authority: Style,
    pub position: Style,
    pub signer: Style,
    /// Empty lines left for the signature.
    pub signature_lines: u8,
    pub capacities: Capacities,
    pub recipients_label: Style,
    pub recipients: Style,
    /// After every recipient but the last.
    pub recipients_joint: String,
    pub recipients_end: String,
}

/// Margins and the page number, which stands on top in the middle from page 2 on.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Page {
    pub top_mm: f32,
    pub bottom_mm: f32,
    pub left_mm: f32,
    pub right_mm: f32,
    pub number_from_edge_mm: f32,
    pub number_size: f32,
}

/// How one part is lettered; the size in points.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Style {
    pub size: f32,
    #[serde(default)]
    pub bold: bool,
    #[serde(default)]
    pub italic: bool,
    #[serde(default)]
    pub underlined: bool,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BannerLine {
    pub text: String,
    pub style: Style,
    /// A rule below, as long as the text.
    pub ruled: bool,
}

/// What stands under the issuer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum IssuerMark {
    Star,
    /// A rule of about a third of the line.
    Rule,
}

/// What stands under the title.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TitleMark {
    /// `-----`
    Dashes,
    Rule,
}

/// What is written before the authority, by the capacity in which is signed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Capacities {
    pub own: String,
    pub on_behalf: String,
    pub for_head: String,
    pub by_order: String,
    pub authorised: String,
    pub acting: String,
}

const FILES: [&str; 3] = [
    include_str!("../rules/party-2018.json"),
    include_str!("../rules/party-2026.json"),
    include_str!("../rules/state-2020.json"),
];

static BUILT_IN: LazyLock<Vec<RuleSet>> = LazyLock::new(|| {
    let read = |file: &&str| serde_json::from_str(file).expect("the built-in rules are read by a test");
    FILES.iter().map(read).collect()
});

impl RuleSet {
    /// The rules that come with the product.
    pub fn built_in() -> &'static [RuleSet] {
        &BUILT_IN
    }

    /// The rules in force on a day: the latest of that form that had begun, and for a day before
    /// all of them the earliest, since no older text is at hand.
    pub fn in_force(sets: &[RuleSet], form: Form, day: Date) -> Option<&RuleSet> {
        let of_form = || sets.iter().filter(|rules| rules.form == form);
        of_form()
            .filter(|rules| rules.valid_from <= day)
            .max_by_key(|rules| rules.valid_from)
            .or_else(|| of_form().min_by_key(|rules| rules.valid_from))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn name(form: Form, day: Date) -> &'static str {
        &RuleSet::in_force(RuleSet::built_in(), form, day).unwrap().name
    }

    #[test]
    fn the_rules_follow_the_day_and_the_form() {
        assert_eq!(name(Form::Party, date(2026, 5, 26)), "Hướng dẫn 36-HD/VPTW");
        assert_eq!(name(Form::Party, date(2026, 5, 27)), "Hướng dẫn 05-HD/VPTW");
        assert_eq!(name(Form::Party, date(2010, 1, 1)), "Hướng dẫn 36-HD/VPTW");
        assert_eq!(name(Form::State, date(2026, 9, 1)), "Nghị định 30/2020/NĐ-CP");
    }

    #[test]
    fn the_head_fills_the_width_between_the_margins() {
        for rules in RuleSet::built_in() {
            let width = 210.0 - rules.page.left_mm - rules.page.right_mm;
            assert_eq!(rules.head_columns_mm.iter().sum::<f32>(), width, "{}", rules.name);
        }
    }
}
