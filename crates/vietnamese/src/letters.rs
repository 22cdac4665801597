//! The letters themselves: canonical composition, and look-alikes of Đ and Ư that old fonts,
//! scanners and keyboards leave behind. Folding for search is in `folding`.

use unicode_normalization::{UnicodeNormalization, is_nfc};

/// The text in Unicode normal form C, the form in which all text is stored and compared.
/// macOS file names and some old keyboards deliver the decomposed form.
///
/// ```
/// assert_eq!(vietnamese::nfc("Tha\u{300}nh u\u{309}y"), "Thành ủy");
/// ```
pub fn nfc(text: &str) -> String {
    if text.is_ascii() || is_nfc(text) {
        return text.to_owned();
    }
    text.nfc().collect()
}

/// The Vietnamese letter that `letter` was meant to be, where it only looks like it:
/// Icelandic Ð and African Ɖ for Đ, the letter gha (ƣ) for ư.
const fn intended(letter: char) -> char {
    match letter {
        'Ð' | 'Ɖ' => 'Đ',
        'ð' | 'ɖ' => 'đ',
        'ƣ' => 'ư',
        'Ƣ' => 'Ư',
        other => other,
    }
}

/// Whether [`repair_look_alikes`] would change the text.
///
/// ```
/// // the Icelandic letter in the place of the Vietnamese one
/// assert!(vietnamese::has_look_alikes("Ðảng ủy"));
/// assert!(!vietnamese::has_look_alikes("Đảng ủy"));
/// ```
pub fn has_look_alikes(text: &str) -> bool {
    text.chars().any(|letter| intended(letter) != letter)
}

/// The text in normal form C with look-alike letters replaced by the Vietnamese ones.
///
/// Never applied silently to stored text: a page may offer it, a comparison may use it.
///
/// ```
/// assert_eq!(vietnamese::repair_look_alikes("Ðại hội Ðảng, ngƣời"), "Đại hội Đảng, người");
/// ```
pub fn repair_look_alikes(text: &str) -> String {
    let repaired: String = text.nfc().map(intended).collect();
    // ƣ plus a tone mark composes only once it has become ư
    nfc(&repaired)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn composed_text_stays_as_it_is() {
        assert_eq!(nfc("Đảng bộ huyện"), "Đảng bộ huyện");
    }

    #[test]
    fn gha_with_a_separate_tone_becomes_one_letter() {
        assert_eq!(repair_look_alikes("trƣ\u{300}ng"), "trừng");
        assert!(has_look_alikes("Ðảng") && !has_look_alikes("Đảng"));
    }
}
