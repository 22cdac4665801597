//! The organiser's list on a phone: search without accents, one large button each for present and absent, counts at
//! the top. Works without scripts; with them only the row and the counts are replaced.

use askama::Template;
use axum::http::{HeaderMap, header};
use axum::response::IntoResponse;
use kernel::{DelegateId, PointId};
use platform::web::{
    Actor, Answer, Cx, Failure, Form, ListQuery, Listing, Path, Query, State as Colour, While, go_to, page,
};
use serde::Deserialize;

use super::access;
use crate::domain::attendance::may_record;
use crate::domain::points::Sums;
use crate::domain::{Conference, Outcome, Point, Way};
use crate::permissions;
use crate::store::{self, Delegate, DelegateFilter};

#[derive(Template)]
#[template(path = "conferences/check_in.html")]
struct CheckInPage {
    cx: Cx,
    conference: Conference,
    point: Point,
    sums: Sums,
    listing: Listing<Delegate>,
    outcomes: Vec<(&'static str, bool)>,
    why_not_present: String,
    why_not_absent: String,
}

#[derive(Template)]
#[template(path = "conferences/_delegate_swap.html")]
struct RowSwap {
    cx: Cx,
    delegate: Delegate,
    sums: Sums,
    why_not_present: String,
    why_not_absent: String,
}

/// The colour of an outcome.
pub(crate) fn colour(outcome: Outcome) -> Colour {
    match outcome {
        Outcome::None => Colour::Grey,
        Outcome::Present => Colour::Green,
        Outcome::AbsentWithReason => Colour::Amber,
        Outcome::AbsentWithoutReason => Colour::Red,
    }
}

impl CheckInPage {
    fn colour(&self, delegate: &Delegate) -> Colour {
        colour(delegate.outcome)
    }

    /// The query to come back to when there are no scripts.
    fn back(&self) -> String {
        let here = self.listing.to_page(self.listing.query.page());
        here.split_once('?').map(|(_, query)| query.to_owned()).unwrap_or_default()
    }
}

impl RowSwap {
    fn colour(&self, delegate: &Delegate) -> Colour {
        colour(delegate.outcome)
    }
}

/// The query of the list.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct CheckInQuery {
    q: String,
    page: i64,
    outcome: String,
}

fn filter(point: &Point, like: String, outcome: String) -> DelegateFilter {
    DelegateFilter { conference: point.conference, point: Some(point.id), like, outcome, branch: None }
}

pub(crate) async fn list(who: Actor, Path(id): Path<PointId>, Query(query): Query<CheckInQuery>) -> Answer {
    let asker = who.clone();
    let shown = who
        .read(move |tx| {
            let (conference, point) = access::at_point(tx, &asker, permissions::ATTEND_TO_POINT, id)?;
            let words = ListQuery { q: query.q.clone(), page: query.page, ..ListQuery::default() };
            let filter = filter(&point, words.like(), query.outcome.clone());
            let rows = store::list_delegates(tx, &filter, words.offset(), words.size())?;
            let total = store::count_delegates(tx, &filter)?;
            let mut listing = Listing::new(rows, total, words, format!("/points/{id}/check-in"));
            listing.filters = filters_of(&query.outcome);
            let cx = asker.cx_titled(point.name.clone());
            Ok::<_, Failure>(CheckInPage {
                sums: store::own_sums(tx, point.conference)?.get(&id).copied().unwrap_or_default(),
                outcomes: ["", "none", "present", "absent_with_reason", "absent_without_reason"]
                    .map(|code| (code, code == query.outcome))
                    .to_vec(),
                why_not_present: cx.reasons(&may_record(conference.state, Outcome::Present).told()),
                why_not_absent: cx.reasons(&may_record(conference.state, Outcome::AbsentWithReason).told()),
                cx,
                conference,
                point,
                listing,
            })
        })
        .await?;
    page(&shown)
}

fn filters_of(outcome: &str) -> String {
    match outcome.parse::<Outcome>() {
        Ok(known) => format!("outcome={}", known.code()),
        Err(_) => String::new(),
    }
}

/// The outcome of one delegate.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct OutcomeForm {
    outcome: String,
    reason: String,
    back: String,
}

pub(crate) async fn set_outcome(
    who: Actor,
    headers: HeaderMap,
    Path(id): Path<DelegateId>,
    Form(form): Form<OutcomeForm>,
) -> Answer {
    let asker = who.clone();
    let to: Outcome = form.outcome.parse().map_err(|_| Failure::Malformed("form-unreadable"))?;
    let reason = if to == Outcome::AbsentWithReason { vietnamese::nfc(form.reason.trim()) } else { String::new() };
    let point = who
        .write(move |tx| {
            let delegate = store::find_delegate(tx, id)?;
            let (conference, point) = access::at_point(tx, &asker, permissions::ATTEND_TO_POINT, delegate.point)?;
            may_record(conference.state, to).or_refuse()?;
            store::record_outcome(tx, id, to, Way::Organiser, &reason)?;
            Ok::<_, Failure>(point.id)
        })
        .await?;
    if !headers.contains_key("hx-request") {
        let query = if form.back.is_empty() { String::new() } else { format!("?{}", form.back) };
        return go_to(format!("/points/{point}/check-in{query}#d-{id}"));
    }
    swap(&who, id).await
}

/// The row as it stands now, and the counts beside it.
async fn swap(who: &Actor, id: DelegateId) -> Answer {
    let asker = who.clone();
    let shown = who
        .read(move |tx| {
            let delegate = store::find_delegate(tx, id)?;
            let (conference, point) = access::at_point(tx, &asker, permissions::ATTEND_TO_POINT, delegate.point)?;
            let cx = asker.cx("conferences-menu");
            Ok::<_, Failure>(RowSwap {
                sums: store::own_sums(tx, conference.id)?.get(&point.id).copied().unwrap_or_default(),
                why_not_present: cx.reasons(&may_record(conference.state, Outcome::Present).told()),
                why_not_absent: cx.reasons(&may_record(conference.state, Outcome::AbsentWithReason).told()),
                cx,
                delegate,
            })
        })
        .await?;
    let html = shown.render().while_doing("rendering the row")?;
    Ok(([(header::CONTENT_TYPE, "text/html; charset=utf-8")], html).into_response())
}
