//! Calls for reflections, reflections and proposals to and from the database. Text is read through [`find_texts`] and [`find_own_texts`] alone;
//! whoever calls it has asked [`crate::domain::Reflection::is_read_by`] before.

mod calls;
mod changes;
mod earlier;
mod erasing;
mod figures;
mod proposals;
mod reflections;

pub use calls::{
    CALL_SORT_KEYS, CallFilter, announce, count_asked, count_calls, find_call, insert_call, list_calls, save_call,
    save_state,
};
pub use changes::{
    DueChange, Removed, ReviewerChange, add_again, add_joined, count_joined, find_removed, insert_reviewer_change,
    is_asked, list_due_changes, list_removed, list_reviewer_changes, list_told_since, move_due, remove,
};
pub use earlier::{Earlier, EarlierId, find_earlier, keep_earlier, list_earlier};
pub use erasing::erase_person;
pub use figures::{COUNTED_ONCE, FIGURES, SUBJECTS};
pub use proposals::{Proposal, insert_proposal, list_proposals, list_themes};
pub use reflections::{
    ReflectionRow, assign, find_own_texts, find_reflection, find_texts, list_handed_in, list_of_branch, list_of_person,
    list_of_reviewer, list_of_unit, list_other_texts, lookup_own_day, save_draft, save_own_day, save_step,
};

platform::store_id!(crate::domain::CallId);
