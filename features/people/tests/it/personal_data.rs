//! Personal data at the least: who sees what, numbers asked for, data handed out, erased where the law allows; each leaves
//! an event.

use std::io::{Cursor, Read};

use kernel::{PersonId, Role};
use people::domain::membership::Membership;
use people::domain::{MemberStatus, NewPerson};
use people::store;
use testkit::{Site, on_both_databases};

fn person(site: &Site, id: &'static str, unit: &'static str, status: MemberStatus) -> PersonId {
    let unit = site.unit(unit);
    site.write(move |tx| {
        let new = NewPerson {
            external_id: Some(id.into()),
            phone: "0912345678".into(),
            birth_day: "1980-04-05".parse().ok(),
            joined_on: "2010-02-03".parse().ok(),
            member_status: status,
            ..NewPerson::named("Nguyễn Thị Ánh", unit)
        };
        store::insert_person(tx, &new)
    })
}

fn detail(site: &Site, event: &'static str) -> String {
    site.read(|tx| tx.scalar("SELECT detail FROM event WHERE name = $1 ORDER BY at DESC, id DESC LIMIT 1", &[&event]))
}

on_both_databases! {
    fn numbers_are_masked_on_pages_until_they_are_asked_for(site) {
        let id = person(site, "DV000123", "X01-C01-01", MemberStatus::Official);
        let officer = site.as_role(Role::CommuneOfficer, "X01");
        let _ = officer.open("/people").is_ok().has_text("•••••123").lacks_text("DV000123");
        let page = officer.open(&format!("/people/{id}")).is_ok().lacks_text("0912345678").lacks_text("DV000123").has_text("05/04/1980");
        let _ = page.press("/numbers").is_ok().has_text("0912345678").has_text("DV000123");
        assert!(detail(site, "people.numbers_shown").contains("phone"));
        let leader = site.as_role(Role::Leader, "X01");
        let _ = leader.open(&format!("/people/{id}")).is_ok().has_text("••/••/1980").lacks_text("05/04/1980").lacks_text("03/02/2010");
        let _ = leader.post(&format!("/people/{id}/numbers"), &[]).has_status(403);
        let own = site.as_person(Role::Member, "X01-C01-01", Some(id));
        let _ = own.open(&format!("/people/{id}")).is_ok().has_text("0912345678").has_text("DV000123");
        let seen = leader.open(&format!("/api/v1/people/{id}")).is_ok().json();
        assert_eq!((seen["external_id"].as_str(), seen["birth_day"].as_str()), (Some("•••••123"), None));
        assert_eq!(officer.open(&format!("/api/v1/people/{id}")).is_ok().json()["external_id"], "•••••123");
        assert_eq!(own.open(&format!("/api/v1/people/{id}")).is_ok().json()["external_id"], "DV000123");
        let shown = "SELECT COUNT(*) FROM event WHERE name = 'people.numbers_shown'";
        let before: i64 = site.read(|tx| tx.scalar(shown, &[]));
        let _ = officer.open(&format!("/people/{id}/edit")).is_ok();
        assert_eq!(site.read(|tx| tx.scalar::<i64>(shown, &[])), before + 1, "the form shows them too");
        let listed = leader.open("/api/v1/people").is_ok().json();
        assert_eq!(listed["rows"][0]["external_id"], "•••••123");
    }

    fn what_goes_out_as_a_list_is_logged_with_rows_and_fields(site) {
        let _ = person(site, "DV000123", "X01-C01-01", MemberStatus::Official);
        let file = site.as_role(Role::Leader, "X01").open("/people?format=csv").is_ok().text;
        assert!(file.contains("••/••/1980") && !file.contains("DV000123") && !file.contains("0912345678"), "{file}");
        let logged = detail(site, "people.exported");
        assert!(logged.contains("\"rows\":1") && logged.contains("birth-day") && logged.contains("phone"), "{logged}");
    }

    fn a_person_takes_out_what_is_kept_and_nobody_else_but_an_administrator(site) {
        let id = person(site, "DV000123", "X01-C01-01", MemberStatus::Official);
        let front = site.unit("X01-MT");
        site.write(move |tx| {
            let from = "2026-01-05".parse().unwrap();
            let new = Membership { person: id, unit: front, unit_name: String::new(), kind: MemberStatus::AssociationMember, from, to: None, note: String::new() };
            store::insert_membership(tx, &new)?;
            let account = people::domain::NewAccount { person: Some(id), user_name: "anh.nguyen".into(), password_hash: "secret-hash".into(), language: "vi".into() };
            let account = store::create_account(tx, &account)?;
            store::grant(tx, account, Role::Member, front, from)?;
            store::start_session(tx, account, "Firefox")
        });
        let own = site.as_person(Role::Member, "X01-C01-01", Some(id));
        let file = own.open(&format!("/people/{id}")).is_ok().press("/data").is_ok().bytes;
        let mut archive = zip::ZipArchive::new(Cursor::new(file)).unwrap();
        let mut text = |name: &str| {
            let mut text = String::new();
            archive.by_name(name).unwrap().read_to_string(&mut text).unwrap();
            text
        };
        let (json, html) = (text("du-lieu.json"), text("du-lieu.html"));
        let data: serde_json::Value = serde_json::from_str(&json).unwrap();
        assert_eq!((data["person"]["phone"].as_str(), data["rows"]["membership"][0]["kind"].as_str()), (Some("0912345678"), Some("association_member")));
        assert_eq!((data["rows"]["account"][0]["user_name"].as_str(), data["rows"]["session"][0]["agent"].as_str()), (Some("anh.nguyen"), Some("Firefox")));
        assert!(!json.contains("secret-hash") && !json.contains("token_hash"), "{json}");
        assert!(html.contains("Nguyễn Thị Ánh") && html.contains("Ủy ban MTTQ xã An Khê Thượng"), "{html}");
        let logged = detail(site, "people.data_given");
        assert!(logged.contains("\"rows\":5") && logged.contains("membership"), "{logged}");
        let administrator = site.as_role(Role::Administrator, "TU");
        let _ = administrator.post(&format!("/people/{id}/data"), &[]).is_ok();
        let _ = site.as_role(Role::CommuneOfficer, "X01").post(&format!("/people/{id}/data"), &[]).has_status(403);
        let _ = site.as_role(Role::Administrator, "X02").post(&format!("/people/{id}/data"), &[]).has_status(404);
    }

    fn what_is_known_is_erased_where_nothing_asks_for_the_record_and_what_stays_is_said(site) {
        let id = person(site, "DV000123", "X01-C01-01", MemberStatus::Official);
        let account = site.write(move |tx| {
            let account = people::domain::NewAccount { person: Some(id), user_name: "anh.nguyen".into(), password_hash: "h".into(), language: "vi".into() };
            let account = store::create_account(tx, &account)?;
            store::start_session(tx, account, "Firefox")?;
            Ok(account)
        });
        let administrator = site.as_role(Role::Administrator, "TU");
        let address = format!("/people/{id}/erase");
        let _ = administrator.open(&address).is_ok().has_text("Còn giữ lại, và vì sao").has_text("hồ sơ phải giữ");
        administrator.post(&address, &[("name", "Nguyễn Thị Ánh")]).is_refused_because("ERAS-01");
        site.write(move |tx| {
            let person = store::find_person(tx, id)?;
            store::save_person(tx, &people::domain::Person { ended_on: Some(tx.today()), ..person })
        });
        administrator.post(&address, &[("name", "Ai Khác")]).is_refused_because("ERAS-05");
        let _ = administrator.open(&address).is_ok().fill("name", "nguyen thi anh").press("/erase").follow().is_ok().has_text("(đã xóa dữ liệu)");
        let now = site.read(|tx| store::find_person(tx, id));
        assert!(now.is_erased && now.external_id.is_none() && now.phone.is_empty() && now.birth_day.is_none());
        let closed = site.read(|tx| store::find_account(tx, account));
        assert!(closed.disabled_at.is_some() && !closed.user_name.contains("anh"), "{closed:?}");
        assert!(site.read(|tx| store::list_sessions(tx, account)).is_empty());
        assert_eq!(detail(site, "people.erased"), "null", "no name in the log");
        administrator.post(&address, &[("name", "(đã xóa dữ liệu)")]).is_refused_because("ERAS-04");
        let _ = administrator.open(&format!("/people/{id}/edit")).has_status(403);
        let _ = site.as_role(Role::CommuneOfficer, "X01").open(&address).has_status(403);
        let _ = site.as_role(Role::Administrator, "X02").open(&address).has_status(404);
    }

    fn records_merged_into_merged_records_are_erased_too(site) {
        let ids = ["DV000101", "DV000102", "DV000103"].map(|id| person(site, id, "X01-C01-01", MemberStatus::NotMember));
        site.write(move |tx| {
            for (merged, kept) in [(ids[0], ids[1]), (ids[1], ids[2])] {
                tx.run("UPDATE person SET merged_into_person_id = $2 WHERE id = $1", platform::params![merged, kept])?;
            }
            let person = store::find_person(tx, ids[2])?;
            store::erase(tx, &person)
        });
        for id in ids {
            let now = site.read(|tx| store::find_person(tx, id));
            assert!(now.is_erased && now.phone.is_empty() && now.external_id.is_none(), "{now:?}");
        }
    }

    fn whoever_holds_office_is_not_erased(site) {
        let id = person(site, "DV000123", "X01-MT", MemberStatus::OfficialNotMember);
        let unit = site.unit("X01-MT");
        site.write(move |tx| {
            let post = people::domain::responsibility::Post {
                id: tx.new_id(), unit, unit_name: String::new(), person: id, name: String::new(),
                rank: people::domain::responsibility::Rank::Other, title: "Ủy viên".into(), from: "2026-01-05".parse().unwrap(), to: None, decision: String::new(),
            };
            store::insert_post(tx, &post)
        });
        let administrator = site.as_role(Role::Administrator, "TU");
        administrator.post(&format!("/people/{id}/erase"), &[("name", "Nguyễn Thị Ánh")]).is_refused_because("ERAS-02");
    }
}
