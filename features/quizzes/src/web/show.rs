//! A test as its organiser and the units that take it see it: how many people and attempts, unit by unit, and how its
//! questions were answered. Who reached what is not listed.

use askama::Template;
use figures::store::ChildFigures;
use kernel::{Day, Told, UnitId};
use platform::db::{StoreError, Tx};
use platform::web::{
    Actor, Answer, Cx, Failure, Form, Path, Query, State as PageState, go_to_saying, page, personal_spreadsheet,
};
use serde::Deserialize;
use units::domain::Unit;

use super::{called, quiz_for};
use crate::domain::{Outcomes, Question, Quiz, QuizId, QuizState, figure};
use crate::permissions::{ORGANISE, VIEW};
use crate::{jobs, store};

/// In which branch.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct BranchQuery {
    pub unit: String,
    pub format: String,
}

/// The test and the branch looked at, as this actor may see them: whoever may see the unit that holds it sees all of it;
/// who stands below sees the own branch, once it is announced.
pub(crate) fn sight(who: &Actor, tx: &mut Tx<'_>, id: QuizId, unit: &str) -> Result<(Quiz, Unit), Failure> {
    let quiz = store::find_quiz(tx, id)?;
    // what a unit that ended closed stays with it, its people are its heir's
    let holder = units::store::counted_in(tx, quiz.unit, who.today())?;
    let (root, whole) = rollouts::branch_seen(who, tx, VIEW, holder, unit)?;
    if !whole && quiz.state == QuizState::Preparing {
        return Err(Failure::NotFound);
    }
    Ok((quiz, root))
}

/// A quota in words, with how many questions it has to draw from and where these stand in the bank.
struct QuotaShown {
    bank: String,
    document: String,
    clause: String,
    tag: String,
    questions: i64,
    there: usize,
}

#[derive(Template)]
#[template(path = "quizzes/show.html")]
struct ShowPage {
    cx: Cx,
    quiz: Quiz,
    unit_name: String,
    root: Unit,
    rollout: String,
    quotas: Vec<QuotaShown>,
    values: Vec<i64>,
    children: Vec<ChildFigures>,
    asked_here: i64,
    organises: bool,
    announcing: Vec<Told>,
    closing: Vec<Told>,
}

impl ShowPage {
    /// Figures by id, in words, with their values.
    fn sums(&self, values: &[i64]) -> Vec<(&'static str, String, i64)> {
        let told = |(id, value): (&&'static str, &i64)| (*id, self.cx.word("figure", id.replace('.', "-")), *value);
        figure::ALL.iter().zip(values).map(told).collect()
    }
}

fn quotas_of(tx: &mut Tx<'_>, quiz: &Quiz) -> Result<Vec<QuotaShown>, Failure> {
    let supplies = store::supplies(tx, quiz)?;
    let mut quotas = Vec::new();
    for (quota, supply) in quiz.plan.quotas.iter().zip(supplies) {
        quotas.push(QuotaShown {
            bank: super::bank::address_of(quota.document, &quota.tag),
            document: called(tx, quota.document)?,
            clause: quota.clause.clone(),
            tag: quota.tag.clone(),
            questions: quota.questions,
            there: supply.pool.len(),
        });
    }
    Ok(quotas)
}

/// The units below with their figures, those with most first.
fn children_of(tx: &mut Tx<'_>, subject: &str, root: UnitId, today: Day) -> Result<Vec<ChildFigures>, StoreError> {
    let mut children = figures::store::of_children(tx, subject, &figure::ALL, root, today)?;
    children.sort_by_key(|child| std::cmp::Reverse(child.values.first().copied()));
    Ok(children)
}

pub(crate) async fn show(who: Actor, Path(id): Path<QuizId>, Query(query): Query<BranchQuery>) -> Answer {
    let asker = who.clone();
    let shown = who
        .read(move |tx| {
            let (quiz, root) = sight(&asker, tx, id, &query.unit)?;
            let (subject, today) = (id.to_string(), asker.today());
            let mut values = Vec::new();
            for figure in figure::ALL {
                values.push(figures::store::value(tx, &subject, figure, root.id, today)?);
            }
            let supplies = store::supplies(tx, &quiz)?;
            let rollout = match quiz.plan.rollout {
                Some(id) => rollouts::store::find(tx, id)?.title,
                None => String::new(),
            };
            Ok::<_, Failure>(ShowPage {
                cx: asker.cx_titled(quiz.plan.title.clone()),
                unit_name: units::store::find(tx, quiz.unit)?.name,
                quotas: quotas_of(tx, &quiz)?,
                children: children_of(tx, &subject, root.id, today)?,
                asked_here: store::turnout(tx, &quiz, root.id)?.0,
                organises: asker.may(tx, ORGANISE, quiz.unit)?,
                announcing: quiz.may_announce(&supplies, tx.now()).told(),
                closing: quiz.may_close().told(),
                rollout,
                values,
                root,
                quiz,
            })
        })
        .await?;
    page(&shown)
}

/// The version the page showed.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct StepForm {
    version: i64,
}

