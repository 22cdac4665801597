//! An attempt: its questions, each answer kept as it is given, handed in by its person or by the clock. What is right
//! leaves the server only after the test is closed.

use std::collections::HashMap;

use askama::Template;
use platform::db::Tx;
use platform::web::{
    Actor, Answer as Answered, Cx, Failure, Form, Path, State as PageState, go_to, go_to_saying, json, page,
};
use serde::Deserialize;

use super::take::person_of;
use crate::domain::{Answer, Attempt, AttemptId, Choice, Question, Quiz, QuizId, QuizState, Way, letter_of};
use crate::store;

/// A choice as it is shown.
struct ChoiceShown {
    letter: char,
    text: String,
    is_marked: bool,
    is_right: bool,
}

/// A question as it is shown.
struct QuestionShown {
    position: i64,
    text: String,
    takes_several: bool,
    choices: Vec<ChoiceShown>,
    explanation: String,
    clause: String,
    is_right: bool,
}

/// `tells`: with what is right and why, after the end.
fn shown(answer: &Answer, question: &Question, tells: bool) -> QuestionShown {
    let choice = |(shown, place): (usize, &usize)| {
        let Choice { text, is_right } = question.wording.choices.get(*place)?;
        Some(ChoiceShown {
            letter: letter_of(shown),
            text: text.clone(),
            is_marked: answer.is_marked(shown),
            is_right: tells && *is_right,
        })
    };
    let told = |text: &str| if tells { text.to_owned() } else { String::new() };
    QuestionShown {
        position: answer.position,
        text: question.wording.text.clone(),
        takes_several: question.wording.takes_several,
        choices: answer.drawn.order.iter().enumerate().filter_map(choice).collect(),
        explanation: told(&question.wording.explanation),
        clause: told(&question.wording.clause),
        is_right: tells && answer.is_right(&question.wording.right()),
    }
}

/// The attempt, if it is that of the person who asks; not found for everybody else.
fn attempt_of(who: &Actor, tx: &mut Tx<'_>, id: AttemptId) -> Result<(Quiz, Attempt), Failure> {
    let person = person_of(who, tx)?;
    let attempt = store::find_attempt(tx, id)?;
    if attempt.person != person.id {
        return Err(Failure::NotFound);
    }
    Ok((store::find_quiz(tx, attempt.quiz)?, attempt))
}

#[derive(Template)]
#[template(path = "quizzes/attempt.html")]
struct AttemptPage {
    cx: Cx,
    quiz: Quiz,
    attempt: Attempt,
    questions: Vec<QuestionShown>,
    seconds_left: i64,
    sequence: i64,
}

impl AttemptPage {
    fn is_on_paper(&self) -> bool {
        self.attempt.way == Way::Paper
    }
}

#[derive(Template)]
#[template(path = "quizzes/review.html")]
struct ReviewPage {
    cx: Cx,
    quiz: Quiz,
    attempt: Attempt,
    questions: Vec<QuestionShown>,
}

/// What the address of an attempt leads to.
enum Seen {
    Running(Box<AttemptPage>),
    Reviewed(Box<ReviewPage>),
    /// Over, its answers not shown (any more or yet): back to the page of the test.
    Over(QuizId),
}

pub(crate) async fn show(who: Actor, Path(id): Path<AttemptId>) -> Answered {
    let asker = who.clone();
    let seen = who
        .write(move |tx| {
            let (quiz, attempt) = attempt_of(&asker, tx, id)?;
            let now = tx.now();
            let is_running = quiz.state == QuizState::Announced && attempt.runs(now);
            let attempt = if is_running || attempt.handed_in_at.is_some() {
                attempt
            } else {
                store::hand_in(tx, &quiz, attempt)?
            };
            if !is_running && !quiz.shows_answers() {
                return Ok::<_, Failure>(Seen::Over(quiz.id));
            }
            let answers = store::list_answers(tx, id)?;
            let questions = questions_of(tx, &answers, quiz.shows_answers())?;
            let cx = asker.cx_titled(quiz.plan.title.clone());
            if !is_running {
                return Ok(Seen::Reviewed(Box::new(ReviewPage { cx, quiz, attempt, questions })));
            }
            Ok(Seen::Running(Box::new(AttemptPage {
                cx,
                seconds_left: attempt.seconds_left(now),
                sequence: last_sequence(&answers),
                quiz,
                attempt,
                questions,
            })))
        })
        .await?;
    match seen {
        Seen::Running(shown) => page(&*shown),
        Seen::Reviewed(shown) => page(&*shown),
        Seen::Over(quiz) => go_to(format!("/quizzes/{quiz}/take")),
    }
}

