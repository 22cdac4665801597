//! The labelled corpus through its own scorer. Corpus and scorer are no part of the project: the
//! test says so and passes where they or python3 are missing.

#![expect(clippy::unwrap_used, reason = "a test may stop where its material is missing")]

use std::path::{Path, PathBuf};
use std::process::Command;

use official_text::{parse, read, to_score_json};
use serde_json::Value;

fn corpus() -> Option<PathBuf> {
    let shared = std::env::var_os("THONGSUOT_SHARED")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared"), PathBuf::from);
    Some(shared.join("corpus")).filter(|corpus| corpus.join("score.py").is_file())
}

fn score(corpus: &Path) -> Option<Value> {
    let folder = tempfile::tempdir().ok()?;
    let (predictions, result) = (folder.path().join("parse.jsonl"), folder.path().join("score.json"));
    let mut lines = String::new();
    for entry in std::fs::read_dir(corpus.join("docs")).unwrap() {
        let path = entry.unwrap().path();
        let text = read::text_of(&path.to_string_lossy(), &std::fs::read(&path).unwrap()).unwrap();
        assert_eq!(text.secrecy_mark(), None, "{}", path.display());
        let id = path.file_stem().unwrap().to_string_lossy().into_owned();
        lines += &format!("{}\n", to_score_json(&id, &parse(&text.body)));
    }
    std::fs::write(&predictions, lines).unwrap();
    let command = Command::new("python3")
        .arg(corpus.join("score.py"))
        .arg("parse")
        .arg(&predictions)
        .arg("--json")
        .arg(&result)
        .output()
        .ok()?;
    assert!(command.status.success(), "{}", String::from_utf8_lossy(&command.stderr));
    serde_json::from_slice(&std::fs::read(&result).ok()?).ok()
}

#[test]
fn the_corpus_is_read_above_its_thresholds() {
    let Some(score) = corpus().and_then(|corpus| score(&corpus)) else {
        println!("skipped: no corpus beside the project, or no python3");
        return;
    };
    let thresholds = [
        (&score["field_accuracy"], 0.98),
        (&score["recipients"]["f1"], 0.97),
        (&score["sections"]["f1"], 0.98),
        (&score["section_depth_accuracy"], 0.98),
        (&score["cit_core"]["f1"], 0.98),
        (&score["cit_named"]["f1"], 0.95),
    ];
    for (reached, least) in thresholds {
        assert!(reached.as_f64().is_some_and(|reached| reached >= least), "{score:#}");
    }
    assert_eq!(score["spurious"], serde_json::json!({}), "a field was filled that the text does not have");
}
