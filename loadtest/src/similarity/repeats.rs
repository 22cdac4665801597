//! Texts that cost most to compare must cost no more than their length.

use std::hint::black_box;
use std::time::Instant;

use anyhow::{Result, ensure};
use similarity::{Source, Sources};

/// Ten times the text may cost so many times as much.
const MOST_GROWTH: f64 = 40.0;
const SHORT: usize = 20_000;

/// Texts that cost most: one word, one sentence, one clause over and over, no end of sentence, marks left open.
fn repeats(bytes: usize) -> Vec<String> {
    [
        "a ",
        "công tác ",
        "Mỗi thôn dựng một vườn ươm keo lai. ",
        "ươm keo lai, ",
        "“ ",
        "\n- ",
        "1. ",
        "ngày 1/1/2025 ",
        "A\n",
        ";",
    ]
    .into_iter()
    .map(|piece| piece.repeat(bytes / piece.len()))
    .collect()
}

/// Prints the steepest growth from 20 KB to 200 KB of a text compared with itself.
///
/// # Errors
/// When a text costs more than its length.
pub(super) fn run() -> Result<()> {
    let taken = |text: &String| {
        let began = Instant::now();
        black_box(Sources::of(&[Source::superior(text)]).compare(text));
        began.elapsed().as_secs_f64()
    };
    let (short, long) = (repeats(SHORT), repeats(SHORT * 10));
    let growths = short.iter().zip(&long).map(|(short, long)| taken(long) / taken(short).max(0.000_5));
    let most = growths.fold(0.0, f64::max);
    println!("hostile texts, ten times as long: {most:.0} times the time at most");
    ensure!(most < MOST_GROWTH, "a text ten times as long takes {most:.0} times as long");
    Ok(())
}
