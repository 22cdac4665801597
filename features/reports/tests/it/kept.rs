//! The rows behind the figures of signed reports: whole or as sums of units, without erased names, told to who may see them.

use conferences::domain::Kind;
use conferences::store::NewDelegate;
use kernel::{ConferenceId, PersonId, ReportId, Role, UnitKind};
use people::domain::NewPerson;
use testkit::{Site, on_both_databases};

use crate::{a_conference, a_rollout_for, drafted, id_of, written};

/// The report of the commune on this conference, written and signed.
fn a_signed_report(site: &Site, conference: ConferenceId) -> ReportId {
    a_signed_report_about(site, ("conference", &conference.to_string()))
}

fn a_signed_report_about(site: &Site, about: (&str, &str)) -> ReportId {
    let id = id_of(&drafted(site, Role::CommuneOfficer, about));
    let _ = written(site.as_role(Role::CommuneOfficer, "X01").open(&format!("/reports/{id}/edit")));
    let leader = site.as_role(Role::Leader, "X01");
    let _ = leader.open(&format!("/reports/{id}")).press("/sign").follow().is_ok();
    site.settle();
    id
}

/// A conference that is open, with one more delegate who is in the register of members.
fn with_a_member(site: &Site) -> (ConferenceId, PersonId) {
    let (conference, cell) = (a_conference(site, false), site.unit("X01-C01-01"));
    let person = site.write(move |tx| {
        let person = people::store::insert_person(tx, &NewPerson::named("Sùng A Chứ", cell))?;
        let conference = conferences::store::find(tx, conference)?;
        let point = conferences::store::list_points(tx, conference.id)?.remove(0).id;
        let delegate = NewDelegate {
            point,
            person: Some(person),
            unit: cell,
            name: "Sùng A Chứ".into(),
            post: "Tổ trưởng".into(),
            kind: Kind::Member,
            makes_up_for: None,
        };
        conferences::store::summon(tx, &conference, &[delegate])?;
        Ok(person)
    });
    closed(site, conference);
    (conference, person)
}

/// The school's organisation goes from commune X01 to ward X02 on the next day.
fn moved(site: &Site) {
    site.set_time(&site.today().plus(1).to_string(), 8, 0);
    site.move_unit("X01-C01", "X02", site.today());
    site.settle();
}

const OF_OTHERS: &str = "(thuộc đơn vị nay ngoài phạm vi của đồng chí)";

fn closed(site: &Site, conference: ConferenceId) {
    site.write(move |tx| {
        let open = conferences::store::find(tx, conference)?;
        let closed = open.close(tx.today()).map_err(|e| platform::db::StoreError::Driver(e.to_string()))?;
        conferences::store::close(tx, &closed)
    });
}

