//! Contests to and from the database.

mod annulling;
mod attempt_list;
mod attempts;
mod barred;
mod contestant_list;
mod contestants;
mod contests;
mod figures;
mod finals;
mod past;
mod prizes;
mod questions;
mod reading;
mod rounds;
mod sharing;
mod units;

use platform::db::{Param, StoreError};

use crate::domain::ContestId;

pub use annulling::{Annulled, annul, annul_contestants, annul_latecomers, list_annulled};
pub use attempt_list::{ATTEMPT_SORT_KEYS, AttemptRow, count_attempts, list_attempts};
pub use attempts::{
    Kept, Logged, find_result, insert_results, load_entries, lock_log, prefer_indexes, save_entries, save_log,
};
pub use barred::{TakenOut, annul_barred, barred_by, insert_barred, is_barred_for_certain, list_barred, remove_barred};
pub use contestant_list::{CONTESTANT_SORT_KEYS, ContestantFilter, count_contestants, list_contestants};
pub use contestants::{
    Contestant, NewContestant, contestants_called, count_listed, erase_person, exclude, find_contestant,
    insert_contestants, list_contestants_by_no, list_eligible_people, list_excluded, list_namesakes, list_taken_codes,
    lookup_by_code, lookup_join_keys, reserve_numbers,
};
pub use contests::{
    CONTEST_SORT_KEYS, ContestFilter, announce, count, count_public, find, find_by_no, insert, list_page, list_public,
    save_rules, save_state,
};
pub use figures::{ATTEMPTS, FIGURES, PEOPLE, count_people_and_attempts, settled_by_unit};
pub use finals::{
    Finalist, erase_from_finalists, insert_finalist, list_finalists, list_marks, remove_finalist, save_mark,
    tie_finalist,
};
pub use past::{ListThen, count_people_and_attempts_on, list_then};
pub use prizes::{
    ANNULLED, BY_PERSON, Certificate, DROPPED, FINAL, NewCertificate, REPLACED, annul_certificates,
    annul_certificates_of_final, erase_from_certificates, find_certificate, insert_certificates, list_certificates,
    withdraw_certificate,
};
pub use questions::{count_questions, list_questions, replace_questions, sources};
pub use reading::{RoundTotals, each_best, each_result, results_after, round_totals};
pub use rounds::{
    extend_round, find_log_head, find_round, insert_round, is_settled, list_open_overdue, list_rounds, list_unsettled,
    remove_round, save_round, save_truth, seal_round, settle,
};
pub use sharing::{Elsewhere, asked_elsewhere, held_back, list_open_elsewhere};
pub use units::{UnitFigures, list_tops, state_of_units, unit_figures, units_of_results, whole_unit_figures};

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
