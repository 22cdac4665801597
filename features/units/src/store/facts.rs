//! What the rules must know of a change of the tree. Asked set by set: a change may name ten thousand units, with fifty thousand
//! below them.

use std::collections::{BTreeMap, BTreeSet};

use kernel::{Day, UnitId};
use platform::Feature;
use platform::db::{Param, StoreError, Tx, in_pieces, places, with_each};

use crate::domain::change::{Change, ChangeFacts, Place, Step, UnitFacts};

/// What the rules must know to carry a change out. The features say who is at home in units that end.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn change_facts(tx: &mut Tx<'_>, change: &Change, features: &[Feature]) -> Result<ChangeFacts, StoreError> {
    let mut facts = ChangeFacts { today: Some(tx.today()), below: list_below(tx, change)?, ..ChangeFacts::default() };
    for step in &change.steps {
        let Step::Found { code, .. } = step else { continue };
        if let Some(unit) = super::lookup_by_code(tx, code)? {
            facts.codes_taken.insert(code.clone(), unit.name);
        }
    }
    let mut named: BTreeSet<UnitId> = change.steps.iter().filter_map(Step::unit).collect();
    named.extend(standing_places(change));
    named.extend(facts.below.iter().copied());
    add_units(tx, change, &mut facts, named)?;
    // the superior's kind is asked when only the kind of a unit changes
    let above = facts.units.values().filter_map(|unit| unit.parent).filter(|unit| !facts.units.contains_key(unit));
    let above = above.collect();
    add_units(tx, change, &mut facts, above)?;
    facts.circles = circles(tx, change, &facts)?;
    facts.last_moved = last_altered(tx, change)?;
    if super::last_change_day(tx)?.is_some_and(|day| day > change.on) {
        facts.last_moved = facts.last_moved.max(last_moved(tx, change, &facts.below)?);
    }
    facts.places_changed = places_changed(tx, change)?;
    for left in super::list_left_people(tx, change, features)? {
        *facts.left_people.entry(left.unit).or_default() += left.count;
    }
    Ok(facts)
}

/// The living units directly below those that end.
fn list_below(tx: &mut Tx<'_>, change: &Change) -> Result<Vec<UnitId>, StoreError> {
    let ending =
        change.steps.iter().filter_map(|step| if let Step::End { unit, .. } = step { Some(*unit) } else { None });
    let ending: Vec<UnitId> = ending.collect();
    let mut below = Vec::new();
    for piece in in_pieces(&ending) {
        let of_piece = places(1, piece.len());
        let sql =
            format!("SELECT id FROM unit WHERE parent_id IN ({of_piece}) AND ended_on IS NULL ORDER BY sort_key, id");
        below.extend(tx.list(&sql, &with_each(Vec::new(), piece), |row| row.get::<UnitId>(0))?);
    }
    Ok(below)
}

/// The superiors and heirs that stand already.
fn standing_places(change: &Change) -> BTreeSet<UnitId> {
    let standing = |place: &Place| if let Place::Unit(unit) = place { Some(*unit) } else { None };
    change.steps.iter().flat_map(Step::places).filter_map(standing).collect()
}

fn add_units(
    tx: &mut Tx<'_>,
    change: &Change,
    facts: &mut ChangeFacts,
    named: BTreeSet<UnitId>,
) -> Result<(), StoreError> {
    let named: Vec<UnitId> = named.into_iter().collect();
    for piece in in_pieces(&named) {
        let sql = format!(
            "SELECT u.id, u.name, u.kind, u.parent_id, u.ended_on,
                 (SELECT COUNT(*) FROM unit_ancestor a WHERE a.unit_id = u.id AND a.ancestor_id = $1)
             FROM unit u WHERE u.id IN ({})",
            places(2, piece.len())
        );
        tx.each(&sql, &with_each(vec![&change.unit], piece), |row| {
            let (ended_on, lines): (Option<Day>, i64) = (row.get(4)?, row.get(5)?);
            let of = UnitFacts {
                name: row.get(1)?,
                kind: row.get(2)?,
                parent: row.get(3)?,
                ended: ended_on.is_some(),
                is_within: lines > 0,
            };
            facts.units.insert(row.get(0)?, of);
            Ok(())
        })?;
    }
    Ok(())
}

/// Where the units of a change lead after it.
struct Leading<'a> {
    facts: &'a ChangeFacts,
    moved: BTreeMap<UnitId, &'a Place>,
    founded: BTreeMap<&'a str, &'a Place>,
    ending: BTreeMap<UnitId, Option<&'a Place>>,
}

impl<'a> Leading<'a> {
    fn of(change: &'a Change, facts: &'a ChangeFacts) -> Self {
        let (mut moved, mut founded, mut ending) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
        for step in &change.steps {
            match step {
                Step::Move { unit, parent } => drop(moved.insert(*unit, parent)),
                Step::Found { code, parent, .. } => drop(founded.insert(code.as_str(), parent)),
                Step::End { unit, heirs } => drop(ending.insert(*unit, heirs.first())),
                Step::Rename { .. } | Step::ChangeKind { .. } => {}
            }
        }
        Leading { facts, moved, founded, ending }
    }

