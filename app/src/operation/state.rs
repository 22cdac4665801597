//! What the running program knows beside the application: its measurements, and whether it still waits for its first
//! administrator.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use kernel::Clock;
use metrics_exporter_prometheus::PrometheusHandle;

struct Known {
    metrics: Option<PrometheusHandle>,
    metrics_token: String,
    /// The hash of the one-time code; none when the installation was set up already at the start.
    code: Option<blake3::Hash>,
    is_waiting: AtomicBool,
}

/// Cheap to clone; travels with each request.
#[derive(Clone)]
pub struct Operation(Arc<Known>);

impl Operation {
    /// Of an installation that has its administrator.
    #[must_use]
    pub fn set_up_already(metrics: Option<PrometheusHandle>, metrics_token: String) -> Self {
        Operation(Arc::new(Known { metrics, metrics_token, code: None, is_waiting: AtomicBool::new(false) }))
    }

    /// Of an empty installation. Also gives the one-time code that opens the set-up page, for the log.
    #[must_use]
    pub fn waiting(metrics: Option<PrometheusHandle>, metrics_token: String, clock: &dyn Clock) -> (Self, String) {
        // the random bits of two ids, 74 each; hashed so that the time in them shows nothing
        let mut hasher = blake3::Hasher::new();
        hasher.update(clock.new_uuid().as_bytes()).update(clock.new_uuid().as_bytes());
        let digits = hasher.finalize().to_hex().to_string();
        let code = format!("{}-{}-{}", &digits[..4], &digits[4..8], &digits[8..12]);
        let hash = Some(blake3::hash(code.as_bytes()));
        (Operation(Arc::new(Known { metrics, metrics_token, code: hash, is_waiting: AtomicBool::new(true) })), code)
    }

    /// True while nobody can sign in.
    #[must_use]
    pub fn is_waiting(&self) -> bool {
        self.0.is_waiting.load(Ordering::Relaxed)
    }

    /// The installation has its administrator now.
    pub fn note_set_up(&self) {
        self.0.is_waiting.store(false, Ordering::Relaxed);
    }

    /// True when this is the code in the log. The comparison takes the same time wherever they differ.
    #[must_use]
    pub fn knows_code(&self, typed: &str) -> bool {
        let typed = blake3::hash(typed.trim().to_lowercase().as_bytes());
        self.0.code.is_some_and(|code| code == typed)
    }

    /// The measurements in Prometheus' text form.
    #[must_use]
    pub fn measurements(&self) -> String {
        self.0.metrics.as_ref().map(PrometheusHandle::render).unwrap_or_default()
    }

    /// The token that reading the measurements asks for; empty when they are for this machine only.
    #[must_use]
    pub fn metrics_token(&self) -> &str {
        &self.0.metrics_token
    }

    /// Keeps the measurements small; called now and then.
    pub fn tidy(&self) {
        if let Some(metrics) = &self.0.metrics {
            metrics.run_upkeep();
        }
    }
}
