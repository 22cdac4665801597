//! The attempts of a contest: the rows behind their number, apart from those of the people.

use askama::Template;
use platform::web::{Actor, Answer, Cx, Failure, ListQuery, Listing, Path, Query, page, personal_spreadsheet};

use super::{contest_for, number_shown, took_shown};
use crate::domain::{Contest, ContestId};
use crate::permissions::VIEW;
use crate::store::{self, AttemptRow};

#[derive(Template)]
#[template(path = "contests/attempts.html")]
struct AttemptsPage {
    cx: Cx,
    contest: Contest,
    listing: Listing<AttemptRow>,
    begun: i64,
    ended: i64,
}

pub(crate) async fn list(who: Actor, Path(id): Path<ContestId>, Query(query): Query<ListQuery>) -> Answer {
    let (asker, asked) = (who.clone(), query.clone());
    let shown = who
        .read(move |tx| {
            let contest = contest_for(&asker, tx, VIEW, id)?;
            let (like, day) = (asked.like(), asked.past_day(asker.today())?);
            let sort = asked.sort_in(store::ATTEMPT_SORT_KEYS);
            let rows = store::list_attempts(tx, &contest, (&like, day), sort, asked.piece(1_000_000))?;
            let total = store::count_attempts(tx, &contest, &like, day)?;
            let ended = store::count_attempts(tx, &contest, "%%", day)?;
            let (_, begun) = match day {
                Some(day) => store::count_people_and_attempts_on(tx, id, day)?,
                None => store::count_people_and_attempts(tx, id)?,
            };
            let listing = Listing::new(rows, total, asked, format!("/contests/{id}/attempts")).seen_as_of(day);
            Ok::<_, Failure>(AttemptsPage { cx: asker.cx("contests-attempts-list"), contest, listing, begun, ended })
        })
        .await?;
    if !query.is_export() {
        return page(&shown);
    }
    let headings = shown.cx.headings(&[
        ("contests-round", 16.0),
        ("contests-log-place", 14.0),
        ("contests-number", 12.0),
        ("contests-name", 32.0),
        ("contests-unit", 32.0),
        ("contests-attempt", 10.0),
        ("contests-score", 10.0),
        ("contests-took", 12.0),
        ("contests-finished", 20.0),
        ("contests-annulled", 28.0),
    ]);
    let row = |one: &AttemptRow| {
        vec![
            one.round.clone().into(),
            one.place.into(),
            number_shown(one.contestant).into(),
            one.name.clone().into(),
            one.unit_name.clone().into(),
            one.number.into(),
            one.score.into(),
            took_shown(one.took).into(),
            one.finished_at.shown().into(),
            one.annulled.clone().into(),
        ]
    };
    let rows = shown.listing.rows.iter().map(row).collect();
    personal_spreadsheet(&who, "luot-thi", Some(shown.contest.unit), &query.format, (&headings, rows)).await
}
