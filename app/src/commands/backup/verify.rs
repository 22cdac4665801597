//! Verifying a backup: every entry against the manifest, then the copy is opened and its event log proven up to the head
//! that the manifest names.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context, bail};
use platform::app::migrations;
use platform::db::{AuditReport, Db, Hooks};

use super::archive::{self, Manifest};
use crate::clock::SystemClock;
use crate::features::features;

/// A folder that goes when it is dropped.
struct Scratch(PathBuf);

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

pub(super) fn run(file: &Path) -> anyhow::Result<()> {
    // beside the backup, where there is room for its content
    let beside = file.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let scratch = Scratch(beside.join(format!(".verify-{}", std::process::id())));
    std::fs::create_dir_all(&scratch.0)?;
    let manifest = archive::unpack(file, &scratch.0)?;
    println!("{} tệp đúng với manifest, sao lưu lúc {}", manifest.entries.len(), manifest.made_at);
    let copy = scratch.0.join(archive::SQLITE);
    if copy.exists() {
        let report = open_copy(&copy)?.verify_audit().context("nhật ký / event log")?;
        check_log(&manifest, &report)?;
        println!("Nhật ký nguyên vẹn: {} sự kiện, niêm phong số {}", report.events, report.head.number);
    } else {
        super::postgres::list(&scratch.0.join(archive::POSTGRES))?;
        println!("Bản kết xuất PostgreSQL đọc được; nhật ký được kiểm tra khi khôi phục");
    }
    println!("Bản sao lưu dùng được / The backup is good");
    Ok(())
}

/// The log must be whole and reach the seal the manifest names.
pub(super) fn check_log(manifest: &Manifest, report: &AuditReport) -> anyhow::Result<()> {
    if let Some(first) = report.breaks.first() {
        bail!("nhật ký trong bản sao bị đứt: {first} / the log is broken");
    }
    let is_same =
        (report.head.number, report.head.hash.as_str()) == (manifest.audit_number, manifest.audit_hash.as_str());
    if report.head.number < manifest.audit_number || (report.head.number == manifest.audit_number && !is_same) {
        bail!("nhật ký trong bản sao không khớp với manifest / the log differs from the manifest");
    }
    Ok(())
}

fn open_copy(path: &Path) -> anyhow::Result<Db> {
    Db::open_sqlite(path, &migrations(&features()), Hooks::default(), Arc::new(SystemClock))
        .context("không mở được bản sao / cannot open the copy")
}

/// The newest seal of a copy just made.
pub(super) fn head_of_copy(path: &Path) -> anyhow::Result<(i64, String)> {
    let db = open_copy(path)?;
    let report = db.verify_audit().context("nhật ký / event log")?;
    drop(db);
    if let Some(first) = report.breaks.first() {
        bail!("nhật ký bị đứt: {first}. Bản sao lưu không được tạo / the log is broken, no backup was made");
    }
    // opening left the write-ahead log beside it
    for ending in ["-wal", "-shm"] {
        let _ = std::fs::remove_file(format!("{}{ending}", path.display()));
    }
    Ok((report.head.number, report.head.hash))
}
