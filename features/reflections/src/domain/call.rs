//! A call for reflections (đợt viết thu hoạch) of a rollout: its template as data, who is asked, until when.

use kernel::{Day, Refused, RolloutId, UnitId, Verdict};

use super::{CannotAnnounce, CannotChange};

kernel::define_id!(
    /// A call for reflections.
    CallId
);

kernel::words! {
    /// Where a call stands (text `reflections-call-state-<code>`).
    CallState {
        /// Its template is being written.
        Preparing = "preparing",
        /// People are asked, and write.
        Announced = "announced",
        /// Nothing is taken in any more.
        Closed = "closed",
    }
}

kernel::words! {
    /// Who is asked, of the branch (text `reflections-audience-<code>`).
    Audience {
        /// Cán bộ chủ chốt.
        KeyOfficials = "key_officials",
        /// Đảng viên; those who are exempt or take part elsewhere are not asked.
        Members = "members",
    }
}

kernel::words! {
    /// What a part of the template is for (text `reflections-part-<code>`).
    PartKind {
        /// What is new in the document.
        NewPoints = "new_points",
        /// The link to the author's own duty.
        OwnDuty = "own_duty",
        /// What the author proposes.
        Proposals = "proposals",
        /// Anything else.
        Other = "other",
    }
}

/// A part of the template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// What it is for.
    pub kind: PartKind,
    /// Its heading.
    pub heading: String,
    /// What to write there; may be empty.
    pub hint: String,
}

/// A call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Call {
    /// Its id.
    pub id: CallId,
    /// Who asks; its branch writes.
    pub unit: UnitId,
    /// The rollout it belongs to.
    pub rollout: RolloutId,
    /// What it is called.
    pub title: String,
    /// Who is asked.
    pub audience: Audience,
    /// Until when.
    pub due_on: Day,
    /// Words the coach looks for at least.
    pub least_words: i64,
    /// The template.
    pub parts: Vec<Part>,
    /// Where it stands.
    pub state: CallState,
    /// Counts its changes.
    pub version: i64,
}

/// The template a new call begins with: new points, the link to the own duty, proposals. To be changed by who asks.
#[must_use]
pub fn usual_parts() -> Vec<Part> {
    let part = |kind, heading: &str, hint: &str| Part { kind, heading: heading.into(), hint: hint.into() };
    vec![
        part(PartKind::NewPoints, "Những điểm mới", "Điểm nào mới, khác trước ở chỗ nào."),
        part(
            PartKind::OwnDuty,
            "Liên hệ nhiệm vụ của bản thân",
            "Việc đồng chí đang phụ trách, chỗ đã làm được, chỗ còn yếu, việc sẽ làm, bao giờ xong.",
        ),
        part(PartKind::Proposals, "Đề xuất, kiến nghị", "Với cấp nào, về việc gì. Mỗi đề xuất một dòng."),
    ]
}

impl Call {
    /// May it be announced? So many people would be asked.
    pub fn may_announce(&self, people: i64, today: Day) -> Verdict<CannotAnnounce> {
        Verdict::default()
            .refuse_if(self.state != CallState::Preparing, CannotAnnounce::NotPreparing)
            .refuse_if(self.due_on < today, CannotAnnounce::Past)
            .refuse_if(people == 0, CannotAnnounce::Nobody)
    }

    /// Announced.
    ///
    /// # Errors
    /// [`CannotAnnounce`].
    pub fn announce(self, people: i64, today: Day) -> Result<Self, Refused> {
        self.may_announce(people, today).or_refuse()?;
        Ok(Call { state: CallState::Announced, ..self })
    }

    /// May its template be changed? What people write by is kept.
    pub fn may_edit(&self) -> Verdict<CannotAnnounce> {
        Verdict::default().refuse_if(self.state != CallState::Preparing, CannotAnnounce::NotPreparing)
    }

    /// Its state as one author meets it: who was given a day of their own writes on until then.
    #[must_use]
    pub fn state_for(&self, own_until: Option<Day>, today: Day) -> CallState {
        let has_day = self.state == CallState::Closed && own_until.is_some_and(|day| today <= day);
        if has_day { CallState::Announced } else { self.state }
    }

