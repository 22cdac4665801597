//! The own account and the administrator's screens, signed in with real sessions.

use kernel::Role;
use people::store;
use testkit::Site;

use crate::{PASSWORD, account, browser};

fn person_of(site: &Site, user_name: &'static str) -> kernel::PersonId {
    site.read(move |tx| store::lookup_account_by_user_name(tx, user_name)).unwrap().person.unwrap()
}

crate::with_real_sessions! {
    fn an_administrator_gives_an_account_and_its_invitation_signs_in(site) {
        let admin = account(site, "quan.tri", Role::Administrator, "X01");
        let unit = site.unit("X01-C01-01");
        let person = site.write(move |tx| store::insert_person(tx, &people::domain::NewPerson::named("Trần Thị Hạnh", unit)));
        let form = browser(site, admin).open(&format!("/accounts/new?person={person}")).is_ok();
        assert_eq!(form.attribute("#user_name", "value"), "hanh.tran");
        let made = form.fill("role", "cell_secretary").press("/accounts/new").is_ok();
        let code = made.text_of(".slip-code");
        let _ = browser(site, admin).open("/accounts?q=hanh").is_ok().has_text("chưa đặt mật khẩu");
        let chosen = [("new", PASSWORD), ("repeated", PASSWORD)];
        let signed_in = site.visitor().post_raw(&format!("/invitation/{code}"), &chosen).has_status(303);
        let _ = signed_in.browser().open("/people").is_ok();
        let log: Vec<String> = site.read(|tx| tx.list("SELECT detail FROM event", &[], |row| row.get(0)));
        assert!(log.iter().all(|detail| !detail.contains(&code)));
        let again = browser(site, admin).post("/accounts/new", &[("person", &person.to_string()), ("user_name", "hanh.tran"), ("role", "member"), ("unit", &unit.to_string())]);
        let _ = again.has_status(422).has_text("đã có người dùng");
        let _ = browser(site, admin).open("/accounts?q=hanh").is_ok().has_text("Trần Thị Hạnh").lacks_text("quan.tri").lacks_text("chưa đặt mật khẩu");
        let _ = browser(site, admin).open(&format!("/people/{person}")).is_ok().has_text("Tài khoản hanh.tran");
        assert_eq!(site.read(move |tx| store::list_accounts_of(tx, person)).len(), 1);
        let all = store::AccountFilter { root: site.unit("X01"), like: "%%".into(), as_of: None };
        assert_eq!(site.read(move |tx| store::count_accounts(tx, &all)), 2);
    }

    fn the_list_of_a_past_day_shows_who_could_sign_in_and_in_which_role(site) {
        let first = site.today();
        let admin_id = account(site, "quan.tri", Role::Administrator, "X01");
        site.set_time(&first.plus(2).to_string(), 9, 0);
        let id = account(site, "hanh.tran", Role::Member, "X01");
        site.set_time(&first.plus(4).to_string(), 9, 0);
        let (unit, day) = (site.unit("X01"), site.today());
        site.write(move |tx| store::grant(tx, id, Role::Leader, unit, day));
        let step = |days: i64, step: &str| {
            site.set_time(&first.plus(days).to_string(), 9, 0);
            let _ = browser(site, admin_id).open(&format!("/accounts/{id}")).is_ok().press(step).follow().is_ok();
        };
        step(6, "/disable");
        step(8, "/enable");
        site.set_time(&first.plus(9).to_string(), 9, 0);
        let admin = browser(site, admin_id);
        let list = |days: i64, more: &str| admin.open(&format!("/accounts?q=hanh&day={}{more}", first.plus(days))).is_ok();
        assert_eq!(list(1, "").has_text("Không có tài khoản nào").count("tbody tr"), 0);
        for (days, roles, state) in [(2, 1, "Đang hoạt động"), (5, 2, "Đang hoạt động"), (6, 2, "Đã khóa"), (8, 2, "Đang hoạt động")] {
            let page = list(days, "").has_text("Các tài khoản đã có đến hết ngày");
            assert_eq!((page.text_of("tbody .state").trim(), page.count("tbody td:nth-of-type(3) p")), (state, roles), "{days}");
        }
        // what erasing does: closed, without an event of its own
        site.write(move |tx| {
            let (account, now) = (store::find_account(tx, id)?, tx.now());
            store::save_disabled(tx, &account, Some(now))
        });
        assert_eq!(browser(site, admin_id).open("/accounts?q=hanh").is_ok().text_of("tbody .state").trim(), "Đã khóa");
        site.set_time(&first.plus(10).to_string(), 9, 0);
        let admin = browser(site, admin_id);
        let list = |days: i64, more: &str| admin.open(&format!("/accounts?q=hanh&day={}{more}", first.plus(days))).is_ok();
        assert_eq!((list(8, "").text_of("tbody .state").trim(), list(9, "").text_of("tbody .state").trim()), ("Đang hoạt động", "Đã khóa"));
        // the file leaves a trace, as every list of people
        assert!(list(6, "&format=csv").text.contains("Đã khóa"));
        let made = "SELECT COUNT(*) FROM event WHERE name = 'exports.made' AND subject = 'tai-khoan'";
        assert_eq!(site.read(|tx| tx.scalar::<i64>(made, &[])), 1);
        let by_name = admin.open("/accounts?sort=-user_name").is_ok();
        assert_eq!(by_name.text_of("tbody tr:first-child th"), "quan.tri");
        let _ = admin.open(&format!("/accounts?day={}", first.plus(20))).has_status(422);
    }

    fn accounts_outside_the_branch_do_not_exist_for_an_administrator(site) {
        let admin = browser(site, account(site, "quan.tri", Role::Administrator, "X01"));
        let theirs = account(site, "binh.tran", Role::Member, "X02");
        let _ = admin.open(&format!("/accounts/{theirs}")).has_status(404);
        let _ = admin.post(&format!("/accounts/{theirs}/password"), &[]).has_status(404);
        let _ = admin.post(&format!("/accounts/{theirs}/disable"), &[]).has_status(404);
        let person = person_of(site, "binh.tran");
        let _ = admin.open(&format!("/accounts/new?person={person}")).has_status(404);
        let _ = admin.open(&format!("/accounts?unit={}", site.unit("TU"))).has_status(404);
        let officer = browser(site, account(site, "can.bo", Role::Officer, "TU"));
        let _ = officer.open("/accounts").has_status(403);
    }

    fn an_account_with_a_role_above_is_not_taken_over_from_below(site) {
        let admin = browser(site, account(site, "quan.tri", Role::Administrator, "X01"));
        let id = account(site, "hanh.tran", Role::Member, "X01");
        let (root, today) = (site.unit("TU"), site.today());
        site.write(move |tx| store::grant(tx, id, Role::Leader, root, today));
        let page = admin.open(&format!("/accounts/{id}")).is_ok().has_text("PEOP-02");
        assert_eq!(page.count("form[action$='/password']"), 0);
        admin.post(&format!("/accounts/{id}/password"), &[]).is_refused_because("PEOP-02");
        admin.post(&format!("/accounts/{id}/disable"), &[]).is_refused_because("PEOP-02");
    }

    fn a_password_is_reset_and_the_old_one_and_its_sessions_end(site) {
        let admin = account(site, "quan.tri", Role::Administrator, "X01");
        let id = account(site, "hanh.tran", Role::Member, "X01");
        let user = browser(site, id);
        let _ = user.open("/account").is_ok();
        let reset = browser(site, admin).open(&format!("/accounts/{id}")).press("/password").is_ok();
        let password = reset.text_of("#password-once");
        let _ = user.open("/account").has_status(303);
        let _ = site.visitor().post_raw("/sign-in", &[("user_name", "hanh.tran"), ("password", PASSWORD)]).has_status(422);
        let _ = site.visitor().post_raw("/sign-in", &[("user_name", "hanh.tran"), ("password", &password)]).has_status(303);
        browser(site, admin).post(&format!("/accounts/{admin}/password"), &[]).is_refused_because("PEOP-01");
    }

    fn an_account_is_disabled_and_enabled_again(site) {
        let admin = account(site, "quan.tri", Role::Administrator, "X01");
        let id = account(site, "hanh.tran", Role::Member, "X01");
        let page = browser(site, admin).open(&format!("/accounts/{id}")).press("/disable").follow().is_ok();
        let _ = site.visitor().post_raw("/sign-in", &[("user_name", "hanh.tran"), ("password", PASSWORD)]).has_status(422);
        browser(site, admin).post(&format!("/accounts/{id}/disable"), &[]).is_refused_because("PEOP-03");
        let _ = page.has_text("Đã khóa").press("/enable").follow().is_ok();
        let _ = site.visitor().post_raw("/sign-in", &[("user_name", "hanh.tran"), ("password", PASSWORD)]).has_status(303);
        browser(site, admin).post(&format!("/accounts/{id}/enable"), &[]).is_refused_because("PEOP-04");
    }

    fn a_role_is_given_and_ended(site) {
        let admin = browser(site, account(site, "quan.tri", Role::Administrator, "X01"));
        let id = account(site, "hanh.tran", Role::Member, "X01");
        let path = format!("/accounts/{id}/roles");
        let cell = site.unit("X01-C01-01").to_string();
        let fields = [("role", "cell_secretary"), ("unit", cell.as_str()), ("from", "2026-11-22")];
        let page = admin.post(&path, &fields).follow().is_ok().has_text("Bí thư chi bộ");
        let _ = browser(site, id).open("/people").is_ok();
        admin.post(&path, &fields).is_refused_because("PEOP-06");
        let outside = site.unit("X02").to_string();
        let _ = admin.post(&path, &[("role", "leader"), ("unit", outside.as_str())]).has_status(404);
        let end = page.attribute("form[action$='/end']", "action");
        let _ = admin.post(&end, &[]).follow().is_ok();
        let _ = browser(site, id).open("/people").has_status(403);
        admin.post(&end, &[]).is_refused_because("PEOP-05");
    }

    fn an_administrator_does_not_take_the_own_role_away(site) {
        let id = account(site, "quan.tri", Role::Administrator, "X01");
        let admin = browser(site, id);
        let page = admin.open(&format!("/accounts/{id}")).is_ok();
        assert_eq!(page.count("form[action$='/end']"), 0);
        let role = site.read(move |tx| store::list_grants(tx, id))[0].id;
        admin.post(&format!("/accounts/{id}/roles/{role}/end"), &[]).is_refused_because("PEOP-01");
    }

    fn the_own_password_is_changed_and_other_sessions_end(site) {
        let id = account(site, "hanh.tran", Role::Member, "X01");
        let (here, elsewhere) = (browser(site, id), browser(site, id));
        let new = "gió mùa đông bắc";
        let wrong = here.post("/account/password", &[("current", "không phải"), ("new", new), ("repeated", new)]).has_status(422);
        assert_eq!(wrong.count("#current-error"), 1);
        let short = here.post("/account/password", &[("current", PASSWORD), ("new", "ngắn"), ("repeated", "khác")]).has_status(422);
        assert_eq!((short.count("#new-error"), short.count("#repeated-error")), (1, 1));
        let _ = here.post_raw("/account/password", &[("current", PASSWORD), ("new", new), ("repeated", new)]).has_status(403);
        let _ = here.post("/account/password", &[("current", PASSWORD), ("new", new), ("repeated", new)]).follow().is_ok().has_text("hanh.tran");
        let _ = elsewhere.open("/account").has_status(303);
        let _ = site.visitor().post_raw("/sign-in", &[("user_name", "hanh.tran"), ("password", new)]).has_status(303);
    }

    fn guessing_the_current_password_is_limited_too(site) {
        let here = browser(site, account(site, "hanh.tran", Role::Member, "X01"));
        let new = "gió mùa đông bắc";
        for _ in 0..5 {
            let _ = here.post("/account/password", &[("current", "không phải"), ("new", new), ("repeated", new)]).has_status(422);
        }
        let _ = here.post("/account/password", &[("current", PASSWORD), ("new", new), ("repeated", new)]).has_status(429);
    }

    fn sessions_are_listed_and_ended(site) {
        let id = account(site, "hanh.tran", Role::Member, "X01");
        let elsewhere = browser(site, id);
        site.set_time("2026-11-22", 9, 30);
        let here = browser(site, id);
        let page = here.open("/account").is_ok().has_text("Máy này").has_text("lần đầu 08:00 22/11/2026").has_text("lần cuối 09:30 22/11/2026");
        let hash = page.attribute("input[name=which]", "value");
        let _ = here.post("/account/sessions/end", &[("which", &hash)]).follow().is_ok();
        let _ = elsewhere.open("/account").has_status(303);
        let other = browser(site, id);
        let _ = here.post("/account/sessions/end", &[("which", "others")]).follow().is_ok();
        let _ = other.open("/account").has_status(303);
        let _ = here.open("/account").is_ok();
        let other = browser(site, id);
        let out = here.post("/account/sessions/end", &[("which", "all")]);
        assert_eq!(out.location(), "/sign-in");
        assert!(out.headers.get("set-cookie").unwrap().to_str().unwrap().contains("Max-Age=0"));
        let _ = (here.open("/account").has_status(303), other.open("/account").has_status(303));
    }

    fn nobody_ends_the_session_of_another(site) {
        let (id, stranger) = (account(site, "hanh.tran", Role::Member, "X01"), account(site, "binh.tran", Role::Member, "X01"));
        let theirs = browser(site, id);
        let hash = site.read(move |tx| store::list_sessions(tx, id))[0].hash.clone();
        let _ = browser(site, stranger).post("/account/sessions/end", &[("which", &hash)]).has_status(303);
        let _ = theirs.open("/account").is_ok();
    }

    fn an_administrator_signs_an_account_out_everywhere(site) {
        let admin_id = account(site, "quan.tri", Role::Administrator, "X01");
        let (admin, id) = (browser(site, admin_id), account(site, "hanh.tran", Role::Member, "X01"));
        let theirs = browser(site, id);
        let page = admin.open(&format!("/accounts/{id}")).is_ok().press("/sessions/end").follow().is_ok();
        let _ = page.has_text("Không có máy nào đang đăng nhập");
        let _ = theirs.open("/account").has_status(303);
        admin.post(&format!("/accounts/{admin_id}/sessions/end"), &[]).is_refused_because("PEOP-01");
        let outside = account(site, "xa.khac", Role::Member, "X02");
        let _ = admin.post(&format!("/accounts/{outside}/sessions/end"), &[]).has_status(404);
        assert_eq!(site.read(|tx| tx.scalar::<i64>("SELECT COUNT(*) FROM event WHERE name = 'sessions.ended'", &[])), 1);
    }

    fn a_token_is_shown_once_works_and_is_revoked(site) {
        let id = account(site, "hanh.tran", Role::Member, "X01");
        let here = browser(site, id);
        let _ = here.post("/account/tokens", &[("name", " ")]).has_status(422).has_text("Ghi mã này dùng cho việc gì");
        let made = here.post("/account/tokens", &[("name", "Báo cáo tháng")]).is_ok();
        let token = made.text_of("#new-token");
        let page = here.open("/account").is_ok().has_text("Báo cáo tháng").lacks_text(&token);
        let asked = token.clone();
        assert!(site.read(move |tx| store::identify_token(tx, &asked)).is_some());
        let revoke = page.attribute("form[action$='/revoke']", "action");
        let stranger = browser(site, account(site, "binh.tran", Role::Member, "X01"));
        let _ = stranger.post(&revoke, &[]).has_status(404);
        let _ = here.post(&revoke, &[]).follow().is_ok();
        assert!(site.read(move |tx| store::identify_token(tx, &token)).is_none());
    }
}
