//! Kept files served whole or in part (RFC 9110, 14): what a video needs to be wound, and a broken download to be taken
//! up. Read in pieces while they are sent.

use std::io::{Read, SeekFrom};

use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, HeaderName, StatusCode, header};
use axum::response::IntoResponse;

use super::{Answer, Failure, While, disposition};
use crate::files::{FileError, Files, Opened};

/// Read and sent at once.
const PIECE: u64 = 256 * 1024;

/// A kept file as it is served.
#[derive(Debug, Clone)]
pub struct Served {
    /// Its name in the store of files: also its mark for caches, since another content has another name.
    pub file: String,
    /// What the reader's machine calls it.
    pub name: String,
    /// Its media type.
    pub content_type: &'static str,
}

/// What of a file is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Wanted {
    Whole,
    /// From the first to the last byte, both included.
    Part(u64, u64),
    Impossible,
}

/// The one range that is asked for; of several, and of what cannot be understood, the whole is sent, as the rules allow.
fn wanted(range: Option<&str>, length: u64) -> Wanted {
    let Some(spec) = range.and_then(|text| text.trim().strip_prefix("bytes=")) else { return Wanted::Whole };
    let Some((from, to)) = spec.split_once('-').filter(|_| !spec.contains(',')) else { return Wanted::Whole };
    let (from, to) = (from.trim(), to.trim());
    let last = length.saturating_sub(1);
    let (from, to) = match (from.parse::<u64>(), to.parse::<u64>()) {
        (Ok(from), Ok(to)) if to >= from => (from, to.min(last)),
        (Ok(from), Err(_)) if to.is_empty() => (from, last),
        (Err(_), Ok(0)) if from.is_empty() => return Wanted::Impossible,
        (Err(_), Ok(count)) if from.is_empty() => (length.saturating_sub(count), last),
        _ => return Wanted::Whole,
    };
    if from < length { Wanted::Part(from, to) } else { Wanted::Impossible }
}

/// Serves a kept file to be shown in the browser, the part of it that the request asks for.
///
/// # Errors
/// [`Failure::NotFound`] when it is not kept, [`Failure::Broken`] when it cannot be read.
pub async fn serve_file(files: &Files, asked: &HeaderMap, served: Served) -> Answer {
    let text = |name: HeaderName| asked.get(name).and_then(|value| value.to_str().ok());
    let mark = format!("\"{}\"", served.file);
    let headers = [
        (header::CONTENT_TYPE, served.content_type.to_owned()),
        (header::CONTENT_DISPOSITION, disposition(&served.name, "inline")),
        (header::ACCEPT_RANGES, "bytes".to_owned()),
        (header::ETAG, mark.clone()),
        (header::CACHE_CONTROL, "private, no-cache".to_owned()),
    ];
    if text(header::IF_NONE_MATCH) == Some(mark.as_str()) {
        return Ok((StatusCode::NOT_MODIFIED, headers).into_response());
    }
    // a part of another content would not fit what the reader has
    let is_same = text(header::IF_RANGE).is_none_or(|known| known == mark);
    let (files, file) = (files.clone(), served.file);
    let opened = match tokio::task::spawn_blocking(move || files.open(&file)).await.while_doing("opening the file")? {
        Err(FileError::Absent(_)) => return Err(Failure::NotFound),
        opened => opened.while_doing("opening the file")?,
    };
    let length = opened.length;
    match wanted(text(header::RANGE).filter(|_| is_same), length) {
        Wanted::Impossible => {
            let range = [(header::CONTENT_RANGE, format!("bytes */{length}"))];
            Ok((StatusCode::RANGE_NOT_SATISFIABLE, range).into_response())
        }
        Wanted::Whole => {
            let size = [(header::CONTENT_LENGTH, length.to_string())];
            Ok((headers, size, pieces(opened, 0, length)).into_response())
        }
        Wanted::Part(from, to) => {
            let size = to - from + 1;
            let part = [
                (header::CONTENT_RANGE, format!("bytes {from}-{to}/{length}")),
                (header::CONTENT_LENGTH, size.to_string()),
            ];
            Ok((StatusCode::PARTIAL_CONTENT, headers, part, pieces(opened, from, size)).into_response())
        }
    }
}

/// A body that reads so many bytes from a place on, piece by piece, as the reader takes them.
fn pieces(opened: Opened, from: u64, size: u64) -> Body {
    let start = (opened.content, SeekFrom::Start(from), size);
    let stream = futures_util::stream::try_unfold(start, |(mut content, place, left)| async move {
        if left == 0 {
            return Ok(None);
        }
        let read = tokio::task::spawn_blocking(move || {
            content.seek(place)?;
            let mut piece = vec![0; usize::try_from(left.min(PIECE)).unwrap_or(usize::MAX)];
            content.read_exact(&mut piece)?;
            Ok::<_, std::io::Error>((content, Bytes::from(piece)))
        });
        let (content, piece) = read.await.map_err(std::io::Error::other)??;
        let left = left - piece.len() as u64;
        Ok::<_, std::io::Error>(Some((piece, (content, SeekFrom::Current(0), left))))
    });
    Body::from_stream(stream)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_range_is_understood_in_its_three_forms() {
        assert_eq!(wanted(Some("bytes=0-3"), 10), Wanted::Part(0, 3));
        assert_eq!(wanted(Some("bytes=4-"), 10), Wanted::Part(4, 9));
        assert_eq!(wanted(Some("bytes=-3"), 10), Wanted::Part(7, 9));
        assert_eq!(wanted(Some("bytes=-30"), 10), Wanted::Part(0, 9));
        assert_eq!(wanted(Some("bytes=8-99"), 10), Wanted::Part(8, 9));
    }

    #[test]
    fn what_lies_behind_the_end_is_impossible_and_what_is_no_range_is_the_whole() {
        assert_eq!(wanted(Some("bytes=10-"), 10), Wanted::Impossible);
        assert_eq!(wanted(Some("bytes=-0"), 10), Wanted::Impossible);
        assert_eq!(wanted(Some("bytes=0-"), 0), Wanted::Impossible);
        for odd in ["bytes=5-2", "bytes=a-b", "bytes=0-1,3-4", "lines=1-2", "bytes=-"] {
            assert_eq!(wanted(Some(odd), 10), Wanted::Whole, "{odd}");
        }
        assert_eq!(wanted(None, 10), Wanted::Whole);
    }
}
