//! Prints the parse of each file as one JSON object a line:
//! `cargo run -p official-text --example parse -- FILE...`

use std::path::Path;

fn main() {
    let mut failed = false;
    for file in std::env::args().skip(1) {
        let path = Path::new(&file);
        let id = path.file_stem().map_or_else(String::new, |stem| stem.to_string_lossy().into_owned());
        match std::fs::read_to_string(path) {
            Ok(text) => println!("{}", official_text::to_score_json(&id, &official_text::parse(&text))),
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
