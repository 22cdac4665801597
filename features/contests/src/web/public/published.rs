//! The published file: every settled round as `crates/fair-contest` describes it, streamed in stretches, never whole in
//! memory; behind the last round the contest as a whole. It holds numbers of contestants and no names. A round whose
//! questions another still asks is left out until then.

use std::sync::Arc;

use axum::body::Body;
use axum::http::header;
use axum::response::IntoResponse;
use bytes::Bytes;
use fair_contest::{
    FORMAT, Line, PublishedContest, PublishedResult, PublishedRound, PublishedUnit, PublishedWhole, Standing,
};
use futures_util::stream;
use platform::App;
use platform::db::{StoreError, Tx};
use platform::web::{Actor, Answer, Failure, Path};

use super::contest::held_back;
use crate::domain::{Contest, Round, State};
use crate::engine::{Stamp, read_standings};
use crate::sealing::question_lines;
use crate::store;
use crate::summing::{self, Numbering, RankedUnits};

/// Results read and sent at once.
const STRETCH: i64 = 10_000;
/// Places of a ranking in the file.
const PLACES: usize = 10_000;

/// Which piece of the file comes next.
#[derive(Clone, Copy)]
enum Next {
    Head,
    Round(usize),
    Results(usize, i64),
    Ranking(usize),
    Units(usize),
    Whole,
    End,
}

/// What the whole file is written from.
struct Source {
    contest: Contest,
    /// The numbers of all its rounds.
    all_rounds: Vec<i64>,
    /// Those that are settled and not held back.
    rounds: Vec<Round>,
    /// What these stood at when the file was begun.
    stamp: Stamp,
    units: Arc<Numbering>,
}

impl Source {
    /// What follows the units of the round at this place.
    fn behind(&self, place: usize) -> Next {
        if place + 1 < self.rounds.len() {
            Next::Round(place + 1)
        } else if self.rounds.len() == self.all_rounds.len() {
            Next::Whole
        } else {
            Next::End
        }
    }

    /// Units as lines of a round; of the contest as a whole without one.
    fn unit_lines(&self, round: Option<i64>, units: &RankedUnits) -> Vec<String> {
        let line = |(unit, one): &(_, crate::domain::UnitResult)| {
            let number = self.units.numbers.get(unit)?;
            let rank = match one.standing {
                Standing::Rank(rank) => i64::try_from(rank).ok(),
                Standing::BelowLeast | Standing::NoList => None,
            };
            let of = one.of.clone();
            let (name, eligible, people, attempts, scores) = (of.name, of.eligible, of.people, of.attempts, of.scores);
            let round = round.unwrap_or(0);
            let line = PublishedUnit { round, unit: *number, name, eligible, people, attempts, scores, rank };
            Some(Line::Unit(line).written())
        };
        units.iter().filter_map(line).collect()
    }
}

async fn source(who: &Actor, no: i64) -> Result<Source, Failure> {
    let asker = who.clone();
    let (contest, all_rounds, rounds, stamp) = who
        .read(move |tx| {
            let contest = store::find_by_no(tx, no)?;
            let all = store::list_rounds(tx, contest.id)?;
            let all_rounds: Vec<i64> = all.iter().map(|round| round.no).collect();
            let mut rounds = Vec::new();
            for round in summing::settled(all) {
                if held_back(&asker, tx, &round)?.is_none() {
                    rounds.push(round);
                }
            }
            if rounds.is_empty() || contest.state == State::Preparing {
                return Err(Failure::NotFound);
            }
            let stamp = summing::stamp(tx, &contest, &rounds)?;
            Ok((contest, all_rounds, rounds, stamp))
        })
        .await?;
    let units = summing::numbering(who.app(), &contest).await?;
    Ok(Source { contest, all_rounds, rounds, stamp, units })
}

/// Streams the file.
pub(crate) async fn file(who: Actor, Path(no): Path<i64>) -> Answer {
    let source = Arc::new(source(&who, no).await?);
    let app = who.app().clone();
    let pieces = stream::unfold((app, source, Next::Head), |(app, source, next)| async move {
        if matches!(next, Next::End) {
            return None;
        }
        Some(match piece(&app, &source, next).await {
            Ok((text, next)) => (Ok(Bytes::from(text)), (app, source, next)),
            // the file breaks off, which every reader of its hashes notices
            Err(error) => (Err(std::io::Error::other(format!("{error:?}"))), (app, source, Next::End)),
        })
    });
    let headers = [
        (header::CONTENT_TYPE, "application/jsonl; charset=utf-8".to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"contest-{no}.jsonl\"")),
        (header::CACHE_CONTROL, "no-store".to_owned()),
    ];
    Ok((headers, Body::from_stream(pieces)).into_response())
}

