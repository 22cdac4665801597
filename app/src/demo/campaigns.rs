//! The rollouts of the demo: one closed long ago, one under way, one being prepared. How each unit fared is drawn by lot,
//! always the same way, and happened on its day.

use std::collections::BTreeMap;

use anyhow::Context;
use kernel::{Day, DocumentId, Instant, RolloutId, UnitId, UnitKind};
use platform::db::{StoreError, Tx};
use platform::web::Failure;
use rollouts::domain::{Ask, AskedFigure, Evidence, Measure};
use rollouts::store::{Charge, DutyRow, NewRollout};

use super::charges::AREA_OF_ROLLOUTS;
use super::story::{Story, day, lot};
use super::{materials, meetings, reporting};

const COMMITTEES: &[UnitKind] = &[UnitKind::CommuneCommittee, UnitKind::DirectCommittee];
const GRASSROOTS: &[UnitKind] = &[UnitKind::GrassrootsOrganisation, UnitKind::GrassrootsCell];
const CELLS: &[UnitKind] = &[UnitKind::GrassrootsCell, UnitKind::Cell];
const EVERYBODY: &[UnitKind] = &[
    UnitKind::CommuneCommittee,
    UnitKind::DirectCommittee,
    UnitKind::GrassrootsOrganisation,
    UnitKind::GrassrootsCell,
    UnitKind::PartOrganisation,
    UnitKind::Cell,
];

/// How the units fare with one requirement, in per cent.
struct Pace {
    measure: Measure,
    units: &'static [UnitKind],
    /// Days from the launch to the deadline.
    days: i64,
    late: usize,
    never: usize,
}

const fn pace(measure: Measure, units: &'static [UnitKind], days: i64, late: usize, never: usize) -> Pace {
    Pace { measure, units, days, late, never }
}

pub(super) fn finished(story: &mut Story) -> anyhow::Result<()> {
    let launched = day("2026-03-16")?;
    let title = "Học tập, quán triệt, thực hiện Chỉ thị số 04-CT/TU về nâng cao chất lượng sinh hoạt chi bộ";
    let documents = vec![story.document("chi-thi")?];
    let rollout = draft(story, title, &documents, launched.plus(-1).plus(-2), None)?;
    launch(story, rollout, launched)?;
    meetings::finished(story, rollout)?;
    let paces = [
        pace(Measure::Acknowledge, EVERYBODY, 3, 3, 0),
        pace(Measure::Plan, COMMITTEES, 10, 6, 0),
        pace(Measure::Conference, GRASSROOTS, 20, 4, 0),
        pace(Measure::SelfStudy, CELLS, 30, 5, 1),
        pace(Measure::Report, COMMITTEES, 35, 9, 0),
    ];
    let closed = day("2026-05-15")?;
    carry_out(story, rollout, &documents, (launched, closed), &paces)?;
    reporting::of_conference(story, rollout)?;
    reporting::of_rollout(story, rollout)?;
    close(story, rollout, closed)
}

pub(super) fn under_way(story: &mut Story) -> anyhow::Result<()> {
    let launched = day("2026-11-09")?;
    let title = "Học tập, quán triệt, triển khai Nghị quyết số 05-NQ/TU về chuyển đổi số trong hệ thống chính trị";
    let documents = vec![story.document("nghi-quyet")?, story.document("ke-hoach-hoc-tap")?];
    let rollout = draft(story, title, &documents, launched.plus(-4), None)?;
    launch(story, rollout, launched)?;
    meetings::planned(story, rollout)?;
    materials::published(story, rollout)?;
    let paces = [
        pace(Measure::Acknowledge, EVERYBODY, 3, 8, 4),
        pace(Measure::Plan, COMMITTEES, 10, 12, 14),
        pace(Measure::Conference, GRASSROOTS, 60, 0, 0),
        pace(Measure::SelfStudy, CELLS, 90, 0, 0),
    ];
    carry_out(story, rollout, &documents, (launched, Story::today()?.plus(-1)), &paces)?;
    super::study::under_way(story, rollout)
}

pub(super) fn not_started(story: &mut Story) -> anyhow::Result<()> {
    let title = "Triển khai Kết luận số 23-KL/TU về quản lý, sử dụng trụ sở, nhà văn hóa dôi dư sau sắp xếp";
    let documents = [story.document("ket-luan")?];
    draft(story, title, &documents, day("2026-11-20")?, Some(UnitKind::GrassrootsOrganisation))?;
    Ok(())
}

fn draft(
    story: &Story,
    title: &str,
    documents: &[DocumentId],
    on: Day,
    depth: Option<UnitKind>,
) -> anyhow::Result<RolloutId> {
    let unit = story.unit("TU")?;
    let depth = depth.or(Some(UnitKind::Cell));
    let new = NewRollout { unit, title: title.to_owned(), depth, starts_on: None, ends_on: None };
    let documents = documents.to_vec();
    story.write(Instant::at(on, 14, 0), "officer", move |tx| {
        let id = rollouts::store::insert(tx, &new)?;
        rollouts::store::save_documents(tx, id, &documents)?;
        let templates = rollouts::store::list_templates(tx, unit)?;
        let template = templates.iter().max_by_key(|template| template.asks.len()).ok_or(StoreError::NotFound)?;
        let asks: Vec<Ask> = template.asks.iter().cloned().map(with_figures).collect();
        rollouts::store::replace_requirements(tx, id, unit, &asks)?;
        let areas = people::store::list_areas(tx, unit)?;
        let charge = Charge {
            area: areas.iter().find(|area| area.name == AREA_OF_ROLLOUTS).map(|area| area.id),
            steering: people::store::list_steering(tx, unit)?.first().map(|committee| committee.id),
        };
        let rollout = rollouts::store::find(tx, id)?;
        rollouts::store::save_charge(tx, &rollout, charge)?;
        Ok(id)
    })
}

