//! For whom a set is: coverage is measured against its audience, whose people alone count and are reminded.

use kernel::{PersonId, Role};
use people::domain::membership::Membership;
use people::domain::{MemberStatus, NewAccount, NewPerson};
use rollouts::domain::Audience;
use testkit::{Site, on_both_databases};

use crate::{a_conference, add, officer, reader};

/// Who lives in X01-C02: two members, one of them a key official and one a reporter; an official outside the Party who takes
/// part in an association; a member of an association.
struct People {
    official: PersonId,
    reporter: PersonId,
    outside: PersonId,
    association: PersonId,
}

fn people(site: &Site) -> People {
    let unit = site.unit("X01-C02");
    site.write(move |tx| {
        let mut insert = |name: &str, status, is_key_official| {
            let known = NewPerson { member_status: status, is_key_official, ..NewPerson::named(name, unit) };
            people::store::insert_person(tx, &known)
        };
        let all = People {
            official: insert("Lò Thị Mây", MemberStatus::Official, true)?,
            reporter: insert("Hầu A Dính", MemberStatus::Probationary, false)?,
            outside: insert("Vàng Văn Sáng", MemberStatus::OfficialNotMember, false)?,
            association: insert("Đinh Thị Ổi", MemberStatus::AssociationMember, false)?,
        };
        let account = NewAccount {
            person: Some(all.reporter),
            user_name: "bao.cao.vien".into(),
            password_hash: String::new(),
            language: "vi".into(),
        };
        let account = people::store::create_account(tx, &account)?;
        let today = tx.today();
        people::store::grant(tx, account, Role::Reporter, unit, today)?;
        let beside = Membership {
            person: all.outside,
            unit,
            unit_name: String::new(),
            kind: MemberStatus::AssociationMember,
            from: today,
            to: None,
            note: String::new(),
        };
        people::store::insert_membership(tx, &beside)?;
        Ok(all)
    })
}

/// A published set for an audience: its address for officers and the one it is read at.
fn a_set_for(site: &Site, audience: Audience, conference: &str) -> (String, String) {
    let title = format!("Bộ tài liệu {audience}");
    let fields = [("title", title.as_str()), ("audience", audience.code()), ("conference", conference)];
    let set = officer(site).post("/materials/new", &fields).location();
    add(site, &set, "text", &[("title", "Bài"), ("body", "Nội dung.")], ("file", "", b""));
    let page = officer(site).open(&set).press("/publish").follow().is_ok();
    let read = page.attribute("a[href^='/m/']", "href");
    (set, read)
}

