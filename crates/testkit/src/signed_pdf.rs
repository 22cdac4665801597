//! A PDF with a text layer and a digital signature, made with a certificate made here: what an office sends, in small.

use std::fmt::Write;
use std::str::FromStr;

use cms::cert::{CertificateChoices, IssuerAndSerialNumber};
use cms::content_info::{CmsVersion, ContentInfo};
use cms::signed_data::{
    CertificateSet, EncapsulatedContentInfo, SignedData, SignerIdentifier, SignerInfo, SignerInfos,
};
use der::asn1::{Any, BitString, ObjectIdentifier, OctetString, SetOfVec, UtcTime};
use der::{DateTime, Decode, Encode};
use rsa::pkcs8::EncodePublicKey;
use rsa::{Pkcs1v15Sign, RsaPrivateKey};
use sha2::{Digest, Sha256};
use x509_cert::attr::Attribute;
use x509_cert::certificate::{Certificate, TbsCertificate, Version};
use x509_cert::name::Name;
use x509_cert::serial_number::SerialNumber;
use x509_cert::spki::{AlgorithmIdentifierOwned, SubjectPublicKeyInfoOwned};
use x509_cert::time::{Time, Validity};

const DATA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.7.1");
const SIGNED_DATA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.7.2");
const CONTENT_TYPE: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.3");
const MESSAGE_DIGEST: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.4");
const SIGNING_TIME: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.5");
const SHA_256: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.2.1");
const RSA_WITH_SHA_256: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.11");
const RANGE: &str = "[0000000000 0000000000 0000000000 0000000000]";
const RESERVED: usize = 4096;

/// A PDF of these lines (ASCII, as its font has no more), signed by this person of the fictional Tỉnh ủy Sông Lạc on
/// 9 March 2026 at half past eight.
///
/// # Panics
/// When the signature cannot be made.
#[must_use]
pub fn signed_pdf(lines: &[&str], signer: &str) -> Vec<u8> {
    let mut file = unsigned(lines, signer);
    let find = |file: &[u8], sign: &str| {
        file.windows(sign.len()).position(|window| window == sign.as_bytes()).expect("it was written")
    };
    let gap = find(&file, "/Contents <") + "/Contents ".len();
    let behind = gap + RESERVED * 2 + 2;
    let range = format!("[{:010} {:010} {:010} {:010}]", 0, gap, behind, file.len() - behind);
    let place = find(&file, RANGE);
    file[place..place + RANGE.len()].copy_from_slice(range.as_bytes());
    let signature = sign(&[&file[..gap], &file[behind..]], signer);
    assert!(signature.len() < RESERVED, "the signature has {} bytes", signature.len());
    let digits = signature.iter().fold(String::new(), |mut digits, byte| {
        write!(digits, "{byte:02x}").expect("a text grows");
        digits
    });
    file[gap + 1..gap + 1 + digits.len()].copy_from_slice(digits.as_bytes());
    file
}

fn unsigned(lines: &[&str], signer: &str) -> Vec<u8> {
    let shown: String = lines.iter().map(|line| format!("({line}) Tj T*\n")).collect();
    let stream = format!("BT /F1 12 Tf 60 780 Td 18 TL\n{shown}ET");
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [5 0 R] /SigFlags 3 >> >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Annots [5 0 R] /Resources << /Font << /F1 6 0 R >> >> >>"
            .to_owned(),
        format!("<< /Length {} >>\nstream\n{stream}\nendstream", stream.len()),
        "<< /FT /Sig /Type /Annot /Subtype /Widget /T (ChuKy1) /Rect [0 0 0 0] /P 3 0 R /V 7 0 R >>".to_owned(),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>".to_owned(),
        format!(
            "<< /Type /Sig /Filter /Adobe.PPKLite /SubFilter /adbe.pkcs7.detached /ByteRange {RANGE} \
             /Contents <{}> /M (D:20260309083000+07'00') /Name {} /Reason {} /Location {} >>",
            "00".repeat(RESERVED),
            wide(signer),
            wide("Ban hành"),
            wide("Sông Lạc")
        ),
    ];
    let mut file = b"%PDF-1.7\n".to_vec();
    let mut places = Vec::new();
    for (number, object) in objects.iter().enumerate() {
        places.push(file.len());
        file.extend(format!("{} 0 obj\n{object}\nendobj\n", number + 1).bytes());
    }
    let table = file.len();
    file.extend(format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1).bytes());
    for place in places {
        file.extend(format!("{place:010} 00000 n \n").bytes());
    }
    let size = objects.len() + 1;
    file.extend(format!("trailer\n<< /Size {size} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n").bytes());
    file
}

