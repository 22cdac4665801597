//! Any two texts, parted by a null: no panic, spans on letters of the texts, none over another.
#![no_main]

use libfuzzer_sys::fuzz_target;
use similarity::{Fingerprint, Index, Source, Sources};

fuzz_target!(|both: &str| {
    let (source, text) = both.split_once('\0').unwrap_or((both, both));
    let found = Sources::with_mandated(&[Source::superior(source)], &["các cấp"]).compare(text);
    let mut end = 0;
    for span in &found.spans {
        assert!(span.range.start >= end && text.get(span.range.clone()).is_some());
        assert!(source.get(span.source_range.clone()).is_some());
        end = span.range.end;
    }
    assert!(found.copied_words <= found.words);
    let index = Index::of([Fingerprint::of(source)]);
    let _ = index.nearest(&Fingerprint::of(text), 1);
});
