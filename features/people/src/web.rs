//! The pages of this feature, one file per screen.

pub(crate) mod edit;
pub(crate) mod import;
pub(crate) mod list;
