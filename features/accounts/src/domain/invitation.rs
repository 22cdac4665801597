//! An invitation to an account: a code on a slip of paper with which its holder chooses a password, once.

use kernel::{AccountId, Day, Instant, Reason, Verdict};

kernel::define_id!(
    /// An invitation to an account.
    InvitationId,
);

/// For how many days an invitation may be made valid; the first is offered first.
pub const VALID_DAYS: [i64; 3] = [14, 30, 7];

/// What became of an invitation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InvitationState {
    /// Nobody used it yet.
    Waiting,
    /// A password was chosen with it.
    Accepted {
        /// When.
        at: Instant,
    },
    /// A later one took its place.
    Replaced {
        /// When.
        at: Instant,
    },
}

/// An invitation. Its code is known to the paper alone; the database keeps a hash.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invitation {
    /// Its id.
    pub id: InvitationId,
    /// To which account.
    pub account: AccountId,
    /// Its last day.
    pub expires_on: Day,
    /// What became of it.
    pub state: InvitationState,
}

/// Why a password cannot be chosen with an invitation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CannotAccept {
    /// It was used before.
    Accepted,
    /// A later one took its place.
    Replaced,
    /// Its last day is past.
    Expired(Day),
    /// The account is disabled.
    Disabled,
}

impl Reason for CannotAccept {
    fn code(&self) -> &'static str {
        match self {
            CannotAccept::Accepted => "ACCT-01",
            CannotAccept::Replaced => "ACCT-02",
            CannotAccept::Expired(_) => "ACCT-03",
            CannotAccept::Disabled => "ACCT-04",
        }
    }
    fn arguments(&self) -> Vec<(&'static str, kernel::Argument)> {
        match self {
            CannotAccept::Expired(on) => vec![("on", (*on).into())],
            _ => Vec::new(),
        }
    }
}

impl Invitation {
    /// May a password be chosen with it today?
    pub fn may_accept(&self, is_disabled: bool, today: Day) -> Verdict<CannotAccept> {
        let is_waiting = self.state == InvitationState::Waiting;
        Verdict::default()
            .refuse_if(matches!(self.state, InvitationState::Accepted { .. }), CannotAccept::Accepted)
            .refuse_if(matches!(self.state, InvitationState::Replaced { .. }), CannotAccept::Replaced)
            .refuse_if(is_waiting && self.expires_on < today, CannotAccept::Expired(self.expires_on))
            .refuse_if(is_disabled, CannotAccept::Disabled)
    }
}

/// A code as it is hashed and compared: what was typed without spaces and hyphens, lower case.
#[must_use]
pub fn normal_code(typed: &str) -> String {
    typed.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn invitation(state: InvitationState) -> Invitation {
        let id = kernel::id_parts::Uuid::from_u128(1);
        let expires_on = "2026-12-06".parse().unwrap();
        Invitation { id: InvitationId(id), account: AccountId(id), expires_on, state }
    }

    #[test]
    fn an_invitation_is_used_once_until_the_end_of_its_last_day() {
        let day = |text: &str| text.parse::<Day>().unwrap();
        let waiting = invitation(InvitationState::Waiting);
        assert!(waiting.may_accept(false, day("2026-12-06")).is_yes());
        assert!(!waiting.may_accept(false, day("2026-12-07")).is_yes());
        assert!(!waiting.may_accept(true, day("2026-12-06")).is_yes());
        for ended in [InvitationState::Accepted { at: Instant(1) }, InvitationState::Replaced { at: Instant(1) }] {
            let told = invitation(ended).may_accept(false, day("2026-12-07")).told();
            assert_eq!(told.len(), 1, "that it expired too is of no use to anybody: {told:?}");
        }
    }

    #[test]
    fn a_code_is_the_same_however_it_is_typed() {
        assert_eq!(normal_code(" ABCD-efgh jkmn–pqrs "), "abcdefghjkmnpqrs");
    }
}
