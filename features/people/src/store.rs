//! The rows of this feature, read and written. One file for people, one for lists of them, one for their memberships, one
//! for posts and assignments, one for steering committees, one for accounts and roles, one for sessions, tokens and
//! attempts to sign in. No rule is decided here.

mod account_list;
mod accounts;
mod as_of;
mod behalf;
mod counted;
mod listing;
mod memberships;
mod merging;
mod not_signing_in;
mod pairs;
mod passing;
mod people;
mod personal;
mod responsibility;
mod sessions;
mod steering;

platform::store_id!(
    crate::domain::GrantId,
    crate::domain::merge::MergeId,
    crate::domain::TokenId,
    crate::domain::responsibility::PostId,
    crate::domain::responsibility::AreaId,
    crate::domain::responsibility::AssignmentId,
    crate::domain::responsibility::SteeringId,
    crate::domain::responsibility::SteeringMemberId
);

pub use account_list::{ACCOUNT_SORTS, AccountFilter, AccountLine, count_accounts, list_accounts_page};
use accounts::heads_of_on;
pub use accounts::{
    Head, account_name, create_account, end_grant, find_account, find_grant, grant, heads_of, list_accounts_of,
    list_grants, list_holders, lookup_account_by_user_name, lookup_credentials, pass_roles, password_hash,
    save_disabled, save_language, save_password,
};
pub use as_of::{PastDay, posts_on};
pub use behalf::{list_done_for, list_done_for_people_of};
pub use counted::CountedOnce;
pub use listing::{PeopleQuery, PersonLine, SORTS, count_page, each_line, list_page, page_and_total};
pub use memberships::{
    end_membership, insert_membership, list_memberships, list_past_homes, list_units_beside, note_past, pass_homes,
    pass_memberships,
};
pub use merging::{count_rows, find_merge, list_merges, merge, part, standing_for};
pub use not_signing_in::{NotSigningIn, count_not_signing_in, free_user_name, list_not_signing_in, signs_in};
pub use pairs::{count_pairs, find_pairs, list_pairs, note_different, note_pair, undecided};
pub use passing::{OPEN_ASSIGNMENTS, OPEN_MEMBERSHIPS, pass_assignments};
pub use people::{
    Happening, count_members, count_members_of_children, count_own_members, count_people, count_probationary,
    find_person, insert_person, insert_person_since, list_history, list_same_person, list_unit_people,
    lookup_person_by_external_id, minimal_roots, save_person,
};
pub(crate) use people::{folded, lookup_person_by_name, lookup_person_without_id};
pub use personal::{Kept, count_offices, erase, gather, note_given};
pub use responsibility::{
    Answering, assigning_facts, end_area, end_assignment, end_post, end_with_units, find_area, find_assignment,
    find_post, insert_area, insert_assignment, insert_post, list_answering, list_answering_on, list_areas,
    list_assignments, list_assignments_of, list_posts, list_posts_of, lookup_head, lookup_head_on,
};
pub use sessions::{
    SessionLine, TokenLine, count_failures, end_other_sessions, end_session, forget_failures, identify_session,
    identify_token, insert_failure, insert_token, is_session_due, list_sessions, list_tokens, renew_session,
    revoke_token, start_session,
};
pub use steering::{
    end_seat, find_steering, find_steering_member, insert_steering, insert_steering_member, list_seats_of,
    list_steering, list_steering_members, save_steering,
};
