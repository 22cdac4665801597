//! Any bytes as a signed PDF: the signatures found in it, never a panic.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let _ = pdf_signatures::read(bytes);
});
