//! The rules of rollouts: facts in, decision out. No database, no clock, no HTTP.

mod answer;
mod chosen;
mod duty;
pub mod figure;
mod figure_rule;
mod measure;
mod requirement;
mod rollout;
mod unusual;
mod weight;
mod work;

pub use answer::{FigureAnswer, count_missing, read_figure};
pub use chosen::{CannotChoose, MOST_AT_ONCE, may_choose};
pub use duty::{CannotChange, Colour, Duty, DutyState, Ending, Evidence, Group, NEAR_DAYS};
pub use figure::Progress;
pub use figure_rule::{FigureFault, FigureRule, fault_of_entry, fault_of_typed};
pub use measure::{Audience, Measure};
pub use requirement::{ADDRESSABLE, Ask, AskBody, DEPTHS, DeadlineRule, Requirement, is_reached, tier};
pub use rollout::{CannotClose, CannotEdit, CannotLaunch, Foreseen, LaunchFacts, Rollout, RolloutState};
pub use unusual::{Entry, Unusual, unusual};
pub use weight::{Share, Weight, weigh};
pub use work::{AskedFigure, count_known, deltas_of_asking, work_of, work_of_figure};

/// The codes of all refusals of this feature.
pub const REFUSALS: &[&str] = &[
    "ROLL-01", "ROLL-02", "ROLL-03", "ROLL-04", "ROLL-05", "ROLL-06", "ROLL-07", "ROLL-08", "ROLL-09", "ROLL-10",
    "ROLL-11", "ROLL-12", "ROLL-13", "ROLL-14", "ROLL-15", "ROLL-16", "ROLL-17", "ROLL-18", "ROLL-19", "ROLL-20",
];

/// A template of requirements, kept by a unit (or by nobody: delivered with the product, copied when changed).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Template {
    /// Its id.
    pub id: TemplateId,
    /// Whose it is; none: delivered with the product.
    pub unit: Option<kernel::UnitId>,
    /// Its name.
    pub name: String,
    /// What it asks, in order.
    pub asks: Vec<Ask>,
    /// Changes with every change.
    pub version: i64,
}

kernel::define_id!(
    /// A template of requirements.
    TemplateId,
);