/// The next piece, and what comes behind it.
async fn piece(app: &App, source: &Arc<Source>, next: Next) -> Result<(String, Next), Failure> {
    let (lines, next) = match next {
        Next::Units(place) => {
            let round = &source.rounds[place];
            let units = summing::units(app, &source.contest, Some(round)).await?;
            (source.unit_lines(Some(round.no), &units), source.behind(place))
        }
        Next::Whole => (whole_lines(app, source).await?, Next::End),
        _ => {
            let (its_app, its_source) = (app.clone(), Arc::clone(source));
            app.db.read(move |tx| of_round(&its_app, tx, &its_source, next)).await?
        }
    };
    let its_source = Arc::clone(source);
    let stamp = app.db.read(move |tx| summing::stamp_again(tx, &its_source.contest, &its_source.rounds)).await?;
    // something was annulled meanwhile: a file that begins before it and ends after it would be false
    if stamp != source.stamp {
        return Err(Failure::Stale);
    }
    Ok((lines.into_iter().map(|line| line + "\n").collect(), next))
}

async fn whole_lines(app: &App, source: &Source) -> Result<Vec<String>, Failure> {
    let people = summing::whole(app, &source.contest).await?;
    let units = source.unit_lines(None, summing::units(app, &source.contest, None).await?.as_ref());
    let count = |length: usize| i64::try_from(length).unwrap_or(i64::MAX);
    let head = PublishedWhole {
        people: count(people.len()),
        ranked: count(people.len().min(PLACES)),
        units: count(units.len()),
    };
    let place = |of: &fair_contest::WholeResult| {
        let (rank, contestant, score, took) = (of.rank, of.contestant, of.score, of.took);
        Line::WholeRanked { rank, contestant, score, took }.written()
    };
    let mut lines = vec![Line::Whole(head).written()];
    lines.extend(people.iter().take(PLACES).map(place));
    lines.extend(units);
    Ok(lines)
}

fn of_round(app: &App, tx: &mut Tx<'_>, source: &Source, next: Next) -> Result<(Vec<String>, Next), StoreError> {
    let Source { contest, rounds, units, .. } = source;
    let mut lines = Vec::new();
    let next = match next {
        Next::Head => {
            lines.push(Line::Contest(head_of(contest, &source.all_rounds)).written());
            Next::Round(0)
        }
        Next::Round(place) => {
            round_lines(tx, &rounds[place], &mut lines)?;
            Next::Results(place, 0)
        }
        Next::Results(place, behind) => {
            let round = rounds[place].no;
            let of_people = store::units_of_results(tx, contest.no, round, (behind, STRETCH))?;
            let mut last = behind;
            store::each_result(tx, round, behind, STRETCH, |kept| {
                last = kept.result.place;
                let unit = of_people.get(&kept.result.contestant).and_then(|unit| units.counted.get(unit)).copied();
                lines.push(Line::Result(PublishedResult::of(round, kept.result, unit)).written());
            })?;
            if last - behind < STRETCH { Next::Ranking(place) } else { Next::Results(place, last) }
        }
        Next::Ranking(place) => {
            let round = rounds[place].no;
            read_standings(app, tx, round, |all| {
                for one in all.from(0).take(PLACES) {
                    let rank = i64::try_from(one.rank).unwrap_or(i64::MAX);
                    let (contestant, place) = (one.performance.contestant, one.performance.place);
                    lines.push(Line::Ranked { round, rank, contestant, place }.written());
                }
            })?;
            Next::Units(place)
        }
        Next::Units(_) | Next::Whole | Next::End => Next::End,
    };
    Ok((lines, next))
}

fn head_of(contest: &Contest, rounds: &[i64]) -> PublishedContest {
    PublishedContest {
        format: FORMAT,
        contest: contest.no,
        title: contest.title.clone(),
        counts: contest.rules.counts().code().to_owned(),
        tie_break: contest.rules.tie_break().into_iter().map(|one| one.code().to_owned()).collect(),
        least_percent: contest.rules.least_percent(),
        rounds: rounds.to_vec(),
    }
}

fn round_lines(tx: &mut Tx<'_>, round: &Round, lines: &mut Vec<String>) -> Result<(), StoreError> {
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
    lines.push(Line::Round(head).written());
    lines.extend(question_lines(round.no, &store::list_questions(tx, round.no)?));
    for one in store::list_annulled(tx, round.no)? {
        lines.push(Line::Annulled { round: round.no, place: one.place, reason: one.reason }.written());
    }
    Ok(())
}
