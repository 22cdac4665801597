//! The index as it lies on the disk of a node: folders numbered in the order they were begun, each with a note that says
//! how far it is. The newest complete one is asked; an incomplete one is gone on with; all others are thrown away.

use std::fs::{File, TryLockError};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use platform::db::SealedHead;
use serde::{Deserialize, Serialize};
use text_index::{FORMAT, Index, IndexError};

/// Changes when what features give to the search changes, so that every node builds its index anew.
const SHAPE: u32 = 1;

/// How far the rows were read while building.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub(crate) struct Built {
    /// The kind being read; empty: none yet.
    pub kind: String,
    /// The last of its ids that was read.
    pub after: String,
}

/// What the index knows of itself; kept with each commit, so that it is always true of what was committed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Note {
    /// The format of the index and the shape of what is in it.
    pub format: String,
    /// The seal of the event log up to which every change is in the index.
    pub through: i64,
    /// The hash of that seal: another one means another database.
    pub hash: String,
    /// None when complete.
    pub building: Option<Built>,
}

impl Note {
    /// Of an index that is begun when this was the newest seal.
    pub fn begun(at: &SealedHead) -> Self {
        Note { format: format(), through: at.number, hash: at.hash.clone(), building: Some(Built::default()) }
    }

    pub fn is_complete(&self) -> bool {
        self.building.is_none()
    }
}

fn format() -> String {
    format!("{FORMAT}.{SHAPE}")
}

/// One folder with its index.
pub(crate) struct Generation {
    /// Its number; the higher the newer.
    pub number: u64,
    /// None in memory.
    pub folder: Option<PathBuf>,
    /// The index.
    pub index: Arc<Index>,
    /// How far it is.
    pub note: Note,
}

impl Generation {
    /// Begins a new one after all others in the folder and after this number, so that no number is ever met twice; in
    /// memory without a folder.
    pub fn begin(place: Option<&Path>, after: u64, at: &SealedHead) -> Result<Self, IndexError> {
        let note = Note::begun(at);
        let Some(place) = place else {
            return Ok(Generation { number: 1, folder: None, index: Arc::new(Index::in_memory()?), note });
        };
        let number = numbers(place)?.first().copied().unwrap_or(0).max(after) + 1;
        let folder = place.join(number.to_string());
        let index = Arc::new(Index::make(&folder)?);
        Ok(Generation { number, folder: Some(folder), index, note })
    }

    /// The one with this number, when it is of today's format.
    pub fn open(place: &Path, number: u64) -> Result<Self, IndexError> {
        let folder = place.join(number.to_string());
        let index = Index::open(&folder)?;
        let note = index.note()?;
        let note: Note =
            serde_json::from_str(&note).map_err(|_| IndexError::Damaged("no commit says how far it is".into()))?;
        if note.format != format() {
            return Err(IndexError::Damaged("of another format".into()));
        }
        Ok(Generation { number, folder: Some(folder), index: Arc::new(index), note })
    }

    /// Throws it away. A reader that still looks into it keeps what it sees.
    pub fn discard(self) {
        if let Some(folder) = self.folder {
            throw_away(&folder);
        }
    }
}

/// The numbers of the generations in this folder, newest first.
pub(crate) fn numbers(place: &Path) -> Result<Vec<u64>, IndexError> {
    let mut numbers: Vec<u64> = match std::fs::read_dir(place) {
        Ok(entries) => entries.flatten().filter_map(|entry| entry.file_name().to_str()?.parse().ok()).collect(),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Vec::new(),
        Err(error) => return Err(error.into()),
    };
    numbers.sort_unstable_by(|a, b| b.cmp(a));
    Ok(numbers)
}

/// What lies on the disk: the newest complete generation and the newest incomplete one that is newer.
pub(crate) struct OnDisk {
    pub complete: Option<Generation>,
    pub begun: Option<Generation>,
    /// Neither: of another format, damaged, older.
    pub useless: Vec<u64>,
}

/// Looks through the folder.
pub(crate) fn on_disk(place: &Path) -> Result<OnDisk, IndexError> {
    let mut found = OnDisk { complete: None, begun: None, useless: Vec::new() };
    for number in numbers(place)? {
        match Generation::open(place, number) {
            Ok(one) if found.complete.is_none() && one.note.is_complete() => found.complete = Some(one),
            Ok(one) if found.complete.is_none() && found.begun.is_none() => found.begun = Some(one),
            Err(IndexError::Disk(why)) => return Err(IndexError::Disk(why)),
            Ok(_) | Err(_) => found.useless.push(number),
        }
    }
    Ok(found)
}

pub(crate) fn throw_away(folder: &Path) {
    if let Err(error) = std::fs::remove_dir_all(folder) {
        tracing::warn!(folder = %folder.display(), %error, "an old search index cannot be removed");
    }
}

/// Held by the one process that writes the indexes of this folder; freed by the system when the process ends, however.
pub(crate) struct WriterLock(#[allow(dead_code, reason = "held for its lock alone")] File);

impl WriterLock {
    /// The lock, if no other process holds it.
    pub fn take(place: &Path) -> Result<Option<Self>, IndexError> {
        std::fs::create_dir_all(place)?;
        let file = File::options().create(true).truncate(false).write(true).open(place.join("writer.lock"))?;
        match file.try_lock() {
            Ok(()) => Ok(Some(WriterLock(file))),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(error)) => Err(error.into()),
        }
    }
}

/// The file by which another process asks the one that holds the lock to build anew.
const WISH: &str = "rebuild";

/// Asks whoever writes in this folder to build the index anew.
pub(crate) fn wish(place: &Path) -> Result<(), IndexError> {
    Ok(std::fs::write(place.join(WISH), b"")?)
}

/// True when somebody asked since the last time.
pub(crate) fn take_wish(place: &Path) -> bool {
    std::fs::remove_file(place.join(WISH)).is_ok()
}
