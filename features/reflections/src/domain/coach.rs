//! The coach: what an author is told before submitting, and nobody else ever is. It blocks nothing, gives no mark and is
//! not kept. Complaints it answers: write-ups are generic, copied, and say nothing of the author's own work.

use std::ops::Range;

use similarity::{Comparison, Source as Text, Sources};

use super::PartKind;

/// Copied words of a hundred from which on it is told.
const COPIED_FROM: usize = 20;
/// Sentences of a hundred with something of one's own place (names, figures, days) below which a text is generic.
const OWN_BELOW: usize = 15;
/// Stock phrases of a hundred sentences from which on a text is generic.
const STOCK_FROM: usize = 50;
/// Fewer sentences are too few to call generic.
const LEAST_SENTENCES: usize = 4;
/// A link to one's own duty takes at least so many words.
const LEAST_DUTY_WORDS: usize = 30;
/// Passages shown at most.
const SHOWN: usize = 5;

/// Phrases that every write-up has and that say nothing of who wrote it, folded.
const STOCK: &[&str] = &[
    "nhan thuc sau sac",
    "nang cao nhan thuc",
    "quan triet nghiem tuc",
    "quan triet sau sac",
    "khong ngung hoc tap",
    "khong ngung phan dau",
    "luon luon phan dau",
    "tich cuc hoc tap",
    "nghiem tuc chap hanh",
    "tuyet doi trung thanh",
    "giu vung lap truong",
    "ra suc thi dua",
    "gop phan xay dung",
    "trong thoi gian toi ban than se",
    "ban than se co gang",
    "hoan thanh tot nhiem vu duoc giao",
    "phat huy vai tro tien phong guong mau",
    "co y nghia quan trong",
    "co y nghia het suc",
    "la kim chi nam",
];

/// What a text stands beside.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SourceKind {
    /// The directive itself.
    Directive,
    /// What was handed out to study it.
    Material,
    /// Another reflection on the same rollout; whose, and what it says, is never told.
    OtherReflection,
}

impl SourceKind {
    /// The word in keys of texts (`reflections-source-<code>`).
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            SourceKind::Directive => "directive",
            SourceKind::Material => "material",
            SourceKind::OtherReflection => "other_reflection",
        }
    }
}

/// A text that may have been copied from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// What it is.
    pub kind: SourceKind,
    /// Its words.
    pub text: String,
}

/// What the author is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Hint {
    /// It could have been written anywhere by anybody; with stock phrases of the text itself.
    Generic {
        /// The author's own words that say little.
        phrases: Vec<String>,
    },
    /// So many words of a hundred go back to texts of this kind; with passages of the author's own text.
    Copied {
        /// Where they come from, in kind only.
        kind: SourceKind,
        /// Words of a hundred.
        share: usize,
        /// The author's own passages.
        passages: Vec<String>,
    },
    /// Nothing in it says what the author does at work.
    NoOwnDuty,
    /// Fewer words than asked for.
    Short {
        /// There are so many.
        words: usize,
        /// So many are looked for.
        least: usize,
    },
}

/// What there is to say about a text, the weightiest first. `own_words`: names of the author's unit and post.
#[must_use]
pub fn hints(parts: &[(PartKind, &str)], sources: &[Source], own_words: &[String], least: usize) -> Vec<Hint> {
    let whole = parts.iter().map(|(_, text)| *text).collect::<Vec<_>>().join("\n\n");
    let texts: Vec<Text<'_>> = sources
        .iter()
        .map(|source| match source.kind {
            SourceKind::OtherReflection => Text::sibling(&source.text),
            SourceKind::Directive | SourceKind::Material => Text::superior(&source.text),
        })
        .collect();
    let found = Sources::of(&texts).compare(&whole);
    let mut hints = copied(&whole, sources, &found);
    if lacks_own_duty(parts, own_words) {
        hints.push(Hint::NoOwnDuty);
    }
    hints.extend(generic(&whole, &found));
    let words = whole.split_whitespace().count();
    if words < least {
        hints.push(Hint::Short { words, least });
    }
    hints
}

fn copied(whole: &str, sources: &[Source], found: &Comparison) -> Vec<Hint> {
    let mut kinds: Vec<SourceKind> = sources.iter().map(|source| source.kind).collect();
    kinds.sort_unstable();
    kinds.dedup();
    let of_kind = |kind: SourceKind| {
        let spans = || found.spans.iter().filter(move |span| sources.get(span.source).is_some_and(|s| s.kind == kind));
        let words: usize = spans().map(|span| span.words).sum();
        let share = words * 100 / found.words.max(1);
        let passages = spans().filter_map(|span| passage(whole, &span.range)).take(SHOWN).collect();
        (share >= COPIED_FROM).then_some(Hint::Copied { kind, share, passages })
    };
    kinds.into_iter().filter_map(of_kind).collect()
}

fn passage(whole: &str, range: &Range<usize>) -> Option<String> {
    whole.get(range.clone()).map(|text| text.split_whitespace().collect::<Vec<_>>().join(" "))
}

