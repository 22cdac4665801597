//! People: members and others, the rows of their accounts, the roles they hold in units. This file is the plug; the pages
//! of accounts and of the sign-in are the feature `accounts`.

mod api;
pub mod domain;
pub mod import;
mod known;
pub mod password;
pub mod permissions;
mod search;
pub mod secret;
pub mod store;
mod web;

use kernel::{Event, Fact, Permission};
use platform::Feature;
use platform::app::{AccountRows, AtEnd, AtMerge, Passing, PersonRows, SessionCare, UnitRows};
use platform::db::{Migration, StoreError, Tx};
use platform::texts::{Language, Source};
use platform::web::{MenuEntry, Routes};

pub use store::{identify_session, identify_token};
pub use web::answering::{names_answering, who_answers};

const MIGRATIONS: &[Migration] = &[
    Migration { name: "20260903-people", sql: include_str!("../migrations/20260903-people.sql") },
    Migration {
        name: "20261130-people-memberships",
        sql: include_str!("../migrations/20261130-people-memberships.sql"),
    },
    Migration { name: "20261130-people-merging", sql: include_str!("../migrations/20261130-people-merging.sql") },
    Migration { name: "20261201-people-phones", sql: include_str!("../migrations/20261201-people-phones.sql") },
    Migration { name: "20261202-people-as-of", sql: include_str!("../migrations/20261202-people-as-of.sql") },
];

const TEXTS: &[Source] = &[
    Source { language: Language::Vietnamese, text: include_str!("../locales/vi.ftl") },
    Source { language: Language::English, text: include_str!("../locales/en.ftl") },
];

const ACCOUNT_ROWS: &[AccountRows] = &[
    AccountRows {
        table: "role_grant",
        column: "account_id",
        text: "people-roles-of-person",
        told: "t.role || ' · ' || t.from_day",
    },
    AccountRows { table: "session", column: "account_id", text: "people-sessions-of-person", told: "t.agent" },
];

const MENU: &[MenuEntry] =
    &[MenuEntry { text: "people-menu", href: "/people", icon: "users", permission: permissions::VIEW, order: 60 }];

fn routes() -> Routes {
    people_routes().and(responsibility_routes())
}

fn responsibility_routes() -> Routes {
    use permissions::{ASSIGN, EDIT, MERGE, VIEW};
    use web::{duplicates, memberships, responsibility, steering};
    Routes::default()
        .get("/people/choices", VIEW, responsibility::choices)
        .get("/people/duplicates", MERGE, duplicates::list)
        .post("/people/duplicates/find", MERGE, duplicates::find)
        .post("/people/duplicates/different", MERGE, duplicates::different)
        .get("/people/merge", MERGE, duplicates::preview)
        .post("/people/merge", MERGE, duplicates::merge)
        .post("/people/merges/{id}/part", MERGE, duplicates::part)
        .post("/people/{id}/memberships", EDIT, memberships::add)
        .post("/people/{id}/memberships/end", EDIT, memberships::end)
        .get("/responsibility/{unit}", VIEW, responsibility::show)
        .post("/responsibility/{unit}/posts", EDIT, responsibility::give_post)
        .post("/posts/{id}/end", EDIT, responsibility::end_post)
        .post("/responsibility/{unit}/areas", ASSIGN, responsibility::name_area)
        .post("/areas/{id}/end", ASSIGN, responsibility::end_area)
        .post("/responsibility/{unit}/assignments", ASSIGN, responsibility::assign)
        .post("/assignments/{id}/end", ASSIGN, responsibility::end_assignment)
        .get("/steering-committees/new", ASSIGN, steering::new)
        .post("/steering-committees/new", ASSIGN, steering::create)
        .get("/steering-committees/{id}", VIEW, steering::show)
        .get("/steering-committees/{id}/edit", ASSIGN, steering::edit)
        .post("/steering-committees/{id}/edit", ASSIGN, steering::update)
        .post("/steering-committees/{id}/members", ASSIGN, steering::seat)
        .post("/steering-members/{id}/end", ASSIGN, steering::end_seat)
        .get("/api/v1/responsibility/{unit}", VIEW, api::responsibility)
}

