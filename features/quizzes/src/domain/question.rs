//! A question of the bank: its words, its choices, its states. Somebody else than who wrote it looks at it before it is
//! used; what is used is no longer changed, because answers refer to it.

use kernel::{AccountId, DocumentId, Refused, UnitId, Verdict};

use super::CannotChangeQuestion;

kernel::define_id!(
    /// A question of the bank.
    QuestionId
);

kernel::words! {
    /// Where a question stands (text `quizzes-question-state-<code>`).
    State {
        /// Being written.
        Draft = "draft",
        /// Looked at by a second person.
        Reviewed = "reviewed",
        /// May be drawn into tests and contests.
        InUse = "in_use",
        /// No longer drawn; answers that refer to it stay.
        Retired = "retired",
    }
}

kernel::words! {
    /// What is done with a question (text `quizzes-step-<code>`).
    Step {
        /// A second person finds it right.
        Review = "review",
        /// A second person sends it back.
        Return = "return",
        /// It may be drawn from now on.
        Use = "use",
        /// It is no longer drawn.
        Retire = "retire",
    }
}

/// Choices a question may have at most.
pub const MOST_CHOICES: usize = 8;
/// Letters a question, a choice or an explanation may have at most.
const LONGEST: usize = 2_000;

/// A choice (phương án).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// Its words, without its letter.
    pub text: String,
    /// True when it is right.
    pub is_right: bool,
}

/// The words of a question.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wording {
    /// What is asked.
    pub text: String,
    /// The choices in the order written; attempts shuffle them.
    pub choices: Vec<Choice>,
    /// Whoever answers may mark several choices, and is told so; how many are right is not told.
    pub takes_several: bool,
    /// Why the right choices are right; shown after a test is closed. May be empty.
    pub explanation: String,
    /// The document it asks about.
    pub document: Option<DocumentId>,
    /// The clause of the document that answers it, such as «II › 1»; may be empty.
    pub clause: String,
    /// What else it can be found by, each once, in small letters.
    pub tags: Vec<String>,
    /// Units below the owner may draw it too. Whoever may draw it sees what is right.
    pub is_open_below: bool,
}

/// A question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// Its id.
    pub id: QuestionId,
    /// Whose bank it stands in.
    pub unit: UnitId,
    /// Its words.
    pub wording: Wording,
    /// Where it stands.
    pub state: State,
    /// Who wrote the words last; none for the system.
    pub author: Option<AccountId>,
    /// What the second person said when sending it back; empty otherwise.
    pub remark: String,
    /// Counts its changes.
    pub version: i64,
}

/// The letter of a choice: `A` for the first.
#[must_use]
pub fn letter_of(place: usize) -> char {
    u8::try_from(place).ok().filter(|place| *place < 26).map_or('?', |place| char::from(b'A' + place))
}

/// The places that letters name: `A, C` and `AC` give 0 and 2. None when anything else stands there.
#[must_use]
pub fn places_of(letters: &str) -> Option<Vec<usize>> {
    let mut places = Vec::new();
    for letter in letters.chars().filter(|letter| !letter.is_whitespace() && !matches!(letter, ',' | ';' | '.' | '/')) {
        let upper = letter.to_ascii_uppercase();
        if !upper.is_ascii_uppercase() {
            return None;
        }
        places.push(usize::try_from(u32::from(upper) - u32::from('A')).ok()?);
    }
    places.sort_unstable();
    places.dedup();
    Some(places)
}

/// The letters of places: `A, C` for 0 and 2.
#[must_use]
pub fn letters_of(places: &[usize]) -> String {
    places.iter().map(|place| letter_of(*place).to_string()).collect::<Vec<_>>().join(", ")
}

impl Wording {
    /// The places of the right choices.
    #[must_use]
    pub fn right(&self) -> Vec<usize> {
        self.choices.iter().enumerate().filter(|(_, choice)| choice.is_right).map(|(place, _)| place).collect()
    }

    /// The choices with their letters.
    #[must_use]
    pub fn lettered(&self) -> Vec<(char, &Choice)> {
        self.choices.iter().enumerate().map(|(place, choice)| (letter_of(place), choice)).collect()
    }

    /// Without blanks at the ends and empty choices at the end; several choices may be marked when several are right.
    #[must_use]
    pub fn tidied(mut self) -> Self {
        let line = |text: &str| vietnamese::nfc(text.trim());
        self.text = line(&self.text);
        self.explanation = line(&self.explanation);
        self.clause = line(&self.clause);
        for choice in &mut self.choices {
            choice.text = line(&choice.text);
        }
        while self.choices.last().is_some_and(|last| last.text.is_empty() && !last.is_right) {
            self.choices.pop();
        }
        self.tags = self.tags.iter().map(|tag| line(tag).to_lowercase()).filter(|tag| !tag.is_empty()).collect();
        self.tags.sort();
        self.tags.dedup();
        self.takes_several |= self.right().len() > 1;
        self
    }

    /// What is wrong with it, as keys of texts (`quizzes-wrong-…`), each with the field at which a form shows it.
    #[must_use]
    pub fn wrong(&self) -> Vec<(&'static str, &'static str)> {
        let mut wrong = Vec::new();
        let mut note = |is_wrong: bool, field, key| {
            if is_wrong {
                wrong.push((field, key));
            }
        };
        let folded: Vec<String> = self.choices.iter().map(|choice| vietnamese::fold(&choice.text)).collect();
        let is_double = folded.iter().enumerate().any(|(place, text)| folded[..place].contains(text));
        let is_blank = self.choices.iter().any(|choice| choice.text.is_empty());
        let all = [&self.text, &self.explanation].into_iter().chain(self.choices.iter().map(|choice| &choice.text));
        note(self.text.is_empty(), "text", "quizzes-wrong-text");
        note(all.into_iter().any(|text| text.chars().count() > LONGEST), "text", "quizzes-wrong-long");
        note(self.choices.len() < 2, "choices", "quizzes-wrong-few");
        note(self.choices.len() > MOST_CHOICES, "choices", "quizzes-wrong-many");
        note(is_blank, "choices", "quizzes-wrong-blank");
        note(!is_blank && is_double, "choices", "quizzes-wrong-double");
        note(self.right().is_empty(), "choices", "quizzes-wrong-none-right");
        wrong
    }
}

