//! Records that may be one person: found, decided, merged with all that names them, parted again; lists repeated after it
//! double nobody.

use kernel::{PersonId, Role};
use people::domain::membership::Membership;
use people::domain::merge::PairReason;
use people::domain::{MemberStatus, NewPerson};
use people::store;
use testkit::{Page, Site, on_both_databases};

const HEADER: &str = "Mã đảng viên,Họ và tên,Ngày sinh,Mã đơn vị,Trạng thái,Điện thoại,Thay đổi từ ngày\n";

fn person(site: &Site, id: Option<&'static str>, unit: &'static str) -> PersonId {
    let unit = site.unit(unit);
    site.write(move |tx| {
        let new = NewPerson {
            external_id: id.map(str::to_owned),
            birth_day: "1980-04-05".parse().ok(),
            ..NewPerson::named("Nguyễn Thị Ánh", unit)
        };
        store::insert_person(tx, &new)
    })
}

fn import(site: &Site, lines: &str) -> Vec<String> {
    let officer = site.as_role(Role::CommuneOfficer, "X01");
    let content = format!("{HEADER}{lines}");
    let sent = officer.upload("/people/import", &[], ("file", "dang-vien.csv", content.as_bytes()));
    site.run_jobs();
    let page: Page<'_> = sent.follow().is_ok();
    page.text.split("<dd>").skip(1).map(|rest| rest.split("</dd>").next().unwrap_or_default().to_owned()).collect()
}

fn count(site: &Site) -> i64 {
    site.read(|tx| tx.scalar("SELECT COUNT(*) FROM person WHERE merged_into_person_id IS NULL", &[]))
}

fn merge<'s>(site: &'s Site, kept: PersonId, merged: PersonId) -> Page<'s> {
    let officer = site.as_role(Role::CommuneOfficer, "X01");
    officer.open(&format!("/people/merge?kept={kept}&merged={merged}")).is_ok().press("/people/merge")
}

