//! A set of materials: for whom, about what, and its editions. A published edition never changes; a new one is written
//! beside it and takes its place for readers when it is published.

use kernel::{ConferenceId, Day, DocumentId, Refused, RolloutId, UnitId, Verdict, define_id, words};
use rollouts::domain::Audience;

use super::{CannotBegin, CannotChange, CannotPublish, CannotWithdraw};

define_id!(
    /// A set of materials.
    MaterialId,
    /// A file that arrives in pieces.
    UploadId,
);

words! {
    /// Where a set stands.
    State {
        /// Its first edition is being written.
        Writing = "writing",
        /// Readers see its newest edition.
        Published = "published",
        /// Readers no longer see it.
        Withdrawn = "withdrawn",
    }
}

/// What is written of a set beside its parts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// What it is called.
    pub title: String,
    /// For whom.
    pub audience: Audience,
    /// The document it explains.
    pub document: Option<DocumentId>,
    /// The rollout it serves.
    pub rollout: Option<RolloutId>,
    /// The conference it is for.
    pub conference: Option<ConferenceId>,
    /// May be read by everybody who has its code, without a sign-in.
    pub is_public: bool,
}

/// A set of materials.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Set {
    /// Its id.
    pub id: MaterialId,
    /// Who publishes it; it reaches this unit's branch.
    pub unit: UnitId,
    /// What it is.
    pub head: Head,
    /// Its openings were counted among the members before they were counted among its audience.
    pub measures_members: bool,
    /// The letters in its address and QR code.
    pub code: String,
    /// Where it stands.
    pub state: State,
    /// The edition readers see; 0 before the first.
    pub edition: i64,
    /// The edition that is being written, if one is.
    pub writing: Option<i64>,
    /// Why it was withdrawn.
    pub reason: String,
    /// When its newest edition was published.
    pub published_on: Option<Day>,
    /// Changes with every change.
    pub version: i64,
}

impl Set {
    /// The edition an officer looks at: the one being written, else the one readers see.
    #[must_use]
    pub fn shown(&self) -> i64 {
        self.writing.unwrap_or(self.edition)
    }

    /// Whose openings count, and whom coverage is measured against: its audience, or the members where it was counted
    /// so from the start.
    #[must_use]
    pub fn measured(&self) -> Audience {
        if self.measures_members { Audience::Members } else { self.head.audience }
    }

    /// True when readers see it.
    #[must_use]
    pub fn is_read(&self) -> bool {
        self.state == State::Published
    }

    /// May the edition that is written be published, with so many parts?
    pub fn may_publish(&self, parts: i64) -> Verdict<CannotPublish> {
        Verdict::default()
            .refuse_if(self.state == State::Withdrawn, CannotPublish::Withdrawn)
            .refuse_if(self.writing.is_none(), CannotPublish::NothingWritten)
            .refuse_if(self.writing.is_some() && parts == 0, CannotPublish::NoParts)
    }

    /// Puts the edition that was written before the readers.
    ///
    /// # Errors
    /// With the reasons of [`Set::may_publish`].
    pub fn publish(self, parts: i64, today: Day) -> Result<Self, Refused> {
        self.may_publish(parts).or_refuse()?;
        let edition = self.shown();
        Ok(Self { state: State::Published, edition, writing: None, published_on: Some(today), ..self })
    }

    /// May a new edition be begun?
    pub fn may_begin(&self) -> Verdict<CannotBegin> {
        Verdict::default()
            .refuse_if(self.state != State::Published, CannotBegin::NotPublished)
            .refuse_if(self.state == State::Published && self.writing.is_some(), CannotBegin::AlreadyBegun)
    }

    /// Begins the next edition, which starts as the one readers see.
    ///
    /// # Errors
    /// With the reasons of [`Set::may_begin`].
    pub fn begin(self) -> Result<Self, Refused> {
        self.may_begin().or_refuse()?;
        Ok(Self { writing: Some(self.edition + 1), ..self })
    }

    /// May its parts be written on?
    pub fn may_change(&self) -> Verdict<CannotChange> {
        Verdict::default().refuse_if(self.writing.is_none(), CannotChange::NotWriting)
    }

    /// May it be taken from the readers for this reason?
    pub fn may_withdraw(&self, reason: &str) -> Verdict<CannotWithdraw> {
        Verdict::default()
            .refuse_if(self.state != State::Published, CannotWithdraw::NotPublished)
            .refuse_if(self.state == State::Published && reason.trim().is_empty(), CannotWithdraw::NoReason)
    }

    /// Takes it from the readers.
    ///
    /// # Errors
    /// With the reasons of [`Set::may_withdraw`].
    pub fn withdraw(self, reason: &str) -> Result<Self, Refused> {
        self.may_withdraw(reason).or_refuse()?;
        Ok(Self { state: State::Withdrawn, writing: None, reason: reason.trim().to_owned(), ..self })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn a_set() -> Set {
        let head = Head {
            title: "Hỏi – đáp".into(),
            audience: Audience::Members,
            document: None,
            rollout: None,
            conference: None,
            is_public: false,
        };
        Set {
            id: MaterialId(kernel::id_parts::Uuid::nil()),
            unit: UnitId(kernel::id_parts::Uuid::nil()),
            head,
            measures_members: false,
            code: String::new(),
            state: State::Writing,
            edition: 0,
            writing: Some(1),
            reason: String::new(),
            published_on: None,
            version: 1,
        }
    }

    fn today() -> Day {
        "2026-11-22".parse().unwrap()
    }

    #[test]
    fn an_empty_set_is_not_published() {
        assert_eq!(a_set().publish(0, today()).unwrap_err().to_string(), "refused: MAT-03");
    }

    #[test]
    fn a_new_edition_takes_the_place_of_the_old_one_when_it_is_published() {
        let published = a_set().publish(2, today()).unwrap();
        assert_eq!((published.edition, published.writing, published.is_read()), (1, None, true));
        assert_eq!(published.may_change().reasons(), [CannotChange::NotWriting]);
        let begun = published.begin().unwrap();
        assert_eq!((begun.edition, begun.shown()), (1, 2));
        assert_eq!(begun.may_begin().reasons(), [CannotBegin::AlreadyBegun]);
        assert_eq!(begun.publish(2, today()).unwrap().edition, 2);
    }

    #[test]
    fn what_is_withdrawn_says_why_and_stays_so() {
        let published = a_set().publish(1, today()).unwrap();
        assert_eq!(published.may_withdraw(" ").reasons(), [CannotWithdraw::NoReason]);
        let withdrawn = published.withdraw("thay bằng tài liệu mới").unwrap();
        assert!(!withdrawn.is_read() && !withdrawn.may_begin().is_yes());
    }
}
