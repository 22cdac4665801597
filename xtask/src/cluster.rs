//! A throw-away PostgreSQL: a cluster in a temporary folder, on loopback, gone when the tests end, however they end.

use std::fs;
use std::net::TcpListener;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result};

use crate::{packages, run};

/// A running cluster; dropping it stops it and removes its files.
pub struct Cluster {
    folder: PathBuf,
    port: u16,
}

const SETTINGS: &str = "-c listen_addresses=127.0.0.1 -c max_connections=200 -c shared_buffers=128MB";
// durable writes are what the product promises, not what its tests need
const NOT_DURABLE: &str = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off";

impl Cluster {
    /// Makes and starts a cluster with the C collation, for tests: what it wrote is gone with the power.
    ///
    /// # Errors
    /// When PostgreSQL is not installed or does not start; the error shows its log.
    pub fn start() -> Result<Self> {
        Self::start_with(NOT_DURABLE)
    }

    /// As [`Cluster::start`], but what it says is written is on the disk: for measuring.
    ///
    /// # Errors
    /// As [`Cluster::start`].
    pub fn start_durable() -> Result<Self> {
        Self::start_with("-c synchronous_commit=on -c max_wal_size=4GB")
    }

    fn start_with(settings: &str) -> Result<Self> {
        let port = TcpListener::bind(("127.0.0.1", 0))?.local_addr()?.port();
        let folder = std::env::temp_dir().join(format!("thongsuot-postgres-{}", std::process::id()));
        let cluster = Cluster { folder, port };
        fs::create_dir_all(&cluster.folder)?;
        if packages::is_root() {
            run::succeed(Command::new("chown").arg("postgres").arg(&cluster.folder))?;
        }
        let data = cluster.folder.join("data");
        run::succeed(
            server_program("initdb")?
                .args(["--username=postgres", "--auth=trust", "--encoding=UTF8", "--no-locale", "--no-sync", "-D"])
                .arg(&data)
                .stdout(Stdio::null()),
        )?;
        let log = cluster.folder.join("log");
        let options =
            format!("{SETTINGS} {settings} -c port={port} -c unix_socket_directories={}", cluster.folder.display());
        let started = run::succeed(
            server_program("pg_ctl")?
                .args(["start", "--wait", "--silent", "-D"])
                .arg(&data)
                .arg("-l")
                .arg(&log)
                .args(["-o", &options]),
        );
        started.with_context(|| fs::read_to_string(&log).unwrap_or_default())?;
        cluster.outlive_nobody()?;
        Ok(cluster)
    }

    /// How the tests reach it.
    pub fn address(&self) -> String {
        format!("postgres://postgres@127.0.0.1:{}/postgres", self.port)
    }

    fn data(&self) -> PathBuf {
        self.folder.join("data")
    }

    // Ctrl-C and SIGKILL run no destructor: a small shell in its own process group waits for our end and cleans up.
    fn outlive_nobody(&self) -> Result<()> {
        let pg_ctl = packages::find("pg_ctl").context("pg_ctl is not installed")?;
        let stop = format!("{} stop -m immediate -s -D '{}'", pg_ctl.display(), self.data().display());
        let script = format!(
            "while kill -0 {} 2>/dev/null; do sleep 1; done; [ -d '{}' ] && {}{stop}; rm -rf '{}'",
            std::process::id(),
            self.data().display(),
            if packages::is_root() { "runuser -u postgres -- " } else { "" },
            self.folder.display()
        );
        Command::new("sh")
            .args(["-c", &script])
            .process_group(0)
            .current_dir("/")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .context("starting the shell that cleans up")?;
        Ok(())
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        if let Ok(mut stop) = server_program("pg_ctl") {
            let _ = stop.args(["stop", "-m", "immediate", "-s", "-D"]).arg(self.data()).stderr(Stdio::null()).status();
        }
        let _ = fs::remove_dir_all(&self.folder);
    }
}

// PostgreSQL refuses to run as root
fn server_program(name: &str) -> Result<Command> {
    let program = packages::find(name).with_context(|| format!("{name} is not installed"))?;
    let mut command = if packages::is_root() {
        let mut as_postgres = Command::new("runuser");
        as_postgres.args(["-u", "postgres", "--"]).arg(program);
        as_postgres
    } else {
        Command::new(program)
    };
    command.current_dir(Path::new("/"));
    Ok(command)
}
