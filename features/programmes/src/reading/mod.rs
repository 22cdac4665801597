//! Goals, targets and tasks out of what is written already: a list from Excel, or a paper from Word whose annex is a table.
//! What is wrong with a row is told, the others are taken.

mod columns;
mod word;

use sheets::{Reader, Row};

use crate::domain::{Amount, Direction, Method, Want, read_period};
use crate::store::{TargetFields, TaskFields};

pub(crate) use columns::TASK_COLUMNS;
use columns::YEARS;
pub(crate) use word::read_word;

/// A row: its line, and what it says or the key of what is wrong with it.
pub(crate) type Line<T> = (usize, Result<T, &'static str>);

/// What a file gives to a programme.
#[derive(Debug, Default)]
pub(crate) struct Given {
    /// Mục tiêu, in words; empty when it says nothing of them.
    pub goal: String,
    /// Its targets.
    pub targets: Vec<Line<TargetFields>>,
    /// Its tasks.
    pub tasks: Vec<Line<TaskFields>>,
}

/// The tasks of a list.
///
/// # Errors
/// [`sheets::CannotRead`].
pub(crate) fn read_tasks(name: &str, content: Vec<u8>) -> Result<Vec<Line<TaskFields>>, sheets::CannotRead> {
    lines_of(Reader::from_bytes(name, content, TASK_COLUMNS)?, task_of)
}

fn lines_of<T>(
    mut reader: Reader,
    read: fn(&Row) -> Result<T, &'static str>,
) -> Result<Vec<Line<T>>, sheets::CannotRead> {
    let mut lines = Vec::new();
    for row in reader.rows()? {
        let row = row?;
        lines.push((row.line, read(&row)));
    }
    Ok(lines)
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

fn target_of(row: &Row) -> Result<TargetFields, &'static str> {
    let amount = |key: &str| match row.get(key).trim() {
        "" | "-" | "–" => Ok(None),
        typed => Amount::read(typed).map(Some).ok_or("programmes-error-amount"),
    };
    let baseline = amount("hien_trang")?;
    let mut wants = Vec::new();
    for (year, key) in YEARS {
        wants.extend(amount(key)?.map(|amount| Want { year: *year, amount }));
    }
    let title = text(row, "chi_tieu");
    if title.is_empty() || wants.is_empty() {
        return Err(if title.is_empty() { "programmes-error-target" } else { "programmes-error-wants" });
    }
    // a figure that is to fall is written as falling
    let falls = baseline.zip(wants.last()).is_some_and(|(from, to)| to.amount < from);
    Ok(TargetFields {
        clause: text(row, "muc"),
        measure: text(row, "don_vi"),
        direction: if falls { Direction::AtMost } else { Direction::AtLeast },
        method: Method::Own,
        serves: None,
        weight: 1,
        title,
        baseline,
        wants,
    })
}
