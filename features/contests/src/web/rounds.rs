//! Rounds: hours, attempts, quotas until the announcement; then a later closing for a reason, what was to be predicted,
//! the settling of the result.

use askama::Template;
use axum::http::StatusCode;
use documents::import::must_bear_no_mark;
use kernel::{Day, Instant};
use platform::web::{Actor, Answer, Cx, Failure, FieldErrors, Form, Path, go_to_saying, page_with};
use serde::Deserialize;

use super::{contest_for, round_for};
use crate::domain::{Contest, ContestId, Round};
use crate::engine::OpenRound;
use crate::permissions::ORGANISE;
use crate::{settling, store};

/// A round as it was typed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct RoundForm {
    name: String,
    opens_on: String,
    opens: String,
    closes_on: String,
    closes: String,
    minutes: String,
    attempts: String,
    quotas: String,
    version: i64,
}

/// `2026-11-22` and `07:30` as an instant.
fn instant_of(day: &str, time: &str) -> Option<Instant> {
    let day: Day = day.trim().parse().ok()?;
    let (hour, minute) = time.trim().split_once(':')?;
    let (hour, minute) = (hour.parse().ok()?, minute.parse().ok()?);
    ((0..24).contains(&hour) && (0..60).contains(&minute)).then(|| Instant::at(day, hour, minute))
}

/// «Nghị quyết 15 | 10», one a line.
fn quotas_of(text: &str) -> Option<Vec<(String, usize)>> {
    let mut quotas: Vec<(String, usize)> = Vec::new();
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let (source, count) = line.rsplit_once('|')?;
        let source = vietnamese::nfc(source.trim());
        let count = count.trim().parse().ok().filter(|count| (1..=200).contains(count))?;
        if source.is_empty() || quotas.iter().any(|(known, _)| *known == source) {
            return None;
        }
        quotas.push((source, count));
    }
    Some(quotas)
}

impl RoundForm {
    fn of(round: &Round) -> Self {
        let quotas = round.quotas.iter().map(|(source, count)| format!("{source} | {count}"));
        RoundForm {
            name: round.name.clone(),
            opens_on: round.opens_at.day().to_string(),
            opens: round.opens_at.time_shown(),
            closes_on: round.closes_at.day().to_string(),
            closes: round.closes_at.time_shown(),
            minutes: round.minutes.to_string(),
            attempts: round.attempts.to_string(),
            quotas: quotas.collect::<Vec<_>>().join("\n"),
            version: round.version,
        }
    }

    fn round(&self, before: Round) -> Result<Round, FieldErrors> {
        let mut errors = FieldErrors::default();
        let name = vietnamese::nfc(self.name.trim());
        errors.add_if(name.is_empty(), "name", "contests-error-round-name");
        let opens_at = instant_of(&self.opens_on, &self.opens);
        let closes_at = instant_of(&self.closes_on, &self.closes);
        errors.add_if(opens_at.is_none(), "opens_on", "contests-error-time");
        errors.add_if(closes_at.is_none(), "closes_on", "contests-error-time");
        errors.add_if(opens_at.is_some() && closes_at <= opens_at, "closes_on", "contests-error-closes");
        let minutes = self.minutes.trim().parse().ok().filter(|n| (1..=240).contains(n));
        errors.add_if(minutes.is_none(), "minutes", "contests-error-minutes");
        let attempts = self.attempts.trim().parse().ok().filter(|n| (1..=100).contains(n));
        errors.add_if(attempts.is_none(), "attempts", "contests-error-attempts");
        let quotas = quotas_of(&self.quotas);
        errors.add_if(quotas.as_ref().is_none_or(Vec::is_empty), "quotas", "contests-error-quotas");
        match (opens_at, closes_at, minutes, attempts, quotas) {
            (Some(opens_at), Some(closes_at), Some(minutes), Some(attempts), Some(quotas)) if errors.is_empty() => {
                Ok(Round { name, opens_at, closes_at, minutes, attempts, quotas, version: self.version, ..before })
            }
            _ => Err(errors),
        }
    }
}

