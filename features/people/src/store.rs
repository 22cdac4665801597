//! The rows of this feature, read and written. One file for people, one for lists of them, one for accounts and roles, one for sessions,
//! tokens and attempts to sign in. No rule is decided here.

mod accounts;
mod behalf;
mod listing;
mod not_signing_in;
mod people;
mod sessions;

platform::store_id!(crate::domain::GrantId, crate::domain::TokenId);

pub use accounts::{
    AccountLine, Head, account_name, count_accounts, create_account, end_grant, find_account, find_grant, grant,
    heads_of, list_accounts_of, list_accounts_page, list_grants, list_holders, lookup_account_by_user_name,
    lookup_credentials, pass_roles, password_hash, save_disabled, save_language, save_password,
};
pub use behalf::{list_done_for, list_done_for_people_of};
pub use listing::{PeopleQuery, PersonLine, SORTS, count_page, each_line, list_page, page_and_total};
pub use not_signing_in::{NotSigningIn, count_not_signing_in, free_user_name, list_not_signing_in, signs_in};
pub use people::{
    Happening, count_members, count_people, find_person, insert_person, list_history, list_same_person,
    list_unit_people, lookup_person_by_external_id, minimal_roots, save_person,
};
pub(crate) use people::{folded, lookup_person_without_id};
pub use sessions::{
    SessionLine, TokenLine, count_failures, end_other_sessions, end_session, forget_failures, identify_session,
    identify_token, insert_failure, insert_token, is_session_due, list_sessions, list_tokens, renew_session,
    revoke_token, start_session,
};
