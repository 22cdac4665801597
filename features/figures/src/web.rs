//! The page behind every number: its value, the units below with theirs, and the rows it is made of.

pub(crate) mod compare;
pub(crate) mod proof;
mod rows;

use askama::Template;
use kernel::{Day, Event, UnitId};
use platform::app::{Figure, FigureRow, FigureSource, RowsOf};
use platform::db::Tx;
use platform::web::{Actor, Answer, Cx, Failure, ListQuery, Listing, Path, Query, page, spreadsheet};
use serde::Deserialize;
use units::domain::Unit;

use self::rows::{ALL, SeenRows};
use crate::permissions;
use crate::store::{self, At, ChildFigures, Tree};

/// Which branch, as of which day, which page of the rows.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct FigureQuery {
    unit: String,
    day: String,
    /// `now`: past figures grouped under the units of today.
    tree: String,
    page: i64,
    format: String,
}

/// A figure read for one branch and day, with the permission asked.
pub(crate) struct FigureRead {
    pub figure: Figure,
    pub unit: Unit,
    pub as_of: Day,
    pub tree: Tree,
    /// True when the tree changed since that day, so that it can be seen in two ways.
    pub has_two_trees: bool,
    pub value: i64,
    pub children: Vec<ChildFigures>,
    pub rows: SeenRows,
    pub ancestors: Vec<Unit>,
}

impl FigureQuery {
    fn list(&self) -> ListQuery {
        ListQuery { page: self.page, format: self.format.clone(), ..ListQuery::default() }
    }

    fn tree(&self) -> Tree {
        if self.tree == "now" { Tree::AsNow } else { Tree::AsWas }
    }
}

pub(crate) fn read(
    who: &Actor,
    tx: &mut Tx<'_>,
    subject: &str,
    figure: &str,
    query: &FigureQuery,
) -> Result<FigureRead, Failure> {
    let figure = figure_called(who, figure)?;
    let owner = (figure.owner)(tx, subject)?.ok_or(Failure::NotFound)?;
    let unit_id = branch_asked(who, tx, &query.unit, owner)?;
    let as_of = platform::web::typed_day(&query.day).unwrap_or_else(|| who.today());
    let mut tree = query.tree();
    // what a unit that ended had is told as of its last day, what was before a unit as of now
    let as_of = if tree == Tree::AsWas { units::store::day_of_branch(tx, unit_id, as_of)? } else { as_of };
    if units::store::is_founded_after(tx, unit_id, as_of)? {
        tree = Tree::AsNow;
    }
    let has_two_trees = units::store::last_change_day(tx)?.is_some_and(|last| as_of < last);
    let at = At { subject, figure: figure.id, as_of, tree };
    let tree_on = at.tree.day(as_of, who.today());
    let unit = units::store::find_on(tx, unit_id, tree_on)?;
    let list = query.list();
    let (offset, limit) = if list.is_export() { (0, ALL) } else { (list.offset(), list.size()) };
    let of = RowsOf { subject: subject.to_owned(), unit: unit_id, as_of, tree_on, offset, limit };
    let mut ancestors = Vec::new();
    for above in units::store::list_ancestors_on(tx, unit_id, tree_on)? {
        if who.may(tx, permissions::VIEW, above.id)? && units::store::is_within(tx, above.id, owner)? {
            ancestors.push(above);
        }
    }
    Ok(FigureRead {
        value: store::value_in(tx, at, unit_id)?,
        children: store::of_children_in(tx, at, &[figure.id], unit_id)?,
        rows: rows::seen(who, tx, &figure, &of)?,
        ancestors,
        figure,
        unit,
        as_of,
        tree: at.tree,
        has_two_trees,
    })
}

impl FigureRead {
    /// What of the address stays the same from page to page.
    fn query(&self) -> String {
        format!("unit={}&day={}&tree={}", self.unit.id, self.as_of, self.tree.code())
    }
}

fn figure_called(who: &Actor, id: &str) -> Result<Figure, Failure> {
    who.app().features.iter().flat_map(|f| f.figures).find(|f| f.id == id).copied().ok_or(Failure::NotFound)
}

/// The branch that is asked for, or a fitting one when none is; the actor may see it.
fn branch_asked(who: &Actor, tx: &mut Tx<'_>, asked: &str, owner: UnitId) -> Result<UnitId, Failure> {
    let unit =
        if asked.is_empty() { own_branch(who, tx, owner)? } else { asked.parse().map_err(|_| Failure::NotFound)? };
    who.must(tx, permissions::VIEW, unit)?;
    Ok(unit)
}

/// The owner's branch when the actor may see it, otherwise the actor's own.
fn own_branch(who: &Actor, tx: &mut Tx<'_>, owner: UnitId) -> Result<UnitId, Failure> {
    if who.may(tx, permissions::VIEW, owner)? {
        return Ok(owner);
    }
    who.scope(permissions::VIEW).first().copied().ok_or(Failure::NotFound)
}

#[derive(Template)]
#[template(path = "figures/show.html")]
struct ShowPage {
    cx: Cx,
    subject: String,
    read: FigureRead,
    is_entered: bool,
    listing: Listing<FigureRow>,
}

pub(crate) async fn show(
    who: Actor,
    Path((subject, figure)): Path<(String, String)>,
    Query(query): Query<FigureQuery>,
) -> Answer {
    if query.list().is_export() {
        return export(who, subject, figure, query).await;
    }
    let (asker, asked, about) = (who.clone(), query.clone(), subject.clone());
    let read = who.read(move |tx| read(&asker, tx, &about, &figure, &asked)).await?;
    let cx = who.cx(&text_key(read.figure.id));
    let address = format!("/figures/{subject}/{}", read.figure.id);
    let mut listing = Listing::new(read.rows.rows.clone(), read.rows.listed, query.list(), address);
    listing.filters = read.query();
    let is_entered = read.figure.source == FigureSource::Entered;
    page(&ShowPage { cx, subject, read, is_entered, listing })
}

fn text_key(figure: &str) -> String {
    format!("figure-{}", figure.replace('.', "-"))
}

/// The rows as a file. That they left is kept in the log: many of them name people.
async fn export(who: Actor, subject: String, figure: String, query: FigureQuery) -> Answer {
    let (asker, asked) = (who.clone(), query.clone());
    let read = who
        .write(move |tx| {
            let read = read(&asker, tx, &subject, &figure, &asked)?;
            let detail =
                serde_json::json!({ "figure": read.figure.id, "rows": read.rows.rows.len(), "format": asked.format });
            tx.record(Event::noted("figures.exported", subject, Some(read.unit.id)).with(detail))?;
            Ok::<_, Failure>(read)
        })
        .await?;
    let cx = who.cx(&text_key(read.figure.id));
    let headings = [sheets::Heading::new(cx.t("figures-row"), 50.0), sheets::Heading::new(cx.t("figures-note"), 70.0)];
    let mut rows: Vec<Vec<sheets::Value<'_>>> =
        read.rows.rows.iter().map(|row| vec![row.title.as_str().into(), row.note.as_str().into()]).collect();
    if read.rows.hidden != 0 {
        rows.push(vec![cx.t("figures-of-others").into(), read.rows.hidden.into()]);
    }
    spreadsheet("so-lieu", &query.format, &headings, rows)
}
