//! `thongsuot admin`: what whoever holds the machine may do with accounts. An administrator is made, also as the way to
//! begin with an empty installation without a browser; the second factor of somebody who lost it is reset.

use std::io::Read;

use anyhow::{Context, bail};
use kernel::{Event, UnitKind};
use people::domain::{is_user_name, user_name_kept};
use platform::texts::Language;
use platform::web::Failure;

use crate::cli::{AdminCreate, AdminReset};
use crate::installation;
use crate::operation::{FirstSteps, begin};

pub(super) fn create(asked: &AdminCreate) -> anyhow::Result<()> {
    let user_name = user_name_kept(&asked.user);
    if !is_user_name(&user_name) {
        bail!("tên đăng nhập chỉ gồm 3 đến 60 chữ thường không dấu, chữ số và . - _ @ / not a user name");
    }
    let kind: UnitKind = asked.unit_kind.parse().context("--unit-kind")?;
    let app = installation::open(&super::place_of(&asked.place)?)?;
    let password = password(asked.password_stdin)?;
    if let Some(fault) = people::password::fault(&password, &user_name) {
        bail!("{}", app.texts.say(Language::Vietnamese, fault, &[]));
    }
    let roots = app.db.read_now(units::store::list_roots)?;
    // only an empty installation gets a unit by the way; others are founded where the tree is shown
    let unit = roots.is_empty().then(|| (asked.unit_name.clone(), kind));
    let unit_code = match (&asked.unit, roots.first()) {
        (Some(code), _) => code.clone(),
        (None, Some(root)) => root.code.clone(),
        (None, None) => "TU".to_owned(),
    };
    let told = format!("Đã tạo tài khoản quản trị {user_name} của đơn vị {unit_code} / Administrator made");
    let steps = FirstSteps { unit_code, unit, user_name, password_hash: people::password::hash(&password)? };
    app.db.write_now(move |tx| begin(tx, &steps)).map_err(|failure| in_words(&app, failure))?;
    println!("{told}");
    Ok(())
}

/// Forgets the second factor of an account, whose sessions end: for the administrator whom no other one can help.
pub(super) fn reset_second_factor(asked: &AdminReset) -> anyhow::Result<()> {
    let app = installation::open_existing(&super::place_of(&asked.place)?)?;
    let user_name = user_name_kept(&asked.user);
    let reset = app.db.write_now(move |tx| {
        let Some(account) = people::store::lookup_account_by_user_name(tx, &user_name)? else {
            return Err(Failure::NotFound);
        };
        accounts::domain::may_reset(accounts::store::lookup_second_factor(tx, account.id)?.is_some()).or_refuse()?;
        accounts::store::remove_second_factor(tx, account.id)?;
        people::store::end_other_sessions(tx, account.id, None)?;
        tx.record(Event::noted("accounts.second-factor-reset", account.id, None))?;
        Ok(())
    });
    match reset {
        Ok(()) => println!("Đã đặt lại xác thực hai bước của {} / Second factor reset", asked.user),
        Err(Failure::NotFound) => bail!("không có tài khoản {} / no such account", asked.user),
        Err(failure) => return Err(in_words(&app, failure)),
    }
    Ok(())
}

fn in_words(app: &platform::App, failure: Failure) -> anyhow::Error {
    match failure {
        Failure::Refused(refused) => super::in_words(app, &refused),
        other => anyhow::anyhow!("{other:?}"),
    }
}

fn password(from_input: bool) -> anyhow::Result<String> {
    if from_input {
        let mut text = String::new();
        std::io::stdin().read_to_string(&mut text).context("standard input")?;
        return Ok(text.trim_end_matches(['\r', '\n']).to_owned());
    }
    let terminal = console::Term::stderr();
    if !terminal.is_term() {
        bail!("không có bàn phím để nhập mật khẩu: dùng --password-stdin / no terminal: use --password-stdin");
    }
    terminal.write_str("Mật khẩu: ")?;
    let password = terminal.read_secure_line()?;
    terminal.write_str("Nhập lại: ")?;
    if terminal.read_secure_line()? != password {
        bail!("hai lần nhập khác nhau / the two differ");
    }
    Ok(password)
}
