//! `bench pages`: cold start to the first page, the idle server's memory, and the pages of the demo province, each asked
//! many times; the empty handler of the same server is the reference.

use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};

use crate::http::{Connection, get};
use crate::measure::{Times, memory};
use crate::server::Server;

const TIMES: usize = 200;

/// Runs the benchmark and prints its figures.
///
/// # Errors
/// When the demo is not built or a page fails.
pub fn run() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let data = folder.path().join("demo");
    let built = Instant::now();
    build_demo(&data)?;
    println!("pages: the demo province (built in {:.1} s)", built.elapsed().as_secs_f64());
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let server = Server::start(&data).await?;
        println!("  cold start to the first page {:.0} ms", server.first_page.as_secs_f64() * 1000.0);
        tokio::time::sleep(Duration::from_secs(3)).await;
        println!("  idle server {:.0} MiB", memory(server.pid()).0);
        let cookie = sign_in(&data)?;
        let mut connection = Connection::open(&server.address).await?;
        let mut reference = ask(&mut connection, "/livez", "", 204).await?;
        println!(
            "  {:<44} p50 {:>6.2} ms  p99 {:>6.2} ms",
            "empty handler",
            reference.percentile(0.5),
            reference.percentile(0.99)
        );
        for path in paths(&data)? {
            let mut times = ask(&mut connection, &path, &cookie, 200).await?;
            println!("  {path:<44} p50 {:>6.2} ms  p99 {:>6.2} ms", times.percentile(0.5), times.percentile(0.99));
        }
        println!("  after that {:.0} MiB", memory(server.pid()).0);
        Ok(())
    })
}

async fn ask(connection: &mut Connection, path: &str, cookie: &str, wanted: u16) -> Result<Times> {
    let request = get(path, cookie);
    let mut times = Times::default();
    for round in 0..TIMES + 5 {
        let began = Instant::now();
        let reply = connection.send(&request).await?;
        // the first few warm the caches
        if round >= 5 {
            times.take(began.elapsed());
        }
        ensure!(reply.status == wanted, "{path} answered {}", reply.status);
    }
    Ok(times)
}

fn build_demo(data: &Path) -> Result<()> {
    let program = std::env::var("THONGSUOT_BIN").context("THONGSUOT_BIN names no program: run `cargo x bench`")?;
    let status = Command::new(&program).args(["demo", "--build-only", "--data"]).arg(data).status()?;
    ensure!(status.success(), "the demo was not built");
    // a server builds the index once and follows from then on; what is measured is the following
    let status = Command::new(program).args(["search", "rebuild", "--data"]).arg(data).status()?;
    ensure!(status.success(), "the search index was not built");
    Ok(())
}

/// A session of the province's officer, made in the database: the sign-in itself is slow on purpose.
fn sign_in(data: &Path) -> Result<String> {
    let app = thongsuot::installation::open(&thongsuot::installation::Place::at(data, None, None)?)?;
    let token = app.db.write_now(|tx| {
        let account = tx.scalar("SELECT id FROM account WHERE user_name = 'canbo.tinh'", &[])?;
        people::store::start_session(tx, account, "bench")
    })?;
    Ok(format!("session={token}"))
}

/// The pages an officer opens most, with the ids of the demo's own rows.
fn paths(data: &Path) -> Result<Vec<String>> {
    let app = thongsuot::installation::open(&thongsuot::installation::Place::at(data, None, None)?)?;
    let first = |sql: &'static str| app.db.read_now(move |tx| tx.scalar::<String>(sql, &[]));
    let rollout = first("SELECT id FROM rollout WHERE state = 'launched' ORDER BY launched_on DESC LIMIT 1")?;
    let conference = first("SELECT id FROM conference ORDER BY starts_at LIMIT 1")?;
    let document = first("SELECT id FROM document ORDER BY issued_on LIMIT 1")?;
    Ok(vec![
        "/".into(),
        "/documents".into(),
        format!("/documents/{document}"),
        "/rollouts".into(),
        format!("/rollouts/{rollout}"),
        format!("/rollouts/{rollout}/map"),
        format!("/rollouts/{rollout}/duties"),
        format!("/figures/{rollout}/rollouts.duties"),
        "/conferences".into(),
        format!("/conferences/{conference}"),
        "/people".into(),
        "/people?q=nguyen+thi".into(),
        "/units".into(),
        "/search?q=nghi+quyet".into(),
        "/reports".into(),
    ])
}
