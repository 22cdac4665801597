//! The lists of drafts and of opinions as they stood at the end of a past day. An opinion without a name has no day: while a
//! round that let names be left out was open, nothing is told of how many it had, so that the day of one cannot be read off two
//! lists.

use std::collections::{HashMap, HashSet};

use kernel::{Day, Instant};
use platform::db::{Param, Row, StoreError, Tx, word_by_events_sql};
use platform::params;
use platform::web::Sort;

use super::listing::DraftRow;
use super::{COLUMNS, opinions, read, word};
use crate::domain::{Decision, Draft, DraftId, Opinion, Round, RoundState, State};

/// The drafts begun before an instant, each with its state then: in the place of the table. `until` is the parameter's place.
pub(super) fn drafts_sql(until: &str) -> String {
    let states = [
        ("drafts.begun", State::Writing),
        ("drafts.round_opened", State::Asking),
        ("drafts.round_closed", State::Writing),
        ("drafts.submitted", State::Submitted),
        ("drafts.returned", State::Writing),
        ("drafts.approved", State::Approved),
        ("drafts.issued", State::Issued),
        ("drafts.dropped", State::Dropped),
    ]
    .map(|(event, state)| (event, state.code()));
    format!(
        "(SELECT w.*, COALESCE({}, '{}') AS state_then FROM draft w WHERE w.created_at < {until})",
        word_by_events_sql("w.id", until, &states),
        State::Writing.code()
    )
}

/// What of rounds and opinions had come by then. An opinion with a name was entered when its id was made; one without had come
/// when its round was closed. `draft` is the draft's column or place, `until` and `ids` are the places of the instant and of the
/// id that would have followed.
fn come(draft: &str, until: &str, ids: &str) -> String {
    format!(
        "FROM draft_opinion o JOIN draft_round r ON r.id = o.round_id
         WHERE r.draft_id = {draft} AND r.opened_at < {until} AND (o.received_on IS NULL OR o.id < {ids})"
    )
}

/// The beginning of the ids made at an instant: all made before sort before it.
fn ids_at(instant: Instant) -> String {
    let millis = format!("{:012x}", instant.0.max(0));
    let (high, low) = millis.split_at(8);
    format!("{high}-{low}")
}

/// A row with what its opinions are told by.
struct Found {
    row: DraftRow,
    /// Opinions that had come and are there still.
    kept: i64,
}

/// One page of the drafts of then. `chosen` is what follows the columns up to the order, over `d` and `u`; its last places are
/// those after `values`: the limit, the offset and the id that would have followed the day.
pub(super) fn list(
    tx: &mut Tx<'_>,
    chosen: &str,
    (day, until): (Day, &str),
    values: &[&dyn Param],
    ids: usize,
) -> Result<Vec<DraftRow>, StoreError> {
    let first_id = ids_at(Instant::after(day));
    let values: Vec<&dyn Param> = values.iter().copied().chain([&first_id as &dyn Param]).collect();
    let sql = format!(
        "SELECT {COLUMNS}, d.state_then,
             (SELECT MAX(v.number) FROM draft_revision v WHERE v.draft_id = d.id AND v.saved_at < {until}),
             (SELECT COUNT(*) FROM draft_round r WHERE r.draft_id = d.id AND r.opened_at < {until}),
             (SELECT COUNT(CASE e.name WHEN 'drafts.opined' THEN 1 END) - COUNT(CASE e.name WHEN 'drafts.opinion_withdrawn' THEN 1 END)
                  FROM event e WHERE e.subject = d.id AND e.name IN ('drafts.opined', 'drafts.opinion_withdrawn') AND e.at < {until}),
             (SELECT COUNT(*) {come}),
             (SELECT COUNT(*) FROM draft_round r WHERE r.draft_id = d.id AND r.opened_at < {until} AND r.may_be_anonymous
                  AND d.state_then = 'asking' AND NOT EXISTS (SELECT 1 FROM draft_round l
                      WHERE l.draft_id = d.id AND l.opened_at < {until} AND l.number > r.number))
         {chosen}",
        come = come("d.id", until, &format!("${ids}")),
    );
    let mut found = tx.list(&sql, &values, read_then)?;
    let owners: Vec<_> = found.iter().map(|one| (one.row.draft.id.to_string(), one.row.draft.unit)).collect();
    let names = units::store::names_of_owners_on(tx, owners, day)?;
    for (one, name) in found.iter_mut().zip(names) {
        one.row.unit_name = name;
        // of an opinion taken back since it is not known whether it asked for an answer
        if one.row.opinions == Some(one.kept) {
            one.row.undecided = Some(count_undecided(tx, one.row.draft.id, day)?);
        }
    }
    Ok(found.into_iter().map(|one| one.row).collect())
}

