//! Making a backup while the server runs: the database is copied in one consistent piece first, the kept files after
//! it; a file is never changed once it is kept, so that all the copy names are there.

use std::path::{Path, PathBuf};

use anyhow::Context;
use platform::db::Db;

use super::{archive, postgres};
use crate::config;
use crate::installation::{self, Place};

pub(super) fn run(place: &Place, target: &Path) -> anyhow::Result<()> {
    let app = installation::open_existing(place)?;
    let mut writer = archive::Writer::create(target)?;
    let made = fill(&mut writer, place, &app.db);
    let (number, hash) = match made {
        Ok(head) => head,
        Err(error) => {
            // half a backup is worse than none
            let _ = std::fs::remove_file(target);
            return Err(error);
        }
    };
    let manifest = writer.finish(number, hash, app.clock.now().shown())?;
    println!(
        "Đã sao lưu {} tệp vào {}; niêm phong nhật ký số {}, {}",
        manifest.entries.len(),
        target.display(),
        manifest.audit_number,
        manifest.audit_hash
    );
    println!("Kiểm tra lại bằng: thongsuot backup verify {}", target.display());
    Ok(())
}

/// Gives the head of the event log at the moment of the copy.
fn fill(writer: &mut archive::Writer, place: &Place, db: &Db) -> anyhow::Result<(i64, String)> {
    let unfinished = place.folder.join(format!("backup-{}.part", std::process::id()));
    let copied = copy(writer, place, db, &unfinished);
    let _ = std::fs::remove_file(&unfinished);
    let head = copied?;
    let configuration = place.folder.join(config::FILE);
    if configuration.exists() {
        writer.add(config::FILE, &configuration)?;
    }
    for (name, path) in kept_files(&place.files())? {
        writer.add(&name, &path)?;
    }
    Ok(head)
}

fn copy(writer: &mut archive::Writer, place: &Place, db: &Db, unfinished: &Path) -> anyhow::Result<(i64, String)> {
    if place.sqlite().is_none() {
        // the dump may hold later events than this head: a verified backup has at least these
        let report = db.verify_audit().context("nhật ký / event log")?;
        writer.schema = db.schema_name().context("lược đồ / schema")?;
        postgres::dump(&place.config.database.url, &writer.schema, unfinished)?;
        writer.add(archive::POSTGRES, unfinished)?;
        return Ok((report.head.number, report.head.hash));
    }
    db.copy_to(unfinished).context("sao chép cơ sở dữ liệu / copying the database")?;
    let head = super::verify::head_of_copy(unfinished)?;
    writer.add(archive::SQLITE, unfinished)?;
    Ok(head)
}

/// The kept files with their names in the archive, in order. Files that are still being written are left out.
fn kept_files(folder: &Path) -> anyhow::Result<Vec<(String, PathBuf)>> {
    let mut files = Vec::new();
    if !folder.exists() {
        return Ok(files);
    }
    for shelf in std::fs::read_dir(folder)? {
        let shelf = shelf?.path();
        if !shelf.is_dir() {
            continue;
        }
        for file in std::fs::read_dir(&shelf)? {
            let path = file?.path();
            let (Some(name), Some(parent)) = (path.file_name(), shelf.file_name()) else { continue };
            if path.extension().is_none() {
                files.push((format!("files/{}/{}", parent.to_string_lossy(), name.to_string_lossy()), path));
            }
        }
    }
    files.sort();
    Ok(files)
}
