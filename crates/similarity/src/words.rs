//! A text cut into words, each with the keys it is compared by. What a word weighs is `weights`; where sentences end is
//! `sentences`.

use std::collections::HashMap;
use std::ops::Range;

/// One syllable or one run of digits.
#[derive(Debug, Clone)]
pub(crate) struct Word {
    /// bytes of the text
    pub(crate) start: usize,
    /// the byte after it
    pub(crate) end: usize,
    /// key with diacritics: lower case, composed, the tone where modern spelling puts it
    pub(crate) toned: u64,
    /// key without diacritics
    pub(crate) bare: u64,
    pub(crate) spelling: Spelling,
    /// which group of synonyms the phrase belongs to that it stands in; 0: none
    pub(crate) class: u16,
    /// how much it says about where a text comes from: 0 nothing, 1 an ordinary word
    pub(crate) weight: f32,
    pub(crate) part: Part,
}

/// What the letters of a word look like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Spelling {
    /// with diacritics
    Marked,
    /// letters without any: it may be a word whose diacritics were left out
    Plain,
    /// digits, or letters and digits
    Figure,
}

/// What part a word plays that the weighing and the kind of edit ask about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part {
    Ordinary,
    /// of a level of the tree: "tỉnh", "Huyện ủy"
    Level,
    /// of a proper name
    Name,
}

impl Word {
    pub(crate) fn is_figure(&self) -> bool {
        self.spelling == Spelling::Figure
    }

    /// Whether both are one word, be it that one was written without diacritics.
    pub(crate) fn is(&self, other: &Word) -> bool {
        self.toned == other.toned
            || (self.bare == other.bare && (self.spelling == Spelling::Plain || other.spelling == Spelling::Plain))
    }

    /// Its bytes.
    pub(crate) fn range(&self) -> Range<usize> {
        self.start..self.end
    }
}

/// The words of a text in their order.
pub(crate) fn words_of(text: &str) -> Vec<Word> {
    // a document repeats its words, and a key costs more than a look into a map
    let mut known: HashMap<&str, (u64, u64)> = HashMap::new();
    spans_of(text)
        .map(|span| {
            let written = &text[span.clone()];
            let keys = *known.entry(written).or_insert_with(|| keys(written));
            word_at(written, span, keys)
        })
        .collect()
}

/// Where words stand: letters and digits with the combining marks behind them.
fn spans_of(text: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    let mut letters = text.char_indices().peekable();
    std::iter::from_fn(move || {
        let (start, first) = letters.by_ref().find(|(_, letter)| letter.is_alphanumeric())?;
        let mut end = start + first.len_utf8();
        while let Some((at, letter)) = letters.next_if(|(_, letter)| letter.is_alphanumeric() || is_mark(*letter)) {
            end = at + letter.len_utf8();
        }
        Some(start..end)
    })
}

/// Combining diacritical marks, as decomposed text has them.
pub(crate) fn is_mark(letter: char) -> bool {
    ('\u{300}'..='\u{36f}').contains(&letter)
}

fn word_at(written: &str, span: Range<usize>, (bare, toned): (u64, u64)) -> Word {
    let spelling = if written.bytes().any(|byte| byte.is_ascii_digit()) {
        Spelling::Figure
    } else if written.is_ascii() {
        Spelling::Plain
    } else {
        Spelling::Marked
    };
    Word { start: span.start, end: span.end, toned, bare, spelling, class: 0, weight: 1.0, part: Part::Ordinary }
}

/// Key without diacritics, key with them.
fn keys(written: &str) -> (u64, u64) {
    if written.is_ascii() {
        let key = key_of(&with_i(written.to_ascii_lowercase()));
        return (key, key);
    }
    let repaired = if vietnamese::has_look_alikes(written) {
        vietnamese::fold_tones(&vietnamese::repair_look_alikes(written))
    } else {
        vietnamese::fold_tones(written)
    };
    (key_of(&with_i(vietnamese::fold(&repaired))), key_of(&with_i(repaired)))
}

/// "kỹ, lý, mỹ, tỷ, sỹ, hy" with i: both spellings are in use.
fn with_i(word: String) -> String {
    let mut letters = word.chars();
    let (Some('h' | 'k' | 'l' | 'm' | 's' | 't'), Some(vowel), None) = (letters.next(), letters.next(), letters.next())
    else {
        return word;
    };
    let rows = ["yỳỷỹýỵ".chars(), "iìỉĩíị".chars()];
    let [mut with_y, mut with_i] = rows;
    match with_y.position(|candidate| candidate == vowel).and_then(|tone| with_i.nth(tone)) {
        Some(instead) => word.replace(vowel, instead.encode_utf8(&mut [0; 4])),
        None => word,
    }
}

/// FNV-1a: keys of a document are few, and one more bit costs more than a better spread gains.
pub(crate) fn key_of(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3))
}

/// Key of a row of keys; the order counts.
pub(crate) fn chain(keys: impl IntoIterator<Item = u64>) -> u64 {
    keys.into_iter().fold(0x9e37_79b9_7f4a_7c15, |hash, key| {
        let mixed = (hash.rotate_left(23) ^ key).wrapping_mul(0xff51_afd7_ed55_8ccd);
        mixed ^ (mixed >> 32)
    })
}

#[cfg(test)]
mod tests {
    use unicode_normalization::UnicodeNormalization;

    use super::*;

    fn same(one: &str, other: &str) -> bool {
        let (one, other) = (words_of(one), words_of(other));
        one.len() == other.len() && one.iter().zip(&other).all(|(one, other)| one.is(other))
    }

    #[test]
    fn spelling_does_not_part_a_word_but_another_tone_does() {
        let text = "Kế hoạch của Đảng ủy về kỹ thuật, hòa giải";
        let decomposed: String = text.nfd().collect();
        for variant in
            ["KẾ HỌACH CỦA ĐẢNG UỶ VỀ KĨ THUẬT, HOÀ GIẢI", "Ke hoach cua Dang uy ve ky thuat, hoa giai", &decomposed]
        {
            assert!(same(text, variant), "{variant}");
        }
        assert!(!same("công tác", "cộng tác"));
    }

    #[test]
    fn words_lie_where_they_are_written() {
        let text = "Số 58-CTr/TU: 1,5% “Học tập số”";
        let written: Vec<&str> = words_of(text).iter().map(|word| &text[word.range()]).collect();
        assert_eq!(written, ["Số", "58", "CTr", "TU", "1", "5", "Học", "tập", "số"]);
    }
}
