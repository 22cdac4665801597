//! In whose charge a rollout is: shown on its page, set by who prepares it.

use kernel::{RolloutId, UnitId};
use people::domain::responsibility::{Area, SteeringCommittee, SteeringRole};
use platform::db::Tx;
use platform::web::{Actor, Answer, Failure, Form, Named, Path, WhoAnswers, go_to_saying};
use serde::Deserialize;

use crate::domain::Rollout;
use crate::permissions;
use crate::store::{self, Charge};

/// What the page of a rollout says of it.
pub(crate) struct InCharge {
    /// The head of the branch looked at, the member of the standing committee, the head of the steering committee.
    pub answering: Vec<WhoAnswers>,
    /// The fields of work that can be chosen, with the one that is; nothing for who may not.
    pub areas: Vec<(Area, bool)>,
    /// The same of steering committees.
    pub steering: Vec<(SteeringCommittee, bool)>,
}

pub(crate) fn read(
    who: &Actor,
    tx: &mut Tx<'_>,
    rollout: &Rollout,
    branch: UnitId,
    may_prepare: bool,
) -> Result<InCharge, Failure> {
    let charge = store::find_charge(tx, rollout.id)?;
    let mut answering = people::who_answers(who, tx, branch, charge.area)?;
    if let Some(id) = charge.steering {
        let committee = people::store::find_steering(tx, id)?;
        answering.push(steering_of(who, tx, committee)?);
    }
    let (mut areas, mut steering) = (Vec::new(), Vec::new());
    if may_prepare {
        areas = people::store::list_areas(tx, rollout.unit)?;
        steering = people::store::list_steering(tx, rollout.unit)?;
        steering.retain(|one| one.sits_on(who.today()) || Some(one.id) == charge.steering);
    }
    Ok(InCharge {
        answering,
        areas: areas.into_iter().map(|one| (Some(one.id) == charge.area, one)).map(|(is, one)| (one, is)).collect(),
        steering: steering
            .into_iter()
            .map(|one| (Some(one.id) == charge.steering, one))
            .map(|(is, one)| (one, is))
            .collect(),
    })
}

/// The steering committee with who heads it today.
fn steering_of(who: &Actor, tx: &mut Tx<'_>, committee: SteeringCommittee) -> Result<WhoAnswers, Failure> {
    let today = who.today();
    let is_head = |m: &people::domain::responsibility::SteeringMember| {
        m.role == SteeringRole::Head && m.from <= today && m.to.is_none_or(|to| today < to)
    };
    let members = people::store::list_steering_members(tx, committee.id)?;
    let title = members.into_iter().find(is_head).map(|head| head.name).unwrap_or_default();
    let sees = who.may(tx, people::permissions::VIEW, committee.unit)?;
    let href = if sees { format!("/steering-committees/{}", committee.id) } else { String::new() };
    let people = vec![Named { name: committee.name, title, href }];
    Ok(WhoAnswers { label: who.cx("rollouts-steering").title, people })
}

/// The form of the charge.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct ChargeForm {
    area: String,
    steering: String,
    version: i64,
}

pub(crate) async fn update(who: Actor, Path(id): Path<RolloutId>, Form(form): Form<ChargeForm>) -> Answer {
    let asker = who.clone();
    who.write(move |tx| {
        let rollout = Rollout { version: form.version, ..store::find(tx, id)? };
        asker.must(tx, permissions::PREPARE, rollout.unit)?;
        let areas = people::store::list_areas(tx, rollout.unit)?;
        let committees = people::store::list_steering(tx, rollout.unit)?;
        // what is no field or committee of this unit is taken for none
        let charge = Charge {
            area: areas.iter().map(|area| area.id).find(|id| id.to_string() == form.area),
            steering: committees.iter().map(|one| one.id).find(|id| id.to_string() == form.steering),
        };
        store::save_charge(tx, &rollout, charge)?;
        Ok::<_, Failure>(())
    })
    .await?;
    go_to_saying(format!("/rollouts/{id}"), "rollouts-charge-saved")
}
