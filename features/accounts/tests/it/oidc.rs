//! Signing in with an OpenID Connect provider, against a small conforming one.

use accounts::oidc::Settings;
use kernel::{AccountId, Role};
use testkit::{Browser, Page, Site};

use crate::provider::{CLIENT, Lie, Provider, SECRET};
use crate::{account, browser};

const SUBJECT: &str = "b7c1f2-hanh";

/// A provider, and the site told of it.
fn provider(site: &Site) -> Provider {
    let provider = Provider::start();
    let settings = Settings {
        issuer: provider.issuer.clone(),
        client_id: CLIENT.into(),
        client_secret: SECRET.into(),
        name: "Cổng tỉnh".into(),
        ..Settings::default()
    };
    accounts::oidc::configure(&site.app, &settings).unwrap();
    provider
}

fn seconds(site: &Site) -> i64 {
    site.app.clock.now().0 / 1000
}

/// The way from the provider back into this browser.
fn back<'s>(site: &Site, provider: &Provider, browser: &Browser<'s>, address: &str, subject: &str) -> Page<'s> {
    let to = provider.consent(address, subject, seconds(site));
    browser.open(to.strip_prefix("http://test.example").unwrap())
}

/// A visitor goes to the provider and comes back as this person.
fn comes_as<'s>(site: &'s Site, provider: &Provider, subject: &str) -> Page<'s> {
    let begun = site.visitor().open("/sign-in/oidc?next=/account").has_status(303);
    back(site, provider, &begun.browser(), &begun.location(), subject)
}

fn linked(site: &Site, provider: &Provider, id: AccountId, subject: &str) {
    let begun = browser(site, id).open("/account").is_ok().press("/account/oidc/link").is_ok();
    let address = begun.attribute("#to-provider", "href");
    let done = back(site, provider, &begun.browser(), &address, subject);
    assert_eq!(done.location(), "/account", "{}", done.visible());
}

fn links(site: &Site) -> i64 {
    site.read(|tx| tx.scalar("SELECT COUNT(*) FROM external_identity", &[]))
}

fn accounts_kept(site: &Site) -> i64 {
    site.read(|tx| tx.scalar("SELECT COUNT(*) FROM account", &[]))
}

