//! Who may sign by order (thừa lệnh) for a unit: dated rows, entered by its officers.

use askama::Template;
use documents::domain::DOCUMENT_TYPES;
use documents::import::must_bear_no_mark;
use kernel::{Day, UnitId};
use platform::web::Query;
use platform::web::{Actor, Answer, Cx, Failure, Form, go_to_saying, page};
use serde::Deserialize;
use units::domain::Unit;

use crate::domain::Delegation;
use crate::permissions::{DELEGATE, VIEW};
use crate::store::{self, DelegationId};

#[derive(Template)]
#[template(path = "drafts/delegations.html")]
struct DelegationsPage {
    cx: Cx,
    unit: Unit,
    units: Vec<Unit>,
    delegations: Vec<(DelegationId, Delegation)>,
    today: Day,
    may_delegate: bool,
}

/// Whose delegations.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct DelegationsQuery {
    unit: String,
}

pub(crate) async fn list(who: Actor, Query(query): Query<DelegationsQuery>) -> Answer {
    let asker = who.clone();
    let shown = who
        .read(move |tx| {
            let own = asker.scope(VIEW);
            let unit = query.unit.parse().ok().or(own.first().copied()).ok_or(Failure::NotFound)?;
            asker.must(tx, VIEW, unit)?;
            let units = own.iter().map(|id| units::store::find(tx, *id)).collect::<Result<Vec<_>, _>>()?;
            Ok::<_, Failure>(DelegationsPage {
                cx: asker.cx("drafts-delegations"),
                unit: units::store::find(tx, unit)?,
                units,
                delegations: store::list_delegations(tx, unit)?,
                today: asker.today(),
                may_delegate: asker.may(tx, DELEGATE, unit)?,
            })
        })
        .await?;
    page(&shown)
}

/// A delegation, as it was typed.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct DelegationForm {
    unit: String,
    position: String,
    #[serde(rename = "type")]
    types: Vec<String>,
    ground: String,
    starts_on: String,
    ends_on: String,
}

pub(crate) async fn create(who: Actor, Form(form): Form<DelegationForm>) -> Answer {
    let asker = who.clone();
    let unit: UnitId = form.unit.parse().map_err(|_| Failure::NotFound)?;
    who.write(move |tx| {
        asker.must(tx, DELEGATE, unit)?;
        let position = vietnamese::nfc(form.position.trim());
        if position.is_empty() || form.ground.trim().is_empty() {
            return Err(Failure::Malformed("drafts-error-delegation"));
        }
        let day = |text: &str| text.parse::<Day>().map_err(|_| Failure::Malformed("drafts-error-delegation"));
        let starts_on = day(&form.starts_on)?;
        let ends_on = if form.ends_on.is_empty() { None } else { Some(day(&form.ends_on)?) };
        if ends_on.is_some_and(|ends| ends < starts_on) {
            return Err(Failure::Malformed("drafts-error-delegation"));
        }
        let new =
            Delegation { position, types: form.types, ground: vietnamese::nfc(form.ground.trim()), starts_on, ends_on };
        must_bear_no_mark(&[&new.position, &new.ground])?;
        store::insert_delegation(tx, unit, &new)?;
        Ok::<_, Failure>(())
    })
    .await?;
    go_to_saying(format!("/drafts/delegations?unit={unit}"), "drafts-delegated-saved")
}

/// Which one ends today.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct EndForm {
    unit: String,
    id: String,
}

pub(crate) async fn end(who: Actor, Form(form): Form<EndForm>) -> Answer {
    let asker = who.clone();
    let unit: UnitId = form.unit.parse().map_err(|_| Failure::NotFound)?;
    let id: DelegationId = form.id.parse().map_err(|_| Failure::NotFound)?;
    who.write(move |tx| {
        asker.must(tx, DELEGATE, unit)?;
        let today = tx.today();
        Ok::<_, Failure>(store::end_delegation(tx, unit, id, today)?)
    })
    .await?;
    go_to_saying(format!("/drafts/delegations?unit={unit}"), "drafts-delegation-ended-saved")
}