on_both_databases! {
    fn an_erased_name_goes_out_of_the_rows_and_the_seal_holds(site) {
        let (conference, person) = with_a_member(site);
        let id = a_signed_report(site, conference);
        let leader = site.as_role(Role::Leader, "X01");
        let before = leader.open(&format!("/reports/{id}/figures/1")).is_ok().has_text("Sùng A Chứ");
        assert_eq!(before.count("tbody tr"), 5);
        let found = leader.open(&format!("/reports/{id}/figures/1?q=sung+a")).is_ok();
        assert_eq!(found.count("tbody tr"), 1);
        site.write(move |tx| {
            let person = people::store::find_person(tx, person)?;
            people::store::erase(tx, &person)
        });
        let after = leader.open(&format!("/reports/{id}/figures/1")).is_ok().lacks_text("Sùng A Chứ");
        let after = after.lacks_text("Tổ trưởng").has_text("(đã xóa dữ liệu)").has_text("Các dòng khớp mã niêm phong");
        assert_eq!(after.count("tbody tr"), 5);
        let _ = leader.open(&format!("/reports/{id}/figures/1?q=sung+a")).is_ok().lacks_text("đã xóa");
    }

    fn rows_that_were_changed_do_not_fit_the_seal(site) {
        let id = a_signed_report(site, a_conference(site, true));
        site.write(|tx| tx.run("DELETE FROM report_row WHERE figure_position = 2 AND position = 1", &[]));
        let leader = site.as_role(Role::Leader, "X01");
        let _ = leader.open(&format!("/reports/{id}/figures/2")).is_ok().has_text("Các dòng không khớp mã niêm phong");
        let _ = leader.open(&format!("/reports/{id}/figures/1")).is_ok().has_text("Các dòng khớp mã niêm phong");
    }

    fn many_rows_are_kept_as_what_each_unit_had(site) {
        let conference = a_conference(site, false);
        let units = [site.unit("X01-C01-01"), site.unit("X01-C01-02")];
        site.write(move |tx| {
            let conference = conferences::store::find(tx, conference)?;
            let point = conferences::store::list_points(tx, conference.id)?.remove(0).id;
            let delegates: Vec<NewDelegate> = (0..1_200)
                .map(|n| NewDelegate {
                    point,
                    person: None,
                    unit: units[n % 2],
                    name: format!("Đại biểu {n}"),
                    post: String::new(),
                    kind: Kind::Member,
                    makes_up_for: None,
                })
                .collect();
            conferences::store::summon(tx, &conference, &delegates)
        });
        closed(site, conference);
        let id = a_signed_report(site, conference);
        let leader = site.as_role(Role::Leader, "X01");
        let page = leader.open(&format!("/reports/{id}/figures/1")).is_ok().has_text("chỉ giữ số của từng đơn vị");
        let page = page.has_text("Vẫn đúng như khi ký").has_text("Các dòng khớp mã niêm phong");
        assert_eq!((page.text_of(".figure-value"), page.count("tbody tr")), ("1.204".into(), 2));
        assert_eq!(page.text_of("tbody tr:first-child td"), "604");
        // units that are another commune's today are not named, nor found
        moved(site);
        let page = leader.open(&format!("/reports/{id}/figures/1")).is_ok().has_text(OF_OTHERS).lacks_text("Chi bộ tổ");
        assert_eq!((page.count("tbody tr"), page.text_of("tbody tr:first-child td")), (2, "604".into()));
        assert_eq!(leader.open(&format!("/reports/{id}/figures/1?q=chi+bo")).is_ok().count("tbody tr"), 0);
    }

    fn a_name_that_is_hidden_is_not_found(site) {
        let id = a_signed_report(site, a_conference(site, true));
        let address = format!("/reports/{id}/figures/1");
        let leader = site.as_role(Role::Leader, "X01");
        assert_eq!(leader.open(&format!("{address}?q=hau+a+pao")).is_ok().count("tbody tr"), 1);
        moved(site);
        let page = leader.open(&address).is_ok().has_text(OF_OTHERS).lacks_text("Hầu A Páo");
        assert_eq!(page.has_text("Các dòng khớp mã niêm phong").count("tbody tr"), 4);
        let found = leader.open(&format!("{address}?q=hau+a+pao")).is_ok().lacks_text(OF_OTHERS);
        assert_eq!(found.count("tbody tr"), 0);
        let file = leader.open(&format!("{address}?q=hau+a+pao&format=csv")).is_ok();
        assert_eq!(file.text.trim().lines().count(), 1, "{}", file.text);
        let province = site.as_role(Role::Officer, "TU");
        assert_eq!(province.open(&format!("{address}?q=hau+a+pao")).is_ok().has_text("Hầu A Páo").count("tbody tr"), 1);
    }

    fn the_number_of_a_unit_that_moved_away_still_opens(site) {
        let rollout = a_rollout_for(site, vec![UnitKind::CommuneCommittee, UnitKind::Cell]);
        let id = a_signed_report_about(site, ("rollout", &rollout.to_string()));
        let school = site.unit("X01-C01");
        let place: i64 = site.read(move |tx| {
            let sql = "SELECT MIN(position) FROM report_figure WHERE unit_id = $1";
            tx.scalar(sql, platform::params![school])
        });
        let address = format!("/reports/{id}/figures/{place}");
        let leader = site.as_role(Role::Leader, "X01");
        let _ = leader.open(&address).is_ok().has_text("Chi bộ tổ Toán - Tin");
        moved(site);
        let page = leader.open(&address).is_ok().has_text(OF_OTHERS).lacks_text("Chi bộ tổ Toán - Tin");
        assert_eq!((page.text_of(".figure-value"), page.count("tbody tr")), ("2".into(), 2));
        let _ = site.as_role(Role::Leader, "X02").open(&address).has_status(404);
    }

    fn a_name_signed_while_two_records_were_one_is_erased_with_its_own(site) {
        let (conference, person) = with_a_member(site);
        let (cell, features) = (site.unit("X01-C01-01"), site.app.features.clone());
        let merge = site.write(move |tx| {
            let other = people::store::insert_person(tx, &NewPerson::named("Sùng Chứ", cell))?;
            let (kept, merged) = (people::store::find_person(tx, other)?, people::store::find_person(tx, person)?);
            people::store::merge(tx, &kept, &merged, &features)
        });
        let id = a_signed_report(site, conference);
        let features = site.app.features.clone();
        site.write(move |tx| {
            let merge = people::store::find_merge(tx, merge)?;
            people::store::part(tx, &merge, &features)
        });
        let leader = site.as_role(Role::Leader, "X01");
        let _ = leader.open(&format!("/reports/{id}/figures/1")).is_ok().has_text("Sùng A Chứ");
        site.write(move |tx| {
            let person = people::store::find_person(tx, person)?;
            people::store::erase(tx, &person)
        });
        let page = leader.open(&format!("/reports/{id}/figures/1")).is_ok().lacks_text("Sùng A Chứ");
        let _ = page.has_text("(đã xóa dữ liệu)").has_text("Các dòng khớp mã niêm phong");
    }

    fn the_rows_are_told_to_who_may_see_the_report(site) {
        let id = a_signed_report(site, a_conference(site, true));
        let address = format!("/reports/{id}/figures/2");
        let _ = site.as_role(Role::CommuneOfficer, "X02").open(&address).has_status(404);
        let province = site.as_role(Role::Officer, "TU");
        let _ = province.open(&address).is_ok().has_text("Nguyễn Đức Cường");
        let file = province.open(&format!("{address}?format=csv")).is_ok();
        assert!(file.text.contains("Nguyễn Đức Cường"), "{}", file.text);
        let logged: String = site.read(|tx| tx.scalar("SELECT detail FROM event WHERE name = 'exports.made'", &[]));
        assert!(logged.contains("\"rows\":2"), "{logged}");
        let _ = province.open(&format!("/reports/{id}/figures/99")).has_status(404);
    }
}
