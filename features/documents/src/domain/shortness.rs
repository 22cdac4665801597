//! How short a text is: words, length of sentences, and how much of it is preamble. A figure beside the text for its
//! author, not a judgement.

use official_text::Document as Parsed;

/// The figures of a text.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize, utoipa::ToSchema)]
pub struct Shortness {
    /// Words (tiếng) between title and signature.
    pub words: i64,
    /// Sentences, items of a list among them.
    pub sentences: i64,
    /// Words before the first section, the legal basis among them.
    pub preamble: i64,
}

impl Shortness {
    /// The figures of the body of a text: what stands between its title and its recipients or signature.
    #[must_use]
    pub fn of(text: &str, parsed: &Parsed) -> Self {
        let begin = parsed.title.as_ref().or(parsed.type_name.as_ref()).map_or(0, |found| found.span.end);
        let closing = [&parsed.signing_authority, &parsed.signer_position, &parsed.signer_name]
            .into_iter()
            .flatten()
            .map(|found| found.span.start)
            .chain(parsed.recipients.first().map(|line| line.span.start));
        let end = closing.filter(|at| *at > begin).min().unwrap_or(text.len());
        let body = text.get(begin..end).unwrap_or(text);
        let first = parsed.sections.iter().map(|section| section.span.start).find(|at| (begin..end).contains(at));
        let preamble = first.and_then(|first| text.get(begin..first)).unwrap_or_default();
        Shortness { words: words(body), sentences: sentences(body), preamble: words(preamble) }
    }

    /// Words in a sentence, on the average; 0 for an empty text.
    #[must_use]
    pub fn words_a_sentence(&self) -> i64 {
        if self.sentences == 0 { 0 } else { (self.words + self.sentences / 2) / self.sentences }
    }
}

fn words(text: &str) -> i64 {
    let count = text.split_whitespace().filter(|word| word.chars().any(char::is_alphanumeric)).count();
    i64::try_from(count).unwrap_or(i64::MAX)
}

/// A sentence ends with a full stop, a semicolon, a mark of question or call, or with its paragraph. A stop inside a
/// number («1.1.», «45.000») ends none.
fn sentences(text: &str) -> i64 {
    let mut count = 0;
    for paragraph in text.lines() {
        let mut has_words = false;
        for word in paragraph.split_whitespace() {
            let has_letters = word.chars().any(char::is_alphabetic);
            has_words |= has_letters;
            if has_letters && word.ends_with(['.', ';', '?', '!', '…']) && word.chars().count() > 3 {
                count += 1;
                has_words = false;
            }
        }
        count += i64::from(has_words);
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_and_items_are_counted() {
        assert_eq!(sentences("Một câu ngắn. Câu thứ hai; câu thứ ba\n- Một ý\n\n1.1. Mục"), 5);
        assert_eq!(sentences("Tổng số 45.000 đồng chí được triệu tập."), 1);
        assert_eq!((sentences(""), words(" - ; ")), (0, 0));
    }

    #[test]
    fn the_preamble_is_what_stands_before_the_first_section() {
        let text = "TỈNH ỦY A          ĐẢNG CỘNG SẢN VIỆT NAM\n*\nSố 05-CT/TU          A, ngày 09 tháng 3 năm 2026\n\n\
            CHỈ THỊ\nvề học tập\n-----\n\nThực hiện chủ trương chung của cấp trên.\n\nI. MỤC ĐÍCH\n\n1. Học tập trong ba ngày.\n\n\
            Nơi nhận:                    T/M BAN THƯỜNG VỤ\n- Các đảng ủy.                BÍ THƯ\n\nTrần Văn B\n";
        let shortness = Shortness::of(text, &official_text::parse(text));
        assert_eq!(shortness.preamble, 8, "{shortness:?}");
        assert!((16..=22).contains(&shortness.words), "{shortness:?}");
        assert!(shortness.words_a_sentence() > 0);
        assert_eq!(Shortness::default().words_a_sentence(), 0);
    }
}
