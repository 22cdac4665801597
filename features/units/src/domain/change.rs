//! Changes of the tree (thay đổi tổ chức): founding, renaming, change of superior and of kind, merger, consolidation, split,
//! dissolution. A change is one decision with its steps; all of them hold from one day on, and only another change undoes
//! them. What must hold before it is carried out stands here.

use std::collections::{BTreeMap, BTreeSet};

use kernel::{Day, UnitId, UnitKind, Verdict};
use serde::{Deserialize, Serialize};

pub use super::cannot_change::{CHANGE_REFUSALS, CannotChange};
use super::may_stand_under;

kernel::define_id!(
    /// A change of the tree.
    ChangeId,
);

kernel::words! {
    /// Where a change stands.
    ChangeState {
        /// Written down; nothing has moved.
        Planned = "planned",
        /// Carried out on its day.
        CarriedOut = "carried_out",
        /// Dropped before it was carried out.
        Withdrawn = "withdrawn",
    }
}

/// A unit named in a step: one that stands already, or one founded by the same change, by its code.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Place {
    /// A unit of the tree.
    Unit(UnitId),
    /// A unit founded by the same change.
    New(String),
}

/// One thing a change does.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "step")]
pub enum Step {
    /// A unit is founded (thành lập).
    Found {
        /// Its code.
        code: String,
        /// Its kind, as [`UnitKind::code`].
        kind: String,
        /// Its name.
        name: String,
        /// Its short name; empty for the same.
        short_name: String,
        /// The unit above it.
        parent: Place,
    },
    /// A unit is called otherwise (đổi tên).
    Rename {
        /// Which.
        unit: UnitId,
        /// Its new name.
        name: String,
        /// Its new short name; empty for the same.
        short_name: String,
    },
    /// A unit stands under another superior (chuyển trực thuộc).
    Move {
        /// Which.
        unit: UnitId,
        /// The unit above it from then on.
        parent: Place,
    },
    /// A unit becomes one of another kind (nâng cấp, đổi loại hình).
    ChangeKind {
        /// Which.
        unit: UnitId,
        /// The new kind.
        kind: String,
    },
    /// A unit ends: merged or consolidated into its heir, split among several, or dissolved when there is none. What stands
    /// below it and is not placed by another step passes to the first heir, which is the main one.
    End {
        /// Which.
        unit: UnitId,
        /// Those that take its place.
        heirs: Vec<Place>,
    },
}

impl Step {
    /// The unit it is about; none when it founds one.
    #[must_use]
    pub fn unit(&self) -> Option<UnitId> {
        match self {
            Step::Found { .. } => None,
            Step::Rename { unit, .. }
            | Step::Move { unit, .. }
            | Step::ChangeKind { unit, .. }
            | Step::End { unit, .. } => Some(*unit),
        }
    }

    /// The word of its kind, for texts and files.
    #[must_use]
    pub fn word(&self) -> &'static str {
        match self {
            Step::Found { .. } => "found",
            Step::Rename { .. } => "rename",
            Step::Move { .. } => "move",
            Step::ChangeKind { .. } => "change_kind",
            Step::End { heirs, .. } if heirs.is_empty() => "dissolve",
            Step::End { heirs, .. } if heirs.len() > 1 => "split",
            Step::End { .. } => "merge",
        }
    }

    /// The places it names beside its own unit.
    #[must_use]
    pub fn places(&self) -> Vec<&Place> {
        match self {
            Step::Found { parent, .. } | Step::Move { parent, .. } => vec![parent],
            Step::End { heirs, .. } => heirs.iter().collect(),
            Step::Rename { .. } | Step::ChangeKind { .. } => Vec::new(),
        }
    }
}

/// A change of the tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Its id.
    pub id: ChangeId,
    /// The unit in whose branch it happens; who may change the tree there may change this.
    pub unit: UnitId,
    /// What it is called: «Sắp xếp đơn vị hành chính cấp xã».
    pub title: String,
    /// The first day on which it holds.
    pub on: Day,
    /// The deciding document: number, day, issuer.
    pub decision: String,
    /// Where it stands.
    pub state: ChangeState,
    /// What it does.
    pub steps: Vec<Step>,
    /// Counts its changes.
    pub version: i64,
}

