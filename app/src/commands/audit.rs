//! `thongsuot audit verify`: proves that no event of the log was changed, removed or added.

use anyhow::{Context, bail};

use crate::cli::Where;
use crate::installation;

pub(super) fn verify(place: &Where) -> anyhow::Result<()> {
    let app = installation::open_existing(&super::place_of(place)?)?;
    let report = app.db.verify_audit().context("nhật ký / event log")?;
    for line in &report.breaks {
        eprintln!("{line}");
    }
    println!("{} sự kiện, niêm phong số {}, {}", report.events, report.head.number, report.head.hash);
    if !report.breaks.is_empty() {
        bail!("nhật ký có {} chỗ bị đứt / the log is broken there", report.breaks.len());
    }
    println!("Nhật ký nguyên vẹn / The log is whole");
    Ok(())
}
