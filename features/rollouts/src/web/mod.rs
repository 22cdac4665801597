//! The pages of rollouts, one file per screen. Here: who sees which part of a rollout.

pub(crate) mod answers;
pub(crate) mod charge;
pub(crate) mod chosen;
pub(crate) mod desk;
pub(crate) mod duties;
pub(crate) mod duty;
pub(crate) mod edit;
mod form;
pub(crate) mod history;
pub(crate) mod list;
pub(crate) mod map;
mod rules_form;
pub(crate) mod show;
pub(crate) mod stricter;
pub(crate) mod templates;
pub(crate) mod unusual;
pub(crate) mod weighing;

pub(crate) use documents::AsOf;
use figures::store::Tree;
use kernel::{Permission, RolloutId, UnitId};
use platform::db::{StoreError, Tx};
use platform::web::{Actor, Failure, State};
use units::domain::Unit;

use crate::domain::{Colour, Rollout};
use crate::{permissions, store};

impl From<Colour> for State {
    fn from(colour: Colour) -> Self {
        match colour {
            Colour::Red => State::Red,
            Colour::Amber => State::Amber,
            Colour::Green => State::Green,
            Colour::Grey => State::Grey,
        }
    }
}

/// The icon that goes with a colour.
pub(crate) fn icon_of(colour: Colour) -> &'static str {
    State::from(colour).icon()
}

/// The part of a rollout a reader may see.
pub(crate) struct Sight {
    pub rollout: Rollout,
    /// The branch looked at.
    pub root: Unit,
    /// True when the reader may see all of it, not only the own branch.
    pub whole: bool,
}

/// A rollout as this actor may see it, in the branch asked for (`unit`; empty: the widest there is). Whoever may see the
/// unit that rolls out sees all of it; who stands below sees the own branch, once it is launched.
pub(crate) fn sight(who: &Actor, tx: &mut Tx<'_>, id: RolloutId, unit: &str) -> Result<Sight, Failure> {
    let rollout = store::find(tx, id)?;
    let (root, whole) = branch_seen(who, tx, permissions::VIEW, rollout.unit, unit)?;
    if !whole && rollout.is_draft() {
        return Err(Failure::NotFound);
    }
    Ok(Sight { rollout, root, whole })
}

/// The branch an actor looks at of what a unit holds (`asked`; empty: the widest the actor sees), and whether the actor
/// sees all of it.
///
/// # Errors
/// [`Failure::NotFound`] outside the holder's branch and the actor's own, [`Failure::Forbidden`] without the role.
pub fn branch_seen(
    who: &Actor,
    tx: &mut Tx<'_>,
    permission: Permission,
    holder: UnitId,
    asked: &str,
) -> Result<(Unit, bool), Failure> {
    let whole = who.may(tx, permission, holder)?;
    let root = if !asked.is_empty() {
        asked.parse().map_err(|_| Failure::NotFound)?
    } else if whole {
        holder
    } else {
        own_branch(who, tx, permission, holder)?
    };
    who.must(tx, permission, root)?;
    if !units::store::is_within(tx, root, holder)? {
        return Err(Failure::NotFound);
    }
    Ok((units::store::find(tx, root)?, whole))
}

fn own_branch(who: &Actor, tx: &mut Tx<'_>, permission: Permission, above: UnitId) -> Result<UnitId, Failure> {
    let mut inside = Vec::new();
    for unit in who.scope(permission) {
        if units::store::is_within(tx, unit, above)? {
            inside.push(unit);
        }
    }
    widest(tx, inside)?.ok_or(Failure::NotFound)
}

/// Of several units the one that stands highest in the tree.
pub fn widest(tx: &mut Tx<'_>, units: Vec<UnitId>) -> Result<Option<UnitId>, StoreError> {
    let mut best: Option<(usize, UnitId)> = None;
    for unit in units {
        let height = units::store::list_ancestors(tx, unit)?.len();
        if best.is_none_or(|(least, _)| height < least) {
            best = Some((height, unit));
        }
    }
    Ok(best.map(|(_, unit)| unit))
}

/// The unit in whose name the actor works here: the one asked for, or the widest in which the permission is held.
pub fn acting_unit(who: &Actor, tx: &mut Tx<'_>, permission: Permission, unit: &str) -> Result<Unit, Failure> {
    let id = match unit.parse::<UnitId>() {
        Ok(unit) => unit,
        Err(_) => widest(tx, who.scope(permission))?.ok_or(Failure::Forbidden)?,
    };
    who.must(tx, permission, id)?;
    Ok(units::store::find(tx, id)?)
}

/// The same as of a day: the branch as it was called then. The branch of a unit founded later is seen in the tree of today.
pub(crate) fn sight_on(
    who: &Actor,
    tx: &mut Tx<'_>,
    id: RolloutId,
    unit: &str,
    seen: &mut AsOf,
) -> Result<Sight, Failure> {
    let mut sight = sight(who, tx, id, unit)?;
    if units::store::is_founded_after(tx, sight.root.id, seen.day)? {
        seen.tree = Tree::AsNow;
    }
    if seen.is_past() {
        sight.root = units::store::find_on(tx, sight.root.id, seen.tree_on())?;
    }
    Ok(sight)
}

/// The line of units from the one that rolls out down to the branch looked at, as far as the reader may see it.
pub(crate) fn line(who: &Actor, tx: &mut Tx<'_>, sight: &Sight, seen: &AsOf) -> Result<Vec<Unit>, Failure> {
    let mut line = Vec::new();
    for above in units::store::list_ancestors_on(tx, sight.root.id, seen.tree_on())? {
        if units::store::is_within(tx, above.id, sight.rollout.unit)? && who.may(tx, permissions::VIEW, above.id)? {
            line.push(above);
        }
    }
    Ok(line)
}
