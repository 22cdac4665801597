//! The dated checklist of a conference: lines with a day relative to the day of the conference. The default lines are
//! data (`conference_checklist_default`), because custom changes; each conference edits its own copy.

use kernel::{Day, Instant, words};

use super::ChecklistItemId;

words! {
    /// What is done with a line of the checklist.
    LineAct {
        /// It is ticked off.
        Tick = "tick",
        /// The tick is taken back.
        Untick = "untick",
        /// Its title or day is changed.
        Save = "save",
        /// It is taken out.
        Remove = "remove",
    }
}

/// A line of the checklist.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChecklistItem {
    /// Its id.
    pub id: ChecklistItemId,
    /// Its place in the list.
    pub position: i64,
    /// What is to be done.
    pub title: String,
    /// Days from the conference: -1 is the day before.
    pub day_offset: i64,
    /// Until when.
    pub due_on: Day,
    /// When it was ticked off.
    pub done_at: Option<Instant>,
}

/// How near a line's day is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Urgency {
    /// Ticked off.
    Done,
    /// More than two days away.
    Later,
    /// Within two days.
    Soon,
    /// Its day has passed.
    Late,
}

impl ChecklistItem {
    /// How near its day is today.
    #[must_use]
    pub fn urgency(&self, today: Day) -> Urgency {
        if self.done_at.is_some() {
            return Urgency::Done;
        }
        match today.days_until(self.due_on) {
            days if days < 0 => Urgency::Late,
            0..=2 => Urgency::Soon,
            _ => Urgency::Later,
        }
    }
}

/// The day of a line, counted from the day of the conference.
#[must_use]
pub fn due_on(conference_day: Day, day_offset: i64) -> Day {
    conference_day.plus(day_offset)
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    #[test]
    fn a_line_turns_from_later_to_soon_to_late_until_it_is_ticked_off() {
        let day = |text: &str| text.parse::<Day>().unwrap();
        let mut item = ChecklistItem {
            id: ChecklistItemId(Uuid::from_u128(1)),
            position: 1,
            title: "Kiểm tra đường truyền".into(),
            day_offset: -1,
            due_on: due_on(day("2026-11-24"), -1),
            done_at: None,
        };
        assert_eq!(item.due_on, day("2026-11-23"));
        assert_eq!(item.urgency(day("2026-11-20")), Urgency::Later);
        assert_eq!(item.urgency(day("2026-11-23")), Urgency::Soon);
        assert_eq!(item.urgency(day("2026-11-24")), Urgency::Late);
        item.done_at = Some(Instant(0));
        assert_eq!(item.urgency(day("2026-11-24")), Urgency::Done);
    }
}
