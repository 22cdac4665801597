//! Files that arrive in pieces, over a line that breaks: each under a key until it is whole. How much has arrived is the
//! length of what lies there, so that no row of a database can say otherwise. They are no kept files yet: a backup leaves
//! them out, and whoever sends one begins again where it was.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::sync::PoisonError;

use super::{FileError, Files, Place, path_of};

/// The folder of unfinished files, beside the shelves of kept ones.
const FOLDER: &str = "arriving";
/// Read at once while hashing.
const PIECE: usize = 256 * 1024;

/// An unfinished file, open for one writer.
pub struct Arriving {
    files: Files,
    key: String,
    length: u64,
    file: Option<File>,
}

impl Arriving {
    /// How many bytes are there.
    #[must_use]
    pub fn length(&self) -> u64 {
        self.length
    }

    /// Adds a piece at the end.
    ///
    /// # Errors
    /// [`FileError::Disk`].
    pub fn add(&mut self, piece: &[u8]) -> Result<(), FileError> {
        match (&mut self.file, &*self.files.0) {
            (Some(file), _) => file.write_all(piece)?,
            (None, Place::Memory(files)) => {
                let mut files = files.lock().unwrap_or_else(PoisonError::into_inner);
                files.entry(memory_name(&self.key)).or_default().extend_from_slice(piece);
            }
            (None, Place::Folder(_)) => return Err(FileError::Absent(self.key.clone())),
        }
        self.length += piece.len() as u64;
        Ok(())
    }

    /// Takes back what was added after this length: a piece whose checksum was wrong.
    ///
    /// # Errors
    /// [`FileError::Disk`].
    pub fn cut_to(&mut self, length: u64) -> Result<(), FileError> {
        match (&mut self.file, &*self.files.0) {
            (Some(file), _) => file.set_len(length)?,
            (None, Place::Memory(files)) => {
                let mut files = files.lock().unwrap_or_else(PoisonError::into_inner);
                let whole = files.entry(memory_name(&self.key)).or_default();
                whole.truncate(usize::try_from(length).unwrap_or(usize::MAX));
            }
            (None, Place::Folder(_)) => {}
        }
        self.length = length;
        Ok(())
    }

    /// Makes durable what was added.
    ///
    /// # Errors
    /// [`FileError::Disk`].
    pub fn settle(&self) -> Result<(), FileError> {
        Ok(self.file.as_ref().map_or(Ok(()), File::sync_all)?)
    }
}

impl Files {
    /// The unfinished file of this key, open for writing at its end; begun when it is not there.
    ///
    /// # Errors
    /// [`FileError::InUse`] while another writer has it, [`FileError::Absent`] when the key is no name, [`FileError::Disk`].
    pub fn arriving(&self, key: &str) -> Result<Arriving, FileError> {
        let file = match &*self.0 {
            Place::Memory(_) => None,
            Place::Folder(folder) => {
                let path = path_of_key(folder, key)?;
                std::fs::create_dir_all(path.parent().unwrap_or(folder))?;
                let file = OpenOptions::new().create(true).append(true).open(path)?;
                match file.try_lock() {
                    Err(TryLockError::WouldBlock) => return Err(FileError::InUse(key.to_owned())),
                    Err(TryLockError::Error(error)) => return Err(error.into()),
                    Ok(()) => Some(file),
                }
            }
        };
        Ok(Arriving { files: self.clone(), key: key.to_owned(), length: self.arrived(key)?, file })
    }

    /// How many bytes of this key have arrived; none is 0.
    ///
    /// # Errors
    /// [`FileError::Absent`] when the key is no name, [`FileError::Disk`].
    pub fn arrived(&self, key: &str) -> Result<u64, FileError> {
        match &*self.0 {
            Place::Memory(files) => {
                let files = files.lock().unwrap_or_else(PoisonError::into_inner);
                Ok(files.get(&memory_name(key)).map_or(0, |whole| whole.len() as u64))
            }
            Place::Folder(folder) => match path_of_key(folder, key)?.metadata() {
                Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(0),
                found => Ok(found?.len()),
            },
        }
    }

    /// What has arrived, at most so many bytes of it from its beginning.
    ///
    /// # Errors
    /// [`FileError::Absent`] when nothing has arrived, [`FileError::Disk`].
    pub fn peek(&self, key: &str, most: u64) -> Result<Vec<u8>, FileError> {
        match &*self.0 {
            Place::Memory(files) => {
                let files = files.lock().unwrap_or_else(PoisonError::into_inner);
                let whole = files.get(&memory_name(key)).ok_or_else(|| FileError::Absent(key.to_owned()))?;
                Ok(whole[..whole.len().min(usize::try_from(most).unwrap_or(usize::MAX))].to_vec())
            }
            Place::Folder(folder) => {
                let mut begin = Vec::new();
                File::open(path_of_key(folder, key)?)?.take(most).read_to_end(&mut begin)?;
                Ok(begin)
            }
        }
    }

