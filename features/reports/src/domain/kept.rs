//! What stood behind a figure when its report was signed, and whether what is read now is still that. Rows are kept one by
//! one up to a limit; beyond it, what each unit had.

use kernel::{PersonId, UnitId};

/// Rows of one figure that are kept one by one; where there are more, units are kept with what each had.
pub const ROWS_OF_A_FIGURE: usize = 1_000;
/// Rows of all figures of a report that are kept one by one.
pub const ROWS_OF_A_REPORT: usize = 20_000;
/// Units of one figure that are kept with what each had; where there are more, those directly below the figure's unit with
/// what their branches had.
pub const UNITS_OF_A_FIGURE: usize = 1_000;

kernel::words! {
    /// What was kept of a figure.
    What {
        /// Every row.
        Rows = "rows",
        /// What each unit had.
        Units = "units",
    }
}

/// A row as it was: who or what was counted, in words, and where it could be seen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptRow {
    /// What tells it from the others: the id of the delegate, the address of the duty, the unit.
    pub key: String,
    /// Who or what was counted.
    pub title: String,
    /// Unit, day, way.
    pub note: String,
    /// Where it could be seen; empty when nowhere.
    pub href: String,
    /// What a unit had; none for a row, which counts as itself.
    pub n: Option<i64>,
    /// The person, when in the register.
    pub person: Option<PersonId>,
    /// The unit it belongs to, where the row tells.
    pub unit: Option<UnitId>,
}

/// A figure with what stood behind it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptFigure {
    /// Its place among the figures of the report, from 1.
    pub position: i64,
    /// The figure.
    pub figure: String,
    /// What it is about.
    pub subject: String,
    /// The unit whose branch it counts.
    pub unit: UnitId,
    /// Its value.
    pub value: i64,
    /// What was kept.
    pub what: What,
    /// [`hash_of_sums`] of what every unit had.
    pub sums_hash: String,
}

/// The seal over the rows of a figure: their keys and what each counts, not their words, which may have to be erased.
#[must_use]
pub fn seal_of(figure: &KeptFigure, rows: &[KeptRow]) -> String {
    let mut hasher = blake3::Hasher::new();
    hasher.update(format!("{}\t{}\n", figure.value, figure.sums_hash).as_bytes());
    for row in rows {
        hasher.update(format!("{}\t{}\n", row.key, row.n.unwrap_or(1)).as_bytes());
    }
    hasher.finalize().to_hex().to_string()
}

/// One hash over what each unit had, in whatever order they come.
#[must_use]
pub fn hash_of_sums(sums: &[(UnitId, i64)]) -> String {
    let mut lines: Vec<String> = sums.iter().map(|(unit, n)| format!("{unit}\t{n}\n")).collect();
    lines.sort_unstable();
    blake3::hash(lines.concat().as_bytes()).to_hex().to_string()
}

/// True when the rows read now (title and address) are those that were kept, in whatever order.
#[must_use]
pub fn are_the_same<'r>(
    kept: impl Iterator<Item = (&'r str, &'r str)>,
    now: impl Iterator<Item = (&'r str, &'r str)>,
) -> bool {
    let sorted = |rows: &mut Vec<(&'r str, &'r str)>| rows.sort_unstable();
    let (mut kept, mut now): (Vec<_>, Vec<_>) = (kept.collect(), now.collect());
    sorted(&mut kept);
    sorted(&mut now);
    kept == now
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::id_parts::Uuid;

    fn row(key: &str, title: &str) -> KeptRow {
        let (note, href) = (String::new(), String::new());
        KeptRow { key: key.into(), title: title.into(), note, href, n: None, person: None, unit: None }
    }

    fn figure() -> KeptFigure {
        KeptFigure {
            position: 1,
            figure: "visits.made".into(),
            subject: "s".into(),
            unit: UnitId(Uuid::nil()),
            value: 2,
            what: What::Rows,
            sums_hash: String::new(),
        }
    }

    #[test]
    fn the_seal_holds_the_rows_and_not_the_words() {
        let sealed = seal_of(&figure(), &[row("a", "Mai"), row("b", "Bình")]);
        assert_eq!(sealed, seal_of(&figure(), &[row("a", "(đã xóa dữ liệu)"), row("b", "Bình")]));
        assert_ne!(sealed, seal_of(&figure(), &[row("a", "Mai")]));
        assert_ne!(sealed, seal_of(&KeptFigure { value: 3, ..figure() }, &[row("a", "Mai"), row("b", "Bình")]));
    }

    #[test]
    fn sums_and_rows_are_compared_in_whatever_order() {
        let (one, two) = (UnitId(Uuid::from_u128(1)), UnitId(Uuid::from_u128(2)));
        assert_eq!(hash_of_sums(&[(one, 3), (two, 4)]), hash_of_sums(&[(two, 4), (one, 3)]));
        assert_ne!(hash_of_sums(&[(one, 3), (two, 4)]), hash_of_sums(&[(one, 4), (two, 3)]));
        let kept = [("Mai", "/a"), ("Bình", "/b")];
        assert!(are_the_same(kept.into_iter(), [("Bình", "/b"), ("Mai", "/a")].into_iter()));
        assert!(!are_the_same(kept.into_iter(), [("Bình", "/b")].into_iter()));
    }
}