/// What is known of a unit a change names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitFacts {
    /// Its name.
    pub name: String,
    /// Its kind.
    pub kind: UnitKind,
    /// The unit above it.
    pub parent: Option<UnitId>,
    /// True when it has ended.
    pub ended: bool,
    /// True when it lies in the branch of the change.
    pub is_within: bool,
}

/// What must be known to carry a change out.
#[derive(Debug, Clone, Default)]
pub struct ChangeFacts {
    /// Today.
    pub today: Option<Day>,
    /// Every unit the steps name, and those directly below units that end.
    pub units: BTreeMap<UnitId, UnitFacts>,
    /// The living units directly below those that end.
    pub below: Vec<UnitId>,
    /// New codes that other units bear, with their names.
    pub codes_taken: BTreeMap<String, String>,
    /// Units that would come to stand below themselves, by name.
    pub circles: Vec<String>,
    /// The latest day of a later change that founded, altered or moved one of these units; earlier ones need not be told.
    pub last_moved: Option<Day>,
    /// Superiors and heirs that were themselves founded or moved after the day of the change, with the latest such day.
    pub places_changed: BTreeMap<UnitId, Day>,
    /// How many people are at home in units that end without an heir.
    pub left_people: BTreeMap<UnitId, i64>,
}

impl Change {
    /// May steps be added or taken out?
    pub fn may_be_edited(&self) -> Verdict<CannotChange> {
        Verdict::default().refuse_if(self.state != ChangeState::Planned, CannotChange::NotPlanned)
    }

    /// May it be carried out now? All reasons at once, each step looked at.
    pub fn may_be_carried_out(&self, facts: &ChangeFacts) -> Verdict<CannotChange> {
        let not_yet = self.state == ChangeState::Planned && facts.today.is_none_or(|today| self.on > today);
        self.is_sound(facts).refuse_if(not_yet, CannotChange::NotYet(self.on))
    }

    /// Would it be sound on its day?
    pub fn is_sound(&self, facts: &ChangeFacts) -> Verdict<CannotChange> {
        if self.state != ChangeState::Planned {
            // what its steps speak of is past: only that matters
            return self.may_be_edited();
        }
        let later = facts.last_moved.filter(|day| *day > self.on);
        let mut verdict = self
            .may_be_edited()
            .refuse_if(self.steps.is_empty(), CannotChange::NoSteps)
            .refuse_if(self.decision.trim().is_empty(), CannotChange::NoDecision)
            .refuse_if(later.is_some(), CannotChange::LaterChange(later.unwrap_or(self.on)));
        for reason in Judged::of(self, facts).reasons() {
            verdict = verdict.refuse_if(true, reason);
        }
        verdict
    }
}

/// A change with what its steps come to.
struct Judged<'a> {
    change: &'a Change,
    facts: &'a ChangeFacts,
    founded: BTreeMap<&'a str, (&'a str, &'a Place, &'a str)>,
    ending: BTreeMap<UnitId, &'a [Place]>,
    moved: BTreeMap<UnitId, &'a Place>,
    kinds: BTreeMap<UnitId, &'a str>,
}

impl<'a> Judged<'a> {
    fn of(change: &'a Change, facts: &'a ChangeFacts) -> Self {
        let mut judged = Judged {
            change,
            facts,
            founded: BTreeMap::new(),
            ending: BTreeMap::new(),
            moved: BTreeMap::new(),
            kinds: BTreeMap::new(),
        };
        for step in &change.steps {
            match step {
                Step::Found { code, kind, parent, name, .. } => {
                    judged.founded.insert(code, (kind, parent, name));
                }
                Step::Move { unit, parent } => {
                    judged.moved.insert(*unit, parent);
                }
                Step::ChangeKind { unit, kind } => {
                    judged.kinds.insert(*unit, kind);
                }
                Step::End { unit, heirs } => {
                    judged.ending.insert(*unit, heirs);
                }
                Step::Rename { .. } => {}
            }
        }
        judged
    }

