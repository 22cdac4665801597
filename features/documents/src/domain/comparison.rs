//! Two texts of a document beside one another: by section first, then by word within a section. A section that only got
//! another number is followed by its words.

use similar::{Algorithm, DiffOp, capture_diff_slices, diff_ratio};

use super::Section;

/// What became of a run of words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Run {
    /// Stands in both.
    Same,
    /// Stands in the earlier only.
    Removed,
    /// Stands in the later only.
    Added,
}

impl Run {
    /// The word of the JSON face.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Run::Same => "same",
            Run::Removed => "removed",
            Run::Added => "added",
        }
    }
}

/// What became of a section.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// Word for word the same.
    Same,
    /// Other words.
    Changed,
    /// In the earlier only.
    Removed,
    /// In the later only.
    Added,
}

impl Fate {
    /// The word in texts (`documents-fate-<code>`).
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Fate::Same => "same",
            Fate::Changed => "changed",
            Fate::Removed => "removed",
            Fate::Added => "added",
        }
    }
}

/// A section of the comparison.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Compared {
    /// «II › 1»; empty before the first section.
    pub heading: String,
    /// What it was called before, when the number changed.
    pub was: String,
    /// What became of it.
    pub fate: Fate,
    /// Its words in runs.
    pub runs: Vec<(Run, String)>,
}

/// A piece of a text from the beginning of one section to that of the next.
struct Block<'t> {
    path: String,
    words: Vec<&'t str>,
}

/// A text with the sections found in it.
#[derive(Debug, Clone, Copy)]
pub struct Sectioned<'t> {
    /// The text.
    pub text: &'t str,
    /// Its sections, in their order.
    pub sections: &'t [Section],
}

/// Compares an earlier text with a later one.
#[must_use]
pub fn compare(earlier: Sectioned<'_>, later: Sectioned<'_>) -> Vec<Compared> {
    let (old, new) = (blocks(earlier), blocks(later));
    let keys = |blocks: &[Block<'_>]| blocks.iter().map(|block| block.path.clone()).collect::<Vec<_>>();
    let (mut compared, mut open_old, mut open_new) = (Vec::new(), Vec::new(), Vec::new());
    for op in capture_diff_slices(Algorithm::Patience, &keys(&old), &keys(&new)) {
        let (was, is) = (&old[op.old_range()], &new[op.new_range()]);
        if !matches!(op, DiffOp::Equal { .. }) {
            open_old.extend(was);
            open_new.extend(is);
            continue;
        }
        for (was, is) in was.iter().zip(is) {
            // an article pushed down leaves its number to one of quite other words
            if was.words.len().max(is.words.len()) > SHORT && likeness(&was.words, &is.words) < UNLIKE {
                open_old.push(was);
                open_new.push(is);
            } else {
                renumbered(&open_old, &open_new, &mut compared);
                open_old.clear();
                open_new.clear();
                compared.push(pair(was, is));
            }
        }
    }
    renumbered(&open_old, &open_new, &mut compared);
    compared
}

/// The words a text holds, cut at the beginnings of its sections.
fn blocks<'t>(of: Sectioned<'t>) -> Vec<Block<'t>> {
    let mut starts: Vec<(usize, String)> = vec![(0, String::new())];
    let mut path: Vec<(i64, &str)> = Vec::new();
    for section in of.sections {
        let start = usize::try_from(section.start).unwrap_or_default();
        path.retain(|(depth, _)| *depth < section.depth);
        path.push((section.depth, section.label.trim_end_matches(['.', ')', ' '])));
        let is_behind = starts.last().is_some_and(|(last, _)| start > *last) || (start == 0 && starts.len() == 1);
        if is_behind && start <= of.text.len() && of.text.is_char_boundary(start) {
            starts.push((start, path.iter().map(|(_, label)| *label).collect::<Vec<_>>().join(" › ")));
        }
    }
    let ends = starts.iter().skip(1).map(|(start, _)| *start).chain([of.text.len()]).collect::<Vec<_>>();
    starts
        .into_iter()
        .zip(ends)
        .map(|((start, path), end)| Block { path, words: of.text[start..end].split_whitespace().collect() })
        .filter(|block| !block.words.is_empty())
        .collect()
}

