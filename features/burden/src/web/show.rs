//! What is asked of a branch in a month: by kind of work, by unit below, month by month.

use std::borrow::Borrow;
use std::cmp::Ordering;

use askama::Template;
use kernel::UnitId;
use platform::burden::Work;
use platform::db::{StoreError, Tx};
use platform::web::Query;
use platform::web::{Actor, Answer, Cx, Failure, ListQuery, Listing, page, spreadsheet};
use serde::Deserialize;
use units::domain::Unit;

use super::span;
use crate::domain::{Basis, Estimate, Load, Month, subject};
use crate::store::{self, Estimates};
use crate::{permissions, works};

/// Months shown before and after the one looked at.
const AROUND: i16 = 3;

/// Which branch, in which month, which page of the units below.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct BurdenQuery {
    unit: String,
    month: String,
    q: String,
    sort: String,
    page: i64,
    size: i64,
    format: String,
}

impl BurdenQuery {
    fn list(&self) -> ListQuery {
        ListQuery {
            q: self.q.clone(),
            sort: self.sort.clone(),
            page: self.page,
            format: self.format.clone(),
            size: self.size,
            ..ListQuery::default()
        }
    }
}

/// A kind of work in the branch.
pub(crate) struct WorkLine {
    pub work: Work,
    pub estimate: Estimate,
    pub load: Load,
}

impl WorkLine {
    pub(crate) fn minutes(&self) -> i64 {
        self.load.minutes(self.estimate.minutes)
    }
}

/// A branch with what it comes to.
#[derive(Debug, Clone)]
pub(crate) struct Below {
    pub unit: Unit,
    pub cells: i64,
    pub asked: i64,
    pub said: i64,
    pub minutes: i64,
    /// Minutes of the work of cells alone, shared out over them.
    pub per_cell: Option<i64>,
}

/// What is asked of a branch in a month.
pub(crate) struct BurdenRead {
    pub unit: Unit,
    pub ancestors: Vec<Unit>,
    pub month: Month,
    pub lines: Vec<WorkLine>,
    pub total: Below,
    /// What the unit itself is asked, when others stand below it.
    pub own: Option<Below>,
    pub children: Vec<Below>,
}

fn sum_up(unit: Unit, cells: i64, works: &[Work], estimates: &Estimates, loads: &[Load]) -> Below {
    let each = |work: &Work| estimates.get(work.code).map_or(work.minutes, |estimate| estimate.minutes);
    let minutes_of = |of_cells_only: bool| -> i64 {
        let of = works.iter().zip(loads).filter(|(work, _)| work.of_cells || !of_cells_only);
        of.map(|(work, load)| load.minutes(each(work))).sum()
    };
    let all = loads.iter().fold(Load::default(), |sum, load| sum.and(*load));
    let per_cell = (cells > 0).then(|| minutes_of(true) / cells);
    Below { unit, cells, asked: all.asked, said: all.said, minutes: minutes_of(false), per_cell }
}

pub(crate) fn read(who: &Actor, tx: &mut Tx<'_>, query: &BurdenQuery) -> Result<BurdenRead, Failure> {
    let unit = unit_of(who, tx, &query.unit)?;
    let month = query.month.parse().unwrap_or_else(|_| Month::of(who.today()));
    let works = works(who.app());
    let estimates = store::estimates(tx, &works, who.today())?;
    let loads = store::loads(tx, &works, unit.id, month)?;
    let cells = store::count_cells(tx, unit.id)?;
    let total = sum_up(unit.clone(), cells, &works, &estimates, &loads);
    let below = store::loads_of_children(tx, &works, unit.id, month)?;
    let own_loads: Vec<Load> = (0..works.len())
        .map(|place| below.iter().fold(loads[place], |rest, child| rest.without(child.loads[place])))
        .collect();
    let own = sum_up(unit.clone(), i64::from(unit.kind.is_cell()), &works, &estimates, &own_loads);
    let children =
        below.into_iter().map(|child| sum_up(child.unit, child.cells, &works, &estimates, &child.loads)).collect();
    let lines = works.iter().zip(&loads).filter(|(_, load)| load.asked > 0).map(|(work, load)| WorkLine {
        work: *work,
        estimate: estimates[work.code],
        load: *load,
    });
    Ok(BurdenRead {
        lines: lines.collect(),
        ancestors: ancestors(who, tx, unit.id)?,
        own: (own.asked > 0).then_some(own),
        month,
        total,
        children,
        unit,
    })
}

/// The unit asked for; the highest of one's own when none is.
fn unit_of(who: &Actor, tx: &mut Tx<'_>, unit: &str) -> Result<Unit, Failure> {
    let id: UnitId = if unit.is_empty() {
        widest(tx, who.scope(permissions::VIEW))?.ok_or(Failure::Forbidden)?
    } else {
        unit.parse().map_err(|_| Failure::NotFound)?
    };
    who.must(tx, permissions::VIEW, id)?;
    Ok(units::store::find(tx, id)?)
}

fn widest(tx: &mut Tx<'_>, units: Vec<UnitId>) -> Result<Option<UnitId>, StoreError> {
    let mut heights = Vec::with_capacity(units.len());
    for unit in units {
        heights.push((units::store::list_ancestors(tx, unit)?.len(), unit));
    }
    Ok(heights.into_iter().min().map(|(_, unit)| unit))
}

