//! A figure on two days, or of two subjects, side by side: for the unit and each directly below it, or each of a kind in its
//! branch; as the tree was on each day, or under the units of today. The difference of two days is what was counted between.

use std::collections::{BTreeSet, HashMap};

use askama::Template;
use kernel::{Day, UnitId, UnitKind};
use platform::app::Figure;
use platform::db::{StoreError, Tx};
use platform::web::{Actor, Answer, Cx, Failure, ListQuery, Listing, Path, Query, page, spreadsheet};
use serde::Deserialize;
use units::domain::Unit;

use super::{branch_asked, figure_called, text_key};
use crate::store::{self, At, Tree};

/// What is compared.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct CompareQuery {
    unit: String,
    /// The end of this day on the left.
    from: String,
    /// The end of this day on the right.
    to: String,
    /// The subject on the left; the same one when empty.
    with: String,
    /// `then`: by the units of each day.
    tree: String,
    /// Every unit of this kind in the branch; those directly below when empty.
    kind: String,
    page: i64,
    format: String,
}

impl CompareQuery {
    fn list(&self) -> ListQuery {
        ListQuery { page: self.page, format: self.format.clone(), ..ListQuery::default() }
    }

    fn tree(&self) -> Tree {
        if self.tree == "then" { Tree::AsWas } else { Tree::AsNow }
    }

    fn kind(&self) -> Option<UnitKind> {
        self.kind.parse().ok()
    }

    /// The two days: of one subject, as nothing else is said, the end of last year and today.
    fn days(&self, today: Day) -> (Day, Day) {
        let to = self.to.parse().unwrap_or(today);
        let before = if self.with.is_empty() { Day::of(to.year() - 1, 12, 31).unwrap_or(to) } else { to };
        (self.from.parse().unwrap_or(before), to)
    }
}

/// One of the two columns.
#[derive(Debug, Clone)]
struct Side {
    subject: String,
    name: String,
    day: Day,
}

/// A unit with the figure on both sides; none where it did not stand there.
struct Line {
    unit: Unit,
    values: [Option<i64>; 2],
}

impl Line {
    fn difference(&self) -> i64 {
        self.values[1].unwrap_or_default() - self.values[0].unwrap_or_default()
    }
}

/// A subject to choose.
struct Choice {
    subject: String,
    name: String,
}

#[derive(Template)]
#[template(path = "figures/compare.html")]
struct ComparePage {
    cx: Cx,
    subject: String,
    figure: Figure,
    unit: Unit,
    sides: [Side; 2],
    whole: Line,
    listing: Listing<Line>,
    tree: Tree,
    has_two_trees: bool,
    choices: Vec<Choice>,
    with: String,
    kinds: Vec<(&'static str, bool)>,
}

impl ComparePage {
    fn address(&self, side: usize, unit: &UnitId) -> String {
        let Side { subject, day, .. } = &self.sides[side];
        format!("/figures/{subject}/{}?unit={unit}&day={day}&tree={}", self.figure.id, self.tree.code())
    }
}

pub(crate) async fn show(
    who: Actor,
    Path((subject, figure)): Path<(String, String)>,
    Query(query): Query<CompareQuery>,
) -> Answer {
    let (asker, asked) = (who.clone(), query.clone());
    let compared = who.read(move |tx| read(&asker, tx, &subject, &figure, &asked)).await?;
    if query.list().is_export() { export(&compared, &query.format) } else { page(&compared) }
}

fn read(
    who: &Actor,
    tx: &mut Tx<'_>,
    subject: &str,
    figure: &str,
    query: &CompareQuery,
) -> Result<ComparePage, Failure> {
    let figure = figure_called(who, figure)?;
    let owner = (figure.owner)(tx, subject)?.ok_or(Failure::NotFound)?;
    let unit = branch_asked(who, tx, &query.unit, owner)?;
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '_');
    let with = if query.with.is_empty() { subject } else { &query.with };
    if !with.chars().all(is_plain) || (figure.owner)(tx, with)?.is_none() {
        return Err(Failure::NotFound);
    }
    let (from, to) = query.days(who.today());
    let choices = choices(who, tx, &figure, unit, [subject, with])?;
    let side = |subject: &str, day: Day| {
        let name = choices.iter().find(|choice| choice.subject == subject).map(|choice| choice.name.clone());
        Side { subject: subject.to_owned(), name: name.unwrap_or_default(), day }
    };
    let sides = [side(with, from), side(subject, to)];
    let of = |side: usize| At {
        subject: &sides[side].subject,
        figure: figure.id,
        as_of: sides[side].day,
        tree: query.tree(),
    };
    let lines = lines(tx, [of(0), of(1)], unit, query)?;
    let values = [Some(store::value_in(tx, of(0), unit)?), Some(store::value_in(tx, of(1), unit)?)];
    let top = units::store::find_on(tx, unit, query.tree().day(to, who.today()))?;
    let mut listing = Listing::new(lines.0, lines.1, query.list(), format!("/figures/{subject}/{}/compare", figure.id));
    listing.filters = format!(
        "unit={unit}&from={from}&to={to}&with={}&tree={}&kind={}",
        query.with,
        query.tree().code(),
        query.kind().map_or("", UnitKind::code)
    );
    let last = units::store::last_change_day(tx)?;
    Ok(ComparePage {
        cx: who.cx(&text_key(figure.id)),
        subject: subject.to_owned(),
        whole: Line { unit: top.clone(), values },
        has_two_trees: last.is_some_and(|last| from.min(to) < last),
        kinds: UnitKind::ALL.iter().map(|kind| (kind.code(), Some(*kind) == query.kind())).collect(),
        with: query.with.clone(),
        tree: query.tree(),
        unit: top,
        figure,
        sides,
        listing,
        choices,
    })
}

