//! The index: opened or made in a folder, asked, checked.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::Arc;

use tantivy::collector::{Count, TopDocs};
use tantivy::directory::MmapDirectory;
use tantivy::index::SegmentReader;
use tantivy::query::{BooleanQuery, TermQuery};
use tantivy::schema::{IndexRecordOption, Value};
use tantivy::{
    DocAddress, DocId, DocSet, IndexReader, ReloadPolicy, Score, Searcher, TERMINATED, TantivyDocument, TantivyError,
    Term,
};

use crate::analyse;
use crate::common::KeptRows;
use crate::entry::{Ask, Facets, Found, Order, Row};
use crate::facets::{CountFacets, Unpacked};
use crate::kept::PerSegment;
use crate::query::{Asked, Typed};
use crate::schema::{DAY, Fields, STAMP, schema};
use crate::writer::Writer;

/// What can go wrong with an index.
#[derive(Debug, thiserror::Error)]
pub enum IndexError {
    /// Another writer is at work.
    #[error("another process writes the index")]
    Busy,
    /// What stands in the folder is no whole index of this format: build it anew.
    #[error("the index is damaged: {0}")]
    Damaged(String),
    /// The disk failed or is full.
    #[error("disk: {0}")]
    Disk(String),
}

impl From<TantivyError> for IndexError {
    fn from(error: TantivyError) -> Self {
        match error {
            TantivyError::LockFailure(..) => IndexError::Busy,
            TantivyError::IoError(_) | TantivyError::OpenWriteError(_) => IndexError::Disk(error.to_string()),
            _ => IndexError::Damaged(error.to_string()),
        }
    }
}

impl From<std::io::Error> for IndexError {
    fn from(error: std::io::Error) -> Self {
        IndexError::Disk(error.to_string())
    }
}

pub(crate) fn key_of(kind: &str, id: &str) -> String {
    format!("{kind}/{id}")
}

/// An index over rows that live elsewhere.
pub struct Index {
    inner: tantivy::Index,
    fields: Fields,
    reader: IndexReader,
    columns: Arc<PerSegment<Unpacked>>,
    rows: Arc<KeptRows>,
}

impl Index {
    /// An empty index in memory.
    ///
    /// # Errors
    /// [`IndexError`].
    pub fn in_memory() -> Result<Self, IndexError> {
        let (schema, fields) = schema();
        Self::over(tantivy::Index::create_in_ram(schema), fields)
    }

    /// An empty index in this folder, which is made when absent.
    ///
    /// # Errors
    /// [`IndexError::Damaged`] when one stands there, [`IndexError::Disk`].
    pub fn make(folder: &Path) -> Result<Self, IndexError> {
        std::fs::create_dir_all(folder)?;
        let (schema, fields) = schema();
        Self::over(tantivy::Index::create_in_dir(folder, schema)?, fields)
    }

    /// The index in this folder.
    ///
    /// # Errors
    /// [`IndexError::Damaged`] when there is none of this format.
    pub fn open(folder: &Path) -> Result<Self, IndexError> {
        let (schema, fields) = schema();
        let inner = tantivy::Index::open_in_dir(folder)?;
        if inner.schema() != schema {
            return Err(IndexError::Damaged("of another format".into()));
        }
        Self::over(inner, fields)
    }

    fn over(inner: tantivy::Index, fields: Fields) -> Result<Self, IndexError> {
        analyse::register(inner.tokenizers());
        let reader =
            inner.reader_builder().reload_policy(ReloadPolicy::Manual).doc_store_cache_num_blocks(8).try_into()?;
        Ok(Index { inner, fields, reader, columns: Arc::default(), rows: Arc::default() })
    }

    /// True when every file of the index in this folder is what was written. Reads all of it.
    ///
    /// # Errors
    /// [`IndexError`] when it cannot be opened at all.
    pub fn is_whole(folder: &Path) -> Result<bool, IndexError> {
        let index = tantivy::Index::open(MmapDirectory::open(folder).map_err(TantivyError::from)?)?;
        Ok(index.validate_checksum()?.is_empty())
    }

    /// The note of the last commit; empty before the first.
    ///
    /// # Errors
    /// [`IndexError`].
    pub fn note(&self) -> Result<String, IndexError> {
        Ok(self.inner.load_metas()?.payload.unwrap_or_default())
    }

    /// The writer, working with about so many bytes of memory (at least [`crate::SMALLEST_BUDGET`]).
    ///
    /// # Errors
    /// [`IndexError::Busy`] while another one lives, in this process or another.
    pub fn writer(&self, budget: usize) -> Result<Writer, IndexError> {
        let inner = self.inner.writer_with_num_threads(1, budget.max(crate::SMALLEST_BUDGET))?;
        Ok(Writer { inner, fields: self.fields })
    }

    /// Sees what was committed since; searches under way keep what they see.
    ///
    /// # Errors
    /// [`IndexError`].
    pub fn refresh(&self) -> Result<(), IndexError> {
        Ok(self.reader.reload()?)
    }

