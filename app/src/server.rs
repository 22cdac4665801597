//! The server: the router with what surrounds it, the threads beside it, its start and its graceful stop.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use std::time::Duration;

use anyhow::Context;
use axum::Router;
use axum::extract::{Extension, Request};
use axum::middleware::{Next, from_fn};
use axum::response::{IntoResponse, Redirect, Response};
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};
use platform::App;
use platform::app::Stopping;
use platform::db::Dialect;
use platform::web::Routes;
use tokio::net::TcpListener;

use crate::config::MetricsSettings;
use crate::operation::Operation;

/// How long requests under way may take after the signal to stop. Live screens end at the signal.
const PATIENCE: Duration = Duration::from_secs(10);
const BUCKETS: [f64; 11] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0];

/// The routes of all features.
#[must_use]
pub fn routes(app: &App) -> Routes {
    app.features.iter().filter_map(|f| f.routes).fold(Routes::default(), |all, routes| all.and(routes()))
}

/// The whole site.
pub fn router(app: &App, operation: &Operation) -> Router {
    let waiting = operation.clone();
    platform::web::router(app, routes(app))
        .layer(from_fn(move |request, next| to_set_up(waiting.clone(), request, next)))
        .layer(Extension(operation.clone()))
}

/// While nobody can sign in, every page leads to the set-up.
async fn to_set_up(operation: Operation, request: Request, next: Next) -> Response {
    let path = request.uri().path();
    let is_open = ["/set-up", "/healthz", "/livez", "/metrics", "/language"].contains(&path)
        || path.starts_with("/assets/")
        || path.starts_with("/api/");
    if operation.is_waiting() && !is_open {
        return Redirect::to("/set-up").into_response();
    }
    next.run(request).await
}

/// Starts collecting measurements in this process.
///
/// # Errors
/// When they are collected already.
pub fn measure() -> anyhow::Result<PrometheusHandle> {
    let builder = PrometheusBuilder::new()
        .set_buckets_for_metric(Matcher::Suffix("_seconds".into()), &BUCKETS)
        .context("measurements")?;
    builder.install_recorder().context("measurements")
}

/// Serves the installation until it is told to stop, then finishes what is under way.
///
/// # Errors
/// When the address cannot be listened on.
pub fn serve(app: App, listen: &str, metrics: &MetricsSettings, ready: impl FnOnce(SocketAddr)) -> anyhow::Result<()> {
    let operation = operation_of(&app, metrics)?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().context("the runtime")?;
    let threads = Threads::start(&app, &operation)?;
    let served = runtime.block_on(async {
        let listener = TcpListener::bind(listen)
            .await
            .with_context(|| format!("không mở được địa chỉ {listen} / cannot listen there"))?;
        ready(listener.local_addr().context("the address")?);
        until_stopped(listener, router(&app, &operation), app.stopping.clone()).await
    });
    threads.stop();
    // what still runs in closures holds the database: it closes when they are through
    runtime.shutdown_timeout(PATIENCE);
    drop(app);
    tracing::info!("stopped");
    served
}

fn operation_of(app: &App, metrics: &MetricsSettings) -> anyhow::Result<Operation> {
    let handle = measure().ok();
    let has_accounts = app.db.read_now(crate::operation::has_accounts).context("accounts")?;
    if has_accounts {
        return Ok(Operation::set_up_already(handle, metrics.token.clone()));
    }
    let (operation, code) = Operation::waiting(handle, metrics.token.clone(), &*app.clock);
    eprintln!("Chưa có tài khoản nào. Mở {}/set-up với mã thiết lập: {code}", app.public_address);
    eprintln!("  hoặc chạy: thongsuot admin create --data DIR --user NAME");
    eprintln!("Nobody can sign in yet. Open /set-up with this set-up code, or run `thongsuot admin create`.");
    Ok(operation)
}

