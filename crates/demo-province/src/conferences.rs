//! The demo's conferences: a finished one with its attendance, and one being prepared. A conference is a tree of bridge
//! points: the province's hall, one point per committee, points of grassroots organisations below them.

use std::collections::{HashMap, HashSet};

use crate::agenda;
use crate::people::Person;
use crate::random::Random;
use crate::units::Unit;

/// Points of grassroots organisations in a conference of the demo.
pub const GRASSROOTS_POINTS: usize = 200;

/// A mixed conference (direct and online) with its points, agenda and delegates.
#[derive(Debug, Clone)]
pub struct ConferencePlan {
    /// `finished` or `planned`: also its state.
    pub key: &'static str,
    /// The [`crate::DirectiveText::key`] it serves.
    pub directive_key: &'static str,
    pub title: &'static str,
    /// Always `mixed`.
    pub mode: &'static str,
    /// ISO day.
    pub day: &'static str,
    /// `hh:mm`, Asia/Ho_Chi_Minh.
    pub starts_at: &'static str,
    pub ends_at: &'static str,
    /// Parents before children; the first is the province's hall.
    pub points: Vec<PointPlan>,
    pub agenda: Vec<AgendaItem>,
    /// People at the points that are counted by list. Nobody is at two points.
    pub delegates: Vec<DelegatePlan>,
}

/// A bridge point.
#[derive(Debug, Clone)]
pub struct PointPlan {
    /// «DC-TU», «DC-X01», «DC-X01-C08».
    pub code: String,
    pub parent_code: Option<String>,
    pub unit_code: String,
    pub name: String,
    pub place: String,
    /// Seats of the hall.
    pub seats: usize,
    /// None: the point has a list of delegates. Some: it reports numbers only.
    pub head_count: Option<HeadCount>,
}

/// Numbers of a point without a list. For a planned conference only `summoned` is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HeadCount {
    pub summoned: usize,
    pub present: usize,
    pub absent_with_reason: usize,
    pub absent_without_reason: usize,
}

/// A topic or step of the conference.
#[derive(Debug, Clone)]
pub struct AgendaItem {
    /// `hh:mm`.
    pub starts_at: &'static str,
    pub minutes: u32,
    pub title: &'static str,
    /// Who speaks, if it is a person of the province.
    pub reporter_external_id: Option<String>,
}

/// A person called to a point, and what became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DelegatePlan {
    pub point_code: String,
    pub person_external_id: String,
    pub outcome: Outcome,
}

/// What became of a delegate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// The conference has not been held.
    Invited,
    /// Minutes before the start (negative: late).
    Present {
        minutes_before_start: i32,
    },
    AbsentWithReason {
        reason: &'static str,
    },
    AbsentWithoutReason,
}

const REASONS: &[&str] = &[
    "Đi công tác theo kế hoạch",
    "Điều trị tại bệnh viện",
    "Trực phòng, chống thiên tai",
    "Nghỉ chế độ thai sản",
    "Trực chỉ huy",
    "Việc hiếu trong gia đình",
];

/// A finished conference of the directive, a planned one of the resolution.
pub(crate) fn build(seed: u64, units: &[Unit], people: &[Person]) -> Vec<ConferencePlan> {
    let finished = ConferencePlan {
        key: "finished",
        directive_key: "chi-thi",
        title: "Hội nghị toàn tỉnh học tập, quán triệt Chỉ thị số 04-CT/TU về nâng cao chất lượng sinh hoạt chi bộ",
        mode: "mixed",
        day: "2026-03-27",
        starts_at: "07:30",
        ends_at: "11:15",
        points: Vec::new(),
        agenda: agenda::finished(people),
        delegates: Vec::new(),
    };
    let planned = ConferencePlan {
        key: "planned",
        directive_key: "nghi-quyet",
        title: "Hội nghị toàn tỉnh học tập, quán triệt Nghị quyết số 05-NQ/TU về chuyển đổi số trong hệ thống chính trị",
        mode: "mixed",
        day: "2026-11-27",
        starts_at: "08:00",
        ends_at: "11:30",
        points: Vec::new(),
        agenda: agenda::planned(people),
        delegates: Vec::new(),
    };
    [finished, planned]
        .into_iter()
        .zip(4..)
        .map(|(mut plan, purpose)| {
            let mut random = Random::new(seed, purpose);
            let held = plan.key == "finished";
            plan.points = points(&mut random, units);
            fill(&mut random, &mut plan, people, held);
            plan
        })
        .collect()
}

fn points(random: &mut Random, units: &[Unit]) -> Vec<PointPlan> {
    let committees: Vec<&Unit> = units.iter().filter(|unit| unit.is_committee()).collect();
    // the offices of a committee sit at its own point; villages and firms may have a point of their own
    let candidates: Vec<&Unit> = units
        .iter()
        .filter(|unit| unit.is_grassroots() && !unit.code.ends_with("-C01") && !unit.code.ends_with("-C02"))
        .collect();
    let mut chosen: HashSet<usize> = HashSet::new();
    // the organisation of the demo's own cell always has a point
    chosen.extend(candidates.iter().position(|unit| crate::posts::SHOWN_CELL.starts_with(&unit.code)));
    while chosen.len() < GRASSROOTS_POINTS.min(candidates.len()) {
        chosen.insert(random.below(candidates.len()));
    }
    let mut points = vec![PointPlan {
        code: "DC-TU".to_owned(),
        parent_code: None,
        unit_code: "TU".to_owned(),
        name: "Điểm cầu tỉnh".to_owned(),
        place: "Hội trường lớn Tỉnh ủy, phường Bến Lĩnh".to_owned(),
        seats: 450,
        head_count: None,
    }];
    points.extend(committees.iter().map(|unit| point(random, unit, 160)));
    let mut chosen: Vec<usize> = chosen.into_iter().collect();
    chosen.sort_unstable();
    let below = chosen.into_iter().filter_map(|index| candidates.get(index));
    points.extend(below.map(|unit| point(random, unit, 70)));
    points
}

