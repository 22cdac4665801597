//! Background jobs: a table and a worker. A job is leased, so that each runs once though several nodes share a
//! database; a job whose node died is taken up again where its own progress says. Progress is shown on its page.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use kernel::{AccountId, Instant, JobId};

use crate::app::App;
use crate::db::{Dialect, Row, StoreError, Tx};
use crate::params;

const LEASE_SECONDS: i64 = 60;
const ATTEMPTS: i64 = 3;

/// A kind of job and what runs it. It may run again after a crash: it must go on from what it finds done.
#[derive(Clone, Copy)]
pub struct JobKind {
    /// `<feature>.<noun>`, unique.
    pub name: &'static str,
    /// Does the work and gives the outcome as JSON for the page that shows it.
    pub run: fn(&JobRun) -> Result<serde_json::Value, String>,
}

/// Where a job stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum JobState {
    /// Waits for a worker.
    Waiting,
    /// Runs.
    Running,
    /// Done.
    Done,
    /// Gave up; the outcome says why.
    Failed,
}

/// A job as its page shows it.
#[derive(Debug, Clone)]
pub struct Job {
    /// Its id.
    pub id: JobId,
    /// Its kind.
    pub kind: String,
    /// What it was asked, as JSON.
    pub body: String,
    /// Where it stands.
    pub state: JobState,
    /// Who asked for it.
    pub owner: Option<AccountId>,
    /// How much is done.
    pub done: i64,
    /// Of how much; 0 while unknown.
    pub total: i64,
    /// What came of it, as JSON.
    pub outcome: String,
    /// Not to run before.
    pub run_after: Instant,
}

impl Job {
    /// Done in per cent, 0 to 100.
    #[must_use]
    pub fn percent(&self) -> i64 {
        if self.state == JobState::Done {
            return 100;
        }
        if self.total <= 0 { 0 } else { (self.done * 100 / self.total).clamp(0, 100) }
    }

    /// True once nothing more will happen.
    #[must_use]
    pub fn is_over(&self) -> bool {
        matches!(self.state, JobState::Done | JobState::Failed)
    }
}

/// A job while it runs.
pub struct JobRun {
    /// The application.
    pub app: App,
    /// The job as it was taken up; `job.done` says what a run before this one has done.
    pub job: Job,
    stop: Arc<AtomicBool>,
}

impl JobRun {
    /// Tells how far it is and keeps the lease. Returns false when the server is stopping: leave at a safe place.
    ///
    /// # Errors
    /// [`StoreError`] when it cannot be written.
    pub fn progress(&self, done: i64, total: i64) -> Result<bool, StoreError> {
        let id = self.job.id;
        self.app.db.write_now(move |tx| note_progress(tx, id, done, total))?;
        Ok(!self.stop.load(Ordering::Relaxed))
    }

    /// True when the server is stopping.
    #[must_use]
    pub fn is_stopping(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }
}

/// Writes progress inside a transaction of the job's own, so that the two are kept or lost together.
///
/// # Errors
/// [`StoreError`] when it cannot be written.
pub fn note_progress(tx: &mut Tx<'_>, id: JobId, done: i64, total: i64) -> Result<(), StoreError> {
    let until = tx.now().plus_seconds(LEASE_SECONDS);
    tx.run("UPDATE job SET done = $2, total = $3, leased_until = $4 WHERE id = $1", params![id, done, total, until])?;
    Ok(())
}

/// Asks for a job.
///
/// # Errors
/// [`StoreError`] when it cannot be written.
pub fn enqueue(tx: &mut Tx<'_>, kind: &str, body: &serde_json::Value) -> Result<JobId, StoreError> {
    let now = tx.now();
    enqueue_at(tx, kind, body, now)
}

/// Asks for a job that is not to run before an instant.
///
/// # Errors
/// [`StoreError`] when it cannot be written.
pub fn enqueue_at(
    tx: &mut Tx<'_>,
    kind: &str,
    body: &serde_json::Value,
    run_after: Instant,
) -> Result<JobId, StoreError> {
    let id: JobId = tx.new_id();
    let (now, owner, body) = (tx.now(), tx.actor(), body.to_string());
    tx.run(
        "INSERT INTO job (id, kind, body, state, owner, done, total, attempts, run_after, leased_until, outcome, created_at)
         VALUES ($1, $2, $3, 'waiting', $4, 0, 0, 0, $5, 0, '', $6)",
        params![id, kind, body, owner, run_after, now],
    )?;
    Ok(id)
}

const COLUMNS: &str = "id, kind, body, state, owner, done, total, outcome, run_after";

fn read(row: &Row<'_>) -> Result<Job, StoreError> {
    let state: String = row.get(3)?;
    Ok(Job {
        id: row.get(0)?,
        kind: row.get(1)?,
        body: row.get(2)?,
        state: match state.as_str() {
            "waiting" => JobState::Waiting,
            "running" => JobState::Running,
            "done" => JobState::Done,
            "failed" => JobState::Failed,
            other => return Err(StoreError::corrupt("job", other)),
        },
        owner: row.get(4)?,
        done: row.get(5)?,
        total: row.get(6)?,
        outcome: row.get(7)?,
        run_after: row.get(8)?,
    })
}

