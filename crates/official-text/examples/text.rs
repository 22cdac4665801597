//! Prints the text that is read from a file: `cargo run -p official-text --example text -- FILE`

fn main() -> Result<(), Box<dyn std::error::Error>> {
    for file in std::env::args().skip(1) {
        println!("{}", official_text::read::text_of(&file, &std::fs::read(&file)?)?.body);
    }
    Ok(())
}
