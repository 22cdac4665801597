//! What is kept of a segment while it lives: a segment never changes, so that what was read out of it once stays true.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tantivy::index::SegmentId;
use tantivy::{Searcher, SegmentReader};

/// One value for each segment, made when it is first asked for.
pub(crate) struct PerSegment<V> {
    values: Mutex<HashMap<SegmentId, Arc<V>>>,
}

impl<V> Default for PerSegment<V> {
    fn default() -> Self {
        PerSegment { values: Mutex::default() }
    }
}

impl<V> PerSegment<V> {
    pub fn of(
        &self,
        segment: &SegmentReader,
        make: impl FnOnce(&SegmentReader) -> tantivy::Result<V>,
    ) -> tantivy::Result<Arc<V>> {
        let id = segment.segment_id();
        if let Some(known) = self.lock().get(&id) {
            return Ok(Arc::clone(known));
        }
        let made = Arc::new(make(segment)?);
        self.lock().insert(id, Arc::clone(&made));
        Ok(made)
    }

    /// Forgets segments that this searcher no longer has.
    pub fn forget_others(&self, searcher: &Searcher) {
        let mut values = self.lock();
        if values.len() > searcher.segment_readers().len() {
            values.retain(|id, _| searcher.segment_readers().iter().any(|segment| segment.segment_id() == *id));
        }
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<SegmentId, Arc<V>>> {
        self.values.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
