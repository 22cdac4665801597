//! Goals, targets and tasks out of what is written already: a list from Excel, or a paper from Word whose annex is a table.
//! What is wrong with a row is told, the others are taken.

mod columns;
mod template;
mod word;
mod workbook;

use sheets::{CannotRead, Column, Reader, Row};

use crate::domain::{Amount, Direction, Method, Want, read_period};
use crate::store::{TargetFields, TaskFields};

use columns::{TARGET_COLUMNS, TASK_COLUMNS, is_missed, year_of};
pub(crate) use template::template;
pub(crate) use word::read_word;

/// A row: its line, and what it says or the key of what is wrong with it.
pub(crate) type Line<T> = (usize, Result<T, &'static str>);
/// A table as it stands: rows of cells.
type Table = Vec<Vec<String>>;

/// What a file gives to a programme.
#[derive(Debug, Default)]
pub(crate) struct Given {
    /// Mục tiêu, in words; empty when it says nothing of them.
    pub goal: String,
    /// Its targets.
    pub targets: Vec<Line<TargetFields>>,
    /// Its tasks.
    pub tasks: Vec<Line<TaskFields>>,
    /// Titles of columns in known tables that are not read.
    pub missed: Vec<String>,
}

/// A table is told by so many known columns where it may be any table: one alone says little.
const FEWEST_COLUMNS: usize = 2;

/// The targets and tasks of a workbook, each sheet by its header, or of a list of another format.
///
/// # Errors
/// [`CannotRead`] where no sheet is a list of either.
pub(crate) fn read_list(name: &str, content: &[u8]) -> Result<Given, CannotRead> {
    let mut given = Given::default();
    // whether it can be read at all, is whole and not too large
    let first = Reader::from_bytes(name, content, TASK_COLUMNS);
    let tables = match &first {
        Err(CannotRead::MissingColumns { .. } | CannotRead::HeaderNotFound { .. }) | Ok(_) => {
            workbook::sheets_of(content)
        }
        Err(_) => Vec::new(),
    };
    // a sheet beside others may be anything
    let fewest = if tables.len() > 1 { FEWEST_COLUMNS } else { 1 };
    for table in &tables {
        given.take("danh-sach.csv", as_csv(table), fewest);
    }
    if tables.is_empty() {
        given.take(name, content.to_vec(), 1);
    }
    match first {
        Err(cause) if given.targets.is_empty() && given.tasks.is_empty() => Err(cause),
        _ => Ok(given),
    }
}

impl Given {
    /// Takes the rows of a table, if its header is that of a list of targets or of tasks.
    fn take(&mut self, name: &str, content: Vec<u8>, fewest: usize) {
        let open = |columns| known(name, content.clone(), columns).filter(|(_, found)| *found >= fewest);
        let (tasks, targets) = (open(TASK_COLUMNS), open(*TARGET_COLUMNS));
        let found = |list: &Option<(Reader, usize)>| list.as_ref().map_or(0, |(_, found)| *found);
        // a column or two may be called alike in both
        if found(&targets) > found(&tasks) {
            self.targets
                .extend(targets.into_iter().flat_map(|(reader, _)| read_rows(reader, target_of, &mut self.missed)));
        } else {
            self.tasks.extend(tasks.into_iter().flat_map(|(reader, _)| read_rows(reader, task_of, &mut self.missed)));
        }
    }
}

/// The reader of a list whose header is known, and how many columns it has.
fn known(name: &str, content: Vec<u8>, columns: &'static [Column]) -> Option<(Reader, usize)> {
    let reader = Reader::from_bytes(name, content, columns).ok()?;
    let found = columns.len() - reader.header().absent.len();
    Some((reader, found))
}

fn read_rows<T>(
    mut reader: Reader,
    read: fn(&Row) -> Result<T, &'static str>,
    missed: &mut Vec<String>,
) -> Vec<Line<T>> {
    let header = reader.header();
    let not_read = header.unknown.iter().chain(&header.repeated).filter(|title| is_missed(title));
    missed.extend(not_read.map(|title| title.split_whitespace().collect::<Vec<_>>().join(" ")));
    let Ok(rows) = reader.rows() else { return Vec::new() };
    let rows = rows.map_while(Result::ok).filter(|row| !is_example(row));
    rows.map(|row| (row.line, read(&row))).collect()
}

/// The row that the template shows how to fill in, whatever it says of the years.
fn is_example(row: &Row) -> bool {
    let is_of_targets = row.cells.len() == TARGET_COLUMNS.len();
    is_of_targets
        && TARGET_COLUMNS
            .iter()
            .zip(&row.cells)
            .all(|(column, cell)| year_of(column).is_some() || column.example == cell)
}

fn as_csv(table: &[Vec<String>]) -> Vec<u8> {
    // a cell of several lines would shift the lines below it
    let quoted = |cell: &String| format!("\"{}\"", cell.replace(['\r', '\n'], " ").replace('"', "\"\""));
    let line = |row: &Vec<String>| row.iter().map(quoted).collect::<Vec<_>>().join(",");
    table.iter().map(line).collect::<Vec<_>>().join("\n").into_bytes()
}

fn text(row: &Row, key: &str) -> String {
    vietnamese::nfc(row.get(key).trim())
}

fn task_of(row: &Row) -> Result<TaskFields, &'static str> {
    let (_, starts_on) = read_period(row.get("tu_ngay")).ok_or("programmes-error-day")?;
    let (begins, due_on) = read_period(row.get("den_ngay")).ok_or("programmes-error-period")?;
    let fields = TaskFields {
        clause: text(row, "muc"),
        work: text(row, "viec"),
        lead: text(row, "chu_tri"),
        answers: text(row, "trach_nhiem"),
        partners: text(row, "phoi_hop"),
        starts_on: starts_on.or(begins),
        due_on,
        product: text(row, "san_pham"),
        funding: text(row, "kinh_phi"),
    };
    match fields {
        TaskFields { ref work, .. } if work.is_empty() => Err("programmes-error-work"),
        TaskFields { starts_on: Some(starts), due_on: Some(due), .. } if due < starts => Err("programmes-error-ends"),
        fields => Ok(fields),
    }
}

