//! Any text through the functions of `vietnamese`: folding twice changes nothing, dates lie in the text.
#![no_main]

use libfuzzer_sys::fuzz_target;
use vietnamese::{LegacyEncoding, collation_key, dates_in, fold, name_sort_key, nfc};

fuzz_target!(|text: &str| {
    let folded = fold(text);
    assert_eq!(fold(&folded), folded);
    for date in dates_in(text) {
        assert!(text.get(date.start..date.end).is_some());
    }
    let _ = (nfc(text), collation_key(text), name_sort_key(text), LegacyEncoding::of(text));
    for encoding in [LegacyEncoding::Tcvn3, LegacyEncoding::Vni] {
        let _ = encoding.decode(text);
    }
});
