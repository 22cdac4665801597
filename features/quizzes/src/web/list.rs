//! The list of tests: those of the branch, and those announced from above.

use askama::Template;
use axum::extract::Query;
use platform::web::{Actor, Answer, Cx, Failure, ListQuery, Listing, page, spreadsheet};
use serde::Deserialize;

use crate::domain::{Quiz, QuizState};
use crate::permissions::{BANK, ORGANISE, VIEW};
use crate::store::{self, QuizFilter};

/// The query of the list.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct QuizzesQuery {
    q: String,
    sort: String,
    page: i64,
    size: i64,
    format: String,
    state: String,
}

impl QuizzesQuery {
    fn list(&self) -> ListQuery {
        ListQuery {
            q: self.q.clone(),
            sort: self.sort.clone(),
            page: self.page,
            format: self.format.clone(),
            size: self.size,
        }
    }

    fn state(&self) -> &'static str {
        self.state.parse::<QuizState>().map(QuizState::code).unwrap_or_default()
    }
}

#[derive(Template)]
#[template(path = "quizzes/list.html")]
struct ListPage {
    cx: Cx,
    listing: Listing<(Quiz, String)>,
    state: &'static str,
    is_filtered: bool,
    may_organise: bool,
    sees_bank: bool,
}

pub(crate) async fn list(who: Actor, Query(query): Query<QuizzesQuery>) -> Answer {
    let (asker, asked) = (who.clone(), query.clone());
    let (rows, total) = who
        .read(move |tx| {
            let Some(root) = rollouts::widest(tx, asker.scope(VIEW))? else { return Ok((Vec::new(), 0)) };
            let list = asked.list();
            let filter = QuizFilter { root, like: list.like(), state: asked.state().to_owned() };
            let (offset, size) = if list.is_export() { (0, 10_000) } else { (list.offset(), list.size()) };
            let rows = store::list_quizzes(tx, &filter, list.sort_in(store::QUIZ_SORT_KEYS), offset, size)?;
            Ok::<_, Failure>((rows, store::count_quizzes(tx, &filter)?))
        })
        .await?;
    if query.list().is_export() {
        return export(&who, &rows, &query.format);
    }
    let state = query.state();
    let mut listing = Listing::new(rows, total, query.list(), "/quizzes");
    if !state.is_empty() {
        listing.filters = format!("state={state}");
    }
    let is_filtered = !state.is_empty() || !query.q.is_empty();
    let (may_organise, sees_bank) = (who.holds(ORGANISE), who.holds(BANK));
    page(&ListPage { cx: who.cx("quizzes-menu"), listing, state, is_filtered, may_organise, sees_bank })
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
