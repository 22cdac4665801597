//! The JSON face of conferences; check-ins and how a conference went stand in files of their own below this one.

pub(crate) mod check_ins;
pub(crate) mod quality;

use kernel::{ConferenceId, Instant, UnitId};
use platform::web::{Actor, Answer, ApiBody, Failure, ListQuery, Path, Query, json};
use serde::{Deserialize, Serialize};
use utoipa::{OpenApi, ToSchema};

use crate::domain::points::Sums;
use crate::domain::{Conference, Form};
use crate::permissions;
use crate::store::{self, NewConference};
use crate::web::{access, delegates, list};

/// A conference as the API shows it.
#[derive(Debug, Serialize, ToSchema)]
pub struct ConferenceBody {
    /// Identifier (UUID).
    id: String,
    /// The organising unit.
    unit: String,
    /// The rollout it serves.
    rollout: Option<String>,
    /// Title.
    title: String,
    /// `in_person`, `online`, `mixed`, `broadcast` or `self_study`.
    form: String,
    /// The main hall.
    place: String,
    /// Beginning, milliseconds since 1970 UTC.
    starts_at: i64,
    /// End as planned, milliseconds since 1970 UTC.
    ends_at: i64,
    /// `planned`, `open` or `closed`.
    state: String,
    /// The conference whose absentees this one is for.
    make_up_of: Option<String>,
}

impl From<Conference> for ConferenceBody {
    fn from(conference: Conference) -> Self {
        ConferenceBody {
            id: conference.id.to_string(),
            unit: conference.unit.to_string(),
            rollout: conference.rollout.map(|r| r.to_string()),
            title: conference.title,
            form: conference.form.code().to_owned(),
            place: conference.place,
            starts_at: conference.starts_at.0,
            ends_at: conference.ends_at.0,
            state: conference.state.code().to_owned(),
            make_up_of: conference.make_up_of.map(|c| c.to_string()),
        }
    }
}

/// One page of conferences.
#[derive(Debug, Serialize, ToSchema)]
pub struct ConferencesBody {
    /// Conferences in all.
    total: i64,
    /// The page's rows.
    rows: Vec<ConferenceBody>,
}

/// A conference to be planned.
#[derive(Debug, Deserialize, ToSchema)]
pub struct NewConferenceBody {
    /// The organising unit.
    unit: String,
    /// The rollout it serves.
    #[serde(default)]
    rollout: Option<String>,
    /// Title.
    title: String,
    /// `in_person`, `online`, `mixed`, `broadcast` or `self_study`.
    form: String,
    /// The main hall.
    #[serde(default)]
    place: String,
    /// Beginning, milliseconds since 1970 UTC.
    starts_at: i64,
    /// End as planned, milliseconds since 1970 UTC.
    ends_at: i64,
    /// Points made at once: `main`, `committees`, `grassroots` or `cells`.
    #[serde(default)]
    depth: String,
}

/// Counts; entered ones (`expected`, `head_count`) stand apart from recorded ones.
#[derive(Debug, Serialize, ToSchema)]
pub struct CountsBody {
    /// Points.
    points: i64,
    /// Points whose line stands.
    connected: i64,
    /// Delegates on the lists.
    summoned: i64,
    /// Present.
    present: i64,
    /// Absent with a reason.
    absent_with_reason: i64,
    /// Absent without a reason.
    absent_without_reason: i64,
    /// Entered: expected.
    expected: i64,
    /// Entered: present where there is no list.
    head_count: i64,
}

impl From<Sums> for CountsBody {
    fn from(sums: Sums) -> Self {
        CountsBody {
            points: sums.points,
            connected: sums.connected,
            summoned: sums.summoned,
            present: sums.present,
            absent_with_reason: sums.with_reason,
            absent_without_reason: sums.without_reason,
            expected: sums.expected,
            head_count: sums.head_count,
        }
    }
}

/// One point of a result.
#[derive(Debug, Serialize, ToSchema)]
pub struct PointBody {
    /// Identifier (UUID).
    id: String,
    /// Its name.
    name: String,
    /// The unit that runs it.
    unit: String,
    /// Levels below the main point.
    depth: i64,
    /// Its own counts.
    counts: CountsBody,
}

