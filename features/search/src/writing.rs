//! Rows of the database into the index: all of them when it is built, those that events name when it follows.

use std::collections::{BTreeMap, BTreeSet};

use kernel::UnitId;
use platform::Feature;
use platform::db::{LoggedEvent, StoreError, Tx};
use platform::search::{Changed, Searchable, Searched, Sight};
use text_index::{Entry, Index, IndexError, Writer};

/// Rows read at once: their texts are in memory together.
pub(crate) const ROWS: usize = 100;
/// Ids and stamps compared at once.
const STAMPS: i64 = 5_000;

/// Following the database failed.
#[derive(Debug, thiserror::Error)]
pub enum FollowError {
    /// The database did not answer.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The index could not be written or read.
    #[error(transparent)]
    Index(#[from] IndexError),
}

/// Everything that can be found, in the features' order.
pub(crate) fn searchables(features: &[Feature]) -> Vec<Searchable> {
    features.iter().flat_map(|feature| feature.search).copied().collect()
}

/// The sight as a term of the index; it says the kind, too.
pub(crate) fn term_of(kind: &str, sight: &Sight) -> String {
    match sight {
        Sight::Branch(unit) => format!("{kind}/branch/{unit}"),
        Sight::Unit(unit) => format!("{kind}/unit/{unit}"),
        Sight::Below(unit) => format!("{kind}/below/{unit}"),
    }
}

fn entry(kind: &str, row: Searched) -> Entry {
    let (year, day) = row.day.map_or((0, 0), |day| {
        let year = u64::try_from(day.year()).unwrap_or_default();
        let of = |part: i8| u64::try_from(part).unwrap_or_default();
        (year, year * 10_000 + of(day.month()) * 100 + of(day.day()))
    });
    Entry {
        kind: kind.to_owned(),
        sights: row.sights.iter().map(|sight| term_of(kind, sight)).collect(),
        id: row.id,
        stamp: u64::try_from(row.stamp).unwrap_or_default(),
        type_words: row.type_words,
        numbers: row.numbers,
        name: row.name,
        more: row.more,
        text: row.text,
        of_type: row.of_type,
        issuer: row.issuer,
        year,
        validity: row.validity,
        day,
    }
}

/// Puts these rows in as they stand in the database; those that are gone are taken out.
pub(crate) fn put(
    tx: &mut Tx<'_>,
    writer: &mut Writer,
    searchable: &Searchable,
    ids: &[String],
) -> Result<(), FollowError> {
    for some in ids.chunks(ROWS) {
        let mut gone: BTreeSet<&str> = some.iter().map(String::as_str).collect();
        for row in (searchable.read)(tx, some)? {
            gone.remove(row.id.as_str());
            writer.put(&entry(searchable.kind, row))?;
        }
        for id in gone {
            writer.remove(searchable.kind, id);
        }
    }
    Ok(())
}

/// What a run of events changed.
#[derive(Debug, Default)]
pub(crate) struct Changes {
    rows: BTreeMap<&'static str, BTreeSet<String>>,
    kinds: BTreeSet<&'static str>,
    branches: BTreeSet<UnitId>,
}

impl Changes {
    /// Of these events.
    pub fn of(tx: &mut Tx<'_>, all: &[Searchable], events: &[LoggedEvent]) -> Result<Self, StoreError> {
        let mut changes = Changes::default();
        for event in events {
            for searchable in all {
                match (searchable.changed)(tx, event)? {
                    Changed::Nothing => {}
                    Changed::Rows(rows) => changes.rows.entry(searchable.kind).or_default().extend(rows),
                    Changed::Some => {
                        changes.kinds.insert(searchable.kind);
                    }
                    Changed::Branch(unit) => {
                        changes.branches.insert(unit);
                    }
                }
            }
        }
        Ok(changes)
    }

    /// True when the index need not be touched.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty() && self.kinds.is_empty() && self.branches.is_empty()
    }

    /// Writes them.
    pub fn write(
        mut self,
        tx: &mut Tx<'_>,
        all: &[Searchable],
        index: &Index,
        writer: &mut Writer,
    ) -> Result<(), FollowError> {
        // the rows of a branch are those that were seen from its top before it changed
        for unit in std::mem::take(&mut self.branches) {
            for searchable in all {
                let seen = index.rows_seen_by(&term_of(searchable.kind, &Sight::Branch(unit)))?;
                self.rows.entry(searchable.kind).or_default().extend(seen.into_iter().map(|row| row.id));
            }
        }
        for searchable in all {
            if let Some(rows) = self.rows.remove(searchable.kind) {
                let rows: Vec<String> = rows.into_iter().collect();
                put(tx, writer, searchable, &rows)?;
            }
            if self.kinds.contains(searchable.kind) {
                put_changed(tx, index, writer, searchable)?;
            }
        }
        Ok(())
    }
}

/// Puts in the rows whose stamp differs from the one in the index.
fn put_changed(
    tx: &mut Tx<'_>,
    index: &Index,
    writer: &mut Writer,
    searchable: &Searchable,
) -> Result<(), FollowError> {
    let mut after = String::new();
    loop {
        let page = (searchable.page)(tx, &after, STAMPS)?;
        let Some((last, _)) = page.last() else { return Ok(()) };
        after.clone_from(last);
        let ids: Vec<String> = page.iter().map(|(id, _)| id.clone()).collect();
        let known = index.stamps(searchable.kind, &ids)?;
        let changed: Vec<String> = page
            .into_iter()
            .zip(known)
            .filter(|((_, stamp), known)| u64::try_from(*stamp).ok() != *known)
            .map(|((id, _), _)| id)
            .collect();
        put(tx, writer, searchable, &changed)?;
    }
}
