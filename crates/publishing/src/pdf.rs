//! Laying out a page template with data as .pdf. Templates are Typst files in `templates/`; data
//! reaches them only as JSON, so that no text of a user is ever read as markup.

use std::sync::LazyLock;

use serde::Serialize;
use typst::diag::{FileError, FileResult, SourceDiagnostic};
use typst::foundations::{Bytes, Datetime, Duration, Smart};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};
use typst_layout::PagedDocument;
use typst_pdf::PdfOptions;

use crate::composed::compose;
use crate::fonts::fonts;
use crate::paper::{CannotPublish, Paper};
use crate::rules::RuleSet;

/// Prints a document as .pdf after these rules (see [`RuleSet::in_force`]).
///
/// # Errors
/// [`CannotPublish::Incomplete`] when issuer, place or title are missing;
/// [`CannotPublish::FontsAbsent`] when the program was built without its fonts.
pub fn pdf(paper: &Paper, rules: &RuleSet) -> Result<Vec<u8>, CannotPublish> {
    print(Template::Paper, &compose(paper, rules)?)
}

/// The templates; all share `parts.typ`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Template {
    Paper,
    Invitations,
    SignIn,
    Poster,
    CellSheet,
    Certificates,
    Words,
}

impl Template {
    fn text(self) -> &'static str {
        match self {
            Self::Paper => include_str!("../templates/paper.typ"),
            Self::Invitations => include_str!("../templates/invitations.typ"),
            Self::SignIn => include_str!("../templates/sign-in.typ"),
            Self::Poster => include_str!("../templates/poster.typ"),
            Self::CellSheet => include_str!("../templates/cell-sheet.typ"),
            Self::Certificates => include_str!("../templates/certificates.typ"),
            Self::Words => include_str!("../templates/words.typ"),
        }
    }
}

const PARTS: &str = include_str!("../templates/parts.typ");

/// # Errors
/// [`CannotPublish::Pdf`] with the layout's complaints: a fault of the template.
pub(crate) fn print(template: Template, data: &impl Serialize) -> Result<Vec<u8>, CannotPublish> {
    let document = lay_out(template, data)?;
    let options = PdfOptions { creator: Smart::Custom(Some("Thông Suốt".to_owned())), ..PdfOptions::default() };
    typst_pdf::pdf(&document, &options).map_err(|faults| faults_in(&faults))
}

/// # Errors
/// As [`print`].
pub(crate) fn lay_out(template: Template, data: &impl Serialize) -> Result<PagedDocument, CannotPublish> {
    if fonts().is_empty() {
        return Err(CannotPublish::FontsAbsent);
    }
    let desk = Desk::new(template, serde_json::to_vec(data)?)?;
    let document = typst::compile::<PagedDocument>(&desk).output.map_err(|faults| faults_in(&faults));
    // what was kept for the next layout is worth little here and grows with every paper
    typst::comemo::evict(0);
    document
}

fn faults_in(faults: &[SourceDiagnostic]) -> CannotPublish {
    let texts: Vec<&str> = faults.iter().map(|fault| fault.message.as_str()).collect();
    CannotPublish::Pdf(texts.join("; "))
}

static LIBRARY: LazyLock<LazyHash<Library>> = LazyLock::new(|| LazyHash::new(<Library as LibraryExt>::default()));
static BOOK: LazyLock<LazyHash<FontBook>> = LazyLock::new(|| LazyHash::new(FontBook::from_fonts(fonts())));

/// All that one layout may see: a template, the shared parts, the data, the fonts. No files, no
/// clock, no network.
struct Desk {
    main: Source,
    parts: Source,
    data_id: FileId,
    data: Bytes,
}

impl Desk {
    fn new(template: Template, data: Vec<u8>) -> Result<Self, CannotPublish> {
        Ok(Self {
            main: Source::new(file("main.typ")?, template.text().to_owned()),
            parts: Source::new(file("parts.typ")?, PARTS.to_owned()),
            data_id: file("data.json")?,
            data: Bytes::new(data),
        })
    }
}

fn file(name: &str) -> Result<FileId, CannotPublish> {
    let path = VirtualPath::new(name).map_err(|cause| CannotPublish::Pdf(format!("{cause:?}")))?;
    Ok(RootedPath::new(VirtualRoot::Project, path).intern())
}

impl World for Desk {
    fn library(&self) -> &LazyHash<Library> {
        &LIBRARY
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &BOOK
    }

    fn main(&self) -> FileId {
        self.main.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        match id {
            id if id == self.main.id() => Ok(self.main.clone()),
            id if id == self.parts.id() => Ok(self.parts.clone()),
            _ => Err(FileError::AccessDenied),
        }
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        if id == self.data_id { Ok(self.data.clone()) } else { Err(FileError::AccessDenied) }
    }

    fn font(&self, index: usize) -> Option<Font> {
        fonts().get(index).cloned()
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}
