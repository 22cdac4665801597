//! Conditions that most rows meet. Walking their postings side by side, row by row, is what a search of common words
//! costs the most; as sets of bits they are met 64 rows at a time, and the sets are kept while their segment lives.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use tantivy::query::{ConstScorer, EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, DocSet, Score, SegmentReader, TERMINATED, TantivyError, Term};

use crate::kept::PerSegment;

/// Sets kept for each segment at most: one of 200,000 rows costs 25 kB.
const MOST_KEPT: usize = 128;
/// A term that less than one row in so many holds is read anew: its postings are shorter than its set.
const WORTH_KEEPING: u64 = 8;
/// Rows a word of bits holds.
const BITS: u32 = u64::BITS;

/// A bit for each row of a segment.
type Bits = Arc<[u64]>;

/// The rows of the most common terms.
#[derive(Default)]
pub(crate) struct KeptRows {
    pub of_segments: PerSegment<Mutex<HashMap<Term, Bits>>>,
}

impl KeptRows {
    fn of(&self, segment: &SegmentReader, term: &Term) -> tantivy::Result<Bits> {
        let kept = self.of_segments.of(segment, |_| Ok(Mutex::default()))?;
        if let Some(known) = kept.lock().unwrap_or_else(PoisonError::into_inner).get(term) {
            return Ok(Arc::clone(known));
        }
        let mut bits = no_rows(segment);
        add_rows(segment, term, &mut bits)?;
        let bits: Bits = bits.into();
        let mut kept = kept.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.len() >= MOST_KEPT {
            kept.clear();
        }
        kept.insert(term.clone(), Arc::clone(&bits));
        Ok(bits)
    }
}

fn no_rows(segment: &SegmentReader) -> Vec<u64> {
    vec![0; place(segment.max_doc().div_ceil(BITS))]
}

/// Where a row, or a word of bits, stands.
fn place(number: u32) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}

fn add_rows(segment: &SegmentReader, term: &Term, bits: &mut [u64]) -> tantivy::Result<()> {
    let index = segment.inverted_index(term.field())?;
    let Some(mut rows) = index.read_postings(term, IndexRecordOption::Basic)? else { return Ok(()) };
    let mut row = rows.doc();
    while row != TERMINATED {
        bits[place(row / BITS)] |= 1 << (row % BITS);
        row = rows.advance();
    }
    Ok(())
}

/// The rows that hold one term of each group; they weigh nothing in the order.
#[derive(Clone)]
pub(crate) struct Common {
    pub groups: Vec<Vec<Term>>,
    pub kept: Arc<KeptRows>,
}

impl fmt::Debug for Common {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Common").field(&self.groups).finish()
    }
}

impl Query for Common {
    fn weight(&self, _: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(self.clone()))
    }
}

impl Common {
    fn rows_of(&self, segment: &SegmentReader) -> tantivy::Result<Vec<u64>> {
        let mut met = vec![u64::MAX; no_rows(segment).len()];
        let beyond = segment.max_doc() % BITS;
        if let (Some(last), 1..) = (met.last_mut(), beyond) {
            *last = (1 << beyond) - 1;
        }
        for group in &self.groups {
            let both = |met: &mut u64, one: &u64| *met &= one;
            if let [only] = group.as_slice() {
                let rows = self.kept.of(segment, only)?;
                met.iter_mut().zip(rows.iter()).for_each(|(met, one)| both(met, one));
            } else {
                let rows = self.rows_of_one(segment, group)?;
                met.iter_mut().zip(&rows).for_each(|(met, one)| both(met, one));
            }
        }
        Ok(met)
    }

