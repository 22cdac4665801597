//! Marking what was typed in a text, whatever accents and capitals stand there, and choosing the piece of a long text
//! that shows it best.

use crate::numbers::{LONGEST_RUN, together};
use crate::query::Typed;
use crate::words::{Words, folded};

/// A piece of a text, marked or not. Put together the pieces are the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// The text.
    pub text: String,
    /// True for what was searched for.
    pub is_marked: bool,
}

/// What is marked.
pub struct Marks {
    words: Vec<String>,
    /// Numbers typed as one word: «15nqtw».
    numbers: Vec<String>,
}

/// A word of a text that was typed.
#[derive(Clone, Copy)]
struct Met {
    /// Its number among the words of the text.
    at: usize,
    /// Which of the typed words it is.
    word: usize,
    start: usize,
    end: usize,
}

/// Words shown of a long text.
const WINDOW: usize = 34;
/// What a different word weighs; neighbours together weigh less than one.
const WORD: u32 = 16;
/// Places looked at: beyond them a text says nothing new.
const MOST_PLACES: usize = 2_000;

impl Marks {
    /// The marks of what was typed.
    #[must_use]
    pub fn of(typed: &str) -> Self {
        let words = Typed::of(typed).words;
        let is_number =
            |word: &&String| word.bytes().any(|b| b.is_ascii_digit()) && word.bytes().any(|b| b.is_ascii_alphabetic());
        let numbers = words.iter().filter(is_number).map(|word| together(std::slice::from_ref(word))).collect();
        Marks { words, numbers }
    }

    /// Cuts the text at the marks: words that were typed (when none stands there, words that begin so), and numbers
    /// typed without signs.
    #[must_use]
    pub fn pieces(&self, text: &str) -> Vec<Piece> {
        let places: Vec<(usize, usize)> = Words::of(text).collect();
        let met = self.met_or_begun(text);
        let mut marked = vec![false; places.len()];
        for one in &met {
            marked[one.at] = true;
        }
        self.mark_numbers(text, &places, &mut marked);
        cut(text, &places, &marked)
    }

    /// The piece of a long text in which most of the words stand together, its spaces made single, and where in the text
    /// it begins to show them. Of pieces that are as good one after the byte `body` is taken: what stands before it, such
    /// as a title, is shown already. None when none of the words stands there.
    #[must_use]
    pub fn snippet(&self, text: &str, body: usize) -> Option<(Vec<Piece>, usize)> {
        let mut met = self.met_or_begun(text);
        if met.is_empty() || !self.numbers.is_empty() {
            met.extend(self.first_number(text));
            met.sort_unstable_by_key(|one| one.at);
        }
        let first = self.best(&met, body)?;
        let before = first.at.saturating_sub(WINDOW / 4);
        let mut words = Words::of(text).skip(before);
        let start = words.next()?.0;
        let end = words.by_ref().take(WINDOW - 2).last().map_or(first.end, |(_, end)| end);
        let goes_on = words.next().is_some();
        let plain: Vec<&str> = text[start..end].split_whitespace().collect();
        let plain = format!(
            "{}{}{}",
            if before > 0 { "… " } else { "" },
            plain.join(" ").replace("**", ""),
            if goes_on { " …" } else { "" }
        );
        Some((self.pieces(&plain), first.start))
    }

    /// Where the first of the best places begins, as near to its last word as it can.
    fn best(&self, met: &[Met], body: usize) -> Option<Met> {
        let mut worths: Vec<u32> = (0..met.len()).map(|index| self.worth(&met[index..])).collect();
        let most = *worths.iter().max()?;
        let in_body = worths.iter().zip(met).filter(|(_, one)| one.start >= body).map(|(worth, _)| *worth).max();
        // as many different words are as good, whether they are neighbours or not
        if in_body.is_some_and(|in_body| in_body / WORD == most / WORD) {
            for (worth, _) in worths.iter_mut().zip(met).filter(|(_, one)| one.start < body) {
                *worth = 0;
            }
        }
        let most = *worths.iter().max()?;
        let first = worths.iter().position(|worth| *worth == most)?;
        let near = (first..met.len()).take_while(|index| met[*index].at < met[first].at + WINDOW / 2);
        let last = near.filter(|index| worths[*index] == most).last()?;
        met.get(last).copied()
    }

    /// Different words weigh most, neighbours in the order typed a little.
    fn worth(&self, met: &[Met]) -> u32 {
        let near: Vec<&Met> = met.iter().take_while(|one| one.at < met[0].at + WINDOW / 2).collect();
        let different = near.iter().fold(0_u64, |seen, one| seen | 1 << one.word.min(63)).count_ones();
        let in_order = near.windows(2).filter(|two| two[1].at == two[0].at + 1 && two[1].word == two[0].word + 1);
        different * WORD + u32::try_from(in_order.count().min(15)).unwrap_or_default()
    }

    fn met_or_begun(&self, text: &str) -> Vec<Met> {
        let met = self.met(text, |word, typed| word == typed);
        if met.is_empty() {
            return self.met(text, |word, typed| typed.len() > 1 && word.starts_with(typed));
        }
        met
    }

    fn met(&self, text: &str, fits: impl Fn(&str, &str) -> bool) -> Vec<Met> {
        let mut one = String::new();
        let shortest = self.words.iter().map(String::len).min().unwrap_or(usize::MAX);
        let mut out = Vec::new();
        for (at, (start, end)) in Words::of(text).enumerate() {
            if end - start < shortest {
                continue;
            }
            folded(&text[start..end], &mut one);
            if let Some(word) = self.words.iter().position(|typed| fits(&one, typed)) {
                out.push(Met { at, word, start, end });
                if out.len() == MOST_PLACES {
                    break;
                }
            }
        }
        out
    }

