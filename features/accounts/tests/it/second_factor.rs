//! The second factor: set up, asked for at the sign-in, recovered, reset, asked of roles.

use kernel::{AccountId, Role};
use testkit::{Browser, Page, Site};
use totp_rs::{Builder, Secret};

use crate::{PASSWORD, account, browser};

/// What a telephone with this secret shows, so many steps of half a minute from now.
fn code(site: &Site, secret: &str, steps: i64) -> String {
    let totp = Builder::new().with_secret(Secret::try_from_base32(secret.replace(' ', "")).unwrap()).build().unwrap();
    let seconds = site.app.clock.now().0 / 1000 + steps * 30;
    totp.generate(u64::try_from(seconds).unwrap()).to_string()
}

fn another(code: &str) -> String {
    let n: u32 = code.parse().unwrap();
    format!("{:06}", (n + 1) % 1_000_000)
}

/// Sets the second factor up on the account's own page and gives its secret.
fn enrolled(site: &Site, here: &Browser<'_>) -> String {
    let page = here.open("/account/second-factor").is_ok().press("/begin").follow().is_ok();
    let secret = page.text_of("#secret");
    assert_eq!(page.count("#set-up svg"), 1);
    let wrong = another(&code(site, &secret, 0));
    let _ = here.post("/account/second-factor", &[("code", &wrong)]).has_status(422).has_text("Mã không đúng");
    let codes = page.fill("code", &code(site, &secret, 0)).press("Xác nhận").is_ok();
    assert_eq!(recovery_codes(&codes).len(), 10);
    secret
}

fn password<'s>(visitor: &Browser<'s>, user_name: &str) -> Page<'s> {
    visitor.post_raw("/sign-in", &[("user_name", user_name), ("password", PASSWORD)]).has_status(303)
}

fn events(site: &Site, name: &'static str) -> i64 {
    site.read(move |tx| tx.scalar("SELECT COUNT(*) FROM event WHERE name = $1", platform::params![name]))
}

/// The codes of a page of recovery codes.
fn recovery_codes(page: &Page<'_>) -> Vec<String> {
    let pieces: Vec<&str> = page.text.split("<li><code>").skip(1).collect();
    pieces.iter().map(|piece| piece.split('<').next().unwrap().to_owned()).collect()
}

fn signed_in<'s>(site: &'s Site, user_name: &'static str, role: Role) -> (AccountId, Browser<'s>) {
    let id = account(site, user_name, role, "X01");
    (id, browser(site, id))
}

