//! The annex of the paper: targets and tasks as tables, in the columns that the import reads back.

use publishing::{Align, Attachment, Block, Table};

use super::{Amount, Direction, Programme, Target, Task};

/// The annex; none for a programme without targets and tasks.
#[must_use]
pub fn annex_of(programme: &Programme, targets: &[Target], tasks: &[Task]) -> Option<Attachment> {
    let mut body = Vec::new();
    if !targets.is_empty() {
        body.extend([Block::heading(1, "I. CHỈ TIÊU"), Block::Table(targets_table(targets))]);
    }
    if !tasks.is_empty() {
        let number = if targets.is_empty() { "I" } else { "II" };
        body.extend([Block::heading(1, format!("{number}. NHIỆM VỤ")), Block::Table(tasks_table(tasks))]);
    }
    let title = format!("chỉ tiêu, nhiệm vụ {}", programme.head.title);
    (!body.is_empty()).then(|| Attachment { label: "Phụ lục".to_owned(), title, body })
}

fn amount(amount: Option<Amount>) -> String {
    amount.map(|amount| amount.to_string()).unwrap_or_default()
}

/// What is said before the figures of a target where they alone would be read the other way: a figure that is to fall is
/// written as falling, one that falls nowhere is to be reached.
fn sign(target: &Target) -> &'static str {
    let falls = target.baseline.zip(target.wants.last()).is_some_and(|(from, to)| to.amount < from);
    match (target.direction, falls) {
        (Direction::AtMost, false) => "≤ ",
        (Direction::AtLeast, true) => "≥ ",
        _ => "",
    }
}

fn targets_table(targets: &[Target]) -> Table {
    let mut years: Vec<i64> = targets.iter().flat_map(|target| &target.wants).map(|want| want.year).collect();
    years.sort_unstable();
    years.dedup();
    let mut header: Vec<String> = ["TT", "Chỉ tiêu", "Đơn vị tính", "Hiện trạng"].map(str::to_owned).into();
    header.extend(years.iter().map(|year| format!("Năm {year}")));
    let row = |(place, target): (usize, &Target)| {
        let wanted = |year: &i64| {
            let want = target.wants.iter().find(|want| want.year == *year);
            want.map(|want| format!("{}{}", sign(target), want.amount)).unwrap_or_default()
        };
        let mut row =
            vec![(place + 1).to_string(), target.title.clone(), target.measure.clone(), amount(target.baseline)];
        row.extend(years.iter().map(wanted));
        row
    };
    Table {
        rows: targets.iter().enumerate().map(row).collect(),
        alignments: [Align::Centre, Align::Left, Align::Centre]
            .into_iter()
            .chain(vec![Align::Right; years.len() + 1])
            .collect(),
        widths: [0.5, 4.0, 1.3, 1.3].into_iter().chain(vec![1.2; years.len()]).collect(),
        header,
        total: false,
    }
}

/// A column of the table of tasks: what it is called, how wide it is, what a task says there.
type TaskColumn = (&'static str, f32, fn(&Task) -> String);

const TASK_COLUMNS: &[TaskColumn] = &[
    ("Nội dung công việc", 3.4, |task| task.work.clone()),
    ("Chủ trì", 1.8, |task| task.lead.clone()),
    ("Chịu trách nhiệm", 1.8, |task| task.answers.clone()),
    ("Phối hợp", 1.8, |task| task.partners.clone()),
    ("Thời gian", 1.5, period),
    ("Sản phẩm", 1.8, |task| task.product.clone()),
    ("Kinh phí", 1.2, |task| task.funding.clone()),
];

/// The table of tasks; a column in which no task says anything is left out.
fn tasks_table(tasks: &[Task]) -> Table {
    let is_used = |column: &&TaskColumn| tasks.iter().any(|task| !column.2(task).trim().is_empty());
    let columns: Vec<&TaskColumn> = TASK_COLUMNS.iter().filter(is_used).collect();
    let row = |(place, task): (usize, &Task)| {
        std::iter::once((place + 1).to_string()).chain(columns.iter().map(|column| column.2(task))).collect()
    };
    Table {
        header: std::iter::once("TT").chain(columns.iter().map(|column| column.0)).map(str::to_owned).collect(),
        rows: tasks.iter().enumerate().map(row).collect(),
        alignments: vec![Align::Centre],
        widths: std::iter::once(0.5).chain(columns.iter().map(|column| column.1)).collect(),
        total: false,
    }
}

fn period(task: &Task) -> String {
    let days = task.starts_on.into_iter().chain(task.due_on).map(super::paper::vietnamese_day);
    days.collect::<Vec<_>>().join(" – ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Direction;
    use crate::domain::programme::a_programme;
    use crate::domain::target::a_target;
    use crate::domain::task::a_task;

    #[test]
    fn the_annex_holds_a_table_of_targets_and_one_of_tasks() {
        let targets = [a_target(Direction::AtMost, 10, &[(2026, 4), (2027, 3)])];
        let annex = annex_of(&a_programme(), &targets, &[a_task(0, None)]).unwrap();
        let tables: Vec<&Table> = annex
            .body
            .iter()
            .filter_map(|block| match block {
                Block::Table(table) => Some(table),
                _ => None,
            })
            .collect();
        assert_eq!(tables[0].header, ["TT", "Chỉ tiêu", "Đơn vị tính", "Hiện trạng", "Năm 2026", "Năm 2027"]);
        assert_eq!(tables[0].rows[0], ["1", "tỷ lệ hộ nghèo", "%", "10", "4", "3"]);
        // nobody answers, no partner, no funding: no column
        assert_eq!(tables[1].header, ["TT", "Nội dung công việc", "Chủ trì", "Thời gian", "Sản phẩm"]);
        assert_eq!(tables[1].rows[0][3], "01/01/2026 – 31/12/2026");
        assert!(annex_of(&a_programme(), &[], &[]).is_none());
        // what is to stay below a figure without having fallen says so
        let bounded = Target { baseline: None, ..a_target(Direction::AtMost, 0, &[(2026, 5)]) };
        assert_eq!(targets_table(&[bounded]).rows[0][4], "≤ 5");
    }
}
