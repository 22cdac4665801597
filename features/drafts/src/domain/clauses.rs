//! A text clause by clause: what an opinion can be tied to. A clause reaches from the beginning of one section to that of
//! the next, so that together they are the whole text.

use documents::domain::Section;

/// Stands for the whole text where a clause is named.
pub const WHOLE: i64 = -1;

/// A piece of the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clause {
    /// Its place, from 0: the opening before the first section, where there is one.
    pub place: i64,
    /// «II › 1»; empty for the opening.
    pub path: String,
    /// How deep it lies; 0 for the opening.
    pub depth: i64,
    /// The heading of its section.
    pub title: String,
    /// Its text, label included.
    pub text: String,
}

/// A heading is a line of its own; longer ones, and those that end as sentences do, are text.
const LONGEST_HEADING: usize = 200;

/// True for a line that heads what follows and is no sentence of it.
pub(super) fn is_heading(line: &str) -> bool {
    !line.ends_with(['.', ';', ',', ':']) && line.len() <= LONGEST_HEADING
}

impl Clause {
    /// True when it is only the heading of the clauses below it.
    #[must_use]
    pub fn is_heading(&self) -> bool {
        self.depth > 0 && !self.text.contains('\n') && is_heading(&self.text)
    }
}

/// The clauses of a text with these sections.
#[must_use]
pub fn clauses(text: &str, sections: &[Section]) -> Vec<Clause> {
    let mut starts: Vec<(usize, String, i64, String)> = vec![(0, String::new(), 0, String::new())];
    let mut path: Vec<(i64, &str)> = Vec::new();
    for section in sections {
        let start = usize::try_from(section.start).unwrap_or_default();
        path.retain(|(depth, _)| *depth < section.depth);
        path.push((section.depth, section.label.trim_end_matches(['.', ')', ' '])));
        let called = path.iter().map(|(_, label)| *label).collect::<Vec<_>>().join(" › ");
        if start < text.len() && text.is_char_boundary(start) {
            starts.push((start, called, section.depth, section.title.clone()));
        }
    }
    let ends: Vec<usize> = starts.iter().skip(1).map(|(start, ..)| *start).chain([text.len()]).collect();
    let pieces = starts.into_iter().zip(ends).filter_map(|((start, path, depth, title), end)| {
        let piece = text.get(start..end)?.trim();
        (!piece.is_empty()).then(|| (path, depth, title, piece.to_owned()))
    });
    (0..).zip(pieces).map(|(place, (path, depth, title, text))| Clause { place, path, depth, title, text }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::section_tree;

    #[test]
    fn the_clauses_together_are_the_text() {
        let text = "Căn cứ Điều lệ Đảng.\nĐiều 1. Phạm vi\n1. Ở tỉnh.\n2. Ở xã.\nĐiều 2. Hiệu lực";
        let found = clauses(text, &section_tree("QĐi", text));
        let paths: Vec<&str> = found.iter().map(|clause| clause.path.as_str()).collect();
        assert_eq!(paths, ["", "Điều 1", "Điều 1 › 1", "Điều 1 › 2", "Điều 2"]);
        assert_eq!(found.iter().map(|clause| clause.text.as_str()).collect::<Vec<_>>().join("\n"), text);
        assert_eq!(found[2].place, 2);
        assert!(clauses("", &[]).is_empty());
    }
}
