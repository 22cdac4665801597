//! Numbers, symbols and terms: the identity of a document is issuer + type + number + term, because numbers start anew
//! with each committee term (Party, Hướng dẫn 05-HD/VPTW) or each year (State, Nghị định 30/2020/NĐ-CP). The terms
//! themselves are dated data in the table `document_term`.

use kernel::Day;

/// Whose numbering a symbol follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Series {
    /// The Centre's terms, between congresses of the Party: `NQ/TW`, `HD/BTGTW`.
    Centre,
    /// The terms of a local committee: `CT/TU`, `KH/ĐU`.
    Local,
    /// Calendar years: `QĐ-UBND`, `2020/NĐ-CP`.
    Year,
}

impl Series {
    /// The series a symbol belongs to. Party symbols part type and organ by a slash, State symbols by a hyphen. Without
    /// a symbol the local terms are meant.
    #[must_use]
    pub fn of(symbol: &str) -> Self {
        let symbol = symbol.trim();
        let begins_with_year =
            symbol.split('/').next().is_some_and(|first| first.len() == 4 && first.bytes().all(|b| b.is_ascii_digit()));
        if begins_with_year || (symbol.contains('-') && !symbol.contains('/')) {
            Series::Year
        } else if symbol.ends_with("TW") {
            Series::Centre
        } else {
            Series::Local
        }
    }

    /// The word kept in `document_term.series`.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Series::Centre => "centre",
            Series::Local => "local",
            Series::Year => "year",
        }
    }
}

/// A term of committees, from its first day until the next term of the same series begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// `centre` or `local`.
    pub series: String,
    /// «nhiệm kỳ 2025–2030».
    pub name: String,
    /// Its first day.
    pub starts_on: Day,
}

/// The term in which a document of this series was issued on this day: the name of the last term begun, or «năm 2026»
/// for a series that runs by years. Empty when no term of the series had begun.
#[must_use]
pub fn term_on(terms: &[Term], series: Series, day: Day) -> String {
    if series == Series::Year {
        return format!("năm {}", day.year());
    }
    terms
        .iter()
        .filter(|term| term.series == series.code() && term.starts_on <= day)
        .max_by_key(|term| term.starts_on)
        .map(|term| term.name.clone())
        .unwrap_or_default()
}

/// Number and symbol as they are written: `05-CT/TU` (Party, at least two digits), `15/QĐ-UBND` and `30/2020/NĐ-CP`
/// (State). What is absent is left out.
#[must_use]
pub fn full_number(number: Option<i64>, symbol: &str) -> String {
    let symbol = symbol.trim();
    match (number, symbol.is_empty()) {
        (None, _) => symbol.to_owned(),
        (Some(number), true) => format!("{number:02}"),
        (Some(number), false) if Series::of(symbol) == Series::Year => {
            format!("{number:02}/{symbol}")
        }
        (Some(number), false) => format!("{number:02}-{symbol}"),
    }
}

/// A number as it is compared and searched: letters without diacritics and digits only, no leading zeros.
/// `05-CT/TU`, `5 CT/TU` and `5-ct-tu` are `5cttu`.
#[must_use]
pub fn number_key(text: &str) -> String {
    let mut key = String::with_capacity(text.len());
    for word in vietnamese::fold(text).split(' ') {
        let digits = word.bytes().take_while(u8::is_ascii_digit).count();
        let (number, rest) = word.split_at(digits);
        let bare = number.trim_start_matches('0');
        key.push_str(if bare.is_empty() && !number.is_empty() { "0" } else { bare });
        key.push_str(rest);
    }
    key
}

/// The identity of a document, as one comparable text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity(pub String);

impl Identity {
    /// The identity of these four; none without a number, because then nothing can be confused.
    #[must_use]
    pub fn of(issuer: &str, type_code: &str, number: Option<i64>, term: &str) -> Option<Self> {
        let number = number?;
        let (issuer, term) = (vietnamese::fold(issuer), vietnamese::fold(term));
        // «QĐ» and «QĐi», «TT» and «TTr» are different types: the code is not folded
        Some(Identity(format!("{issuer}|{type_code}|{number}|{term}")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    fn terms() -> Vec<Term> {
        [
            ("local", "nhiệm kỳ 2020–2025", "2020-11-01"),
            ("local", "nhiệm kỳ 2025–2030", "2025-07-01"),
            ("centre", "khóa XIV", "2026-01-24"),
        ]
        .map(|(series, name, from)| Term { series: series.into(), name: name.into(), starts_on: day(from) })
        .to_vec()
    }

    #[test]
    fn a_symbol_tells_whose_numbering_it_follows() {
        assert_eq!(Series::of("NQ/TW"), Series::Centre);
        assert_eq!(Series::of("HD/BTGTW"), Series::Centre);
        assert_eq!(Series::of("CT/TU"), Series::Local);
        assert_eq!(Series::of("QC/BTCTU-BDVTU"), Series::Local);
        assert_eq!(Series::of("QĐ-UBND"), Series::Year);
        assert_eq!(Series::of("2020/NĐ-CP"), Series::Year);
        assert_eq!(Series::of(""), Series::Local);
    }

    #[test]
    fn the_term_is_that_of_the_day() {
        let terms = terms();
        assert_eq!(term_on(&terms, Series::Local, day("2025-06-30")), "nhiệm kỳ 2020–2025");
        assert_eq!(term_on(&terms, Series::Local, day("2025-07-01")), "nhiệm kỳ 2025–2030");
        assert_eq!(term_on(&terms, Series::Centre, day("2026-03-01")), "khóa XIV");
        assert_eq!(term_on(&terms, Series::Year, day("2026-03-01")), "năm 2026");
        assert_eq!(term_on(&terms, Series::Local, day("2001-01-01")), "");
    }

    #[test]
    fn numbers_are_written_the_way_of_their_series() {
        assert_eq!(full_number(Some(5), "CT/TU"), "05-CT/TU");
        assert_eq!(full_number(Some(190), "BC/HU"), "190-BC/HU");
        assert_eq!(full_number(Some(15), "QĐ-UBND"), "15/QĐ-UBND");
        assert_eq!(full_number(Some(30), "2020/NĐ-CP"), "30/2020/NĐ-CP");
        assert_eq!(full_number(None, ""), "");
    }

    #[test]
    fn a_number_is_found_however_it_is_typed() {
        for typed in ["15-NQ/TW", "15nqtw", "15 NQ TW", "015-nq/tw"] {
            assert_eq!(number_key(typed), "15nqtw", "{typed}");
        }
        assert_eq!(number_key("05-CT/TU"), "5cttu");
    }

    #[test]
    fn the_same_number_of_another_term_is_another_document() {
        let one = Identity::of("TỈNH ỦY", "NQ", Some(4), "nhiệm kỳ 2020–2025");
        let other = Identity::of("TỈNH ỦY", "NQ", Some(4), "nhiệm kỳ 2025–2030");
        assert_ne!(one, other);
        assert_eq!(one, Identity::of("Tỉnh uỷ", "NQ", Some(4), "Nhiệm kỳ 2020-2025"));
        assert_eq!(Identity::of("TỈNH ỦY", "NQ", None, ""), None);
    }
}
