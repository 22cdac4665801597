//! The second factor: a code of six digits that a telephone computes from a secret and the time (TOTP, RFC 6238, with
//! the parameters every authenticator understands: SHA-1, six digits, thirty seconds), or a recovery code from paper.

use kernel::{AccountId, Instant, Reason, Verdict};
use totp_rs::{Builder, Secret, Totp, TotpError};

kernel::define_id!(
    /// A recovery code.
    RecoveryCodeId,
);

/// The bytes of a secret, as RFC 4226 recommends.
pub const SECRET_BYTES: usize = 20;
/// So many recovery codes are made at once; each is used once.
pub const RECOVERY_CODES: usize = 10;
/// How long the question for the second factor waits after the password, in seconds.
pub const STEP_LONGEST: i64 = 10 * 60;

const ISSUER: &str = "Thông Suốt";
const SECONDS: u64 = 30;
/// A telephone's clock may differ by one code to either side.
const SKEW: u16 = 1;

/// The second factor of an account.
#[derive(Clone, PartialEq, Eq)]
pub struct SecondFactor {
    /// Whose.
    pub account: AccountId,
    /// What the telephone knows too. No `Debug` shows it.
    pub secret: [u8; SECRET_BYTES],
    /// Asked for since; none while it is being set up.
    pub confirmed_at: Option<Instant>,
    /// The number of the last time step whose code was accepted: none is accepted twice.
    pub last_step: i64,
}

impl std::fmt::Debug for SecondFactor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SecondFactor")
            .field("account", &self.account)
            .field("confirmed_at", &self.confirmed_at)
            .finish()
    }
}

impl SecondFactor {
    fn totp(&self, user_name: &str) -> Result<Totp, TotpError> {
        Builder::new()
            .with_secret(Secret::new_stack(self.secret))
            .with_step_duration(SECONDS)
            .with_skew(SKEW)
            .with_issuer(Some(ISSUER))
            .with_account_name(user_name)
            .build()
    }

    /// The time step of which this is the code now, give or take one; none for a wrong code and for one of a step
    /// accepted before.
    ///
    /// # Errors
    /// [`TotpError`] when the parameters make no TOTP.
    pub fn step_of(&self, code: &str, now: Instant) -> Result<Option<i64>, TotpError> {
        let typed: String = code.chars().filter(char::is_ascii_digit).collect();
        let seconds = u64::try_from(now.0 / 1000).unwrap_or(0);
        let step = self.totp("")?.check(&typed, seconds).and_then(|step| i64::try_from(step).ok());
        Ok(step.filter(|step| *step > self.last_step))
    }

    /// What the QR code of the set-up holds: `otpauth://totp/…`.
    ///
    /// # Errors
    /// [`TotpError`] when the user name holds a colon.
    pub fn address(&self, user_name: &str) -> Result<String, TotpError> {
        self.totp(user_name)?.to_url()
    }

    /// The secret for who types it: base32 in groups of four.
    #[must_use]
    pub fn typed_secret(&self) -> String {
        let text: Vec<char> = Secret::new_stack(self.secret).to_base32().chars().collect();
        text.chunks(4).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join(" ")
    }
}

/// True when it looks like a recovery code rather than like six digits.
#[must_use]
pub fn is_recovery_code(typed: &str) -> bool {
    typed.chars().any(|c| c.is_ascii_alphabetic())
}

/// Why a second factor is not removed or reset.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CannotRemove {
    /// There is none.
    None,
    /// A role held today asks for one.
    Required,
}

impl Reason for CannotRemove {
    fn code(&self) -> &'static str {
        match self {
            CannotRemove::None => "ACCT-09",
            CannotRemove::Required => "ACCT-10",
        }
    }
}

/// May the owner do without a second factor from now on?
pub fn may_remove(has_one: bool, is_required: bool) -> Verdict<CannotRemove> {
    may_reset(has_one).refuse_if(is_required, CannotRemove::Required)
}

/// May an administrator reset the second factor, so that another is set up?
pub fn may_reset(has_one: bool) -> Verdict<CannotRemove> {
    Verdict::default().refuse_if(!has_one, CannotRemove::None)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The secret of RFC 6238, appendix B.
    fn factor() -> SecondFactor {
        let account = AccountId(kernel::id_parts::Uuid::from_u128(1));
        SecondFactor { account, secret: *b"12345678901234567890", confirmed_at: None, last_step: 0 }
    }

    #[test]
    fn the_codes_are_those_of_rfc_6238() {
        // the RFC's eight digits, of which six are the last
        for (seconds, code) in
            [(59, "287082"), (1_111_111_109, "081804"), (1_234_567_890, "005924"), (20_000_000_000, "353130")]
        {
            assert_eq!(factor().step_of(code, Instant(seconds * 1000)).unwrap(), Some(seconds / 30), "{seconds}");
        }
    }

    #[test]
    fn a_code_holds_half_a_minute_around_its_own_and_once() {
        let at = |seconds: i64| factor().step_of("081 804", Instant(seconds * 1000)).unwrap();
        assert!(at(1_111_111_109 + 30).is_some() && at(1_111_111_109 - 29).is_some());
        assert!(at(1_111_111_109 + 61).is_none() && at(1_111_111_109 - 60).is_none());
        let used = SecondFactor { last_step: 1_111_111_109 / 30, ..factor() };
        assert_eq!(used.step_of("081804", Instant(1_111_111_109_000)).unwrap(), None);
        for wrong in ["", "81804", "0818040", "abc"] {
            assert_eq!(factor().step_of(wrong, Instant(1_111_111_109_000)).unwrap(), None, "{wrong}");
        }
    }

    #[test]
    fn the_set_up_can_be_scanned_and_typed() {
        let address = factor().address("hanh.tran").unwrap();
        assert!(address.starts_with("otpauth://totp/"), "{address}");
        assert!(address.contains("secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"), "{address}");
        assert_eq!(factor().typed_secret(), "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ");
        assert!(!format!("{:?}", factor()).contains("49"), "a log line shows no secret");
        assert!(is_recovery_code("abcd-efgh-jk23") && !is_recovery_code("123 456"));
    }

    #[test]
    fn what_a_role_asks_for_is_not_removed_by_its_owner_but_reset_by_an_administrator() {
        assert!(may_remove(true, false).is_yes());
        assert_eq!(may_remove(true, true).told()[0].code, "ACCT-10");
        assert_eq!(may_remove(false, false).told()[0].code, "ACCT-09");
        assert!(may_reset(true).is_yes() && !may_reset(false).is_yes());
    }
}
