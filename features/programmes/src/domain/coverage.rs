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
}

impl CoveredClause {
    /// True when something is asked and neither a target nor a task answers it.
    #[must_use]
    pub fn is_open(&self) -> bool {
        !self.is_heading && self.targets.is_empty() && self.tasks.is_empty()
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
        self.clauses.iter().filter(|clause| !clause.is_heading).count()
    }

    /// Those nothing answers.
    #[must_use]
    pub fn open(&self) -> usize {
        self.clauses.iter().filter(|clause| clause.is_open()).count()
    }
}

/// Sets targets and tasks beside the clauses they name. A clause is answered, too, by what names a clause below it; what
/// names a clause the document does not have is the unit's own.
#[must_use]
pub fn cover(clauses: &[Clause], targets: &[Target], tasks: &[Task]) -> Coverage {
    let is_known = |path: &str| clauses.iter().any(|clause| !path.is_empty() && clause.path == path);
    let own = |paths: &mut dyn Iterator<Item = &str>| -> Vec<usize> {
        paths.enumerate().filter(|(_, path)| !is_known(path)).map(|(place, _)| place).collect()
    };
    let covered = clauses.iter().filter(|clause| !clause.path.is_empty()).map(|clause| {
        let answers = |path: &str| path == clause.path || path.starts_with(&format!("{} › ", clause.path));
        let answering: Vec<usize> = (0..tasks.len()).filter(|place| answers(&tasks[*place].clause)).collect();
        CoveredClause {
            path: clause.path.clone(),
            depth: clause.depth,
            text: clause.text.clone(),
            is_heading: clause.is_heading(),
            targets: (0..targets.len()).filter(|place| answers(&targets[*place].clause)).collect(),
            has_owner: answering.iter().any(|place| !tasks[*place].lead.trim().is_empty()),
            tasks: answering,
        }
    });
    Coverage {
        clauses: covered.collect(),
        own_targets: own(&mut targets.iter().map(|target| target.clause.as_str())),
        own_tasks: own(&mut tasks.iter().map(|task| task.clause.as_str())),
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
        let found = cover(&clauses, &targets, &tasks);
        assert_eq!((found.asked(), found.open()), (2, 1));
        let open: Vec<&str> = found.clauses.iter().filter(|c| c.is_open()).map(|c| c.path.as_str()).collect();
        assert_eq!(open, ["III › 1"]);
        // the heading is answered by what answers a clause below it
        assert_eq!(found.clauses[1].tasks, [0]);
        assert!(found.clauses[3].has_owner);
        assert_eq!((found.own_targets, found.own_tasks), (vec![], vec![1]));
    }
}
