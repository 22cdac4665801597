//! The limits, from a day on.

use askama::Template;
use axum::http::StatusCode;
use kernel::Day;
use platform::web::{Actor, Answer, Cx, Failure, FieldErrors, Form, go_to_saying, page_with};
use serde::Deserialize;

use crate::domain::Rule;
use crate::permissions::SET_RULES;
use crate::store;

/// The limits as they were typed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct RuleForm {
    from: String,
    warn_days: String,
    largest_mb: String,
    keep_hours: String,
    visits_a_minute: String,
}

impl RuleForm {
    fn of(rule: Rule, from: Day) -> Self {
        RuleForm {
            from: from.to_string(),
            warn_days: rule.warn_days.to_string(),
            largest_mb: rule.largest_mb.to_string(),
            keep_hours: rule.keep_hours.to_string(),
            visits_a_minute: rule.visits_a_minute.to_string(),
        }
    }

    fn rule(&self, today: Day) -> Result<Rule, FieldErrors> {
        let mut errors = FieldErrors::default();
        let mut number = |field: &'static str, typed: &str, most: i64| {
            let read = typed.trim().parse::<i64>().ok().filter(|n| (1..=most).contains(n));
            if read.is_none() {
                errors.add_with(field, "materials-error-number", vec![("most", most.into())]);
            }
            read.unwrap_or_default()
        };
        let rule = Rule {
            from: today,
            warn_days: number("warn_days", &self.warn_days, 60),
            largest_mb: number("largest_mb", &self.largest_mb, 20_480),
            keep_hours: number("keep_hours", &self.keep_hours, 720),
            visits_a_minute: number("visits_a_minute", &self.visits_a_minute, 100_000),
        };
        // what held on a day that is over stays as it was
        match self.from.trim().parse::<Day>().ok().filter(|from| *from >= today) {
            Some(from) if errors.is_empty() => Ok(Rule { from, ..rule }),
            Some(_) => Err(errors),
            None => {
                errors.add("from", "materials-error-from");
                Err(errors)
            }
        }
    }
}

#[derive(Template)]
#[template(path = "materials/rules.html")]
struct RulesPage {
    cx: Cx,
    form: RuleForm,
    errors: FieldErrors,
    rules: Vec<Rule>,
}

async fn rules_page(who: &Actor, form: Option<RuleForm>, errors: FieldErrors) -> Answer {
    let (asker, today) = (who.clone(), who.today());
    let (rules, now) = who
        .read(move |tx| {
            units::must_everywhere(&asker, tx, SET_RULES)?;
            Ok::<_, Failure>((store::list_rules(tx)?, store::rule_on(tx, today)?))
        })
        .await?;
    let form = form.unwrap_or_else(|| RuleForm::of(now, today));
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    page_with(status, &RulesPage { cx: who.cx("materials-rules"), form, errors, rules })
}

pub(crate) async fn show(who: Actor) -> Answer {
    rules_page(&who, None, FieldErrors::default()).await
}

pub(crate) async fn set(who: Actor, Form(form): Form<RuleForm>) -> Answer {
    match form.rule(who.today()) {
        Ok(rule) => {
            let asker = who.clone();
            who.write(move |tx| {
                units::must_everywhere(&asker, tx, SET_RULES)?;
                Ok::<_, Failure>(store::save_rule(tx, rule)?)
            })
            .await?;
            go_to_saying("/materials/rules", "materials-rules-saved")
        }
        Err(errors) => rules_page(&who, Some(form), errors).await,
    }
}