fn point(random: &mut Random, unit: &Unit, seats: usize) -> PointPlan {
    let name =
        ["Đảng ủy ", "Đảng bộ ", "Chi bộ "].iter().find_map(|word| unit.name.strip_prefix(word)).unwrap_or(&unit.name);
    let is_village = ["bản ", "thôn ", "khu phố "].iter().any(|word| name.starts_with(word));
    let hall = match (unit.is_committee(), is_village) {
        (true, _) => "Hội trường Đảng ủy",
        (_, true) => "Nhà văn hóa",
        _ => "Phòng họp",
    };
    PointPlan {
        code: format!("DC-{}", unit.code),
        parent_code: unit.parent_code.as_ref().map(|parent| format!("DC-{parent}")),
        unit_code: unit.code.clone(),
        name: format!("Điểm cầu {name}"),
        place: format!("{hall} {name}"),
        seats: seats + 10 * random.below(5),
        head_count: None,
    }
}

/// Calls people to the nearest point that takes them, and gives the outcome.
fn fill(random: &mut Random, plan: &mut ConferencePlan, people: &[Person], held: bool) {
    let mut room: HashMap<&str, usize> =
        plan.points.iter().map(|point| (point.unit_code.as_str(), point.seats)).collect();
    let mut called: HashMap<&str, Vec<&Person>> = HashMap::new();
    for person in people.iter().filter(|person| matches!(person.member_status, "official" | "probationary")) {
        let Some(unit_code) =
            point_of(person).into_iter().flatten().find(|code| room.get(code).is_some_and(|left| *left > 0))
        else {
            continue;
        };
        if let Some(left) = room.get_mut(unit_code) {
            *left -= 1;
        }
        called.entry(unit_code).or_default().push(person);
    }
    let mut counts = Vec::with_capacity(plan.points.len());
    let mut delegates = Vec::new();
    for (index, point) in plan.points.iter().enumerate() {
        let here = called.remove(point.unit_code.as_str()).unwrap_or_default();
        let is_grassroots = point.unit_code.contains("-C");
        // every third small point has no list; the demo's own cell keeps one
        let counted = is_grassroots && index % 3 == 0 && !crate::posts::SHOWN_CELL.starts_with(&point.unit_code);
        counts.push(counted.then(|| head_count(random, here.len(), held)));
        if !counted {
            delegates.extend(here.into_iter().map(|person| DelegatePlan {
                point_code: point.code.clone(),
                person_external_id: person.external_id.clone(),
                outcome: if held { outcome(random) } else { Outcome::Invited },
            }));
        }
    }
    for (point, count) in plan.points.iter_mut().zip(counts) {
        point.head_count = count;
    }
    plan.delegates = delegates;
}

/// The points a person may be called to, best first, as codes of units: key officials of the province to its hall, key
/// officials and cell secretaries to their committee, members to their grassroots organisation.
fn point_of(person: &Person) -> [Option<&str>; 3] {
    let home = person.unit_code.as_str();
    let committee = home.get(..3);
    let grassroots = home.get(..7);
    let post_unit = person.post_unit_code.as_deref().unwrap_or("");
    let leads_committee = post_unit.starts_with('T') && post_unit.len() == 3;
    let leads_office = home.starts_with("T01") || home.starts_with("T02");
    let is_provincial = post_unit.starts_with("TU") || (person.is_key_official && (leads_committee || leads_office));
    let is_officer = person.is_key_official || person.post.as_deref().is_some_and(|post| post.contains("báo cáo viên"));
    let is_secretary = person.post.as_deref() == Some("Bí thư chi bộ");
    match (is_provincial, is_officer, is_secretary) {
        (true, _, _) => [Some("TU"), committee, None],
        (_, true, _) => [committee, grassroots, None],
        // secretaries of villages with a point of their own sit with their members
        (_, _, true) => [grassroots, committee, None],
        _ => [grassroots, None, None],
    }
}

fn outcome(random: &mut Random) -> Outcome {
    match random.below(1000) {
        0..=37 => Outcome::AbsentWithReason { reason: random.pick(REASONS) },
        38..=49 => Outcome::AbsentWithoutReason,
        50..=79 => Outcome::Present { minutes_before_start: -i32::try_from(random.between(1, 25)).unwrap_or(1) },
        _ => Outcome::Present { minutes_before_start: i32::try_from(random.between(2, 45)).unwrap_or(2) },
    }
}

fn head_count(random: &mut Random, summoned: usize, held: bool) -> HeadCount {
    let mut count = HeadCount { summoned, present: 0, absent_with_reason: 0, absent_without_reason: 0 };
    for _ in 0..if held { summoned } else { 0 } {
        match outcome(random) {
            Outcome::AbsentWithReason { .. } => count.absent_with_reason += 1,
            Outcome::AbsentWithoutReason => count.absent_without_reason += 1,
            _ => count.present += 1,
        }
    }
    count
}
