//! Conferences: bridge points, agenda, checklist, delegates, check-in, live screen, result. This file is the
//! feature's plug; nothing else belongs here.

pub mod domain;
pub mod permissions;
pub mod store;

mod api;
mod known;
mod search;
mod web;

use kernel::Permission;
use platform::Feature;
use platform::app::{AtMerge, PersonRows, RowsThroughPerson, UnitRows};
use platform::db::Migration;
use platform::texts::{Language, Source};
use platform::web::{MenuEntry, Routes};

use permissions::{ATTEND_TO_POINT, ORGANISE, SET_LIMITS, VIEW};

const MIGRATIONS: &[Migration] = &[
    Migration { name: "20261116-conferences", sql: include_str!("../migrations/20261116-conferences.sql") },
    Migration {
        name: "20261126-conferences-check-ins",
        sql: include_str!("../migrations/20261126-conferences-check-ins.sql"),
    },
    Migration {
        name: "20261130-conferences-doubles",
        sql: include_str!("../migrations/20261130-conferences-doubles.sql"),
    },
    Migration {
        name: "20261130-conferences-presence",
        sql: include_str!("../migrations/20261130-conferences-presence.sql"),
    },
    Migration {
        name: "20261130-conferences-dialogue",
        sql: include_str!("../migrations/20261130-conferences-dialogue.sql"),
    },
    Migration { name: "20261130-conferences-seats", sql: include_str!("../migrations/20261130-conferences-seats.sql") },
    Migration { name: "20261205-conferences-end", sql: include_str!("../migrations/20261205-conferences-end.sql") },
    Migration {
        name: "20261208-conferences-history",
        sql: include_str!("../migrations/20261208-conferences-history.sql"),
    },
];

const TEXTS: &[Source] = &[
    Source { language: Language::Vietnamese, text: include_str!("../locales/vi.ftl") },
    Source { language: Language::English, text: include_str!("../locales/en.ftl") },
];

const MENU: &[MenuEntry] =
    &[MenuEntry { text: "conferences-menu", href: "/conferences", icon: "presentation", permission: VIEW, order: 30 }];

/// Conferences, points and delegates stay as they were when called; the heir runs them.
const UNIT_ROWS: &[UnitRows] = &[
    UnitRows::go_on("conference", "unit_id", "conferences-going-on", "t.state <> 'closed'"),
    UnitRows::go_on(
        "point",
        "unit_id",
        "conferences-points-going-on",
        "EXISTS (SELECT 1 FROM conference c WHERE c.id = t.conference_id AND c.state <> 'closed')",
    ),
    UnitRows::stay("delegate", "unit_id", "the home unit of the day of the summons"),
    UnitRows::stay("conference_rollout_person", "unit_id", "the home unit of the day it was counted"),
];

/// Whoever stands twice on the list of a conference is counted once; who attended a rollout is counted anew.
const PERSON_ROWS: &[PersonRows] = &[
    PersonRows {
        table: "delegate",
        column: "person_id",
        text: "conferences-of-person",
        key: "t.id",
        told: "(SELECT c.title FROM conference c WHERE c.id = t.conference_id) || ' · ' || t.outcome",
        at_merge: AtMerge::FollowUnless(
            "EXISTS (SELECT 1 FROM delegate o WHERE o.conference_id = t.conference_id AND o.person_id = $1)",
        ),
    },
    PersonRows {
        table: "conference_rollout_person",
        column: "person_id",
        text: "conferences-rollouts-of-person",
        key: "t.rollout_id",
        told: "t.counted_on",
        at_merge: AtMerge::Stay("counted anew from the delegates"),
    },
    PersonRows {
        table: "agenda_item",
        column: "reporter_id",
        text: "conferences-talks-of-person",
        key: "t.id",
        told: "t.title",
        at_merge: AtMerge::Follow,
    },
];

/// What a delegate asked under the own name; an anonymous question is nobody's.
const ROWS_THROUGH_PERSON: &[RowsThroughPerson] = &[RowsThroughPerson {
    table: "dialogue_question",
    of_person: "t.delegate_id IN (SELECT d.id FROM delegate d WHERE d.person_id = $1)",
    text: "conferences-questions-of-person",
    told: "t.words",
}];