on_both_databases! {
    fn whoever_has_no_id_takes_that_of_the_line_and_a_line_without_one_finds_its_person(site) {
        let id = person(site, None, "X01-C01-01");
        assert_eq!(import(site, "DV01,Nguyễn Thị Ánh,05/04/1980,X01-C01-01,,0912345678,\n")[..3], ["0", "1", "0"]);
        assert_eq!(site.read(|tx| store::find_person(tx, id)).external_id.as_deref(), Some("DV01"));
        assert_eq!(import(site, ",Nguyễn Thị Ánh,05/04/1980,X01-C01-01,,,\n")[..3], ["0", "0", "1"]);
        assert_eq!(count(site), 1);
        // another unit: not known to be the same, so both stand and somebody is asked
        let counts = import(site, ",Nguyễn Thị Ánh,05/04/1980,X01-C01-02,,,\n");
        assert_eq!((counts[0].as_str(), counts[4].as_str(), count(site)), ("1", "1", 2));
        let pairs = site.read(|tx| store::list_pairs(tx, &[site.unit("TU")], 10, 0));
        assert_eq!(pairs[0].reason, PairReason::NameAndBirthDay);
        let twice = ",Lê Thị Hoà,20/11/1985,X01-MT,,,\nDV09,Lê Thị Hoà,20/11/1985,X01-MT,,,\n,Lê Thị Hoà,20/11/1985,X01-MT,,,\n";
        assert_eq!(import(site, twice)[..4], ["1", "0", "0", "2"]);
    }

    fn a_list_that_changes_unit_or_status_keeps_what_was(site) {
        let id = person(site, Some("DV01"), "X01-C01-01");
        let _ = import(site, "DV01,Nguyễn Thị Ánh,,X01-C01-02,Dự bị,,01/09/2026\n");
        let past = site.read(|tx| store::list_past_homes(tx, id));
        assert_eq!((past[0].unit, past[0].to, past[0].status), (site.unit("X01-C01-01"), "2026-09-01".parse().unwrap(), MemberStatus::Official));
        let _ = import(site, "DV01,Nguyễn Thị Ánh,,X01-C01-02,Chính thức,,\n");
        let past = site.read(|tx| store::list_past_homes(tx, id));
        assert_eq!((past.len(), past[0].to.to_string().as_str(), past[0].from), (2, "2026-11-22", "2026-09-01".parse().ok()));
    }

    fn the_rules_are_shown_where_lists_are_imported_and_where_pairs_are_decided(site) {
        let officer = site.as_role(Role::CommuneOfficer, "X01");
        for path in ["/people/import", "/people/duplicates"] {
            let _ = officer.open(path).is_ok().has_text("Cùng mã đảng viên là một người").has_text("Mã của bản ghi đã gộp");
        }
        let _ = site.as_role(Role::CellSecretary, "X01-C01-01").open("/people/duplicates").has_status(403);
    }

    fn pairs_are_found_in_the_whole_list_and_asked_about_once(site) {
        let (one, other) = (person(site, Some("DV01"), "X01-C01-01"), person(site, Some("DV02"), "X01-C01-02"));
        let _ = person(site, Some("DV03"), "X02-C01-01");
        let unit = site.unit("X01-MT");
        site.write(move |tx| {
            for birth in [None, "1990-01-01".parse().ok()] {
                store::insert_person(tx, &NewPerson { birth_day: birth, ..NewPerson::named("Lê Văn Tám", unit) })?;
            }
            Ok(())
        });
        let officer = site.as_role(Role::CommuneOfficer, "X01");
        let _ = officer.open("/people/duplicates").is_ok().has_text("Không còn cặp nào").press("/find").follow().is_ok();
        site.run_jobs();
        let page = officer.open("/people/duplicates").is_ok().has_text("Trùng họ tên, cùng đơn vị, thiếu ngày sinh");
        assert_eq!(page.count("section.card .card-footer form"), 2, "who lives elsewhere is not shown");
        assert_eq!(site.read(|tx| store::count_pairs(tx, &[site.unit("TU")])), 4);
        let fields = [("kept", one.to_string()), ("merged", other.to_string())];
        let fields: Vec<(&str, &str)> = fields.iter().map(|(k, v)| (*k, v.as_str())).collect();
        let page = officer.post("/people/duplicates/different", &fields).follow().is_ok();
        assert_eq!(page.count("section.card .card-footer form"), 1);
        let _ = page.press("/find");
        site.run_jobs();
        assert_eq!(site.read(|tx| store::count_pairs(tx, &[site.unit("TU")])), 3, "what was decided is not asked again");
        let foreign = site.as_role(Role::CommuneOfficer, "X02");
        let _ = foreign.post("/people/duplicates/different", &fields).has_status(404);
        let twins = site.read(|tx| { let all = store::list_same_person(tx, "Nguyễn Thị Ánh", "1980-04-05".parse().unwrap(), Some(one))?; store::undecided(tx, one, all) });
        assert_eq!(twins.len(), 1);
    }

    fn a_shared_telephone_makes_a_pair_only_beside_the_same_name_or_birth_day(site) {
        let unit = site.unit("X01-MT");
        site.write(move |tx| {
            for (name, birth, phone) in [
                ("Lê Văn Tám", "1990-01-01", "0912345678"),
                ("Lê Văn Tám", "1990-10-01", "0912345678"),
                ("Lê Văn Tam", "1990-01-01", "0912345678"),
                ("Lê Thị Bảy", "1992-03-04", "0912345678"),
                ("Trần Văn Chín", "1970-01-01", ""),
                ("Trần Văn Mười", "1970-01-01", ""),
            ] {
                let new = NewPerson { birth_day: birth.parse().ok(), phone: phone.into(), ..NewPerson::named(name, unit) };
                store::insert_person(tx, &new)?;
            }
            store::find_pairs(tx)
        });
        let page = site.as_role(Role::CommuneOfficer, "X01").open("/people/duplicates").is_ok();
        let _ = page.has_text("Trùng họ tên và số điện thoại").has_text("Trùng số điện thoại và ngày sinh");
    }

    fn merging_moves_all_that_names_a_person_and_fills_gaps(site) {
        let (kept, merged) = (person(site, None, "X01-C01-01"), person(site, Some("DV02"), "X01-C01-02"));
        let front = site.unit("X01-MT");
        site.write(move |tx| {
            for (person, from) in [(merged, "2026-01-05"), (kept, "2026-02-01")] {
                let from = from.parse().unwrap();
                let new = Membership { person, unit: front, unit_name: String::new(), kind: MemberStatus::Guest, from, to: None, note: String::new() };
                store::insert_membership(tx, &new)?;
            }
            let association = Membership { person: merged, unit: front, unit_name: String::new(), kind: MemberStatus::AssociationMember, from: "2026-01-05".parse().unwrap(), to: None, note: String::new() };
            store::insert_membership(tx, &association)
        });
        let officer = site.as_role(Role::CommuneOfficer, "X01");
        let _ = officer.open(&format!("/people/merge?kept={kept}&merged={merged}")).is_ok().has_text("2 nơi sinh hoạt thêm");
        let page = merge(site, kept, merged).follow().is_ok().has_text("Đoàn viên, hội viên").has_text("Tách lại");
        assert_eq!(site.read(|tx| store::find_person(tx, kept)).external_id.as_deref(), Some("DV02"));
        let held = site.read(|tx| store::list_memberships(tx, kept));
        assert_eq!(held.len(), 2, "the same membership is not held twice");
        let gone = officer.open(&format!("/people/{merged}")).is_ok().has_text("Bản ghi này đã gộp vào");
        assert_eq!(gone.count("a[href$='/edit']"), 0);
        let _ = officer.open(&format!("/people/{merged}/edit")).has_status(403);
        let _ = officer.open("/people?status=ended").is_ok().lacks_text("Nguyễn Thị Ánh");
        merge(site, kept, merged).is_refused_because("MERG-02");
        assert_eq!(count(site), 1);
        // undone only by a new event
        let page = page.press("/part").follow().is_ok().has_text("đã tách lại");
        let _ = page.has_text("Tách lại thành bản ghi riêng");
        let (one, other) = (site.read(|tx| store::find_person(tx, kept)), site.read(|tx| store::find_person(tx, merged)));
        assert_eq!((one.external_id.as_deref(), other.external_id.as_deref(), other.ended_on), (None, Some("DV02"), None));
        assert_eq!(site.read(|tx| store::list_memberships(tx, merged)).len(), 2);
        let events: i64 = site.read(|tx| tx.scalar("SELECT COUNT(*) FROM event WHERE name IN ('people.merged', 'people.parted', 'people.merged_away', 'people.parted_again')", &[]));
        assert_eq!(events, 4);
        let merges = site.read(|tx| store::list_merges(tx, kept));
        let id = merges[0].id;
        assert!(site.read(|tx| store::find_merge(tx, id)).is_parted);
        officer.post(&format!("/people/merges/{id}/part"), &[]).is_refused_because("MERG-04");
        assert_eq!(site.read(|tx| store::count_pairs(tx, &[site.unit("TU")])), 0, "whoever was parted is two people");
    }

    fn a_list_that_names_a_merged_record_again_finds_who_stands_and_doubles_nobody(site) {
        let (kept, merged) = (person(site, Some("DV01"), "X01-C01-01"), person(site, Some("DV02"), "X01-C01-02"));
        let _ = merge(site, kept, merged).follow().is_ok();
        let counts = import(site, "DV01,Nguyễn Thị Ánh,05/04/1980,X01-C01-01,,,\nDV02,Nguyễn Thị Ánh,05/04/1980,X01-C01-02,Dự bị,0912345678,\n");
        assert_eq!(counts[..5], ["0", "1", "1", "0", "0"]);
        let now = site.read(|tx| store::find_person(tx, kept));
        assert_eq!((now.home_unit, now.member_status, now.phone.as_str()), (site.unit("X01-C01-01"), MemberStatus::Official, "0912345678"));
        assert_eq!(import(site, "DV02,Nguyễn Thị Ánh,05/04/1980,X01-C01-02,,,\n")[..3], ["0", "0", "1"]);
        assert_eq!(count(site), 1);
        assert_eq!(site.read(|tx| store::list_same_person(tx, "Nguyễn Thị Ánh", "1980-04-05".parse().unwrap(), None)).len(), 1);
    }

    fn only_who_may_in_both_units_merges(site) {
        let (ours, theirs) = (person(site, Some("DV01"), "X01-C01-01"), person(site, Some("DV02"), "X02-C01-01"));
        let officer = site.as_role(Role::CommuneOfficer, "X01");
        let _ = officer.open(&format!("/people/merge?kept={ours}&merged={theirs}")).has_status(404);
        let (ours, theirs) = (ours.to_string(), theirs.to_string());
        let _ = officer.post("/people/merge", &[("kept", &ours), ("merged", &theirs)]).has_status(404);
        officer.post("/people/merge", &[("kept", &ours), ("merged", &ours)]).is_refused_because("MERG-01");
        let _ = site.as_role(Role::Leader, "TU").open("/people/duplicates").has_status(403);
    }
}
