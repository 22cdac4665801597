//! What anybody sees of a contest, and what contestants do: few bytes, few requests, large type.

pub(crate) mod certificate;
pub(crate) mod contest;
pub(crate) mod join;
pub(crate) mod published;
pub(crate) mod ranking;
pub(crate) mod sitting;
mod visitor;
pub(crate) mod whole;

pub use visitor::contestant_cookie;

pub(crate) use visitor::Visitor;
