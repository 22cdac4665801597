//! Following the database: the sealed event log is the outbox, the number of a seal its sequence number. An event that
//! commits later never stands under an earlier seal, so nothing is missed whatever the nodes do. What was committed to
//! the index says itself how far it is, so a node that is killed goes on from there; putting a row in twice is no harm.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use platform::App;
use platform::db::{SealedHead, newest_seal};
use text_index::{Index, IndexError, Writer};

use crate::generation::{self, Generation, Note, WriterLock};
use crate::node::{Condition, Node, Shown};
use crate::taking::{TakenIn, put_next, take_in};
use crate::writing::{FollowError, searchables};

/// The memory of the writer while the index is built; while it follows, the least there is.
const BUILDING_BUDGET: usize = 50_000_000;
/// Between two looks at the log.
const PAUSE: Duration = Duration::from_millis(250);
/// After a failure.
const LONG_PAUSE: Duration = Duration::from_secs(5);
/// The writer's memory is given back after so long without a change.
const IDLE: Duration = Duration::from_secs(5);
/// While it is built, what is there can be found this often.
const COMMIT_EVERY: Duration = Duration::from_secs(5);
/// Between two tries to become the writer of a folder.
const TRY_LOCK_EVERY: Duration = Duration::from_secs(3);

/// The body of the thread beside the requests.
pub(crate) fn follow(app: &App, stop: &Arc<AtomicBool>) {
    let mut follower = Follower::of(app);
    while !stop.load(Ordering::Relaxed) {
        let pause = match follower.step(app) {
            Ok(true) => Duration::ZERO,
            Ok(false) => PAUSE,
            Err(error) => {
                follower.after_failure(&error);
                LONG_PAUSE
            }
        };
        sleep(pause, stop);
    }
    follower.close();
}

/// Sleeps, but not through a stop.
fn sleep(pause: Duration, stop: &AtomicBool) {
    let until = Instant::now() + pause;
    while Instant::now() < until && !stop.load(Ordering::Relaxed) {
        std::thread::sleep(PAUSE.min(until.saturating_duration_since(Instant::now())));
    }
}

/// Keeps the index of a node up with the database. A server has one on a thread of its own.
pub struct Follower {
    shown: Arc<Shown>,
    lock: Option<WriterLock>,
    tried_lock: Option<Instant>,
    complete: Option<Generation>,
    begun: Option<Generation>,
    /// The highest number met.
    newest: u64,
    writer: Option<Writer>,
    written: Instant,
    committed: Instant,
    is_open: bool,
    /// True when the files of an index found on the disk are to be checked.
    checks: bool,
    commit_every: Duration,
}

impl Follower {
    /// The follower of the node of this app, which no longer follows by itself.
    #[must_use]
    pub fn of(app: &App) -> Self {
        let node = Node::of(app);
        node.note_followed(true);
        Follower { checks: true, ..Follower::new(Arc::clone(&node.shown)) }
    }

    /// Commits this often while the index is built.
    #[must_use]
    pub fn committing_every(self, commit_every: Duration) -> Self {
        Follower { commit_every, ..self }
    }

    pub(crate) fn new(shown: Arc<Shown>) -> Self {
        let now = Instant::now();
        Follower {
            shown,
            lock: None,
            tried_lock: None,
            complete: None,
            begun: None,
            newest: 0,
            writer: None,
            written: now,
            committed: now,
            is_open: false,
            checks: false,
            commit_every: COMMIT_EVERY,
        }
    }

    /// Takes in everything that changed until now.
    ///
    /// # Errors
    /// [`FollowError`] when the database does not answer or the index cannot be written.
    pub fn catch_up(&mut self, app: &App) -> Result<(), FollowError> {
        while self.step(app)? {}
        Ok(())
    }

