//! Rows of `quiz_attempt`, `quiz_answer` and `quiz_person`: beginning, saving, handing in, counting.

use std::collections::HashMap;

use kernel::{Delta, Event, Instant, PersonId, UnitId};
use people::domain::Person;
use platform::db::{Row, StoreError, Tx};
use platform::params;
use rollouts::domain::{Evidence, Measure};

use super::{add_outcome, draw_pools, list_questions, turnout};
use crate::domain::{
    Answer, Attempt, AttemptId, Drawn, Outcomes, QuestionId, Quiz, QuizId, Way, draw, figure, places_text, read_places,
};

const COLUMNS: &str = "t.id, t.quiz_id, t.person_id, t.unit_id, t.number, t.way, t.started_at, t.ends_at,
     t.handed_in_at, t.ended_by_time, t.questions, t.right_answers, t.is_passed";

fn read(row: &Row<'_>) -> Result<Attempt, StoreError> {
    let way: String = row.get(5)?;
    Ok(Attempt {
        id: row.get(0)?,
        quiz: row.get(1)?,
        person: row.get(2)?,
        unit: row.get(3)?,
        number: row.get(4)?,
        way: way.parse().map_err(|_| StoreError::corrupt("quiz_attempt", way))?,
        started_at: row.get(6)?,
        ends_at: row.get(7)?,
        handed_in_at: row.get(8)?,
        ended_by_time: row.get(9)?,
        questions: row.get(10)?,
        right: row.get(11)?,
        is_passed: row.get(12)?,
    })
}

/// The attempt.
///
/// # Errors
/// [`StoreError::NotFound`].
pub fn find_attempt(tx: &mut Tx<'_>, id: AttemptId) -> Result<Attempt, StoreError> {
    tx.find(&format!("SELECT {COLUMNS} FROM quiz_attempt t WHERE t.id = $1"), params![id], read)
}

/// The attempts of a person at a test, the first first.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn list_attempts(tx: &mut Tx<'_>, quiz: QuizId, person: PersonId) -> Result<Vec<Attempt>, StoreError> {
    let sql =
        format!("SELECT {COLUMNS} FROM quiz_attempt t WHERE t.quiz_id = $1 AND t.person_id = $2 ORDER BY t.number");
    tx.list(&sql, params![quiz, person], read)
}

/// The attempts at a test that nobody handed in, at most so many: all, or those whose time, grace included, was over at
/// this instant.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn list_running(
    tx: &mut Tx<'_>,
    quiz: QuizId,
    limit: i64,
    over_at: Option<Instant>,
) -> Result<Vec<Attempt>, StoreError> {
    let ended = over_at.map_or(Instant(i64::MAX), |now| now.plus_seconds(-crate::domain::GRACE_SECONDS));
    let sql = format!(
        "SELECT {COLUMNS} FROM quiz_attempt t WHERE t.quiz_id = $1 AND t.handed_in_at IS NULL AND t.ends_at <= $2
         ORDER BY t.ends_at, t.id LIMIT $3"
    );
    tx.list(&sql, params![quiz, ended, limit], read)
}

/// Begins an attempt: draws its questions by a seed that is told to nobody.
///
/// # Errors
/// [`StoreError::Taken`] when the same attempt was begun elsewhere at the same moment; [`StoreError::Corrupt`] when there
/// are fewer questions than announced, which [`Quiz::may_draw`] says before.
pub fn start(tx: &mut Tx<'_>, quiz: &Quiz, person: &Person, number: i64, way: Way) -> Result<AttemptId, StoreError> {
    let (id, seed, now): (AttemptId, AttemptId, Instant) = (tx.new_id(), tx.new_id(), tx.now());
    let seed = seed.0.as_u128();
    // both halves hold random bits of the identifier, of which the page never learns
    let seed = u64::try_from((seed >> 64) ^ (seed & u128::from(u64::MAX))).unwrap_or_default();
    let drawn = draw(&draw_pools(tx, quiz)?, seed);
    let questions = i64::try_from(drawn.len()).unwrap_or(i64::MAX);
    if questions != quiz.plan.questions() {
        return Err(StoreError::corrupt("quiz_pool", format!("{questions} questions for {}", quiz.id)));
    }
    tx.run(
        "INSERT INTO quiz_attempt (id, quiz_id, person_id, unit_id, number, way, started_at, ends_at, handed_in_at,
             ended_by_time, questions, right_answers, is_passed)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, NULL, FALSE, $9, NULL, FALSE)",
        params![
            id,
            quiz.id,
            person.id,
            person.home_unit,
            number,
            way.code(),
            now,
            quiz.ends_at(now, way == Way::Paper),
            questions
        ],
    )?;
    for (position, one) in (0_i64..).zip(&drawn) {
        tx.run(
            "INSERT INTO quiz_answer (attempt_id, position, question_id, choice_order, given, sequence)
             VALUES ($1, $2, $3, $4, '', 0)",
            params![id, position, one.question, places_text(&one.order)],
        )?;
    }
    begin_duty(tx, quiz, person.home_unit)?;
    tx.record(Event::noted("quizzes.attempt_begun", id, Some(person.home_unit)))?;
    Ok(id)
}

/// The answers of an attempt as they stand, in the order shown.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn list_answers(tx: &mut Tx<'_>, id: AttemptId) -> Result<Vec<Answer>, StoreError> {
    tx.list(
        "SELECT position, question_id, choice_order, given, sequence FROM quiz_answer WHERE attempt_id = $1
         ORDER BY position",
        params![id],
        |row| {
            let drawn = Drawn { question: row.get(1)?, order: read_places(&row.get::<String>(2)?) };
            let given = read_places(&row.get::<String>(3)?);
            Ok(Answer { position: row.get(0)?, drawn, given, sequence: row.get(4)? })
        },
    )
}

