//! A text as bare small letters, one byte for each letter of the source: patterns for running
//! text need no diacritics, no two tone placements and no capitals, and stay fast. Whether a letter
//! was a capital is asked of the source.

/// Bare letters and the way back to the source.
#[derive(Debug)]
pub(crate) struct Bare {
    /// ASCII: small letters without marks, digits, signs; foreign letters are `~`
    pub(crate) text: String,
    places: Vec<u32>,
    length: usize,
}

impl Bare {
    pub(crate) fn of(source: &str) -> Self {
        let mut text = String::with_capacity(source.len());
        let mut places = Vec::with_capacity(source.len());
        for (place, letter) in source.char_indices() {
            text.push(bare(letter));
            // a text of 4 GiB is refused by the readers long before
            places.push(u32::try_from(place).unwrap_or(u32::MAX));
        }
        Self { text, places, length: source.len() }
    }

    /// The byte of the source at which this bare letter stands.
    pub(crate) fn place(&self, at: usize) -> usize {
        self.places.get(at).map_or(self.length, |place| *place as usize)
    }

    /// Whether no letter or digit stands before `at`.
    pub(crate) fn begins_word(&self, at: usize) -> bool {
        at == 0 || !self.text.as_bytes().get(at - 1).is_some_and(u8::is_ascii_alphanumeric)
    }
}

fn bare(letter: char) -> char {
    if letter.is_ascii() {
        return letter.to_ascii_lowercase();
    }
    match letter {
        'à'..='ã' | 'À'..='Ã' | 'ă' | 'Ă' | 'Ạ'..='ặ' => 'a',
        'è'..='ê' | 'È'..='Ê' | 'Ẹ'..='ệ' => 'e',
        'ì' | 'í' | 'Ì' | 'Í' | 'ĩ' | 'Ĩ' | 'Ỉ'..='ị' => 'i',
        'ò'..='õ' | 'Ò'..='Õ' | 'ơ' | 'Ơ' | 'Ọ'..='ợ' => 'o',
        'ù' | 'ú' | 'Ù' | 'Ú' | 'ũ' | 'Ũ' | 'ư' | 'Ư' | 'Ụ'..='ự' => 'u',
        'ý' | 'Ý' | 'Ỳ'..='ỹ' => 'y',
        'đ' | 'Đ' => 'd',
        '–' | '—' | '‐' | '‑' | '−' => '-',
        '“' | '”' | '«' | '»' => '"',
        _ if letter.is_whitespace() => ' ',
        _ => '~',
    }
}

/// A word of the bare text with what follows it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Word<'t> {
    /// bare letters and digits, signs at both ends left out
    pub(crate) letters: &'t str,
    /// first byte in the bare text
    pub(crate) start: usize,
    /// byte after the last letter
    pub(crate) end: usize,
    /// signs between this word and the next
    pub(crate) signs: &'t str,
}

/// At most `most` words from `at` on, within the paragraph.
pub(crate) fn words_from(bare: &str, at: usize, most: usize) -> Vec<Word<'_>> {
    let bytes = bare.as_bytes();
    let mut words: Vec<Word<'_>> = Vec::new();
    let mut place = at;
    while place < bytes.len() && words.len() < most {
        let gap = place;
        while bytes.get(place).is_some_and(|byte| !byte.is_ascii_alphanumeric() && *byte != b'\n') {
            place += 1;
            if place - gap > 12 {
                return words;
            }
        }
        if let Some(last) = words.last_mut() {
            last.signs = bare[gap..place].trim();
        }
        let start = place;
        while bytes.get(place).is_some_and(u8::is_ascii_alphanumeric) {
            place += 1;
            if place - start > 40 {
                return words;
            }
        }
        if start == place {
            break;
        }
        words.push(Word { letters: &bare[start..place], start, end: place, signs: "" });
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_letter_is_one_byte_and_knows_its_place() {
        let source = "Số 15–NQ/TW của Đảng ủy “A”";
        let bare = Bare::of(source);
        assert_eq!(bare.text, "so 15-nq/tw cua dang uy \"a\"");
        let at = bare.text.find("dang").unwrap();
        assert!(source[bare.place(at)..].starts_with("Đảng"));
        assert_eq!(bare.place(1000), source.len());
    }

    #[test]
    fn words_know_the_signs_behind_them() {
        let words = words_from("hoi nghi lan thu 6, (khoa xiii)\nx", 0, 20);
        let seen: Vec<(&str, &str)> = words.iter().map(|word| (word.letters, word.signs)).collect();
        assert_eq!(seen[4..], [("6", ", ("), ("khoa", ""), ("xiii", ")")]);
    }
}
