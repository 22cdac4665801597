//! The figures a unit is asked for: entered on the page of its duty, with what stands here already filled in; seen above as
//! a table of units, with what was recorded and what was entered apart.

use askama::Template;
use axum::http::StatusCode;
use kernel::{DutyId, RequirementId};
use platform::burden::AskedOf;
use platform::db::Tx;
use platform::web::{
    Actor, Answer, Cx, Failure, Form, ListQuery, Listing, Path, Query, go_to_saying, page, page_with, spreadsheet,
};
use serde::Deserialize;
use units::domain::Unit;

use super::form::Pairs;
use super::{duty, sight};
use crate::domain::{Duty, FigureAnswer, Requirement, Rollout, read_figure};
use crate::permissions;
use crate::store::{self, DutyFacts, UnitAnswers};

/// A figure on the page of a duty: with what is in its field.
#[derive(Debug, Clone)]
pub(crate) struct AnswerRow {
    pub answer: FigureAnswer,
    pub typed: String,
    pub is_wrong: bool,
}

/// The figures of a duty with what stands here of them today, their fields filled in with what was entered or is recorded.
pub(crate) fn rows(who: &Actor, tx: &mut Tx<'_>, facts: &DutyFacts) -> Result<Vec<AnswerRow>, Failure> {
    let mut rows = Vec::new();
    for mut answer in store::list_answers(tx, facts.duty.id, &facts.requirement)? {
        if answer.entered.is_none() || facts.duty.is_open() {
            answer.recorded = recorded(who, tx, &facts.duty, &answer)?;
        }
        let shown = answer.entered.or(answer.recorded.map(|(n, _)| n));
        rows.push(AnswerRow { typed: shown.map(|n| n.to_string()).unwrap_or_default(), answer, is_wrong: false });
    }
    Ok(rows)
}

/// What stands here of a figure today.
fn recorded(
    who: &Actor,
    tx: &mut Tx<'_>,
    duty: &Duty,
    answer: &FigureAnswer,
) -> Result<Option<(i64, kernel::Day)>, Failure> {
    let today = who.today();
    let subject = duty.rollout.to_string();
    let known = burden::known(who.app()).into_iter().find(|known| known.code == answer.asked.known);
    let Some(known) = known else { return Ok(None) };
    let value = (known.read)(tx, &AskedOf { unit: duty.unit, subject: &subject })?;
    Ok(Some((value, today)))
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
            for (place, row) in rows.iter_mut().enumerate() {
                row.typed = typed(&format!("figure-{place}")).trim().to_owned();
                row.answer.entered = read_figure(&row.typed);
                row.is_wrong = row.answer.entered.is_none() && !row.typed.is_empty();
            }
            if rows.iter().any(|row| row.is_wrong) {
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

/// The branch and page of the table.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct AnswersQuery {
    unit: String,
    q: String,
    page: i64,
    format: String,
}

impl AnswersQuery {
    fn list(&self) -> ListQuery {
        ListQuery { q: self.q.clone(), page: self.page, format: self.format.clone(), ..ListQuery::default() }
    }
}

/// The sums of a figure over the units.
#[derive(Debug, Clone, Copy, Default)]
struct Sums {
    recorded: i64,
    entered: i64,
    answered: i64,
}

#[derive(Template)]
#[template(path = "rollouts/answers.html")]
struct AnswersPage {
    cx: Cx,
    rollout: Rollout,
    requirement: Requirement,
    root: Unit,
    sums: Vec<Sums>,
    units: i64,
    listing: Listing<UnitAnswers>,
}

pub(crate) async fn list(who: Actor, Path(id): Path<RequirementId>, Query(query): Query<AnswersQuery>) -> Answer {
    let (asker, asked) = (who.clone(), query.clone());
    let (rollout, requirement, root, rows) = who
        .read(move |tx| {
            let requirement = store::find_requirement(tx, id)?;
            let super::Sight { rollout, root, .. } = sight(&asker, tx, requirement.rollout, &asked.unit)?;
            let rows = store::list_answers_of(tx, &requirement, root.id, &asked.list().like())?;
            Ok::<_, Failure>((rollout, requirement, root, rows))
        })
        .await?;
    let cx = who.cx_titled(requirement.ask.title.clone());
    if query.list().is_export() {
        return export(&cx, &requirement, &rows, &query.format);
    }
    let units = i64::try_from(rows.len()).unwrap_or(i64::MAX);
    let sums = sums(&requirement, &rows);
    let list = query.list();
    let skip = usize::try_from(list.offset()).unwrap_or(0);
    let rows = rows.into_iter().skip(skip).take(usize::try_from(list.size()).unwrap_or(0)).collect();
    let mut listing = Listing::new(rows, units, list, format!("/requirements/{id}/figures"));
    listing.filters = format!("unit={}", root.id);
    page(&AnswersPage { cx, rollout, requirement, root, sums, units, listing })
}

fn sums(requirement: &Requirement, rows: &[UnitAnswers]) -> Vec<Sums> {
    let mut sums = vec![Sums::default(); requirement.ask.figures.len()];
    for row in rows {
        for (sum, answer) in sums.iter_mut().zip(&row.answers) {
            sum.recorded += answer.recorded.map_or(0, |(n, _)| n);
            sum.entered += answer.entered.unwrap_or(0);
            sum.answered += i64::from(answer.entered.is_some());
        }
    }
    sums
}

fn export(cx: &Cx, requirement: &Requirement, rows: &[UnitAnswers], format: &str) -> Answer {
    let mut headings = vec![sheets::Heading::new(cx.t("rollouts-unit"), 44.0)];
    for figure in &requirement.ask.figures {
        for key in ["rollouts-figure-recorded", "rollouts-figure-entered"] {
            headings.push(sheets::Heading::new(format!("{} – {}", figure.label, cx.t(key)), 22.0));
        }
    }
    let lines = rows.iter().map(|row| {
        let mut line = vec![row.unit_name.as_str().into()];
        for answer in &row.answers {
            line.push(answer.recorded.map(|(n, _)| n).into());
            line.push(answer.entered.into());
        }
        line
    });
    spreadsheet("so-lieu-bao-cao", format, &headings, lines.collect())
}