async fn until_stopped(listener: TcpListener, router: Router, stopping: Stopping) -> anyhow::Result<()> {
    let heard = stopping.clone();
    let service = router.into_make_service_with_connect_info::<SocketAddr>();
    let server = axum::serve(listener, service).with_graceful_shutdown(async move { heard.told().await });
    let late = stopping.clone();
    let patience = async move {
        late.told().await;
        tokio::time::sleep(PATIENCE).await;
    };
    let signal = async move {
        signalled().await;
        tracing::info!("stopping: requests under way are finished first");
        stopping.tell();
        std::future::pending::<()>().await;
    };
    tokio::select! {
        served = async { server.await } => served.context("serving"),
        () = patience => Ok(()),
        () = signal => Ok(()),
    }
}

async fn signalled() {
    let interrupt = tokio::signal::ctrl_c();
    #[cfg(unix)]
    let terminate = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => {
                signal.recv().await;
            }
            Err(error) => {
                tracing::warn!(%error, "SIGTERM cannot be heard");
                std::future::pending::<()>().await;
            }
        }
    };
    #[cfg(not(unix))]
    let terminate = std::future::pending::<()>();
    tokio::select! {
        _ = interrupt => {}
        () = terminate => {}
    }
}

/// The threads beside the server: jobs, and what ticks.
struct Threads {
    stop: Arc<AtomicBool>,
    threads: Vec<JoinHandle<()>>,
}

impl Threads {
    fn start(app: &App, operation: &Operation) -> anyhow::Result<Self> {
        platform::jobs::free_leases_after_restart(app).context("jobs")?;
        app.db.write_now(figures::jobs::plan_next).context("planning the proof of the figures")?;
        let stop = Arc::new(AtomicBool::new(false));
        let (its_app, its_stop) = (app.clone(), Arc::clone(&stop));
        let worker = std::thread::Builder::new()
            .name("jobs".into())
            .spawn(move || platform::jobs::work(&its_app, &its_stop))
            .context("the worker thread")?;
        let (its_app, its_stop, operation) = (app.clone(), Arc::clone(&stop), operation.clone());
        let ticker = std::thread::Builder::new()
            .name("ticker".into())
            .spawn(move || tick(&its_app, &its_stop, &operation))
            .context("the ticking thread")?;
        let mut threads = vec![worker, ticker];
        for (name, beside) in app.features.iter().filter_map(|feature| Some((feature.name, feature.beside?))) {
            let (its_app, its_stop) = (app.clone(), Arc::clone(&stop));
            let thread = std::thread::Builder::new().name(name.into()).spawn(move || beside(&its_app, &its_stop));
            threads.push(thread.with_context(|| format!("the thread of {name}"))?);
        }
        Ok(Threads { stop, threads })
    }

    fn stop(self) {
        self.stop.store(true, Ordering::Relaxed);
        for thread in self.threads {
            if thread.join().is_err() {
                tracing::error!("a thread panicked");
            }
        }
    }
}

const TICK: Duration = Duration::from_millis(200);
/// Every so many ticks the event log is sealed: ten seconds.
const SEAL_EVERY: u64 = 50;

/// On PostgreSQL the ledger's queue is drained and the event log sealed; SQLite does both with each commit.
fn tick(app: &App, stop: &AtomicBool, operation: &Operation) {
    let is_postgres = app.db.dialect() == Dialect::Postgres;
    let mut ticks: u64 = 0;
    while !stop.load(Ordering::Relaxed) {
        ticks += 1;
        if is_postgres && let Err(error) = figures::jobs::drain_all(&app.db) {
            tracing::error!(%error, "draining the figures");
        }
        if ticks.is_multiple_of(SEAL_EVERY) {
            operation.tidy();
            if let Err(error) = app.db.seal_events() {
                tracing::error!(%error, "sealing the event log");
            }
        }
        std::thread::sleep(TICK);
    }
    // what was written last is settled and sealed too
    let settled = figures::jobs::drain_all(&app.db).and_then(|()| app.db.seal_events());
    if let Err(error) = settled {
        tracing::error!(%error, "settling at the end");
    }
}
