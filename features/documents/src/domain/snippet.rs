//! The words of a search and the piece of a text that shows them best. How hits are shown belongs to `search`.

/// The words of a search: folded, at most eight.
#[must_use]
pub fn search_words(query: &str) -> Vec<String> {
    vietnamese::fold(query).split(' ').filter(|word| !word.is_empty()).take(8).map(str::to_owned).collect()
}

const WINDOW: usize = 28;

/// About thirty words of the text around the place where most of the words stand together. Empty when none stands
/// there.
#[must_use]
pub fn snippet(text: &str, words: &[String]) -> String {
    let tokens: Vec<(usize, usize, Option<usize>)> = tokens(text, words);
    let mut best: Option<(usize, usize)> = None;
    for (at, (_, _, word)) in tokens.iter().enumerate() {
        if word.is_none() {
            continue;
        }
        let score = score(&tokens[at..(at + WINDOW / 2).min(tokens.len())], words.len());
        if best.is_none_or(|(most, _)| score > most) {
            best = Some((score, at));
        }
    }
    let Some((_, at)) = best else {
        return String::new();
    };
    let first = at.saturating_sub(WINDOW / 4);
    let last = (first + WINDOW).min(tokens.len()) - 1;
    let piece: Vec<&str> = text[tokens[first].0..tokens[last].1].split_whitespace().collect();
    let before = if first > 0 { "… " } else { "" };
    let after = if last + 1 < tokens.len() { " …" } else { "" };
    format!("{before}{}{after}", piece.join(" ").replace("**", ""))
}

/// Where each run of letters and digits begins and ends, and which of the words it begins with.
fn tokens(text: &str, words: &[String]) -> Vec<(usize, usize, Option<usize>)> {
    let mut out = Vec::new();
    let mut start = None;
    let ends = text.char_indices().chain([(text.len(), ' ')]);
    for (at, letter) in ends {
        match (start, letter.is_alphanumeric()) {
            (None, true) => start = Some(at),
            (Some(from), false) => {
                let folded = vietnamese::fold(&text[from..at]);
                let word = words.iter().position(|word| folded.starts_with(word.as_str()));
                out.push((from, at, word));
                start = None;
            }
            _ => {}
        }
    }
    out
}

/// Different words weigh most; words that follow one another as they were typed weigh a little more.
fn score(tokens: &[(usize, usize, Option<usize>)], words: usize) -> usize {
    let different = (0..words).filter(|wanted| tokens.iter().any(|(_, _, word)| *word == Some(*wanted))).count();
    let in_order =
        tokens.windows(2).filter(|pair| matches!((pair[0].2, pair[1].2), (Some(a), Some(b)) if b == a + 1)).count();
    different * 10 + in_order.min(9)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_piece_around_the_words_is_shown_with_its_diacritics() {
        let text =
            "Mở đầu. ".repeat(30) + "Tổ chức học tập, quán triệt nghị quyết đến toàn thể đảng viên trong chi bộ.";
        let piece = snippet(&text, &search_words("hoc tap quan triet"));
        assert!(piece.contains("học tập, quán triệt"), "{piece}");
        assert!(piece.starts_with("… "));
    }

    #[test]
    fn nothing_is_shown_when_nothing_stands_there() {
        assert_eq!(snippet("Văn bản", &search_words("khác")), "");
        assert_eq!(snippet("", &search_words("")), "");
    }
}
