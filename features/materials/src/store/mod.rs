//! Materials to and from the database.

mod audience;
mod copies;
mod counts;
mod figures;
mod merging;
mod openings;
mod packs;
mod parts;
mod past;
mod rules;
mod sets;
mod uploads;

use platform::db::StoreError;

use crate::domain::{MaterialId, PackId, PartId, UploadId};

pub use audience::{audiences_of, count_audience};
pub use copies::{Copies, insert_copies, list_copies};
pub use counts::{CoverageOf, coverage_of_branch, coverage_of_children, coverage_of_unit, is_counted};
pub use figures::{COVERED, FIGURES, OPENED, PAPER, STUDIED};
pub use merging::on_event;
pub use openings::{EditionCount, Reading, list_edition_counts, list_unread, lookup_opening, note_opening};
pub use packs::{
    HandedIn, find_pack, hand_in, insert_pack, list_pack_lines, list_packs, lookup_pack_by_code, reopen, save_photo,
    save_typed,
};
pub use parts::{PartFields, count_parts, find_part, insert_part, list_parts, move_up, remove_part, save_part};
pub use past::list_packs_on;
pub use rules::{list_rules, rule_on, save_rule};
pub use sets::{
    Edition, SORT_KEYS, SetFilter, SetRow, count, find, insert, list_editions, list_page, list_read_by, list_serving,
    lookup_by_code, save_begun, save_head, save_published, save_withdrawn,
};
pub use uploads::{ArrivingFile, find_upload, insert_upload, list_expired, note_kept, remove_upload};

platform::store_id!(MaterialId, PackId, PartId, UploadId);

/// A word of a closed set out of a row.
fn word<T: std::str::FromStr>(table: &'static str, text: &str) -> Result<T, StoreError> {
    text.parse().map_err(|_| StoreError::corrupt(table, text))
}
