//! What makes a round bear its first and its last minute: everything contestants write goes through one thread of the
//! node, which puts what came meanwhile into one transaction with a handful of statements of many rows. What was answered
//! is durable; what does not fit into the queue is told to come again.

mod batch;
mod cache;
mod pictures;
mod shared;
mod standing;

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;

use fair_contest::AttemptResult;
use kernel::{Instant, Refused};
use platform::App;
use platform::db::{Db, StoreError};
use platform::web::Failure;
use tokio::sync::oneshot;

pub use batch::record_past;
pub(crate) use cache::OpenRound;
pub(crate) use pictures::Pictures;
pub(crate) use shared::{Shared, Stamp, Wanted};
pub(crate) use standing::{read_standings, standings_of};

use crate::domain::{Marks, Sent, Sitting};
use crate::store::NewContestant;

/// Requests that share a transaction at most: bounds how long the first of them waits.
const GROUP: usize = 1_024;
/// Requests that may wait: with a few thousand done a second nobody waits longer than a browser would.
const MOST_WAITING: usize = 24_000;
/// How often a transaction that met another node's is tried.
const TRIES: usize = 8;

/// What a contestant asks.
pub(crate) enum Wish {
    /// To take part in the contest with this number.
    Join(i64, Box<NewContestant>),
    /// To begin, or go on with, an attempt.
    Start(i64, String, Marks),
    /// To have answers kept.
    Save(i64, Sent),
    /// To end an attempt.
    Submit(i64, Sent),
    /// To have the attempt ended whose time is up.
    EndLate(i64),
}

/// What is answered once it is durable.
pub(crate) enum Granted {
    /// The contestant's number.
    Joined(i64),
    /// The attempt that runs and its number.
    Sits(i64, Box<Sitting>),
    /// Kept; when the attempt ends.
    Saved(Option<Instant>),
    /// Ended; the result and the hash of the log with it.
    Ended(Box<(AttemptResult, String)>),
    /// Nothing ran any more.
    Nothing,
}

type Answered = Result<Granted, Failure>;

/// A wish on its way.
pub(super) struct Asked {
    round: Option<Arc<OpenRound>>,
    wish: Wish,
    answer: oneshot::Sender<Answered>,
}

/// The engine of a node.
pub(crate) struct Engine {
    queue: Mutex<Option<Sender<Asked>>>,
    waiting: Arc<AtomicUsize>,
    thread: Mutex<Option<JoinHandle<()>>>,
    pub(super) rounds: cache::Rounds,
    pub(super) standings: standing::AllStandings,
}

/// The engine of this node.
pub(crate) fn engine(app: &App) -> Arc<Engine> {
    app.kept(Engine::start)
}

impl Engine {
    fn start(app: &App) -> Self {
        let (queue, asked) = channel();
        let waiting = Arc::new(AtomicUsize::new(0));
        // the thread holds the database and not the application, which holds the engine
        let (db, its_waiting) = (app.db.clone(), Arc::clone(&waiting));
        let thread = std::thread::Builder::new()
            .name("contest-engine".into())
            .spawn(move || work(&db, &asked, &its_waiting))
            .ok();
        Engine {
            queue: Mutex::new(Some(queue)),
            waiting,
            thread: Mutex::new(thread),
            rounds: cache::Rounds::default(),
            standings: standing::AllStandings::default(),
        }
    }

    /// Asks, and waits until the answer is durable.
    ///
    /// # Errors
    /// [`Failure::Busy`] when too many wait, what speaks against it, or what broke.
    pub async fn ask(&self, round: Option<Arc<OpenRound>>, wish: Wish) -> Answered {
        if self.waiting.fetch_add(1, Ordering::Relaxed) >= MOST_WAITING {
            self.waiting.fetch_sub(1, Ordering::Relaxed);
            return Err(Failure::Busy);
        }
        let (answer, answered) = oneshot::channel();
        let sent = {
            let queue = self.queue.lock().unwrap_or_else(PoisonError::into_inner);
            queue.as_ref().is_some_and(|queue| queue.send(Asked { round, wish, answer }).is_ok())
        };
        if !sent {
            self.waiting.fetch_sub(1, Ordering::Relaxed);
            return Err(Failure::Busy);
        }
        answered.await.unwrap_or(Err(Failure::Busy))
    }
}

impl Drop for Engine {
    fn drop(&mut self) {
        // closing the queue lets the thread finish what stands in it
        self.queue.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(thread) = self.thread.lock().unwrap_or_else(PoisonError::into_inner).take() {
            let _ = thread.join();
        }
    }
}

fn work(db: &Db, asked: &Receiver<Asked>, waiting: &AtomicUsize) {
    while let Ok(first) = asked.recv() {
        let mut group = vec![first];
        while group.len() < GROUP {
            match asked.try_recv() {
                Ok(next) => group.push(next),
                Err(_) => break,
            }
        }
        waiting.fetch_sub(group.len(), Ordering::Relaxed);
        answer(db, group);
    }
}

fn answer(db: &Db, group: Vec<Asked>) {
    let mut answers = Vec::with_capacity(group.len());
    let mut wishes = Vec::with_capacity(group.len());
    for one in group {
        answers.push(one.answer);
        wishes.push((one.round, one.wish));
    }
    let wishes = Arc::new(wishes);
    let outcomes = grant_all(db, &wishes);
    match outcomes {
        Ok(outcomes) => {
            for (answer, outcome) in answers.into_iter().zip(outcomes) {
                // who asked may have gone away; what was granted stands
                let _ = answer.send(outcome.map_err(Failure::from));
            }
        }
        Err(error) => {
            tracing::error!(%error, count = answers.len(), "contestants' requests were not kept");
            for answer in answers {
                let _ = answer.send(Err(Failure::Busy));
            }
        }
    }
}

type Wishes = Vec<(Option<Arc<OpenRound>>, Wish)>;

/// All of them in one transaction; again from the beginning when another node changed the same rows meanwhile.
fn grant_all(db: &Db, wishes: &Arc<Wishes>) -> Result<Vec<Result<Granted, Refused>>, StoreError> {
    let mut tries = 0;
    loop {
        let its_wishes = Arc::clone(wishes);
        let is_again = tries > 0;
        match db.write_now(move |tx| batch::grant(tx, &its_wishes, is_again)) {
            Err(StoreError::Stale | StoreError::Taken(_)) if tries < TRIES => tries += 1,
            outcome => return outcome,
        }
    }
}
