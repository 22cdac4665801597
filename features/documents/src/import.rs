//! Taking a file in: its text is read and looked at for a mark of secrecy in memory, before anything is kept. Only
//! then is the original kept, and the parsed draft waits for the officer's check.

use kernel::{DocumentId, Reason, Refused, UnitId};
use official_text::Document as Parsed;
use official_text::read::{self, CannotRead, Recognition, Text};
use platform::app::App;
use platform::db::{StoreError, Tx};

use crate::domain::{CannotImport, Citation, Entry, Section, State};
use crate::store::{self, NewDocument};

/// A file whose text was read and carries no mark of secrecy.
#[derive(Debug, Clone)]
pub struct Reading {
    /// The text, in normal form C.
    pub text: String,
    /// What was found in it.
    pub parsed: Parsed,
    /// The hash of the content.
    pub content_hash: String,
}

/// Why [`file`] gave nothing.
#[derive(Debug)]
pub enum CannotTakeIn {
    /// A rule speaks against it.
    Refused(Refused),
    /// The register has this very content.
    AlreadyThere(DocumentId, State),
    /// The database or the disk failed.
    Broken(String),
}

impl std::fmt::Display for CannotTakeIn {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            CannotTakeIn::Refused(refused) => refused.fmt(f),
            CannotTakeIn::AlreadyThere(id, _) => write!(f, "already in the register: {id}"),
            CannotTakeIn::Broken(cause) => f.write_str(cause),
        }
    }
}

impl std::error::Error for CannotTakeIn {}

impl From<StoreError> for CannotTakeIn {
    fn from(error: StoreError) -> Self {
        CannotTakeIn::Broken(error.to_string())
    }
}

/// Reads a file in memory. Nothing is kept by this.
///
/// # Errors
/// [`CannotImport`], a secret among the reasons.
pub fn read_file(name: &str, content: &[u8]) -> Result<Reading, CannotImport> {
    let text = text_of(name, content).map_err(CannotImport::Unreadable)?;
    match text.secrecy_mark() {
        Some(mark) => Err(CannotImport::Secret(mark.printed())),
        None => Ok(reading_of(text.body, content)),
    }
}

/// The text of a file. A scan is recognised where tesseract is installed; its secrecy mark is looked for in what was
/// recognised, and a person checks the reading beside the picture before it is registered.
fn text_of(name: &str, content: &[u8]) -> Result<Text, CannotRead> {
    match read::text_of(name, content) {
        Err(CannotRead::NoTextLayer) => {
            let recognition = Recognition::installed().ok_or(CannotRead::NoTextLayer)?;
            recognition.text_of(content)
        }
        other => other,
    }
}

/// Reads pasted text.
///
/// # Errors
/// [`CannotImport`].
pub fn read_pasted(text: &str) -> Result<Reading, CannotImport> {
    let text = vietnamese::nfc(&text.replace("\r\n", "\n"));
    if let Some(mark) = official_text::secrecy_mark(&text) {
        return Err(CannotImport::Secret(mark.printed()));
    }
    if text.trim().is_empty() {
        return Err(CannotImport::NothingGiven);
    }
    let content = text.clone();
    Ok(reading_of(text, content.as_bytes()))
}

fn reading_of(text: String, content: &[u8]) -> Reading {
    // blank lines before the head say nothing; the first line keeps its place on the line
    let first = text.char_indices().find(|(_, c)| !c.is_whitespace()).map_or(0, |(at, _)| at);
    let line = text[..first].rfind('\n').map_or(0, |at| at + 1);
    let text = text[line..].trim_end().to_owned();
    Reading { parsed: official_text::parse(&text), content_hash: blake3::hash(content).to_hex().to_string(), text }
}

/// Keeps a reading as a draft of the unit's register. `file_name` and `file` are empty for pasted text.
///
/// # Errors
/// [`StoreError::Taken`] when the register has this very content.
pub fn keep(
    tx: &mut Tx<'_>,
    owner_unit: UnitId,
    reading: &Reading,
    file_name: &str,
    file: &str,
) -> Result<DocumentId, StoreError> {
    let owner = units::store::find(tx, owner_unit)?;
    let terms = store::list_terms_of(tx, owner_unit)?;
    store::insert_parsed(
        tx,
        &NewDocument {
            owner_unit,
            entry: Entry::suggested(&reading.parsed, &owner.name, &terms),
            text: reading.text.clone(),
            sections: Section::all_of(&reading.parsed),
            citations: Citation::all_of(&reading.parsed),
            file_name: vietnamese::nfc(file_name),
            file: file.to_owned(),
            content_hash: reading.content_hash.clone(),
        },
    )
}

/// Takes a file into the register of a unit, where it waits for its check: for commands and jobs, on this thread.
///
/// # Errors
/// [`CannotTakeIn`]. Of a refused file nothing is kept; that a secret was refused is recorded without its content.
pub fn file(app: &App, owner_unit: UnitId, name: &str, content: &[u8]) -> Result<DocumentId, CannotTakeIn> {
    let reading = match read_file(name, content) {
        Ok(reading) => reading,
        Err(reason) => {
            if matches!(reason, CannotImport::Secret(_)) {
                app.db.write_now(move |tx| store::note_secret_refused(tx, owner_unit))?;
            }
            return Err(CannotTakeIn::Refused(Refused::because(reason)));
        }
    };
    let hash = reading.content_hash.clone();
    if let Some((id, state)) = app.db.read_now(|tx| store::lookup_by_content(tx, owner_unit, &hash))? {
        return Err(CannotTakeIn::AlreadyThere(id, state));
    }
    let kept = app.files.keep(content).map_err(|e| CannotTakeIn::Broken(e.to_string()))?;
    let name = name.to_owned();
    app.db.write_now(move |tx| keep(tx, owner_unit, &reading, &name, &kept).map_err(CannotTakeIn::from))
}

/// Registers a draft exactly as its text was read, when the rules let it: for commands that fill a register at once.
///
/// # Errors
/// [`CannotTakeIn::Refused`] when its number is taken.
pub fn register_as_read(tx: &mut Tx<'_>, id: DocumentId) -> Result<(), CannotTakeIn> {
    let document = store::find(tx, id)?;
    let entry = document.entry.clone();
    crate::check::register(tx, &document, &entry).map_err(|error| match error {
        crate::check::CannotEnter::Refused(refused) => CannotTakeIn::Refused(refused),
        crate::check::CannotEnter::Store(error) => error.into(),
    })
}

/// True when the reason is a secret: the caller records it and keeps nothing.
#[must_use]
pub fn is_secret(reason: &CannotImport) -> bool {
    reason.code() == "DOC-02"
}
