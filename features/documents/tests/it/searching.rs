//! What documents give to the search: who sees them, whether they are in force.

use documents::store::{Sight, list_stamps, list_with_text};
use kernel::Role;
use platform::db::LoggedEvent;
use platform::search::{Changed, Searched};
use testkit::{Site, on_both_databases};

use crate::{a_registered_directive, directive, import};

fn read(site: &Site, id: impl ToString) -> Searched {
    let ids = [id.to_string()];
    site.read(|tx| (documents::plug().search[0].read)(tx, &ids)).remove(0)
}

on_both_databases! {
    fn a_document_gives_its_number_title_and_text(site) {
        let id = a_registered_directive(site, 15, "về học tập nghị quyết");
        let searched = read(site, id);
        assert_eq!(searched.numbers, ["15-CT/TU"]);
        assert_eq!(searched.type_words, ["Chỉ thị", "CT"]);
        assert!(searched.name.contains("về học tập nghị quyết"), "{}", searched.name);
        assert!(searched.text.contains("xây dựng kế hoạch"), "{}", searched.text);
        assert_eq!(searched.validity, "in_force");
        let stamps = site.read(|tx| list_stamps(tx, "", 10));
        assert_eq!(stamps, [(id.to_string(), searched.stamp)]);
        assert!(site.read(|tx| list_stamps(tx, &id.to_string(), 10)).is_empty());
    }

    fn a_search_shows_only_what_the_asker_sees(site) {
        let id = a_registered_directive(site, 5, "về học tập nghị quyết").to_string();
        let _ = import(site, Role::CommuneOfficer, "X02", "b.txt", &directive(7, "về học tập ở phường"));
        let ids: Vec<String> = site.read(|tx| list_stamps(tx, "", 10)).into_iter().map(|(id, _)| id).collect();
        assert_eq!(ids.len(), 2);
        let count = |sight: &Sight| site.read(|tx| list_with_text(tx, &ids, Some(sight))).len();
        let cell = site.unit("X01-C01-01");
        let own = Sight { roots: Vec::new(), own: vec![cell] };
        assert_eq!((count(&own), count(&Sight::default())), (0, 0));
        let document = id.parse().expect("an id");
        site.write(move |tx| documents::store::deliver(tx, document, &[cell]));
        assert_eq!(count(&own), 1);
        let branch = Sight { roots: vec![site.unit("TU")], own: vec![site.unit("TU")] };
        assert_eq!(count(&branch), 2);
        assert!(read(site, id).sights.contains(&platform::search::Sight::Unit(cell)));
    }

    fn only_what_changes_the_search_is_told(site) {
        let id = a_registered_directive(site, 5, "về học tập nghị quyết").to_string();
        let changed = |name: &str| {
            let event = LoggedEvent { name: name.into(), subject: id.clone(), detail: serde_json::Value::Null, seal: 1 };
            site.read(|tx| (documents::plug().search[0].changed)(tx, &event))
        };
        assert_eq!(changed("documents.sent"), Changed::Rows(vec![id.clone()]));
        assert_eq!(changed("documents.opened"), Changed::Nothing);
        assert_eq!(changed("units.renamed"), Changed::Nothing);
    }
}
