//! Whole attempts as fast as they go, then ten thousand contestants in ten seconds.

use std::sync::Arc;
use std::time::{Duration, Instant as Moment};

use anyhow::{Result, ensure};
use platform::params;
use tokio::runtime::Runtime;

use super::setup::{QUESTIONS, Requests, Running, Site, answers, clock, running};
use crate::http::{Connection, Reply, get};
use crate::measure::{Times, memory};
use crate::server::Server;

const ATTEMPTS: i64 = 45_000;
const CONNECTIONS: i64 = 256;
const RUSH: i64 = 10_000;
const RUSH_SECONDS: f64 = 10.0;

/// Prints the figures.
///
/// # Errors
/// When a request is refused or an attempt lost.
pub fn run(runtime: &Runtime, site: &Site) -> Result<()> {
    let app = site.open()?;
    let contest = running(&app, 2, ATTEMPTS.max(RUSH), 60)?;
    drop(app);
    let clock = clock();
    let first = requests(&contest, 0, ATTEMPTS, &clock);
    let server = runtime.block_on(start(site))?;
    let (mut empty, empty_seconds) = runtime.block_on(load(&server, Arc::new(Vec::new()), None))?;
    let (mut steps, seconds) = runtime.block_on(load(&server, first, Some(QUESTIONS)))?;
    let mut rush = runtime.block_on(rush(&server, requests(&contest, 1, RUSH, &clock)))?;
    let (_, peak) = memory(server.pid());
    drop(server);
    let app = site.open()?;
    let kept: i64 =
        app.db.read_now(|tx| tx.scalar("SELECT COUNT(*) FROM contest_result WHERE round_no = 1", params![]))?;
    ensure!(kept == ATTEMPTS, "{kept} attempts were kept of {ATTEMPTS}");
    print(&mut empty, empty_seconds, &mut steps, seconds);
    println!(
        "  {RUSH} contestants begin within {RUSH_SECONDS} s, each on a connection of its own: none refused, p50 {:.1} ms  p99 {:.1} ms",
        rush.percentile(0.5),
        rush.percentile(0.99)
    );
    println!("  the server's memory peaked at {peak:.0} MiB");
    ensure!(peak < 500.0, "more than 500 MiB");
    Ok(())
}

async fn start(site: &Site) -> Result<Server> {
    let port = std::net::TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
    Server::start_at(site.folder(), site.database(), &format!("127.0.0.1:{port}")).await
}

fn requests(contest: &Running, round: usize, count: i64, clock: &Arc<dyn kernel::Clock>) -> Arc<Vec<Requests>> {
    Arc::new((1..=count).map(|no| contest.requests(round, no, clock)).collect())
}

/// The times of the steps: start, answers, submit; of nothing in the first alone.
type Steps = [Times; 3];

#[allow(clippy::cast_precision_loss)]
fn print(empty: &mut Steps, empty_seconds: f64, steps: &mut Steps, seconds: f64) {
    let (rate, reference) = (ATTEMPTS as f64 / seconds, (ATTEMPTS * 3) as f64 / empty_seconds);
    println!("  empty handler    {reference:>8.0} requests/s  p99 {:>5.1} ms", empty[0].percentile(0.99));
    println!(
        "  whole attempts   {rate:>8.0}/s of three durable requests each = {:.0}% of the empty handler; all {ATTEMPTS} kept",
        rate * 3.0 / reference * 100.0
    );
    for (name, times) in ["start, 20 questions", "answers kept", "submit, receipt"].iter().zip(steps) {
        println!("    {name:<20} p50 {:>5.1} ms  p99 {:>5.1} ms", times.percentile(0.5), times.percentile(0.99));
    }
}

/// Every contestant's whole attempt over all connections; without contestants the same number of empty requests.
async fn load(server: &Server, contestants: Arc<Vec<Requests>>, questions: Option<usize>) -> Result<(Steps, f64)> {
    let began = Moment::now();
    let mut tasks = Vec::new();
    for first in 0..CONNECTIONS {
        let (contestants, address) = (Arc::clone(&contestants), server.address.clone());
        tasks.push(tokio::spawn(async move {
            let mut times = Steps::default();
            let mut connection = Connection::open(&address).await?;
            for index in (first..ATTEMPTS).step_by(usize::try_from(CONNECTIONS)?) {
                match questions {
                    None => nothing(&mut connection, &mut times).await?,
                    Some(questions) => {
                        let one = &contestants[usize::try_from(index)?];
                        attempt(&mut connection, one, index, questions, &mut times).await?;
                    }
                }
            }
            Ok::<_, anyhow::Error>(times)
        }));
    }
    let mut all = Steps::default();
    for task in tasks {
        for (all, times) in all.iter_mut().zip(task.await??) {
            all.merge(times);
        }
    }
    Ok((all, began.elapsed().as_secs_f64()))
}

async fn nothing(connection: &mut Connection, times: &mut Steps) -> Result<()> {
    let request = get("/livez", "");
    for _ in 0..3 {
        timed(connection, &request, 204, &mut times[0]).await?;
    }
    Ok(())
}

async fn attempt(
    connection: &mut Connection,
    one: &Requests,
    index: i64,
    questions: usize,
    times: &mut Steps,
) -> Result<()> {
    let page = timed(connection, &one.start(), 200, &mut times[0]).await?;
    let shown = page.body.windows(10).filter(|piece| *piece == b"<fieldset>").count();
    ensure!(shown == questions, "{shown} questions on the page");
    let chosen = answers(index);
    timed(connection, &one.save(1, &chosen), 204, &mut times[1]).await?;
    timed(connection, &one.submit(1, &chosen), 200, &mut times[2]).await?;
    Ok(())
}

async fn timed(connection: &mut Connection, request: &[u8], wanted: u16, times: &mut Times) -> Result<Reply> {
    let began = Moment::now();
    let reply = connection.send(request).await?;
    times.take(began.elapsed());
    ensure!(reply.status == wanted, "{}: {}", reply.status, String::from_utf8_lossy(&reply.body));
    Ok(reply)
}

/// Contestants come at their own time, whether the server keeps up or not.
async fn rush(server: &Server, contestants: Arc<Vec<Requests>>) -> Result<Times> {
    let began = Moment::now();
    let mut tasks = Vec::new();
    for index in 0..contestants.len() {
        let (contestants, address) = (Arc::clone(&contestants), server.address.clone());
        #[allow(clippy::cast_precision_loss)]
        let at = Duration::from_secs_f64(RUSH_SECONDS * index as f64 / RUSH as f64);
        tasks.push(tokio::spawn(async move {
            tokio::time::sleep_until((began + at).into()).await;
            let came = Moment::now();
            let mut connection = Connection::open(&address).await?;
            let reply = connection.send(&contestants[index].start()).await?;
            ensure!(reply.status == 200, "contestant {index} was answered {}", reply.status);
            Ok::<_, anyhow::Error>(came.elapsed())
        }));
    }
    let mut times = Times::default();
    for task in tasks {
        times.take(task.await??);
    }
    Ok(times)
}