    /// The rows that hold one of these.
    fn rows_of_one(&self, segment: &SegmentReader, group: &[Term]) -> tantivy::Result<Vec<u64>> {
        let mut rows = no_rows(segment);
        for term in group {
            let held = u64::from(segment.inverted_index(term.field())?.doc_freq(term)?);
            if held * WORTH_KEEPING > u64::from(segment.max_doc()) {
                let kept = self.kept.of(segment, term)?;
                rows.iter_mut().zip(kept.iter()).for_each(|(row, one)| *row |= one);
            } else {
                add_rows(segment, term, &mut rows)?;
            }
        }
        Ok(rows)
    }
}

impl Weight for Common {
    fn scorer(&self, segment: &SegmentReader, _: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let rows = self.rows_of(segment)?;
        let count = rows.iter().map(|bits| bits.count_ones()).sum();
        Ok(Box::new(ConstScorer::new(Rows::new(rows, count), 0.0)))
    }

    fn explain(&self, segment: &SegmentReader, row: DocId) -> tantivy::Result<Explanation> {
        let bits = self.rows_of(segment)?;
        if bits.get(place(row / BITS)).is_some_and(|bits| bits & (1 << (row % BITS)) != 0) {
            return Ok(Explanation::new("Common", 0.0));
        }
        Err(TantivyError::InvalidArgument(format!("row {row} is not among them")))
    }
}

/// Rows of a segment, in their order.
struct Rows {
    bits: Vec<u64>,
    /// The word the current row stands in, and its rows from the current one on.
    word: u32,
    left: u64,
    row: DocId,
    count: u32,
}

impl Rows {
    fn new(bits: Vec<u64>, count: u32) -> Self {
        let left = bits.first().copied().unwrap_or_default();
        let mut rows = Rows { bits, word: 0, left, row: 0, count };
        rows.settle();
        rows
    }

    /// Stands on the first of the rows left.
    fn settle(&mut self) -> DocId {
        while self.left == 0 {
            self.word += 1;
            match self.bits.get(place(self.word)) {
                Some(bits) => self.left = *bits,
                None => {
                    self.row = TERMINATED;
                    return TERMINATED;
                }
            }
        }
        self.row = self.word * BITS + self.left.trailing_zeros();
        self.row
    }
}

impl DocSet for Rows {
    fn advance(&mut self) -> DocId {
        if self.row == TERMINATED {
            return TERMINATED;
        }
        self.left &= self.left - 1;
        self.settle()
    }

    fn seek(&mut self, target: DocId) -> DocId {
        if target <= self.row {
            return self.row;
        }
        self.word = target / BITS;
        let Some(bits) = self.bits.get(place(self.word)) else {
            self.row = TERMINATED;
            return TERMINATED;
        };
        self.left = bits & (u64::MAX << (target % BITS));
        self.settle()
    }

    fn doc(&self) -> DocId {
        self.row
    }

    fn size_hint(&self) -> u32 {
        self.count
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(of: &[u32]) -> Rows {
        let mut bits = vec![0; 4];
        for row in of {
            bits[place(row / BITS)] |= 1 << (row % BITS);
        }
        Rows::new(bits, u32::try_from(of.len()).unwrap())
    }

    #[test]
    fn rows_come_in_order_and_end() {
        let all = [0, 1, 63, 64, 127, 200, 255];
        let mut set = rows(&all);
        let mut met = Vec::new();
        while set.doc() != TERMINATED {
            met.push(set.doc());
            set.advance();
        }
        assert_eq!(met, all);
        assert_eq!(set.advance(), TERMINATED);
        assert_eq!(rows(&[]).doc(), TERMINATED);
    }

    #[test]
    fn a_row_is_sought_from_where_it_stands() {
        for start in 0..=255 {
            let mut set = rows(&[3, 64, 65, 130, 255]);
            let wanted = [3, 64, 65, 130, 255].into_iter().find(|row| *row >= start);
            assert_eq!(set.seek(start), wanted.unwrap_or(TERMINATED), "{start}");
        }
        let mut set = rows(&[3]);
        assert_eq!(set.seek(4), TERMINATED);
        assert_eq!(set.seek(TERMINATED), TERMINATED);
    }
}
