//! The JSON face of people: the same permissions, the same table of who sees what.

use kernel::{PersonId, UnitId};
use platform::db::Tx;
use platform::web::{Actor, Answer, Failure, Path, Query, json, past_day};
use serde::Serialize;
use utoipa::{OpenApi, ToSchema};

use crate::domain::sight::{Field, Sight};
use crate::domain::{Person, masked};
use crate::store::Answering;
use crate::web::as_of::AsOfQuery;
use crate::web::edit::seen;
use crate::web::list::{PeopleWords, allowed, find};
use crate::web::sights::{Sights, least};
use crate::{permissions, store};

/// A person as the API shows it.
#[derive(Debug, Serialize, ToSchema)]
pub struct PersonBody {
    /// Identifier (UUID).
    id: String,
    /// Number in the member database, masked unless it is the caller's own.
    external_id: Option<String>,
    /// Full name.
    full_name: String,
    /// Date of birth (yyyy-mm-dd); absent unless the caller's role sees it in full.
    birth_day: Option<String>,
    /// `male` or `female`.
    gender: Option<String>,
    /// Home unit (UUID).
    home_unit: String,
    /// `official`, `probationary`, `exempt`, `temporarily_elsewhere`, `official_not_member`, `association_member`, `guest`
    /// or `not_member`.
    member_status: String,
    /// Day of joining the Party (yyyy-mm-dd).
    joined_on: Option<String>,
    /// Post.
    post: String,
    /// Telephone, masked unless it is the caller's own.
    phone: String,
    /// Key official.
    is_key_official: bool,
    /// No longer belongs since (yyyy-mm-dd).
    ended_on: Option<String>,
}

/// One page of people.
#[derive(Debug, Serialize, ToSchema)]
pub struct PeopleBody {
    /// People in all.
    total: i64,
    /// People of a past day who are at home outside of the caller's branches today; they are not named.
    of_others: i64,
    /// The page's rows.
    rows: Vec<PersonBody>,
}

/// A role held.
#[derive(Debug, Serialize, ToSchema)]
pub struct RoleBody {
    /// The role's code, such as `officer`.
    role: String,
    /// The unit (UUID).
    unit: String,
    /// The unit's name.
    unit_name: String,
}

/// Who asks.
#[derive(Debug, Serialize, ToSchema)]
pub struct MeBody {
    /// Account (UUID).
    account: String,
    /// Shown name.
    name: String,
    /// `vi` or `en`.
    language: String,
    /// The person of the account.
    person: Option<PersonBody>,
    /// Roles held today.
    roles: Vec<RoleBody>,
}

/// Numbers of others go out masked, as on pages: whoever must have them in full asks with the button that is logged.
fn of_another(sight: impl Fn(Field) -> Sight) -> impl Fn(Field) -> Sight {
    move |field| match (field, sight(field)) {
        (Field::ExternalId | Field::Phone, Sight::Full) => Sight::Masked,
        (_, sight) => sight,
    }
}

fn body(person: &Person, sight: impl Fn(Field) -> Sight) -> PersonBody {
    let number = |text: &str, field: Field| match sight(field) {
        Sight::Full => text.to_owned(),
        Sight::Masked => masked(text),
        Sight::Hidden => String::new(),
    };
    let is_full = |field: Field| sight(field) == Sight::Full;
    let day = |day: Option<kernel::Day>, field: Field| day.filter(|_| is_full(field)).map(|day| day.to_string());
    PersonBody {
        id: person.id.to_string(),
        external_id: person.external_id.as_deref().map(|id| number(id, Field::ExternalId)),
        full_name: person.full_name.clone(),
        birth_day: day(person.birth_day, Field::BirthDay),
        gender: person.gender.filter(|_| is_full(Field::Gender)).map(|gender| gender.code().to_owned()),
        home_unit: person.home_unit.to_string(),
        member_status: person.member_status.code().to_owned(),
        joined_on: day(person.joined_on, Field::JoinedOn),
        post: person.post.clone(),
        phone: number(&person.phone, Field::Phone),
        is_key_official: person.is_key_official,
        ended_on: person.ended_on.map(|day| day.to_string()),
    }
}

/// Somebody who answers for a unit.
#[derive(Debug, Serialize, ToSchema)]
pub struct AnsweringBody {
    /// The person (UUID).
    person: Option<String>,
    /// Full name.
    name: String,
    /// The post, or the field or unit assigned.
    title: String,
}

/// Who answers for a unit, today or on the day asked for.
#[derive(Debug, Serialize, ToSchema)]
pub struct ResponsibilityBody {
    /// The head of the unit.
    head: Option<AnsweringBody>,
    /// Members of standing committees who answer for it.
    standing: Vec<AnsweringBody>,
}

