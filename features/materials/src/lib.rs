//! Study materials: sets per audience with editions, reading on a phone with and without a line, how far they have come.
//! This file is the feature's plug; nothing else belongs here.

pub mod domain;
pub mod permissions;
pub mod store;

mod api;
mod jobs;
mod search;
mod slides;
mod web;

use kernel::Permission;
use platform::Feature;
use platform::app::{AtMerge, PersonRows, UnitRows};
use platform::db::Migration;
use platform::texts::{Language, Source};
use platform::web::{MenuEntry, Routes};

use permissions::{GIVE_OUT, PACK, PUBLISH, READ, SET_RULES, VIEW};

const MIGRATIONS: &[Migration] = &[
    Migration { name: "20261130-materials", sql: include_str!("../migrations/20261130-materials.sql") },
    Migration { name: "20261130-materials-packs", sql: include_str!("../migrations/20261130-materials-packs.sql") },
    Migration { name: "20261205-materials-answers", sql: include_str!("../migrations/20261205-materials-answers.sql") },
    Migration { name: "20261206-materials-measure", sql: include_str!("../migrations/20261206-materials-measure.sql") },
];

const TEXTS: &[Source] = &[
    Source { language: Language::Vietnamese, text: include_str!("../locales/vi.ftl") },
    Source { language: Language::English, text: include_str!("../locales/en.ftl") },
];

const MENU: &[MenuEntry] = &[
    MenuEntry { text: "materials-nav", href: "/materials", icon: "book", permission: VIEW, order: 32 },
    MenuEntry { text: "materials-own", href: "/m", icon: "book", permission: READ, order: 33 },
];

/// What is read passes to the heir; what was counted tells what was.
const UNIT_ROWS: &[UnitRows] = &[
    UnitRows::pass("material_set", "unit_id", "materials-passing", "t.state <> 'withdrawn'"),
    UnitRows::stay("material_opening", "unit_id", "the home unit of the day it was opened"),
    UnitRows::stay("material_count", "unit_id", "what was counted passes on by the day of the change"),
    UnitRows::stay("material_copies", "unit_id", "who gave them out"),
    UnitRows::stay("cell_pack", "unit_id", "whose meeting it was"),
];

/// A reader under two records is counted once.
const PERSON_ROWS: &[PersonRows] = &[
    PersonRows {
        table: "material_opening",
        column: "person_id",
        text: "materials-of-person",
        key: "t.set_id",
        told: "(SELECT s.title FROM material_set s WHERE s.id = t.set_id) || ' · ' || t.opened_on",
        at_merge: AtMerge::FollowUnless(
            "EXISTS (SELECT 1 FROM material_opening o WHERE o.set_id = t.set_id AND o.person_id = $1)",
        ),
    },
    PersonRows {
        table: "cell_pack_line",
        column: "person_id",
        text: "materials-sheets-of-person",
        key: "t.pack_id",
        told: "(SELECT k.code FROM cell_pack k WHERE k.id = t.pack_id) || ' · ' || t.outcome",
        at_merge: AtMerge::FollowUnless(
            "EXISTS (SELECT 1 FROM cell_pack_line o WHERE o.pack_id = t.pack_id AND o.person_id = $1)",
        ),
    },
];

/// What this feature gives to the app.
#[must_use]
pub fn plug() -> Feature {
    Feature {
        name: "materials",
        unit_rows: UNIT_ROWS,
        person_rows: PERSON_ROWS,
        on_event: Some(store::on_event),
        migrations: MIGRATIONS,
        texts: TEXTS,
        routes: Some(routes),
        menu: MENU,
        desk: Some(web::desk::desk),
        jobs: &[jobs::EXPIRE],
        search: search::SEARCHABLE,
        figures: store::FIGURES,
        openapi: Some(api::openapi),
        refusals: domain::REFUSALS,
        ..Feature::default()
    }
}

fn routes() -> Routes {
    looking().and(writing()).and(arriving()).and(reading()).and(packs()).and(interface())
}

