//! Bytes as hexadecimal digits.

/// The text is not hexadecimal of the wanted length.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not hexadecimal of the wanted length")]
pub struct NotHex;

const DIGITS: &[u8; 16] = b"0123456789abcdef";

/// Lower-case hexadecimal.
#[must_use]
pub fn to_hex(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        text.push(char::from(DIGITS[usize::from(byte >> 4)]));
        text.push(char::from(DIGITS[usize::from(byte & 15)]));
    }
    text
}

/// Exactly `N` bytes out of `2N` digits, of either case.
///
/// # Errors
/// [`NotHex`].
pub fn from_hex<const N: usize>(text: &str) -> Result<[u8; N], NotHex> {
    if text.len() != N * 2 {
        return Err(NotHex);
    }
    let mut bytes = [0; N];
    for (byte, pair) in bytes.iter_mut().zip(text.as_bytes().chunks(2)) {
        let digit = |place: usize| char::from(pair[place]).to_digit(16).ok_or(NotHex);
        *byte = u8::try_from(digit(0)? * 16 + digit(1)?).map_err(|_| NotHex)?;
    }
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_survive_the_way_through_digits() {
        assert_eq!(to_hex(&[0, 171, 255]), "00abff");
        assert_eq!(from_hex::<3>("00ABff"), Ok([0, 171, 255]));
        assert_eq!(from_hex::<3>("00abf"), Err(NotHex));
        assert_eq!(from_hex::<3>("00abfg"), Err(NotHex));
    }
}
