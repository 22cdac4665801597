//! Who answers for what in a unit, now or on a past day: its head and posts, the fields and units given to members of the
//! standing committee, its steering committees.

use askama::Template;
use kernel::{Day, PersonId, UnitId};
use platform::db::{StoreError, Tx};
use platform::web::{
    Actor, Answer, Cx, Failure, Form, ListQuery, Path, Query, WhoAnswers, go_to_saying, json, page, past_day,
};
use serde::Deserialize;
use units::domain::Unit;

use super::answering::{sees, who_answered, who_answers};
use super::as_of::AsOfQuery;
use super::list::ChoiceWords;
use super::memberships::{needed_day, some_day};
use crate::domain::Person;
use crate::domain::membership::holds_on;
use crate::domain::responsibility::{
    Area, AreaId, Assignment, AssignmentId, Post, PostId, Rank, SteeringCommittee, may_end,
};
use crate::store::PeopleQuery;
use crate::{permissions, store};

#[derive(Template)]
#[template(path = "people/responsibility.html")]
struct ResponsibilityPage {
    cx: Cx,
    unit: Unit,
    today: Day,
    /// The past day that is shown; none for now.
    as_of: Option<Day>,
    posts: Vec<Post>,
    past_posts: Vec<Post>,
    areas: Vec<Area>,
    assignments: Vec<Assignment>,
    past_assignments: Vec<Assignment>,
    steering: Vec<SteeringCommittee>,
    /// Who above answers for this unit.
    answering: Vec<WhoAnswers>,
    /// Who can be assigned: the members of the standing committee today.
    standing: Vec<(PersonId, String)>,
    /// Units that can be assigned: those directly below.
    children: Vec<Unit>,
    ranks: &'static [Rank],
    may_edit: bool,
    may_assign: bool,
}

impl ResponsibilityPage {
    fn sits(&self, committee: &SteeringCommittee) -> bool {
        committee.sits_on(self.as_of.unwrap_or(self.today))
    }

    /// What the address of another page as of the same day ends in.
    fn day_query(&self) -> String {
        self.as_of.map(|day| format!("?day={day}")).unwrap_or_default()
    }
}

pub(crate) async fn show(who: Actor, Path(unit): Path<UnitId>, Query(query): Query<AsOfQuery>) -> Answer {
    let as_of = past_day(&query.day, who.today())?;
    let asker = who.clone();
    let shown = who
        .read(move |tx| {
            asker.must(tx, permissions::VIEW, unit)?;
            match as_of {
                Some(day) => read_then(&asker, tx, unit, day),
                None => read(&asker, tx, unit),
            }
        })
        .await?;
    page(&shown)
}

fn read(who: &Actor, tx: &mut Tx<'_>, id: UnitId) -> Result<ResponsibilityPage, Failure> {
    let today = who.today();
    let unit = units::store::find(tx, id)?;
    let is_over = |to: Option<Day>| to.is_some_and(|to| to <= today);
    let (past_posts, posts): (Vec<_>, Vec<_>) = store::list_posts(tx, id)?.into_iter().partition(|p| is_over(p.to));
    let (past_assignments, assignments) =
        store::list_assignments(tx, id)?.into_iter().partition(|a: &Assignment| is_over(a.to));
    let mut standing: Vec<(PersonId, String)> = Vec::new();
    for post in posts.iter().filter(|p| p.rank.is_standing() && holds_on(p.from, p.to, today)) {
        if standing.iter().all(|(person, _)| *person != post.person) {
            standing.push((post.person, post.name.clone()));
        }
    }
    let lives = unit.ended_on.is_none();
    let mut children = units::store::list_children(tx, id)?;
    children.retain(|child| child.ended_on.is_none());
    Ok(ResponsibilityPage {
        cx: who.cx("people-responsibility"),
        areas: store::list_areas(tx, id)?,
        steering: store::list_steering(tx, id)?,
        answering: who_answers(who, tx, id, None)?,
        may_edit: lives && who.may(tx, permissions::EDIT, id)?,
        may_assign: lives && who.may(tx, permissions::ASSIGN, id)?,
        ranks: Rank::ALL,
        as_of: None,
        children,
        today,
        posts,
        past_posts,
        assignments,
        past_assignments,
        standing,
        unit,
    })
}

