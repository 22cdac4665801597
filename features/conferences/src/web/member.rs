//! The delegate's own pages, without signing in: whoever holds the invitation is the delegate. One column, large type,
//! one button; tapping twice does no harm.

use askama::Template;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use kernel::PointId;
use platform::db::StoreError;
use platform::web::{Actor, Answer, Cx, Failure, Form, Path, Query, go_to, page_with};
use serde::Deserialize;

use super::invitations::{calendar_answer, place_of, seat_shown};
use super::{access, paper, survey};
use crate::domain::code::{normal_invitation, shown_invitation};
use crate::domain::{Conference, Outcome, Point};
use crate::store::{self, CheckIn, Delegate};

/// The cookie that keeps a phone's invitations, newest first.
const COOKIE: &str = "invitations";
const KEPT: usize = 8;

#[derive(Template)]
#[template(path = "conferences/member.html")]
struct MemberPage {
    cx: Cx,
    conference: Conference,
    point: Point,
    place: String,
    delegate: Delegate,
    agenda: Vec<store::AgendaItem>,
    shown_invitation: String,
    refusal: String,
    /// Row and number; empty where no seats are drawn up.
    seat: String,
    takes_questions: bool,
    has_questions: bool,
    is_surveyed: bool,
    /// Who checked in in the delegate's place; empty when they did it themselves.
    helper: String,
}

impl MemberPage {
    fn is_present(&self) -> bool {
        self.delegate.outcome == Outcome::Present
    }
}

/// What a scanned or typed code comes with.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct CodeQuery {
    code: String,
    point: String,
}

/// The delegate's page. A code in the address (the QR code of the hall) is checked in at once: the same as typing it,
/// and harmless when repeated.
pub(crate) async fn show(
    who: Actor,
    headers: HeaderMap,
    Path(invitation): Path<String>,
    Query(query): Query<CodeQuery>,
) -> Answer {
    check_in_and_show(who, headers, invitation, query).await
}

pub(crate) async fn check_in(
    who: Actor,
    headers: HeaderMap,
    Path(invitation): Path<String>,
    Form(form): Form<CodeQuery>,
) -> Answer {
    let form = CodeQuery { code: if form.code.is_empty() { "-".into() } else { form.code }, ..form };
    check_in_and_show(who, headers, invitation, form).await
}

async fn check_in_and_show(who: Actor, headers: HeaderMap, invitation: String, query: CodeQuery) -> Answer {
    let mut refusal = String::new();
    if !query.code.is_empty() {
        let (typed, code) = (invitation.clone(), query.code.clone());
        let seen_at: Option<PointId> = query.point.parse().ok();
        let asker = who.clone();
        let answer = who
            .write(move |tx| {
                access::invited(tx, &asker, &typed)?;
                Ok::<_, Failure>(store::check_in(tx, &typed, &code, seen_at)?)
            })
            .await?;
        match answer {
            CheckIn::Recorded(_) | CheckIn::Already(_) => {}
            CheckIn::Refused(refused) => refusal = who.cx("conferences-check-in").reasons(&refused.0),
            CheckIn::Unknown => return Err(Failure::NotFound),
        }
    }
    let asker = who.clone();
    let is_refused = !refusal.is_empty();
    let shown = who
        .read(move |tx| {
            let delegate = access::invited(tx, &asker, &invitation)?;
            let conference = store::find(tx, delegate.conference)?;
            let point = store::find_point(tx, delegate.point)?;
            let cx = asker.cx_titled(conference.title.clone());
            let dialogue = store::find_dialogue(tx, conference.id)?;
            let seat = store::lookup_seat(tx, delegate.id)?;
            Ok::<_, Failure>(MemberPage {
                seat: seat_shown(&cx, seat.as_ref()),
                takes_questions: dialogue.is_open && !conference.state.is_closed(),
                has_questions: store::has_questions(tx, conference.id)?,
                is_surveyed: survey::is_asked(tx, &conference, &delegate)?,
                cx,
                agenda: store::list_agenda(tx, conference.id)?,
                place: place_of(&conference, &point),
                shown_invitation: shown_invitation(&delegate.invitation),
                conference,
                point,
                helper: store::helper_of(tx, &delegate)?,
                delegate,
                refusal,
            })
        })
        .await?;
    let status = if is_refused { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let mut answer = page_with(status, &shown)?;
    let kept = keep(&headers, &shown.delegate.invitation);
    let secure = if who.app().secure_cookies { "; Secure" } else { "" };
    let cookie = format!("{COOKIE}={kept}; Path=/c; HttpOnly; SameSite=Lax; Max-Age=15552000{secure}");
    if let Ok(value) = HeaderValue::from_str(&cookie) {
        answer.headers_mut().append(header::SET_COOKIE, value);
    }
    Ok(answer)
}

/// The invitations this phone has opened.
fn kept_on(headers: &HeaderMap) -> Vec<String> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .filter(|(name, _)| *name == COOKIE)
        .flat_map(|(_, value)| value.split('.'))
        .map(normal_invitation)
        .filter(|invitation| invitation.len() == 12)
        .collect()
}

