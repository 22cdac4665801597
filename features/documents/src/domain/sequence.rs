//! The sequence a number belongs to, and what may speak against a number in it. Party numbers run per type within one
//! committee term, those of a congress in one sequence for all types, those of a joint document in the sequence of its
//! lead (Hướng dẫn 36-HD/VPTW II.1.3, kept in 05-HD/VPTW); State numbers per type and year (Nghị định 30/2020/NĐ-CP).

use kernel::{Day, Verdict};

use super::entry::series_of;
use super::numbering::{Identity, Term, term_on};
use super::{CannotRegister, Direction, Entry, Power, Standing, entry_is_by};

/// What stands for the type in the sequence of a congress, which all types share.
pub const CONGRESS: &str = "ĐH";

/// A row of numbers in the register of one unit.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Sequence {
    /// The code of the type, or [`CONGRESS`].
    pub type_code: String,
    /// The term or year.
    pub term: String,
}

impl Sequence {
    /// As it is kept in the database.
    #[must_use]
    pub fn key(&self) -> String {
        format!("{}|{}", self.type_code, self.term)
    }

    /// Read back from the database.
    #[must_use]
    pub fn of_key(key: &str) -> Option<Self> {
        let (type_code, term) = key.split_once('|')?;
        Some(Sequence { type_code: type_code.to_owned(), term: term.to_owned() })
    }
}

impl Entry {
    /// Issued by a congress: its symbol is of the congress («NQ/ĐH»), or the issuer is called one.
    #[must_use]
    pub fn is_congress(&self) -> bool {
        let organ = self.symbol.rsplit('/').next().unwrap_or_default();
        organ == CONGRESS || organ.starts_with("ĐHĐB") || vietnamese::fold(&self.issuer_name).starts_with("dai hoi ")
    }

    /// The type by which its number is compared: its own, or that of all documents of a congress.
    #[must_use]
    pub fn numbered_as(&self) -> &str {
        if self.is_congress() { CONGRESS } else { &self.type_code }
    }

    /// Its identity; none without a number.
    #[must_use]
    pub fn identity(&self) -> Option<Identity> {
        Identity::of(&self.issuer_name, self.numbered_as(), self.number, &self.term)
    }

    /// The sequence in which it takes a number of its own unit: none for what comes in, for what has no number, and for
    /// a joint document that another body leads.
    #[must_use]
    pub fn sequence(&self, owner_names: [&str; 2]) -> Option<Sequence> {
        let is_led_by_owner = owner_names.iter().any(|name| entry_is_by(self, name));
        let is_own = self.direction == Direction::Outgoing && (self.joint_issuers.is_empty() || is_led_by_owner);
        (is_own && self.number.is_some())
            .then(|| Sequence { type_code: self.numbered_as().to_owned(), term: self.term.clone() })
    }
}

/// Why a number stands in no row of the register though it was given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Elsewhere {
    /// Given to a document with a mark of secrecy, which stands in a register of its own: both share the sequence.
    Secret,
    /// Given out, the document not issued yet.
    Reserved,
    /// Struck out: no document bears it.
    Void,
    /// Given before this register was kept here.
    Earlier,
}

impl Elsewhere {
    /// Every reason.
    pub const ALL: [Elsewhere; 4] = [Elsewhere::Earlier, Elsewhere::Reserved, Elsewhere::Secret, Elsewhere::Void];

    /// The word kept in the database and in texts (`documents-elsewhere-<code>`).
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Elsewhere::Secret => "secret",
            Elsewhere::Reserved => "reserved",
            Elsewhere::Void => "void",
            Elsewhere::Earlier => "earlier",
        }
    }

    /// The reason with this word.
    #[must_use]
    pub fn of(code: &str) -> Option<Self> {
        Elsewhere::ALL.into_iter().find(|reason| reason.code() == code)
    }

    /// True when a document may still take the number.
    #[must_use]
    pub fn leaves_the_number_open(self) -> bool {
        matches!(self, Elsewhere::Reserved | Elsewhere::Earlier)
    }
}

/// What registering an entry depends on.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RegisterFacts {
    /// What stands under the same identity, or under the same number of the sequence.
    pub standing: Option<Standing>,
    /// The numbers of its sequence that are used, in the register or elsewhere; none without a sequence.
    pub used: Vec<i64>,
    /// What was recorded of this very number.
    pub elsewhere: Option<Elsewhere>,
    /// What the regulations say of issuer and type; empty when they say nothing.
    pub powers: Vec<Power>,
    /// The term of its day, when it takes a number of its own unit.
    pub term: String,
}

/// May the entry be registered?
pub fn may_register(entry: &Entry, facts: RegisterFacts) -> Verdict<CannotRegister> {
    let mut verdict = Verdict::default();
    let is_taken = facts.standing.is_some();
    if let Some(standing) = facts.standing {
        verdict = verdict.refuse_if(true, CannotRegister::NumberTaken(standing));
    }
    if let Some(reason) = facts.elsewhere.filter(|reason| !is_taken && !reason.leaves_the_number_open()) {
        verdict = verdict.refuse_if(true, CannotRegister::NumberGoneElsewhere(reason));
    }
    if let (Some(number), Some(last)) = (entry.number, facts.used.iter().max()) {
        let missing = missing_before(number, &facts.used);
        verdict = verdict.refuse_if(!missing.is_empty(), CannotRegister::NumbersMissing { last: *last, missing });
    }
    let is_other_term = !facts.term.is_empty() && vietnamese::fold(&facts.term) != vietnamese::fold(&entry.term);
    verdict = verdict.refuse_if(is_other_term, CannotRegister::OtherTerm(facts.term));
    match facts.powers.first() {
        // several bodies may be meant: it is enough that one of them may
        Some(power) if facts.powers.iter().all(|power| !power.may) => {
            verdict.refuse_if(true, CannotRegister::NotEntitled(power.clone()))
        }
        _ => verdict,
    }
}

