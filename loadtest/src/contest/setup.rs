//! An installation with a contest that runs: invented questions, a sealed round, contestants who have entered.

use std::path::Path;
use std::sync::Arc;

use anyhow::Result;
use contests::domain::{Contest, ContestId, Question, Round, Rules};
use contests::store::{self, NewContestant};
use fair_contest::{Puzzle, Seed};
use kernel::{Clock, UnitKind};
use platform::App;
use platform::db::{StoreError, Tx};
use thongsuot::clock::SystemClock;
use thongsuot::installation::{Place, open};
use units::domain::NewUnit;

use crate::databases;

/// Questions of an attempt.
pub const QUESTIONS: usize = 20;
/// Questions of a pool.
const POOL: usize = 400;
/// The most a device tries; small, so that the generator's own work does not measure.
const EFFORT: u64 = 60;
const SECRET: [u8; 32] = [11; 32];
const SEED: Seed = Seed([22; 32]);

/// Where an installation under test lies.
pub struct Site {
    folder: tempfile::TempDir,
    database: Option<String>,
}

impl Site {
    /// An empty one, on a database of its own where a PostgreSQL server is named.
    ///
    /// # Errors
    /// When it cannot be made.
    pub fn new(server: Option<&str>, name: &str) -> Result<Self> {
        let folder = tempfile::tempdir()?;
        let database = server.map(|server| databases::fresh(server, &format!("contest_{name}"))).transpose()?;
        Ok(Site { folder, database })
    }

    /// The data folder.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// The PostgreSQL database; none for SQLite.
    pub fn database(&self) -> Option<&str> {
        self.database.as_deref()
    }

    /// Opens it in this process.
    ///
    /// # Errors
    /// When it cannot be opened.
    pub fn open(&self) -> Result<App> {
        open(&Place::at(self.folder(), self.database(), None)?)
    }
}

/// A contest that runs.
#[derive(Clone)]
pub struct Running {
    /// The contest.
    pub contest: Contest,
    /// Its rounds.
    pub rounds: Vec<Round>,
}

fn questions() -> Vec<Question> {
    let of = |number: usize| Question {
        source: if number.is_multiple_of(2) { "Nghị quyết" } else { "Luật" }.into(),
        text: format!(
            "Câu hỏi số {number} về nội dung, thời gian ban hành và hiệu lực của văn bản được tìm hiểu trong vòng thi?"
        ),
        options: (1..=4).map(|option| format!("Phương án {option} của câu hỏi số {number}")).collect(),
        right: vec![u8::try_from(number % 4).unwrap_or(0)],
        keeps_order: false,
        bank: None,
    };
    (0..POOL).map(of).collect()
}

/// A contest with so many rounds, from an hour ago until in an hour, and so many contestants who entered.
///
/// # Errors
/// When it cannot be written.
pub fn running(app: &App, rounds: usize, contestants: i64, minutes: i64) -> Result<Running> {
    let id = app.db.write_now(move |tx| begin(tx, rounds, minutes))?;
    const STRETCH: i64 = 5_000;
    for first in (1..=contestants).step_by(5_000) {
        let last = (first + STRETCH - 1).min(contestants);
        app.db.write_now(move |tx| enter(tx, first, last))?;
    }
    Ok(app.db.read_now(|tx| {
        let contest = store::find(tx, id)?;
        let rounds = store::list_rounds(tx, id)?;
        Ok::<_, StoreError>(Running { contest, rounds })
    })?)
}

