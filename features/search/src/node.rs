//! The index of this node as requests see it: which index is asked now, and whether all of it is there. Each node keeps
//! its own and follows the database by itself.

use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use platform::App;
use text_index::{Ask, Found, Index, IndexError};

use crate::follow::Follower;
use crate::writing::FollowError;

/// What can be said of the index.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Condition {
    /// It holds everything.
    Ready,
    /// It is being built: not everything is found yet.
    Building,
    /// It is being built anew; the old one answers and lacks the changes made meanwhile.
    Rebuilding,
}

struct Serving {
    index: Option<Arc<Index>>,
    condition: Condition,
}

/// What requests and the follower share.
pub(crate) struct Shown {
    /// The folder of the indexes; none in memory.
    pub place: Option<PathBuf>,
    serving: RwLock<Serving>,
    is_suspect: AtomicBool,
}

impl Shown {
    fn serving(&self) -> std::sync::RwLockReadGuard<'_, Serving> {
        self.serving.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// From now on this index is asked.
    pub fn serve(&self, index: Option<Arc<Index>>, condition: Condition) {
        *self.serving.write().unwrap_or_else(PoisonError::into_inner) = Serving { index, condition };
    }

    /// Rows in the index now.
    pub fn count(&self) -> u64 {
        let index = self.serving().index.clone();
        index.map_or(0, |index| index.count())
    }

    /// The index is to be built anew.
    pub fn suspect(&self) {
        self.is_suspect.store(true, Ordering::Relaxed);
    }

    /// True when it was found to be damaged since the last time.
    pub fn take_suspicion(&self) -> bool {
        self.is_suspect.swap(false, Ordering::Relaxed)
    }

    /// Looks for rows. A damaged index finds nothing and is built anew.
    fn search(&self, ask: &Ask) -> Found {
        let index = self.serving().index.clone();
        let Some(index) = index else { return Found::default() };
        match index.search(ask) {
            Ok(found) => found,
            Err(error) => {
                tracing::error!(%error, "the search index cannot be read");
                if matches!(error, IndexError::Damaged(_)) {
                    self.suspect();
                    self.serve(None, Condition::Building);
                }
                Found::default()
            }
        }
    }
}

/// The index of this node.
pub struct Node {
    pub(crate) shown: Arc<Shown>,
    is_followed: AtomicBool,
    /// Follows when nothing else does: in commands and tests, where no thread runs beside the requests.
    alone: Mutex<Option<Follower>>,
}

impl Node {
    /// The node of this app.
    #[must_use]
    pub fn of(app: &App) -> Arc<Self> {
        app.kept(|app| Node {
            shown: Arc::new(Shown {
                place: app.caches.as_ref().map(|caches| caches.join("search")),
                serving: RwLock::new(Serving { index: None, condition: Condition::Building }),
                is_suspect: AtomicBool::new(false),
            }),
            is_followed: AtomicBool::new(false),
            alone: Mutex::new(None),
        })
    }

    /// What can be said of the index now.
    #[must_use]
    pub fn condition(&self) -> Condition {
        self.shown.serving().condition
    }

    /// Rows in the index now.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.shown.count()
    }

    pub(crate) fn search(&self, ask: &Ask) -> Found {
        self.shown.search(ask)
    }

    pub(crate) fn note_followed(&self, is_followed: bool) {
        self.is_followed.store(is_followed, Ordering::Relaxed);
    }

    /// Where no thread follows the database: takes in what changed before the search.
    pub(crate) fn catch_up_alone(&self, app: &App) -> Result<(), FollowError> {
        if self.is_followed.load(Ordering::Relaxed) {
            return Ok(());
        }
        let mut alone = self.alone.lock().unwrap_or_else(PoisonError::into_inner);
        let follower = alone.get_or_insert_with(|| Follower::new(Arc::clone(&self.shown)));
        follower.catch_up(app)
    }
}