/// «≤ 5», «không quá 5», «ít nhất 90»: which way is good, where a cell says it, and the rest of the cell.
fn bound(cell: &str) -> (Option<Direction>, &str) {
    const BOUNDS: &[(Direction, &[&str])] = &[
        (Direction::AtMost, &["≤", "<=", "<", "không quá", "không vượt quá", "tối đa", "dưới"]),
        (Direction::AtLeast, &["≥", ">=", ">", "ít nhất", "tối thiểu", "từ", "trên"]),
    ];
    let cell = cell.trim();
    let lower = cell.to_lowercase();
    for (direction, begins) in BOUNDS {
        let begin = begins.iter().find(|begin| lower.starts_with(**begin));
        if let Some(rest) = begin.and_then(|begin| cell.get(begin.len()..)) {
            return (Some(*direction), rest.trim());
        }
    }
    (None, cell)
}

fn read_amount(cell: &str) -> Result<Option<Amount>, &'static str> {
    match cell.trim() {
        "" | "-" | "–" => Ok(None),
        typed => Amount::read(typed).map(Some).ok_or("programmes-error-amount"),
    }
}

fn target_of(row: &Row) -> Result<TargetFields, &'static str> {
    let baseline = read_amount(row.get("hien_trang"))?;
    let (mut wants, mut told) = (Vec::new(), None);
    for (column, cell) in TARGET_COLUMNS.iter().zip(&row.cells) {
        if let Some(year) = year_of(column) {
            let (direction, rest) = bound(cell);
            told = told.or(direction);
            wants.extend(read_amount(rest)?.map(|amount| Want { year, amount }));
        }
    }
    let title = text(row, "chi_tieu");
    if title.is_empty() || wants.is_empty() {
        return Err(if title.is_empty() { "programmes-error-target" } else { "programmes-error-wants" });
    }
    // where it is not said, a figure that is to fall is written as falling
    let falls = baseline.zip(wants.last()).is_some_and(|(from, to)| to.amount < from);
    Ok(TargetFields {
        clause: text(row, "muc"),
        measure: text(row, "don_vi"),
        direction: told.unwrap_or(if falls { Direction::AtMost } else { Direction::AtLeast }),
        method: Method::Own,
        serves: None,
        weight: 1,
        title,
        baseline,
        wants,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_of_targets_has_any_year_and_tells_what_it_does_not_read() {
        let list = "TT,Chỉ tiêu,ĐVT,Hiện trạng,Năm 2032,Đến năm 2045,Cơ quan theo dõi\n\
            1,Số mô hình,mô hình,2,5,\"1.200\",Văn phòng\n";
        let given = read_list("chi-tieu.csv", list.as_bytes()).unwrap();
        let target = given.targets[0].1.as_ref().unwrap();
        let wants: Vec<(i64, i64)> = target.wants.iter().map(|want| (want.year, want.amount.0)).collect();
        assert_eq!(wants, [(2032, 5_000), (2045, 1_200_000)]);
        assert_eq!(given.missed, ["Cơ quan theo dõi"]);
        assert!(given.tasks.is_empty());
    }

    #[test]
    fn which_way_is_good_is_read_where_it_is_said() {
        let list =
            "Chỉ tiêu,ĐVT,Hiện trạng,Năm 2026\nsố vụ cháy,vụ,,≤ 5\nsố vụ tai nạn,vụ,,Không quá 3\nsố lớp,lớp,9,≥ 4\n";
        let given = read_list("chi-tieu.csv", list.as_bytes()).unwrap();
        let read = |place: usize| {
            let target = given.targets[place].1.as_ref().unwrap();
            (target.direction, target.wants[0].amount.0)
        };
        assert_eq!(read(0), (Direction::AtMost, 5_000));
        assert_eq!(read(1), (Direction::AtMost, 3_000));
        assert_eq!(read(2), (Direction::AtLeast, 4_000));
    }

    #[test]
    fn the_template_gives_back_both_lists_and_its_examples_are_no_rows() {
        let empty = template(&[2026, 2045]).unwrap();
        let given = read_list("mau.xlsx", &empty).unwrap_or_default();
        assert!(given.targets.is_empty() && given.tasks.is_empty() && given.missed.is_empty(), "{given:?}");
        assert!(read_list("a.xlsx", b"khong phai").is_err());
    }
}
