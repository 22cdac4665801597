//! The import of units from a list: which columns it has, how a line is checked and written. A unit is known again by
//! its code; what stands there is renamed, never moved. Pages and progress are the platform's.

mod columns;

use std::collections::HashMap;
use std::path::Path as FilePath;

use kernel::{Day, Event, Fact, UnitId, UnitKind};
use platform::db::{Db, StoreError, Tx};
use platform::imports::{self, Fault, FaultKind, Import, ImportError, ImportId, Recipe, TakesIn, Written};
use platform::jobs::{JobKind, JobRun};
use platform::params;
use platform::web::{Actor, Answer, ImportFace, Path, Routes, Upload};
use sheets::Row;

pub use self::columns::COLUMNS;
use crate::domain::{NewUnit, Unit, is_organ_id, is_spelt_otherwise};
use crate::{permissions, store};

/// The kind of import and the name of its job.
pub const KIND: &str = "units.import";

static FACE: ImportFace = ImportFace {
    rules: &[],
    kind: KIND,
    address: "/units/import",
    title: "units-import-title",
    list: "/units",
    permission: permissions::EDIT,
    columns: COLUMNS,
    template: "mau-danh-sach-don-vi",
    notes: &[
        "Đơn vị đã có (cùng mã) chỉ được đổi tên theo văn bản quyết định, hoặc sửa dấu, chữ hoa; loại và cấp trên không đổi qua tệp.",
    ],
};

const RECIPE: Recipe<Line> = Recipe { kind: KIND, columns: COLUMNS, event: "units.imported", write: write_lines };

/// The background job.
pub const JOB: JobKind = JobKind { name: KIND, run: run_job };

fn run_job(run: &JobRun) -> Result<serde_json::Value, String> {
    imports::run_job(run, &RECIPE, UnitLines::load)
}

/// Imports a file from the command line, anywhere in the tree. `progress` is told after every transaction and may stop
/// it by answering false. What is wrong with which line: [`imports::list_faults`].
///
/// # Errors
/// [`ImportError`]; running it again doubles nothing.
pub fn run(db: &Db, path: &FilePath, progress: &mut dyn FnMut(&Import) -> bool) -> Result<Import, ImportError> {
    imports::run_file(db, path, &RECIPE, UnitLines::load, progress)
}

pub(crate) fn routes() -> Routes {
    Routes::default()
        .get("/units/import", permissions::EDIT, new)
        .post("/units/import", permissions::EDIT, upload)
        .get("/units/import/template", permissions::EDIT, template)
        .get("/units/import/{id}", permissions::EDIT, show)
        .get("/units/import/{id}/progress", permissions::EDIT, progress)
        .get("/units/import/{id}/faults", permissions::EDIT, faults)
}

async fn new(who: Actor) -> Answer {
    FACE.begin(who).await
}

async fn upload(who: Actor, upload: Upload) -> Answer {
    FACE.upload(who, upload).await
}

async fn template(who: Actor) -> Answer {
    FACE.template(who).await
}

async fn show(who: Actor, Path(id): Path<ImportId>) -> Answer {
    FACE.show(who, id).await
}

async fn progress(who: Actor, Path(id): Path<ImportId>) -> Answer {
    FACE.progress(who, id).await
}

async fn faults(who: Actor, Path(id): Path<ImportId>) -> Answer {
    FACE.faults(who, id).await
}

/// A checked line; the unit above is known by its code, since it may be founded by a line of the same file.
struct Line {
    number: i64,
    new: NewUnit,
    parent_code: String,
    organ_id: String,
    decision: String,
    /// It stood in the branch when the import began.
    is_known: bool,
}

/// Where a code was seen.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    /// A unit of the branch.
    Ours,
    /// A unit outside the branch, or one that ended.
    Foreign,
    /// A line above.
    Line(i64),
}

/// What must be known to check lines.
struct UnitLines {
    /// Every code that is taken.
    codes: HashMap<String, Place>,
    /// True when a unit may stand at the top of the tree (command line).
    may_be_top: bool,
    today: Day,
}

impl UnitLines {
    fn load(tx: &mut Tx<'_>, import: &Import) -> Result<Self, StoreError> {
        let mut codes = HashMap::new();
        let anywhere = if import.roots.is_empty() { Place::Ours } else { Place::Foreign };
        tx.each("SELECT code, ended_on FROM unit", &[], |row| {
            let ended: Option<Day> = row.get(1)?;
            codes.insert(row.get::<String>(0)?, if ended.is_some() { Place::Foreign } else { anywhere });
            Ok(())
        })?;
        for root in &import.roots {
            tx.each(
                "SELECT u.code FROM unit u JOIN unit_ancestor a ON a.unit_id = u.id
                 WHERE a.ancestor_id = $1 AND u.ended_on IS NULL",
                params![root],
                |row| {
                    codes.insert(row.get::<String>(0)?, Place::Ours);
                    Ok(())
                },
            )?;
        }
        Ok(UnitLines { codes, may_be_top: import.roots.is_empty(), today: tx.today() })
    }

