//! What each kind of work takes: as delivered, as set, as units said; an administrator sets it from a day on.

use askama::Template;
use axum::http::StatusCode;
use kernel::Day;
use platform::burden::Work;
use platform::web::{Actor, Answer, Cx, Failure, FieldErrors, Form, go_to_saying, page_with};
use serde::Deserialize;

use crate::domain::{Basis, Estimate, LEAST_SAID, MOST_MINUTES, Rate};
use crate::{permissions, store, works};

/// A kind of work with all that is known of its minutes.
struct RateLine {
    work: Work,
    estimate: Estimate,
    set: Vec<Rate>,
}

/// What the form sends, as typed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct RateForm {
    work: String,
    minutes: String,
    valid_from: String,
    least_said: String,
}

#[derive(Template)]
#[template(path = "burden/rates.html")]
struct RatesPage {
    cx: Cx,
    lines: Vec<RateLine>,
    form: RateForm,
    errors: FieldErrors,
}

impl RatesPage {
    fn basis(&self, estimate: &Estimate) -> String {
        self.cx.word("burden-basis-short", estimate.basis.word())
    }

    fn is_median(&self, estimate: &Estimate) -> bool {
        matches!(estimate.basis, Basis::Median(_))
    }
}

pub(crate) async fn list(who: Actor) -> Answer {
    let form =
        RateForm { valid_from: who.today().to_string(), least_said: LEAST_SAID.to_string(), ..RateForm::default() };
    show(&who, form, FieldErrors::default(), StatusCode::OK).await
}

async fn show(who: &Actor, form: RateForm, errors: FieldErrors, status: StatusCode) -> Answer {
    let asker = who.clone();
    let lines = who
        .read(move |tx| {
            must_set(&asker, tx)?;
            let works = works(asker.app());
            let estimates = store::estimates(tx, &works, asker.today())?;
            let rates = store::list_rates(tx)?;
            let set_of =
                |work: &Work| rates.iter().filter(|(code, _)| code == work.code).map(|(_, rate)| *rate).collect();
            let line = |work: Work| RateLine { work, estimate: estimates[work.code], set: set_of(&work) };
            Ok::<_, Failure>(works.into_iter().map(line).collect())
        })
        .await?;
    page_with(status, &RatesPage { cx: who.cx("burden-rates"), lines, form, errors })
}

/// Rates hold for the whole tree: who sets them holds the role at its top.
fn must_set(who: &Actor, tx: &mut platform::db::Tx<'_>) -> Result<(), Failure> {
    let top = store::top(tx)?.ok_or(Failure::NotFound)?;
    who.must(tx, permissions::SET_RATES, top)
}

pub(crate) async fn set(who: Actor, Form(form): Form<RateForm>) -> Answer {
    let (rate, errors) = read(&form);
    let work = works(who.app()).into_iter().find(|work| work.code == form.work);
    let (Some(rate), Some(work)) = (rate, work) else {
        return show(&who, form, errors, StatusCode::UNPROCESSABLE_ENTITY).await;
    };
    let asker = who.clone();
    who.write(move |tx| {
        must_set(&asker, tx)?;
        store::save_rate(tx, work.code, rate)?;
        Ok::<_, Failure>(())
    })
    .await?;
    go_to_saying("/burden/rates", "burden-rate-set")
}

fn read(form: &RateForm) -> (Option<Rate>, FieldErrors) {
    let mut errors = FieldErrors::default();
    let within = |typed: &str, most: i64| typed.trim().parse::<i64>().ok().filter(|n| (1..=most).contains(n));
    let (minutes, least_said) = (within(&form.minutes, MOST_MINUTES), within(&form.least_said, 1_000));
    let valid_from = form.valid_from.trim().parse::<Day>().ok();
    errors.add_if(form.work.is_empty(), "work", "burden-error-work");
    errors.add_if(minutes.is_none(), "minutes", "burden-error-minutes");
    errors.add_if(least_said.is_none(), "least_said", "burden-error-least-said");
    errors.add_if(valid_from.is_none(), "valid_from", "burden-error-day");
    let rate = minutes.zip(least_said).zip(valid_from).map(|((minutes, least_said), valid_from)| Rate {
        valid_from,
        minutes,
        least_said,
    });
    (rate, errors)
}
