//! The forms in which the number of a document may be typed. All are lower case without accents and signs, leading
//! zeros left out: «05-CT/TU», «5 ct tu» and «05cttu» are `5cttu`.

use std::collections::BTreeSet;

use crate::words::{Words, folded, without_zeros};

/// Words a number runs over at most: `1234/2024/QĐ-UBND-HC`.
pub(crate) const LONGEST_RUN: usize = 6;

/// A run of folded words written together, each number in it without leading zeros. Empty for an empty run.
pub(crate) fn together(words: &[String]) -> String {
    words.iter().map(|word| without_zeros(word)).collect()
}

fn words_of(text: &str) -> Vec<String> {
    let mut one = String::new();
    Words::of(text)
        .map(|(start, end)| {
            folded(&text[start..end], &mut one);
            one.clone()
        })
        .filter(|word| !word.is_empty())
        .collect()
}

fn is_year(word: &str) -> bool {
    word.len() == 4 && (word.starts_with("19") || word.starts_with("20")) && word.bytes().all(|b| b.is_ascii_digit())
}

fn is_digits(word: &str) -> bool {
    !word.is_empty() && word.bytes().all(|b| b.is_ascii_digit())
}

/// Everything the number may be typed as.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Aliases {
    /// The whole number, and type and number: `15nqtw`, `nghiquyet15`, `nq15`.
    pub whole: BTreeSet<String>,
    /// Beginnings of the whole number that hold more than its digits: `15n`, `15nq`, `15nqt`.
    pub begun: BTreeSet<String>,
}

/// The forms of these numbers of a row of these types.
pub(crate) fn aliases(numbers: &[String], type_words: &[String]) -> Aliases {
    let mut out = Aliases::default();
    let types: Vec<String> = type_words.iter().map(|words| together(&words_of(words))).collect();
    for number in numbers {
        let words = words_of(number);
        let key = together(&words);
        if key.is_empty() || key.len() > 2 * crate::words::LONGEST {
            continue;
        }
        let mut keys = vec![key];
        if words.iter().skip(1).any(|word| is_year(word)) {
            // «45/2024/NĐ-CP» is asked for as «45/NĐ-CP», too
            let without: Vec<String> =
                words.iter().enumerate().filter(|(at, w)| *at == 0 || !is_year(w)).map(|(_, w)| w.clone()).collect();
            keys.push(together(&without));
        }
        for key in &keys {
            add_beginnings(key, &mut out.begun);
        }
        if let Some(first) = words.first().filter(|first| is_digits(first)) {
            let bare = without_zeros(first);
            let year = words.get(1).filter(|word| is_year(word));
            for of_type in types.iter().filter(|of_type| !of_type.is_empty()) {
                out.whole.insert(format!("{of_type}{bare}"));
                if let Some(year) = year {
                    out.whole.insert(format!("{of_type}{bare}{year}"));
                }
            }
            out.whole.insert(bare.to_owned());
        }
        out.whole.extend(keys);
    }
    out.begun.retain(|begun| !out.whole.contains(begun));
    out
}

fn add_beginnings(key: &str, into: &mut BTreeSet<String>) {
    let digits = key.bytes().take_while(u8::is_ascii_digit).count();
    if digits == 0 {
        return;
    }
    for (end, _) in key.char_indices().filter(|(end, _)| *end > digits) {
        into.insert(key[..end].to_owned());
    }
}

/// The number that begins at this place of a text, written together, when digits and letters are joined by signs there:
/// «15-NQ/TW», «45/2024/NĐ-CP». A day such as 09/3/2026 is none.
pub(crate) fn number_at(text: &str) -> Option<String> {
    let mut words = Words::of(text);
    let (_, mut last) = words.next()?;
    let mut run = vec![text[..last].to_owned()];
    for (start, end) in words.take(LONGEST_RUN - 1) {
        let between = &text[last..start];
        if between.len() > 4 || !matches!(between.trim(), "-" | "/" | "–" | "_") {
            break;
        }
        run.push(text[start..end].to_owned());
        last = end;
    }
    let has_letters = run.iter().any(|word| word.chars().any(char::is_alphabetic));
    (run.len() > 1 && has_letters).then(|| together(&words_of(&run.join(" "))))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(number: &str, types: &[&str]) -> Aliases {
        aliases(&[number.to_owned()], &types.iter().map(|t| (*t).to_owned()).collect::<Vec<_>>())
    }

    fn has(set: &BTreeSet<String>, wanted: &[&str]) -> bool {
        wanted.iter().all(|one| set.contains(*one))
    }

    #[test]
    fn a_party_number_is_known_with_and_without_its_type() {
        let found = of("05-CT/TU", &["Chỉ thị", "CT"]);
        assert!(has(&found.whole, &["5cttu", "chithi5", "ct5", "5"]), "{found:?}");
        assert!(has(&found.begun, &["5c", "5ct", "5ctt"]), "{found:?}");
        assert!(!found.begun.contains("5") && !found.begun.contains("5cttu"));
    }

    #[test]
    fn a_state_number_is_known_without_its_year() {
        let found = of("45/2024/NĐ-CP", &["Nghị định"]);
        assert!(has(&found.whole, &["452024ndcp", "45ndcp", "nghidinh45", "nghidinh452024"]), "{found:?}");
    }

    #[test]
    fn a_code_without_a_leading_number_is_known_whole() {
        let found = of("X01-C02", &[]);
        assert!(has(&found.whole, &["x01c02"]) || has(&found.whole, &["x01c2"]), "{found:?}");
        assert!(found.begun.is_empty());
    }

    #[test]
    fn numbers_in_a_text_are_joined_and_days_are_not() {
        assert_eq!(number_at("15-NQ/TW, ngày").as_deref(), Some("15nqtw"));
        assert_eq!(number_at("45/2024/NĐ-CP").as_deref(), Some("452024ndcp"));
        assert_eq!(number_at("15 - NQ/TW").as_deref(), Some("15nqtw"));
        assert_eq!(number_at("09/3/2026"), None);
        assert_eq!(number_at("15 chi bộ"), None);
        assert_eq!(number_at(""), None);
    }

    #[test]
    fn leading_zeros_go() {
        assert_eq!(together(&["05".into(), "ct".into()]), "5ct");
        assert_eq!(together(&["000".into()]), "0");
        assert_eq!(together(&["05cttu".into()]), "5cttu");
    }
}