    fn founding_day(&self, row: &Row, faults: &mut Vec<Fault>) -> Option<Day> {
        let text = row.get("ngay_thanh_lap");
        let day = sheets::parse_day(text).map(Day);
        if !text.is_empty() && day.is_none_or(|day| day > self.today) {
            faults.push(Fault::at(row, "ngay_thanh_lap", "units-import-bad-day"));
        }
        day
    }
}

impl TakesIn for UnitLines {
    type Line = Line;

    fn check(&mut self, row: &Row) -> Result<Line, Vec<Fault>> {
        let mut faults = Vec::new();
        let (code, above) = (row.get("ma_don_vi"), row.get("ma_cap_tren"));
        let number = i64::try_from(row.line).unwrap_or(i64::MAX);
        let place = self.codes.get(code).copied();
        match place {
            Some(Place::Line(line)) => {
                return Err(vec![Fault::at(row, "ma_don_vi", "units-import-twice").naming(line)]);
            }
            Some(Place::Foreign) => {
                return Err(vec![Fault::at(row, "ma_don_vi", "units-import-code-elsewhere")]);
            }
            Some(Place::Ours) | None => {}
        }
        let kind = read_kind(row.get("loai"));
        if kind.is_none() {
            faults.push(Fault::at(row, "loai", "units-import-bad-kind"));
        }
        let is_known = place == Some(Place::Ours);
        let is_above_there = matches!(self.codes.get(above), Some(Place::Ours | Place::Line(_)));
        if above.is_empty() && !self.may_be_top && !is_known {
            faults.push(Fault::at(row, "ma_cap_tren", "units-import-no-parent"));
        } else if !above.is_empty() && !is_above_there && !is_known {
            faults.push(Fault::at(row, "ma_cap_tren", "units-import-unknown-parent"));
        }
        let founded_on = self.founding_day(row, &mut faults);
        let organ_id = row.get("ma_dinh_danh");
        if !organ_id.is_empty() && !is_organ_id(organ_id) {
            faults.push(Fault::at(row, "ma_dinh_danh", "units-import-bad-organ-id"));
        }
        let Some(kind) = kind.filter(|_| faults.is_empty()) else { return Err(faults) };
        self.codes.insert(code.to_owned(), Place::Line(number));
        let new = NewUnit {
            code: code.to_owned(),
            kind,
            name: row.get("ten").to_owned(),
            short_name: row.get("ten_ngan").to_owned(),
            parent: None,
            founded_on,
        };
        let (parent_code, organ_id) = (above.to_owned(), organ_id.to_owned());
        let decision = vietnamese::nfc(row.get("van_ban_quyet_dinh").trim());
        Ok(Line { number, new, parent_code, organ_id, decision, is_known })
    }
}

fn write_lines(tx: &mut Tx<'_>, lines: Vec<Line>) -> Result<Written, StoreError> {
    let mut written = Written::default();
    let mut founded: Vec<UnitId> = Vec::new();
    // what stands above a line must not end meanwhile
    store::lock_tree(tx)?;
    for line in lines {
        match store::lookup_by_code(tx, &line.new.code)? {
            Some(unit) if line.is_known => rename(tx, unit, &line, &mut written)?,
            Some(_) => {
                written.faults.push(fault(&line, "ma_don_vi", "units-import-code-elsewhere", String::new()));
            }
            None => found(tx, line, &mut written, &mut founded)?,
        }
    }
    if let Some(first) = founded.first().copied() {
        let count = founded.len();
        let event = Event::noted("units.founded", first, Some(first)).with(serde_json::json!({ "imported": count }));
        tx.record(event.telling(Fact::UnitsChanged { units: founded }))?;
    }
    Ok(written)
}

fn found(tx: &mut Tx<'_>, line: Line, written: &mut Written, founded: &mut Vec<UnitId>) -> Result<(), StoreError> {
    let parent = match line.parent_code.as_str() {
        "" => None,
        // its line may have been refused
        code => match store::lookup_by_code(tx, code)? {
            Some(parent) => Some(parent.id),
            None => {
                written.faults.push(fault(&line, "ma_cap_tren", "units-import-unknown-parent", String::new()));
                return Ok(());
            }
        },
    };
    let new = NewUnit { parent, ..line.new.clone() };
    let facts = store::placing_facts(tx, &new)?;
    if let Some(told) = new.may_be_placed(&facts).told().first() {
        let column = match told.code {
            "UNIT-02" => "ten",
            "UNIT-04" => "loai",
            "UNIT-05" => "ma_cap_tren",
            _ => "ma_don_vi",
        };
        written.faults.push(fault(&line, column, &told.text_key(), facts.code_taken_by.unwrap_or_default()));
        return Ok(());
    }
    let id = store::insert_silently(tx, &new)?;
    if !line.organ_id.is_empty() {
        store::save_organ_id(tx, id, &line.organ_id)?;
    }
    if !line.decision.is_empty() {
        store::save_founding_decision(tx, id, &line.decision)?;
    }
    founded.push(id);
    written.inserted += 1;
    Ok(())
}

