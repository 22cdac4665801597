//! The letters by which a set is opened: in its address, in its QR code, typed from a paper. They are guessed by nobody and
//! avoid letters that are mistaken for one another.

use kernel::id_parts::Uuid;

const LETTERS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// Ten letters (50 bits) out of a random number.
#[must_use]
pub fn code_of(random: Uuid) -> String {
    let mut rest = random.as_u128();
    let letters = (0..10).map(|_| {
        let letter = LETTERS[usize::try_from(rest & 31).unwrap_or(0)];
        rest >>= 5;
        char::from(letter)
    });
    letters.collect()
}

/// A code as somebody typed it, brought to the form kept.
#[must_use]
pub fn normal_code(typed: &str) -> String {
    conferences::domain::code::normal_invitation(typed)
}

/// A code as it is printed: in two groups.
#[must_use]
pub fn shown_code(code: &str) -> String {
    match code.split_at_checked(5) {
        Some((one, other)) if !other.is_empty() => format!("{one}-{other}"),
        _ => code.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_survives_being_printed_and_typed() {
        let code = code_of(Uuid::from_u128(0x1234_5678_9abc_def0_1234_5678_9abc_def0));
        assert_eq!(code.len(), 10);
        assert_eq!(normal_code(&shown_code(&code).to_lowercase()), code);
    }
}