#[derive(Template)]
#[template(path = "contests/round.html")]
struct RoundPage {
    cx: Cx,
    contest: Contest,
    form: RoundForm,
    errors: FieldErrors,
    sources: Vec<(String, i64)>,
    action: String,
}

fn shown(
    who: &Actor,
    contest: Contest,
    form: RoundForm,
    errors: FieldErrors,
    round: Option<(i64, Vec<(String, i64)>)>,
) -> Answer {
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let (action, sources) = match round {
        None => (format!("/contests/{}/rounds/new", contest.id), Vec::new()),
        Some((no, sources)) => (format!("/contests/rounds/{no}/edit"), sources),
    };
    page_with(status, &RoundPage { cx: who.cx("contests-round"), contest, form, errors, sources, action })
}

pub(crate) async fn new(who: Actor, Path(id): Path<ContestId>) -> Answer {
    let asker = who.clone();
    let (contest, count) = who
        .read(move |tx| {
            let contest = contest_for(&asker, tx, ORGANISE, id)?;
            contest.may_change().or_refuse()?;
            let count = store::list_rounds(tx, id)?.len();
            Ok::<_, Failure>((contest, count))
        })
        .await?;
    let day = who.today().plus(1);
    let form = RoundForm {
        name: format!("Tuần {}", count + 1),
        opens_on: day.to_string(),
        opens: "07:30".into(),
        closes_on: day.plus(6).to_string(),
        closes: "17:30".into(),
        minutes: "10".into(),
        attempts: "3".into(),
        ..RoundForm::default()
    };
    shown(&who, contest, form, FieldErrors::default(), None)
}

pub(crate) async fn create(who: Actor, Path(id): Path<ContestId>, Form(form): Form<RoundForm>) -> Answer {
    must_bear_no_mark(&[&form.name, &form.quotas])?;
    let (asker, typed) = (who.clone(), form.clone());
    let made = who
        .write(move |tx| {
            let contest = contest_for(&asker, tx, ORGANISE, id)?;
            contest.may_change().or_refuse()?;
            match typed.round(Round::new(contest.id)) {
                Ok(round) => Ok::<_, Failure>(Ok(store::insert_round(tx, &contest, &round)?)),
                Err(errors) => Ok(Err((contest, errors))),
            }
        })
        .await?;
    match made {
        Ok(no) => go_to_saying(format!("/contests/rounds/{no}/questions"), "contests-round-saved"),
        Err((contest, errors)) => shown(&who, contest, form, errors, None),
    }
}

pub(crate) async fn edit(who: Actor, Path(no): Path<i64>) -> Answer {
    let asker = who.clone();
    let (contest, round, sources) = who
        .read(move |tx| {
            let (contest, round) = round_for(&asker, tx, ORGANISE, no)?;
            contest.may_change().or_refuse()?;
            Ok::<_, Failure>((contest, round, store::sources(tx, no)?))
        })
        .await?;
    shown(&who, contest, RoundForm::of(&round), FieldErrors::default(), Some((no, sources)))
}

pub(crate) async fn update(who: Actor, Path(no): Path<i64>, Form(form): Form<RoundForm>) -> Answer {
    must_bear_no_mark(&[&form.name, &form.quotas])?;
    let (asker, typed) = (who.clone(), form.clone());
    let saved = who
        .write(move |tx| {
            let (contest, round) = round_for(&asker, tx, ORGANISE, no)?;
            contest.may_change().or_refuse()?;
            match typed.round(round) {
                Ok(round) => {
                    store::save_round(tx, &contest, &round)?;
                    Ok::<_, Failure>(Ok(contest.id))
                }
                Err(errors) => Ok(Err((contest, errors, store::sources(tx, no)?))),
            }
        })
        .await?;
    match saved {
        Ok(id) => go_to_saying(format!("/contests/{id}"), "contests-round-saved"),
        Err((contest, errors, sources)) => shown(&who, contest, form, errors, Some((no, sources))),
    }
}