/// A section of which nothing, or one with other words.
fn pair(was: &Block<'_>, is: &Block<'_>) -> Compared {
    let runs = runs(&was.words, &is.words);
    let fate = if runs.iter().all(|(run, _)| *run == Run::Same) { Fate::Same } else { Fate::Changed };
    let before = if was.path == is.path { String::new() } else { was.path.clone() };
    Compared { heading: is.path.clone(), was: before, fate, runs }
}

fn lone(block: &Block<'_>, fate: Fate, run: Run) -> Compared {
    Compared { heading: block.path.clone(), was: String::new(), fate, runs: vec![(run, block.words.join(" "))] }
}

/// How alike two sections must be to be one that got another number.
const ALIKE: f32 = 0.6;
/// Less alike than this, sections of the same number are not one another.
const UNLIKE: f32 = 0.3;
/// Sections of so few words are not judged by their words.
const SHORT: usize = 6;

/// Sections whose numbers do not meet: those of much the same words are pairs, the rest came or went.
fn renumbered(old: &[&Block<'_>], new: &[&Block<'_>], compared: &mut Vec<Compared>) {
    let (mut from_old, mut from_new) = (0, 0);
    for (place, is) in new.iter().enumerate() {
        if let Some(at) = (from_old..old.len()).find(|at| likeness(&old[*at].words, &is.words) >= ALIKE) {
            unmatched(&old[from_old..at], &new[from_new..place], compared);
            compared.push(pair(old[at], is));
            (from_old, from_new) = (at + 1, place + 1);
        }
    }
    unmatched(&old[from_old..], &new[from_new..], compared);
}

/// Sections without a counterpart. Where the same words were only cut otherwise (a point that went takes the numbering
/// of those after it along), they are compared as one.
fn unmatched(old: &[&Block<'_>], new: &[&Block<'_>], compared: &mut Vec<Compared>) {
    if let (Some(first_old), Some(first_new)) = (old.first(), new.first()) {
        let (was, is) = (words_of(old), words_of(new));
        if likeness(&was, &is) >= ALIKE {
            let was = Block { path: first_old.path.clone(), words: was };
            compared.push(pair(&was, &Block { path: first_new.path.clone(), words: is }));
            return;
        }
    }
    compared.extend(new.iter().map(|came| lone(came, Fate::Added, Run::Added)));
    compared.extend(old.iter().map(|gone| lone(gone, Fate::Removed, Run::Removed)));
}

fn words_of<'t>(blocks: &[&Block<'t>]) -> Vec<&'t str> {
    blocks.iter().flat_map(|block| block.words.iter().copied()).collect()
}

fn likeness(old: &[&str], new: &[&str]) -> f32 {
    // sections of very different length are not one another, and need no looking at
    if old.len() > 3 * new.len() || new.len() > 3 * old.len() {
        return 0.0;
    }
    // the label itself is what differs
    let (old, new) = (old.get(1..).unwrap_or_default(), new.get(1..).unwrap_or_default());
    diff_ratio(&capture_diff_slices(Algorithm::Myers, old, new), old.len(), new.len())
}