/// What this feature gives to the app.
#[must_use]
pub fn plug() -> Feature {
    Feature {
        name: "conferences",
        unit_rows: UNIT_ROWS,
        person_rows: PERSON_ROWS,
        rows_through_person: ROWS_THROUGH_PERSON,
        on_event: Some(store::on_event),
        migrations: MIGRATIONS,
        texts: TEXTS,
        routes: Some(routes),
        menu: MENU,
        desk: Some(web::desk::desk),
        search: search::SEARCHABLE,
        figures: store::FIGURES,
        openapi: Some(api::openapi),
        known: known::KNOWN,
        refusals: domain::REFUSALS,
        ..Feature::default()
    }
}

fn routes() -> Routes {
    planning().and(points()).and(taking_part()).and(delegates()).and(public()).and(api_routes())
}

fn planning() -> Routes {
    use web::{agenda, edit, invitations, limits, list, live, show};
    Routes::default()
        .get("/conferences", VIEW, list::list)
        .get("/conferences/new", ORGANISE, edit::new)
        .post("/conferences/new", ORGANISE, edit::create)
        .get("/conferences/limits", SET_LIMITS, limits::show)
        .post("/conferences/limits", SET_LIMITS, limits::set)
        .get("/conferences/{id}", VIEW, show::show)
        .get("/conferences/{id}/edit", ORGANISE, edit::edit)
        .post("/conferences/{id}/edit", ORGANISE, edit::update)
        .post("/conferences/{id}/open", ORGANISE, show::open)
        .post("/conferences/{id}/close", ORGANISE, show::close)
        .get("/conferences/{id}/absentees", VIEW, show::absentees)
        .get("/conferences/{id}/calendar.ics", VIEW, invitations::calendar)
        .get("/conferences/{id}/live", VIEW, live::live)
        .get("/conferences/{id}/live/stream", VIEW, live::live_stream)
        .get("/conferences/{id}/agenda", ORGANISE, agenda::agenda)
        .post("/conferences/{id}/agenda", ORGANISE, agenda::add_agenda)
        .post("/conferences/{id}/agenda/{item}", ORGANISE, agenda::alter_agenda)
        .post("/conferences/{id}/checklist", ORGANISE, agenda::add_checklist)
        .post("/conferences/{id}/checklist/{item}", ORGANISE, agenda::alter_checklist)
}

fn points() -> Routes {
    use web::{check_in, head_counts, invitations, live, pdf, points};
    Routes::default()
        .get("/conferences/choices/units", VIEW, points::unit_choices)
        .get("/conferences/{id}/points", ORGANISE, points::points)
        .post("/conferences/{id}/points", ORGANISE, points::create)
        .post("/conferences/{id}/points/generate", ORGANISE, points::generate)
        .get("/points/{id}/edit", ORGANISE, points::edit_point)
        .post("/points/{id}/edit", ORGANISE, points::update)
        .post("/points/{id}/remove", ORGANISE, points::remove)
        .get("/conferences/{id}/head-counts", VIEW, head_counts::head_counts)
        .post("/points/{id}/head-count", ATTEND_TO_POINT, head_counts::enter)
        .get("/points/{id}/check-in", ATTEND_TO_POINT, check_in::list)
        .get("/points/{id}/screen", ATTEND_TO_POINT, live::screen)
        .get("/points/{id}/screen/stream", ATTEND_TO_POINT, live::screen_stream)
        .get("/points/{id}/sheet", VIEW, invitations::sheet)
        .get("/points/{id}/invitations", ATTEND_TO_POINT, invitations::of_point)
        .get("/points/{id}/invitations.pdf", ATTEND_TO_POINT, pdf::invitations)
}

