//! Who may issue which type of document on a day, by the regulations; administrators enter the next regulation.

use askama::Template;
use kernel::Day;
use platform::web::Query;
use platform::web::{Actor, Answer, Cx, Failure, Form, go_to_saying, page};
use serde::Deserialize;

use crate::domain::{Body, DOCUMENT_TYPES, Power};
use crate::import::must_bear_no_mark;
use crate::{permissions, store};

/// The day asked for.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct PowersQuery {
    pub day: String,
}

/// A row of a regulation.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct PowerForm {
    body: String,
    type_code: String,
    starts_on: String,
    regulation: String,
    may: String,
}

/// A type with what each body may, in the order of [`Body::ALL`].
struct Line {
    name: &'static str,
    cells: Vec<Option<Power>>,
}

#[derive(Template)]
#[template(path = "documents/powers.html")]
struct PowersPage {
    cx: Cx,
    day: Day,
    lines: Vec<Line>,
    sources: Vec<(String, Day)>,
    may_set: bool,
    types: &'static [(&'static str, &'static str)],
}

pub(crate) async fn list(who: Actor, Query(query): Query<PowersQuery>) -> Answer {
    let day = query.day.parse().unwrap_or_else(|_| who.today());
    // the regulations are public: whoever reads documents may know them
    if who.scope(permissions::READ).is_empty() {
        return Err(Failure::Forbidden);
    }
    let powers = who.read(move |tx| Ok::<_, Failure>(store::list_powers(tx, day)?)).await?;
    let mut sources: Vec<(String, Day)> = powers.iter().map(|p| (p.regulation.clone(), p.starts_on)).collect();
    sources.sort_unstable();
    sources.dedup();
    let lines = DOCUMENT_TYPES
        .iter()
        .map(|(code, name)| Line {
            name,
            cells: Body::ALL
                .iter()
                .map(|body| powers.iter().find(|p| p.type_code == *code && p.body == body.code()).cloned())
                .collect(),
        })
        .filter(|line| line.cells.iter().any(Option::is_some))
        .collect();
    let may_set = who.holds(permissions::SET_POWERS);
    page(&PowersPage { cx: who.cx("documents-powers"), day, lines, sources, may_set, types: DOCUMENT_TYPES })
}

pub(crate) async fn set(who: Actor, Form(form): Form<PowerForm>) -> Answer {
    let is_known = Body::ALL.iter().any(|body| body.code() == form.body)
        && DOCUMENT_TYPES.iter().any(|(code, _)| *code == form.type_code);
    let (Ok(starts_on), true, false) = (form.starts_on.trim().parse(), is_known, form.regulation.trim().is_empty())
    else {
        return Err(Failure::Malformed("documents-error-power"));
    };
    let power = Power {
        body: form.body,
        type_code: form.type_code,
        starts_on,
        regulation: vietnamese::nfc(form.regulation.trim()),
        may: form.may == "true",
    };
    let asker = who.clone();
    who.write(move |tx| {
        units::must_everywhere(&asker, tx, permissions::SET_POWERS)?;
        must_bear_no_mark(&[&power.regulation])?;
        Ok::<_, Failure>(store::insert_power(tx, &power)?)
    })
    .await?;
    go_to_saying("/documents/powers", "documents-power-saved")
}
