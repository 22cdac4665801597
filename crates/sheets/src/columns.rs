//! The columns a list may have, and finding them in a header row. Knows no file format.

use crate::error::CannotRead;
use vietnamese::fold;

/// One column of a list that can be imported. Declared as a constant by the feature:
/// `const COLUMNS: &[Column] = &[Column { key: "code", ... }, ...]`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column {
    /// The name code uses; also accepted as a title.
    pub key: &'static str,
    /// Vietnamese title: what the template shows.
    pub vi: &'static str,
    /// English title, accepted too.
    pub en: &'static str,
    /// Other titles seen in the field.
    pub aliases: &'static [&'static str],
    /// A file without this column is refused.
    pub required: bool,
    /// What the template's example row shows.
    pub example: &'static str,
    /// One sentence in Vietnamese for the template's second sheet; may be empty.
    pub note: &'static str,
}

/// What was found in the header row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeaderReport {
    /// Line of the header in the file, counted from 1.
    pub line: usize,
    /// Titles in the file that belong to no column; their cells are not read.
    pub unknown: Vec<String>,
    /// Titles that name a column a second time; the first one is read.
    pub repeated: Vec<String>,
    /// Keys of the columns that are absent (none of them required).
    pub absent: Vec<&'static str>,
    /// For each column in the file, the index of the column it is.
    pub(crate) places: Vec<Option<usize>>,
}

/// The folded titles of a list's columns, ready to be compared.
pub(crate) struct Titles {
    columns: &'static [Column],
    folded: Vec<Vec<String>>,
}

impl Titles {
    pub(crate) fn new(columns: &'static [Column]) -> Self {
        let folded = columns
            .iter()
            .map(|column| {
                [column.key, column.vi, column.en]
                    .iter()
                    .chain(column.aliases)
                    .map(|title| fold(title))
                    .filter(|title| !title.is_empty())
                    .collect()
            })
            .collect();
        Self { columns, folded }
    }

    /// The header among the first rows (`line`, cells): the first that has every required column,
    /// else the reason, told from the row that has most columns.
    pub(crate) fn find_header(&self, rows: &[(usize, Vec<String>)]) -> Result<HeaderReport, CannotRead> {
        let mut best: Option<HeaderReport> = None;
        for (line, cells) in rows {
            let report = self.compare(*line, cells);
            let found = |report: &HeaderReport| self.columns.len() - report.absent.len();
            if found(&report) > 0 && self.missing(&report).is_empty() {
                return Ok(report);
            }
            if best.as_ref().is_none_or(|best| found(&report) > found(best)) {
                best = Some(report);
            }
        }
        match best {
            Some(report) if report.absent.len() < self.columns.len() => {
                Err(CannotRead::MissingColumns { missing: self.missing(&report) })
            }
            _ => Err(CannotRead::HeaderNotFound { wanted: self.required() }),
        }
    }

    fn compare(&self, line: usize, cells: &[String]) -> HeaderReport {
        let mut report = HeaderReport {
            line,
            unknown: Vec::new(),
            repeated: Vec::new(),
            absent: Vec::new(),
            places: Vec::with_capacity(cells.len()),
        };
        for cell in cells {
            let title = fold(cell);
            let place = self.folded.iter().position(|titles| titles.contains(&title));
            let taken = place.is_some() && report.places.contains(&place);
            match place {
                Some(_) if taken => report.repeated.push(cell.clone()),
                None if !title.is_empty() => report.unknown.push(cell.clone()),
                _ => {}
            }
            report.places.push(place.filter(|_| !taken));
        }
        report.absent = (0..self.columns.len())
            .filter(|index| !report.places.contains(&Some(*index)))
            .map(|index| self.columns[index].key)
            .collect();
        report
    }

    fn missing(&self, report: &HeaderReport) -> Vec<String> {
        self.columns
            .iter()
            .filter(|column| column.required && report.absent.contains(&column.key))
            .map(|column| column.vi.to_owned())
            .collect()
    }

    fn required(&self) -> Vec<String> {
        let required: Vec<String> =
            self.columns.iter().filter(|column| column.required).map(|column| column.vi.to_owned()).collect();
        if required.is_empty() { self.columns.iter().map(|column| column.vi.to_owned()).collect() } else { required }
    }
}
