//! The form of a backup: a tar packed with zstd. `manifest.json` comes last, since the hashes are known only when the
//! entries have been written; it names every other entry with its length and blake3 hash.

use std::fs::File;
use std::io::{self, BufReader, BufWriter, Read, Write};
use std::path::Path;

use anyhow::{Context, bail};
use serde::{Deserialize, Serialize};

/// The name of the manifest in the archive.
pub(super) const MANIFEST: &str = "manifest.json";
/// The SQLite database in the archive.
pub(super) const SQLITE: &str = "thongsuot.db";
/// The dump of a PostgreSQL database in the archive, in `pg_restore`'s custom form.
pub(super) const POSTGRES: &str = "postgres.dump";
/// The form written and read by this version.
const FORM: u32 = 1;
const LEVEL: i32 = 3;

/// What a backup says of itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Manifest {
    /// See [`FORM`].
    pub form: u32,
    /// The version of the program that wrote it.
    pub version: String,
    /// When, as people write it.
    pub made_at: String,
    /// Number of the newest seal of the event log.
    pub audit_number: i64,
    /// Its hash.
    pub audit_hash: String,
    /// The schema of the PostgreSQL database that was dumped; empty for SQLite and in backups that knew none.
    #[serde(default)]
    pub schema: String,
    /// Every other entry.
    pub entries: Vec<Entry>,
}

/// An entry of the archive.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Entry {
    /// Its path, with `/`.
    pub path: String,
    /// Its length in bytes.
    pub length: u64,
    /// Its blake3 hash in hexadecimal.
    pub blake3: String,
}

/// An archive while it is written.
pub(super) struct Writer {
    tar: tar::Builder<zstd::Encoder<'static, BufWriter<File>>>,
    entries: Vec<Entry>,
    /// See [`Manifest::schema`].
    pub schema: String,
}

impl Writer {
    pub fn create(path: &Path) -> anyhow::Result<Self> {
        let file = File::create_new(path)
            .with_context(|| format!("không tạo được tệp / cannot make the file {}", path.display()))?;
        let mut encoder = zstd::Encoder::new(BufWriter::new(file), LEVEL).context("zstd")?;
        encoder.include_checksum(true).context("zstd")?;
        Ok(Writer { tar: tar::Builder::new(encoder), entries: Vec::new(), schema: String::new() })
    }

    /// Adds a file under this path.
    pub fn add(&mut self, path: &str, from: &Path) -> anyhow::Result<()> {
        let mut file = File::open(from).with_context(|| from.display().to_string())?;
        let length = file.metadata().with_context(|| from.display().to_string())?.len();
        let mut header = header(length);
        let mut hashed = Hashed { from: (&mut file).take(length), hasher: blake3::Hasher::new(), length: 0 };
        self.tar.append_data(&mut header, path, &mut hashed).with_context(|| path.to_owned())?;
        if hashed.length != length {
            bail!("{} thay đổi trong lúc sao lưu / changed while it was copied", from.display());
        }
        let blake3 = hashed.hasher.finalize().to_hex().to_string();
        self.entries.push(Entry { path: path.to_owned(), length, blake3 });
        Ok(())
    }

    /// Writes the manifest and makes the archive durable.
    pub fn finish(self, audit_number: i64, audit_hash: String, made_at: String) -> anyhow::Result<Manifest> {
        let version = env!("CARGO_PKG_VERSION").to_owned();
        let Writer { mut tar, entries, schema } = self;
        let manifest = Manifest { form: FORM, version, made_at, audit_number, audit_hash, schema, entries };
        let text = serde_json::to_vec_pretty(&manifest)?;
        let mut header = header(u64::try_from(text.len())?);
        tar.append_data(&mut header, MANIFEST, text.as_slice()).context(MANIFEST)?;
        let mut buffer = tar.into_inner()?.finish()?;
        buffer.flush()?;
        buffer.get_ref().sync_all()?;
        Ok(manifest)
    }
}

