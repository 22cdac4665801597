//! Steps of the unit above for many duties at once: reminding the units, waiving for one reason. All or none.

use kernel::{DutyId, Refused, RolloutId, UnitId};
use platform::db::Tx;
use platform::web::{Actor, Answer, Failure, Form, Path, Sort, go_to_saying};
use serde::Deserialize;

use super::duties::DutiesQuery;
use super::{Sight, sight};
use crate::domain::{Duty, MOST_AT_ONCE, Rollout, may_choose};
use crate::permissions;
use crate::store::{self, DutyFilter};

/// The duties ticked in the list, or all of the list as it was filtered.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct ChosenForm {
    /// `<id>.<version>` of each duty that was ticked.
    duty: Vec<String>,
    /// `1`: all duties of the filter, on every page.
    all: String,
    reason: String,
    q: String,
    unit: String,
    state: String,
    requirement: String,
    kind: String,
}

impl ChosenForm {
    fn query(&self) -> DutiesQuery {
        DutiesQuery {
            q: self.q.clone(),
            unit: self.unit.clone(),
            state: self.state.clone(),
            requirement: self.requirement.clone(),
            kind: self.kind.clone(),
            ..DutiesQuery::default()
        }
    }
}

/// The rollout and the chosen duties, which all stand below a unit in which the actor may waive.
fn chosen(who: &Actor, tx: &mut Tx<'_>, id: RolloutId, form: &ChosenForm) -> Result<(Rollout, Vec<Duty>), Failure> {
    let Sight { rollout, root, .. } = sight(who, tx, id, &form.unit)?;
    who.must(tx, permissions::WAIVE, root.id)?;
    let duties = if form.all == "1" { all_of(who, tx, id, root.id, form)? } else { ticked(tx, id, root.id, form)? };
    Ok((rollout, duties))
}

fn all_of(who: &Actor, tx: &mut Tx<'_>, id: RolloutId, root: UnitId, form: &ChosenForm) -> Result<Vec<Duty>, Failure> {
    let filter = DutyFilter { in_hand: true, ..form.query().filter(id, root, who.today()) };
    may_choose(store::count_duties(tx, &filter)?).or_refuse()?;
    let sort = Sort { key: "due", descending: false };
    let rows = store::list_duties(tx, &filter, sort, 0, MOST_AT_ONCE)?;
    Ok(rows.into_iter().map(|row| row.duty).collect())
}

fn ticked(tx: &mut Tx<'_>, id: RolloutId, root: UnitId, form: &ChosenForm) -> Result<Vec<Duty>, Failure> {
    may_choose(i64::try_from(form.duty.len()).unwrap_or(i64::MAX)).or_refuse()?;
    let mut duties = Vec::with_capacity(form.duty.len());
    for one in &form.duty {
        let (duty, version) = one.split_once('.').ok_or(Failure::Malformed("form-unreadable"))?;
        let duty = store::find_duty(tx, duty.parse::<DutyId>().map_err(|_| Failure::NotFound)?)?;
        let stands_below = duty.unit != root && units::store::is_within(tx, duty.unit, root)?;
        if duty.rollout != id || !stands_below {
            return Err(Failure::NotFound);
        }
        if duty.version.to_string() != version {
            return Err(Failure::Stale);
        }
        duties.push(duty);
    }
    Ok(duties)
}

pub(crate) async fn remind(who: Actor, Path(id): Path<RolloutId>, Form(form): Form<ChosenForm>) -> Answer {
    let (asker, back) = (who.clone(), form.query().address(id));
    who.write(move |tx| {
        let (rollout, duties) = chosen(&asker, tx, id, &form)?;
        let today = asker.today();
        // once a day is enough: whoever was reminded today already is left alone
        for duty in duties.into_iter().filter(|duty| duty.reminded_on != Some(today)) {
            let reminded = duty.remind(rollout.is_running(), today)?;
            store::save_reminder(tx, &reminded)?;
        }
        Ok::<_, Failure>(())
    })
    .await?;
    go_to_saying(back, "rollouts-duties-reminded")
}

pub(crate) async fn waive(who: Actor, Path(id): Path<RolloutId>, Form(form): Form<ChosenForm>) -> Answer {
    let (asker, back) = (who.clone(), form.query().address(id));
    who.write(move |tx| {
        let (rollout, duties) = chosen(&asker, tx, id, &form)?;
        let reason = vietnamese::nfc(form.reason.trim());
        let waived = duties
            .iter()
            .map(|duty| duty.clone().waive(&reason, rollout.is_running(), asker.today()))
            .collect::<Result<Vec<_>, Refused>>()?;
        for (before, after) in duties.iter().zip(&waived) {
            store::save_duty(tx, before, after)?;
        }
        Ok::<_, Failure>(())
    })
    .await?;
    go_to_saying(back, "rollouts-duties-waived")
}
