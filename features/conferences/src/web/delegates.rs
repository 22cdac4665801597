//! The delegates of a conference: the list, and putting people on it.

use askama::Template;
use axum::http::StatusCode;
use kernel::{ConferenceId, DelegateId, PersonId, PointId, UnitId};
use platform::web::{
    Actor, Answer, Cx, Failure, Form, ListQuery, Listing, Path, Query, State as Colour, go_to_saying, page, page_with,
    personal_spreadsheet,
};
use serde::Deserialize;

use super::{access, check_in};
use crate::domain::code::shown_invitation;
use crate::domain::{Conference, Kind, Outcome, Point};
use crate::permissions;
use crate::store::{self, Candidate, Delegate, DelegateFilter, NewDelegate, Scope};

/// The query of the list.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct DelegatesQuery {
    pub q: String,
    pub page: i64,
    pub size: i64,
    pub format: String,
    pub point: String,
    pub outcome: String,
}

impl DelegatesQuery {
    pub(crate) fn list(&self) -> ListQuery {
        ListQuery {
            q: self.q.clone(),
            page: self.page,
            size: self.size,
            format: self.format.clone(),
            ..ListQuery::default()
        }
    }
}

#[derive(Template)]
#[template(path = "conferences/delegates.html")]
struct DelegatesPage {
    cx: Cx,
    conference: Conference,
    listing: Listing<Delegate>,
    points: Vec<(Point, bool)>,
    outcomes: Vec<(&'static str, bool)>,
    may_change: bool,
    chosen_point: String,
}

impl DelegatesPage {
    fn colour(&self, delegate: &Delegate) -> Colour {
        check_in::colour(delegate.outcome)
    }
}

/// The delegates somebody may see: all for the organiser, those of their own points for others.
pub(crate) fn page_of(
    tx: &mut platform::db::Tx<'_>,
    who: &Actor,
    id: ConferenceId,
    query: &DelegatesQuery,
) -> Result<(access::Seen, Vec<Point>, Vec<Delegate>, i64), Failure> {
    let seen = access::see(tx, who, id)?;
    let mut points = store::list_points(tx, id)?;
    points.retain(|point| seen.sees(point.id));
    let wanted = query.point.parse::<PointId>().ok().filter(|point| seen.sees(*point));
    let list = query.list();
    let (offset, limit) = if list.is_export() { (0, 1_000_000) } else { (list.offset(), list.size()) };
    let outcome = query.outcome.parse::<Outcome>().map(|o| o.code().to_owned()).unwrap_or_default();
    let filter =
        |point| DelegateFilter { conference: id, point, like: list.like(), outcome: outcome.clone(), branch: None };
    if wanted.is_some() || seen.points.is_none() {
        let rows = store::list_delegates(tx, &filter(wanted), offset, limit)?;
        let total = store::count_delegates(tx, &filter(wanted))?;
        return Ok((seen, points, rows, total));
    }
    let (mut rows, mut total) = (Vec::new(), 0);
    for point in &points {
        let here = store::count_delegates(tx, &filter(Some(point.id)))?;
        let have = i64::try_from(rows.len()).unwrap_or(i64::MAX);
        if have < limit && offset < total + here {
            rows.extend(store::list_delegates(tx, &filter(Some(point.id)), (offset - total).max(0), limit - have)?);
        }
        total += here;
    }
    Ok((seen, points, rows, total))
}

pub(crate) async fn list(who: Actor, Path(id): Path<ConferenceId>, Query(query): Query<DelegatesQuery>) -> Answer {
    let (asker, asked) = (who.clone(), query.clone());
    let shown = who
        .read(move |tx| {
            let (seen, points, rows, total) = page_of(tx, &asker, id, &asked)?;
            let mut listing = Listing::new(rows, total, asked.list(), format!("/conferences/{id}/delegates"));
            let pairs = [("point", &asked.point), ("outcome", &asked.outcome)];
            let pairs: Vec<_> = pairs.into_iter().filter(|(_, v)| !v.is_empty()).collect();
            listing.filters = serde_html_form::to_string(pairs).unwrap_or_default();
            Ok::<_, Failure>(DelegatesPage {
                cx: asker.cx("conferences-delegates"),
                points: points.into_iter().map(|p| (p.id.to_string() == asked.point, p)).map(|(c, p)| (p, c)).collect(),
                outcomes: ["", "none", "present", "absent_with_reason", "absent_without_reason"]
                    .map(|code| (code, code == asked.outcome))
                    .to_vec(),
                may_change: seen.conference.may_change().is_yes() && asker.holds(permissions::ATTEND_TO_POINT),
                chosen_point: asked.point,
                conference: seen.conference,
                listing,
            })
        })
        .await?;
    if query.list().is_export() {
        return export(&who, &shown, &query.format).await;
    }
    page(&shown)
}

async fn export(who: &Actor, shown: &DelegatesPage, format: &str) -> Answer {
    let cx = &shown.cx;
    let headings = cx.headings(&[
        ("conferences-name", 30.0),
        ("conferences-post", 30.0),
        ("conferences-unit", 36.0),
        ("conferences-point", 36.0),
        ("conferences-invitation-code", 20.0),
        ("conferences-outcome", 22.0),
        ("conferences-reason", 40.0),
        ("conferences-at", 20.0),
    ]);
    let lines = shown
        .listing
        .rows
        .iter()
        .map(|d| {
            vec![
                d.name.as_str().into(),
                d.post.as_str().into(),
                d.unit_name.as_str().into(),
                d.point_name.as_str().into(),
                shown_invitation(&d.invitation).into(),
                cx.word("conferences-outcome", d.outcome.code()).into(),
                d.reason.as_str().into(),
                d.at.map(kernel::Instant::shown).unwrap_or_default().into(),
            ]
        })
        .collect();
    personal_spreadsheet(who, "dai-bieu", Some(shown.conference.unit), format, (&headings, lines)).await
}

/// The query of the page that puts people on the list.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct AddQuery {
    q: String,
    point: String,
}

