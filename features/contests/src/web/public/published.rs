//! The published file: every settled round as `crates/fair-contest` describes it, streamed in stretches, never whole in
//! memory. It holds numbers of contestants and no names. A round whose questions another still asks is left out until then.

use std::collections::HashMap;
use std::sync::Arc;

use axum::body::Body;
use axum::http::header;
use axum::response::IntoResponse;
use bytes::Bytes;
use fair_contest::{Line, PublishedContest, PublishedResult, PublishedRound, PublishedUnit, Standing};
use futures_util::stream;
use kernel::UnitId;
use platform::App;
use platform::db::{StoreError, Tx};
use platform::web::{Actor, Answer, Failure, Path};

use crate::domain::{Contest, Round, State};
use crate::engine::read_standings;
use crate::sealing::question_lines;
use crate::store;
use crate::web::units::ranked_units;

/// Results read and sent at once.
const STRETCH: i64 = 10_000;
/// Places of the ranking in the file.
const PLACES: usize = 10_000;
/// The form of the file.
const FORMAT: i64 = 2;

/// Which piece of the file comes next.
enum Next {
    Head,
    Round(usize),
    Results(usize, i64),
    Ranking(usize),
    Units(usize),
    End,
}

/// What the whole file is written from.
struct Source {
    contest: Contest,
    /// Those that are settled and not held back.
    rounds: Vec<Round>,
    /// Units as they are counted, each with its number in the file.
    numbers: HashMap<UnitId, i64>,
    /// The number of the unit that contestants of each unit count for.
    counted: HashMap<UnitId, i64>,
}

fn source(tx: &mut Tx<'_>, no: i64) -> Result<Source, Failure> {
    let contest = store::find_by_no(tx, no)?;
    let mut rounds = Vec::new();
    for round in store::list_rounds(tx, contest.id)? {
        if round.settled_at.is_some() && store::held_back(tx, &round)?.is_none() {
            rounds.push(round);
        }
    }
    let Some(first) = rounds.first().filter(|_| contest.state != State::Preparing) else {
        return Err(Failure::NotFound);
    };
    let units = store::unit_figures(tx, &contest, first.no)?;
    let numbers: HashMap<UnitId, i64> = units.iter().map(|one| one.unit).zip(1..).collect();
    let tops = store::list_tops(tx, &contest)?;
    let counted = tops.into_iter().filter_map(|(unit, top)| Some((unit, *numbers.get(&top)?))).collect();
    Ok(Source { contest, rounds, numbers, counted })
}

/// Streams the file.
pub(crate) async fn file(who: Actor, Path(no): Path<i64>) -> Answer {
    let source = Arc::new(who.read(move |tx| source(tx, no)).await?);
    let app = who.app().clone();
    let pieces = stream::unfold((app, source, Next::Head), |(app, source, next)| async move {
        if matches!(next, Next::End) {
            return None;
        }
        let (its_app, its_source) = (app.clone(), Arc::clone(&source));
        let read = app.db.read(move |tx| piece(&its_app, tx, &its_source, &next)).await;
        Some(match read {
            Ok((text, next)) => (Ok(Bytes::from(text)), (app, source, next)),
            // the file breaks off, which every reader of its hashes notices
            Err(error) => (Err(std::io::Error::other(error.to_string())), (app, source, Next::End)),
        })
    });
    let headers = [
        (header::CONTENT_TYPE, "application/jsonl; charset=utf-8".to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"contest-{no}.jsonl\"")),
        (header::CACHE_CONTROL, "no-store".to_owned()),
    ];
    Ok((headers, Body::from_stream(pieces)).into_response())
}

fn piece(app: &App, tx: &mut Tx<'_>, source: &Source, next: &Next) -> Result<(String, Next), StoreError> {
    let Source { contest, rounds, counted, .. } = source;
    let mut text = String::new();
    let mut write = |line: &str| {
        text.push_str(line);
        text.push('\n');
    };
    let next = match *next {
        Next::Head => {
            write(&Line::Contest(head_of(contest)).written());
            Next::Round(0)
        }
        Next::Round(place) => {
            write_round(tx, &rounds[place], &mut write)?;
            Next::Results(place, 0)
        }
        Next::Results(place, behind) => {
            let round = rounds[place].no;
            let units = store::units_of_results(tx, contest.no, round, (behind, STRETCH))?;
            let mut last = behind;
            store::each_result(tx, round, behind, STRETCH, |kept| {
                last = kept.result.place;
                let unit = units.get(&kept.result.contestant).and_then(|unit| counted.get(unit)).copied();
                write(&Line::Result(PublishedResult::of(round, kept.result, unit)).written());
            })?;
            if last - behind < STRETCH { Next::Ranking(place) } else { Next::Results(place, last) }
        }
        Next::Ranking(place) => {
            let round = rounds[place].no;
            read_standings(app, tx, round, |all| {
                for one in all.from(0).take(PLACES) {
                    let rank = i64::try_from(one.rank).unwrap_or(i64::MAX);
                    let (contestant, place) = (one.performance.contestant, one.performance.place);
                    write(&Line::Ranked { round, rank, contestant, place }.written());
                }
            })?;
            Next::Units(place)
        }
        Next::Units(place) => {
            write_units(tx, source, rounds[place].no, &mut write)?;
            if place + 1 < rounds.len() { Next::Round(place + 1) } else { Next::End }
        }
        Next::End => Next::End,
    };
    Ok((text, next))
}

fn write_units(tx: &mut Tx<'_>, source: &Source, round: i64, write: &mut impl FnMut(&str)) -> Result<(), StoreError> {
    for (unit, one) in ranked_units(tx, &source.contest, Some(round))? {
        let Some(number) = source.numbers.get(&unit) else { continue };
        let rank = match one.standing {
            Standing::Rank(rank) => i64::try_from(rank).ok(),
            Standing::BelowLeast | Standing::NoList => None,
        };
        let of = one.of;
        let (name, eligible, people, attempts, scores) = (of.name, of.eligible, of.people, of.attempts, of.scores);
        let line = PublishedUnit { round, unit: *number, name, eligible, people, attempts, scores, rank };
        write(&Line::Unit(line).written());
    }
    Ok(())
}

fn head_of(contest: &Contest) -> PublishedContest {
    PublishedContest {
        format: FORMAT,
        contest: contest.no,
        title: contest.title.clone(),
        counts: contest.rules.counts().code().to_owned(),
        tie_break: contest.rules.tie_break().into_iter().map(|one| one.code().to_owned()).collect(),
        least_percent: contest.rules.least_percent(),
    }
}

fn write_round(tx: &mut Tx<'_>, round: &Round, write: &mut impl FnMut(&str)) -> Result<(), StoreError> {
    let head = PublishedRound {
        round: round.no,
        name: round.name.clone(),
        opens_at: round.opens_at.0,
        closes_at: round.closes_at.0,
        minutes: round.minutes,
        attempts: round.attempts,
        quotas: round.quotas.clone(),
        commitment: round.commitment.clone(),
        pool_hash: round.pool_hash.clone(),
        seed: round.seed.map(|seed| seed.shown()).unwrap_or_default(),
        truth: round.truth,
        results: round.log_place,
        head: fair_contest::to_hex(&round.log_head),
    };
    write(&Line::Round(head).written());
    for line in question_lines(round.no, &store::list_questions(tx, round.no)?) {
        write(&line);
    }
    for one in store::list_annulled(tx, round.no)? {
        write(&Line::Annulled { round: round.no, place: one.place, reason: one.reason }.written());
    }
    Ok(())
}
