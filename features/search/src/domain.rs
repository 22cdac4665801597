//! Marking the words of a search in a text, whatever accents and capitals stand there. What is found belongs to the
//! features that own it.

/// A piece of a text, marked or not. Put together the pieces are the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// The text.
    pub text: String,
    /// True for a word that was searched for.
    pub is_marked: bool,
}

/// How many words in a row a number typed without signs may stand for: «15nqtw» for «15-NQ/TW».
const WORDS_OF_A_NUMBER: usize = 6;

/// Cuts the text and marks the words that begin with a word of the query, and runs of words that written together are
/// the query.
#[must_use]
pub fn mark(text: &str, query: &str) -> Vec<Piece> {
    let folded = vietnamese::fold(query);
    let words: Vec<&str> = folded.split(' ').filter(|word| !word.is_empty()).collect();
    let tokens = tokens(text);
    let mut marked = vec![false; tokens.len()];
    for (at, (_, _, token)) in tokens.iter().enumerate() {
        marked[at] = words.iter().any(|word| token.starts_with(word) && (word.len() > 1 || token == word));
    }
    if let [number] = words.as_slice() {
        for at in 0..tokens.len() {
            if let Some(count) = run_of(&tokens[at..], number) {
                marked[at..at + count].fill(true);
            }
        }
    }
    pieces(text, &tokens, &marked)
}

/// How many of these tokens written together are the word; leading zeros of a number do not count.
fn run_of(tokens: &[(usize, usize, String)], word: &str) -> Option<usize> {
    let mut together = String::new();
    for (count, (_, _, token)) in tokens.iter().take(WORDS_OF_A_NUMBER).enumerate() {
        together.push_str(token);
        if together.trim_start_matches('0') == word.trim_start_matches('0') {
            return Some(count + 1);
        }
        if together.len() > word.len() + 2 {
            return None;
        }
    }
    None
}

fn tokens(text: &str) -> Vec<(usize, usize, String)> {
    let mut out = Vec::new();
    let mut start = None;
    for (at, letter) in text.char_indices().chain([(text.len(), ' ')]) {
        // a combining accent belongs to the letter before it
        let is_word = letter.is_alphanumeric() || ('\u{300}'..='\u{36f}').contains(&letter);
        match (start, is_word) {
            (None, true) => start = Some(at),
            (Some(from), false) => {
                out.push((from, at, vietnamese::fold(&text[from..at])));
                start = None;
            }
            _ => {}
        }
    }
    out
}

fn pieces(text: &str, tokens: &[(usize, usize, String)], marked: &[bool]) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    let mut push = |text: &str, is_marked: bool| {
        if text.is_empty() {
            return;
        }
        match pieces.last_mut() {
            Some(last) if last.is_marked == is_marked => last.text.push_str(text),
            _ => pieces.push(Piece { text: text.to_owned(), is_marked }),
        }
    };
    let mut at = 0;
    for (index, (start, end, _)) in tokens.iter().enumerate() {
        // what stands between two marked words is marked with them
        let is_between = index > 0 && marked[index] && marked[index - 1];
        push(&text[at..*start], is_between);
        push(&text[*start..*end], marked[index]);
        at = *end;
    }
    push(&text[at..], false);
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marked(text: &str, query: &str) -> String {
        mark(text, query)
            .into_iter()
            .map(|piece| if piece.is_marked { format!("[{}]", piece.text) } else { piece.text })
            .collect()
    }

    #[test]
    fn words_are_marked_whatever_their_accents() {
        assert_eq!(marked("Nghị quyết số 15-NQ/TW", "nghi quyet 15"), "[Nghị quyết] số [15]-NQ/TW");
        assert_eq!(marked("Thành uỷ", "thanh uy"), "[Thành uỷ]");
        assert_eq!(marked("nghiêm túc", "nghi"), "[nghiêm] túc");
    }

    #[test]
    fn a_number_typed_without_signs_is_marked() {
        assert_eq!(marked("Nghị quyết số 15-NQ/TW, ngày", "15nqtw"), "Nghị quyết số [15-NQ/TW], ngày");
        assert_eq!(marked("Chỉ thị 05-CT/TU", "5cttu"), "Chỉ thị [05-CT/TU]");
    }

    #[test]
    fn a_single_letter_marks_only_itself() {
        assert_eq!(marked("a an a", "a"), "[a] an [a]");
    }

    #[test]
    fn nothing_of_the_text_is_lost() {
        for text in ["", "…", "Nghị quyết!", "  hai  dấu cách ", "số 1/2/3"] {
            let whole: String = mark(text, "so quyet 2").into_iter().map(|piece| piece.text).collect();
            assert_eq!(whole, text);
        }
        assert_eq!(marked("văn bản", ""), "văn bản");
    }
}
