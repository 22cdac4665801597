//! Restoring a backup into an empty folder (and, with `--database`, an empty PostgreSQL database). What is there already
//! is never written over.

use std::path::Path;
use std::sync::Arc;

use anyhow::{Context, bail};
use platform::db::Db;

use super::{archive, postgres, verify};
use crate::clock::SystemClock;
use crate::installation::{self, Place};

pub(super) fn run(file: &Path, place: &Place) -> anyhow::Result<()> {
    let folder = &place.folder;
    if folder.exists() && std::fs::read_dir(folder).with_context(|| folder.display().to_string())?.next().is_some() {
        bail!("thư mục {} không trống; chọn thư mục trống / the folder is not empty", folder.display());
    }
    std::fs::create_dir_all(folder)?;
    let restored = into_folder(file, place);
    if restored.is_err() {
        // it was empty before: nothing of another is lost
        let _ = std::fs::remove_dir_all(folder);
    }
    restored
}

fn into_folder(file: &Path, place: &Place) -> anyhow::Result<()> {
    let manifest = archive::unpack(file, &place.folder)?;
    let dump = place.folder.join(archive::POSTGRES);
    // the restored configuration may name the database; the command line goes before it
    let named = Some(place.config.database.url.as_str()).filter(|url| !url.is_empty());
    let place = Place::at(&place.folder, named, None)?;
    match (dump.exists(), place.sqlite().is_some()) {
        (true, true) => bail!("bản sao lưu của PostgreSQL: ghi thêm --database URL / needs --database URL"),
        (false, false) => bail!("bản sao lưu của SQLite: không ghi --database / holds a SQLite database"),
        (true, false) => {
            let url = &place.config.database.url;
            let there = Db::reach_postgres(url, Arc::new(SystemClock)).and_then(|db| db.schema_name());
            let there = there.context("không kết nối được cơ sở dữ liệu / cannot reach the database")?;
            if !manifest.schema.is_empty() && manifest.schema != there {
                bail!(
                    "bản sao lưu của lược đồ {}, đích là lược đồ «{there}»: tạo và chọn lược đồ cùng tên / \
                     the backup holds another schema than the address names",
                    manifest.schema
                );
            }
            postgres::restore(url, &manifest.schema, &dump)?;
            std::fs::remove_file(&dump)?;
        }
        (false, true) => {}
    }
    let app = installation::open(&place)?;
    let report = app.db.verify_audit().context("nhật ký / event log")?;
    verify::check_log(&manifest, &report)?;
    println!(
        "Đã khôi phục {} tệp vào {}; nhật ký nguyên vẹn đến niêm phong số {}",
        manifest.entries.len(),
        place.folder.display(),
        report.head.number
    );
    Ok(())
}
