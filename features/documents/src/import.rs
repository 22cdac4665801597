//! Taking a file in: its text is read and looked at for a mark of secrecy in memory, before anything is kept. Only
//! then is the original kept, and the parsed draft waits for the officer's check. Packets: `import/packet.rs`.

mod packet;

use bytes::Bytes;
use kernel::{DocumentId, Reason, Refused, UnitId};
use official_text::Document as Parsed;
use official_text::read::{self, CannotRead, Format, Recognition, Text};
use pdf_signatures::Signature;
use platform::app::App;
use platform::db::{StoreError, Tx};
use platform::files::{FileError, Files};

use crate::domain::{Added, CannotImport, Citation, Entry, PacketHead, Section, State};
use crate::store::{self, CameWith, NewDocument};

/// A file as somebody sent it in.
#[derive(Debug, Clone)]
pub struct Sent {
    /// Its name.
    pub name: String,
    /// Its content.
    pub content: Bytes,
    /// True when a person says to have looked at the scan, and that it bears no mark of secrecy.
    pub is_looked_at: bool,
}

impl Sent {
    /// A file nobody said anything of.
    #[must_use]
    pub fn new(name: &str, content: impl Into<Bytes>) -> Self {
        Sent { name: vietnamese::nfc(name), content: content.into(), is_looked_at: false }
    }
}

/// A file whose text was read and carries no mark of secrecy.
#[derive(Debug, Clone, Default)]
pub struct Reading {
    /// The text, in normal form C.
    pub text: String,
    /// What was found in it.
    pub parsed: Parsed,
    /// The hash of the content.
    pub content_hash: String,
    /// The file itself, out of its packet; none when the text was pasted.
    pub file: Option<(String, Bytes)>,
    /// True when the text was recognised in pictures of pages.
    pub is_scan: bool,
    /// Its digital signatures.
    pub signatures: Vec<Signature>,
    /// What the packet said it came in.
    pub head: Option<PacketHead>,
    /// Further files of the packet.
    pub further: Vec<(String, Bytes)>,
}

impl Reading {
    /// True when it came in a packet, which may bring more than the document.
    #[must_use]
    pub fn is_in_packet(&self) -> bool {
        self.head.is_some()
    }
}

