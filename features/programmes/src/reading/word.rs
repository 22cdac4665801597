//! A programme written in Word: its goals are the section that is called so, its targets and tasks the tables whose header
//! is known.

use drafts::domain::{clauses, section_tree};
use official_text::read::{self, CannotRead};

use super::{FEWEST_COLUMNS, Given, as_csv};

/// What a Word document gives; nothing when none of its tables is known.
///
/// # Errors
/// [`CannotRead`].
pub(crate) fn read_word(name: &str, content: &[u8]) -> Result<Given, CannotRead> {
    let mut given = Given { goal: goal_of(&read::text_of(name, content)?.body), ..Given::default() };
    for table in read::tables_of(name, content)? {
        given.take("phu-luc.csv", as_csv(&table), FEWEST_COLUMNS);
    }
    Ok(given)
}

/// The text under the first heading that names goals, without the heading.
fn goal_of(text: &str) -> String {
    let all = clauses(text, &section_tree("KH", text));
    let is_goal = |title: &str| {
        let folded = vietnamese::fold(title);
        folded.contains("muc tieu") || folded.contains("muc dich")
    };
    let Some(begin) = all.iter().position(|clause| is_goal(clause.text.lines().next().unwrap_or_default())) else {
        return String::new();
    };
    let depth = all[begin].depth;
    let own = all[begin].text.lines().skip(1);
    let below =
        all[begin + 1..].iter().take_while(|clause| clause.depth > depth).flat_map(|clause| clause.text.lines());
    own.chain(below).map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn given(rows: &[&[&str]]) -> Given {
        let table: Vec<Vec<String>> =
            rows.iter().map(|row| row.iter().map(|cell| (*cell).to_owned()).collect()).collect();
        let mut given = Given::default();
        given.take("phu-luc.csv", as_csv(&table), FEWEST_COLUMNS);
        given
    }

    #[test]
    fn a_table_is_known_by_its_header() {
        let found = given(&[
            &["TT", "Nội dung nhiệm vụ", "Đơn vị chủ trì", "Thời gian", "Ghi chú"],
            &["1", "Mở lớp \"đan lục bình\", ấp 3", "Hội Phụ nữ", "Quý II/2026", ""],
            &["2", "Vận động", "Đoàn xã", "chưa rõ", ""],
        ]);
        let first = found.tasks[0].1.as_ref().unwrap();
        assert_eq!((first.work.as_str(), first.lead.as_str()), ("Mở lớp \"đan lục bình\", ấp 3", "Hội Phụ nữ"));
        assert_eq!(first.due_on.unwrap().to_string(), "2026-06-30");
        assert_eq!(found.tasks[1].1, Err("programmes-error-period"));
        assert_eq!(found.missed, ["Ghi chú"]);
        let head = given(&[&["ĐẢNG ỦY XÃ", "ĐẢNG CỘNG SẢN VIỆT NAM"], &["Số 1", "Nội dung"]]);
        assert!(head.tasks.is_empty() && head.targets.is_empty() && head.missed.is_empty());
    }

    #[test]
    fn targets_fall_when_they_are_written_as_falling() {
        let found = given(&[
            &["TT", "Chỉ tiêu", "Đơn vị tính", "Hiện trạng", "Năm 2026", "Năm 2027"],
            &["1", "Tỷ lệ hộ nghèo", "%", "10", "4,5", "3"],
            &["2", "Số mô hình", "mô hình", "", "", ""],
        ]);
        let first = found.targets[0].1.as_ref().unwrap();
        assert_eq!((first.direction, first.wants.len()), (crate::domain::Direction::AtMost, 2));
        assert_eq!(found.targets[1].1, Err("programmes-error-wants"));
    }

    #[test]
    fn goals_are_the_section_that_is_called_so() {
        let text = "Thực hiện nghị quyết.\nI. MỤC ĐÍCH, YÊU CẦU\nMọi chi bộ nắm việc mình làm.\nLàm đến đâu chắc đến đó.\n\
            II. NHIỆM VỤ\n1. Mở lớp.";
        assert_eq!(goal_of(text), "Mọi chi bộ nắm việc mình làm.\nLàm đến đâu chắc đến đó.");
        assert_eq!(goal_of("I. NHIỆM VỤ\n1. Mở lớp."), "");
    }
}
