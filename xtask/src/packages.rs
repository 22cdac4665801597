//! The Debian packages the commands need: installed where that is allowed, else named in one line to run.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

use anyhow::{Result, bail};

use crate::run;

/// A program and the package it comes in.
#[derive(Debug, Clone, Copy)]
pub struct Need {
    program: &'static str,
    package: &'static str,
}

const fn need(program: &'static str, package: &'static str) -> Need {
    Need { program, package }
}

/// Bundling the front end.
pub const FRONT_END: &[Need] = &[need("node", "nodejs"), need("npm", "npm")];
/// The second database.
pub const POSTGRES: &[Need] = &[need("initdb", "postgresql")];
/// Several servers on one database.
pub const BALANCER: &[Need] = &[need("/usr/sbin/haproxy", "haproxy")];
/// The browser tests.
pub const BROWSER: &[Need] = &[need("chromium", "chromium"), need("chromedriver", "chromium-driver")];
/// Looking at documents as readers see them, scoring the parser, reading scans.
pub const PAPER: &[Need] = &[
    need("soffice", "libreoffice-writer"),
    // as wide as the letters that .docx files name
    need("/usr/share/fonts/truetype/liberation/LiberationSerif-Regular.ttf", "fonts-liberation"),
    need("pdftotext", "poppler-utils"),
    need("tesseract", "tesseract-ocr"),
    need("/usr/share/tesseract-ocr/5/tessdata/vie.traineddata", "tesseract-ocr-vie"),
    need("python3", "python3"),
    need("git", "git"),
];

/// Installs what is missing. What is still missing afterwards comes back as the line to run.
///
/// # Errors
/// When apt itself fails.
pub fn install(needs: &[&[Need]]) -> Result<Option<String>> {
    let missing = packages_missing(needs);
    if missing.is_empty() {
        return Ok(None);
    }
    if !is_root() || find("apt-get").is_none() {
        return Ok(Some(format!("sudo apt-get install -y {}", missing.join(" "))));
    }
    run::succeed(Command::new("apt-get").args(["update", "-qq"]))?;
    run::succeed(
        Command::new("apt-get")
            .args(["install", "-y", "-qq", "--no-install-recommends"])
            .args(&missing)
            .env("DEBIAN_FRONTEND", "noninteractive"),
    )?;
    let still = packages_missing(needs);
    if !still.is_empty() {
        bail!("apt installed {} but their programs are not to be found", still.join(" "));
    }
    Ok(None)
}

/// Installs what is missing, or says what to run.
///
/// # Errors
/// With the line to run.
pub fn require(needs: &[Need], purpose: &str) -> Result<()> {
    match install(&[needs])? {
        None => Ok(()),
        Some(line) => bail!("{purpose} needs packages that are not installed. Run: {line}"),
    }
}

/// True when every program is there.
pub fn all_there(needs: &[Need]) -> bool {
    needs.iter().all(|need| find(need.program).is_some())
}

/// Where a program is, or a file by its whole path. PostgreSQL's server programs are not on Debian's PATH.
pub fn find(program: &str) -> Option<PathBuf> {
    let path = env::var_os("PATH").unwrap_or_default();
    env::split_paths(&path).chain(postgres_folders()).map(|folder| folder.join(program)).find(|file| file.is_file())
}

/// True when files of the system may be changed.
pub fn is_root() -> bool {
    run::output(Command::new("id").arg("-u")).as_deref() == Some("0")
}

fn postgres_folders() -> Vec<PathBuf> {
    let versions = fs::read_dir(Path::new("/usr/lib/postgresql")).into_iter().flatten().flatten();
    let mut folders: Vec<PathBuf> = versions.map(|version| version.path().join("bin")).collect();
    folders.sort();
    folders.reverse();
    folders
}

fn packages_missing(needs: &[&[Need]]) -> Vec<&'static str> {
    needs.iter().copied().flatten().filter(|need| find(need.program).is_none()).map(|need| need.package).collect()
}
