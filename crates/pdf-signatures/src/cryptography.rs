//! From the signed bytes and the signature (PKCS#7) to the outcome.

use cms::cert::CertificateChoices;
use cms::content_info::ContentInfo;
use cms::signed_data::{SignedData, SignerIdentifier, SignerInfo};
use der::asn1::{Any, ObjectIdentifier};
use der::{Decode, Encode, Reader, SliceReader, Tag, Tagged};
use jiff::Timestamp;
use rsa::pkcs8::DecodePublicKey;
use rsa::{Pkcs1v15Sign, RsaPublicKey};
use sha2::{Digest, Sha256, Sha384, Sha512};
use x509_cert::Certificate;
use x509_cert::name::Name;
use x509_cert::time::Time;

use crate::Integrity;

const SIGNED_DATA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.7.2");
const MESSAGE_DIGEST: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.4");
const SIGNING_TIME: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.5");
const COMMON_NAME: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.4.3");
const ORGANISATION: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.4.10");
/// RSA with PKCS#1 1.5, with the digest named apart or within.
const RSA: [ObjectIdentifier; 4] = [
    ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.1"),
    ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.11"),
    ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.12"),
    ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.13"),
];

/// What a signature says.
#[derive(Debug, Default)]
pub(crate) struct Examined {
    pub signer: String,
    pub organisation: String,
    pub issuer: String,
    pub signed_at: Option<Timestamp>,
    pub integrity: Integrity,
}

/// Compares a signature with the bytes it is over.
pub(crate) fn examine(signature: &[u8], parts: &[&[u8]]) -> Examined {
    let Some((data, signer)) = signed_data(signature) else { return Examined::default() };
    let certificate = certificate_of(&data, &signer);
    let name = |name: Option<&Name>, part| name.map(|name| part_of(name, part)).unwrap_or_default();
    let subject = certificate.as_ref().map(|certificate| &certificate.tbs_certificate.subject);
    Examined {
        signer: name(subject, COMMON_NAME),
        organisation: name(subject, ORGANISATION),
        issuer: name(certificate.as_ref().map(|certificate| &certificate.tbs_certificate.issuer), COMMON_NAME),
        signed_at: attribute(&signer, SIGNING_TIME).and_then(|value| time_of(&value)),
        integrity: integrity(&data, &signer, certificate.as_ref(), parts).unwrap_or_default(),
    }
}

/// The first signer's; zeros behind the end fill the place the file reserved.
fn signed_data(signature: &[u8]) -> Option<(SignedData, SignerInfo)> {
    let mut reader = SliceReader::new(signature).ok()?;
    let info: ContentInfo = reader.decode().ok()?;
    if info.content_type != SIGNED_DATA {
        return None;
    }
    let data: SignedData = info.content.decode_as().ok()?;
    let signer = data.signer_infos.0.iter().next()?.clone();
    Some((data, signer))
}

fn certificate_of(data: &SignedData, signer: &SignerInfo) -> Option<Certificate> {
    let certificates = data.certificates.as_ref()?;
    let mut known = certificates.0.iter().filter_map(|choice| match choice {
        CertificateChoices::Certificate(certificate) => Some(certificate),
        CertificateChoices::Other(_) => None,
    });
    match &signer.sid {
        SignerIdentifier::IssuerAndSerialNumber(sid) => known
            .find(|one| {
                one.tbs_certificate.issuer == sid.issuer && one.tbs_certificate.serial_number == sid.serial_number
            })
            .cloned(),
        // named by its key: with one certificate there is no choice
        SignerIdentifier::SubjectKeyIdentifier(_) => {
            let first = known.next().cloned();
            if known.next().is_none() { first } else { None }
        }
    }
}