pub(crate) async fn announce(who: Actor, Path(id): Path<QuizId>, Form(form): Form<StepForm>) -> Answer {
    let asker = who.clone();
    who.write(move |tx| {
        let quiz = Quiz { version: form.version, ..quiz_for(&asker, tx, ORGANISE, id)? };
        let (supplies, now) = (store::supplies(tx, &quiz)?, tx.now());
        let announced = quiz.announce(&supplies, now)?;
        store::save_quiz_state(tx, &announced, "quizzes.quiz_announced")?;
        jobs::follow(tx, &announced)?;
        Ok::<_, Failure>(())
    })
    .await?;
    go_to_saying(format!("/quizzes/{id}"), "quizzes-announced")
}

pub(crate) async fn close(who: Actor, Path(id): Path<QuizId>, Form(form): Form<StepForm>) -> Answer {
    let asker = who.clone();
    who.write(move |tx| {
        let quiz = Quiz { version: form.version, ..quiz_for(&asker, tx, ORGANISE, id)? };
        let closed = quiz.close()?;
        store::save_quiz_state(tx, &closed, "quizzes.quiz_closed")?;
        jobs::collect_now(tx, &closed)?;
        Ok::<_, Failure>(())
    })
    .await?;
    go_to_saying(format!("/quizzes/{id}"), "quizzes-closed")
}

#[derive(Template)]
#[template(path = "quizzes/items.html")]
struct ItemsPage {
    cx: Cx,
    quiz: Quiz,
    items: Vec<(Question, Outcomes)>,
}

/// How each question of the test was answered, the hardest first. Shows what is right, so only the organiser reads it.
pub(crate) async fn items(who: Actor, Path(id): Path<QuizId>) -> Answer {
    let asker = who.clone();
    let shown = who
        .read(move |tx| {
            let quiz = quiz_for(&asker, tx, ORGANISE, id)?;
            let outcomes = store::list_outcomes(tx, &id.to_string())?;
            let ids: Vec<_> = outcomes.keys().copied().collect();
            let questions = store::list_questions(tx, &ids)?;
            let mut items: Vec<_> = questions
                .into_iter()
                .map(|question| (outcomes.get(&question.id).copied().unwrap_or_default(), question))
                .map(|(outcomes, question)| (question, outcomes))
                .collect();
            items.sort_by_key(|(question, outcomes)| (outcomes.share_right(), question.id));
            Ok::<_, Failure>(ItemsPage { cx: asker.cx("quizzes-items"), quiz, items })
        })
        .await?;
    page(&shown)
}

#[derive(Template)]
#[template(path = "quizzes/people.html")]
struct PeoplePage {
    cx: Cx,
    quiz: Quiz,
    unit: Unit,
    people: Vec<(String, bool)>,
}

/// Who of one unit has handed in and who has not: whom to remind or to help. Results are not shown.
pub(crate) async fn people(who: Actor, Path(id): Path<QuizId>, Query(query): Query<BranchQuery>) -> Answer {
    if matches!(query.format.as_str(), "xlsx" | "csv") {
        return people_file(&who, id, query).await;
    }
    let asker = who.clone();
    let shown = who
        .read(move |tx| {
            let (quiz, unit) = sight(&asker, tx, id, &query.unit)?;
            let people = store::list_asked(tx, &quiz, unit.id)?;
            let people = people.into_iter().map(|(person, has_done)| (person.known.full_name, has_done)).collect();
            let title = asker.cx("quizzes-people-page").t1("quizzes-people-of", "title", quiz.plan.title.as_str());
            Ok::<_, Failure>(PeoplePage { cx: asker.cx_titled(title), quiz, unit, people })
        })
        .await?;
    page(&shown)
}

/// The same of the whole branch, as a file.
async fn people_file(who: &Actor, id: QuizId, query: BranchQuery) -> Answer {
    let (asker, format) = (who.clone(), query.format.clone());
    let (unit, rows) = who
        .read(move |tx| {
            let (quiz, unit) = sight(&asker, tx, id, &query.unit)?;
            Ok::<_, Failure>((unit.id, store::list_asked_in(tx, &quiz, unit.id)?))
        })
        .await?;
    let cx = who.cx("quizzes-people-page");
    let headings = cx.headings(&[("quizzes-unit", 32.0), ("quizzes-person", 28.0), ("quizzes-state", 14.0)]);
    let word = |has_done| cx.t(if has_done { "quizzes-has-done" } else { "quizzes-has-not-done" });
    let line =
        |row: &store::AskedRow| vec![row.unit_name.clone().into(), row.name.clone().into(), word(row.has_done).into()];
    let lines = rows.iter().map(line).collect();
    personal_spreadsheet(who, "nguoi-lam-bai-kiem-tra", Some(unit), &format, (&headings, lines)).await
}
