//! Where a document is: days from its signature to each unit, the curve of its reach, the tree day by day as a film, and
//! where it waits now.

use askama::Template;
use figures::store::{At, Tree};
use kernel::{Day, DocumentId, UnitId};
use platform::db::{StoreError, Tx};
use platform::web::{Actor, Answer, Cx, Failure, Path, Query, Sort, State, json, page};
use serde::{Deserialize, Serialize};
use units::domain::Unit;

use super::AsOf;
use super::deliveries::{seen, signed_on};
use crate::domain::{Document, Reach, SHARES};
use crate::figures::{ACKNOWLEDGED, OPENED, SENT};
use crate::permissions::VIEW;
use crate::store::{self, DeliveryFilter, DeliveryRow};

/// Which branch, on which day, in which tree.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct ReachQuery {
    unit: String,
    day: String,
    tree: String,
}

/// A branch directly below, as it stands now.
struct Below {
    unit: Unit,
    sent: i64,
    opened: i64,
    acknowledged: i64,
}

impl Below {
    fn state(&self) -> State {
        match self {
            _ if self.sent == 0 => State::Grey,
            _ if self.acknowledged == self.sent => State::Green,
            _ if self.opened == 0 => State::Red,
            _ => State::Amber,
        }
    }
}

#[derive(Template)]
#[template(path = "documents/reach.html")]
struct ReachPage {
    cx: Cx,
    document: Document,
    root: Unit,
    line: Vec<Unit>,
    reach: Reach,
    sent: i64,
    opened: i64,
    acknowledged: i64,
    below: Vec<Below>,
    waiting: Vec<DeliveryRow>,
    waiting_total: i64,
    seen: AsOf,
}

impl ReachPage {
    /// Share, days to the opening, days to the acknowledgement.
    fn shares(&self) -> [(i64, Option<i64>, Option<i64>); 3] {
        SHARES
            .map(|share| (share, self.reach.days_until_opened_by(share), self.reach.days_until_acknowledged_by(share)))
    }

    fn days(&self, days: &Option<i64>) -> String {
        days.map_or_else(
            || self.cx.t("documents-reach-not-yet"),
            |days| self.cx.t1("documents-reach-days", "count", days),
        )
    }

    fn figure(&self, figure: &str, unit: &UnitId) -> String {
        format!("/figures/{}/documents.{figure}?unit={unit}&{}", self.document.id, self.seen.query())
    }

    fn waits_for(&self, row: &DeliveryRow) -> String {
        self.cx.t1("documents-reach-days", "count", row.delivery.sent_at.day().days_until(self.seen.day))
    }
}

/// How many of those that wait are named on the page; the list has all.
const NAMED: i64 = 10;
/// Days of a film at most.
const FRAMES: i64 = 45;

/// A document on its way down a branch, as of a day.
struct OnItsWay {
    document: Document,
    root: Unit,
    reach: Reach,
    seen: AsOf,
}

/// The document, the unit asked for or the top of what the actor may know, and its way down that branch. The way is that of
/// the tree as it was, day by day.
fn read(who: &Actor, tx: &mut Tx<'_>, id: DocumentId, query: &ReachQuery) -> Result<OnItsWay, Failure> {
    let (document, branch) = seen(who, tx, id)?;
    let top = branch.unwrap_or(document.owner_unit);
    let unit = match query.unit.parse::<UnitId>() {
        Ok(unit) if units::store::is_within(tx, unit, top)? => unit,
        Ok(_) => return Err(Failure::NotFound),
        Err(_) => top,
    };
    let seen = AsOf::read(who, tx, &query.day, &query.tree)?;
    let reach = reach_of(tx, &id.to_string(), unit, signed_on(&document), seen.day)?;
    Ok(OnItsWay { document, root: units::store::find_on(tx, unit, seen.tree_on())?, reach, seen })
}

fn reach_of(tx: &mut Tx<'_>, subject: &str, unit: UnitId, signed_on: Day, until: Day) -> Result<Reach, StoreError> {
    let mut days = |figure| -> Result<Vec<(Day, i64)>, StoreError> {
        let mut days = figures::store::days(tx, subject, figure, unit)?;
        days.retain(|(day, _)| *day <= until);
        Ok(days)
    };
    let (opened, acknowledged) = (days(OPENED)?, days(ACKNOWLEDGED)?);
    let sent = figures::store::value(tx, subject, SENT, unit, until)?;
    Ok(Reach::of(signed_on, sent, &opened, &acknowledged))
}

