//! Who signs for which body in which capacity on a day, by the regulations; administrators enter the next regulation.

use askama::Template;
use documents::import::must_bear_no_mark;
use kernel::Day;
use platform::web::Query;
use platform::web::{Actor, Answer, Cx, Failure, Form, go_to_saying, page};
use serde::Deserialize;

use crate::domain::{Capacity, Position, SigningBody, SigningRule};
use crate::permissions::{SET_SIGNING, VIEW};
use crate::store;

/// The day asked for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct SigningQuery {
    day: String,
}

#[derive(Template)]
#[template(path = "drafts/signing.html")]
struct SigningPage {
    cx: Cx,
    day: Day,
    rules: Vec<SigningRule>,
    may_set: bool,
}

pub(crate) async fn list(who: Actor, Query(query): Query<SigningQuery>) -> Answer {
    // the regulations are public: whoever reads drafts may know them
    if who.scope(VIEW).is_empty() {
        return Err(Failure::Forbidden);
    }
    let day = query.day.parse().unwrap_or_else(|_| who.today());
    let mut rules = who.read(move |tx| Ok::<_, Failure>(store::list_rules(tx, day)?)).await?;
    let place = |rule: &SigningRule| {
        let body = SigningBody::ALL.iter().position(|one| *one == rule.body);
        let capacity = Capacity::ALL.iter().position(|one| *one == rule.capacity);
        (body, capacity, Position::ALL.iter().position(|one| *one == rule.position))
    };
    rules.sort_by_key(place);
    page(&SigningPage { cx: who.cx("drafts-signing"), day, rules, may_set: who.holds(SET_SIGNING) })
}

/// A rule, as it was typed.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct RuleForm {
    body: String,
    capacity: String,
    position: String,
    starts_on: String,
    regulation: String,
    may: String,
}

impl RuleForm {
    fn read(&self) -> Option<SigningRule> {
        let regulation = vietnamese::nfc(self.regulation.trim());
        (!regulation.is_empty()).then_some(())?;
        Some(SigningRule {
            body: self.body.parse().ok()?,
            capacity: self.capacity.parse().ok()?,
            position: self.position.parse().ok()?,
            regulation,
            starts_on: self.starts_on.trim().parse().ok()?,
            may: self.may == "true",
        })
    }
}

pub(crate) async fn set(who: Actor, Form(form): Form<RuleForm>) -> Answer {
    let rule = form.read().ok_or(Failure::Malformed("drafts-error-signing-rule"))?;
    let (asker, from) = (who.clone(), rule.starts_on);
    who.write(move |tx| {
        units::must_everywhere(&asker, tx, SET_SIGNING)?;
        must_bear_no_mark(&[&rule.regulation])?;
        Ok::<_, Failure>(store::insert_rule(tx, &rule)?)
    })
    .await?;
    go_to_saying(format!("/drafts/signing?day={from}"), "drafts-signing-rule-saved")
}
