//! The rotating code of a hall and the invitation of a delegate, both made from the conference's secret seed with a
//! keyed BLAKE3, so that every node shows and accepts the same without talking to another.

use kernel::{DelegateId, Instant, PointId};

use super::dialogue::QuestionId;
use super::presence::PromptId;

/// How long a code is shown, in milliseconds.
pub const STEP_MILLIS: i64 = 30_000;
/// Wrong codes an invitation may give before it has to wait.
pub const TRIES: i64 = 5;
/// How long it then waits, in milliseconds.
pub const WAIT_MILLIS: i64 = 5 * 60_000;

/// Letters and digits nobody confuses when they are read aloud or typed from paper (Crockford's base 32).
const LETTERS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// 32 secret bytes of one conference.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct CodeSeed(pub [u8; 32]);

impl std::fmt::Debug for CodeSeed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("CodeSeed(secret)")
    }
}

impl CodeSeed {
    /// A seed out of random bytes.
    #[must_use]
    pub fn derived_from(random: &[u8]) -> Self {
        CodeSeed(blake3::derive_key("thongsuot conference code seed", random))
    }

    /// The six digits shown at a point now.
    #[must_use]
    pub fn code_at(&self, point: PointId, now: Instant) -> String {
        self.code_of_step(point, step_of(now))
    }

    /// True when the typed text (spaces and signs left out) is the code shown now or the one before it.
    #[must_use]
    pub fn accepts(&self, point: PointId, typed: &str, now: Instant) -> bool {
        let digits = digits_of(typed);
        let step = step_of(now);
        digits.len() == 6 && [step, step - 1].iter().any(|step| self.code_of_step(point, *step) == digits)
    }

    fn code_of_step(&self, point: PointId, step: i64) -> String {
        six_digits(&self.keyed(b"code", &[point.0.as_bytes(), &step.to_be_bytes()]))
    }

    /// The six digits with which this point answers this prompt: another at each point, so that one hall cannot answer
    /// for the next.
    #[must_use]
    pub fn prompt_code(&self, point: PointId, prompt: PromptId) -> String {
        six_digits(&self.keyed(b"prompt", &[point.0.as_bytes(), prompt.0.as_bytes()]))
    }

    /// What stands for a delegate beside a question they voted for: the same each time, so that nobody votes twice, and
    /// another beside each question, so that votes cannot be put together to a person.
    #[must_use]
    pub fn voter(&self, question: QuestionId, delegate: DelegateId) -> String {
        self.keyed(b"vote", &[question.0.as_bytes(), delegate.0.as_bytes()]).to_hex()[..32].to_owned()
    }

    fn keyed(&self, purpose: &[u8], parts: &[&[u8]]) -> blake3::Hash {
        let mut hasher = blake3::Hasher::new_keyed(&self.0);
        hasher.update(purpose);
        for part in parts {
            hasher.update(part);
        }
        hasher.finalize()
    }

    /// The invitation of a delegate: twelve letters and digits (60 bits), unguessable without the seed.
    #[must_use]
    pub fn invitation_of(&self, delegate: DelegateId) -> String {
        let mut rest = first_number(&self.keyed(b"invitation", &[delegate.0.as_bytes()]));
        (0..12)
            .map(|_| {
                let letter = LETTERS[usize::try_from(rest & 31).unwrap_or(0)];
                rest >>= 5;
                char::from(letter)
            })
            .collect()
    }
}

fn six_digits(hash: &blake3::Hash) -> String {
    format!("{:06}", first_number(hash) % 1_000_000)
}

fn first_number(hash: &blake3::Hash) -> u64 {
    let mut first = [0; 8];
    first.copy_from_slice(&hash.as_bytes()[..8]);
    u64::from_be_bytes(first)
}

fn step_of(now: Instant) -> i64 {
    now.0.div_euclid(STEP_MILLIS)
}

/// The digits of what somebody typed; spaces and signs are left out.
#[must_use]
pub fn digits_of(typed: &str) -> String {
    typed.chars().filter(char::is_ascii_digit).collect()
}

/// Six digits as a screen shows them: `482 913`.
#[must_use]
pub fn shown_code(code: &str) -> String {
    let (first, second) = code.split_at_checked(3).unwrap_or((code, ""));
    format!("{first} {second}")
}

/// Seconds until the code changes: 1 to 30.
#[must_use]
pub fn seconds_left(now: Instant) -> i64 {
    (STEP_MILLIS - now.0.rem_euclid(STEP_MILLIS) + 999) / 1000
}