    /// To its new superior, to its heir, to the heir of its superior, or on.
    fn above(&self, tx: &mut Tx<'_>, place: &Place) -> Result<Option<Place>, StoreError> {
        let unit = match place {
            Place::New(code) => return Ok(self.founded.get(code.as_str()).map(|place| (*place).clone())),
            Place::Unit(unit) => *unit,
        };
        if let Some(place) = self.moved.get(&unit) {
            return Ok(Some((*place).clone()));
        }
        if let Some(Some(heir)) = self.ending.get(&unit) {
            return Ok(Some((*heir).clone()));
        }
        let parent = match self.facts.units.get(&unit) {
            Some(facts) => facts.parent,
            None => super::lookup(tx, unit)?.and_then(|unit| unit.parent),
        };
        Ok(parent.map(|parent| match self.ending.get(&parent) {
            Some(Some(heir)) if !self.ending.contains_key(&unit) => (*heir).clone(),
            _ => Place::Unit(parent),
        }))
    }
}

/// No tree of these organisations is deeper; a line that goes on goes round.
const DEEPEST: usize = 64;

/// The names of moved units that would stand below themselves.
fn circles(tx: &mut Tx<'_>, change: &Change, facts: &ChangeFacts) -> Result<Vec<String>, StoreError> {
    let leading = Leading::of(change, facts);
    let mut found = Vec::new();
    // whose lines are known to end at the top
    let mut ends: BTreeSet<Place> = BTreeSet::new();
    for start in leading.moved.keys().chain(leading.ending.keys()) {
        let mut walked = Vec::new();
        let mut at = Some(Place::Unit(*start));
        while let Some(place) = at.take_if(|place| walked.len() < DEEPEST && !ends.contains(place)) {
            at = leading.above(tx, &place)?;
            walked.push(place);
        }
        if walked.len() == DEEPEST {
            found.extend(facts.units.get(start).map(|facts| facts.name.clone()));
        } else {
            ends.extend(walked);
        }
    }
    Ok(found)
}

/// The latest day after that of the change on which a unit in the branch of those that move was moved.
fn last_moved(tx: &mut Tx<'_>, change: &Change, below: &[UnitId]) -> Result<Option<Day>, StoreError> {
    let moving = change.steps.iter().filter_map(|step| match step {
        Step::Move { unit, .. } | Step::End { unit, .. } => Some(*unit),
        _ => None,
    });
    let moving: Vec<UnitId> = moving.chain(below.iter().copied()).collect();
    let mut latest: Option<Day> = None;
    for piece in in_pieces(&moving) {
        let sql = format!(
            "SELECT MAX(p.to_day) FROM unit_ancestor a JOIN unit_ancestor_past p ON p.unit_id = a.unit_id AND p.to_day > $1
             WHERE a.ancestor_id IN ({})",
            places(2, piece.len())
        );
        let day: Option<Day> = tx.scalar(&sql, &with_each(vec![&change.on], piece))?;
        latest = latest.max(day);
    }
    Ok(latest)
}

/// The latest day after that of the change on which a unit it is about was founded, or was called otherwise or became of another
/// kind by a decision: on the day of this one it was not there yet, or what was decided later would be undone.
fn last_altered(tx: &mut Tx<'_>, change: &Change) -> Result<Option<Day>, StoreError> {
    let about: Vec<UnitId> = change.steps.iter().filter_map(Step::unit).collect();
    let mut latest: Option<Day> = None;
    for piece in in_pieces(&about) {
        let of_piece = places(2, piece.len());
        let sql = format!(
            "SELECT MAX(d.day) FROM (
                 SELECT u.founded_on AS day FROM unit u WHERE u.id IN ({of_piece}) AND u.founded_on > $1
                 UNION ALL SELECT v.from_day FROM unit_version v
                 WHERE v.unit_id IN ({of_piece}) AND v.from_day > $1 AND (v.change_id IS NOT NULL
                     OR v.deciding_document <> '' AND EXISTS
                         (SELECT 1 FROM unit_version f WHERE f.unit_id = v.unit_id AND f.from_day < v.from_day))) d"
        );
        let day: Option<Day> = tx.scalar(&sql, &with_each(vec![&change.on], piece))?;
        latest = latest.max(day);
    }
    Ok(latest)
}

/// Superiors and heirs that were founded, or whose own place changed, after the day of the change: on that day they stood
/// elsewhere or not yet, and what was counted since could not pass to them.
fn places_changed(tx: &mut Tx<'_>, change: &Change) -> Result<BTreeMap<UnitId, Day>, StoreError> {
    let named: Vec<UnitId> = standing_places(change).into_iter().collect();
    let mut changed: BTreeMap<UnitId, Day> = BTreeMap::new();
    for piece in in_pieces(&named) {
        let of_piece = places(2, piece.len());
        let sql = format!(
            "SELECT unit_id, to_day FROM unit_ancestor_past WHERE unit_id IN ({of_piece}) AND to_day > $1
             UNION SELECT id, founded_on FROM unit WHERE id IN ({of_piece}) AND founded_on > $1"
        );
        tx.each(&sql, &with_each(vec![&change.on as &dyn Param], piece), |row| {
            let (unit, day): (UnitId, Day) = (row.get(0)?, row.get(1)?);
            let latest = changed.entry(unit).or_insert(day);
            *latest = day.max(*latest);
            Ok(())
        })?;
    }
    Ok(changed)
}
