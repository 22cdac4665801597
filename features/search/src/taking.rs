//! The next piece of work: the next rows while the index is built, the next events while it follows.

use platform::db::{LoggedEvent, SealedHead, StoreError, Tx, find_seal, list_sealed, newest_seal};
use platform::search::Searchable;
use text_index::{Index, SMALLEST_BUDGET, Writer};

use crate::generation::{Built, Note};
use crate::writing::{Changes, FollowError, ROWS, put};

/// Events taken in at once.
const EVENTS: i64 = 5_000;

/// Puts in the rows that follow; none when there are no more.
pub(crate) fn put_next(
    tx: &mut Tx<'_>,
    writer: &mut Writer,
    all: &[Searchable],
    built: Built,
) -> Result<Option<Built>, FollowError> {
    let first = all.iter().position(|one| one.kind == built.kind).unwrap_or(0);
    for searchable in &all[first..] {
        let after = if searchable.kind == built.kind { built.after.as_str() } else { "" };
        let rows = i64::try_from(ROWS).unwrap_or(i64::MAX);
        let ids: Vec<String> = (searchable.page)(tx, after, rows)?.into_iter().map(|(id, _)| id).collect();
        if let Some(last) = ids.last() {
            put(tx, writer, searchable, &ids)?;
            return Ok(Some(Built { kind: searchable.kind.to_owned(), after: last.clone() }));
        }
    }
    Ok(None)
}

/// What came of taking in events.
pub(crate) enum TakenIn {
    /// The index stands under a seal that this database does not have.
    OtherDatabase,
    UpToDate,
    /// Everything until this seal is taken in; true when the index changed.
    Until(SealedHead, bool),
}

pub(crate) fn take_in(
    tx: &mut Tx<'_>,
    index: &Index,
    writer: &mut Option<Writer>,
    all: &[Searchable],
    note: &Note,
) -> Result<TakenIn, FollowError> {
    if find_seal(tx, note.through)?.is_none_or(|seal| seal.hash != note.hash) {
        return Ok(TakenIn::OtherDatabase);
    }
    let newest = newest_seal(tx)?;
    if newest.number == note.through {
        return Ok(TakenIn::UpToDate);
    }
    let (events, until) = whole_seals(tx, note.through, newest)?;
    let changes = Changes::of(tx, all, &events)?;
    if changes.is_empty() {
        return Ok(TakenIn::Until(until, false));
    }
    let writer = match writer {
        Some(writer) => writer,
        none => none.insert(index.writer(SMALLEST_BUDGET)?),
    };
    changes.write(tx, all, index, writer)?;
    Ok(TakenIn::Until(until, true))
}

/// The next events, of whole seals only, and the seal they end with.
fn whole_seals(tx: &mut Tx<'_>, after: i64, newest: SealedHead) -> Result<(Vec<LoggedEvent>, SealedHead), StoreError> {
    let mut limit = EVENTS;
    loop {
        let mut events = list_sealed(tx, after, limit)?;
        if i64::try_from(events.len()).unwrap_or(i64::MAX) < limit {
            return Ok((events, newest));
        }
        // there may be more under the last seal than were asked for
        let cut = events.last().map_or(0, |last| last.seal);
        events.retain(|event| event.seal < cut);
        if let Some(last) = events.last().map(|event| event.seal) {
            let until = find_seal(tx, last)?.ok_or_else(|| StoreError::corrupt("event_seal", last.to_string()))?;
            return Ok((events, until));
        }
        limit *= 4;
    }
}
