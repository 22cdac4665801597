//! A secretary acting for members of the cell who do not sign in: who may, what becomes of it, what is recorded.

use kernel::{PersonId, Role};
use people::domain::NewPerson;
use people::store;
use testkit::Site;

use crate::{account, browser};

fn member(site: &Site, name: &'static str, code: &'static str) -> PersonId {
    let unit = site.unit(code);
    site.write(move |tx| store::insert_person(tx, &NewPerson::named(name, unit)))
}

fn secretary(site: &Site) -> testkit::Browser<'_> {
    browser(site, account(site, "bi.thu", Role::CellSecretary, "X01-C01-01"))
}

crate::with_real_sessions! {
    fn a_secretary_acts_for_a_member_and_both_are_recorded(site) {
        let old = member(site, "Vàng Văn Sáng", "X01-C01-01");
        let here = secretary(site);
        let page = here.open("/acting").is_ok().has_text("Vàng Văn Sáng").has_text("Không có điện thoại");
        let began = page.press(&format!("/acting/{old}"));
        assert_eq!(began.location(), "/");
        let theirs = here.open(&format!("/people/{old}")).is_ok();
        assert!(theirs.text_of("#acting").contains("Đang làm thay Vàng Văn Sáng. Mọi việc được ghi là do Người của bi.thu làm thay."));
        // the member's roles, not the secretary's
        let _ = here.open("/people").has_status(403);
        let _ = here.open("/acting").has_status(403);
        let done = here.open(&format!("/people/{old}")).press("/acting/end");
        assert_eq!(done.location(), "/acting");
        let _ = here.open("/people").is_ok();
        let (actor, behalf, detail): (String, String, String) = site.read(|tx| tx.find(
            "SELECT a.user_name, e.on_behalf_of, e.detail FROM event e JOIN account a ON a.id = e.actor WHERE e.name = 'acting.ended'", &[],
            |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?))));
        assert_eq!((actor.as_str(), behalf), ("bi.thu", old.to_string()));
        assert!(detail.contains(&old.to_string()), "the sealed part of the event holds it too: {detail}");
        let _ = here.open("/acting").is_ok().has_text("Thôi làm thay · Người của bi.thu làm thay Vàng Văn Sáng");
        let _ = here.open(&format!("/people/{old}")).is_ok().has_text("(làm thay Vàng Văn Sáng)");
        site.app.db.seal_events().unwrap();
        let whole = site.app.db.verify_audit().unwrap();
        assert_eq!(whole.breaks, Vec::<String>::new());
    }

    fn who_signs_in_acts_alone(site) {
        let id = account(site, "hanh.tran", Role::Member, "X01-C01-01");
        let person = site.read(move |tx| store::find_account(tx, id)).person.unwrap();
        let here = secretary(site);
        let _ = here.open("/acting").is_ok().lacks_text("hanh.tran");
        here.post(&format!("/acting/{person}"), &[]).is_refused_because("ACCT-07");
        let own = site.read(|tx| store::lookup_account_by_user_name(tx, "bi.thu")).unwrap().person.unwrap();
        here.post(&format!("/acting/{own}"), &[]).is_refused_because("ACCT-05");
    }

    fn members_of_other_cells_do_not_exist_for_the_secretary(site) {
        let theirs = member(site, "Đinh Thị Ổi", "X01-C01-02");
        let here = secretary(site);
        let _ = here.open("/acting").is_ok().lacks_text("Đinh Thị Ổi").has_text("Không có ai cần làm thay");
        let _ = here.post(&format!("/acting/{theirs}"), &[]).has_status(404);
        let officer = browser(site, account(site, "can.bo", Role::Officer, "TU"));
        let _ = officer.post(&format!("/acting/{theirs}"), &[]).has_status(403);
    }

    fn the_own_account_is_out_of_reach_meanwhile(site) {
        let old = member(site, "Vàng Văn Sáng", "X01-C01-01");
        let here = secretary(site);
        let _ = here.post(&format!("/acting/{old}"), &[]).has_status(303);
        here.open("/account").is_refused_because("ACCT-08");
        here.post("/account/tokens", &[("name", "x")]).is_refused_because("ACCT-08");
        here.post("/account/sessions/end", &[("which", "all")]).is_refused_because("ACCT-08");
    }

    fn acting_ends_by_itself_with_the_role_and_when_the_person_signs_in(site) {
        let old = member(site, "Vàng Văn Sáng", "X01-C01-01");
        let here = secretary(site);
        let acts = || here.open(&format!("/people/{old}")).count("#acting") == 1;
        let begin = || here.post(&format!("/acting/{old}"), &[]).has_status(303);
        let _ = begin();
        assert!(acts());
        site.set_time("2026-11-22", 10, 1);
        assert!(!acts(), "after two hours");
        let _ = begin();
        let password_hash = people::password::hash(crate::PASSWORD).unwrap();
        let id = site.write(move |tx| {
            let new = people::domain::NewAccount { person: Some(old), user_name: "sang".into(), password_hash, language: "vi".into() };
            store::create_account(tx, &new)
        });
        assert!(!acts(), "the person has an account now");
        site.write(move |tx| tx.run("DELETE FROM account WHERE id = $1", platform::params![id]));
        assert!(acts());
        site.write(|tx| tx.run("UPDATE role_grant SET to_day = '2026-11-22' WHERE role = 'cell_secretary'", &[]));
        assert!(!acts(), "the role has ended");
    }
}
