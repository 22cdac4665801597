//! Files that arrive in pieces over a line that breaks: the protocol tus 1.0.0 (core, creation, expiration, checksum), as
//! `tus-js-client` speaks it. A piece is written as it arrives; when the line breaks, what has come stays and the sender
//! asks how much that is.

use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::IntoResponse;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use futures_util::StreamExt;
use platform::files::{Arriving, FileError};
use platform::jobs::enqueue_at;
use platform::web::{Actor, Answer, Arrival, Failure, Path, While};
use sha1::{Digest, Sha1};

use super::part::must_be_named_openly;
use crate::domain::UploadId;
use crate::jobs::EXPIRE;
use crate::store::{self, ArrivingFile};

const VERSION: &str = "1.0.0";
const OFFSET: HeaderName = HeaderName::from_static("upload-offset");
const LENGTH: HeaderName = HeaderName::from_static("upload-length");
const METADATA: HeaderName = HeaderName::from_static("upload-metadata");
const CHECKSUM: HeaderName = HeaderName::from_static("upload-checksum");
const EXPIRES: HeaderName = HeaderName::from_static("upload-expires");
/// The protocol's own answer for a piece whose checksum is wrong.
const CHECKSUM_MISMATCH: u16 = 460;
const PIECES: &str = "application/offset+octet-stream";

