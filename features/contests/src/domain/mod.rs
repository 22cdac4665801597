//! Contests: rules declared before the start, rounds, attempts, who is eligible, prizes. Facts in, decisions out; the
//! mathematics that strangers recompute are in the crate `fair-contest`.

mod barring;
mod clusters;
mod contest;
mod entry;
mod final_stage;
mod refusals;
mod round;
mod rules;

pub use barring::{Barred, BarredLines, Known, Match, normal_phone};
pub use clusters::{Cluster, Sign, Trace, clusters};
pub use contest::{AnnouncingFacts, Contest, ContestId, JoiningFacts, State, age_on};
pub use entry::{Ended, Entry, Marks, Sent, Sitting, Submitted, counts_before};
pub use fair_contest::{Standing, UnitResult, UnitScore, collective_ranking};
pub use final_stage::{FinalPlace, Given, final_ranking};
pub use refusals::{
    CannotAnnounce, CannotAnnul, CannotChange, CannotEnd, CannotJoin, CannotSettle, CannotSit, REFUSALS,
};
pub use round::{Phase, Question, Round};
pub use rules::{Asked, Collective, Eligible, Prize, Rules, prize_count, prize_of};
