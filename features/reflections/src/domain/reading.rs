//! A reflection out of a Word file: its text laid into the parts of the template by their headings.

use super::Part;

/// Words a heading may have beside those of the part it begins («II. Liên hệ nhiệm vụ của bản thân:»).
const EXTRA_WORDS: usize = 4;

/// The text of each part. Lines before the first heading belong to the first part.
#[must_use]
pub fn parts_of(text: &str, parts: &[Part]) -> Vec<String> {
    let mut found = vec![String::new(); parts.len()];
    let headings: Vec<String> = parts.iter().map(|part| vietnamese::fold(&part.heading).trim().to_owned()).collect();
    let mut at = 0;
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let folded = vietnamese::fold(line);
        let words = folded.split_whitespace().count();
        let heads = |heading: &String| {
            !heading.is_empty()
                && folded.contains(heading.as_str())
                && words <= heading.split_whitespace().count() + EXTRA_WORDS
        };
        if let Some(place) = headings.iter().position(heads) {
            at = place;
        } else if let Some(part) = found.get_mut(at) {
            if !part.is_empty() {
                part.push('\n');
            }
            part.push_str(line);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::usual_parts;

    #[test]
    fn headings_of_the_template_part_the_text() {
        let text = "BÀI THU HOẠCH\n\nI. NHỮNG ĐIỂM MỚI\nBa điểm mới.\n\n2. Liên hệ nhiệm vụ của bản thân:\nTôi phụ trách Trạm bơm.\nNhững điểm mới đã được tôi áp dụng ở trạm.\nIII- Đề xuất, kiến nghị\nSửa trạm bơm.";
        let parts = parts_of(text, &usual_parts());
        assert_eq!(parts[0], "BÀI THU HOẠCH\nBa điểm mới.");
        assert_eq!(parts[1], "Tôi phụ trách Trạm bơm.\nNhững điểm mới đã được tôi áp dụng ở trạm.");
        assert_eq!(parts[2], "Sửa trạm bơm.");
        assert_eq!(parts_of("Không có đề mục.", &usual_parts())[0], "Không có đề mục.");
        assert!(parts_of("x", &[]).is_empty());
    }
}
