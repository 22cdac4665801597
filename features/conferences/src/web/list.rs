//! The list of conferences.

use std::collections::HashSet;

use askama::Template;
use kernel::{ConferenceId, Day, UnitId};
use platform::db::{StoreError, Tx};
use platform::web::Query;
use platform::web::{Actor, Answer, Cx, Failure, ListQuery, Listing, State as Colour, page, spreadsheet};

use crate::domain::State;
use crate::permissions;
use crate::store::{self, ConferenceRow};

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
    may_set_limits: bool,
    /// Rows of this page of which what was then is not kept.
    untold: i64,
    /// Of a past day: the conferences of which the reader sees all.
    whole: HashSet<ConferenceId>,
}

impl ListPage {
    fn colour(&self, row: &ConferenceRow) -> Colour {
        colour(row.conference.state)
    }

    /// The page of a conference; its figures on the day of the list where the reader sees all of it, for of a few points the
    /// ledger knows nothing.
    fn href(&self, row: &ConferenceRow) -> String {
        let whole = self.listing.as_of.filter(|_| self.whole.contains(&row.conference.id));
        let day = whole.map(|day| format!("?day={day}")).unwrap_or_default();
        format!("/conferences/{}{day}", row.conference.id)
    }
}

/// The page of conferences the query asks for, and how many there are: now, or at the end of a past day.
pub(crate) fn page_of(
    tx: &mut Tx<'_>,
    roots: &[UnitId],
    query: &ListQuery,
    as_of: Option<Day>,
) -> Result<(Vec<ConferenceRow>, i64), StoreError> {
    let (like, sort, piece) = (query.like(), query.sort_in(SORT_KEYS), query.piece(100_000));
    match as_of {
        None => store::list_page(tx, roots, &like, &query.state, sort, piece),
        Some(day) => store::list_page_on(tx, roots, (&like, &query.state), sort, piece, day),
    }
}

pub(crate) async fn list(who: Actor, Query(query): Query<ListQuery>) -> Answer {
    let as_of = query.past_day(who.today())?;
    let (asker, roots, asked) = (who.clone(), who.scope(permissions::VIEW), query.clone());
    let (rows, total, untold, whole) = who
        .read(move |tx| {
            let (rows, total) = page_of(tx, &roots, &asked, as_of)?;
            let mut whole = HashSet::new();
            for row in rows.iter().filter(|_| as_of.is_some() && !asked.is_export()) {
                if asker.may(tx, permissions::VIEW, row.conference.unit)? {
                    whole.insert(row.conference.id);
                }
            }
            let ids: Vec<ConferenceId> = rows.iter().map(|row| row.conference.id).collect();
            let untold = as_of.map_or(Ok(0), |day| store::count_untold(tx, &ids, day))?;
            Ok::<_, Failure>((rows, total, untold, whole))
        })
        .await?;
    if query.is_export() {
        return export(&who, &rows, &query.format);
    }
    let states = ["", "planned", "open", "closed"].map(|code| (code, code == query.state)).to_vec();
    let listing = Listing::new(rows, total, query, "/conferences").seen_as_of(as_of);
    let may_plan = who.holds(permissions::ORGANISE);
    let may_set_limits = who.holds(permissions::SET_LIMITS);
    page(&ListPage { cx: who.cx("conferences-menu"), listing, states, may_plan, may_set_limits, untold, whole })
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