/// The numbers left out when this one follows the largest that is used. A sequence whose first number is not known may
/// begin anywhere: a register is taken up in the middle of a term too.
#[must_use]
pub fn missing_before(number: i64, used: &[i64]) -> Vec<i64> {
    match used.iter().max() {
        // a slip of the finger must not make a list of millions
        Some(last) => (last.saturating_add(1)..number).take(1000).collect(),
        None => Vec::new(),
    }
}

/// The numbers no document bears between the first and the last of a sequence.
#[must_use]
pub fn gaps(used: &[i64]) -> Vec<i64> {
    let (Some(first), Some(last)) = (used.iter().min(), used.iter().max()) else { return Vec::new() };
    let known: std::collections::BTreeSet<i64> = used.iter().copied().collect();
    (*first..*last).filter(|number| !known.contains(number)).take(1000).collect()
}

/// Numbers in few words: «7, 8, 10–14».
#[must_use]
pub fn in_words(numbers: &[i64]) -> String {
    let mut runs: Vec<(i64, i64)> = Vec::new();
    for number in numbers {
        match runs.last_mut() {
            Some((_, last)) if *last + 1 == *number => *last = *number,
            _ => runs.push((*number, *number)),
        }
    }
    let word = |(first, last): &(i64, i64)| match last - first {
        0 => first.to_string(),
        1 => format!("{first}, {last}"),
        _ => format!("{first}–{last}"),
    };
    runs.iter().map(word).collect::<Vec<_>>().join(", ")
}

/// The term of a unit's document on this day: its own terms before those of the table.
#[must_use]
pub fn term_of(entry: &Entry, terms: &[Term], day: Day) -> String {
    term_on(terms, series_of(&entry.symbol, &entry.full_number), day)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn an_entry(number: i64, symbol: &str) -> Entry {
        Entry {
            direction: Direction::Outgoing,
            issuer_name: "TỈNH ỦY NAM HẢI".into(),
            type_code: "NQ".into(),
            number: Some(number),
            symbol: symbol.into(),
            term: "nhiệm kỳ 2025–2030".into(),
            ..Entry::default()
        }
    }

    const OWNER: [&str; 2] = ["Tỉnh ủy Nam Hải", "Tỉnh ủy"];

    #[test]
    fn a_number_may_not_leap_and_the_missing_ones_are_named() {
        let facts = |used: &[i64]| RegisterFacts { used: used.to_vec(), ..RegisterFacts::default() };
        assert!(may_register(&an_entry(37, "NQ/TU"), facts(&[])).is_yes());
        assert!(may_register(&an_entry(6, "NQ/TU"), facts(&[3, 5])).is_yes());
        assert!(may_register(&an_entry(4, "NQ/TU"), facts(&[3, 5])).is_yes());
        let refused = may_register(&an_entry(9, "NQ/TU"), facts(&[3, 5])).or_refuse().unwrap_err();
        assert_eq!(refused.to_string(), "refused: DOC-08");
        assert!(refused.0[0].arguments.contains(&("missing", "6–8".into())));
    }

    #[test]
    fn a_congress_numbers_all_types_in_one_sequence() {
        let resolution = an_entry(1, "NQ/ĐH");
        let report = Entry { type_code: "BC".into(), symbol: "BC/ĐH".into(), ..resolution.clone() };
        assert_eq!(resolution.sequence(OWNER), report.sequence(OWNER));
        assert_eq!(resolution.identity(), report.identity());
        assert_ne!(an_entry(1, "NQ/TU").identity(), resolution.identity());
    }

    #[test]
    fn a_joint_document_takes_a_number_of_its_lead_only() {
        let joint = Entry { joint_issuers: vec!["Ban Dân vận".into()], ..an_entry(5, "QC/TU-BDVTU") };
        assert!(joint.sequence(OWNER).is_some());
        assert_eq!(joint.sequence(["Ban Dân vận", "Ban Dân vận"]), None);
        assert_eq!(Entry { direction: Direction::Incoming, ..joint }.sequence(OWNER), None);
    }

    #[test]
    fn a_number_given_to_a_secret_is_not_given_again() {
        let facts = |elsewhere| RegisterFacts { elsewhere: Some(elsewhere), used: vec![4, 5], ..Default::default() };
        let refused = may_register(&an_entry(5, "NQ/TU"), facts(Elsewhere::Secret)).or_refuse().unwrap_err();
        assert_eq!(refused.to_string(), "refused: DOC-09");
        assert!(may_register(&an_entry(5, "NQ/TU"), facts(Elsewhere::Reserved)).is_yes());
    }

    #[test]
    fn the_term_must_be_that_of_the_day() {
        let facts = RegisterFacts { term: "nhiệm kỳ 2020–2025".into(), ..RegisterFacts::default() };
        let refused = may_register(&an_entry(5, "NQ/TU"), facts).or_refuse().unwrap_err();
        assert_eq!(refused.to_string(), "refused: DOC-11");
        let facts = RegisterFacts { term: "Nhiệm kỳ 2025-2030".into(), ..RegisterFacts::default() };
        assert!(may_register(&an_entry(5, "NQ/TU"), facts).is_yes());
    }

    #[test]
    fn numbers_are_told_in_few_words() {
        assert_eq!(in_words(&[7, 8, 10, 11, 12, 20]), "7, 8, 10–12, 20");
        assert_eq!(in_words(&[]), "");
        assert_eq!(gaps(&[3, 5, 9]), [4, 6, 7, 8]);
        assert_eq!(missing_before(i64::MAX, &[1]).len(), 1000);
    }
}