/// The files of a reading in the store of files.
#[derive(Debug, Clone, Default)]
pub struct Kept {
    file: String,
    further: Vec<(String, String)>,
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

/// Reads a file, or a packet of files, in memory. Nothing is kept by this.
///
/// # Errors
/// [`CannotImport`], a secret among the reasons.
pub fn read_file(sent: &Sent) -> Result<Reading, CannotImport> {
    if edxml::is_likely(&sent.name, &sent.content) {
        return packet::read(sent);
    }
    let text = text_of(sent)?;
    match text.secrecy_mark() {
        Some(mark) => Err(CannotImport::Secret(mark.printed())),
        None => Ok(Reading {
            is_scan: text.format == Format::Scan,
            signatures: pdf_signatures::read(&sent.content),
            file: Some((sent.name.clone(), sent.content.clone())),
            ..reading_of(text.body, &sent.content)
        }),
    }
}

/// The text of a file. A scan is recognised where tesseract is installed, and only after a person has looked at it: the
/// machine may miss a faint stamp.
fn text_of(sent: &Sent) -> Result<Text, CannotImport> {
    match read::text_of(&sent.name, &sent.content) {
        Err(CannotRead::NoTextLayer) => match Recognition::installed() {
            None => Err(CannotImport::Unreadable(CannotRead::NoTextLayer)),
            Some(_) if !sent.is_looked_at => Err(CannotImport::ScanNotLookedAt),
            Some(recognition) => recognition.text_of(&sent.content).map_err(CannotImport::Unreadable),
        },
        other => other.map_err(CannotImport::Unreadable),
    }
}

/// Looks for a mark of secrecy in what was typed.
///
/// # Errors
/// [`CannotImport::Secret`].
pub fn refuse_marks(texts: &[&str]) -> Result<(), CannotImport> {
    match texts.iter().find_map(|text| official_text::secrecy_mark(text)) {
        Some(mark) => Err(CannotImport::Secret(mark.printed())),
        None => Ok(()),
    }
}

/// The same for a step that is refused with its reasons: every text that is stored goes through here or through
/// [`read_file`], so that no field takes a mark in.
///
/// # Errors
/// [`Refused`] for `DOC-02`.
pub fn must_bear_no_mark(texts: &[&str]) -> Result<(), Refused> {
    refuse_marks(texts).map_err(Refused::because)
}

/// Refuses a file that is kept as evidence when its text bears a mark of secrecy; a picture has no text and passes.
///
/// # Errors
/// [`Refused`] for `DOC-02`.
pub fn refuse_secret_file(name: &str, content: &[u8]) -> Result<(), Refused> {
    match read::text_of(name, content).ok().and_then(|text| text.secrecy_mark()) {
        Some(mark) => Err(Refused::because(CannotImport::Secret(mark.printed()))),
        None => Ok(()),
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
    Reading {
        parsed: official_text::parse(&text),
        content_hash: blake3::hash(content).to_hex().to_string(),
        text,
        ..Reading::default()
    }
}

/// Keeps the files of a reading on the disk.
///
/// # Errors
/// [`FileError::Disk`].
pub fn keep_files(files: &Files, reading: &Reading) -> Result<Kept, FileError> {
    let mut kept = Kept::default();
    if let Some((_, content)) = &reading.file {
        kept.file = files.keep(content)?;
    }
    for (name, content) in &reading.further {
        kept.further.push((name.clone(), files.keep(content)?));
    }
    Ok(kept)
}

/// Adds to a document what a later packet of it brings besides: its head when none is there, the files that are not.
///
/// # Errors
/// [`StoreError`].
pub fn complete(tx: &mut Tx<'_>, id: DocumentId, reading: &Reading, kept: &Kept) -> Result<Added, StoreError> {
    store::add_from_packet(tx, id, reading.head.as_ref(), &kept.further)
}

/// Keeps a reading as a draft of the unit's register, with its files where they were kept.
///
/// # Errors
/// [`StoreError::Taken`] when the register has this very content.
pub fn keep(tx: &mut Tx<'_>, owner_unit: UnitId, reading: &Reading, kept: &Kept) -> Result<DocumentId, StoreError> {
    let owner = units::store::find(tx, owner_unit)?;
    let terms = store::list_terms_of(tx, owner_unit)?;
    let mut entry = Entry::suggested(&reading.parsed, &owner.name, &terms);
    if let Some(head) = &reading.head {
        entry = entry.with_packet(head, &owner.name, &terms);
    }
    store::insert_parsed(
        tx,
        &NewDocument {
            owner_unit,
            entry,
            text: reading.text.clone(),
            sections: Section::all_of(&reading.parsed),
            citations: Citation::all_of(&reading.parsed),
            file_name: reading.file.as_ref().map(|(name, _)| vietnamese::nfc(name)).unwrap_or_default(),
            file: kept.file.clone(),
            content_hash: reading.content_hash.clone(),
            came_with: CameWith {
                signatures: reading.signatures.clone(),
                head: reading.head.clone(),
                attachments: kept.further.clone(),
                is_scan: reading.is_scan,
            },
        },
    )
}

/// Takes a file into the register of a unit, where it waits for its check: for commands and jobs, on this thread.
///
/// # Errors
/// [`CannotTakeIn`]. Of a refused file nothing is kept; that a secret was refused is recorded without its content.
pub fn file(app: &App, owner_unit: UnitId, name: &str, content: &[u8]) -> Result<DocumentId, CannotTakeIn> {
    let reading = match read_file(&Sent::new(name, content.to_vec())) {
        Ok(reading) => reading,
        Err(reason) => {
            if matches!(reason, CannotImport::Secret(_)) {
                app.db.write_now(move |tx| store::note_secret_refused(tx, owner_unit))?;
            }
            return Err(CannotTakeIn::Refused(Refused::because(reason)));
        }
    };
    let hash = reading.content_hash.clone();
    let known = app.db.read_now(|tx| store::lookup_by_content(tx, owner_unit, &hash))?;
    if let (Some((id, state)), false) = (known, reading.is_in_packet()) {
        return Err(CannotTakeIn::AlreadyThere(id, state));
    }
    let kept = keep_files(&app.files, &reading).map_err(|e| CannotTakeIn::Broken(e.to_string()))?;
    let Some((id, state)) = known else {
        return app.db.write_now(move |tx| keep(tx, owner_unit, &reading, &kept).map_err(CannotTakeIn::from));
    };
    app.db.write_now(move |tx| complete(tx, id, &reading, &kept))?;
    Err(CannotTakeIn::AlreadyThere(id, state))
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