    /// Does a piece of what is to be done; false when there was nothing.
    ///
    /// # Errors
    /// As [`Follower::catch_up`].
    pub fn step(&mut self, app: &App) -> Result<bool, FollowError> {
        if !self.may_write()? {
            return self.read_along();
        }
        if !self.is_open {
            self.open(app)?;
        }
        if self.shown.take_suspicion() {
            self.give_up_complete();
        }
        let is_wished = self.shown.place.as_deref().is_some_and(generation::take_wish);
        if self.begun.is_none() && (is_wished || self.complete.is_none()) {
            self.begin(app)?;
        }
        if self.begun.is_some() { self.build_some(app).map(|()| true) } else { self.follow_some(app) }
    }

    /// True when this process writes the index of its folder; another one may.
    fn may_write(&mut self) -> Result<bool, FollowError> {
        let Some(place) = self.shown.place.as_deref() else { return Ok(true) };
        if self.lock.is_none() && self.tried_lock.is_none_or(|tried| tried.elapsed() >= TRY_LOCK_EVERY) {
            self.tried_lock = Some(Instant::now());
            self.lock = WriterLock::take(place)?;
            // what was read along is opened again, to be written
            self.is_open = false;
        }
        Ok(self.lock.is_some())
    }

    /// Another process writes in this folder: what it commits is asked here, too.
    fn read_along(&mut self) -> Result<bool, FollowError> {
        let Some(place) = self.shown.place.as_deref() else { return Ok(false) };
        let newest = generation::numbers(place)?.first().copied();
        match &self.complete {
            Some(complete) if newest == Some(complete.number) => complete.index.refresh()?,
            _ => {
                let found = generation::on_disk(place)?;
                self.complete = found.complete;
                self.begun = found.begun;
                self.show();
                self.begun = None;
            }
        }
        Ok(false)
    }

    fn open(&mut self, app: &App) -> Result<(), FollowError> {
        self.complete = None;
        self.begun = None;
        if let Some(place) = self.shown.place.as_deref() {
            self.newest = generation::numbers(place)?.first().copied().unwrap_or(0);
            let found = generation::on_disk(place)?;
            for number in found.useless {
                generation::throw_away(&place.join(number.to_string()));
            }
            (self.complete, self.begun) = (found.complete, found.begun);
        }
        self.is_open = true;
        if self.complete.is_none() && self.begun.is_none() {
            self.begin(app)?;
        }
        self.show();
        self.check_files()
    }

    /// An index on a disk may rot; its files say so. It is asked meanwhile.
    fn check_files(&mut self) -> Result<(), FollowError> {
        let folder = self.complete.as_ref().and_then(|complete| complete.folder.clone());
        if let Some(folder) = folder.filter(|_| self.checks)
            && !Index::is_whole(&folder).unwrap_or(false)
        {
            tracing::warn!("the search index is damaged and is built anew");
            self.give_up_complete();
        }
        Ok(())
    }

    fn give_up_complete(&mut self) {
        if self.begun.is_none() {
            self.writer = None;
        }
        if let Some(complete) = self.complete.take() {
            complete.discard();
        }
        self.show();
    }

    fn begin(&mut self, app: &App) -> Result<(), FollowError> {
        self.finish_writer();
        app.db.seal_events()?;
        let at: SealedHead = app.db.read_now(newest_seal)?;
        let begun = Generation::begin(self.shown.place.as_deref(), self.newest, &at)?;
        self.newest = begun.number;
        self.begun = Some(begun);
        self.show();
        tracing::info!("the search index is being built");
        Ok(())
    }

    /// Tells the requests which index to ask.
    fn show(&self) {
        let (index, condition) = match (&self.complete, &self.begun) {
            (Some(complete), None) => (Some(&complete.index), Condition::Ready),
            (Some(complete), Some(_)) => (Some(&complete.index), Condition::Rebuilding),
            (None, begun) => (begun.as_ref().map(|begun| &begun.index), Condition::Building),
        };
        self.shown.serve(index.cloned(), condition);
    }

