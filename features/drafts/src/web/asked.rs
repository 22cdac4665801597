//! Who was asked in a round and who has not answered yet: a list with a file. It tells that somebody answered, never what.

use askama::Template;
use platform::web::{Actor, Answer, Cx, Failure, ListQuery, Listing, Path, Query, page, personal_spreadsheet};
use serde::Deserialize;

use super::draft_for;
use crate::domain::{Draft, Round, RoundId};
use crate::permissions::VIEW;
use crate::store::{self, InviteeFilter, InviteeRow};

/// The query of the list.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct AskedQuery {
    q: String,
    page: i64,
    size: i64,
    format: String,
    state: String,
}

#[derive(Template)]
#[template(path = "drafts/asked.html")]
struct AskedPage {
    cx: Cx,
    draft: Draft,
    round: Round,
    listing: Listing<InviteeRow>,
    state: String,
    is_overdue: bool,
}

pub(crate) async fn list(who: Actor, Path(id): Path<RoundId>, Query(query): Query<AskedQuery>) -> Answer {
    let asked = ListQuery {
        q: query.q.clone(),
        sort: String::new(),
        page: query.page,
        format: query.format.clone(),
        size: query.size,
        ..ListQuery::default()
    };
    let state = ["waiting", "answered"].into_iter().find(|known| *known == query.state).unwrap_or_default().to_owned();
    let mut filter = InviteeFilter { like: asked.like(), state: state.clone(), hides_people: false };
    let part = if asked.is_export() { (0, 100_000) } else { (asked.offset(), asked.size()) };
    let asker = who.clone();
    let (draft, round, rows, total) = who
        .read(move |tx| {
            let round = store::find_round(tx, id)?;
            let draft = draft_for(&asker, tx, VIEW, round.draft)?;
            filter.hides_people = round.may_be_anonymous;
            let rows = store::list_invitees(tx, id, &filter, part)?;
            Ok::<_, Failure>((draft, round, rows, store::count_invitees(tx, id, &filter)?))
        })
        .await?;
    let cx = who.cx("drafts-asked");
    if asked.is_export() {
        let is_overdue = round.is_overdue(who.today());
        let headings = cx.headings(&[("drafts-column-asked", 50.0), ("drafts-column-answer", 20.0)]);
        let rows = rows.iter().map(|row| vec![row.name.as_str().into(), word(&cx, row, is_overdue).into()]).collect();
        return personal_spreadsheet(&who, "tra-loi-gop-y", Some(draft.unit), &query.format, (&headings, rows)).await;
    }
    let mut listing = Listing::new(rows, total, asked, format!("/drafts/rounds/{id}/asked"));
    if !state.is_empty() {
        listing.filters = format!("state={state}");
    }
    let is_overdue = round.is_overdue(who.today());
    page(&AskedPage { cx, draft, round, listing, state, is_overdue })
}

/// Answered, waited for or overdue.
fn word(cx: &Cx, row: &InviteeRow, is_overdue: bool) -> String {
    cx.word(
        "drafts-answer",
        match (row.has_answered, is_overdue) {
            _ if row.is_hidden => "hidden",
            (true, _) => "answered",
            (false, true) => "overdue",
            (false, false) => "waiting",
        },
    )
}
