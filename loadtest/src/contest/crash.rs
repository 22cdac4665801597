//! The server is killed while contestants submit in the last minute; they go on when it is back, as their page does. What
//! was acknowledged must be there, with the hash of its receipt.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use anyhow::{Result, ensure};
use contests::store;
use tokio::runtime::Runtime;

use super::setup::{Requests, Site, answers, clock, running};
use crate::http::Connection;
use crate::server::Server;

const CONTESTANTS: i64 = 4_000;
const CONNECTIONS: usize = 200;

/// A receipt as a contestant holds it: place and hash.
type Receipt = (i64, String);

/// Prints the figures.
///
/// # Errors
/// When an acknowledged submission is lost, or somebody cannot finish.
pub fn run(runtime: &Runtime, site: &Site) -> Result<()> {
    let app = site.open()?;
    let contest = running(&app, 1, CONTESTANTS, 1)?;
    drop(app);
    let clock = clock();
    let all: Arc<Vec<Requests>> = Arc::new((1..=CONTESTANTS).map(|no| contest.requests(0, no, &clock)).collect());
    let port = std::net::TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
    let address = format!("127.0.0.1:{port}");
    let acknowledged = Arc::new(AtomicUsize::new(0));
    let (receipts, before) = runtime.block_on(async {
        let server = Server::start_at(site.folder(), site.database(), &address).await?;
        let clients: Vec<_> = (0..CONNECTIONS)
            .map(|first| tokio::spawn(client(address.clone(), Arc::clone(&all), first, Arc::clone(&acknowledged))))
            .collect();
        while acknowledged.load(Ordering::Relaxed) < all.len() / 3 {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        drop(server);
        let before = acknowledged.load(Ordering::Relaxed);
        let _again = Server::start_at(site.folder(), site.database(), &address).await?;
        let mut receipts = HashMap::new();
        for client in clients {
            receipts.extend(client.await??);
        }
        Ok::<_, anyhow::Error>((receipts, before))
    })?;
    let app = site.open()?;
    let round = contest.rounds[0].no;
    let mut kept = HashMap::new();
    app.db.read_now(|tx| {
        store::each_result(tx, round, 0, i64::MAX, |one| {
            kept.insert(one.result.contestant, (one.result.place, one.head));
        })
    })?;
    for (contestant, receipt) in &receipts {
        ensure!(
            kept.get(contestant) == Some(receipt),
            "contestant {contestant}: {receipt:?}, {:?}",
            kept.get(contestant)
        );
    }
    ensure!(receipts.len() == all.len() && kept.len() == all.len(), "{} receipts, {} kept", receipts.len(), kept.len());
    println!(
        "  SIGKILL after {before} of {CONTESTANTS} acknowledged submissions in the last minute: all {} acknowledged are kept, \
         with the hashes of their receipts; everybody finished after the restart",
        receipts.len()
    );
    Ok(())
}

async fn client(
    address: String,
    all: Arc<Vec<Requests>>,
    first: usize,
    acknowledged: Arc<AtomicUsize>,
) -> Result<HashMap<i64, Receipt>> {
    let mut receipts = HashMap::new();
    let mut connection = None;
    for index in (first..all.len()).step_by(CONNECTIONS) {
        let contestant = i64::try_from(index)? + 1;
        let chosen = answers(contestant);
        until_taken(&address, &mut connection, &all[index].start()).await?;
        until_taken(&address, &mut connection, &all[index].save(1, &chosen)).await?;
        let page = until_taken(&address, &mut connection, &all[index].submit(1, &chosen)).await?;
        acknowledged.fetch_add(1, Ordering::Relaxed);
        receipts.insert(contestant, receipt_in(&page)?);
    }
    Ok(receipts)
}

/// Sends again until it is answered, as the script of the page does.
async fn until_taken(address: &str, connection: &mut Option<Connection>, request: &[u8]) -> Result<String> {
    for _ in 0..2_000 {
        if connection.is_none() {
            *connection = Connection::open(address).await.ok();
        }
        if let Some(open) = connection.as_mut() {
            match open.send(request).await {
                Ok(reply) if reply.status < 300 => return Ok(String::from_utf8_lossy(&reply.body).into_owned()),
                Ok(reply) if reply.status != 503 => {
                    anyhow::bail!("{}: {}", reply.status, String::from_utf8_lossy(&reply.body));
                }
                _ => *connection = None,
            }
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    anyhow::bail!("the server did not come back")
}

fn receipt_in(page: &str) -> Result<Receipt> {
    let part = |mark: &str| page.split(mark).nth(1).and_then(|rest| rest.split('<').next()).unwrap_or_default();
    let place = part("id=\"place\">").parse()?;
    Ok((place, part("id=\"head\">").to_owned()))
}
