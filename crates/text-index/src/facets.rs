//! Counting what was found by kind, type, issuer, year and validity, in the pass that finds it.

use std::collections::{BTreeMap, HashMap};

use tantivy::collector::{Collector, SegmentCollector};
use tantivy::columnar::{Column, StrColumn};
use tantivy::{DocId, Score, SegmentOrdinal, SegmentReader};

use crate::entry::{Facet, Facets};
use crate::schema::{ISSUER, KIND, TYPE, VALIDITY, YEAR};

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
    by_year: HashMap<u64, u64>,
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
        Ok(OfSegment { texts, years: fast.u64(YEAR).ok(), by_year: HashMap::new() })
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
        for text in self.texts.iter_mut().flatten() {
            if let Some(count) =
                text.column.ords().first(doc).and_then(|ord| text.counts.get_mut(usize::try_from(ord).ok()?))
            {
                *count += 1;
            }
        }
        if let Some(year) = self.years.as_ref().and_then(|years| years.first(doc)) {
            *self.by_year.entry(year).or_default() += 1;
        }
    }

    fn harvest(self) -> Counts {
        let mut out = Counts { years: self.by_year, ..Counts::default() };
        for (sum, counted) in out.texts.iter_mut().zip(self.texts) {
            let Some(counted) = counted else { continue };
            for (ord, count) in counted.counts.into_iter().enumerate().filter(|(_, count)| *count > 0) {
                let mut value = String::new();
                let ord = u64::try_from(ord).unwrap_or_default();
                // a value that cannot be read is not offered as a filter
                if counted.column.ord_to_str(ord, &mut value).unwrap_or(false) {
                    sum.insert(value, count);
                }
            }
        }
        out
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
