//! Accounts linked with a person of an OpenID Connect provider. A link is made by the account's owner, signed in on both
//! sides; a provider's person without a link is let in nowhere, and no account is ever made for one.

use kernel::{Reason, Verdict};

kernel::define_id!(
    /// A link of an account with a provider's person.
    ExternalId,
);

/// Why an account is not linked, or stays linked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CannotLink {
    /// The provider's person is linked with another account.
    Taken,
    /// There is no link.
    None,
    /// Without the link nobody could sign in: the account has no password.
    NoPassword,
}

impl Reason for CannotLink {
    fn code(&self) -> &'static str {
        match self {
            CannotLink::Taken => "ACCT-11",
            CannotLink::None => "ACCT-12",
            CannotLink::NoPassword => "ACCT-13",
        }
    }
}

/// May the owner remove the link?
pub fn may_unlink(is_linked: bool, has_password: bool) -> Verdict<CannotLink> {
    Verdict::default()
        .refuse_if(!is_linked, CannotLink::None)
        .refuse_if(is_linked && !has_password, CannotLink::NoPassword)
}

#[cfg(test)]
mod tests {
    use super::may_unlink;

    #[test]
    fn nobody_removes_the_only_way_in() {
        assert!(may_unlink(true, true).is_yes());
        assert_eq!(may_unlink(true, false).told()[0].code, "ACCT-13");
        assert_eq!(may_unlink(false, false).told().len(), 1);
    }
}
