//! The rows of this feature, read and written. Rows of accounts, roles and sessions belong to `people`, which other
//! features ask about them; its functions are named here again, so that handlers ask one store.

mod acting;
mod external;
mod forgetting;
mod invitations;
mod second_factors;

platform::store_id!(
    crate::domain::ActingId,
    crate::domain::InvitationId,
    crate::domain::RecoveryCodeId,
    crate::domain::ExternalId
);

pub use acting::{begin_acting, end_acting, lookup_acting};
pub use external::{
    AtProvider, insert_at_provider, insert_link, lookup_link, lookup_linked_account, remove_link, take_at_provider,
};
pub use forgetting::forget_sign_in;
pub use invitations::{
    find_invitation, insert_invitation, lookup_invitation, lookup_waiting_invitation, save_accepted,
};
pub use people::store::*;
pub use second_factors::{
    SignInStep, begin_second_factor, begin_step, count_recovery_codes, end_step, list_factor_roles,
    lookup_confirmed_factor, lookup_second_factor, lookup_step, needs_factor, remove_second_factor,
    renew_recovery_codes, save_factor_roles, save_step, sign_out_without_factor, use_recovery_code,
};