fn header(length: u64) -> tar::Header {
    let mut header = tar::Header::new_gnu();
    header.set_size(length);
    header.set_mode(0o600);
    header.set_cksum();
    header
}

struct Hashed<R> {
    from: R,
    hasher: blake3::Hasher,
    length: u64,
}

impl<R: Read> Read for Hashed<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n = self.from.read(buffer)?;
        self.hasher.update(&buffer[..n]);
        self.length += n as u64;
        Ok(n)
    }
}

/// Unpacks an archive into an empty folder and proves every entry against the manifest.
///
/// # Errors
/// When the archive is damaged, holds an entry that the manifest does not name or another content, or lacks one.
pub(super) fn unpack(path: &Path, into: &Path) -> anyhow::Result<Manifest> {
    let file = File::open(path).with_context(|| format!("không mở được {} / cannot open", path.display()))?;
    let decoder = zstd::Decoder::new(BufReader::new(file)).context("không phải tệp sao lưu / no backup")?;
    let mut found: Vec<Entry> = Vec::new();
    let mut manifest: Option<Manifest> = None;
    for entry in tar::Archive::new(decoder).entries().context("không phải tệp sao lưu / no backup")? {
        let mut entry = entry.context("tệp sao lưu hỏng / damaged")?;
        let name = entry.path().context("path")?.to_string_lossy().into_owned();
        if !is_ours(&name) || !entry.header().entry_type().is_file() {
            bail!("tệp lạ trong bản sao lưu: {name} / unexpected entry");
        }
        if name == MANIFEST {
            let mut text = String::new();
            entry.read_to_string(&mut text).context(MANIFEST)?;
            manifest = Some(serde_json::from_str(&text).context(MANIFEST)?);
            continue;
        }
        let target = into.join(&name);
        std::fs::create_dir_all(target.parent().unwrap_or(into))?;
        let mut out = BufWriter::new(File::create_new(&target).with_context(|| name.clone())?);
        let mut hashed = Hashed { from: &mut entry, hasher: blake3::Hasher::new(), length: 0 };
        io::copy(&mut hashed, &mut out).with_context(|| format!("tệp sao lưu hỏng ở {name} / damaged"))?;
        out.into_inner().map_err(io::IntoInnerError::into_error)?.sync_all()?;
        found.push(Entry { path: name, length: hashed.length, blake3: hashed.hasher.finalize().to_hex().to_string() });
    }
    let manifest = manifest.context("bản sao lưu dở dang: thiếu manifest.json / incomplete")?;
    compare(&manifest, &found)?;
    Ok(manifest)
}

/// Only names that this program writes, so that nothing is put elsewhere.
fn is_ours(name: &str) -> bool {
    let plain = |part: &str| !part.is_empty() && !part.starts_with('.') && !part.contains(['\\', ':']);
    name.split('/').all(plain)
        && (matches!(name, MANIFEST | SQLITE | POSTGRES | crate::config::FILE)
            || name
                .strip_prefix("files/")
                .is_some_and(|rest| rest.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'/')))
}

fn compare(manifest: &Manifest, found: &[Entry]) -> anyhow::Result<()> {
    if manifest.form != FORM {
        bail!("bản sao lưu theo mẫu {} mới hơn chương trình này / made by a newer version", manifest.form);
    }
    for entry in &manifest.entries {
        match found.iter().find(|other| other.path == entry.path) {
            None => bail!("thiếu {} / missing", entry.path),
            Some(other) if other != entry => {
                bail!("{} không đúng với manifest / differs from the manifest", entry.path)
            }
            Some(_) => {}
        }
    }
    if found.len() != manifest.entries.len() {
        bail!("bản sao lưu có tệp ngoài manifest / entries beside the manifest");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_entry_leads_out_of_the_folder() {
        for name in ["../x", "files/../../x", "/etc/passwd", "files/a b", "other", "files//x", "C:/x"] {
            assert!(!is_ours(name), "{name}");
        }
        assert!(is_ours("thongsuot.db") && is_ours("files/ab/abcd") && is_ours("manifest.json"));
    }
}
