//! The order of a Vietnamese dictionary as a key that sorts by plain bytes, so that SQLite and
//! PostgreSQL (collation C) give the same lists. Person lists have their own order: `names`.

use unicode_normalization::UnicodeNormalization;

/// Parts the levels; sorts before everything a level may hold.
const LEVEL_END: char = '\u{1}';

/// A key whose byte order is the order of CLDR's Vietnamese collation: letters first
/// (a ă â b … d đ e ê … o ô ơ … u ư …), then tones (ngang huyền hỏi ngã sắc nặng), then case
/// (lower first). Spaces come before signs, signs before digits, digits before letters.
///
/// Valid UTF-8 without NUL: fit for a TEXT column of either database.
///
/// ```
/// let mut words = ["đi", "da", "dạ", "dã", "ca", "ă", "ân", "a"];
/// words.sort_by_cached_key(|word| vietnamese::collation_key(word));
/// assert_eq!(words, ["a", "ă", "ân", "ca", "da", "dã", "dạ", "đi"]);
/// ```
pub fn collation_key(text: &str) -> String {
    let mut key = String::with_capacity(text.len() + 4);
    push_key(text, &mut key);
    key
}

/// Appends the key of `text` and a closing level end, so that keys may follow one another.
pub(crate) fn push_key(text: &str, key: &mut String) {
    let mut tones = String::new();
    let mut cases = String::new();
    let mut space_waits = false;
    let start = key.len();
    for letter in text.nfd() {
        if letter.is_whitespace() {
            space_waits = key.len() > start;
        } else if let Some(tone) = tone_weight(letter) {
            replace_last(&mut tones, tone);
        } else if let Some(weight) = shape_weight(letter, key) {
            key.pop();
            key.push(weight);
        } else {
            if std::mem::take(&mut space_waits) {
                key.push(' ');
                tones.push('0');
                cases.push('0');
            }
            push_letter(letter, key);
            tones.push('0');
            cases.push(if letter.is_uppercase() { '1' } else { '0' });
        }
    }
    for level in [tones, cases] {
        key.push(LEVEL_END);
        key.push_str(level.trim_end_matches('0'));
    }
    key.push(LEVEL_END);
}

fn replace_last(tones: &mut String, tone: char) {
    if tones.pop().is_some() {
        tones.push(tone);
    }
}

/// The second level: ngang is 0.
fn tone_weight(mark: char) -> Option<char> {
    Some(match mark {
        '\u{300}' => '1',
        '\u{309}' => '2',
        '\u{303}' => '3',
        '\u{301}' => '4',
        '\u{323}' => '5',
        _ => return None,
    })
}

/// The weight of the last letter once breve, circumflex or horn is added to it.
fn shape_weight(mark: char, key: &str) -> Option<char> {
    let last = key.chars().next_back()?;
    Some(match (mark, last) {
        ('\u{306}', 'A') => 'B',
        ('\u{302}', 'A') => 'C',
        ('\u{302}', 'H') => 'I',
        ('\u{302}', 'R') => 'S',
        ('\u{31b}', 'R') => 'T',
        ('\u{31b}', 'Z') => '[',
        _ => return None,
    })
}

/// First-level weights, the letters of the alphabet in order from `A` on with room for
/// ă â đ ê ô ơ ư; digits stand for themselves.
fn push_letter(letter: char, key: &mut String) {
    const ALPHABET: &str = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz";
    let mut lower = letter.to_lowercase();
    let first = lower.next().unwrap_or(letter);
    if first.is_ascii_digit() {
        key.push(first);
    } else if let Some(place) = ALPHABET.chars().position(|candidate| candidate == first) {
        key.push(char::from(b'A' + u8::try_from(place).unwrap_or(u8::MAX - b'A')));
    } else if letter.is_alphanumeric() {
        key.push('~');
        key.push(first);
    } else if !letter.is_control() {
        key.push('!');
        key.push(letter);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sorted<'a>(words: &[&'a str]) -> Vec<&'a str> {
        let mut words = words.to_vec();
        words.sort_by_cached_key(|word| collation_key(word));
        words
    }

    #[test]
    fn the_alphabet_is_in_its_own_order() {
        let order = [
            "a", "ă", "â", "b", "c", "d", "đ", "e", "ê", "f", "g", "h", "i", "j", "k", "l", "m", "n", "o", "ô", "ơ",
            "p", "q", "r", "s", "t", "u", "ư", "v", "w", "x", "y", "z",
        ];
        let mut shuffled = order;
        shuffled.reverse();
        assert_eq!(sorted(&shuffled), order);
    }

    #[test]
    fn tones_decide_only_between_equal_letters() {
        assert_eq!(sorted(&["má", "mạ", "ma", "mã", "mà", "mả"]), ["ma", "mà", "mả", "mã", "má", "mạ"]);
        assert_eq!(sorted(&["mạ", "mai", "ma"]), ["ma", "mạ", "mai"]);
    }

    #[test]
    fn case_comes_last_and_composition_does_not_matter() {
        assert_eq!(sorted(&["Đảng", "đảng", "đang"]), ["đang", "đảng", "Đảng"]);
        assert_eq!(collation_key("Tru\u{31b}\u{300}ng"), collation_key("Trừng"));
    }

    #[test]
    fn shorter_comes_first_and_spaces_before_letters() {
        assert_eq!(sorted(&["An Hoà", "An", "Anh", "an 2"]), ["An", "an 2", "An Hoà", "Anh"]);
    }
}
