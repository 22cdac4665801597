//! `thongsuot verify-contest`: recomputes a contest from its published file alone. What is wrong is told line by line, and
//! the exit code is not 0.

use std::io::BufReader;

use anyhow::{Context, bail};
use fair_contest::{Report, RoundReport, WholeReport, WholeResult, verify};

use crate::cli::VerifyContest;

pub(super) fn run(asked: &VerifyContest) -> anyhow::Result<()> {
    let file = std::fs::File::open(&asked.file).context("không mở được tệp / cannot open the file")?;
    let report =
        verify(BufReader::with_capacity(1 << 20, file)).context("không đọc được tệp / cannot read the file")?;
    println!("{}", report.title);
    for round in &report.rounds {
        tell(round, asked);
    }
    if let Some(whole) = &report.whole {
        tell_whole(whole, asked);
    }
    for fault in &report.faults {
        println!("  ✗ {fault}");
    }
    if report.is_true() {
        println!(
            "Đúng: mầm, kho câu hỏi, từng lần rút, từng điểm, chuỗi kết quả và xếp hạng đều khớp · Everything follows from what was sealed"
        );
        return Ok(());
    }
    let more = report.fault_count.saturating_sub(Report::KEPT);
    bail!(
        "tệp không khớp, {} chỗ / the file does not follow, {} faults ({more} not shown)",
        report.fault_count,
        report.fault_count
    )
}

fn tell(round: &RoundReport, asked: &VerifyContest) {
    println!(
        "{}: {} người, {} lượt, hủy {} · {} people, {} attempts, {} annulled",
        round.name, round.people, round.attempts, round.annulled, round.people, round.attempts, round.annulled
    );
    for ranked in round.standings.from(0).take(asked.top) {
        let of = ranked.performance;
        println!("  {:>4}  {:06}  {:>3}  {:>9.2} s", ranked.rank, of.contestant, of.score, seconds(of.took));
    }
    for contestant in &asked.contestants {
        match (round.standings.rank(*contestant), round.standings.counting(*contestant)) {
            (Some(rank), Some(of)) => {
                println!("  {contestant:06}: hạng {rank} · rank {rank}, {} / {:.2} s", of.score, seconds(of.took));
            }
            _ => println!("  {contestant:06}: không có kết quả · no result"),
        }
    }
}

/// The contest over all its rounds.
fn tell_whole(whole: &WholeReport, asked: &VerifyContest) {
    let people = whole.ranking.len();
    println!("Toàn hội thi · The whole contest: {people} người · people");
    let is_asked = |one: &WholeResult| asked.contestants.contains(&one.contestant);
    let top = |place: usize| place < asked.top;
    for (_, one) in whole.ranking.iter().enumerate().filter(|(place, one)| top(*place) || is_asked(one)) {
        println!("  {:>4}  {:06}  {:>3}  {:>9.2} s", one.rank, one.contestant, one.score, seconds(one.took));
    }
}

/// Hundredths below are cut off, as on the pages of the contest.
#[allow(clippy::cast_precision_loss)]
fn seconds(millis: i64) -> f64 {
    (millis / 10) as f64 / 100.0
}
