//! The search page, its JSON face, and the index behind them, on both databases.

#![allow(clippy::unwrap_used, reason = "the helpers are test code too")]

mod nodes;
mod pages;

use kernel::{AccountId, DocumentId, Role};
use platform::Feature;
use platform::texts::Language;
use platform::web::{Actor, Grant, Identity};
use platform::{App, Setup};
use testkit::Site;

pub(crate) fn features() -> Vec<Feature> {
    vec![
        units::plug(),
        figures::plug(),
        people::plug(),
        burden::plug(),
        documents::plug(),
        rollouts::plug(),
        conferences::plug(),
        reports::plug(),
        search::plug(),
    ]
}

/// A resolution in the register of the unit, as it is read from its text; it waits for its check.
pub(crate) fn a_resolution(site: &Site, code: &'static str, number: i64, title: &str) -> DocumentId {
    let text = format!(
        "TỈNH ỦY SÔNG LẠC\n*\nSố {number:02}-NQ/TU\nSông Lạc, ngày 09 tháng 3 năm 2026\n\nNGHỊ QUYẾT\n{title}\n\n\
         I. QUAN ĐIỂM\n\n1. Kiên trì, bền bỉ.\n\nII. TỔ CHỨC THỰC HIỆN\n\n\
         1. Các cấp ủy tổ chức học tập, quán triệt nghị quyết này."
    );
    let officer = if code == "TU" { Role::Officer } else { Role::CommuneOfficer };
    let file = (&*format!("nq-{code}-{number}.txt"), "text/plain", text.as_bytes());
    let page = site.as_role(officer, code).upload("/documents/import", &[], ("file", file.0, file.2));
    let location = page.location();
    location.split('/').nth(2).and_then(|id| id.parse().ok()).unwrap_or_else(|| panic!("{location}"))
}

/// The actor with this role in the unit with this code, on this node.
pub(crate) fn actor(site: &Site, app: &App, role: Role, code: &'static str) -> Actor {
    let identity = Identity {
        account: AccountId(site.app.clock.new_uuid()),
        person: None,
        name: "Cán bộ".into(),
        language: Language::Vietnamese,
        grants: vec![Grant { role, unit: site.unit(code) }],
        helper: None,
    };
    Actor::outside(app, Some(identity))
}

/// Another node over the site's database, with an index of its own in this folder.
pub(crate) fn node(site: &Site, folder: &std::path::Path) -> App {
    let setup = Setup {
        features: features(),
        organisation: site.app.organisation,
        clock: site.app.clock.clone(),
        files: site.app.files.clone(),
        caches: Some(folder.to_owned()),
        secure_cookies: false,
        public_address: "http://test.example".into(),
    };
    App::new(site.app.db.clone(), setup).unwrap()
}
