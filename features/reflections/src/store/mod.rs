//! Calls for reflections, reflections and proposals to and from the database. Text is read through [`find_texts`] alone;
//! whoever calls it has asked [`crate::domain::Reflection::is_read_by`] before.

mod calls;
mod figures;
mod proposals;
mod reflections;

pub use calls::{
    CALL_SORT_KEYS, CallFilter, announce, count_asked, count_calls, find_call, insert_call, list_calls, save_call,
    save_state,
};
pub use figures::{COUNTED_ONCE, FIGURES};
pub use proposals::{Proposal, insert_proposal, list_proposals, list_themes};
pub use reflections::{
    ReflectionRow, assign, find_reflection, find_texts, list_of_person, list_of_reviewer, list_of_unit,
    list_other_texts, save_draft, save_step,
};

platform::store_id!(crate::domain::CallId);