/// The lines of the page and how many there are: the units of the right side in their order, then those only of the left.
fn lines(tx: &mut Tx<'_>, of: [At<'_>; 2], root: UnitId, query: &CompareQuery) -> Result<(Vec<Line>, i64), StoreError> {
    let left = store::list_below(tx, of[0], root, query.kind())?;
    let right = store::list_below(tx, of[1], root, query.kind())?;
    let ids = |units: &[Unit]| units.iter().map(|unit| unit.id).collect::<BTreeSet<UnitId>>();
    let stood = [ids(&left), ids(&right)];
    let only_left = left.into_iter().filter(|unit| !stood[1].contains(&unit.id));
    let units: Vec<Unit> = right.into_iter().chain(only_left).collect();
    let total = i64::try_from(units.len()).unwrap_or(i64::MAX);
    let (offset, size) = query.list().piece(i64::MAX);
    let count = |n: i64| usize::try_from(n).unwrap_or(usize::MAX);
    let units: Vec<Unit> = units.into_iter().skip(count(offset)).take(count(size)).collect();
    let shown: Vec<UnitId> = units.iter().map(|unit| unit.id).collect();
    let values = [store::values_of(tx, of[0], &shown)?, store::values_of(tx, of[1], &shown)?];
    let value = |side: usize, unit: UnitId| {
        stood[side].contains(&unit).then(|| values[side].get(&unit).copied().unwrap_or_default())
    };
    let line = |unit: Unit| Line { values: [value(0, unit.id), value(1, unit.id)], unit };
    Ok((units.into_iter().map(line).collect(), total))
}

/// How many subjects are offered, beside those that are compared.
const CHOICES: i64 = 100;

/// The subjects counted under the figure in this branch, the latest first, by the names under which the actor may see them;
/// the others by their days. Those that are compared are always among them.
fn choices(
    who: &Actor,
    tx: &mut Tx<'_>,
    figure: &Figure,
    unit: UnitId,
    compared: [&str; 2],
) -> Result<Vec<Choice>, StoreError> {
    let mut subjects = store::list_subjects(tx, figure.id, unit, CHOICES)?;
    for subject in compared {
        if subjects.iter().all(|(known, ..)| known != subject) {
            subjects.extend(store::lookup_subject(tx, figure.id, unit, subject)?);
        }
    }
    let mut nameless: Vec<String> = subjects.iter().map(|(subject, ..)| subject.clone()).collect();
    let mut names: HashMap<String, String> = HashMap::new();
    // the feature that owns the figure mostly owns the subject too
    let mut features: Vec<_> = who.app().features.iter().filter(|feature| !feature.figures.is_empty()).collect();
    features.sort_by_key(|feature| feature.figures.iter().all(|one| one.id != figure.id));
    for kind in features.into_iter().flat_map(|feature| feature.search) {
        names.extend((kind.hits)(tx, who, &nameless)?.into_iter().map(|hit| (hit.id, hit.title)));
        nameless.retain(|subject| !names.contains_key(subject));
        if nameless.is_empty() {
            break;
        }
    }
    let cx = who.cx("figures-compare");
    let choice = |(subject, first, last): (String, Day, Day)| {
        let name = names.remove(&subject).unwrap_or_else(|| cx.t2("figures-subject", "first", first, "last", last));
        Choice { subject, name }
    };
    Ok(subjects.into_iter().map(choice).collect())
}

fn export(compared: &ComparePage, format: &str) -> Answer {
    let cx = &compared.cx;
    let heading = |side: &Side| sheets::Heading::new(format!("{} {}", side.name, side.day.shown()), 26.0);
    let [left, right] = &compared.sides;
    let headings = [
        sheets::Heading::new(cx.t("figures-unit-code"), 16.0),
        sheets::Heading::new(cx.t("figures-unit"), 48.0),
        heading(left),
        heading(right),
        sheets::Heading::new(cx.t("figures-difference"), 16.0),
    ];
    let all = std::iter::once(&compared.whole).chain(&compared.listing.rows);
    let rows = all.map(|line| {
        vec![
            line.unit.code.as_str().into(),
            line.unit.name.as_str().into(),
            line.values[0].into(),
            line.values[1].into(),
            line.difference().into(),
        ]
    });
    spreadsheet("so-sanh-so-lieu", format, &headings, rows.collect())
}
