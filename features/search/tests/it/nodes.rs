//! The index of a node: it follows the database, is built anew, survives being killed.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use kernel::{Event, Role};
use people::domain::NewPerson;
use platform::App;
use platform::params;
use search::{Condition, Follower, Node, Rebuilt, find_now, rebuild};
use testkit::{Site, on_both_databases};

use crate::{a_resolution, actor, node};

fn titles(site: &Site, app: &App, role: Role, code: &'static str, words: &str) -> Vec<String> {
    let mut titles: Vec<String> =
        find_now(&actor(site, app, role, code), words).unwrap().into_iter().map(|hit| hit.title).collect();
    titles.sort();
    titles
}

fn seen_by_province(site: &Site, app: &App, words: &str) -> Vec<String> {
    titles(site, app, Role::Officer, "TU", words)
}

/// The folder of the newest index of a node.
fn newest(folder: &Path) -> PathBuf {
    let numbered = |entry: std::fs::DirEntry| Some((entry.file_name().to_str()?.parse::<u64>().ok()?, entry.path()));
    let folders = std::fs::read_dir(folder.join("search")).unwrap().flatten().filter_map(numbered);
    folders.max().expect("an index").1
}

fn people_named(site: &Site, count: usize) {
    let cell = site.unit("X01-C02");
    site.write(move |tx| {
        for n in 0..count {
            people::store::insert_person(tx, &NewPerson::named(format!("Nguyễn Thị Sen {n}"), cell))?;
        }
        tx.record(Event::noted("people.imported", "list", None))
    });
}

