//! One transaction for many wishes: read the entries concerned, decide each wish in the order it came, write what
//! changed. The decisions are those of `domain::Entry`.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use fair_contest::{AttemptResult, Head};
use kernel::{Instant, Refused};
use platform::db::{StoreError, Tx};

use super::{Granted, OpenRound, Wish, Wishes};
use crate::domain::{Ended, Entry, Submitted};
use crate::store::{self, Logged};

type Outcome = Result<Granted, Refused>;

/// A round while its wishes are granted.
struct Work {
    round: Arc<OpenRound>,
    entries: HashMap<i64, (Entry, bool)>,
    log: Option<(i64, Head)>,
    results: Vec<Logged>,
    now: Instant,
}

/// Grants them; on a later try whoever registers has another code, in case it was one that somebody has.
pub(super) fn grant(tx: &mut Tx<'_>, wishes: &Wishes, is_again: bool) -> Result<Vec<Outcome>, StoreError> {
    store::prefer_indexes(tx)?;
    let now = tx.now();
    let mut rounds = load(tx, wishes, now)?;
    let mut outcomes: Vec<Option<Outcome>> = join_all(tx, wishes, is_again)?;
    for ((round, wish), outcome) in wishes.iter().zip(outcomes.iter_mut()) {
        if let Some(work) = round.as_ref().and_then(|round| rounds.get_mut(&round.round.no)) {
            *outcome = Some(work.grant(tx, wish)?);
        }
    }
    for work in rounds.values_mut() {
        work.save(tx)?;
    }
    Ok(outcomes.into_iter().map(|outcome| outcome.unwrap_or(Ok(Granted::Nothing))).collect())
}

/// Puts attempts into the log that ended in the past, in this order: what the demo lived through, what a load test begins
/// with. Graded and chained like any other.
///
/// # Errors
/// [`StoreError::NotFound`] when the round is not announced.
pub fn record_past(tx: &mut Tx<'_>, round: i64, ended: Vec<Ended>) -> Result<(), StoreError> {
    store::prefer_indexes(tx)?;
    let round = Arc::new(OpenRound::read(tx, round, None)?);
    let mut contestants: Vec<i64> = ended.iter().map(|one| one.contestant).collect();
    contestants.sort_unstable();
    contestants.dedup();
    let entries = store::load_entries(tx, round.round.no, &contestants)?;
    let entries = entries.into_iter().map(|entry| (entry.contestant, (entry, false))).collect();
    let mut work = Work { round, entries, log: None, results: Vec::new(), now: tx.now() };
    for one in ended {
        let contestant = one.contestant;
        let known = work.entries.remove(&contestant);
        let mut entry = known.map_or_else(|| Entry::new(contestant), |(entry, _)| entry);
        entry.attempts = entry.attempts.max(one.number);
        work.log(tx, &mut entry, one)?;
        work.entries.insert(contestant, (entry, true));
    }
    work.save(tx)
}

fn contestant_of(wish: &Wish) -> Option<i64> {
    match wish {
        Wish::Join(..) => None,
        Wish::Start(contestant, ..)
        | Wish::Save(contestant, _)
        | Wish::Submit(contestant, _)
        | Wish::EndLate(contestant) => Some(*contestant),
    }
}

/// The entries concerned, by round.
fn load(tx: &mut Tx<'_>, wishes: &Wishes, now: Instant) -> Result<BTreeMap<i64, Work>, StoreError> {
    let mut concerned: BTreeMap<i64, (Arc<OpenRound>, Vec<i64>)> = BTreeMap::new();
    for (round, wish) in wishes {
        if let (Some(round), Some(contestant)) = (round, contestant_of(wish)) {
            // the newest of several copies of a round decides
            let one = concerned.entry(round.round.no).or_insert_with(|| (Arc::clone(round), Vec::new()));
            if one.0.round.version < round.round.version {
                one.0 = Arc::clone(round);
            }
            one.1.push(contestant);
        }
    }
    let mut works = BTreeMap::new();
    for (no, (round, mut contestants)) in concerned {
        contestants.sort_unstable();
        contestants.dedup();
        let entries = store::load_entries(tx, no, &contestants)?;
        let entries = entries.into_iter().map(|entry| (entry.contestant, (entry, false))).collect();
        works.insert(no, Work { round, entries, log: None, results: Vec::new(), now });
    }
    Ok(works)
}

/// Registrations: one that was sent twice has one number.
fn join_all(tx: &mut Tx<'_>, wishes: &Wishes, is_again: bool) -> Result<Vec<Option<Outcome>>, StoreError> {
    let mut outcomes: Vec<Option<Outcome>> = wishes.iter().map(|_| None).collect();
    let joins = wishes.iter().enumerate().filter_map(|(at, (_, wish))| match wish {
        Wish::Join(contest, new) => Some((at, *contest, new)),
        _ => None,
    });
    let joins: Vec<_> = joins.collect();
    if joins.is_empty() {
        return Ok(outcomes);
    }
    let keys: Vec<&str> = joins.iter().map(|(_, _, new)| new.join_key.as_str()).collect();
    let mut known: HashMap<String, i64> = store::lookup_join_keys(tx, &keys)?.into_iter().collect();
    let mut by_contest: BTreeMap<i64, Vec<_>> = BTreeMap::new();
    for (at, contest, new) in joins {
        by_contest.entry(contest).or_default().push((at, new));
    }
    for (contest, joins) in by_contest {
        let mut fresh: Vec<&str> = joins.iter().map(|(_, new)| new.join_key.as_str()).collect();
        fresh.sort_unstable();
        fresh.dedup();
        let mut next = store::reserve_numbers(tx, contest, fresh.len())? - i64::try_from(fresh.len()).unwrap_or(0);
        let mut rows = Vec::new();
        for (at, new) in joins {
            let no = *known.entry(new.join_key.clone()).or_insert_with(|| {
                next += 1;
                let mut new = (**new).clone();
                if let Some(code) = other_code(is_again) {
                    new.code = code;
                }
                rows.push((next, new));
                next
            });
            outcomes[at] = Some(Ok(Granted::Joined(no)));
        }
        store::insert_contestants(tx, contest, &rows)?;
    }
    Ok(outcomes)
}