    fn name(&self, unit: UnitId) -> String {
        self.facts.units.get(&unit).map(|facts| facts.name.clone()).unwrap_or_default()
    }

    fn reasons(&self) -> Vec<CannotChange> {
        let mut found = Vec::new();
        self.look_at_units(&mut found);
        self.look_at_codes(&mut found);
        self.look_at_places(&mut found);
        self.look_at_kinds(&mut found);
        self.look_below(&mut found);
        found.extend(self.facts.circles.iter().cloned().map(CannotChange::Circle));
        found.extend(self.facts.left_people.iter().map(|(u, n)| CannotChange::LeavesPeople(self.name(*u), *n)));
        found.extend(self.facts.places_changed.iter().map(|(u, d)| CannotChange::PlaceChanged(self.name(*u), *d)));
        found.dedup();
        found
    }

    fn look_at_units(&self, found: &mut Vec<CannotChange>) {
        let mut seen = BTreeSet::new();
        for step in &self.change.steps {
            let Some(unit) = step.unit() else { continue };
            let Some(facts) = self.facts.units.get(&unit) else { continue };
            if facts.ended {
                found.push(CannotChange::Ended(facts.name.clone()));
            }
            if !facts.is_within {
                found.push(CannotChange::Outside(facts.name.clone()));
            }
            let sort = if matches!(step, Step::End { .. }) { "end" } else { step.word() };
            if !seen.insert((unit, sort)) {
                found.push(CannotChange::Twice(facts.name.clone()));
            }
            if !matches!(step, Step::End { .. }) && self.ending.contains_key(&unit) {
                found.push(CannotChange::EndsToo(facts.name.clone()));
            }
            if matches!(step, Step::Rename { name, .. } if name.trim().is_empty()) {
                found.push(CannotChange::NoName);
            }
        }
    }

    fn look_at_codes(&self, found: &mut Vec<CannotChange>) {
        let mut seen = BTreeSet::new();
        for step in &self.change.steps {
            let Step::Found { code, name, .. } = step else { continue };
            let well_formed = !code.is_empty()
                && code.len() <= 35
                && code.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '.' | '_'));
            if !well_formed || !seen.insert(code) {
                found.push(CannotChange::BadCode(code.clone()));
            }
            if name.trim().is_empty() {
                found.push(CannotChange::NoName);
            }
            if let Some(by) = self.facts.codes_taken.get(code) {
                found.push(CannotChange::CodeTaken(code.clone(), by.clone()));
            }
        }
    }

    fn look_at_places(&self, found: &mut Vec<CannotChange>) {
        for place in self.change.steps.iter().flat_map(Step::places) {
            match place {
                Place::New(code) if !self.founded.contains_key(code.as_str()) => {
                    found.push(CannotChange::NotFounded(code.clone()));
                }
                Place::New(_) => {}
                Place::Unit(unit) => {
                    let Some(facts) = self.facts.units.get(unit) else { continue };
                    if facts.ended {
                        found.push(CannotChange::Ended(facts.name.clone()));
                    }
                    if !facts.is_within {
                        found.push(CannotChange::Outside(facts.name.clone()));
                    }
                    if self.ending.contains_key(unit) {
                        found.push(CannotChange::EndsToo(facts.name.clone()));
                    }
                }
            }
        }
    }

    /// The kind of a place after the change.
    fn kind_of(&self, place: &Place) -> Option<UnitKind> {
        match place {
            Place::New(code) => self.founded.get(code.as_str()).and_then(|(kind, ..)| kind.parse().ok()),
            Place::Unit(unit) => self.kind_after(*unit),
        }
    }

    fn kind_after(&self, unit: UnitId) -> Option<UnitKind> {
        match self.kinds.get(&unit) {
            Some(kind) => kind.parse().ok(),
            None => self.facts.units.get(&unit).map(|facts| facts.kind),
        }
    }

    fn look_at_kinds(&self, found: &mut Vec<CannotChange>) {
        for (kind, parent, name) in self.founded.values() {
            let stands = kind.parse().is_ok_and(|kind| may_stand_under(kind, self.kind_of(parent)));
            if !stands {
                found.push(CannotChange::WrongParent((*name).to_owned()));
            }
        }
        let placed = self.moved.keys().chain(self.kinds.keys()).collect::<BTreeSet<_>>();
        for unit in placed {
            let Some(facts) = self.facts.units.get(unit) else { continue };
            let parent = match self.moved.get(unit) {
                Some(place) => self.kind_of(place),
                None => facts.parent.and_then(|parent| self.kind_after(parent)),
            };
            let stands = self.kind_after(*unit).is_some_and(|kind| may_stand_under(kind, parent));
            if !stands {
                found.push(CannotChange::WrongParent(facts.name.clone()));
            }
        }
    }

    /// What stands below units that end passes to the main heir; it must be able to stand there.
    fn look_below(&self, found: &mut Vec<CannotChange>) {
        let mut left: BTreeMap<UnitId, i64> = BTreeMap::new();
        for unit in &self.facts.below {
            if self.moved.contains_key(unit) || self.ending.contains_key(unit) {
                continue;
            }
            let Some(facts) = self.facts.units.get(unit) else { continue };
            let Some(parent) = facts.parent else { continue };
            let Some(heirs) = self.ending.get(&parent) else { continue };
            match heirs.first() {
                None => *left.entry(parent).or_default() += 1,
                Some(heir) => {
                    let stands = self.kind_after(*unit).is_some_and(|kind| may_stand_under(kind, self.kind_of(heir)));
                    if !stands {
                        found.push(CannotChange::WrongParent(facts.name.clone()));
                    }
                }
            }
        }
        found.extend(left.into_iter().map(|(unit, count)| CannotChange::LeavesBelow(self.name(unit), count)));
    }
}

