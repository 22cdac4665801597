//! What would become of people, units and rows when a planned change is carried out: in numbers on its page, and unit by unit
//! on a page of its own, with the lists where there are any.

use std::collections::BTreeMap;

use askama::Template;
use kernel::UnitId;
use platform::db::{StoreError, Tx};
use platform::web::{Actor, Answer, Cx, Failure, ListQuery, Listing, Path, Query, page, spreadsheet};

use crate::domain::change::{Change, ChangeFacts, ChangeId, ChangeState, Place, Step};
use crate::permissions::VIEW;
use crate::store::{self, OfUnit};

/// The numbers.
#[derive(Debug, Clone, Default)]
pub(crate) struct Passing {
    /// What passes to heirs: text key and number.
    pub to_heirs: Vec<(&'static str, i64)>,
    /// People who would have no home.
    pub people_left: i64,
    /// Other rows that would stay in a unit without an heir, or end with it.
    pub rows_left: i64,
}

/// What would pass; nothing of a change that is carried out or withdrawn.
pub(crate) fn passing(who: &Actor, tx: &mut Tx<'_>, change: &Change) -> Result<Passing, StoreError> {
    let mut numbers = Passing::default();
    if change.state != ChangeState::Planned {
        return Ok(numbers);
    }
    for of in store::list_passing(tx, change, &who.app().features)? {
        match (of.has_heir, of.is_home) {
            (true, _) => match numbers.to_heirs.iter_mut().find(|(text, _)| *text == of.text) {
                Some((_, count)) => *count += of.count,
                None => numbers.to_heirs.push((of.text, of.count)),
            },
            (false, true) => numbers.people_left += of.count,
            (false, false) => numbers.rows_left += of.count,
        }
    }
    Ok(numbers)
}

/// The units that pass to an heir because the one above them ends.
pub(crate) fn passing_below(change: &Change, facts: &ChangeFacts) -> Vec<UnitId> {
    let placed: Vec<UnitId> = change.steps.iter().filter_map(Step::unit).collect();
    let mut ending: BTreeMap<UnitId, bool> = BTreeMap::new();
    for step in &change.steps {
        if let Step::End { unit, heirs } = step {
            ending.insert(*unit, !heirs.is_empty());
        }
    }
    let passes = |unit: &&UnitId| {
        let parent = facts.units.get(*unit).and_then(|facts| facts.parent);
        !placed.contains(*unit) && parent.is_some_and(|parent| ending.get(&parent).copied().unwrap_or_default())
    };
    facts.below.iter().filter(passes).copied().collect()
}

/// What would become of one sort of things in one unit that ends.
struct Line {
    unit: UnitId,
    name: String,
    heir: String,
    what: String,
    /// The list of them; empty where there is none.
    href: String,
}

#[derive(Template)]
#[template(path = "units/passing.html")]
struct PassingPage {
    cx: Cx,
    change: Change,
    listing: Listing<Line>,
}

pub(crate) async fn show(who: Actor, Path(id): Path<ChangeId>, Query(query): Query<ListQuery>) -> Answer {
    let (asker, format) = (who.clone(), query.format.clone());
    let shown = who
        .read(move |tx| {
            let change = store::find_change(tx, id)?;
            asker.must(tx, VIEW, change.unit)?;
            let cx = asker.cx("units-passing");
            let lines =
                if change.state == ChangeState::Planned { lines(&asker, tx, &cx, &change)? } else { Vec::new() };
            let total = i64::try_from(lines.len()).unwrap_or(i64::MAX);
            let (skipped, size) = query.piece(i64::MAX);
            let count = |n: i64| usize::try_from(n).unwrap_or(usize::MAX);
            let rows = lines.into_iter().skip(count(skipped)).take(count(size)).collect();
            let listing = Listing::new(rows, total, query, format!("/units/changes/{id}/passing"));
            Ok::<_, Failure>(PassingPage { cx, change, listing })
        })
        .await?;
    if shown.listing.query.is_export() { export(&shown, &format) } else { page(&shown) }
}

fn export(shown: &PassingPage, format: &str) -> Answer {
    let headings =
        shown.cx.headings(&[("units-passing-unit", 48.0), ("units-after", 48.0), ("units-passing-what", 60.0)]);
    let cells = |line: &Line| vec![line.name.clone().into(), line.heir.clone().into(), line.what.clone().into()];
    spreadsheet("chuyen-theo-thay-doi", format, &headings, shown.listing.rows.iter().map(cells).collect())
}

/// Unit by unit in the order of the steps: people without a home first, then what passes.
fn lines(who: &Actor, tx: &mut Tx<'_>, cx: &Cx, change: &Change) -> Result<Vec<Line>, StoreError> {
    let facts = store::change_facts(tx, change, &who.app().features)?;
    let mut below: BTreeMap<UnitId, i64> = BTreeMap::new();
    for unit in passing_below(change, &facts) {
        if let Some(parent) = facts.units.get(&unit).and_then(|facts| facts.parent) {
            *below.entry(parent).or_default() += 1;
        }
    }
    let mut rows: BTreeMap<UnitId, Vec<OfUnit>> = BTreeMap::new();
    for of in store::list_passing(tx, change, &who.app().features)? {
        rows.entry(of.unit).or_default().push(of);
    }
    let mut lines = Vec::new();
    for step in &change.steps {
        let Step::End { unit, heirs } = step else { continue };
        let name = facts.units.get(unit).map(|facts| facts.name.clone()).unwrap_or_default();
        // of several heirs the first is the main one
        let main = heirs.first().map(|place| called(place, change, &facts));
        let heir = main.unwrap_or_else(|| cx.t("units-passing-nobody"));
        let line = |(what, href)| Line { unit: *unit, name: name.clone(), heir: heir.clone(), what, href };
        let under = below.get(unit).map(|n| (cx.t1("units-change-below", "count", *n), format!("/units?under={unit}")));
        lines.extend(under.map(line));
        lines.extend(told(cx, *unit, rows.get(unit).map_or(&[][..], Vec::as_slice)).into_iter().map(line));
    }
    Ok(lines)
}

/// A unit by its name, also one that the change founds.
fn called(place: &Place, change: &Change, facts: &ChangeFacts) -> String {
    match place {
        Place::Unit(unit) => facts.units.get(unit).map(|facts| facts.name.clone()).unwrap_or_default(),
        Place::New(code) => {
            let founded = change.steps.iter().find_map(|step| match step {
                Step::Found { code: founded, name, .. } if founded == code => Some(name.clone()),
                _ => None,
            });
            founded.unwrap_or_else(|| code.clone())
        }
    }
}

/// The rows of a unit in words, each with its list.
fn told(cx: &Cx, unit: UnitId, rows: &[OfUnit]) -> Vec<(String, String)> {
    let mut told = Vec::new();
    let mut left = 0;
    for of in rows {
        let list = if of.is_home { format!("/people?unit={unit}") } else { String::new() };
        match (of.has_heir, of.is_home) {
            (true, _) => told.push((cx.t1(of.text, "count", of.count), list)),
            (false, true) => told.insert(0, (cx.t1("units-passing-people-left", "count", of.count), list)),
            (false, false) => left += of.count,
        }
    }
    if left > 0 {
        told.push((cx.t1("units-passing-left", "count", left), String::new()));
    }
    told
}
