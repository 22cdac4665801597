//! Word files as people send them, made without Word.

use std::io::{Cursor, Write};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// A file of these lines; what stands between `[` and `]` is bold.
pub fn docx(lines: &[&str]) -> Vec<u8> {
    let paragraph = |line: &&str| {
        let marked = line.replace('[', "</w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t xml:space=\"preserve\">");
        let marked = marked.replace(']', "</w:t></w:r><w:r><w:t xml:space=\"preserve\">");
        format!("<w:p><w:r><w:t xml:space=\"preserve\">{marked}</w:t></w:r></w:p>")
    };
    let body: String = lines.iter().map(paragraph).collect();
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    archive.start_file("word/document.xml", SimpleFileOptions::default()).unwrap();
    write!(archive, "<w:document xmlns:w=\"w\"><w:body>{body}</w:body></w:document>").unwrap();
    archive.finish().unwrap().into_inner()
}
