//! Any text: no panic, and every span of the parse lies on letters of the text.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let document = official_text::parse(text);
    let fields = [&document.number, &document.symbol, &document.title, &document.date, &document.issuing_body];
    let spans = fields.into_iter().flatten().map(|found| found.span);
    let spans = spans.chain(document.sections.iter().map(|section| section.span));
    let spans = spans.chain(document.citations.iter().map(|citation| citation.span));
    let spans = spans.chain(document.tasks.iter().map(|task| task.work.span));
    for span in spans {
        assert!(text.get(span.start..span.end).is_some());
    }
    let _ = official_text::secrecy_mark(text);
});