#[derive(Template)]
#[template(path = "conferences/delegates_add.html")]
struct AddPage {
    cx: Cx,
    conference: Conference,
    points: Vec<Point>,
    branches: Vec<(String, String)>,
    found: Vec<Candidate>,
    query: AddQuery,
    error: &'static str,
}

pub(crate) async fn add(who: Actor, Path(id): Path<ConferenceId>, Query(query): Query<AddQuery>) -> Answer {
    add_page(&who, id, query, "", StatusCode::OK).await
}

async fn add_page(who: &Actor, id: ConferenceId, query: AddQuery, error: &'static str, status: StatusCode) -> Answer {
    let asker = who.clone();
    let shown = who
        .read(move |tx| {
            let conference = access::see(tx, &asker, id)?.conference;
            conference.may_change().or_refuse()?;
            let roots = access::branches(&asker);
            let mut branches = Vec::new();
            for root in &roots {
                branches.push((root.to_string(), units::store::find(tx, *root)?.name));
            }
            let words = ListQuery { q: query.q.clone(), ..ListQuery::default() };
            let found = if query.q.trim().is_empty() {
                Vec::new()
            } else {
                store::search_people(tx, &roots, &words.like(), 30)?
            };
            Ok::<_, Failure>(AddPage {
                cx: asker.cx("conferences-delegates-add"),
                points: access::points_to_fill(tx, &asker, &conference)?,
                conference,
                branches,
                found,
                query,
                error,
            })
        })
        .await?;
    page_with(status, &shown)
}

/// A whole branch to be summoned.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct ScopeForm {
    scope: String,
    branch: String,
    point: String,
}

