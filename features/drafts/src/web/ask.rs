//! Opening a round of opinions: its kind and question, until when, which units and people.

use askama::Template;
use axum::http::StatusCode;
use kernel::{Day, PersonId, Refused, UnitId, UnitKind};
use people::store::PeopleQuery;
use platform::db::Tx;
use platform::web::{Actor, Answer, Cx, Failure, Form, ListQuery, Path, Query, go_to_saying, json, page_with};
use serde::{Deserialize, Serialize};
use units::domain::Unit;

use super::draft_for;
use crate::asking::{self, Asked};
use crate::domain::{Draft, DraftId, RoundId, RoundKind};
use crate::permissions::WRITE;
use crate::store::{self, NewRound};

/// Days a round usually runs.
const USUAL_DAYS: i64 = 10;
/// Units offered without a search.
const OFFERED: usize = 300;
/// Choices a search answers with.
const CHOICES: i64 = 50;

/// The form, as it was typed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct AskForm {
    kind: String,
    question: String,
    due_on: String,
    may_be_anonymous: bool,
    is_open_to_people: bool,
    level: Vec<String>,
    unit: Vec<String>,
    person: Vec<String>,
    version: i64,
}

#[derive(Template)]
#[template(path = "drafts/ask.html")]
struct AskPage {
    cx: Cx,
    draft: Draft,
    form: AskForm,
    levels: Vec<(UnitKind, i64)>,
    units: Vec<Unit>,
    people: Vec<(String, String)>,
    reasons: String,
}

impl AskPage {
    fn is_level(&self, kind: &UnitKind) -> bool {
        self.form.level.iter().any(|chosen| chosen == kind.code())
    }

    fn is_unit(&self, unit: &Unit) -> bool {
        self.form.unit.contains(&unit.id.to_string())
    }
}

pub(crate) async fn new(who: Actor, Path(id): Path<DraftId>) -> Answer {
    let form = AskForm {
        kind: RoundKind::Units.code().to_owned(),
        due_on: who.today().plus(USUAL_DAYS).to_string(),
        ..AskForm::default()
    };
    ask_page(&who, id, form, None).await
}

async fn ask_page(who: &Actor, id: DraftId, mut form: AskForm, refused: Option<Refused>) -> Answer {
    let (asker, typed) = (who.clone(), form.clone());
    let (draft, levels, units, people) = who
        .read(move |tx| {
            let draft = draft_for(&asker, tx, WRITE, id)?;
            let levels = store::count_kinds_below(tx, draft.issuer)?;
            let units = offered(tx, &draft, &typed)?;
            Ok::<_, Failure>((draft, levels, units, people_of(tx, &typed)?))
        })
        .await?;
    if refused.is_none() {
        form.version = draft.version;
    }
    let cx = who.cx("drafts-ask");
    let reasons = refused.map(|refused| cx.reasons(&refused.0)).unwrap_or_default();
    let status = if reasons.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    page_with(status, &AskPage { cx, draft, form, levels, units, people, reasons })
}

/// The units directly below the issuer, and those that were chosen.
fn offered(tx: &mut Tx<'_>, draft: &Draft, form: &AskForm) -> Result<Vec<Unit>, Failure> {
    let mut units = units::store::list_children(tx, draft.issuer)?;
    units.truncate(OFFERED);
    for id in form.unit.iter().filter_map(|id| id.parse::<UnitId>().ok()) {
        if !units.iter().any(|unit| unit.id == id) {
            units.push(units::store::find(tx, id)?);
        }
    }
    Ok(units)
}

fn people_of(tx: &mut Tx<'_>, form: &AskForm) -> Result<Vec<(String, String)>, Failure> {
    let mut people = Vec::new();
    for id in form.person.iter().filter_map(|id| id.parse::<PersonId>().ok()) {
        people.push((id.to_string(), people::store::find_person(tx, id)?.full_name.clone()));
    }
    Ok(people)
}

pub(crate) async fn create(who: Actor, Path(id): Path<DraftId>, Form(form): Form<AskForm>) -> Answer {
    let (asker, typed) = (who.clone(), form.clone());
    let opened = who.write(move |tx| open(&asker, tx, id, &typed)).await;
    match opened {
        Ok(round) => go_to_saying(format!("/drafts/rounds/{round}/answers"), "drafts-asked-saved"),
        Err(Failure::Refused(refused)) => ask_page(&who, id, form, Some(refused)).await,
        Err(other) => Err(other),
    }
}