/// A text of a PDF in UTF-16.
fn wide(text: &str) -> String {
    let units: String = text.encode_utf16().map(|unit| format!("{unit:04X}")).collect();
    format!("<FEFF{units}>")
}

fn algorithm(oid: ObjectIdentifier) -> AlgorithmIdentifierOwned {
    AlgorithmIdentifierOwned { oid, parameters: Some(Any::null()) }
}

fn only<T: der::DerOrd>(value: T) -> SetOfVec<T> {
    SetOfVec::try_from(vec![value]).expect("a set of one")
}

fn attribute(oid: ObjectIdentifier, value: &impl Encode) -> Attribute {
    let value = Any::from_der(&value.to_der().expect("it is encoded")).expect("it is decoded");
    Attribute { oid, values: only(value) }
}

fn sign(parts: &[&[u8]], signer: &str) -> Vec<u8> {
    // a small key: it proves nothing but that the reader computes
    let key = RsaPrivateKey::new(&mut rsa::rand_core::OsRng, 1024).expect("a key is made");
    let certificate = certificate(&key, signer);
    let digest = parts.iter().fold(Sha256::new(), |digest, part| digest.chain_update(part)).finalize();
    let at = UtcTime::from_date_time(DateTime::new(2026, 3, 9, 1, 30, 0).expect("a time")).expect("a time");
    let attributes = vec![
        attribute(CONTENT_TYPE, &DATA),
        attribute(SIGNING_TIME, &Time::UtcTime(at)),
        attribute(MESSAGE_DIGEST, &OctetString::new(digest.to_vec()).expect("bytes")),
    ];
    let attributes = SetOfVec::try_from(attributes).expect("a set");
    let hashed = Sha256::digest(attributes.to_der().expect("it is encoded"));
    let signature = key.sign(Pkcs1v15Sign::new::<Sha256>(), &hashed).expect("it is signed");
    let info = SignerInfo {
        version: CmsVersion::V1,
        sid: SignerIdentifier::IssuerAndSerialNumber(IssuerAndSerialNumber {
            issuer: certificate.tbs_certificate.issuer.clone(),
            serial_number: certificate.tbs_certificate.serial_number.clone(),
        }),
        digest_alg: algorithm(SHA_256),
        signed_attrs: Some(attributes),
        signature_algorithm: algorithm(RSA_WITH_SHA_256),
        signature: OctetString::new(signature).expect("bytes"),
        unsigned_attrs: None,
    };
    let data = SignedData {
        version: CmsVersion::V1,
        digest_algorithms: only(algorithm(SHA_256)),
        encap_content_info: EncapsulatedContentInfo { econtent_type: DATA, econtent: None },
        certificates: Some(CertificateSet(only(CertificateChoices::Certificate(certificate)))),
        crls: None,
        signer_infos: SignerInfos(only(info)),
    };
    let content = Any::from_der(&data.to_der().expect("it is encoded")).expect("it is decoded");
    ContentInfo { content_type: SIGNED_DATA, content }.to_der().expect("it is encoded")
}

/// Of the person, issued by the person.
fn certificate(key: &RsaPrivateKey, signer: &str) -> Certificate {
    let name = Name::from_str(&format!("CN={signer},O=Tỉnh ủy Sông Lạc,C=VN")).expect("a name");
    let public = key.to_public_key().to_public_key_der().expect("a key");
    let at = |year| {
        let day = DateTime::new(year, 1, 1, 0, 0, 0).expect("a day");
        Time::UtcTime(UtcTime::from_date_time(day).expect("a day"))
    };
    let tbs_certificate = TbsCertificate {
        version: Version::V3,
        serial_number: SerialNumber::new(&[7]).expect("a number"),
        signature: algorithm(RSA_WITH_SHA_256),
        issuer: name.clone(),
        validity: Validity { not_before: at(2025), not_after: at(2030) },
        subject: name,
        subject_public_key_info: SubjectPublicKeyInfoOwned::from_der(public.as_bytes()).expect("a key"),
        issuer_unique_id: None,
        subject_unique_id: None,
        extensions: None,
    };
    let hashed = Sha256::digest(tbs_certificate.to_der().expect("it is encoded"));
    let signature = key.sign(Pkcs1v15Sign::new::<Sha256>(), &hashed).expect("it is signed");
    Certificate {
        tbs_certificate,
        signature_algorithm: algorithm(RSA_WITH_SHA_256),
        signature: BitString::from_bytes(&signature).expect("bits"),
    }
}
