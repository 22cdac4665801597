//! The years before the restructuring: the province with its districts holds a conference in 2023; on 1 July 2025 the
//! districts end and the communes of today take the place of those of then.

use std::collections::HashMap;
use std::sync::Arc;

use conferences::domain::Form;
use conferences::store::{NewConference, NewPoint};
use demo_province::{DECISION, OLD_CONFERENCE, OldUnit, RESTRUCTURED, before};
use kernel::{ConferenceId, Instant, PointId, UnitId};
use platform::db::StoreError;
use units::domain::change::{Change, ChangeState, Place, Step};

use super::meetings;
use super::organisation::{kind_of, new_unit};
use super::story::{Story, day};

pub(super) fn lived_through(story: &mut Story) -> anyhow::Result<()> {
    let old = before(&story.province.units);
    found(story, &old)?;
    confer(story, &old)?;
    restructure(story, &old)
}

/// The province, its districts and their communes.
fn found(story: &mut Story, old: &[OldUnit]) -> anyhow::Result<()> {
    let root = story.province.units.first().cloned();
    let all: Vec<_> = root.into_iter().chain(old.iter().map(|old| old.unit.clone())).collect();
    let ids = story.write(Instant::at(day("2023-01-05")?, 8, 0), "", move |tx| {
        let mut ids: HashMap<String, UnitId> = HashMap::with_capacity(all.len());
        for unit in &all {
            let id = units::store::insert_silently(tx, &new_unit(unit, kind_of(unit)?, &ids))?;
            ids.insert(unit.code.clone(), id);
        }
        Ok(ids)
    })?;
    story.units = Arc::new(ids);
    Ok(())
}

/// A conference with a point in each district and commune; no list of names, only what each point counted.
fn confer(story: &Story, old: &[OldUnit]) -> anyhow::Result<()> {
    let starts_at = Instant::at(day(OLD_CONFERENCE)?, 7, 30);
    let (root, units, all) = (story.unit("TU")?, Arc::clone(&story.units), old.to_vec());
    let (id, points) = story.write(Instant::at(starts_at.day().plus(-10), 9, 0), "", move |tx| {
        let new = NewConference {
            rollout: None,
            unit: root,
            title: "Hội nghị trực tuyến học tập, quán triệt các nghị quyết năm 2023".into(),
            form: Form::Mixed,
            place: "Hội trường lớn Tỉnh ủy".into(),
            starts_at,
            ends_at: starts_at.plus_seconds(4 * 3600),
            make_up_of: None,
            head_count_due_on: None,
        };
        let id = conferences::store::insert(tx, &new)?;
        let conference = conferences::store::find(tx, id)?;
        let mut points: HashMap<String, PointId> = HashMap::new();
        for old in &all {
            let unit = units.get(&old.unit.code).copied().ok_or(StoreError::NotFound)?;
            let parent = old.unit.parent_code.as_ref().and_then(|code| points.get(code)).copied();
            let name = format!("Điểm cầu {}", old.unit.short_name);
            let new = NewPoint { parent, unit, name, place: String::new() };
            points.insert(old.unit.code.clone(), conferences::store::insert_point(tx, &conference, &new)?);
        }
        Ok((id, points))
    })?;
    count_heads(story, id, starts_at, old, points)
}

fn count_heads(
    story: &Story,
    id: ConferenceId,
    starts_at: Instant,
    old: &[OldUnit],
    points: HashMap<String, PointId>,
) -> anyhow::Result<()> {
    let counted: Vec<(PointId, i64, i64)> = old
        .iter()
        .filter_map(|old| {
            let (expected, present) = old.head_count?;
            Some((*points.get(&old.unit.code)?, expected, present))
        })
        .collect();
    let expected = counted.clone();
    story.write(starts_at.plus_seconds(-24 * 3600), "", move |tx| {
        for (point, expected, _) in expected {
            let point = conferences::store::find_point(tx, point)?;
            conferences::store::enter_expected(tx, &point, expected)?;
        }
        Ok(())
    })?;
    meetings::open(story, id, starts_at)?;
    story.write(starts_at.plus_seconds(3600), "", move |tx| {
        for (point, _, present) in counted {
            let point = conferences::store::find_point(tx, point)?;
            conferences::store::enter_head_count(tx, &point, present)?;
        }
        Ok(())
    })?;
    meetings::close(story, id, starts_at.plus_seconds(4 * 3600))
}

/// One decision: the communes of today are founded, those of then and the districts end in them.
fn restructure(story: &mut Story, old: &[OldUnit]) -> anyhow::Result<()> {
    let founded: Vec<_> =
        story.province.units.iter().filter(|unit| unit.kind == "commune_committee").cloned().collect();
    let root = story.unit("TU")?;
    let mut steps: Vec<Step> = founded
        .iter()
        .map(|unit| Step::Found {
            code: unit.code.clone(),
            kind: unit.kind.to_owned(),
            name: unit.name.clone(),
            short_name: unit.short_name.clone(),
            parent: Place::Unit(root),
        })
        .collect();
    for old in old {
        let heir = if old.heir == "TU" { Place::Unit(root) } else { Place::New(old.heir.clone()) };
        steps.push(Step::End { unit: story.unit(&old.unit.code)?, heirs: vec![heir] });
    }
    let (on, features) = (day(RESTRUCTURED)?, story.app.features.clone());
    let ids = story.write(Instant::at(on, 8, 0), "", move |tx| {
        let change = Change {
            id: tx.new_id(),
            unit: root,
            title: "Sắp xếp đơn vị hành chính, kết thúc hoạt động cấp huyện".into(),
            on,
            decision: DECISION.into(),
            state: ChangeState::Planned,
            steps,
            version: 1,
        };
        units::store::insert_change(tx, &change)?;
        units::store::carry_out(tx, &change, &features)?;
        let mut ids: HashMap<String, UnitId> = HashMap::new();
        ids.insert("TU".into(), root);
        for unit in &founded {
            let now = units::store::lookup_by_code(tx, &unit.code)?.ok_or(StoreError::NotFound)?;
            ids.insert(unit.code.clone(), now.id);
        }
        Ok(ids)
    })?;
    story.units = Arc::new(ids);
    Ok(())
}
