//! The steps of a change as rows of a form or of a list: a word for what is done and codes of units. Each row becomes a step,
//! or a fault told with its line.

use std::collections::BTreeSet;

use kernel::UnitKind;
use platform::db::{StoreError, Tx};
use sheets::{Column, Row};

use crate::domain::change::{Change, Place, Step};
use crate::store;

kernel::words! {
    /// What a row of a change does.
    What {
        /// Thành lập.
        Found = "found",
        /// Đổi tên.
        Rename = "rename",
        /// Chuyển trực thuộc.
        Move = "move",
        /// Đổi loại hình.
        ChangeKind = "change_kind",
        /// Sáp nhập, hợp nhất vào đơn vị khác.
        Merge = "merge",
        /// Chia, tách.
        Split = "split",
        /// Giải thể.
        Dissolve = "dissolve",
    }
}

/// The columns of the list.
pub const COLUMNS: &[Column] = &[
    Column {
        key: "viec",
        vi: "Việc",
        en: "What",
        aliases: &["Nội dung", "Hình thức"],
        required: true,
        example: "Sáp nhập",
        note: "Thành lập; Đổi tên; Chuyển trực thuộc; Đổi loại hình; Sáp nhập (cũng dùng cho hợp nhất); Chia tách; Giải thể.",
    },
    Column {
        key: "ma",
        vi: "Mã đơn vị",
        en: "Unit code",
        aliases: &["Mã", "Mã tổ chức đảng"],
        required: true,
        example: "X01",
        note: "Đơn vị được nói đến; với Thành lập là mã của đơn vị mới.",
    },
    Column {
        key: "den",
        vi: "Mã đơn vị đến",
        en: "To unit",
        aliases: &["Đến", "Cấp trên mới", "Đơn vị kế thừa"],
        required: false,
        example: "X90",
        note: "Cấp trên (Thành lập, Chuyển trực thuộc) hoặc đơn vị kế thừa (Sáp nhập, Chia tách: nhiều mã cách nhau dấu phẩy, mã đầu là đơn vị kế thừa chính).",
    },
    Column {
        key: "ten",
        vi: "Tên mới",
        en: "New name",
        aliases: &["Tên", "Tên đơn vị"],
        required: false,
        example: "",
        note: "Với Thành lập, Đổi tên.",
    },
    Column {
        key: "ten_gon",
        vi: "Tên gọn mới",
        en: "New short name",
        aliases: &["Tên gọn"],
        required: false,
        example: "",
        note: "Để trống thì lấy tên đầy đủ.",
    },
    Column {
        key: "loai",
        vi: "Loại",
        en: "Kind",
        aliases: &["Loại đơn vị", "Loại hình"],
        required: false,
        example: "",
        note: "Với Thành lập, Đổi loại hình; ghi như danh sách đơn vị.",
    },
];

/// A row: what is done, with codes of units.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct StepRow {
    /// Its line in the list; 0 for a form.
    pub line: usize,
    /// What is done, as written.
    pub what: String,
    /// The unit's code.
    pub unit: String,
    /// The codes of the superior or the heirs.
    pub to: Vec<String>,
    /// The new name.
    pub name: String,
    /// The new short name.
    pub short_name: String,
    /// The kind, as written.
    pub kind: String,
}

impl StepRow {
    /// A line of the list.
    #[must_use]
    pub fn of_line(row: &Row) -> Self {
        let text = |key: &str| vietnamese::nfc(row.get(key).trim());
        let to = row.get("den").split([',', ';']).map(str::trim).filter(|code| !code.is_empty());
        StepRow {
            line: row.line,
            what: text("viec"),
            unit: text("ma"),
            to: to.map(str::to_owned).collect(),
            name: text("ten"),
            short_name: text("ten_gon"),
            kind: text("loai"),
        }
    }
}

/// What is wrong with a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowFault {
    /// The line.
    pub line: usize,
    /// The key of the text.
    pub text: &'static str,
    /// What stands there.
    pub cell: String,
}

/// The words lists use for what is done.
fn read_what(text: &str) -> Option<What> {
    match vietnamese::fold(text).as_str() {
        "thanh lap" | "thanh lap moi" => Some(What::Found),
        "doi ten" => Some(What::Rename),
        "chuyen" | "chuyen truc thuoc" | "chuyen cap tren" => Some(What::Move),
        "doi loai" | "doi loai hinh" | "nang cap" => Some(What::ChangeKind),
        "sap nhap" | "hop nhat" | "nhap" => Some(What::Merge),
        "chia" | "tach" | "chia tach" => Some(What::Split),
        "giai the" | "ket thuc" => Some(What::Dissolve),
        _ => text.parse().ok(),
    }
}

