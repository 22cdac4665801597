//! The digest of new points (những điểm mới) of a document for one audience: written by people, shown with the document.

use kernel::{AccountId, Argument, Instant, Reason, Verdict};

use super::{Document, State};

/// For whom a digest is written; each audience has its own content and depth.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reader {
    /// Cán bộ chủ chốt.
    LeadingOfficials,
    /// Báo cáo viên, tuyên truyền viên.
    Reporters,
    /// Đảng viên ở cơ sở.
    Members,
    /// Cán bộ, công chức, viên chức ngoài Đảng.
    CivilServants,
    /// Đoàn viên, hội viên.
    Associations,
    /// Nhân dân.
    People,
}

impl Reader {
    /// Every audience, as a conference plan names them.
    pub const ALL: [Reader; 6] = [
        Reader::LeadingOfficials,
        Reader::Reporters,
        Reader::Members,
        Reader::CivilServants,
        Reader::Associations,
        Reader::People,
    ];

    /// The word kept in the database and in texts (`documents-reader-<code>`).
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Reader::LeadingOfficials => "leading_officials",
            Reader::Reporters => "reporters",
            Reader::Members => "members",
            Reader::CivilServants => "civil_servants",
            Reader::Associations => "associations",
            Reader::People => "people",
        }
    }

    /// The audience with this word.
    #[must_use]
    pub fn of(code: &str) -> Option<Self> {
        Reader::ALL.into_iter().find(|reader| reader.code() == code)
    }
}

/// A digest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Digest {
    /// For whom.
    pub reader: Reader,
    /// The new points, each a line.
    pub points: Vec<String>,
    /// By whom it was written last.
    pub author: Option<AccountId>,
    /// When.
    pub written_at: Instant,
    /// Grows with each change; 0 before the first.
    pub version: i64,
}

impl Digest {
    /// The points typed into a text field, one a line; marks of a list are left out.
    #[must_use]
    pub fn points_of(typed: &str) -> Vec<String> {
        vietnamese::nfc(typed)
            .lines()
            .map(|line| line.trim().trim_start_matches(['-', '–', '+', '•', ' ']).trim().to_owned())
            .filter(|line| !line.is_empty())
            .collect()
    }
}

/// Why a digest is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CannotDigest {
    /// The document waits for its check.
    NotRegistered,
    /// Longer than what people read: this many points.
    TooMany(i64),
}

/// A digest of more points is no digest.
pub const MOST_POINTS: i64 = 20;

impl Reason for CannotDigest {
    fn code(&self) -> &'static str {
        match self {
            CannotDigest::NotRegistered => "DOC-26",
            CannotDigest::TooMany(_) => "DOC-27",
        }
    }

    fn arguments(&self) -> Vec<(&'static str, Argument)> {
        match self {
            CannotDigest::NotRegistered => Vec::new(),
            CannotDigest::TooMany(count) => vec![("count", (*count).into()), ("most", MOST_POINTS.into())],
        }
    }
}

/// May a digest of these points be written?
pub fn may_digest(document: &Document, points: &[String]) -> Verdict<CannotDigest> {
    let count = i64::try_from(points.len()).unwrap_or(i64::MAX);
    Verdict::default()
        .refuse_if(document.state != State::Registered, CannotDigest::NotRegistered)
        .refuse_if(count > MOST_POINTS, CannotDigest::TooMany(count))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_are_lines_without_their_marks() {
        assert_eq!(Digest::points_of("- Một\n\n+ Hai ý \n• Ba"), ["Một", "Hai ý", "Ba"]);
        assert!(Digest::points_of(" \n").is_empty());
    }

    #[test]
    fn a_digest_of_too_many_points_is_none() {
        let document = super::super::tests::a_document(State::Parsed);
        let points = vec!["ý".to_owned(); 21];
        let refused = may_digest(&document, &points).or_refuse().unwrap_err();
        assert_eq!(refused.to_string(), "refused: DOC-26, DOC-27");
        for reader in Reader::ALL {
            assert_eq!(Reader::of(reader.code()), Some(reader));
        }
    }
}
