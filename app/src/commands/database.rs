//! `thongsuot database move`: everything into an empty database of the other engine, proven table by table. How rows
//! travel stands in `platform::db`; here stands what must hold before, and what is said after.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context, bail};
use indicatif::{ProgressBar, ProgressStyle};
use platform::App;
use platform::app::{hooks, migrations};
use platform::db::{Db, Transfer};

use crate::cli::Where;
use crate::features::features;
use crate::installation::{self, DATABASE, Place};

const SQLITE: &str = "sqlite";

pub(super) fn move_to(place: &Where, to: &str) -> anyhow::Result<()> {
    let place = super::place_of(place)?;
    match (place.sqlite(), to) {
        (Some(file), url) if is_postgres(url) => to_postgres(&place, &file, url),
        (None, SQLITE) => to_sqlite(&place),
        (Some(_), SQLITE) => bail!("dữ liệu đang ở SQLite rồi / it is on SQLite already"),
        (None, url) if is_postgres(url) => bail!(
            "dữ liệu đang ở PostgreSQL; giữa hai máy chủ PostgreSQL dùng backup create và backup restore / \
             it is on PostgreSQL already: use backup create and restore"
        ),
        _ => bail!("--to: ghi postgres://user@host/name hoặc sqlite / say postgres://… or sqlite, not «{to}»"),
    }
}

fn is_postgres(url: &str) -> bool {
    url.starts_with("postgres://") || url.starts_with("postgresql://")
}

fn to_postgres(place: &Place, file: &Path, url: &str) -> anyhow::Result<()> {
    if file.exists() && Db::is_in_use(file).context("không mở được cơ sở dữ liệu / cannot open the database")?
    {
        bail!("máy chủ còn chạy: dừng rồi chuyển lại / the server still runs: stop it first");
    }
    let app = installation::open_existing(place)?;
    let target = Db::reach_postgres(url, Arc::clone(&app.clock))
        .context("không kết nối được nơi đến / cannot reach the target")?;
    if !target.is_empty().context("nơi đến / target")? {
        bail!("cơ sở dữ liệu nơi đến không trống: tạo cơ sở dữ liệu mới / the target is not empty: make a new one");
    }
    if !target.neighbours().context("nơi đến / target")?.sorts_bytes {
        bail!(
            "cơ sở dữ liệu nơi đến phải tạo với --locale=C: createdb --encoding=UTF8 --locale=C --template=template0 / \
             the target must have the C collation"
        );
    }
    fill(&app, &target)?;
    println!("Ghi vào {} rồi mở lại máy chủ:", place.folder.join(crate::config::FILE).display());
    println!("  [database]");
    println!("  url = \"{}\"", without_password(url));
    println!("Giữ {} cho đến khi yên tâm / keep the old file until all is well", file.display());
    Ok(())
}

fn to_sqlite(place: &Place) -> anyhow::Result<()> {
    let file = place.folder.join(DATABASE);
    if file.exists() {
        bail!("{} đã có: cất đi rồi chuyển lại / is there already: put it away first", file.display());
    }
    let app = installation::open_existing(place)?;
    if app.db.neighbours().context("cơ sở dữ liệu / database")?.others > 0 {
        bail!("còn máy chủ hoặc người khác đang kết nối: dừng rồi chuyển lại / others are connected: stop them first");
    }
    let unfinished = Unfinished(place.folder.join(format!("{DATABASE}.{}.part", std::process::id())));
    let (all, clock) = (features(), Arc::clone(&app.clock));
    let target = Db::open_sqlite(&unfinished.0, &migrations(&all), hooks(&all, None), clock)
        .context("không tạo được tệp / cannot make the file")?;
    fill(&app, &target)?;
    // closing carries the write-ahead log into the file
    drop(target);
    std::fs::rename(&unfinished.0, &file).with_context(|| file.display().to_string())?;
    println!("Bỏ dòng url trong mục [database] của {} rồi mở lại máy chủ", crate::config::FILE);
    Ok(())
}

/// A file that goes unless it was given its name.
struct Unfinished(PathBuf);

impl Drop for Unfinished {
    fn drop(&mut self) {
        for ending in ["", "-wal", "-shm"] {
            let _ = std::fs::remove_file(format!("{}{ending}", self.0.display()));
        }
    }
}

fn fill(app: &App, target: &Db) -> anyhow::Result<()> {
    let report = app.db.verify_audit().context("nhật ký / event log")?;
    if let Some(first) = report.breaks.first() {
        bail!("nhật ký bị đứt: {first}. Không chuyển gì / the log is broken, nothing was moved");
    }
    let bar = bar();
    let its_bar = bar.clone();
    let told = Box::new(move |done: i64, all: i64| {
        its_bar.set_length(u64::try_from(all).unwrap_or(0));
        its_bar.set_position(u64::try_from(done).unwrap_or(0));
    });
    let moved = target.fill_from(&app.db, &migrations(&app.features), told);
    bar.finish_and_clear();
    let transfer = moved.context("không chuyển được, nơi đến vẫn trống / not moved, the target is still empty")?;
    print(&transfer);
    if !transfer.is_kept {
        let differing = transfer.tables.iter().filter(|table| !table.is_same()).count();
        bail!(
            "{differing} bảng khác nhau, nhật ký có {} chỗ đứt: không giữ gì, nơi đến vẫn trống / tables differ, \
             nothing was kept",
            transfer.breaks.len()
        );
    }
    println!("Nhật ký nguyên vẹn đến niêm phong số {} / the log is whole", transfer.head.number);
    println!("Đã chuyển, không thiếu dòng nào / Moved, nothing was lost");
    Ok(())
}

fn bar() -> ProgressBar {
    let bar = ProgressBar::new(0);
    match ProgressStyle::with_template("{bar:30} {percent:>3}%  {human_pos}/{human_len} dòng  {elapsed}") {
        Ok(style) => bar.with_style(style),
        Err(_) => bar,
    }
}

fn print(transfer: &Transfer) {
    let rows: i64 = transfer.tables.iter().map(|table| table.there.rows).sum();
    println!("{:<30} {:>12}  blake3", "Bảng", "Số dòng");
    for table in &transfer.tables {
        println!("{:<30} {:>12}  {}", table.table, table.there.rows, table.there.hash);
        if !table.is_same() {
            println!("{:<30} {:>12}  {}  KHÁC / DIFFERS", "  nơi đi / source", table.here.rows, table.here.hash);
        }
    }
    println!("{:<30} {rows:>12}", format!("{} bảng", transfer.tables.len()));
    for line in &transfer.breaks {
        println!("{line}");
    }
}

/// What is shown on a screen holds no password.
fn without_password(url: &str) -> String {
    let Some((scheme, rest)) = url.split_once("://") else { return url.to_owned() };
    match rest.split_once('@') {
        Some((who, place)) => match who.split_once(':') {
            Some((user, _)) => format!("{scheme}://{user}:…@{place}"),
            None => url.to_owned(),
        },
        None => url.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_not_shown() {
        assert_eq!(without_password("postgres://a:b@h/n"), "postgres://a:…@h/n");
        assert_eq!(without_password("postgres://a@h/n"), "postgres://a@h/n");
    }
}