/// What happens while a conference is held and after it, and the halls it is held in.
fn taking_part() -> Routes {
    use web::{dialogue, line, presence, seating, survey, sync};
    Routes::default()
        .get("/conferences/{id}/presence", VIEW, presence::presence)
        .post("/conferences/{id}/presence", ORGANISE, presence::prompt)
        .post("/presence-counts/{id}/judge", ORGANISE, presence::judge)
        .get("/points/{id}/line", ATTEND_TO_POINT, line::line)
        .post("/points/{id}/line/answer", ATTEND_TO_POINT, line::answer)
        .post("/points/{id}/line/count", ATTEND_TO_POINT, line::count)
        .post("/points/{id}/line/faults", ATTEND_TO_POINT, line::note_fault)
        .post("/line-faults/{id}", ATTEND_TO_POINT, line::restore)
        .get("/conferences/{id}/dialogue", VIEW, dialogue::dialogue)
        .post("/conferences/{id}/dialogue", ORGANISE, dialogue::set)
        .get("/conferences/{id}/dialogue/stream", VIEW, dialogue::stream)
        .get("/conferences/{id}/dialogue/hall", VIEW, dialogue::hall)
        .get("/questions/{id}", VIEW, dialogue::question)
        .post("/questions/{id}", ORGANISE, dialogue::handle)
        .get("/conferences/{id}/survey", VIEW, survey::results)
        .get("/points/{id}/hall", ATTEND_TO_POINT, seating::hall)
        .post("/points/{id}/hall", ATTEND_TO_POINT, seating::choose)
        .get("/points/{id}/seats", ATTEND_TO_POINT, seating::seats)
        .post("/points/{id}/seats", ATTEND_TO_POINT, seating::seat)
        .get("/points/{id}/check-in/kept", ATTEND_TO_POINT, sync::list)
        .post("/points/{id}/check-in/sync", ATTEND_TO_POINT, sync::sync)
}

fn delegates() -> Routes {
    use web::{check_in, delegates, invitations, uploads};
    Routes::default()
        .get("/conferences/{id}/delegates", VIEW, delegates::list)
        .get("/conferences/{id}/delegates/add", ATTEND_TO_POINT, delegates::add)
        .post("/conferences/{id}/delegates/scope", ATTEND_TO_POINT, delegates::add_scope)
        .post("/conferences/{id}/delegates/chosen", ATTEND_TO_POINT, delegates::add_chosen)
        .post("/conferences/{id}/delegates/guest", ATTEND_TO_POINT, delegates::add_guest)
        .get("/conferences/{id}/lists/{kind}", ATTEND_TO_POINT, uploads::choose)
        .post("/conferences/{id}/lists/{kind}", ATTEND_TO_POINT, uploads::read)
        .get("/conferences/{id}/lists/{kind}/template.xlsx", ATTEND_TO_POINT, uploads::template)
        .get("/conferences/{id}/uploads/{upload}", ATTEND_TO_POINT, uploads::preview)
        .post("/conferences/{id}/uploads/{upload}", ATTEND_TO_POINT, uploads::confirm)
        .get("/delegates/{id}/invitation", ATTEND_TO_POINT, invitations::of_delegate)
        .post("/delegates/{id}/outcome", ATTEND_TO_POINT, check_in::set_outcome)
        .post("/delegates/{id}/remove", ATTEND_TO_POINT, delegates::remove)
}

fn public() -> Routes {
    use web::{member, member_dialogue, survey};
    Routes::default()
        .get("/c", Permission::PUBLIC, member::hall)
        .post("/c", Permission::PUBLIC, member::find_by_letters)
        .get("/c/{invitation}", Permission::PUBLIC, member::show)
        .post("/c/{invitation}", Permission::PUBLIC, member::check_in)
        .get("/c/{invitation}/calendar.ics", Permission::PUBLIC, member::calendar)
        .get("/c/{invitation}/dialogue", Permission::PUBLIC, member_dialogue::show)
        .post("/c/{invitation}/dialogue", Permission::PUBLIC, member_dialogue::ask)
        .post("/c/{invitation}/dialogue/{question}/vote", Permission::PUBLIC, member_dialogue::vote)
        .get("/c/{invitation}/survey", Permission::PUBLIC, survey::show)
        .post("/c/{invitation}/survey", Permission::PUBLIC, survey::reply)
}

fn api_routes() -> Routes {
    Routes::default()
        .get("/api/v1/conferences", VIEW, api::list_conferences)
        .post("/api/v1/conferences", ORGANISE, api::create)
        .get("/api/v1/conferences/{id}", VIEW, api::show)
        .get("/api/v1/conferences/{id}/result", VIEW, api::result)
        .get("/api/v1/conferences/{id}/live", VIEW, api::live)
        .get("/api/v1/conferences/{id}/delegates", VIEW, api::list_delegates)
        .get("/api/v1/conferences/{id}/quality", VIEW, api::quality::quality)
        .get("/api/v1/conferences/{id}/questions", VIEW, api::quality::questions)
        .post("/api/v1/check-ins", Permission::PUBLIC, api::check_ins::check_in)
}
