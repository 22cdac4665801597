//! The text of slides (PowerPoint), read only to look for a mark of secrecy. Nothing of it is kept.

use std::io::{Cursor, Read};

use official_text::{SecrecyMark, secrecy_mark};

/// Slides looked at, and how much of each: what is beyond is no slide that people show.
const SLIDES: usize = 1_000;
const LONGEST: u64 = 4 * 1_048_576;

/// The mark on any of the slides. None for what cannot be read, which is no set of slides anybody could open either.
#[must_use]
pub(crate) fn mark_of(content: &[u8]) -> Option<SecrecyMark> {
    let mut archive = zip::ZipArchive::new(Cursor::new(content)).ok()?;
    let is_slide = |name: &&str| name.starts_with("ppt/slide") && name.ends_with(".xml");
    let names: Vec<String> = archive.file_names().filter(is_slide).take(SLIDES).map(str::to_owned).collect();
    names.iter().find_map(|name| {
        let mut xml = String::new();
        archive.by_name(name).ok()?.take(LONGEST).read_to_string(&mut xml).ok()?;
        secrecy_mark(&text_of(&xml))
    })
}

/// The paragraphs of a slide, a line each: what stands in `<a:t>`, paragraphs ending at `</a:p>`.
fn text_of(xml: &str) -> String {
    let mut text = String::new();
    for paragraph in xml.split("</a:p>") {
        for run in paragraph.split("<a:t>").skip(1) {
            text.push_str(run.split("</a:t>").next().unwrap_or_default());
        }
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    fn slides(text: &str) -> Vec<u8> {
        let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
        archive.start_file("ppt/slides/slide1.xml", zip::write::SimpleFileOptions::default()).unwrap();
        let xml =
            format!("<p:sld><a:p><a:r><a:t>{text}</a:t></a:r></a:p><a:p><a:r><a:t>Nội dung</a:t></a:r></a:p></p:sld>");
        archive.write_all(xml.as_bytes()).unwrap();
        archive.finish().unwrap().into_inner()
    }

    #[test]
    fn a_mark_on_a_slide_is_found_and_other_slides_pass() {
        assert_eq!(mark_of(&slides("TỐI MẬT")), Some(SecrecyMark::HighlySecret));
        assert_eq!(mark_of(&slides("Quy định về bảo vệ bí mật nhà nước")), None);
        assert_eq!(mark_of(b"no archive"), None);
    }
}