    /// Rows in the index.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.reader.searcher().num_docs()
    }

    /// Looks for rows. Words that are none find nothing.
    ///
    /// # Errors
    /// [`IndexError::Damaged`] when the index cannot be read.
    pub fn search(&self, ask: &Ask) -> Result<Found, IndexError> {
        let typed = Typed::of(&ask.words);
        if typed.words.is_empty() || ask.sights.is_empty() {
            return Ok(Found::default());
        }
        // damaged files are met deep inside the reading of postings, and not always politely
        catch_unwind(AssertUnwindSafe(|| self.search_for(ask, &typed)))
            .unwrap_or_else(|_| Err(IndexError::Damaged("the search panicked".into())))
    }

    fn search_for(&self, ask: &Ask, typed: &Typed) -> Result<Found, IndexError> {
        let searcher = self.reader.searcher();
        let asked = Asked { searcher: &searcher, fields: &self.fields, kept: &self.rows, ask, typed };
        let found = self.run(&searcher, ask, &asked.query(false)?)?;
        if found.total > 0 || typed.words.len() < 2 {
            return Ok(found);
        }
        let found = self.run(&searcher, ask, &asked.query(true)?)?;
        Ok(Found { is_loose: found.total > 0, ..found })
    }

    fn run(&self, searcher: &Searcher, ask: &Ask, query: &BooleanQuery) -> Result<Found, IndexError> {
        // the collectors want room for one at least
        let top = TopDocs::with_limit(ask.limit.max(1)).and_offset(ask.offset);
        let facets = ask.facets.then(|| CountFacets(Arc::clone(&self.columns)));
        let (places, total, counts) = match ask.order {
            Order::Best => {
                let top = top.tweak_score(newer_before_older);
                let (scored, total, counts) = searcher.search(query, &(top, Count, facets))?;
                (scored.into_iter().map(|(_, place)| place).collect::<Vec<_>>(), total, counts)
            }
            Order::Newest => {
                let top = top.order_by_fast_field::<u64>(DAY, tantivy::Order::Desc);
                let (dated, total, counts) = searcher.search(query, &(top, Count, facets))?;
                (dated.into_iter().map(|(_, place)| place).collect(), total, counts)
            }
        };
        self.columns.forget_others(searcher);
        self.rows.of_segments.forget_others(searcher);
        let rows = places.into_iter().take(ask.limit).map(|place| self.row(searcher, place));
        Ok(Found {
            rows: rows.collect::<Result<_, _>>()?,
            total: u64::try_from(total).unwrap_or(u64::MAX),
            is_loose: false,
            facets: counts.map_or_else(Facets::default, crate::facets::Counts::into_facets),
        })
    }

    fn row(&self, searcher: &Searcher, place: DocAddress) -> Result<Row, IndexError> {
        let document: TantivyDocument = searcher.doc(place)?;
        let key = document.get_first(self.fields.key).and_then(|value| value.as_str()).unwrap_or_default();
        let (kind, id) = key.split_once('/').ok_or_else(|| IndexError::Damaged(format!("key «{key}»")))?;
        Ok(Row { kind: kind.to_owned(), id: id.to_owned() })
    }

    /// Every row that has this sight.
    ///
    /// # Errors
    /// [`IndexError`].
    pub fn rows_seen_by(&self, sight: &str) -> Result<Vec<Row>, IndexError> {
        let searcher = self.reader.searcher();
        let query = TermQuery::new(Term::from_field_text(self.fields.sight, sight), IndexRecordOption::Basic);
        let places = searcher.search(&query, &tantivy::collector::DocSetCollector)?;
        places.into_iter().map(|place| self.row(&searcher, place)).collect()
    }

    /// The stamps of rows, in their order; none for a row that is not in the index.
    ///
    /// # Errors
    /// [`IndexError`].
    pub fn stamps(&self, kind: &str, ids: &[String]) -> Result<Vec<Option<u64>>, IndexError> {
        let searcher = self.reader.searcher();
        let mut stamps = vec![None; ids.len()];
        for segment in searcher.segment_readers() {
            let (keys, column) = (segment.inverted_index(self.fields.key)?, segment.fast_fields().u64(STAMP)?);
            for (stamp, id) in stamps.iter_mut().zip(ids) {
                let term = Term::from_field_text(self.fields.key, &key_of(kind, id));
                let Some(mut rows) = keys.read_postings(&term, IndexRecordOption::Basic)? else { continue };
                while rows.doc() != TERMINATED {
                    if !segment.is_deleted(rows.doc()) {
                        *stamp = column.first(rows.doc());
                    }
                    rows.advance();
                }
            }
        }
        Ok(stamps)
    }
}

/// Among rows that fit alike the newer one comes first: a year counts as little as a common word does.
fn newer_before_older(segment: &SegmentReader) -> impl Fn(DocId, Score) -> Score + use<> {
    let days = segment.fast_fields().u64(DAY).ok().map(|days| days.first_or_default_col(0));
    move |doc, score| {
        let day = days.as_ref().map_or(0, |days| days.get_val(doc));
        let years = u16::try_from((day / 10_000).saturating_sub(1990).min(200)).unwrap_or_default();
        score + f32::from(years) * 0.02
    }
}
