//! Questions between the hall and the reporter: asked from a phone, upvoted, answered at once or in writing, passed on.
//! An anonymous question names nobody anywhere.

use kernel::{Argument, ConferenceId, Instant, Reason, Verdict, define_id, words};

use super::State;

define_id!(
    /// A question asked at a conference.
    QuestionId
);

words! {
    /// What became of a question.
    Handling {
        /// Nothing yet.
        Open = "open",
        /// Đã trả lời tại hội nghị.
        Live = "live",
        /// Trả lời bằng văn bản sau hội nghị.
        Written = "written",
        /// Đã chuyển cơ quan có thẩm quyền.
        PassedOn = "passed_on",
        /// Không nêu, kèm lý do.
        SetAside = "set_aside",
    }
}

/// How questions are taken at a conference.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Dialogue {
    /// The conference.
    pub conference: ConferenceId,
    /// Questions are taken.
    pub is_open: bool,
    /// Also without a name.
    pub takes_anonymous: bool,
    /// For optimistic saving; 0 for one never opened.
    pub version: i64,
}

/// A question as moderators and, without what is set aside, delegates see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// Its id.
    pub id: QuestionId,
    /// The conference.
    pub conference: ConferenceId,
    /// Name and unit of who asked; empty for an anonymous one.
    pub asker: String,
    /// What is asked.
    pub words: String,
    /// When.
    pub asked_at: Instant,
    /// What became of it.
    pub handling: Handling,
    /// The answer, or why it was set aside.
    pub answer: String,
    /// To whom it was passed on.
    pub passed_to: String,
    /// When it was last handled.
    pub handled_at: Option<Instant>,
    /// Votes for it.
    pub votes: i64,
    /// For optimistic saving.
    pub version: i64,
}

/// Why a question cannot be asked or voted for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CannotAsk {
    /// Questions are not taken now.
    NotOpen,
    /// Only with a name.
    NotAnonymously,
    /// Nothing was written.
    Empty,
    /// So many letters at most.
    TooLong(i64),
    /// So many questions in ten minutes at most.
    TooMany(i64),
    /// It was dealt with already.
    Handled,
}

impl Reason for CannotAsk {
    fn code(&self) -> &'static str {
        match self {
            CannotAsk::NotOpen => "CONF-30",
            CannotAsk::NotAnonymously => "CONF-31",
            CannotAsk::Empty => "CONF-32",
            CannotAsk::TooLong(_) => "CONF-33",
            CannotAsk::TooMany(_) => "CONF-34",
            CannotAsk::Handled => "CONF-35",
        }
    }
    fn arguments(&self) -> Vec<(&'static str, Argument)> {
        match self {
            CannotAsk::TooLong(most) | CannotAsk::TooMany(most) => vec![("most", (*most).into())],
            _ => Vec::new(),
        }
    }
}

/// Why a question cannot be handled so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CannotHandle {
    /// An answer in writing needs its words.
    NoAnswer,
    /// Passed on to whom?
    NoReceiver,
    /// Set aside for what reason?
    NoReason,
}

impl Reason for CannotHandle {
    fn code(&self) -> &'static str {
        match self {
            CannotHandle::NoAnswer => "CONF-36",
            CannotHandle::NoReceiver => "CONF-37",
            CannotHandle::NoReason => "CONF-38",
        }
    }
}

impl Dialogue {
    /// May a question be asked at a conference that stands so?
    pub fn may_ask(&self, state: State, words: &str, anonymous: bool, most: i64) -> Verdict<CannotAsk> {
        let letters = i64::try_from(words.chars().count()).unwrap_or(i64::MAX);
        self.may_vote(state, Handling::Open)
            .refuse_if(anonymous && !self.takes_anonymous, CannotAsk::NotAnonymously)
            .refuse_if(words.is_empty(), CannotAsk::Empty)
            .refuse_if(letters > most, CannotAsk::TooLong(most))
    }

    /// May a vote be given to a question that stands so?
    pub fn may_vote(&self, state: State, handling: Handling) -> Verdict<CannotAsk> {
        Verdict::default()
            .refuse_if(!self.is_open || state.is_closed(), CannotAsk::NotOpen)
            .refuse_if(handling != Handling::Open, CannotAsk::Handled)
    }
}

/// May a question be handled so? Also long after the conference: answers in writing come later.
pub fn may_handle(to: Handling, answer: &str, passed_to: &str) -> Verdict<CannotHandle> {
    Verdict::default()
        .refuse_if(to == Handling::Written && answer.is_empty(), CannotHandle::NoAnswer)
        .refuse_if(to == Handling::PassedOn && passed_to.is_empty(), CannotHandle::NoReceiver)
        .refuse_if(to == Handling::SetAside && answer.is_empty(), CannotHandle::NoReason)
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    #[test]
    fn questions_are_asked_while_they_are_taken_and_short_enough() {
        let conference = ConferenceId(Uuid::from_u128(1));
        let dialogue = Dialogue { conference, is_open: true, takes_anonymous: false, version: 1 };
        let open = State::Open { since: "2026-11-24".parse().unwrap() };
        assert!(dialogue.may_ask(open, "Bao giờ có hướng dẫn?", false, 1000).is_yes());
        assert_eq!(dialogue.may_ask(open, "", true, 10).reasons(), [CannotAsk::NotAnonymously, CannotAsk::Empty]);
        assert_eq!(dialogue.may_ask(open, "mười một chữ", false, 10).reasons(), [CannotAsk::TooLong(10)]);
        let closed = State::Closed { on: "2026-11-24".parse().unwrap() };
        assert_eq!(dialogue.may_ask(closed, "x", false, 10).reasons(), [CannotAsk::NotOpen]);
        assert_eq!(dialogue.may_vote(open, Handling::Live).reasons(), [CannotAsk::Handled]);
    }

    #[test]
    fn what_is_answered_in_writing_passed_on_or_set_aside_says_how() {
        assert!(may_handle(Handling::Live, "", "").is_yes());
        assert_eq!(may_handle(Handling::Written, "", "").reasons(), [CannotHandle::NoAnswer]);
        assert_eq!(may_handle(Handling::PassedOn, "", "").reasons(), [CannotHandle::NoReceiver]);
        assert_eq!(may_handle(Handling::SetAside, "", "").reasons(), [CannotHandle::NoReason]);
        assert!(may_handle(Handling::PassedOn, "", "Sở Nông nghiệp và Môi trường").is_yes());
    }
}