/// A report is asked for with three figures, two of which stand here already.
fn with_figures(ask: Ask) -> Ask {
    if ask.measure != Measure::Report {
        return ask;
    }
    let figure = |label: &str, known: &str| AskedFigure {
        label: label.to_owned(),
        known: known.to_owned(),
        ..AskedFigure::default()
    };
    let figures = vec![
        figure("Số đảng viên", "members"),
        figure("Số chi bộ", "cells"),
        figure("Số mô hình, cách làm mới được nhân rộng", ""),
    ];
    Ask { figures, ..ask }
}

fn launch(story: &Story, id: RolloutId, on: Day) -> anyhow::Result<()> {
    story.decide(Instant::at(on, 8, 30), "officer", move |tx| {
        let rollout = rollouts::store::find(tx, id)?;
        let facts = rollouts::store::launch_facts(tx, &rollout, on)?;
        let launched = rollout.launch(&facts, on)?;
        rollouts::store::launch(tx, &launched)?;
        Ok::<_, Failure>(())
    })
}

fn close(story: &Story, id: RolloutId, on: Day) -> anyhow::Result<()> {
    story.decide(Instant::at(on, 16, 0), "officer", move |tx| {
        let rollout = rollouts::store::find(tx, id)?;
        let waiting = rollouts::store::count_open_not_due(tx, id, on)?;
        let closed = rollout.close(waiting, on)?;
        rollouts::store::save(tx, &closed, "rollouts.closed")?;
        Ok::<_, Failure>(())
    })
}

/// The units of one day, with what each gets done.
type Acts = BTreeMap<Day, Vec<(Measure, UnitId)>>;

fn carry_out(
    story: &Story,
    rollout: RolloutId,
    documents: &[DocumentId],
    (launched, last): (Day, Day),
    paces: &[Pace],
) -> anyhow::Result<()> {
    let mut acts = Acts::new();
    for (purpose, pace) in paces.iter().enumerate() {
        for (index, unit) in story.units_of(pace.units).into_iter().enumerate() {
            if let Some(on) = drawn(pace, launched, index, purpose * 3).filter(|on| *on <= last) {
                acts.entry(on).or_default().push((pace.measure, unit));
            }
        }
    }
    for (on, acts) in acts {
        let documents = documents.to_vec();
        story
            .write(Instant::at(on, 15, 30), "", move |tx| {
                acts.into_iter().try_for_each(|(measure, unit)| act(tx, rollout, &documents, measure, unit))
            })
            .with_context(|| format!("duties of {on}"))?;
    }
    Ok(())
}

/// The day on which the unit gets it done: a working day; none when it never does.
fn drawn(pace: &Pace, launched: Day, index: usize, purpose: usize) -> Option<Day> {
    let fate = lot(index, purpose);
    if fate < pace.never {
        return None;
    }
    let due = launched.plus(pace.days).or_next_monday();
    let step = i64::try_from(lot(index, purpose + 1)).unwrap_or(0);
    if fate < pace.never + pace.late {
        return Some(due.plus(1 + step % 6).or_next_monday());
    }
    let on = launched.plus(step * launched.days_until(due) / 99);
    Some(on.or_next_monday().min(due))
}

fn act(
    tx: &mut Tx<'_>,
    rollout: RolloutId,
    documents: &[DocumentId],
    measure: Measure,
    unit: UnitId,
) -> Result<(), StoreError> {
    if measure == Measure::Acknowledge {
        for document in documents {
            documents::store::note_opened(tx, *document, unit)?;
            documents::store::acknowledge(tx, *document, unit)?;
        }
        return Ok(());
    }
    let today = tx.today();
    let note = match measure {
        Measure::Plan => format!("Kế hoạch của cấp ủy, ban hành ngày {}", today.shown()),
        Measure::Conference => format!("Hội nghị của đảng bộ, chi bộ cơ sở ngày {}", today.shown()),
        Measure::SelfStudy => format!("Sinh hoạt chi bộ ngày {}", today.shown()),
        _ => format!("Báo cáo của cấp ủy ngày {}", today.shown()),
    };
    let evidence = Evidence { kind: String::new(), id: String::new(), note };
    // one unit in twelve says how long it took
    let chosen = unit.to_string().bytes().map(usize::from).sum::<usize>();
    let says = chosen % 12 == 0;
    let owed = if says { rollouts::store::list_own_duties(tx, unit, 50)? } else { Vec::new() };
    rollouts::store::complete_by_evidence(tx, rollout, unit, measure, &evidence)?;
    let mut ended = owed.iter().filter(|row| row.duty.rollout == rollout && row.measure == measure);
    ended.try_for_each(|row| say_how_long(tx, row, chosen))
}

/// Between half of the usual and half as much again, in fives.
fn say_how_long(tx: &mut Tx<'_>, row: &DutyRow, chosen: usize) -> Result<(), StoreError> {
    let usual = rollouts::plug().work.iter().find(|work| work.code == row.duty.work).map_or(60, |work| work.minutes);
    let share = 50 + i64::try_from(lot(chosen, 7)).unwrap_or(50);
    rollouts::store::say_minutes(tx, &row.duty, &row.requirement_title, (usual * share / 100).max(5) / 5 * 5)
}
