//! How what runs for as long as the server learns that the server stops.

/// Tells what would never end by itself, such as the stream behind a live screen, that the server stops.
#[derive(Debug, Clone)]
pub struct Stopping(tokio::sync::watch::Sender<bool>);

impl Default for Stopping {
    fn default() -> Self {
        Stopping(tokio::sync::watch::Sender::new(false))
    }
}

impl Stopping {
    /// From now on everything that waits for it ends.
    pub fn tell(&self) {
        self.0.send_replace(true);
    }

    /// Waits until the server stops; returns at once when it does already.
    pub async fn told(&self) {
        // the sender is alive as long as `self`, so waiting cannot fail
        let _ = self.0.subscribe().wait_for(|stops| *stops).await;
    }
}
