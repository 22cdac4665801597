//! The hall of a point: who sits where, unit by unit, and what a person should look at before the day.

use kernel::{Argument, DelegateId, Instant, Reason, UnitId, Verdict};

/// A seat: row and number, both from 1, the first row in front.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Seat {
    /// The row.
    pub row: i64,
    /// The seat in the row.
    pub number: i64,
}

/// Seats people in the order given, the people of a unit side by side. A unit that does not fit into the rest of a row,
/// but into a row, begins the next one while there are seats to spare. Nobody is seated when there are more people than
/// seats.
#[must_use]
pub fn arrange(people: &[(UnitId, DelegateId)], rows: i64, row_seats: i64) -> Vec<(DelegateId, Seat)> {
    let seats = rows.saturating_mul(row_seats);
    let mut spare = seats - i64::try_from(people.len()).unwrap_or(i64::MAX);
    if spare < 0 || row_seats <= 0 {
        return Vec::new();
    }
    let mut placed = Vec::with_capacity(people.len());
    let mut next = 0;
    for block in people.chunk_by(|a, b| a.0 == b.0) {
        let size = i64::try_from(block.len()).unwrap_or(i64::MAX);
        let left_in_row = row_seats - next % row_seats;
        if left_in_row < size && size <= row_seats && left_in_row <= spare {
            next += left_in_row;
            spare -= left_in_row;
        }
        for (_, delegate) in block {
            placed.push((*delegate, Seat { row: next / row_seats + 1, number: next % row_seats + 1 }));
            next += 1;
        }
    }
    placed
}

/// Why nobody can be seated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CannotSeat {
    /// No hall is chosen.
    NoHall,
    /// Its seats do not stand in rows.
    NoRows,
    /// Nobody is on the list.
    NoDelegates,
    /// More people than seats: people, seats.
    TooMany(i64, i64),
}

impl Reason for CannotSeat {
    fn code(&self) -> &'static str {
        match self {
            CannotSeat::NoHall => "CONF-44",
            CannotSeat::NoRows => "CONF-45",
            CannotSeat::NoDelegates => "CONF-46",
            CannotSeat::TooMany(..) => "CONF-47",
        }
    }
    fn arguments(&self) -> Vec<(&'static str, Argument)> {
        match self {
            CannotSeat::TooMany(people, seats) => vec![("people", (*people).into()), ("seats", (*seats).into())],
            _ => Vec::new(),
        }
    }
}

/// May so many people be seated in a hall of so many seats in rows? None: no hall is chosen.
pub fn may_seat(people: i64, seats: Option<i64>) -> Verdict<CannotSeat> {
    let in_rows = seats.unwrap_or(0);
    Verdict::default()
        .refuse_if(seats.is_none(), CannotSeat::NoHall)
        .refuse_if(seats == Some(0), CannotSeat::NoRows)
        .refuse_if(people == 0, CannotSeat::NoDelegates)
        .refuse_if(in_rows > 0 && people > in_rows, CannotSeat::TooMany(people, in_rows))
}

/// Something chosen for a point that is chosen for another one at the same time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clash {
    /// The hall or piece of equipment.
    pub what: String,
    /// Who else meets.
    pub organiser: String,
    /// From when.
    pub starts_at: Instant,
}

/// What somebody should look at before the day; nothing of it forbids anything.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Warning {
    /// More people than the hall holds: people, capacity.
    TooSmall(i64, i64),
    /// The hall is out of use.
    OutOfUse(String),
    /// Equipment does not work.
    NotWorking(String),
    /// Chosen elsewhere at the same time.
    Taken(Clash),
}

/// What is known of a point's hall and equipment.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Prepared {
    /// People: those on the list, or those expected where there is none.
    pub people: i64,
    /// The hall's name, how many it holds, whether it is in use; none while none is chosen.
    pub hall: Option<(String, i64, bool)>,
    /// Names of equipment, of the hall and chosen, that does not work.
    pub not_working: Vec<String>,
    /// What is chosen elsewhere at the same time.
    pub clashes: Vec<Clash>,
}

