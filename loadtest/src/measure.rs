//! Numbers of a run: percentiles, the memory of a process.

use std::time::Duration;

/// Times of many like actions.
#[derive(Debug, Default)]
pub struct Times {
    micros: Vec<u64>,
}

impl Times {
    /// Takes one more.
    pub fn take(&mut self, time: Duration) {
        self.micros.push(u64::try_from(time.as_micros()).unwrap_or(u64::MAX));
    }

    /// Takes all of another.
    pub fn merge(&mut self, other: Times) {
        self.micros.extend(other.micros);
    }

    /// The time that this share (0 to 1) of them did not exceed, in milliseconds.
    pub fn percentile(&mut self, share: f64) -> f64 {
        self.micros.sort_unstable();
        let Some(last) = self.micros.len().checked_sub(1) else { return 0.0 };
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss)]
        let index = (last as f64 * share).ceil() as usize;
        #[allow(clippy::cast_precision_loss)]
        let micros = self.micros[index.min(last)] as f64;
        micros / 1000.0
    }
}

/// The memory a process holds (resident) and the most it ever held, in MiB (Linux).
pub fn memory(pid: u32) -> (f64, f64) {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status")).unwrap_or_default();
    let field = |name: &str| {
        let line = status.lines().find(|line| line.starts_with(name));
        let kib = line.and_then(|line| line.split_whitespace().nth(1)).and_then(|n| n.parse::<f64>().ok());
        kib.unwrap_or(0.0) / 1024.0
    };
    (field("VmRSS:"), field("VmHWM:"))
}

/// Lets the most this process ever held begin anew with what it holds now, so that a part of a run is measured alone (Linux).
pub fn forget_peak() {
    // where it cannot be reset, what is told is the peak of the whole run
    let _ = std::fs::write("/proc/self/clear_refs", "5");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_are_taken_from_the_sorted_times() {
        let mut times = Times::default();
        for millis in (1..=100).rev() {
            times.take(Duration::from_millis(millis));
        }
        assert_eq!((times.percentile(0.5), times.percentile(0.99), times.percentile(1.0)), (51.0, 100.0, 100.0));
        assert_eq!(Times::default().percentile(0.99), 0.0);
    }
}
