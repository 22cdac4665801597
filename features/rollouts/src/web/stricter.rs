//! A committee below asks more of its own branch: one further requirement in a running rollout (B2).

use askama::Template;
use axum::http::StatusCode;
use kernel::{RolloutId, UnitId};
use platform::db::Tx;
use platform::web::{Actor, Answer, Cx, Failure, Form, Path, Query, go_to_saying, page_with};
use units::domain::Unit;

use super::acting_unit;
use super::edit::{CHOICES, Choices};
use super::form::{Pairs, Press, RowForm, RowsForm};
use super::show::BranchQuery;
use super::weighing::{self, Scales};
use crate::domain::{Ask, Requirement, Rollout};
use crate::{permissions, store};

#[derive(Template)]
#[template(path = "rollouts/stricter.html")]
struct StricterPage {
    cx: Cx,
    rollout: Rollout,
    unit: Unit,
    form: RowsForm,
    choices: Choices,
    above: Vec<Requirement>,
}

/// The rollout and the committee in whose branch more is asked. The committee stands below the one that rolls out.
fn place(who: &Actor, tx: &mut Tx<'_>, id: RolloutId, unit: &str) -> Result<(Rollout, Unit), Failure> {
    let rollout = store::find(tx, id)?;
    let unit = acting_unit(who, tx, permissions::PREPARE, unit)?;
    if rollout.is_draft() || !units::store::is_within(tx, unit.id, rollout.unit)? {
        return Err(Failure::NotFound);
    }
    Ok((rollout, unit))
}

/// What is asked of this branch already: by the units above it, and by itself.
fn above(tx: &mut Tx<'_>, rollout: RolloutId, unit: UnitId) -> Result<Vec<Requirement>, Failure> {
    let mut above = Vec::new();
    for requirement in store::list_requirements(tx, rollout)? {
        if units::store::is_within(tx, unit, requirement.unit)? {
            above.push(requirement);
        }
    }
    Ok(above)
}

pub(crate) async fn new(who: Actor, Path(id): Path<RolloutId>, Query(query): Query<BranchQuery>) -> Answer {
    let form = RowsForm { unit: query.unit, rows: vec![RowForm::empty()], ..RowsForm::default() };
    show_form(&who, id, form, StatusCode::OK).await
}

pub(crate) async fn create(who: Actor, Path(id): Path<RolloutId>, Form(pairs): Form<Pairs>) -> Answer {
    let (mut form, press) = RowsForm::read(pairs);
    form.rows.truncate(1);
    if press == Press::Weigh {
        return show_form(&who, id, form, StatusCode::OK).await;
    }
    let Some(mut ask) = form.asks().and_then(|asks| asks.into_iter().next()) else {
        return show_form(&who, id, form, StatusCode::UNPROCESSABLE_ENTITY).await;
    };
    weighing::know(&who, std::slice::from_mut(&mut ask));
    let asker = who.clone();
    let unit = who.write(move |tx| add(&asker, tx, id, &form.unit, &ask)).await?;
    go_to_saying(format!("/rollouts/{id}?unit={unit}"), "rollouts-requirement-added")
}

fn add(who: &Actor, tx: &mut Tx<'_>, id: RolloutId, unit: &str, ask: &Ask) -> Result<UnitId, Failure> {
    let (rollout, unit) = place(who, tx, id, unit)?;
    let today = who.today();
    let branch = store::count_addressed(tx, unit.id)?;
    let foreseen = store::foresee(ask, rollout.depth, unit.kind, &branch, today);
    let above = above(tx, id, unit.id)?;
    rollout.may_add(ask, &foreseen, &above, today).or_refuse()?;
    store::add_requirement(tx, &rollout, unit.id, ask)?;
    Ok(unit.id)
}

async fn show_form(who: &Actor, id: RolloutId, mut form: RowsForm, status: StatusCode) -> Answer {
    let asker = who.clone();
    let page = who
        .read(move |tx| {
            let (rollout, unit) = place(&asker, tx, id, &form.unit)?;
            let above = above(tx, id, unit.id)?;
            Scales::of(&asker, tx, unit.id, rollout.depth)?.weigh_rows(&asker, &mut form.rows);
            let cx = asker.cx("rollouts-requirement-new");
            Ok::<_, Failure>(StricterPage { cx, rollout, unit, form, choices: CHOICES, above })
        })
        .await?;
    page_with(status, &page)
}
