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