#[derive(OpenApi)]
#[openapi(
    paths(list, show, me, responsibility),
    components(schemas(PersonBody, PeopleBody, RoleBody, MeBody, AnsweringBody, ResponsibilityBody))
)]
struct Description;

pub(crate) fn openapi() -> utoipa::openapi::OpenApi {
    Description::openapi()
}

/// The people of the caller's branch.
#[utoipa::path(get, path = "/api/v1/people", tag = "people",
    params(("q" = Option<String>, Query, description = "Part of the name or id, with or without accents"),
           ("unit" = Option<String>, Query, description = "Only this unit's branch (UUID)"),
           ("status" = Option<String>, Query, description = "Only this member status; `ended` for those who left"),
           ("sort" = Option<String>, Query, description = "name, unit, birth, joined or id; a leading - for descending"),
           ("day" = Option<String>, Query, description = "Homes, statuses and posts of this past day, yyyy-mm-dd"),
           ("page" = Option<i64>, Query, description = "From 1"),
           ("size" = Option<i64>, Query, description = "Rows on a page, at most 500")),
    responses((status = 200, body = PeopleBody), (status = 401), (status = 403), (status = 404), (status = 422)))]
pub(crate) async fn list(who: Actor, Query(words): Query<PeopleWords>) -> Answer {
    let asker = who.clone();
    let found = who
        .read(move |tx| {
            let allowed = allowed(&asker, tx, &words)?;
            let found = find(tx, &allowed.query, &words.list())?;
            let sight = |field| least(&allowed.sights, field);
            let rows = found.lines.iter().map(|line| body(&line.person, of_another(sight))).collect();
            Ok::<_, Failure>(PeopleBody { total: found.total, of_others: found.of_others, rows })
        })
        .await?;
    json(found)
}

fn shown(who: &Actor, tx: &mut Tx<'_>, id: PersonId) -> Result<PersonBody, Failure> {
    let person = seen(who, tx, id)?;
    let sights = Sights::of_person(who, tx, id, person.home_unit)?;
    let sight = |field| sights.of(field);
    Ok(if who.person() == Some(id) { body(&person, sight) } else { body(&person, of_another(sight)) })
}

/// One person: of the caller's branch, or the caller's own record.
#[utoipa::path(get, path = "/api/v1/people/{id}", tag = "people", params(("id" = String, Path)),
    responses((status = 200, body = PersonBody), (status = 401), (status = 404)))]
pub(crate) async fn show(who: Actor, Path(id): Path<PersonId>) -> Answer {
    let asker = who.clone();
    json(who.read(move |tx| shown(&asker, tx, id)).await?)
}

/// Who answers for a unit today, or answered for it on a past day.
#[utoipa::path(get, path = "/api/v1/responsibility/{unit}", tag = "people",
    params(("unit" = String, Path), ("day" = Option<String>, Query, description = "A past day, yyyy-mm-dd")),
    responses((status = 200, body = ResponsibilityBody), (status = 401), (status = 403), (status = 404), (status = 422)))]
pub(crate) async fn responsibility(who: Actor, Path(unit): Path<UnitId>, Query(query): Query<AsOfQuery>) -> Answer {
    let as_of = past_day(&query.day, who.today())?;
    let asker = who.clone();
    let body = |one: Answering| AnsweringBody {
        person: one.person.map(|id| id.to_string()),
        name: one.name,
        title: one.title,
    };
    let found = who
        .read(move |tx| {
            asker.must(tx, permissions::VIEW, unit)?;
            let (head, standing) = match as_of {
                Some(day) => (store::lookup_head_on(tx, unit, day)?, store::list_answering_on(tx, unit, day)?),
                None => (store::lookup_head(tx, unit)?, store::list_answering(tx, unit, None)?),
            };
            let standing = standing.into_iter().map(body).collect();
            Ok::<_, Failure>(ResponsibilityBody { head: head.map(body), standing })
        })
        .await?;
    json(found)
}

/// Who asks, with the roles held today.
#[utoipa::path(get, path = "/api/v1/me", tag = "people",
    responses((status = 200, body = MeBody), (status = 401)))]
pub(crate) async fn me(who: Actor) -> Answer {
    let asker = who.clone();
    let me = who
        .read(move |tx| {
            let identity = asker.identity().ok_or(Failure::SignInFirst)?;
            let person = identity.person.map(|id| shown(&asker, tx, id)).transpose()?;
            let mut roles = Vec::new();
            for grant in &identity.grants {
                let unit_name = units::store::find(tx, grant.unit)?.name;
                roles.push(RoleBody { role: grant.role.code().into(), unit: grant.unit.to_string(), unit_name });
            }
            Ok::<_, Failure>(MeBody {
                account: identity.account.to_string(),
                name: identity.name.clone(),
                language: identity.language.code().into(),
                person,
                roles,
            })
        })
        .await?;
    json(me)
}