/// The job with this id.
///
/// # Errors
/// [`StoreError::NotFound`].
pub fn find(tx: &mut Tx<'_>, id: JobId) -> Result<Job, StoreError> {
    tx.find(&format!("SELECT {COLUMNS} FROM job WHERE id = $1"), params![id], read)
}

/// The jobs of this kind that wait or run, the one to run first in front.
///
/// # Errors
/// [`StoreError`] when it cannot be read.
pub fn list_pending(tx: &mut Tx<'_>, kind: &str) -> Result<Vec<Job>, StoreError> {
    let sql =
        format!("SELECT {COLUMNS} FROM job WHERE kind = $1 AND state IN ('waiting', 'running') ORDER BY run_after, id");
    tx.list(&sql, params![kind], read)
}

fn take(tx: &mut Tx<'_>) -> Result<Option<Job>, StoreError> {
    let now = tx.now();
    // both texts side by side: PostgreSQL's nodes skip what another has locked, SQLite has one writer
    let skip = match tx.dialect() {
        Dialect::Sqlite => "",
        Dialect::Postgres => " FOR UPDATE SKIP LOCKED",
    };
    let next = tx.lookup(
        &format!(
            "SELECT id FROM job WHERE (state = 'waiting' AND run_after <= $1)
             OR (state = 'running' AND leased_until < $1) ORDER BY run_after LIMIT 1{skip}"
        ),
        params![now],
        |row| row.get::<JobId>(0),
    )?;
    let Some(id) = next else { return Ok(None) };
    let until = now.plus_seconds(LEASE_SECONDS);
    tx.run(
        "UPDATE job SET state = 'running', attempts = attempts + 1, leased_until = $2 WHERE id = $1",
        params![id, until],
    )?;
    find(tx, id).map(Some)
}

fn finish(tx: &mut Tx<'_>, id: JobId, result: &Result<serde_json::Value, String>) -> Result<(), StoreError> {
    let now = tx.now();
    match result {
        Ok(outcome) => {
            let outcome = outcome.to_string();
            tx.run("UPDATE job SET state = 'done', outcome = $2 WHERE id = $1", params![id, outcome])?;
        }
        Err(reason) => {
            let outcome = serde_json::json!({ "error": reason }).to_string();
            let again = now.plus_seconds(5);
            tx.run(
                "UPDATE job SET state = CASE WHEN attempts >= $3 THEN 'failed' ELSE 'waiting' END,
                 run_after = $4, leased_until = 0, outcome = $2 WHERE id = $1",
                params![id, outcome, ATTEMPTS, again],
            )?;
        }
    }
    Ok(())
}

/// A node that starts takes up at once what its predecessor left running (SQLite: one node at a time).
///
/// # Errors
/// [`StoreError`] when it cannot be written.
pub fn free_leases_after_restart(app: &App) -> Result<(), StoreError> {
    if app.db.dialect() == Dialect::Sqlite {
        app.db.write_now(|tx| {
            tx.run("UPDATE job SET leased_until = 0 WHERE state = 'running'", &[])?;
            Ok::<_, StoreError>(())
        })?;
    }
    Ok(())
}

/// Runs one waiting job, if there is one. Returns whether there was.
///
/// # Errors
/// [`StoreError`] when the table cannot be read or written.
pub fn run_one(app: &App, stop: &Arc<AtomicBool>) -> Result<bool, StoreError> {
    let Some(job) = app.db.write_now(take)? else {
        return Ok(false);
    };
    let id = job.id;
    let kind = app.features.iter().flat_map(|f| f.jobs).find(|kind| kind.name == job.kind).copied();
    let result = match kind {
        None => Err(format!("no such kind of job: {}", job.kind)),
        Some(kind) => {
            let run = JobRun { app: app.clone(), job, stop: Arc::clone(stop) };
            std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| (kind.run)(&run)))
                .unwrap_or_else(|_| Err("the job panicked".into()))
        }
    };
    if stop.load(Ordering::Relaxed) && result.is_err() {
        return Ok(false);
    }
    if let Err(reason) = &result {
        tracing::warn!(job = %id, reason, "job failed");
    }
    app.db.write_now(move |tx| finish(tx, id, &result))?;
    Ok(true)
}

/// Runs jobs until told to stop: the body of the worker thread.
pub fn work(app: &App, stop: &Arc<AtomicBool>) {
    while !stop.load(Ordering::Relaxed) {
        let pause = match run_one(app, stop) {
            Ok(true) => Duration::ZERO,
            Ok(false) => Duration::from_millis(200),
            Err(error) => {
                tracing::error!(%error, "jobs");
                Duration::from_secs(2)
            }
        };
        std::thread::sleep(pause);
    }
}

/// When something is due: for kinds that run every day at an hour.
#[must_use]
pub fn next_at(now: Instant, hour: i8) -> Instant {
    let today = Instant::at(now.day(), hour, 0);
    if today > now { today } else { Instant::at(now.day().plus(1), hour, 0) }
}
