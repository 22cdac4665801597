//! Pure words of the product, shared by every feature: ids, days, the clock, verdicts and refusals, events, roles
//! and permissions, kinds of unit. No database, no HTTP, no async: what needs those belongs in `platform`.

mod clock;
mod day;
mod event;
mod id;
mod role;
mod unit_kind;
mod verdict;
mod word;

pub use clock::{Clock, FixedClock, Instant};
pub use day::{Day, NotADay};
pub use event::{Delta, Event, Fact};
pub use id::{
    AccountId, ConferenceId, DelegateId, DocumentId, DutyId, EventId, JobId, NotAnId, PersonId, PointId, ReportId,
    RequirementId, RolloutId, UnitId,
};
pub use role::{Permission, Role, UnknownRole};
pub use unit_kind::UnitKind;
pub use verdict::{Argument, Reason, Refused, Told, Verdict};
pub use word::UnknownWord;

/// Used by the [`define_id!`] macro; not meant to be called directly.
#[doc(hidden)]
pub mod id_parts {
    pub use serde;
    pub use uuid::Uuid;
}
