//! Numbers and rows at the moment of signing. They are counted from the rows themselves: the ledger takes what this very
//! transaction changes only with its commit, and the signature ends the unit's own duty to report.

use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};

use conferences::store::{Delegate, DelegateFilter};
use kernel::{Day, DelegateId, DutyId, PointId, UnitId};
use platform::App;
use platform::app::{Counts, Figure, FigureRow, RowsOf};
use platform::db::{StoreError, Tx};

use crate::domain::kept::{
    KeptFigure, KeptRow, ROWS_OF_A_FIGURE, ROWS_OF_A_REPORT, UNITS_OF_A_FIGURE, What, hash_of_sums, seal_of,
};
use crate::domain::{Content, Stated};
use crate::store;

type Sums = HashMap<UnitId, i64>;
/// Delegates by name, each name's in the order of the list.
type ByName = HashMap<String, Vec<Delegate>>;

/// A figure of one of the features.
pub(crate) fn figure_of(app: &App, id: &str) -> Option<Figure> {
    app.features.iter().flat_map(|feature| feature.figures).find(|figure| figure.id == id).copied()
}

/// What every unit has of its own, and with the units below it.
#[derive(Default)]
struct Counted {
    own: Vec<(UnitId, i64)>,
    whole: Sums,
}

/// Counts from the rows as they stand in this transaction.
pub(crate) struct Counting<'a> {
    app: &'a App,
    as_of: Day,
    superiors: HashMap<UnitId, UnitId>,
    counted: HashMap<(String, String), Counted>,
    at_points: HashMap<PointId, ByName>,
}

impl<'a> Counting<'a> {
    pub(crate) fn begin(tx: &mut Tx<'_>, app: &'a App, as_of: Day) -> Result<Self, StoreError> {
        let superiors = units::store::list_superiors_on(tx, as_of)?;
        Ok(Counting { app, as_of, superiors, counted: HashMap::new(), at_points: HashMap::new() })
    }

    /// The figure of the unit's branch.
    pub(crate) fn value(
        &mut self,
        tx: &mut Tx<'_>,
        subject: &str,
        figure: &str,
        unit: UnitId,
    ) -> Result<i64, StoreError> {
        Ok(self.of(tx, subject, figure)?.whole.get(&unit).copied().unwrap_or_default())
    }

    fn of(&mut self, tx: &mut Tx<'_>, subject: &str, figure: &str) -> Result<&Counted, StoreError> {
        let about = (subject.to_owned(), figure.to_owned());
        if !self.counted.contains_key(&about) {
            let defined = figure_of(self.app, figure).ok_or(StoreError::NotFound)?;
            let own = (defined.of_units)(tx, subject, self.as_of)?;
            let whole = self.rolled_up(&own);
            self.counted.insert(about.clone(), Counted { own, whole });
        }
        self.counted.get(&about).ok_or(StoreError::NotFound)
    }

    /// The delegate a row is about: of those with this name at the point the first that stands in the row's words. Each is
    /// taken once for a figure; a point's are read once for a report.
    fn delegate_of(
        &mut self,
        tx: &mut Tx<'_>,
        point: PointId,
        row: &FigureRow,
        taken: &mut HashSet<DelegateId>,
    ) -> Result<Option<Delegate>, StoreError> {
        let by_name = match self.at_points.entry(point) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(place) => place.insert(delegates_at(tx, point)?),
        };
        let named = by_name.get(&row.title).into_iter().flatten();
        let free: Vec<&Delegate> = named.filter(|one| !taken.contains(&one.id)).collect();
        let told = free.iter().find(|one| row.note.starts_with(&words(one)));
        let found = told.or(free.first()).map(|one| (*one).clone());
        taken.extend(found.as_ref().map(|one| one.id));
        Ok(found)
    }

    fn line(&self, unit: UnitId) -> impl Iterator<Item = UnitId> {
        std::iter::successors(Some(unit), |unit| self.superiors.get(unit).copied())
    }

    fn rolled_up(&self, own: &[(UnitId, i64)]) -> Sums {
        let mut sums = Sums::new();
        for (unit, n) in own {
            for above in self.line(*unit) {
                *sums.entry(above).or_default() += n;
            }
        }
        sums
    }

    /// What each unit of the branch has of its own.
    fn own_in(
        &mut self,
        tx: &mut Tx<'_>,
        subject: &str,
        figure: &str,
        root: UnitId,
    ) -> Result<Vec<(UnitId, i64)>, StoreError> {
        let own = self.of(tx, subject, figure)?.own.clone();
        Ok(own.into_iter().filter(|(unit, n)| *n != 0 && self.line(*unit).any(|above| above == root)).collect())
    }
}

/// Keeps what stands behind every figure of a report that is being signed, and notes its place and seal beside the figure.
///
/// # Errors
/// [`StoreError`].
pub(crate) fn keep(
    tx: &mut Tx<'_>,
    counting: &mut Counting<'_>,
    content: &mut Content,
) -> Result<Vec<(KeptFigure, Vec<KeptRow>)>, StoreError> {
    let mut all = Vec::new();
    let mut room = ROWS_OF_A_REPORT;
    for (place, stated) in (1..).zip(content.stated_mut()) {
        let (figure, rows) = behind(tx, counting, stated, place, room.min(ROWS_OF_A_FIGURE))?;
        if figure.what == What::Rows {
            room -= rows.len();
        }
        stated.place = place;
        stated.rows = seal_of(&figure, &rows);
        all.push((figure, rows));
    }
    Ok(all)
}

