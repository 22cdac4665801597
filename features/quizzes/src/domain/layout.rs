//! Questions out of a Word file as offices write them: «Câu 1. …», «A. …» to «H. …», and what is right by a line
//! «Đáp án: B», by a table of answers at the end, by a star, or by how the right choice stands out from the others.

use std::collections::HashMap;
use std::sync::LazyLock;

use official_text::read::{Emphasis, Paragraph, Stretch};
use regex::Regex;

use super::question::places_of;
use super::{Choice, Wording};

/// A question as it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Numbered {
    /// «Câu 3», as the file has it.
    pub name: String,
    /// Its words, tidied.
    pub wording: Wording,
    /// Keys of what is wrong with it; empty for one that can be taken.
    pub wrong: Vec<&'static str>,
}

static QUESTION: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?i)^(câu(?:\s+hỏi)?\s*(?:số\s*)?(\d{1,4}))\s*[.:)/–-]?\s*"));
static BARE_QUESTION: LazyLock<Regex> = LazyLock::new(|| pattern(r"^((\d{1,4}))\s*[.:)/]\s+"));
static CHOICE: LazyLock<Regex> = LazyLock::new(|| pattern(r"^(\*?)\s*([A-Ha-h])\s*[.):/]\s*"));
static NEXT_CHOICE: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?:\t|\s{2,})\s*(\*?[A-Ha-h]\s*[.)]\s*\S)"));
static ANSWER: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)^(?:đáp\s+án|đ/a|trả\s+lời|phương\s+án\s+đúng)(?:\s+đúng)?(?:\s+là)?\s*[:.–-]?\s*([A-H](?:\s*[,;/và]*\s*[A-H])*)\s*\.?$",
    )
});
static KEY_HEAD: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?i)^(?:bảng\s+)?đáp\s+án\b"));
static KEY_PAIR: LazyLock<Regex> = LazyLock::new(|| pattern(r"(\d{1,4})\s*[.:)–-]?\s*([A-H](?:\s*,?\s*[A-H])*)\b"));
static PART: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?i)^(?:(giải\s+thích)|(mục|căn\s+cứ|điều\s+khoản|nguồn)|(chủ\s+đề|nhãn))\s*:\s*"));

fn pattern(text: &str) -> Regex {
    Regex::new(text).expect("the patterns of this file are well formed")
}

/// What a choice stands out by.
#[derive(Debug, Clone, Copy, Default)]
struct Signs {
    has_star: bool,
    label: Emphasis,
    words: Emphasis,
}

#[derive(Debug, Default)]
struct Open {
    name: String,
    number: String,
    wording: Wording,
    signs: Vec<Signs>,
    letters: String,
    answer: String,
    place: Place,
}

/// Where a line without a sign of its own goes on.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Place {
    #[default]
    Text,
    Choice,
    Explanation,
    Nowhere,
}

/// A line with what stands out in it.
struct Marked<'p> {
    text: String,
    stretches: Vec<(&'p str, Emphasis)>,
}

/// The questions of a file in their order; lines before the first question belong to none.
#[must_use]
pub fn read_layout(paragraphs: &[Paragraph]) -> Vec<Numbered> {
    let lines: Vec<Marked<'_>> = paragraphs.iter().flat_map(|paragraph| lines_of(paragraph)).collect();
    let is_named = lines.iter().any(|line| QUESTION.is_match(&line.text));
    let question: &Regex = if is_named { &QUESTION } else { &BARE_QUESTION };
    let (mut open, mut key): (Vec<Open>, HashMap<String, String>) = (Vec::new(), HashMap::new());
    let mut in_key = false;
    for line in &lines {
        let is_answer = ANSWER.is_match(&line.text);
        in_key |= !is_answer && KEY_HEAD.is_match(&line.text);
        if in_key && !QUESTION_WITH_TEXT.is_match(&line.text) {
            let pairs = KEY_PAIR.captures_iter(&line.text);
            key.extend(pairs.map(|pair| (pair[1].to_owned(), pair[2].to_owned())));
            continue;
        }
        in_key = false;
        match question.captures(&line.text) {
            Some(found) => open.push(Open::begun(&line.text, &found)),
            None => {
                if let Some(open) = open.last_mut() {
                    open.take(line);
                }
            }
        }
    }
    open.into_iter().map(|one| one.finished(&key)).collect()
}

