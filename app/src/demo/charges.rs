//! Who answers for what in the demo: heads and posts read from what the roster says, fields and communes given to members
//! of the standing committee, one steering committee.

use std::collections::{HashMap, HashSet};

use anyhow::Context;
use demo_province::Person;
use kernel::{Day, Instant, PersonId, UnitId};
use people::domain::responsibility::{
    Assignment, AssignmentId, Post, PostId, Rank, SteeringCommittee, SteeringId, SteeringMember, SteeringMemberId,
    SteeringRole,
};
use platform::db::{StoreError, Tx};

use super::story::{Story, day};

/// Posts and assignments hold since the first day of the new units.
const SINCE: &str = "2025-07-01";
const STEERING_FROM: &str = "2026-01-05";
const STEERING_TO: &str = "2030-12-31";
const IN_STANDING: &str = "Ủy viên Ban Thường vụ, ";

/// Fields of work, each with the unit whose head answers for it; none: the secretary of the province.
const AREAS: &[(&str, Option<&str>)] = &[
    ("Phụ trách chung; quốc phòng, an ninh", None),
    ("Công tác tuyên giáo, dân vận", Some("TU-BTGDV")),
    ("Công tác tổ chức xây dựng Đảng", Some("TU-BTC")),
    ("Công tác kiểm tra, giám sát, kỷ luật đảng", Some("TU-UBKT")),
    ("Công tác nội chính, cải cách tư pháp", Some("TU-BNC")),
    ("Chuyển đổi số, cải cách hành chính trong Đảng", Some("TU-VP")),
];
/// The field of the demo's rollouts.
pub(super) const AREA_OF_ROLLOUTS: &str = "Công tác tuyên giáo, dân vận";
const STEERING: &str = "Ban Chỉ đạo học tập, quán triệt, triển khai nghị quyết, chỉ thị, kết luận của Đảng";

/// What a post is, by its title, in a unit that has a head already or not.
fn rank_of(title: &str, has_head: bool) -> Option<Rank> {
    let heads = ["Bí thư", "Trưởng Ban", "Chánh Văn phòng", "Chủ nhiệm", "Chủ tịch"];
    if title.starts_with("Phó") {
        Some(Rank::Deputy)
    } else if !has_head && heads.iter().any(|head| title.starts_with(head)) {
        Some(Rank::Head)
    } else {
        None
    }
}

/// Enters posts: heads and deputies of every unit, and the standing committee of the province.
pub(super) fn give(story: &mut Story) -> anyhow::Result<()> {
    let since = day(SINCE)?;
    let province = story.unit("TU")?;
    let mut headed: HashSet<UnitId> = HashSet::new();
    let mut heads: HashMap<String, (PersonId, String)> = HashMap::new();
    let mut posts = Vec::new();
    for person in &story.province.people {
        let (Some(title), Some(code)) = (&person.post, &person.post_unit_code) else { continue };
        let (id, unit) = (person_of(story, person)?, story.unit(code)?);
        let here = title.strip_prefix(IN_STANDING).unwrap_or(title);
        if here.len() < title.len() {
            posts.push(post((province, id, person), Rank::Standing, "Ủy viên Ban Thường vụ Tỉnh ủy", since));
        }
        let Some(rank) = rank_of(here, headed.contains(&unit)) else { continue };
        if rank == Rank::Head {
            headed.insert(unit);
            heads.insert(code.clone(), (id, person.full_name.clone()));
        }
        posts.push(post((unit, id, person), rank, here, since));
    }
    let standing: Vec<(PersonId, String)> =
        posts.iter().filter(|p| p.unit == province).map(|p| (p.person, p.name.clone())).collect();
    let communes: Vec<UnitId> = story.units_of(&[kernel::UnitKind::CommuneCommittee]);
    let at = Instant::at(day(super::organisation::FOUNDED)?, 11, 0);
    story.write(at, "administrator", move |tx| {
        posts.iter().try_for_each(|post| people::store::insert_post(tx, post).map(|_| ()))?;
        assign(tx, province, &heads, &standing, &communes, since)
    })?;
    steer(story, province, at)
}

