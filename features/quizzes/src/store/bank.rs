//! The list of questions: by words, state, document and tag, with what real answers say of each.

use kernel::{AccountId, Day, DocumentId, Instant, UnitId};
use platform::db::{Param, Row, StoreError, Tx, word_by_events_sql};
use platform::params;
use platform::web::Sort;

use super::questions::{COLUMNS, complete, read};
use crate::domain::{Outcomes, Question, State};

/// Which questions are asked for.
#[derive(Debug, Clone)]
pub struct BankFilter {
    /// Those of this branch.
    pub root: UnitId,
    /// A pattern over the folded text; `%` for all.
    pub like: String,
    /// Only in this state; empty for all.
    pub state: String,
    /// Only about this document; empty for all.
    pub document: String,
    /// Only with this tag; empty for all.
    pub tag: String,
    /// As the bank was at the end of this past day; now without one.
    pub day: Option<Day>,
}

/// A question with what its row shows.
#[derive(Debug, Clone)]
pub struct BankRow {
    /// The question.
    pub question: Question,
    /// Whose it is.
    pub unit_name: String,
    /// Number and symbol of its document; empty without one.
    pub document: String,
    /// What real answers say.
    pub outcomes: Outcomes,
}

/// What the bank can be sorted by.
pub const SORT_KEYS: &[&str] = &["newest", "text", "clause", "answers", "difficulty"];

/// The events that lead a question to a state.
const STEPS: &[(&str, &str)] = &[
    ("quizzes.question_written", "draft"),
    ("quizzes.question_reviewed", "reviewed"),
    ("quizzes.question_returned", "draft"),
    ("quizzes.question_used", "in_use"),
    ("quizzes.question_retired", "retired"),
];

impl BankFilter {
    /// The first instant after the day.
    fn until(&self) -> Option<Instant> {
        self.day.map(Instant::after)
    }

    /// Where a question stands; where it stood before the instant `$6`, of a past day.
    fn state_sql(&self) -> String {
        match self.day {
            Some(_) => format!("COALESCE({}, 'draft')", word_by_events_sql("q.id", "$6", STEPS)),
            None => "q.state".to_owned(),
        }
    }

    fn chosen(&self) -> String {
        let known = if self.day.is_some() { " AND q.created_at < $6" } else { "" };
        format!(
            "FROM unit_ancestor a JOIN question q ON q.unit_id = a.unit_id
             WHERE a.ancestor_id = $1 AND q.folded LIKE $2 AND (CAST($3 AS TEXT) = '' OR {} = $3)
               AND (CAST($4 AS TEXT) = '' OR q.document_id = $4)
               AND (CAST($5 AS TEXT) = '' OR q.id IN (SELECT question_id FROM question_tag WHERE tag = $5)){known}",
            self.state_sql()
        )
    }

    fn values<'a>(&'a self, until: Option<&'a Instant>) -> Vec<&'a dyn Param> {
        let mut values: Vec<&dyn Param> = vec![&self.root, &self.like, &self.state, &self.document, &self.tag];
        values.extend(until.map(|until| until as &dyn Param));
        values
    }
}

/// How many there are.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn count_bank(tx: &mut Tx<'_>, filter: &BankFilter) -> Result<i64, StoreError> {
    let until = filter.until();
    tx.scalar(&format!("SELECT COUNT(*) {}", filter.chosen()), &filter.values(until.as_ref()))
}

/// How many questions of a branch wait for a review that this account may give: it did not write them, and they were not
/// sent back to who did.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn count_to_review(tx: &mut Tx<'_>, root: UnitId, by: Option<AccountId>) -> Result<i64, StoreError> {
    tx.scalar(
        "SELECT COUNT(*) FROM unit_ancestor a JOIN question q ON q.unit_id = a.unit_id
         WHERE a.ancestor_id = $1 AND q.state = $2 AND q.remark = '' AND (q.written_by IS NULL OR q.written_by <> $3)",
        params![root, State::Draft.code(), by],
    )
}

