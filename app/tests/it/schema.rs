//! The schemas of the two engines are one.

use testkit::{Engine, Site};
use thongsuot::features::features;

#[test]
fn both_engines_have_the_same_tables_and_columns() {
    let sqlite = Site::new(Engine::Sqlite, features()).app.db.schema().expect("SQLite's schema");
    let postgres = Site::new(Engine::Postgres, features());
    let other = postgres.app.db.schema().expect("PostgreSQL's schema");
    assert!(sqlite.len() > 100);
    let only = |ours: &[platform::db::SchemaColumn], theirs: &[platform::db::SchemaColumn]| {
        ours.iter().filter(|column| !theirs.contains(column)).map(|c| format!("{c:?}")).collect::<Vec<_>>()
    };
    assert_eq!(only(&sqlite, &other), Vec::<String>::new(), "on SQLite only");
    assert_eq!(only(&other, &sqlite), Vec::<String>::new(), "on PostgreSQL only");
}

#[test]
fn migrations_have_names_of_their_own() {
    let mut names: Vec<&str> = platform::app::migrations(&features()).iter().map(|m| m.name).collect();
    let count = names.len();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), count);
}

/// Tables of the platform: their units are told by events, or they are about no unit's rows.
const OF_THE_PLATFORM: &[&str] = &["event"];

#[test]
fn every_column_that_names_a_unit_says_what_becomes_of_it_when_the_unit_ends() {
    let schema = Site::new(Engine::Sqlite, features()).app.db.schema().expect("SQLite's schema");
    let declared: Vec<(&str, &str)> =
        features().iter().flat_map(|feature| feature.unit_rows).map(|rows| (rows.table, rows.column)).collect();
    let names_unit = |column: &str| column == "unit_id" || column.ends_with("_unit_id");
    let mut silent = Vec::new();
    for column in schema.iter().filter(|c| names_unit(&c.column) && !OF_THE_PLATFORM.contains(&c.table.as_str())) {
        if !declared.contains(&(column.table.as_str(), column.column.as_str())) {
            silent.push(format!("{}.{} is in no feature's unit_rows", column.table, column.column));
        }
    }
    assert_eq!(silent, Vec::<String>::new());
    for (table, column) in declared {
        let known = schema.iter().any(|c| c.table == table && c.column == column);
        assert!(known, "{table}.{column} is declared but not in the schema");
    }
}

/// Columns that name a person under another word.
const NAME_A_PERSON: &[(&str, &str)] =
    &[("agenda_item", "reporter_id"), ("draft_invitee", "invitee"), ("draft_opinion", "giver")];

#[test]
fn every_column_that_names_a_person_says_what_becomes_of_it_when_two_records_are_one_person() {
    let schema = Site::new(Engine::Sqlite, features()).app.db.schema().expect("SQLite's schema");
    let declared: Vec<(&str, &str)> =
        features().iter().flat_map(|feature| feature.person_rows).map(|rows| (rows.table, rows.column)).collect();
    let names_person = |table: &str, column: &str| {
        column == "person_id" || column.ends_with("_person_id") || NAME_A_PERSON.contains(&(table, column))
    };
    let mut silent = Vec::new();
    for column in schema.iter().filter(|c| names_person(&c.table, &c.column)) {
        if !declared.contains(&(column.table.as_str(), column.column.as_str())) {
            silent.push(format!("{}.{} is in no feature's person_rows", column.table, column.column));
        }
    }
    assert_eq!(silent, Vec::<String>::new());
    for (table, column) in declared {
        let known = schema.iter().any(|c| c.table == table && c.column == column);
        assert!(known, "{table}.{column} is declared but not in the schema");
    }
}

#[test]
fn what_is_said_of_a_persons_rows_is_sql_of_both_engines() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let site = Site::new(engine, features());
        for rows in features().iter().flat_map(|feature| feature.person_rows) {
            let sql = format!("SELECT {}, {} FROM {} t WHERE t.{} = $1", rows.key, rows.told, rows.table, rows.column);
            let said = site.app.db.read_now(|tx| tx.list(&sql, &[&"nobody"], |_| Ok(())));
            assert!(said.is_ok(), "{engine:?} {}.{}: {said:?}", rows.table, rows.column);
        }
        for rows in features().iter().flat_map(|feature| feature.rows_through_person) {
            let sql = format!("SELECT {} FROM {} t WHERE {}", rows.told, rows.table, rows.of_person);
            let said = site.app.db.read_now(|tx| tx.list(&sql, &[&"nobody"], |_| Ok(())));
            assert!(said.is_ok(), "{engine:?} {}: {said:?}", rows.table);
        }
    }
}

#[test]
fn texts_about_a_persons_rows_are_there() {
    let texts = crate::texts::texts();
    let of_rows = features().iter().flat_map(|feature| feature.person_rows).map(|rows| rows.text).collect::<Vec<_>>();
    let through = features().iter().flat_map(|feature| feature.rows_through_person).map(|rows| rows.text).collect();
    for text in [of_rows, through].concat() {
        for language in platform::texts::Language::ALL {
            assert!(texts.has(language, text), "{} {text}", language.code());
        }
    }
}
