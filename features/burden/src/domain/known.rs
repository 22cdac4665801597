//! Which of the figures somebody asks for are known here already. Only what is called by the same name is the same figure:
//! «số đảng viên» is known, «số đảng viên bị kỷ luật» is another.

/// Words that do not change what is counted: whose, and as of when.
const LEFT_OUT: &[&str] = &[
    "tinh den nay",
    "den nay",
    "hien nay",
    "hien co",
    "toan dang bo",
    "cua dang bo",
    "trong dang bo",
    "cua chi bo",
    "trong chi bo",
    "cua don vi",
    "truc thuoc",
];

/// The known figure that a line of a form asks for, out of their codes and names (folded).
#[must_use]
pub fn recognise<'k>(label: &str, known: &[(&'k str, &[&str])]) -> Option<&'k str> {
    let label = plain(label);
    known.iter().find(|(_, names)| names.contains(&label.as_str())).map(|(code, _)| *code)
}

/// A name without accents, brackets, numbering, and the words that do not change what is counted.
fn plain(label: &str) -> String {
    let outside = label.split_once('(').map_or(label, |(before, _)| before);
    let folded = vietnamese::fold(outside);
    let words = folded.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty());
    let mut text = format!(" {} ", words.collect::<Vec<_>>().join(" "));
    for phrase in LEFT_OUT {
        text = text.replace(&format!(" {phrase} "), " ");
    }
    // «tổng số», «số lượng» and «tổng số lượng» count what «số» counts
    let text = text.trim();
    let text = text.strip_prefix("tong ").unwrap_or(text);
    text.strip_prefix("so luong ").map_or_else(|| text.to_owned(), |rest| format!("so {rest}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const KNOWN: &[(&str, &[&str])] = &[("members", &["so dang vien"]), ("cells", &["so chi bo", "chi bo"])];

    #[test]
    fn a_known_figure_is_found_by_its_name_however_it_is_put() {
        for label in [
            "Số đảng viên",
            "Tổng số đảng viên",
            "1. Số lượng đảng viên (tính đến 31/12)",
            "so dang vien hien co",
            "Số đảng viên trong đảng bộ",
        ] {
            assert_eq!(recognise(label, KNOWN), Some("members"), "{label}");
        }
        assert_eq!(recognise("Số chi bộ trực thuộc", KNOWN), Some("cells"));
    }

    #[test]
    fn a_narrower_figure_is_another() {
        for label in ["Số đảng viên bị kỷ luật", "Số đảng viên nữ", "Số chi bộ đã học tập", "Kinh phí", ""]
        {
            assert_eq!(recognise(label, KNOWN), None, "{label}");
        }
    }
}