/// An answer with what every answer of the protocol carries.
fn answer(status: StatusCode, headers: impl IntoResponse) -> Answer {
    let mut response = (status, headers).into_response();
    let said = [
        ("tus-resumable", VERSION),
        ("tus-version", VERSION),
        ("tus-extension", "creation,expiration,checksum"),
        ("tus-checksum-algorithm", "sha1"),
        ("cache-control", "no-store"),
    ];
    for (name, value) in said {
        response.headers_mut().insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
    Ok(response)
}

fn number(headers: &HeaderMap, name: &HeaderName) -> Option<i64> {
    headers.get(name)?.to_str().ok()?.parse().ok().filter(|n| *n >= 0)
}

/// A value of `Upload-Metadata`: pairs of a key and its value in Base64, parted by commas.
fn metadata(headers: &HeaderMap, key: &str) -> Option<String> {
    let pairs = headers.get(METADATA)?.to_str().ok()?.split(',');
    let (_, value) = pairs.filter_map(|pair| pair.trim().split_once(' ')).find(|(name, _)| *name == key)?;
    String::from_utf8(STANDARD.decode(value.trim()).ok()?).ok()
}

/// Announces a file: its length and name.
pub(crate) async fn create(who: Actor, arrival: Arrival) -> Answer {
    who.note_asked();
    let (length, name) = (number(&arrival.headers, &LENGTH), metadata(&arrival.headers, "filename"));
    let (Some(length), Some(name)) = (length, name) else { return answer(StatusCode::BAD_REQUEST, ()) };
    let name = vietnamese::nfc(name.trim());
    must_be_named_openly(&name)?;
    let today = who.today();
    let made = who
        .write(move |tx| {
            let rule = store::rule_on(tx, today)?;
            if length > rule.largest() || length == 0 {
                return Ok::<_, Failure>(None);
            }
            let expires_at = tx.now().plus_seconds(rule.keep_hours * 3_600);
            let id = store::insert_upload(tx, &name, length, expires_at)?;
            enqueue_at(tx, EXPIRE.name, &serde_json::Value::Null, expires_at)?;
            Ok(Some((id, expires_at)))
        })
        .await?;
    match made {
        Some((id, expires_at)) => {
            let headers = [(header::LOCATION, format!("/materials/uploads/{id}")), (EXPIRES, http_date(expires_at))];
            answer(StatusCode::CREATED, headers)
        }
        None => answer(StatusCode::PAYLOAD_TOO_LARGE, ()),
    }
}

/// `Sun, 22 Nov 2026 01:00:00 GMT` (RFC 9110, 5.6.7).
fn http_date(at: kernel::Instant) -> String {
    const DAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
    const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let utc = at.plus_seconds(-7 * 3_600);
    let day = utc.day();
    let name =
        |names: &[&'static str], number: i8| usize::try_from(number - 1).ok().and_then(|n| names.get(n).copied());
    let weekday = name(&DAYS, day.weekday()).unwrap_or_default();
    let month = name(&MONTHS, day.0.month()).unwrap_or_default();
    format!("{weekday}, {:02} {month} {} {}:00 GMT", day.0.day(), day.0.year(), utc.time_shown())
}

/// The upload, when it is the actor's own and waits still.
pub(crate) async fn find(who: &Actor, id: UploadId) -> Result<ArrivingFile, Failure> {
    who.note_asked();
    let now = who.app().clock.now();
    let found = who.read(move |tx| store::find_upload(tx, id)).await?;
    if found.account == who.account() && found.expires_at > now { Ok(found) } else { Err(Failure::NotFound) }
}

/// How much has arrived (HEAD).
pub(crate) async fn state(who: Actor, Path(id): Path<UploadId>) -> Answer {
    let upload = find(&who, id).await?;
    let files = who.app().files.clone();
    let asked = tokio::task::spawn_blocking(move || files.arrived(&id.to_string()));
    let arrived = asked.await.while_doing("looking at the upload")?.while_doing("looking at the upload")?;
    // what was kept has arrived whole
    let arrived = if upload.kept.is_empty() { i64::try_from(arrived).unwrap_or(i64::MAX) } else { upload.length };
    let headers =
        [(OFFSET, arrived.to_string()), (LENGTH, upload.length.to_string()), (EXPIRES, http_date(upload.expires_at))];
    answer(StatusCode::OK, headers)
}

/// Adds a piece (PATCH).
pub(crate) async fn add(who: Actor, Path(id): Path<UploadId>, arrival: Arrival) -> Answer {
    let upload = find(&who, id).await?;
    if !upload.kept.is_empty() {
        return answer(StatusCode::CONFLICT, ());
    }
    let is_piece = arrival.headers.get(header::CONTENT_TYPE).is_some_and(|kind| kind == PIECES);
    let Some(offset) = number(&arrival.headers, &OFFSET).filter(|_| is_piece) else {
        return answer(StatusCode::UNSUPPORTED_MEDIA_TYPE, ());
    };
    let files = who.app().files.clone();
    let opening = tokio::task::spawn_blocking(move || files.arriving(&id.to_string()));
    let arriving = match opening.await.while_doing("opening the upload")? {
        Err(FileError::InUse(_)) => return answer(StatusCode::LOCKED, ()),
        opened => opened.while_doing("opening the upload")?,
    };
    if i64::try_from(arriving.length()) != Ok(offset) {
        return answer(StatusCode::CONFLICT, ());
    }
    let wanted = match checksum(&arrival.headers) {
        Ok(wanted) => wanted,
        Err(status) => return answer(status, ()),
    };
    match take(arriving, arrival.body, upload.length, wanted).await? {
        Taken::All(length) => answer(StatusCode::NO_CONTENT, [(OFFSET, length.to_string())]),
        Taken::TooMuch => answer(StatusCode::PAYLOAD_TOO_LARGE, ()),
        Taken::Spoilt => answer(StatusCode::from_u16(CHECKSUM_MISMATCH).while_doing("naming the mismatch")?, ()),
    }
}

/// The SHA-1 the sender says the piece has; none when it says nothing.
fn checksum(headers: &HeaderMap) -> Result<Option<Vec<u8>>, StatusCode> {
    let Some(said) = headers.get(CHECKSUM) else { return Ok(None) };
    let said = said.to_str().ok().and_then(|text| text.split_once(' '));
    let digest = said.filter(|(algorithm, _)| *algorithm == "sha1").and_then(|(_, text)| STANDARD.decode(text).ok());
    digest.map(Some).ok_or(StatusCode::BAD_REQUEST)
}

/// What became of a piece.
enum Taken {
    All(u64),
    TooMuch,
    Spoilt,
}

/// Writes a body as it arrives, never more of it in memory than has just come. A piece whose checksum cannot be told right is
/// taken back whole.
async fn take(
    mut arriving: Arriving,
    body: axum::body::Body,
    length: i64,
    wanted: Option<Vec<u8>>,
) -> Result<Taken, Failure> {
    const DOING: &str = "writing the upload";
    let (before, length) = (arriving.length(), u64::try_from(length).unwrap_or(0));
    let (mut stream, mut hasher, mut is_broken) = (body.into_data_stream(), Sha1::new(), false);
    while let Some(frame) = stream.next().await {
        let Ok(frame) = frame else {
            is_broken = true;
            break;
        };
        if arriving.length() + frame.len() as u64 > length {
            arriving.cut_to(before).while_doing(DOING)?;
            return Ok(Taken::TooMuch);
        }
        hasher.update(&frame);
        let written = tokio::task::spawn_blocking(move || arriving.add(&frame).map(|()| arriving));
        arriving = written.await.while_doing(DOING)?.while_doing(DOING)?;
    }
    let is_spoilt = wanted.is_some_and(|wanted| is_broken || hasher.finalize().as_slice() != wanted.as_slice());
    let settled = tokio::task::spawn_blocking(move || {
        if is_spoilt {
            arriving.cut_to(before)?;
        }
        arriving.settle().map(|()| arriving.length())
    });
    let arrived = settled.await.while_doing(DOING)?.while_doing(DOING)?;
    Ok(if is_spoilt { Taken::Spoilt } else { Taken::All(arrived) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_sender_says_of_a_file_is_read() {
        let mut headers = HeaderMap::new();
        headers.insert(METADATA, HeaderValue::from_static("filename w6FuLnBkZg==,filetype YXBwbGljYXRpb24vcGRm"));
        assert_eq!(metadata(&headers, "filename").as_deref(), Some("án.pdf"));
        assert_eq!(metadata(&headers, "filetype").as_deref(), Some("application/pdf"));
        assert_eq!(metadata(&headers, "other"), None);
    }

    #[test]
    fn the_end_of_waiting_is_told_as_the_protocol_wants_it() {
        let at = kernel::Instant::at("2026-11-22".parse().unwrap(), 8, 30);
        assert_eq!(http_date(at), "Sun, 22 Nov 2026 01:30:00 GMT");
    }

    #[test]
    fn a_checksum_of_another_kind_is_a_bad_request() {
        let mut headers = HeaderMap::new();
        assert_eq!(checksum(&headers), Ok(None));
        headers.insert(CHECKSUM, HeaderValue::from_static("md5 AAAA"));
        assert_eq!(checksum(&headers), Err(StatusCode::BAD_REQUEST));
        headers.insert(CHECKSUM, HeaderValue::from_static("sha1 AAAA"));
        assert_eq!(checksum(&headers), Ok(Some(vec![0, 0, 0])));
    }
}
