//! Counting what was found by kind, type, issuer, year and validity, in the pass that finds it.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use tantivy::collector::{Collector, SegmentCollector};
use tantivy::columnar::{Column, StrColumn};
use tantivy::{DocId, Score, SegmentOrdinal, SegmentReader};

use crate::entry::{Facet, Facets};
use crate::kept::PerSegment;
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

/// The row has no value there.
const NONE: u32 = u32::MAX;
/// How many things rows are counted by: the four texts, and the year.
const COUNTED: usize = 5;

/// The columns of a segment side by side: per row the ordinals of its texts, and its year. Counting nearly all of the
/// rows for each search costs more in unpacking columns than in counting, so this is kept.
pub(crate) struct Unpacked {
    rows: Vec<[u32; COUNTED]>,
    texts: [Option<StrColumn>; 4],
}

impl Unpacked {
    fn of(segment: &SegmentReader) -> tantivy::Result<Self> {
        let fast = segment.fast_fields();
        let mut texts: [Option<StrColumn>; 4] = [const { None }; 4];
        for (text, name) in texts.iter_mut().zip(TEXTS) {
            *text = fast.str(name)?;
        }
        let years = fast.u64(YEAR).ok();
        let columns: [Option<&Column<u64>>; COUNTED] = std::array::from_fn(|at| {
            texts.get(at).map_or(years.as_ref(), |text| text.as_ref().map(|text| text.ords()))
        });
        let ids: Vec<DocId> = (0..segment.max_doc()).collect();
        let mut rows = vec![[NONE; COUNTED]; ids.len()];
        for (ids, rows) in ids.chunks(AT_ONCE).zip(rows.chunks_mut(AT_ONCE)) {
            for (at, column) in columns.iter().enumerate() {
                let Some(column) = column else { continue };
                let mut values = [None; AT_ONCE];
                column.first_vals(ids, &mut values[..ids.len()]);
                for (row, value) in rows.iter_mut().zip(values) {
                    row[at] = value.and_then(|value| u32::try_from(value).ok()).unwrap_or(NONE);
                }
            }
        }
        Ok(Unpacked { rows, texts })
    }
}

/// Counts without scores.
pub(crate) struct CountFacets(pub Arc<PerSegment<Unpacked>>);

pub(crate) struct OfSegment {
    unpacked: Arc<Unpacked>,
    counts: [Vec<u64>; COUNTED],
}

impl Collector for CountFacets {
    type Fruit = Counts;
    type Child = OfSegment;

    fn for_segment(&self, _: SegmentOrdinal, segment: &SegmentReader) -> tantivy::Result<OfSegment> {
        let unpacked = self.0.of(segment, Unpacked::of)?;
        let counts = std::array::from_fn(|at| match unpacked.texts.get(at) {
            Some(text) => vec![0; text.as_ref().map_or(0, |text| text.num_terms())],
            None => vec![0; LAST_YEAR + 1],
        });
        Ok(OfSegment { unpacked, counts })
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
        let Some(row) = usize::try_from(doc).ok().and_then(|at| self.unpacked.rows.get(at)) else { return };
        for (counts, value) in self.counts.iter_mut().zip(row) {
            if let Some(count) = usize::try_from(*value).ok().and_then(|at| counts.get_mut(at)) {
                *count += 1;
            }
        }
    }

    fn harvest(self) -> Counts {
        let [kinds, types, issuers, validities, years] = self.counts;
        let years = years.into_iter().enumerate().filter(|(_, count)| *count > 0);
        let years = years.filter_map(|(year, count)| Some((u64::try_from(year).ok()?, count))).collect();
        let mut out = Counts { years, ..Counts::default() };
        let counted = [kinds, types, issuers, validities];
        for ((sum, column), counts) in out.texts.iter_mut().zip(&self.unpacked.texts).zip(counted) {
            if let Some(column) = column {
                *sum = by_value(column, &counts);
            }
        }
        out
    }
}

/// A value that cannot be read is not offered as a filter.
fn by_value(column: &StrColumn, counts: &[u64]) -> HashMap<String, u64> {
    let met = || counts.iter().enumerate().filter(|(_, count)| **count > 0);
    let ords: Vec<u64> = met().filter_map(|(ord, _)| u64::try_from(ord).ok()).collect();
    let mut counts = met().map(|(_, count)| *count);
    let mut by_value = HashMap::with_capacity(ords.len());
    // they are read in order, block by block
    let read = column.dictionary().sorted_ords_to_term_cb(&ords, |value| {
        if let (Ok(value), Some(count)) = (std::str::from_utf8(value), counts.next()) {
            by_value.insert(value.to_owned(), count);
        }
    });
    if read.is_ok() { by_value } else { HashMap::new() }
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