crate::with_real_sessions! {
    fn a_linked_account_signs_in_with_the_provider(site) {
        let provider = provider(site);
        let id = account(site, "hanh.tran", Role::Member, "X01");
        linked(site, &provider, id, SUBJECT);
        let _ = browser(site, id).open("/account").is_ok().has_text("Đã liên kết từ 08:00 22/11/2026");
        let page = site.visitor().open("/sign-in?next=/account").is_ok().has_text("Đăng nhập bằng Cổng tỉnh");
        assert!(page.attribute("#provider", "href").starts_with("/sign-in/oidc?next="));
        let done = comes_as(site, &provider, SUBJECT);
        assert_eq!(done.location(), "/account");
        let _ = done.follow().is_ok().has_text("hanh.tran");
        assert_eq!(provider.discoveries(), 1, "what the provider says of itself is remembered");
        let kept: i64 = site.read(|tx| tx.scalar("SELECT COUNT(*) FROM event WHERE name = 'accounts.linked'", &[]));
        assert_eq!(kept, 1);
    }

    fn a_person_without_a_link_is_let_in_nowhere_and_no_account_is_made(site) {
        let provider = provider(site);
        let id = account(site, "hanh.tran", Role::Member, "X01");
        linked(site, &provider, id, SUBJECT);
        let before = accounts_kept(site);
        let page = comes_as(site, &provider, "somebody-else").has_status(422).has_text("Chưa có tài khoản nào liên kết");
        assert!(!page.headers.get_all("set-cookie").iter().any(|c| c.to_str().unwrap().starts_with("session=")));
        assert_eq!((accounts_kept(site), links(site)), (before, 1));
    }

    fn what_does_not_prove_who_signed_in_is_refused(site) {
        let provider = provider(site);
        let id = account(site, "hanh.tran", Role::Member, "X01");
        linked(site, &provider, id, SUBJECT);
        for lie in [Lie::Nonce, Lie::Audience, Lie::Issuer, Lie::Expired, Lie::Key, Lie::Unsigned] {
            provider.lie(lie);
            let page = comes_as(site, &provider, SUBJECT).has_status(422);
            assert!(page.text_of("#failed").contains("Không kiểm chứng được"), "{lie:?}: {}", page.visible());
        }
        provider.lie(Lie::Nothing);
        let _ = comes_as(site, &provider, SUBJECT).has_status(303);
    }

    fn a_provider_that_changes_its_keys_is_asked_for_the_new_ones(site) {
        let provider = provider(site);
        let id = account(site, "hanh.tran", Role::Member, "X01");
        linked(site, &provider, id, SUBJECT);
        provider.change_key();
        assert_eq!(comes_as(site, &provider, SUBJECT).location(), "/account");
        assert_eq!(provider.discoveries(), 2);
    }

    fn a_sign_in_ends_in_the_browser_that_began_it_and_once(site) {
        let provider = provider(site);
        let id = account(site, "hanh.tran", Role::Member, "X01");
        linked(site, &provider, id, SUBJECT);
        let begun = site.visitor().open("/sign-in/oidc").has_status(303);
        let to = provider.consent(&begun.location(), SUBJECT, seconds(site));
        let to = to.strip_prefix("http://test.example").unwrap();
        let _ = site.visitor().open(to).has_status(422).has_text("không bắt đầu từ trình duyệt này");
        let other = site.visitor().open("/sign-in/oidc").browser();
        let _ = other.open(to).has_status(422).has_text("không bắt đầu từ trình duyệt này");
        let _ = begun.browser().open(to).has_status(303);
        let _ = begun.browser().open(to).has_status(422);
        let late = site.visitor().open("/sign-in/oidc").has_status(303);
        site.set_time("2026-11-22", 8, 11);
        let _ = back(site, &provider, &late.browser(), &late.location(), SUBJECT).has_status(422);
        let refused = site.visitor().open("/sign-in/oidc");
        let to = provider.consent(&refused.location(), SUBJECT, seconds(site));
        let state = to.split("state=").nth(1).unwrap();
        let _ = refused.browser().open(&format!("/sign-in/oidc/back?error=access_denied&state={state}")).has_status(422).has_text("không xác nhận");
    }

    fn the_second_factor_and_a_disabled_account_hold_here_too(site) {
        let provider = provider(site);
        let id = account(site, "hanh.tran", Role::Member, "X01");
        linked(site, &provider, id, SUBJECT);
        site.write(move |tx| {
            accounts::store::begin_second_factor(tx, id)?;
            accounts::store::save_step(tx, id, 1)
        });
        assert_eq!(comes_as(site, &provider, SUBJECT).location(), "/sign-in/code");
        site.write(move |tx| {
            let account = people::store::find_account(tx, id)?;
            let now = tx.now();
            people::store::save_disabled(tx, &account, Some(now))
        });
        let _ = comes_as(site, &provider, SUBJECT).has_status(422);
    }

    fn one_person_of_the_provider_is_one_account(site) {
        let provider = provider(site);
        let (id, other) = (account(site, "hanh.tran", Role::Member, "X01"), account(site, "binh.tran", Role::Member, "X01"));
        linked(site, &provider, id, SUBJECT);
        let begun = browser(site, other).open("/account").press("/account/oidc/link").is_ok();
        let address = begun.attribute("#to-provider", "href");
        back(site, &provider, &begun.browser(), &address, SUBJECT).is_refused_because("ACCT-11");
        // a link is made only in the session that began it
        let begun = browser(site, other).open("/account").press("/account/oidc/link").is_ok();
        let address = begun.attribute("#to-provider", "href");
        let token = site.write(move |tx| people::store::start_session(tx, id, "test"));
        let swapped = begun.browser().with_session(&token);
        let _ = back(site, &provider, &swapped, &address, "other-subject").has_status(422);
        assert_eq!(links(site), 1);
    }

    fn a_link_is_removed_by_its_owner_or_an_administrator(site) {
        let provider = provider(site);
        let admin = browser(site, account(site, "quan.tri", Role::Administrator, "X01"));
        let id = account(site, "hanh.tran", Role::Member, "X01");
        linked(site, &provider, id, SUBJECT);
        let here = browser(site, id);
        let _ = here.open("/account").press("/account/oidc/unlink").follow().is_ok();
        here.post("/account/oidc/unlink", &[]).is_refused_because("ACCT-12");
        linked(site, &provider, id, SUBJECT);
        let page = admin.open(&format!("/accounts/{id}")).is_ok().has_text(&provider.issuer);
        let _ = page.press("/unlink").follow().is_ok().lacks_text(&provider.issuer);
        let _ = here.open("/account").has_status(303);
        admin.post(&format!("/accounts/{id}/unlink"), &[]).is_refused_because("ACCT-12");
        linked(site, &provider, id, SUBJECT);
        site.write(move |tx| tx.run("UPDATE account SET password_hash = '' WHERE id = $1", platform::params![id]));
        browser(site, id).post("/account/oidc/unlink", &[]).is_refused_because("ACCT-13");
    }

    fn without_a_provider_there_is_none(site) {
        let id = account(site, "hanh.tran", Role::Member, "X01");
        let _ = site.visitor().open("/sign-in").is_ok().lacks_text("Đăng nhập bằng");
        let _ = site.visitor().open("/sign-in/oidc").has_status(404);
        let _ = browser(site, id).post("/account/oidc/link", &[]).has_status(404);
    }

    fn a_provider_that_is_down_leaves_the_password(site) {
        let settings = Settings { issuer: "http://127.0.0.1:9".into(), client_id: CLIENT.into(), ..Settings::default() };
        accounts::oidc::configure(&site.app, &settings).unwrap();
        let _ = site.visitor().open("/sign-in/oidc").has_status(422).has_text("Đăng nhập bằng mật khẩu");
    }
}
