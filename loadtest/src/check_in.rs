//! `bench check-in`: 52,000 delegates at 766 points check in over HTTP with the code of their hall, each commit durable,
//! beside the same number of requests to a handler that does nothing.

use std::path::Path;
use std::sync::Arc;
use std::time::Instant as Moment;

use anyhow::{Result, ensure};
use conferences::domain::{CodeSeed, Form, Kind};
use conferences::store::{NewConference, NewDelegate, NewPoint};
use demo_province::{Province, SEED};
use kernel::{Clock, ConferenceId, PointId, UnitId};
use platform::App;
use platform::db::{StoreError, Tx};
use platform::params;
use thongsuot::clock::SystemClock;
use thongsuot::installation::{Place, open};
use units::domain::NewUnit;

use crate::http::{Connection, get, post_json};
use crate::measure::{Times, memory};
use crate::server::Server;

const POINTS: usize = 766;
const DELEGATES: usize = 52_000;
const CONNECTIONS: usize = 256;

struct Delegate {
    invitation: String,
    point: PointId,
}

/// Runs the benchmark and prints its figures.
///
/// # Errors
/// When the server fails or a check-in is lost.
pub fn run() -> Result<()> {
    println!(
        "check-in: {DELEGATES} delegates at {POINTS} points over HTTP, SQLite, synchronous=FULL, {CONNECTIONS} connections"
    );
    let folder = tempfile::tempdir()?;
    let (seed, delegates) = prepare(folder.path())?;
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    let server = runtime.block_on(Server::start(folder.path()))?;
    let clock: Arc<dyn Clock> = Arc::new(SystemClock);
    let request = get("/livez", "");
    let (mut empty, empty_seconds) = runtime.block_on(load(&server, DELEGATES, move |_| request.clone(), 204))?;
    let delegates = Arc::new(delegates);
    let list = Arc::clone(&delegates);
    let body = move |index: usize| {
        let delegate = &list[index];
        let code = seed.code_at(delegate.point, clock.now());
        let body = format!("{{\"invitation\":\"{}\",\"code\":\"{code}\"}}", delegate.invitation);
        post_json("/api/v1/check-ins", &body)
    };
    let (mut times, seconds) = runtime.block_on(load(&server, DELEGATES, body, 200))?;
    let (_, peak) = memory(server.pid());
    drop(server);
    let kept = recorded(folder.path())?;
    ensure!(kept == i64::try_from(DELEGATES)?, "{kept} check-ins were kept of {DELEGATES}");
    #[allow(clippy::cast_precision_loss)]
    let (rate, reference) = (DELEGATES as f64 / seconds, DELEGATES as f64 / empty_seconds);
    println!(
        "  empty handler {reference:>8.0}/s  p50 {:>5.1} ms  p99 {:>5.1} ms",
        empty.percentile(0.5),
        empty.percentile(0.99)
    );
    println!(
        "  check-in      {rate:>8.0}/s  p50 {:>5.1} ms  p99 {:>5.1} ms  = {:.0}% of the empty handler",
        times.percentile(0.5),
        times.percentile(0.99),
        rate / reference * 100.0
    );
    println!("  all {kept} kept; the server's memory peaked at {peak:.0} MiB");
    Ok(())
}

/// Sends so many requests over all connections; gives each one's time and the seconds of all.
async fn load(
    server: &Server,
    count: usize,
    request: impl Fn(usize) -> Vec<u8> + Send + Sync + 'static,
    wanted: u16,
) -> Result<(Times, f64)> {
    let request = Arc::new(request);
    let began = Moment::now();
    let mut tasks = Vec::new();
    for first in 0..CONNECTIONS {
        let (request, address) = (Arc::clone(&request), server.address.clone());
        tasks.push(tokio::spawn(async move {
            let mut times = Times::default();
            let mut connection = Connection::open(&address).await?;
            for index in (first..count).step_by(CONNECTIONS) {
                let bytes = request(index);
                let began = Moment::now();
                let reply = connection.send(&bytes).await?;
                times.take(began.elapsed());
                ensure!(reply.status == wanted, "{}: {}", reply.status, String::from_utf8_lossy(&reply.body));
            }
            Ok::<_, anyhow::Error>(times)
        }));
    }
    let mut all = Times::default();
    for task in tasks {
        all.merge(task.await??);
    }
    Ok((all, began.elapsed().as_secs_f64()))
}