fn behind(
    tx: &mut Tx<'_>,
    counting: &mut Counting<'_>,
    stated: &Stated,
    place: i64,
    most: usize,
) -> Result<(KeptFigure, Vec<KeptRow>), StoreError> {
    let unit: UnitId = stated.unit.parse().map_err(|_| StoreError::NotFound)?;
    let figure = figure_of(counting.app, &stated.figure).ok_or(StoreError::NotFound)?;
    let own = counting.own_in(tx, &stated.subject, &stated.figure, unit)?;
    let as_of = counting.as_of;
    let limit = i64::try_from(most + 1).unwrap_or(i64::MAX);
    let of = RowsOf { subject: stated.subject.clone(), unit, as_of, tree_on: as_of, offset: 0, limit };
    let found = (figure.rows)(tx, &of)?.rows;
    let (what, rows) = if found.len() <= most {
        (What::Rows, kept_rows(tx, counting, figure.counts, found)?)
    } else {
        (What::Units, kept_units(tx, counting, unit, &own)?)
    };
    let kept = KeptFigure {
        position: place,
        figure: stated.figure.clone(),
        subject: stated.subject.clone(),
        unit,
        value: stated.value,
        what,
        sums_hash: hash_of_sums(&own),
    };
    Ok((kept, rows))
}

/// What every unit had where those are not too many; otherwise what the unit itself had and each branch directly below it.
fn kept_units(
    tx: &mut Tx<'_>,
    counting: &Counting<'_>,
    root: UnitId,
    own: &[(UnitId, i64)],
) -> Result<Vec<KeptRow>, StoreError> {
    let mut sums: Vec<(UnitId, i64)> = own.to_vec();
    if sums.len() > UNITS_OF_A_FIGURE {
        let mut branches = Sums::new();
        for (unit, n) in own {
            let below = counting.line(*unit).take_while(|above| *above != root).last().unwrap_or(root);
            *branches.entry(below).or_default() += n;
        }
        sums = branches.into_iter().collect();
    }
    let ids: Vec<UnitId> = sums.iter().map(|(unit, _)| *unit).collect();
    let names = store::names_of_units(tx, &ids)?;
    let mut rows = Vec::with_capacity(sums.len());
    for (id, n) in sums {
        let name = names.get(&id).ok_or(StoreError::NotFound)?;
        let row = KeptRow {
            key: id.to_string(),
            title: name.clone(),
            note: String::new(),
            href: format!("/units/{id}"),
            n: Some(n),
            person: None,
            unit: Some(id),
        };
        rows.push((vietnamese::collation_key(name), row));
    }
    rows.sort_by(|a, b| (&a.0, &a.1.key).cmp(&(&b.0, &b.1.key)));
    Ok(rows.into_iter().map(|(_, row)| row).collect())
}

/// The rows with the person each is about, where they are delegates, so that a name can be erased later; and with the unit
/// each belongs to, so that they are shown to who may see that unit.
fn kept_rows(
    tx: &mut Tx<'_>,
    counting: &mut Counting<'_>,
    counts: Counts,
    found: Vec<FigureRow>,
) -> Result<Vec<KeptRow>, StoreError> {
    let duties: Vec<DutyId> = found.iter().filter_map(|row| id_in(&row.href, "/duties/")).collect();
    let units = rollouts::store::units_of_duties(tx, &duties)?;
    let mut taken = HashSet::new();
    let mut rows = Vec::with_capacity(found.len());
    for row in found {
        let point = id_in(&row.href, "/points/").filter(|_| counts == Counts::People);
        let delegate = match point {
            Some(point) => counting.delegate_of(tx, point, &row, &mut taken)?,
            None => None,
        };
        let unit = match id_in::<DutyId>(&row.href, "/duties/") {
            Some(duty) => units.get(&duty).copied(),
            None => delegate.as_ref().map(|delegate| delegate.unit),
        };
        rows.push(KeptRow {
            key: delegate.as_ref().map_or_else(|| row.href.clone(), |delegate| delegate.id.to_string()),
            person: delegate.and_then(|delegate| delegate.person),
            title: row.title,
            note: row.note,
            href: row.href,
            n: None,
            unit,
        });
    }
    Ok(rows)
}

/// The id that stands behind these words in an address.
fn id_in<I: std::str::FromStr>(href: &str, before: &str) -> Option<I> {
    href.strip_prefix(before)?.split('/').next()?.parse().ok()
}

fn delegates_at(tx: &mut Tx<'_>, point: PointId) -> Result<ByName, StoreError> {
    let conference = conferences::store::find_point(tx, point)?.conference;
    let filter =
        DelegateFilter { conference, point: Some(point), like: "%".into(), outcome: String::new(), branch: None };
    let mut by_name = ByName::new();
    for delegate in conferences::store::list_delegates(tx, &filter, 0, i64::from(i32::MAX))? {
        by_name.entry(delegate.name.clone()).or_default().push(delegate);
    }
    Ok(by_name)
}

/// What a row says of a delegate before all else.
fn words(one: &Delegate) -> String {
    let parts = [one.post.as_str(), one.unit_name.as_str()];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
}