/// What held on a past day, units by the names they had then; nothing can be changed there.
fn read_then(who: &Actor, tx: &mut Tx<'_>, id: UnitId, day: Day) -> Result<ResponsibilityPage, Failure> {
    let mut posts = store::list_posts(tx, id)?;
    posts.retain(|post| holds_on(post.from, post.to, day));
    let mut assignments = store::list_assignments(tx, id)?;
    assignments.retain(|assignment| holds_on(assignment.from, assignment.to, day));
    for (unit, name) in assignments.iter_mut().filter_map(|assignment| assignment.covered.as_mut()) {
        *name = units::store::find_on(tx, *unit, day)?.name;
    }
    let mut steering = store::list_steering(tx, id)?;
    steering.retain(|committee| committee.sits_on(day));
    Ok(ResponsibilityPage {
        cx: who.cx("people-responsibility"),
        unit: units::store::find_on(tx, id, day)?,
        today: who.today(),
        as_of: Some(day),
        posts,
        past_posts: Vec::new(),
        areas: Vec::new(),
        assignments,
        past_assignments: Vec::new(),
        steering,
        answering: who_answered(who, tx, id, day)?,
        standing: Vec::new(),
        children: Vec::new(),
        ranks: Rank::ALL,
        may_edit: false,
        may_assign: false,
    })
}

/// The person named in a form, if the actor may see them.
pub(crate) fn chosen(who: &Actor, tx: &mut Tx<'_>, person: &str) -> Result<Person, Failure> {
    let id: PersonId = person.parse().map_err(|_| Failure::Malformed("people-error-no-person"))?;
    match sees(who, tx, id) {
        Ok(true) => Ok(store::find_person(tx, id)?),
        Ok(false) | Err(StoreError::NotFound) => Err(Failure::Malformed("people-error-no-person")),
        Err(other) => Err(other.into()),
    }
}

/// The form of a post, of an assignment, of an end (`to`). Days ISO.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct ChargeForm {
    person: String,
    rank: String,
    title: String,
    area: String,
    covered: String,
    from: String,
    to: String,
    decision: String,
}

pub(crate) async fn give_post(who: Actor, Path(unit): Path<UnitId>, Form(form): Form<ChargeForm>) -> Answer {
    let rank: Rank = form.rank.parse().map_err(|_| Failure::Malformed("people-error-rank"))?;
    let title = vietnamese::nfc(form.title.trim());
    if title.is_empty() || title.chars().count() > 200 {
        return Err(Failure::Malformed("people-error-title"));
    }
    let (from, to) = (needed_day(&form.from)?, some_day(&form.to)?);
    let asker = who.clone();
    who.write(move |tx| {
        asker.must(tx, permissions::EDIT, unit)?;
        let person = chosen(&asker, tx, &form.person)?;
        let post = Post {
            id: tx.new_id(),
            unit,
            unit_name: units::store::find(tx, unit)?.name,
            person: person.id,
            name: person.known.full_name,
            rank,
            title,
            from,
            to,
            decision: vietnamese::nfc(form.decision.trim()),
        };
        post.may_be_given(&store::list_posts(tx, unit)?).or_refuse()?;
        store::insert_post(tx, &post)?;
        Ok::<_, Failure>(())
    })
    .await?;
    go_to_saying(format!("/responsibility/{unit}"), "people-post-given")
}

pub(crate) async fn end_post(who: Actor, Path(id): Path<PostId>, Form(form): Form<ChargeForm>) -> Answer {
    let on = needed_day(&form.to)?;
    let asker = who.clone();
    let unit = who
        .write(move |tx| {
            let post = store::find_post(tx, id)?;
            asker.must(tx, permissions::EDIT, post.unit)?;
            may_end(post.from, post.to, on).or_refuse()?;
            store::end_post(tx, &post, on)?;
            Ok::<_, Failure>(post.unit)
        })
        .await?;
    go_to_saying(format!("/responsibility/{unit}"), "people-post-ended")
}

