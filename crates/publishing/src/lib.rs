//! Official documents and printed sheets as .docx and .pdf.
//!
//! Belongs here: what such a paper looks like, after the regulations on layout. Does not belong
//! here: what a report or an invitation says (the features compose it), files, the web.

mod composed;
mod docx;
mod fonts;
mod paper;
mod pdf;
mod picture;
mod rules;
mod sheets;

pub use composed::{Frame, frame};
pub use docx::docx;
pub use paper::{Align, Attachment, Block, CannotPublish, Capacity, Paper, Run, Signature, Table, Urgency};
pub use pdf::pdf;
pub use picture::words_png;
pub use rules::{BannerLine, Capacities, Form, IssuerMark, Page, RuleSet, Style, TitleMark};
pub use sheets::{
    CellSheet, Certificate, Delegate, Format, Guest, Head, Invitation, Poster, SheetQuestion, SignInSheet,
    cell_sheet_pdf, certificates_pdf, invitations_pdf, poster_pdf, qr_svg, sign_in_sheets_pdf,
};
