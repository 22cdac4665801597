//! Heads, assignments within the standing committee, steering committees: entered on their pages, shown where somebody
//! asks who answers.

use kernel::{PersonId, Role};
use people::domain::NewPerson;
use people::store;
use testkit::{Browser, Page, Site, on_both_databases};

fn person(site: &Site, name: &'static str, unit: &'static str) -> PersonId {
    let unit = site.unit(unit);
    site.write(move |tx| store::insert_person(tx, &NewPerson::named(name, unit)))
}

fn give<'s>(
    officer: &Browser<'s>,
    site: &Site,
    unit: &'static str,
    person: PersonId,
    rank: &str,
    title: &str,
) -> Page<'s> {
    let fields =
        [("person", person.to_string()), ("rank", rank.into()), ("title", title.into()), ("from", "2026-01-05".into())];
    let fields: Vec<(&str, &str)> = fields.iter().map(|(k, v)| (*k, v.as_str())).collect();
    officer.post(&format!("/responsibility/{}/posts", site.unit(unit)), &fields)
}

on_both_databases! {
    fn the_head_of_a_unit_is_entered_once_at_a_time_and_shown_on_its_page(site) {
        let (first, second) = (person(site, "Nguyễn Thị Ánh", "X01-C01-01"), person(site, "Trần Văn Bình", "X01-C01-02"));
        let officer = site.as_role(Role::CommuneOfficer, "X01");
        let unit = site.unit("X01");
        let page = give(&officer, site, "X01", first, "head", "Bí thư Đảng ủy").follow().is_ok();
        let _ = page.has_text("Bí thư Đảng ủy").has_text("Nguyễn Thị Ánh").has_text("05/01/2026");
        give(&officer, site, "X01", second, "head", "Bí thư Đảng ủy").is_refused_because("RESP-02");
        let _ = give(&officer, site, "X01", second, "deputy", "Phó Bí thư").follow().is_ok();
        let _ = give(&officer, site, "X01", second, "deputy", "").has_status(422);
        let shown = officer.open(&format!("/units/{unit}")).is_ok().has_text("Người đứng đầu").has_text("Nguyễn Thị Ánh");
        assert_eq!(shown.attribute(".facts dd a[href^='/people/']", "href"), format!("/people/{first}"));
        let answer = officer.open(&format!("/api/v1/responsibility/{unit}")).is_ok().json();
        assert_eq!(answer["head"]["title"], "Bí thư Đảng ủy");
        let one = officer.open(&format!("/people/{first}")).is_ok().has_text("Ghi chức vụ");
        assert_eq!(one.text_of(".lead-line").split(" · ").next(), Some("Bí thư Đảng ủy"), "lists show it");
        let post = site.read(|tx| store::list_posts(tx, unit))[0].id;
        officer.post(&format!("/posts/{post}/end"), &[("to", "2026-01-05")]).is_refused_because("RESP-01");
        let _ = officer.post(&format!("/posts/{post}/end"), &[("to", "2026-11-01")]).follow().is_ok().has_text("Đã thôi giữ");
        let _ = officer.open(&format!("/units/{unit}")).is_ok().lacks_text("Người đứng đầu");
        assert_eq!(site.read(|tx| store::find_person(tx, first)).post, "");
        let _ = give(&officer, site, "X01", second, "head", "Bí thư Đảng ủy");
        let elsewhere = site.as_role(Role::CommuneOfficer, "X02");
        let _ = elsewhere.open(&format!("/responsibility/{unit}")).has_status(404);
        let _ = elsewhere.post(&format!("/posts/{post}/end"), &[("to", "2026-11-01")]).has_status(404);
        let _ = site.as_role(Role::Leader, "X01").open(&format!("/responsibility/{unit}")).is_ok().lacks_text("Ghi chức vụ");
    }

    fn without_an_entered_post_the_head_is_who_leads_by_role(site) {
        let cell = site.unit("X01-C01-01");
        let secretary = crate::account(site, "bi.thu", Role::CellSecretary, "X01-C01-01");
        assert!(site.read(|tx| store::find_account(tx, secretary)).person.is_some());
        let head = site.read(|tx| store::lookup_head(tx, cell)).unwrap();
        assert_eq!(head.name, "Người của bi.thu");
        let _ = crate::account(site, "can.bo", Role::CommuneOfficer, "X01");
        let commune = site.unit("X01");
        assert_eq!(site.read(|tx| store::lookup_head(tx, commune)), None, "who works for a unit does not head it");
    }

    fn fields_and_units_are_given_to_the_standing_committee_and_named_below(site) {
        let (chief, other) = (person(site, "Hoàng Đình Khuê", "D01-C01-01"), person(site, "Lê Thị Hoà", "D01-C01-01"));
        let officer = site.as_role(Role::Officer, "TU");
        let (province, commune) = (site.unit("TU"), site.unit("X01"));
        let _ = give(&officer, site, "TU", chief, "standing", "Ủy viên Ban Thường vụ").follow().is_ok();
        let _ = officer.post(&format!("/responsibility/{province}/areas"), &[("title", "Công tác tuyên giáo")]).follow().is_ok();
        let area = site.read(|tx| store::list_areas(tx, province))[0].id;
        let assign = |person: PersonId, area: &str, covered: &str| {
            let person = person.to_string();
            let fields = [("person", person.as_str()), ("area", area), ("covered", covered), ("from", "2026-02-01"), ("decision", "Thông báo số 3")];
            officer.post(&format!("/responsibility/{province}/assignments"), &fields)
        };
        let (area_text, commune_text) = (area.to_string(), commune.to_string());
        let _ = assign(chief, &area_text, "").follow().is_ok().has_text("Công tác tuyên giáo").has_text("Thông báo số 3");
        let _ = assign(chief, "", &commune_text).follow().is_ok().has_text("Đảng ủy xã An Khê Thượng");
        assign(other, "", &commune_text).is_refused_because("RESP-05");
        assign(chief, "", "").is_refused_because("RESP-04");
        assign(chief, "", &commune_text).is_refused_because("RESP-06");
        // whoever stands below the unit is answered for too
        let secretary = site.as_role(Role::CommuneOfficer, "X01");
        let page = secretary.open(&format!("/units/{}", site.unit("X01-C01"))).is_ok();
        let _ = page.has_text("Ủy viên Ban Thường vụ phụ trách").has_text("Hoàng Đình Khuê");
        let _ = officer.open(&format!("/units/{}", site.unit("X02"))).is_ok().lacks_text("Hoàng Đình Khuê");
        let by_field = site.read(|tx| store::list_answering(tx, site.unit("X02"), Some(area)));
        assert_eq!(by_field.iter().map(|one| one.title.as_str()).collect::<Vec<_>>(), ["Công tác tuyên giáo"]);
        assert_eq!(site.read(|tx| people::names_answering(tx, commune)), "Hoàng Đình Khuê");
        let _ = officer.open(&format!("/people/{chief}")).is_ok().has_text("Phụ trách Công tác tuyên giáo");
        let _ = officer.post(&format!("/areas/{area}/end"), &[]).follow().is_ok().lacks_text("Danh mục lĩnh vực Công tác tuyên giáo");
        assert!(site.read(|tx| store::list_answering(tx, site.unit("X02"), Some(area))).is_empty());
        let given = site.read(|tx| store::list_assignments(tx, province));
        let covered = given.iter().find(|one| one.covered.is_some()).unwrap().id;
        let _ = officer.post(&format!("/assignments/{covered}/end"), &[("to", "2026-11-22")]).follow().is_ok();
        assert_eq!(site.read(|tx| people::names_answering(tx, commune)), "");
        let _ = secretary.post(&format!("/assignments/{covered}/end"), &[("to", "2026-11-22")]).has_status(404);
        let own = site.read(|tx| store::list_assignments_of(tx, chief));
        assert_eq!(own.len(), 2);
        assert_eq!(site.read(|tx| store::find_assignment(tx, covered)).to, "2026-11-22".parse().ok());
    }

    fn a_steering_committee_has_members_with_roles_within_its_term(site) {
        let people = [person(site, "Vũ Thị Yến", "X01-C01-01"), person(site, "Đặng Văn Ân", "X01-C01-02"), person(site, "Đỗ Văn Anh", "X01-C01-02")];
        let officer = site.as_role(Role::CommuneOfficer, "X01");
        let form = officer.open(&format!("/steering-committees/new?unit={}", site.unit("X01"))).is_ok();
        let _ = form.press("/steering-committees/new").has_status(422).has_text("Ghi tên ban chỉ đạo");
        let form = form.fill("name", "Ban Chỉ đạo chuyển đổi số").fill("from", "2026-01-05").fill("to", "2027-01-05");
        let made = form.press("/steering-committees/new");
        let address = made.location();
        let _ = made.follow().is_ok().has_text("Chưa có thành viên");
        let seat = |person: PersonId, role: &str, from: &str| {
            let person = person.to_string();
            officer.post(&format!("{address}/members"), &[("person", &person), ("role", role), ("from", from), ("task", "Theo dõi cơ sở")])
        };
        let _ = seat(people[0], "head", "2026-01-05").follow().is_ok();
        let _ = seat(people[1], "member", "2026-01-05").follow().is_ok();
        let page = seat(people[2], "member", "2026-02-01").follow().is_ok().has_text("Trưởng ban").has_text("05/01/2027");
        let names: Vec<usize> = ["Vũ Thị Yến", "Đỗ Văn Anh", "Đặng Văn Ân"].iter().map(|name| page.visible().find(name).unwrap()).collect();
        assert!(names.is_sorted(), "by role, then the Vietnamese way: {}", page.visible());
        seat(people[0], "member", "2026-03-01").is_refused_because("RESP-08");
        seat(person(site, "Lò A Sử", "X01-C01-01"), "member", "2027-02-01").is_refused_because("RESP-09");
        let id = address.rsplit('/').next().unwrap().parse().unwrap();
        let member = site.read(|tx| store::list_steering_members(tx, id))[1].id;
        let _ = officer.post(&format!("/steering-members/{member}/end"), &[("to", "2026-06-01")]).follow().is_ok().has_text("Đã thôi tham gia");
        let form = officer.open(&format!("{address}/edit")).is_ok().fill("decision", "Quyết định số 4");
        let _ = form.press("/edit").follow().is_ok().has_text("Quyết định số 4").has_text("Sửa ban chỉ đạo");
        let _ = form.press("/edit").has_status(409);
        let _ = officer.open(&format!("{address}/edit")).is_ok().fill("to", "2026-01-01").press("/edit").has_status(422);
        let _ = officer.open(&format!("/people/{}", people[0])).is_ok().has_text("Ban Chỉ đạo chuyển đổi số");
        assert_eq!(site.read(|tx| store::list_seats_of(tx, people[0])).len(), 1);
        let _ = officer.open(&format!("/responsibility/{}", site.unit("X01"))).is_ok().has_text("Ban Chỉ đạo chuyển đổi số");
        let _ = site.as_role(Role::CommuneOfficer, "X02").open(&address).has_status(404);
        let seen = site.as_role(Role::Leader, "X01").open(&address).is_ok();
        assert_eq!(seen.count("form[action$='/members']"), 0);
        let _ = site.as_role(Role::CellSecretary, "X01-C01-01").open(&format!("{address}/edit")).has_status(403);
    }

    fn people_are_chosen_by_name_from_the_own_branch(site) {
        let (ours, _) = (person(site, "Nguyễn Thị Ánh", "X01-C01-01"), person(site, "Nguyễn Thị Ánh", "X02-C01-01"));
        let found = site.as_role(Role::CommuneOfficer, "X01").open("/people/choices?q=anh").is_ok().json();
        assert_eq!((found.as_array().unwrap().len(), found[0]["value"].as_str()), (1, Some(ours.to_string().as_str())));
    }

    fn an_assignment_closes_with_its_unit_and_begins_anew_in_the_heir(site) {
        use people::domain::responsibility::Assignment;
        let id = person(site, "Nguyễn Thị Ánh", "X01-C01-01");
        let (commune, first, second, heir) = (site.unit("X01"), site.unit("X01-C01-01"), site.unit("X01-C01-02"), site.unit("X01-C02"));
        let day = |text: &str| text.parse::<kernel::Day>().unwrap();
        let (begun, ends, later) = (day("2026-01-05"), day("2026-12-31"), day("2026-12-01"));
        site.write(move |tx| {
            for (covered, from, to) in [(first, begun, Some(ends)), (second, begun, None), (second, later, None)] {
                let new = Assignment {
                    id: tx.new_id(), unit: commune, unit_name: String::new(), person: id, name: String::new(), area: None,
                    covered: Some((covered, String::new())), from, to, decision: "Thông báo số 3".into(),
                };
                store::insert_assignment(tx, &new)?;
            }
            Ok(())
        });
        crate::memberships::merged(site, &[first, second], heir);
        let mut now: Vec<_> = site.read(|tx| store::list_assignments(tx, commune)).into_iter()
            .map(|one| (one.covered.unwrap().0, one.from, one.to, one.decision)).collect();
        now.sort_by_key(|one| (one.1, one.2));
        let (on, said) = (day("2026-11-01"), || "Thông báo số 3".to_owned());
        let before: Vec<_> = now.iter().filter(|one| one.0 != heir).cloned().collect();
        assert_eq!(before.len(), 2, "{now:?}");
        assert!(before.iter().all(|one| (one.1, one.2) == (begun, Some(on))), "the past says who was covered: {now:?}");
        let after: Vec<_> = now.iter().filter(|one| one.0 == heir).cloned().collect();
        assert_eq!(after, [(heir, on, None, said()), (heir, later, None, said())], "once, from the day of the change on");
        let said = site.read(|tx| store::list_answering(tx, heir, None));
        assert_eq!(said.len(), 1);
    }
}
