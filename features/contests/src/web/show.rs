//! The page of a contest for those who hold it: where it stands, its rounds with people and attempts, what is next.

use askama::Template;
use fair_contest::Seed;
use kernel::{Instant, Told};
use platform::db::{StoreError, Tx};
use platform::web::{Actor, Answer, Cx, Failure, Form, Path, While, go_to_saying, page, qr_svg};
use serde::Deserialize;

use super::contest_for;
use crate::domain::{AnnouncingFacts, Contest, ContestId, Eligible, Phase, Round, State};
use crate::engine::OpenRound;
use crate::permissions::{ORGANISE, VIEW};
use crate::sealing;
use crate::store::{self, RoundTotals};

/// A round with its people and attempts.
struct RoundRow {
    round: Round,
    totals: RoundTotals,
    questions: i64,
    settling: Vec<Told>,
    /// Until when its right answers are held back, once it is settled.
    held: Option<Instant>,
}

#[derive(Template)]
#[template(path = "contests/show.html")]
struct ShowPage {
    cx: Cx,
    contest: Contest,
    unit_name: String,
    rounds: Vec<RoundRow>,
    now: Instant,
    people: i64,
    attempts: i64,
    announcing: Vec<Told>,
    ending: Vec<Told>,
    address: String,
    qr: String,
    history: Vec<people::store::Happening>,
    may_organise: bool,
}

impl ShowPage {
    fn is_preparing(&self) -> bool {
        self.contest.state == State::Preparing
    }

    fn is_list(&self) -> bool {
        self.contest.rules.eligible() == Eligible::List
    }
}

fn facts(tx: &mut Tx<'_>, contest: &Contest, rounds: &[Round]) -> Result<AnnouncingFacts, StoreError> {
    let now = tx.now();
    let mut facts = AnnouncingFacts {
        rounds: i64::try_from(rounds.len()).unwrap_or(0),
        listed: store::count_listed(tx, contest.no)?,
        ..AnnouncingFacts::default()
    };
    for round in rounds {
        if !round.has_fitting_times(now) {
            facts.wrong_times.push(round.name.clone());
        }
        let sources = store::sources(tx, round.no)?;
        let has = |name: &str| sources.iter().find(|(source, _)| source == name).map_or(0, |(_, n)| *n);
        let is_short = |(name, count): &(String, usize)| has(name) < i64::try_from(*count).unwrap_or(i64::MAX);
        if round.quotas.is_empty() || round.quotas.iter().any(is_short) {
            facts.wrong_pools.push(round.name.clone());
        }
    }
    Ok(facts)
}

fn unsettled(rounds: &[Round]) -> i64 {
    rounds.iter().map(|round| i64::from(round.settled_at.is_none())).sum()
}

pub(crate) async fn show(who: Actor, Path(id): Path<ContestId>) -> Answer {
    let asker = who.clone();
    let now = who.app().clock.now();
    let shown = who
        .read(move |tx| {
            let contest = contest_for(&asker, tx, VIEW, id)?;
            let rounds = store::list_rounds(tx, id)?;
            let announcing = contest.may_announce(&facts(tx, &contest, &rounds)?).told();
            let ending = contest.may_end(unsettled(&rounds)).told();
            let (people, attempts) = store::count_people_and_attempts(tx, id)?;
            let mut rows = Vec::new();
            for round in rounds {
                let rules = &contest.rules;
                let verdict = round.may_settle(now, rules.grace_seconds, rules.has_prediction(), round.truth);
                rows.push(RoundRow {
                    totals: store::round_totals(tx, &round)?,
                    questions: store::count_questions(tx, round.no)?,
                    settling: verdict.told(),
                    held: if round.settled_at.is_some() { store::held_back(tx, &round)? } else { None },
                    round,
                });
            }
            let address = format!("{}/thi/{}", asker.app().public_address, contest.no);
            Ok::<_, Failure>(ShowPage {
                cx: asker.cx_titled(contest.title.clone()),
                unit_name: units::store::find(tx, contest.unit)?.name,
                rounds: rows,
                now,
                people,
                attempts,
                announcing,
                ending,
                qr: qr_svg(&address)?,
                address,
                history: people::store::list_history(tx, &[id.to_string()], 30)?,
                may_organise: asker.may(tx, ORGANISE, contest.unit)?,
                contest,
            })
        })
        .await?;
    page(&shown)
}

/// The version the page showed.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct StepForm {
    version: i64,
}

/// Freezes the rules, seals every round's draw and pool, and makes them public.
pub(crate) async fn announce(who: Actor, Path(id): Path<ContestId>, Form(form): Form<StepForm>) -> Answer {
    let asker = who.clone();
    who.write(move |tx| {
        let contest = Contest { version: form.version, ..contest_for(&asker, tx, ORGANISE, id)? };
        let rounds = store::list_rounds(tx, id)?;
        let announced = contest.clone().announce(&facts(tx, &contest, &rounds)?)?;
        let seeds: Result<Vec<Seed>, _> = rounds.iter().map(|_| people::secret::random::<32>().map(Seed)).collect();
        Ok::<_, Failure>(sealing::announce(tx, &announced, &seeds.while_doing("making the seeds")?)?)
    })
    .await?;
    OpenRound::forget(who.app());
    go_to_saying(format!("/contests/{id}"), "contests-announced")
}

/// Ends the contest.
pub(crate) async fn end(who: Actor, Path(id): Path<ContestId>, Form(form): Form<StepForm>) -> Answer {
    let asker = who.clone();
    who.write(move |tx| {
        let contest = Contest { version: form.version, ..contest_for(&asker, tx, ORGANISE, id)? };
        let rounds = store::list_rounds(tx, id)?;
        let ended = contest.end(unsettled(&rounds))?;
        Ok::<_, Failure>(store::save_state(tx, &ended, "contests.ended")?)
    })
    .await?;
    go_to_saying(format!("/contests/{id}"), "contests-ended")
}
