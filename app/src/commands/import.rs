//! `thongsuot import`: lists of units and people, and documents, from files. What a line means stands in the feature;
//! here are the bar of progress, the report of lines that were refused and the exit code.

use std::path::Path;

use anyhow::{Context, bail};
use indicatif::{ProgressBar, ProgressStyle};
use kernel::{Argument, UnitId};
use platform::App;
use platform::db::Db;
use platform::imports::{self, FaultKind, Import as Run, ImportError};
use platform::texts::Language;

use crate::cli::{Import, Kind};
use crate::installation;

/// Faults printed of one file; further ones are counted.
const FAULTS_PRINTED: i64 = 1_000;

pub(super) fn run(import: &Import) -> anyhow::Result<()> {
    let app = installation::open(&super::place_of(&import.place)?)?;
    let failed = match import.kind {
        Kind::Units => lists(&app, import, units::import::run, units::import::COLUMNS)?,
        Kind::People => lists(&app, import, people::import::run, people::import::COLUMNS)?,
        Kind::Documents => documents(&app, import)?,
    };
    figures::jobs::drain_all(&app.db)?;
    if failed > 0 {
        bail!("{failed} dòng hoặc tệp chưa nhập được; sửa rồi chạy lại lệnh này / lines or files were refused");
    }
    Ok(())
}

type Importer = fn(&Db, &Path, &mut dyn FnMut(&Run) -> bool) -> Result<Run, ImportError>;

/// Takes in the files one after the other; gives how many lines were refused and files not read.
fn lists(app: &App, import: &Import, importer: Importer, columns: &[sheets::Column]) -> anyhow::Result<i64> {
    let mut failed = 0;
    for path in &import.files {
        let bar = bar_of(path);
        let mut progress = |run: &Run| {
            bar.set_position(u64::try_from(run.read).unwrap_or(0));
            true
        };
        let result = importer(&app.db, path, &mut progress);
        bar.finish_and_clear();
        match result {
            Ok(run) => {
                print_faults(app, path, &run, columns)?;
                print_summary(path, &run);
                failed += run.refused;
            }
            Err(ImportError::File(why)) => {
                eprintln!("{}: {}", path.display(), why.vi());
                failed += 1;
            }
            Err(other) => return Err(other).with_context(|| path.display().to_string()),
        }
    }
    Ok(failed)
}

fn bar_of(path: &Path) -> ProgressBar {
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let style = ProgressStyle::with_template("{msg}  {human_pos} dòng  {per_sec}  {elapsed}");
    let bar = ProgressBar::new_spinner().with_message(name);
    match style {
        Ok(style) => bar.with_style(style),
        Err(_) => bar,
    }
}

fn print_faults(app: &App, path: &Path, run: &Run, columns: &[sheets::Column]) -> anyhow::Result<()> {
    let id = run.id;
    let faults = app.db.read_now(|tx| imports::list_faults(tx, id, FAULTS_PRINTED)).context("faults")?;
    for fault in &faults {
        let detail: Argument = fault.detail.as_str().into();
        let arguments = [("cell", fault.cell.as_str().into()), ("detail", detail.clone()), ("name", detail)];
        let problem = app.texts.say(Language::Vietnamese, &fault.problem, &arguments);
        let kind = if fault.kind == FaultKind::Error { "lỗi" } else { "xem lại" };
        let column = columns.iter().find(|column| column.key == fault.column).map_or("cả dòng", |column| column.vi);
        eprintln!("{}: dòng {}: {kind}: {column} «{}»: {problem}", path.display(), fault.line, fault.cell);
    }
    let all = run.refused + run.doubtful;
    if all > FAULTS_PRINTED {
        eprintln!("{}: … còn {} dòng nữa", path.display(), all - FAULTS_PRINTED);
    }
    Ok(())
}

fn print_summary(path: &Path, run: &Run) {
    println!(
        "{}: đọc {} dòng: {} mới, {} cập nhật, {} không đổi, {} lỗi, {} cần xem lại",
        path.display(),
        run.read,
        run.inserted,
        run.updated,
        run.unchanged,
        run.refused,
        run.doubtful
    );
}

/// Takes documents into the register of a unit, where they wait for their check; gives how many were refused.
fn documents(app: &App, import: &Import) -> anyhow::Result<i64> {
    let unit = register_of(app, import.unit.clone())?;
    let mut failed = 0;
    for path in &import.files {
        match document(app, unit, path) {
            Ok(said) => println!("{}: {said}", path.display()),
            Err(error) => {
                eprintln!("{}: {error:#}", path.display());
                failed += 1;
            }
        }
    }
    println!("{} tệp, {failed} chưa nhập được", import.files.len());
    Ok(failed)
}

fn register_of(app: &App, code: Option<String>) -> anyhow::Result<UnitId> {
    let (roots, named) = app.db.read_now(|tx| {
        let named = code.as_deref().map(|code| units::store::lookup_by_code(tx, code)).transpose()?;
        Ok::<_, platform::db::StoreError>((units::store::list_roots(tx)?, named))
    })?;
    match (named, roots.first()) {
        (Some(Some(unit)), _) => Ok(unit.id),
        (Some(None), _) => bail!("không có đơn vị mã {} / no such unit", code.unwrap_or_default()),
        (None, Some(root)) => Ok(root.id),
        (None, None) => bail!("chưa có đơn vị nào: nhập đơn vị trước / there are no units yet"),
    }
}

fn document(app: &App, unit: UnitId, path: &Path) -> anyhow::Result<String> {
    use documents::import::CannotTakeIn;
    let content = std::fs::read(path).context("không mở được tệp / cannot open the file")?;
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    match documents::import::file(app, unit, &name, &content) {
        Ok(id) => Ok(format!("đã đọc, chờ kiểm tra: {}/documents/{id}/check", app.public_address)),
        Err(CannotTakeIn::AlreadyThere(id, _)) => Ok(format!("đã có: {}/documents/{id}", app.public_address)),
        Err(CannotTakeIn::Refused(refused)) => Err(super::in_words(app, &refused)),
        Err(CannotTakeIn::Broken(cause)) => bail!("{cause}"),
    }
}
