//! The texts a document had over time: as it was issued, then as amended from a day on (văn bản hợp nhất).

use kernel::{AccountId, Argument, Day, DocumentId, Instant, Reason, Verdict};

use super::{Document, State};

/// One text of a document, from a day on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edition {
    /// 1 is the text as it was issued.
    pub number: i64,
    /// Its first day; none for the first edition of a document without a day.
    pub from_day: Option<Day>,
    /// The document that changed it.
    pub by: Option<DocumentId>,
    /// What changed, in words.
    pub note: String,
    /// When it was entered.
    pub created_at: Instant,
    /// By whom.
    pub created_by: Option<AccountId>,
}

/// The edition that holds on a day: the last begun, else the first.
#[must_use]
pub fn edition_on(editions: &[Edition], day: Day) -> Option<&Edition> {
    let begun = editions.iter().filter(|edition| edition.from_day.is_none_or(|from| from <= day));
    begun.max_by_key(|edition| edition.number).or_else(|| editions.first())
}

/// Why a new edition is not taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CannotAmend {
    /// The document waits for its check.
    NotRegistered,
    /// The text is the one that holds already.
    Unchanged,
    /// A later or equal day has an edition already.
    NotAfter(Day),
}

impl Reason for CannotAmend {
    fn code(&self) -> &'static str {
        match self {
            CannotAmend::NotRegistered => "DOC-23",
            CannotAmend::Unchanged => "DOC-24",
            CannotAmend::NotAfter(_) => "DOC-25",
        }
    }

    fn arguments(&self) -> Vec<(&'static str, Argument)> {
        match self {
            CannotAmend::NotAfter(day) => vec![("day", (*day).into())],
            _ => Vec::new(),
        }
    }
}

/// May a text be entered as the document's from this day on? `last_text` and `last_day` are those of the last edition.
pub fn may_amend(
    document: &Document,
    (last_text, last_day): (&str, Option<Day>),
    text: &str,
    from: Day,
) -> Verdict<CannotAmend> {
    let verdict = Verdict::default()
        .refuse_if(document.state != State::Registered, CannotAmend::NotRegistered)
        .refuse_if(last_text.split_whitespace().eq(text.split_whitespace()), CannotAmend::Unchanged);
    match last_day.filter(|last| from <= *last) {
        Some(last) => verdict.refuse_if(true, CannotAmend::NotAfter(last)),
        None => verdict,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edition(number: i64, from: &str) -> Edition {
        Edition {
            number,
            from_day: from.parse().ok(),
            by: None,
            note: String::new(),
            created_at: Instant(0),
            created_by: None,
        }
    }

    #[test]
    fn the_text_of_a_day_is_that_of_the_last_edition_begun() {
        let editions = [edition(1, ""), edition(2, "2026-03-01"), edition(3, "2026-09-01")];
        let on = |day: &str| edition_on(&editions, day.parse().unwrap()).map(|e| e.number);
        assert_eq!((on("2026-02-28"), on("2026-03-01"), on("2027-01-01")), (Some(1), Some(2), Some(3)));
        assert_eq!(edition_on(&[edition(1, "2026-03-01")], "2020-01-01".parse().unwrap()).map(|e| e.number), Some(1));
        assert_eq!(edition_on(&[], "2020-01-01".parse().unwrap()), None);
    }

    #[test]
    fn the_same_text_or_an_earlier_day_is_refused() {
        let document = super::super::tests::a_document(State::Registered);
        let last: Option<Day> = "2026-03-01".parse().ok();
        let refused = may_amend(&document, ("Một  hai", last), "Một\nhai", "2026-03-01".parse().unwrap());
        assert_eq!(refused.or_refuse().unwrap_err().to_string(), "refused: DOC-24, DOC-25");
        assert!(may_amend(&document, ("Một", last), "Hai", "2026-03-02".parse().unwrap()).is_yes());
    }
}