fn other_code(is_again: bool) -> Option<String> {
    is_again.then(|| people::secret::new_signs::<8>().ok()).flatten()
}

impl Work {
    fn grant(&mut self, tx: &mut Tx<'_>, wish: &Wish) -> Result<Outcome, StoreError> {
        let Some(contestant) = contestant_of(wish) else { return Ok(Ok(Granted::Nothing)) };
        let (mut entry, was_changed) =
            self.entries.remove(&contestant).unwrap_or_else(|| (Entry::new(contestant), false));
        let before = entry.clone();
        entry.lengthen(&self.round.round);
        let outcome = self.step(tx, &mut entry, wish);
        let is_changed = was_changed || entry != before;
        if is_changed || entry.version > 0 {
            self.entries.insert(contestant, (entry, is_changed));
        }
        outcome
    }

    fn step(&mut self, tx: &mut Tx<'_>, entry: &mut Entry, wish: &Wish) -> Result<Outcome, StoreError> {
        let (now, grace) = (self.now, self.round.contest.rules.grace_seconds);
        match wish {
            Wish::Start(_, nonce, marks) => {
                if let Some(ended) = entry.end_late(now, grace) {
                    self.log(tx, entry, ended)?;
                }
                let started = entry.start(&self.round.round, now, nonce, marks.clone());
                Ok(started.map(|()| match &entry.sitting {
                    Some(sitting) => Granted::Sits(entry.attempts, Box::new(sitting.clone())),
                    None => Granted::Nothing,
                }))
            }
            Wish::Save(_, sent) => Ok(entry.save(sent, now, grace).map(|()| Granted::Saved(entry.due_at()))),
            Wish::Submit(_, sent) => match entry.submit(sent, now, grace) {
                Ok(Submitted::Now(ended)) => {
                    let (result, head) = self.log(tx, entry, *ended)?;
                    Ok(Ok(Granted::Ended(Box::new((result, head.shown())))))
                }
                Ok(Submitted::Before(place)) => self.again(tx, place),
                Err(refused) => Ok(Err(refused)),
            },
            Wish::EndLate(_) => {
                if let Some(ended) = entry.end_late(now, grace) {
                    self.log(tx, entry, ended)?;
                }
                Ok(Ok(Granted::Nothing))
            }
            Wish::Join(..) => Ok(Ok(Granted::Nothing)),
        }
    }

    /// The receipt of a result that was logged before, perhaps a moment ago in this same transaction.
    fn again(&self, tx: &mut Tx<'_>, place: i64) -> Result<Outcome, StoreError> {
        let fresh = self.results.iter().find(|one| one.result.place == place);
        let (result, head) = match fresh {
            Some(one) => (one.result.clone(), one.head.shown()),
            None => {
                let kept = store::find_result(tx, self.round.round.no, place)?;
                (kept.result, kept.head)
            }
        };
        Ok(Ok(Granted::Ended(Box::new((result, head)))))
    }

    /// Grades an attempt that ended and puts it at the end of the log.
    fn log(&mut self, tx: &mut Tx<'_>, entry: &mut Entry, ended: Ended) -> Result<(AttemptResult, Head), StoreError> {
        let (place, head) = match self.log {
            Some(log) => log,
            None => store::lock_log(tx, self.round.round.no)?,
        };
        let Ended { contestant, number, sitting, finished_at } = ended;
        let score = self.round.score(contestant, number, &sitting.nonce, &sitting.answers);
        let result = AttemptResult {
            place: place + 1,
            contestant,
            number,
            nonce: sitting.nonce,
            started_at: sitting.started_at.0,
            finished_at: finished_at.0,
            answers: sitting.answers,
            score,
            prediction: sitting.prediction,
        };
        let head = head.after(&result);
        self.log = Some((place + 1, head));
        entry.note(&result, &self.round.contest.rules, self.round.round.opens_at);
        self.results.push(Logged { result: result.clone(), head, marks: sitting.marks });
        Ok((result, head))
    }

    fn save(&mut self, tx: &mut Tx<'_>) -> Result<(), StoreError> {
        let no = self.round.round.no;
        let mut changed: Vec<&Entry> =
            self.entries.values().filter(|(_, is_changed)| *is_changed).map(|(entry, _)| entry).collect();
        // always in the same order, so that two nodes cannot wait for each other
        changed.sort_unstable_by_key(|entry| entry.contestant);
        store::save_entries(tx, no, &changed)?;
        store::insert_results(tx, no, &self.results)?;
        match &self.log {
            Some((place, head)) => store::save_log(tx, no, *place, head),
            None => Ok(()),
        }
    }
}