/// None when the signature is of a kind that is not understood.
fn integrity(
    data: &SignedData,
    signer: &SignerInfo,
    certificate: Option<&Certificate>,
    parts: &[&[u8]],
) -> Option<Integrity> {
    if data.encap_content_info.econtent.is_some() {
        return None;
    }
    let hash = Hash::of(signer.digest_alg.oid)?;
    let found = hash.digest(parts);
    let Some(attributes) = &signer.signed_attrs else {
        // without attributes the signature is over the bytes themselves
        let is_the_keys = is_the_keys(hash, signer, certificate, &found)?;
        return Some(if is_the_keys { Integrity::Intact } else { Integrity::Altered });
    };
    let said = attribute(signer, MESSAGE_DIGEST)?;
    if said.value() != found {
        return Some(Integrity::Altered);
    }
    let attributes = hash.digest(&[&attributes.to_der().ok()?]);
    Some(match is_the_keys(hash, signer, certificate, &attributes) {
        Some(true) => Integrity::Intact,
        Some(false) => Integrity::Altered,
        None => Integrity::DigestOnly,
    })
}

/// Whether the signature over this digest is of the certificate's key; none for keys that are not computed with here.
fn is_the_keys(hash: Hash, signer: &SignerInfo, certificate: Option<&Certificate>, digest: &[u8]) -> Option<bool> {
    if !RSA.contains(&signer.signature_algorithm.oid) {
        return None;
    }
    let key = certificate?.tbs_certificate.subject_public_key_info.to_der().ok()?;
    let key = RsaPublicKey::from_public_key_der(&key).ok()?;
    Some(key.verify(hash.scheme(), digest, signer.signature.as_bytes()).is_ok())
}

fn attribute(signer: &SignerInfo, oid: ObjectIdentifier) -> Option<Any> {
    let attributes = signer.signed_attrs.as_ref()?;
    attributes.iter().find(|attribute| attribute.oid == oid)?.values.iter().next().cloned()
}

fn time_of(value: &Any) -> Option<Timestamp> {
    let time = Time::from_der(&value.to_der().ok()?).ok()?;
    Timestamp::from_second(i64::try_from(time.to_unix_duration().as_secs()).ok()?).ok()
}

/// The part of a name with this type, as text.
fn part_of(name: &Name, oid: ObjectIdentifier) -> String {
    let mut parts = name.0.iter().flat_map(|relative| relative.0.iter());
    let Some(part) = parts.find(|part| part.oid == oid) else { return String::new() };
    let bytes = part.value.value();
    let text = match part.value.tag() {
        Tag::BmpString => {
            let units: Vec<u16> = bytes.chunks_exact(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]])).collect();
            String::from_utf16_lossy(&units)
        }
        _ => String::from_utf8_lossy(bytes).into_owned(),
    };
    text.chars().filter(|letter| !letter.is_control()).take(300).collect::<String>().trim().to_owned()
}

#[derive(Debug, Clone, Copy)]
enum Hash {
    Sha256,
    Sha384,
    Sha512,
}

impl Hash {
    /// None for those no longer to be trusted, such as SHA-1.
    fn of(oid: ObjectIdentifier) -> Option<Self> {
        match oid.to_string().as_str() {
            "2.16.840.1.101.3.4.2.1" => Some(Hash::Sha256),
            "2.16.840.1.101.3.4.2.2" => Some(Hash::Sha384),
            "2.16.840.1.101.3.4.2.3" => Some(Hash::Sha512),
            _ => None,
        }
    }

    fn digest(self, parts: &[&[u8]]) -> Vec<u8> {
        fn all<D: Digest>(parts: &[&[u8]]) -> Vec<u8> {
            parts.iter().fold(D::new(), |digest, part| digest.chain_update(part)).finalize().to_vec()
        }
        match self {
            Hash::Sha256 => all::<Sha256>(parts),
            Hash::Sha384 => all::<Sha384>(parts),
            Hash::Sha512 => all::<Sha512>(parts),
        }
    }

    fn scheme(self) -> Pkcs1v15Sign {
        match self {
            Hash::Sha256 => Pkcs1v15Sign::new::<Sha256>(),
            Hash::Sha384 => Pkcs1v15Sign::new::<Sha384>(),
            Hash::Sha512 => Pkcs1v15Sign::new::<Sha512>(),
        }
    }
}
