//! A document of a running rollout changes: who had acknowledged it owes it again, who had not owes it once.

use documents::store::NewEdition;
use kernel::{DocumentId, Role};
use rollouts::store;
use testkit::{Site, on_both_databases};

use crate::{a_running, duty, word};

fn change(site: &Site, document: DocumentId, words: &'static str) {
    let from_day = site.today();
    site.write(move |tx| {
        let whole = documents::store::find(tx, document)?;
        let new = NewEdition {
            from_day,
            text: format!("{} {words}", whole.text),
            by: None,
            note: String::new(),
            file_name: String::new(),
            file: String::new(),
        };
        documents::store::insert_edition(tx, &whole, &new)
    });
}

on_both_databases! {
    fn a_changed_document_makes_new_duties_for_those_who_had_acknowledged(site) {
        let id = a_running(site);
        let document = site.read(|tx| store::list_documents(tx, id))[0].id;
        let (done, waiting) = (site.unit("X02"), duty(site, id, "X01", 1));
        let receipt = duty(site, id, "X02", 1);
        site.write(move |tx| documents::store::acknowledge(tx, document, done));
        let before = site.read(|tx| store::list_requirements(tx, id)).len() as i64;
        site.set_time("2026-12-01", 8, 0);
        change(site, document, "Bổ sung một câu.");
        let requirements = site.read(|tx| store::list_requirements(tx, id));
        let last = requirements.last().unwrap();
        assert_eq!(requirements.len() as i64, before + 1);
        assert!(last.ask.title.contains("Tiếp thu lại Chỉ thị 12-CT/TU"), "{}", last.ask.title);
        let again = duty(site, id, "X02", last.position);
        // what was done stays done; what waited waits; the new duty is due by days of its own
        assert_eq!((word(site, receipt), word(site, waiting), word(site, again)), ("done", "overdue", "waiting"));
        assert_eq!(site.read(|tx| store::find_duty(tx, again)).due_on, "2026-12-04".parse().unwrap());
        let count = "SELECT COUNT(*) FROM duty d JOIN requirement q ON q.id = d.requirement_id WHERE q.position > $1";
        assert_eq!(site.read(|tx| tx.scalar::<i64>(count, platform::params![before])), 1);
        // a second change while the first is open asks nothing more
        change(site, document, "Và một câu nữa.");
        assert_eq!(site.read(|tx| store::list_requirements(tx, id)).len() as i64, before + 1);
        site.write(move |tx| documents::store::acknowledge(tx, document, done));
        assert_eq!(word(site, again), "done");
        site.settle();
        site.assert_ledger_is_true();
        let page = site.as_role(Role::Officer, "TU").open(&format!("/rollouts/{id}")).is_ok();
        let _ = page.has_text("Tiếp thu lại Chỉ thị 12-CT/TU");
        assert_eq!(site.read(|tx| store::list_running_with(tx, document)), [id]);
        site.write(move |tx| store::ask_again(tx, document, &[]));
    }
}
