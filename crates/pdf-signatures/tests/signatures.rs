//! Signatures of files made here with a certificate made here: intact, altered, with something added, garbage.

#![allow(clippy::unwrap_used, reason = "the helpers are test code too")]

use pdf_signatures::{Integrity, Signature, read};
use proptest::prelude::*;
use testkit::signed_pdf;

const TEXT: [&str; 2] = ["Quyet dinh ve viec phan cong can bo", "Giao Van phong chu tri thuc hien"];

fn only(file: &[u8]) -> Signature {
    let mut signatures = read(file);
    assert_eq!(signatures.len(), 1);
    signatures.remove(0)
}

#[test]
fn a_signed_file_says_who_signed_when_and_that_it_is_unchanged() {
    let signature = only(&signed_pdf(&TEXT, "Trần Thị Hạnh"));
    assert_eq!(signature.signer, "Trần Thị Hạnh");
    assert_eq!(signature.organisation, "Tỉnh ủy Sông Lạc");
    assert_eq!(signature.issuer, "Trần Thị Hạnh");
    assert_eq!(signature.signed_at.unwrap().to_string(), "2026-03-09T01:30:00Z");
    assert_eq!((signature.reason.as_str(), signature.location.as_str()), ("Ban hành", "Sông Lạc"));
    assert_eq!(signature.integrity, Integrity::Intact);
    assert!(signature.covers_file);
}

#[test]
fn a_changed_letter_shows() {
    let mut file = signed_pdf(&TEXT, "Trần Thị Hạnh");
    let at = file.windows(9).position(|window| window == b"phan cong").unwrap();
    file[at] = b'P';
    let signature = only(&file);
    assert_eq!((signature.integrity, signature.signer.as_str()), (Integrity::Altered, "Trần Thị Hạnh"));
}

#[test]
fn what_was_added_behind_shows() {
    let mut file = signed_pdf(&TEXT, "Trần Thị Hạnh");
    file.extend(b"\n% them vao sau\n");
    let signature = only(&file);
    assert!(!signature.covers_file);
    assert_eq!(signature.integrity, Integrity::Intact);
}

#[test]
fn a_signature_of_another_file_is_no_signature_of_this_one() {
    let (file, other) = (signed_pdf(&TEXT, "Trần Thị Hạnh"), signed_pdf(&["Khac hoan toan", TEXT[1]], "Lê Văn An"));
    let gap = |file: &[u8]| {
        let start = file.windows(11).position(|window| window == b"/Contents <").unwrap() + 10;
        (start, start + file[start..].iter().position(|byte| *byte == b'>').unwrap())
    };
    let ((from, to), (start, end)) = (gap(&file), gap(&other));
    let swapped = [&file[..from], &other[start..end], &file[to..]].concat();
    assert_eq!(only(&swapped).integrity, Integrity::Altered);
}

#[test]
fn files_without_signatures_have_none() {
    assert!(read(b"%PDF-1.7\n/ByteRange").is_empty());
    assert!(read(b"").is_empty());
    assert!(read("Số 05-CT/TU".as_bytes()).is_empty());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn no_file_makes_it_panic(changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..40)) {
        static FILE: std::sync::LazyLock<Vec<u8>> = std::sync::LazyLock::new(|| signed_pdf(&TEXT, "Trần Thị Hạnh"));
        let mut file = FILE.clone();
        for (at, byte) in changes {
            let at = at.index(file.len());
            file[at] = byte;
        }
        for signature in read(&file) {
            prop_assert!(signature.signer.len() < 2_000);
        }
    }

    #[test]
    fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..600)) {
        let _ = read(&[b"%PDF-1.7 /ByteRange ".as_slice(), &bytes].concat());
    }
}
