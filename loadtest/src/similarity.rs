//! `bench similarity`: invented reflections in the index of copies, each then asked for its nearest; beside it, over the
//! same texts in the same run, an exact join of runs of words and MinHash with as many values as reach the same recall.
//! Then one programme against its ancestors and its siblings.

mod reference;
mod repeats;
mod texts;

use std::time::Instant;

use anyhow::{Context, Result, ensure};
use similarity::{Fingerprint, Index, Source, Sources};

use crate::measure::{Times, memory};
use reference::{Exact, MinHash};

const REFLECTIONS: usize = 100_000;
const QUESTIONS: usize = 20_000;
/// The references, slower by far, are asked so many of them.
const REFERENCE_QUESTIONS: usize = 2_000;
const SIBLINGS: usize = 3_000;
const WORKERS: usize = 2;
const BUILD_SECONDS: f64 = 60.0;
const BUILD_MIB: f64 = 1_024.0;
const NEAREST_MS: f64 = 20.0;
const PROGRAMME_MS: f64 = 300.0;
/// Share of copies whose origin must come first.
const FOUND: f64 = 0.99;
/// Siblings that are laid beside a programme word by word.
const LAID_BESIDE: usize = 24;

/// What was measured.
pub(crate) struct Measured {
    seconds: f64,
    mib: f64,
    /// 99th percentile, milliseconds
    nearest: f64,
    pub(crate) recall: f64,
    programme: f64,
    /// share of programmes whose copied sibling was found
    pub(crate) siblings_found: f64,
}

/// Runs the benchmark and prints its table.
///
/// # Errors
/// When a mark is missed.
pub fn run() -> Result<()> {
    let measured = measure(REFLECTIONS, QUESTIONS, SIBLINGS)?;
    ensure!(measured.seconds < BUILD_SECONDS, "the index took {:.1} s", measured.seconds);
    ensure!(measured.mib < BUILD_MIB, "the index took {:.0} MiB", measured.mib);
    ensure!(measured.nearest < NEAREST_MS, "p99 of the nearest is {:.1} ms", measured.nearest);
    ensure!(measured.recall > FOUND, "only {:.4} of the copies were found", measured.recall);
    ensure!(measured.siblings_found > FOUND, "only {:.4} of the siblings were found", measured.siblings_found);
    ensure!(measured.programme < PROGRAMME_MS, "p99 of a programme is {:.1} ms", measured.programme);
    repeats::run()
}

/// Measures so many texts and questions.
pub(crate) fn measure(reflections: usize, questions: usize, siblings: usize) -> Result<Measured> {
    println!(
        "similarity: {reflections} reflections of {} words, {questions} asked by {WORKERS} at once, of the references at most {REFERENCE_QUESTIONS}",
        texts::WORDS
    );
    println!("{:<28} {:>9} {:>9} {:>9} {:>9} {:>9}", "", "build s", "MiB", "recall", "p50 ms", "p99 ms");
    let questions = questions.min(reflections);
    let (index, seconds, mib) = build(reflections)?;
    let (recall, mut times) = asked(reflections, questions, |text| index.nearest(&Fingerprint::of(text), 2))?;
    let nearest = times.percentile(0.99);
    line("crates/similarity", (seconds, mib), recall, &mut times);
    drop(index);
    references(reflections, questions.min(REFERENCE_QUESTIONS), recall)?;
    let (mut programmes, siblings_found) = against_siblings(siblings)?;
    let programme = programmes.percentile(0.99);
    println!(
        "one programme against 3 ancestors and {siblings} siblings: p50 {:.1} ms, p99 {programme:.1} ms, the copied sibling \
         found for {:.1} %",
        programmes.percentile(0.5),
        siblings_found * 100.0
    );
    Ok(Measured { seconds, mib, nearest, recall, programme, siblings_found })
}

fn line(name: &str, (seconds, mib): (f64, f64), recall: f64, times: &mut Times) {
    let (p50, p99) = (times.percentile(0.5), times.percentile(0.99));
    println!("{name:<28} {seconds:>9.1} {mib:>9.0} {recall:>9.4} {p50:>9.3} {p99:>9.3}");
}

/// Does something for every number below `count` on all workers; results come in order.
fn on_all_workers<T: Send>(count: usize, work: impl Fn(usize) -> T + Sync) -> Result<Vec<T>> {
    let part = count.div_ceil(WORKERS);
    std::thread::scope(|scope| {
        let work = &work;
        let workers: Vec<_> = (0..WORKERS)
            .map(|worker| {
                let numbers = (worker * part).min(count)..((worker + 1) * part).min(count);
                scope.spawn(move || numbers.map(work).collect::<Vec<T>>())
            })
            .collect();
        let mut all = Vec::with_capacity(count);
        for worker in workers {
            all.extend(worker.join().map_err(|_| anyhow::anyhow!("a worker panicked"))?);
        }
        Ok(all)
    })
}

