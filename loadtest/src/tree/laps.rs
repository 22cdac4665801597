//! How long each part of a change takes: marks are set between what the features do, in the order in which they do it.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Instant as Moment;

use kernel::Event;
use platform::Feature;
use platform::app::{AtEnd, Passing, UnitRows};
use platform::db::{Hooks, StoreError, Tx};

static MARKS: Mutex<Vec<Moment>> = Mutex::new(Vec::new());

/// Rows of no table: where they would pass, a mark is set.
const MARK: &[UnitRows] =
    &[UnitRows { table: "", column: "", at_end: AtEnd::Pass(Passing { text: "", open: "", carry: Some(at_rows) }) }];

fn marks() -> MutexGuard<'static, Vec<Moment>> {
    MARKS.lock().unwrap_or_else(PoisonError::into_inner)
}

fn at_rows(_: &mut Tx<'_>, _: &str) -> Result<(), StoreError> {
    marks().push(Moment::now());
    Ok(())
}

fn at_event(tx: &mut Tx<'_>, _: &Event) -> Result<(), StoreError> {
    at_rows(tx, "")
}

/// From here on the parts of a change are timed.
pub(super) fn begin() {
    let mut marks = marks();
    marks.clear();
    marks.push(Moment::now());
}

/// What the features hang into every transaction, with a mark before the first and after each.
pub(super) fn hooks(features: &[Feature]) -> Hooks {
    let mut hooks = platform::app::hooks(features, Some(figures::store::post));
    let own = std::mem::take(&mut hooks.on_event);
    hooks.on_event.push(at_event);
    for on_event in own {
        hooks.on_event.extend([on_event, at_event]);
    }
    hooks
}

/// The features for carrying a change out: the rows of each table, with a mark before the first and after each.
pub(super) fn parted(features: &[Feature]) -> Vec<Feature> {
    let of = |unit_rows| Feature { unit_rows, ..Feature::default() };
    let mut parted = vec![of(MARK)];
    for rows in features.iter().flat_map(|feature| feature.unit_rows) {
        parted.extend([of(std::slice::from_ref(rows)), of(MARK)]);
    }
    parted
}

/// The parts of a change that [`begin`] and the marks timed, the longest first, in seconds. It was asked for at `began` and kept
/// at `ended`.
pub(super) fn parts(features: &[Feature], began: Moment, ended: Moment) -> Vec<(String, f64)> {
    let mut names = vec!["the rules".to_owned(), "the tree".to_owned()];
    let rows = features.iter().flat_map(|feature| feature.unit_rows);
    names.extend(rows.map(|rows| format!("{}.{}", rows.table, rows.column)));
    let hooked = features.iter().filter(|feature| feature.on_event.is_some());
    // one stretch before the first of the features told of an event, one for each of them
    let mut told = vec!["events noted".to_owned()];
    told.extend(hooked.map(|feature| format!("event in {}", feature.name)));
    let marks = marks();
    let ends = marks.iter().copied();
    let mut parts: Vec<(String, f64)> = Vec::new();
    let mut from = began;
    for (end, name) in ends.zip(names.iter().chain(told.iter().cycle())).chain([(ended, &"kept".to_owned())]) {
        let seconds = end.duration_since(from).as_secs_f64();
        match parts.iter_mut().find(|(known, _)| known == name) {
            Some((_, sum)) => *sum += seconds,
            None => parts.push((name.clone(), seconds)),
        }
        from = end;
    }
    parts.sort_by(|a, b| b.1.total_cmp(&a.1));
    parts
}