fn rename(tx: &mut Tx<'_>, unit: Unit, line: &Line, written: &mut Written) -> Result<(), StoreError> {
    let parent = unit.parent.map(|parent| store::find(tx, parent)).transpose()?;
    let above = parent.map(|parent| parent.code).unwrap_or_default();
    if unit.kind != line.new.kind || (!line.parent_code.is_empty() && above != line.parent_code) {
        written.faults.push(fault(line, "ma_don_vi", "units-import-moved", above));
        return Ok(());
    }
    let short_name = if line.new.short_name.is_empty() { unit.short_name.clone() } else { line.new.short_name.clone() };
    let organ_id = if line.organ_id.is_empty() { unit.organ_id.clone() } else { line.organ_id.clone() };
    let after = Unit { name: line.new.name.clone(), short_name, organ_id, ..unit.clone() };
    if line.new.name.is_empty() {
        written.unchanged += 1;
        return Ok(());
    }
    match call_otherwise(tx, &unit, &after, &line.decision)? {
        None => {
            written.faults.push(fault(line, "ten", "units-import-renamed-undecided", unit.name));
        }
        Some(true) => written.updated += 1,
        Some(false) => written.unchanged += 1,
    }
    Ok(())
}

/// Writes what a line says otherwise of a unit that is there; tells whether anything was, none when another name has no deciding
/// document.
fn call_otherwise(tx: &mut Tx<'_>, unit: &Unit, after: &Unit, decision: &str) -> Result<Option<bool>, StoreError> {
    if unit.name != after.name {
        if is_spelt_otherwise(&unit.name, &after.name) {
            store::correct_name(tx, unit, after, "")?;
        } else if decision.is_empty() {
            return Ok(None);
        } else {
            store::rename_by(tx, after, decision)?;
        }
        return Ok(Some(true));
    }
    let differs = unit.short_name != after.short_name || unit.organ_id != after.organ_id;
    if differs {
        store::save_details(tx, unit, after)?;
    }
    let is_decided = !decision.is_empty() && store::save_founding_decision(tx, unit.id, decision)?;
    Ok(Some(differs || is_decided))
}

fn fault(line: &Line, column: &str, problem: &str, detail: String) -> Fault {
    let cell = match column {
        "ten" => &line.new.name,
        "ma_cap_tren" => &line.parent_code,
        _ => &line.new.code,
    };
    let (column, problem) = (column.to_owned(), problem.to_owned());
    Fault { line: line.number, kind: FaultKind::Error, column, cell: cell.clone(), problem, detail }
}

/// The words lists use for a kind of unit.
pub(crate) fn read_kind(text: &str) -> Option<UnitKind> {
    let folded = vietnamese::fold(text);
    let kind = match folded.as_str() {
        "trung uong" => UnitKind::Centre,
        "tinh uy" | "thanh uy" | "tinh uy thanh uy" | "dang bo tinh" => UnitKind::ProvinceCommittee,
        "co quan tham muu" | "co quan tham muu giup viec" | "ban dang" | "ban tham muu" => UnitKind::AdvisoryBody,
        "huyen uy" | "quan uy" | "huyen uy quan uy" | "huyen uy quan uy da ket thuc" => UnitKind::DistrictCommittee,
        "dang uy xa" | "dang uy phuong" | "dang uy dac khu" | "dang uy xa phuong dac khu" => UnitKind::CommuneCommittee,
        "dang uy truc thuoc" | "dang uy truc thuoc tinh uy" | "dang uy truc thuoc thanh uy" => {
            UnitKind::DirectCommittee
        }
        "co quan cua dang uy xa" | "co quan dang uy xa" => UnitKind::CommuneBody,
        "dang bo co so" => UnitKind::GrassrootsOrganisation,
        "chi bo co so" => UnitKind::GrassrootsCell,
        "dang bo bo phan" => UnitKind::PartOrganisation,
        "chi bo" | "chi bo truc thuoc" => UnitKind::Cell,
        "to dang" => UnitKind::PartyGroup,
        "mat tran" | "mat tran to quoc" | "mttq" => UnitKind::Front,
        "doan the" | "to chuc chinh tri xa hoi" => UnitKind::MassOrganisation,
        "khac" | "don vi khac" => UnitKind::Other,
        _ => return text.parse().ok(),
    };
    Some(kind)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_names_of_kinds_on_our_own_pages_are_understood() {
        let texts = include_str!("../locales/vi.ftl");
        for kind in UnitKind::ALL {
            let key = format!("unit-kind-{kind} = ");
            let name = texts.lines().find_map(|line| line.strip_prefix(&key)).unwrap();
            assert_eq!(read_kind(name), Some(*kind), "{name}");
            assert_eq!(read_kind(kind.code()), Some(*kind));
        }
        assert_eq!(read_kind("Đảng uỷ phường"), Some(UnitKind::CommuneCommittee));
        assert_eq!(read_kind("hợp tác xã"), None);
    }
}
