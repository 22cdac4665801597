//! The member's page of a test: what it is, the button that begins or goes on, afterwards the results.

use askama::Template;
use kernel::{Refused, Told};
use people::domain::Person;
use platform::db::Tx;
use platform::web::{Actor, Answer, Cx, Failure, Form, Path, State as PageState, go_to, page};
use serde::Deserialize;

use crate::domain::{Attempt, AttemptId, Quiz, QuizId, QuizState, Way};
use crate::store;

/// The person who asks, or for whom a helper asks.
pub(crate) fn person_of(who: &Actor, tx: &mut Tx<'_>) -> Result<Person, Failure> {
    who.note_asked();
    let id = who.person().ok_or(Failure::NotFound)?;
    Ok(people::store::find_person(tx, id)?)
}

/// A test that this person takes; not found for everybody else.
fn quiz_of(who: &Actor, tx: &mut Tx<'_>, id: QuizId) -> Result<(Quiz, Person), Failure> {
    let person = person_of(who, tx)?;
    let quiz = store::find_quiz(tx, id)?;
    if quiz.state == QuizState::Preparing || !store::is_taken_by(tx, &quiz, &person)? {
        return Err(Failure::NotFound);
    }
    Ok((quiz, person))
}

#[derive(Template)]
#[template(path = "quizzes/take.html")]
struct TakePage {
    cx: Cx,
    quiz: Quiz,
    unit_name: String,
    attempts: Vec<Attempt>,
    running: Option<AttemptId>,
    starting: Vec<Told>,
    shows_result: bool,
    shows_answers: bool,
}

impl TakePage {
    fn left(&self) -> i64 {
        self.quiz.plan.attempts - i64::try_from(self.attempts.len()).unwrap_or(i64::MAX)
    }

    fn done(&self) -> impl Iterator<Item = &Attempt> {
        self.attempts.iter().filter(|attempt| attempt.handed_in_at.is_some())
    }
}

/// What speaks against another attempt after these: the page and the action ask the same.
fn against_start(tx: &mut Tx<'_>, quiz: &Quiz, attempts: &[Attempt]) -> Result<Vec<Told>, Failure> {
    let made = i64::try_from(attempts.len()).unwrap_or(i64::MAX);
    let against = quiz.may_start(made, tx.now()).told();
    if against.is_empty() { Ok(quiz.may_draw(&store::supplies(tx, quiz)?).told()) } else { Ok(against) }
}

pub(crate) async fn show(who: Actor, Path(id): Path<QuizId>) -> Answer {
    let asker = who.clone();
    let shown = who
        .read(move |tx| {
            let (quiz, person) = quiz_of(&asker, tx, id)?;
            let (attempts, now) = (store::list_attempts(tx, id, person.id)?, tx.now());
            let running = attempts.iter().find(|attempt| attempt.runs(now) && quiz.state == QuizState::Announced);
            let starting = against_start(tx, &quiz, &attempts)?;
            Ok::<_, Failure>(TakePage {
                cx: asker.cx_titled(quiz.plan.title.clone()),
                unit_name: units::store::find(tx, quiz.unit)?.name,
                running: running.map(|attempt| attempt.id),
                starting,
                shows_result: quiz.shows_result(),
                shows_answers: quiz.shows_answers(),
                attempts,
                quiz,
            })
        })
        .await?;
    page(&shown)
}

/// How the answers will come in, when a helper begins.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct StartForm {
    way: String,
}

/// Begins an attempt, or goes on with the one that runs: two taps, and two phones, make one.
pub(crate) async fn start(who: Actor, Path(id): Path<QuizId>, Form(form): Form<StartForm>) -> Answer {
    let attempt = match begin(&who, id, &form.way).await {
        // begun elsewhere at the same moment: it runs by now
        Err(Failure::Stale) => begin(&who, id, &form.way).await?,
        begun => begun?,
    };
    go_to(format!("/quizzes/attempts/{attempt}"))
}

/// The attempt that runs, or else a new one.
async fn begin(who: &Actor, id: QuizId, way: &str) -> Result<AttemptId, Failure> {
    let (asker, way) = (who.clone(), way.to_owned());
    who.write(move |tx| {
        let (quiz, person) = quiz_of(&asker, tx, id)?;
        let (attempts, now) = (store::list_attempts(tx, id, person.id)?, tx.now());
        let is_open = quiz.state == QuizState::Announced;
        if let Some(running) = attempts.iter().find(|attempt| is_open && attempt.runs(now)) {
            return Ok(running.id);
        }
        let against = against_start(tx, &quiz, &attempts)?;
        if !against.is_empty() {
            return Err(Refused(against).into());
        }
        let made = i64::try_from(attempts.len()).unwrap_or(i64::MAX);
        let way = match (asker.helper().is_some(), way.as_str()) {
            (false, _) => Way::Own,
            (true, "paper") => Way::Paper,
            (true, _) => Way::Helped,
        };
        Ok::<_, Failure>(store::start(tx, &quiz, &person, made + 1, way)?)
    })
    .await
}
