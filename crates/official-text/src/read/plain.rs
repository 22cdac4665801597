//! Bytes of a text file to a string: UTF-8 and UTF-16, with or without mark. Code pages from
//! before Unicode are taken as Latin-1, to be told and converted by `read`; what is neither is refused.

use super::CannotRead;

/// The text without byte order mark.
pub(super) fn decode(bytes: &[u8]) -> Result<String, CannotRead> {
    match bytes {
        [0xef, 0xbb, 0xbf, rest @ ..] => utf8(rest),
        [0xff, 0xfe, rest @ ..] => utf16(rest, u16::from_le_bytes),
        [0xfe, 0xff, rest @ ..] => utf16(rest, u16::from_be_bytes),
        _ => utf8(bytes),
    }
}

fn utf8(bytes: &[u8]) -> Result<String, CannotRead> {
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Ok(text.to_owned());
    }
    let text = vietnamese::latin1(bytes);
    if vietnamese::LegacyEncoding::of(&text).is_some() { Ok(text) } else { Err(CannotRead::NotUnicode) }
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Result<String, CannotRead> {
    let units: Vec<u16> = bytes.chunks_exact(2).map(|pair| unit([pair[0], pair[1]])).collect();
    String::from_utf16(&units).map_err(|_| CannotRead::Damaged)
}

/// Whether the bytes are no text in any encoding that is read.
pub(super) fn is_binary(bytes: &[u8]) -> bool {
    let is_utf16 = bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]);
    !is_utf16 && bytes.iter().take(8192).any(|byte| *byte == 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_dropped_in_every_encoding() {
        let utf16: Vec<u8> = [0xfeff].into_iter().chain("Đảng".encode_utf16()).flat_map(u16::to_le_bytes).collect();
        assert_eq!(decode(&utf16), Ok("Đảng".to_owned()));
        assert_eq!(decode("\u{feff}Đảng".as_bytes()), Ok("Đảng".to_owned()));
    }
}
