//! Who was summoned to the conferences of the demo, who came and how, who was absent and made up for it.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use conferences::domain::{Form, Kind, Outcome as Came, Way};
use conferences::store::{DelegateFilter, NewConference, NewDelegate, NewPoint};
use demo_province::{ConferencePlan, Outcome, Person};
use kernel::{ConferenceId, DelegateId, Instant, PersonId, RolloutId};
use platform::db::{StoreError, Tx};

use super::meetings::{self, Held};
use super::story::{Story, lot};
use super::taking_part;

const ALL: i64 = 1_000_000;

/// Puts everybody of the plan on the lists, so many days from the conference.
pub(super) fn summon(story: &Story, plan: &ConferencePlan, held: &Held, days: i64) -> anyhow::Result<()> {
    let by_id: HashMap<&str, &Person> =
        story.province.people.iter().map(|person| (person.external_id.as_str(), person)).collect();
    let delegate = |delegate: &demo_province::DelegatePlan| {
        let person = by_id.get(delegate.person_external_id.as_str())?;
        Some(NewDelegate {
            point: held.points.get(&delegate.point_code).copied()?,
            person: story.people.get(&delegate.person_external_id).copied(),
            unit: story.units.get(&person.unit_code).copied()?,
            name: person.full_name.clone(),
            post: person.post.clone().unwrap_or_default(),
            kind: if person.is_key_official { Kind::Official } else { Kind::Member },
            makes_up_for: None,
        })
    };
    let new: Vec<NewDelegate> = plan.delegates.iter().filter_map(delegate).collect();
    let (id, at) = (held.id, Instant::at(held.starts_at.day().plus(days), 10, 0));
    story.write(at, "officer", move |tx| {
        let conference = conferences::store::find(tx, id)?;
        conferences::store::summon(tx, &conference, &new)?;
        Ok(())
    })
}

/// The head-counts expected at points without a list. Not every point of a conference ahead has reported.
pub(super) fn expect(story: &Story, plan: &ConferencePlan, held: &Held, days: i64, all: bool) -> anyhow::Result<()> {
    let mut counts = Vec::new();
    for (index, point) in plan.points.iter().enumerate() {
        if let (Some(count), Some(id)) = (point.head_count, held.points.get(&point.code))
            && (all || lot(index, 90) < 62)
        {
            counts.push((*id, i64::try_from(count.summoned)?));
        }
    }
    let at = Instant::at(held.starts_at.day().plus(days), 14, 0);
    story.write(at, "", move |tx| {
        for (id, expected) in counts {
            let point = conferences::store::find_point(tx, id)?;
            conferences::store::enter_expected(tx, &point, expected)?;
            let point = conferences::store::find_point(tx, id)?;
            conferences::store::lock_expected(tx, &point)?;
        }
        Ok(())
    })
}

fn delegates_by_person(tx: &mut Tx<'_>, conference: ConferenceId) -> Result<HashMap<PersonId, DelegateId>, StoreError> {
    let filter = DelegateFilter { conference, point: None, like: "%%".into(), outcome: String::new(), branch: None };
    let all = conferences::store::list_delegates(tx, &filter, 0, ALL)?;
    Ok(all.into_iter().filter_map(|delegate| Some((delegate.person?, delegate.id))).collect())
}

