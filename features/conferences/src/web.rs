//! The pages of conferences, one file a screen, and who may open what.

pub(crate) mod access;
pub(crate) mod agenda;
pub(crate) mod check_in;
pub(crate) mod delegates;
pub(crate) mod desk;
pub(crate) mod edit;
pub(crate) mod head_counts;
pub(crate) mod invitations;
pub(crate) mod list;
pub(crate) mod live;
pub(crate) mod member;
pub(crate) mod paper;
pub(crate) mod pdf;
pub(crate) mod points;
pub(crate) mod show;
pub(crate) mod uploads;