fn open(who: &Actor, tx: &mut Tx<'_>, id: DraftId, form: &AskForm) -> Result<RoundId, Failure> {
    let draft = Draft { version: form.version, ..draft_for(who, tx, WRITE, id)? };
    let due_on: Option<Day> = form.due_on.parse().ok();
    let new = NewRound {
        kind: form.kind.parse().map_err(|_| Failure::Malformed("form-unreadable"))?,
        question: vietnamese::nfc(form.question.trim()),
        due_on: due_on.unwrap_or_else(|| who.today()),
        may_be_anonymous: form.may_be_anonymous,
        is_open_to_people: form.is_open_to_people,
    };
    let asked = Asked {
        levels: form.level.iter().filter_map(|kind| kind.parse().ok()).collect(),
        units: form.unit.iter().filter_map(|id| id.parse().ok()).collect(),
        people: form.person.iter().filter_map(|id| id.parse().ok()).collect(),
    };
    must_reach(who, tx, &asked)?;
    asking::open(tx, &draft, new, due_on, &asked)
}

/// Whom the lists of choices offer may be asked, and nobody else: units of the provinces and people of the branches in
/// which the actor drafts.
fn must_reach(who: &Actor, tx: &mut Tx<'_>, asked: &Asked) -> Result<(), Failure> {
    let roots = who.scope(WRITE);
    let tops = tops(tx, &roots)?;
    for unit in &asked.units {
        must_lie_in(tx, *unit, &tops)?;
    }
    for person in &asked.people {
        let home = people::store::find_person(tx, *person)?.home_unit;
        must_lie_in(tx, home, &roots)?;
    }
    Ok(())
}

fn must_lie_in(tx: &mut Tx<'_>, unit: UnitId, roots: &[UnitId]) -> Result<(), Failure> {
    for root in roots {
        if units::store::is_within(tx, unit, *root)? {
            return Ok(());
        }
    }
    Err(Failure::NotFound)
}

/// A choice of a searchable select.
#[derive(Serialize)]
struct Choice {
    value: String,
    text: String,
}

/// The units of the branches in which the actor drafts, and of their whole province: whoever drafts may ask anybody.
pub(crate) async fn unit_choices(who: Actor, Query(query): Query<ListQuery>) -> Answer {
    let roots = who.scope(WRITE);
    let found = who.read(move |tx| choose_units(tx, &roots, &query)).await?;
    json(found.into_iter().map(|unit| Choice { value: unit.id.to_string(), text: unit.name }).collect::<Vec<_>>())
}

fn choose_units(tx: &mut Tx<'_>, roots: &[UnitId], query: &ListQuery) -> Result<Vec<Unit>, Failure> {
    let mut found: Vec<Unit> = Vec::new();
    for root in tops(tx, roots)? {
        found.extend(store::search_units(tx, root, &query.like(), CHOICES)?);
    }
    Ok(found)
}

/// The top of the tree above each unit.
fn tops(tx: &mut Tx<'_>, units: &[UnitId]) -> Result<Vec<UnitId>, Failure> {
    let mut tops = Vec::new();
    for unit in units {
        let top = units::store::list_ancestors(tx, *unit)?.first().map_or(*unit, |above| above.id);
        if !tops.contains(&top) {
            tops.push(top);
        }
    }
    Ok(tops)
}

/// The people of the branches in which the actor drafts.
pub(crate) async fn people_choices(who: Actor, Query(query): Query<ListQuery>) -> Answer {
    let roots = who.scope(WRITE);
    let found = who
        .read(move |tx| {
            let asked = PeopleQuery { roots, like: query.like(), ..PeopleQuery::default() };
            let sort = query.sort_in(people::store::SORTS);
            people::store::list_page(tx, &asked, sort, CHOICES, 0)
        })
        .await?;
    let text = |line: &people::store::PersonLine| match line.person.post.as_str() {
        "" => format!("{} · {}", line.person.full_name, line.unit_name),
        post => format!("{} · {post} · {}", line.person.full_name, line.unit_name),
    };
    json(found.iter().map(|line| Choice { value: line.person.id.to_string(), text: text(line) }).collect::<Vec<_>>())
}
