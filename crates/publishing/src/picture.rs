//! Words as a picture, where they are to be read and not copied.

use serde::Serialize;
use typst::utils::Scalar;
use typst_render::RenderOptions;

use crate::paper::CannotPublish;
use crate::pdf::{Template, lay_out};

/// A telephone's dots to one of its points, so that letters are sharp.
const DOTS: f64 = 2.0;

#[derive(Serialize)]
struct WordsPage<'a> {
    text: &'a str,
    width: u16,
    size: u16,
}

/// Draws a text in letters of `size` pixels, broken into lines of `width` pixels, black on white: a PNG in shades of grey
/// with twice as many dots each way, as high as the text needs.
///
/// # Errors
/// [`CannotPublish::FontsAbsent`] when the program was built without its fonts, [`CannotPublish::Pdf`] when it cannot be
/// laid out, [`CannotPublish::Picture`] when it cannot be drawn.
pub fn words_png(text: &str, width: u16, size: u16) -> Result<Vec<u8>, CannotPublish> {
    let document = lay_out(Template::Words, &WordsPage { text, width, size })?;
    let page = document.pages().first().ok_or_else(|| CannotPublish::Picture("no page".into()))?;
    let options = RenderOptions { pixel_per_pt: Scalar::new(DOTS), render_bleed: false };
    let drawn = typst_render::render(page, &options);
    let mut picture = Vec::new();
    let mut encoder = png::Encoder::new(&mut picture, drawn.width(), drawn.height());
    encoder.set_color(png::ColorType::Grayscale);
    encoder.set_depth(png::BitDepth::Eight);
    let mut writer = encoder.write_header()?;
    // black on white: each colour says the same
    let grey: Vec<u8> = drawn.pixels().iter().map(|dot| dot.green()).collect();
    writer.write_image_data(&grey)?;
    writer.finish()?;
    Ok(picture)
}
