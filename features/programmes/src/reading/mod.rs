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
use workbook::Sheet;

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

/// A share is no larger: 200 %.
const NO_SHARE: f64 = 2.0;

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
    for sheet in &tables {
        given.take_sheet(sheet, fewest);
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
    /// Takes the rows of a sheet, and tells where reading it stopped.
    fn take_sheet(&mut self, sheet: &Sheet, fewest: usize) {
        let (targets, tasks) = (self.targets.len(), self.tasks.len());
        self.take("danh-sach.csv", as_csv(&sheet.table), fewest);
        for (line, row) in &mut self.targets[targets..] {
            if sheet.maybe_shares.contains(line) && row.as_ref().is_ok_and(may_be_share) {
                *row = Err("programmes-error-share");
            }
        }
        let Some((line, why)) = sheet.stopped else { return };
        if self.targets.len() > targets {
            self.targets.push((line, Err(why)));
        } else if self.tasks.len() > tasks {
            self.tasks.push((line, Err(why)));
        }
    }

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
    let header_line = header.line;
    missed.extend(not_read.map(|title| title.split_whitespace().collect::<Vec<_>>().join(" ")));
    let Ok(rows) = reader.rows() else { return Vec::new() };
    let (mut lines, mut last) = (Vec::new(), header_line);
    for row in rows {
        match row {
            Ok(row) => {
                last = row.line;
                if !is_example(&row) {
                    lines.push((row.line, read(&row)));
                }
            }
            Err(CannotRead::NotUtf8 { line }) => lines.push((line, Err("programmes-error-unreadable"))),
            Err(_) => lines.push((last + 1, Err("programmes-error-unreadable"))),
        }
    }
    lines
}

/// A target in per cent none of whose figures is above 2, so that 0.8 may be 80 % as Excel keeps it, or 0.8 % as it stands.
fn may_be_share(target: &TargetFields) -> bool {
    let measure = vietnamese::fold(&target.measure);
    let is_share = measure.is_empty() && vietnamese::fold(&target.title).starts_with("ty le");
    let is_percent = target.measure.contains('%') || measure.contains("phan tram") || is_share;
    let figures = target.wants.iter().map(|want| want.amount).chain(target.baseline);
    is_percent && figures.map(|amount| amount.0 as f64 / 1_000.0).all(|figure| figure <= NO_SHARE)
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

    /// A workbook of one sheet whose figures are numbers.
    fn numbers(rows: &[(&str, &str, f64, f64)]) -> Vec<u8> {
        let mut workbook = rust_xlsxwriter::Workbook::new();
        let sheet = workbook.add_worksheet();
        let header = ["Chỉ tiêu", "ĐVT", "Hiện trạng", "Năm 2026"];
        sheet.write_row(0, 0, header).unwrap();
        for (line, (title, measure, from, to)) in (1..).zip(rows) {
            sheet.write_row(line, 0, [*title, *measure]).unwrap();
            sheet.write_row(line, 2, [*from, *to]).unwrap();
        }
        workbook.save_to_buffer().unwrap()
    }

    #[test]
    fn a_number_that_may_be_a_share_is_not_taken_for_per_cent() {
        let list = numbers(&[
            ("tỷ lệ A", "%", 0.625, 0.8),
            ("tỷ lệ B", "%", 0.0, 1.0),
            ("tỷ lệ C", "%", 62.5, 80.0),
            ("số lớp", "lớp", 0.0, 1.0),
            ("tỷ lệ D", "%", 0.0, 0.0),
        ]);
        let read: Vec<_> = read_list("a.xlsx", &list).unwrap().targets.into_iter().map(|(_, row)| row.err()).collect();
        let refused = Some("programmes-error-share");
        assert_eq!(read, [refused, refused, None, None, None]);
        // what is written as text is what is meant
        let written = read_list("a.csv", "Chỉ tiêu,ĐVT,Năm 2026\nhộ nghèo,%,\"0,8\"\n".as_bytes()).unwrap();
        assert_eq!(written.targets[0].1.as_ref().unwrap().wants[0].amount.0, 800);
    }

    #[test]
    fn where_reading_stops_is_told() {
        let many = vec![("số lớp", "lớp", 3.0, 4.0); workbook::MOST_ROWS + 5];
        let given = read_list("a.xlsx", &numbers(&many)).unwrap();
        assert_eq!(given.targets.len(), workbook::MOST_ROWS);
        let (line, told) = given.targets.last().unwrap();
        assert_eq!((*line, told.as_ref().err()), (workbook::MOST_ROWS + 1, Some(&"programmes-error-too-long")));
        let mut list = "Chỉ tiêu,ĐVT,Năm 2026\nsố lớp,lớp,4\n".as_bytes().to_vec();
        list.extend(vec![b' '; 200_000]);
        list.extend(b"\nx\xff,y,4\nz,w,5\n");
        let told =
            read_list("a.csv", &list).map(|given| given.targets.into_iter().filter_map(|(_, row)| row.err()).count());
        assert!(told.is_err() || told.is_ok_and(|count| count == 1));
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
