//! The promises of the invented province: numbers, order, uniqueness, form of the texts, speed.

use std::collections::{HashMap, HashSet};

use demo_province::{
    CELLS, DIRECTIVES, GRASSROOTS, GRASSROOTS_POINTS, MARKED_SECRET, MEMBERS, NATIONAL, Outcome, PEOPLE_COLUMNS,
    Province, SEED, TreeSize, national_tree, people_csv, tree,
};
use unicode_normalization::is_nfc;

fn count(province: &Province, kind: &str) -> usize {
    province.units.iter().filter(|unit| unit.kind == kind).count()
}

#[test]
fn the_province_has_the_promised_units() {
    let province = Province::generate(SEED);
    assert_eq!(count(&province, "province_committee"), 1);
    assert_eq!(count(&province, "advisory_body"), 5);
    assert_eq!(count(&province, "commune_committee"), 60);
    assert_eq!(count(&province, "direct_committee"), 20);
    assert_eq!(count(&province, "commune_body"), 180);
    assert_eq!(count(&province, "front"), 61);
    assert_eq!(count(&province, "mass_organisation"), 305);
    assert_eq!(count(&province, "grassroots_organisation") + count(&province, "grassroots_cell"), GRASSROOTS);
    assert_eq!(count(&province, "cell"), CELLS);
    assert_eq!(province.people.len(), MEMBERS);
}

#[test]
fn every_parent_stands_before_its_children_and_is_no_younger() {
    let province = Province::generate(SEED);
    let mut founded: HashMap<&str, &str> = HashMap::new();
    for unit in &province.units {
        match &unit.parent_code {
            None => assert_eq!(unit.code, "TU"),
            Some(parent) => {
                let parent_founded = founded.get(parent.as_str()).expect("the parent comes first");
                assert!(*parent_founded <= unit.founded_on.as_str(), "{}", unit.code);
            }
        }
        assert!(founded.insert(&unit.code, &unit.founded_on).is_none(), "{} twice", unit.code);
    }
}

#[test]
fn names_are_nfc_and_unique_within_a_parent() {
    let province = Province::generate(SEED);
    let mut seen = HashSet::new();
    for unit in &province.units {
        assert!(is_nfc(&unit.name) && is_nfc(&unit.short_name) && !unit.name.trim().is_empty(), "{unit:?}");
        assert!(!unit.name.contains("  ") && !unit.short_name.is_empty(), "{unit:?}");
        assert!(seen.insert((&unit.parent_code, &unit.name)), "{unit:?}");
    }
    for person in &province.people {
        assert!(is_nfc(&person.full_name), "{person:?}");
        assert!((2..=5).contains(&person.full_name.split(' ').count()), "{person:?}");
    }
}

#[test]
fn members_live_in_cells_and_have_possible_days() {
    let province = Province::generate(SEED);
    let homes: HashSet<&str> =
        province.units.iter().filter(|unit| unit.is_home()).map(|unit| unit.code.as_str()).collect();
    let codes: HashSet<&str> = province.units.iter().map(|unit| unit.code.as_str()).collect();
    let mut ids = HashSet::new();
    for person in &province.people {
        assert!(ids.insert(&person.external_id), "{person:?}");
        assert!(homes.contains(person.unit_code.as_str()), "{person:?}");
        assert!(person.post_unit_code.as_deref().is_none_or(|code| codes.contains(code)), "{person:?}");
        let year = |day: &str| day[..4].parse::<i32>().unwrap();
        assert!(year(&person.joined_on) - year(&person.birth_day) >= 19, "{person:?}");
        assert!(person.joined_on.as_str() < demo_province::TODAY, "{person:?}");
    }
    for status in ["official", "probationary", "exempt", "temporarily_elsewhere"] {
        assert!(province.people.iter().filter(|person| person.member_status == status).count() > 500, "{status}");
    }
}

