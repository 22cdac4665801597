//! A rollout, its duties and the desk name who answers: the head, the member of the standing committee, the steering
//! committee.

use kernel::{PersonId, Role, UnitId};
use people::domain::NewPerson;
use people::domain::responsibility::{Assignment, Post, Rank, SteeringCommittee, SteeringMember, SteeringRole};
use platform::db::{StoreError, Tx};
use testkit::{Site, on_both_databases};

use crate::{a_running, duty};

/// A secretary who answers for a field and for a commune, and heads a steering committee.
fn a_chief(site: &Site) -> PersonId {
    let (home, unit, commune) = (site.unit("D01-C01-01"), site.unit("TU"), site.unit("X01"));
    site.write(move |tx| {
        let person = people::store::insert_person(tx, &NewPerson::named("Hoàng Đình Khuê", home))?;
        let from = "2026-01-05".parse().unwrap();
        let (name, unit_name) = (String::from("Hoàng Đình Khuê"), String::new());
        let post = Post {
            id: tx.new_id(),
            unit,
            unit_name: unit_name.clone(),
            person,
            name: name.clone(),
            rank: Rank::Head,
            title: "Bí thư Tỉnh ủy".into(),
            from,
            to: None,
            decision: String::new(),
        };
        people::store::insert_post(tx, &post)?;
        let area = people::store::insert_area(tx, unit, "Công tác tuyên giáo")?;
        let field = Assignment {
            id: tx.new_id(),
            unit,
            unit_name,
            person,
            name: name.clone(),
            area: Some((area, String::new())),
            covered: None,
            from,
            to: None,
            decision: String::new(),
        };
        people::store::insert_assignment(tx, &field)?;
        people::store::insert_assignment(
            tx,
            &Assignment { area: None, covered: Some((commune, String::new())), ..field },
        )?;
        head_a_steering_committee(tx, unit, person)?;
        Ok(person)
    })
}

fn head_a_steering_committee(tx: &mut Tx<'_>, unit: UnitId, person: PersonId) -> Result<(), StoreError> {
    let from = "2026-01-05".parse().unwrap();
    let committee = SteeringCommittee {
        id: tx.new_id(),
        unit,
        name: "Ban Chỉ đạo 35".into(),
        purpose: String::new(),
        decision: String::new(),
        from,
        to: None,
        version: 1,
    };
    let id = people::store::insert_steering(tx, &committee)?;
    let seat = SteeringMember {
        id: tx.new_id(),
        committee: id,
        committee_name: String::new(),
        person,
        name: String::new(),
        post: String::new(),
        role: SteeringRole::Head,
        task: String::new(),
        from,
        to: None,
    };
    people::store::insert_steering_member(tx, &seat, unit)?;
    Ok(())
}

on_both_databases! {
    fn a_rollout_names_its_head_its_field_and_its_steering_committee(site) {
        let chief = a_chief(site);
        let id = a_running(site);
        let officer = site.as_role(Role::Officer, "TU");
        let page = officer.open(&format!("/rollouts/{id}")).is_ok().has_text("Người đứng đầu").has_text("Bí thư Tỉnh ủy");
        let (area, steering) = (page.attribute("#area option:nth-child(2)", "value"), page.attribute("#steering option:nth-child(2)", "value"));
        let form = page.fill("area", &area).fill("steering", &steering);
        let saved = form.press("/charge").follow().is_ok();
        let _ = saved.has_text("Ủy viên Ban Thường vụ phụ trách").has_text("Ban Chỉ đạo 35").has_text("Chọn lĩnh vực, ban chỉ đạo phụ trách");
        let _ = form.press("/charge").has_status(409);
        // below, the duty names the commune's own member first among others; nobody heads the cell yet
        let duty = duty(site, id, "X01-C01-01", 1);
        let secretary = site.as_role(Role::CellSecretary, "X01-C01-01");
        let _ = secretary.open(&format!("/duties/{duty}")).is_ok().has_text("Hoàng Đình Khuê").lacks_text("Người đứng đầu");
        let _ = secretary.post(&format!("/rollouts/{id}/charge"), &[("area", ""), ("steering", "")]).has_status(403);
        let foreign = [("area", "01990000-0000-7000-8000-00000000ffff"), ("steering", ""), ("version", "3")];
        let _ = officer.post(&format!("/rollouts/{id}/charge"), &foreign).follow().is_ok().lacks_text("Hoàng Đình Khuê · Công tác tuyên giáo");
        let desk = site.as_person(Role::Leader, "TU", Some(chief)).open("/").is_ok();
        let _ = desk.has_text("Đồng chí phụ trách").has_text("Trưởng ban, Ban Chỉ đạo 35").has_text("Công tác tuyên giáo");
    }

    fn a_leader_sees_by_name_who_answers_for_the_units_behind(site) {
        let _ = a_chief(site);
        let _ = a_running(site);
        site.set_time("2026-12-29", 8, 0);
        site.settle();
        let _ = site.as_role(Role::Leader, "TU").open("/").is_ok().has_text("quá hạn · Hoàng Đình Khuê");
    }
}
