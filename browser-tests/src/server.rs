//! The server under test: the built `thongsuot` in a folder of its own on a free port, stopped with the test, or with
//! the last test of a program where they share one.

use std::collections::HashMap;
use std::io::{BufRead, BufReader};
use std::net::{TcpListener, TcpStream};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};
use std::{env, thread};

use tempfile::TempDir;

use crate::{Step, Trouble};

const LONGEST_START: Duration = Duration::from_secs(600);
/// Runs the server and ends it, with its folder, when this program ends, however it ends: its standard input is then at
/// an end. A server shared by all tests is never dropped.
const WATCH: &str = "exec 3<&0; data=$0; \"$@\" & server=$!; \
    (cat <&3 >/dev/null; kill -9 $server; rm -rf \"$data\") >/dev/null 2>&1 & wait $server";

/// A running server.
pub struct Server {
    process: Child,
    address: String,
    said: Vec<String>,
}

impl Server {
    /// Starts the demo province.
    ///
    /// # Errors
    /// When the server is not built or does not answer within ten minutes; with what it said.
    pub fn demo() -> Step<Self> {
        Self::start("demo")
    }

    /// The address of the demo province that all tests of this program share: what one test makes, the others may see.
    ///
    /// # Errors
    /// As [`Server::demo`].
    pub fn shared_demo() -> Step<&'static str> {
        static DEMO: OnceLock<Result<Server, String>> = OnceLock::new();
        let started = DEMO.get_or_init(|| Server::demo().map_err(|trouble| trouble.to_string()));
        started.as_ref().map(Server::address).map_err(|trouble| trouble.clone().into())
    }

    /// Starts an empty installation.
    ///
    /// # Errors
    /// As [`Server::demo`].
    pub fn empty() -> Step<Self> {
        Self::start("serve")
    }

    fn start(command: &str) -> Step<Self> {
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let data = TempDir::new()?.keep();
        let program = program()?;
        let mut process = Command::new("sh")
            .args(["-c", WATCH])
            .args([&data, &program])
            .args([command, "--listen", &format!("127.0.0.1:{port}"), "--data"])
            .arg(&data)
            .args(database()?)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .map_err(|cause| format!("{} does not start: {cause}", program.display()))?;
        let lines = listen(&mut process);
        let mut server = Server { process, address: format!("http://127.0.0.1:{port}"), said: Vec::new() };
        server.wait(port, &lines)?;
        thread::spawn(move || lines.iter().for_each(drop));
        Ok(server)
    }

    fn wait(&mut self, port: u16, lines: &Receiver<String>) -> Step {
        let until = Instant::now() + LONGEST_START;
        loop {
            self.said.extend(lines.try_iter());
            if TcpStream::connect(("127.0.0.1", port)).is_ok() {
                // the logins are printed about when the port opens
                thread::sleep(Duration::from_millis(300));
                self.said.extend(lines.try_iter());
                return Ok(());
            }
            let ended = self.process.try_wait()?;
            if ended.is_some() || Instant::now() > until {
                let why = ended.map_or_else(|| "did not answer in time".to_owned(), |status| status.to_string());
                return Err(Trouble::from(format!("the server: {why}\n{}", self.said.join("\n"))));
            }
            thread::sleep(Duration::from_millis(50));
        }
    }

    /// Where it listens: `http://127.0.0.1:port`.
    #[must_use]
    pub fn address(&self) -> &str {
        &self.address
    }

    /// What it printed until it answered; the demo prints its logins.
    #[must_use]
    pub fn said(&self) -> &[String] {
        &self.said
    }

    /// The words after the first of every line it printed, by the first word.
    #[must_use]
    pub fn said_by_first_word(&self) -> HashMap<String, Vec<String>> {
        let words = |line: &String| line.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
        self.said.iter().map(words).filter(|line| line.len() > 1).map(|mut line| (line.remove(0), line)).collect()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.process.stdin.take());
        let _ = self.process.wait();
    }
}

/// The arguments for a database of its own on the PostgreSQL server that `THONGSUOT_BROWSER_POSTGRES` names; none for SQLite.
/// The database stays: the server is thrown away with its test.
fn database() -> Step<Vec<String>> {
    static MADE: AtomicUsize = AtomicUsize::new(0);
    let Ok(server) = env::var("THONGSUOT_BROWSER_POSTGRES") else { return Ok(Vec::new()) };
    let name = format!("browser_{}_{}", std::process::id(), MADE.fetch_add(1, Ordering::Relaxed));
    let made = Command::new("psql").args(["-q", "-c", &format!("CREATE DATABASE {name}"), &server]).output()?;
    if !made.status.success() {
        return Err(Trouble::from(format!("no database: {}", String::from_utf8_lossy(&made.stderr))));
    }
    let (place, _) = server.rsplit_once('/').ok_or("THONGSUOT_BROWSER_POSTGRES names no database")?;
    Ok(vec!["--database".to_owned(), format!("{place}/{name}")])
}

fn listen(process: &mut Child) -> Receiver<String> {
    let (send, lines) = channel();
    let second = send.clone();
    if let Some(output) = process.stdout.take() {
        thread::spawn(move || {
            BufReader::new(output).lines().map_while(Result::ok).try_for_each(|line| send.send(line))
        });
    }
    if let Some(errors) = process.stderr.take() {
        thread::spawn(move || {
            BufReader::new(errors).lines().map_while(Result::ok).try_for_each(|line| second.send(line))
        });
    }
    lines
}

/// The program under test. It lies beside the test's own binary: target/debug/deps/journey-…
///
/// # Errors
/// When it is not built.
pub fn program() -> Step<PathBuf> {
    if let Some(program) = env::var_os("THONGSUOT_BIN") {
        return Ok(program.into());
    }
    let built = env::current_exe()?.parent().and_then(|deps| deps.parent()).map(|folder| folder.join("thongsuot"));
    built.filter(|file| file.exists()).ok_or_else(|| "thongsuot is not built; run the tests by `cargo x test`".into())
}
