//! What a killed program leaves behind: everything it acknowledged, and nothing by halves.

use std::collections::HashSet;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use conferences::domain::{Form, Kind};
use conferences::store::{DelegateFilter, NewConference, NewDelegate, NewPoint};
use kernel::{ConferenceId, UnitKind};
use platform::db::StoreError;
use thongsuot::installation::{self, Place};

use crate::harness::{Installed, Served, new_unit, program, request, run, said};

const DELEGATES: usize = 4_000;

/// An open conference with so many delegates; its id, their invitations and how its code is made.
pub fn open_conference(
    installed: &Installed,
    delegates: usize,
) -> (ConferenceId, Vec<String>, conferences::domain::Conference) {
    let root = installed.root;
    installed
        .app
        .db
        .write_now(move |tx| {
            let now = tx.now();
            let new = NewConference {
                rollout: None,
                unit: root,
                title: "Hội nghị thử".into(),
                form: Form::InPerson,
                place: "Hội trường".into(),
                starts_at: now,
                ends_at: now.plus_seconds(7200),
                make_up_of: None,
                head_count_due_on: None,
            };
            let id = conferences::store::insert(tx, &new)?;
            let conference = conferences::store::find(tx, id)?;
            let point = NewPoint { parent: None, unit: root, name: "Điểm cầu".into(), place: String::new() };
            let point = conferences::store::insert_point(tx, &conference, &point)?;
            let delegate = |n: usize| NewDelegate {
                point,
                person: None,
                unit: root,
                name: format!("Đại biểu {n}"),
                post: String::new(),
                kind: Kind::Guest,
                makes_up_for: None,
            };
            let new: Vec<NewDelegate> = (0..delegates).map(delegate).collect();
            conferences::store::summon(tx, &conference, &new)?;
            let conference = conferences::store::find(tx, id)?;
            let today = tx.today();
            let opened = conference.open(1, today).map_err(|e| StoreError::Driver(e.to_string()))?;
            conferences::store::open(tx, &opened)?;
            let filter =
                DelegateFilter { conference: id, point: None, like: "%%".into(), outcome: String::new(), branch: None };
            let all = conferences::store::list_delegates(tx, &filter, 0, 1_000_000)?;
            Ok::<_, StoreError>((id, all.into_iter().map(|d| d.invitation).collect(), opened))
        })
        .expect("a conference")
}