#[test]
fn every_home_has_a_secretary_and_a_deputy_and_every_committee_its_head() {
    let province = Province::generate(SEED);
    let mut posts: HashMap<&str, Vec<&str>> = HashMap::new();
    for person in &province.people {
        if let (Some(post), Some(unit)) = (&person.post, &person.post_unit_code) {
            posts.entry(unit).or_default().push(post);
        }
    }
    for unit in &province.units {
        let here = posts.get(unit.code.as_str()).cloned().unwrap_or_default();
        let has = |title: &str| here.iter().filter(|post| post.starts_with(title)).count();
        if unit.is_home() {
            assert_eq!((has("Bí thư chi bộ"), has("Phó Bí thư chi bộ")), (1, 1), "{}", unit.code);
        }
        match unit.kind {
            "commune_committee" | "grassroots_organisation" => {
                assert_eq!(has("Bí thư Đảng ủy"), 1, "{}", unit.code)
            }
            "province_committee" => assert_eq!((has("Bí thư Tỉnh ủy"), has("Phó Bí thư")), (1, 2)),
            _ => {}
        }
    }
}

#[test]
fn names_are_shared_and_come_from_several_peoples() {
    let province = Province::generate(SEED);
    let mut names: HashMap<&str, usize> = HashMap::new();
    for person in &province.people {
        *names.entry(&person.full_name).or_default() += 1;
    }
    assert!(names.values().any(|times| *times > 5));
    let with = |start: &str| province.people.iter().filter(|person| person.full_name.starts_with(start)).count();
    assert!((300..=400).contains(&(with("Nguyễn ") * 1000 / MEMBERS)), "{}", with("Nguyễn "));
    for start in ["Hầu A ", "Lò Thị ", "Y Bhăm ", "Rơ Mah ", "H'Bia "] {
        assert!(with(start) > 0, "{start}");
    }
}

#[test]
fn a_seed_fixes_everything_and_another_seed_differs() {
    let (first, again, other) = (Province::generate(SEED), Province::generate(SEED), Province::generate(SEED + 1));
    assert_eq!(first.units, again.units);
    assert_eq!(first.people, again.people);
    assert_eq!(first.logins, again.logins);
    for (one, two) in first.conferences.iter().zip(&again.conferences) {
        assert_eq!(one.delegates, two.delegates);
    }
    assert_ne!(first.people, other.people);
    assert_eq!((other.people.len(), other.logins.len()), (MEMBERS, 7));
}

#[test]
fn each_role_has_one_login_in_its_own_place() {
    let province = Province::generate(SEED);
    let roles: HashSet<&str> = province.logins.iter().map(|login| login.role).collect();
    assert_eq!((province.logins.len(), roles.len()), (7, 7));
    let codes: HashSet<&str> = province.units.iter().map(|unit| unit.code.as_str()).collect();
    for login in &province.logins {
        assert!(codes.contains(login.unit_code), "{login:?}");
        let person = province.people.iter().find(|person| person.external_id == login.person_external_id).unwrap();
        if matches!(login.role, "cell_secretary" | "member") {
            assert_eq!(person.unit_code, login.unit_code);
        }
    }
}

#[test]
fn the_finished_conference_adds_up() {
    let province = Province::generate(SEED);
    let conference = &province.conferences[0];
    assert_eq!(conference.points.len(), 1 + 80 + GRASSROOTS_POINTS);
    let mut codes = HashSet::new();
    for point in &conference.points {
        assert!(point.parent_code.as_ref().is_none_or(|parent| codes.contains(parent)), "{point:?}");
        assert!(codes.insert(point.code.clone()));
        let listed = conference.delegates.iter().filter(|delegate| delegate.point_code == point.code).count();
        match point.head_count {
            None => assert!(listed > 0 && listed <= point.seats, "{listed} at {point:?}"),
            Some(count) => {
                assert_eq!(listed, 0);
                assert_eq!(count.present + count.absent_with_reason + count.absent_without_reason, count.summoned);
            }
        }
    }
    let people: HashSet<&str> =
        conference.delegates.iter().map(|delegate| delegate.person_external_id.as_str()).collect();
    assert_eq!(people.len(), conference.delegates.len(), "nobody is at two points");
    let present =
        conference.delegates.iter().filter(|delegate| matches!(delegate.outcome, Outcome::Present { .. })).count();
    let per_mille = present * 1000 / conference.delegates.len();
    assert!((940..=960).contains(&per_mille), "{per_mille}");
    assert!(conference.delegates.len() > 8_000, "{}", conference.delegates.len());
}