fn runs(old: &[&str], new: &[&str]) -> Vec<(Run, String)> {
    let mut runs = Vec::new();
    let mut push = |run, words: &[&str]| {
        if !words.is_empty() {
            runs.push((run, words.join(" ")));
        }
    };
    for op in capture_diff_slices(Algorithm::Patience, old, new) {
        let (was, is) = (&old[op.old_range()], &new[op.new_range()]);
        if matches!(op, DiffOp::Equal { .. }) {
            push(Run::Same, is);
        } else {
            push(Run::Removed, was);
            push(Run::Added, is);
        }
    }
    runs
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sections(text: &str) -> Vec<Section> {
        let starts = text.match_indices('\n').map(|(at, _)| at + 1);
        [0].into_iter()
            .chain(starts)
            .filter(|at| text[*at..].starts_with("Điều"))
            .map(|at| Section {
                depth: 1,
                label: text[at..].split('.').next().unwrap_or_default().to_owned(),
                title: String::new(),
                start: i64::try_from(at).unwrap(),
                end: 0,
            })
            .collect()
    }

    fn fates(old: &str, new: &str) -> Vec<(String, Fate)> {
        let (was, is) = (sections(old), sections(new));
        let (earlier, later) = (Sectioned { text: old, sections: &was }, Sectioned { text: new, sections: &is });
        compare(earlier, later).into_iter().map(|part| (part.heading, part.fate)).collect()
    }

    #[test]
    fn sections_keep_their_places_and_words_are_told_apart() {
        let old = "Căn cứ Điều lệ Đảng\nĐiều 1. Học tập trong ba ngày\nĐiều 2. Báo cáo hằng tháng";
        let new = "Căn cứ Điều lệ Đảng\nĐiều 1. Học tập trong hai ngày\nĐiều 2. Báo cáo hằng tháng";
        assert_eq!(
            fates(old, new).into_iter().map(|(_, fate)| fate).collect::<Vec<_>>(),
            [Fate::Same, Fate::Changed, Fate::Same]
        );
        let (was, is) = (sections(old), sections(new));
        let part = &compare(Sectioned { text: old, sections: &was }, Sectioned { text: new, sections: &is })[1];
        assert!(part.runs.contains(&(Run::Removed, "ba".into())) && part.runs.contains(&(Run::Added, "hai".into())));
    }

    #[test]
    fn an_article_that_moved_down_is_followed() {
        let old = "Điều 1. Phạm vi áp dụng của quy định\nĐiều 2. Chế độ báo cáo hằng quý của chi bộ";
        let new = "Điều 1. Phạm vi áp dụng của quy định\nĐiều 2. Trong văn bản này các từ ngữ dưới đây được hiểu như sau\nĐiều 3. Chế độ báo cáo hằng quý của chi bộ";
        let (was, is) = (sections(old), sections(new));
        let compared = compare(Sectioned { text: old, sections: &was }, Sectioned { text: new, sections: &is });
        let told: Vec<_> = compared.iter().map(|part| (part.heading.as_str(), part.was.as_str(), part.fate)).collect();
        let expected = [("Điều 1", "", Fate::Same), ("Điều 2", "", Fate::Added), ("Điều 3", "Điều 2", Fate::Changed)];
        assert_eq!(told, expected);
    }

    #[test]
    fn a_part_cut_otherwise_is_compared_as_one() {
        let old = "Điều 1. Mục tiêu chung của giai đoạn này\nĐiều 2. một hai ba bốn năm sáu bảy tám\nĐiều 3. chín mười";
        let new = "Điều 7. Mục tiêu chung của giai đoạn này một hai ba bốn năm sáu bảy tám chín mười";
        assert_eq!(fates(old, new), [("Điều 7".to_owned(), Fate::Changed)]);
    }

    #[test]
    fn nothing_of_either_text_is_lost() {
        let (old, new) = ("Điều 1. a b c\nĐiều 2. d e f", "mở đầu\nĐiều 1. a x c\nĐiều 5. khác hẳn");
        let (was, is) = (sections(old), sections(new));
        let compared = compare(Sectioned { text: old, sections: &was }, Sectioned { text: new, sections: &is });
        let words = |left_out: Run| {
            let kept = compared.iter().flat_map(|part| &part.runs).filter(|(run, _)| *run != left_out);
            let mut words: Vec<&str> = kept.flat_map(|(_, words)| words.split(' ')).collect();
            words.sort_unstable();
            words.join(" ")
        };
        let sorted = |text: &str| {
            let mut words: Vec<&str> = text.split_whitespace().collect();
            words.sort_unstable();
            words.join(" ")
        };
        assert_eq!((words(Run::Added), words(Run::Removed)), (sorted(old), sorted(new)));
        assert!(compare(Sectioned { text: "", sections: &[] }, Sectioned { text: "", sections: &[] }).is_empty());
    }
}
