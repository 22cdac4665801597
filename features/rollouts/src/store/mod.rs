//! Rollouts, requirements, duties and templates to and from the database. `rollout(id, title, unit_id)` is published:
//! later features may join it for reading. Rules are in `domain`.

mod again;
mod answers;
mod asked;
mod charge;
mod documents;
mod duties;
mod endings;
mod figures;
mod launch;
mod lists;
mod requirements;
mod rollouts;
mod templates;

pub use again::ask_again;
pub use answers::{
    AnswerSums, AnswersOf, ENTERED, ENTERED_BY, ENTERED_RECORDED, Look, UnitAnswers, list_answer_sums, list_answers,
    list_answers_of, list_looks, save_answers, save_look,
};
pub use charge::{Charge, find_charge, save_charge};
pub use documents::{
    ChosenDocument, list_documents, list_recent_documents, list_running_with, lookup_document, save_documents,
};
pub use duties::{
    DutyFacts, begin_by_evidence, complete_by_evidence, find_duty, find_duty_facts, on_event, save_duty, save_reminder,
    say_minutes, units_of_duties,
};
pub use figures::{
    FIGURES, MONTHS, REQUIREMENTS, list_progress_of_children, list_progress_of_children_in, progress, progress_in,
};
pub use launch::{Addressed, add_requirement, count_addressed, foresee, insert_duties, launch, launch_facts};
pub use lists::{
    DutyFilter, DutyRow, PastDay, SORT_KEYS, count_duties, count_groups, count_open_not_due, count_own_overdue,
    list_duties, list_own_duties,
};
pub use requirements::{find_requirement, insert_requirement, list_requirements, lookup_due_day, replace_requirements};
pub use rollouts::{
    NewRollout, RolloutFilter, count_rollouts, find, insert, list_page, list_running_for_unit, list_running_of, save,
};
pub use templates::{find_template, insert_template, list_templates, save_template};

platform::store_id!(crate::domain::TemplateId);