/// Reads every reflection on all workers; what was read, and the seconds reading took. Inventing the texts is not counted.
fn read_all<T: Send>(reflections: usize, read: impl Fn(&str) -> T + Sync) -> Result<(Vec<T>, f64)> {
    let taken = on_all_workers(reflections, |number| {
        let text = texts::reflection(number).text;
        let began = Instant::now();
        (read(&text), began.elapsed())
    })?;
    let mut all = Vec::with_capacity(reflections);
    let mut seconds = 0.0;
    for (one, time) in taken {
        all.push(one);
        seconds += time.as_secs_f64();
    }
    #[expect(clippy::cast_precision_loss, reason = "two")]
    Ok((all, seconds / WORKERS as f64))
}

/// The index, the seconds it took, and the memory the process took for it at most, in MiB.
fn build(reflections: usize) -> Result<(Index, f64, f64)> {
    let before = memory(std::process::id()).0;
    let (fingerprints, reading) = read_all(reflections, Fingerprint::of)?;
    let began = Instant::now();
    let index = Index::of(fingerprints);
    let (_, most) = memory(std::process::id());
    Ok((index, reading + began.elapsed().as_secs_f64(), most - before))
}

/// Asks for the nearest of texts spread over all; gives the share of copies whose origin came first, and the times.
fn asked<N: NearText>(
    reflections: usize,
    questions: usize,
    nearest: impl Fn(&str) -> Vec<N> + Sync,
) -> Result<(f64, Times)> {
    let step = (reflections / questions.max(1)).max(1);
    let answers = on_all_workers(questions, |number| {
        let asked = number * step;
        let reflection = texts::reflection(asked);
        let began = Instant::now();
        let found = nearest(&reflection.text);
        let time = began.elapsed();
        let first = found.iter().map(NearText::text).find(|text| *text != asked);
        (reflection.origin.map(|origin| first == Some(origin)), time)
    })?;
    let mut times = Times::default();
    let (mut copies, mut found) = (0_usize, 0_usize);
    for (answer, time) in answers {
        times.take(time);
        copies += usize::from(answer.is_some());
        found += usize::from(answer == Some(true));
    }
    #[expect(clippy::cast_precision_loss, reason = "counts far below 2^52")]
    Ok((found as f64 / copies.max(1) as f64, times))
}

trait NearText {
    fn text(&self) -> usize;
}

impl NearText for similarity::Near {
    fn text(&self) -> usize {
        self.text as usize
    }
}

impl NearText for usize {
    fn text(&self) -> usize {
        *self
    }
}

/// The references over the same texts; their MiB are those of their tables alone.
fn references(reflections: usize, questions: usize, recall: f64) -> Result<()> {
    let (rows, reading) = read_all(reflections, reference::runs)?;
    let began = Instant::now();
    let exact = Exact::of(rows.into_iter());
    let built = (reading + began.elapsed().as_secs_f64(), exact.size());
    let (reached, mut times) = asked(reflections, questions, |text| exact.nearest(text))?;
    line("reference: exact join of runs", built, reached, &mut times);
    drop(exact);
    for values in [64, 128, 256] {
        let (rows, reading) = read_all(reflections, |text| MinHash::values(text, values))?;
        let began = Instant::now();
        let minhash = MinHash::of(rows.into_iter(), values);
        let built = (reading + began.elapsed().as_secs_f64(), minhash.size());
        let (reached, mut times) = asked(reflections, questions, |text| minhash.nearest(text))?;
        line(&format!("reference: MinHash {values} values"), built, reached, &mut times);
        if reached >= recall {
            break;
        }
    }
    Ok(())
}

/// Programmes of 3,000 words: the likeliest siblings from the index, then they and the ancestors word by word.
fn against_siblings(siblings: usize) -> Result<(Times, f64)> {
    let programmes: Vec<texts::Programme> = (0..siblings).map(texts::programme).collect();
    let ancestors: Vec<String> = (0..3).map(texts::ancestor).collect();
    let index = Index::of(programmes.iter().map(|programme| Fingerprint::of(&programme.text)));
    let (mut times, mut copies, mut found) = (Times::default(), 0_usize, 0_usize);
    for number in (0..siblings).step_by((siblings / 100).max(1)) {
        let programme = programmes.get(number).context("a programme")?;
        let began = Instant::now();
        let near = index.nearest(&Fingerprint::of(&programme.text), LAID_BESIDE + 1);
        let beside: Vec<usize> = near.iter().map(NearText::text).filter(|text| *text != number).collect();
        let superiors = ancestors.iter().map(|text| Source::superior(text));
        let sources: Vec<Source> =
            superiors.chain(beside.iter().map(|text| Source::sibling(&programmes[*text].text))).collect();
        let compared = Sources::of(&sources).compare(&programme.text);
        times.take(began.elapsed());
        if let Some(origin) = programme.origin {
            copies += 1;
            let from = compared.spans.iter().filter_map(|span| beside.get(span.source.checked_sub(ancestors.len())?));
            found += usize::from(from.into_iter().any(|text| *text == origin));
        }
    }
    #[expect(clippy::cast_precision_loss, reason = "counts far below 2^52")]
    Ok((times, found as f64 / copies.max(1) as f64))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_small_run_finds_origins() {
        let measured = measure(400, 400, 60).unwrap();
        assert!(measured.recall > 0.9 && measured.siblings_found > 0.9);
    }
}
