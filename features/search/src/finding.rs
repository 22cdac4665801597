//! Finding: what the asker may see is part of the question to the index, and what it answers is read from the database
//! again, so that nothing stale and nothing foreign is shown.

use std::collections::HashMap;

use platform::db::{StoreError, Tx};
use platform::search::{Hit, Searchable};
use platform::web::{Actor, Failure, While};
use text_index::{Ask, Facets, Found, Order, Row};

use crate::node::{Condition, Node};
use crate::writing::{searchables, term_of};

/// Hits of each kind while all kinds are shown.
pub(crate) const FEW: usize = 5;
/// Rows read from the database at once for an export.
const CHUNK: usize = 100;
/// Rows of an export at most.
pub(crate) const MOST_EXPORTED: usize = 5_000;

/// What is looked for.
#[derive(Debug, Clone, Default)]
pub(crate) struct Wanted {
    /// Words and numbers.
    pub words: String,
    /// Only this kind; empty: all.
    pub kind: String,
    /// Only this type.
    pub of_type: String,
    /// Only this issuer.
    pub issuer: String,
    /// Only this year.
    pub year: String,
    /// Only this validity.
    pub validity: String,
    /// The latest first.
    pub newest: bool,
    /// Rows to skip, of a single kind.
    pub offset: usize,
    /// Rows of each kind at most.
    pub limit: usize,
}

impl Wanted {
    /// True when more is asked than words and a kind.
    pub fn is_filtered(&self) -> bool {
        [&self.of_type, &self.issuer, &self.year, &self.validity].iter().any(|filter| !filter.is_empty())
    }
}

/// The hits of a kind.
#[derive(Debug)]
pub(crate) struct OfKind {
    pub kind: &'static str,
    pub total: u64,
    pub hits: Vec<Hit>,
}

/// What was found.
#[derive(Debug)]
pub(crate) struct Answer {
    /// Kinds with what they found, documents first.
    pub kinds: Vec<OfKind>,
    /// How many of each kind there are without filters, documents first.
    pub counts: Vec<(&'static str, u64)>,
    /// Counts to filter by, when a single kind was asked for.
    pub facets: Facets,
    /// No row holds every word; these hold most.
    pub is_loose: bool,
    /// What can be said of the index.
    pub condition: Condition,
}

/// Finds.
///
/// # Errors
/// [`Failure::Broken`] when the database cannot be read.
pub(crate) async fn find(who: &Actor, wanted: Wanted) -> Result<Answer, Failure> {
    // each kind says itself what the actor sees of it
    who.note_asked();
    let node = Node::of(who.app());
    let (app, alone) = (who.app().clone(), std::sync::Arc::clone(&node));
    let caught_up = blocking(move || alone.catch_up_alone(&app)).await?;
    caught_up.while_doing("bringing the search up to date")?;
    let asker = who.clone();
    who.read(move |tx| Ok::<_, Failure>(Finder { tx, who: &asker, node: &node }.find(&wanted)?)).await
}

/// Finds on this thread, at most a hundred of each kind: for jobs and commands, never in a handler.
///
/// # Errors
/// [`Failure::Broken`] when the database cannot be read.
pub fn find_now(who: &Actor, words: &str) -> Result<Vec<Hit>, Failure> {
    let node = Node::of(who.app());
    node.catch_up_alone(who.app()).while_doing("bringing the search up to date")?;
    let wanted = Wanted { words: words.to_owned(), limit: 100, ..Wanted::default() };
    let answer = who.app().db.read_now(|tx| Finder { tx, who, node: &node }.find(&wanted))?;
    Ok(answer.kinds.into_iter().flat_map(|of_kind| of_kind.hits).collect())
}

/// Runs what waits for the disk away from the requests.
async fn blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, Failure> {
    tokio::task::spawn_blocking(work).await.while_doing("searching")
}

struct Finder<'f, 't> {
    tx: &'f mut Tx<'t>,
    who: &'f Actor,
    node: &'f Node,
}

impl Finder<'_, '_> {
    fn find(mut self, wanted: &Wanted) -> Result<Answer, StoreError> {
        let mut seen = Vec::new();
        for searchable in searchables(&self.who.app().features) {
            let sights = (searchable.sights)(self.tx, self.who)?;
            let sights: Vec<String> = sights.iter().map(|sight| term_of(searchable.kind, sight)).collect();
            if !sights.is_empty() {
                seen.push((searchable, sights));
            }
        }
        // documents are what most searches are after; the other kinds stay in the order of their features
        seen.sort_by_key(|(searchable, _)| searchable.kind != "document");
        let everything = seen.iter().flat_map(|(_, sights)| sights).cloned().collect();
        let overview = self.ask(wanted, everything, 0);
        let mut answer = Answer {
            kinds: Vec::new(),
            counts: Vec::new(),
            facets: Facets::default(),
            is_loose: overview.is_loose,
            condition: self.node.condition(),
        };
        for (searchable, sights) in seen {
            let Some(count) = overview.facets.kinds.get(searchable.kind) else { continue };
            answer.counts.push((searchable.kind, *count));
            if wanted.kind.is_empty() || wanted.kind == searchable.kind {
                let found = self.ask_filtered(wanted, sights);
                let hits = self.hits(&searchable, &found.rows)?;
                answer.kinds.push(OfKind { kind: searchable.kind, total: found.total, hits });
                answer.facets = found.facets;
            }
        }
        Ok(answer)
    }

    fn ask(&self, wanted: &Wanted, sights: Vec<String>, limit: usize) -> Found {
        self.node.search(&Ask { words: wanted.words.clone(), sights, limit, facets: true, ..Ask::default() })
    }

    fn ask_filtered(&self, wanted: &Wanted, sights: Vec<String>) -> Found {
        let only = |value: &String| Some(value.clone()).filter(|value| !value.is_empty()).into_iter().collect();
        self.node.search(&Ask {
            words: wanted.words.clone(),
            sights,
            types: only(&wanted.of_type),
            issuers: only(&wanted.issuer),
            years: wanted.year.parse().into_iter().collect(),
            validities: only(&wanted.validity),
            order: if wanted.newest { Order::Newest } else { Order::Best },
            offset: wanted.offset,
            limit: wanted.limit,
            facets: !wanted.kind.is_empty(),
        })
    }

    fn hits(&mut self, searchable: &Searchable, rows: &[Row]) -> Result<Vec<Hit>, StoreError> {
        let ids: Vec<String> = rows.iter().map(|row| row.id.clone()).collect();
        let mut hits = Vec::with_capacity(ids.len());
        for some in ids.chunks(CHUNK) {
            let mut found: HashMap<String, Hit> =
                (searchable.hits)(self.tx, self.who, some)?.into_iter().map(|hit| (hit.id.clone(), hit)).collect();
            hits.extend(some.iter().filter_map(|id| found.remove(id)));
        }
        Ok(hits)
    }
}