fn person_of(story: &Story, person: &Person) -> anyhow::Result<PersonId> {
    story.people.get(&person.external_id).copied().with_context(|| format!("no person {}", person.external_id))
}

fn post((unit, id, person): (UnitId, PersonId, &Person), rank: Rank, title: &str, from: Day) -> Post {
    Post {
        id: PostId(kernel::id_parts::Uuid::nil()),
        unit,
        unit_name: String::new(),
        person: id,
        name: person.full_name.clone(),
        rank,
        title: title.to_owned(),
        from,
        to: None,
        decision: String::new(),
    }
}

fn assign(
    tx: &mut Tx<'_>,
    unit: UnitId,
    heads: &HashMap<String, (PersonId, String)>,
    standing: &[(PersonId, String)],
    communes: &[UnitId],
    from: Day,
) -> Result<(), StoreError> {
    let new = |person: PersonId, name: &str| Assignment {
        id: AssignmentId(kernel::id_parts::Uuid::nil()),
        unit,
        unit_name: String::new(),
        person,
        name: name.to_owned(),
        area: None,
        covered: None,
        from,
        to: None,
        decision: "Quy chế làm việc của Ban Thường vụ Tỉnh ủy".into(),
    };
    for (name, body) in AREAS {
        let (person, full_name) = heads.get(body.unwrap_or("TU")).ok_or(StoreError::NotFound)?;
        let area = people::store::insert_area(tx, unit, name)?;
        let one = Assignment { area: Some((area, (*name).to_owned())), ..new(*person, full_name) };
        people::store::insert_assignment(tx, &one)?;
    }
    for (commune, (person, full_name)) in communes.iter().zip(standing.iter().cycle()) {
        let name = units::store::find(tx, *commune)?.name;
        let one = Assignment { covered: Some((*commune, name)), ..new(*person, full_name) };
        people::store::insert_assignment(tx, &one)?;
    }
    Ok(())
}

fn steer(story: &Story, unit: UnitId, at: Instant) -> anyhow::Result<()> {
    let (from, to) = (day(STEERING_FROM)?, Some(day(STEERING_TO)?));
    let committee = SteeringCommittee {
        id: SteeringId(kernel::id_parts::Uuid::nil()),
        unit,
        name: STEERING.into(),
        purpose: "Chỉ đạo, hướng dẫn, kiểm tra việc học tập, quán triệt và tổ chức thực hiện trong toàn Đảng bộ tỉnh"
            .into(),
        decision: "Quyết định số 21-QĐ/TU ngày 05/01/2026".into(),
        from,
        to,
        version: 1,
    };
    let seats = |post: &Post| match (post.rank, post.title.as_str()) {
        (Rank::Head, _) => SteeringRole::Head,
        (Rank::Deputy, title) if title.contains("Thường trực") => SteeringRole::StandingDeputy,
        (Rank::Deputy, _) => SteeringRole::Deputy,
        _ => SteeringRole::Member,
    };
    story.write(at, "administrator", move |tx| {
        let id = people::store::insert_steering(tx, &committee)?;
        for post in people::store::list_posts(tx, unit)? {
            let member = SteeringMember {
                id: SteeringMemberId(kernel::id_parts::Uuid::nil()),
                committee: id,
                committee_name: String::new(),
                person: post.person,
                name: post.name.clone(),
                post: String::new(),
                role: seats(&post),
                task: String::new(),
                from,
                to: None,
            };
            people::store::insert_steering_member(tx, &member, unit)?;
        }
        Ok(())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_unit_has_one_head_and_deputies() {
        assert_eq!(rank_of("Bí thư chi bộ", false), Some(Rank::Head));
        assert_eq!(rank_of("Chủ tịch Hội Nông dân xã", true), None);
        assert_eq!(rank_of("Phó Bí thư Đảng ủy, Chủ tịch Ủy ban nhân dân", true), Some(Rank::Deputy));
        assert_eq!(rank_of("Chuyên viên", false), None);
    }
}
