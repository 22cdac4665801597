//! The text of a programme as its draft begins: goals, targets, tasks with their «5 rõ», in the order such papers have.

use super::{Programme, Target, Task};

/// The sentence each paper closes with.
pub const CLOSING: &str =
    "Các cơ quan, đơn vị, cá nhân được giao nhiệm vụ tổ chức thực hiện và báo cáo kết quả đúng hạn.";

/// The body of the paper; it is written on as a draft.
#[must_use]
pub fn body_of(programme: &Programme, basis: &str, targets: &[Target], tasks: &[Task]) -> String {
    let mut lines: Vec<String> = Vec::new();
    if !basis.is_empty() {
        let what = programme.head.kind.name().to_lowercase();
        lines.push(format!("Thực hiện {basis}, đơn vị ban hành {what} {} như sau:", programme.head.title));
    }
    let mut roman = 0;
    let mut head = |lines: &mut Vec<String>, title: &str| {
        roman += 1;
        lines.push(format!("{}. {title}", vietnamese::roman(roman).unwrap_or_default()));
    };
    if !programme.head.goal.trim().is_empty() {
        head(&mut lines, "MỤC TIÊU");
        lines.extend(programme.head.goal.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned));
    }
    if !targets.is_empty() {
        head(&mut lines, "CHỈ TIÊU");
        lines.extend(
            targets.iter().enumerate().map(|(place, target)| format!("{}. {}", place + 1, target_line(target))),
        );
    }
    head(&mut lines, "NHIỆM VỤ, GIẢI PHÁP");
    for (place, task) in tasks.iter().enumerate() {
        lines.push(format!("{}. {}", place + 1, ended(&task.work)));
        lines.extend(task_lines(task));
    }
    head(&mut lines, "TỔ CHỨC THỰC HIỆN");
    lines.push(CLOSING.to_owned());
    lines.join("\n")
}

fn target_line(target: &Target) -> String {
    let measure = if target.measure.is_empty() { String::new() } else { format!(" {}", target.measure) };
    let wants: Vec<String> =
        target.wants.iter().map(|want| format!("năm {}: {}{measure}", want.year, want.amount)).collect();
    let from = target.baseline.map(|amount| format!(" (hiện trạng: {amount}{measure})")).unwrap_or_default();
    ended(&format!("{}{from}: {}", target.title, wants.join("; ")))
}

fn task_lines(task: &Task) -> Vec<String> {
    let day = |day: kernel::Day| vietnamese_day(day);
    let time = match (task.starts_on, task.due_on) {
        (Some(starts), Some(due)) => format!("từ {} đến {}", day(starts), day(due)),
        (None, Some(due)) => format!("trước {}", day(due)),
        _ => String::new(),
    };
    [
        ("Chủ trì", task.lead.clone()),
        ("Chịu trách nhiệm", task.answers.clone()),
        ("Phối hợp", task.partners.clone()),
        ("Thời gian", time),
        ("Sản phẩm", task.product.clone()),
        ("Kinh phí", task.funding.clone()),
    ]
    .into_iter()
    .filter(|(_, value)| !value.trim().is_empty())
    .map(|(name, value)| format!("- {name}: {}", ended(&value)))
    .collect()
}

pub(super) fn vietnamese_day(day: kernel::Day) -> String {
    format!("{:02}/{:02}/{}", day.0.day(), day.0.month(), day.0.year())
}

/// With the full stop of a sentence.
fn ended(text: &str) -> String {
    let text = text.trim();
    if text.ends_with(['.', ';', ':']) { text.to_owned() } else { format!("{text}.") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Direction;
    use crate::domain::programme::a_programme;
    use crate::domain::target::a_target;
    use crate::domain::task::a_task;

    #[test]
    fn the_paper_says_what_was_entered() {
        let targets = [a_target(Direction::AtMost, 10, &[(2026, 4), (2027, 3)])];
        let text = body_of(&a_programme(), "Nghị quyết 06-NQ/TU", &targets, &[a_task(0, None)]);
        assert_eq!(
            text,
            "Thực hiện Nghị quyết 06-NQ/TU, đơn vị ban hành chương trình phát triển kinh tế biển như sau:\n\
             I. CHỈ TIÊU\n1. tỷ lệ hộ nghèo (hiện trạng: 10 %): năm 2026: 4 %; năm 2027: 3 %.\n\
             II. NHIỆM VỤ, GIẢI PHÁP\n1. mở lớp.\n- Chủ trì: Văn phòng Đảng ủy.\n\
             - Thời gian: từ 01/01/2026 đến 31/12/2026.\n- Sản phẩm: 12 lớp.\nIII. TỔ CHỨC THỰC HIỆN\n\
             Các cơ quan, đơn vị, cá nhân được giao nhiệm vụ tổ chức thực hiện và báo cáo kết quả đúng hạn."
        );
    }
}