pub(crate) async fn show(who: Actor, Path(id): Path<DocumentId>, Query(query): Query<ReachQuery>) -> Answer {
    let asker = who.clone();
    let shown = who
        .read(move |tx| {
            let OnItsWay { document, root, reach, seen } = read(&asker, tx, id, &query)?;
            let subject = id.to_string();
            let at = seen.at(&subject);
            let children = figures::store::of_children_in(tx, at, &[SENT, OPENED, ACKNOWLEDGED], root.id)?;
            let filter = DeliveryFilter {
                document: id,
                root: Some(root.id),
                state: "waiting".into(),
                kind: String::new(),
                like: "%".into(),
                on: seen.day,
                tree_on: seen.tree_on(),
            };
            let first = Sort { key: "waiting", descending: false };
            let mut line = Vec::new();
            for above in units::store::list_ancestors_on(tx, root.id, seen.tree_on())? {
                if asker.may(tx, VIEW, above.id)? && units::store::is_within(tx, above.id, document.owner_unit)? {
                    line.push(above);
                }
            }
            Ok::<_, Failure>(ReachPage {
                cx: asker.cx("documents-reach"),
                sent: figures::store::value_in(tx, At { figure: SENT, ..at }, root.id)?,
                opened: figures::store::value_in(tx, At { figure: OPENED, ..at }, root.id)?,
                acknowledged: figures::store::value_in(tx, At { figure: ACKNOWLEDGED, ..at }, root.id)?,
                below: below_of(children),
                waiting: store::list_deliveries(tx, &filter, first, (0, NAMED))?,
                waiting_total: store::count_deliveries(tx, &filter)?,
                document,
                root,
                line,
                reach,
                seen,
            })
        })
        .await?;
    page(&shown)
}

/// Branches the document went to; those furthest behind first.
fn below_of(children: Vec<figures::store::ChildFigures>) -> Vec<Below> {
    let mut below: Vec<Below> = children
        .into_iter()
        .map(|child| Below {
            sent: child.values[0],
            opened: child.values[1],
            acknowledged: child.values[2],
            unit: child.unit,
        })
        .filter(|child| child.sent > 0)
        .collect();
    below.sort_by_key(|child| child.acknowledged * 1_000 / child.sent.max(1));
    below
}

/// A curve: what it is called, its values.
#[derive(Debug, Serialize)]
struct Series {
    name: String,
    values: Vec<i64>,
    step: bool,
}

/// The curves of the reach.
#[derive(Debug, Serialize)]
struct Curve {
    x: Vec<String>,
    series: Vec<Series>,
}

pub(crate) async fn curve(who: Actor, Path(id): Path<DocumentId>, Query(query): Query<ReachQuery>) -> Answer {
    let asker = who.clone();
    let OnItsWay { reach, seen, .. } = who.read(move |tx| read(&asker, tx, id, &query)).await?;
    let cx = who.cx("documents-reach");
    let days = reach.frames(seen.day, FRAMES);
    let at = |day: &Day| reach.stages.iter().rev().find(|stage| stage.day <= *day).copied();
    let series = |key: &str, value: fn(&crate::domain::Stage) -> i64| Series {
        name: cx.t(key),
        values: days.iter().map(|day| at(day).map_or(0, |stage| value(&stage))).collect(),
        step: true,
    };
    let opened = series("documents-column-opened", |stage| stage.opened);
    let acknowledged = series("documents-column-acknowledged", |stage| stage.acknowledged);
    json(Curve { x: days.iter().map(|day| day.shown()).collect(), series: vec![opened, acknowledged] })
}

/// A rectangle of the film: its state on each of the days.
#[derive(Debug, Serialize)]
struct Rectangle {
    name: String,
    value: i64,
    href: String,
    states: Vec<&'static str>,
    labels: Vec<String>,
}

/// The film: the days and, for each branch directly below, its state on each.
#[derive(Debug, Serialize)]
struct Film {
    days: Vec<String>,
    children: Vec<Rectangle>,
}

pub(crate) async fn film(who: Actor, Path(id): Path<DocumentId>, Query(query): Query<ReachQuery>) -> Answer {
    let asker = who.clone();
    let film = who
        .read(move |tx| {
            let OnItsWay { document, root, reach, seen } = read(&asker, tx, id, &query)?;
            let days = reach.frames(seen.day, FRAMES);
            let subject = document.id.to_string();
            let mut children = Vec::new();
            for unit in figures::store::children_in(tx, At { tree: Tree::AsWas, ..seen.at(&subject) }, root.id)? {
                let own = reach_of(tx, &subject, unit.id, reach.signed_on, seen.day)?;
                if own.sent > 0 {
                    children.push(rectangle(&asker, &document, unit, &own, &days));
                }
            }
            Ok::<_, Failure>(Film { days: days.iter().map(|day| day.shown()).collect(), children })
        })
        .await?;
    json(film)
}

fn rectangle(who: &Actor, document: &Document, unit: Unit, reach: &Reach, days: &[Day]) -> Rectangle {
    let cx = who.cx("documents-reach");
    let mut states = Vec::with_capacity(days.len());
    let mut labels = Vec::with_capacity(days.len());
    for day in days {
        let stage = reach.stages.iter().rev().find(|stage| stage.day <= *day);
        let (opened, acknowledged) = stage.map_or((0, 0), |stage| (stage.opened, stage.acknowledged));
        let below = Below { unit: unit.clone(), sent: reach.sent, opened, acknowledged };
        // red is for what should have been reached; on the way down nothing is late yet
        states.push(if opened == 0 { State::Grey.code() } else { below.state().code() });
        labels.push(cx.t2("documents-reach-of", "part", acknowledged, "whole", reach.sent));
    }
    Rectangle {
        name: unit.short_name,
        value: reach.sent,
        href: format!("/documents/{}/reach?unit={}", document.id, unit.id),
        states,
        labels,
    }
}
