//! What is made from everything of a contest and looked at by many at once: made by one request, while the others wait or
//! take what is there. A new stamp (something was settled, annulled, barred) has it made anew at once.

use std::collections::HashMap;
use std::future::Future;
use std::sync::{Arc, Mutex, PoisonError};

use kernel::Instant;
use platform::web::Failure;

/// What something was made from.
pub(crate) type Stamp = Vec<i64>;

/// What is asked for.
#[derive(Debug, Clone)]
pub(crate) struct Wanted {
    /// The contest and the round; 0 for the contest as a whole.
    pub of: (i64, i64),
    /// What it must be made from.
    pub stamp: Stamp,
    /// How old it may be, in milliseconds.
    pub age: i64,
    /// The time.
    pub now: Instant,
}

struct Kept<V> {
    stamp: Stamp,
    made_at: Instant,
    value: Arc<V>,
}

/// The newest of each contest and round, of so many at most.
pub(crate) struct Shared<V> {
    most: usize,
    kept: Mutex<HashMap<(i64, i64), Kept<V>>>,
    /// Held by the one who makes what is not there: the crowd waits for it.
    making: tokio::sync::Mutex<()>,
}

impl<V> Shared<V> {
    pub fn new(most: usize) -> Self {
        Shared { most, kept: Mutex::default(), making: tokio::sync::Mutex::default() }
    }

    /// What is there, and whether the asker is to make it anew: one of many, while the others go on with what is there.
    fn known(&self, wanted: &Wanted) -> Option<(Arc<V>, bool)> {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let one = kept.get_mut(&wanted.of).filter(|one| one.stamp == wanted.stamp)?;
        let is_old = (wanted.now.0 - one.made_at.0).abs() >= wanted.age;
        if is_old {
            one.made_at = wanted.now;
        }
        Some((Arc::clone(&one.value), is_old))
    }

    fn keep(&self, wanted: &Wanted, (stamp, value): (Stamp, V)) -> Arc<V> {
        let value = Arc::new(value);
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.insert(wanted.of, Kept { stamp, made_at: wanted.now, value: Arc::clone(&value) });
        while kept.len() > self.most {
            let Some(oldest) = kept.iter().min_by_key(|(_, one)| one.made_at.0).map(|(of, _)| *of) else { break };
            kept.remove(&oldest);
        }
        value
    }

    /// What is asked for; made, with the stamp of the rows it was made from, where it is not there.
    ///
    /// # Errors
    /// Of the making.
    pub async fn find<M>(&self, wanted: &Wanted, make: impl FnOnce() -> M) -> Result<Arc<V>, Failure>
    where
        M: Future<Output = Result<(Stamp, V), Failure>>,
    {
        match self.known(wanted) {
            Some((value, false)) => return Ok(value),
            Some((_, true)) => return Ok(self.keep(wanted, make().await?)),
            None => {}
        }
        let _one = self.making.lock().await;
        match self.known(wanted) {
            Some((value, _)) => Ok(value),
            None => Ok(self.keep(wanted, make().await?)),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    fn wanted(of: i64, stamp: i64, now: i64) -> Wanted {
        Wanted { of: (1, of), stamp: vec![stamp], age: 5_000, now: Instant(now) }
    }

    #[tokio::test]
    async fn it_is_made_once_for_all_and_anew_after_a_change_or_with_age() {
        let (shared, made) = (Shared::<usize>::new(2), AtomicUsize::new(0));
        let (shared, made) = (&shared, &made);
        let find = |of, stamp, now| async move {
            let make = || async move {
                tokio::task::yield_now().await;
                Ok((vec![stamp], made.fetch_add(1, Ordering::Relaxed) + 1))
            };
            *shared.find(&wanted(of, stamp, now), make).await.unwrap()
        };
        let crowd = futures_util::future::join_all((0..50).map(|_| find(1, 1, 0))).await;
        assert!(crowd.iter().all(|one| *one == 1), "{crowd:?}");
        assert_eq!((find(1, 1, 4_999).await, find(1, 2, 4_999).await), (1, 2), "a change shows at once");
        let old = futures_util::future::join_all((0..50).map(|_| find(1, 2, 10_000))).await;
        assert_eq!(
            (old.iter().filter(|one| **one == 3).count(), made.load(Ordering::Relaxed)),
            (1, 3),
            "one makes it anew"
        );
        assert_eq!(find(1, 2, 10_001).await, 3);
        let _ = (find(2, 1, 10_002).await, find(3, 1, 10_003).await);
        assert_eq!(shared.kept.lock().unwrap().len(), 2);
        assert_eq!(find(1, 2, 10_004).await, 6, "the oldest went");
    }
}
