//! What limits prompts, questions and surveys, from a day on.

use std::collections::HashMap;

use askama::Template;
use axum::http::StatusCode;
use kernel::Day;
use platform::web::{Actor, Answer, Cx, Failure, FieldErrors, Form, go_to_saying, page_with};

use crate::permissions::SET_LIMITS;
use crate::store::{self, DatedLimit, Limit};

/// What was typed: the day, and each limit under its name.
type Typed = HashMap<String, String>;

#[derive(Template)]
#[template(path = "conferences/limits.html")]
struct LimitsPage {
    cx: Cx,
    typed: Typed,
    errors: FieldErrors,
    limits: Vec<DatedLimit>,
}

impl LimitsPage {
    fn typed(&self, name: &str) -> &str {
        self.typed.get(name).map_or("", String::as_str)
    }
}

async fn limits_page(who: &Actor, typed: Option<Typed>, errors: FieldErrors) -> Answer {
    let asker = who.clone();
    let today = who.today();
    let (limits, now) = who
        .read(move |tx| {
            units::must_everywhere(&asker, tx, SET_LIMITS)?;
            let mut now = Typed::from([("from".to_owned(), today.to_string())]);
            for limit in Limit::ALL {
                now.insert(limit.code().into(), store::limit_on(tx, *limit, today)?.to_string());
            }
            Ok::<_, Failure>((store::list_limits(tx)?, now))
        })
        .await?;
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    page_with(status, &LimitsPage { cx: who.cx("conferences-limits"), typed: typed.unwrap_or(now), errors, limits })
}

pub(crate) async fn show(who: Actor) -> Answer {
    limits_page(&who, None, FieldErrors::default()).await
}

fn read(typed: &Typed, today: Day) -> Result<Vec<DatedLimit>, FieldErrors> {
    let mut errors = FieldErrors::default();
    let text = |name: &str| typed.get(name).map_or("", |text| text.trim());
    // what held on a day that is over stays as it was
    let from = text("from").parse::<Day>().ok().filter(|from| *from >= today);
    errors.add_if(from.is_none(), "from", "conferences-error-limit-day");
    let mut limits = Vec::new();
    for limit in Limit::ALL {
        let range = limit.range();
        match text(limit.code()).parse::<i64>().ok().filter(|value| range.contains(value)) {
            Some(value) => limits.push(DatedLimit { limit: *limit, from: from.unwrap_or(today), value }),
            None => {
                let bounds = vec![("least", (*range.start()).into()), ("most", (*range.end()).into())];
                errors.add_with(limit.code(), "conferences-error-limit", bounds);
            }
        }
    }
    if errors.is_empty() { Ok(limits) } else { Err(errors) }
}

/// Sets those that differ from what holds on the day named.
pub(crate) async fn set(who: Actor, Form(typed): Form<Typed>) -> Answer {
    let limits = match read(&typed, who.today()) {
        Ok(limits) => limits,
        Err(errors) => return limits_page(&who, Some(typed), errors).await,
    };
    let asker = who.clone();
    who.write(move |tx| {
        units::must_everywhere(&asker, tx, SET_LIMITS)?;
        for one in limits {
            if store::limit_on(tx, one.limit, one.from)? != one.value {
                store::save_limit(tx, one)?;
            }
        }
        Ok::<_, Failure>(())
    })
    .await?;
    go_to_saying("/conferences/limits", "conferences-limits-saved")
}
