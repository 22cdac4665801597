//! People, who answers and steering committees as of a past day.

use kernel::{Day, PersonId, Role, UnitId};
use people::domain::membership::Membership;
use people::domain::responsibility::{Assignment, Post, Rank, SteeringCommittee, SteeringMember, SteeringRole};
use people::domain::{MemberStatus, NewPerson, Person};
use people::store::{self, PastDay, PeopleQuery};
use platform::web::Sort;
use testkit::{Site, on_both_databases};

use crate::memberships::{merged, person};

const BY_NAME: Sort<'static> = Sort { key: "name", descending: false };

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn since(site: &Site, name: &'static str, unit: &'static str, from: &str) -> PersonId {
    let (unit, from) = (site.unit(unit), day(from));
    site.write(move |tx| store::insert_person_since(tx, &NewPerson::named(name, unit), Some(from)))
}

/// From this day on the home, the status or the end is another.
fn changes(site: &Site, id: PersonId, on: &str, change: impl FnOnce(&mut Person) + Send + 'static) {
    let on = day(on);
    site.write(move |tx| {
        let before = store::find_person(tx, id)?;
        let mut after = before.clone();
        change(&mut after);
        if (after.known.home_unit, after.known.member_status) != (before.known.home_unit, before.known.member_status) {
            store::note_past(tx, &before, on, "")?;
            after.since = Some(on);
        }
        store::save_person(tx, &after)
    });
}

type Line = (String, String, MemberStatus);

/// Who was at home in the branch on the day, worked out one by one.
fn expected(site: &Site, root: UnitId, on: Day) -> Vec<Line> {
    let mut all: Vec<Line> = site.read(|tx| {
        let sql = "SELECT id FROM person WHERE merged_into_person_id IS NULL";
        let ids: Vec<PersonId> = tx.list(sql, &[], |row| row.get(0))?;
        let mut found = Vec::new();
        for id in ids {
            let person = store::find_person(tx, id)?;
            let is_there = person.since.is_none_or(|from| from <= on) && person.ended_on.is_none_or(|end| end > on);
            let past = store::list_past_homes(tx, id)?;
            let past = past.iter().filter(|home| home.from.is_none_or(|from| from <= on) && home.to > on);
            let home = if is_there {
                Some((person.home_unit, person.member_status))
            } else {
                past.min_by_key(|home| (home.to, home.unit)).map(|home| (home.unit, home.status))
            };
            let Some((unit, status)) = home else { continue };
            if units::store::list_lines(tx, unit, on)?[0].units.contains(&root) {
                found.push((person.known.full_name, units::store::find_on(tx, unit, on)?.name, status));
            }
        }
        Ok(found)
    });
    all.sort();
    all
}

fn query(roots: Vec<UnitId>, on: Day) -> PeopleQuery {
    let past = Some(PastDay { day: on, seen: None });
    PeopleQuery { roots, like: "%%".into(), past, ..PeopleQuery::default() }
}

fn listed(site: &Site, asked: &PeopleQuery, sort: Sort<'_>) -> Vec<Line> {
    let (lines, total) = site.read(|tx| store::page_and_total(tx, asked, sort, 500, 0));
    assert_eq!(usize::try_from(total).unwrap(), lines.len(), "{asked:?}");
    let line = |l: store::PersonLine| (l.person.known.full_name, l.unit_name, l.person.known.member_status);
    lines.into_iter().map(line).collect()
}

fn lists_who_was_there(site: &Site, root: UnitId, on: Day) {
    let should = expected(site, root, on);
    for key in store::SORTS {
        let mut found = listed(site, &query(vec![root], on), Sort { key, descending: true });
        found.sort();
        assert_eq!(found, should, "{root} {on} by {key}");
    }
    for status in MemberStatus::ALL.iter().copied() {
        let asked = PeopleQuery { status: Some(status), ..query(vec![root], on) };
        let of = should.iter().filter(|line| line.2 == status).count();
        assert_eq!(listed(site, &asked, BY_NAME).len(), of, "{root} {on} {status}");
    }
    let asked = PeopleQuery { like: "%anh%".into(), ..query(vec![root], on) };
    let of = should.iter().filter(|line| vietnamese::fold(&line.0).contains("anh")).count();
    assert_eq!(listed(site, &asked, BY_NAME).len(), of, "{root} {on} by words");
}