fn generic(whole: &str, found: &Comparison) -> Option<Hint> {
    let sentences = found.local.sentences;
    if sentences < LEAST_SENTENCES {
        return None;
    }
    let of_sentences = |text: &str| text.split(['.', '!', '?', ';', '\n']).map(str::trim).map(str::to_owned).collect();
    let all: Vec<String> = of_sentences(whole);
    let is_stock = |sentence: &&String| {
        let folded = vietnamese::fold(sentence);
        STOCK.iter().any(|phrase| folded.contains(phrase))
    };
    let phrases: Vec<String> = all.iter().filter(is_stock).cloned().collect();
    let is_nowhere = found.local.local_sentences * 100 < OWN_BELOW * sentences;
    let is_formula = phrases.len() * 100 >= STOCK_FROM * sentences;
    (is_nowhere || is_formula).then(|| Hint::Generic { phrases: phrases.into_iter().take(SHOWN).collect() })
}

/// The part on the own duty is missing or thin, or names neither the author's unit or post nor any place, figure or day.
fn lacks_own_duty(parts: &[(PartKind, &str)], own_words: &[String]) -> bool {
    let duty: Vec<&str> = parts.iter().filter(|(kind, _)| *kind == PartKind::OwnDuty).map(|(_, text)| *text).collect();
    // a template without such a part looks for it in the whole text
    let text = if duty.is_empty() {
        parts.iter().map(|(_, text)| *text).collect::<Vec<_>>().join("\n")
    } else {
        duty.join("\n")
    };
    if text.split_whitespace().count() < LEAST_DUTY_WORDS {
        return true;
    }
    let folded = vietnamese::fold(&text);
    let names_own = own_words.iter().any(|word| {
        let word = vietnamese::fold(word);
        !word.trim().is_empty() && folded.contains(word.trim())
    });
    !names_own && Sources::of(&[]).compare(&text).local.local_sentences == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    const DIRECTIVE: &str = "Mỗi xã rà soát toàn bộ bãi bồi ven sông, lập danh sách hộ sản xuất và báo cáo cấp trên. Đảng ủy xã chủ trì, phối hợp với Mặt trận vận động nhân dân trồng cây chắn sóng dọc bờ. Cấp ủy phân công đảng viên phụ trách từng nhóm hộ, mỗi quý đánh giá một lần.";
    const OWN: &str = "Tôi là nhân viên Trạm Y tế xã An Khê Thượng, phụ trách tiêm chủng ở thôn Bến Cát. Năm 2026 tôi còn bỏ sót 12 trẻ ở thôn Bãi Đông vì đò không chạy mùa lũ. Từ tháng 12 tôi đi cùng đò của hội nông dân vào ngày 5 hằng tháng, trước ngày 30/3/2027 tiêm đủ cho 12 trẻ ấy.";
    const EMPTY: &str = "Bản thân tôi nhận thức sâu sắc rằng nghị quyết có ý nghĩa quan trọng. Tôi sẽ không ngừng học tập để nâng cao trình độ. Bản thân sẽ cố gắng hoàn thành tốt nhiệm vụ được giao. Tôi luôn nghiêm túc chấp hành chủ trương, đường lối. Tôi góp phần xây dựng cơ quan vững mạnh.";

    fn said(duty: &str, sources: &[Source]) -> Vec<Hint> {
        hints(&[(PartKind::OwnDuty, duty)], sources, &["Trạm Y tế xã".into()], 20)
    }

    fn directive() -> Source {
        Source { kind: SourceKind::Directive, text: DIRECTIVE.into() }
    }

    #[test]
    fn what_tells_of_ones_own_work_is_left_alone() {
        assert_eq!(said(OWN, &[directive()]), []);
    }

    #[test]
    fn what_anybody_could_have_written_is_told_with_the_authors_own_phrases() {
        let told = said(EMPTY, &[directive()]);
        assert!(told.contains(&Hint::NoOwnDuty), "{told:?}");
        let Some(Hint::Generic { phrases }) = told.iter().find(|hint| matches!(hint, Hint::Generic { .. })) else {
            panic!("{told:?}")
        };
        assert!(phrases.iter().all(|phrase| EMPTY.contains(phrase.as_str())) && phrases.len() >= 3);
    }

    #[test]
    fn what_is_copied_is_told_by_kind_and_never_in_the_words_of_the_other() {
        let told = said(DIRECTIVE, &[directive()]);
        assert!(matches!(told[0], Hint::Copied { kind: SourceKind::Directive, share: 80.., .. }), "{told:?}");
        let other = OWN.replace("12 trẻ", "15 trẻ").replace("tiêm chủng", "tiêm phòng");
        let told = said(OWN, &[directive(), Source { kind: SourceKind::OtherReflection, text: other }]);
        let Some(Hint::Copied { kind, passages, .. }) = told.first() else { panic!("{told:?}") };
        assert_eq!(*kind, SourceKind::OtherReflection);
        assert!(passages.iter().all(|passage| OWN.contains(passage.as_str())), "{passages:?}");
    }

    #[test]
    fn a_thin_link_to_ones_duty_and_a_short_text_are_told() {
        let told = said("Tôi sẽ làm tốt việc của mình.", &[]);
        assert_eq!(told, [Hint::NoOwnDuty, Hint::Short { words: 7, least: 20 }]);
    }
}