static QUESTION_WITH_TEXT: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?i)^câu\s.*\p{Ll}{3,}.*\s\p{Ll}{2,}"));

/// The lines of a paragraph; several choices on one line become a line each.
fn lines_of(paragraph: &[Stretch]) -> Vec<Marked<'_>> {
    let mut lines: Vec<Vec<(&str, Emphasis)>> = vec![Vec::new()];
    for stretch in paragraph {
        for (place, piece) in stretch.text.split('\n').enumerate() {
            if place > 0 {
                lines.push(Vec::new());
            }
            if let Some(line) = lines.last_mut() {
                line.push((piece, stretch.emphasis));
            }
        }
    }
    lines.into_iter().flat_map(parted).filter(|line| !line.text.is_empty()).collect()
}

fn parted(stretches: Vec<(&str, Emphasis)>) -> Vec<Marked<'_>> {
    let whole: String = stretches.iter().map(|(text, _)| *text).collect();
    let mut cuts = vec![0];
    if CHOICE.is_match(whole.trim_start()) {
        cuts.extend(NEXT_CHOICE.captures_iter(&whole).filter_map(|found| found.get(1)).map(|label| label.start()));
    }
    cuts.push(whole.len());
    cuts.windows(2).map(|cut| marked(&stretches, cut[0], cut[1])).collect()
}

/// The part of a line between two places, in bytes.
fn marked<'p>(stretches: &[(&'p str, Emphasis)], from: usize, to: usize) -> Marked<'p> {
    let (mut at, mut kept, mut text) = (0, Vec::new(), String::new());
    for (piece, emphasis) in stretches {
        let (start, end) = (from.clamp(at, at + piece.len()) - at, to.clamp(at, at + piece.len()) - at);
        at += piece.len();
        if let Some(inside) = piece.get(start..end).filter(|inside| !inside.is_empty()) {
            let inside = if text.is_empty() { inside.trim_start() } else { inside };
            text.push_str(inside);
            kept.push((inside, *emphasis));
        }
    }
    Marked { text: text.trim_end().to_owned(), stretches: kept }
}

impl Marked<'_> {
    /// What the letters between two places stand out by: what most of them have.
    fn emphasis(&self, from: usize, to: usize) -> Emphasis {
        let has = |which: fn(&Emphasis) -> bool| {
            let (mut at, mut with, mut all) = (0, 0, 0);
            for (piece, emphasis) in &self.stretches {
                for (place, letter) in piece.char_indices() {
                    if (from..to).contains(&(at + place)) && letter.is_alphanumeric() {
                        all += 1;
                        with += usize::from(which(emphasis));
                    }
                }
                at += piece.len();
            }
            with * 2 > all
        };
        Emphasis {
            is_bold: has(|emphasis| emphasis.is_bold),
            is_underlined: has(|emphasis| emphasis.is_underlined),
            is_highlighted: has(|emphasis| emphasis.is_highlighted),
        }
    }
}

impl Open {
    fn begun(line: &str, found: &regex::Captures<'_>) -> Self {
        let name = found[1].split_whitespace().collect::<Vec<_>>().join(" ");
        let wording = Wording { text: line[found[0].len()..].to_owned(), ..Wording::default() };
        Open { name, number: found[2].to_owned(), wording, ..Open::default() }
    }

    fn take(&mut self, line: &Marked<'_>) {
        if let Some(found) = ANSWER.captures(&line.text) {
            found[1].clone_into(&mut self.answer);
            self.place = Place::Nowhere;
        } else if let Some(found) = PART.captures(&line.text) {
            self.take_part(&found, &line.text[found[0].len()..]);
        } else if let Some(found) = CHOICE.captures(&line.text).filter(|found| self.expects(&found[2])) {
            self.take_choice(line, &found);
        } else {
            self.go_on(&line.text);
        }
    }