    /// Reads the next rows of the index that was begun.
    fn build_some(&mut self, app: &App) -> Result<(), FollowError> {
        let Some(begun) = &mut self.begun else { return Ok(()) };
        let writer = match &mut self.writer {
            Some(writer) => writer,
            none => none.insert(begun.index.writer(BUILDING_BUDGET)?),
        };
        let all = searchables(&app.features);
        let built = begun.note.building.clone().unwrap_or_default();
        let next = app.db.read_now(|tx| put_next(tx, writer, &all, built))?;
        let is_over = next.is_none();
        begun.note.building = next;
        if is_over || self.committed.elapsed() >= self.commit_every {
            writer.commit(&written(&begun.note))?;
            begun.index.refresh()?;
            self.committed = Instant::now();
        }
        if is_over {
            self.finish_writer();
            let older = std::mem::replace(&mut self.complete, self.begun.take());
            self.show();
            if let Some(older) = older {
                older.discard();
            }
            tracing::info!(rows = self.shown.count(), "the search index is built");
        }
        Ok(())
    }

    /// Takes in the next events; false when there are none.
    fn follow_some(&mut self, app: &App) -> Result<bool, FollowError> {
        app.db.seal_events()?;
        let Some(complete) = &mut self.complete else { return Ok(false) };
        let all = searchables(&app.features);
        let (writer, index) = (&mut self.writer, &complete.index);
        let outcome = app.db.read_now(|tx| take_in(tx, index, writer, &all, &complete.note))?;
        match outcome {
            TakenIn::OtherDatabase => {
                tracing::warn!("the search index is of another database and is built anew");
                self.writer = None;
                self.give_up_complete();
                Ok(true)
            }
            TakenIn::UpToDate => {
                if self.writer.is_some() && self.written.elapsed() >= IDLE {
                    self.finish_writer();
                }
                Ok(false)
            }
            TakenIn::Until(seal, is_changed) => {
                (complete.note.through, complete.note.hash) = (seal.number, seal.hash);
                if let Some(writer) = self.writer.as_mut().filter(|_| is_changed) {
                    writer.commit(&written(&complete.note))?;
                    complete.index.refresh()?;
                    self.written = Instant::now();
                }
                Ok(true)
            }
        }
    }

    fn finish_writer(&mut self) {
        if let Some(writer) = self.writer.take()
            && let Err(error) = writer.finish()
        {
            tracing::warn!(%error, "the search index could not be tidied");
        }
    }

    /// Ends well: what was read while building is kept, so that it need not be read again.
    pub fn close(&mut self) {
        if let (Some(begun), Some(writer)) = (&self.begun, &mut self.writer)
            && let Err(error) = writer.commit(&written(&begun.note))
        {
            tracing::warn!(%error, "the unfinished search index could not be kept");
        }
        self.finish_writer();
    }

    /// What was half written is forgotten; a damaged index is thrown away.
    fn after_failure(&mut self, error: &FollowError) {
        tracing::error!(%error, "following the database for the search");
        self.writer = None;
        if matches!(error, FollowError::Index(IndexError::Damaged(_))) {
            self.shown.suspect();
            if let Some(begun) = self.begun.take() {
                begun.discard();
            }
        }
        // how far the index is stands in its last commit
        self.is_open = false;
    }
}

fn written(note: &Note) -> String {
    serde_json::to_string(note).unwrap_or_default()
}

/// What a command to build anew did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rebuilt {
    /// The index stands, with so many rows.
    Here(u64),
    /// A server runs over the same folder and does it, answering from the old index meanwhile.
    ByTheServer,
}

/// Builds the index of this node anew.
///
/// # Errors
/// When the database does not answer or the disk fails.
pub fn rebuild(app: &App) -> Result<Rebuilt, FollowError> {
    let node = Node::of(app);
    let mut follower = Follower::new(Arc::clone(&node.shown));
    if !follower.may_write()? {
        if let Some(place) = node.shown.place.as_deref() {
            generation::wish(place)?;
        }
        return Ok(Rebuilt::ByTheServer);
    }
    follower.open(app)?;
    if follower.begun.is_none() {
        follower.begin(app)?;
    }
    follower.catch_up(app)?;
    follower.close();
    Ok(Rebuilt::Here(node.count()))
}
