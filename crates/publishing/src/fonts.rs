//! The embedded fonts (Tinos, as wide as Times New Roman) and how long a text in them is.

use std::sync::LazyLock;

use typst::foundations::Bytes;
use typst::layout::Abs;
use typst::text::{Font, FontStyle, FontVariant, FontVariations, FontWeight};

use crate::rules::Style;

mod embedded {
    include!(concat!(env!("OUT_DIR"), "/fonts.rs"));
}

static FONTS: LazyLock<Vec<Font>> =
    LazyLock::new(|| embedded::FONTS.iter().flat_map(|file| Font::iter(Bytes::new(*file))).collect());

/// Empty when the program was built without them (see `build.rs`).
pub(crate) fn fonts() -> &'static [Font] {
    &FONTS
}

/// The length of a line of text in points.
pub(crate) fn text_width(text: &str, style: Style) -> f32 {
    let wanted = FONTS.iter().find(|font| {
        let variant = font.info().variant;
        (variant.weight >= FontWeight::BOLD) == style.bold && (variant.style != FontStyle::Normal) == style.italic
    });
    let Some(font) = wanted else {
        // without fonts no PDF is made; a .docx gets rules of about the right length
        return text.chars().count() as f32 * style.size * 0.62;
    };
    let font = font.clone().instantiate(FontVariant::default(), Abs::pt(style.size.into()), &FontVariations::default());
    let face = font.ttf();
    let advance = |letter| face.glyph_index(letter).and_then(|glyph| face.glyph_hor_advance(glyph)).unwrap_or(0);
    let units: u32 = text.chars().map(|letter| u32::from(advance(letter))).sum();
    units as f32 * style.size / f32::from(face.units_per_em())
}
