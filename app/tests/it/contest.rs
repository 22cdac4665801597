//! A contest whose server is killed while everybody submits: what was acknowledged is there with the hash of its receipt, and
//! everybody finishes once it is back. A published file is verified by the command.

use std::collections::HashMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use contests::domain::{Contest, Question, Round, Rules, State};
use contests::store;
use fair_contest::Seed;
use kernel::UnitId;
use platform::db::{StoreError, Tx};

use crate::harness::{Installed, Served, request, run, said};

const CONTESTANTS: i64 = 600;

/// A contest whose only round ends in minutes: enough for the slowest machine.
fn an_open_contest(tx: &mut Tx<'_>, unit: UnitId) -> Result<(Contest, i64), StoreError> {
    let rules = Rules { effort: 0, ..Rules::default() };
    let id = store::insert(tx, unit, "Tìm hiểu", &rules, &[7; 32])?;
    let contest = store::find(tx, id)?;
    let round = Round {
        name: "Tuần 1".into(),
        opens_at: tx.now().plus_seconds(-60),
        closes_at: tx.now().plus_seconds(600),
        quotas: vec![("Luật".into(), 4)],
        ..Round::new(id)
    };
    let no = store::insert_round(tx, &contest, &round)?;
    let question = |number: usize| Question {
        source: "Luật".into(),
        text: format!("Câu {number}?"),
        options: ["Có", "Không", "Không rõ"].map(String::from).to_vec(),
        right: vec![u8::try_from(number % 3).unwrap_or(0)],
        keeps_order: false,
        bank: None,
    };
    let pool: Vec<Question> = (0..9).map(question).collect();
    let round = store::find_round(tx, no)?;
    store::replace_questions(tx, &contest, &round, &pool)?;
    contests::announce(tx, &Contest { state: State::Announced, ..contest.clone() }, &[Seed([5; 32])])?;
    Ok((contest, no))
}

