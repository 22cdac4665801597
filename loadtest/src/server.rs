//! The server under test: the real program, started on a data folder and stopped again.

use std::net::TcpListener;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use crate::http::{Connection, get};

/// A running server; killed when dropped.
pub struct Server {
    child: Child,
    /// `127.0.0.1:port`.
    pub address: String,
    /// From the start of the process to the first page.
    pub first_page: Duration,
}

impl Server {
    /// Starts `thongsuot serve` on this folder and waits for its first page.
    ///
    /// # Errors
    /// When it does not answer within 60 seconds.
    pub async fn start(folder: &Path) -> Result<Self> {
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        Self::start_at(folder, None, &format!("127.0.0.1:{port}")).await
    }

    /// As [`Server::start`], on this database (none: SQLite in the folder) and at this address.
    ///
    /// # Errors
    /// As [`Server::start`].
    pub async fn start_at(folder: &Path, database: Option<&str>, address: &str) -> Result<Self> {
        let began = Instant::now();
        let address = address.to_owned();
        let child = Command::new(program()?)
            .args(["serve", "--data"])
            .arg(folder)
            .args(["--listen", &address])
            .args(database.into_iter().flat_map(|url| ["--database", url]))
            .env("RUST_LOG", "warn")
            .stdout(Stdio::null())
            .spawn()
            .context("starting the server")?;
        let mut server = Server { child, address, first_page: Duration::ZERO };
        loop {
            if let Ok(mut connection) = Connection::open(&server.address).await {
                let reply = connection.send(&get("/sign-in", "")).await?;
                // an installation without accounts sends its visitors to the set-up
                if matches!(reply.status, 200 | 303) {
                    server.first_page = began.elapsed();
                    return Ok(server);
                }
                bail!("the first page answered {}", reply.status);
            }
            if let Some(status) = server.child.try_wait()? {
                bail!("the server ended at once: {status}");
            }
            if began.elapsed() > Duration::from_secs(60) {
                bail!("the server does not answer");
            }
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
    }

    /// The process.
    pub fn pid(&self) -> u32 {
        self.child.id()
    }
}

/// The program under test.
///
/// # Errors
/// When `cargo x bench` did not name it.
pub fn program() -> Result<String> {
    std::env::var("THONGSUOT_BIN").context("THONGSUOT_BIN names no program: run `cargo x bench`")
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
