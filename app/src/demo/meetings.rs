//! The conferences of the demo: one held in spring with its make-up session, one a few days ahead. Who came is in
//! `attendance`.

use std::collections::HashMap;
use std::sync::Arc;

use anyhow::Context;
use conferences::domain::{Conference, Form};
use conferences::store::{NewAgendaItem, NewConference, NewPoint};
use demo_province::ConferencePlan;
use kernel::{ConferenceId, Instant, PointId, RolloutId};
use platform::db::StoreError;

use super::story::{Story, day};
use super::{attendance, taking_part};

const HALL: &str = "Hội trường lớn Tỉnh ủy, phường Bến Lĩnh";

/// A conference that stands, with its points by their code.
pub(super) struct Held {
    pub id: ConferenceId,
    pub points: Arc<HashMap<String, PointId>>,
    pub starts_at: Instant,
    pub ends_at: Instant,
}

pub(super) fn finished(story: &Story, rollout: RolloutId) -> anyhow::Result<()> {
    let plan = plan_of(story, "finished")?;
    let held = prepare(story, &plan, rollout, -9)?;
    attendance::summon(story, &plan, &held, -7)?;
    attendance::expect(story, &plan, &held, -3, true)?;
    tick(story, &held, -1, usize::MAX)?;
    attendance::take(story, &plan, &held)?;
    attendance::make_up(story, &held, rollout, &plan)
}

pub(super) fn planned(story: &Story, rollout: RolloutId) -> anyhow::Result<()> {
    let plan = plan_of(story, "planned")?;
    let held = prepare(story, &plan, rollout, -15)?;
    attendance::summon(story, &plan, &held, -9)?;
    attendance::expect(story, &plan, &held, -6, false)?;
    taking_part::seat_main_point(story, &held)?;
    tick(story, &held, -6, 4)
}

fn plan_of(story: &Story, key: &str) -> anyhow::Result<ConferencePlan> {
    story.province.conferences.iter().find(|plan| plan.key == key).cloned().with_context(|| format!("no plan {key}"))
}

/// `07:30` on this day.
fn instant(on: &str, clock: &str) -> anyhow::Result<Instant> {
    let (hour, minute) = clock.split_once(':').context("time of day")?;
    Ok(Instant::at(day(on)?, hour.parse()?, minute.parse()?))
}

fn prepare(story: &Story, plan: &ConferencePlan, rollout: RolloutId, days: i64) -> anyhow::Result<Held> {
    let (starts_at, ends_at) = (instant(plan.day, plan.starts_at)?, instant(plan.day, plan.ends_at)?);
    let new = NewConference {
        rollout: Some(rollout),
        unit: story.unit("TU")?,
        title: plan.title.to_owned(),
        form: plan.mode.parse::<Form>().map_err(|e| anyhow::anyhow!("{e}"))?,
        place: HALL.to_owned(),
        starts_at,
        ends_at,
        make_up_of: None,
        head_count_due_on: None,
    };
    let agenda = agenda_of(story, plan)?;
    let (points, units) = (plan.points.clone(), Arc::clone(&story.units));
    let at = Instant::at(starts_at.day().plus(days), 9, 0);
    let (id, points) = story.write(at, "officer", move |tx| {
        let id = conferences::store::insert(tx, &new)?;
        let conference = conferences::store::find(tx, id)?;
        for item in &agenda {
            conferences::store::insert_agenda_item(tx, &conference, item)?;
        }
        let mut ids: HashMap<String, PointId> = HashMap::new();
        for point in &points {
            let unit = units.get(&point.unit_code).copied().ok_or(StoreError::NotFound)?;
            let parent = point.parent_code.as_ref().and_then(|code| ids.get(code)).copied();
            let new = NewPoint { parent, unit, name: point.name.clone(), place: point.place.clone() };
            ids.insert(point.code.clone(), conferences::store::insert_point(tx, &conference, &new)?);
        }
        Ok((id, ids))
    })?;
    Ok(Held { id, points: Arc::new(points), starts_at, ends_at })
}

fn agenda_of(story: &Story, plan: &ConferencePlan) -> anyhow::Result<Vec<NewAgendaItem>> {
    let people = &story.province.people;
    let item = |item: &demo_province::AgendaItem| {
        let planned_from = instant(plan.day, item.starts_at)?;
        let reporter = item.reporter_external_id.as_ref();
        let person = reporter.and_then(|id| people.iter().find(|person| &person.external_id == id));
        Ok(NewAgendaItem {
            title: item.title.to_owned(),
            reporter_id: reporter.and_then(|id| story.people.get(id)).copied(),
            reporter: person.map(named_with_post).unwrap_or_default(),
            planned_from,
            planned_to: planned_from.plus_seconds(i64::from(item.minutes) * 60),
        })
    };
    plan.agenda.iter().map(item).collect()
}

fn named_with_post(person: &demo_province::Person) -> String {
    match &person.post {
        Some(post) => format!("{}, {post}", person.full_name),
        None => person.full_name.clone(),
    }
}

/// Ticks the first lines of the checklist, so many days from the conference.
fn tick(story: &Story, held: &Held, days: i64, lines: usize) -> anyhow::Result<()> {
    let (id, unit) = (held.id, story.unit("TU")?);
    let at = Instant::at(held.starts_at.day().plus(days), 16, 0);
    story.write(at, "officer", move |tx| {
        for item in conferences::store::list_checklist(tx, id)?.iter().take(lines) {
            conferences::store::tick_checklist_item(tx, item, unit, true)?;
        }
        Ok(())
    })
}

/// Opens attendance.
pub(super) fn open(story: &Story, id: ConferenceId, at: Instant) -> anyhow::Result<Conference> {
    story.decide(at, "officer", move |tx| {
        let conference = conferences::store::find(tx, id)?;
        let points = conferences::store::count_points(tx, id)?;
        let opened = conference.open(points, at.day())?;
        conferences::store::open(tx, &opened)?;
        Ok(opened)
    })
}

/// Makes attendance final.
pub(super) fn close(story: &Story, id: ConferenceId, at: Instant) -> anyhow::Result<()> {
    story.decide(at, "officer", move |tx| {
        let conference = conferences::store::find(tx, id)?;
        let closed = conference.close(at.day())?;
        conferences::store::close(tx, &closed)?;
        Ok(())
    })
}