    /// Small letters are labels only where the next one is due; they begin sentences too.
    fn expects(&self, letter: &str) -> bool {
        let next = super::letter_of(self.wording.choices.len()).to_string();
        self.answer.is_empty() && (letter.eq_ignore_ascii_case(&next) || letter.chars().all(char::is_uppercase))
    }

    fn take_part(&mut self, found: &regex::Captures<'_>, rest: &str) {
        self.place = Place::Nowhere;
        if found.get(1).is_some() {
            rest.clone_into(&mut self.wording.explanation);
            self.place = Place::Explanation;
        } else if found.get(2).is_some() {
            rest.trim_end_matches('.').clone_into(&mut self.wording.clause);
        } else {
            self.wording.tags.extend(rest.trim_end_matches('.').split([';', ',']).map(str::to_owned));
        }
    }

    fn take_choice(&mut self, line: &Marked<'_>, found: &regex::Captures<'_>) {
        let (label, words) = (found[0].len(), &line.text[found[0].len()..]);
        let has_star = !found[1].is_empty() || words.starts_with('*') || words.ends_with('*');
        self.signs.push(Signs {
            has_star,
            label: line.emphasis(0, label),
            words: line.emphasis(label, line.text.len()),
        });
        self.letters.push_str(&found[2].to_uppercase());
        let text = words.trim_matches('*').trim().to_owned();
        self.wording.choices.push(Choice { text, is_right: false });
        self.place = Place::Choice;
    }

    fn go_on(&mut self, text: &str) {
        let part = match self.place {
            Place::Text => &mut self.wording.text,
            Place::Explanation => &mut self.wording.explanation,
            Place::Choice => match self.wording.choices.last_mut() {
                Some(choice) => &mut choice.text,
                None => return,
            },
            Place::Nowhere => return,
        };
        if !part.is_empty() {
            part.push(' ');
        }
        part.push_str(text);
    }

    fn finished(mut self, key: &HashMap<String, String>) -> Numbered {
        let letters = if self.answer.is_empty() { key.get(&self.number) } else { Some(&self.answer) };
        let mut wrong = Vec::new();
        let is_in_order = self.letters.chars().enumerate().all(|(place, letter)| letter == super::letter_of(place));
        if !is_in_order {
            wrong.push("quizzes-wrong-letters");
        }
        let right = match letters {
            Some(letters) => places_of(&letters.replace("và", ",")).unwrap_or_default(),
            None => standing_out(&self.signs),
        };
        for place in &right {
            match self.wording.choices.get_mut(*place) {
                Some(choice) => choice.is_right = true,
                None => wrong.push("quizzes-wrong-answer"),
            }
        }
        let wording = self.wording.tidied();
        wrong.extend(wording.wrong().into_iter().map(|(_, key)| key));
        Numbered { name: self.name, wording, wrong }
    }
}