on_both_databases! {
    fn the_list_of_a_day_is_who_was_at_home_there_on_every_day(site) {
        let (first, second, other) = (site.unit("X01-C01-01"), site.unit("X01-C01-02"), site.unit("X02-C01-01"));
        let _ = person(site, "Nguyễn Thị Ánh", "X01-C01-01");
        let _ = since(site, "Trần Văn Bình", "X01-C01-02", "2026-09-05");
        let admitted = person(site, "Lê Ánh Nguyệt", "X01-C01-01");
        changes(site, admitted, "2026-08-20", |p| p.known.member_status = MemberStatus::Probationary);
        changes(site, admitted, "2026-09-02", |p| p.known.member_status = MemberStatus::Official);
        let moved = since(site, "Lò Văn Páo", "X02-C01-01", "2026-08-28");
        changes(site, moved, "2026-10-01", move |p| p.known.home_unit = first);
        changes(site, moved, "2026-10-20", move |p| p.known.home_unit = other);
        let left = person(site, "Vũ Thị Anh", "X01-C01-02");
        changes(site, left, "2026-09-20", move |p| p.known.home_unit = first);
        changes(site, left, "2026-10-15", |p| p.ended_on = Some(day("2026-10-15")));
        merged(site, &[first], second);
        // a record that was merged into another is nobody, on no day
        let (kept, double) = (person(site, "Đặng Văn Ân", "X02-C01-01"), person(site, "Đặng Văn Ấn", "X01-C01-02"));
        let features = site.app.features.clone();
        site.write(move |tx| {
            let (kept, double) = (store::find_person(tx, kept)?, store::find_person(tx, double)?);
            store::merge(tx, &kept, &double, &features).map(|_| ())
        });
        let from = day("2026-08-18");
        for on in (0..78).step_by(3).map(|n| from.plus(n)).chain([day("2026-09-01"), day("2026-09-02"), day("2026-10-31"), day("2026-11-01")]) {
            for root in ["TU", "X01", "X02"] {
                lists_who_was_there(site, site.unit(root), on);
            }
            lists_who_was_there(site, first, on);
            lists_who_was_there(site, second, on);
        }
        let both = query(vec![site.unit("X01"), site.unit("X02")], day("2026-10-31"));
        let mut found = listed(site, &both, BY_NAME);
        found.sort();
        assert_eq!(found, expected(site, site.unit("TU"), day("2026-10-31")), "several branches");
        assert!(listed(site, &query(Vec::new(), from), BY_NAME).is_empty());
    }

    fn a_large_branch_of_a_past_day_lists_the_same_people_as_one_by_one(site) {
        let (above, outside, heir) = (site.unit("X02-C01"), site.unit("X01-C01-01"), site.unit("X02-C01-01"));
        site.write(move |tx| {
            for n in 0..310 {
                let cell = units::domain::NewUnit {
                    code: format!("TO{n:03}"), kind: kernel::UnitKind::Cell, name: format!("Chi bộ tổ {n}"),
                    short_name: String::new(), parent: Some(above), founded_on: None,
                };
                let unit = units::store::insert_silently(tx, &cell)?;
                let id = store::insert_person(tx, &NewPerson::named(format!("Trần Văn {}", ["Anh", "Bình", "Chi"][n % 3]), unit))?;
                if n % 50 == 0 {
                    let before = store::find_person(tx, id)?;
                    store::note_past(tx, &before, "2026-10-10".parse().unwrap(), "")?;
                    let mut after = Person { since: Some("2026-10-10".parse().unwrap()), ..before };
                    after.known.home_unit = outside;
                    store::save_person(tx, &after)?;
                }
            }
            Ok(())
        });
        let (branch, root, ends) = (site.unit("X02"), site.unit("TU"), site.read(|tx| units::store::lookup_by_code(tx, "TO001")).unwrap().id);
        for on in [day("2026-10-09"), day("2026-10-10")] {
            lists_who_was_there(site, branch, on);
            lists_who_was_there(site, root, on);
        }
        merged(site, &[ends], heir);
        for on in [day("2026-10-09"), day("2026-10-31"), day("2026-11-01")] {
            lists_who_was_there(site, branch, on);
            lists_who_was_there(site, root, on);
        }
        let by_name = listed(site, &query(vec![branch], day("2026-10-09")), BY_NAME);
        assert!(by_name.windows(2).all(|pair| pair[0].0 <= pair[1].0) && by_name.len() == 310);
    }

    fn the_page_of_a_past_day_names_only_whom_the_rights_of_today_show(site) {
        let (first, second, elsewhere) = (site.unit("X01-C01-01"), site.unit("X01-C01-02"), site.unit("X02-C01-01"));
        let stays = site.write(move |tx| {
            let new = NewPerson { external_id: Some("0123456789".into()), post: "Bí thư chi bộ".into(), ..NewPerson::named("Nguyễn Thị Ánh", first) };
            store::insert_person(tx, &new)
        });
        let gone = person(site, "Trần Văn Bình", "X01-C01-01");
        changes(site, gone, "2026-10-01", move |p| p.known.home_unit = elsewhere);
        site.write(move |tx| {
            let post = Post {
                id: tx.new_id(), unit: first, unit_name: String::new(), person: stays, name: String::new(), rank: Rank::Deputy,
                title: "Phó Bí thư chi bộ".into(), from: day("2026-01-05"), to: Some(day("2026-10-20")), decision: String::new(),
            };
            store::insert_post(tx, &post).map(|_| ())
        });
        merged(site, &[first], second);
        let (province, commune) = (site.as_role(Role::Officer, "TU"), site.as_role(Role::CommuneOfficer, "X01"));
        let page = province.open("/people?day=2026-09-30").is_ok().has_text("Nguyễn Thị Ánh").has_text("Trần Văn Bình");
        let page = page.has_text("Chi bộ tổ Toán - Tin").has_text("Phó Bí thư chi bộ").has_text("ngày 30/09/2026").lacks_text("Không nêu tên");
        assert_eq!(page.count(".page-header .actions a"), 0, "nothing is offered on a past day");
        let _ = province.open("/people?day=2026-10-25").is_ok().lacks_text("Bí thư chi bộ");
        let now = province.open("/people").is_ok().has_text("Chi bộ tổ Văn - Sử").has_text("Bí thư chi bộ").lacks_text("ngày 30/09/2026");
        assert!(now.count(".page-header .actions a") > 0);
        let page = commune.open("/people?day=2026-09-30").is_ok().has_text("Nguyễn Thị Ánh").lacks_text("Trần Văn Bình");
        let _ = page.has_text("Không nêu tên 1 người").lacks_text("0123456789");
        let told = commune.open("/api/v1/people?day=2026-09-30").is_ok().json();
        assert_eq!((told["total"].as_i64(), told["of_others"].as_i64()), (Some(1), Some(1)));
        assert_eq!((told["rows"][0]["home_unit"].as_str(), told["rows"][0]["post"].as_str()), (Some(first.to_string().as_str()), Some("Phó Bí thư chi bộ")));
        let csv = commune.open("/people?day=2026-09-30&format=csv").is_ok().text;
        assert!(csv.contains("Chi bộ tổ Toán - Tin") && !csv.contains("Trần Văn Bình"), "{csv}");
        let kept: i64 = site.read(|tx| tx.scalar("SELECT COUNT(*) FROM event WHERE name = 'people.exported'", &[]));
        assert_eq!(kept, 1);
        // the unit is called as then, and filters keep the day
        let page = commune.open(&format!("/people?unit={first}&day=2026-09-30")).is_ok();
        assert_eq!(page.count("tbody tr"), 1);
        assert!(page.attribute(".chips a:nth-child(2)", "href").contains("day=2026-09-30"));
        let _ = commune.open(&format!("/people?unit={elsewhere}&day=2026-09-30")).has_status(404);
        for address in ["/people", "/api/v1/people"] {
            let _ = commune.open(&format!("{address}?day=2026-11-23")).has_status(422);
            let _ = commune.open(&format!("{address}?day=hom-nay")).has_status(422);
        }
        let _ = commune.open("/people?day=2026-11-23").has_text("Ngày này chưa tới");
        assert_eq!(commune.open("/people?day=2026-11-22").is_ok().count(".card[role=status]"), 0, "today is now");
    }

    fn who_was_erased_stays_erased_on_past_days(site) {
        let id = person(site, "Nguyễn Thị Ánh", "X01-C01-01");
        let unit = site.unit("X01-C01-01");
        site.write(move |tx| {
            let post = Post {
                id: tx.new_id(), unit, unit_name: String::new(), person: id, name: String::new(), rank: Rank::Head,
                title: "Bí thư chi bộ".into(), from: day("2026-01-05"), to: Some(day("2026-06-01")), decision: String::new(),
            };
            store::insert_post(tx, &post)?;
            let person = store::find_person(tx, id)?;
            store::erase(tx, &person)
        });
        let page = site.as_role(Role::Officer, "TU").open("/people?day=2026-03-01").is_ok();
        assert_eq!(page.count("tbody tr"), 1);
        let _ = page.lacks_text("Nguyễn Thị Ánh").lacks_text("Bí thư chi bộ");
    }

    fn who_took_part_beside_or_had_left_is_listed_as_of_the_day(site) {
        let (guest, left) = (person(site, "Trần Văn Bình", "X02-C01-01"), person(site, "Vũ Thị Yến", "X01-C01-02"));
        let front = site.unit("X01-MT");
        site.write(move |tx| {
            let (from, to) = (day("2026-03-01"), Some(day("2026-06-01")));
            let kind = MemberStatus::AssociationMember;
            store::insert_membership(tx, &Membership { person: guest, unit: front, unit_name: String::new(), kind, from, to, note: String::new() })
        });
        changes(site, left, "2026-05-01", |p| p.ended_on = Some(day("2026-05-01")));
        let (province, commune) = (site.as_role(Role::Officer, "TU"), site.as_role(Role::CommuneOfficer, "X01"));
        let rows = |status: &str, on: &str| province.open(&format!("/people?status={status}&day={on}")).is_ok().count("tbody tr");
        assert_eq!((rows("beside", "2026-02-28"), rows("beside", "2026-03-01"), rows("beside", "2026-06-01")), (0, 1, 0));
        assert_eq!((rows("ended", "2026-04-30"), rows("ended", "2026-05-01")), (0, 1));
        let page = province.open("/people?status=official&day=2026-04-30").is_ok();
        assert_eq!(page.count("tbody tr"), 2);
        // who took part there then and does so no more is others' today
        let _ = commune.open("/people?status=beside&day=2026-03-01").is_ok().lacks_text("Trần Văn Bình").has_text("Không nêu tên 1 người");
    }

    fn who_answered_on_a_past_day_is_told_by_the_posts_and_the_tree_of_then(site) {
        let (chief, head, heir_head) =
            (person(site, "Hoàng Đình Khuê", "D01-C01-01"), person(site, "Nguyễn Thị Ánh", "X01-C01-01"), person(site, "Trần Văn Bình", "X01-C01-02"));
        let (province, commune, first, second) = (site.unit("TU"), site.unit("X01"), site.unit("X01-C01-01"), site.unit("X01-C01-02"));
        site.write(move |tx| {
            for (unit, person, title, from, to) in [
                (first, head, "Bí thư chi bộ Toán", "2026-01-05", Some("2026-09-01")),
                (first, heir_head, "Bí thư chi bộ Toán", "2026-09-01", None),
                (second, heir_head, "Bí thư chi bộ Văn", "2026-11-01", None),
            ] {
                let post = Post {
                    id: tx.new_id(), unit, unit_name: String::new(), person, name: String::new(), rank: Rank::Head,
                    title: title.into(), from: day(from), to: to.map(day), decision: String::new(),
                };
                store::insert_post(tx, &post)?;
            }
            let assigned = Assignment {
                id: tx.new_id(), unit: province, unit_name: String::new(), person: chief, name: String::new(), area: None,
                covered: Some((commune, String::new())), from: day("2026-02-01"), to: Some(day("2026-10-01")), decision: String::new(),
            };
            store::insert_assignment(tx, &assigned).map(|_| ())
        });
        merged(site, &[first], second);
        let officer = site.as_role(Role::Officer, "TU");
        let page = |on: &str| officer.open(&format!("/responsibility/{first}?day={on}")).is_ok();
        let _ = page("2026-08-31").has_text("Nguyễn Thị Ánh").has_text("Hoàng Đình Khuê").has_text("31/08/2026").lacks_text("Trần Văn Bình");
        let then = page("2026-10-31").has_text("Trần Văn Bình").lacks_text("Nguyễn Thị Ánh").lacks_text("Hoàng Đình Khuê");
        assert_eq!(then.count("form[method=post][action*='/responsibility/']"), 0);
        assert!(officer.open(&format!("/responsibility/{second}")).is_ok().count("form[method=post][action*='/responsibility/']") > 0);
        let _ = page("2026-11-01").has_text("Ngày này không có chức vụ nào");
        let covered = officer.open(&format!("/responsibility/{province}?day=2026-09-30")).is_ok().has_text("Đảng ủy xã An Khê Thượng");
        let _ = covered.has_text("Hoàng Đình Khuê");
        let _ = officer.open(&format!("/responsibility/{province}?day=2026-10-01")).is_ok().lacks_text("Hoàng Đình Khuê");
        let told = |on: &str| {
            let told = officer.open(&format!("/api/v1/responsibility/{first}?day={on}")).is_ok().json();
            (told["head"]["name"].as_str().unwrap_or_default().to_owned(), told["standing"].as_array().unwrap().len())
        };
        assert_eq!(told("2026-01-04"), (String::new(), 0));
        assert_eq!(told("2026-08-31"), ("Nguyễn Thị Ánh".into(), 1));
        assert_eq!(told("2026-10-31"), ("Trần Văn Bình".into(), 0));
        let _ = officer.open(&format!("/responsibility/{first}?day=2027-01-01")).has_status(422);
        let _ = officer.open(&format!("/api/v1/responsibility/{first}?day=x")).has_status(422);
        let _ = site.as_role(Role::CommuneOfficer, "X02").open(&format!("/responsibility/{first}?day=2026-08-31")).has_status(404);
    }

    fn the_leader_by_role_on_a_past_day_is_who_held_the_role_then(site) {
        let unit = site.unit("X01-C01-01");
        let account = crate::account(site, "bi.thu", Role::CellSecretary, "X01-C01-01");
        let grant = site.read(|tx| store::list_grants(tx, account))[0].id;
        let began = site.today();
        site.set_time(&began.plus(10).to_string(), 8, 0);
        site.write(move |tx| {
            let today = tx.today();
            store::end_grant(tx, grant, today)
        });
        site.set_time(&began.plus(20).to_string(), 8, 0);
        let head = |on: Day| site.read(|tx| store::lookup_head_on(tx, unit, on)).map(|head| head.name);
        assert_eq!(head(began.plus(-1)), None);
        assert_eq!(head(began.plus(9)).as_deref(), Some("Người của bi.thu"));
        assert_eq!(head(began.plus(10)), None);
    }

    fn a_steering_committee_is_seen_as_of_a_day(site) {
        let (chief, member) = (person(site, "Vũ Thị Yến", "X01-C01-01"), person(site, "Đặng Văn Ân", "X01-C01-02"));
        let unit = site.unit("X01");
        let id = site.write(move |tx| {
            let committee = SteeringCommittee {
                id: tx.new_id(), unit, name: "Ban Chỉ đạo chuyển đổi số".into(), purpose: String::new(), decision: String::new(),
                from: day("2026-01-05"), to: Some(day("2026-10-01")), version: 1,
            };
            let id = store::insert_steering(tx, &committee)?;
            for (person, role, from, to) in [
                (chief, SteeringRole::Head, "2026-01-05", None), (member, SteeringRole::Member, "2026-02-01", Some("2026-06-01")),
            ] {
                let seat = SteeringMember {
                    id: tx.new_id(), committee: id, committee_name: String::new(), person, name: String::new(), post: String::new(),
                    role, task: String::new(), from: day(from), to: to.map(day),
                };
                store::insert_steering_member(tx, &seat, unit)?;
            }
            let post = Post {
                id: tx.new_id(), unit, unit_name: String::new(), person: chief, name: String::new(), rank: Rank::Deputy,
                title: "Phó Chủ tịch UBND xã".into(), from: day("2026-01-05"), to: Some(day("2026-09-01")), decision: String::new(),
            };
            store::insert_post(tx, &post)?;
            Ok(id)
        });
        let officer = site.as_role(Role::CommuneOfficer, "X01");
        let page = |on: &str| officer.open(&format!("/steering-committees/{id}?day={on}")).is_ok();
        let then = page("2026-05-31").has_text("Đặng Văn Ân").has_text("Phó Chủ tịch UBND xã").lacks_text("hết nhiệm kỳ");
        assert_eq!((then.count("form[action$='/members']"), then.count("tbody tr")), (0, 2));
        let _ = page("2026-09-30").has_text("Vũ Thị Yến").lacks_text("Đặng Văn Ân").lacks_text("Phó Chủ tịch UBND xã");
        let _ = page("2026-10-01").has_text("hết nhiệm kỳ").has_text("không có thành viên nào");
        let _ = page("2026-01-04").has_text("chưa thành lập");
        let _ = officer.open(&format!("/steering-committees/{id}?day=2027-01-01")).has_status(422);
        let listed = |on: &str| officer.open(&format!("/responsibility/{unit}?day={on}")).is_ok();
        let link = listed("2026-05-31").attribute("a[href^='/steering-committees/']", "href");
        assert!(link.ends_with("?day=2026-05-31"), "{link}");
        let _ = listed("2026-10-01").lacks_text("Ban Chỉ đạo chuyển đổi số");
    }
}
