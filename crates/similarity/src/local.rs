//! What a text says of its own place: names of places, figures, days and people answerable that no source has.

use std::collections::HashSet;
use std::ops::Range;
use std::sync::LazyLock;

use vietnamese::{CalendarDay, dates_in};

use crate::comparison::share;
use crate::keyed::KeySet;
use crate::phrases::Phrases;
use crate::sentences::{Cut, Sentence};
use crate::words::{Part, Word, chain};

/// What a text says of its own place; ranges are bytes of it, in its order.
///
/// ```
/// use similarity::{Source, Sources};
/// let plan = "Mỗi xã lập một tổ công nghệ số cộng đồng trước ngày 30/6/2026.";
/// let ours = "Tổ công nghệ số của xã Vạn Ninh có 7 người, họp ở chợ Cửa Tùng từ ngày 12/5/2026.\nĐồng chí Hồ Thị Riêng phụ trách.";
/// let local = Sources::of(&[Source::superior(plan)]).compare(ours).local;
/// let written = |ranges: &[std::ops::Range<usize>]| ranges.iter().map(|range| &ours[range.clone()]).collect::<Vec<_>>();
/// assert_eq!(written(&local.places), ["xã Vạn Ninh", "chợ Cửa Tùng"]);
/// assert_eq!(written(&local.figures), ["7"]);
/// assert_eq!(written(&local.days), ["12/5/2026"]);
/// assert_eq!(written(&local.owners), ["Đồng chí Hồ Thị Riêng"]);
/// assert_eq!(local.share(), 1.0);
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Local {
    /// names of places behind a word like "xã", "thôn", "chợ"
    pub places: Vec<Range<usize>>,
    /// figures that belong to no date and no number of a document
    pub figures: Vec<Range<usize>>,
    /// days of the calendar
    pub days: Vec<Range<usize>>,
    /// people and bodies that something is given to
    pub owners: Vec<Range<usize>>,
    /// sentences that count
    pub sentences: usize,
    /// sentences of them with at least one of the above
    pub local_sentences: usize,
}

impl Local {
    /// Share of the sentences with something of the place, 0 to 1.
    pub fn share(&self) -> f64 {
        share(self.local_sentences, self.sentences)
    }
}

static PLACES: LazyLock<Phrases> = LazyLock::new(|| {
    Phrases::of(
        "xã|phường|thị trấn|thị xã|huyện|quận|tỉnh|thành phố|thôn|bản|ấp|xóm|làng|buôn|sóc|khóm|tổ dân phố|khu phố|chợ|sông|suối|\
         kênh|mương|cầu|đường|đèo|núi|đồi|hồ|bến|cảng|chùa|đình|trường|khu|cụm|tổ",
    )
});
static PEOPLE: LazyLock<Phrases> = LazyLock::new(|| Phrases::of("đồng chí|ông|bà|anh|chị|cô|chú|bác"));
static GIVING: LazyLock<Phrases> = LazyLock::new(|| Phrases::of("giao|giao cho|phân công"));
static DOING: LazyLock<Phrases> = LazyLock::new(|| {
    Phrases::of(
        "chủ trì|phối hợp|tham mưu|phụ trách|theo dõi|thực hiện|tổ chức|xây dựng|hướng dẫn|báo cáo|chuẩn bị|tổng hợp|rà soát|làm|\
         kiểm tra|tưới|trông|ghi|quản lý|vận hành|chấm|đứng",
    )
});
/// An owner has at most so many words.
const OWNER_WORDS: usize = 9;

/// What the sources have, to tell what only the text has.
#[derive(Debug, Default)]
pub(crate) struct Had {
    words: KeySet,
    figures: KeySet,
    days: HashSet<CalendarDay>,
    pairs: KeySet,
}

impl Had {
    pub(crate) fn learn(&mut self, text: &str, cut: &Cut) {
        self.words.extend(cut.words.iter().map(|word| word.bare));
        self.figures.extend(figures(text, &cut.words).map(|figure| chain_of(&cut.words[figure])));
        self.days.extend(dates_in(text).iter().map(|date| date.day));
        self.pairs.extend(cut.words.windows(2).map(chain_of));
    }

