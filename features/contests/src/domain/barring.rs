//! Organisers and others who may not take part, and who of the contestants they are: by the telephone, however it is
//! written; by the name with the year of birth or the unit where no telephone tells.

use std::collections::HashMap;

use kernel::UnitId;

/// Somebody who may not take part.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Barred {
    /// Its number.
    pub no: i64,
    /// The name.
    pub name: String,
    /// The telephone; empty when not known.
    pub phone: String,
    /// Year of birth.
    pub born: Option<i64>,
    /// The unit.
    pub unit: Option<UnitId>,
    /// Why: «Ban Tổ chức».
    pub reason: String,
}

/// What is known of a contestant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Known<'a> {
    /// The name.
    pub name: &'a str,
    /// The telephone; empty when not given.
    pub phone: &'a str,
    /// Year of birth.
    pub born: Option<i64>,
    /// The unit.
    pub unit: Option<UnitId>,
}

/// Whether a contestant is the one who is barred.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Match {
    /// Another person.
    No,
    /// The same, where this unit and that are one, or one lies in the other.
    IfWithin(UnitId, UnitId),
    /// The names are the same and nothing else is known: nobody joins so, but nothing is taken from who has joined.
    Perhaps,
    /// The same.
    Yes,
}

impl Match {
    /// Enough to annul somebody without a person's look: not where the one unit only lies in the other.
    #[must_use]
    pub fn is_certain(self) -> bool {
        matches!(self, Match::Yes) || matches!(self, Match::IfWithin(a, b) if a == b)
    }
}

/// The lines of those who are barred, found by name and by telephone: lists have hundreds of thousands of people.
#[derive(Debug, Clone, Default)]
pub struct BarredLines {
    lines: Vec<Barred>,
    by_name: HashMap<String, Vec<usize>>,
    by_phone: HashMap<String, Vec<usize>>,
}

impl BarredLines {
    /// These lines.
    #[must_use]
    pub fn new(lines: Vec<Barred>) -> Self {
        let mut all = BarredLines::default();
        for (at, line) in lines.iter().enumerate() {
            all.by_name.entry(vietnamese::fold(&line.name)).or_default().push(at);
            let phone = normal_phone(&line.phone);
            if !phone.is_empty() {
                all.by_phone.entry(phone).or_default().push(at);
            }
        }
        BarredLines { lines, ..all }
    }

    /// There is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    /// The lines that may mean somebody of this folded name and this telephone, in their order; no other line does.
    #[must_use]
    pub fn near(&self, folded: &str, phone: &str) -> Vec<&Barred> {
        let of_phone = if phone.is_empty() { None } else { self.by_phone.get(&normal_phone(phone)) };
        let mut places: Vec<usize> = self.by_name.get(folded).into_iter().chain(of_phone).flatten().copied().collect();
        places.sort_unstable();
        places.dedup();
        places.into_iter().map(|at| &self.lines[at]).collect()
    }
}

/// A telephone as the country writes it, whatever signs and prefix it was typed with: `+84 912 345 678` is `0912345678`.
#[must_use]
pub fn normal_phone(typed: &str) -> String {
    let digits: String = typed.chars().filter(char::is_ascii_digit).collect();
    let bare = digits.trim_start_matches("00");
    match bare.strip_prefix("84") {
        // a national number has nine or ten digits behind its 0
        Some(rest) if (9..=11).contains(&rest.trim_start_matches('0').len()) => {
            format!("0{}", rest.trim_start_matches('0'))
        }
        _ if digits.len() == 9 && !digits.starts_with('0') => format!("0{digits}"),
        _ => digits,
    }
}

impl Barred {
    /// Something beside the name tells who it is.
    #[must_use]
    pub fn is_told_apart(&self) -> bool {
        !normal_phone(&self.phone).is_empty() || self.born.is_some() || self.unit.is_some()
    }

