//! `thongsuot admin create`: an administrator, made by whoever holds the machine. Also the way to begin with an empty
//! installation without a browser.

use std::io::Read;

use anyhow::{Context, bail};
use kernel::UnitKind;
use people::domain::{is_user_name, user_name_kept};
use platform::texts::Language;
use platform::web::Failure;

use crate::cli::AdminCreate;
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
