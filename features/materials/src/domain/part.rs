//! A part of an edition: a text, questions and answers, slides, a film, a picture.

use kernel::{define_id, words};

use super::{CannotTake, MaterialId, Question, questions_of};

/// How many bytes are read whole to look for a mark of secrecy: slides beyond are refused; a larger film has no text.
pub const LOOKED_INTO: i64 = 64 * 1_048_576;

define_id!(
    /// A part of an edition.
    PartId,
);

words! {
    /// What a part is.
    PartKind {
        /// Tài liệu chữ.
        Text = "text",
        /// Hỏi – đáp.
        Questions = "questions",
        /// Trang trình chiếu.
        Slides = "slides",
        /// Phim, clip giữ ở đây.
        Video = "video",
        /// Phim, clip ở nơi khác.
        VideoLink = "video_link",
        /// Ảnh thông tin.
        Infographic = "infographic",
    }
}

words! {
    /// What a file is, told by its first bytes and not by its name.
    Media {
        /// PDF.
        Pdf = "pdf",
        /// Trang trình chiếu PowerPoint.
        Pptx = "pptx",
        /// Phim MP4.
        Mp4 = "mp4",
        /// Phim WebM.
        Webm = "webm",
        /// Ảnh PNG.
        Png = "png",
        /// Ảnh JPEG.
        Jpeg = "jpeg",
        /// Ảnh WebP.
        Webp = "webp",
    }
}

impl Media {
    /// What a file is that begins so (the first 16 bytes are enough), and is called so.
    #[must_use]
    pub fn of(begin: &[u8], name: &str) -> Option<Media> {
        let at = |from: usize, bytes: &[u8]| begin.get(from..from + bytes.len()) == Some(bytes);
        let is_presentation = name.to_lowercase().ends_with(".pptx");
        match () {
            () if at(0, b"%PDF-") => Some(Media::Pdf),
            () if at(0, b"PK\x03\x04") && is_presentation => Some(Media::Pptx),
            () if at(4, b"ftyp") => Some(Media::Mp4),
            () if at(0, b"\x1a\x45\xdf\xa3") => Some(Media::Webm),
            () if at(0, b"\x89PNG\r\n\x1a\n") => Some(Media::Png),
            () if at(0, b"\xff\xd8\xff") => Some(Media::Jpeg),
            () if at(0, b"RIFF") && at(8, b"WEBP") => Some(Media::Webp),
            () => None,
        }
    }

    /// The media type that browsers are told.
    #[must_use]
    pub fn content_type(self) -> &'static str {
        match self {
            Media::Pdf => "application/pdf",
            Media::Pptx => "application/vnd.openxmlformats-officedocument.presentationml.presentation",
            Media::Mp4 => "video/mp4",
            Media::Webm => "video/webm",
            Media::Png => "image/png",
            Media::Jpeg => "image/jpeg",
            Media::Webp => "image/webp",
        }
    }

    /// True for a picture.
    #[must_use]
    pub fn is_picture(self) -> bool {
        matches!(self, Media::Png | Media::Jpeg | Media::Webp)
    }
}

impl PartKind {
    /// The endings of files the part may hold, as a form offers them; empty for one without a file of its own.
    #[must_use]
    pub fn accepts(self) -> &'static str {
        match self {
            PartKind::Text | PartKind::Questions => ".docx,.pdf,.txt,.md",
            PartKind::Slides => ".pdf,.pptx",
            PartKind::Video => ".mp4,.m4v,.webm",
            PartKind::Infographic => ".png,.jpg,.jpeg,.webp",
            PartKind::VideoLink => "",
        }
    }

    /// True when the part is its file, so that it cannot be without.
    #[must_use]
    pub fn is_file(self) -> bool {
        matches!(self, PartKind::Slides | PartKind::Video | PartKind::Infographic)
    }

    /// Takes a file of this kind?
    ///
    /// # Errors
    /// [`CannotTake::OtherMedia`]; [`CannotTake::TooLarge`] for slides too large to be looked through for a mark of secrecy.
    pub fn take(self, media: Option<Media>, length: i64) -> Result<Media, CannotTake> {
        let fits = |media: &Media| match self {
            PartKind::Slides => matches!(media, Media::Pdf | Media::Pptx),
            PartKind::Video => matches!(media, Media::Mp4 | Media::Webm),
            PartKind::Infographic => media.is_picture(),
            PartKind::Text | PartKind::Questions | PartKind::VideoLink => false,
        };
        let media = media.filter(fits).ok_or(CannotTake::OtherMedia)?;
        if self == PartKind::Slides && length > LOOKED_INTO {
            return Err(CannotTake::TooLarge(LOOKED_INTO / 1_048_576));
        }
        Ok(media)
    }

    /// Its icon in the sprite.
    #[must_use]
    pub fn icon(self) -> &'static str {
        match self {
            PartKind::Text => "file-text",
            PartKind::Questions => "help-circle",
            PartKind::Slides => "presentation",
            PartKind::Video | PartKind::VideoLink => "player-play",
            PartKind::Infographic => "photo",
        }
    }
}

