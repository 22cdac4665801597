//! Contests (hội thi): rules declared before the start, rounds, sealed draws, attempts, rankings that anybody recomputes.
//! This file is the feature's plug; nothing else belongs here.

pub mod domain;
pub mod permissions;
pub mod store;

mod api;
mod engine;
mod following;
mod sealing;
mod search;
mod settling;
mod summing;
mod web;

use kernel::Permission;
use platform::Feature;
use platform::app::{AtMerge, PersonRows, UnitRows};
use platform::db::Migration;
use platform::texts::{Language, Source};
use platform::web::{MenuEntry, Routes};

use permissions::{ORGANISE, VIEW};

pub use engine::record_past;
pub use sealing::announce;
pub use web::public::contestant_cookie;

const MIGRATIONS: &[Migration] = &[
    Migration { name: "20261130-contests", sql: include_str!("../migrations/20261130-contests.sql") },
    Migration {
        name: "20261204-contests-annulling",
        sql: include_str!("../migrations/20261204-contests-annulling.sql"),
    },
    Migration {
        name: "20261207-contests-finalists",
        sql: include_str!("../migrations/20261207-contests-finalists.sql"),
    },
];

const TEXTS: &[Source] = &[
    Source { language: Language::Vietnamese, text: include_str!("../locales/vi.ftl") },
    Source { language: Language::English, text: include_str!("../locales/en.ftl") },
];

const MENU: &[MenuEntry] =
    &[MenuEntry { text: "contests-nav", href: "/contests", icon: "trophy", permission: VIEW, order: 35 }];

/// A contest that runs is carried on by the heir; contestants stay with the unit they took part for.
const UNIT_ROWS: &[UnitRows] = &[
    UnitRows::pass("contest", "unit_id", "contests-passing", "t.state <> 'ended'"),
    UnitRows::stay("contestant", "unit_id", "the unit they took part for"),
    UnitRows::stay("contest_finalist", "unit_id", "the unit they appeared for"),
    UnitRows::stay("contest_certificate", "unit_id", "the unit whose prize it is"),
    UnitRows::stay("contest_barred", "unit_id", "the unit by which they are told apart"),
];

const PERSON_ROWS: &[PersonRows] = &[PersonRows {
    table: "contestant",
    column: "person_id",
    text: "contests-of-person",
    key: "t.contest_no || '/' || t.no",
    told: "(SELECT c.title FROM contest c WHERE c.no = t.contest_no)",
    at_merge: AtMerge::Follow,
}];

/// What this feature gives to the app.
#[must_use]
pub fn plug() -> Feature {
    Feature {
        name: "contests",
        unit_rows: UNIT_ROWS,
        person_rows: PERSON_ROWS,
        migrations: MIGRATIONS,
        texts: TEXTS,
        routes: Some(routes),
        menu: MENU,
        on_event: Some(following::on_event),
        desk: Some(web::desk::desk),
        search: search::SEARCHABLE,
        figures: store::FIGURES,
        openapi: Some(api::openapi),
        refusals: domain::REFUSALS,
        ..Feature::default()
    }
}

fn routes() -> Routes {
    preparing().and(running()).and(anybody()).and(interface())
}

fn preparing() -> Routes {
    use web::{contestants, edit, excluding, filling, questions, rounds};
    Routes::default()
        .get("/contests/new", ORGANISE, edit::new)
        .post("/contests/new", ORGANISE, edit::create)
        .get("/contests/{id}/edit", ORGANISE, edit::edit)
        .post("/contests/{id}/edit", ORGANISE, edit::update)
        .get("/contests/{id}/rounds/new", ORGANISE, rounds::new)
        .post("/contests/{id}/rounds/new", ORGANISE, rounds::create)
        .get("/contests/rounds/{no}/edit", ORGANISE, rounds::edit)
        .post("/contests/rounds/{no}/edit", ORGANISE, rounds::update)
        .post("/contests/rounds/{no}/remove", ORGANISE, rounds::remove)
        .get("/contests/rounds/{no}/questions", ORGANISE, questions::list)
        .post("/contests/rounds/{no}/questions", ORGANISE, questions::import)
        .get("/contests/rounds/{no}/questions/template", ORGANISE, questions::template)
        .post("/contests/rounds/{no}/questions/clear", ORGANISE, questions::clear)
        .post("/contests/rounds/{no}/questions/bank", ORGANISE, questions::take_from_bank)
        .get("/contests/{id}/contestants", VIEW, contestants::list)
        .post("/contests/{id}/contestants/fill", ORGANISE, filling::fill)
        .post("/contests/{id}/contestants/import", ORGANISE, filling::import)
        .get("/contests/{id}/contestants/template", ORGANISE, filling::template)
        .post("/contests/{id}/contestants/exclude", ORGANISE, excluding::exclude)
        .post("/contests/{id}/contestants/bar", ORGANISE, excluding::bar)
        .post("/contests/{id}/contestants/unbar", ORGANISE, excluding::unbar)
}