#[cfg(test)]
mod tests {
    use kernel::Reason;

    use super::*;

    fn id(n: u128) -> UnitId {
        UnitId(kernel::id_parts::Uuid::from_u128(n))
    }

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    fn facts_of(units: &[(u128, &str, UnitKind, Option<u128>)]) -> ChangeFacts {
        let units = units.iter().map(|(n, name, kind, parent)| {
            let facts =
                UnitFacts { name: (*name).into(), kind: *kind, parent: parent.map(id), ended: false, is_within: true };
            (id(*n), facts)
        });
        ChangeFacts { today: Some(day("2026-11-27")), units: units.collect(), ..ChangeFacts::default() }
    }

    fn a_change(steps: Vec<Step>) -> Change {
        Change {
            id: ChangeId(kernel::id_parts::Uuid::from_u128(99)),
            unit: id(1),
            title: "Sắp xếp cấp xã".into(),
            on: day("2025-07-01"),
            decision: "Nghị quyết 01-NQ/TU".into(),
            state: ChangeState::Planned,
            steps,
            version: 1,
        }
    }

    fn communes() -> ChangeFacts {
        use UnitKind::{CommuneCommittee, GrassrootsCell, ProvinceCommittee};
        let mut facts = facts_of(&[
            (1, "Tỉnh ủy", ProvinceCommittee, None),
            (2, "Đảng ủy xã A", CommuneCommittee, Some(1)),
            (3, "Đảng ủy xã B", CommuneCommittee, Some(1)),
            (4, "Chi bộ thôn 1", GrassrootsCell, Some(2)),
        ]);
        facts.below = vec![id(4)];
        facts
    }

    fn consolidation() -> Vec<Step> {
        let new = Place::New("X9".into());
        vec![
            Step::Found {
                code: "X9".into(),
                kind: "commune_committee".into(),
                name: "Đảng ủy xã AB".into(),
                short_name: String::new(),
                parent: Place::Unit(id(1)),
            },
            Step::End { unit: id(2), heirs: vec![new.clone()] },
            Step::End { unit: id(3), heirs: vec![new] },
        ]
    }