fn read_then(row: &Row<'_>) -> Result<Found, StoreError> {
    let state: State = word("draft", &row.get::<String>(18)?)?;
    let now = read(row)?;
    let revision = row.get::<Option<i64>>(19)?.unwrap_or(now.revision);
    let document = now.document.filter(|_| state == State::Issued);
    let hides = row.get::<i64>(23)? > 0;
    let row_then = DraftRow {
        draft: Draft { state, revision, document, note: String::new(), ..now },
        unit_name: String::new(),
        rounds: row.get(20)?,
        opinions: if hides { None } else { Some(row.get(21)?) },
        undecided: None,
    };
    Ok(Found { row: row_then, kept: row.get(22)? })
}

/// How many of the opinions that had come by the end of a day had no answer then.
fn count_undecided(tx: &mut Tx<'_>, draft: DraftId, day: Day) -> Result<i64, StoreError> {
    let (until, first_id) = (Instant::after(day), ids_at(Instant::after(day)));
    let sql = format!("SELECT o.id {} AND o.kind <> 'agree'", come("$1", "$2", "$3"));
    let waiting: Vec<String> = tx.list(&sql, params![draft, until, first_id], |row| row.get(0))?;
    let mut waiting: HashSet<String> = waiting.into_iter().collect();
    if !waiting.is_empty() {
        let sql = "SELECT detail FROM event WHERE subject = $1 AND name = 'drafts.opinion_decided' AND at < $2";
        tx.each(sql, params![draft, until], |row| {
            waiting.remove(detail_of(&row.get::<String>(0)?)["opinion"].as_str().unwrap_or_default());
            Ok(())
        })?;
    }
    Ok(i64::try_from(waiting.len()).unwrap_or(i64::MAX))
}

/// The round as it was: running or closed; none when it was not opened by then.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn round_on(tx: &mut Tx<'_>, round: &Round, day: Day) -> Result<Option<Round>, StoreError> {
    let until = Instant::after(day);
    if round.opened_at >= until {
        return Ok(None);
    }
    let closings: Vec<String> = tx.list(
        "SELECT detail FROM event WHERE subject = $1 AND name = 'drafts.round_closed' AND at < $2",
        params![round.draft, until],
        |row| row.get(0),
    )?;
    let is_closed = closings.iter().any(|told| detail_of(told)["round"].as_i64() == Some(round.number));
    let state = if is_closed { RoundState::Closed } else { RoundState::Open };
    let close_reason = if is_closed { round.close_reason.clone() } else { String::new() };
    Ok(Some(Round { state, close_reason, ..round.clone() }))
}

fn detail_of(told: &str) -> serde_json::Value {
    serde_json::from_str(told).unwrap_or_default()
}

/// The opinions of a round as it was, each as it had been decided on by then. Those without a name are among them once it was
/// closed. An answer that was written anew later is not known as it was, and left empty.
///
/// # Errors
/// [`StoreError::Corrupt`].
pub fn list_opinions_on(
    tx: &mut Tx<'_>,
    round: &Round,
    like: &str,
    sort: Sort<'_>,
    day: Day,
) -> Result<Vec<Opinion>, StoreError> {
    let (until, first_id) = (Instant::after(day), ids_at(Instant::after(day)));
    let sql = format!(
        "SELECT {} FROM draft_opinion o WHERE o.round_id = $1 AND o.folded LIKE $2
             AND (o.received_on IS NULL OR o.id < $3) ORDER BY {}",
        opinions::COLUMNS,
        opinions::order(sort)
    );
    let mut found = tx.list(&sql, params![round.id, like, first_id], opinions::read)?;
    found.retain(|opinion| opinion.received_on.is_some() || round.state == RoundState::Closed);
    let mut decided: HashMap<String, (Decision, bool)> = HashMap::new();
    let sql = "SELECT detail, at FROM event WHERE subject = $1 AND name = 'drafts.opinion_decided' ORDER BY at, id";
    tx.each(sql, params![round.draft], |row| {
        let told = detail_of(&row.get::<String>(0)?);
        let (of, is_later) = (told["opinion"].as_str().unwrap_or_default(), row.get::<Instant>(1)? >= until);
        let last = decided.entry(of.to_owned()).or_insert((Decision::Open, false));
        match is_later {
            true => last.1 = true,
            false => last.0 = word("event", told["decision"].as_str().unwrap_or_default())?,
        }
        Ok(())
    })?;
    for opinion in &mut found {
        let (decision, is_later) = decided.get(&opinion.id.to_string()).copied().unwrap_or((Decision::Open, false));
        opinion.decision = decision;
        if is_later {
            opinion.answer = String::new();
        }
    }
    if sort.key == "decision" {
        found.sort_by(|one, other| {
            let order = one.decision.code().cmp(other.decision.code());
            if sort.descending { order.reverse() } else { order }
        });
    }
    Ok(found)
}
