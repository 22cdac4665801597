//! The list of tests: those of the branch, and those announced from above.

use askama::Template;
use platform::db::Tx;
use platform::web::Query;
use platform::web::{Actor, Answer, Cx, Failure, ListQuery, Listing, page, spreadsheet};

use crate::domain::{Quiz, QuizState};
use crate::permissions::{BANK, ORGANISE, VIEW};
use crate::store::{self, QuizFilter};

#[derive(Template)]
#[template(path = "quizzes/list.html")]
struct ListPage {
    cx: Cx,
    listing: Listing<(Quiz, String)>,
    may_organise: bool,
    sees_bank: bool,
}

/// One page of the tests the actor sees, and how many there are.
pub(crate) fn read(who: &Actor, tx: &mut Tx<'_>, query: &ListQuery) -> Result<(Vec<(Quiz, String)>, i64), Failure> {
    let Some(root) = rollouts::widest(tx, who.scope(VIEW))? else { return Ok((Vec::new(), 0)) };
    let state = query.state.parse::<QuizState>().map(QuizState::code).unwrap_or_default();
    let filter = QuizFilter { root, like: query.like(), state: state.to_owned(), day: query.past_day(who.today())? };
    let (offset, size) = query.piece(10_000);
    let rows = store::list_quizzes(tx, &filter, query.sort_in(store::QUIZ_SORT_KEYS), offset, size)?;
    Ok((rows, store::count_quizzes(tx, &filter)?))
}

pub(crate) async fn list(who: Actor, Query(query): Query<ListQuery>) -> Answer {
    let (asker, asked) = (who.clone(), query.clone());
    let (rows, total) = who.read(move |tx| read(&asker, tx, &asked)).await?;
    if query.is_export() {
        return export(&who, &rows, &query.format);
    }
    let as_of = query.past_day(who.today())?;
    let listing = Listing::new(rows, total, query, "/quizzes").seen_as_of(as_of);
    let (may_organise, sees_bank) = (who.holds(ORGANISE), who.holds(BANK));
    page(&ListPage { cx: who.cx("quizzes-menu"), listing, may_organise, sees_bank })
}

fn export(who: &Actor, rows: &[(Quiz, String)], format: &str) -> Answer {
    let cx = who.cx("quizzes-menu");
    let headings = cx.headings(&[
        ("quizzes-title", 60.0),
        ("quizzes-unit", 30.0),
        ("quizzes-state", 16.0),
        ("quizzes-opens", 18.0),
        ("quizzes-closes", 18.0),
        ("quizzes-minutes", 10.0),
    ]);
    let lines = rows.iter().map(|(quiz, unit)| {
        vec![
            quiz.plan.title.as_str().into(),
            unit.as_str().into(),
            cx.word("quizzes-quiz-state", quiz.state).into(),
            quiz.plan.opens_at.shown().into(),
            quiz.plan.closes_at.shown().into(),
            quiz.plan.minutes.into(),
        ]
    });
    spreadsheet("bai-kiem-tra", format, &headings, lines.collect())
}
