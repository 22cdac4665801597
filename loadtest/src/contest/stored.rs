//! A million and a half attempts of four hundred thousand people stored: the ranking, a rank, the published file and its
//! verification.

use std::process::Command;
use std::time::Instant as Moment;

use anyhow::{Context, Result, ensure};
use contests::domain::{Ended, Marks, Round, Sitting};
use contests::store;
use kernel::Instant;
use platform::App;
use tokio::io::AsyncWriteExt;
use tokio::runtime::Runtime;

use super::setup::{Running, Site, answers, clock, running};
use crate::http::{Connection, get};
use crate::measure::{Times, memory};
use crate::server::{Server, program};

const PEOPLE: i64 = 400_000;
const ROUNDS: usize = 3;
const ATTEMPTS_EACH: i64 = 500_000;
const STRETCH: i64 = 4_000;
const RANKS: i64 = 2_000;

/// Prints the figures.
///
/// # Errors
/// When a mark is missed or the published file is not true.
pub fn run(runtime: &Runtime, site: &Site) -> Result<()> {
    let app = site.open()?;
    // the rounds close in a second, so that they can be settled
    let contest = running(&app, ROUNDS, PEOPLE, 0)?;
    for round in 0..ROUNDS {
        fill(&app, &contest, round)?;
    }
    drop(app);
    let clock = clock();
    let asking: Vec<_> = (1..=RANKS).map(|n| contest.requests(0, n * 7, &clock)).collect();
    let server = runtime.block_on(async {
        let port = std::net::TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        Server::start_at(site.folder(), site.database(), &format!("127.0.0.1:{port}")).await
    })?;
    let file = site.folder().join("contest-1.jsonl");
    runtime.block_on(async {
        let mut connection = Connection::open(&server.address).await?;
        let round = contest.rounds[0].no;
        let page = get(&format!("/thi/rounds/{round}/ranking"), "");
        let cold = timed(&mut connection, &page).await?;
        let warm = timed(&mut connection, &page).await?;
        let mut ranks = Times::default();
        for one in &asking {
            let began = Moment::now();
            let reply = connection.send(&one.rank()).await?;
            ranks.take(began.elapsed());
            ensure!(reply.status == 200, "{}", reply.status);
        }
        println!(
            "  {} attempts of {PEOPLE} people stored: ranking of a round {cold:.2} s the first time, {warm:.3} s then; \
             one person's rank p50 {:.1} ms  p99 {:.1} ms",
            ATTEMPTS_EACH * i64::try_from(ROUNDS)?,
            ranks.percentile(0.5),
            ranks.percentile(0.99)
        );
        ensure!(cold < 2.0 && ranks.percentile(0.99) < 10.0, "the ranking is slower than wanted");
        let began = Moment::now();
        let bytes = download(&server.address, "/thi/1/published.jsonl", &file).await?;
        println!("  published file: {} MB in {:.1} s", bytes / 1_000_000, began.elapsed().as_secs_f64());
        Ok::<_, anyhow::Error>(())
    })?;
    let (_, peak) = memory(server.pid());
    drop(server);
    let began = Moment::now();
    let verified = Command::new(program()?).arg("verify-contest").arg(&file).output().context("verify-contest")?;
    let seconds = began.elapsed().as_secs_f64();
    let told = String::from_utf8_lossy(&verified.stdout);
    ensure!(verified.status.success(), "{told}{}", String::from_utf8_lossy(&verified.stderr));
    println!("  verified by `thongsuot verify-contest` in {seconds:.1} s; the server's memory peaked at {peak:.0} MiB");
    ensure!(seconds < 60.0 && peak < 500.0, "slower or larger than wanted");
    Ok(())
}

async fn timed(connection: &mut Connection, request: &[u8]) -> Result<f64> {
    let began = Moment::now();
    let reply = connection.send(request).await?;
    ensure!(reply.status == 200, "{}", reply.status);
    Ok(began.elapsed().as_secs_f64())
}

/// Saves what is sent in chunks, without keeping it.
async fn download(address: &str, path: &str, to: &std::path::Path) -> Result<u64> {
    use tokio::io::AsyncReadExt;
    let mut stream = tokio::net::TcpStream::connect(address).await?;
    // HTTP/1.0 is answered without chunks, until the end of the connection
    stream.write_all(format!("GET {path} HTTP/1.0\r\nHost: bench\r\n\r\n").as_bytes()).await?;
    let mut file = std::fs::File::create(to)?;
    let (mut buffer, mut head, mut is_body, mut bytes) = (vec![0_u8; 1 << 20], Vec::new(), false, 0_u64);
    loop {
        let count = stream.read(&mut buffer).await?;
        if count == 0 {
            break;
        }
        let mut piece = &buffer[..count];
        if !is_body {
            head.extend_from_slice(piece);
            let Some(at) = head.windows(4).position(|four| four == b"\r\n\r\n") else { continue };
            ensure!(head.starts_with(b"HTTP/1.0 200"), "{}", String::from_utf8_lossy(&head[..at]));
            is_body = true;
            piece = &head[at + 4..];
        }
        std::io::Write::write_all(&mut file, piece)?;
        bytes += u64::try_from(piece.len())?;
    }
    Ok(bytes)
}

/// Fills a round with its attempts, graded and chained as the engine does, and settles it.
fn fill(app: &App, of: &Running, place: usize) -> Result<()> {
    let round = of.rounds[place].clone();
    for first in (0..ATTEMPTS_EACH).step_by(usize::try_from(STRETCH)?) {
        let last = (first + STRETCH).min(ATTEMPTS_EACH);
        let ended: Vec<Ended> = (first..last).map(|n| attempt(&round, n)).collect();
        let no = round.no;
        app.db.write_now(move |tx| contests::record_past(tx, no, ended))?;
    }
    let contest = of.contest.clone();
    app.db.write_now(move |tx| {
        let round = store::find_round(tx, round.no)?;
        store::settle(tx, &contest, &round)
    })?;
    Ok(())
}

/// Most people come once, a quarter of them twice.
fn attempt(round: &Round, n: i64) -> Ended {
    let started_at = Instant(round.opens_at.0 + n * 2);
    let contestant = n % PEOPLE + 1;
    let sitting = Sitting {
        nonce: format!("{n:x}"),
        started_at,
        due_at: round.due_at(started_at),
        revision: 1,
        answers: answers(n),
        prediction: None,
        marks: Marks { device: format!("d{contestant}"), address: "a".into() },
    };
    let finished_at = Instant(started_at.0 + 60_000 + n * 37 % 400_000);
    Ended { contestant, number: n / PEOPLE + 1, sitting, finished_at }
}
