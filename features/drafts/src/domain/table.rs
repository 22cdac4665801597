//! The table «tiếp thu, giải trình»: every opinion with its answer, in the order of the clauses, and the sums over them.
//! Opinions without a name stay without one.

use documents::domain::name_of_type;
use publishing::{Align, Block, Paper, Table};

use super::paper::form;
use super::{Decision, Draft, Opinion, OpinionKind, Round};

/// An opinion with the round it came in.
pub type Answered = (Opinion, i64);

/// A row of the table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableRow {
    /// The clause; empty for the whole.
    pub clause: String,
    /// What it wants.
    pub kind: OpinionKind,
    /// The opinion, the proposed words behind it.
    pub opinion: String,
    /// Who gave it; empty without a name.
    pub from: String,
    /// What was decided.
    pub decision: Decision,
    /// What was changed, or why not.
    pub answer: String,
}

/// How many opinions came to what.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Sums {
    /// All of them.
    pub opinions: i64,
    /// Agreement.
    pub agreed: i64,
    /// Tiếp thu.
    pub accepted: i64,
    /// Tiếp thu một phần.
    pub partly: i64,
    /// Giải trình.
    pub explained: i64,
    /// Without an answer yet.
    pub undecided: i64,
}

impl Sums {
    /// The sums of opinions counted by kind and decision.
    #[must_use]
    pub fn of(counted: &[((OpinionKind, Decision), i64)]) -> Self {
        let mut sums = Sums::default();
        for ((kind, decision), count) in counted {
            sums.opinions += count;
            match (kind, decision) {
                (OpinionKind::Agree, Decision::Open) => sums.agreed += count,
                (_, Decision::Open) => sums.undecided += count,
                (_, Decision::Accepted) => sums.accepted += count,
                (_, Decision::Partly) => sums.partly += count,
                (_, Decision::Explained) => sums.explained += count,
            }
        }
        sums
    }
}

/// Counts the opinions.
#[must_use]
pub fn sums(opinions: &[Opinion]) -> Sums {
    Sums::of(&opinions.iter().map(|one| ((one.kind, one.decision), 1)).collect::<Vec<_>>())
}

/// The rows: round by round, the whole before the clauses, as they stand in the text. Agreement that says nothing of its
/// own is counted, not listed.
#[must_use]
pub fn table(mut opinions: Vec<Answered>) -> Vec<TableRow> {
    opinions.sort_by(|(one, round), (other, later)| (round, one.clause).cmp(&(later, other.clause)));
    opinions
        .into_iter()
        .map(|(opinion, _)| opinion)
        .filter(|opinion| opinion.needs_answer() || !opinion.text.is_empty())
        .map(|opinion| TableRow {
            clause: opinion.clause_path,
            kind: opinion.kind,
            opinion: said(&opinion.text, &opinion.wording),
            from: opinion.from,
            decision: opinion.decision,
            answer: opinion.answer,
        })
        .collect()
}

fn said(text: &str, wording: &str) -> String {
    match (text.trim(), wording.trim()) {
        (text, "") => text.to_owned(),
        ("", wording) => format!("Đề nghị viết: “{wording}”"),
        (text, wording) => format!("{text} Đề nghị viết: “{wording}”"),
    }
}

/// The words of the table, which stand on paper in Vietnamese always.
fn decided(row: &TableRow) -> String {
    let word = match row.decision {
        Decision::Open if row.kind == OpinionKind::Agree => return "Nhất trí.".to_owned(),
        Decision::Open => return String::new(),
        Decision::Accepted => "Tiếp thu",
        Decision::Partly => "Tiếp thu một phần",
        Decision::Explained => "Giải trình",
    };
    format!("{word}: {}", row.answer)
}

/// The table as a paper of the drafting unit. `asked` and `answered` count units and people over all rounds.
#[must_use]
pub fn table_paper(
    draft: &Draft,
    unit_name: &str,
    rounds: &[Round],
    (asked, answered): (i64, i64),
    opinions: Vec<Answered>,
) -> Paper {
    let all: Vec<Opinion> = opinions.iter().map(|(opinion, _)| opinion.clone()).collect();
    let counted = sums(&all);
    let rows = (1..).zip(table(opinions)).map(|(number, row): (i64, TableRow)| {
        let clause = if row.clause.is_empty() { "Toàn văn".to_owned() } else { row.clause.clone() };
        let from = if row.from.is_empty() { "Ý kiến không nêu tên".to_owned() } else { row.from.clone() };
        vec![number.to_string(), clause, row.opinion.clone(), from, decided(&row)]
    });
    let n = vietnamese::number_vi;
    let intro = format!(
        "Đã lấy ý kiến {} đợt; {}/{} đơn vị, cá nhân được lấy ý kiến đã trả lời. Tổng số {} ý kiến, trong đó: nhất trí {}; \
         tiếp thu {}; tiếp thu một phần {}; giải trình {}.",
        n(i64::try_from(rounds.len()).unwrap_or(0)),
        n(answered),
        n(asked),
        n(counted.opinions),
        n(counted.agreed),
        n(counted.accepted),
        n(counted.partly),
        n(counted.explained),
    );
    let header = ["STT", "Điều khoản", "Nội dung góp ý", "Cơ quan, cá nhân góp ý", "Tiếp thu, giải trình"];
    Paper {
        form: form(draft.head.form),
        superior: None,
        issuer: unit_name.to_owned(),
        co_issuers: Vec::new(),
        number: String::new(),
        symbol: String::new(),
        place: draft.head.place.clone(),
        date: None,
        kind_name: "Bảng tổng hợp".to_owned(),
        title: format!(
            "ý kiến góp ý, tiếp thu, giải trình đối với dự thảo {} {}",
            name_of_type(&draft.head.type_code),
            draft.head.title
        ),
        addressees: Vec::new(),
        body: vec![
            Block::text(intro),
            Block::Table(Table {
                header: header.map(str::to_owned).to_vec(),
                rows: rows.collect(),
                alignments: vec![Align::Centre, Align::Left, Align::Left, Align::Left, Align::Left],
                widths: vec![0.8, 1.3, 3.2, 1.8, 3.2],
                total: false,
            }),
        ],
        signature: publishing::Signature::default(),
        co_signatures: Vec::new(),
        recipients: Vec::new(),
        draft_mark: None,
        urgency: None,
        circulation_mark: None,
        attachments: Vec::new(),
        fingerprint: None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::opinion::tests::an_opinion;
    use super::*;

    #[test]
    fn the_whole_comes_before_the_clauses_and_silent_agreement_is_only_counted() {
        let at = |clause, kind| Opinion { clause, ..an_opinion(kind) };
        let silent = Opinion { text: String::new(), ..at(-1, OpinionKind::Agree) };
        let whole = Opinion { text: "Cần gọn hơn".into(), ..at(-1, OpinionKind::Question) };
        let opinions = vec![at(3, OpinionKind::Remove), whole, silent];
        assert_eq!(sums(&opinions), Sums { opinions: 3, agreed: 1, undecided: 2, ..Sums::default() });
        let rows = table(opinions.into_iter().map(|one| (one, 1)).collect());
        assert_eq!(
            rows.iter().map(|row| row.opinion.as_str()).collect::<Vec<_>>(),
            ["Cần gọn hơn", "Chưa rõ thời hạn"]
        );
    }

    #[test]
    fn proposed_words_stand_behind_the_opinion() {
        assert_eq!(said("Chưa rõ.", "trước ngày 30/6"), "Chưa rõ. Đề nghị viết: “trước ngày 30/6”");
        assert_eq!(said("", "x"), "Đề nghị viết: “x”");
    }
}
