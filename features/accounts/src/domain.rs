//! The rules of this feature, one file per subject. What an account and a role are stands in `people::domain`.

mod acting;
mod external;
mod invitation;
mod second_factor;

pub use acting::{ACTING_LONGEST, ActingFacts, ActingId, CannotActFor, may_act_for};
pub use external::{CannotLink, ExternalId, may_unlink};
pub use invitation::{CannotAccept, Invitation, InvitationId, InvitationState, VALID_DAYS, normal_code};
pub use second_factor::{
    CannotRemove, RECOVERY_CODES, RecoveryCodeId, SECRET_BYTES, STEP_LONGEST, SecondFactor, is_recovery_code,
    may_remove, may_reset,
};

/// The codes of this feature's refusals.
pub const REFUSALS: &[&str] = &[
    "ACCT-01", "ACCT-02", "ACCT-03", "ACCT-04", "ACCT-05", "ACCT-06", "ACCT-07", "ACCT-08", "ACCT-09", "ACCT-10",
    "ACCT-11", "ACCT-12", "ACCT-13",
];
