//! The figures a unit is asked for: entered on the page of its duty, with what stands here already filled in; seen above as
//! a table of units, with what was recorded and what was entered apart.

use std::collections::HashMap;

use askama::Template;
use axum::http::StatusCode;
use kernel::{Day, DutyId, RequirementId};
use platform::burden::AskedOf;
use platform::db::Tx;
use platform::web::{
    Actor, Answer, Cx, Failure, Form, ListQuery, Listing, Path, Query, go_to_saying, page, page_with, spreadsheet,
};
use serde::Deserialize;
use units::domain::Unit;

use super::form::Pairs;
use super::unusual::{self, Odd};
use super::{AsOf, Sight, duty, sight_on};
use crate::domain::{
    AskedFigure, Duty, FigureAnswer, FigureFault, Requirement, Rollout, Unusual, fault_of_entry, fault_of_typed,
    read_figure,
};
use crate::permissions;
use crate::store::{self, AnswerSums, AnswersOf, DutyFacts, UnitAnswers};

/// A figure on the page of a duty: with what is in its field.
#[derive(Debug, Clone)]
pub(crate) struct AnswerRow {
    pub answer: FigureAnswer,
    pub typed: String,
    /// What it must keep to, in words; empty for nothing.
    pub rule: String,
    /// What is wrong with what was typed, in words; empty for nothing.
    pub fault: String,
}

/// The figures of a duty with what stands here of them today, their fields filled in with what was entered or is recorded.
pub(crate) fn rows(who: &Actor, tx: &mut Tx<'_>, facts: &DutyFacts) -> Result<Vec<AnswerRow>, Failure> {
    let mut rows = Vec::new();
    for mut answer in store::list_answers(tx, facts.duty.id, &facts.requirement)? {
        if answer.entered.is_none() || facts.duty.is_open() {
            answer.recorded = recorded(who, tx, &facts.duty, &answer)?;
        }
        let shown = answer.entered.or(answer.recorded.map(|(n, _)| n));
        let typed = shown.map(|n| n.to_string()).unwrap_or_default();
        rows.push(AnswerRow {
            typed,
            rule: told(&who.cx("rollouts-figures"), &answer.asked),
            answer,
            fault: String::new(),
        });
    }
    Ok(rows)
}

/// What an entry must keep to, in words.
pub(crate) fn told(cx: &Cx, figure: &AskedFigure) -> String {
    let rule = &figure.rule;
    let mut words = Vec::new();
    words.extend(rule.least.map(|n| cx.t1("rollouts-rule-told-least", "count", n)));
    words.extend(rule.most.map(|n| cx.t1("rollouts-rule-told-most", "count", n)));
    if !rule.within_figure.is_empty() {
        words.push(cx.t1("rollouts-rule-told-within", "name", &rule.within_figure));
    }
    if !rule.within_known.is_empty() {
        words.push(cx.t1("rollouts-rule-told-within", "name", cx.word("known", &rule.within_known)));
    }
    words.join("; ")
}

/// What stands here of a figure today.
fn recorded(who: &Actor, tx: &mut Tx<'_>, duty: &Duty, answer: &FigureAnswer) -> Result<Option<(i64, Day)>, Failure> {
    Ok(known(who, tx, duty, &answer.asked.known)?.map(|value| (value, who.today())))
}

/// What stands here of the unit under this code of a known figure.
fn known(who: &Actor, tx: &mut Tx<'_>, duty: &Duty, code: &str) -> Result<Option<i64>, Failure> {
    let subject = duty.rollout.to_string();
    let known = burden::known(who.app()).into_iter().find(|known| known.code == code);
    let Some(known) = known else { return Ok(None) };
    Ok(Some((known.read)(tx, &AskedOf { unit: duty.unit, subject: &subject })?))
}

/// Takes what was typed into the rows, with what is wrong with it in words.
fn take(
    who: &Actor,
    tx: &mut Tx<'_>,
    duty: &Duty,
    rows: &mut [AnswerRow],
    typed: impl Fn(usize) -> String,
) -> Result<(), Failure> {
    let mut limits = HashMap::new();
    for (place, row) in rows.iter_mut().enumerate() {
        row.typed = typed(place);
        row.answer.entered = read_figure(&row.typed);
        let code = row.answer.asked.rule.within_known.clone();
        if let Some(value) = known(who, tx, duty, &code)? {
            limits.insert(code, value);
        }
    }
    let answers: Vec<FigureAnswer> = rows.iter().map(|row| row.answer.clone()).collect();
    let cx = who.cx("rollouts-figures");
    let say = |fault: FigureFault| cx.say(fault.key(), &fault.arguments(|code| cx.word("known", code)));
    for (place, row) in rows.iter_mut().enumerate() {
        let fault = fault_of_typed(&row.typed).or_else(|| fault_of_entry(&answers, place, &limits));
        row.fault = fault.map(say).unwrap_or_default();
    }
    Ok(())
}

