//! The planted copies beside the project through their own scorer. They are no part of the project: the test says so and
//! passes where they or python3 are missing.

#![expect(clippy::unwrap_used, reason = "a test may stop where its material is missing")]

use std::path::{Path, PathBuf};
use std::process::Command;

use similarity::{Source, Sources};

fn shared() -> Option<PathBuf> {
    let shared = std::env::var_os("THONGSUOT_SHARED")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared"), PathBuf::from);
    Some(shared.join("corpus")).filter(|corpus| corpus.join("copy/sup_ctr58.txt").is_file())
}

/// What the scorer prints.
fn scored(corpus: &Path) -> Option<String> {
    let copies = corpus.join("copy");
    let superior = std::fs::read_to_string(copies.join("sup_ctr58.txt")).unwrap();
    let sources = Sources::of(&[Source::superior(&superior)]);
    let mut lines = String::new();
    for entry in std::fs::read_dir(&copies).unwrap() {
        let path = entry.unwrap().path();
        let id = path.file_stem().unwrap().to_string_lossy().into_owned();
        if !id.starts_with('p') || path.extension().is_none_or(|ending| ending != "txt") {
            continue;
        }
        let text = std::fs::read_to_string(&path).unwrap();
        let found = sources.compare(&text);
        let letters = |byte: usize| text[..byte].chars().count();
        let spans: Vec<_> = found
            .spans
            .iter()
            .map(|span| serde_json::json!({"start": letters(span.range.start), "end": letters(span.range.end)}))
            .collect();
        lines += &format!("{}\n", serde_json::json!({"id": id, "ratio": found.ratio(), "spans": spans}));
    }
    let folder = tempfile::tempdir().unwrap();
    let predictions = folder.path().join("copy.jsonl");
    std::fs::write(&predictions, lines).unwrap();
    let scorer = Command::new("python3")
        .arg(corpus.join("score.py"))
        .arg("copy")
        .arg(&predictions)
        .arg("--truth")
        .arg(&copies)
        .arg("-v")
        .output()
        .ok()?;
    assert!(scorer.status.success(), "{}", String::from_utf8_lossy(&scorer.stderr));
    Some(String::from_utf8_lossy(&scorer.stdout).into_owned())
}

/// The number behind a word of the scorer's output.
fn after(printed: &str, word: &str) -> f64 {
    let rest = printed.rsplit_once(word).unwrap_or_else(|| panic!("no «{word}» in {printed}")).1.trim_start();
    let end = rest.find(|sign: char| !sign.is_ascii_digit() && sign != '.').unwrap_or(rest.len());
    rest[..end].parse().unwrap()
}

#[test]
fn the_planted_copies_are_found_above_their_marks() {
    let Some(printed) = shared().and_then(|corpus| scored(&corpus)) else {
        println!("skipped: no corpus beside the project, or no python3");
        return;
    };
    println!("{printed}");
    let marks = [(" P ", 0.96), (" F1 ", 0.95), ("'heavy':", 0.75), ("'nodia':", 0.95)];
    for (word, least) in marks {
        assert!(after(&printed, word) >= least, "{word} {printed}");
    }
    assert!(after(&printed, "worst ") <= 0.03, "{printed}");
    let nothing = printed.lines().find(|line| line.starts_with("p011")).unwrap();
    assert!(after(nothing, "said ") < 0.02, "{nothing}");
}
