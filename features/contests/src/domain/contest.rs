//! The contest: its states and who may join it.

use kernel::{Day, Refused, UnitId, Verdict};

use super::{CannotAnnounce, CannotChange, CannotEnd, CannotJoin, Eligible, Rules};

kernel::define_id!(
    /// A contest.
    ContestId
);

kernel::words! {
    /// Where it stands (text `contests-state-<code>`).
    State {
        /// Rules, rounds and questions are written.
        Preparing = "preparing",
        /// Its rules are frozen and public, its draws sealed.
        Announced = "announced",
        /// Every round is settled and published.
        Ended = "ended",
    }
}

/// A contest of a unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contest {
    /// Its id.
    pub id: ContestId,
    /// Its number, in public addresses and draws.
    pub no: i64,
    /// Who holds it.
    pub unit: UnitId,
    /// What it is called.
    pub title: String,
    /// Its rules.
    pub rules: Rules,
    /// Where it stands.
    pub state: State,
    /// Signs what contestants' devices keep.
    pub secret: Vec<u8>,
    /// Contestants so far.
    pub contestants: i64,
    /// Counts its changes.
    pub version: i64,
}

/// What the announcement depends on.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AnnouncingFacts {
    /// Its rounds.
    pub rounds: i64,
    /// Rounds by name whose hours do not fit.
    pub wrong_times: Vec<String>,
    /// Rounds by name whose pool does not hold what is drawn.
    pub wrong_pools: Vec<String>,
    /// People of the frozen list.
    pub listed: i64,
}

/// What joining depends on.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct JoiningFacts {
    /// The contestant is on the list of those who may not.
    pub is_barred: bool,
    /// Age by the year of birth; none when it was not given.
    pub age: Option<i64>,
    /// The device did the work asked.
    pub has_worked: bool,
    /// More than is allowed came from the same address in the last minute.
    pub is_flood: bool,
}

impl Contest {
    /// May rules, rounds, questions and lists be changed?
    pub fn may_change(&self) -> Verdict<CannotChange> {
        Verdict::default().refuse_if(self.state != State::Preparing, CannotChange::Announced)
    }

    /// May it be announced?
    pub fn may_announce(&self, facts: &AnnouncingFacts) -> Verdict<CannotAnnounce> {
        let mut verdict = Verdict::default()
            .refuse_if(self.state != State::Preparing, CannotAnnounce::Announced)
            .refuse_if(facts.rounds == 0, CannotAnnounce::NoRound)
            .refuse_if(self.rules.eligible() == Eligible::List && facts.listed == 0, CannotAnnounce::NoList)
            .refuse_if(self.rules.misses_prediction(), CannotAnnounce::NoPrediction)
            .refuse_if(self.rules.misses_list(), CannotAnnounce::NoShares);
        for round in &facts.wrong_times {
            verdict = verdict.refuse_if(true, CannotAnnounce::Times(round.clone()));
        }
        for round in &facts.wrong_pools {
            verdict = verdict.refuse_if(true, CannotAnnounce::Pool(round.clone()));
        }
        verdict
    }

    /// Announced: rules frozen, draws sealed.
    ///
    /// # Errors
    /// [`CannotAnnounce`].
    pub fn announce(self, facts: &AnnouncingFacts) -> Result<Self, Refused> {
        self.may_announce(facts).or_refuse()?;
        Ok(Contest { state: State::Announced, ..self })
    }

    /// May somebody register for it?
    pub fn may_join(&self, facts: JoiningFacts) -> Verdict<CannotJoin> {
        let least = self.rules.least_age.unwrap_or(0);
        let is_young = least > 0 && facts.age.is_none_or(|age| age < least);
        Verdict::default()
            .refuse_if(self.state != State::Announced, CannotJoin::NotRunning)
            .refuse_if(self.rules.eligible() == Eligible::List, CannotJoin::ListOnly)
            .refuse_if(facts.is_barred, CannotJoin::Barred)
            .refuse_if(is_young, CannotJoin::TooYoung(least))
            .refuse_if(!facts.has_worked && self.rules.effort > 0, CannotJoin::NoWork)
            .refuse_if(facts.is_flood, CannotJoin::TooMany)
    }

    /// May it be ended, with so many rounds not settled?
    pub fn may_end(&self, unsettled: i64) -> Verdict<CannotEnd> {
        let is_open = self.state != State::Announced || unsettled > 0;
        Verdict::default().refuse_if(is_open, CannotEnd::Unsettled(unsettled))
    }

    /// Ended.
    ///
    /// # Errors
    /// [`CannotEnd`].
    pub fn end(self, unsettled: i64) -> Result<Self, Refused> {
        self.may_end(unsettled).or_refuse()?;
        Ok(Contest { state: State::Ended, ..self })
    }
}

/// The age reached in the year of this day by who was born in that year.
#[must_use]
pub fn age_on(day: Day, born: i64) -> i64 {
    i64::from(day.year()) - born
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Collective;
    use kernel::Reason;

    fn a_contest(rules: Rules) -> Contest {
        Contest {
            id: "01994d2c-0000-7000-8000-000000000001".parse().unwrap(),
            no: 1,
            unit: "01994d2c-0000-7000-8000-000000000002".parse().unwrap(),
            title: "Tìm hiểu".into(),
            rules,
            state: State::Preparing,
            secret: Vec::new(),
            contestants: 0,
            version: 1,
        }
    }

    fn codes<R: Reason>(verdict: &Verdict<R>) -> Vec<&'static str> {
        verdict.reasons().iter().map(Reason::code).collect()
    }

    #[test]
    fn a_contest_is_announced_when_its_rounds_pools_and_list_stand() {
        let contest =
            a_contest(Rules { eligible: "list".into(), tie_break: vec!["prediction".into()], ..Rules::default() });
        assert_eq!(codes(&contest.may_announce(&AnnouncingFacts::default())), ["CONT-03", "CONT-06", "CONT-07"]);
        let facts =
            AnnouncingFacts { rounds: 1, listed: 5, wrong_pools: vec!["Tuần 1".into()], ..Default::default() };
        assert_eq!(codes(&contest.may_announce(&facts)), ["CONT-07", "CONT-05"]);
        let ready = AnnouncingFacts { rounds: 1, ..Default::default() };
        let collective = Some(Collective { least_percent: 70, prizes: Vec::new() });
        let shared = a_contest(Rules { collective, ..Rules::default() });
        assert_eq!(codes(&shared.may_announce(&ready)), ["CONT-27"]);
        let announced = a_contest(Rules::default()).announce(&ready).unwrap();
        assert_eq!(codes(&announced.may_change()), ["CONT-01"]);
        assert_eq!(codes(&announced.may_end(1)), ["CONT-26"]);
        assert_eq!(announced.end(0).unwrap().state, State::Ended);
    }

    #[test]
    fn who_joins_is_old_enough_not_barred_and_has_worked() {
        let rules = Rules { least_age: Some(14), ..Rules::default() };
        let contest = Contest { state: State::Announced, ..a_contest(rules) };
        let facts = JoiningFacts { age: Some(14), has_worked: true, ..Default::default() };
        assert!(contest.may_join(facts).is_yes());
        let young = JoiningFacts { age: Some(13), is_barred: true, has_worked: false, is_flood: true };
        assert_eq!(codes(&contest.may_join(young)), ["CONT-10", "CONT-11", "CONT-12", "CONT-13"]);
        assert_eq!(age_on("2026-11-22".parse().unwrap(), 2012), 14);
    }
}
