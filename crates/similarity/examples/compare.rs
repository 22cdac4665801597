//! `compare SUPERIOR FILE...`: one JSON object a line, offsets in characters of the file.

use similarity::{Source, Sources};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut files = std::env::args().skip(1);
    let superior = std::fs::read_to_string(files.next().ok_or("compare SUPERIOR FILE...")?)?;
    let sources = Sources::of(&[Source::superior(&superior)]);
    for file in files {
        let text = std::fs::read_to_string(&file)?;
        let found = sources.compare(&text);
        let letters = |bytes: usize| text[..bytes].chars().count();
        let spans: Vec<_> = found
            .spans
            .iter()
            .map(|span| serde_json::json!({"start": letters(span.range.start), "end": letters(span.range.end)}))
            .collect();
        let id = std::path::Path::new(&file).file_stem().unwrap_or_default().to_string_lossy().into_owned();
        println!("{}", serde_json::json!({"id": id, "ratio": found.ratio(), "spans": spans}));
    }
    Ok(())
}
