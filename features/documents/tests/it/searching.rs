//! Search without accents, by number and by words, of what the asker sees.

use documents::store::{Sight, search};
use kernel::Role;
use testkit::on_both_databases;

use crate::{a_registered_directive, directive, import};

on_both_databases! {
    fn a_document_is_found_by_its_number_however_typed(site) {
        let id = a_registered_directive(site, 15, "về học tập nghị quyết");
        let _ = a_registered_directive(site, 16, "về công tác khác");
        let sight = Sight { roots: vec![site.unit("TU")], own: Vec::new() };
        for typed in ["chi thi 15", "15cttu", "15-CT/TU", "Chỉ thị số 15", "015 ct tu", "CHI THI 15-CT"] {
            let found = site.read(|tx| search(tx, &sight, typed, 10));
            assert_eq!(found.first().map(|(document, _)| document.id), Some(id), "{typed}");
        }
        assert!(site.read(|tx| search(tx, &sight, "", 10)).is_empty());
        assert!(site.read(|tx| search(tx, &sight, "%", 10)).is_empty());
    }

    fn words_of_the_text_are_found_and_shown_where_they_stand(site) {
        let id = a_registered_directive(site, 5, "về học tập nghị quyết");
        let sight = Sight { roots: vec![site.unit("TU")], own: Vec::new() };
        let found = site.read(|tx| search(tx, &sight, "dang uy truc thuoc xay dung ke hoach", 10));
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].0.id, id);
        assert!(found[0].1.contains("xây dựng kế hoạch"), "{}", found[0].1);
        assert!(site.read(|tx| search(tx, &sight, "hoan toan khong co", 10)).is_empty());
    }

    fn a_search_finds_only_what_the_asker_sees(site) {
        let id = a_registered_directive(site, 5, "về học tập nghị quyết");
        let _ = import(site, Role::CommuneOfficer, "X02", "b.txt", &directive(7, "về học tập ở phường"));
        let cell = site.unit("X01-C01-01");
        let own = Sight { roots: Vec::new(), own: vec![cell] };
        assert!(site.read(|tx| search(tx, &own, "hoc tap", 10)).is_empty());
        assert!(site.read(|tx| search(tx, &Sight::default(), "hoc tap", 10)).is_empty());
        site.write(move |tx| documents::store::deliver(tx, id, &[cell]));
        assert_eq!(site.read(|tx| search(tx, &own, "hoc tap", 10)).len(), 1);
        let branch = Sight { roots: vec![site.unit("TU")], own: vec![site.unit("TU")] };
        assert_eq!(site.read(|tx| search(tx, &branch, "hoc tap", 10)).len(), 2);
        assert_eq!(site.read(|tx| search(tx, &branch, "hoc tap", 1)).len(), 1);
    }
}
