//! Which clauses of the superior's document are answered here by a target or a task, and what here answers none.

use drafts::domain::Clause;

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
    /// True for the heading of the clauses below it, which asks for nothing itself.
    pub is_heading: bool,
    /// Targets that answer it, by their place.
    pub targets: Vec<usize>,
    /// Tasks that answer it, by their place.
    pub tasks: Vec<usize>,
    /// Whether somebody is named for one of its tasks.
    pub has_owner: bool,
    /// Why it calls for no task, when it does not.
    pub silence: Option<Silence>,
}

/// Why a clause calls for no task.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Silence {
    /// It only tells how things stand: no sentence of it orders work or sets what is to be reached.
    Telling,
    /// A person said so, for this reason.
    Marked(String),
}

impl Silence {
    /// True when a person said so.
    #[must_use]
    pub fn is_marked(&self) -> bool {
        matches!(self, Silence::Marked(_))
    }
}

/// A clause that a person marked as calling for no task.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// «II › 1».
    pub clause: String,
    /// Why.
    pub reason: String,
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
}

/// Sets targets and tasks beside the clauses they name. A clause is answered, too, by what names a clause below it; what
/// names a clause the document does not have is the unit's own. A clause that is not answered calls for nothing when it was
/// marked so, or only tells how things stand.
#[must_use]
pub fn cover(clauses: &[Clause], targets: &[Target], tasks: &[Task], marks: &[Mark]) -> Coverage {
    let is_known = |path: &str| clauses.iter().any(|clause| !path.is_empty() && clause.path == path);
    let own = |paths: &mut dyn Iterator<Item = &str>| -> Vec<usize> {
        paths.enumerate().filter(|(_, path)| !is_known(path)).map(|(place, _)| place).collect()
    };
    let covered = clauses.iter().filter(|clause| !clause.path.is_empty()).map(|clause| {
        let answers = |path: &str| path == clause.path || path.starts_with(&format!("{} › ", clause.path));
        let answering: Vec<usize> = (0..tasks.len()).filter(|place| answers(&tasks[*place].clause)).collect();
        let mut covered = CoveredClause {
            path: clause.path.clone(),
            depth: clause.depth,
            text: clause.text.clone(),
            is_heading: clause.is_heading(),
            targets: (0..targets.len()).filter(|place| answers(&targets[*place].clause)).collect(),
            has_owner: answering.iter().any(|place| !tasks[*place].lead.trim().is_empty()),
            tasks: answering,
            silence: None,
        };
        if !covered.is_heading && !covered.is_answered() {
            covered.silence = silence_of(clause, marks);
        }
        covered
    });
    Coverage {
        clauses: covered.collect(),
        own_targets: own(&mut targets.iter().map(|target| target.clause.as_str())),
        own_tasks: own(&mut tasks.iter().map(|task| task.clause.as_str())),
    }
}

fn silence_of(clause: &Clause, marks: &[Mark]) -> Option<Silence> {
    let mark = marks.iter().find(|mark| mark.clause == clause.path);
    let telling = || (!official_text::asks_for_work(&clause.text)).then_some(Silence::Telling);
    mark.map(|mark| Silence::Marked(mark.reason.clone())).or_else(telling)
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

    #[test]
    fn a_clause_without_target_or_task_is_open() {
        let clauses = [
            clause("", 0, "Căn cứ."),
            clause("II", 1, "II. CHỈ TIÊU"),
            clause("III", 1, "III. NHIỆM VỤ"),
            clause("III › 1", 2, "1. Mở lớp bồi dưỡng."),
            clause("III › 2", 2, "2. Trồng rừng."),
        ];
        let targets = [a_target(Direction::AtLeast, 0, &[(2026, 1)])];
        let tasks = [a_task(0, None), Task { clause: "IX".into(), lead: String::new(), ..a_task(0, None) }];
        let found = cover(&clauses, &targets, &tasks, &[]);
        assert_eq!((found.asked(), found.open()), (2, 1));
        let open: Vec<&str> = found.clauses.iter().filter(|c| c.is_open()).map(|c| c.path.as_str()).collect();
        assert_eq!(open, ["III › 1"]);
        // the heading is answered by what answers a clause below it
        assert_eq!(found.clauses[1].tasks, [0]);
        assert!(found.clauses[3].has_owner);
        assert_eq!((found.own_targets, found.own_tasks), (vec![], vec![1]));
    }

    #[test]
    fn a_clause_that_only_tells_or_was_marked_is_not_open() {
        let clauses = [
            clause("I › 1", 2, "1. Đất ven sông bạc màu, dân cư thưa."),
            clause("I › 2", 2, "2. Xây dựng bến cá."),
            clause("I › 3", 2, "3. Tổ chức hội đua thuyền."),
        ];
        let mark = Mark { clause: "I › 3".into(), reason: "Xã không có sông".into() };
        let found = cover(&clauses, &[], &[], std::slice::from_ref(&mark));
        assert_eq!((found.asked(), found.open()), (1, 1));
        let why: Vec<Option<&Silence>> = found.clauses.iter().map(|clause| clause.silence.as_ref()).collect();
        assert_eq!(why, [Some(&Silence::Telling), None, Some(&Silence::Marked(mark.reason.clone()))]);
        // what is answered all the same counts as asked
        let answered = cover(&clauses, &[], &[Task { clause: "I › 1".into(), ..a_task(0, None) }], &[mark]);
        assert_eq!((answered.asked(), answered.open()), (2, 1));
    }
}