fn looking() -> Routes {
    use web::{coverage, list, qr, rules, show};
    Routes::default()
        .get("/materials", VIEW, list::list)
        .get("/materials/{id}", VIEW, show::show)
        .get("/materials/{id}/coverage", VIEW, coverage::show)
        .post("/materials/{id}/copies", GIVE_OUT, coverage::give_out)
        .get("/materials/{id}/qr", VIEW, qr::of_set)
        .get("/materials/conferences/{id}/qr", VIEW, qr::of_conference)
        .get("/materials/documents/{id}/qr", VIEW, qr::of_document)
        .get("/materials/parts/{id}/file", VIEW, show::file)
        .get("/materials/rules", SET_RULES, rules::show)
        .post("/materials/rules", SET_RULES, rules::set)
}

fn writing() -> Routes {
    use web::{edit, part, show};
    Routes::default()
        .get("/materials/new", PUBLISH, edit::new)
        .post("/materials/new", PUBLISH, edit::create)
        .get("/materials/{id}/edit", PUBLISH, edit::edit)
        .post("/materials/{id}/edit", PUBLISH, edit::update)
        .post("/materials/{id}/publish", PUBLISH, show::publish)
        .post("/materials/{id}/editions", PUBLISH, show::begin)
        .post("/materials/{id}/withdraw", PUBLISH, show::withdraw)
        .get("/materials/{id}/parts/new", PUBLISH, part::new)
        .post("/materials/{id}/parts/new", PUBLISH, part::create)
        .get("/materials/parts/{id}/edit", PUBLISH, part::edit)
        .post("/materials/parts/{id}/edit", PUBLISH, part::update)
        .post("/materials/parts/{id}/remove", PUBLISH, part::remove)
        .post("/materials/parts/{id}/up", PUBLISH, part::move_up)
}

fn arriving() -> Routes {
    use web::uploads;
    Routes::default()
        .post("/materials/uploads", PUBLISH, uploads::create)
        .get("/materials/uploads/{id}", PUBLISH, uploads::state)
        .patch("/materials/uploads/{id}", PUBLISH, uploads::add)
}

fn reading() -> Routes {
    use web::read;
    Routes::default()
        .get("/m", Permission::SIGNED_IN, read::own)
        .get("/m/offline", Permission::PUBLIC, read::offline)
        .get("/m/points/{id}", Permission::PUBLIC, read::hall)
        .get("/m/documents/{id}", Permission::PUBLIC, read::document)
        .get("/m/{code}", Permission::PUBLIC, read::read)
        .get("/m/{code}/files/{part}", Permission::PUBLIC, read::file)
}

fn packs() -> Routes {
    use web::{pack_files, pack_list, pack_sheet, packs};
    Routes::default()
        .get("/packs", PACK, packs::list)
        .post("/packs", PACK, packs::make)
        .get("/packs/code/{code}", PACK, packs::by_code)
        .get("/packs/{id}", PACK, packs::show)
        .get("/packs/{id}/file", PACK, pack_files::file)
        .get("/packs/{id}/sheet.pdf", PACK, pack_files::sheet)
        .get("/packs/{id}/sheet", PACK, pack_sheet::show)
        .post("/packs/{id}/sheet", PACK, pack_sheet::save)
        .post("/packs/{id}/reopen", PACK, pack_sheet::reopen)
        .get("/packs/{id}/template", PACK, pack_list::template)
        .post("/packs/{id}/list", PACK, pack_list::list)
        .get("/packs/{id}/photo", PACK, pack_sheet::photo)
        .post("/packs/{id}/photo", PACK, pack_sheet::keep_photo)
}

fn interface() -> Routes {
    Routes::default().get("/api/v1/materials", VIEW, api::list).get("/api/v1/materials/{id}", VIEW, api::show).get(
        "/api/v1/materials/{id}/coverage",
        VIEW,
        api::show_coverage,
    )
}
