//! Steering committees: one with its members, now or on a past day, setting up, changing, seats given and ended.

use askama::Template;
use axum::http::StatusCode;
use kernel::{Day, PersonId, UnitId};
use platform::db::Tx;
use platform::web::{
    Actor, Answer, Cx, Failure, FieldErrors, Form, Path, Query, go_to_saying, page, page_with, past_day,
};
use serde::Deserialize;

use super::as_of::AsOfQuery;
use super::edit::InUnit;
use super::list::called;
use super::memberships::{needed_day, some_day};
use super::responsibility::chosen;
use crate::domain::membership::holds_on;
use crate::domain::responsibility::{
    SteeringCommittee, SteeringId, SteeringMember, SteeringMemberId, SteeringRole, may_end,
};
use crate::store::Happening;
use crate::{permissions, store};

#[derive(Template)]
#[template(path = "people/steering.html")]
struct ShowPage {
    cx: Cx,
    committee: SteeringCommittee,
    unit_name: String,
    today: Day,
    /// The past day that is shown; none for now.
    as_of: Option<Day>,
    members: Vec<SteeringMember>,
    past: Vec<SteeringMember>,
    roles: &'static [SteeringRole],
    history: Vec<Happening>,
    may_assign: bool,
}

impl ShowPage {
    fn day(&self) -> Day {
        self.as_of.unwrap_or(self.today)
    }

    /// Why it does not sit on the day: the key of the text, empty while it sits.
    fn why_not(&self) -> &'static str {
        if self.committee.sits_on(self.day()) {
            ""
        } else if self.day() < self.committee.from {
            "people-steering-not-yet"
        } else {
            "people-steering-over"
        }
    }

    fn sits(&self) -> bool {
        self.why_not().is_empty()
    }

    fn day_query(&self) -> String {
        self.as_of.map(|day| format!("?day={day}")).unwrap_or_default()
    }
}

pub(crate) async fn show(who: Actor, Path(id): Path<SteeringId>, Query(query): Query<AsOfQuery>) -> Answer {
    let as_of = past_day(&query.day, who.today())?;
    let asker = who.clone();
    let shown = who.read(move |tx| read(&asker, tx, id, as_of)).await?;
    page(&shown)
}

fn read(who: &Actor, tx: &mut Tx<'_>, id: SteeringId, as_of: Option<Day>) -> Result<ShowPage, Failure> {
    let committee = store::find_steering(tx, id)?;
    who.must(tx, permissions::VIEW, committee.unit)?;
    let today = who.today();
    let all = store::list_steering_members(tx, id)?;
    let (past, members) = match as_of {
        Some(day) => (Vec::new(), members_then(tx, all, day)?),
        None => all.into_iter().partition(|m| m.to.is_some_and(|to| to <= today)),
    };
    Ok(ShowPage {
        cx: who.cx_titled(committee.name.clone()),
        unit_name: called(tx, committee.unit, as_of)?,
        history: store::list_history(tx, &[id.to_string()], 20)?,
        may_assign: as_of.is_none() && who.may(tx, permissions::ASSIGN, committee.unit)?,
        roles: SteeringRole::ALL,
        today,
        as_of,
        members,
        past,
        committee,
    })
}

/// Who had a seat on a past day, with the post held then.
fn members_then(tx: &mut Tx<'_>, all: Vec<SteeringMember>, day: Day) -> Result<Vec<SteeringMember>, Failure> {
    let mut members: Vec<SteeringMember> = all.into_iter().filter(|m| holds_on(m.from, m.to, day)).collect();
    let people: Vec<PersonId> = members.iter().map(|member| member.person).collect();
    let mut posts = store::posts_on(tx, &people, day)?;
    for member in &mut members {
        member.post = posts.remove(&member.person).unwrap_or_default();
    }
    Ok(members)
}

/// The form of a steering committee. Days ISO.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct SteeringForm {
    unit: String,
    name: String,
    purpose: String,
    decision: String,
    from: String,
    to: String,
    version: i64,
}

impl SteeringForm {
    /// What the form says, and what is wrong with it.
    fn read(&self, id: SteeringId) -> Result<SteeringCommittee, FieldErrors> {
        let mut errors = FieldErrors::default();
        let name = vietnamese::nfc(self.name.trim());
        errors.add_if(name.is_empty() || name.chars().count() > 300, "name", "people-error-steering-name");
        let (from, to) = (self.from.trim().parse::<Day>().ok(), some_day(&self.to).ok());
        errors.add_if(from.is_none(), "from", "people-error-day");
        errors.add_if(to.is_none(), "to", "people-error-day");
        let unit: Option<UnitId> = self.unit.parse().ok();
        match (unit, from, to) {
            (Some(unit), Some(from), Some(to)) if errors.is_empty() => Ok(SteeringCommittee {
                id,
                unit,
                name,
                purpose: vietnamese::nfc(self.purpose.trim()),
                decision: vietnamese::nfc(self.decision.trim()),
                from,
                to,
                version: self.version,
            }),
            _ => Err(errors),
        }
    }
}

#[derive(Template)]
#[template(path = "people/steering_edit.html")]
struct EditPage {
    cx: Cx,
    form: SteeringForm,
    errors: FieldErrors,
    unit_name: String,
    cancel: String,
}

