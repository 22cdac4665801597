//! The rules of a contest, written until it is announced.

use askama::Template;
use axum::http::StatusCode;
use documents::import::must_bear_no_mark;
use kernel::UnitId;
use platform::web::{Actor, Answer, Cx, Failure, FieldErrors, Form, Path, While, go_to_saying, page_with};
use serde::Deserialize;

use super::contest_for;
use crate::domain::{Asked, Collective, ContestId, Eligible, Prize, Rules};
use crate::permissions::ORGANISE;
use crate::store;

/// The rules as they were typed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct RulesForm {
    unit: String,
    title: String,
    eligible: String,
    asks_unit: String,
    asks_place: String,
    asks_phone: String,
    least_age: String,
    counts: String,
    tie_break: Vec<String>,
    prediction: String,
    shows_score: String,
    shows_names: String,
    question_pictures: String,
    prizes: String,
    least_percent: String,
    collective_prizes: String,
    whole_prizes: String,
    whole_collective: String,
    final_parts: String,
    final_prizes: String,
    version: i64,
}

/// «Giải Nhất | 1 | 5.000.000 đồng», one a line.
fn prizes_of(text: &str) -> Option<Vec<Prize>> {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    lines
        .map(|line| {
            let mut parts = line.split('|').map(str::trim);
            let name = parts.next().filter(|name| !name.is_empty())?;
            let count = parts.next().unwrap_or("1").parse().ok().filter(|count| (1..=10_000).contains(count))?;
            let worth = parts.next().unwrap_or_default();
            Some(Prize { name: vietnamese::nfc(name), count, worth: vietnamese::nfc(worth) })
        })
        .collect()
}

fn lines_of(prizes: &[Prize]) -> String {
    let line = |one: &Prize| format!("{} | {} | {}", one.name, one.count, one.worth);
    prizes.iter().map(|one| line(one).trim_end_matches([' ', '|']).to_owned()).collect::<Vec<_>>().join("\n")
}

fn number_of(typed: &str, range: std::ops::RangeInclusive<i64>) -> Option<i64> {
    typed.trim().parse().ok().filter(|n| range.contains(n))
}

impl RulesForm {
    fn of(contest: &crate::domain::Contest) -> Self {
        let rules = &contest.rules;
        let collective = rules.collective.as_ref();
        RulesForm {
            unit: contest.unit.to_string(),
            title: contest.title.clone(),
            version: contest.version,
            least_percent: collective.map(|one| one.least_percent.to_string()).unwrap_or_default(),
            collective_prizes: collective.map(|one| lines_of(&one.prizes)).unwrap_or_default(),
            ..RulesForm::with(rules)
        }
    }

    fn with(rules: &Rules) -> Self {
        let ticked = |is: bool| if is { "on".to_owned() } else { String::new() };
        RulesForm {
            eligible: rules.eligible.clone(),
            asks_unit: rules.asks_unit.clone(),
            asks_place: rules.asks_place.clone(),
            asks_phone: rules.asks_phone.clone(),
            least_age: rules.least_age.map(|age| age.to_string()).unwrap_or_default(),
            counts: rules.counts.clone(),
            tie_break: rules.tie_break.clone(),
            prediction: rules.prediction.clone(),
            shows_score: ticked(rules.shows_score),
            shows_names: ticked(rules.shows_names),
            question_pictures: ticked(rules.question_pictures),
            prizes: lines_of(&rules.prizes),
            whole_prizes: lines_of(&rules.whole_prizes),
            whole_collective: lines_of(&rules.whole_collective),
            final_parts: rules.final_parts.join("\n"),
            final_prizes: lines_of(rules.prizes_of_final()),
            ..RulesForm::default()
        }
    }

    /// The tie-break at this place of the form.
    fn tie(&self, place: &usize) -> &str {
        self.tie_break.get(*place).map_or("", String::as_str)
    }

    /// What was typed, or what is wrong with it. What the form does not ask stays as it was.
    fn rules(&self, before: Rules) -> Result<Rules, FieldErrors> {
        let mut errors = FieldErrors::default();
        errors.add_if(self.title.trim().is_empty(), "title", "contests-error-title");
        let least_age = number_of(&self.least_age, 6..=90);
        errors.add_if(least_age.is_none() && !self.least_age.trim().is_empty(), "least_age", "contests-error-age");
        let (prizes, shared) = (prizes_of(&self.prizes), prizes_of(&self.collective_prizes));
        errors.add_if(prizes.is_none(), "prizes", "contests-error-prizes");
        errors.add_if(shared.is_none(), "collective_prizes", "contests-error-prizes");
        let (whole, whole_shared) = (prizes_of(&self.whole_prizes), prizes_of(&self.whole_collective));
        errors.add_if(whole.is_none(), "whole_prizes", "contests-error-prizes");
        errors.add_if(whole_shared.is_none(), "whole_collective", "contests-error-prizes");
        let of_final = prizes_of(&self.final_prizes);
        errors.add_if(of_final.is_none(), "final_prizes", "contests-error-prizes");
        let least_percent = number_of(&self.least_percent, 0..=100);
        let has_shared = [&shared, &whole_shared].into_iter().flatten().any(|prizes| !prizes.is_empty());
        errors.add_if(has_shared && least_percent.is_none(), "least_percent", "contests-error-percent");
        let is_open = self.eligible != Eligible::List.code();
        errors.add_if(has_shared && is_open, "collective_prizes", "contests-error-shares");
        let mut tie_break: Vec<String> = Vec::new();
        for one in self.tie_break.iter().filter(|one| one.parse::<fair_contest::TieBreak>().is_ok()) {
            errors.add_if(tie_break.contains(one), "tie_break", "contests-error-tie");
            tie_break.push(one.clone());
        }
        if !errors.is_empty() {
            return Err(errors);
        }
        let asked = |typed: &str| typed.parse::<Asked>().unwrap_or(Asked::No).code().to_owned();
        let parts = self.final_parts.lines().map(str::trim).filter(|part| !part.is_empty());
        Ok(Rules {
            eligible: self.eligible.parse::<Eligible>().unwrap_or(Eligible::Public).code().into(),
            asks_unit: asked(&self.asks_unit),
            asks_place: asked(&self.asks_place),
            asks_phone: asked(&self.asks_phone),
            least_age,
            counts: if self.counts == "first" { "first".into() } else { "best".into() },
            tie_break,
            prediction: vietnamese::nfc(self.prediction.trim()),
            shows_score: !self.shows_score.is_empty(),
            shows_names: !self.shows_names.is_empty(),
            question_pictures: !self.question_pictures.is_empty(),
            prizes: prizes.unwrap_or_default(),
            collective: has_shared
                .then(|| Collective { least_percent: least_percent.unwrap_or(0), prizes: shared.unwrap_or_default() }),
            whole_prizes: whole.unwrap_or_default(),
            whole_collective: whole_shared.unwrap_or_default(),
            final_parts: parts.map(vietnamese::nfc).collect(),
            final_prizes: of_final,
            ..before
        })
    }

