//! Counting what was found by kind, type, issuer, year and validity, in the pass that finds it.

use std::collections::{BTreeMap, HashMap};

use tantivy::collector::{Collector, SegmentCollector};
use tantivy::columnar::{Column, ColumnIndex, StrColumn};
use tantivy::{DocId, Score, SegmentOrdinal, SegmentReader};

use crate::entry::{Facet, Facets};
use crate::schema::{ISSUER, KIND, TYPE, VALIDITY, YEAR};

/// So many rows are looked up in a column at once.
const AT_ONCE: usize = 256;
/// Years from 0 to this one are counted.
const LAST_YEAR: usize = 2_200;
const TEXTS: [&str; 4] = [KIND, TYPE, ISSUER, VALIDITY];

/// Counts per value of the four texts, and per year.
#[derive(Default)]
pub(crate) struct Counts {
    texts: [HashMap<String, u64>; 4],
    years: HashMap<u64, u64>,
}

/// Counts without scores.
pub(crate) struct CountFacets;

/// A column of texts and how often each of its ordinals was met.
struct Counted {
    column: StrColumn,
    counts: Vec<u64>,
}

pub(crate) struct OfSegment {
    texts: [Option<Counted>; 4],
    years: Option<Column<u64>>,
    by_year: Vec<u64>,
    waiting: Vec<DocId>,
}

impl Collector for CountFacets {
    type Fruit = Counts;
    type Child = OfSegment;

    fn for_segment(&self, _: SegmentOrdinal, segment: &SegmentReader) -> tantivy::Result<OfSegment> {
        let fast = segment.fast_fields();
        let mut texts: [Option<Counted>; 4] = [const { None }; 4];
        for (text, name) in texts.iter_mut().zip(TEXTS) {
            *text = fast.str(name)?.map(|column| {
                let counts = vec![0; column.num_terms()];
                Counted { column, counts }
            });
        }
        let (by_year, waiting) = (vec![0; LAST_YEAR + 1], Vec::with_capacity(AT_ONCE));
        Ok(OfSegment { texts, years: fast.u64(YEAR).ok(), by_year, waiting })
    }

    fn requires_scoring(&self) -> bool {
        false
    }

    fn merge_fruits(&self, of_segments: Vec<Counts>) -> tantivy::Result<Counts> {
        let mut all = Counts::default();
        for one in of_segments {
            for (sum, counts) in all.texts.iter_mut().zip(one.texts) {
                for (value, count) in counts {
                    *sum.entry(value).or_default() += count;
                }
            }
            for (year, count) in one.years {
                *all.years.entry(year).or_default() += count;
            }
        }
        Ok(all)
    }
}

impl SegmentCollector for OfSegment {
    type Fruit = Counts;

    fn collect(&mut self, doc: DocId, _: Score) {
        self.waiting.push(doc);
        if self.waiting.len() == AT_ONCE {
            self.count_waiting();
        }
    }

    fn harvest(mut self) -> Counts {
        self.count_waiting();
        let by_year = self.by_year.into_iter().enumerate().filter(|(_, count)| *count > 0);
        let years = by_year.filter_map(|(year, count)| Some((u64::try_from(year).ok()?, count))).collect();
        let mut out = Counts { years, ..Counts::default() };
        for (sum, counted) in out.texts.iter_mut().zip(self.texts) {
            if let Some(counted) = counted {
                *sum = counted.by_value();
            }
        }
        out
    }
}

impl OfSegment {
    fn count_waiting(&mut self) {
        for Counted { column, counts } in self.texts.iter_mut().flatten() {
            count_in(counts, column.ords(), &self.waiting);
        }
        if let Some(years) = &self.years {
            count_in(&mut self.by_year, years, &self.waiting);
        }
        self.waiting.clear();
    }
}

/// Counts the values of these rows, at most [`AT_ONCE`].
fn count_in(counts: &mut [u64], column: &Column<u64>, rows: &[DocId]) {
    match (&column.index, &mut *counts) {
        // every row has the one value there is
        (ColumnIndex::Full, [only]) => *only += u64::try_from(rows.len()).unwrap_or_default(),
        // every row has one value: read without asking which
        (ColumnIndex::Full, _) => {
            let mut values = [0; AT_ONCE];
            let values = &mut values[..rows.len()];
            column.values.get_vals(rows, values);
            values.iter().for_each(|value| count(counts, *value));
        }
        _ => {
            let mut values = [None; AT_ONCE];
            let values = &mut values[..rows.len()];
            column.first_vals(rows, values);
            values.iter().flatten().for_each(|value| count(counts, *value));
        }
    }
}

fn count(counts: &mut [u64], value: u64) {
    if let Some(count) = usize::try_from(value).ok().and_then(|at| counts.get_mut(at)) {
        *count += 1;
    }
}

impl Counted {
    /// A value that cannot be read is not offered as a filter.
    fn by_value(self) -> HashMap<String, u64> {
        let met = || self.counts.iter().enumerate().filter(|(_, count)| **count > 0);
        let ords: Vec<u64> = met().filter_map(|(ord, _)| u64::try_from(ord).ok()).collect();
        let mut counts = met().map(|(_, count)| *count);
        let mut by_value = HashMap::with_capacity(ords.len());
        // they are read in order, block by block
        let read = self.column.dictionary().sorted_ords_to_term_cb(&ords, |value| {
            if let (Ok(value), Some(count)) = (std::str::from_utf8(value), counts.next()) {
                by_value.insert(value.to_owned(), count);
            }
        });
        if read.is_ok() { by_value } else { HashMap::new() }
    }
}

impl Counts {
    pub fn into_facets(self) -> Facets {
        let [kinds, types, issuers, validities] = self.texts;
        let mut years: Vec<(u64, u64)> = self.years.into_iter().filter(|(year, _)| *year > 0).collect();
        years.sort_unstable_by(|a, b| b.cmp(a));
        Facets {
            kinds: kinds.into_iter().collect::<BTreeMap<_, _>>(),
            types: largest_first(types),
            issuers: largest_first(issuers),
            years: years.into_iter().map(|(year, count)| Facet { value: year.to_string(), count }).collect(),
            validities: largest_first(validities),
        }
    }
}

fn largest_first(counts: HashMap<String, u64>) -> Vec<Facet> {
    let mut out: Vec<Facet> = counts.into_iter().map(|(value, count)| Facet { value, count }).collect();
    out.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.value.cmp(&b.value)));
    out
}
