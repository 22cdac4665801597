//! `thongsuot backup`: one `.tar.zst` with the database, the kept files, the configuration, and a manifest that proves
//! each of them. The archive's form stands in `archive`, PostgreSQL's own tools in `postgres`.

mod archive;
mod create;
mod postgres;
mod restore;
mod verify;

use crate::cli::Backup;

pub(super) fn run(backup: &Backup) -> anyhow::Result<()> {
    match backup {
        Backup::Create { place, file } => create::run(&super::place_of(place)?, file),
        Backup::Verify { file } => verify::run(file),
        Backup::Restore { file, place } => restore::run(file, &super::place_of(place)?),
    }
}
