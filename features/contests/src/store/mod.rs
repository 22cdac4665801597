//! Contests to and from the database.

mod attempts;
mod barred;
mod contestants;
mod contests;
mod figures;
mod finals;
mod prizes;
mod questions;
mod reading;
mod rounds;

use platform::db::{Param, StoreError};

use crate::domain::ContestId;

pub use attempts::{
    Kept, Logged, find_result, insert_results, load_entries, lock_log, prefer_indexes, save_entries, save_log,
};
pub use barred::{BarredLine, insert_barred, is_barred, list_barred, remove_barred};
pub use contestants::{
    CONTESTANT_SORT_KEYS, Contestant, ContestantFilter, NewContestant, UnitFigures, count_contestants, count_listed,
    erase_person, exclude, find_contestant, insert_contestants, list_contestants, list_contestants_by_no,
    list_eligible_people, list_excluded, lookup_by_code, lookup_join_keys, reserve_numbers, unit_figures,
};
pub use contests::{
    CONTEST_SORT_KEYS, ContestFilter, announce, count, find, find_by_no, insert, list_page, list_public, save_rules,
    save_state,
};
pub use figures::{ATTEMPTS, FIGURES, PEOPLE, count_people_and_attempts, settled_by_unit};
pub use finals::{Finalist, insert_finalist, list_finalists, list_marks, remove_finalist, save_mark};
pub use prizes::{
    Certificate, NewCertificate, find_certificate, insert_certificates, list_certificates, withdraw_certificate,
};
pub use questions::{count_questions, list_questions, replace_questions, sources};
pub use reading::{Annulled, RoundTotals, annul, each_best, each_result, list_annulled, results_after, round_totals};
pub use rounds::{
    extend_round, find_log_head, find_round, insert_round, list_open_overdue, list_rounds, list_unsettled,
    remove_round, save_round, save_truth, seal_round, settle,
};

platform::store_id!(ContestId);

/// A word of a closed set out of a row.
fn word<T: std::str::FromStr>(table: &'static str, text: &str) -> Result<T, StoreError> {
    text.parse().map_err(|_| StoreError::corrupt(table, text))
}

fn json<T: serde::de::DeserializeOwned>(table: &'static str, text: &str) -> Result<T, StoreError> {
    serde_json::from_str(text).map_err(|error| StoreError::corrupt(table, error.to_string()))
}

fn to_json<T: serde::Serialize>(value: &T) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

/// Borrowed parameters of statements.
type Params<'p> = Vec<&'p dyn Param>;
