//! Several memberships at once, dated; a home and a status that change keep what was before.

use kernel::{PersonId, Role, UnitId};
use people::domain::membership::Membership;
use people::domain::{MemberStatus, NewPerson};
use people::store;
use testkit::{Site, on_both_databases};
use units::domain::change::{Place, Step};

pub(crate) fn person(site: &Site, name: &'static str, unit: &'static str) -> PersonId {
    let unit = site.unit(unit);
    site.write(move |tx| store::insert_person(tx, &NewPerson::named(name, unit)))
}

/// From 1 November on the heir stands in the place of these units.
pub(crate) fn merged(site: &Site, units: &[UnitId], heir: UnitId) {
    let ends = |unit: &UnitId| Step::End { unit: *unit, heirs: vec![Place::Unit(heir)] };
    site.change_tree("2026-11-01".parse().unwrap(), units.iter().map(ends).collect());
}

on_both_databases! {
    fn a_member_of_a_cell_is_in_an_association_and_a_guest_elsewhere_at_once(site) {
        let id = person(site, "Nguyễn Thị Ánh", "X01-C01-01");
        let officer = site.as_role(Role::CommuneOfficer, "X01");
        let front = site.unit("X01-MT").to_string();
        let add = |kind: &str, from: &str, to: &str| {
            let fields = [("unit", front.as_str()), ("kind", kind), ("from", from), ("to", to), ("note", "Quyết định số 5")];
            officer.post(&format!("/people/{id}/memberships"), &fields)
        };
        let page = add("association_member", "2026-01-05", "").follow().is_ok().has_text("Đoàn viên, hội viên").has_text("Quyết định số 5");
        let _ = page.has_text("nơi sinh hoạt chính");
        let _ = add("guest", "2026-02-01", "2026-03-01").follow().is_ok().has_text("Khách, sinh hoạt tạm thời đến");
        add("association_member", "2026-06-01", "").is_refused_because("MEMB-03");
        add("official", "2026-06-01", "").is_refused_because("MEMB-01");
        add("guest", "2026-05-01", "2026-05-01").is_refused_because("MEMB-02");
        let _ = add("unknown", "2026-05-01", "").has_status(422);
        assert_eq!(site.read(|tx| store::list_memberships(tx, id)).len(), 2);
        assert_eq!(site.read(|tx| store::list_units_beside(tx, id)), [site.unit("X01-MT")]);
        // counted once, at home, however many memberships there are
        let province = site.unit("TU");
        assert_eq!(site.read(|tx| store::count_people(tx, province)), 1);
        let _ = officer.open("/people?status=beside").is_ok().has_text("Nguyễn Thị Ánh");
        let page = officer.open(&format!("/people/{id}")).is_ok().press("/memberships/end").follow().is_ok();
        let _ = page.has_text("22/11/2026").has_text("Kết thúc nơi sinh hoạt");
        let _ = officer.open("/people?status=beside").is_ok().lacks_text("Nguyễn Thị Ánh");
    }

    fn an_association_sees_its_members_from_elsewhere_and_no_telephone(site) {
        let (home, front) = (site.unit("X02-C01-01"), site.unit("X01-MT"));
        let id = site.write(move |tx| {
            let new = NewPerson { phone: "0912345678".into(), ..NewPerson::named("Trần Văn Bình", home) };
            store::insert_person(tx, &new)
        });
        let officer = site.as_role(Role::CommuneOfficer, "X01");
        let _ = officer.open(&format!("/people/{id}")).has_status(404);
        let province = site.as_role(Role::Officer, "TU");
        let fields = [("unit", front.to_string()), ("kind", "association_member".into()), ("from", "2026-01-05".into())];
        let fields: Vec<(&str, &str)> = fields.iter().map(|(k, v)| (*k, v.as_str())).collect();
        let _ = province.post(&format!("/people/{id}/memberships"), &fields).follow().is_ok();
        let _ = officer.open(&format!("/people/{id}")).is_ok().has_text("•••••••678").lacks_text("0912345678");
        assert!(!officer.open("/people?status=beside&format=csv").is_ok().text.contains("0912345678"));
        let _ = officer.open(&format!("/people/{id}/edit")).has_status(403);
        site.set_time("2026-11-30", 8, 0);
        let _ = site.as_role(Role::CellSecretary, "X01-C01-01").open(&format!("/people/{id}")).has_status(404);
    }

    fn a_change_of_status_or_home_keeps_what_was_and_a_correction_does_not(site) {
        let id = person(site, "Nguyễn Thị Ánh", "X01-C01-01");
        let officer = site.as_role(Role::CommuneOfficer, "X01");
        let open = || officer.open(&format!("/people/{id}/edit")).is_ok();
        let form = open().fill("member_status", "probationary").fill("since", "");
        let _ = form.press("/edit").follow().is_ok();
        assert!(site.read(|tx| store::list_past_homes(tx, id)).is_empty(), "a correction leaves no past");
        let form = open().fill("member_status", "official").fill("since", "2026-09-02").fill("reason", "Quyết định số 7-QĐ/ĐU");
        let _ = form.press("/edit").follow().is_ok().has_text("Đảng viên dự bị").has_text("Quyết định số 7-QĐ/ĐU").has_text("02/09/2026");
        let past = site.read(|tx| store::list_past_homes(tx, id));
        assert_eq!((past.len(), past[0].status, past[0].from), (1, MemberStatus::Probationary, None));
        let elsewhere = site.unit("X01-C01-02").to_string();
        open().fill("member_status", "exempt").fill("since", "2026-09-02").press("/edit").is_refused_because("MEMB-05");
        open().fill("member_status", "exempt").fill("since", "2026-12-01").press("/edit").is_refused_because("MEMB-04");
        let moved = [("full_name", "Nguyễn Thị Ánh"), ("home_unit", elsewhere.as_str()), ("member_status", "official"), ("since", "2026-10-01"), ("version", "3")];
        let _ = officer.post(&format!("/people/{id}/edit"), &moved).follow().is_ok().has_text("Chi bộ tổ Văn - Sử");
        let past = site.read(|tx| store::list_past_homes(tx, id));
        assert_eq!((past.len(), past[0].unit, past[0].from, past[0].to), (2, site.unit("X01-C01-01"), "2026-09-02".parse().ok(), "2026-10-01".parse().unwrap()));
    }

    fn people_and_memberships_go_on_in_the_unit_that_takes_over_and_the_past_stays(site) {
        let id = person(site, "Nguyễn Thị Ánh", "X01-C01-01");
        let (front, cell, heir) = (site.unit("X02-C01-01"), site.unit("X01-C01-01"), site.unit("X01-C01-02"));
        site.write(move |tx| {
            for (unit, person) in [(cell, None), (front, Some(id))] {
                let person = match person { Some(person) => person, None => store::insert_person(tx, &NewPerson::named("Lò Văn Páo", front))? };
                let from = "2026-01-05".parse().unwrap();
                let new = Membership { person, unit, unit_name: String::new(), kind: MemberStatus::Guest, from, to: None, note: String::new() };
                store::insert_membership(tx, &new)?;
            }
            Ok(())
        });
        merged(site, &[cell], heir);
        let now = site.read(|tx| store::find_person(tx, id));
        assert_eq!((now.home_unit, now.since), (heir, "2026-11-01".parse().ok()));
        let past = site.read(|tx| store::list_past_homes(tx, id));
        assert_eq!((past[0].unit, past[0].reason.as_str()), (cell, "Quyết định số 7-QĐ/TU"));
        let guests: i64 = site.read(|tx| tx.scalar("SELECT COUNT(*) FROM membership WHERE unit_id = $1 AND to_day IS NULL", &[&heir]));
        let left: i64 = site.read(|tx| tx.scalar("SELECT COUNT(*) FROM membership WHERE unit_id = $1 AND to_day IS NULL", &[&cell]));
        assert_eq!((guests, left), (1, 0));
    }

    fn a_form_opened_before_a_merger_puts_nobody_back(site) {
        let id = person(site, "Nguyễn Thị Ánh", "X01-C01-01");
        let (cell, heir) = (site.unit("X01-C01-01"), site.unit("X01-C01-02"));
        let officer = site.as_role(Role::Officer, "TU");
        let form = officer.open(&format!("/people/{id}/edit")).is_ok().fill("post", "Tổ trưởng").fill("since", "");
        merged(site, &[cell], heir);
        form.press("/edit").is_refused_because("PEOP-08");
        let there = [("full_name", "Nguyễn Thị Ánh"), ("home_unit", &heir.to_string()), ("member_status", "official"), ("version", "1")];
        let _ = officer.post(&format!("/people/{id}/edit"), &there).has_status(409);
        assert_eq!(site.read(|tx| store::find_person(tx, id)).home_unit, heir);
        let new = [("full_name", "Trần Văn Bình"), ("home_unit", &cell.to_string()), ("member_status", "official")];
        officer.post("/people/new", &new).is_refused_because("PEOP-08");
    }

    fn a_unit_with_people_is_not_dissolved_without_an_heir(site) {
        let _ = person(site, "Nguyễn Thị Ánh", "X01-C01-01");
        let officer = site.as_role(Role::Officer, "TU");
        let root = site.unit("TU").to_string();
        let head = [("unit", root.as_str()), ("title", "Giải thể chi bộ"), ("on", "2026-11-20"), ("decision", "Quyết định số 7")];
        let change = officer.post("/units/changes/new", &head).location();
        let step = [("what", "dissolve"), ("unit", "X01-C01-01"), ("version", "1")];
        let _ = officer.post(&format!("{change}/steps"), &step);
        let page = officer.open(&change).is_ok().has_text("1 người chưa có nơi sinh hoạt mới").lacks_text("chuyển sinh hoạt theo đơn vị kế thừa");
        let list = officer.open(&format!("{change}/passing")).is_ok().has_text("Không có đơn vị kế thừa");
        assert_eq!(list.count(&format!("a[href='/people?unit={}']", site.unit("X01-C01-01"))), 1);
        page.press("/carry-out").is_refused_because("UNIT-26");
    }
}
