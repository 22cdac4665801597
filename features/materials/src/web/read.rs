//! Reading, on a phone: one's own list, a set, its files, what is read in a hall, and the page that stands when the line is
//! gone. What somebody of the audience opens is counted once, as a number of their unit.

use std::collections::HashSet;

use askama::Template;
use axum::http::HeaderMap;
use kernel::{DocumentId, PersonId, PointId};
use platform::db::{StoreError, Tx};
use platform::web::{Actor, Answer, Cx, Failure, Path, Query, Visitor, Visits, page};
use serde::Deserialize;

use super::may_read;
use super::show::{About, abouts, serve};
use crate::domain::{Line, Part, PartId, PartKind, Set};
use crate::store::{self, Reading, SetRow};

/// Sets shown at once.
const SHOWN: i64 = 100;

/// Visitors without a sign-in are limited by where they come from.
async fn limit(who: &Actor, visitor: &Visitor) -> Result<(), Failure> {
    if who.identity().is_some() {
        return Ok(());
    }
    let (today, now) = (who.today(), who.app().clock.now());
    let rule = who.read(move |tx| store::rule_on(tx, today)).await?;
    let most = u32::try_from(rule.visits_a_minute).unwrap_or(u32::MAX);
    who.app().kept(|_| Visits::default()).count(visitor, now, most)
}

/// Words looked for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct OwnQuery {
    q: String,
}

#[derive(Template)]
#[template(path = "materials/own.html")]
struct OwnPage {
    cx: Cx,
    heading: String,
    /// The conference or document whose sets these are; empty for one's own list and where it is not named.
    about: String,
    q: String,
    /// One's own list, which can be searched.
    is_own: bool,
    rows: Vec<SetRow>,
    /// The sets whose newest edition the reader has opened.
    opened: HashSet<String>,
}

impl OwnPage {
    fn is_opened(&self, row: &SetRow) -> bool {
        self.opened.contains(&row.set.code)
    }
}

fn opened_of(tx: &mut Tx<'_>, person: Option<PersonId>, rows: &[SetRow]) -> Result<HashSet<String>, StoreError> {
    let mut opened = HashSet::new();
    let Some(person) = person else { return Ok(opened) };
    for row in rows {
        if store::lookup_opening(tx, row.set.id, person)? == Some(row.set.edition) {
            opened.insert(row.set.code.clone());
        }
    }
    Ok(opened)
}

/// What reaches the reader's units.
pub(crate) async fn own(who: Actor, Query(query): Query<OwnQuery>) -> Answer {
    let (asker, like) = (who.clone(), format!("%{}%", vietnamese::fold(&query.q)));
    let shown = who
        .read(move |tx| {
            let cx = asker.cx("materials-own");
            let rows = store::list_read_by(tx, &asker.own_units(), &like, SHOWN)?;
            let opened = opened_of(tx, asker.person(), &rows)?;
            let heading = cx.title.clone();
            Ok::<_, Failure>(OwnPage { cx, heading, about: String::new(), q: query.q, is_own: true, rows, opened })
        })
        .await?;
    page(&shown)
}

/// What is read in a hall: the sets of its conference that this visitor may read.
pub(crate) async fn hall(who: Actor, visitor: Visitor, Path(id): Path<PointId>) -> Answer {
    limit(&who, &visitor).await?;
    let asker = who.clone();
    let shown = who
        .read(move |tx| {
            let point = conferences::store::find_point(tx, id)?;
            let conference = conferences::store::find(tx, point.conference)?;
            let sets = serving(tx, &conference)?;
            let rows = rows_read(&asker, tx, sets)?;
            let opened = opened_of(tx, asker.person(), &rows)?;
            let cx = asker.cx("materials-hall");
            let (heading, about) = (cx.title.clone(), conference.title);
            Ok::<_, Failure>(OwnPage { cx, heading, about, q: String::new(), is_own: false, rows, opened })
        })
        .await?;
    page(&shown)
}

/// Of these sets those the visitor may read.
fn rows_read(who: &Actor, tx: &mut Tx<'_>, sets: Vec<Set>) -> Result<Vec<SetRow>, StoreError> {
    let mut rows = Vec::new();
    for set in sets {
        if may_read(who, tx, &set)? {
            rows.push(SetRow { unit_name: units::store::find(tx, set.unit)?.short_name, set });
        }
    }
    Ok(rows)
}