    /// Why somebody is excluded by this line.
    #[must_use]
    pub fn why(&self) -> &str {
        if self.reason.is_empty() { "Ban Tổ chức" } else { &self.reason }
    }

    /// Is this contestant meant?
    #[must_use]
    pub fn is(&self, known: &Known<'_>) -> Match {
        let is_name = vietnamese::fold(&self.name) == vietnamese::fold(known.name);
        let same_year = self.born.zip(known.born).map(|(a, b)| a == b);
        let (ours, theirs) = (normal_phone(&self.phone), normal_phone(known.phone));
        if !ours.is_empty() && !theirs.is_empty() {
            // who gives another number is still known by name and year
            return if ours == theirs || (is_name && same_year == Some(true)) { Match::Yes } else { Match::No };
        }
        match (is_name, same_year, self.unit.zip(known.unit)) {
            (false, ..) | (true, Some(false), _) => Match::No,
            (true, Some(true), _) => Match::Yes,
            (true, None, Some((a, b))) => Match::IfWithin(a, b),
            (true, None, None) => Match::Perhaps,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known<'a>(name: &'a str, phone: &'a str, born: Option<i64>) -> Known<'a> {
        Known { name, phone, born, unit: None }
    }

    #[test]
    fn a_telephone_is_the_same_however_it_is_written() {
        for typed in
            ["0912 345 678", "+84 912345678", "84-912-345-678", "0084912345678", "+84 (0) 912 345 678", "912345678"]
        {
            assert_eq!(normal_phone(typed), "0912345678", "{typed}");
        }
        assert_eq!(normal_phone("0215 3 825 123"), "02153825123");
        assert_eq!(normal_phone("+84 215 3825 123"), "02153825123");
        assert_eq!(normal_phone(""), "");
    }

    #[test]
    fn who_is_barred_is_known_by_telephone_then_by_name_with_year_or_unit() {
        let unit: UnitId = "01994d2c-0000-7000-8000-000000000002".parse().unwrap();
        let line = Barred {
            name: "Lê Văn Ba".into(),
            phone: "0912345678".into(),
            born: Some(1980),
            unit: Some(unit),
            ..Barred::default()
        };
        assert_eq!(line.is(&known("Tên Khác", "+84912345678", None)), Match::Yes);
        assert_eq!(line.is(&known("Lê Văn Ba", "0987654321", None)), Match::No);
        assert_eq!(line.is(&known("lê văn ba", "0987654321", Some(1980))), Match::Yes, "another number was given");
        assert_eq!(line.is(&known("Lê Văn Ba", "", Some(1980))), Match::Yes);
        assert_eq!(line.is(&known("Lê Văn Ba", "", Some(1990))), Match::No);
        assert_eq!(line.is(&known("Lê Văn Ba", "", None)), Match::Perhaps);
        assert_eq!(line.is(&known("Lê Văn Bốn", "", Some(1980))), Match::No);
        let there = Known { unit: Some(unit), ..known("Lê Văn Ba", "", None) };
        assert_eq!(line.is(&there), Match::IfWithin(unit, unit));
        let above: UnitId = "01994d2c-0000-7000-8000-000000000001".parse().unwrap();
        let elsewhere = line.is(&Known { unit: Some(above), ..there });
        assert!(line.is(&there).is_certain() && !elsewhere.is_certain() && !Match::Perhaps.is_certain());
        let other = Barred { no: 2, name: "Hà Văn Tư".into(), ..Barred::default() };
        let lines = BarredLines::new(vec![line.clone(), other]);
        let near = |name: &str, phone: &str| lines.near(name, phone).iter().map(|one| one.no).collect::<Vec<_>>();
        assert_eq!(near("le van ba", "0987654321"), [0]);
        assert_eq!(near("ha van tu", "+84 912 345 678"), [0, 2]);
        assert!(near("ten khac", "").is_empty());
        assert!(!Barred { name: "A".into(), ..Barred::default() }.is_told_apart());
    }
}
