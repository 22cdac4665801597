//! Sheets of a conference printed from data: invitations, sign-in lists, the poster at the door.
//! What they say comes from the caller; their look from `templates/`.

use qrcode::render::svg;
use qrcode::{EcLevel, QrCode};
use serde::Serialize;

use crate::composed::{ComposedSignature, capitals};
use crate::paper::{CannotPublish, Signature};
use crate::pdf::{Template, print};
use crate::rules::RuleSet;

mod certificates;
mod pack;
mod words;

pub use certificates::{Certificate, certificates_pdf};
pub use pack::{CellSheet, SheetQuestion, cell_sheet_pdf};

use words::SheetHead;

/// Size of a printed sheet, upright.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Format {
    A3,
    A4,
    A5,
}

/// The head of an official paper: who writes, its number, where and when.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Head {
    pub superior: Option<String>,
    pub issuer: String,
    /// Empty leaves room for it.
    pub number: String,
    /// `GM/TU`.
    pub symbol: String,
    pub place: String,
    pub date: Option<jiff::civil::Date>,
}

/// What all invitations of a conference share.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invitation {
    pub head: Head,
    pub format: Format,
    /// `dự Hội nghị học tập, quán triệt ...`.
    pub title: String,
    /// `08 giờ 00, thứ Bảy, ngày 07/02/2026 (có mặt trước 07 giờ 45)`.
    pub time: String,
    /// Lines of the agenda, in order; may be empty.
    pub agenda: Vec<String>,
    /// What the guest should bring or know; may be empty.
    pub note: String,
    pub signature: Signature,
}

/// One invited person.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Guest {
    pub name: String,
    /// Position and unit as they stand on the invitation.
    pub position: String,
    /// `Điểm cầu Đảng ủy xã An Lạc, Hội trường tầng 2`.
    pub place: String,
    /// Seat or area; may be empty.
    pub seat: String,
    /// The code for check-in, printed below the QR.
    pub code: String,
    /// What the QR holds.
    pub qr: String,
}

/// A sign-in list of one bridge point.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SignInSheet {
    pub superior: Option<String>,
    pub issuer: String,
    /// `Hội nghị học tập, quán triệt ...`.
    pub conference: String,
    pub time: String,
    pub point: String,
    pub delegates: Vec<Delegate>,
    /// Empty rows at the end for those who come without being on the list.
    pub spare_rows: usize,
}

/// A line of a sign-in list.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Delegate {
    pub name: String,
    pub position: String,
    pub unit: String,
    pub note: String,
}

/// The poster at a hall's door.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Poster {
    pub format: Format,
    pub issuer: String,
    pub conference: String,
    pub time: String,
    pub point: String,
    /// What the QR holds: an address.
    pub qr: String,
    /// Typed by those who cannot scan.
    pub address: String,
    /// The code for check-in; may be empty.
    pub code: String,
    /// What to do, one line each.
    pub steps: Vec<String>,
}

#[derive(Serialize)]
struct InvitationPages<'a> {
    rules: &'a RuleSet,
    head: SheetHead,
    format: Format,
    title: &'a str,
    time: &'a str,
    agenda: &'a [String],
    note: &'a str,
    sign: ComposedSignature,
    guests: Vec<GuestPage<'a>>,
}

#[derive(Serialize)]
struct GuestPage<'a> {
    name: &'a str,
    position: &'a str,
    place: &'a str,
    seat: &'a str,
    code: &'a str,
    qr: String,
}

/// One page for each guest, in the official form.
///
/// # Errors
/// [`CannotPublish::Qr`] when a QR's text is too long, and those of [`crate::pdf`].
pub fn invitations_pdf(invitation: &Invitation, guests: &[Guest], rules: &RuleSet) -> Result<Vec<u8>, CannotPublish> {
    let guests: Result<Vec<GuestPage<'_>>, CannotPublish> = guests
        .iter()
        .map(|guest| {
            Ok(GuestPage {
                name: &guest.name,
                position: &guest.position,
                place: &guest.place,
                seat: &guest.seat,
                code: &guest.code,
                qr: qr_svg(&guest.qr)?,
            })
        })
        .collect();
    let pages = InvitationPages {
        rules,
        head: SheetHead::new(&invitation.head, rules)?,
        format: invitation.format,
        title: &invitation.title,
        time: &invitation.time,
        agenda: &invitation.agenda,
        note: &invitation.note,
        sign: ComposedSignature::new(&invitation.signature, rules),
        guests: guests?,
    };
    print(Template::Invitations, &pages)
}

#[derive(Serialize)]
struct SignInPages<'a> {
    sheets: Vec<SignInPage<'a>>,
}

#[derive(Serialize)]
struct SignInPage<'a> {
    superior: Option<String>,
    issuer: String,
    conference: &'a str,
    time: &'a str,
    point: &'a str,
    delegates: &'a [Delegate],
    spare_rows: usize,
}

/// Sign-in lists, each beginning on a new page with pages counted anew.
///
/// # Errors
/// Those of [`crate::pdf`].
pub fn sign_in_sheets_pdf(sheets: &[SignInSheet]) -> Result<Vec<u8>, CannotPublish> {
    let pages = sheets.iter().map(|sheet| SignInPage {
        superior: sheet.superior.as_deref().map(capitals),
        issuer: capitals(&sheet.issuer),
        conference: &sheet.conference,
        time: &sheet.time,
        point: &sheet.point,
        delegates: &sheet.delegates,
        spare_rows: sheet.spare_rows,
    });
    print(Template::SignIn, &SignInPages { sheets: pages.collect() })
}

#[derive(Serialize)]
struct PosterPage<'a> {
    format: Format,
    issuer: String,
    conference: &'a str,
    time: &'a str,
    point: &'a str,
    qr: String,
    address: &'a str,
    code: &'a str,
    steps: &'a [String],
}

/// A poster of one page that can be read and scanned from some metres.
///
/// # Errors
/// [`CannotPublish::Qr`] when the QR's text is too long, and those of [`crate::pdf`].
pub fn poster_pdf(poster: &Poster) -> Result<Vec<u8>, CannotPublish> {
    let page = PosterPage {
        format: poster.format,
        issuer: capitals(&poster.issuer),
        conference: &poster.conference,
        time: &poster.time,
        point: &poster.point,
        qr: qr_svg(&poster.qr)?,
        address: &poster.address,
        code: &poster.code,
        steps: &poster.steps,
    };
    print(Template::Poster, &page)
}

/// A QR code as SVG, with its quiet zone, for pages and screens.
///
/// # Errors
/// [`CannotPublish::Qr`] when the text is too long (about 2,300 letters).
pub fn qr_svg(text: &str) -> Result<String, CannotPublish> {
    let code = QrCode::with_error_correction_level(text, EcLevel::M)?;
    Ok(code.render::<svg::Color<'_>>().min_dimensions(240, 240).build())
}