fn begin(tx: &mut Tx<'_>, rounds: usize, minutes: i64) -> Result<ContestId, StoreError> {
    let unit = units::store::insert(
        tx,
        &NewUnit {
            code: "TU".into(),
            kind: UnitKind::ProvinceCommittee,
            name: "Tỉnh ủy Lĩnh Giang".into(),
            short_name: "Tỉnh ủy".into(),
            parent: None,
            founded_on: None,
        },
    )?;
    // an installation without accounts leads everybody to its set-up
    let account = people::domain::NewAccount {
        person: None,
        user_name: "bench".into(),
        password_hash: String::new(),
        language: "vi".into(),
    };
    people::store::create_account(tx, &account)?;
    let rules = Rules { effort: EFFORT, ..Rules::default() };
    let id = store::insert(tx, unit, "Tìm hiểu Nghị quyết", &rules, &SECRET)?;
    let contest = store::find(tx, id)?;
    let quotas = vec![("Nghị quyết".to_owned(), QUESTIONS / 2), ("Luật".to_owned(), QUESTIONS / 2)];
    for number in 1..=rounds {
        let round = Round {
            name: format!("Tuần {number}"),
            opens_at: tx.now().plus_seconds(-3_600),
            closes_at: tx.now().plus_seconds(minutes * 60),
            minutes: 30,
            attempts: 50,
            quotas: quotas.clone(),
            ..Round::new(id)
        };
        let no = store::insert_round(tx, &contest, &round)?;
        let round = store::find_round(tx, no)?;
        store::replace_questions(tx, &contest, &round, &questions())?;
    }
    let announced = Contest { state: contests::domain::State::Announced, ..contest };
    contests::announce(tx, &announced, &vec![SEED; rounds])?;
    Ok(id)
}

fn enter(tx: &mut Tx<'_>, first: i64, last: i64) -> Result<(), StoreError> {
    let unit = units::store::lookup_by_code(tx, "TU")?.map(|unit| unit.id);
    let one = |no: i64| NewContestant {
        name: format!("Nguyễn Văn {no}"),
        unit,
        code: format!("c-{no}"),
        join_key: format!("k-{no}"),
        has_joined: true,
        ..NewContestant::default()
    };
    let rows: Vec<(i64, NewContestant)> = (first..=last).map(|no| (no, one(no))).collect();
    store::reserve_numbers(tx, 1, rows.len())?;
    store::insert_contestants(tx, 1, &rows)
}

impl Running {
    /// The requests of a contestant, with the work done.
    pub fn requests(&self, round: usize, contestant: i64, clock: &Arc<dyn Clock>) -> Requests {
        let round = &self.rounds[round];
        let until = clock.now().plus_seconds(1_800);
        let purpose = format!("start/{}/{contestant}", round.no);
        let puzzle = Puzzle::new(&SECRET, &purpose, until.0, EFFORT);
        let work = fair_contest::solve(&puzzle).unwrap_or(0);
        Requests {
            cookie: contests::contestant_cookie(&self.contest, contestant),
            round: round.no,
            start: format!(
                "salt={}&signature={}&work={work}&nonce={contestant:024x}",
                escaped(&puzzle.salt),
                puzzle.signature
            ),
        }
    }
}

fn escaped(text: &str) -> String {
    text.replace('?', "%3F").replace('&', "%26").replace('=', "%3D").replace('/', "%2F")
}

/// A clock that ticks.
pub fn clock() -> Arc<dyn Clock> {
    Arc::new(SystemClock)
}

/// The requests of one contestant.
pub struct Requests {
    cookie: String,
    round: i64,
    start: String,
}

impl Requests {
    /// Begins an attempt.
    pub fn start(&self) -> Vec<u8> {
        self.post("start", &self.start)
    }

    /// Keeps answers to all questions.
    pub fn save(&self, number: i64, answers: &str) -> Vec<u8> {
        self.post("answers", &format!("number={number}&revision=1&answers={answers}"))
    }

    /// Ends the attempt.
    pub fn submit(&self, number: i64, answers: &str) -> Vec<u8> {
        self.post("submit", &format!("number={number}&revision=2&answers={answers}"))
    }

    /// Asks for the own rank.
    pub fn rank(&self) -> Vec<u8> {
        crate::http::get(&format!("/thi/rounds/{}/rank", self.round), &self.cookie)
    }

    fn post(&self, what: &str, body: &str) -> Vec<u8> {
        format!(
            "POST /thi/rounds/{}/{what} HTTP/1.1\r\nHost: bench\r\nCookie: {}; device=d{}\r\n\
             Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{body}",
            self.round,
            self.cookie,
            self.cookie.len(),
            body.len()
        )
        .into_bytes()
    }
}

/// Answers to all questions, other ones for each contestant.
pub fn answers(contestant: i64) -> String {
    let sign = |place: i64| ["B", "C", "E", "I"][usize::try_from((contestant + place * 7) % 4).unwrap_or(0)];
    (0..i64::try_from(QUESTIONS).unwrap_or(0)).map(sign).collect()
}