on_both_databases! {
    fn each_audience_is_counted_by_one_definition(site) {
        let people = people(site);
        let root = site.unit("TU");
        let counts: Vec<i64> = Audience::ALL.iter().map(|one| site.read(|tx| materials::store::count_audience(tx, *one, root))).collect();
        // unit, key officials, reporters, members, officials outside the Party, members of associations, the people
        assert_eq!(counts, [2, 1, 1, 2, 1, 2, 4]);
        let of = |person| site.read(|tx| materials::store::audiences_of(tx, person));
        assert_eq!(of(people.official), [Audience::Unit, Audience::KeyOfficials, Audience::Members, Audience::People]);
        assert_eq!(of(people.reporter), [Audience::Unit, Audience::Reporters, Audience::Members, Audience::People]);
        assert_eq!(of(people.outside), [Audience::OfficialsNotMembers, Audience::AssociationMembers, Audience::People]);
        assert_eq!(of(people.association), [Audience::AssociationMembers, Audience::People]);
        site.write(move |tx| {
            let today = tx.today();
            tx.run("UPDATE role_grant SET to_day = $1", platform::params![today]).map(|_| ())
        });
        assert_eq!(site.read(|tx| materials::store::count_audience(tx, Audience::Reporters, root)), 0, "no longer a reporter");
    }

    fn a_set_for_reporters_is_whole_when_they_have_it_and_lies_on_their_desk_only(site) {
        let people = people(site);
        let conference = a_conference(site).to_string();
        let (set, read) = a_set_for(site, Audience::Reporters, &conference);
        let (_, for_associations) = a_set_for(site, Audience::AssociationMembers, &conference);
        let desk = |person, address: &str| {
            reader(site, "X01-C02", person).open("/").is_ok().count(&format!("a[href='{address}']"))
        };
        assert_eq!((desk(people.reporter, &read), desk(people.official, &read), desk(people.association, &read)), (1, 0, 0));
        assert_eq!((desk(people.association, &for_associations), desk(people.outside, &for_associations)), (1, 1));
        assert_eq!(desk(people.official, &for_associations), 0, "no member is reminded of what is for others");
        // who is not of the audience may read it and does not count
        let _ = reader(site, "X01-C02", people.official).open(&read).is_ok();
        let page = || { site.settle(); officer(site).open(&format!("{set}/coverage")).is_ok() };
        let _ = page().has_text("0,0% báo cáo viên, tuyên truyền viên đã có tài liệu, còn 1 người chưa có");
        let _ = reader(site, "X01-C02", people.reporter).open(&read).is_ok();
        let _ = page().has_text("100,0% báo cáo viên, tuyên truyền viên đã có tài liệu, còn 0 người chưa có");
        site.assert_ledger_is_true();
        let secretary = site.as_role(Role::CellSecretary, "X01-C02");
        let unit = site.unit("X01-C02").to_string();
        secretary.post(&format!("{set}/copies"), &[("unit", &unit), ("copies", "1")]).is_refused_because("MAT-14");
        // figures would lie if the audience changed under them
        let form = officer(site).open(&format!("{set}/edit")).is_ok().fill("audience", "members");
        let _ = form.press("/edit").has_status(422).has_text("giữ đối tượng cũ");
        // leaflets for the people are not bounded by the register
        let (leaflet, _) = a_set_for(site, Audience::People, &conference);
        let _ = secretary.post(&format!("{leaflet}/copies"), &[("unit", &unit), ("copies", "900")]).follow().is_ok();
        site.settle();
        let _ = officer(site).open(&format!("{leaflet}/coverage")).is_ok().has_text("100,0% người có trong danh sách");
    }

    fn a_set_counted_among_the_members_before_stays_measured_against_them(site) {
        let people = people(site);
        let conference = a_conference(site).to_string();
        let (set, read) = a_set_for(site, Audience::Members, &conference);
        let (_, fresh) = a_set_for(site, Audience::Reporters, &conference);
        let _ = reader(site, "X01-C02", people.official).open(&read).is_ok();
        // as it stood before audiences were counted: for associations, with the opening of a member
        let update = include_str!("../../migrations/20261206-materials-measure.sql").split(';').nth(1).unwrap();
        site.write(move |tx| {
            tx.run("UPDATE material_set SET audience = 'association_members' WHERE audience = 'members'", &[])?;
            tx.run(update, &[]).map(|_| ())
        });
        let association = reader(site, "X01-C02", people.association);
        let _ = association.open("/").is_ok().lacks_text("Đọc: Bộ tài liệu members");
        let _ = association.open(&read).is_ok();
        let _ = reader(site, "X01-C02", people.reporter).open(&read).is_ok();
        site.settle();
        let page = officer(site).open(&format!("{set}/coverage")).is_ok().has_text("100,0% đảng viên đã có tài liệu");
        let _ = page.lacks_text("hội viên");
        let json = officer(site).open(&format!("/api/v1{set}/coverage")).is_ok().json();
        assert_eq!((json["branch"]["coverage"]["opened"].as_i64(), json["branch"]["coverage"]["members"].as_i64()), (Some(2), Some(2)));
        site.assert_ledger_is_true();
        // what nobody had opened yet is measured against its audience
        let _ = reader(site, "X01-C02", people.official).open(&fresh).is_ok();
        let kept = "SELECT COUNT(*) FROM material_set WHERE measures_members";
        assert_eq!(site.read(|tx| tx.scalar::<i64>(kept, &[])), 1);
    }

    fn the_list_is_limited_to_an_audience_and_tells_how_far_it_was_on_a_day(site) {
        let people = people(site);
        let conference = a_conference(site).to_string();
        let (set, read) = a_set_for(site, Audience::Members, &conference);
        let _ = a_set_for(site, Audience::Reporters, &conference);
        let list = officer(site).open("/materials?audience=reporters&q=bo+tai+lieu").is_ok();
        assert_eq!((list.count("#list tbody tr"), list.count("select[name=audience] option[selected]")), (1, 1));
        let chip = list.attribute(".chips a.chip:last-child", "href");
        assert!(chip.contains("audience=reporters") && chip.contains("q=bo"), "{chip}");
        let _ = reader(site, "X01-C02", people.official).open(&read).is_ok();
        site.set_time("2026-11-23", 9, 0);
        let _ = reader(site, "X01-C02", people.reporter).open(&read).is_ok();
        site.settle();
        let _ = officer(site).open(&format!("{set}/coverage")).is_ok().has_text("100,0% đảng viên");
        let then = officer(site).open(&format!("{set}/coverage?day=2026-11-22")).is_ok();
        let then = then.has_text("Đến hết ngày 22/11/2026: 1 người đã có tài liệu").lacks_text("đảng viên đã có");
        let figure = then.attribute("a.figure[href*='materials.opened']", "href");
        assert!(figure.ends_with("&day=2026-11-22"), "{figure}");
        let json = officer(site).open(&format!("/api/v1{set}/coverage?day=2026-11-22")).is_ok().json();
        assert_eq!(json["branch"]["coverage"]["opened"], 1);
        assert!(officer(site).open(&format!("{set}/coverage?day=2026-11-22&format=csv")).is_ok().text.contains("Thuộc đối tượng"));
    }
}
