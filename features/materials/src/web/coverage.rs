//! How far a set has come: units with their numbers, down the tree. No names.

use askama::Template;
use documents::import::must_bear_no_mark;
use kernel::{Day, UnitId};
use platform::db::Tx;
use platform::web::{
    Actor, Answer, Cx, Failure, Form, Path, Query, State as PageState, ToArgument, go_to_saying, page, past_day,
    spreadsheet,
};
use rollouts::domain::Audience;
use serde::Deserialize;
use units::domain::Unit;

use super::{Seen, name_of, see};
use crate::domain::{Coverage, MaterialId, Set, may_enter_copies};
use crate::permissions::{GIVE_OUT, VIEW};
use crate::store::{self, Copies, CoverageOf, EditionCount};

/// Entries shown.
const ENTRIES: i64 = 30;

/// The unit looked at, as of which day, and whether a file is wanted.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct CoverageQuery {
    pub unit: String,
    pub day: String,
    format: String,
}

/// The numbers of a branch.
pub(crate) struct Branch {
    pub set: Set,
    pub unit: Unit,
    pub line: Vec<Unit>,
    pub whole: Coverage,
    pub children: Vec<CoverageOf>,
    pub editions: Vec<EditionCount>,
    /// The day asked for, when it is before today. How many the audience had then nobody knows: no shares are told.
    pub as_of: Option<Day>,
}

/// Reads a branch of a set, which must lie in what the actor sees of it.
pub(crate) fn read(who: &Actor, tx: &mut Tx<'_>, id: MaterialId, query: &CoverageQuery) -> Result<Branch, Failure> {
    let Seen { set, root } = see(who, tx, id)?;
    let unit: UnitId = if query.unit.is_empty() { root } else { query.unit.parse().map_err(|_| Failure::NotFound)? };
    let today = who.today();
    let as_of = past_day(&query.day, today)?;
    let day = as_of.unwrap_or(today);
    who.must(tx, VIEW, unit)?;
    if !units::store::is_within(tx, unit, set.unit)? {
        return Err(Failure::NotFound);
    }
    let mut line = Vec::new();
    for above in units::store::list_ancestors(tx, unit)? {
        if units::store::is_within(tx, above.id, root)? && who.may(tx, VIEW, above.id)? {
            line.push(above);
        }
    }
    let mut children = store::coverage_of_children(tx, &set, unit, day)?;
    // where most are without stands first; bodies without members say nothing
    children.retain(|child| child.coverage != Coverage::default());
    children.sort_by_key(|child| std::cmp::Reverse(child.coverage.without()));
    Ok(Branch {
        whole: store::coverage_of_branch(tx, &set, unit, day)?,
        editions: if as_of.is_some() { Vec::new() } else { store::list_edition_counts(tx, id, unit)? },
        unit: units::store::find(tx, unit)?,
        line,
        children,
        as_of,
        set,
    })
}

#[derive(Template)]
#[template(path = "materials/coverage.html")]
struct CoveragePage {
    cx: Cx,
    branch: Branch,
    own: Coverage,
    copies: Vec<(Copies, String)>,
    may_give_out: bool,
    today: Day,
}

impl CoveragePage {
    fn colour(&self, of: &Coverage) -> PageState {
        match of {
            _ if of.is_whole() => PageState::Green,
            Coverage { covered: 0, .. } => PageState::Grey,
            _ => PageState::Amber,
        }
    }

    fn left(&self) -> i64 {
        (self.own.members - self.own.opened - self.own.paper).max(0)
    }

    /// Of the people, the register knows a few only: copies for them are not bounded by it.
    fn is_for_people(&self) -> bool {
        self.branch.set.measured() == Audience::People
    }

    fn day(&self) -> Day {
        self.branch.as_of.unwrap_or(self.today)
    }

    /// The end of an address on this page: the day that is shown.
    fn on_day(&self) -> String {
        self.branch.as_of.map(|day| format!("&day={day}")).unwrap_or_default()
    }

    /// How many have it, in words.
    fn sum(&self) -> String {
        let (of, who) = (self.branch.whole, self.cx.word("materials-who", self.branch.set.measured()));
        let arguments = [
            ("percent", self.cx.percent(&of.covered, &of.members).to_argument()),
            ("who", who.to_argument()),
            ("without", of.without().to_argument()),
        ];
        self.cx.say("materials-covered-sum", &arguments)
    }
}

pub(crate) async fn show(who: Actor, Path(id): Path<MaterialId>, Query(query): Query<CoverageQuery>) -> Answer {
    let (asker, asked) = (who.clone(), query.clone());
    let shown = who
        .read(move |tx| {
            let branch = read(&asker, tx, id, &asked)?;
            let mut copies = Vec::new();
            for one in store::list_copies(tx, id, branch.unit.id, ENTRIES)? {
                let by = name_of(tx, one.entered_by)?;
                copies.push((one, by));
            }
            Ok::<_, Failure>(CoveragePage {
                cx: asker.cx("materials-coverage"),
                own: store::coverage_of_unit(tx, id, branch.unit.id)?,
                may_give_out: branch.set.is_read()
                    && branch.as_of.is_none()
                    && asker.may(tx, GIVE_OUT, branch.unit.id)?,
                today: asker.today(),
                branch,
                copies,
            })
        })
        .await?;
    if matches!(query.format.as_str(), "xlsx" | "csv") { export(&shown, &query.format) } else { page(&shown) }
}

fn export(shown: &CoveragePage, format: &str) -> Answer {
    let headings = shown.cx.headings(&[
        ("materials-unit", 48.0),
        ("materials-members", 14.0),
        ("materials-opened", 14.0),
        ("materials-paper", 14.0),
        ("materials-covered", 14.0),
        ("materials-without", 14.0),
    ]);
    let is_now = shown.branch.as_of.is_none();
    let line = |unit: &Unit, of: Coverage| {
        vec![
            unit.name.clone().into(),
            is_now.then_some(of.members).into(),
            of.opened.into(),
            of.paper.into(),
            of.covered.into(),
            is_now.then(|| of.without()).into(),
        ]
    };
    let mut lines = vec![line(&shown.branch.unit, shown.branch.whole)];
    lines.extend(shown.branch.children.iter().map(|child| line(&child.unit, child.coverage)));
    spreadsheet("do-phu-tai-lieu", format, &headings, lines)
}

/// Copies as they were typed.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct CopiesForm {
    unit: String,
    copies: String,
    note: String,
}

pub(crate) async fn give_out(who: Actor, Path(id): Path<MaterialId>, Form(form): Form<CopiesForm>) -> Answer {
    let unit: UnitId = form.unit.parse().map_err(|_| Failure::NotFound)?;
    let copies: i64 = form.copies.trim().parse().map_err(|_| Failure::Malformed("materials-error-copies"))?;
    let note = vietnamese::nfc(form.note.trim());
    must_bear_no_mark(&[&note])?;
    let asker = who.clone();
    who.write(move |tx| {
        let set = see(&asker, tx, id)?.set;
        asker.must(tx, GIVE_OUT, unit)?;
        if !units::store::is_within(tx, unit, set.unit)? {
            return Err(Failure::NotFound);
        }
        may_enter_copies(&set, store::coverage_of_unit(tx, id, unit)?, copies).or_refuse()?;
        Ok(store::insert_copies(tx, &set, unit, copies, &note)?)
    })
    .await?;
    go_to_saying(format!("/materials/{id}/coverage?unit={unit}"), "materials-copies-entered")
}