pub(crate) async fn add_scope(who: Actor, Path(id): Path<ConferenceId>, Form(form): Form<ScopeForm>) -> Answer {
    let Ok(branch) = form.branch.parse::<UnitId>() else {
        let query = AddQuery::default();
        return add_page(&who, id, query, "conferences-error-unit", StatusCode::UNPROCESSABLE_ENTITY).await;
    };
    let scope = if form.scope == "officials" { Scope::KeyOfficials } else { Scope::AllMembers };
    let asker = who.clone();
    who.write(move |tx| {
        let conference = access::see(tx, &asker, id)?.conference;
        conference.may_change().or_refuse()?;
        asker.must(tx, permissions::ATTEND_TO_POINT, branch)?;
        let mine = access::points_to_fill(tx, &asker, &conference)?;
        let point = form.point.parse::<PointId>().ok();
        if point.is_some_and(|point| mine.iter().all(|p| p.id != point)) {
            return Err(Failure::NotFound);
        }
        store::summon_scope(tx, &conference, branch, scope, point)?;
        Ok(())
    })
    .await?;
    go_to_saying(format!("/conferences/{id}/delegates"), "conferences-delegates-added")
}

/// People who were ticked.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct ChosenForm {
    person: Vec<PersonId>,
    point: String,
}

pub(crate) async fn add_chosen(who: Actor, Path(id): Path<ConferenceId>, Form(form): Form<ChosenForm>) -> Answer {
    let asker = who.clone();
    let point = form.point.parse::<PointId>().map_err(|_| Failure::NotFound)?;
    who.write(move |tx| {
        let (conference, point) = access::at_point(tx, &asker, permissions::ATTEND_TO_POINT, point)?;
        if conference.id != id {
            return Err(Failure::NotFound);
        }
        conference.may_change().or_refuse()?;
        let people = store::list_chosen(tx, &access::branches(&asker), &form.person)?;
        let new: Vec<NewDelegate> = people.into_iter().map(|one| one.summoned_to(point.id)).collect();
        store::summon(tx, &conference, &new)?;
        Ok::<_, Failure>(())
    })
    .await?;
    go_to_saying(format!("/conferences/{id}/delegates"), "conferences-delegates-added")
}

/// A guest by hand.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct GuestForm {
    name: String,
    post: String,
    point: String,
}

pub(crate) async fn add_guest(who: Actor, Path(id): Path<ConferenceId>, Form(form): Form<GuestForm>) -> Answer {
    let name = vietnamese::nfc(form.name.trim());
    let point = form.point.parse::<PointId>().map_err(|_| Failure::NotFound)?;
    if name.is_empty() {
        let query = AddQuery { point: form.point, ..AddQuery::default() };
        return add_page(&who, id, query, "conferences-error-name", StatusCode::UNPROCESSABLE_ENTITY).await;
    }
    let asker = who.clone();
    who.write(move |tx| {
        let (conference, point) = access::at_point(tx, &asker, permissions::ATTEND_TO_POINT, point)?;
        if conference.id != id {
            return Err(Failure::NotFound);
        }
        conference.may_change().or_refuse()?;
        let guest = NewDelegate {
            point: point.id,
            person: None,
            unit: point.unit,
            name,
            post: vietnamese::nfc(form.post.trim()),
            kind: Kind::Guest,
            makes_up_for: None,
        };
        store::summon(tx, &conference, &[guest])?;
        Ok::<_, Failure>(())
    })
    .await?;
    go_to_saying(format!("/conferences/{id}/delegates"), "conferences-delegates-added")
}

pub(crate) async fn remove(who: Actor, Path(id): Path<DelegateId>, Form(_): Form<super::points::Nothing>) -> Answer {
    let asker = who.clone();
    let (conference, removed) = who
        .write(move |tx| {
            let delegate = store::find_delegate(tx, id)?;
            let (conference, _) = access::at_point(tx, &asker, permissions::ATTEND_TO_POINT, delegate.point)?;
            conference.may_change().or_refuse()?;
            Ok::<_, Failure>((conference.id, store::remove_delegate(tx, &delegate)?))
        })
        .await?;
    let said = if removed { "conferences-delegate-removed" } else { "conferences-delegate-kept" };
    go_to_saying(format!("/conferences/{conference}/delegates"), said)
}