fn questions_of(tx: &mut Tx<'_>, answers: &[Answer], tells: bool) -> Result<Vec<QuestionShown>, Failure> {
    let ids: Vec<_> = answers.iter().map(|answer| answer.drawn.question).collect();
    let questions = store::list_questions(tx, &ids)?;
    Ok(answers.iter().zip(&questions).map(|(answer, question)| shown(answer, question, tells)).collect())
}

fn last_sequence(answers: &[Answer]) -> i64 {
    answers.iter().map(|answer| answer.sequence).max().unwrap_or_default()
}

/// One answer as the page saves it: the place of the question, the places marked as shown, the number of the saving.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct AnswerForm {
    position: i64,
    choice: Vec<usize>,
    sequence: i64,
}

/// Refused when the attempt is over, or its test.
fn must_run(tx: &Tx<'_>, quiz: &Quiz, attempt: &Attempt) -> Result<(), Failure> {
    attempt.may_answer(tx.now()).or_refuse()?;
    if quiz.state == QuizState::Announced { Ok(()) } else { Err(Failure::NotFound) }
}

/// Keeps an answer. Sent twice it changes nothing; overtaken by another phone it changes nothing and says what is kept.
pub(crate) async fn save(who: Actor, Path(id): Path<AttemptId>, Form(form): Form<AnswerForm>) -> Answered {
    let asker = who.clone();
    let told = who
        .write(move |tx| {
            let (quiz, attempt) = attempt_of(&asker, tx, id)?;
            must_run(tx, &quiz, &attempt)?;
            let answers = store::list_answers(tx, id)?;
            let last = last_sequence(&answers);
            let answer = answers.into_iter().find(|answer| answer.position == form.position);
            let mut answer = answer.ok_or(Failure::NotFound)?;
            if answer.takes(form.sequence) {
                answer = answer.marked(&form.choice, form.sequence);
                store::save_answer(tx, id, &answer)?;
            }
            let marked: Vec<usize> = (0..answer.drawn.order.len()).filter(|place| answer.is_marked(*place)).collect();
            Ok::<_, Failure>(serde_json::json!({
                "sequence": last.max(answer.sequence),
                "marked": marked,
                "seconds_left": attempt.seconds_left(tx.now()),
            }))
        })
        .await?;
    json(told)
}

/// Hands the attempt in. What the form holds counts where no newer answer was kept: pages without scripts, and answers
/// that were still on their way.
pub(crate) async fn hand_in(
    who: Actor,
    Path(id): Path<AttemptId>,
    Form(form): Form<HashMap<String, Vec<String>>>,
) -> Answered {
    let asker = who.clone();
    let quiz = who
        .write(move |tx| {
            let (quiz, attempt) = attempt_of(&asker, tx, id)?;
            let now = tx.now();
            if quiz.state == QuizState::Announced && attempt.runs(now) {
                keep_form(tx, id, &form)?;
            }
            if attempt.handed_in_at.is_none() {
                store::hand_in(tx, &quiz, attempt)?;
            }
            Ok::<_, Failure>(quiz)
        })
        .await?;
    go_to_saying(format!("/quizzes/{}/take", quiz.id), "quizzes-handed-in")
}

fn keep_form(tx: &mut Tx<'_>, id: AttemptId, form: &HashMap<String, Vec<String>>) -> Result<(), Failure> {
    let seen = form.get("sequence").and_then(|values| values.first()?.parse::<i64>().ok()).unwrap_or_default();
    for answer in store::list_answers(tx, id)? {
        let Some(choices) = form.get(&format!("q{}", answer.position)) else { continue };
        let choices: Vec<usize> = choices.iter().filter_map(|choice| choice.parse().ok()).collect();
        if answer.sequence <= seen {
            store::save_answer(tx, id, &answer.marked(&choices, seen + 1))?;
        }
    }
    Ok(())
}
