//! QR codes as pictures inside a page.

use qrcode::render::svg;
use qrcode::{EcLevel, QrCode};

use super::{Failure, While};

/// A QR code of this text as SVG, without the XML line, so that it can stand inside a page.
///
/// # Errors
/// [`Failure::Broken`] when the text is too long for a QR code.
pub fn qr_svg(text: &str) -> Result<String, Failure> {
    let code = QrCode::with_error_correction_level(text.as_bytes(), EcLevel::M).while_doing("drawing the QR code")?;
    let drawn = code.render::<svg::Color<'_>>().min_dimensions(200, 200).quiet_zone(true).build();
    let start = drawn.find("<svg").unwrap_or(0);
    Ok(drawn[start..].to_owned())
}

#[cfg(test)]
mod tests {
    use super::qr_svg;

    #[test]
    fn a_qr_code_is_an_svg_that_may_stand_in_a_page() {
        let drawn = qr_svg("http://test.example/c/ABCDEFGHJKMN").unwrap();
        assert!(drawn.starts_with("<svg") && drawn.ends_with("</svg>"));
        assert!(!drawn.contains("style="), "the content policy refuses it");
    }
}
