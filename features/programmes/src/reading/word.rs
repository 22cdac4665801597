//! A programme written in Word: its goals are the section that is called so, its targets and tasks the tables whose header
//! is known.

use drafts::domain::{clauses, section_tree};
use official_text::read::{self, CannotRead, Table};
use sheets::{Column, Reader};

use super::columns::{TARGET_COLUMNS, TASK_COLUMNS};
use super::{Given, Line, lines_of, target_of, task_of};

/// A table of tasks is told by so many known columns: one alone may be any table.
const FEWEST_COLUMNS: usize = 2;

/// What a Word document gives; nothing when none of its tables is known.
///
/// # Errors
/// [`CannotRead`].
pub(crate) fn read_word(name: &str, content: &[u8]) -> Result<Given, CannotRead> {
    let mut given = Given { goal: goal_of(&read::text_of(name, content)?.body), ..Given::default() };
    for table in read::tables_of(name, content)? {
        if let Some(tasks) = known(&table, TASK_COLUMNS, task_of) {
            given.tasks.extend(tasks);
        } else if let Some(targets) = known(&table, TARGET_COLUMNS, target_of) {
            given.targets.extend(targets);
        }
    }
    Ok(given)
}

/// The rows of a table whose header is known.
fn known<T>(
    table: &Table,
    columns: &'static [Column],
    read: fn(&sheets::Row) -> Result<T, &'static str>,
) -> Option<Vec<Line<T>>> {
    let reader = Reader::from_bytes("phu-luc.csv", as_csv(table), columns).ok()?;
    let found = columns.len() - reader.header().absent.len();
    (found >= FEWEST_COLUMNS).then(|| lines_of(reader, read).ok())?
}

fn as_csv(table: &Table) -> Vec<u8> {
    let quoted = |cell: &String| format!("\"{}\"", cell.replace('"', "\"\""));
    let line = |row: &Vec<String>| row.iter().map(quoted).collect::<Vec<_>>().join(",");
    table.iter().map(line).collect::<Vec<_>>().join("\n").into_bytes()
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

    fn table(rows: &[&[&str]]) -> Table {
        rows.iter().map(|row| row.iter().map(|cell| (*cell).to_owned()).collect()).collect()
    }

    #[test]
    fn a_table_is_known_by_its_header() {
        let tasks = table(&[
            &["TT", "Nội dung nhiệm vụ", "Đơn vị chủ trì", "Thời gian"],
            &["1", "Mở lớp \"đan lục bình\", ấp 3", "Hội Phụ nữ", "Quý II/2026"],
            &["2", "Vận động", "Đoàn xã", "chưa rõ"],
        ]);
        let found = known(&tasks, TASK_COLUMNS, task_of).unwrap();
        let first = found[0].1.as_ref().unwrap();
        assert_eq!((first.work.as_str(), first.lead.as_str()), ("Mở lớp \"đan lục bình\", ấp 3", "Hội Phụ nữ"));
        assert_eq!(first.due_on.unwrap().to_string(), "2026-06-30");
        assert_eq!(found[1].1, Err("programmes-error-period"));
        let head = table(&[&["ĐẢNG ỦY XÃ", "ĐẢNG CỘNG SẢN VIỆT NAM"], &["Số 1", "Nội dung"]]);
        assert!(known(&head, TASK_COLUMNS, task_of).is_none());
    }

    #[test]
    fn targets_fall_when_they_are_written_as_falling() {
        let targets = table(&[
            &["TT", "Chỉ tiêu", "Đơn vị tính", "Hiện trạng", "Năm 2026", "Năm 2027"],
            &["1", "Tỷ lệ hộ nghèo", "%", "10", "4,5", "3"],
            &["2", "Số mô hình", "mô hình", "", "", ""],
        ]);
        let found = known(&targets, TARGET_COLUMNS, target_of).unwrap();
        let first = found[0].1.as_ref().unwrap();
        assert_eq!((first.direction, first.wants.len()), (crate::domain::Direction::AtMost, 2));
        assert_eq!(found[1].1, Err("programmes-error-wants"));
    }

    #[test]
    fn goals_are_the_section_that_is_called_so() {
        let text = "Thực hiện nghị quyết.\nI. MỤC ĐÍCH, YÊU CẦU\nMọi chi bộ nắm việc mình làm.\nLàm đến đâu chắc đến đó.\n\
            II. NHIỆM VỤ\n1. Mở lớp.";
        assert_eq!(goal_of(text), "Mọi chi bộ nắm việc mình làm.\nLàm đến đâu chắc đến đó.");
        assert_eq!(goal_of("I. NHIỆM VỤ\n1. Mở lớp."), "");
    }
}
