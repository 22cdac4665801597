//! The descent of a document: what stands above and below, mentions decided by a person.

use kernel::{DocumentId, Role};
use testkit::{Site, on_both_databases};

use crate::{a_registered_directive, directive, id_in, import};

const CITED: &str = "Nghị quyết số 15-NQ/TW, ngày 05/5/2022 của Bộ Chính trị";

fn citing(site: &Site, number: i64, words: &str) -> DocumentId {
    let text = directive(number, "về việc sau").replace(CITED, words);
    let draft = import(site, Role::Officer, "TU", &format!("sau-{number}.txt"), &text);
    let id = id_in(&draft.location());
    let _ = draft.follow().press("/check").follow().is_ok();
    id
}

/// Two resolutions of one number, of two terms.
fn two_of_one_number(site: &Site) -> [DocumentId; 2] {
    [("khóa XII", "2018-05-05"), ("khóa XIII", "2022-05-05")].map(|(term, day)| {
        let officer = site.as_role(Role::Officer, "TU");
        let text = format!("Nội dung {term}.");
        let page = officer.upload("/documents/import", &[("text", &text)], ("file", "", b"")).follow();
        let page = page.fill("type_code", "NQ").fill("number", "15").fill("symbol", "NQ/TW").fill("issued_on", day);
        let saved = page.fill("title", term).fill("issuer_name", "Bộ Chính trị").fill("term", term).press("/check");
        id_in(&saved.location())
    })
}

on_both_databases! {
    fn the_picture_and_the_table_tell_what_stands_above_and_below(site) {
        let first = a_registered_directive(site, 5, "về học tập");
        let second = citing(site, 6, "Chỉ thị số 05-CT/TU, ngày 09/3/2026 của Tỉnh ủy");
        let third = citing(site, 7, "Chỉ thị số 06-CT/TU, ngày 09/3/2026 của Tỉnh ủy");
        let officer = site.as_role(Role::Officer, "TU");
        let page = officer.open(&format!("/documents/{second}/descent")).is_ok();
        assert_eq!(page.count("svg .self"), 1);
        for other in [first, third] {
            assert_eq!(page.count(&format!("tbody a[href='/documents/{other}']")), 1);
            assert_eq!(page.count(&format!("svg a[href='/documents/{other}']")), 1);
        }
        let _ = page.has_text("Thực hiện");
        // two generations away, and the resolution of the first that no register here has
        let page = officer.open(&format!("/documents/{first}/descent")).is_ok().has_text("07-CT/TU");
        assert_eq!(page.count("svg .open"), 1);
        let steps = site.read(|tx| documents::store::list_descent(tx, first, |_, _| Ok(true)));
        assert_eq!(steps.iter().map(|step| step.generation).collect::<Vec<_>>(), [0, 1, 2]);
        // who does not see a document does not learn of it
        let cell = site.unit("X01-C01-01");
        site.write(move |tx| documents::store::deliver(tx, second, &[cell]));
        let member = site.as_role(Role::Member, "X01-C01-01");
        let _ = member.open(&format!("/documents/{second}/descent")).is_ok().has_text("Chưa nối được").lacks_text("07-CT/TU");
        let _ = member.open(&format!("/documents/{first}/descent")).has_status(404);
    }

    fn a_mention_that_could_mean_two_is_decided_by_a_person(site) {
        let [old, new] = two_of_one_number(site);
        let id = citing(site, 5, "Nghị quyết số 15-NQ/TW của Bộ Chính trị");
        let officer = site.as_role(Role::Officer, "TU");
        let page = officer.open(&format!("/documents/{id}/descent")).is_ok().has_text("Có thể là nhiều văn bản");
        let open = site.read(|tx| documents::store::list_open_mentions(tx, id));
        assert_eq!(open[0].candidates.iter().map(|d| d.id).collect::<Vec<_>>(), [new, old]);
        let decided = page.fill("cited", &old.to_string()).press("/citations").follow().is_ok();
        let _ = decided.lacks_text("Có thể là nhiều văn bản");
        assert_eq!(officer.open(&format!("/documents/{id}")).attribute(".official a", "href"), format!("/documents/{old}"));
        let _ = site.as_role(Role::Leader, "TU").post(&format!("/documents/{id}/citations"), &[("position", "0")]).has_status(403);
    }

    fn a_partial_mention_is_offered_and_named_by_number(site) {
        let first = a_registered_directive(site, 5, "về học tập");
        let id = citing(site, 6, "Chỉ thị 05");
        let open = site.read(|tx| documents::store::list_open_mentions(tx, id));
        assert_eq!(open[0].candidates.iter().map(|d| d.id).collect::<Vec<_>>(), [first], "{open:?}");
        let officer = site.as_role(Role::Officer, "TU");
        let page = officer.open(&format!("/documents/{id}/descent")).is_ok();
        let refused = page.fill("number", "99-CT/TU").press("/citations").has_status(422);
        let _ = refused.has_text("Không thấy văn bản số 99-CT/TU").fill("number", "5-CT/TU").press("/citations").follow().is_ok();
        assert!(site.read(|tx| documents::store::list_citations(tx, id)).iter().any(|row| row.cited == Some(first)));
        // none of them: said once, it is not guessed again
        let position = open[0].position;
        site.write(move |tx| documents::store::decide_mention(tx, id, position, None));
        site.write(move |tx| documents::store::resolve_citations_of(tx, id));
        assert!(site.read(|tx| documents::store::list_citations(tx, id)).iter().all(|row| row.cited.is_none()));
    }
}