    fn codes(change: &Change, facts: &ChangeFacts) -> Vec<&'static str> {
        change.may_be_carried_out(facts).reasons().iter().map(Reason::code).collect()
    }

    #[test]
    fn two_communes_are_consolidated_into_a_new_one() {
        assert_eq!(codes(&a_change(consolidation()), &communes()), Vec::<&str>::new());
    }

    #[test]
    fn a_change_waits_for_its_day() {
        let change = Change { on: day("2026-12-01"), ..a_change(consolidation()) };
        assert_eq!(codes(&change, &communes()), ["UNIT-13"]);
        assert!(change.is_sound(&communes()).is_yes());
    }

    #[test]
    fn a_unit_is_not_dissolved_over_the_heads_of_those_below() {
        let change = a_change(vec![Step::End { unit: id(2), heirs: Vec::new() }]);
        assert_eq!(codes(&change, &communes()), ["UNIT-23"]);
    }

    #[test]
    fn nobody_is_left_at_home_in_a_unit_that_ended() {
        let mut facts = communes();
        facts.left_people.insert(id(4), 30);
        let change = a_change(vec![Step::End { unit: id(4), heirs: Vec::new() }]);
        assert_eq!(codes(&change, &facts), ["UNIT-26"]);
    }

    #[test]
    fn a_superior_or_heir_that_changed_since_takes_nothing_over_on_an_earlier_day() {
        let mut facts = communes();
        facts.places_changed.insert(id(3), day("2026-01-01"));
        let change = a_change(vec![Step::Move { unit: id(4), parent: Place::Unit(id(3)) }]);
        assert_eq!(codes(&change, &facts), ["UNIT-27"]);
    }

    #[test]
    fn a_unit_that_ends_takes_nothing_over() {
        let change = a_change(vec![
            Step::End { unit: id(2), heirs: vec![Place::Unit(id(3))] },
            Step::End { unit: id(3), heirs: vec![Place::Unit(id(2))] },
        ]);
        assert!(codes(&change, &communes()).contains(&"UNIT-22"));
    }

    #[test]
    fn what_passes_to_the_heir_must_be_able_to_stand_there() {
        let mut facts = communes();
        facts.units.get_mut(&id(3)).unwrap().kind = UnitKind::GrassrootsCell;
        let change = a_change(vec![Step::End { unit: id(2), heirs: vec![Place::Unit(id(3))] }]);
        assert_eq!(codes(&change, &facts), ["UNIT-21"]);
    }

    #[test]
    fn a_kind_that_may_not_stand_there_is_refused() {
        let change = a_change(vec![Step::Move { unit: id(4), parent: Place::Unit(id(1)) }]);
        assert!(codes(&change, &communes()).is_empty(), "a grassroots cell may stand under a province");
        let change = a_change(vec![Step::ChangeKind { unit: id(4), kind: "part_organisation".into() }]);
        assert_eq!(codes(&change, &communes()), ["UNIT-21"]);
    }

    #[test]
    fn every_fault_of_the_steps_is_told_at_once() {
        let mut facts = communes();
        facts.codes_taken.insert("X2".into(), "Đảng ủy xã B".into());
        facts.units.get_mut(&id(3)).unwrap().ended = true;
        facts.last_moved = Some(day("2026-01-01"));
        let found = Step::Found {
            code: "X2".into(),
            kind: "commune_committee".into(),
            name: String::new(),
            short_name: String::new(),
            parent: Place::New("X7".into()),
        };
        let ended = Step::Rename { unit: id(3), name: "Đảng ủy xã C".into(), short_name: String::new() };
        let change = Change { decision: " ".into(), ..a_change(vec![found, ended.clone(), ended]) };
        let codes = codes(&change, &facts);
        for code in ["UNIT-12", "UNIT-14", "UNIT-15", "UNIT-17", "UNIT-19", "UNIT-20", "UNIT-25"] {
            assert!(codes.contains(&code), "{code} is not in {codes:?}");
        }
    }

    #[test]
    fn what_was_carried_out_is_not_changed() {
        let change = Change { state: ChangeState::CarriedOut, ..a_change(consolidation()) };
        let mut facts = communes();
        facts.units.get_mut(&id(2)).unwrap().ended = true;
        assert_eq!(codes(&change, &facts), ["UNIT-10"]);
    }
}