    fn must_bear_no_mark(&self) -> Result<(), Failure> {
        Ok(must_bear_no_mark(&[
            &self.title,
            &self.prediction,
            &self.prizes,
            &self.collective_prizes,
            &self.whole_prizes,
            &self.whole_collective,
            &self.final_parts,
            &self.final_prizes,
        ])?)
    }
}

#[derive(Template)]
#[template(path = "contests/edit.html")]
struct EditPage {
    cx: Cx,
    form: RulesForm,
    errors: FieldErrors,
    units: Vec<(String, String)>,
    action: String,
    cancel: String,
}

impl EditPage {
    /// What is asked of contestants: the field and what was chosen.
    fn asks(&self) -> [(&'static str, &str); 3] {
        let form = &self.form;
        [("asks_unit", &form.asks_unit), ("asks_place", &form.asks_place), ("asks_phone", &form.asks_phone)]
    }
}

async fn show(who: &Actor, form: RulesForm, errors: FieldErrors, id: Option<ContestId>) -> Answer {
    let asker = who.clone();
    let units = who
        .read(move |tx| {
            let own = units::store::list_living(tx, &asker.scope(ORGANISE))?;
            Ok::<_, Failure>(own.into_iter().map(|unit| (unit.id.to_string(), unit.name)).collect::<Vec<_>>())
        })
        .await?;
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let (cx, action, cancel) = match id {
        None => (who.cx("contests-new"), "/contests/new".to_owned(), "/contests".to_owned()),
        Some(id) => (who.cx("contests-edit"), format!("/contests/{id}/edit"), format!("/contests/{id}")),
    };
    page_with(status, &EditPage { cx, form, errors, units, action, cancel })
}

pub(crate) async fn new(who: Actor) -> Answer {
    who.note_asked();
    show(&who, RulesForm::with(&Rules::default()), FieldErrors::default(), None).await
}

pub(crate) async fn create(who: Actor, Form(form): Form<RulesForm>) -> Answer {
    form.must_bear_no_mark()?;
    let unit: UnitId = form.unit.parse().map_err(|_| Failure::NotFound)?;
    let rules = match form.rules(Rules::default()) {
        Ok(rules) => rules,
        Err(errors) => {
            who.note_asked();
            return show(&who, form, errors, None).await;
        }
    };
    let secret = people::secret::random::<32>().while_doing("making a secret")?;
    let asker = who.clone();
    let title = vietnamese::nfc(form.title.trim());
    let id = who
        .write(move |tx| {
            asker.must(tx, ORGANISE, unit)?;
            units::store::must_live(tx, unit)?;
            Ok::<_, Failure>(store::insert(tx, unit, &title, &rules, &secret)?)
        })
        .await?;
    go_to_saying(format!("/contests/{id}"), "contests-begun")
}

pub(crate) async fn edit(who: Actor, Path(id): Path<ContestId>) -> Answer {
    let asker = who.clone();
    let contest = who
        .read(move |tx| {
            let contest = contest_for(&asker, tx, ORGANISE, id)?;
            contest.may_change().or_refuse()?;
            Ok::<_, Failure>(contest)
        })
        .await?;
    show(&who, RulesForm::of(&contest), FieldErrors::default(), Some(id)).await
}

pub(crate) async fn update(who: Actor, Path(id): Path<ContestId>, Form(form): Form<RulesForm>) -> Answer {
    form.must_bear_no_mark()?;
    let (asker, typed) = (who.clone(), form.clone());
    let saved = who
        .write(move |tx| {
            let mut contest = contest_for(&asker, tx, ORGANISE, id)?;
            contest.may_change().or_refuse()?;
            contest.version = typed.version;
            match typed.rules(contest.rules.clone()) {
                Ok(rules) => {
                    store::save_rules(tx, &contest, &vietnamese::nfc(typed.title.trim()), &rules)?;
                    Ok::<_, Failure>(Ok(()))
                }
                Err(errors) => Ok(Err(errors)),
            }
        })
        .await?;
    match saved {
        Ok(()) => go_to_saying(format!("/contests/{id}"), "contests-saved"),
        Err(errors) => show(&who, form, errors, Some(id)).await,
    }
}
