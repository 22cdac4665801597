//! A text cut into words: runs of letters, digits and the combining accents that belong to them.

use vietnamese::{fold_into, fold_tones};

/// A longer run is no word of a language (a hash, an address); it is not indexed.
pub(crate) const LONGEST: usize = 40;

/// The places of the words of a text, in order.
pub(crate) struct Words<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Words<'t> {
    pub fn of(text: &'t str) -> Self {
        Words { text, at: 0 }
    }
}

fn is_of_word(letter: char) -> bool {
    match letter {
        _ if letter.is_ascii() => letter.is_ascii_alphanumeric(),
        // the letters of Vietnamese, and a combining accent, which belongs to the letter before it
        'À'..='Ö' | 'Ø'..='ö' | 'ø'..='ɏ' | '\u{300}'..='\u{36f}' | 'Ḁ'..='ỿ' => true,
        _ => letter.is_alphanumeric(),
    }
}

impl Iterator for Words<'_> {
    type Item = (usize, usize);

    fn next(&mut self) -> Option<(usize, usize)> {
        let rest = &self.text[self.at..];
        let start = self.at + rest.find(is_of_word)?;
        let end = self.text[start..].find(|c| !is_of_word(c)).map_or(self.text.len(), |length| start + length);
        self.at = end;
        Some((start, end))
    }
}

/// The word without accents and capitals, a number without leading zeros, into a buffer that serves again and again.
pub(crate) fn folded(word: &str, into: &mut String) {
    into.clear();
    fold_into(word, into);
    let zeros = into.len() - without_zeros(into).len();
    into.drain(..zeros);
}

/// Without the zeros before another digit: «05» and «05cttu» are `5` and `5cttu`.
pub(crate) fn without_zeros(word: &str) -> &str {
    let zeros = word.bytes().take_while(|b| *b == b'0').count();
    let is_followed = word.as_bytes().get(zeros).is_some_and(u8::is_ascii_digit);
    &word[if is_followed { zeros } else { zeros.saturating_sub(1) }..]
}

/// The word in small letters with its accents, the tone always in the new place.
pub(crate) fn accented(word: &str) -> String {
    if word.is_ascii() { word.to_ascii_lowercase() } else { fold_tones(word) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_runs_of_letters_and_digits() {
        let text = "  Nghị quyết số 15-NQ/TW, «học tập». ";
        let words: Vec<&str> = Words::of(text).map(|(start, end)| &text[start..end]).collect();
        assert_eq!(words, ["Nghị", "quyết", "số", "15", "NQ", "TW", "học", "tập"]);
        assert_eq!(Words::of("").next(), None);
        assert_eq!(Words::of(" … ").next(), None);
    }

    #[test]
    fn leading_zeros_go() {
        for (word, kept) in [("05", "5"), ("05cttu", "5cttu"), ("000", "0"), ("0", "0"), ("x01", "x01"), ("", "")] {
            assert_eq!(without_zeros(word), kept);
        }
        assert_eq!(without_zeros("0a"), "0a");
    }

    #[test]
    fn decomposed_letters_stay_in_their_word() {
        let text = "ho\u{323}c ta\u{302}\u{323}p";
        let mut folded_word = String::new();
        let words: Vec<String> = Words::of(text)
            .map(|(start, end)| {
                folded(&text[start..end], &mut folded_word);
                folded_word.clone()
            })
            .collect();
        assert_eq!(words, ["hoc", "tap"]);
        assert_eq!(accented("ho\u{323}c"), "học");
        assert_eq!(accented("HOÀ"), accented("hòa"));
    }
}
