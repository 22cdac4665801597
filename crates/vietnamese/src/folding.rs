//! Text made equal for searching: without diacritics, or with the two ways of placing a tone
//! made one. For comparison only: a folded text is never shown and never replaces the original.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::{decompose_canonical, is_combining_mark};

/// Lower case without diacritics, đ as d, every run of other signs one space, trimmed.
///
/// ```
/// assert_eq!(vietnamese::fold("Nghị quyết số 15-NQ/TW"), "nghi quyet so 15 nq tw");
/// ```
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    fold_into(text, &mut folded);
    folded
}

/// Like [`fold`], appended to `target`: one buffer serves a whole import.
/// A space is put first if `target` already ends in a letter or digit.
///
/// ```
/// let mut target = String::from("nghi quyet");
/// vietnamese::fold_into("Số 15", &mut target);
/// assert_eq!(target, "nghi quyet so 15");
/// ```
pub fn fold_into(text: &str, target: &mut String) {
    let mut gap = !target.is_empty() && !target.ends_with(' ');
    let at_start = target.len();
    for letter in text.chars() {
        if letter.is_ascii_alphanumeric() {
            push_after_gap(target, &mut gap, at_start, letter.to_ascii_lowercase());
        } else if letter.is_ascii() {
            gap = true;
        } else if let Some(base) = vietnamese_base(letter) {
            push_after_gap(target, &mut gap, at_start, base);
        } else {
            fold_rare(letter, target, &mut gap, at_start);
        }
    }
}

fn push_after_gap(target: &mut String, gap: &mut bool, at_start: usize, letter: char) {
    if *gap && (target.len() > at_start || at_start > 0) && !target.ends_with(' ') && !target.is_empty() {
        target.push(' ');
    }
    *gap = false;
    target.push(letter);
}

/// The bare letter of a composed Vietnamese one: the table that keeps imports fast.
fn vietnamese_base(letter: char) -> Option<char> {
    Some(match letter {
        'à'..='ã' | 'À'..='Ã' | 'ă' | 'Ă' | 'Ạ'..='ặ' => 'a',
        'è'..='ê' | 'È'..='Ê' | 'Ẹ'..='ệ' => 'e',
        'ì' | 'í' | 'Ì' | 'Í' | 'ĩ' | 'Ĩ' | 'Ỉ'..='ị' => 'i',
        'ò'..='õ' | 'Ò'..='Õ' | 'ơ' | 'Ơ' | 'Ọ'..='ợ' => 'o',
        'ù' | 'ú' | 'Ù' | 'Ú' | 'ũ' | 'Ũ' | 'ư' | 'Ư' | 'Ụ'..='ự' | 'ƣ' | 'Ƣ' => 'u',
        'ý' | 'Ý' | 'Ỳ'..='ỹ' => 'y',
        'đ' | 'Đ' | 'Ð' | 'ð' | 'Ɖ' => 'd',
        _ => return None,
    })
}

/// Anything outside ASCII and the Vietnamese letters: combining marks vanish, foreign letters
/// lose their marks, the rest is a gap.
fn fold_rare(letter: char, target: &mut String, gap: &mut bool, at_start: usize) {
    if is_combining_mark(letter) {
        return;
    }
    if !letter.is_alphanumeric() {
        *gap = true;
        return;
    }
    for lower in letter.to_lowercase() {
        decompose_canonical(lower, |part| {
            if part.is_alphanumeric() && !is_combining_mark(part) {
                push_after_gap(target, gap, at_start, part);
            }
        });
    }
}

/// Normal form C, lower case, with the tone of `oa oe uy` always on the second vowel, so that
/// "Thành ủy, hòa, khóa" and "Thành uỷ, hoà, khoá" are one. Diacritics and signs stay.
///
/// ```
/// assert_eq!(vietnamese::fold_tones("khóa XIII"), vietnamese::fold_tones("Khoá XIII"));
/// assert_ne!(vietnamese::fold_tones("hòa"), vietnamese::fold_tones("hóa"));
/// ```
pub fn fold_tones(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    let mut letters = text.nfc().flat_map(char::to_lowercase).peekable();
    while let Some(letter) = letters.next() {
        if let Some((bare, tone)) = toned_glide(letter)
            && let Some(moved) = letters.peek().and_then(|second| with_tone(bare, *second, tone))
        {
            letters.next();
            folded.push(bare);
            folded.push(moved);
        } else {
            folded.push(letter);
        }
    }
    folded
}

/// A toned o or u that may only carry the tone for the vowel after it.
fn toned_glide(letter: char) -> Option<(char, usize)> {
    for (bare, toned) in [('o', "òỏõóọ"), ('u', "ùủũúụ")] {
        if let Some(tone) = toned.chars().position(|candidate| candidate == letter) {
            return Some((bare, tone));
        }
    }
    None
}

/// `second` carrying the tone, if glide and vowel form oa, oe or uy.
fn with_tone(glide: char, second: char, tone: usize) -> Option<char> {
    let row = match (glide, second) {
        ('o', 'a') => "àảãáạ",
        ('o', 'e') => "èẻẽéẹ",
        ('u', 'y') => "ỳỷỹýỵ",
        _ => return None,
    };
    row.chars().nth(tone)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_vietnamese_letter_folds_to_its_base() {
        let rows = [
            ("aàảãáạăằẳẵắặâầẩẫấậ", 'a'),
            ("eèẻẽéẹêềểễếệ", 'e'),
            ("iìỉĩíị", 'i'),
            ("oòỏõóọôồổỗốộơờởỡớợ", 'o'),
            ("uùủũúụưừửữứự", 'u'),
            ("yỳỷỹýỵ", 'y'),
            ("dđ", 'd'),
        ];
        for (row, base) in rows {
            for text in [row.to_owned(), row.to_uppercase()] {
                let expected: String = text.chars().map(|_| base).collect();
                assert_eq!(fold(&text), expected);
                let decomposed: String = text.nfd().collect();
                assert_eq!(fold(&decomposed), expected);
            }
        }
    }

    #[test]
    fn signs_become_single_spaces_and_ends_are_trimmed() {
        assert_eq!(fold("  «Báo cáo» – số: 190-BC/HU.  "), "bao cao so 190 bc hu");
        assert_eq!(fold(" … "), "");
    }

    #[test]
    fn appended_texts_are_parted_by_one_space() {
        let mut row = String::new();
        for part in ["", "Trần Thị", "", " Bưởi", "!"] {
            fold_into(part, &mut row);
        }
        assert_eq!(row, "tran thi buoi");
    }

    #[test]
    fn both_tone_placements_are_equal() {
        for (old, new) in [("hòa", "hoà"), ("ủy", "uỷ"), ("khỏe", "khoẻ"), ("TÒA", "toà"), ("qúy", "quý")]
        {
            assert_eq!(fold_tones(old), fold_tones(new));
        }
        for distinct in [("mùa", "muà"), ("của", "cuả")] {
            assert_ne!(fold_tones(distinct.0), fold_tones(distinct.1));
        }
    }
}
