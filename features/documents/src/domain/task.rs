//! Tasks a document gives («Giao X chủ trì, phối hợp với Y …»): read from the text as proposals, confirmed or dismissed
//! by a person. What the sentence does not say stays empty.

use kernel::{Argument, Day, Reason, Verdict};
use official_text::Document as Parsed;

/// Where a task stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TaskState {
    /// Read in the text, nobody has looked at it.
    Proposed,
    /// A person says it is one.
    Confirmed,
    /// A person says it is none.
    Dismissed,
}

impl TaskState {
    /// The word kept in the database and in texts (`documents-task-<code>`).
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            TaskState::Proposed => "proposed",
            TaskState::Confirmed => "confirmed",
            TaskState::Dismissed => "dismissed",
        }
    }

    /// The state with this word.
    #[must_use]
    pub fn of(code: &str) -> Option<Self> {
        [TaskState::Proposed, TaskState::Confirmed, TaskState::Dismissed].into_iter().find(|s| s.code() == code)
    }
}

/// A task.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Task {
    /// Tells the sentence and the lead it was read as, also when a person corrected the fields.
    pub key: String,
    /// The whole sentence.
    pub text: String,
    /// Chủ trì.
    pub lead: String,
    /// Phối hợp, parted by semicolons.
    pub partners: String,
    /// What is to be done.
    pub work: String,
    /// Until when, as written.
    pub deadline: String,
    /// Until when.
    pub due_on: Option<Day>,
    /// Where it stands: «III.2.a».
    pub clause: String,
    /// Where it stands in its life.
    pub state: TaskState,
}

impl Task {
    /// The tasks read in a text, each sentence and lead once.
    #[must_use]
    pub fn all_of(parsed: &Parsed) -> Vec<Self> {
        let mut tasks: Vec<Task> = Vec::new();
        for read in &parsed.tasks {
            let key = key_of(&read.lead.value, &read.text);
            if tasks.iter().all(|known| known.key != key) {
                let deadline = read.deadline.as_ref();
                tasks.push(Task {
                    key,
                    text: read.text.clone(),
                    lead: read.lead.value.clone(),
                    partners: read.partners.iter().map(|one| one.value.as_str()).collect::<Vec<_>>().join("; "),
                    work: read.work.value.clone(),
                    deadline: deadline.map(|deadline| deadline.text.clone()).unwrap_or_default(),
                    due_on: deadline.and_then(|deadline| deadline.day.as_deref()).and_then(|day| day.parse().ok()),
                    clause: read.clause.clone().unwrap_or_default(),
                    state: TaskState::Proposed,
                });
            }
        }
        tasks
    }

    /// What was read, with what was decided of it; what was decided of sentences the text no longer has comes last.
    #[must_use]
    pub fn merged(read: Vec<Task>, mut decided: Vec<Task>) -> Vec<Task> {
        let mut tasks = Vec::with_capacity(read.len() + decided.len());
        for task in read {
            match decided.iter().position(|known| known.key == task.key) {
                Some(at) => tasks.push(decided.remove(at)),
                None => tasks.push(task),
            }
        }
        tasks.extend(decided);
        tasks
    }

    /// May it be confirmed so? A task needs who does it and what.
    pub fn may_be_confirmed(&self) -> Verdict<CannotConfirm> {
        Verdict::default().refuse_if(self.lead.is_empty() || self.work.is_empty(), CannotConfirm::Incomplete)
    }
}

/// Letters alone, so that a line broken elsewhere is the same sentence.
fn key_of(lead: &str, text: &str) -> String {
    blake3::hash(format!("{}|{}", vietnamese::fold(lead), vietnamese::fold(text)).as_bytes()).to_hex()[..24].to_owned()
}

/// Why a task is not confirmed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CannotConfirm {
    /// Lead or work is missing.
    Incomplete,
    /// The text has no such sentence.
    NotThere,
}

impl Reason for CannotConfirm {
    fn code(&self) -> &'static str {
        match self {
            CannotConfirm::Incomplete => "DOC-28",
            CannotConfirm::NotThere => "DOC-29",
        }
    }

    fn arguments(&self) -> Vec<(&'static str, Argument)> {
        Vec::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "Giao Ban Tuyên giáo và Dân vận Tỉnh ủy chủ trì, phối hợp với Văn phòng Tỉnh ủy xây dựng kế hoạch \
        tuyên truyền, hoàn thành trước ngày 30/6/2026.";

    fn a_task() -> Task {
        Task::all_of(&official_text::parse(&whole())).remove(0)
    }

    fn whole() -> String {
        format!(
            "TỈNH ỦY A                    ĐẢNG CỘNG SẢN VIỆT NAM\n*\nSố 05-CT/TU        A, ngày 09 tháng 3 năm 2026\n\n\
             CHỈ THỊ\nvề học tập\n-----\n\nI. TỔ CHỨC THỰC HIỆN\n\n1. {TEXT}\n\nNơi nhận:          T/M BAN THƯỜNG VỤ\n\
             - Như trên.              BÍ THƯ\n\nTrần Văn B\n"
        )
    }

    #[test]
    fn a_sentence_that_gives_work_is_a_proposal() {
        let task = a_task();
        assert!(task.lead.contains("Ban Tuyên giáo và Dân vận"), "{task:?}");
        assert!(task.partners.contains("Văn phòng Tỉnh ủy") && task.work.contains("xây dựng kế hoạch"), "{task:?}");
        assert_eq!((task.due_on, task.state), ("2026-06-30".parse().ok(), TaskState::Proposed));
        assert!(task.may_be_confirmed().is_yes());
        assert!(!Task { work: String::new(), ..task }.may_be_confirmed().is_yes());
    }

    #[test]
    fn what_was_decided_stands_in_the_place_of_what_was_read() {
        let read = a_task();
        let decided = Task { lead: "Ban Tuyên giáo".into(), state: TaskState::Confirmed, ..read.clone() };
        let gone = Task { key: "other".into(), state: TaskState::Dismissed, ..read.clone() };
        let merged = Task::merged(vec![read], vec![gone.clone(), decided.clone()]);
        assert_eq!(merged, [decided, gone]);
        assert_eq!(key_of("Ban A", "Giao  Ban A\nlàm việc"), key_of("ban a", "giao Ban A làm việc"));
    }
}