#[test]
fn the_planned_conference_has_the_logins_among_its_delegates_and_reporters_on_its_agenda() {
    let province = Province::generate(SEED);
    let conference = &province.conferences[1];
    assert!(conference.delegates.iter().all(|delegate| delegate.outcome == Outcome::Invited));
    assert!(conference.points.iter().filter_map(|point| point.head_count).all(|count| count.present == 0));
    assert!(conference.day > demo_province::TODAY);
    for role in ["member", "cell_secretary", "commune_officer", "leader"] {
        let login = province.logins.iter().find(|login| login.role == role).unwrap();
        let id = &login.person_external_id;
        assert!(conference.delegates.iter().any(|delegate| delegate.person_external_id == *id), "{role}");
    }
    for conference in &province.conferences {
        let speakers = conference.agenda.iter().filter(|item| item.reporter_external_id.is_some()).count();
        assert_eq!(speakers, 5);
    }
}

#[test]
fn documents_are_complete_and_say_what_is_known_of_them() {
    for directive in &DIRECTIVES {
        let text = directive.text;
        assert!(is_nfc(text), "{}", directive.key);
        let words = text.split_whitespace().count();
        assert!((800..=2_000).contains(&words), "{}: {words}", directive.key);
        let mut date = directive.issued_on.split('-');
        let (year, month, day) = (date.next().unwrap(), date.next().unwrap(), date.next().unwrap());
        let month = if month < "03" { month } else { month.trim_start_matches('0') };
        for part in [
            "ĐẢNG CỘNG SẢN VIỆT NAM",
            &format!("Số {}", directive.full_number),
            &format!("Lĩnh Giang, ngày {day} tháng {month} năm {year}"),
            "Nơi nhận:",
            directive.signer_name,
        ] {
            assert!(text.contains(part), "{} lacks «{part}»", directive.key);
        }
        let joined = text.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(joined.contains(directive.title), "{} lacks its title", directive.key);
    }
    assert!(MARKED_SECRET.lines().any(|line| line.trim() == "MẬT"));
    assert!(is_nfc(MARKED_SECRET));
}

#[test]
fn the_national_tree_has_the_countrys_numbers() {
    let mut counts: HashMap<&str, usize> = HashMap::new();
    let mut members = 0;
    let mut codes = HashSet::new();
    for (index, node) in national_tree().enumerate() {
        assert_eq!(node.number, index);
        assert!(node.parent_number.is_none_or(|parent| parent < index));
        *counts.entry(node.kind).or_default() += 1;
        members += node.members;
        assert!(codes.insert(node.code));
    }
    assert_eq!(codes.len(), NATIONAL.units());
    assert_eq!(counts["province_committee"], 34);
    assert_eq!(counts["commune_committee"], 3_321);
    assert_eq!(counts["grassroots_organisation"], 50_000);
    assert_eq!(counts["cell"], 250_000);
    assert_eq!(members, 5_400_000);
    let small = TreeSize::with_cells(1_000);
    assert_eq!(tree(small).count(), small.units());
}

#[test]
fn the_people_table_has_its_header_and_its_rows() {
    let mut bytes = Vec::new();
    people_csv(2_000, &mut bytes).unwrap();
    let text = String::from_utf8(bytes).unwrap();
    assert_eq!(text.lines().next().unwrap(), PEOPLE_COLUMNS.join(","));
    assert_eq!(text.lines().count(), 2_001);
    assert!(text.lines().all(|line| line.matches(',').count() == 8));
    let ids: HashSet<&str> = text.lines().skip(1).filter_map(|line| line.split(',').next()).collect();
    assert_eq!(ids.len(), 2_000);
}
