//! Signing in and out, sessions, tokens, roles over time.

use kernel::{Fact, Role};
use people::store;

use crate::{PASSWORD, account, browser};

crate::with_real_sessions! {
    fn the_right_password_signs_in_and_leads_where_one_wanted(site) {
        account(site, "hanh.tran", Role::Officer, "TU");
        let page = site.visitor().open("/units");
        let form = page.follow().is_ok();
        let answer = form.fill("user_name", " Hanh.Tran ").fill("password", PASSWORD).press("/sign-in");
        assert_eq!(answer.location(), "/units");
        let cookie = answer.headers.get("set-cookie").unwrap().to_str().unwrap().to_owned();
        assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"), "{cookie}");
        let token = cookie.split(['=', ';']).nth(1).unwrap().to_owned();
        assert_eq!(token.len(), 64);
        let kept: i64 = site.read(move |tx| tx.scalar("SELECT COUNT(*) FROM session WHERE token_hash = $1", platform::params![token]));
        assert_eq!(kept, 0, "the token itself is not in the database");
        let _ = answer.follow().is_ok();
    }

    fn a_wrong_password_and_an_unknown_name_get_the_same_answer(site) {
        account(site, "hanh.tran", Role::Officer, "TU");
        let visitor = site.visitor();
        let wrong = visitor.post_raw("/sign-in", &[("user_name", "hanh.tran"), ("password", "không phải")]).has_status(422);
        let unknown = visitor.post_raw("/sign-in", &[("user_name", "ai.do"), ("password", "không phải")]).has_status(422);
        assert_eq!(wrong.text_of("#wrong"), unknown.text_of("#wrong"));
        let _ = wrong.has_text("Tên đăng nhập hoặc mật khẩu không đúng");
    }

    fn after_five_failures_even_the_right_password_waits(site) {
        account(site, "hanh.tran", Role::Officer, "TU");
        let visitor = site.visitor();
        for _ in 0..5 {
            let _ = visitor.post_raw("/sign-in", &[("user_name", "hanh.tran"), ("password", "không phải")]).has_status(422);
        }
        let right = [("user_name", "Hanh.Tran"), ("password", PASSWORD)];
        let _ = visitor.post_raw("/sign-in", &right).has_status(429);
        site.set_time("2026-11-22", 8, 16);
        let _ = visitor.post_raw("/sign-in", &right).has_status(303);
        assert_eq!(site.read(|tx| store::count_failures(tx, "hanh.tran", "")), (0, 0));
    }

    fn twenty_failures_from_one_address_are_too_many_for_any_name(site) {
        site.write(|tx| {
            for n in 0..20 {
                store::insert_failure(tx, &format!("ten{n}"), "10.0.0.9")?;
            }
            Ok(())
        });
        assert_eq!(site.read(|tx| store::count_failures(tx, "khac", "10.0.0.9")), (0, 20));
        assert_eq!(site.read(|tx| store::count_failures(tx, "khac", "")), (0, 0));
    }

    fn the_log_holds_no_password_and_no_unknown_name(site) {
        account(site, "hanh.tran", Role::Officer, "TU");
        let typed = "mật khẩu gõ nhầm ô";
        let _ = site.visitor().post_raw("/sign-in", &[("user_name", typed), ("password", typed)]);
        let _ = site.visitor().post_raw("/sign-in", &[("user_name", "hanh.tran"), ("password", typed)]);
        let events = site.read(|tx| tx.list("SELECT name, subject, detail FROM event WHERE name LIKE 'sessions.%'", &[], |row| {
            Ok(format!("{} {} {}", row.get::<String>(0)?, row.get::<String>(1)?, row.get::<String>(2)?))
        }));
        assert_eq!(events.len(), 1);
        assert!(events.iter().all(|event| !event.contains(typed)), "{events:?}");
    }

    fn signing_out_ends_the_session(site) {
        let id = account(site, "hanh.tran", Role::Officer, "TU");
        let signed_in = browser(site, id);
        let _ = signed_in.open("/units").is_ok();
        let _ = signed_in.post_raw("/sign-out", &[]).has_status(403);
        assert_eq!(signed_in.post("/sign-out", &[]).location(), "/sign-in");
        let _ = signed_in.open("/units").has_status(303);
    }

    fn a_session_in_use_goes_on_and_an_unused_one_ends(site) {
        let id = account(site, "hanh.tran", Role::Officer, "TU");
        let (used, unused) = (browser(site, id), browser(site, id));
        site.set_time("2026-11-22", 19, 0);
        let _ = used.open("/units").is_ok();
        site.set_time("2026-11-23", 6, 0);
        let _ = used.open("/units").is_ok();
        let _ = unused.open("/units").has_status(303);
        assert_eq!(site.read(move |tx| store::list_sessions(tx, id)).len(), 1);
    }

    fn a_session_ends_after_thirty_days_however_much_it_is_used(site) {
        let id = account(site, "hanh.tran", Role::Officer, "TU");
        let token = site.write(move |tx| store::start_session(tx, id, "test"));
        for day in 22..=30 {
            for hour in [2, 10, 18] {
                site.set_time(&format!("2026-11-{day}"), hour, 0);
                let token = token.clone();
                site.write(move |tx| store::renew_session(tx, &token));
            }
        }
        let asked = token.clone();
        assert!(site.read(move |tx| store::identify_session(tx, &asked)).is_some());
        for day in 1..=22 {
            for hour in [2, 10, 18] {
                site.set_time(&format!("2026-12-{day:02}"), hour, 0);
                let token = token.clone();
                site.write(move |tx| store::renew_session(tx, &token));
            }
        }
        assert!(site.read(move |tx| store::identify_session(tx, &token)).is_none());
    }

    fn a_disabled_account_is_out_at_once(site) {
        let id = account(site, "hanh.tran", Role::Officer, "TU");
        let signed_in = browser(site, id);
        let (_, token) = site.write(move |tx| store::insert_token(tx, id, "báo cáo"));
        site.write(move |tx| {
            let account = store::find_account(tx, id)?;
            let now = tx.now();
            store::save_disabled(tx, &account, Some(now))
        });
        let _ = signed_in.open("/units").has_status(303);
        assert!(site.read(move |tx| store::identify_token(tx, &token)).is_none());
        assert!(site.read(|tx| store::lookup_credentials(tx, "hanh.tran")).is_none());
    }

    fn a_token_of_the_api_stands_for_its_account_until_it_is_revoked(site) {
        let id = account(site, "hanh.tran", Role::Officer, "TU");
        let (token_id, token) = site.write(move |tx| store::insert_token(tx, id, "báo cáo"));
        let asked = token.clone();
        let identity = site.read(move |tx| store::identify_token(tx, &asked)).unwrap();
        assert_eq!((identity.account, identity.grants.len()), (id, 1));
        site.write(move |tx| store::revoke_token(tx, id, token_id));
        assert!(site.read(move |tx| store::identify_token(tx, &token)).is_none());
        assert!(site.read(move |tx| store::list_tokens(tx, id))[0].revoked_at.is_some());
    }

    fn a_role_counts_on_its_days_only_and_ends_with_its_unit(site) {
        let id = account(site, "hanh.tran", Role::Officer, "TU");
        let (commune, today) = (site.unit("X01"), site.today());
        let later = site.write(move |tx| store::grant(tx, id, Role::Leader, commune, today.plus(1)));
        let (_, token) = site.write(move |tx| store::insert_token(tx, id, "t"));
        let roles = |token: String| site.read(move |tx| store::identify_token(tx, &token)).unwrap().grants.len();
        assert_eq!(roles(token.clone()), 1);
        site.set_time("2026-11-23", 8, 0);
        assert_eq!(roles(token.clone()), 2);
        assert_eq!(site.read(move |tx| store::heads_of(tx, commune)).len(), 1);
        site.write(move |tx| store::end_grant(tx, later, today.plus(1)));
        assert_eq!(roles(token.clone()), 1);
        assert!(site.read(move |tx| store::find_grant(tx, later)).to.is_some());
        site.write(|tx| {
            let root = units::store::lookup_by_code(tx, "TU")?.unwrap().id;
            tx.run("UPDATE unit SET ended_on = '2026-11-23' WHERE id = $1", platform::params![root])?;
            tx.record(kernel::Event::noted("units.ended", root, None).telling(Fact::UnitsChanged { units: vec![root] }))
        });
        assert_eq!(roles(token), 0);
    }

    fn the_language_is_kept_for_the_account(site) {
        let id = account(site, "hanh.tran", Role::Officer, "TU");
        let answer = browser(site, id).post("/language", &[("language", "en"), ("back", "/units")]);
        assert_eq!(answer.location(), "/units");
        assert_eq!(site.read(move |tx| store::find_account(tx, id)).language, "en");
        let _ = browser(site, id).open("/units").is_ok().has_text("Units");
        assert_eq!(answer.browser().post("/language", &[("language", "vi"), ("back", "//evil.example")]).location(), "/");
    }
}
