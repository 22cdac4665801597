//! Conferences to and from the database: one file per kind of row below. Other features read through the functions
//! re-exported here.

mod agenda;
mod attendance;
mod conferences;
mod delegates;
mod desk;
mod duties;
mod figures;
mod head_counts;
mod live;
mod merging;
mod points;
mod result;
mod summoning;
mod uploads;

pub use agenda::{
    AgendaItem, NewAgendaItem, add_checklist_item, find_checklist_item, insert_agenda_item, list_agenda,
    list_checklist, lookup_agenda_item, note_agenda_time, remove_agenda_item, remove_checklist_item,
    save_checklist_item, tick_checklist_item,
};
pub use attendance::{CheckIn, check_in, check_in_many, helper_of, record_outcome};
pub use conferences::{
    ConferenceRow, NewConference, close, find, insert, is_seen_by, list_closed_for_rollout, list_page, list_planned,
    list_seen_points, open, save,
};
pub use delegates::{
    Delegate, DelegateFilter, count_delegates, find_delegate, list_delegates, list_delegates_of_person,
    lookup_by_invitation, remove_delegate,
};
pub use desk::{
    ChecklistDue, HeadCountDue, Invited, list_due_checklist, list_due_head_counts, list_invited, list_open,
};
pub use figures::{FIGURES, recount};
pub use head_counts::{enter_expected, enter_head_count, lock_expected, note_connected, unlock_expected};
pub use live::{Live, LivePoint, count_at_point, live};
pub use merging::on_event;
pub use points::{
    NewPoint, PointWithSums, count_points, find_point, generate_points, insert_point, list_points,
    list_points_with_sums, main_point, own_sums, remove_point, save_point,
};
pub use result::{Absentee, ConferenceResult, PointResult, count_owing, list_owing, result};
pub use summoning::{
    Candidate, NewDelegate, Scope, Summoned, list_candidates, list_chosen, nearest_points, search_people, summon,
    summon_owing, summon_scope,
};
pub use uploads::{Matchable, Upload, find_upload, insert_upload, list_matchable, list_named, remove_upload};

use platform::db::{Row, StoreError};

use crate::domain::{AgendaItemId, ChecklistItemId, UploadId};

platform::store_id!(AgendaItemId, ChecklistItemId, UploadId);

/// A column that holds one of a closed set of words.
fn word<T: std::str::FromStr>(row: &Row<'_>, index: usize, table: &'static str) -> Result<T, StoreError> {
    let text: String = row.get(index)?;
    text.parse().map_err(|_| StoreError::corrupt(table, format!("unknown word {text}")))
}
