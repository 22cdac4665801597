//! Two servers on one PostgreSQL behind haproxy are one to whoever uses them.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use kernel::Role;
use platform::db::StoreError;
use testkit::PostgresDatabase;

use crate::crash::{check_in, open_conference};
use crate::harness::{Installed, Served, request};

const JOBS: i64 = 60;

/// A balancer that asks the servers by turns; killed when dropped.
struct Balancer {
    child: Child,
    port: u16,
    _folder: tempfile::TempDir,
}

impl Balancer {
    fn start(servers: &[&Served]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let port = TcpListener::bind("127.0.0.1:0").and_then(|l| l.local_addr()).unwrap().port();
        let nodes: String = servers
            .iter()
            .enumerate()
            .map(|(number, served)| format!("    server node{number} 127.0.0.1:{}\n", served.port))
            .collect();
        let text = format!(
            "defaults\n    mode http\n    option forwardfor\n    timeout connect 5s\n    timeout client 60s\n    \
             timeout server 60s\nfrontend all\n    bind 127.0.0.1:{port}\n    default_backend nodes\nbackend nodes\n    \
             balance roundrobin\n    http-response set-header x-node %s\n{nodes}"
        );
        let file = folder.path().join("haproxy.cfg");
        std::fs::write(&file, text).unwrap();
        // Debian keeps it among the system's programs, which are not on everybody's path
        let child = Command::new("haproxy")
            .env("PATH", "/usr/local/sbin:/usr/sbin:/usr/local/bin:/usr/bin:/bin")
            .args(["-db", "-f"])
            .arg(&file)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("haproxy is installed: `cargo x test` does it");
        let balancer = Balancer { child, port, _folder: folder };
        wait_for(|| request(balancer.port, &get("/livez", "")).is_some_and(|(status, _)| status == 204));
        balancer
    }
}

impl Drop for Balancer {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn get(path: &str, session: &str) -> String {
    format!("GET {path} HTTP/1.1\r\nHost: localhost\r\nCookie: session={session}\r\nConnection: close\r\n\r\n")
}

fn wait_for(mut what: impl FnMut() -> bool) {
    let began = Instant::now();
    while !what() {
        assert!(began.elapsed() < Duration::from_secs(60), "it took longer than a minute");
        std::thread::sleep(Duration::from_millis(50));
    }
}

#[test]
fn two_servers_behind_haproxy_share_sessions_and_search_and_run_each_job_once() {
    let database = PostgresDatabase::create();
    let installed = Installed::on(Some(&database.url));
    let other_folder = tempfile::tempdir().unwrap();
    let arguments = ["--database", database.url.as_str()];
    let servers =
        [Served::start_on(installed.folder.path(), &arguments), Served::start_on(other_folder.path(), &arguments)];
    let balancer = Balancer::start(&[&servers[0], &servers[1]]);
    let (_, session) = installed.sessions.iter().find(|(role, _)| *role == Role::Officer).unwrap();
    for _ in 0..6 {
        assert_eq!(request(balancer.port, &get("/units", session)).unwrap().0, 200);
    }
    let directive = demo_province::DIRECTIVES[0];
    let document =
        documents::import::file(&installed.app, installed.root, "chi-thi.txt", directive.text.as_bytes()).unwrap();
    let root = installed.root;
    let unit = installed
        .app
        .db
        .write_now(move |tx| {
            let new = crate::harness::new_unit("XMOI", kernel::UnitKind::CommuneCommittee, Some(root));
            let unit = units::store::insert(tx, &new)?;
            for _ in 0..JOBS {
                let body = serde_json::json!({ "document": document });
                platform::jobs::enqueue(tx, "documents.validity", &body)?;
            }
            Ok::<_, StoreError>(unit)
        })
        .unwrap();
    let count = |sql: &str| installed.app.db.read_now(|tx| tx.scalar::<i64>(sql, &[])).unwrap();
    wait_for(|| {
        count(
            "SELECT COUNT(*) FROM job WHERE kind = 'documents.validity' AND state <> 'waiting' AND state <> 'running'",
        ) == JOBS
    });
    assert_eq!(count("SELECT COUNT(*) FROM event WHERE name = 'documents.validity_began'"), JOBS);
    assert_eq!(
        count("SELECT COUNT(*) FROM job WHERE kind = 'documents.validity' AND (attempts <> 1 OR state <> 'done')"),
        0
    );
    // each server follows the log with an index of its own
    for served in &servers {
        wait_for(|| {
            request(served.port, &get("/search?q=XMOI", session))
                .is_some_and(|(_, page)| page.contains(&format!("/units/{unit}")))
        });
    }
}

/// Reads a stream until it says this.
fn read_until(stream: &mut TcpStream, words: &str) {
    let mut said = String::new();
    let mut piece = [0_u8; 4096];
    while !said.contains(words) {
        let read = stream.read(&mut piece).unwrap_or_else(|cause| panic!("no {words} ({cause}) in: {said}"));
        assert!(read > 0, "the stream ended before {words}: {said}");
        said.push_str(&String::from_utf8_lossy(&piece[..read]));
    }
}

#[test]
fn a_live_screen_of_one_server_moves_with_the_check_ins_of_the_other() {
    let database = PostgresDatabase::create();
    let installed = Installed::on(Some(&database.url));
    let (id, invitations, conference) = open_conference(&installed, 3);
    let point = installed.app.db.read_now(|tx| conferences::store::main_point(tx, id)).unwrap().unwrap().id;
    let other_folder = tempfile::tempdir().unwrap();
    let arguments = ["--database", database.url.as_str()];
    let (here, there) =
        (Served::start_on(installed.folder.path(), &arguments), Served::start_on(other_folder.path(), &arguments));
    let (_, session) = installed.sessions.iter().find(|(role, _)| *role == Role::Officer).unwrap();
    let mut screen = TcpStream::connect(("127.0.0.1", here.port)).unwrap();
    screen.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
    screen.write_all(get(&format!("/conferences/{id}/live/stream"), session).as_bytes()).unwrap();
    read_until(&mut screen, "id=\"live-present\">0<");
    let code = conference.code_seed.code_at(point, installed.app.clock.now());
    assert!(check_in(there.port, &invitations[0], &code));
    read_until(&mut screen, "id=\"live-present\">1<");
}
