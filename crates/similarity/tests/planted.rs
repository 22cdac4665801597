//! Planted copies found again: word by word, against what was planted.

#![expect(clippy::unwrap_used, reason = "a test may stop where its material is missing")]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use similarity::{Source, Sources};

mod planting;
use planting::{Kind, Planted, WAYS, Way, plant};

/// Words rightly marked, wrongly marked, and missed.
#[derive(Debug, Default, Clone, Copy)]
struct Score {
    right: usize,
    wrong: usize,
    missed: usize,
}

#[expect(clippy::cast_precision_loss, reason = "words of a few texts")]
impl Score {
    fn precision(self) -> f64 {
        self.right as f64 / (self.right + self.wrong).max(1) as f64
    }

    fn recall(self) -> f64 {
        self.right as f64 / (self.right + self.missed).max(1) as f64
    }

    fn f1(self) -> f64 {
        2.0 * self.right as f64 / (2 * self.right + self.wrong + self.missed).max(1) as f64
    }
}

/// What the scorer of a text says, and the difference of its ratio.
fn score(planted: &Planted, sources: &Sources) -> (Score, f64) {
    let found = sources.compare(&planted.text);
    let (mut score, mut copied, mut counted) = (Score::default(), 0, 0);
    for (span, kind) in &planted.sentences {
        let is_marked = |at: usize| found.spans.iter().any(|marked| marked.range.contains(&at));
        let starts = planted.text[span.clone()]
            .split_inclusive(|letter: char| !letter.is_alphanumeric() && !('\u{300}'..='\u{36f}').contains(&letter));
        let (mut at, mut marked, mut all) = (span.start, 0, 0);
        for word in starts {
            if word.starts_with(char::is_alphanumeric) {
                all += 1;
                marked += usize::from(is_marked(at));
            }
            at += word.len();
        }
        match kind {
            Kind::Copied => {
                score.right += marked;
                score.missed += all - marked;
                copied += all;
                counted += all;
            }
            Kind::Own => {
                score.wrong += marked;
                counted += all;
            }
            Kind::Apart => {}
        }
        let is_odd = (*kind == Kind::Copied && marked < all) || (*kind == Kind::Own && marked > 0);
        if is_odd && std::env::var_os("SHOW").is_some() {
            println!("{kind:?} {marked}/{all}: {}", planted.text[span.clone()].replace('\n', " "));
        }
    }
    #[expect(clippy::cast_precision_loss, reason = "words of a few texts")]
    let truth = copied as f64 / f64::max(counted as f64, 1.0);
    (score, (found.ratio() - truth).abs())
}

/// Scores by way over all superiors, and the worst difference of a ratio where not edited heavily.
fn measure(superiors: &[String], seeds: u64) -> (BTreeMap<Way, Score>, f64) {
    let (mut by_way, mut worst) = (BTreeMap::<Way, Score>::new(), 0.0_f64);
    for (number, superior) in superiors.iter().enumerate() {
        let others: Vec<&str> =
            superiors.iter().enumerate().filter(|(at, _)| *at != number).map(|(_, other)| other.as_str()).collect();
        let sources = Sources::of(&[Source::superior(superior)]);
        for way in WAYS {
            for seed in 0..seeds {
                let planted = plant(superior, &others, way, seed * 1_000 + number as u64);
                let (new, difference) = score(&planted, &sources);
                if difference > 0.05 && std::env::var_os("SHOW").is_some() {
                    println!("superior {number} {way:?} {seed}: off by {difference:.3} {new:?}");
                }
                let all = by_way.entry(way).or_default();
                *all = Score {
                    right: all.right + new.right,
                    wrong: all.wrong + new.wrong,
                    missed: all.missed + new.missed,
                };
                // of heavily edited sentences some are missed on purpose
                worst = worst.max(if way == Way::Heavy { 0.0 } else { difference });
            }
        }
    }
    (by_way, worst)
}

fn sum(by_way: &BTreeMap<Way, Score>) -> Score {
    by_way.values().fold(Score::default(), |one, other| Score {
        right: one.right + other.right,
        wrong: one.wrong + other.wrong,
        missed: one.missed + other.missed,
    })
}

fn print(by_way: &BTreeMap<Way, Score>, worst: f64) {
    for (way, score) in by_way {
        println!("{way:?}: P {:.3} R {:.3} {score:?}", score.precision(), score.recall());
    }
    let all = sum(by_way);
    println!("all: P {:.4} R {:.4} F1 {:.4}, worst ratio {worst:.3}", all.precision(), all.recall(), all.f1());
}

fn shared() -> Option<PathBuf> {
    let shared = std::env::var_os("THONGSUOT_SHARED")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared"), PathBuf::from);
    Some(shared).filter(|shared| shared.join("corpus/score.py").is_file())
}

fn texts_in(folder: &Path) -> Vec<String> {
    let mut paths: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let texts = paths.iter().filter(|path| path.extension().is_some_and(|ending| ending == "txt"));
    texts.map(|path| std::fs::read_to_string(path).unwrap()).collect()
}

#[test]
fn copies_of_real_documents_are_found() {
    let Some(shared) = shared() else {
        println!("skipped: no corpus beside the project");
        return;
    };
    let mut superiors = texts_in(&shared.join("sources"));
    superiors.extend(texts_in(&shared.join("corpus/docs")));
    let mut seen = std::collections::HashSet::new();
    superiors.retain(|text| seen.insert(text.split_whitespace().rev().skip(200).take(40).collect::<String>()));
    superiors.retain(|text| planting::sentences_of(text).len() >= 12);
    println!("{} superiors", superiors.len());
    let (by_way, worst) = measure(&superiors, 8);
    print(&by_way, worst);
    let all = sum(&by_way);
    assert!(all.f1() >= 0.95 && all.precision() >= 0.96, "{all:?}");
}

const OURS: [&str; 3] = [
    include_str!("texts/day-nghe.txt"),
    include_str!("texts/nuoc-sach.txt"),
    include_str!("texts/sinh-hoat-chi-bo.txt"),
];

#[test]
fn copies_of_invented_documents_are_found_in_every_way_of_editing() {
    let superiors: Vec<String> = OURS.iter().map(|text| (*text).to_owned()).collect();
    let (by_way, worst) = measure(&superiors, 30);
    print(&by_way, worst);
    let all = sum(&by_way);
    assert!(all.f1() >= 0.95 && all.precision() >= 0.96 && worst <= 0.03, "{all:?} {worst}");
    assert!(by_way[&Way::Heavy].recall() >= 0.75 && by_way[&Way::NoDiacritics].recall() >= 0.95);
}

#[test]
fn independent_documents_of_one_genre_have_copied_nothing() {
    for (number, text) in OURS.iter().enumerate() {
        let others = OURS.iter().enumerate().filter(|(at, _)| *at != number);
        let sources: Vec<Source> = others.map(|(_, other)| Source::superior(other)).collect();
        let found = Sources::of(&sources).compare(text);
        assert!(found.ratio() < 0.02, "{number}: {:.3} {:?}", found.ratio(), found.spans);
    }
}
