//! The pages of questions and tests, one module per screen.

pub(crate) mod attempt;
pub(crate) mod bank;
pub(crate) mod edit;
pub(crate) mod import;
pub(crate) mod list;
mod paper;
pub(crate) mod plan;
pub(crate) mod question;
pub(crate) mod show;
pub(crate) mod take;

use kernel::{DocumentId, Permission, Refused, Told};
use platform::db::{StoreError, Tx};
use platform::web::{Actor, Failure, State as PageState};

use crate::domain::{Question, QuestionId, Quiz, QuizId, QuizState, State, Step};
use crate::store;

/// The question, if the actor may do this with it.
///
/// # Errors
/// [`Failure::NotFound`] outside the actor's branches, [`Failure::Forbidden`] without the role.
pub(crate) fn question_for(
    who: &Actor,
    tx: &mut Tx<'_>,
    permission: Permission,
    id: QuestionId,
) -> Result<Question, Failure> {
    let question = store::find_question(tx, id)?;
    who.must(tx, permission, question.unit)?;
    Ok(question)
}

/// What announced tests have against this step: a question that their attempts need is not retired.
///
/// # Errors
/// [`StoreError::Driver`].
pub(crate) fn kept_by_tests(tx: &mut Tx<'_>, id: QuestionId, step: Step) -> Result<Vec<Told>, StoreError> {
    let mut told = Vec::new();
    if step == Step::Retire {
        for quiz in store::list_drawing(tx, id)? {
            let supplies = store::supplies(tx, &quiz)?;
            told.extend(quiz.may_spare(id, &supplies).told());
        }
    }
    Ok(told)
}

/// The question after the step, if nothing speaks against it.
///
/// # Errors
/// [`Failure::Refused`].
pub(crate) fn after_step(
    who: &Actor,
    tx: &mut Tx<'_>,
    question: Question,
    step: Step,
    remark: &str,
) -> Result<Question, Failure> {
    let id = question.id;
    let after = question.after(step, who.account(), remark)?;
    let kept = kept_by_tests(tx, id, step)?;
    if kept.is_empty() { Ok(after) } else { Err(Refused(kept).into()) }
}

/// The colour of a question's state.
pub(crate) fn colour_of(state: &State) -> PageState {
    match state {
        State::Draft | State::Retired => PageState::Grey,
        State::Reviewed => PageState::Amber,
        State::InUse => PageState::Green,
    }
}

/// What a document is called; empty without one.
pub(crate) fn called(tx: &mut Tx<'_>, document: Option<DocumentId>) -> Result<String, StoreError> {
    let Some(id) = document else { return Ok(String::new()) };
    Ok(documents::store::find_entry(tx, id)?.called())
}

/// The test, if the actor may do this with it.
///
/// # Errors
/// [`Failure::NotFound`] outside the actor's branches, [`Failure::Forbidden`] without the role.
pub(crate) fn quiz_for(who: &Actor, tx: &mut Tx<'_>, permission: Permission, id: QuizId) -> Result<Quiz, Failure> {
    let quiz = store::find_quiz(tx, id)?;
    who.must(tx, permission, quiz.unit)?;
    Ok(quiz)
}

/// The colour of a test's state.
pub(crate) fn colour_of_quiz(state: &QuizState) -> PageState {
    match state {
        QuizState::Preparing => PageState::Grey,
        QuizState::Announced => PageState::Amber,
        QuizState::Closed => PageState::Green,
    }
}
