//! What a hall and a piece of equipment are, and what speaks against an entry. Facts in, decision out: no database, no
//! clock, no pages.

use kernel::{Argument, Reason, UnitId, Verdict, words};

kernel::define_id!(
    /// A hall.
    HallId,
    /// A piece of equipment, or several alike.
    EquipmentId,
);

/// The most rows, and the most seats in a row, a plan is drawn for.
pub const MOST: i64 = 200;

/// A hall of a unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hall {
    /// Its id.
    pub id: HallId,
    /// The unit it belongs to.
    pub unit: UnitId,
    /// Its name.
    pub name: String,
    /// Its address.
    pub place: String,
    /// How many people it holds.
    pub capacity: i64,
    /// Rows of seats; 0 where seats are not in rows.
    pub rows: i64,
    /// Seats in a row.
    pub row_seats: i64,
    /// False while it is being rebuilt, or given up.
    pub in_use: bool,
    /// Anything else worth knowing.
    pub note: String,
    /// Counts its changes.
    pub version: i64,
}

words! {
    /// What a piece of equipment is for.
    EquipmentKind {
        /// Màn hình, tivi.
        Screen = "screen",
        /// Máy chiếu, đèn chiếu.
        Projector = "projector",
        /// Âm thanh.
        Sound = "sound",
        /// Camera, thiết bị hội nghị trực tuyến.
        Conferencing = "conferencing",
        /// Đường truyền.
        Line = "line",
        /// Máy phát điện, lưu điện.
        Power = "power",
        /// Khác.
        Other = "other",
    }
}

words! {
    /// In what state a piece of equipment is.
    Condition {
        /// Dùng tốt.
        Working = "working",
        /// Đang sửa.
        InRepair = "in_repair",
        /// Hỏng.
        Broken = "broken",
    }
}

/// A piece of equipment of a unit, or several alike.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Equipment {
    /// Its id.
    pub id: EquipmentId,
    /// The unit it belongs to.
    pub unit: UnitId,
    /// The hall it stands in; none for what is carried where it is needed.
    pub hall: Option<HallId>,
    /// What it is for.
    pub kind: EquipmentKind,
    /// What it is.
    pub name: String,
    /// How many of it.
    pub quantity: i64,
    /// In what state.
    pub condition: Condition,
    /// What is broken, since when, who repairs it.
    pub note: String,
    /// Counts its changes.
    pub version: i64,
}

/// Why a hall cannot be entered so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CannotSeat {
    /// More seats in rows than it holds: seats, capacity.
    MoreSeatsThanHeld(i64, i64),
    /// A plan of so many rows or seats is not drawn.
    TooLarge,
}

impl Reason for CannotSeat {
    fn code(&self) -> &'static str {
        match self {
            CannotSeat::MoreSeatsThanHeld(..) => "HALL-01",
            CannotSeat::TooLarge => "HALL-02",
        }
    }
    fn arguments(&self) -> Vec<(&'static str, Argument)> {
        match self {
            CannotSeat::MoreSeatsThanHeld(seats, capacity) => {
                vec![("seats", (*seats).into()), ("capacity", (*capacity).into())]
            }
            CannotSeat::TooLarge => vec![("most", MOST.into())],
        }
    }
}

/// The codes of this feature's refusals.
pub const REFUSALS: &[&str] = &["HALL-01", "HALL-02"];

impl Hall {
    /// Seats in rows.
    #[must_use]
    pub fn seats(&self) -> i64 {
        self.rows.saturating_mul(self.row_seats)
    }

    /// May it be entered with these numbers?
    pub fn may_seat(&self) -> Verdict<CannotSeat> {
        let is_large = self.rows > MOST || self.row_seats > MOST;
        Verdict::default()
            .refuse_if(self.seats() > self.capacity, CannotSeat::MoreSeatsThanHeld(self.seats(), self.capacity))
            .refuse_if(is_large, CannotSeat::TooLarge)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_never_seat_more_than_the_hall_holds() {
        let hall = Hall {
            id: "01994d2c-0000-7000-8000-000000000001".parse().unwrap(),
            unit: "01994d2c-0000-7000-8000-000000000002".parse().unwrap(),
            name: "Hội trường".into(),
            place: String::new(),
            capacity: 120,
            rows: 10,
            row_seats: 12,
            in_use: true,
            note: String::new(),
            version: 1,
        };
        assert!(hall.may_seat().is_yes());
        let small = Hall { capacity: 100, ..hall.clone() };
        assert_eq!(small.may_seat().reasons(), [CannotSeat::MoreSeatsThanHeld(120, 100)]);
        let large = Hall { rows: MOST + 1, capacity: 100_000, ..hall };
        assert_eq!(large.may_seat().reasons(), [CannotSeat::TooLarge]);
    }
}
