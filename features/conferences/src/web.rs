//! The pages of conferences, one file a screen, and who may open what.

pub(crate) mod access;
pub(crate) mod agenda;
pub(crate) mod check_in;
pub(crate) mod delegates;
pub(crate) mod desk;
pub(crate) mod dialogue;
pub(crate) mod edit;
pub(crate) mod head_counts;
pub(crate) mod invitations;
pub(crate) mod limits;
pub(crate) mod line;
pub(crate) mod list;
pub(crate) mod live;
pub(crate) mod member;
pub(crate) mod member_dialogue;
pub(crate) mod paper;
pub(crate) mod pdf;
pub(crate) mod points;
pub(crate) mod presence;
pub(crate) mod seating;
pub(crate) mod show;
pub(crate) mod survey;
pub(crate) mod sync;
pub(crate) mod uploads;
