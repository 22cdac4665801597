//! Rows that count each person once: when two records turn out to be one person, one of two rows for the same thing is
//! taken out of the figures, and put back should they be parted again.

use std::collections::HashMap;

use kernel::{Day, Delta, Event, Fact, PersonId, UnitId};
use platform::db::{StoreError, Tx};
use platform::params;

/// A table with `person_id`, `unit_id` and `is_counted`, of which a person has at most one row for each subject.
#[derive(Debug, Clone, Copy)]
pub struct CountedOnce {
    /// The table.
    pub table: &'static str,
    /// The column with the subject of its figures.
    pub subject: &'static str,
    /// Each figure with the column that holds the day it counts from; an empty day counts nothing.
    pub figures: &'static [(&'static str, &'static str)],
}

/// A row as it counts.
struct Counted {
    subject: String,
    person: PersonId,
    unit: UnitId,
    is_counted: bool,
    days: Vec<Option<Day>>,
}

impl Counted {
    /// How far it has come.
    fn steps(&self) -> usize {
        self.days.iter().flatten().count()
    }
}

impl CountedOnce {
    /// Follows the merging and the parting of records. Of two rows the one that came further counts, of equal ones that of
    /// the record that is kept.
    ///
    /// # Errors
    /// [`StoreError::Driver`].
    pub fn on_event(&self, tx: &mut Tx<'_>, event: &Event) -> Result<(), StoreError> {
        match &event.fact {
            Fact::PeopleMerged { kept, merged, .. } => {
                for (own, other) in self.doubles(tx, *kept, *merged)? {
                    if own.is_counted && other.is_counted {
                        let goes = if other.steps() > own.steps() { own } else { other };
                        self.set(tx, &goes, false)?;
                    }
                }
                Ok(())
            }
            Fact::PeopleParted { kept, merged, .. } => {
                for (own, other) in self.doubles(tx, *kept, *merged)? {
                    for one in [own, other].iter().filter(|one| !one.is_counted) {
                        self.set(tx, one, true)?;
                    }
                }
                Ok(())
            }
            _ => Ok(()),
        }
    }

    /// The rows of two records for the same subject.
    fn doubles(
        &self,
        tx: &mut Tx<'_>,
        kept: PersonId,
        merged: PersonId,
    ) -> Result<Vec<(Counted, Counted)>, StoreError> {
        let of_merged = self.rows_of(tx, merged)?;
        let mut others: HashMap<String, Counted> =
            of_merged.into_iter().map(|one| (one.subject.clone(), one)).collect();
        let with_other = |own: Counted| others.remove(&own.subject).map(|other| (own, other));
        Ok(self.rows_of(tx, kept)?.into_iter().filter_map(with_other).collect())
    }

    fn rows_of(&self, tx: &mut Tx<'_>, person: PersonId) -> Result<Vec<Counted>, StoreError> {
        let CountedOnce { table, subject, figures } = self;
        let days: String = figures.iter().map(|(_, day)| format!(", {day}")).collect();
        let sql =
            format!("SELECT {subject}, unit_id, is_counted{days} FROM {table} WHERE person_id = $1 ORDER BY {subject}");
        tx.list(&sql, params![person], |row| {
            let days = (0..figures.len()).map(|at| row.get(3 + at)).collect::<Result<_, _>>()?;
            Ok(Counted { subject: row.get(0)?, person, unit: row.get(1)?, is_counted: row.get(2)?, days })
        })
    }

    fn set(&self, tx: &mut Tx<'_>, row: &Counted, is_counted: bool) -> Result<(), StoreError> {
        let CountedOnce { table, subject, figures } = self;
        let sql = format!("UPDATE {table} SET is_counted = $3 WHERE {subject} = $1 AND person_id = $2");
        tx.run_one(&sql, params![row.subject, row.person, is_counted])?;
        let n = if is_counted { 1 } else { -1 };
        for ((figure, _), day) in figures.iter().zip(&row.days) {
            if let Some(day) = *day {
                tx.post(Delta { subject: row.subject.clone(), figure, unit: row.unit, day, n });
            }
        }
        Ok(())
    }
}