/// Checks in with a typed code on the server at this port; true when it is acknowledged.
pub fn check_in(port: u16, invitation: &str, code: &str) -> bool {
    let body = format!(r#"{{"invitation":"{invitation}","code":"{code}"}}"#);
    let text = format!(
        "POST /api/v1/check-ins HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n\
         Content-Length: {}\r\nConnection: close\r\n\r\n{body}",
        body.len()
    );
    request(port, &text).is_some_and(|(status, _)| (200..300).contains(&status))
}

#[test]
fn check_ins_acknowledged_before_a_kill_are_all_there() {
    let installed = Installed::new();
    let (id, invitations, conference) = open_conference(&installed, DELEGATES);
    let point = installed.app.db.read_now(|tx| conferences::store::main_point(tx, id)).unwrap().unwrap().id;
    let mut served = Served::start(installed.folder.path());
    let code = conference.code_seed.code_at(point, installed.app.clock.now());
    let acknowledged: Mutex<HashSet<String>> = Mutex::default();
    let (next, gone) = (AtomicUsize::new(0), AtomicBool::new(false));
    let port = served.port;
    std::thread::scope(|scope| {
        for _ in 0..6 {
            scope.spawn(|| {
                while !gone.load(Ordering::Relaxed) {
                    let Some(invitation) = invitations.get(next.fetch_add(1, Ordering::Relaxed)) else { return };
                    if check_in(port, invitation, &code) {
                        acknowledged.lock().unwrap().insert(invitation.clone());
                    }
                }
            });
        }
        let began = Instant::now();
        while acknowledged.lock().unwrap().len() < 600 && began.elapsed() < Duration::from_secs(30) {
            std::thread::sleep(Duration::from_millis(2));
        }
        served.kill();
        gone.store(true, Ordering::Relaxed);
    });
    let acknowledged = acknowledged.into_inner().unwrap();
    assert!(acknowledged.len() >= 600, "{} were acknowledged", acknowledged.len());
    assert!(acknowledged.len() < DELEGATES, "it was killed in the middle");
    assert_nothing_is_lost(&installed, id, &acknowledged);
    // it starts again and goes on
    let served = Served::start(installed.folder.path());
    let rest = invitations.iter().rev().find(|invitation| !acknowledged.contains(*invitation)).unwrap();
    let code = conference.code_seed.code_at(point, installed.app.clock.now());
    assert!(check_in(served.port, rest, &code));
    assert!(served.stop());
}

fn assert_nothing_is_lost(installed: &Installed, id: ConferenceId, acknowledged: &HashSet<String>) {
    let filter =
        DelegateFilter { conference: id, point: None, like: "%%".into(), outcome: "present".into(), branch: None };
    let present =
        installed.app.db.read_now(|tx| conferences::store::list_delegates(tx, &filter, 0, 1_000_000)).unwrap();
    let found: HashSet<&String> = present.iter().map(|delegate| &delegate.invitation).collect();
    let lost: Vec<&String> = acknowledged.iter().filter(|invitation| !found.contains(invitation)).collect();
    assert_eq!(lost, Vec::<&String>::new(), "acknowledged, but not there");
    let halves = present.iter().filter(|delegate| delegate.at.is_none()).count();
    assert_eq!(halves, 0, "present without a check-in");
    let today = installed.app.clock.today();
    let root = installed.root;
    let figure = installed
        .app
        .db
        .read_now(|tx| figures::store::value(tx, &id.to_string(), "conferences.attended", root, today))
        .unwrap();
    assert_eq!(figure, i64::try_from(present.len()).unwrap(), "the ledger agrees with the rows");
    let report = installed.app.db.verify_audit().unwrap();
    assert_eq!(report.breaks, Vec::<String>::new());
}

const PEOPLE: usize = 60_000;

#[test]
fn an_import_that_was_killed_goes_on_and_doubles_nobody() {
    let folder = tempfile::tempdir().unwrap();
    let place = Place::at(folder.path(), None, None).unwrap();
    let app = installation::open(&place).unwrap();
    app.db
        .write_now(|tx| {
            let root = units::store::insert(tx, &new_unit("TU", UnitKind::ProvinceCommittee, None))?;
            for code in demo_province_homes() {
                units::store::insert_silently(tx, &new_unit(&code, UnitKind::GrassrootsCell, Some(root)))?;
            }
            Ok::<_, StoreError>(())
        })
        .unwrap();
    let list = folder.path().join("people.csv");
    demo_province::people_csv(PEOPLE, std::fs::File::create(&list).unwrap()).unwrap();
    let (data, list) = (folder.path().to_string_lossy().into_owned(), list.to_string_lossy().into_owned());
    let mut child = program(&["import", "people", &list, "--data", &data]).spawn().unwrap();
    let count = || app.db.read_now(|tx| tx.scalar::<i64>("SELECT COUNT(*) FROM person", &[])).unwrap();
    let began = Instant::now();
    while count() < 4_000 && began.elapsed() < Duration::from_secs(60) {
        std::thread::sleep(Duration::from_millis(3));
    }
    child.kill().unwrap();
    child.wait().unwrap();
    let there = count();
    assert!(there > 0 && there < i64::try_from(PEOPLE).unwrap(), "killed in the middle: {there}");
    let told: i64 =
        app.db.read_now(|tx| tx.scalar("SELECT inserted FROM import ORDER BY started_at DESC LIMIT 1", &[])).unwrap();
    assert_eq!(there, told, "rows and progress are kept or lost together");
    let output = run(&["import", "people", &list, "--data", &data]);
    assert!(output.status.success(), "{}", said(&output));
    assert_eq!(count(), i64::try_from(PEOPLE).unwrap());
    assert_eq!(app.db.verify_audit().unwrap().breaks, Vec::<String>::new());
}

/// The codes of the homes that the lists of `demo-province` name.
fn demo_province_homes() -> Vec<String> {
    let province = demo_province::Province::generate(demo_province::SEED);
    province.units.iter().filter(|unit| unit.is_home()).map(|unit| unit.code.clone()).collect()
}

#[test]
fn a_full_disk_is_told_as_such_and_writing_goes_on_when_there_is_room() {
    let installed = Installed::new();
    let db = &installed.app.db;
    let room_for = |pages: i64| {
        let sql = format!("PRAGMA max_page_count = {pages}");
        db.write_now(move |tx| tx.scalar::<i64>(&sql, &[])).unwrap()
    };
    let pages = db.read_now(|tx| tx.scalar::<i64>("PRAGMA page_count", &[])).unwrap();
    let _ = room_for(pages + 8);
    let fill = |rows: i64| {
        db.write_now(move |tx| {
            tx.run("CREATE TABLE heap (number BIGINT NOT NULL, text TEXT NOT NULL)", &[])?;
            for number in 0..rows {
                tx.run(
                    "INSERT INTO heap (number, text) VALUES ($1, $2)",
                    platform::params![number, "đầy ".repeat(500)],
                )?;
            }
            tx.scalar::<i64>("SELECT COUNT(*) FROM heap", &[])
        })
    };
    let refused: StoreError = fill(1_000).unwrap_err();
    assert!(refused.to_string().contains("full"), "{refused}");
    let _ = room_for(1_000_000);
    assert_eq!(fill(1_000).unwrap(), 1_000, "nothing of the first was kept");
}
