//! The lists of sets and packs as they stood at the end of a past day.

use kernel::Role;
use materials::domain::Head;
use rollouts::domain::Audience;
use testkit::{Site, on_both_databases};

use crate::packs::{a_pack, secretary};
use crate::{a_set, add, officer, people, reader};

/// A day of November 2026, early.
fn on(site: &Site, day: i8) {
    site.set_time(&format!("2026-11-{day}"), 8, 0);
}

/// A set of a unit, not published.
fn a_set_of(site: &Site, unit: &'static str) {
    let unit = site.unit(unit);
    let head = Head {
        title: "Đề cương tuyên truyền".into(),
        audience: Audience::Members,
        document: None,
        rollout: None,
        conference: None,
        is_public: false,
    };
    site.write(move |tx| materials::store::insert(tx, unit, &head));
}

/// State, day of publication and how many have it, of the only set at the end of a day of November.
fn row(site: &Site, day: i8) -> [String; 3] {
    let page = officer(site).open(&format!("/materials?day=2026-11-{day}")).is_ok();
    assert_eq!(page.count("tbody tr"), 1, "{day}: {}", page.visible());
    [3, 4, 5].map(|n| page.text_of(&format!("tbody td:nth-of-type({n})")))
}

on_both_databases! {
    fn a_past_day_has_the_sets_with_the_states_and_readers_of_then(site) {
        let people = people(site);
        let set = a_set(site, false);
        add(site, &set, "text", &[("title", "Những điểm mới"), ("body", "- Họp đúng kỳ.")], ("file", "", b""));
        on(site, 23);
        let read = officer(site).open(&set).press("/publish").follow().is_ok().attribute("a[href^='/m/']", "href");
        on(site, 24);
        let _ = reader(site, "X01-C02", people[0]).open(&read).is_ok();
        on(site, 25);
        let _ = officer(site).open(&set).press("/editions").follow().is_ok();
        on(site, 26);
        let _ = officer(site).open(&set).press("/publish").follow().is_ok();
        let _ = reader(site, "X02-C01-01", people[3]).open(&read).is_ok();
        on(site, 27);
        site.settle();
        // who is below sees what has reached it, and not before it was published
        let commune = site.as_role(Role::CommuneOfficer, "X01");
        let below = |day: &str| commune.open(&format!("/materials?day={day}")).is_ok().count("tbody tr");
        assert_eq!((below("2026-11-22"), below("2026-11-23"), below("")), (0, 1, 1));
        let _ = officer(site).open(&set).fill("reason", "thay bằng bộ khác").press("/withdraw").follow().is_ok();
        on(site, 28);
        assert_eq!(below("2026-11-23"), 0, "by the rights of today");
        let none = officer(site).open("/materials?day=2026-11-21").is_ok().has_text("Đến hết ngày 21/11/2026 chưa có bộ tài liệu nào");
        assert_eq!(none.has_text("Về hiện nay").count(".empty-action"), 0);
        let told = |state: &str, published: &str, covered: &str| [state.to_owned(), published.to_owned(), covered.to_owned()];
        let never = row(site, 22);
        assert_eq!((never[0].as_str(), never[2].as_str()), ("Đang soạn", "–"));
        assert!(!never[1].contains("11/2026"), "{never:?}");
        assert_eq!(row(site, 23), told("Đã phát hành", "23/11/2026", "0"));
        assert_eq!(row(site, 24), told("Đã phát hành", "23/11/2026", "1"));
        assert_eq!(row(site, 25), told("Đã phát hành", "23/11/2026", "1"), "a next edition is written beside it");
        assert_eq!(row(site, 26), told("Đã phát hành", "26/11/2026", "2"));
        assert_eq!(row(site, 27), told("Đã thu hồi", "26/11/2026", "2"));
        // the number opens that of the day; state, links, file and interface are of the day
        let page = |state: &str| officer(site).open(&format!("/materials?state={state}&sort=published&day=2026-11-24")).is_ok();
        assert_eq!((page("published").count("tbody tr"), page("withdrawn").count("tbody tr")), (1, 0));
        let page = page("published").has_text("Các bộ tài liệu có đến hết ngày 24/11/2026").lacks_text("%");
        let _ = officer(site).open(&page.attribute("tbody a.figure", "href")).is_ok().has_text("Đến hết ngày 24/11/2026: 1 người");
        for (css, key) in [(".chips a[href*='state=withdrawn']", "href"), ("th a[href*='sort=title']", "href")] {
            assert!(page.attribute(css, key).contains("day=2026-11-24"), "{css}");
        }
        assert_eq!(page.count("form[role=search] input[name=day][value='2026-11-24']"), 1);
        let file = officer(site).open("/materials?day=2026-11-24&format=csv").is_ok();
        assert!(file.text.contains("Đã phát hành") && file.text.trim_end().ends_with(",,1,0,1"), "{}", file.text);
        let json = officer(site).open("/api/v1/materials?day=2026-11-24").is_ok().json();
        let of = &json["rows"][0];
        assert_eq!((of["state"].as_str(), of["edition"].as_i64(), of["coverage"]["opened"].as_i64()), (Some("published"), Some(1), Some(1)));
        let secretary = secretary(site);
        let of_officer = ["/materials".to_owned(), "/api/v1/materials".to_owned(), format!("{set}/coverage")].map(|at| (officer(site), at));
        for (who, address) in of_officer.into_iter().chain([(secretary, "/packs".to_owned())]) {
            let _ = who.open(&format!("{address}?day=2026-12-20")).has_status(422);
            let _ = who.open(&format!("{address}?day=hôm+qua")).has_status(422);
        }
        let _ = officer(site).open("/materials?day=2026-12-20").has_text("Ngày này chưa tới");
    }

    fn a_set_that_passed_to_an_heir_stands_under_the_name_of_then(site) {
        a_set_of(site, "X02");
        on(site, 25);
        site.merge("X02", "X01");
        on(site, 27);
        let unit = |day: &str| officer(site).open(&format!("/materials?day={day}")).is_ok().text_of("tbody td:nth-of-type(2)");
        assert!(unit("2026-11-24").contains("Đồng Bưởi"), "{}", unit("2026-11-24"));
        assert!(!unit("2026-11-25").contains("Đồng Bưởi") && unit("2026-11-25") == unit(""), "{}", unit("2026-11-25"));
        assert!(officer(site).open("/materials?day=2026-11-24&format=csv").is_ok().text.contains("Đồng Bưởi"));
        let heir = site.as_role(Role::CommuneOfficer, "X01").open("/materials?day=2026-11-24").is_ok();
        assert_eq!(heir.count("tbody tr"), 1);
    }

    fn sets_of_a_past_day_are_sorted_by_the_units_of_then(site) {
        for unit in ["X01", "X02"] {
            a_set_of(site, unit);
        }
        on(site, 25);
        site.merge("X02", "X01");
        on(site, 27);
        let first = |sort: &str| {
            let list = officer(site).open(&format!("/materials?day=2026-11-24&sort={sort}")).is_ok();
            list.text_of("tbody tr:first-child td:nth-of-type(2)")
        };
        assert!(first("unit").contains("Đồng Bưởi"), "{}", first("unit"));
        assert!(first("-unit").contains("An Khê Thượng"), "{}", first("-unit"));
    }

    fn a_past_day_has_the_packs_made_by_then_and_whether_they_had_come_back(site) {
        let _ = people(site);
        let (_, _, pack) = a_pack(site);
        let hand_in = || {
            let form = secretary(site).open(&format!("{pack}/sheet")).is_ok().fill("outcome_1", "present").fill("outcome_2", "present");
            form.fill("held_on", "2026-11-21").fill("step", "hand_in").press(&format!("{pack}/sheet")).follow().is_ok()
        };
        on(site, 23);
        let page = hand_in();
        on(site, 24);
        let _ = page.fill("reason", "một đồng chí vắng").press("/reopen").follow().is_ok();
        on(site, 25);
        let _ = hand_in();
        on(site, 26);
        let then = |day: i8| secretary(site).open(&format!("/packs?day=2026-11-{day}")).is_ok();
        let none = then(21).has_text("Đến hết ngày 21/11/2026 chưa làm gói nào").has_text("Về hiện nay");
        assert_eq!(none.count("form[method=post][action='/packs']"), 0, "nothing is made in the past");
        let told = [22, 23, 24, 25].map(|day| then(day).text_of("ul.desk li p"));
        assert_eq!(told, [
            "Đã làm ngày 22/11/2026, chưa nhập lại tờ",
            "Đã nhập lại tờ ngày 23/11/2026",
            "Đã làm ngày 22/11/2026, chưa nhập lại tờ",
            "Đã nhập lại tờ ngày 25/11/2026",
        ]);
        let _ = then(22).has_text("Các gói đã làm đến hết ngày 22/11/2026");
    }
}
