//! The map of the cascade and the JSON face.

use kernel::Role;
use testkit::on_both_databases;

use crate::{a_running, duty};

on_both_databases! {
    fn the_map_shows_the_units_below_in_their_colours(site) {
        let id = a_running(site);
        let officer = site.as_role(Role::Officer, "TU");
        let json = officer.open(&format!("/rollouts/{id}/map.json")).is_ok().json();
        let child = |json: &serde_json::Value, name: &str| {
            json["children"].as_array().unwrap().iter().find(|c| c["name"] == name).unwrap().clone()
        };
        let commune = child(&json, "Đảng ủy xã An Khê Thượng");
        assert_eq!((commune["value"].as_i64(), commune["state"].as_str()), (Some(13), Some("amber")));
        assert_eq!(child(&json, "Ban Tuyên giáo và Dân vận Tỉnh ủy")["state"], "grey");
        site.set_time("2026-11-26", 8, 0);
        let json = officer.open(&format!("/rollouts/{id}/map.json")).is_ok().json();
        assert_eq!(child(&json, "Đảng ủy xã An Khê Thượng")["state"], "red");
        let earlier = officer.open(&format!("/rollouts/{id}/map.json?day=2026-11-25")).is_ok().json();
        assert_eq!(child(&earlier, "Đảng ủy xã An Khê Thượng")["state"], "amber");
        let page = officer.open(&format!("/rollouts/{id}/map")).is_ok().has_text("Đảng ủy phường Đồng Bưởi");
        // what is overdue comes first, what owes nothing is behind a switch
        assert_eq!(page.count("#map-table tbody tr"), 3);
        assert_eq!(page.text_of("#map-table tbody tr:first-child th"), "Đảng ủy xã An Khê Thượng");
        let page = officer.open(&page.attribute(".card-footer a", "href")).is_ok();
        assert_eq!(page.count("#map-table tbody tr"), 4);
        assert!(page.text.contains("rollouts.overdue?unit="));
        let down = page.attribute("#map-table tbody tr:last-child a", "href");
        let _ = officer.open(&down).is_ok();
    }

    fn a_branch_with_everything_done_is_green(site) {
        let id = a_running(site);
        let secretary = site.as_role(Role::CellSecretary, "X01-C01-01");
        for position in [1, 4] {
            let own = duty(site, id, "X01-C01-01", position);
            let _ = secretary.post(&format!("/duties/{own}/done"), &[("version", "1")]).follow().is_ok();
        }
        let commune = site.as_role(Role::CommuneOfficer, "X01");
        let below = site.unit("X01-C01");
        let json = commune.open(&format!("/rollouts/{id}/map.json?unit={below}")).is_ok().json();
        let cell = json["children"].as_array().unwrap().iter().find(|c| c["name"] == "Chi bộ tổ Toán - Tin").unwrap().clone();
        assert_eq!(cell["state"], "green");
        let leaf = commune.open(&format!("/rollouts/{id}/map?unit={}", site.unit("X01-C01-01"))).is_ok();
        let _ = leaf.has_text("Không có đơn vị bên dưới");
    }

    fn the_api_tells_rollouts_and_duties_of_the_own_branch(site) {
        let id = a_running(site);
        let officer = site.as_role(Role::Officer, "TU");
        let list = officer.open("/api/v1/rollouts?state=launched").is_ok().json();
        assert_eq!((list["total"].as_i64(), list["rows"][0]["progress"]["duties"].as_i64()), (Some(1), Some(29)));
        let one = officer.open(&format!("/api/v1/rollouts/{id}")).is_ok().json();
        assert_eq!(one["requirements"].as_array().unwrap().len(), 5);
        assert_eq!(one["requirements"][1]["ask"]["deadline_days"], 10);
        let commune = site.as_role(Role::CommuneOfficer, "X01");
        let own = commune.open(&format!("/api/v1/rollouts/{id}/duties?size=500")).is_ok().json();
        assert_eq!(own["total"], 13);
        let foreign = commune.open(&format!("/api/v1/rollouts/{id}/duties?unit={}", site.unit("X02")));
        let _ = foreign.has_status(404);
        let plan = duty(site, id, "X01", 2);
        let refused = commune.post_json(&format!("/api/v1/duties/{plan}/done"), &serde_json::json!({}));
        assert_eq!(refused.has_status(422).json()["codes"][0], "ROLL-16");
        let done = commune.post_json(&format!("/api/v1/duties/{plan}/done"), &serde_json::json!({ "note": "05-KH/ĐU" }));
        assert_eq!(done.is_ok().json()["state"], "done");
        let _ = site.visitor().open("/api/v1/rollouts").has_status(401);
    }

    fn rollouts_are_listed_found_and_exported(site) {
        let officer = site.as_role(Role::Officer, "TU");
        let _ = officer.open("/rollouts").is_ok().has_text("Chưa có đợt triển khai nào");
        let _ = a_running(site);
        let _ = officer.open("/rollouts?q=quan+triet").is_ok().has_text("Đang triển khai").has_text("0/29");
        assert_eq!(officer.open("/rollouts?state=closed").is_ok().count("tbody tr"), 0);
        assert!(officer.open("/rollouts?format=csv").is_ok().text.contains("12-CT/TU"));
        let searchable = rollouts::plug().search[0];
        let identity = platform::web::Identity {
            account: kernel::AccountId(uuid::Uuid::nil()), person: None, name: "x".into(),
            language: platform::texts::Language::Vietnamese,
            grants: vec![platform::web::Grant { role: Role::Officer, unit: site.unit("TU") }], helper: None };
        let who = platform::web::Actor::outside(&site.app, Some(identity));
        let hits = site.read(|tx| {
            let ids: Vec<String> = (searchable.page)(tx, "", 5)?.into_iter().map(|(id, _)| id).collect();
            (searchable.hits)(tx, &who, &ids)
        });
        assert_eq!(hits.len(), 1);
    }

    fn pages_are_whole_in_english_too(site) {
        let id = a_running(site);
        let officer = site.as_role(Role::Officer, "TU").with_cookie("language", "en");
        let plan = duty(site, id, "X01", 2);
        let paths = [
            "/".to_owned(), "/rollouts".into(), "/rollouts/new".into(), "/rollouts/templates".into(),
            "/rollouts/templates/new".into(), format!("/rollouts/{id}"), format!("/rollouts/{id}/duties"),
            format!("/rollouts/{id}/map"), format!("/duties/{plan}"),
        ];
        for path in paths {
            let page = officer.open(&path).is_ok();
            assert!(!page.visible().contains("rollouts-"), "{path}: {}", page.visible());
            assert!(!page.text.contains("style=\""), "{path}");
        }
    }
}
