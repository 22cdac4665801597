//! A round for those who hold it: its ranking with names, annulling.

use askama::Template;
use axum::http::StatusCode;
use documents::import::must_bear_no_mark;
use kernel::{Argument, Instant, Verdict};
use platform::web::{
    Actor, Answer, Cx, Failure, FieldErrors, Form, ListQuery, Listing, Path, Query, go_to_saying, page, page_with,
    personal_spreadsheet,
};
use serde::Deserialize;

use super::public::ranking::{PlaceRow, places};
use super::{number_shown, round_for, took_shown};
use crate::domain::{CannotAnnul, Contest, Phase, Round};
use crate::permissions::{ORGANISE, VIEW};
use crate::settling;
use crate::store::{self, Annulled};

#[derive(Template)]
#[template(path = "contests/ranking.html")]
struct RankingPage {
    cx: Cx,
    contest: Contest,
    round: Round,
    phase: Phase,
    listing: Listing<PlaceRow>,
    annulled: Vec<Annulled>,
    may_organise: bool,
    form: AnnulForm,
    errors: FieldErrors,
}

impl RankingPage {
    fn lead(&self, row: &PlaceRow) -> String {
        if row.lead.is_empty() { String::new() } else { self.cx.word("contests-lead", row.lead) }
    }
}

async fn read(
    who: &Actor,
    no: i64,
    asked: ListQuery,
    (form, errors): (AnnulForm, FieldErrors),
) -> Result<RankingPage, Failure> {
    let (asker, now) = (who.clone(), who.app().clock.now());
    who.read(move |tx| {
        let (contest, round) = round_for(&asker, tx, VIEW, no)?;
        let page = if asked.is_export() { (0, 1_000_000) } else { (asked.offset(), asked.size()) };
        let (rows, people) = places(asker.app(), tx, (&contest, no), page)?;
        Ok(RankingPage {
            cx: asker.cx_titled(format!("{} · {}", contest.title, round.name)),
            phase: round.phase(now),
            listing: Listing::new(rows, people, asked, format!("/contests/rounds/{no}/ranking")),
            annulled: store::list_annulled(tx, no)?,
            may_organise: asker.may(tx, ORGANISE, contest.unit)?,
            form,
            errors,
            contest,
            round,
        })
    })
    .await
}

/// The ranking of a round with names and prizes.
pub(crate) async fn ranking(who: Actor, Path(no): Path<i64>, Query(query): Query<ListQuery>) -> Answer {
    let shown = read(&who, no, query.clone(), (AnnulForm::default(), FieldErrors::default())).await?;
    if query.is_export() {
        return export(&who, &shown, &query.format).await;
    }
    page(&shown)
}

async fn export(who: &Actor, shown: &RankingPage, format: &str) -> Answer {
    let headings = shown.cx.headings(&[
        ("contests-rank", 8.0),
        ("contests-number", 12.0),
        ("contests-name", 32.0),
        ("contests-unit", 32.0),
        ("contests-score", 10.0),
        ("contests-took", 12.0),
        ("contests-prediction-made", 14.0),
        ("contests-finished", 20.0),
        ("contests-lead", 28.0),
        ("contests-prize", 20.0),
    ]);
    let row = |row: &PlaceRow| {
        let of = row.ranked.performance;
        vec![
            i64::try_from(row.ranked.rank).unwrap_or(0).into(),
            number_shown(of.contestant).into(),
            row.name.clone().into(),
            row.unit_name.clone().into(),
            of.score.into(),
            took_shown(of.took).into(),
            of.prediction.into(),
            Instant(of.finished_at).shown().into(),
            shown.lead(row).into(),
            row.prize.clone().into(),
        ]
    };
    let rows = shown.listing.rows.iter().map(row).collect();
    personal_spreadsheet(who, "xep-hang", Some(shown.contest.unit), format, (&headings, rows)).await
}

/// Which results are annulled, and why.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct AnnulForm {
    /// Places in the log, separated by commas.
    places: String,
    reason: String,
}

impl AnnulForm {
    /// The places that were typed, or what is wrong with them in a log of so many results.
    fn places(&self, logged: i64) -> Result<Vec<i64>, FieldErrors> {
        let mut errors = FieldErrors::default();
        let typed = self.places.split([',', ' ']).filter(|one| !one.is_empty());
        let places: Option<Vec<i64>> = typed.map(|one| one.parse().ok()).collect();
        let places = places.unwrap_or_default();
        errors.add_if(places.is_empty(), "places", "contests-error-places");
        let unknown: Vec<String> =
            places.iter().filter(|place| !(1..=logged).contains(*place)).map(ToString::to_string).collect();
        if !unknown.is_empty() {
            let told = vec![("places", Argument::from(unknown.join(", ").as_str())), ("most", Argument::from(logged))];
            errors.add_with("places", "contests-error-no-place", told);
        }
        if errors.is_empty() { Ok(places) } else { Err(errors) }
    }
}

/// Annuls results; the log keeps them.
pub(crate) async fn annul(who: Actor, Path(no): Path<i64>, Form(form): Form<AnnulForm>) -> Answer {
    must_bear_no_mark(&[&form.reason])?;
    let (asker, typed) = (who.clone(), form.clone());
    let annulled = who
        .write(move |tx| {
            let (contest, round) = round_for(&asker, tx, ORGANISE, no)?;
            let places = match typed.places(round.log_place) {
                Ok(places) => places,
                Err(errors) => return Ok::<_, Failure>(Err(errors)),
            };
            let reason = vietnamese::nfc(typed.reason.trim());
            Verdict::default().refuse_if(reason.is_empty(), CannotAnnul::NoReason).or_refuse()?;
            store::annul(tx, &contest, &round, &places, &reason)?;
            Ok(Ok(round.settled_at.map(|_| no)))
        })
        .await?;
    match annulled {
        Ok(settled) => {
            settling::tell_bank_again(&who, settled.into_iter().collect()).await?;
            go_to_saying(format!("/contests/rounds/{no}/ranking"), "contests-annulled")
        }
        Err(errors) => {
            let shown = read(&who, no, ListQuery::default(), (form, errors)).await?;
            page_with(StatusCode::UNPROCESSABLE_ENTITY, &shown)
        }
    }
}