/// What explains a document, where its code leads: the sets this visitor may read. The document itself is named to who is
/// signed in and reads one of them.
pub(crate) async fn document(who: Actor, visitor: Visitor, Path(id): Path<DocumentId>) -> Answer {
    limit(&who, &visitor).await?;
    let asker = who.clone();
    let shown = who
        .read(move |tx| {
            let sets = store::list_serving(tx, None, None, &[id])?;
            let rows = rows_read(&asker, tx, sets)?;
            let is_named = asker.identity().is_some() && !rows.is_empty();
            let about = if is_named { documents::store::find_entry(tx, id)?.called() } else { String::new() };
            let opened = opened_of(tx, asker.person(), &rows)?;
            let cx = asker.cx("materials-of-document");
            let heading = cx.title.clone();
            Ok::<_, Failure>(OwnPage { cx, heading, about, q: String::new(), is_own: false, rows, opened })
        })
        .await?;
    page(&shown)
}

/// The published sets of a conference, of its rollout, and of the documents of that.
pub(crate) fn serving(tx: &mut Tx<'_>, of: &conferences::domain::Conference) -> Result<Vec<Set>, StoreError> {
    let mut documents = Vec::new();
    if let Some(rollout) = of.rollout {
        documents.extend(rollouts::store::list_documents(tx, rollout)?.into_iter().map(|one| one.id));
    }
    store::list_serving(tx, Some(of.id), of.rollout, &documents)
}

#[derive(Template)]
#[template(path = "materials/read.html")]
struct ReadPage {
    cx: Cx,
    set: Set,
    unit_name: String,
    abouts: Vec<About>,
    parts: Vec<Part>,
}

impl ReadPage {
    /// The files kept for reading without a line: pictures and slides. Films are large: the reader asks for them.
    fn kept(&self) -> String {
        let small = |part: &&Part| matches!(part.kind, PartKind::Slides | PartKind::Infographic);
        let addresses = self.parts.iter().filter(small).map(|part| self.address(part));
        addresses.collect::<Vec<_>>().join(" ")
    }

    fn address(&self, part: &Part) -> String {
        format!("/m/{}/files/{}", self.set.code, part.id)
    }
}

/// The set behind a code, when the visitor may read it. Who is not signed in is asked to sign in for one that is not public.
fn readable(who: &Actor, tx: &mut Tx<'_>, code: &str) -> Result<Set, Failure> {
    let set = store::lookup_by_code(tx, code)?.filter(Set::is_read).ok_or(Failure::NotFound)?;
    match may_read(who, tx, &set)? {
        true => Ok(set),
        false if who.identity().is_none() => Err(Failure::SignInFirst),
        false => Err(Failure::NotFound),
    }
}

/// The reader whose opening is to be counted: one of the set's audience, at home in the branch, who has not opened this
/// edition yet.
fn reader(tx: &mut Tx<'_>, person: Option<PersonId>, set: &Set) -> Result<Option<Reading>, StoreError> {
    let Some(person) = person else { return Ok(None) };
    if store::lookup_opening(tx, set.id, person)? == Some(set.edition) {
        return Ok(None);
    }
    let unit = people::store::find_person(tx, person)?.known.home_unit;
    let is_for = store::audiences_of(tx, person)?.contains(&set.measured());
    let counts = is_for && units::store::is_within(tx, unit, set.unit)?;
    Ok(counts.then_some(Reading { person, unit }))
}

pub(crate) async fn read(who: Actor, visitor: Visitor, Path(code): Path<String>) -> Answer {
    limit(&who, &visitor).await?;
    let asker = who.clone();
    let (shown, reading) = who
        .read(move |tx| {
            let set = readable(&asker, tx, &code)?;
            let reading = reader(tx, asker.person(), &set)?;
            let shown = ReadPage {
                cx: asker.cx_titled(set.head.title.clone()),
                unit_name: units::store::find(tx, set.unit)?.name,
                // what stands behind a sign-in is not named to visitors
                abouts: if asker.identity().is_some() { abouts(&asker, tx, &set)? } else { Vec::new() },
                parts: store::list_parts(tx, set.id, set.edition)?,
                set,
            };
            Ok::<_, Failure>((shown, reading))
        })
        .await?;
    if let Some(reading) = reading {
        let set = shown.set.clone();
        who.write(move |tx| store::note_opening(tx, &set, reading)).await?;
    }
    page(&shown)
}

pub(crate) async fn file(
    who: Actor,
    visitor: Visitor,
    headers: HeaderMap,
    Path((code, id)): Path<(String, PartId)>,
) -> Answer {
    limit(&who, &visitor).await?;
    let asker = who.clone();
    let part = who
        .read(move |tx| {
            let set = readable(&asker, tx, &code)?;
            let part = store::find_part(tx, id)?;
            if part.set == set.id && part.edition == set.edition { Ok(part) } else { Err(Failure::NotFound) }
        })
        .await?;
    serve(&who, &headers, part).await
}

#[derive(Template)]
#[template(path = "materials/offline.html")]
struct OfflinePage {
    cx: Cx,
}

/// The page that stands when there is no line: what was kept on this machine. It names nobody, so that it can be kept too.
pub(crate) async fn offline(who: Actor) -> Answer {
    page(&OfflinePage { cx: who.cx("materials-offline") })
}
