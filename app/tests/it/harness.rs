//! An installation in a folder of its own, with an account per role, and the built program as its users start it.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

use kernel::{Role, UnitId, UnitKind};
use people::domain::NewAccount;
use platform::App;
use platform::db::StoreError;
use tempfile::TempDir;
use thongsuot::installation::{self, Place};
use units::domain::NewUnit;

/// An installation with one province and an account of each role, each with a session.
pub struct Installed {
    pub folder: TempDir,
    pub app: App,
    pub root: UnitId,
    pub sessions: Vec<(Role, String)>,
}

/// A unit of this kind and code below another.
pub fn new_unit(code: &str, kind: UnitKind, parent: Option<UnitId>) -> NewUnit {
    NewUnit {
        code: code.into(),
        kind,
        name: format!("Đơn vị {code}"),
        short_name: String::new(),
        parent,
        founded_on: None,
    }
}

impl Installed {
    pub fn new() -> Self {
        Self::on(None)
    }

    /// The same on PostgreSQL.
    pub fn on(database: Option<&str>) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let place = Place::at(folder.path(), database, None).expect("an empty configuration");
        let app = installation::open(&place).expect("it opens");
        let (root, sessions) = app
            .db
            .write_now(|tx| {
                let root = units::store::insert(tx, &new_unit("TU", UnitKind::ProvinceCommittee, None))?;
                let mut sessions = Vec::new();
                for role in Role::ALL {
                    let user_name = format!("test.{}", role.code());
                    let account =
                        NewAccount { person: None, user_name, password_hash: String::new(), language: "vi".into() };
                    let id = people::store::create_account(tx, &account)?;
                    let today = tx.today();
                    people::store::grant(tx, id, role, root, today)?;
                    sessions.push((role, people::store::start_session(tx, id, "test")?));
                }
                Ok::<_, StoreError>((root, sessions))
            })
            .expect("accounts");
        Installed { folder, app, root, sessions }
    }
}

/// The built program with these arguments.
pub fn program(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_thongsuot"));
    command.args(arguments).stdin(Stdio::null());
    command
}

/// Runs the program to its end.
pub fn run(arguments: &[&str]) -> Output {
    program(arguments).output().expect("the program starts")
}

/// What it printed, both streams, for messages of failed assertions.
pub fn said(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

/// The served program; killed when dropped.
pub struct Served {
    child: Child,
    pub port: u16,
}

impl Served {
    /// Serves the folder and waits until it answers.
    pub fn start(folder: &Path) -> Self {
        Self::start_on(folder, &[])
    }

    /// The same with more arguments, such as the database.
    pub fn start_on(folder: &Path, arguments: &[&str]) -> Self {
        let port = TcpListener::bind("127.0.0.1:0").and_then(|l| l.local_addr()).expect("a free port").port();
        let listen = format!("127.0.0.1:{port}");
        let folder = folder.to_string_lossy().into_owned();
        let child = program(&["serve", "--data", &folder, "--listen", &listen])
            .args(arguments)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("the server starts");
        let served = Served { child, port };
        let began = Instant::now();
        while served.get("/healthz").is_none_or(|(status, _)| status != 200) {
            assert!(began.elapsed() < Duration::from_secs(30), "the server does not answer");
            std::thread::sleep(Duration::from_millis(20));
        }
        served
    }

    /// Status and body of a page.
    pub fn get(&self, path: &str) -> Option<(u16, String)> {
        request(self.port, &format!("GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"))
    }

    /// Ends it at once, as a power cut would.
    pub fn kill(&mut self) {
        self.child.kill().expect("it can be killed");
        self.child.wait().expect("it is gone");
    }

    /// Asks it to stop and gives whether it ended well.
    pub fn stop(mut self) -> bool {
        let id = self.child.id().to_string();
        let told = Command::new("kill").args(["-TERM", &id]).status().expect("kill").success();
        told && self.child.wait().expect("it ends").success()
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Sends a request on a connection of its own; none when the server is gone.
pub fn request(port: u16, text: &str) -> Option<(u16, String)> {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).ok()?;
    stream.write_all(text.as_bytes()).ok()?;
    let mut reader = BufReader::new(stream);
    let mut line = String::new();
    reader.read_line(&mut line).ok()?;
    let status = line.split(' ').nth(1)?.parse().ok()?;
    let mut rest = String::new();
    reader.read_to_string(&mut rest).ok()?;
    let body = rest.split_once("\r\n\r\n").map(|(_, body)| body.to_owned()).unwrap_or_default();
    Some((status, body))
}
