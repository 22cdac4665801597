//! From the file to its signature fields: which bytes each one signs, and what it says of itself.

use std::collections::HashSet;

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::{Offset, TimeZone};
use lopdf::{Dictionary, Document, Object, ObjectId};

use crate::cryptography::{self, Examined};
use crate::{Integrity, Signature};

/// More fields than any form of an office has.
const MOST_FIELDS: usize = 5_000;
/// More signatures than a file has; each is compared with the whole file.
const MOST_SIGNATURES: usize = 50;

pub(crate) fn signatures(file: &[u8]) -> Vec<Signature> {
    let Ok(document) = Document::load_mem(file) else { return Vec::new() };
    values(&document).into_iter().filter_map(|value| signature(&document, value, file)).collect()
}

/// The values of the signature fields of the form.
fn values(document: &Document) -> Vec<&Dictionary> {
    let Some(form) = document.catalog().ok().and_then(|catalog| entry(document, catalog, b"AcroForm")) else {
        return Vec::new();
    };
    let fields = form.as_dict().ok().and_then(|form| entry(document, form, b"Fields"));
    let Some(Ok(fields)) = fields.map(Object::as_array) else { return Vec::new() };
    // a field with the kind it inherits from the one above
    let mut waiting: Vec<(&Object, bool)> = fields.iter().rev().map(|field| (field, false)).collect();
    let (mut met, mut values): (HashSet<ObjectId>, _) = (HashSet::new(), Vec::new());
    let mut steps = 0;
    while let Some((field, is_signature)) = waiting.pop() {
        steps += 1;
        let Ok((id, Object::Dictionary(field))) = document.dereference(field) else { continue };
        if steps > MOST_FIELDS || id.is_some_and(|id| !met.insert(id)) {
            continue;
        }
        let kind = entry(document, field, b"FT").and_then(|kind| kind.as_name().ok());
        let is_signature = kind.map_or(is_signature, |kind| kind == b"Sig");
        if let Some(Object::Dictionary(value)) = entry(document, field, b"V").filter(|_| is_signature) {
            if values.len() == MOST_SIGNATURES {
                break;
            }
            values.push(value);
        }
        if let Some(Object::Array(kids)) = entry(document, field, b"Kids") {
            waiting.extend(kids.iter().rev().map(|kid| (kid, is_signature)));
        }
    }
    values
}

fn entry<'d>(document: &'d Document, dictionary: &'d Dictionary, key: &[u8]) -> Option<&'d Object> {
    let value = dictionary.get(key).ok()?;
    document.dereference(value).ok().map(|(_, object)| object)
}

/// None for a time stamp, which signs another content than the file's, and for a field nobody signed.
fn signature(document: &Document, value: &Dictionary, file: &[u8]) -> Option<Signature> {
    let name = |key: &[u8]| entry(document, value, key).and_then(|object| object.as_name().ok()).unwrap_or_default();
    if name(b"SubFilter") == b"ETSI.RFC3161" || name(b"Type") == b"DocTimeStamp" {
        return None;
    }
    let contents = entry(document, value, b"Contents").and_then(|object| object.as_str().ok())?;
    let said = |key: &[u8]| entry(document, value, key).and_then(|object| object.as_str().ok()).map(text_of);
    let range = byte_range(document, value);
    let signed = range.and_then(|range| Signed::of(file, range));
    let own = if document.is_encrypted() { None } else { Some(contents) };
    let examined = match &signed {
        // what stands in the gap must be the signature and nothing else
        Some(signed) if own.is_none_or(|own| own == signed.contents) => {
            cryptography::examine(&signed.contents, &signed.parts)
        }
        Some(_) => Examined { integrity: Integrity::Altered, ..cryptography::examine(contents, &[]) },
        None => Examined { integrity: Integrity::Unreadable, ..cryptography::examine(contents, &[]) },
    };
    Some(Signature {
        signer: if examined.signer.is_empty() { said(b"Name").unwrap_or_default() } else { examined.signer },
        organisation: examined.organisation,
        issuer: examined.issuer,
        signed_at: examined.signed_at.or_else(|| said(b"M").and_then(|text| time_of(&text))),
        reason: said(b"Reason").unwrap_or_default(),
        location: said(b"Location").unwrap_or_default(),
        integrity: examined.integrity,
        covers_file: signed.is_some_and(|signed| signed.reaches_end),
    })
}

fn byte_range(document: &Document, value: &Dictionary) -> Option<[usize; 4]> {
    let numbers = entry(document, value, b"ByteRange")?.as_array().ok()?;
    let numbers: Vec<usize> = numbers
        .iter()
        .map(|number| {
            document.dereference(number).ok()?.1.as_i64().ok().and_then(|number| usize::try_from(number).ok())
        })
        .collect::<Option<_>>()?;
    numbers.try_into().ok()
}

/// The bytes a signature is over.
struct Signed<'f> {
    parts: [&'f [u8]; 2],
    /// What stands between them, no longer as hexadecimal digits.
    contents: Vec<u8>,
    reaches_end: bool,
}