    fn has_row(&self, words: &[Word]) -> bool {
        words.windows(2).all(|pair| self.pairs.contains(&chain_of(pair)))
    }
}

fn chain_of(words: &[Word]) -> u64 {
    chain(words.iter().map(|word| word.bare))
}

/// Finds what the text has and the sources have not.
pub(crate) fn local_marks(text: &str, cut: &Cut, had: &Had) -> Local {
    let mut local = Local::default();
    let dates = dates_in(text);
    let is_in_date = |at: usize| {
        let after = dates.partition_point(|date| date.start <= at);
        after.checked_sub(1).is_some_and(|before| at < dates[before].end)
    };
    let is_new = |date: &&vietnamese::DateInText| !had.days.contains(&date.day);
    let new_days: Vec<Range<usize>> = dates.iter().filter(is_new).map(|date| date.start..date.end).collect();
    // the frame of a task is no copy, but who does it and until when are of the place
    for sentence in cut.sentences.iter().filter(|sentence| sentence.exempt.is_none() || sentence.is_frame) {
        let words = &cut.words[sentence.words.clone()];
        let before = local.found();
        local.places.extend(places(text, words, had));
        let new = figures(text, words).filter(|figure| !had.figures.contains(&chain_of(&words[figure.clone()])));
        let plain = new.filter(|figure| !is_in_date(words[figure.start].start) && !is_of_document(words, figure));
        local.figures.extend(plain.map(|figure| bytes(words, figure)));
        let from = new_days.partition_point(|day| day.start < sentence.span.start);
        local.days.extend(new_days[from..].iter().take_while(|day| day.start < sentence.span.end).cloned());
        let owners = owners(text, words, had);
        if sentence.is_frame {
            local.owners.extend(framed(text, words, had, &owners));
        }
        local.owners.extend(owners);
        local.owners.sort_by_key(|owner| owner.start);
        local.count(sentence, before);
    }
    local
}

impl Local {
    fn found(&self) -> usize {
        self.places.len() + self.figures.len() + self.days.len() + self.owners.len()
    }

    fn count(&mut self, sentence: &Sentence, before: usize) {
        if !sentence.words.is_empty() {
            self.sentences += 1;
            self.local_sentences += usize::from(self.found() > before);
        }
    }
}

fn bytes(words: &[Word], range: Range<usize>) -> Range<usize> {
    words[range.start].start..words[range.end - 1].end
}

fn is_capital(text: &str, word: &Word) -> bool {
    text[word.range()].starts_with(char::is_uppercase)
}

/// The capital words from `from` on.
fn name_from(text: &str, words: &[Word], from: usize) -> Range<usize> {
    let count = words[from.min(words.len())..].iter().take_while(|word| is_capital(text, word)).count();
    from..from + count
}

fn places(text: &str, words: &[Word], had: &Had) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    if words.iter().filter(|word| is_capital(text, word)).count() * 2 > words.len() {
        return found;
    }
    PLACES.each(words, |at, count, _| {
        // "Hồ" inside a sentence is a family
        if at > 0 && is_capital(text, &words[at]) {
            return;
        }
        let name = name_from(text, words, at + count);
        if words[name.clone()].iter().any(|word| word.part == Part::Name && !had.words.contains(&word.bare)) {
            found.push(bytes(words, at..name.end));
        }
    });
    found
}

