//! Comparing a column title as people type it: without case, accents and punctuation.
//! Only for titles; search and people's order belong to the `vietnamese` crate.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// `"Mã đơn vị (*)"` and `"MA DON VI"` give the same text.
pub(crate) fn fold_title(title: &str) -> String {
    let mut folded = String::with_capacity(title.len());
    for letter in title.nfd().filter(|letter| !is_combining_mark(*letter)) {
        let letter = match letter {
            'đ' | 'Đ' | 'Ð' | 'Ɖ' => 'd',
            other => other,
        };
        if letter.is_alphanumeric() {
            folded.extend(letter.to_lowercase());
        } else if !folded.is_empty() && !folded.ends_with(' ') {
            folded.push(' ');
        }
    }
    folded.truncate(folded.trim_end().len());
    folded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_are_compared_without_accents_case_and_marks() {
        assert_eq!(fold_title("  Mã  đơn vị (*) "), "ma don vi");
        assert_eq!(fold_title("MÃ ÐƠN VỊ"), fold_title("ma don vi"));
        assert_eq!(fold_title("Ho\u{323} te\u{302}n"), "ho ten");
        assert_eq!(fold_title("***"), "");
    }
}
