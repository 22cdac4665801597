//! The survey after a conference. There is no row for an answer: marks go into sums, words into shuffled places, and who
//! has answered is ticked on a list that was made beforehand.

use std::collections::HashMap;

use kernel::{ConferenceId, Day, DelegateId, Event};
use platform::db::{StoreError, Tx};
use platform::params;

use super::limits::{Limit, limit_on};
use crate::domain::Conference;
use crate::domain::survey::{Aspect, Marks, Reply, is_a_lot};

/// Opens the survey of a conference just closed: a token for each who was there, in the order of their ids.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn open_survey(tx: &mut Tx<'_>, closed: &Conference, today: Day) -> Result<(), StoreError> {
    let days = limit_on(tx, Limit::SurveyDays, today)?;
    tx.run(
        "INSERT INTO survey (conference_id, ends_on, shown, waiting) VALUES ($1, $2, 0, 0)
         ON CONFLICT (conference_id) DO NOTHING",
        params![closed.id, today.plus(days)],
    )?;
    tx.run(
        "INSERT INTO survey_token (delegate_id, conference_id, is_used)
         SELECT d.id, d.conference_id, FALSE FROM delegate d WHERE d.conference_id = $1 AND d.outcome = 'present'
         ORDER BY d.id",
        params![closed.id],
    )
    .map(|_| ())
}

/// Until when the survey is answered; none when it was never opened.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn survey_ends_on(tx: &mut Tx<'_>, conference: ConferenceId) -> Result<Option<Day>, StoreError> {
    tx.lookup("SELECT ends_on FROM survey WHERE conference_id = $1", params![conference], |row| row.get(0))
}

/// True when the delegate has answered.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn has_replied(tx: &mut Tx<'_>, delegate: DelegateId) -> Result<bool, StoreError> {
    let sql = "SELECT is_used FROM survey_token WHERE delegate_id = $1";
    Ok(tx.lookup(sql, params![delegate], |row| row.get(0))?.unwrap_or(false))
}

/// Takes an answer: ticks the token, adds the marks, keeps the words; shows the waiting ones when they are enough. The
/// rule is asked by the caller, and the transaction must not know who acts. Returns false when the token was used
/// meanwhile: then nothing is written.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn take_reply(
    tx: &mut Tx<'_>,
    conference: &Conference,
    delegate: DelegateId,
    reply: &Reply,
) -> Result<bool, StoreError> {
    let ticked = tx.run(
        "UPDATE survey_token SET is_used = TRUE WHERE delegate_id = $1 AND conference_id = $2 AND NOT is_used",
        params![delegate, conference.id],
    )?;
    if ticked == 0 {
        return Ok(false);
    }
    let waiting: i64 = tx.scalar(
        "UPDATE survey SET waiting = waiting + 1 WHERE conference_id = $1 RETURNING waiting",
        params![conference.id],
    )?;
    for (aspect, mark) in &reply.marks {
        tx.run(
            "INSERT INTO survey_tally (conference_id, aspect, rating, shown, waiting) VALUES ($1, $2, $3, 0, 1)
             ON CONFLICT (conference_id, aspect, rating) DO UPDATE SET waiting = survey_tally.waiting + 1",
            params![conference.id, aspect.code(), mark],
        )?;
    }
    if !reply.words.is_empty() {
        keep_words(tx, conference.id, &reply.words)?;
    }
    let today = tx.today();
    if is_a_lot(waiting, limit_on(tx, Limit::SurveyMinimum, today)?) {
        show_waiting(tx, conference.id)?;
    }
    tx.record(Event::noted("conferences.survey_answered", conference.id, Some(conference.unit)))?;
    Ok(true)
}

