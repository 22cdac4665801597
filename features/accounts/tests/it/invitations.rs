//! Invitations: slips for people who do not sign in yet, the password chosen with them, what ends them.

use kernel::{PersonId, Role, UnitId};
use people::domain::NewPerson;
use people::store;
use testkit::Site;

use crate::{PASSWORD, account, browser};

const CHOSEN: &str = "bờ tre rì rào gió";

fn person(site: &Site, name: &'static str, code: &'static str) -> PersonId {
    let unit = site.unit(code);
    site.write(move |tx| store::insert_person(tx, &NewPerson::named(name, unit)))
}

/// The first slip of a sheet: user name and code.
fn slip(page: &testkit::Page<'_>) -> (String, String) {
    (page.text_of(".slip-user"), page.text_of(".slip-code"))
}

/// A slip for this account, as an administrator of the province makes one.
fn invite_again(site: &Site, id: kernel::AccountId) -> String {
    let admin = account(site, "quan.tri.tinh", Role::Administrator, "TU");
    let sheet = browser(site, admin).open(&format!("/accounts/{id}")).press("/invitation").is_ok();
    slip(&sheet).1
}

fn events(site: &Site, name: &'static str) -> i64 {
    site.read(move |tx| tx.scalar("SELECT COUNT(*) FROM event WHERE name = $1", platform::params![name]))
}