/// The conference itself: opened, people come minute by minute, absences are entered, head-counts reported, closed.
pub(super) fn take(story: &Story, plan: &ConferencePlan, held: &Held) -> anyhow::Result<()> {
    let start = held.starts_at;
    meetings::open(story, held.id, start.plus_seconds(-3600))?;
    connect(story, held)?;
    let id = held.id;
    let delegates = story.write(start.plus_seconds(-3500), "", move |tx| delegates_by_person(tx, id))?;
    let mut minutes: BTreeMap<i64, Vec<DelegateId>> = BTreeMap::new();
    let mut excused: Vec<(DelegateId, &'static str)> = Vec::new();
    let mut missing: Vec<DelegateId> = Vec::new();
    for plan in &plan.delegates {
        let Some(delegate) = story.people.get(&plan.person_external_id).and_then(|person| delegates.get(person)) else {
            continue;
        };
        match &plan.outcome {
            Outcome::Present { minutes_before_start } => {
                let minute = -i64::from(*minutes_before_start).clamp(-120, 58);
                minutes.entry(minute).or_default().push(*delegate);
            }
            Outcome::AbsentWithReason { reason } => excused.push((*delegate, reason)),
            Outcome::AbsentWithoutReason => missing.push(*delegate),
            Outcome::Invited => {}
        }
    }
    for (minute, came) in minutes {
        let at = start.plus_seconds(minute.max(-58) * 60);
        story.write(at, "", move |tx| came_in(tx, &came))?;
    }
    story.write(start.plus_seconds(3600), "officer", move |tx| {
        for (delegate, reason) in &excused {
            conferences::store::record_outcome(tx, *delegate, Came::AbsentWithReason, Way::Organiser, reason)?;
        }
        for delegate in &missing {
            conferences::store::record_outcome(tx, *delegate, Came::AbsentWithoutReason, Way::Organiser, "")?;
        }
        Ok(())
    })?;
    count_heads(story, plan, held)?;
    taking_part::during(story, held)?;
    meetings::close(story, held.id, held.ends_at.plus_seconds(900))?;
    taking_part::survey(story, held)
}

/// Three in four with their own phone, the others on the organiser's list.
fn came_in(tx: &mut Tx<'_>, came: &[DelegateId]) -> Result<(), StoreError> {
    for (index, delegate) in came.iter().enumerate() {
        let way = if index % 4 == 3 { Way::Organiser } else { Way::OwnPhone };
        conferences::store::record_outcome(tx, *delegate, Came::Present, way, "")?;
    }
    Ok(())
}

fn connect(story: &Story, held: &Held) -> anyhow::Result<()> {
    let points: Vec<_> = held.points.values().copied().collect();
    story.write(held.starts_at.plus_seconds(-1800), "", move |tx| {
        for id in points {
            let point = conferences::store::find_point(tx, id)?;
            conferences::store::note_connected(tx, &point, true)?;
        }
        Ok(())
    })
}

fn count_heads(story: &Story, plan: &ConferencePlan, held: &Held) -> anyhow::Result<()> {
    let mut counts = Vec::new();
    for point in &plan.points {
        if let (Some(count), Some(id)) = (point.head_count, held.points.get(&point.code)) {
            counts.push((*id, i64::try_from(count.present)?));
        }
    }
    story.write(held.starts_at.plus_seconds(2700), "", move |tx| {
        for (id, present) in counts {
            let point = conferences::store::find_point(tx, id)?;
            conferences::store::enter_head_count(tx, &point, present)?;
        }
        Ok(())
    })
}

/// A week later those who were absent are called again; nine in ten come.
pub(super) fn make_up(story: &Story, first: &Held, rollout: RolloutId, plan: &ConferencePlan) -> anyhow::Result<()> {
    let on = first.starts_at.day().plus(7);
    let new = NewConference {
        rollout: Some(rollout),
        unit: story.unit("TU")?,
        title: format!("Học bù: {}", plan.title),
        form: Form::InPerson,
        place: "Trường Chính trị tỉnh".into(),
        starts_at: Instant::at(on, 14, 0),
        ends_at: Instant::at(on, 16, 30),
        make_up_of: Some(first.id),
        head_count_due_on: None,
    };
    let (of, unit) = (first.id, new.unit);
    let units = Arc::clone(&story.units);
    let committees: Vec<(String, String)> = plan
        .points
        .iter()
        .filter(|point| point.parent_code.as_deref() == Some("DC-TU"))
        .map(|point| (point.unit_code.clone(), point.name.clone()))
        .collect();
    let id = story.write(Instant::at(on.plus(-4), 9, 0), "officer", move |tx| {
        let id = conferences::store::insert(tx, &new)?;
        let conference = conferences::store::find(tx, id)?;
        let main = NewPoint { parent: None, unit, name: "Điểm cầu tỉnh".into(), place: new.place.clone() };
        let main = conferences::store::insert_point(tx, &conference, &main)?;
        for (code, name) in committees {
            let unit = units.get(&code).copied().ok_or(StoreError::NotFound)?;
            let point = NewPoint { parent: Some(main), unit, name, place: String::new() };
            conferences::store::insert_point(tx, &conference, &point)?;
        }
        conferences::store::summon_owing(tx, &conference, of)?;
        Ok(id)
    })?;
    meetings::open(story, id, Instant::at(on, 13, 30))?;
    story.write(Instant::at(on, 13, 50), "", move |tx| {
        let mut all: Vec<DelegateId> = delegates_by_person(tx, id)?.into_values().collect();
        all.sort_unstable();
        let came: Vec<DelegateId> =
            all.into_iter().enumerate().filter(|(index, _)| lot(*index, 91) < 90).map(|(_, id)| id).collect();
        came_in(tx, &came)
    })?;
    meetings::close(story, id, Instant::at(on, 16, 45))
}
