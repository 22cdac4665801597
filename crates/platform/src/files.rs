//! Files kept beside the database, named by the blake3 hash of their content: the same content is kept once, and what
//! is read whole is proven to be what was written. Large files arrive in pieces (`files/arriving.rs`) and are read in
//! pieces ([`Files::open`]), never whole in memory.

mod arriving;

use std::collections::HashMap;
use std::io::{Cursor, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

pub use arriving::Arriving;

/// Where files are kept. Cheap to clone.
#[derive(Clone)]
pub struct Files(Arc<Place>);

enum Place {
    Folder(PathBuf),
    Memory(Mutex<HashMap<String, Vec<u8>>>),
}

/// A file could not be kept or read.
#[derive(Debug, thiserror::Error)]
pub enum FileError {
    /// The name is no hash, or nothing is kept under it.
    #[error("no such file: {0}")]
    Absent(String),
    /// The content is not what was written.
    #[error("damaged file: {0}")]
    Damaged(String),
    /// Somebody else is writing to it just now.
    #[error("in use: {0}")]
    InUse(String),
    /// The disk failed.
    #[error("disk: {0}")]
    Disk(#[from] std::io::Error),
}

/// What can be read from any place on.
pub trait Pieces: Read + Seek + Send {}
impl<T: Read + Seek + Send> Pieces for T {}

/// A kept file, open for reading in pieces.
pub struct Opened {
    /// Its length in bytes.
    pub length: u64,
    /// Its content.
    pub content: Box<dyn Pieces>,
}

impl Files {
    /// Kept in this folder, which is made when absent.
    ///
    /// # Errors
    /// When the folder cannot be made.
    pub fn in_folder(folder: &Path) -> Result<Self, FileError> {
        std::fs::create_dir_all(folder)?;
        Ok(Files(Arc::new(Place::Folder(folder.to_owned()))))
    }

    /// Kept in memory: for tests.
    #[must_use]
    pub fn in_memory() -> Self {
        Files(Arc::new(Place::Memory(Mutex::new(HashMap::new()))))
    }

    /// Keeps the content durably and gives its name (64 hexadecimal digits).
    ///
    /// # Errors
    /// [`FileError::Disk`].
    pub fn keep(&self, content: &[u8]) -> Result<String, FileError> {
        let name = blake3::hash(content).to_hex().to_string();
        match &*self.0 {
            Place::Memory(files) => {
                files.lock().unwrap_or_else(PoisonError::into_inner).insert(name.clone(), content.to_vec());
            }
            Place::Folder(folder) => {
                let path = path_of(folder, &name)?;
                if !path.exists() {
                    let parent = path.parent().unwrap_or(folder);
                    std::fs::create_dir_all(parent)?;
                    let unfinished = parent.join(format!("{name}.{}.part", std::process::id()));
                    let mut file = std::fs::File::create(&unfinished)?;
                    file.write_all(content)?;
                    file.sync_all()?;
                    std::fs::rename(&unfinished, &path)?;
                }
            }
        }
        Ok(name)
    }

    /// Reads the content kept under this name.
    ///
    /// # Errors
    /// [`FileError::Absent`], [`FileError::Damaged`] or [`FileError::Disk`].
    pub fn read(&self, name: &str) -> Result<Vec<u8>, FileError> {
        let content = match &*self.0 {
            Place::Memory(files) => {
                let files = files.lock().unwrap_or_else(PoisonError::into_inner);
                files.get(name).cloned().ok_or_else(|| FileError::Absent(name.to_owned()))?
            }
            Place::Folder(folder) => match std::fs::read(path_of(folder, name)?) {
                Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                    return Err(FileError::Absent(name.to_owned()));
                }
                read => read?,
            },
        };
        if blake3::hash(&content).to_hex().as_str() == name {
            Ok(content)
        } else {
            Err(FileError::Damaged(name.to_owned()))
        }
    }

    /// Opens what is kept under this name, to be read in pieces: what is too large to be held. Whether it is what was
    /// written is proven by [`Files::read`] and by the verification of a backup, not here.
    ///
    /// # Errors
    /// [`FileError::Absent`] or [`FileError::Disk`].
    pub fn open(&self, name: &str) -> Result<Opened, FileError> {
        let mut content: Box<dyn Pieces> = match &*self.0 {
            Place::Memory(files) => {
                let files = files.lock().unwrap_or_else(PoisonError::into_inner);
                Box::new(Cursor::new(files.get(name).cloned().ok_or_else(|| FileError::Absent(name.to_owned()))?))
            }
            Place::Folder(folder) => match std::fs::File::open(path_of(folder, name)?) {
                Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                    return Err(FileError::Absent(name.to_owned()));
                }
                opened => Box::new(opened?),
            },
        };
        let length = content.seek(SeekFrom::End(0))?;
        content.rewind()?;
        Ok(Opened { length, content })
    }

    /// Removes what is kept under this name; absent already is well too.
    ///
    /// # Errors
    /// [`FileError::Disk`].
    pub fn remove(&self, name: &str) -> Result<(), FileError> {
        match &*self.0 {
            Place::Memory(files) => {
                files.lock().unwrap_or_else(PoisonError::into_inner).remove(name);
                Ok(())
            }
            Place::Folder(folder) => match std::fs::remove_file(path_of(folder, name)?) {
                Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error.into()),
                _ => Ok(()),
            },
        }
    }
}

fn path_of(folder: &Path, name: &str) -> Result<PathBuf, FileError> {
    let is_hash = name.len() == 64 && name.bytes().all(|b| b.is_ascii_hexdigit());
    if is_hash { Ok(folder.join(&name[..2]).join(name)) } else { Err(FileError::Absent(name.to_owned())) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_is_read_back_and_a_path_is_no_name() {
        let files = Files::in_memory();
        let name = files.keep("Nghị quyết".as_bytes()).unwrap();
        assert_eq!(files.read(&name).unwrap(), "Nghị quyết".as_bytes());
        assert!(matches!(files.read("../../etc/passwd"), Err(FileError::Absent(_))));
        files.remove(&name).unwrap();
        assert!(matches!(files.read(&name), Err(FileError::Absent(_))));
    }

    #[test]
    fn a_damaged_file_is_told() {
        let folder = std::env::temp_dir().join(format!("files-{}", std::process::id()));
        let files = Files::in_folder(&folder).unwrap();
        let name = files.keep(b"one").unwrap();
        std::fs::write(folder.join(&name[..2]).join(&name), b"two").unwrap();
        assert!(matches!(files.read(&name), Err(FileError::Damaged(_))));
        std::fs::remove_dir_all(folder).unwrap();
    }
}