fn ancestors(who: &Actor, tx: &mut Tx<'_>, unit: UnitId) -> Result<Vec<Unit>, Failure> {
    let mut seen = Vec::new();
    for above in units::store::list_ancestors(tx, unit)? {
        if above.id != unit && who.may(tx, permissions::VIEW, above.id)? {
            seen.push(above);
        }
    }
    Ok(seen)
}

/// A month with what it comes to.
struct MonthLine {
    month: Month,
    minutes: i64,
}

#[derive(Template)]
#[template(path = "burden/show.html")]
struct ShowPage {
    cx: Cx,
    read: BurdenRead,
    listing: Listing<Below>,
    months: Vec<MonthLine>,
    may_set_rates: bool,
}

impl ShowPage {
    fn span(&self, minutes: impl Borrow<i64>) -> String {
        span(&self.cx, minutes)
    }

    fn some_span(&self, minutes: &Option<i64>) -> String {
        minutes.map_or_else(|| "–".to_owned(), |minutes| span(&self.cx, minutes))
    }

    /// The page behind a number of a kind of work.
    fn href(&self, line: &WorkLine, figure: &str) -> String {
        let day = self.read.month.last_day(self.cx.who().today());
        format!("/figures/{}/{figure}?unit={}&day={day}", subject(self.read.month, line.work.code), self.read.unit.id)
    }

    fn to(&self, unit: &Unit, month: &Month) -> String {
        format!("/burden?unit={}&month={month}", unit.id)
    }

    /// Where the estimate comes from, in words.
    fn basis(&self, estimate: &Estimate) -> String {
        match estimate.basis {
            Basis::Delivered => self.cx.t("burden-basis-delivered"),
            Basis::Set(from) => self.cx.t1("burden-basis-set", "day", from),
            Basis::Median(said) => self.cx.t1("burden-basis-median", "count", said),
        }
    }

    /// The longest of the months shown: what the bars are measured against.
    fn most(&self) -> i64 {
        self.months.iter().map(|line| line.minutes).max().unwrap_or(0).max(1)
    }
}

pub(crate) async fn show(who: Actor, Query(query): Query<BurdenQuery>) -> Answer {
    let (asker, asked) = (who.clone(), query.clone());
    let (read, months) = who
        .read(move |tx| {
            let read = read(&asker, tx, &asked)?;
            let months = months(&asker, tx, &read)?;
            Ok::<_, Failure>((read, months))
        })
        .await?;
    let list = query.list();
    let rows = chosen(&read.children, &list);
    if list.is_export() {
        return export(&who.cx("burden-title"), &read, &rows, &query.format);
    }
    let total = i64::try_from(rows.len()).unwrap_or(i64::MAX);
    let (skip, size) = (usize::try_from(list.offset()).unwrap_or(0), usize::try_from(list.size()).unwrap_or(0));
    let rows = rows.into_iter().skip(skip).take(size).collect();
    let mut listing = Listing::new(rows, total, list, "/burden");
    listing.filters = format!("unit={}&month={}", read.unit.id, read.month);
    let may_set_rates = who.holds(permissions::SET_RATES);
    page(&ShowPage { cx: who.cx("burden-title"), read, listing, months, may_set_rates })
}

fn months(who: &Actor, tx: &mut Tx<'_>, read: &BurdenRead) -> Result<Vec<MonthLine>, Failure> {
    let works = works(who.app());
    let estimates = store::estimates(tx, &works, who.today())?;
    let mut months = Vec::new();
    for step in -AROUND..=AROUND {
        let month = read.month.plus(step);
        let loads = store::loads(tx, &works, read.unit.id, month)?;
        let minutes = sum_up(read.unit.clone(), 0, &works, &estimates, &loads).minutes;
        months.push(MonthLine { month, minutes });
    }
    Ok(months)
}

/// The units below that are searched for, in the order asked for; the heaviest first unless asked otherwise.
fn chosen(children: &[Below], list: &ListQuery) -> Vec<Below> {
    let words = vietnamese::fold(&list.q);
    let named = |below: &&Below| vietnamese::fold(&format!("{} {}", below.unit.code, below.unit.name)).contains(&words);
    let mut rows: Vec<Below> = children.iter().filter(named).cloned().collect();
    let sort = list.sort_in(&["minutes", "unit", "per_cell", "asked", "cells"]);
    let order = |a: &Below, b: &Below| -> Ordering {
        match sort.key {
            "unit" => vietnamese::collation_key(&a.unit.name).cmp(&vietnamese::collation_key(&b.unit.name)),
            "per_cell" => a.per_cell.cmp(&b.per_cell),
            "asked" => a.asked.cmp(&b.asked),
            "cells" => a.cells.cmp(&b.cells),
            _ => a.minutes.cmp(&b.minutes),
        }
    };
    let descending = sort.descending || list.sort.is_empty();
    rows.sort_by(|a, b| if descending { order(b, a) } else { order(a, b) });
    rows
}

fn export(cx: &Cx, read: &BurdenRead, rows: &[Below], format: &str) -> Answer {
    let headings = cx.headings(&[
        ("burden-unit", 44.0),
        ("burden-cells", 12.0),
        ("burden-asked", 14.0),
        ("burden-minutes-asked", 16.0),
        ("burden-per-cell", 20.0),
        ("burden-said", 18.0),
    ]);
    let lines = read.own.iter().chain(rows).map(|below| {
        vec![
            below.unit.name.as_str().into(),
            below.cells.into(),
            below.asked.into(),
            below.minutes.into(),
            below.per_cell.into(),
            below.said.into(),
        ]
    });
    spreadsheet("khoi-luong-viec", format, &headings, lines.collect())
}