fn owners(text: &str, words: &[Word], had: &Had) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    PEOPLE.each(words, |at, count, _| {
        let name = name_from(text, words, at + count);
        if name.len() >= 2 && !had.has_row(&words[name.clone()]) {
            found.push(bytes(words, at..name.end));
        }
    });
    GIVING.each(words, |at, count, _| {
        let from = at + count;
        let rest = &words[from..(from + OWNER_WORDS).min(words.len())];
        let Some(end) = (1..rest.len()).find(|end| DOING.at_start(&rest[*end..]).is_some()) else { return };
        let span = bytes(words, from..from + end);
        let is_one = !text[span.clone()].contains([',', ';', ':', '.']) && !had.has_row(&rest[..end]);
        if end >= 2
            && is_one
            && found.iter().all(|other: &Range<usize>| other.end <= span.start || other.start >= span.end)
        {
            found.push(span);
        }
    });
    found.sort_by_key(|span| span.start);
    found
}

static CARRYING: LazyLock<Phrases> = LazyLock::new(|| Phrases::of("chủ trì|chịu trách nhiệm|phối hợp"));

/// Who carries a task out in the frame: what stands behind «Chủ trì:», parted by commas, where no source names it so.
fn framed(text: &str, words: &[Word], had: &Had, found: &[Range<usize>]) -> Vec<Range<usize>> {
    let mut owners = Vec::new();
    let parts = words.chunk_by(|one, next| !text[one.end..next.start].contains([',', ';', ':']));
    let mut is_owner = false;
    for part in parts {
        let is_name = part.last().is_some_and(|last| text[last.end..].trim_start().starts_with(':'));
        if is_name {
            is_owner = false;
            CARRYING.each(part, |_, _, _| is_owner = true);
            continue;
        }
        let span = bytes(part, 0..part.len());
        let is_told = found.iter().any(|other| other.start < span.end && span.start < other.end);
        if is_owner && (2..=OWNER_WORDS).contains(&part.len()) && !is_told && !had.has_row(part) {
            owners.push(span);
        }
    }
    owners
}

/// Figures as they are read: "5.000", "1,5" are one.
fn figures<'a>(text: &'a str, words: &'a [Word]) -> impl Iterator<Item = Range<usize>> + 'a {
    let is_number = |word: &Word| text[word.range()].bytes().all(|byte| byte.is_ascii_digit());
    let mut at = 0;
    std::iter::from_fn(move || {
        let first = (at..words.len()).find(|at| is_number(&words[*at]))?;
        let mut end = first + 1;
        while words.get(end).is_some_and(|next| is_number(next) && joins(&text[words[end - 1].end..next.start])) {
            end += 1;
        }
        at = end;
        Some(first..end)
    })
}

fn joins(between: &str) -> bool {
    matches!(between, "." | "," | "/")
}

/// Whether a figure is the number of a document: "số 58-CTr/TU", "57-NQ/TW".
fn is_of_document(words: &[Word], figure: &Range<usize>) -> bool {
    words.get(figure.end).is_some_and(|next| next.part == Part::Name && next.start <= words[figure.end - 1].end + 1)
}

#[cfg(test)]
mod tests {
    use crate::{Source, Sources};

    #[test]
    fn who_does_a_task_and_until_when_is_of_the_place() {
        let plan = "1. Mỗi xã lập một tổ công nghệ số cộng đồng.\n- Chủ trì: Văn phòng Đảng ủy.\n- Thời gian: trước 30/6/2026.";
        let ours = "1. Mỗi xã lập một tổ công nghệ số cộng đồng.\n- Chủ trì: Văn phòng Đảng ủy, Hội Phụ nữ xã Vạn Ninh.\n\
            - Thời gian: trước 15/5/2026.\n- Kinh phí: Ngân sách xã.";
        let found = Sources::of(&[Source::superior(plan)]).compare(ours);
        let written = |ranges: &[std::ops::Range<usize>]| {
            ranges.iter().map(|range| ours[range.clone()].to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(written(&found.local.owners), ["Hội Phụ nữ xã Vạn Ninh"]);
        assert_eq!(written(&found.local.days), ["15/5/2026"]);
        assert_eq!((found.local.local_sentences, found.local.sentences), (2, 4));
        // and nothing of the frame is a copy
        assert_eq!(found.copied_words, found.words);
        assert_eq!(found.spans.len(), 1);
    }
}
