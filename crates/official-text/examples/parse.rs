//! Prints the parse of each file as one JSON object a line:
//! `cargo run -p official-text --example parse -- FILE...`

use std::path::Path;

fn main() {
    let mut failed = false;
    for file in std::env::args().skip(1) {
        match parsed(Path::new(&file)) {
            Ok(line) => println!("{line}"),
            Err(error) => {
                eprintln!("{file}: {error}");
                failed = true;
            }
        }
    }
    if failed {
        std::process::exit(1);
    }
}

fn parsed(path: &Path) -> Result<serde_json::Value, Box<dyn std::error::Error>> {
    let id = path.file_stem().unwrap_or_default().to_string_lossy();
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let text = official_text::read::text_of(&name, &std::fs::read(path)?)?;
    Ok(official_text::to_score_json(&id, &official_text::parse(&text.body)))
}