crate::with_real_sessions! {
    fn the_people_of_a_unit_get_slips_and_choose_their_own_passwords(site) {
        let admin = browser(site, account(site, "quan.tri", Role::Administrator, "X01"));
        let (hanh, other) = (person(site, "Trần Thị Hạnh", "X01-C01-01"), person(site, "Trần Thị Hạnh", "X01-C01-02"));
        let commune: UnitId = site.unit("X01");
        let form = admin.open(&format!("/accounts/invitations?unit={commune}")).is_ok();
        assert_eq!(form.count("input[name=person]"), 2, "the administrator signs in already");
        let unit = commune.to_string();
        let (one, two) = (hanh.to_string(), other.to_string());
        let fields = [("unit", unit.as_str()), ("person", one.as_str()), ("person", two.as_str()), ("days", "14")];
        let sheet = admin.post("/accounts/invitations", &fields).is_ok().has_text("2 phiếu").has_text("06/12/2026");
        assert_eq!((sheet.count(".slips-of-unit"), sheet.count(".slip svg")), (2, 2));
        assert!(sheet.text.contains("hanh.tran2"), "two people of one name get two user names");
        let (user_name, code) = slip(&sheet);
        assert_eq!((user_name.as_str(), code.len()), ("hanh.tran", 19));
        let address = sheet.attribute(".slip .qr", "aria-label");
        assert_eq!(address, format!("http://test.example/invitation/{code}"));
        let kept: i64 = site.read(move |tx| tx.scalar("SELECT COUNT(*) FROM account_invitation WHERE code_hash LIKE $1 OR code_hash LIKE $2",
            platform::params![format!("%{code}%"), format!("%{}%", code.replace('-', ""))]));
        assert_eq!(kept, 0, "the code itself is not in the database");
        let form = site.visitor().open(address.trim_start_matches("http://test.example")).is_ok().has_text("Trần Thị Hạnh");
        let done = form.fill("new", CHOSEN).fill("repeated", CHOSEN).press("Đặt mật khẩu");
        let _ = done.has_status(303).browser().open("/account").is_ok().has_text("hanh.tran");
        let _ = site.visitor().post_raw("/sign-in", &[("user_name", "hanh.tran"), ("password", CHOSEN)]).has_status(303);
        assert_eq!((events(site, "accounts.invited"), events(site, "accounts.invitation-accepted")), (2, 1));
        let rest = admin.open(&format!("/accounts/invitations?unit={commune}")).is_ok().has_text("hạn 06/12/2026");
        assert_eq!(rest.count("input[name=person]"), 1);
    }

    fn a_slip_is_used_once_and_its_holder_told_so(site) {
        let id = account(site, "hanh.tran", Role::Member, "X01");
        let elsewhere = browser(site, id);
        let path = format!("/invitation/{}", invite_again(site, id));
        let _ = elsewhere.open("/account").is_ok();
        let fields = [("new", CHOSEN), ("repeated", CHOSEN)];
        let _ = site.visitor().post_raw(&path, &fields).has_status(303);
        let _ = elsewhere.open("/account").has_status(303);
        let _ = site.visitor().open(&path).has_status(422).has_text("ACCT-01");
        let _ = site.visitor().post_raw(&path, &[("new", "một mật khẩu khác"), ("repeated", "một mật khẩu khác")]).has_status(422);
        let _ = site.visitor().post_raw("/sign-in", &[("user_name", "hanh.tran"), ("password", CHOSEN)]).has_status(303);
        let _ = site.visitor().post_raw("/sign-in", &[("user_name", "hanh.tran"), ("password", PASSWORD)]).has_status(422);
    }

    fn a_new_slip_ends_the_earlier_one(site) {
        let id = account(site, "hanh.tran", Role::Member, "X01");
        let admin = browser(site, account(site, "quan.tri", Role::Administrator, "X01"));
        let first = slip(&admin.open(&format!("/accounts/{id}")).press("/invitation").is_ok()).1;
        let second = slip(&admin.open(&format!("/accounts/{id}")).has_text("Đã có phiếu mời").press("/invitation").is_ok()).1;
        let _ = site.visitor().open(&format!("/invitation/{first}")).has_status(422).has_text("ACCT-02");
        let _ = site.visitor().open(&format!("/invitation/{second}")).is_ok();
        let _ = site.visitor().post_raw("/sign-in", &[("user_name", "hanh.tran"), ("password", PASSWORD)]).has_status(303);
    }

    fn a_slip_holds_until_the_end_of_its_last_day(site) {
        let id = account(site, "hanh.tran", Role::Member, "X01");
        let path = format!("/invitation/{}", invite_again(site, id));
        site.set_time("2026-12-06", 23, 59);
        let _ = site.visitor().open(&path).is_ok();
        site.set_time("2026-12-07", 0, 0);
        let _ = site.visitor().open(&path).has_status(422).has_text("ACCT-03");
        let _ = site.visitor().post_raw(&path, &[("new", CHOSEN), ("repeated", CHOSEN)]).has_status(422);
    }

    fn a_disabled_account_is_entered_by_no_slip(site) {
        let id = account(site, "hanh.tran", Role::Member, "X01");
        let path = format!("/invitation/{}", invite_again(site, id));
        let admin = browser(site, account(site, "quan.tri", Role::Administrator, "X01"));
        let _ = admin.post(&format!("/accounts/{id}/disable"), &[]).has_status(303);
        let _ = site.visitor().post_raw(&path, &[("new", CHOSEN), ("repeated", CHOSEN)]).has_status(422).has_text("ACCT-04");
        admin.post(&format!("/accounts/{id}/invitation"), &[]).is_refused_because("PEOP-03");
    }

    fn the_code_may_be_typed_and_a_wrong_one_is_said_to_be_wrong(site) {
        let id = account(site, "hanh.tran", Role::Member, "X01");
        let code = invite_again(site, id);
        let form = site.visitor().open("/invitation").is_ok();
        let typed = code.to_uppercase().replace('-', " ");
        let page = form.fill("code", &typed).press("/invitation").follow().is_ok();
        let weak = page.fill("new", "ngắn").fill("repeated", "khác").press("Đặt mật khẩu").has_status(422);
        assert_eq!((weak.count("#new-error"), weak.count("#repeated-error")), (1, 1));
        let _ = site.visitor().post_raw("/invitation", &[("code", "abcd-efgh-jkmn-pqrs")]).has_status(422).has_text("Không có phiếu mời nào");
        assert_eq!(site.read(|tx| tx.scalar::<i64>("SELECT COUNT(*) FROM sign_in_failure", &[])), 1);
    }

    fn an_account_without_a_password_signs_nobody_in(site) {
        let admin = browser(site, account(site, "quan.tri", Role::Administrator, "X01"));
        let (unit, who) = (site.unit("X01-C01-01").to_string(), person(site, "Lê Văn Sơn", "X01-C01-01").to_string());
        let _ = admin.post("/accounts/invitations", &[("unit", &unit), ("person", &who), ("days", "7")]).is_ok();
        for password in ["", " ", "son.le"] {
            let _ = site.visitor().post_raw("/sign-in", &[("user_name", "son.le"), ("password", password)]).has_status(422);
        }
    }

    fn nobody_is_invited_outside_the_branch(site) {
        let admin = browser(site, account(site, "quan.tri", Role::Administrator, "X01"));
        let (theirs, who) = (site.unit("X02-C01-01").to_string(), person(site, "Trần Văn Bình", "X02-C01-01").to_string());
        let _ = admin.open(&format!("/accounts/invitations?unit={theirs}")).has_status(404);
        let _ = admin.post("/accounts/invitations", &[("unit", &theirs), ("person", &who), ("days", "14")]).has_status(404);
        let ours = site.unit("X01").to_string();
        let _ = admin.post("/accounts/invitations", &[("unit", &ours), ("days", "14")]).has_status(422);
        let _ = admin.post("/accounts/invitations", &[("unit", &ours), ("person", &who), ("days", "14")]).is_ok().has_text("0 phiếu");
        let id = account(site, "binh.tran", Role::Member, "X02");
        let _ = admin.post(&format!("/accounts/{id}/invitation"), &[]).has_status(404);
        let officer = browser(site, account(site, "can.bo", Role::Officer, "TU"));
        let _ = officer.open("/accounts/invitations").has_status(403);
        assert_eq!(events(site, "accounts.invited"), 0);
    }
}