fn place(folder: &Path) -> Result<Place> {
    Place::at(folder, None, None)
}

fn recorded(folder: &Path) -> Result<i64> {
    let app = open(&place(folder)?)?;
    Ok(app.db.read_now(|tx| tx.scalar::<i64>("SELECT COUNT(*) FROM check_in", params![]))?)
}

/// An installation with the invented province and an open conference; gives its seed and its delegates.
fn prepare(folder: &Path) -> Result<(CodeSeed, Vec<Delegate>)> {
    let app = open(&place(folder)?)?;
    let units = found_units(&app)?;
    let id = app.db.write_now(move |tx| plan(tx, &units))?;
    let conference = app.db.read_now(move |tx| conferences::store::find(tx, id))?;
    let opened = conference.clone().open(i64::try_from(POINTS)?, app.clock.today())?;
    app.db.write_now(move |tx| conferences::store::open(tx, &opened))?;
    let delegates = app.db.read_now(move |tx| {
        tx.list("SELECT invitation, point_id FROM delegate WHERE conference_id = $1 ORDER BY id", params![id], |row| {
            Ok(Delegate { invitation: row.get(0)?, point: row.get(1)? })
        })
    })?;
    Ok((conference.code_seed, delegates))
}

fn found_units(app: &App) -> Result<Vec<UnitId>> {
    let province = Province::generate(SEED);
    let units = app.db.write_now(move |tx| {
        let mut ids = std::collections::HashMap::new();
        let mut grassroots = Vec::new();
        for unit in province.units {
            let parent = unit.parent_code.as_ref().and_then(|code| ids.get(code).copied());
            let is_grassroots = unit.is_grassroots();
            let new = NewUnit {
                code: unit.code.clone(),
                kind: unit.kind.parse().map_err(|_| StoreError::NotFound)?,
                name: unit.name,
                short_name: unit.short_name,
                parent,
                founded_on: None,
            };
            let id = units::store::insert_silently(tx, &new)?;
            ids.insert(unit.code, id);
            if ids.len() == 1 || is_grassroots {
                grassroots.push(id);
            }
        }
        Ok::<_, StoreError>(grassroots)
    })?;
    Ok(units)
}

/// A conference with a main point and one at each of 765 grassroots organisations, 67 or 68 delegates at each.
fn plan(tx: &mut Tx<'_>, units: &[UnitId]) -> Result<ConferenceId, StoreError> {
    let now = tx.now();
    let new = NewConference {
        rollout: None,
        unit: units[0],
        title: "Hội nghị học tập, quán triệt".into(),
        form: Form::Mixed,
        place: "Hội trường Tỉnh ủy".into(),
        starts_at: now,
        ends_at: now.plus_seconds(3 * 3600),
        make_up_of: None,
        head_count_due_on: None,
    };
    let id = conferences::store::insert(tx, &new)?;
    let conference = conferences::store::find(tx, id)?;
    let mut points = Vec::new();
    for (number, unit) in units.iter().take(POINTS).enumerate() {
        let name = format!("Điểm cầu {number}");
        let new = NewPoint { parent: points.first().map(|(id, _)| *id), unit: *unit, name, place: String::new() };
        points.push((conferences::store::insert_point(tx, &conference, &new)?, *unit));
    }
    let delegates: Vec<NewDelegate> = (0..DELEGATES)
        .map(|number| {
            let (point, unit) = points[number % points.len()];
            NewDelegate {
                point,
                person: None,
                unit,
                name: format!("Đại biểu {number}"),
                post: String::new(),
                kind: Kind::Member,
                makes_up_for: None,
            }
        })
        .collect();
    conferences::store::summon(tx, &conference, &delegates)?;
    Ok(id)
}
