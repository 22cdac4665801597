//! An opinion on a draft and the answer to it. An opinion given without a name holds nothing that leads to who gave it:
//! no account, no unit, no day.

use kernel::{Day, Refused, Verdict};

use super::{CannotAnswer, CannotOpine, RoundId};

kernel::define_id!(
    /// An opinion (ý kiến góp ý).
    OpinionId,
);

kernel::words! {
    /// What an opinion wants (text `drafts-opinion-kind-<code>`).
    OpinionKind {
        /// Nhất trí.
        Agree = "agree",
        /// Sửa: other words are proposed.
        Amend = "amend",
        /// Bổ sung: further words are proposed.
        Supplement = "supplement",
        /// Bỏ.
        Remove = "remove",
        /// Đề nghị làm rõ.
        Question = "question",
    }
}

kernel::words! {
    /// How it came (text `drafts-source-<code>`).
    Source {
        /// Written in the page or through the API.
        Page = "page",
        /// On paper, entered by the officer who drafts.
        Paper = "paper",
    }
}

kernel::words! {
    /// What was decided of an opinion (text `drafts-decision-<code>`).
    Decision {
        /// Not yet.
        Open = "open",
        /// Tiếp thu.
        Accepted = "accepted",
        /// Tiếp thu một phần.
        Partly = "partly",
        /// Giải trình: not accepted, the reason is told.
        Explained = "explained",
    }
}

/// An opinion.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opinion {
    /// Its id.
    pub id: OpinionId,
    /// In this round.
    pub round: RoundId,
    /// The clause it is about, by its place in the revision; [`super::WHOLE`] for the whole.
    pub clause: i64,
    /// What that clause is called: «II › 1»; empty for the whole.
    pub clause_path: String,
    /// What it wants.
    pub kind: OpinionKind,
    /// The opinion.
    pub text: String,
    /// The words it proposes.
    pub wording: String,
    /// Who gave it, as printed in the table; empty when the name was left out.
    pub from: String,
    /// How it came.
    pub source: Source,
    /// When it came; none when the name was left out.
    pub received_on: Option<Day>,
    /// What was decided.
    pub decision: Decision,
    /// What was changed, or why not.
    pub answer: String,
    /// Grows with each change.
    pub version: i64,
}

/// What giving an opinion depends on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OpinionFacts<'o> {
    /// Whether the round still runs (for paper: whether the draft can still be written).
    pub is_open: bool,
    /// What it wants.
    pub kind: OpinionKind,
    /// The opinion.
    pub text: &'o str,
    /// The words it proposes.
    pub wording: &'o str,
    /// Whether the clause is one of the revision.
    pub knows_clause: bool,
    /// Whether the name is left out.
    pub is_anonymous: bool,
    /// Whether the round lets a person leave it out.
    pub may_be_anonymous: bool,
}

/// Letters of an opinion, of the words it proposes and of an answer.
const LONGEST: usize = 5_000;

/// May this opinion be given?
pub fn may_opine(facts: OpinionFacts<'_>) -> Verdict<CannotOpine> {
    let proposes = matches!(facts.kind, OpinionKind::Amend | OpinionKind::Supplement);
    let is_silent = facts.text.trim().is_empty() && facts.wording.trim().is_empty();
    Verdict::default()
        .refuse_if(!facts.is_open, CannotOpine::RoundClosed)
        .refuse_if(!facts.knows_clause, CannotOpine::NoSuchClause)
        .refuse_if(facts.kind != OpinionKind::Agree && is_silent, CannotOpine::NothingSaid)
        .refuse_if(proposes && !is_silent && facts.wording.trim().is_empty(), CannotOpine::NoWording)
        .refuse_if(facts.is_anonymous && !facts.may_be_anonymous, CannotOpine::NameNeeded)
        .refuse_if([facts.text, facts.wording].iter().any(|text| text.chars().count() > LONGEST), CannotOpine::TooLong)
}

impl Opinion {
    /// True when somebody must decide on it: agreement needs no answer.
    #[must_use]
    pub fn needs_answer(&self) -> bool {
        self.kind != OpinionKind::Agree
    }

