//! Conferences to and from the database: one file per kind of row below. Other features read through the functions
//! re-exported here.

mod agenda;
mod attendance;
mod conferences;
mod delegates;
mod desk;
mod dialogue;
mod duties;
mod figures;
mod head_counts;
mod limits;
mod line_faults;
mod listing;
mod live;
mod merging;
mod offline;
mod past;
mod points;
mod presence;
mod quality;
mod result;
mod seating;
mod summoning;
mod survey;
mod uploads;

pub use agenda::{
    AgendaItem, NewAgendaItem, add_checklist_item, find_checklist_item, insert_agenda_item, list_agenda,
    list_checklist, lookup_agenda_item, note_agenda_time, remove_agenda_item, remove_checklist_item,
    save_checklist_item, tick_checklist_item,
};
pub use attendance::{CheckIn, check_in, check_in_many, helper_of, record_outcome, record_outcome_at};
pub use conferences::{
    NewConference, close, count_closed_in, find, insert, list_closed_for_rollout, list_near, list_planned, open, save,
};
pub use delegates::{
    Delegate, DelegateFilter, count_delegates, find_delegate, list_delegates, list_delegates_of_person,
    lookup_by_invitation, remove_delegate,
};
pub use desk::{
    ChecklistDue, HeadCountDue, Invited, WaitingPrompt, list_due_checklist, list_due_head_counts, list_invited,
    list_open, list_waiting_prompts,
};
pub use dialogue::{
    QuestionFilter, count_by_handling, count_questions, find_dialogue, find_question, has_questions, has_voted,
    insert_question, list_questions, save_dialogue, save_handling, vote,
};
pub use figures::FIGURES;
pub use head_counts::{enter_expected, enter_head_count, lock_expected, note_connected, unlock_expected};
pub use limits::{DatedLimit, Limit, limit_on, list_limits, save_limit};
pub use line_faults::{LineSum, NewFault, end_of, find_fault, insert_fault, list_faults, save_fault, sum_by_point};
pub use listing::{ConferenceRow, is_seen_by, list_page, list_seen_points};
pub use live::{Live, LivePoint, count_at_point, live};
pub use merging::on_event;
pub use offline::{HeldBack, take_in};
pub use past::{count_untold, list_page_on};
pub use points::{
    NewPoint, PointWithSums, count_points, find_point, generate_points, insert_point, list_points,
    list_points_with_sums, main_point, own_sums, remove_point, save_point,
};
pub use presence::{
    HallCount, answer_prompt, count_online_points, draw_prompts, ended_at, find_count, insert_count, judge_count,
    list_answers, list_counts, list_prompts, lookup_open_prompt, open_prompt,
};
pub use quality::{Quality, quality};
pub use result::{Absentee, ConferenceResult, PointResult, count_owing, list_owing, result};
pub use seating::{
    Seated, choose_equipment, choose_hall, list_chosen_equipment, list_seated, lookup_hall, lookup_seat, prepared,
    seat_everybody, seats_of,
};
pub use summoning::{
    Candidate, NewDelegate, Scope, Summoned, list_candidates, list_chosen, nearest_points, search_people, summon,
    summon_owing, summon_scope,
};
pub use survey::{SurveySums, has_replied, open_survey, survey_ends_on, survey_sums, take_reply};
pub use uploads::{Matchable, Upload, find_upload, insert_upload, list_matchable, list_named, remove_upload};

use kernel::ConferenceId;
use platform::db::{Row, StoreError, Tx};

use crate::domain::dialogue::QuestionId;
use crate::domain::line_faults::FaultId;
use crate::domain::presence::{CountId, PromptId};
use crate::domain::{AgendaItemId, ChecklistItemId, UploadId};

platform::store_id!(AgendaItemId, ChecklistItemId, UploadId, QuestionId, FaultId, CountId, PromptId);

/// A random number nobody can foretell, out of a fresh id that is used for nothing else.
fn random(tx: &mut Tx<'_>) -> u64 {
    let id: ConferenceId = tx.new_id();
    let hash = blake3::derive_key("thongsuot conference random number", id.0.as_bytes());
    hash.iter().take(8).fold(0, |number, byte| number << 8 | u64::from(*byte))
}

/// A column that holds one of a closed set of words.
fn word<T: std::str::FromStr>(row: &Row<'_>, index: usize, table: &'static str) -> Result<T, StoreError> {
    let text: String = row.get(index)?;
    text.parse().map_err(|_| StoreError::corrupt(table, format!("unknown word {text}")))
}
