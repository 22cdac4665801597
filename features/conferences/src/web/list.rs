//! The list of conferences.

use askama::Template;
use axum::extract::Query;
use platform::web::{Actor, Answer, Cx, ListQuery, Listing, State as Colour, page, spreadsheet};
use serde::Deserialize;

use crate::domain::State;
use crate::permissions;
use crate::store::{self, ConferenceRow};

/// The query of the list.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct ConferencesQuery {
    pub q: String,
    pub sort: String,
    pub page: i64,
    pub size: i64,
    pub format: String,
    pub state: String,
}

impl ConferencesQuery {
    pub(crate) fn list(&self) -> ListQuery {
        ListQuery {
            q: self.q.clone(),
            sort: self.sort.clone(),
            page: self.page,
            format: self.format.clone(),
            size: self.size,
        }
    }
}

/// The colour of a state.
pub(crate) fn colour(state: State) -> Colour {
    match state {
        State::Planned => Colour::Grey,
        State::Open { .. } => Colour::Amber,
        State::Closed { .. } => Colour::Green,
    }
}

/// The keys the list sorts by.
pub(crate) const SORT_KEYS: &[&str] = &["date", "title", "state"];

#[derive(Template)]
#[template(path = "conferences/list.html")]
struct ListPage {
    cx: Cx,
    listing: Listing<ConferenceRow>,
    states: Vec<(&'static str, bool)>,
    may_plan: bool,
}

impl ListPage {
    fn colour(&self, row: &ConferenceRow) -> Colour {
        colour(row.conference.state)
    }
}

pub(crate) async fn list(who: Actor, Query(query): Query<ConferencesQuery>) -> Answer {
    let (roots, asked) = (who.scope(permissions::VIEW), query.clone());
    let (rows, total) = who
        .read(move |tx| {
            let list = asked.list();
            let piece = if list.is_export() { (0, 100_000) } else { (list.offset(), list.size()) };
            store::list_page(tx, &roots, &list.like(), &asked.state, list.sort_in(SORT_KEYS), piece)
        })
        .await?;
    if query.list().is_export() {
        return export(&who, &rows, &query.format);
    }
    let mut listing = Listing::new(rows, total, query.list(), "/conferences");
    if !query.state.is_empty() {
        listing.filters = format!("state={}", query.state.chars().filter(char::is_ascii_lowercase).collect::<String>());
    }
    let states = ["", "planned", "open", "closed"].map(|code| (code, code == query.state)).to_vec();
    let may_plan = who.holds(permissions::ORGANISE);
    page(&ListPage { cx: who.cx("conferences-menu"), listing, states, may_plan })
}

fn export(who: &Actor, rows: &[ConferenceRow], format: &str) -> Answer {
    let cx = who.cx("conferences-menu");
    let headings = cx.headings(&[
        ("conferences-title", 60.0),
        ("conferences-date", 20.0),
        ("conferences-organiser", 40.0),
        ("conferences-form", 24.0),
        ("conferences-state", 16.0),
        ("conferences-points", 12.0),
        ("conferences-summoned", 12.0),
        ("conferences-present", 12.0),
    ]);
    let lines = rows
        .iter()
        .map(|row| {
            let conference = &row.conference;
            vec![
                conference.title.as_str().into(),
                conference.starts_at.shown().into(),
                row.unit_name.as_str().into(),
                cx.word("conferences-form", conference.form.code()).into(),
                cx.word("conferences-state", conference.state.code()).into(),
                row.points.into(),
                row.summoned.into(),
                row.present.into(),
            ]
        })
        .collect();
    spreadsheet("hoi-nghi", format, &headings, lines)
}