on_both_databases! {
    fn two_nodes_over_one_database_both_find_a_new_document(site) {
        let (one, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let nodes = [node(site, one.path()), node(site, other.path())];
        let mut followers = nodes.each_ref().map(Follower::of);
        for (app, follower) in nodes.iter().zip(&mut followers) {
            follower.catch_up(app).unwrap();
        }
        let _ = a_resolution(site, "TU", 15, "về xây dựng chi bộ bốn tốt");
        for (app, follower) in nodes.iter().zip(&mut followers) {
            assert_eq!(seen_by_province(site, app, "bon tot").len(), 0);
            follower.catch_up(app).unwrap();
            assert_eq!(seen_by_province(site, app, "bon tot").len(), 1);
            assert_eq!(Node::of(app).condition(), Condition::Ready);
        }
    }

    fn the_thread_beside_the_requests_takes_a_change_in_within_two_seconds(site) {
        let folder = tempfile::tempdir().unwrap();
        let app = node(site, folder.path());
        let stop = Arc::new(AtomicBool::new(false));
        let (its_app, its_stop) = (app.clone(), Arc::clone(&stop));
        let thread = std::thread::spawn(move || (search::plug().beside.unwrap())(&its_app, &its_stop));
        let wait_for = |what: &dyn Fn() -> bool, seconds: u64| {
            let began = Instant::now();
            while !what() {
                assert!(began.elapsed() < Duration::from_secs(seconds), "it took longer than {seconds} s");
                std::thread::sleep(Duration::from_millis(20));
            }
        };
        wait_for(&|| Node::of(&app).condition() == Condition::Ready, 20);
        let _ = a_resolution(site, "TU", 15, "về xây dựng chi bộ bốn tốt");
        wait_for(&|| seen_by_province(site, &app, "bon tot").len() == 1, 2);
        stop.store(true, Ordering::Relaxed);
        thread.join().unwrap();
    }

    fn building_anew_gives_the_same_answers(site) {
        let folder = tempfile::tempdir().unwrap();
        let _ = a_resolution(site, "TU", 15, "về xây dựng chi bộ bốn tốt");
        let app = node(site, folder.path());
        let before = seen_by_province(site, &app, "chi bo");
        assert_eq!(before.len(), 6, "{before:?}");
        let first = newest(folder.path());
        drop(app);
        let app = node(site, folder.path());
        let Rebuilt::Here(rows) = rebuild(&app).unwrap() else { panic!("nobody else writes here") };
        assert_eq!(rows, 15);
        drop(app);
        let app = node(site, folder.path());
        assert_eq!(seen_by_province(site, &app, "chi bo"), before);
        assert!(newest(folder.path()) != first && !first.exists());
    }

    fn a_killed_build_goes_on_without_loss_or_doubles(site) {
        let folder = tempfile::tempdir().unwrap();
        people_named(site, 900);
        let app = node(site, folder.path());
        let mut follower = Follower::of(&app).committing_every(Duration::ZERO);
        for _ in 0..3 {
            assert!(follower.step(&app).unwrap());
        }
        let begun = newest(folder.path());
        // killed: what was not committed is lost, the lock is freed by the system
        drop(follower);
        drop(app);
        let _ = a_resolution(site, "TU", 15, "về chị Sen bốn tốt");
        let app = node(site, folder.path());
        let mut follower = Follower::of(&app);
        assert!(follower.step(&app).unwrap());
        assert_eq!(Node::of(&app).condition(), Condition::Building);
        assert_eq!(newest(folder.path()), begun, "it goes on with what was begun");
        assert!(Node::of(&app).count() > 0);
        follower.catch_up(&app).unwrap();
        assert_eq!(Node::of(&app).count(), 14 + 900 + 1);
        assert_eq!(seen_by_province(site, &app, "nguyen thi sen 77").len(), 1);
        assert_eq!(seen_by_province(site, &app, "bon tot").len(), 1);
    }

    fn a_killed_follower_goes_on_without_loss_or_doubles(site) {
        let folder = tempfile::tempdir().unwrap();
        let app = node(site, folder.path());
        let mut follower = Follower::of(&app);
        follower.catch_up(&app).unwrap();
        let _ = a_resolution(site, "TU", 15, "về xây dựng chi bộ bốn tốt");
        follower.catch_up(&app).unwrap();
        drop(follower);
        drop(app);
        let _ = a_resolution(site, "TU", 16, "về xây dựng chi bộ bốn tốt lần nữa");
        let app = node(site, folder.path());
        let mut follower = Follower::of(&app);
        follower.catch_up(&app).unwrap();
        assert_eq!(seen_by_province(site, &app, "bon tot").len(), 2);
        assert_eq!(Node::of(&app).count(), 16);
    }

    fn a_damaged_index_or_one_of_another_format_is_built_anew(site) {
        let folder = tempfile::tempdir().unwrap();
        let _ = a_resolution(site, "TU", 15, "về xây dựng chi bộ bốn tốt");
        let answers = |app: &App| seen_by_province(site, app, "chi bo");
        let app = node(site, folder.path());
        let before = answers(&app);
        drop(app);
        let spoil: [&dyn Fn(&Path); 3] = [&spoil_meta, &spoil_postings, &another_format];
        for spoil in spoil {
            let old = newest(folder.path());
            spoil(&old);
            let app = node(site, folder.path());
            let mut follower = Follower::of(&app);
            follower.catch_up(&app).unwrap();
            assert_eq!(answers(&app), before);
            assert!(!old.exists(), "{}", old.display());
        }
    }

    fn an_index_of_another_database_is_built_anew(site) {
        let folder = tempfile::tempdir().unwrap();
        let app = node(site, folder.path());
        assert_eq!(seen_by_province(site, &app, "tram y te").len(), 1);
        drop(app);
        let old = newest(folder.path());
        // as after a restored backup: other seals stand under the same numbers
        site.write(|tx| tx.run("UPDATE event_seal SET hash = 'x' || hash", &[]).map(|_| ()));
        let app = node(site, folder.path());
        assert_eq!(seen_by_province(site, &app, "tram y te").len(), 1);
        assert!(!old.exists());
    }

    fn a_second_process_over_the_same_folder_reads_along(site) {
        let folder = tempfile::tempdir().unwrap();
        let (writing, reading) = (node(site, folder.path()), node(site, folder.path()));
        let mut follower = Follower::of(&writing);
        follower.catch_up(&writing).unwrap();
        assert_eq!(rebuild(&reading).unwrap(), Rebuilt::ByTheServer);
        let old = newest(folder.path());
        let _ = a_resolution(site, "TU", 15, "về xây dựng chi bộ bốn tốt");
        follower.catch_up(&writing).unwrap();
        assert!(newest(folder.path()) != old, "the wish was heard");
        assert_eq!(seen_by_province(site, &reading, "bon tot").len(), 1);
    }

    fn rows_that_an_event_does_not_name_are_found_by_their_stamps(site) {
        assert_eq!(seen_by_province(site, &site.app, "nguyen thi sen 3").len(), 0);
        people_named(site, 5);
        assert_eq!(seen_by_province(site, &site.app, "nguyen thi sen 3").len(), 1);
        site.write(|tx| {
            tx.run("UPDATE person SET ended_on = '2026-11-01', version = version + 1", &[])?;
            tx.record(Event::noted("people.imported", "list", None))
        });
        assert_eq!(seen_by_province(site, &site.app, "nguyen thi sen 3").len(), 0);
    }

    fn who_sees_the_rows_of_a_unit_changes_when_it_moves(site) {
        people_named(site, 1);
        let by = |code: &'static str| titles(site, &site.app, Role::CommuneOfficer, code, "nguyen thi sen");
        assert_eq!((by("X01").len(), by("X02").len()), (1, 0));
        let (cell, from, to) = (site.unit("X01-C02"), site.unit("X01"), site.unit("X02"));
        site.write(move |tx| {
            tx.run(
                "UPDATE unit_ancestor SET ancestor_id = $3 WHERE unit_id = $1 AND ancestor_id = $2",
                params![cell, from, to],
            )?;
            tx.record(Event::noted("units.moved", cell, Some(cell)))
        });
        assert_eq!((by("X01").len(), by("X02").len()), (0, 1));
    }
}

fn spoil_meta(folder: &Path) {
    std::fs::write(folder.join("meta.json"), "{ half").unwrap();
}

/// Turns a byte in the middle of each file of postings.
fn spoil_postings(folder: &Path) {
    for path in std::fs::read_dir(folder).unwrap().flatten().map(|entry| entry.path()) {
        if path.extension().is_some_and(|extension| extension == "idx") {
            let mut bytes = std::fs::read(&path).unwrap();
            let middle = bytes.len() / 2;
            bytes[middle] ^= 0xff;
            std::fs::write(&path, bytes).unwrap();
        }
    }
}

fn another_format(folder: &Path) {
    let meta = std::fs::read_to_string(folder.join("meta.json")).unwrap();
    assert!(meta.contains("format"), "{meta}");
    std::fs::write(folder.join("meta.json"), meta.replace("format\\\":\\\"", "format\\\":\\\"0")).unwrap();
}