/// The choices that one sign parts from the others; the surest sign that parts any.
fn standing_out(signs: &[Signs]) -> Vec<usize> {
    let kinds: [fn(&Signs) -> bool; 7] = [
        |signs| signs.has_star,
        |signs| signs.words.is_highlighted,
        |signs| signs.label.is_highlighted,
        |signs| signs.words.is_underlined,
        |signs| signs.label.is_underlined,
        |signs| signs.words.is_bold,
        |signs| signs.label.is_bold,
    ];
    let with = |kind: fn(&Signs) -> bool| -> Vec<usize> {
        signs.iter().enumerate().filter(|(_, signs)| kind(signs)).map(|(place, _)| place).collect()
    };
    kinds.into_iter().map(with).find(|found| !found.is_empty() && found.len() < signs.len()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(text: &str) -> Vec<Paragraph> {
        let stretch = |line: &str| vec![Stretch { text: line.to_owned(), emphasis: Emphasis::default() }];
        text.lines().map(stretch).collect()
    }

    fn right(read: &[Numbered]) -> Vec<Vec<usize>> {
        read.iter().map(|one| one.wording.right()).collect()
    }

    #[test]
    fn the_usual_layout_is_read() {
        let read = read_layout(&plain(
            "NGÂN HÀNG CÂU HỎI\nCâu 1. Chỉ thị đặt ra\nbao nhiêu chỉ tiêu?\nA. Mười\nB. Mười hai\nĐáp án: B\nGiải thích: Xem mục II.\nMục: II › 1\nChủ đề: chuyển đổi số; Cấp xã\nCâu hỏi 2: Ai chủ trì?\na) Đảng ủy xã\nb) Chi bộ; họp\nmột tháng\nc) Tổ đảng\nđáp án đúng là: A, C.",
        ));
        assert_eq!(read.iter().map(|one| one.name.as_str()).collect::<Vec<_>>(), ["Câu 1", "Câu hỏi 2"]);
        assert!(read.iter().all(|one| one.wrong.is_empty()), "{read:?}");
        assert_eq!(right(&read), [vec![1], vec![0, 2]]);
        let first = &read[0].wording;
        assert_eq!(first.text, "Chỉ thị đặt ra bao nhiêu chỉ tiêu?");
        assert_eq!((first.explanation.as_str(), first.clause.as_str()), ("Xem mục II.", "II › 1"));
        assert_eq!(first.tags, ["chuyển đổi số", "cấp xã"]);
        assert_eq!(read[1].wording.choices[1].text, "Chi bộ; họp một tháng");
        assert!(read[1].wording.takes_several);
    }

    #[test]
    fn choices_on_one_line_stars_and_a_table_of_answers_are_read() {
        let read = read_layout(&plain(
            "1. Một tá là bao nhiêu?\nA. 10\tB. *12\tC. 14\n2. Ai ban hành?\nA. Tỉnh ủy    B. Đảng ủy xã\n3. Còn ai?\nA. Không ai\nB. Chi bộ\nBẢNG ĐÁP ÁN\n2-A  3. B",
        ));
        assert_eq!(right(&read), [vec![1], vec![0], vec![1]], "{read:?}");
        assert_eq!(read[0].wording.choices[1].text, "12");
    }

    #[test]
    fn what_stands_out_from_the_others_is_right() {
        let stretch = |text: &str, is_bold, is_underlined| Stretch {
            text: text.into(),
            emphasis: Emphasis { is_bold, is_underlined, is_highlighted: false },
        };
        let paragraphs = vec![
            vec![stretch("Câu 1. Có mấy cấp?", true, false)],
            vec![stretch("A. ", true, false), stretch("Hai cấp", false, false)],
            vec![stretch("B. ", true, false), stretch("Ba cấp", true, false)],
            vec![stretch("Câu 2. Ai ký?", true, false)],
            vec![stretch("A", true, true), stretch(". Bí thư", false, false)],
            vec![stretch("B", true, false), stretch(". Phó bí thư", false, false)],
        ];
        assert_eq!(right(&read_layout(&paragraphs)), [vec![1], vec![0]]);
    }

    #[test]
    fn what_cannot_be_taken_says_why() {
        let read = read_layout(&plain(
            "Câu 1. Không có đáp án\nA. Một\nB. Hai\nCâu 2. Thiếu phương án\nA. Một\nĐáp án: C\nCâu 3. Sai thứ tự\nA. Một\nC. Ba\nĐáp án: A",
        ));
        assert_eq!(read[0].wrong, ["quizzes-wrong-none-right"]);
        assert_eq!(read[1].wrong, ["quizzes-wrong-answer", "quizzes-wrong-few", "quizzes-wrong-none-right"]);
        assert_eq!(read[2].wrong, ["quizzes-wrong-letters"]);
        assert!(read_layout(&plain("Một văn bản bình thường.")).is_empty());
    }
}