/// An invitation as somebody typed it, brought to the form kept: capitals, no spaces or dashes, confused letters
/// read as what they must be.
#[must_use]
pub fn normal_invitation(typed: &str) -> String {
    typed
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|letter| match letter.to_ascii_uppercase() {
            'O' => '0',
            'I' | 'L' => '1',
            other => other,
        })
        .collect()
}

/// An invitation as it is printed: `ABCD-EFGH-JKMN`.
#[must_use]
pub fn shown_invitation(invitation: &str) -> String {
    let letters: Vec<char> = invitation.chars().collect();
    letters.chunks(4).map(|chunk| chunk.iter().collect::<String>()).collect::<Vec<_>>().join("-")
}

/// True when so many wrong codes since then make the invitation wait.
#[must_use]
pub fn must_wait(wrong_tries: i64, since: Instant, now: Instant) -> bool {
    wrong_tries >= TRIES && now.0 - since.0 < WAIT_MILLIS
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use uuid::Uuid;

    const SEED: CodeSeed = CodeSeed([42; 32]);

    #[test]
    fn printed_invitations_are_read_back_however_they_are_typed() {
        let invitation = SEED.invitation_of(DelegateId(Uuid::from_u128(5)));
        assert_eq!(invitation.len(), 12);
        let printed = shown_invitation(&invitation);
        assert_eq!(printed.len(), 14);
        assert_eq!(normal_invitation(&printed.to_lowercase()), invitation);
        assert_eq!(normal_invitation("oil0"), "0110");
    }

    #[test]
    fn each_point_answers_a_prompt_with_a_code_of_its_own() {
        let (prompt, other) = (PromptId(Uuid::from_u128(1)), PromptId(Uuid::from_u128(2)));
        let point = PointId(Uuid::from_u128(9));
        let code = SEED.prompt_code(point, prompt);
        assert_eq!((code.len(), shown_code(&code).len()), (6, 7));
        assert_ne!(code, SEED.prompt_code(PointId(Uuid::from_u128(8)), prompt));
        assert_ne!(code, SEED.prompt_code(point, other));
    }

    #[test]
    fn a_voter_is_the_same_beside_a_question_and_another_beside_the_next() {
        let (question, next) = (QuestionId(Uuid::from_u128(1)), QuestionId(Uuid::from_u128(2)));
        let delegate = DelegateId(Uuid::from_u128(5));
        assert_eq!(SEED.voter(question, delegate), SEED.voter(question, delegate));
        assert_ne!(SEED.voter(question, delegate), SEED.voter(next, delegate));
    }

    #[test]
    fn five_wrong_codes_wait_five_minutes() {
        let since = Instant(1_000);
        assert!(!must_wait(4, since, since));
        assert!(must_wait(5, since, since.plus_seconds(299)));
        assert!(!must_wait(5, since, since.plus_seconds(300)));
    }

    proptest! {
        #[test]
        fn the_code_shown_is_accepted_until_the_end_of_the_next_step(millis in 0_i64..4_000_000_000_000, point: u128) {
            let point = PointId(Uuid::from_u128(point));
            let now = Instant(millis);
            let code = SEED.code_at(point, now);
            prop_assert_eq!(code.len(), 6);
            prop_assert!(SEED.accepts(point, &code, now));
            let end_of_step = Instant(millis - millis.rem_euclid(STEP_MILLIS) + STEP_MILLIS - 1);
            prop_assert_eq!(SEED.code_at(point, end_of_step), code.clone());
            prop_assert!(SEED.accepts(point, &code, end_of_step.plus_seconds(30)));
            let spaced = format!("{} {}", &code[..3], &code[3..]);
            prop_assert!(SEED.accepts(point, &spaced, now));
        }

        #[test]
        fn another_text_is_a_code_only_by_the_chance_of_two_in_a_million(typed in "[0-9]{6}", millis in 0_i64..4_000_000_000_000) {
            let point = PointId(Uuid::from_u128(9));
            let now = Instant(millis);
            let known = [SEED.code_at(point, now), SEED.code_at(point, Instant(millis - STEP_MILLIS))];
            prop_assert_eq!(SEED.accepts(point, &typed, now), known.contains(&typed));
        }

        #[test]
        fn anything_typed_is_answered_without_a_panic(typed in any::<String>()) {
            let point = PointId(Uuid::from_u128(9));
            let _ = SEED.accepts(point, &typed, Instant(0));
            let normal = normal_invitation(&typed);
            prop_assert_eq!(normal_invitation(&normal), normal);
        }

        #[test]
        fn a_code_lasts_at_most_thirty_seconds(millis in 0_i64..4_000_000_000_000) {
            prop_assert!((1..=30).contains(&seconds_left(Instant(millis))));
        }
    }
}
