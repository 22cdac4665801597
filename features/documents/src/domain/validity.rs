//! Whether a document still holds: what later documents did with it, by whom and from which day. A document is changed
//! or ended only by its issuer or a competent superior, and the new text must say what it changes (Quy định 66-QĐ/TW,
//! kept in 399-QĐ/TW).

use kernel::{Day, DocumentId, UnitId};

/// What a later document does with an earlier one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Change {
    /// Sửa đổi.
    Amend,
    /// Bổ sung.
    Supplement,
    /// Thay thế.
    Replace,
    /// Bãi bỏ.
    Repeal,
}

impl Change {
    /// Every change, the lightest first.
    pub const ALL: [Change; 4] = [Change::Amend, Change::Supplement, Change::Replace, Change::Repeal];

    /// The word kept in the database and in texts (`documents-change-<code>`).
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Change::Amend => "amend",
            Change::Supplement => "supplement",
            Change::Replace => "replace",
            Change::Repeal => "repeal",
        }
    }

    /// The change with this word.
    #[must_use]
    pub fn of(code: &str) -> Option<Self> {
        Change::ALL.into_iter().find(|change| change.code() == code)
    }

    /// The change a citation's relation speaks of.
    #[must_use]
    pub fn told_by(relation: &str) -> Option<Self> {
        match relation {
            "amends" => Some(Change::Amend),
            "supplements" => Some(Change::Supplement),
            "replaces" => Some(Change::Replace),
            "repeals" => Some(Change::Repeal),
            _ => None,
        }
    }
}

/// A change that was decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Effect {
    /// What.
    pub change: Change,
    /// By this document.
    pub by: DocumentId,
    /// What that is called.
    pub by_called: String,
    /// From this day on.
    pub effective_on: Day,
}

/// Whether a document holds on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Validity {
    /// As it was issued.
    #[default]
    InForce,
    /// In part otherwise: amended or supplemented.
    Amended,
    /// Another stands in its place.
    Replaced,
    /// No more.
    Repealed,
}

impl Validity {
    /// The word in texts (`documents-validity-<code>`).
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Validity::InForce => "in_force",
            Validity::Amended => "amended",
            Validity::Replaced => "replaced",
            Validity::Repealed => "repealed",
        }
    }

    /// True when it holds, wholly or in part.
    #[must_use]
    pub fn holds(self) -> bool {
        self <= Validity::Amended
    }

    /// What these changes come to on a day; the gravest counts.
    #[must_use]
    pub fn on(day: Day, effects: impl IntoIterator<Item = (Change, Day)>) -> Self {
        effects
            .into_iter()
            .filter(|(_, from)| *from <= day)
            .map(|(change, _)| match change {
                Change::Amend | Change::Supplement => Validity::Amended,
                Change::Replace => Validity::Replaced,
                Change::Repeal => Validity::Repealed,
            })
            .max()
            .unwrap_or_default()
    }
}

/// How the issuer of the changing document stands to that of the changed one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Competence {
    /// The same body, or one above it in the tree.
    Competent,
    /// Both stand in the tree, and it is neither.
    NotCompetent,
    /// One of them is not in the tree: a person judges.
    Unknown,
}

impl Competence {
    /// Judged by the units and the lines above them; `line` holds the changed document's issuer and all above it.
    #[must_use]
    pub fn of(changing: Option<UnitId>, changed: Option<UnitId>, line: &[UnitId], same_name: bool) -> Self {
        match (changing, changed) {
            _ if same_name => Competence::Competent,
            (Some(changing), Some(_)) if line.contains(&changing) => Competence::Competent,
            (Some(_), Some(_)) => Competence::NotCompetent,
            _ => Competence::Unknown,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    #[test]
    fn the_gravest_change_begun_counts() {
        let effects = [
            (Change::Amend, day("2026-03-01")),
            (Change::Repeal, day("2026-09-01")),
            (Change::Replace, day("2026-06-01")),
        ];
        let on = |text| Validity::on(day(text), effects);
        assert_eq!(on("2026-02-28"), Validity::InForce);
        assert_eq!(on("2026-03-01"), Validity::Amended);
        assert_eq!(on("2026-07-01"), Validity::Replaced);
        assert_eq!(on("2026-09-01"), Validity::Repealed);
        assert!(Validity::Amended.holds() && !Validity::Replaced.holds());
    }

    #[test]
    fn only_the_issuer_or_one_above_may_change_a_document() {
        let unit = |n: u128| UnitId(format!("{n:032x}").parse().unwrap());
        let line = [unit(1), unit(2)];
        assert_eq!(Competence::of(Some(unit(1)), Some(unit(2)), &line, false), Competence::Competent);
        assert_eq!(Competence::of(Some(unit(3)), Some(unit(2)), &line, false), Competence::NotCompetent);
        assert_eq!(Competence::of(None, Some(unit(2)), &line, false), Competence::Unknown);
        assert_eq!(Competence::of(Some(unit(3)), Some(unit(2)), &line, true), Competence::Competent);
    }

    #[test]
    fn words_lead_back_to_their_change() {
        for change in Change::ALL {
            assert_eq!(Change::of(change.code()), Some(change));
        }
        assert_eq!(Change::told_by("replaces"), Some(Change::Replace));
        assert_eq!(Change::told_by("mentions"), None);
    }
}
