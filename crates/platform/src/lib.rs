//! The platform under every feature: the database, the web (routes with permissions, the actor, forms, failures,
//! page shell), texts in two languages, jobs, files. No rule and no table of a feature belongs here.

pub mod app;
pub mod burden;
pub mod db;
pub mod files;
pub mod imports;
pub mod jobs;
pub mod search;
mod stopping;
pub mod texts;
mod unit_rows;
pub mod web;

pub use app::{App, Feature, Setup};

/// The platform's own migrations.
pub const MIGRATIONS: &[db::Migration] = &[
    db::Migration { name: "20260901-platform", sql: include_str!("../migrations/20260901-platform.sql") },
    db::Migration { name: "20260901-imports", sql: include_str!("../migrations/20260901-imports.sql") },
    db::Migration { name: "20261130-platform-behalf", sql: include_str!("../migrations/20261130-platform-behalf.sql") },
];

/// The platform's own texts.
pub const TEXTS: &[texts::Source] = &[
    texts::Source { language: texts::Language::Vietnamese, text: include_str!("../locales/vi.ftl") },
    texts::Source { language: texts::Language::English, text: include_str!("../locales/en.ftl") },
];