    fn mark_numbers(&self, text: &str, places: &[(usize, usize)], marked: &mut [bool]) {
        for at in 0..places.len() {
            if let Some(count) = self.number_of(text, &places[at..]) {
                marked[at..at + count].fill(true);
            }
        }
    }

    /// How many of these words written together are a number that was typed.
    fn number_of(&self, text: &str, places: &[(usize, usize)]) -> Option<usize> {
        let (start, _) = places.first()?;
        if self.numbers.is_empty() || !text[*start..].starts_with(|c: char| c.is_alphanumeric()) {
            return None;
        }
        let longest = self.numbers.iter().map(String::len).max()?;
        let (mut run, mut one) = (Vec::new(), String::new());
        for (count, (start, end)) in places.iter().take(LONGEST_RUN + 2).enumerate() {
            folded(&text[*start..*end], &mut one);
            run.push(one.clone());
            let whole = together(&run);
            if self.numbers.contains(&whole) {
                return Some(count + 1);
            }
            if whole.len() > longest {
                return None;
            }
        }
        None
    }

    fn first_number(&self, text: &str) -> Option<Met> {
        if self.numbers.is_empty() {
            return None;
        }
        let places: Vec<(usize, usize)> = Words::of(text).collect();
        let is_number = |at: &usize| {
            text[places[*at].0..].starts_with(|c: char| c.is_ascii_digit())
                && self.number_of(text, &places[*at..]).is_some()
        };
        let at = (0..places.len()).find(is_number)?;
        Some(Met { at, word: 0, start: places[at].0, end: places[at].1 })
    }
}

fn cut(text: &str, places: &[(usize, usize)], marked: &[bool]) -> Vec<Piece> {
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
    for (index, (start, end)) in places.iter().enumerate() {
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

    fn shown(pieces: Vec<Piece>) -> String {
        pieces.into_iter().map(|p| if p.is_marked { format!("[{}]", p.text) } else { p.text }).collect()
    }

    fn marked(text: &str, typed: &str) -> String {
        shown(Marks::of(typed).pieces(text))
    }

    #[test]
    fn words_are_marked_whatever_their_accents() {
        assert_eq!(marked("Nghị quyết số 15-NQ/TW", "nghi quyet 15"), "[Nghị quyết] số [15]-NQ/TW");
        assert_eq!(marked("Thành uỷ", "thanh uy"), "[Thành uỷ]");
        assert_eq!(marked("nghi lễ, nghiêm túc", "nghi"), "[nghi] lễ, nghiêm túc");
    }

    #[test]
    fn beginnings_are_marked_where_the_word_itself_does_not_stand() {
        assert_eq!(marked("nghiêm túc", "nghi"), "[nghiêm] túc");
        assert_eq!(marked("a an b", "a"), "[a] an b");
        assert_eq!(marked("an b", "a"), "an b");
    }

    #[test]
    fn a_number_typed_without_signs_is_marked() {
        assert_eq!(marked("Nghị quyết số 15-NQ/TW, ngày", "15nqtw"), "Nghị quyết số [15-NQ/TW], ngày");
        assert_eq!(marked("Chỉ thị 05-CT/TU", "5cttu"), "Chỉ thị [05-CT/TU]");
    }

    #[test]
    fn nothing_of_the_text_is_lost() {
        for text in ["", "…", "Nghị quyết!", "  hai  dấu cách ", "số 1/2/3"] {
            let whole: String = Marks::of("so quyet 2").pieces(text).into_iter().map(|piece| piece.text).collect();
            assert_eq!(whole, text);
        }
        assert_eq!(marked("văn bản", ""), "văn bản");
    }

    #[test]
    fn the_place_where_most_words_stand_together_is_shown() {
        let text = "Học. ".repeat(60) + "Tổ chức học tập,\n quán triệt nghị quyết đến toàn thể đảng viên.";
        let (pieces, at) = Marks::of("hoc tap quan triet").snippet(&text, 0).unwrap();
        let piece = shown(pieces);
        assert!(piece.contains("[học tập, quán triệt]"), "{piece}");
        assert!(piece.starts_with("… ") && !piece.ends_with(" …"), "{piece}");
        assert!(text[at..].starts_with("học tập"), "{}", &text[at..]);
    }

    #[test]
    fn the_body_is_shown_rather_than_the_title() {
        let text = "CHỈ THỊ về học tập nghị quyết\n\n1. Tổ chức học tập các nghị quyết ở chi bộ.";
        let body = text.find("1.").unwrap();
        let at = |typed: &str, body: usize| Marks::of(typed).snippet(text, body).unwrap().1;
        assert!(at("hoc tap nghi quyet", 0) < body);
        assert!(at("hoc tap nghi quyet", body) > body);
        // what stands in the title alone is shown there
        assert!(at("chi thi", body) < body);
    }

    #[test]
    fn a_cited_number_is_shown_where_it_stands() {
        let text = "Căn cứ điều lệ. ".repeat(40) + "Thực hiện Nghị quyết số 15-NQ/TW của Trung ương.";
        let (pieces, at) = Marks::of("15nqtw").snippet(&text, 0).unwrap();
        assert!(shown(pieces).contains("[15-NQ/TW]"));
        assert!(text[at..].starts_with("15-NQ/TW"));
    }

    #[test]
    fn nothing_is_shown_when_nothing_stands_there() {
        assert!(Marks::of("khác").snippet("Văn bản", 0).is_none());
        assert!(Marks::of("").snippet("Văn bản", 0).is_none());
        assert!(Marks::of("từ").snippet("", 0).is_none());
    }
}