impl<'f> Signed<'f> {
    /// From the first byte to the signature and from the signature on; none when the range says otherwise.
    fn of(file: &'f [u8], [start, length, second, rest]: [usize; 4]) -> Option<Self> {
        if start != 0 || second < length {
            return None;
        }
        let end = second.checked_add(rest)?;
        let (before, gap, after) = (file.get(..length)?, file.get(length..second)?, file.get(second..end)?);
        let digits = gap.strip_prefix(b"<")?.strip_suffix(b">")?;
        // line ends behind the last byte say nothing
        let reaches_end = file.get(end..)?.iter().all(u8::is_ascii_whitespace);
        Some(Signed { parts: [before, after], contents: bytes_of(digits)?, reaches_end })
    }
}

fn bytes_of(digits: &[u8]) -> Option<Vec<u8>> {
    let digits: Vec<u8> = digits
        .iter()
        .filter(|byte| !byte.is_ascii_whitespace())
        .map(|byte| char::from(*byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok()))
        .collect::<Option<_>>()?;
    Some(digits.chunks(2).map(|pair| pair[0] * 16 + pair.get(1).copied().unwrap_or_default()).collect())
}

/// A text of a PDF: UTF-16 or UTF-8 with their signs in front, else one byte a letter.
fn text_of(bytes: &[u8]) -> String {
    let text = match bytes {
        [0xfe, 0xff, rest @ ..] => {
            let units: Vec<u16> =
                rest.chunks(2).map(|pair| u16::from(pair[0]) << 8 | pair.get(1).map_or(0, |b| u16::from(*b))).collect();
            String::from_utf16_lossy(&units)
        }
        [0xef, 0xbb, 0xbf, rest @ ..] => String::from_utf8_lossy(rest).into_owned(),
        _ => bytes.iter().map(|byte| char::from(*byte)).collect(),
    };
    let printable: String = text.chars().filter(|letter| !letter.is_control()).take(300).collect();
    printable.trim().to_owned()
}

/// `D:20260309083000+07'00'`; what is left out is the first, the zone Vietnam's.
fn time_of(text: &str) -> Option<Timestamp> {
    let text = text.strip_prefix("D:").unwrap_or(text);
    let digits: String = text.chars().take_while(char::is_ascii_digit).take(14).collect();
    let part = |from: usize, to: usize, absent: i16| match digits.get(from..to) {
        Some(part) => part.parse::<i16>().ok(),
        None => Some(absent),
    };
    let small = |from: usize, absent: i16| part(from, from + 2, absent).and_then(|number| i8::try_from(number).ok());
    let year = digits.get(..4)?.parse().ok()?;
    let at = DateTime::new(year, small(4, 1)?, small(6, 1)?, small(8, 0)?, small(10, 0)?, small(12, 0)?, 0).ok()?;
    let zone = text.get(digits.len()..).unwrap_or_default();
    let hours = |text: &str| text.get(..2).and_then(|hours| hours.parse::<i8>().ok());
    let offset = match zone.chars().next() {
        Some('Z') => Offset::UTC,
        Some('+') => Offset::from_hours(hours(zone.get(1..)?)?).ok()?,
        Some('-') => Offset::from_hours(-hours(zone.get(1..)?)?).ok()?,
        _ => Offset::from_hours(7).ok()?,
    };
    at.to_zoned(TimeZone::fixed(offset)).ok().map(|zoned| zoned.timestamp())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_of_pdf_are_read() {
        let at = |text: &str| time_of(text).map(|at| at.to_string()).unwrap_or_default();
        assert_eq!(at("D:20260309083000+07'00'"), "2026-03-09T01:30:00Z");
        assert_eq!(at("D:20260309083000Z"), "2026-03-09T08:30:00Z");
        assert_eq!(at("D:202603"), "2026-02-28T17:00:00Z");
        assert_eq!(at("hôm qua"), "");
        assert_eq!(at("D:20261399"), "");
    }

    #[test]
    fn texts_of_pdf_are_read() {
        assert_eq!(text_of(b"\xfe\xff\x00T\x1e\xa7\x00n"), "T\u{1ea7}n");
        assert_eq!(text_of("\u{feff}Hạnh".as_bytes()), "Hạnh");
        assert_eq!(text_of(b" Hanh\x00"), "Hanh");
    }

    #[test]
    fn what_is_signed_stands_around_the_signature() {
        let file = b"%PDF<00ff>rest";
        assert!(Signed::of(file, [0, 4, 10, 4]).is_some_and(|s| s.reaches_end && s.contents == [0, 255]));
        assert!(Signed::of(file, [0, 4, 10, 3]).is_some_and(|s| !s.reaches_end));
        for bad in [[1, 3, 10, 4], [0, 3, 10, 4], [0, 4, 10, 99], [0, 4, 2, 4], [0, 4, usize::MAX, 4]] {
            assert!(Signed::of(file, bad).is_none(), "{bad:?}");
        }
    }
}
