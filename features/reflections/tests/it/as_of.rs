//! Calls as they stood on a past day.

use kernel::Role;
use reflections::domain::{Audience, Call, CallState, usual_parts};
use reflections::store;
use testkit::{Site, on_both_databases};

use crate::{a_person, a_rollout};

/// A call of the ward that is being prepared.
fn a_call_of_the_ward(site: &Site, rollout: &str) {
    let (unit, rollout) = (site.unit("X02"), rollout.parse().unwrap());
    site.write(move |tx| {
        let call = Call {
            id: tx.new_id(),
            unit,
            rollout,
            title: "Thu hoạch của phường".into(),
            audience: Audience::Members,
            due_on: "2026-12-17".parse().unwrap(),
            least_words: 100,
            parts: usual_parts(),
            state: CallState::Preparing,
            version: 1,
        };
        store::insert_call(tx, &call)
    });
}

on_both_databases! {
    fn calls_are_listed_as_they_stood_on_a_past_day(site) {
        let _ = a_person(site, "Lò Văn An");
        let rollout = a_rollout(site);
        let officer = site.as_role(Role::Officer, "TU");
        let form = officer.open("/reflections/new").is_ok().fill("title", "Thu hoạch Nghị quyết 06").fill("rollout", &rollout);
        let call = form.fill("due_on", "2026-12-10").press("/reflections/new").location();
        let moved = |day: &str, to: &str| {
            site.set_time(day, 8, 0);
            let version = officer.open(&call).is_ok().attribute("form[action$='/due'] input[name=version]", "value");
            let fields = [("version", version.as_str()), ("due_on", to), ("reason", "mưa lũ")];
            let _ = officer.post(&format!("{call}/due"), &fields).follow().is_ok();
        };
        site.set_time("2026-11-23", 23, 30);
        let _ = officer.open(&call).is_ok().press("/announce").follow().is_ok();
        moved("2026-11-24", "2026-12-15");
        a_call_of_the_ward(site, &rollout);
        moved("2026-11-26", "2026-12-20");
        site.set_time("2026-11-27", 8, 0);
        let _ = officer.open(&call).is_ok().press("/close").follow().is_ok();
        site.set_time("2026-11-28", 8, 0);
        site.merge("X02", "X01");
        site.set_time("2026-11-29", 8, 0);

        let lines = |browser: &testkit::Browser<'_>, day: i64| -> Vec<String> {
            let asked = if day == 0 { String::new() } else { format!("&day=2026-11-{day}") };
            let file = browser.open(&format!("/reflections?sort=title&format=csv{asked}")).is_ok();
            file.text.lines().skip(1).map(str::to_owned).collect()
        };
        assert_eq!(lines(&officer, 21), Vec::<String>::new());
        let days = [(22, "Đang chuẩn bị", "10/12/2026"), (23, "Đang viết", "10/12/2026"), (24, "Đang viết", "15/12/2026"), (25, "Đang viết", "15/12/2026"), (26, "Đang viết", "20/12/2026"), (27, "Đã kết thúc", "20/12/2026"), (0, "Đã kết thúc", "20/12/2026")];
        for (day, state, due) in days {
            let then = lines(&officer, day);
            let of_province = then.iter().find(|line| line.contains("Nghị quyết 06")).unwrap();
            assert!(of_province.contains(state), "{day} {then:?}");
            let page = officer.open(&format!("/reflections?q=nghi+quyet{}", if day == 0 { String::new() } else { format!("&day=2026-11-{day}") })).is_ok();
            assert_eq!((page.count("tbody tr"), page.text_of("tbody td.nowrap"), page.text_of("tbody .state")), (1, due.into(), state.into()), "{day}");
            let of_ward = then.iter().find(|line| line.contains("của phường"));
            let owner = if day == 0 { "An Khê Thượng" } else { "Đồng Bưởi" };
            assert_eq!(of_ward.is_some_and(|line| line.contains(owner) && line.contains("Đang chuẩn bị")), day == 0 || day >= 24, "{day} {then:?}");
        }
        let count = |words: &str| officer.open(&format!("/reflections?{words}")).is_ok().count("tbody tr");
        assert_eq!((count("day=2026-11-26&state=closed"), count("day=2026-11-27&state=closed"), count("day=2026-11-26&state=announced")), (0, 1, 1));
        // sorted by the day of then: the ward's is the 17th, that of the province was moved from the 15th to the 20th
        let first = |words: &str| officer.open(&format!("/reflections?sort=due{words}")).is_ok().text_of("tbody th a");
        assert_eq!((first("&day=2026-11-24"), first("")), ("Thu hoạch Nghị quyết 06".into(), "Thu hoạch của phường".into()));
        // what is announced above is listed below from the day on
        let below = site.as_role(Role::CommuneOfficer, "X01");
        let seen = |day| lines(&below, day).iter().filter(|line| line.contains("Nghị quyết 06")).count();
        assert_eq!((seen(22), seen(23), seen(0)), (0, 1, 1));
        let page = officer.open("/reflections?day=2026-11-25").is_ok().has_text("đến hết ngày 25/11/2026").has_text("Về hiện nay");
        for link in ["a.chip[href*='state=closed']", "th a[href*='sort=due']"] {
            assert!(page.attribute(link, "href").contains("day=2026-11-25"), "{link}");
        }
        let before = officer.open("/reflections?day=2026-11-21").is_ok().has_text("Đến hết ngày 21/11/2026 chưa có đợt viết thu hoạch nào");
        assert_eq!((before.count("input[type=date][name=day]"), before.count(".empty-action")), (1, 0));
        let told = officer.open("/api/v1/reflections?day=2026-11-23").is_ok().json();
        let row = &told["rows"][0];
        assert_eq!((told["total"].as_i64(), row["state"].as_str(), row["due_on"].as_str()), (Some(1), Some("announced"), Some("2026-12-10")));
        let _ = officer.open("/reflections?day=2026-12-31").has_status(422).has_text("Ngày này chưa tới");
        let _ = officer.open("/api/v1/reflections?day=2026-12-31").has_status(422);
    }
}
