//! Any bytes as an edXML packet: an answer, never a panic; what was read can be written and read again.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let _ = (edxml::is_likely("a.xml", bytes), edxml::short_texts(bytes));
    let Ok(packet) = edxml::read(bytes) else { return };
    if let Ok(file) = edxml::write(&packet) {
        assert!(edxml::read(&file).is_ok());
    }
});
