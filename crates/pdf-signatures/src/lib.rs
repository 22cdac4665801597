//! The digital signatures inside a PDF: who signed, when, and whether the file was changed since.
//!
//! Belongs here: finding the signatures of a file, comparing what was signed with what is there. Does not belong here:
//! making signatures; asking whether the certificate is to be trusted, was valid on the day or was revoked, for which a
//! server in a closed network has neither the roots nor the way. [`NOT_CHECKED`] says so to whoever shows the outcome.
//!
//! ```
//! assert!(pdf_signatures::read(b"no PDF at all").is_empty());
//! ```

mod cryptography;
mod pdf;

use std::sync::mpsc;
use std::time::Duration;

use jiff::Timestamp;

/// What [`read`] never says anything about; keys for the texts of the product.
pub const NOT_CHECKED: [&str; 3] = ["chain", "revocation", "time"];

/// Time after which a file is given up: parsers of PDF are not proof against every file.
const MOST_TIME: Duration = Duration::from_secs(20);
const STACK: usize = 64 * 1024 * 1024;

/// A signature of a file, in the order of its form fields.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Signature {
    /// The name in the certificate, else the one the file gives; empty without either.
    pub signer: String,
    /// The organisation in the certificate.
    pub organisation: String,
    /// Who issued the certificate, as it says itself.
    pub issuer: String,
    /// When, by the clock of the signer.
    pub signed_at: Option<Timestamp>,
    /// Why, as the file says.
    pub reason: String,
    /// Where, as the file says.
    pub location: String,
    /// Whether what was signed is what is there.
    pub integrity: Integrity,
    /// False when something was added to the file behind it: a later signature does that, and so does a change.
    pub covers_file: bool,
}

/// Whether what was signed is what is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Integrity {
    /// The digest is that of the bytes, and the signature over it is the key's.
    Intact,
    /// The digest is that of the bytes; the signature over it is of a kind that is not computed here.
    DigestOnly,
    /// The bytes are not those that were signed, or the signature is not the key's.
    Altered,
    /// The signature is of a kind that is not understood.
    #[default]
    Unreadable,
}

impl Integrity {
    const ALL: [Integrity; 4] = [Integrity::Intact, Integrity::DigestOnly, Integrity::Altered, Integrity::Unreadable];

    /// The word for databases and texts.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Integrity::Intact => "intact",
            Integrity::DigestOnly => "digest_only",
            Integrity::Altered => "altered",
            Integrity::Unreadable => "unreadable",
        }
    }

    /// The one with this word.
    #[must_use]
    pub fn of(code: &str) -> Option<Self> {
        Integrity::ALL.into_iter().find(|one| one.code() == code)
    }
}

/// The signatures of a file; none for anything that is no readable PDF. Runs in a thread of its own: a panic or an
/// endless loop in the parser is the file's fault and ends there.
#[must_use]
pub fn read(file: &[u8]) -> Vec<Signature> {
    // most files are not signed, and need not be parsed to know it
    if !contains(file, b"/ByteRange") && !contains(file, b"/ObjStm") {
        return Vec::new();
    }
    let (sender, receiver) = mpsc::channel();
    let bytes = file.to_vec();
    let reader = std::thread::Builder::new().name("read-signatures".to_owned()).stack_size(STACK);
    let started = reader.spawn(move || {
        let _ = sender.send(pdf::signatures(&bytes));
    });
    match started {
        Ok(_) => receiver.recv_timeout(MOST_TIME).unwrap_or_default(),
        Err(_) => Vec::new(),
    }
}

fn contains(file: &[u8], sign: &[u8]) -> bool {
    file.starts_with(b"%PDF") && file.windows(sign.len()).any(|window| window == sign)
}