    /// May people be added?
    pub fn may_add(&self) -> Verdict<CannotChange> {
        Verdict::default().refuse_if(self.state != CallState::Announced, CannotChange::NotAnnounced)
    }

    /// May somebody who was taken off the list be asked again? Whom it would ask today.
    pub fn may_ask_again(&self, is_asked: bool) -> Verdict<CannotChange> {
        self.may_add().refuse_if(!is_asked, CannotChange::NotAsked)
    }

    /// May its day be moved to this one?
    pub fn may_move(&self, to: Day, reason: &str, today: Day) -> Verdict<CannotChange> {
        self.may_add()
            .refuse_if(to < today, CannotChange::Past)
            .refuse_if(to == self.due_on, CannotChange::SameDay)
            .refuse_if(reason.trim().is_empty(), CannotChange::NoReason)
    }

    /// May it be closed?
    pub fn may_close(&self) -> Verdict<CannotAnnounce> {
        Verdict::default().refuse_if(self.state != CallState::Announced, CannotAnnounce::NotAnnounced)
    }

    /// Closed.
    ///
    /// # Errors
    /// [`CannotAnnounce`].
    pub fn close(self) -> Result<Self, Refused> {
        self.may_close().or_refuse()?;
        Ok(Call { state: CallState::Closed, ..self })
    }
}

#[cfg(test)]
pub(super) fn a_call() -> Call {
    Call {
        id: "01994d2c-0000-7000-8000-000000000001".parse().unwrap(),
        unit: "01994d2c-0000-7000-8000-000000000002".parse().unwrap(),
        rollout: "01994d2c-0000-7000-8000-000000000003".parse().unwrap(),
        title: "Thu hoạch".into(),
        audience: Audience::Members,
        due_on: "2026-12-10".parse().unwrap(),
        least_words: 100,
        parts: usual_parts(),
        state: CallState::Announced,
        version: 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::Reason;

    #[test]
    fn a_call_is_announced_to_somebody_before_its_day() {
        let call = Call { state: CallState::Preparing, ..a_call() };
        let day = |text: &str| text.parse::<Day>().unwrap();
        let codes = |verdict: Verdict<CannotAnnounce>| -> Vec<&'static str> {
            verdict.reasons().iter().map(Reason::code).collect()
        };
        assert_eq!(codes(call.may_announce(0, day("2026-12-11"))), ["REFL-02", "REFL-03"]);
        assert_eq!(codes(call.may_close()), ["REFL-04"]);
        let announced = call.announce(5, day("2026-12-10")).unwrap();
        assert_eq!(codes(announced.may_announce(5, day("2026-12-10"))), ["REFL-01"]);
        assert_eq!(codes(announced.may_edit()), ["REFL-01"]);
        assert_eq!(announced.close().unwrap().state, CallState::Closed);
    }

    #[test]
    fn the_day_is_moved_with_a_reason_while_people_write() {
        let day = |text: &str| text.parse::<Day>().unwrap();
        let codes = |verdict: Verdict<CannotChange>| -> Vec<&'static str> {
            verdict.reasons().iter().map(Reason::code).collect()
        };
        assert!(a_call().may_move(day("2026-12-20"), "mưa lũ", day("2026-12-11")).is_yes());
        assert_eq!(
            codes(a_call().may_move(day("2026-12-10"), " ", day("2026-12-11"))),
            ["REFL-18", "REFL-19", "REFL-17"]
        );
        let closed = a_call().close().unwrap();
        assert_eq!(codes(closed.may_move(day("2026-12-20"), "mưa lũ", day("2026-12-11"))), ["REFL-15"]);
        assert_eq!(codes(closed.may_add()), ["REFL-15"]);
    }

    #[test]
    fn who_has_a_day_of_their_own_writes_on_after_the_closing() {
        let day = |text: &str| text.parse::<Day>().unwrap();
        let closed = a_call().close().unwrap();
        let state = |until, today| closed.state_for(until, day(today));
        assert_eq!(state(None, "2026-12-11"), CallState::Closed);
        assert_eq!(state(Some(day("2026-12-15")), "2026-12-15"), CallState::Announced);
        assert_eq!(state(Some(day("2026-12-15")), "2026-12-16"), CallState::Closed);
        assert_eq!(a_call().state_for(None, day("2026-12-11")), CallState::Announced);
    }
}
