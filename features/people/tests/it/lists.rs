//! People: rows, lists, who sees whom.

use people::domain::{MemberStatus, NewPerson};
use people::store::{self, PeopleQuery};
use platform::web::Sort;
use testkit::on_both_databases;

fn query(roots: Vec<kernel::UnitId>, like: &str) -> PeopleQuery {
    PeopleQuery { roots, like: like.into(), ..PeopleQuery::default() }
}

const BY_NAME: Sort<'static> = Sort { key: "name", descending: false };

on_both_databases! {
    fn people_are_found_in_the_branch_by_name_in_the_order_of_names(site) {
        let (cell, other) = (site.unit("X01-C01-01"), site.unit("X02-C01-01"));
        site.write(move |tx| {
            for (name, unit, id) in [
                ("Nguyễn Thị Ánh", cell, "DV01"), ("Trần Văn Bình", cell, "DV02"),
                ("Nguyễn Văn An", cell, "DV03"), ("Lê Ánh Nguyệt", other, "DV04"),
            ] {
                let person = NewPerson { external_id: Some(id.into()), ..NewPerson::named(name, unit) };
                store::insert_person(tx, &person)?;
            }
            store::insert_person(tx, &NewPerson { member_status: MemberStatus::NotMember, ..NewPerson::named("Đỗ Khách", cell) })
        });
        let (commune, root) = (site.unit("X01"), site.unit("TU"));
        let names = |q: PeopleQuery, sort| -> Vec<String> {
            site.read(|tx| store::list_page(tx, &q, sort, 10, 0)).into_iter().map(|l| l.person.known.full_name).collect()
        };
        let in_commune = ["Nguyễn Văn An", "Nguyễn Thị Ánh", "Trần Văn Bình", "Đỗ Khách"];
        assert_eq!(names(query(vec![commune], "%%"), BY_NAME), in_commune);
        assert_eq!(names(query(vec![commune], "%anh%"), BY_NAME), ["Nguyễn Thị Ánh"]);
        assert_eq!(names(query(vec![commune], "%dv02%"), BY_NAME), ["Trần Văn Bình"]);
        assert_eq!(names(query(Vec::new(), "%%"), BY_NAME).len(), 0);
        for key in store::SORTS {
            assert_eq!(names(query(vec![root], "%%"), Sort { key, descending: true }).len(), 5, "{key}");
        }
        let mut members = query(vec![root], "%%");
        members.status = Some(MemberStatus::NotMember);
        assert_eq!(site.read(|tx| store::count_page(tx, &members)), 1);
        assert_eq!(site.read(|tx| store::count_members(tx, root)), 4);
        assert_eq!(site.read(|tx| store::count_people(tx, commune)), 4);
        assert_eq!(site.read(|tx| store::list_unit_people(tx, cell)).len(), 4);
        assert_eq!(site.read(|tx| store::minimal_roots(tx, &[commune, root, cell, root])), [root]);
    }

    fn a_large_branch_lists_the_same_people_as_its_parts(site) {
        let (above, outside) = (site.unit("X02-C01"), site.unit("X01"));
        site.write(move |tx| {
            for n in 0..320 {
                let cell = units::domain::NewUnit {
                    code: format!("TO{n:03}"), kind: kernel::UnitKind::Cell, name: format!("Chi bộ tổ {n}"),
                    short_name: String::new(), parent: Some(above), founded_on: None,
                };
                let unit = units::store::insert_silently(tx, &cell)?;
                let id = Some(format!("DV{n:03}"));
                store::insert_person(tx, &NewPerson { external_id: id, ..NewPerson::named(format!("Trần Văn {}", ["An", "Bình", "Chi"][n % 3]), unit) })?;
            }
            store::insert_person(tx, &NewPerson::named("Trần Văn Ngoài", outside))
        });
        let branch = site.unit("X02");
        let names = |q: &PeopleQuery, sort, offset| -> Vec<(String, String)> {
            let lines = site.read(|tx| store::list_page(tx, q, sort, 400, offset));
            lines.into_iter().map(|l| (l.person.known.full_name, l.unit_code)).collect()
        };
        for key in store::SORTS {
            for descending in [false, true] {
                let all = names(&query(vec![branch], "%%"), Sort { key, descending }, 0);
                assert_eq!(all.len(), 320, "{key}");
                assert!(all.iter().all(|(name, _)| name != "Trần Văn Ngoài"));
            }
        }
        let by_name = names(&query(vec![branch], "%%"), BY_NAME, 0);
        assert!(by_name.windows(2).all(|pair| pair[0].0 <= pair[1].0));
        let by_unit = names(&query(vec![branch], "%%"), Sort { key: "unit", descending: false }, 0);
        assert_eq!((by_unit[0].1.as_str(), by_unit[1].1.as_str()), ("TO000", "TO001"));
        let found = query(vec![branch], "%van binh%");
        assert_eq!(names(&found, BY_NAME, 0).len(), 107);
        assert_eq!(site.read(|tx| store::count_page(tx, &found)), 107);
        for (asked, offset, on_page, in_all) in
            [(&found, 100, 7, 107), (&found, 200, 0, 107), (&query(vec![branch], "%%"), 0, 10, 320)]
        {
            let (lines, total) = site.read(|tx| store::page_and_total(tx, asked, BY_NAME, 10, offset));
            assert_eq!((lines.len(), total), (on_page, in_all), "from {offset}");
        }
        assert_eq!(site.read(|tx| store::count_page(tx, &query(vec![branch], "%%"))), 320);
        assert_eq!(names(&query(vec![branch], "%%"), BY_NAME, 310).len(), 10);
    }

    fn a_person_corrected_twice_at_once_is_stale(site) {
        let cell = site.unit("X01-C01-01");
        let id = site.write(move |tx| store::insert_person(tx, &NewPerson::named("Nguyễn Văn An", cell)));
        let mut person = site.read(move |tx| store::find_person(tx, id));
        person.known.post = "Phó Bí thư".into();
        let first = person.clone();
        site.write(move |tx| store::save_person(tx, &first));
        assert!(matches!(
            site.try_write(move |tx| Ok(store::save_person(tx, &person)?)),
            Err(platform::web::Failure::Stale)
        ));
    }

    fn the_same_name_and_birth_day_are_noticed(site) {
        let (cell, day) = (site.unit("X01-C01-01"), "1980-05-19".parse::<kernel::Day>().unwrap());
        let ids = site.write(move |tx| {
            let new = NewPerson { birth_day: Some(day), ..NewPerson::named("Nguyễn Văn Hoà", cell) };
            let one = store::insert_person(tx, &new)?;
            store::insert_person(tx, &NewPerson { full_name: "Nguyễn Văn Hòa".into(), ..new }).map(|two| (one, two))
        });
        let found = site.read(move |tx| store::list_same_person(tx, "nguyễn văn hòa", day, Some(ids.0)));
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].id, ids.1);
    }
}
