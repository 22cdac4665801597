//! Any bytes as a file of any name: an answer, never a panic.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    for name in ["a.txt", "a.md", "a.html", "a.docx", "a.pdf", "a"] {
        let _ = official_text::read::text_of(name, bytes);
    }
});
