//! Which clauses of the superior's document are answered here by a target or a task, and what here answers none.

use drafts::domain::Clause;
use kernel::Instant;

use super::{Target, Task};

/// A clause of the superior's document with what answers it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CoveredClause {
    /// «II › 1».
    pub path: String,
    /// How deep it lies.
    pub depth: i64,
    /// Its text.
    pub text: String,
    /// True for the heading of clauses below it, which asks for nothing itself. A line without clauses below it is none.
    pub is_heading: bool,
    /// Targets that answer it, by their place.
    pub targets: Vec<usize>,
    /// Tasks that answer it, by their place.
    pub tasks: Vec<usize>,
    /// Whether somebody is named for one of its tasks.
    pub has_owner: bool,
    /// What a person said of it.
    pub mark: Option<Mark>,
    /// Why it calls for no task, when it does not.
    pub silence: Option<Silence>,
}

/// Why a clause calls for no task.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Silence {
    /// It only tells how things stand: no sentence of it orders work or sets what is to be reached.
    Telling,
    /// A person said so.
    Marked,
}

kernel::words! {
    /// What a person says of a clause, whatever its words look like (text `programmes-says-<code>`).
    Says {
        /// It calls for no task here.
        Silent = "silent",
        /// It orders work, or sets what is to be reached.
        Asks = "asks",
    }
}

/// What a person said of a clause.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// «II › 1».
    pub clause: String,
    /// What it is.
    pub says: Says,
    /// Why; may be empty where it asks.
    pub reason: String,
    /// When; unknown of old marks.
    pub at: Option<Instant>,
    /// By whom, by name; empty where it is unknown.
    pub by: String,
}

impl CoveredClause {
    /// True when something is asked and neither a target nor a task answers it.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.asks() && !self.is_answered()
    }

    /// True when it asks for something: it is no heading and does not call for no task.
    #[must_use]
    pub fn asks(&self) -> bool {
        !self.is_heading && self.silence.is_none()
    }

    fn is_answered(&self) -> bool {
        !self.targets.is_empty() || !self.tasks.is_empty()
    }
}

/// Clause by clause, and what answers none.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Coverage {
    /// The clauses, in their order.
    pub clauses: Vec<CoveredClause>,
    /// Targets of the unit's own, by their place.
    pub own_targets: Vec<usize>,
    /// Tasks of the unit's own, by their place.
    pub own_tasks: Vec<usize>,
}

impl Coverage {
    /// Clauses that ask for something.
    #[must_use]
    pub fn asked(&self) -> usize {
        self.clauses.iter().filter(|clause| clause.asks()).count()
    }

    /// Those nothing answers.
    #[must_use]
    pub fn open(&self) -> usize {
        self.clauses.iter().filter(|clause| clause.is_open()).count()
    }

    /// Clauses that are left out because they only tell how things stand.
    #[must_use]
    pub fn telling(&self) -> usize {
        self.left_out().filter(|clause| clause.silence == Some(Silence::Telling)).count()
    }

    /// Clauses that are left out because a person said so.
    #[must_use]
    pub fn marked(&self) -> usize {
        self.left_out().filter(|clause| clause.silence == Some(Silence::Marked)).count()
    }

    /// The clauses that are left out, in their order.
    pub fn left_out(&self) -> impl Iterator<Item = &CoveredClause> {
        self.clauses.iter().filter(|clause| clause.silence.is_some())
    }
}

/// Sets targets and tasks beside the clauses they name. A clause is answered, too, by what names a clause below it; what
/// names a clause the document does not have is the unit's own. A clause that is not answered calls for nothing when it was
/// marked so, or only tells how things stand and nobody marked it as ordering work.
#[must_use]
pub fn cover(clauses: &[Clause], targets: &[Target], tasks: &[Task], marks: &[Mark]) -> Coverage {
    let is_known = |path: &str| clauses.iter().any(|clause| !path.is_empty() && clause.path == path);
    let own = |paths: &mut dyn Iterator<Item = &str>| -> Vec<usize> {
        paths.enumerate().filter(|(_, path)| !is_known(path)).map(|(place, _)| place).collect()
    };
    let covered = clauses.iter().filter(|clause| !clause.path.is_empty()).map(|clause| {
        let below = format!("{} › ", clause.path);
        let answers = |path: &str| path == clause.path || path.starts_with(&below);
        let heads = || clauses.iter().any(|other| other.path.starts_with(&below));
        let answering: Vec<usize> = (0..tasks.len()).filter(|place| answers(&tasks[*place].clause)).collect();
        let mut covered = CoveredClause {
            path: clause.path.clone(),
            depth: clause.depth,
            text: clause.text.clone(),
            is_heading: clause.is_heading() && heads(),
            targets: (0..targets.len()).filter(|place| answers(&targets[*place].clause)).collect(),
            has_owner: answering.iter().any(|place| !tasks[*place].lead.trim().is_empty()),
            tasks: answering,
            mark: marks.iter().find(|mark| mark.clause == clause.path).cloned(),
            silence: None,
        };
        if !covered.is_heading && !covered.is_answered() {
            covered.silence = silence_of(clause, covered.mark.as_ref());
        }
        covered
    });
    Coverage {
        clauses: covered.collect(),
        own_targets: own(&mut targets.iter().map(|target| target.clause.as_str())),
        own_tasks: own(&mut tasks.iter().map(|task| task.clause.as_str())),
    }
}