    /// True while the answer is missing.
    #[must_use]
    pub fn is_undecided(&self) -> bool {
        self.needs_answer() && self.decision == Decision::Open
    }

    /// May it be decided so?
    pub fn may_decide(&self, can_write: bool, decision: Decision, answer: &str) -> Verdict<CannotAnswer> {
        let says_nothing = answer.trim().is_empty();
        Verdict::default()
            .refuse_if(!can_write, CannotAnswer::DraftDone)
            .refuse_if(decision == Decision::Open, CannotAnswer::NoDecision)
            .refuse_if(decision == Decision::Explained && says_nothing, CannotAnswer::NoReason)
            .refuse_if(
                matches!(decision, Decision::Accepted | Decision::Partly) && says_nothing,
                CannotAnswer::NoChangeTold,
            )
            .refuse_if(answer.chars().count() > LONGEST, CannotAnswer::TooLong)
    }

    /// Decides on it.
    ///
    /// # Errors
    /// [`Refused`] with every reason: an answer says what was changed, or why nothing was.
    pub fn decide(self, can_write: bool, decision: Decision, answer: &str) -> Result<Self, Refused> {
        self.may_decide(can_write, decision, answer).or_refuse()?;
        Ok(Opinion { decision, answer: answer.trim().to_owned(), ..self })
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    pub(crate) fn an_opinion(kind: OpinionKind) -> Opinion {
        Opinion {
            id: OpinionId(Default::default()),
            round: RoundId(Default::default()),
            clause: 1,
            clause_path: "I › 1".into(),
            kind,
            text: "Chưa rõ thời hạn".into(),
            wording: String::new(),
            from: "Đảng ủy xã An Khê Thượng".into(),
            source: Source::Page,
            received_on: None,
            decision: Decision::Open,
            answer: String::new(),
            version: 1,
        }
    }

    fn facts(kind: OpinionKind, text: &'static str) -> OpinionFacts<'static> {
        OpinionFacts {
            is_open: true,
            kind,
            text,
            wording: "",
            knows_clause: true,
            is_anonymous: false,
            may_be_anonymous: false,
        }
    }

    #[test]
    fn an_amendment_proposes_words_and_agreement_need_not_speak() {
        assert_eq!(may_opine(facts(OpinionKind::Amend, "sai số")).reasons(), [CannotOpine::NoWording]);
        assert_eq!(may_opine(facts(OpinionKind::Remove, "")).reasons(), [CannotOpine::NothingSaid]);
        assert!(may_opine(facts(OpinionKind::Agree, "")).is_yes());
        let amended = OpinionFacts { wording: "trước ngày 30/6", ..facts(OpinionKind::Amend, "") };
        assert!(may_opine(amended).is_yes());
    }

    #[test]
    fn a_name_is_left_out_only_where_the_round_lets_it() {
        let hidden = OpinionFacts { is_anonymous: true, ..facts(OpinionKind::Question, "vì sao") };
        assert_eq!(may_opine(hidden).reasons(), [CannotOpine::NameNeeded]);
        assert!(may_opine(OpinionFacts { may_be_anonymous: true, ..hidden }).is_yes());
    }

    #[test]
    fn an_opinion_has_an_end() {
        let (long, longer) = ("ý".repeat(LONGEST), "ý".repeat(LONGEST + 1));
        assert!(may_opine(OpinionFacts { text: &long, ..facts(OpinionKind::Question, "") }).is_yes());
        let refused = may_opine(OpinionFacts { text: &longer, ..facts(OpinionKind::Question, "") });
        assert_eq!(refused.reasons(), [CannotOpine::TooLong]);
    }

    #[test]
    fn an_answer_says_what_was_changed_or_why_nothing_was() {
        let opinion = an_opinion(OpinionKind::Question);
        assert!(opinion.clone().decide(true, Decision::Explained, " ").is_err());
        assert!(opinion.clone().decide(true, Decision::Accepted, "").is_err());
        assert!(opinion.clone().decide(false, Decision::Accepted, "Đã sửa").is_err());
        assert!(!opinion.decide(true, Decision::Accepted, "Đã bổ sung").unwrap().is_undecided());
        assert!(!an_opinion(OpinionKind::Agree).is_undecided());
    }
}