/// One page of them; of a past day with the state and the name of the unit of then, words and answers of now.
///
/// # Errors
/// [`StoreError::Corrupt`].
pub fn list_bank(
    tx: &mut Tx<'_>,
    filter: &BankFilter,
    sort: Sort<'_>,
    offset: i64,
    limit: i64,
) -> Result<Vec<BankRow>, StoreError> {
    let until = filter.until();
    let mut values = filter.values(until.as_ref());
    let column = match sort.key {
        "text" => "s.folded",
        "clause" => "s.clause",
        "answers" => "COALESCE(o.answers, 0)",
        // shares are compared as thousandths; what nobody answered stands at the end of the hardest
        "difficulty" => "COALESCE(o.right_answers * 1000 / o.answers, 1001)",
        _ => "s.created_at",
    };
    let direction = if sort.descending || sort.key == "newest" { "DESC" } else { "ASC" };
    let sql = format!(
        "WITH s AS (SELECT q.*, {} AS stood {}),
              o AS (SELECT question_id, CAST(SUM(answers) AS BIGINT) AS answers,
                        CAST(SUM(right_answers) AS BIGINT) AS right_answers, CAST(SUM(points) AS BIGINT) AS points,
                        CAST(SUM(squares) AS BIGINT) AS squares, CAST(SUM(points_of_right) AS BIGINT) AS of_right
                    FROM question_outcome WHERE question_id IN (SELECT id FROM s) GROUP BY question_id)
         SELECT {COLUMNS}, u.short_name, COALESCE(d.full_number, ''), COALESCE(o.answers, 0),
             COALESCE(o.right_answers, 0), COALESCE(o.points, 0), COALESCE(o.squares, 0), COALESCE(o.of_right, 0), s.stood
         FROM s JOIN question q ON q.id = s.id JOIN unit u ON u.id = q.unit_id
         LEFT JOIN document d ON d.id = q.document_id LEFT JOIN o ON o.question_id = q.id
         ORDER BY {column} {direction}, q.id {direction} LIMIT ${} OFFSET ${}",
        filter.state_sql(),
        filter.chosen(),
        values.len() + 1,
        values.len() + 2
    );
    values.extend([&limit as &dyn Param, &offset]);
    let rows = tx.list(&sql, &values, read_row)?;
    let questions = complete(tx, rows.iter().map(|row| row.question.clone()).collect())?;
    let rows = rows.into_iter().zip(questions).map(|(row, question)| BankRow { question, ..row }).collect();
    match filter.day {
        Some(day) => as_of(tx, rows, day),
        None => Ok(rows),
    }
}

fn read_row(row: &Row<'_>) -> Result<BankRow, StoreError> {
    let (unit_name, document): (String, String) = (row.get(12)?, row.get(13)?);
    let outcomes = Outcomes {
        answers: row.get(14)?,
        right: row.get(15)?,
        points: row.get(16)?,
        squares: row.get(17)?,
        points_of_right: row.get(18)?,
    };
    let stood: String = row.get(19)?;
    let state = stood.parse().map_err(|_| StoreError::corrupt("question", stood))?;
    Ok(BankRow { question: Question { state, ..read(row)? }, unit_name, document, outcomes })
}

/// The rows with the units' names of a past day, and without what was remarked since.
fn as_of(tx: &mut Tx<'_>, mut rows: Vec<BankRow>, day: Day) -> Result<Vec<BankRow>, StoreError> {
    let owners: Vec<_> = rows.iter().map(|row| (row.question.id.to_string(), row.question.unit)).collect();
    let names = units::store::names_of_owners_on(tx, owners, day)?;
    for (row, name) in rows.iter_mut().zip(names) {
        row.unit_name = name;
        row.question.remark = String::new();
    }
    Ok(rows)
}

/// The tags of a branch, the most used first, at most so many.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn list_tags(tx: &mut Tx<'_>, root: UnitId, limit: i64) -> Result<Vec<String>, StoreError> {
    tx.list(
        "SELECT t.tag FROM unit_ancestor a JOIN question q ON q.unit_id = a.unit_id
             JOIN question_tag t ON t.question_id = q.id WHERE a.ancestor_id = $1
         GROUP BY t.tag ORDER BY COUNT(*) DESC, t.tag LIMIT $2",
        params![root, limit],
        |row| row.get(0),
    )
}

/// The documents that questions of a branch are about, with what they are called, those with most questions first, at most
/// so many.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn list_bank_documents(tx: &mut Tx<'_>, root: UnitId, limit: i64) -> Result<Vec<(DocumentId, String)>, StoreError> {
    tx.list(
        "SELECT d.id, d.full_number, d.title FROM unit_ancestor a JOIN question q ON q.unit_id = a.unit_id
             JOIN document d ON d.id = q.document_id WHERE a.ancestor_id = $1
         GROUP BY d.id, d.full_number, d.title ORDER BY COUNT(*) DESC, d.id LIMIT $2",
        params![root, limit],
        |row| {
            let (id, number, title): (DocumentId, String, String) = (row.get(0)?, row.get(1)?, row.get(2)?);
            Ok((id, if number.is_empty() { title } else { format!("{number} – {title}") }))
        },
    )
}