/// The result of a conference, of the points the caller sees.
#[derive(Debug, Serialize, ToSchema)]
pub struct ResultBody {
    /// All points together.
    total: CountsBody,
    /// Absent, then present at a make-up session.
    made_up: i64,
    /// Each point.
    points: Vec<PointBody>,
}

/// The figures of this moment.
#[derive(Debug, Serialize, ToSchema)]
pub struct LiveBody {
    /// All points together.
    total: CountsBody,
    /// Check-ins of the last sixty seconds.
    last_minute: i64,
    /// Check-ins of each of the last fifteen minutes, oldest first.
    minutes: Vec<i64>,
}

/// A delegate as the API shows one.
#[derive(Debug, Serialize, ToSchema)]
pub struct DelegateBody {
    /// Identifier (UUID).
    id: String,
    /// Name.
    name: String,
    /// Post.
    post: String,
    /// Home unit.
    unit: String,
    /// The point.
    point: String,
    /// `none`, `present`, `absent_with_reason` or `absent_without_reason`.
    outcome: String,
    /// The reason of an absence.
    reason: String,
    /// When presence was recorded, milliseconds since 1970 UTC.
    at: Option<i64>,
}

/// One page of delegates.
#[derive(Debug, Serialize, ToSchema)]
pub struct DelegatesBody {
    /// Delegates in all.
    total: i64,
    /// The page's rows.
    rows: Vec<DelegateBody>,
}

#[derive(OpenApi)]
#[openapi(
    paths(list_conferences, show, create, result, live, list_delegates),
    components(schemas(
        ConferenceBody,
        ConferencesBody,
        NewConferenceBody,
        CountsBody,
        PointBody,
        ResultBody,
        LiveBody,
        DelegateBody,
        DelegatesBody
    ))
)]
struct Description;

pub(crate) fn openapi() -> utoipa::openapi::OpenApi {
    let mut all = Description::openapi();
    all.merge(check_ins::openapi());
    all.merge(quality::openapi());
    all
}

/// The conferences the caller sees; with `day` those planned by then, as they were at its end. Of one changed before what a
/// change replaces was kept, what stood after that change is given.
#[utoipa::path(get, path = "/api/v1/conferences", tag = "conferences",
    params(("q" = Option<String>, Query, description = "Words, with or without accents"),
           ("state" = Option<String>, Query, description = "planned, open or closed"),
           ("day" = Option<String>, Query, description = "As of the end of this past day (YYYY-MM-DD)"),
           ("page" = Option<i64>, Query, description = "From 1"),
           ("size" = Option<i64>, Query, description = "Rows on a page, at most 500")),
    responses((status = 200, body = ConferencesBody), (status = 401), (status = 403), (status = 422)))]
pub(crate) async fn list_conferences(who: Actor, Query(query): Query<ListQuery>) -> Answer {
    let as_of = query.past_day(who.today())?;
    let roots = who.scope(permissions::VIEW);
    let query = ListQuery { format: String::new(), ..query };
    let (rows, total) = who.read(move |tx| list::page_of(tx, &roots, &query, as_of)).await?;
    json(ConferencesBody { total, rows: rows.into_iter().map(|row| row.conference.into()).collect() })
}

/// One conference.
#[utoipa::path(get, path = "/api/v1/conferences/{id}", tag = "conferences", params(("id" = String, Path)),
    responses((status = 200, body = ConferenceBody), (status = 401), (status = 404)))]
pub(crate) async fn show(who: Actor, Path(id): Path<ConferenceId>) -> Answer {
    let asker = who.clone();
    let conference = who.read(move |tx| Ok::<_, Failure>(access::see(tx, &asker, id)?.conference)).await?;
    json(ConferenceBody::from(conference))
}

/// Plans a conference and makes its points.
#[utoipa::path(post, path = "/api/v1/conferences", tag = "conferences", request_body = NewConferenceBody,
    responses((status = 200, body = ConferenceBody), (status = 401), (status = 403), (status = 404), (status = 422)))]