pub(crate) async fn name_area(who: Actor, Path(unit): Path<UnitId>, Form(form): Form<ChargeForm>) -> Answer {
    let name = vietnamese::nfc(form.title.trim());
    if name.is_empty() || name.chars().count() > 200 {
        return Err(Failure::Malformed("people-error-area"));
    }
    let asker = who.clone();
    who.write(move |tx| {
        asker.must(tx, permissions::ASSIGN, unit)?;
        store::insert_area(tx, unit, &name)?;
        Ok::<_, Failure>(())
    })
    .await?;
    go_to_saying(format!("/responsibility/{unit}"), "people-area-named")
}

pub(crate) async fn end_area(who: Actor, Path(id): Path<AreaId>, Form(_): Form<ChargeForm>) -> Answer {
    let asker = who.clone();
    let unit = who
        .write(move |tx| {
            let area = store::find_area(tx, id)?;
            asker.must(tx, permissions::ASSIGN, area.unit)?;
            store::end_area(tx, &area)?;
            Ok::<_, Failure>(area.unit)
        })
        .await?;
    go_to_saying(format!("/responsibility/{unit}"), "people-area-ended")
}

pub(crate) async fn assign(who: Actor, Path(unit): Path<UnitId>, Form(form): Form<ChargeForm>) -> Answer {
    let (from, to) = (needed_day(&form.from)?, some_day(&form.to)?);
    let asker = who.clone();
    who.write(move |tx| {
        asker.must(tx, permissions::ASSIGN, unit)?;
        let person = chosen(&asker, tx, &form.person)?;
        let area = match form.area.parse::<AreaId>() {
            Ok(id) => Some(store::find_area(tx, id)?).filter(|area| area.unit == unit),
            Err(_) => None,
        };
        let covered = match form.covered.parse::<UnitId>() {
            Ok(id) => Some((id, units::store::find(tx, id)?.name)),
            Err(_) => None,
        };
        let new = Assignment {
            id: tx.new_id(),
            unit,
            unit_name: units::store::find(tx, unit)?.name,
            person: person.id,
            name: person.known.full_name,
            area: area.map(|area| (area.id, area.name)),
            covered,
            from,
            to,
            decision: vietnamese::nfc(form.decision.trim()),
        };
        let facts = store::assigning_facts(tx, &new)?;
        new.may_be_given(&facts).or_refuse()?;
        store::insert_assignment(tx, &new)?;
        Ok::<_, Failure>(())
    })
    .await?;
    go_to_saying(format!("/responsibility/{unit}"), "people-assigned")
}

pub(crate) async fn end_assignment(who: Actor, Path(id): Path<AssignmentId>, Form(form): Form<ChargeForm>) -> Answer {
    let on = needed_day(&form.to)?;
    let asker = who.clone();
    let unit = who
        .write(move |tx| {
            let assignment = store::find_assignment(tx, id)?;
            asker.must(tx, permissions::ASSIGN, assignment.unit)?;
            may_end(assignment.from, assignment.to, on).or_refuse()?;
            store::end_assignment(tx, &assignment, on)?;
            Ok::<_, Failure>(assignment.unit)
        })
        .await?;
    go_to_saying(format!("/responsibility/{unit}"), "people-assignment-ended")
}

/// People of the branch whose name holds what was typed, for the choice in forms.
pub(crate) async fn choices(who: Actor, Query(words): Query<ChoiceWords>) -> Answer {
    let asker = who.clone();
    let found = who
        .read(move |tx| {
            let list = ListQuery { q: words.q, ..ListQuery::default() };
            let roots = store::minimal_roots(tx, &asker.scope(permissions::VIEW))?;
            let query = PeopleQuery { roots, like: list.like(), ..PeopleQuery::default() };
            Ok::<_, Failure>(store::list_page(tx, &query, list.sort_in(&["name"]), 30, 0)?)
        })
        .await?;
    let choices: Vec<_> = found
        .into_iter()
        .map(|line| {
            let post = if line.person.post.is_empty() { line.unit_name } else { line.person.post.clone() };
            let text = format!("{} · {post}", line.person.full_name);
            serde_json::json!({ "value": line.person.id.to_string(), "text": text })
        })
        .collect();
    json(choices)
}