pub(crate) async fn remove(who: Actor, Path(no): Path<i64>) -> Answer {
    let asker = who.clone();
    let id = who
        .write(move |tx| {
            let (contest, _) = round_for(&asker, tx, ORGANISE, no)?;
            contest.may_change().or_refuse()?;
            store::remove_round(tx, &contest, no)?;
            Ok::<_, Failure>(contest.id)
        })
        .await?;
    go_to_saying(format!("/contests/{id}"), "contests-round-removed")
}

/// What the steps of a running round come with.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct StepForm {
    closes_on: String,
    closes: String,
    reason: String,
    truth: String,
    version: i64,
}

/// Lets a round that was disturbed close later.
pub(crate) async fn extend(who: Actor, Path(no): Path<i64>, Form(form): Form<StepForm>) -> Answer {
    must_bear_no_mark(&[&form.reason])?;
    let closes_at = instant_of(&form.closes_on, &form.closes).ok_or(Failure::Malformed("contests-error-time"))?;
    if form.reason.trim().is_empty() {
        return Err(Failure::Malformed("contests-error-reason"));
    }
    let asker = who.clone();
    let id = who
        .write(move |tx| {
            let (contest, round) = round_for(&asker, tx, ORGANISE, no)?;
            if closes_at <= round.closes_at || round.settled_at.is_some() || round.seed.is_none() {
                return Err(Failure::Malformed("contests-error-later"));
            }
            let round = Round { version: form.version, ..round };
            store::extend_round(tx, &contest, &round, closes_at, form.reason.trim())?;
            Ok(contest.id)
        })
        .await?;
    OpenRound::forget(who.app());
    go_to_saying(format!("/contests/{id}"), "contests-round-extended")
}

/// Enters what was to be predicted.
pub(crate) async fn tell_truth(who: Actor, Path(no): Path<i64>, Form(form): Form<StepForm>) -> Answer {
    let truth = form.truth.replace(['.', ' '], "").parse().ok().filter(|n| (0..=999_999_999_i64).contains(n));
    let truth = truth.ok_or(Failure::Malformed("contests-error-truth"))?;
    let asker = who.clone();
    let id = who
        .write(move |tx| {
            let (contest, round) = round_for(&asker, tx, ORGANISE, no)?;
            if round.settled_at.is_some() || tx.now() < round.closes_at {
                return Err(Failure::Malformed("contests-error-truth-when"));
            }
            store::save_truth(tx, &contest, &Round { version: form.version, ..round }, truth)?;
            Ok(contest.id)
        })
        .await?;
    go_to_saying(format!("/contests/{id}"), "contests-truth-saved")
}

/// Ends what nobody ended, and lets the result stand.
pub(crate) async fn settle(who: Actor, Path(no): Path<i64>) -> Answer {
    let asker = who.clone();
    let id = who
        .read(move |tx| {
            let (contest, round) = round_for(&asker, tx, ORGANISE, no)?;
            let rules = &contest.rules;
            round.may_settle(tx.now(), rules.grace_seconds, rules.has_prediction(), round.truth).or_refuse()?;
            Ok::<_, Failure>(contest.id)
        })
        .await?;
    settling::end_overdue(who.app(), no).await?;
    let asker = who.clone();
    who.write(move |tx| {
        let (contest, round) = round_for(&asker, tx, ORGANISE, no)?;
        Ok::<_, Failure>(settling::take_out_barred(tx, &contest, &round)?)
    })
    .await?;
    let outcomes = settling::outcomes(who.app(), no).await?;
    let asker = who.clone();
    who.write(move |tx| {
        let (contest, round) = round_for(&asker, tx, ORGANISE, no)?;
        let held_until = settling::open_tests_until(tx, &round)?;
        store::settle(tx, &contest, &Round { held_until, ..round.clone() })?;
        settling::tell_bank(tx, no, &outcomes)?;
        settling::post_figures(tx, &contest, &round)
    })
    .await?;
    OpenRound::forget(who.app());
    go_to_saying(format!("/contests/{id}"), "contests-round-settled")
}
