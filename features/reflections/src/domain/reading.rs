//! A reflection out of a Word file: its text laid into the parts of the template by their headings, over what is written.

use super::Part;

/// Words a heading may have beside those of the part it begins («II. Liên hệ nhiệm vụ của bản thân:»).
const EXTRA_WORDS: usize = 4;

/// The parts as they are with the file. What the file has of a part takes the place of what was written there; a part that
/// the file does not have, or has empty, stays. Lines before the first heading belong to the first part; where that part
/// does not come from the file, they go below what is written there.
#[must_use]
pub fn laid_over(written: &[String], text: &str, parts: &[Part]) -> Vec<String> {
    let headings: Vec<String> = parts.iter().map(|part| vietnamese::fold(&part.heading).trim().to_owned()).collect();
    let (mut before, mut found) = (Vec::new(), vec![None::<Vec<&str>>; parts.len()]);
    let mut at = None;
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        if let Some(place) = headed(&headings, line) {
            at = Some(place);
            found[place].get_or_insert_default();
        } else {
            at.map_or(&mut before, |place: usize| found[place].get_or_insert_default()).push(line);
        }
    }
    if let Some(first) = found.first_mut() {
        let own = first.take().unwrap_or_default();
        let typed = written.first().map(String::as_str).filter(|text| !text.is_empty());
        let stays = typed.filter(|_| own.is_empty() && at.is_some() && !before.is_empty());
        *first = Some(stays.into_iter().chain(before).chain(own).collect());
    }
    let place = |(place, lines): (usize, Option<Vec<&str>>)| match lines.filter(|lines| !lines.is_empty()) {
        Some(lines) => lines.join("\n"),
        None => written.get(place).cloned().unwrap_or_default(),
    };
    found.into_iter().enumerate().map(place).collect()
}

/// The part that this line is the heading of.
fn headed(headings: &[String], line: &str) -> Option<usize> {
    let folded = vietnamese::fold(line);
    let words = folded.split_whitespace().count();
    headings.iter().position(|heading| {
        !heading.is_empty()
            && folded.contains(heading.as_str())
            && words <= heading.split_whitespace().count() + EXTRA_WORDS
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::usual_parts;

    fn over(written: [&str; 3], text: &str) -> Vec<String> {
        laid_over(&written.map(str::to_owned), text, &usual_parts())
    }

    #[test]
    fn headings_of_the_template_part_the_text() {
        let text = "BÀI THU HOẠCH\n\nI. NHỮNG ĐIỂM MỚI\nBa điểm mới.\n\n2. Liên hệ nhiệm vụ của bản thân:\nTôi phụ trách Trạm bơm.\nNhững điểm mới đã được tôi áp dụng ở trạm.\nIII- Đề xuất, kiến nghị\nSửa trạm bơm.";
        let parts = over(["", "", ""], text);
        assert_eq!(parts[0], "BÀI THU HOẠCH\nBa điểm mới.");
        assert_eq!(parts[1], "Tôi phụ trách Trạm bơm.\nNhững điểm mới đã được tôi áp dụng ở trạm.");
        assert_eq!(parts[2], "Sửa trạm bơm.");
        assert_eq!(over(["", "", ""], "Không có đề mục.")[0], "Không có đề mục.");
        assert!(laid_over(&[], "x", &[]).is_empty());
    }

    #[test]
    fn parts_the_file_does_not_have_stay() {
        let written = ["Điểm mới đã gõ.", "Việc đã gõ.", "Đề xuất đã gõ."];
        let parts = over(written, "II. Liên hệ nhiệm vụ của bản thân\nViệc trong tệp.\nIII. Đề xuất, kiến nghị\n");
        assert_eq!(parts, ["Điểm mới đã gõ.", "Việc trong tệp.", "Đề xuất đã gõ."]);
        let titled = over(written, "BÀI THU HOẠCH\nII. Liên hệ nhiệm vụ của bản thân\nViệc trong tệp.");
        assert_eq!(titled, ["Điểm mới đã gõ.\nBÀI THU HOẠCH", "Việc trong tệp.", "Đề xuất đã gõ."]);
        assert_eq!(over(written, "\n \n"), written);
        assert_eq!(over(written, "Cả bài không đề mục."), ["Cả bài không đề mục.", "Việc đã gõ.", "Đề xuất đã gõ."]);
    }
}
