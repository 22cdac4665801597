//! What drafts give to the search.

use testkit::on_both_databases;

use crate::a_draft;

on_both_databases! {
    fn a_draft_is_found_by_its_text_and_shown_to_its_branch(site) {
        let draft = a_draft(site);
        let searchable = drafts::plug().search[0];
        let stamps = site.read(|tx| (searchable.page)(tx, "", 10));
        let ids: Vec<String> = stamps.into_iter().map(|(id, _)| id).collect();
        assert!(draft.ends_with(&ids[0]));
        let read = site.read(|tx| (searchable.read)(tx, &ids));
        assert!(read[0].text.contains("thẳng thắn") && read[0].name.starts_with("Nghị quyết"));
        let nobody = platform::web::Actor::outside(&site.app, None);
        assert!(site.read(|tx| (searchable.hits)(tx, &nobody, &ids)).is_empty());
        assert!(site.read(|tx| (searchable.sights)(tx, &nobody)).is_empty());
    }
}