pub(crate) async fn save(who: Actor, Path(id): Path<DutyId>, Form(pairs): Form<Pairs>) -> Answer {
    let asker = who.clone();
    let wrong = who
        .write(move |tx| {
            let facts = store::find_duty_facts(tx, id)?;
            asker.must(tx, permissions::DO, facts.duty.unit)?;
            facts.duty.may_finish(facts.rollout.is_running()).or_refuse()?;
            let typed = |name: &str| pairs.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value.as_str());
            let mut rows = rows(&asker, tx, &facts)?;
            let field = |place: usize| typed(&format!("figure-{place}")).trim().to_owned();
            take(&asker, tx, &facts.duty, &mut rows, field)?;
            if rows.iter().any(|row| !row.fault.is_empty()) {
                return Ok(Some(duty::read(&asker, tx, id, Some(rows))?));
            }
            let duty = Duty { version: typed("version").parse().unwrap_or(0), ..facts.duty };
            let answers: Vec<FigureAnswer> = rows.into_iter().map(|row| row.answer).collect();
            store::save_answers(tx, &duty, &answers)?;
            Ok::<_, Failure>(None)
        })
        .await?;
    match wrong {
        Some(shown) => page_with(StatusCode::UNPROCESSABLE_ENTITY, &shown),
        None => go_to_saying(format!("/duties/{id}"), "rollouts-figures-saved"),
    }
}

/// The branch, day and page of the table.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct AnswersQuery {
    unit: String,
    day: String,
    tree: String,
    q: String,
    page: i64,
    format: String,
}

impl AnswersQuery {
    fn list(&self) -> ListQuery {
        ListQuery { q: self.q.clone(), page: self.page, format: self.format.clone(), ..ListQuery::default() }
    }
}

type Found = HashMap<(DutyId, i64), Unusual>;

#[derive(Template)]
#[template(path = "rollouts/answers.html")]
struct AnswersPage {
    cx: Cx,
    rollout: Rollout,
    requirement: Requirement,
    root: Unit,
    seen: AsOf,
    /// What the ledger says of the branch, whatever was searched for.
    sums: Vec<AnswerSums>,
    units: i64,
    odd: Vec<Odd>,
    listing: Listing<UnitAnswers>,
}

impl AnswersPage {
    /// What each figure must keep to, in words; empty for nothing.
    fn rules(&self) -> Vec<(String, String)> {
        let figures = self.requirement.ask.figures.iter();
        let rules = figures.map(|figure| (figure.label.clone(), told(&self.cx, figure)));
        rules.filter(|(_, rule)| !rule.is_empty()).collect()
    }
}

/// What the table is made of.
struct AnswersRead {
    rollout: Rollout,
    requirement: Requirement,
    root: Unit,
    seen: AsOf,
    rows: Vec<UnitAnswers>,
    sums: Vec<AnswerSums>,
    units: i64,
    found: Found,
    odd: Vec<Odd>,
}

fn read(who: &Actor, tx: &mut Tx<'_>, id: RequirementId, query: &AnswersQuery) -> Result<AnswersRead, Failure> {
    let requirement = store::find_requirement(tx, id)?;
    let mut seen = AsOf::read(who, tx, &query.day, &query.tree)?;
    let Sight { rollout, root, .. } = sight_on(who, tx, requirement.rollout, &query.unit, &mut seen)?;
    let (on, tree_on) = (seen.day, seen.tree_on());
    let whole = AnswersOf { root: requirement.unit, like: "%".into(), on, tree_on };
    let found = unusual::found(&requirement, &store::list_answers_of(tx, &requirement, &whole)?);
    let of = AnswersOf { root: root.id, like: query.list().like(), on, tree_on };
    let rows = store::list_answers_of(tx, &requirement, &of)?;
    let odd = unusual::list(who, tx, &requirement, &rows, &found)?;
    let sums = store::list_answer_sums(tx, &requirement, seen.at(""), root.id)?;
    let units = store::progress_in(tx, seen.at(&id.to_string()), root.id)?.expected();
    Ok(AnswersRead { rollout, requirement, root, seen, rows, sums, units, found, odd })
}

pub(crate) async fn list(who: Actor, Path(id): Path<RequirementId>, Query(query): Query<AnswersQuery>) -> Answer {
    let (asker, asked) = (who.clone(), query.clone());
    let read = who.read(move |tx| read(&asker, tx, id, &asked)).await?;
    let cx = who.cx_titled(read.requirement.ask.title.clone());
    if query.list().is_export() {
        return export(&cx, &read, &query.format);
    }
    let AnswersRead { rollout, requirement, root, seen, rows, sums, units, odd, .. } = read;
    let found = i64::try_from(rows.len()).unwrap_or(i64::MAX);
    let list = query.list();
    let skip = usize::try_from(list.offset()).unwrap_or(0);
    let rows = rows.into_iter().skip(skip).take(usize::try_from(list.size()).unwrap_or(0)).collect();
    let mut listing = Listing::new(rows, found, list, format!("/requirements/{id}/figures"));
    listing.filters = format!("unit={}&{}", root.id, seen.query());
    page(&AnswersPage { cx, rollout, requirement, root, seen, sums, units, odd, listing })
}

fn export(cx: &Cx, read: &AnswersRead, format: &str) -> Answer {
    let mut headings = vec![sheets::Heading::new(cx.t("rollouts-unit"), 44.0)];
    for figure in &read.requirement.ask.figures {
        for key in ["rollouts-figure-recorded", "rollouts-figure-entered", "rollouts-figure-usual"] {
            headings.push(sheets::Heading::new(format!("{} – {}", figure.label, cx.t(key)), 22.0));
        }
    }
    let lines = read.rows.iter().map(|row| {
        let mut line = vec![row.unit_name.as_str().into()];
        for (place, answer) in (1..).zip(&row.answers) {
            line.push(answer.recorded.map(|(n, _)| n).into());
            line.push(answer.entered.into());
            line.push(read.found.get(&(row.duty, place)).map(|odd| odd.usual).into());
        }
        line
    });
    spreadsheet("so-lieu-bao-cao", format, &headings, lines.collect())
}