/// Everything that should be looked at.
#[must_use]
pub fn warnings(prepared: &Prepared) -> Vec<Warning> {
    let mut all = Vec::new();
    if let Some((name, capacity, in_use)) = &prepared.hall {
        if prepared.people > *capacity {
            all.push(Warning::TooSmall(prepared.people, *capacity));
        }
        if !in_use {
            all.push(Warning::OutOfUse(name.clone()));
        }
    }
    all.extend(prepared.not_working.iter().cloned().map(Warning::NotWorking));
    all.extend(prepared.clashes.iter().cloned().map(Warning::Taken));
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::HashSet;
    use uuid::Uuid;

    fn people(sizes: &[usize]) -> Vec<(UnitId, DelegateId)> {
        let mut all = Vec::new();
        for (unit, size) in sizes.iter().enumerate() {
            for _ in 0..*size {
                let delegate = DelegateId(Uuid::from_u128(all.len() as u128));
                all.push((UnitId(Uuid::from_u128(unit as u128)), delegate));
            }
        }
        all
    }

    #[test]
    fn a_unit_sits_together_while_there_are_seats_to_spare() {
        let seats = arrange(&people(&[3, 3, 4]), 4, 5);
        let rows: Vec<i64> = seats.iter().map(|(_, seat)| seat.row).collect();
        assert_eq!(rows, [1, 1, 1, 2, 2, 2, 3, 3, 3, 3]);
        let full = arrange(&people(&[3, 3, 4]), 2, 5);
        assert_eq!(full.last().unwrap().1, Seat { row: 2, number: 5 }, "no seat to spare: one after the other");
    }

    #[test]
    fn nobody_is_seated_without_rows_or_with_too_few_seats() {
        assert!(may_seat(10, Some(12)).is_yes());
        assert_eq!(may_seat(10, Some(0)).reasons(), [CannotSeat::NoRows]);
        assert_eq!(may_seat(0, None).reasons(), [CannotSeat::NoHall, CannotSeat::NoDelegates]);
        assert_eq!(may_seat(13, Some(12)).reasons(), [CannotSeat::TooMany(13, 12)]);
        assert!(arrange(&people(&[13]), 3, 4).is_empty());
    }

    #[test]
    fn a_small_hall_broken_equipment_and_another_meeting_are_all_told() {
        let clash = Clash { what: "Hội trường".into(), organiser: "Xã".into(), starts_at: Instant(0) };
        let prepared = Prepared {
            people: 120,
            hall: Some(("Hội trường".into(), 100, false)),
            not_working: vec!["Máy chiếu".into()],
            clashes: vec![clash.clone()],
        };
        let all = warnings(&prepared);
        assert_eq!(all[0], Warning::TooSmall(120, 100));
        assert_eq!(
            all[1..],
            [Warning::OutOfUse("Hội trường".into()), Warning::NotWorking("Máy chiếu".into()), Warning::Taken(clash)]
        );
        assert!(warnings(&Prepared { people: 5, ..Prepared::default() }).is_empty());
    }

    proptest! {
        #[test]
        fn everybody_has_one_seat_of_the_hall_when_there_are_enough(sizes in proptest::collection::vec(1_usize..30, 1..12), rows in 1_i64..20, row_seats in 1_i64..20) {
            let all = people(&sizes);
            let placed = arrange(&all, rows, row_seats);
            if all.len() as i64 <= rows * row_seats {
                let seats: HashSet<Seat> = placed.iter().map(|(_, seat)| *seat).collect();
                prop_assert_eq!(seats.len(), all.len());
                prop_assert!(seats.iter().all(|s| (1..=rows).contains(&s.row) && (1..=row_seats).contains(&s.number)));
            } else {
                prop_assert!(placed.is_empty());
            }
        }
    }
}