fn people_routes() -> Routes {
    Routes::default()
        .get("/people", permissions::VIEW, web::list::list)
        .get("/people/unit-choices", permissions::EDIT, web::list::unit_choices)
        .get("/people/new", permissions::EDIT, web::edit::new)
        .post("/people/new", permissions::EDIT, web::edit::create)
        .get("/people/{id}", Permission::SIGNED_IN, web::edit::show)
        .get("/people/{id}/edit", permissions::EDIT, web::edit::edit)
        .post("/people/{id}/edit", permissions::EDIT, web::edit::update)
        .post("/people/{id}/numbers", permissions::EDIT, web::personal::numbers)
        .post("/people/{id}/data", Permission::SIGNED_IN, web::personal::data)
        .get("/people/{id}/erase", permissions::PERSONAL_DATA, web::personal::ask)
        .post("/people/{id}/erase", permissions::PERSONAL_DATA, web::personal::erase)
        .get("/people/import", permissions::IMPORT, web::import::new)
        .post("/people/import", permissions::IMPORT, web::import::upload)
        .get("/people/import/template", permissions::IMPORT, web::import::template)
        .get("/people/import/{id}", permissions::IMPORT, web::import::show)
        .get("/people/import/{id}/progress", permissions::IMPORT, web::import::progress)
        .get("/people/import/{id}/faults", permissions::IMPORT, web::import::faults)
        .get("/api/v1/people", permissions::VIEW, api::list)
        .get("/api/v1/people/{id}", Permission::SIGNED_IN, api::show)
        .get("/api/v1/me", Permission::SIGNED_IN, api::me)
}

/// People go on in the unit that takes over, and so do the roles held in it.
const UNIT_ROWS: &[UnitRows] = &[
    UnitRows {
        table: "person",
        column: "home_unit_id",
        at_end: AtEnd::Pass(Passing {
            text: "people-passing",
            open: "t.ended_on IS NULL",
            carry: Some(store::pass_homes),
        }),
    },
    UnitRows::stay("person_past", "unit_id", "what the home was"),
    UnitRows {
        table: "membership",
        column: "unit_id",
        at_end: AtEnd::Pass(Passing {
            text: "people-passing-memberships",
            open: store::OPEN_MEMBERSHIPS,
            carry: Some(store::pass_memberships),
        }),
    },
    UnitRows::stay("post", "unit_id", "a post ends with its unit"),
    UnitRows::stay("area", "unit_id", "the heir has fields of its own"),
    UnitRows::stay("assignment", "unit_id", "the committee that assigned; its assignments end with it"),
    UnitRows {
        table: "assignment",
        column: "covered_unit_id",
        at_end: AtEnd::Pass(Passing {
            text: "people-passing-assignments",
            open: store::OPEN_ASSIGNMENTS,
            carry: Some(store::pass_assignments),
        }),
    },
    UnitRows::stay("steering_committee", "unit_id", "it ends with the committee that set it up"),
    UnitRows {
        table: "role_grant",
        column: "unit_id",
        at_end: AtEnd::Pass(Passing {
            text: "people-passing-roles",
            open: "t.to_day IS NULL",
            carry: Some(store::pass_roles),
        }),
    },
];

