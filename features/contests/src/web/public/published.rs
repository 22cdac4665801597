//! The published file: every settled round as `crates/fair-contest` describes it, streamed in stretches, never whole in
//! memory. It holds numbers of contestants and no names.

use axum::body::Body;
use axum::http::header;
use axum::response::IntoResponse;
use bytes::Bytes;
use fair_contest::{Line, PublishedContest, PublishedResult, PublishedRound};
use futures_util::stream;
use platform::App;
use platform::db::{StoreError, Tx};
use platform::web::{Actor, Answer, Failure, Path};

use crate::domain::{Contest, Round, State};
use crate::engine::read_standings;
use crate::sealing::question_lines;
use crate::store;

/// Results read and sent at once.
const STRETCH: i64 = 10_000;
/// Places of the ranking in the file.
const PLACES: usize = 10_000;
/// The form of the file.
const FORMAT: i64 = 1;

/// Which piece of the file comes next.
enum Next {
    Head,
    Round(usize),
    Results(usize, i64),
    Ranking(usize),
    End,
}

/// Streams the file.
pub(crate) async fn file(who: Actor, Path(no): Path<i64>) -> Answer {
    let (contest, rounds) = who
        .read(move |tx| {
            let contest = store::find_by_no(tx, no)?;
            let rounds = store::list_rounds(tx, contest.id)?;
            Ok::<_, Failure>((contest, rounds))
        })
        .await?;
    let rounds: Vec<Round> = rounds.into_iter().filter(|round| round.settled_at.is_some()).collect();
    if contest.state == State::Preparing || rounds.is_empty() {
        return Err(Failure::NotFound);
    }
    let app = who.app().clone();
    let pieces = stream::unfold((app, contest, rounds, Next::Head), |(app, contest, rounds, next)| async move {
        if matches!(next, Next::End) {
            return None;
        }
        let (its_app, its_contest, its_rounds) = (app.clone(), contest.clone(), rounds.clone());
        let read = app.db.read(move |tx| piece(&its_app, tx, &its_contest, &its_rounds, &next)).await;
        Some(match read {
            Ok((text, next)) => (Ok(Bytes::from(text)), (app, contest, rounds, next)),
            // the file breaks off, which every reader of its hashes notices
            Err(error) => (Err(std::io::Error::other(error.to_string())), (app, contest, rounds, Next::End)),
        })
    });
    let headers = [
        (header::CONTENT_TYPE, "application/jsonl; charset=utf-8".to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"contest-{no}.jsonl\"")),
        (header::CACHE_CONTROL, "no-store".to_owned()),
    ];
    Ok((headers, Body::from_stream(pieces)).into_response())
}

fn piece(
    app: &App,
    tx: &mut Tx<'_>,
    contest: &Contest,
    rounds: &[Round],
    next: &Next,
) -> Result<(String, Next), StoreError> {
    let mut text = String::new();
    let mut write = |line: &str| {
        text.push_str(line);
        text.push('\n');
    };
    let after = |place: usize| if place + 1 < rounds.len() { Next::Round(place + 1) } else { Next::End };
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
            let mut last = behind;
            store::each_result(tx, round, behind, STRETCH, |kept| {
                last = kept.result.place;
                write(&Line::Result(PublishedResult::of(round, kept.result)).written());
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
            after(place)
        }
        Next::End => Next::End,
    };
    Ok((text, next))
}

fn head_of(contest: &Contest) -> PublishedContest {
    PublishedContest {
        format: FORMAT,
        contest: contest.no,
        title: contest.title.clone(),
        counts: contest.rules.counts().code().to_owned(),
        tie_break: contest.rules.tie_break().into_iter().map(|one| one.code().to_owned()).collect(),
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
