//! The pages of this feature, one file per screen.

pub mod answering;
pub mod as_of;
pub(crate) mod duplicates;
pub(crate) mod edit;
mod form;
pub(crate) mod import;
pub(crate) mod list;
pub(crate) mod memberships;
pub(crate) mod personal;
pub(crate) mod responsibility;
pub(crate) mod sights;
pub(crate) mod steering;