/// The file of a part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartFile {
    /// Its name in the store of files: the hash of its content.
    pub file: String,
    /// What it was called.
    pub name: String,
    /// Its length in bytes.
    pub length: i64,
    /// What it is.
    pub media: Media,
}

/// A part of an edition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// Its id.
    pub id: PartId,
    /// The set.
    pub set: MaterialId,
    /// The edition.
    pub edition: i64,
    /// Its place, from 1.
    pub position: i64,
    /// What it is.
    pub kind: PartKind,
    /// What it is called.
    pub title: String,
    /// The text, the questions, the address of a film elsewhere, what a picture shows.
    pub body: String,
    /// Its file, if it has one.
    pub file: Option<PartFile>,
}

impl Part {
    /// Its text in lines, as they are shown.
    #[must_use]
    pub fn lines(&self) -> Vec<Line<'_>> {
        lines_of(&self.body)
    }

    /// Its questions; none for another kind.
    #[must_use]
    pub fn questions(&self) -> Vec<Question> {
        if self.kind == PartKind::Questions { questions_of(&self.body).unwrap_or_default() } else { Vec::new() }
    }

    /// The length of its file in tenths of a megabyte, at least one.
    #[must_use]
    pub fn size(&self) -> String {
        let bytes = self.file.as_ref().map_or(0, |file| file.length);
        let tenths = ((bytes * 10 + 524_288) / 1_048_576).max(1);
        format!("{},{} MB", tenths / 10, tenths % 10)
    }
}

/// A line of a text as it is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Line<'t> {
    /// A heading: numbered in Roman, or in capitals.
    Heading(&'t str),
    /// A line of a list.
    Item(&'t str),
    /// A paragraph.
    Paragraph(&'t str),
}

/// The lines of a text that say something.
#[must_use]
pub fn lines_of(text: &str) -> Vec<Line<'_>> {
    text.lines().map(str::trim).filter(|line| !line.is_empty()).map(line_of).collect()
}

fn line_of(line: &str) -> Line<'_> {
    if let Some(heading) = line.strip_prefix('#') {
        return Line::Heading(heading.trim_start_matches('#').trim());
    }
    let is_roman = line
        .split_once(['.', '-', ' '])
        .is_some_and(|(number, _)| !number.is_empty() && number.chars().all(|c| "IVX".contains(c)));
    let has_letters = line.chars().any(char::is_alphabetic);
    if is_roman || (has_letters && line.chars().count() < 120 && line == line.to_uppercase()) {
        return Line::Heading(line);
    }
    match line.strip_prefix(['-', '–', '•', '+', '*']) {
        Some(item) => Line::Item(item.trim()),
        None => Line::Paragraph(line),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_what_its_first_bytes_say() {
        assert_eq!(Media::of(b"%PDF-1.7 ......", "a.pptx"), Some(Media::Pdf));
        assert_eq!(Media::of(b"PK\x03\x04..........", "a.PPTX"), Some(Media::Pptx));
        assert_eq!(Media::of(b"PK\x03\x04..........", "a.zip"), None);
        assert_eq!(Media::of(b"\0\0\0\x18ftypisom....", "a"), Some(Media::Mp4));
        assert_eq!(Media::of(b"<svg", "a.png"), None, "a drawing with a script in it is no picture");
        assert_eq!(PartKind::Video.take(Some(Media::Png), 1), Err(CannotTake::OtherMedia));
        assert_eq!(PartKind::Infographic.take(Some(Media::Png), 1), Ok(Media::Png));
        assert_eq!(PartKind::Slides.take(Some(Media::Pdf), LOOKED_INTO), Ok(Media::Pdf));
        assert_eq!(PartKind::Slides.take(Some(Media::Pptx), LOOKED_INTO + 1), Err(CannotTake::TooLarge(64)));
        assert_eq!(PartKind::Video.take(Some(Media::Mp4), LOOKED_INTO + 1), Ok(Media::Mp4));
    }

    #[test]
    fn headings_and_lists_are_told_from_paragraphs() {
        let lines = lines_of("I. MỤC TIÊU\n\nMỗi chi bộ họp hằng tháng.\n- đúng ngày\nNHIỆM VỤ");
        assert_eq!(
            lines,
            [
                Line::Heading("I. MỤC TIÊU"),
                Line::Paragraph("Mỗi chi bộ họp hằng tháng."),
                Line::Item("đúng ngày"),
                Line::Heading("NHIỆM VỤ")
            ]
        );
    }
}
