//! A call: how many are asked, have submitted and passed, unit by unit, never by name.

use askama::Template;
use figures::store::ChildFigures;
use kernel::{Day, Told, UnitId};
use platform::db::{StoreError, Tx};
use platform::web::{Actor, Answer, Cx, Failure, Form, Path, Query, go_to_saying, page};
use serde::Deserialize;
use units::domain::Unit;

use super::{call_for, digest};
use crate::domain::{Call, CallId, CallState, figure};
use crate::permissions::{ASSIGN, ORGANISE, VIEW};
use crate::store::{self, DueChange};

/// In which branch.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct BranchQuery {
    pub unit: String,
    pub format: String,
}

impl BranchQuery {
    /// True when a file is asked for.
    pub(crate) fn is_export(&self) -> bool {
        matches!(self.format.as_str(), "xlsx" | "csv")
    }
}

/// The call and the branch looked at: whoever may see the unit that asks sees all of it; who stands below sees the own
/// branch, once it is announced.
pub(crate) fn sight(who: &Actor, tx: &mut Tx<'_>, id: CallId, unit: &str) -> Result<(Call, Unit), Failure> {
    let call = store::find_call(tx, id)?;
    // what a unit that ended closed stays with it, its people are its heir's
    let holder = units::store::counted_in(tx, call.unit, who.today())?;
    let (root, whole) = rollouts::branch_seen(who, tx, VIEW, holder, unit)?;
    if !whole && call.state == CallState::Preparing {
        return Err(Failure::NotFound);
    }
    Ok((call, root))
}

#[derive(Template)]
#[template(path = "reflections/show.html")]
struct ShowPage {
    cx: Cx,
    call: Call,
    unit_name: String,
    root: Unit,
    rollout: String,
    asked: i64,
    values: Vec<i64>,
    children: Vec<ChildFigures>,
    organises: bool,
    may_assign: bool,
    announcing: Vec<Told>,
    closing: Vec<Told>,
    digest: Vec<Told>,
    moved: Vec<DueChange>,
    today: Day,
}

impl ShowPage {
    /// Figures by id, in words, with their values.
    fn sums(&self, values: &[i64]) -> Vec<(&'static str, String, i64)> {
        let told = |(id, value): (&&'static str, &i64)| (*id, self.cx.word("figure", id.replace('.', "-")), *value);
        figure::ALL.iter().zip(values).map(told).collect()
    }
}

/// The units below with their figures, those with most first.
fn children_of(tx: &mut Tx<'_>, subject: &str, root: UnitId, today: Day) -> Result<Vec<ChildFigures>, StoreError> {
    let mut children = figures::store::of_children(tx, subject, &figure::ALL, root, today)?;
    children.sort_by_key(|child| std::cmp::Reverse(child.values.first().copied()));
    Ok(children)
}

pub(crate) async fn show(who: Actor, Path(id): Path<CallId>, Query(query): Query<BranchQuery>) -> Answer {
    let asker = who.clone();
    let shown = who
        .read(move |tx| {
            let (call, root) = sight(&asker, tx, id, &query.unit)?;
            let (subject, today) = (id.to_string(), asker.today());
            let mut values = Vec::new();
            for figure in figure::ALL {
                values.push(figures::store::value(tx, &subject, figure, root.id, today)?);
            }
            let asked = store::count_asked(tx, call.unit, call.audience)?;
            Ok::<_, Failure>(ShowPage {
                cx: asker.cx_titled(call.title.clone()),
                unit_name: units::store::find(tx, call.unit)?.name,
                rollout: rollouts::store::find(tx, call.rollout)?.title,
                children: children_of(tx, &subject, root.id, today)?,
                organises: asker.may(tx, ORGANISE, call.unit)?,
                may_assign: asker.may(tx, ASSIGN, root.id)?,
                announcing: call.may_announce(asked, today).told(),
                closing: call.may_close().told(),
                digest: digest::may_see(tx, &call, root.id, today)?.1.told(),
                moved: store::list_due_changes(tx, id)?,
                today,
                asked,
                values,
                root,
                call,
            })
        })
        .await?;
    page(&shown)
}

/// The version the page showed.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct StepForm {
    version: i64,
}

pub(crate) async fn announce(who: Actor, Path(id): Path<CallId>, Form(form): Form<StepForm>) -> Answer {
    let asker = who.clone();
    who.write(move |tx| {
        let call = Call { version: form.version, ..call_for(&asker, tx, ORGANISE, id)? };
        let asked = store::count_asked(tx, call.unit, call.audience)?;
        let announced = call.announce(asked, asker.today())?;
        Ok::<_, Failure>(store::announce(tx, &announced)?)
    })
    .await?;
    go_to_saying(format!("/reflections/{id}"), "reflections-announced")
}

pub(crate) async fn close(who: Actor, Path(id): Path<CallId>, Form(form): Form<StepForm>) -> Answer {
    let asker = who.clone();
    who.write(move |tx| {
        let call = Call { version: form.version, ..call_for(&asker, tx, ORGANISE, id)? };
        Ok::<_, Failure>(store::save_state(tx, &call.close()?, "reflections.call_closed")?)
    })
    .await?;
    go_to_saying(format!("/reflections/{id}"), "reflections-closed")
}