pub(crate) async fn new(who: Actor, Query(query): Query<InUnit>) -> Answer {
    let form = SteeringForm { unit: query.unit, from: who.today().to_string(), ..SteeringForm::default() };
    edit_page(&who, form, FieldErrors::default(), None).await
}

async fn edit_page(who: &Actor, form: SteeringForm, errors: FieldErrors, id: Option<SteeringId>) -> Answer {
    let unit: UnitId = form.unit.parse().map_err(|_| Failure::NotFound)?;
    let asker = who.clone();
    let unit_name = who
        .read(move |tx| {
            asker.must(tx, permissions::ASSIGN, unit)?;
            Ok::<_, Failure>(units::store::find(tx, unit)?.name)
        })
        .await?;
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let cancel = id.map_or_else(|| format!("/responsibility/{unit}"), |id| format!("/steering-committees/{id}"));
    let cx = who.cx(if id.is_some() { "people-steering-edit" } else { "people-steering-new" });
    page_with(status, &EditPage { cx, form, errors, unit_name, cancel })
}

pub(crate) async fn create(who: Actor, Form(form): Form<SteeringForm>) -> Answer {
    let committee = match form.read(SteeringId(who.app().clock.new_uuid())) {
        Ok(committee) => committee,
        Err(errors) => return edit_page(&who, form, errors, None).await,
    };
    let asker = who.clone();
    let id = who
        .write(move |tx| {
            asker.must(tx, permissions::ASSIGN, committee.unit)?;
            committee.may_be_saved().or_refuse()?;
            Ok::<_, Failure>(store::insert_steering(tx, &committee)?)
        })
        .await?;
    go_to_saying(format!("/steering-committees/{id}"), "people-steering-founded")
}

pub(crate) async fn edit(who: Actor, Path(id): Path<SteeringId>) -> Answer {
    let committee = who.read(move |tx| store::find_steering(tx, id)).await?;
    let form = SteeringForm {
        unit: committee.unit.to_string(),
        name: committee.name,
        purpose: committee.purpose,
        decision: committee.decision,
        from: committee.from.to_string(),
        to: committee.to.map(|day| day.to_string()).unwrap_or_default(),
        version: committee.version,
    };
    edit_page(&who, form, FieldErrors::default(), Some(id)).await
}

pub(crate) async fn update(who: Actor, Path(id): Path<SteeringId>, Form(form): Form<SteeringForm>) -> Answer {
    let unit = who.read(move |tx| store::find_steering(tx, id)).await?.unit;
    let form = SteeringForm { unit: unit.to_string(), ..form };
    let committee = match form.read(id) {
        Ok(committee) => committee,
        Err(errors) => return edit_page(&who, form, errors, Some(id)).await,
    };
    let asker = who.clone();
    who.write(move |tx| {
        asker.must(tx, permissions::ASSIGN, committee.unit)?;
        committee.may_be_saved().or_refuse()?;
        store::save_steering(tx, &committee)?;
        Ok::<_, Failure>(())
    })
    .await?;
    go_to_saying(format!("/steering-committees/{id}"), "people-steering-saved")
}

/// The form of a seat. Days ISO.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct SeatForm {
    person: String,
    role: String,
    task: String,
    from: String,
    to: String,
}

pub(crate) async fn seat(who: Actor, Path(id): Path<SteeringId>, Form(form): Form<SeatForm>) -> Answer {
    let role: SteeringRole = form.role.parse().map_err(|_| Failure::Malformed("people-error-rank"))?;
    let (from, to) = (needed_day(&form.from)?, some_day(&form.to)?);
    let asker = who.clone();
    who.write(move |tx| {
        let committee = store::find_steering(tx, id)?;
        asker.must(tx, permissions::ASSIGN, committee.unit)?;
        let person = chosen(&asker, tx, &form.person)?;
        let new = SteeringMember {
            id: tx.new_id(),
            committee: id,
            committee_name: committee.name.clone(),
            person: person.id,
            name: person.known.full_name,
            post: person.known.post,
            role,
            task: vietnamese::nfc(form.task.trim()),
            from,
            to,
        };
        committee.may_seat(&new, &store::list_steering_members(tx, id)?).or_refuse()?;
        store::insert_steering_member(tx, &new, committee.unit)?;
        Ok::<_, Failure>(())
    })
    .await?;
    go_to_saying(format!("/steering-committees/{id}"), "people-seat-given")
}

pub(crate) async fn end_seat(who: Actor, Path(id): Path<SteeringMemberId>, Form(form): Form<SeatForm>) -> Answer {
    let on = needed_day(&form.to)?;
    let asker = who.clone();
    let committee = who
        .write(move |tx| {
            let member = store::find_steering_member(tx, id)?;
            let committee = store::find_steering(tx, member.committee)?;
            asker.must(tx, permissions::ASSIGN, committee.unit)?;
            may_end(member.from, member.to, on).or_refuse()?;
            store::end_seat(tx, &member, committee.unit, on)?;
            Ok::<_, Failure>(committee.id)
        })
        .await?;
    go_to_saying(format!("/steering-committees/{committee}"), "people-seat-ended")
}