fn running() -> Routes {
    use web::{alike, attempts, certificates, finals, list, prizes, results, rounds, show, units};
    Routes::default()
        .get("/contests", VIEW, list::list)
        .get("/contests/{id}", VIEW, show::show)
        .post("/contests/{id}/announce", ORGANISE, show::announce)
        .post("/contests/{id}/end", ORGANISE, show::end)
        .post("/contests/rounds/{no}/extend", ORGANISE, rounds::extend)
        .post("/contests/rounds/{no}/truth", ORGANISE, rounds::tell_truth)
        .post("/contests/rounds/{no}/settle", ORGANISE, rounds::settle)
        .get("/contests/rounds/{no}/ranking", VIEW, results::ranking)
        .get("/contests/rounds/{no}/units", VIEW, units::of_round)
        .get("/contests/rounds/{no}/alike", ORGANISE, alike::alike)
        .post("/contests/rounds/{no}/annul", ORGANISE, results::annul)
        .get("/contests/{id}/attempts", VIEW, attempts::list)
        .get("/contests/{id}/units", VIEW, units::of_whole)
        .get("/contests/{id}/whole", VIEW, prizes::whole)
        .get("/contests/{id}/prizes", VIEW, prizes::list)
        .get("/contests/{id}/prizes.xlsx", VIEW, prizes::xlsx)
        .get("/contests/{id}/prizes.docx", VIEW, prizes::docx)
        .post("/contests/{id}/certificates", ORGANISE, certificates::issue)
        .get("/contests/{id}/certificates.pdf", ORGANISE, certificates::pdf)
        .post("/contests/{id}/certificates/withdraw", ORGANISE, certificates::withdraw)
        .get("/contests/{id}/final", VIEW, finals::show)
        .post("/contests/{id}/final/add", ORGANISE, finals::add)
        .post("/contests/{id}/final/remove", ORGANISE, finals::remove)
        .post("/contests/{id}/final/tie", ORGANISE, finals::tie)
        .post("/contests/{id}/final/mark", ORGANISE, finals::mark)
}

fn anybody() -> Routes {
    use web::public::{certificate, contest, join, published, ranking, sitting, whole};
    use web::units;
    const PUBLIC: Permission = Permission::PUBLIC;
    Routes::default()
        .get("/thi", PUBLIC, contest::list)
        .get("/thi/{no}", PUBLIC, contest::show)
        .post("/thi/{no}/join", PUBLIC, join::join)
        .post("/thi/{no}/enter", PUBLIC, join::enter)
        .get("/thi/{no}/published.jsonl", PUBLIC, published::file)
        .get("/thi/rounds/{no}", PUBLIC, sitting::before)
        .post("/thi/rounds/{no}/start", PUBLIC, sitting::start)
        .get("/thi/rounds/{no}/attempt", PUBLIC, sitting::go_on)
        .get("/thi/rounds/{no}/pictures/{name}", PUBLIC, sitting::picture)
        .post("/thi/rounds/{no}/answers", PUBLIC, sitting::save)
        .post("/thi/rounds/{no}/submit", PUBLIC, sitting::submit)
        .get("/thi/rounds/{no}/receipts/{place}", PUBLIC, sitting::receipt)
        .get("/thi/rounds/{no}/rank", PUBLIC, sitting::rank)
        .get("/thi/rounds/{no}/ranking", PUBLIC, ranking::ranking)
        .get("/thi/rounds/{no}/units", PUBLIC, units::public_of_round)
        .get("/thi/{no}/units", PUBLIC, units::public_of_whole)
        .get("/thi/{no}/whole", PUBLIC, whole::whole)
        .get("/thi/certificates/{code}", PUBLIC, certificate::show)
}

fn interface() -> Routes {
    Routes::default().get("/api/v1/contests", VIEW, api::list).get("/api/v1/contests/{id}", VIEW, api::show)
}