fn keep(headers: &HeaderMap, invitation: &str) -> String {
    let mut all = vec![invitation.to_owned()];
    all.extend(kept_on(headers).into_iter().filter(|other| other != invitation));
    all.truncate(KEPT);
    all.join(".")
}

#[derive(Template)]
#[template(path = "conferences/hall.html")]
struct HallPage {
    cx: Cx,
    point_name: String,
    query: CodeQuery,
    is_unknown: bool,
}

/// Where the QR code of a hall leads: the delegate is known by the invitation kept on the phone, or by the sign-in, or
/// types the invitation's letters.
pub(crate) async fn hall(who: Actor, headers: HeaderMap, Query(query): Query<CodeQuery>) -> Answer {
    let kept = kept_on(&headers);
    let (person, acts) = (who.person(), who.helper().is_some());
    let point = query.point.parse::<PointId>().ok();
    let (found, point_name) = who
        .read(move |tx| {
            let point = match point {
                Some(point) => Some(store::find_point(tx, point)?),
                None => None,
            };
            let fits = |delegate: &Delegate| {
                point.as_ref().is_none_or(|p| p.conference == delegate.conference)
                    && (!acts || delegate.person == person)
            };
            let mut found = None;
            for invitation in &kept {
                found = found.or(store::lookup_by_invitation(tx, invitation)?.filter(fits));
            }
            if let (None, Some(person)) = (&found, person) {
                found = store::list_delegates_of_person(tx, person)?.into_iter().find(fits);
            }
            Ok::<_, StoreError>((found.map(|d| d.invitation), point.map(|p| p.name).unwrap_or_default()))
        })
        .await?;
    match found {
        Some(invitation) => go_to(address_with_code(&invitation, &query)),
        None => {
            let cx = who.cx("conferences-check-in");
            page_with(StatusCode::OK, &HallPage { cx, point_name, query, is_unknown: false })
        }
    }
}

fn address_with_code(invitation: &str, query: &CodeQuery) -> String {
    let code: String = query.code.chars().filter(char::is_ascii_digit).collect();
    match query.point.parse::<PointId>() {
        Ok(point) => format!("/c/{invitation}?code={code}&point={point}"),
        Err(_) => format!("/c/{invitation}?code={code}"),
    }
}

/// The invitation's letters as typed on the hall's page.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct TypedInvitation {
    invitation: String,
    code: String,
    point: String,
}

pub(crate) async fn find_by_letters(who: Actor, Form(form): Form<TypedInvitation>) -> Answer {
    let typed = form.invitation.clone();
    let query = CodeQuery { code: form.code, point: form.point };
    let found = who.read(move |tx| store::lookup_by_invitation(tx, &typed)).await?;
    match found {
        Some(delegate) => go_to(address_with_code(&delegate.invitation, &query)),
        None => {
            let cx = who.cx("conferences-check-in");
            let page = HallPage { cx, point_name: String::new(), query, is_unknown: true };
            page_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
    }
}

pub(crate) async fn calendar(who: Actor, Path(invitation): Path<String>) -> Answer {
    let asker = who.clone();
    let (conference, point, delegate) = who
        .read(move |tx| {
            let delegate = access::invited(tx, &asker, &invitation)?;
            let point = store::find_point(tx, delegate.point)?;
            Ok::<_, Failure>((store::find(tx, delegate.conference)?, point, delegate))
        })
        .await?;
    let place = format!("{}, {}", point.name, place_of(&conference, &point));
    let address = super::invitations::address_of(&who, &delegate.invitation);
    calendar_answer(paper::calendar(&conference, place.trim_end_matches(", "), &address, who.app().clock.now()))
}