/// Sends a contestant's request; the page when it was answered well.
fn send(port: u16, contest: &Contest, (round, contestant): (i64, i64), what: &str, body: &str) -> Option<String> {
    let cookie = contests::contestant_cookie(contest, contestant);
    let text = format!(
        "POST /thi/rounds/{round}/{what} HTTP/1.1\r\nHost: localhost\r\nCookie: {cookie}\r\nConnection: close\r\n\
         Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    );
    request(port, &text).filter(|(status, _)| *status == 200).map(|(_, page)| page)
}

/// Takes a whole attempt; place and hash of its receipt.
fn sit(port: u16, contest: &Contest, of: (i64, i64)) -> Option<(i64, String)> {
    send(port, contest, of, "start", "nonce=ab12")?;
    submit(port, contest, of)
}

/// Ends the attempt; place and hash of its receipt.
fn submit(port: u16, contest: &Contest, of: (i64, i64)) -> Option<(i64, String)> {
    let page = send(port, contest, of, "submit", "number=1&revision=1&answers=BCEB")?;
    let part = |mark: &str| page.split(mark).nth(1).and_then(|rest| rest.split('<').next()).map(str::to_owned);
    Some((part("id=\"place\">")?.parse().ok()?, part("id=\"head\">")?))
}

/// As the page of a contestant does: a server that says it is busy is asked again, with the answers that are in the
/// browser. Whose attempt ended before the kill without hearing of it begins none, and is told the receipt.
fn sit_until_done(port: u16, contest: &Contest, of: (i64, i64)) -> (i64, String) {
    let began = Instant::now();
    loop {
        if let Some(receipt) = sit(port, contest, of).or_else(|| submit(port, contest, of)) {
            return receipt;
        }
        assert!(began.elapsed() < Duration::from_secs(30), "contestant {} does not finish", of.1);
        std::thread::sleep(Duration::from_millis(50));
    }
}

fn kept(installed: &Installed, round: i64) -> HashMap<i64, (i64, String)> {
    let mut kept = HashMap::new();
    let read = installed.app.db.read_now(|tx| {
        store::each_result(tx, round, 0, i64::MAX, |one| {
            kept.insert(one.result.contestant, (one.result.place, one.head));
        })
    });
    read.expect("the log is read");
    kept
}

#[test]
fn submissions_acknowledged_before_a_kill_are_there_and_contestants_finish_after_it() {
    let installed = Installed::new();
    let root = installed.root;
    let (contest, round) = installed.app.db.write_now(move |tx| an_open_contest(tx, root)).unwrap();
    let mut served = Served::start(installed.folder.path());
    let acknowledged: Mutex<HashMap<i64, (i64, String)>> = Mutex::default();
    let (next, gone, port) = (AtomicUsize::new(1), AtomicBool::new(false), served.port);
    std::thread::scope(|scope| {
        for _ in 0..6 {
            scope.spawn(|| {
                while !gone.load(Ordering::Relaxed) {
                    let contestant = i64::try_from(next.fetch_add(1, Ordering::Relaxed)).unwrap();
                    if contestant > CONTESTANTS {
                        return;
                    }
                    if let Some(receipt) = sit(port, &contest, (round, contestant)) {
                        acknowledged.lock().unwrap().insert(contestant, receipt);
                    }
                }
            });
        }
        let began = Instant::now();
        while acknowledged.lock().unwrap().len() < 150 && began.elapsed() < Duration::from_secs(30) {
            std::thread::sleep(Duration::from_millis(1));
        }
        served.kill();
        gone.store(true, Ordering::Relaxed);
    });
    let acknowledged = acknowledged.into_inner().unwrap();
    let there = kept(&installed, round);
    assert!((150..600).contains(&acknowledged.len()), "killed in the middle: {}", acknowledged.len());
    for (contestant, receipt) in &acknowledged {
        assert_eq!(there.get(contestant), Some(receipt), "contestant {contestant}");
    }
    // whoever was cut off sends again, and gets the same receipt if it was kept after all
    let served = Served::start(installed.folder.path());
    for contestant in 1..=CONTESTANTS {
        let receipt = match acknowledged.get(&contestant) {
            Some(receipt) => receipt.clone(),
            None => sit_until_done(served.port, &contest, (round, contestant)),
        };
        if let Some(kept) = there.get(&contestant) {
            assert_eq!(&receipt, kept);
        }
    }
    assert_eq!(kept(&installed, round).len(), usize::try_from(CONTESTANTS).unwrap());
    verified(&installed, &served, &contest, round);
}

/// Settles the round and lets the command verify what is published, then what was changed.
fn verified(installed: &Installed, served: &Served, contest: &Contest, round: i64) {
    let contest = contest.clone();
    installed
        .app
        .db
        .write_now(move |tx| {
            let round = store::find_round(tx, round)?;
            store::settle(tx, &contest, &round)
        })
        .unwrap();
    let (status, text) = served.get("/thi/1/published.jsonl").unwrap();
    assert_eq!(status, 200);
    // a stream comes in chunks, whose sizes stand on lines of their own
    let lines: String = text.lines().filter(|line| line.starts_with('{')).map(|line| format!("{line}\n")).collect();
    let file = installed.folder.path().join("published.jsonl");
    std::fs::write(&file, &lines).unwrap();
    let path = file.to_string_lossy().into_owned();
    let output = run(&["verify-contest", &path, "--contestant", "7"]);
    assert!(output.status.success() && said(&output).contains("600 người, 600 lượt"), "{}", said(&output));
    assert!(said(&output).contains("000007: hạng"), "{}", said(&output));
    // the first three and the one asked for stand in the standing over all rounds too
    let whole = said(&output).split_once("Toàn hội thi · The whole contest: 600 người").unwrap().1.to_owned();
    assert!(whole.contains("  000007  ") && whole.lines().filter(|line| line.ends_with(" s")).count() >= 3, "{whole}");
    std::fs::write(&file, lines.replacen("\"score\":", "\"score\":1", 1)).unwrap();
    let output = run(&["verify-contest", &path]);
    assert!(!output.status.success() && said(&output).contains('✗'), "{}", said(&output));
}