    /// Keeps what has arrived as a file under the hash of its content, which is given.
    ///
    /// # Errors
    /// [`FileError::Absent`] when nothing has arrived, [`FileError::Disk`].
    pub fn keep_arrived(&self, key: &str) -> Result<String, FileError> {
        match &*self.0 {
            Place::Memory(files) => {
                let whole = files.lock().unwrap_or_else(PoisonError::into_inner).remove(&memory_name(key));
                self.keep(&whole.ok_or_else(|| FileError::Absent(key.to_owned()))?)
            }
            Place::Folder(folder) => {
                let from = path_of_key(folder, key)?;
                let name = hash_of(&from)?;
                let path = path_of(folder, &name)?;
                std::fs::create_dir_all(path.parent().unwrap_or(folder))?;
                std::fs::rename(from, path)?;
                Ok(name)
            }
        }
    }

    /// Throws away what has arrived under this key; nothing is well too.
    ///
    /// # Errors
    /// [`FileError::Disk`].
    pub fn give_up(&self, key: &str) -> Result<(), FileError> {
        match &*self.0 {
            Place::Memory(files) => {
                files.lock().unwrap_or_else(PoisonError::into_inner).remove(&memory_name(key));
                Ok(())
            }
            Place::Folder(folder) => match std::fs::remove_file(path_of_key(folder, key)?) {
                Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error.into()),
                _ => Ok(()),
            },
        }
    }
}

fn hash_of(path: &Path) -> Result<String, FileError> {
    let (mut file, mut hasher, mut piece) = (File::open(path)?, blake3::Hasher::new(), vec![0; PIECE]);
    loop {
        match file.read(&mut piece)? {
            0 => break,
            read => hasher.update(&piece[..read]),
        };
    }
    file.sync_all()?;
    Ok(hasher.finalize().to_hex().to_string())
}

fn memory_name(key: &str) -> String {
    format!("{FOLDER}/{key}")
}

/// The ending keeps it out of backups.
fn path_of_key(folder: &Path, key: &str) -> Result<PathBuf, FileError> {
    let is_plain = !key.is_empty() && key.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    if is_plain { Ok(folder.join(FOLDER).join(format!("{key}.part"))) } else { Err(FileError::Absent(key.to_owned())) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn a_file_arrives_in_pieces(files: &Files) {
        let mut arriving = files.arriving("one").unwrap();
        arriving.add("Nghị ".as_bytes()).unwrap();
        let was = arriving.length();
        arriving.add(b"spoilt").unwrap();
        arriving.cut_to(was).unwrap();
        arriving.settle().unwrap();
        drop(arriving);
        assert_eq!(files.arrived("one").unwrap(), was);
        assert_eq!(files.peek("one", 2).unwrap(), b"Ng");
        let mut again = files.arriving("one").unwrap();
        again.add("quyết".as_bytes()).unwrap();
        drop(again);
        let name = files.keep_arrived("one").unwrap();
        assert_eq!(files.read(&name).unwrap(), "Nghị quyết".as_bytes());
        assert_eq!(files.arrived("one").unwrap(), 0);
        let mut opened = files.open(&name).unwrap();
        let mut text = String::new();
        opened.content.read_to_string(&mut text).unwrap();
        assert_eq!((text.as_str(), opened.length), ("Nghị quyết", 14));
        files.give_up("one").unwrap();
        assert!(matches!(files.keep_arrived("two"), Err(FileError::Absent(_) | FileError::Disk(_))));
    }

    #[test]
    fn a_file_arrives_in_pieces_in_memory() {
        a_file_arrives_in_pieces(&Files::in_memory());
    }

    #[test]
    fn a_file_arrives_in_pieces_on_the_disk_with_one_writer_at_a_time() {
        let folder = std::env::temp_dir().join(format!("arriving-{}", std::process::id()));
        let files = Files::in_folder(&folder).unwrap();
        a_file_arrives_in_pieces(&files);
        let _first = files.arriving("both").unwrap();
        assert!(matches!(files.arriving("both"), Err(FileError::InUse(_))));
        assert!(matches!(files.arriving("../x"), Err(FileError::Absent(_))));
        std::fs::remove_dir_all(folder).unwrap();
    }
}
