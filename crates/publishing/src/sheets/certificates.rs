//! Certificates of prizes, each with a QR that leads to the page where it is verified.

use serde::Serialize;

use super::{capitals, print, qr_svg};
use crate::paper::CannotPublish;
use crate::pdf::Template;

/// A certificate.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Certificate {
    pub name: String,
    /// Unit or place; may be empty.
    pub unit: String,
    /// `Giải Nhất`.
    pub prize: String,
    /// The round; empty for the contest as a whole.
    pub round: String,
    /// `Lĩnh Giang, ngày 05 tháng 4 năm 2026`.
    pub date: String,
    pub code: String,
    /// Where it is verified: what the QR holds.
    pub address: String,
}

#[derive(Serialize)]
struct CertificatePages<'a> {
    issuer: String,
    contest: &'a str,
    certificates: Vec<CertificatePage<'a>>,
}

#[derive(Serialize)]
struct CertificatePage<'a> {
    name: &'a str,
    unit: &'a str,
    prize: &'a str,
    round: &'a str,
    date: &'a str,
    code: &'a str,
    address: &'a str,
    qr: String,
}

/// One page for each certificate.
///
/// # Errors
/// [`CannotPublish::Qr`] when an address is too long, and those of [`crate::pdf`].
pub fn certificates_pdf(issuer: &str, contest: &str, certificates: &[Certificate]) -> Result<Vec<u8>, CannotPublish> {
    let pages = certificates.iter().map(|one| {
        Ok(CertificatePage {
            name: &one.name,
            unit: &one.unit,
            prize: &one.prize,
            round: &one.round,
            date: &one.date,
            code: &one.code,
            address: &one.address,
            qr: qr_svg(&one.address)?,
        })
    });
    let certificates: Result<Vec<_>, CannotPublish> = pages.collect();
    let pages = CertificatePages { issuer: capitals(issuer), contest, certificates: certificates? };
    print(Template::Certificates, &pages)
}