crate::with_real_sessions! {
    fn after_the_password_comes_the_code(site) {
        let (_, here) = signed_in(site, "hanh.tran", Role::Member);
        let secret = enrolled(site, &here);
        site.set_time("2026-11-22", 8, 5);
        let asked = password(&site.visitor(), "hanh.tran");
        assert_eq!(asked.location(), "/sign-in/code");
        assert!(!asked.headers.get_all("set-cookie").iter().any(|c| c.to_str().unwrap().starts_with("session=")));
        let half_way = asked.browser();
        let _ = half_way.open("/account").has_status(303);
        let form = asked.follow().is_ok();
        let right = code(site, &secret, 0);
        let wrong = half_way.post_raw("/sign-in/code", &[("code", &another(&right))]).has_status(422);
        let _ = wrong.has_text("Mã không đúng");
        let done = form.fill("code", &right).press("/sign-in/code").has_status(303);
        assert_eq!(done.location(), "/");
        let _ = done.browser().open("/account").is_ok().has_text("Đã bật từ 08:00 22/11/2026");
        // the step is over, and a code works once
        assert_eq!(half_way.post_raw("/sign-in/code", &[("code", &right)]).location(), "/sign-in");
        let again = password(&site.visitor(), "hanh.tran").browser();
        let _ = again.post_raw("/sign-in/code", &[("code", &right)]).has_status(422);
        site.set_time("2026-11-22", 8, 6);
        let _ = again.post_raw("/sign-in/code", &[("code", &code(site, &secret, 1))]).has_status(303);
        assert_eq!(events(site, "accounts.second-factor-enrolled"), 1);
    }

    fn the_code_without_the_password_leads_nowhere(site) {
        let (_, here) = signed_in(site, "hanh.tran", Role::Member);
        let secret = enrolled(site, &here);
        site.set_time("2026-11-22", 8, 5);
        for cookie in ["", "0123456789abcdef"] {
            let visitor = site.visitor().with_cookie("sign_in", cookie);
            assert_eq!(visitor.post_raw("/sign-in/code", &[("code", &code(site, &secret, 0))]).location(), "/sign-in");
        }
        let late = password(&site.visitor(), "hanh.tran").browser();
        site.set_time("2026-11-22", 8, 16);
        assert_eq!(late.post_raw("/sign-in/code", &[("code", &code(site, &secret, 0))]).location(), "/sign-in");
    }

    fn guessing_codes_is_limited_with_passwords(site) {
        let (_, here) = signed_in(site, "hanh.tran", Role::Member);
        let secret = enrolled(site, &here);
        site.set_time("2026-11-22", 8, 20);
        let half_way = password(&site.visitor(), "hanh.tran").browser();
        let wrong = another(&code(site, &secret, 0));
        for _ in 0..5 {
            let _ = half_way.post_raw("/sign-in/code", &[("code", &wrong)]).has_status(422);
        }
        let _ = half_way.post_raw("/sign-in/code", &[("code", &code(site, &secret, 0))]).has_status(429);
        // the right password does not begin the count anew
        let _ = site.visitor().post_raw("/sign-in", &[("user_name", "hanh.tran"), ("password", PASSWORD)]).has_status(429);
    }

    fn a_recovery_code_signs_in_once(site) {
        let (_, here) = signed_in(site, "hanh.tran", Role::Member);
        let secret = enrolled(site, &here);
        site.set_time("2026-11-22", 8, 5);
        let renewed = here.post("/account/second-factor/codes", &[("code", &code(site, &secret, 0))]).is_ok();
        let codes = recovery_codes(&renewed);
        assert_eq!(codes.len(), 10);
        let kept: i64 = site.read(|tx| tx.scalar("SELECT COUNT(*) FROM recovery_code WHERE length(code_hash) = 64", &[]));
        assert_eq!(kept, 10, "hashes only");
        let half_way = password(&site.visitor(), "hanh.tran").browser();
        let _ = half_way.post_raw("/sign-in/code", &[("code", &codes[0].to_uppercase())]).has_status(303);
        let half_way = password(&site.visitor(), "hanh.tran").browser();
        let _ = half_way.post_raw("/sign-in/code", &[("code", &codes[0])]).has_status(422);
        let _ = here.open("/account/second-factor").is_ok().has_text("Còn 9 mã dự phòng");
        assert_eq!(events(site, "accounts.recovery-code-used"), 1);
    }

    fn it_is_turned_off_with_a_code_only(site) {
        let (_, here) = signed_in(site, "hanh.tran", Role::Member);
        here.post("/account/second-factor/remove", &[("code", "000000")]).is_refused_because("ACCT-09");
        let secret = enrolled(site, &here);
        site.set_time("2026-11-22", 8, 5);
        let right = code(site, &secret, 0);
        let wrong = here.post("/account/second-factor/remove", &[("code", &another(&right))]).has_status(422);
        assert_eq!(wrong.count("#remove-error"), 1);
        let _ = here.post("/account/second-factor/remove", &[("code", &right)]).follow().is_ok().has_text("Chưa bật");
        assert_eq!(password(&site.visitor(), "hanh.tran").location(), "/");
    }

    fn an_administrator_resets_it_and_sessions_end(site) {
        let (admin_id, admin) = signed_in(site, "quan.tri", Role::Administrator);
        let (id, here) = signed_in(site, "hanh.tran", Role::Member);
        admin.post(&format!("/accounts/{id}/second-factor/reset"), &[]).is_refused_because("ACCT-09");
        let _ = enrolled(site, &here);
        let page = admin.open(&format!("/accounts/{id}")).is_ok().has_text("Đã bật từ");
        let _ = page.press("/second-factor/reset").follow().is_ok().lacks_text("Đã bật từ");
        let _ = here.open("/account").has_status(303);
        assert_eq!(password(&site.visitor(), "hanh.tran").location(), "/");
        admin.post(&format!("/accounts/{admin_id}/second-factor/reset"), &[]).is_refused_because("PEOP-01");
        let outside = account(site, "xa.khac", Role::Member, "X02");
        let _ = admin.post(&format!("/accounts/{outside}/second-factor/reset"), &[]).has_status(404);
        assert_eq!(events(site, "accounts.second-factor-reset"), 1);
    }

    fn a_role_that_asks_for_it_sets_it_up_at_the_sign_in(site) {
        let admin = browser(site, account(site, "quan.tri", Role::Administrator, "TU"));
        let officer = browser(site, account(site, "can.bo", Role::Officer, "TU"));
        let member = browser(site, account(site, "hanh.tran", Role::Member, "X01"));
        let _ = admin.post("/accounts/second-factor", &[("role", "officer")]).follow().is_ok();
        let _ = (officer.open("/account").has_status(303), member.open("/account").is_ok());
        let asked = password(&site.visitor(), "can.bo");
        assert_eq!(asked.location(), "/sign-in/second-factor");
        let _ = asked.browser().open("/account").has_status(303);
        let form = asked.follow().is_ok();
        let secret = form.text_of("#secret");
        let _ = asked.browser().post_raw("/sign-in/second-factor", &[("code", "12")]).has_status(422).has_text(&secret);
        let codes = form.fill("code", &code(site, &secret, 0)).press("/sign-in/second-factor").is_ok();
        assert_eq!(recovery_codes(&codes).len(), 10);
        let own = codes.browser();
        let _ = own.open("/account").is_ok();
        site.set_time("2026-11-22", 8, 5);
        own.post("/account/second-factor/remove", &[("code", &code(site, &secret, 0))]).is_refused_because("ACCT-10");
        assert_eq!(password(&site.visitor(), "can.bo").location(), "/sign-in/code");
        assert_eq!(password(&site.visitor(), "hanh.tran").location(), "/");
    }

    fn who_is_given_such_a_role_is_signed_out_to_set_it_up(site) {
        let admin = browser(site, account(site, "quan.tri", Role::Administrator, "TU"));
        let (id, here) = signed_in(site, "hanh.tran", Role::Member);
        let _ = admin.post("/accounts/second-factor", &[("role", "leader")]).has_status(303);
        let _ = here.open("/account").is_ok();
        let unit = site.unit("X01").to_string();
        let _ = admin.post(&format!("/accounts/{id}/roles"), &[("role", "leader"), ("unit", &unit)]).has_status(303);
        let _ = here.open("/account").has_status(303);
    }

    fn only_an_administrator_of_the_whole_chooses_the_roles(site) {
        let commune = browser(site, account(site, "quan.tri", Role::Administrator, "X01"));
        let _ = commune.open("/accounts").is_ok().lacks_text("Vai trò cần xác thực hai bước");
        let _ = (commune.open("/accounts/second-factor").has_status(403), commune.post("/accounts/second-factor", &[("role", "member")]).has_status(403));
        let whole = browser(site, account(site, "quan.tri.tinh", Role::Administrator, "TU"));
        let _ = whole.open("/accounts").is_ok().has_text("Vai trò cần xác thực hai bước");
        let _ = whole.post("/accounts/second-factor", &[("role", "king")]).has_status(422);
        assert!(site.read(accounts::store::list_factor_roles).is_empty());
    }

    fn the_file_of_ones_data_tells_how_one_signs_in_but_no_secret(site) {
        let (id, here) = signed_in(site, "hanh.tran", Role::Member);
        let secret = enrolled(site, &here);
        let (features, person) = (site.app.features.clone(), site.read(|tx| people::store::find_account(tx, id)).person.unwrap());
        let (_, kept) = site.read(|tx| {
            let schema = platform::db::schema(tx)?;
            people::store::gather(tx, person, &features, &schema)
        });
        let factor = kept.iter().find(|kept| kept.table == "second_factor").unwrap();
        assert_eq!(factor.told.len(), 1);
        let written = format!("{kept:?}");
        assert!(!written.contains(&secret) && !written.contains("code_hash") && factor.rows[0].get("secret").is_none(), "{written}");
    }

    fn of_a_person_whose_data_is_erased_nothing_that_signs_in_stays(site) {
        let (id, here) = signed_in(site, "hanh.tran", Role::Member);
        let _ = enrolled(site, &here);
        let count = |table: &str| site.read(|tx| tx.scalar::<i64>(&format!("SELECT COUNT(*) FROM {table}"), &[]));
        assert_eq!((count("second_factor"), count("recovery_code")), (1, 10));
        site.write(move |tx| {
            let account = people::store::find_account(tx, id)?;
            let person = people::store::find_person(tx, account.person.unwrap())?;
            people::store::erase(tx, &person)
        });
        assert_eq!((count("second_factor"), count("recovery_code"), count("session")), (0, 0, 0));
    }
}