/// What a person has here goes with the person; where both records had the same, one of the two stays behind.
const PERSON_ROWS: &[PersonRows] = &[
    PersonRows {
        table: "account",
        column: "person_id",
        text: "people-accounts-of-person",
        key: "t.id",
        told: "t.user_name",
        at_merge: AtMerge::Follow,
    },
    PersonRows {
        table: "person_past",
        column: "person_id",
        text: "people-past-of-person",
        key: "t.unit_id || ' ' || t.to_day",
        told: "(SELECT u.name FROM unit u WHERE u.id = t.unit_id) || ' · ' || COALESCE(t.from_day, '') || ' – ' || t.to_day",
        at_merge: AtMerge::FollowUnless(
            "EXISTS (SELECT 1 FROM person_past o WHERE o.unit_id = t.unit_id AND o.to_day = t.to_day AND o.person_id = $1)",
        ),
    },
    PersonRows {
        table: "membership",
        column: "person_id",
        text: "people-memberships-of-person",
        key: "t.unit_id || ' ' || t.kind || ' ' || t.from_day",
        told: "(SELECT u.name FROM unit u WHERE u.id = t.unit_id) || ' · ' || t.from_day || ' – ' || COALESCE(t.to_day, '')",
        at_merge: AtMerge::FollowUnless(
            "EXISTS (SELECT 1 FROM membership o WHERE o.unit_id = t.unit_id AND o.kind = t.kind AND o.person_id = $1
                 AND (o.to_day IS NULL OR o.to_day > t.from_day) AND (t.to_day IS NULL OR t.to_day > o.from_day))",
        ),
    },
    PersonRows {
        table: "post",
        column: "person_id",
        text: "people-posts-of-person",
        key: "t.id",
        told: "t.title || ' · ' || t.from_day || ' – ' || COALESCE(t.to_day, '')",
        at_merge: AtMerge::FollowUnless(
            "EXISTS (SELECT 1 FROM post o WHERE o.unit_id = t.unit_id AND o.title = t.title AND o.person_id = $1
                 AND (o.to_day IS NULL OR o.to_day > t.from_day) AND (t.to_day IS NULL OR t.to_day > o.from_day))",
        ),
    },
    PersonRows {
        table: "assignment",
        column: "person_id",
        text: "people-assignments-of-person",
        key: "t.id",
        told: "COALESCE((SELECT r.name FROM area r WHERE r.id = t.area_id),
                   (SELECT u.name FROM unit u WHERE u.id = t.covered_unit_id), '') || ' · ' || t.from_day",
        at_merge: AtMerge::FollowUnless(
            "EXISTS (SELECT 1 FROM assignment o WHERE o.unit_id = t.unit_id AND o.person_id = $1
                 AND COALESCE(o.area_id, '') = COALESCE(t.area_id, '')
                 AND COALESCE(o.covered_unit_id, '') = COALESCE(t.covered_unit_id, '')
                 AND (o.to_day IS NULL OR o.to_day > t.from_day) AND (t.to_day IS NULL OR t.to_day > o.from_day))",
        ),
    },
    PersonRows {
        table: "steering_member",
        column: "person_id",
        text: "people-seats-of-person",
        key: "t.id",
        told: "(SELECT c.name FROM steering_committee c WHERE c.id = t.committee_id) || ' · ' || t.from_day",
        at_merge: AtMerge::FollowUnless(
            "EXISTS (SELECT 1 FROM steering_member o WHERE o.committee_id = t.committee_id AND o.person_id = $1
                 AND (o.to_day IS NULL OR o.to_day > t.from_day) AND (t.to_day IS NULL OR t.to_day > o.from_day))",
        ),
    },
    of_merging("person", "merged_into_person_id", "t.id"),
    of_merging("person_merge", "kept_person_id", "t.id"),
    of_merging("person_merge", "merged_person_id", "t.id"),
    of_merging("person_pair", "first_person_id", "t.second_person_id"),
    of_merging("person_pair", "second_person_id", "t.first_person_id"),
];

/// Rows about records themselves: they tell what was decided of them.
const fn of_merging(table: &'static str, column: &'static str, key: &'static str) -> PersonRows {
    PersonRows {
        table,
        column,
        text: "people-records-of-person",
        key,
        told: "''",
        at_merge: AtMerge::Stay("what was decided of the records"),
    }
}

/// The feature's plug.
#[must_use]
pub fn plug() -> Feature {
    Feature {
        name: "people",
        unit_rows: UNIT_ROWS,
        migrations: MIGRATIONS,
        texts: TEXTS,
        routes: Some(routes),
        menu: MENU,
        openapi: Some(api::openapi),
        known: known::KNOWN,
        person_rows: PERSON_ROWS,
        account_rows: ACCOUNT_ROWS,
        jobs: &[import::JOB, import::PAIRS],
        on_event: Some(on_event),
        answering: Some(web::answering::of_unit),
        search: search::SEARCHABLE,
        refusals: domain::REFUSALS,
        session_care: Some(SessionCare { is_due: store::is_session_due, renew: store::renew_session }),
        ..Feature::default()
    }
}

/// A role, a post, an assignment of a unit that ended is held no more.
fn on_event(tx: &mut Tx<'_>, event: &Event) -> Result<(), StoreError> {
    let Fact::UnitsChanged { units } = &event.fact else {
        return Ok(());
    };
    store::end_with_units(tx, units)
}