pub(crate) async fn create(who: Actor, ApiBody(body): ApiBody<NewConferenceBody>) -> Answer {
    let unit: UnitId = body.unit.parse().map_err(|_| Failure::NotFound)?;
    let form: Form = body.form.parse().map_err(|_| Failure::Malformed("conferences-error-form"))?;
    let title = vietnamese::nfc(body.title.trim());
    if title.is_empty() {
        return Err(Failure::Malformed("conferences-error-title"));
    }
    if body.ends_at <= body.starts_at {
        return Err(Failure::Malformed("conferences-error-backward"));
    }
    let asker = who.clone();
    let conference = who
        .write(move |tx| {
            asker.must(tx, permissions::ORGANISE, unit)?;
            let new = NewConference {
                rollout: body.rollout.and_then(|text| text.parse().ok()),
                unit,
                title,
                form,
                place: vietnamese::nfc(body.place.trim()),
                starts_at: Instant(body.starts_at),
                ends_at: Instant(body.ends_at),
                make_up_of: None,
                head_count_due_on: None,
            };
            let id = store::insert(tx, &new)?;
            let conference = store::find(tx, id)?;
            store::generate_points(tx, &conference, &crate::web::edit::kinds_to(&body.depth))?;
            Ok::<_, Failure>(conference)
        })
        .await?;
    json(ConferenceBody::from(conference))
}

/// The result, per point and in all.
#[utoipa::path(get, path = "/api/v1/conferences/{id}/result", tag = "conferences", params(("id" = String, Path)),
    responses((status = 200, body = ResultBody), (status = 401), (status = 404)))]
pub(crate) async fn result(who: Actor, Path(id): Path<ConferenceId>) -> Answer {
    let asker = who.clone();
    let (seen, result) = who
        .read(move |tx| {
            let seen = access::see(tx, &asker, id)?;
            let result = store::result(tx, id, seen.conference.unit)?;
            Ok::<_, Failure>((seen, result))
        })
        .await?;
    let mine: Vec<_> = result.points.into_iter().filter(|p| seen.sees(p.point)).collect();
    let made_up = result.absentees.iter().filter(|a| a.is_made_up && seen.sees(a.point));
    json(ResultBody {
        total: Sums::of_all(mine.iter().map(|p| &p.counts)).into(),
        made_up: made_up.fold(0, |n, _| n + 1),
        points: mine
            .into_iter()
            .map(|p| PointBody {
                id: p.point.to_string(),
                name: p.name,
                unit: p.unit.to_string(),
                depth: p.depth,
                counts: p.counts.into(),
            })
            .collect(),
    })
}

/// The figures of this moment, for the organiser's branch.
#[utoipa::path(get, path = "/api/v1/conferences/{id}/live", tag = "conferences", params(("id" = String, Path)),
    responses((status = 200, body = LiveBody), (status = 401), (status = 404)))]
pub(crate) async fn live(who: Actor, Path(id): Path<ConferenceId>) -> Answer {
    let asker = who.clone();
    let live = who
        .read(move |tx| {
            access::see(tx, &asker, id)?;
            Ok::<_, Failure>(store::live(tx, id)?)
        })
        .await?;
    json(LiveBody { total: live.total.into(), last_minute: live.last_minute, minutes: live.minutes })
}

/// The delegates the caller sees.
#[utoipa::path(get, path = "/api/v1/conferences/{id}/delegates", tag = "conferences",
    params(("id" = String, Path), ("q" = Option<String>, Query), ("point" = Option<String>, Query),
           ("outcome" = Option<String>, Query), ("page" = Option<i64>, Query), ("size" = Option<i64>, Query)),
    responses((status = 200, body = DelegatesBody), (status = 401), (status = 404)))]
pub(crate) async fn list_delegates(
    who: Actor,
    Path(id): Path<ConferenceId>,
    Query(query): Query<delegates::DelegatesQuery>,
) -> Answer {
    let asker = who.clone();
    let query = delegates::DelegatesQuery { format: String::new(), ..query };
    let (_, _, rows, total) = who.read(move |tx| delegates::page_of(tx, &asker, id, &query)).await?;
    let rows = rows
        .into_iter()
        .map(|d| DelegateBody {
            id: d.id.to_string(),
            name: d.name,
            post: d.post,
            unit: d.unit.to_string(),
            point: d.point.to_string(),
            outcome: d.outcome.code().to_owned(),
            reason: d.reason,
            at: d.at.map(|at| at.0),
        })
        .collect();
    json(DelegatesBody { total, rows })
}