/// Keeps an answer, unless a newer one of the same question is kept already.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn save_answer(tx: &mut Tx<'_>, id: AttemptId, answer: &Answer) -> Result<(), StoreError> {
    tx.run(
        "UPDATE quiz_answer SET given = $3, sequence = $4
         WHERE attempt_id = $1 AND position = $2 AND sequence < $4
           AND EXISTS (SELECT 1 FROM quiz_attempt WHERE id = $1 AND handed_in_at IS NULL)",
        params![id, answer.position, places_text(&answer.given), answer.sequence],
    )?;
    Ok(())
}

/// Hands an attempt in (by its person, or because its time is over): graded, counted, told to the duty of the unit. Handed
/// in already: nothing happens.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn hand_in(tx: &mut Tx<'_>, quiz: &Quiz, attempt: Attempt) -> Result<Attempt, StoreError> {
    let mut answers = list_answers(tx, attempt.id)?;
    // always in the same order, so that two who hand in at once cannot wait for each other's sums
    answers.sort_by_key(|answer| answer.drawn.question);
    let ids: Vec<QuestionId> = answers.iter().map(|answer| answer.drawn.question).collect();
    let questions: HashMap<QuestionId, Vec<usize>> =
        list_questions(tx, &ids)?.into_iter().map(|question| (question.id, question.wording.right())).collect();
    let is_right = |answer: &Answer| questions.get(&answer.drawn.question).is_some_and(|right| answer.is_right(right));
    let right = answers.iter().map(|answer| i64::from(is_right(answer))).sum();
    let now = tx.now();
    let done = attempt.handed_in(right, quiz.plan.pass_mark, now);
    let changed = tx.run(
        "UPDATE quiz_attempt SET handed_in_at = $2, ended_by_time = $3, right_answers = $4, is_passed = $5
         WHERE id = $1 AND handed_in_at IS NULL",
        params![done.id, done.handed_in_at, done.ended_by_time, done.right, done.is_passed],
    )?;
    if changed == 0 {
        return find_attempt(tx, done.id);
    }
    let source = quiz.id.to_string();
    for answer in &answers {
        add_outcome(tx, answer.drawn.question, &source, &Outcomes::of_answer(is_right(answer), done.points()))?;
    }
    count(tx, quiz, &done)?;
    tx.record(Event::noted("quizzes.attempt_handed_in", done.id, Some(done.unit)))?;
    Ok(done)
}

/// Posts the attempt, and the person once; completes the duty of the unit when enough of its people have handed in.
fn count(tx: &mut Tx<'_>, quiz: &Quiz, done: &Attempt) -> Result<(), StoreError> {
    let today = tx.today();
    let post = |tx: &mut Tx<'_>, figure: &'static str, unit: UnitId| {
        tx.post(Delta { subject: quiz.id.to_string(), figure, unit, day: today, n: 1 });
    };
    tx.run("UPDATE quiz_attempt SET counted_on = $2 WHERE id = $1", params![done.id, today])?;
    post(tx, figure::ATTEMPTS, done.unit);
    let is_first = tx.run(
        "INSERT INTO quiz_person (quiz_id, person_id, unit_id, counted_on, passed_on, is_counted)
         VALUES ($1, $2, $3, $4, NULL, TRUE)
         ON CONFLICT (quiz_id, person_id) DO NOTHING",
        params![quiz.id, done.person, done.unit, today],
    )? == 1;
    if is_first {
        post(tx, figure::PEOPLE, done.unit);
    }
    if done.is_passed {
        let unit = tx.lookup(
            "UPDATE quiz_person SET passed_on = $3 WHERE quiz_id = $1 AND person_id = $2 AND passed_on IS NULL
             RETURNING unit_id, is_counted",
            params![quiz.id, done.person, today],
            |row| Ok((row.get::<UnitId>(0)?, row.get::<bool>(1)?)),
        )?;
        if let Some((unit, true)) = unit {
            post(tx, figure::PASSED, unit);
        }
    }
    if !is_first {
        return Ok(());
    }
    complete_duty(tx, quiz, done.unit)?;
    // who has moved since counts among the people of where they belong now
    let home = people::store::find_person(tx, done.person)?.home_unit;
    if home == done.unit { Ok(()) } else { complete_duty(tx, quiz, home) }
}

fn evidence(quiz: &Quiz) -> Evidence {
    Evidence { kind: "quiz".into(), id: quiz.id.to_string(), note: quiz.plan.title.clone() }
}

fn begin_duty(tx: &mut Tx<'_>, quiz: &Quiz, unit: UnitId) -> Result<(), StoreError> {
    if let Some(rollout) = quiz.plan.rollout {
        rollouts::store::begin_by_evidence(tx, rollout, unit, Measure::SelfStudy, &evidence(quiz))?;
    }
    Ok(())
}

fn complete_duty(tx: &mut Tx<'_>, quiz: &Quiz, unit: UnitId) -> Result<(), StoreError> {
    let Some(rollout) = quiz.plan.rollout else { return Ok(()) };
    let (asked, done) = turnout(tx, quiz, unit)?;
    if done * 100 >= asked * quiz.plan.duty_share {
        rollouts::store::complete_by_evidence(tx, rollout, unit, Measure::SelfStudy, &evidence(quiz))?;
    }
    Ok(())
}

/// Hands these attempts of a test in. How many were.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn collect(tx: &mut Tx<'_>, quiz: &Quiz, attempts: Vec<Attempt>) -> Result<usize, StoreError> {
    let count = attempts.len();
    for attempt in attempts {
        hand_in(tx, quiz, attempt)?;
    }
    Ok(count)
}
