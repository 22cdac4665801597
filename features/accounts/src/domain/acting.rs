//! Acting in the place of a member who has no account, and often no telephone: the secretary of the cell does for them
//! what they could do themselves, under the secretary's own name.

use kernel::{Reason, Verdict};

kernel::define_id!(
    /// A time during which somebody acts in a person's place.
    ActingId,
);

/// How long one acts for somebody before it ends by itself, in seconds: two hours, a meeting's time.
pub const ACTING_LONGEST: i64 = 2 * 3600;

/// What the rule needs to know of the person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ActingFacts {
    /// The person is who asks.
    pub is_own: bool,
    /// The person no longer belongs to the unit.
    pub has_ended: bool,
    /// The person signs in, or was barred from it.
    pub signs_in: bool,
}

/// Why somebody does not act for a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CannotActFor {
    /// Oneself.
    Own,
    /// The person no longer belongs.
    Ended,
    /// The person signs in and acts for themselves.
    SignsIn,
    /// While one acts for somebody, the own account is out of reach.
    OwnAccount,
}

impl Reason for CannotActFor {
    fn code(&self) -> &'static str {
        match self {
            CannotActFor::Own => "ACCT-05",
            CannotActFor::Ended => "ACCT-06",
            CannotActFor::SignsIn => "ACCT-07",
            CannotActFor::OwnAccount => "ACCT-08",
        }
    }
}

/// May somebody who answers for the person's unit act in their place?
pub fn may_act_for(facts: ActingFacts) -> Verdict<CannotActFor> {
    Verdict::default()
        .refuse_if(facts.is_own, CannotActFor::Own)
        .refuse_if(facts.has_ended, CannotActFor::Ended)
        .refuse_if(facts.signs_in && !facts.is_own, CannotActFor::SignsIn)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_acts_only_for_who_cannot_act_alone() {
        let facts = ActingFacts { is_own: false, has_ended: false, signs_in: false };
        assert!(may_act_for(facts).is_yes());
        assert_eq!(may_act_for(ActingFacts { signs_in: true, ..facts }).told()[0].code, "ACCT-07");
        assert_eq!(may_act_for(ActingFacts { has_ended: true, ..facts }).told()[0].code, "ACCT-06");
        let own = may_act_for(ActingFacts { is_own: true, signs_in: true, ..facts }).told();
        assert_eq!(own.iter().map(|told| told.code).collect::<Vec<_>>(), ["ACCT-05"]);
    }
}