/// The steps these rows mean, and what is wrong with the others.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn steps_of(tx: &mut Tx<'_>, change: &Change, rows: &[StepRow]) -> Result<(Vec<Step>, Vec<RowFault>), StoreError> {
    let is_founding = |row: &&StepRow| read_what(&row.what) == Some(What::Found);
    let mut founded: BTreeSet<&str> = rows.iter().filter(is_founding).map(|row| row.unit.as_str()).collect();
    founded.extend(change.steps.iter().filter_map(|step| match step {
        Step::Found { code, .. } => Some(code.as_str()),
        _ => None,
    }));
    let (mut steps, mut faults) = (Vec::new(), Vec::new());
    for row in rows {
        match step_of(tx, row, &founded)? {
            Ok(step) => steps.push(step),
            Err((text, cell)) => faults.push(RowFault { line: row.line, text, cell }),
        }
    }
    Ok((steps, faults))
}

type Judged<T> = Result<T, (&'static str, String)>;

fn step_of(tx: &mut Tx<'_>, row: &StepRow, founded: &BTreeSet<&str>) -> Result<Judged<Step>, StoreError> {
    let Some(what) = read_what(&row.what) else {
        return Ok(Err(("units-step-unknown-what", row.what.clone())));
    };
    let mut places = Vec::new();
    for code in &row.to {
        match place_of(tx, code, founded)? {
            Some(place) => places.push(place),
            None => return Ok(Err(("units-step-unknown-unit", code.clone()))),
        }
    }
    if what == What::Found {
        return Ok(founding(row, places));
    }
    let Some(standing) = store::lookup_by_code(tx, &row.unit)? else {
        return Ok(Err(("units-step-unknown-unit", row.unit.clone())));
    };
    let unit = standing.id;
    // a list names it as the line does, a form as the reader knows it
    let called = || if row.line > 0 { row.unit.clone() } else { standing.name.clone() };
    if places.contains(&Place::Unit(unit)) {
        return Ok(Err(("units-step-into-itself", called())));
    }
    let first = places.first().cloned();
    Ok(match (what, first) {
        (What::Rename, _) if row.name.is_empty() => Err(("units-step-no-name", called())),
        (What::Rename, _) => Ok(Step::Rename { unit, name: row.name.clone(), short_name: row.short_name.clone() }),
        (What::ChangeKind, _) => kind_of(row).map(|kind| Step::ChangeKind { unit, kind: kind.code().to_owned() }),
        (What::Dissolve, _) => Ok(Step::End { unit, heirs: Vec::new() }),
        (_, None) => Err(("units-step-no-to", called())),
        (What::Move, Some(parent)) => Ok(Step::Move { unit, parent }),
        (What::Split, Some(_)) if places.len() < 2 => Err(("units-step-split-in-two", called())),
        (_, Some(_)) => Ok(Step::End { unit, heirs: places }),
    })
}

fn founding(row: &StepRow, places: Vec<Place>) -> Judged<Step> {
    if row.name.is_empty() {
        return Err(("units-step-no-name", row.unit.clone()));
    }
    let Some(parent) = places.into_iter().next() else { return Err(("units-step-no-to", row.unit.clone())) };
    let kind = kind_of(row)?.code().to_owned();
    let (code, name, short_name) = (row.unit.clone(), row.name.clone(), row.short_name.clone());
    Ok(Step::Found { code, kind, name, short_name, parent })
}

fn kind_of(row: &StepRow) -> Judged<UnitKind> {
    crate::import::read_kind(&row.kind).ok_or(("units-step-unknown-kind", row.kind.clone()))
}

fn place_of(tx: &mut Tx<'_>, code: &str, founded: &BTreeSet<&str>) -> Result<Option<Place>, StoreError> {
    if founded.contains(code) {
        return Ok(Some(Place::New(code.to_owned())));
    }
    Ok(store::lookup_by_code(tx, code)?.map(|unit| Place::Unit(unit.id)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_of_clerks_are_understood() {
        assert_eq!(read_what("Hợp nhất"), Some(What::Merge));
        assert_eq!(read_what("CHUYỂN TRỰC THUỘC"), Some(What::Move));
        assert_eq!(read_what("split"), Some(What::Split));
        assert_eq!(read_what("xóa"), None);
    }
}