/// Puts the words in a random place among those that wait; what lay there moves to the end. So after any number of them
/// their order says nothing of the order in which they came.
fn keep_words(tx: &mut Tx<'_>, conference: ConferenceId, words: &str) -> Result<(), StoreError> {
    let random = super::random(tx);
    let waiting = tx.list(
        "SELECT place FROM survey_words WHERE conference_id = $1 AND NOT is_shown ORDER BY place",
        params![conference],
        |row| row.get::<i64>(0),
    )?;
    let end: i64 = tx
        .scalar("SELECT COALESCE(MAX(place), 0) + 1 FROM survey_words WHERE conference_id = $1", params![conference])?;
    let choices = u64::try_from(waiting.len()).unwrap_or(0) + 1;
    let chosen = usize::try_from(random % choices).unwrap_or(0);
    if let Some(place) = waiting.get(chosen) {
        tx.run(
            "INSERT INTO survey_words (conference_id, place, words, is_shown)
             SELECT conference_id, CAST($3 AS BIGINT), words, FALSE FROM survey_words
             WHERE conference_id = $1 AND place = $2",
            params![conference, place, end],
        )?;
        tx.run(
            "UPDATE survey_words SET words = $3 WHERE conference_id = $1 AND place = $2",
            params![conference, place, words],
        )?;
    } else {
        tx.run(
            "INSERT INTO survey_words (conference_id, place, words, is_shown) VALUES ($1, $2, $3, FALSE)",
            params![conference, end, words],
        )?;
    }
    Ok(())
}

fn show_waiting(tx: &mut Tx<'_>, conference: ConferenceId) -> Result<(), StoreError> {
    for sql in [
        "UPDATE survey_tally SET shown = shown + waiting, waiting = 0 WHERE conference_id = $1 AND waiting > 0",
        "UPDATE survey_words SET is_shown = TRUE WHERE conference_id = $1 AND NOT is_shown",
        "UPDATE survey SET shown = shown + waiting, waiting = 0 WHERE conference_id = $1",
    ] {
        tx.run(sql, params![conference])?;
    }
    Ok(())
}

/// What is shown of a survey.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SurveySums {
    /// Until when it is answered; none when it was never opened.
    pub ends_on: Option<Day>,
    /// Who was asked.
    pub asked: i64,
    /// Answers in the sums.
    pub shown: i64,
    /// Answers that wait for enough others.
    pub waiting: i64,
    /// The marks of each aspect that was marked.
    pub marks: HashMap<Aspect, Marks>,
    /// Free words, in no order.
    pub words: Vec<String>,
}

impl SurveySums {
    /// The marks of one aspect.
    #[must_use]
    pub fn of(&self, aspect: &Aspect) -> Marks {
        self.marks.get(aspect).copied().unwrap_or_default()
    }
}

/// What is shown of the survey of a conference.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn survey_sums(tx: &mut Tx<'_>, conference: ConferenceId) -> Result<SurveySums, StoreError> {
    let found = tx.lookup(
        "SELECT s.ends_on, s.shown, s.waiting,
             (SELECT COUNT(*) FROM survey_token t WHERE t.conference_id = s.conference_id)
         FROM survey s WHERE s.conference_id = $1",
        params![conference],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)),
    )?;
    let Some((ends_on, shown, waiting, asked)) = found else { return Ok(SurveySums::default()) };
    let mut marks: HashMap<Aspect, Marks> = HashMap::new();
    tx.each(
        "SELECT aspect, rating, shown FROM survey_tally WHERE conference_id = $1 AND shown > 0",
        params![conference],
        |row| {
            let aspect = super::word(row, 0, "survey_tally")?;
            let place = usize::try_from(row.get::<i64>(1)? - 1).ok();
            if let Some(n) = place.and_then(|place| marks.entry(aspect).or_default().0.get_mut(place)) {
                *n = row.get(2)?;
            }
            Ok(())
        },
    )?;
    let words = tx.list(
        "SELECT words FROM survey_words WHERE conference_id = $1 AND is_shown ORDER BY words",
        params![conference],
        |row| row.get(0),
    )?;
    Ok(SurveySums { ends_on: Some(ends_on), asked, shown, waiting, marks, words })
}
