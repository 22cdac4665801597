//! A reflection (bài thu hoạch) of one person: its states, and who reads it.

use kernel::{Day, PersonId, Refused, UnitId, Verdict};

use super::{CallId, CallState, CannotReview, CannotSeeDigest, CannotWrite};

kernel::words! {
    /// Where a reflection stands (text `reflections-state-<code>`).
    State {
        /// Asked for, perhaps begun.
        Due = "due",
        /// Submitted: waits for the reviewer.
        Submitted = "submitted",
        /// Given back with the reviewer's words.
        Returned = "returned",
        /// The reviewer is content with it.
        Passed = "passed",
    }
}

/// A digest of fewer people's proposals would show whose they are.
pub const LEAST_FOR_DIGEST: i64 = 5;

/// A reflection, without its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reflection {
    /// The call it answers.
    pub call: CallId,
    /// Its author.
    pub person: PersonId,
    /// The author's home unit when it was asked for.
    pub unit: UnitId,
    /// Where it stands.
    pub state: State,
    /// Who reads it beside its author.
    pub reviewer: Option<PersonId>,
    /// What the reviewer said when giving it back; empty otherwise.
    pub remark: String,
    /// When it was submitted first.
    pub submitted_on: Option<Day>,
    /// When it passed.
    pub passed_on: Option<Day>,
    /// Counts its changes.
    pub version: i64,
}

impl Reflection {
    /// True for the two who read it: its author, and its reviewer once it is submitted. No role changes that.
    #[must_use]
    pub fn is_read_by(&self, person: PersonId) -> bool {
        person == self.person || (self.reviewer == Some(person) && self.state != State::Due)
    }

    /// May its author write on?
    pub fn may_write(&self, call: CallState) -> Verdict<CannotWrite> {
        Verdict::default()
            .refuse_if(call != CallState::Announced, CannotWrite::Closed)
            .refuse_if(matches!(self.state, State::Submitted | State::Passed), CannotWrite::Submitted)
    }

    /// May it be submitted? `is_empty`: nothing is written.
    pub fn may_submit(&self, call: CallState, is_empty: bool) -> Verdict<CannotWrite> {
        self.may_write(call).refuse_if(is_empty, CannotWrite::Empty)
    }

    /// Submitted.
    ///
    /// # Errors
    /// [`CannotWrite`].
    pub fn submit(self, call: CallState, is_empty: bool, today: Day) -> Result<Self, Refused> {
        self.may_submit(call, is_empty).or_refuse()?;
        let submitted_on = self.submitted_on.or(Some(today));
        Ok(Reflection { state: State::Submitted, remark: String::new(), submitted_on, ..self })
    }

    /// May its reviewer give it back or let it pass?
    pub fn may_review(&self) -> Verdict<CannotReview> {
        Verdict::default().refuse_if(self.state != State::Submitted, CannotReview::NotSubmitted)
    }

    /// Given back with these words.
    ///
    /// # Errors
    /// [`CannotReview`].
    pub fn give_back(self, remark: &str) -> Result<Self, Refused> {
        let remark = vietnamese::nfc(remark.trim());
        self.may_review().refuse_if(remark.is_empty(), CannotReview::NoRemark).or_refuse()?;
        Ok(Reflection { state: State::Returned, remark, ..self })
    }

    /// Passed.
    ///
    /// # Errors
    /// [`CannotReview`].
    pub fn pass(self, today: Day) -> Result<Self, Refused> {
        self.may_review().or_refuse()?;
        Ok(Reflection { state: State::Passed, passed_on: Some(today), ..self })
    }

    /// May this person become its reviewer? Nobody reviews what they wrote.
    pub fn may_be_reviewed_by(&self, person: PersonId) -> Verdict<CannotReview> {
        Verdict::default()
            .refuse_if(person == self.person, CannotReview::Own)
            .refuse_if(self.state == State::Passed, CannotReview::Passed)
    }

    /// With this reviewer.
    ///
    /// # Errors
    /// [`CannotReview`].
    pub fn reviewed_by(self, person: PersonId) -> Result<Self, Refused> {
        self.may_be_reviewed_by(person).or_refuse()?;
        Ok(Reflection { reviewer: Some(person), ..self })
    }
}

/// May the digest of a branch be shown, in which so many people have submitted?
pub fn may_see_digest(submitted: i64) -> Verdict<CannotSeeDigest> {
    Verdict::default().refuse_if(submitted < LEAST_FOR_DIGEST, CannotSeeDigest::Few(LEAST_FOR_DIGEST))
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::Reason;

    fn person(n: u128) -> PersonId {
        PersonId(kernel::id_parts::Uuid::from_u128(n))
    }

    fn a_reflection() -> Reflection {
        Reflection {
            call: "01994d2c-0000-7000-8000-000000000001".parse().unwrap(),
            person: person(1),
            unit: "01994d2c-0000-7000-8000-000000000002".parse().unwrap(),
            state: State::Due,
            reviewer: Some(person(2)),
            remark: String::new(),
            submitted_on: None,
            passed_on: None,
            version: 1,
        }
    }

    fn codes<R: Reason>(verdict: &Verdict<R>) -> Vec<&'static str> {
        verdict.reasons().iter().map(Reason::code).collect()
    }

    const OPEN: CallState = CallState::Announced;

    #[test]
    fn only_the_author_reads_a_draft_and_the_reviewer_what_is_submitted() {
        let draft = a_reflection();
        assert!(draft.is_read_by(person(1)) && !draft.is_read_by(person(2)));
        let submitted = draft.submit(OPEN, false, "2026-12-01".parse().unwrap()).unwrap();
        assert!(submitted.is_read_by(person(2)) && !submitted.is_read_by(person(3)));
    }

    #[test]
    fn it_goes_to_and_fro_until_it_passes() {
        let day: Day = "2026-12-01".parse().unwrap();
        assert_eq!(codes(&a_reflection().may_submit(CallState::Closed, true)), ["REFL-05", "REFL-07"]);
        let submitted = a_reflection().submit(OPEN, false, day).unwrap();
        assert_eq!(codes(&submitted.may_write(OPEN)), ["REFL-06"]);
        assert!(submitted.clone().give_back(" ").is_err());
        let returned = submitted.give_back("nói rõ việc của mình").unwrap();
        assert_eq!(codes(&returned.may_review()), ["REFL-08"]);
        let again = returned.submit(OPEN, false, day.plus(3)).unwrap();
        assert_eq!((again.submitted_on, again.remark.as_str()), (Some(day), ""));
        let passed = again.pass(day.plus(4)).unwrap();
        assert_eq!(codes(&passed.may_be_reviewed_by(person(3))), ["REFL-11"]);
    }

    #[test]
    fn nobody_reviews_what_they_wrote_and_few_are_not_digested() {
        assert_eq!(codes(&a_reflection().may_be_reviewed_by(person(1))), ["REFL-10"]);
        assert_eq!(a_reflection().reviewed_by(person(4)).unwrap().reviewer, Some(person(4)));
        assert_eq!(codes(&may_see_digest(4)), ["REFL-12"]);
        assert!(may_see_digest(5).is_yes());
    }
}
