//! Moving an installation between the engines: nothing is lost, and what is altered on the way is told.

use std::path::Path;

use kernel::Role;
use platform::db::StoreError;
use testkit::PostgresDatabase;
use thongsuot::installation::{self, Place};

use crate::harness::{Installed, Served, request, run, said};

fn open(folder: &Path, database: Option<&str>) -> platform::App {
    installation::open(&Place::at(folder, database, None).unwrap()).unwrap()
}

/// The demo's province, in which every feature has rows, with a session of its secretary.
fn a_full_province(folder: &Path) -> String {
    let built = run(&["demo", "--data", &folder.to_string_lossy(), "--build-only"]);
    assert!(built.status.success(), "{}", said(&built));
    let app = open(folder, None);
    app.db
        .write_now(|tx| {
            let account = tx.scalar(
                "SELECT account_id FROM role_grant WHERE role = $1 ORDER BY id LIMIT 1",
                platform::params![Role::Officer],
            )?;
            people::store::start_session(tx, account, "test")
        })
        .map_err(|error: StoreError| error.to_string())
        .unwrap()
}

fn pages(served: &Served, session: &str) -> Vec<(u16, String)> {
    ["/units", "/people", "/documents", "/rollouts", "/conferences", "/reports", "/drafts"]
        .map(|path| {
            let text = format!(
                "GET {path} HTTP/1.1\r\nHost: localhost\r\nCookie: session={session}\r\nConnection: close\r\n\r\n"
            );
            request(served.port, &text).unwrap()
        })
        .to_vec()
}

#[test]
fn a_full_province_moves_to_postgresql_and_back_without_loss() {
    let (folder, target) = (tempfile::tempdir().unwrap(), PostgresDatabase::create());
    let data = folder.path().to_string_lossy().into_owned();
    let session = a_full_province(folder.path());
    let served = Served::start(folder.path());
    let before = pages(&served, &session);
    assert!(before.iter().all(|(status, _)| *status == 200), "{before:?}");
    let while_running = run(&["database", "move", "--data", &data, "--to", &target.url]);
    assert!(!while_running.status.success() && said(&while_running).contains("dừng"), "{}", said(&while_running));
    assert!(served.stop());
    let moved = run(&["database", "move", "--data", &data, "--to", &target.url]);
    assert!(moved.status.success(), "{}", said(&moved));
    assert!(said(&moved).contains("check_in") && said(&moved).contains("không thiếu dòng nào"), "{}", said(&moved));
    let again = run(&["database", "move", "--data", &data, "--to", &target.url]);
    assert!(!again.status.success() && said(&again).contains("không trống"), "{}", said(&again));
    let served = Served::start_on(folder.path(), &["--database", &target.url]);
    assert_eq!(pages(&served, &session), before);
    assert!(served.stop());
    let audit = run(&["audit", "verify", "--data", &data, "--database", &target.url]);
    assert!(audit.status.success(), "{}", said(&audit));
    let app = open(folder.path(), Some(&target.url));
    let today = app.clock.today();
    assert_eq!(figures::jobs::prove(&app, today).unwrap().len(), 0);
    drop(app);
    std::fs::remove_file(folder.path().join(installation::DATABASE)).unwrap();
    let back = run(&["database", "move", "--data", &data, "--database", &target.url, "--to", "sqlite"]);
    assert!(back.status.success(), "{}", said(&back));
    let served = Served::start(folder.path());
    assert_eq!(pages(&served, &session), before);
}

#[test]
fn a_row_altered_on_the_way_is_told_and_nothing_is_kept() {
    let (installed, target) = (Installed::new(), PostgresDatabase::create());
    let data = installed.folder.path().to_string_lossy().into_owned();
    drop(installed.app);
    // whoever sits in the target and changes a row as it arrives
    let mut client = postgres::Client::connect(&target.url, postgres::NoTls).unwrap();
    client
        .batch_execute(
            "CREATE FUNCTION alter_row() RETURNS trigger LANGUAGE plpgsql AS
                 $$ BEGIN NEW.name := NEW.name || ' '; RETURN NEW; END $$;
             CREATE FUNCTION lie_in_wait() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN
                 IF EXISTS (SELECT 1 FROM pg_event_trigger_ddl_commands() WHERE object_identity = current_schema() || '.unit') THEN
                     CREATE TRIGGER alter_row BEFORE INSERT ON unit FOR EACH ROW EXECUTE FUNCTION alter_row();
                 END IF; END $$;
             CREATE EVENT TRIGGER lie_in_wait ON ddl_command_end WHEN TAG IN ('CREATE TABLE')
                 EXECUTE FUNCTION lie_in_wait();",
        )
        .unwrap();
    let moved = run(&["database", "move", "--data", &data, "--to", &target.url]);
    assert!(!moved.status.success());
    assert!(said(&moved).contains("1 bảng khác nhau"), "{}", said(&moved));
    let differing: Vec<String> = said(&moved).lines().filter(|l| l.contains("KHÁC")).map(String::from).collect();
    assert_eq!(differing.len(), 1, "{}", said(&moved));
    let tables: i64 = client
        .query_one("SELECT COUNT(*) FROM information_schema.tables WHERE table_schema = current_schema()", &[])
        .unwrap()
        .get(0);
    assert_eq!(tables, 0, "the target is as empty as before");
}

#[test]
fn what_cannot_be_moved_is_told_in_words() {
    let installed = Installed::new();
    let data = installed.folder.path().to_string_lossy().into_owned();
    drop(installed.app);
    for (to, words) in [
        ("mysql://x/y", "postgres://"),
        ("sqlite", "SQLite rồi"),
        ("postgres://nobody@127.0.0.1:1/none", "không kết nối được"),
    ] {
        let output = run(&["database", "move", "--data", &data, "--to", to]);
        assert!(!output.status.success() && said(&output).contains(words), "{to}: {}", said(&output));
    }
}