impl Question {
    /// May its words be changed? Of what is or was in use a copy is made instead.
    pub fn may_write(&self) -> Verdict<CannotChangeQuestion> {
        let is_open = matches!(self.state, State::Draft | State::Reviewed);
        Verdict::default().refuse_if(!is_open, CannotChangeQuestion::WasUsed)
    }

    /// May this step be taken, by this account?
    pub fn may(&self, step: Step, by: Option<AccountId>) -> Verdict<CannotChangeQuestion> {
        let from: &[State] = match step {
            Step::Review => &[State::Draft],
            Step::Return | Step::Use => &[State::Reviewed],
            Step::Retire => &[State::InUse],
        };
        let from = if step == Step::Return { &[State::Draft, State::Reviewed] } else { from };
        let is_own = step == Step::Review && self.author.is_some() && self.author == by;
        Verdict::default()
            .refuse_if(!from.contains(&self.state), CannotChangeQuestion::NotNow)
            .refuse_if(is_own, CannotChangeQuestion::Own)
    }

    /// After the step; `remark` says why it is sent back.
    ///
    /// # Errors
    /// [`CannotChangeQuestion`].
    pub fn after(self, step: Step, by: Option<AccountId>, remark: &str) -> Result<Self, Refused> {
        let is_silent = step == Step::Return && remark.trim().is_empty();
        self.may(step, by).refuse_if(is_silent, CannotChangeQuestion::NoRemark).or_refuse()?;
        let state = match step {
            Step::Review => State::Reviewed,
            Step::Return => State::Draft,
            Step::Use => State::InUse,
            Step::Retire => State::Retired,
        };
        let remark = if step == Step::Return { vietnamese::nfc(remark.trim()) } else { String::new() };
        Ok(Question { state, remark, ..self })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::Reason;

    fn a_wording() -> Wording {
        let choice = |text: &str, is_right| Choice { text: text.into(), is_right };
        Wording {
            text: " Có bao nhiêu chỉ tiêu? ".into(),
            choices: vec![choice("Mười", false), choice("Mười hai", true), choice("", false)],
            tags: vec![" Chuyển đổi số".into(), "chuyển đổi số".into()],
            ..Wording::default()
        }
        .tidied()
    }

    fn an_account(n: u128) -> Option<AccountId> {
        Some(AccountId::from(kernel::id_parts::Uuid::from_u128(n)))
    }

    fn a_question() -> Question {
        Question {
            id: "01994d2c-0000-7000-8000-000000000001".parse().unwrap(),
            unit: "01994d2c-0000-7000-8000-000000000002".parse().unwrap(),
            wording: a_wording(),
            state: State::Draft,
            author: an_account(1),
            remark: String::new(),
            version: 1,
        }
    }

    fn codes(verdict: &Verdict<CannotChangeQuestion>) -> Vec<&'static str> {
        verdict.reasons().iter().map(Reason::code).collect()
    }

    #[test]
    fn letters_name_places_and_back() {
        assert_eq!(places_of("c, A"), Some(vec![0, 2]));
        assert_eq!(places_of("BD"), Some(vec![1, 3]));
        assert_eq!((places_of("B và D"), places_of(" ")), (None, Some(Vec::new())));
        assert_eq!(letters_of(&[0, 2]), "A, C");
    }

    #[test]
    fn what_is_wrong_is_told_all_at_once() {
        assert_eq!((a_wording().wrong(), a_wording().choices.len()), (Vec::new(), 2));
        assert_eq!(a_wording().tags, ["chuyển đổi số"]);
        let mut bad = a_wording();
        bad.text.clear();
        bad.choices[1] = Choice { text: "muoi".into(), is_right: false };
        let keys: Vec<&str> = bad.wrong().into_iter().map(|(_, key)| key).collect();
        assert_eq!(keys, ["quizzes-wrong-text", "quizzes-wrong-double", "quizzes-wrong-none-right"]);
    }

    #[test]
    fn several_right_choices_let_several_be_marked() {
        let mut both = a_wording();
        assert!(!both.takes_several);
        both.choices[0].is_right = true;
        assert!(both.tidied().takes_several);
    }

    #[test]
    fn a_second_person_looks_at_it_before_it_is_used() {
        let question = a_question();
        assert_eq!(codes(&question.may(Step::Review, an_account(1))), ["QUIZ-03"]);
        assert_eq!(codes(&question.may(Step::Use, an_account(2))), ["QUIZ-02"]);
        let reviewed = question.after(Step::Review, an_account(2), "").unwrap();
        let used = reviewed.after(Step::Use, an_account(1), "").unwrap();
        assert_eq!(codes(&used.may_write()), ["QUIZ-01"]);
        assert_eq!(used.after(Step::Retire, an_account(1), "").unwrap().state, State::Retired);
    }

    #[test]
    fn what_is_sent_back_says_why() {
        assert!(a_question().after(Step::Return, an_account(2), " ").is_err());
        let back = a_question().after(Step::Return, an_account(2), "hai đáp án trùng ý").unwrap();
        assert_eq!((back.state, back.remark.as_str()), (State::Draft, "hai đáp án trùng ý"));
    }
}
