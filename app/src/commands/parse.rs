//! `thongsuot parse`: official documents as data, one JSON object a line. A file that cannot be read is told on the
//! standard error, and the others are printed all the same.

use std::io::Write;
use std::path::Path;

use anyhow::{Context, bail};
use official_text::read::{CannotRead, Recognition, Text, text_of};

use crate::cli::Parse;

pub(super) fn run(parse: &Parse) -> anyhow::Result<()> {
    let mut failed = 0_usize;
    let mut out = std::io::stdout().lock();
    for file in &parse.files {
        match parsed(file) {
            Ok(line) => writeln!(out, "{line}").context("standard output")?,
            Err(error) => {
                failed += 1;
                eprintln!("{}: {error:#}", file.display());
            }
        }
    }
    if failed > 0 {
        bail!("{failed} tệp không đọc được / {failed} files could not be read");
    }
    Ok(())
}

fn parsed(path: &Path) -> anyhow::Result<serde_json::Value> {
    let id = path.file_stem().unwrap_or_default().to_string_lossy();
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let content = std::fs::read(path).context("không mở được tệp / cannot open the file")?;
    let text = read(&name, &content)?;
    Ok(official_text::to_score_json(&id, &official_text::parse(&text.body)))
}

/// The text of a file; a scan is recognised where tesseract is installed.
pub(super) fn read(name: &str, content: &[u8]) -> Result<Text, CannotRead> {
    match text_of(name, content) {
        Err(CannotRead::NoTextLayer) => {
            let recognition = Recognition::installed().ok_or(CannotRead::NoTextLayer)?;
            recognition.text_of(content)
        }
        other => other,
    }
}
