//! The sheet of a cell: everything a meeting without phones needs on one A4, both sides.

use serde::Serialize;

use crate::composed::capitals;
use crate::paper::CannotPublish;
use crate::pdf::{Template, print};
use crate::sheets::qr_svg;

/// What the sheet of a cell says.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CellSheet {
    pub superior: Option<String>,
    /// The cell.
    pub issuer: String,
    /// What is studied.
    pub title: String,
    /// When and where; may be empty.
    pub time: String,
    /// Lines of the agenda, in order; may be empty.
    pub agenda: Vec<String>,
    /// The members, in the order in which the sheet is typed back in.
    pub members: Vec<String>,
    pub questions: Vec<SheetQuestion>,
    /// What the QR holds: an address.
    pub qr: String,
    /// Printed below the QR.
    pub code: String,
}

/// A question with the choices offered, if it offers any.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct SheetQuestion {
    pub question: String,
    /// With their letters.
    pub choices: Vec<String>,
}

#[derive(Serialize)]
struct CellPage<'a> {
    superior: Option<String>,
    issuer: String,
    title: &'a str,
    time: &'a str,
    agenda: &'a [String],
    members: &'a [String],
    questions: &'a [SheetQuestion],
    qr: String,
    code: &'a str,
}

/// The sheet as .pdf.
///
/// # Errors
/// [`CannotPublish::Qr`] when the QR's text is too long, and those of [`crate::pdf`].
pub fn cell_sheet_pdf(sheet: &CellSheet) -> Result<Vec<u8>, CannotPublish> {
    let page = CellPage {
        superior: sheet.superior.as_deref().map(capitals),
        issuer: capitals(&sheet.issuer),
        title: &sheet.title,
        time: &sheet.time,
        agenda: &sheet.agenda,
        members: &sheet.members,
        questions: &sheet.questions,
        qr: qr_svg(&sheet.qr)?,
        code: &sheet.code,
    };
    print(Template::CellSheet, &page)
}
