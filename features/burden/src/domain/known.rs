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

/// What stands in brackets and changes nothing: as of when, where it comes from, in which unit of measure.
const AS_OF: &[&str] = &[
    "tinh den ",
    "den nay ",
    "den ngay ",
    "den het ",
    "den thang ",
    "den nam ",
    "tai thoi diem ",
    "thoi diem ",
    "so lieu ",
    "don vi tinh ",
    "dvt ",
    "neu co ",
];
const MEASURES: &[&str] = &[
    "nguoi",
    "dong chi",
    "dang vien",
    "chi bo",
    "don vi",
    "to chuc",
    "hoi nghi",
    "van ban",
    "chuong trinh",
    "ke hoach",
];

/// True when a bracket says only when or in which measure is counted; what it says otherwise makes another figure:
/// «số đảng viên (nữ)».
fn says_nothing(bracket: &str) -> bool {
    let folded = vietnamese::fold(bracket);
    let folded = folded.trim();
    !folded.contains(char::is_alphabetic)
        || MEASURES.contains(&folded)
        || AS_OF.iter().any(|begin| format!("{folded} ").starts_with(begin))
}

/// The label without the brackets that change nothing.
fn without_asides(label: &str) -> String {
    let mut rest = label;
    let mut kept = String::new();
    while let Some((before, behind)) = rest.split_once('(') {
        let (inside, after) = behind.split_once(')').unwrap_or((behind, ""));
        kept.push_str(before);
        if !says_nothing(inside) {
            kept.push_str(&format!(" {inside} "));
        }
        rest = after;
    }
    kept + rest
}

/// A name without accents, numbering, and the words that do not change what is counted.
fn plain(label: &str) -> String {
    let folded = vietnamese::fold(&without_asides(label));
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
            "Số đảng viên (người)",
            "Số đảng viên (đến ngày 30/6/2026) (ĐVT: đồng chí)",
        ] {
            assert_eq!(recognise(label, KNOWN), Some("members"), "{label}");
        }
        assert_eq!(recognise("Số chi bộ trực thuộc", KNOWN), Some("cells"));
    }

    #[test]
    fn a_narrower_figure_is_another() {
        for label in [
            "Số đảng viên bị kỷ luật",
            "Số đảng viên nữ",
            "Số đảng viên (nữ)",
            "Số đảng viên (được miễn sinh hoạt, tính đến 31/12)",
            "Số đảng viên (người dân tộc thiểu số)",
            "Số chi bộ đã học tập",
            "Kinh phí",
            "",
        ] {
            assert_eq!(recognise(label, KNOWN), None, "{label}");
        }
    }

    #[test]
    fn what_a_bracket_adds_is_part_of_the_name() {
        let known: &[(&str, &[&str])] = &[("members", &["so dang vien"]), ("probationary", &["so dang vien du bi"])];
        assert_eq!(recognise("Số đảng viên (dự bị)", known), Some("probationary"));
        assert_eq!(recognise("Tổng số đảng viên (dự bị) (tính đến 31/12)", known), Some("probationary"));
    }
}
