//! A reflection (bài thu hoạch) of one person: its states, and who reads it.

use kernel::{Day, PersonId, Refused, UnitId, Verdict};

use super::{CallId, CallState, CannotChange, CannotReview, CannotWrite};

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

    /// May it be given back in a call of this state, with these words? After the closing the author needs a day of their
    /// own, until which it can be handed in again.
    pub fn may_give_back(
        &self,
        call: CallState,
        remark: &str,
        until: Option<Day>,
        today: Day,
    ) -> Verdict<CannotReview> {
        self.may_review()
            .refuse_if(remark.trim().is_empty(), CannotReview::NoRemark)
            .refuse_if(call == CallState::Closed && until.is_none_or(|day| day < today), CannotReview::NoDay)
    }

    /// May the author of what was given back have this day to hand it in, the call being closed?
    pub fn may_have_day(&self, until: Option<Day>, today: Day) -> Verdict<CannotReview> {
        Verdict::default()
            .refuse_if(self.state != State::Returned, CannotReview::NotSubmitted)
            .refuse_if(until.is_none_or(|day| day < today), CannotReview::NoDay)
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

    /// True when another reviewer is told to the author: the present one was promised, and reads it already.
    #[must_use]
    pub fn tells_of_reviewer(&self, person: PersonId) -> bool {
        matches!(self.state, State::Submitted | State::Returned) && self.reviewer != Some(person)
    }

    /// May `by` give it this reviewer? Once it is submitted, taking another's place needs a reason, and so does taking it
    /// oneself.
    pub fn may_be_given(&self, person: PersonId, by: Option<PersonId>, reason: &str) -> Verdict<CannotReview> {
        let needs_reason = self.tells_of_reviewer(person) && (self.reviewer.is_some() || by == Some(person));
        self.may_be_reviewed_by(person).refuse_if(needs_reason && reason.trim().is_empty(), CannotReview::NoReason)
    }

    /// May its author be taken off the list?
    pub fn may_be_removed(&self, call: CallState, reason: &str) -> Verdict<CannotChange> {
        Verdict::default()
            .refuse_if(call != CallState::Announced, CannotChange::NotAnnounced)
            .refuse_if(self.submitted_on.is_some(), CannotChange::Submitted)
            .refuse_if(reason.trim().is_empty(), CannotChange::NoReason)
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

/// May a reviewer be given? It takes somebody who reads and somebody whose reflection it is.
pub fn may_assign(reviewer: Option<PersonId>, authors: &[PersonId]) -> Verdict<CannotReview> {
    Verdict::default()
        .refuse_if(reviewer.is_none(), CannotReview::NoReviewer)
        .refuse_if(authors.is_empty(), CannotReview::NoAuthor)
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
    fn nobody_reviews_what_they_wrote() {
        assert_eq!(codes(&a_reflection().may_be_reviewed_by(person(1))), ["REFL-10"]);
        assert_eq!(a_reflection().reviewed_by(person(4)).unwrap().reviewer, Some(person(4)));
    }

    #[test]
    fn a_reviewer_is_given_once_both_are_chosen() {
        assert_eq!(codes(&may_assign(None, &[])), ["REFL-22", "REFL-23"]);
        assert!(may_assign(Some(person(2)), &[person(1)]).is_yes());
    }

    #[test]
    fn another_reviewer_of_what_is_submitted_needs_a_reason() {
        let by = Some(person(3));
        assert!(a_reflection().may_be_given(person(3), by, "").is_yes(), "the author learns it before submitting");
        let submitted = a_reflection().submit(OPEN, false, "2026-12-01".parse().unwrap()).unwrap();
        assert!(submitted.may_be_given(person(2), by, " ").is_yes(), "nothing changes");
        assert_eq!(codes(&submitted.may_be_given(person(4), by, " ")), ["REFL-14"]);
        assert!(submitted.may_be_given(person(4), by, "đồng chí Bình chuyển công tác").is_yes());
        let open = Reflection { reviewer: None, ..submitted };
        assert!(open.may_be_given(person(4), by, "").is_yes());
        assert_eq!(codes(&open.may_be_given(person(3), by, "")), ["REFL-14"]);
    }

    #[test]
    fn after_the_closing_it_is_given_back_with_a_day() {
        let today: Day = "2026-12-11".parse().unwrap();
        let submitted = a_reflection().submit(OPEN, false, today).unwrap();
        let asked = |call, until: Option<Day>| codes(&submitted.may_give_back(call, "nói rõ", until, today));
        assert!(asked(OPEN, None).is_empty() && asked(CallState::Closed, Some(today)).is_empty());
        assert_eq!(asked(CallState::Closed, None), ["REFL-13"]);
        assert_eq!(codes(&submitted.may_have_day(Some(today.plus(-1)), today)), ["REFL-08", "REFL-13"]);
        assert!(submitted.clone().give_back("nói rõ").unwrap().may_have_day(Some(today), today).is_yes());
    }

    #[test]
    fn whoever_has_submitted_stays_on_the_list() {
        assert!(a_reflection().may_be_removed(OPEN, "chuyển đi").is_yes());
        let submitted = a_reflection().submit(OPEN, false, "2026-12-01".parse().unwrap()).unwrap();
        assert_eq!(codes(&submitted.may_be_removed(CallState::Closed, "")), ["REFL-15", "REFL-16", "REFL-17"]);
    }
}