fn silence_of(clause: &Clause, mark: Option<&Mark>) -> Option<Silence> {
    match mark.map(|mark| mark.says) {
        Some(Says::Asks) => None,
        Some(Says::Silent) => Some(Silence::Marked),
        None => (!official_text::asks_for_work(&clause.text)).then_some(Silence::Telling),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Direction;
    use crate::domain::target::a_target;
    use crate::domain::task::a_task;

    fn clause(path: &str, depth: i64, text: &str) -> Clause {
        Clause { place: 0, path: path.into(), depth, title: String::new(), text: text.into() }
    }

    fn mark(clause: &str, says: Says, reason: &str) -> Mark {
        Mark { clause: clause.into(), says, reason: reason.into(), at: None, by: String::new() }
    }

    #[test]
    fn a_clause_without_target_or_task_is_open() {
        let clauses = [
            clause("", 0, "Căn cứ."),
            clause("II", 1, "II. CHỈ TIÊU"),
            clause("II › 1", 2, "1. Mỗi thôn một tổ hợp tác"),
            clause("III", 1, "III. NHIỆM VỤ"),
            clause("III › 1", 2, "1. Mở lớp bồi dưỡng."),
            clause("III › 2", 2, "2. Trồng rừng."),
        ];
        let targets = [a_target(Direction::AtLeast, 0, &[(2026, 1)])];
        let tasks = [a_task(0, None), Task { clause: "IX".into(), lead: String::new(), ..a_task(0, None) }];
        let found = cover(&clauses, &targets, &tasks, &[]);
        assert_eq!((found.asked(), found.open()), (3, 2));
        let open: Vec<&str> = found.clauses.iter().filter(|c| c.is_open()).map(|c| c.path.as_str()).collect();
        // a line without a full stop is a clause all the same when nothing lies below it
        assert_eq!(open, ["II › 1", "III › 1"]);
        // the heading is answered by what answers a clause below it
        assert_eq!(found.clauses[2].tasks, [0]);
        assert!(found.clauses[4].has_owner);
        assert_eq!((found.own_targets, found.own_tasks), (vec![], vec![1]));
    }

    #[test]
    fn a_clause_that_only_tells_or_was_marked_is_not_open() {
        let clauses = [
            clause("I › 1", 2, "1. Đất ven sông bạc màu, dân cư thưa."),
            clause("I › 2", 2, "2. Xây dựng bến cá."),
            clause("I › 3", 2, "3. Tổ chức hội đua thuyền."),
        ];
        let mark = mark("I › 3", Says::Silent, "Xã không có sông");
        let found = cover(&clauses, &[], &[], std::slice::from_ref(&mark));
        assert_eq!((found.asked(), found.open(), found.telling(), found.marked()), (1, 1, 1, 1));
        let why: Vec<Option<Silence>> = found.clauses.iter().map(|clause| clause.silence).collect();
        assert_eq!(why, [Some(Silence::Telling), None, Some(Silence::Marked)]);
        let left_out: Vec<&str> = found.left_out().map(|clause| clause.path.as_str()).collect();
        assert_eq!(left_out, ["I › 1", "I › 3"]);
        // what is answered all the same counts as asked
        let answered = cover(&clauses, &[], &[Task { clause: "I › 1".into(), ..a_task(0, None) }], &[mark]);
        assert_eq!((answered.asked(), answered.open()), (2, 1));
    }

    #[test]
    fn a_person_overrules_what_the_words_look_like() {
        let clauses = [clause("I › 1", 2, "1. Nước sạch về đến từng hộ ven sông.")];
        assert_eq!(cover(&clauses, &[], &[], &[]).telling(), 1);
        let found = cover(&clauses, &[], &[], &[mark("I › 1", Says::Asks, "")]);
        assert_eq!((found.asked(), found.open(), found.telling()), (1, 1, 0));
    }
}
