//! The rules of a contest as data (thể lệ): written by the organiser, frozen and public from the announcement on.

use fair_contest::{Counts, TieBreak};
use serde::{Deserialize, Serialize};

kernel::words! {
    /// Who may take part (text `contests-eligible-<code>`).
    Eligible {
        /// Whoever registers.
        Public = "public",
        /// Those of the frozen list.
        List = "list",
    }
}

kernel::words! {
    /// Whether something is asked of a contestant (text `contests-asked-<code>`).
    Asked {
        /// Not asked.
        No = "no",
        /// May be left empty.
        Optional = "optional",
        /// Must be given.
        Required = "required",
    }
}

/// So many prizes of a kind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Prize {
    /// «Giải Nhất».
    pub name: String,
    /// How many.
    pub count: i64,
    /// «5.000.000 đồng»; may be empty.
    pub worth: String,
}

/// Prizes of units: for those of whose list at least a share took part, by that share, then by the mean score.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Collective {
    /// The least share of the list, in per cent.
    pub least_percent: i64,
    /// The prizes, highest first.
    pub prizes: Vec<Prize>,
}

/// The rules. What is not named in stored rules has the value of [`Rules::default`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Rules {
    /// `public` or `list`.
    pub eligible: String,
    /// Whether the contestant chooses a unit.
    pub asks_unit: String,
    /// Whether a place of living or work is asked.
    pub asks_place: String,
    /// Whether a telephone number is asked.
    pub asks_phone: String,
    /// Years a contestant must have; the year of birth is asked then.
    pub least_age: Option<i64>,
    /// `best` or `first`: which attempt of a round counts.
    pub counts: String,
    /// What decides between equal scores, in order.
    pub tie_break: Vec<String>,
    /// What is predicted; empty when nothing is.
    pub prediction: String,
    /// The score is told with the receipt.
    pub shows_score: bool,
    /// Names stand in the public ranking.
    pub shows_names: bool,
    /// The most a device must try to begin an attempt; 0 asks for no work.
    pub effort: u64,
    /// Questions are shown as pictures, which a program does not read as easily as words.
    pub question_pictures: bool,
    /// Seconds after the end in which what is on its way still arrives. They count for nobody's time.
    pub grace_seconds: i64,
    /// Registrations a minute from one address: a hall behind one line needs many.
    pub joins_per_minute: i64,
    /// Prizes of each round, highest first.
    pub prizes: Vec<Prize>,
    /// Prizes of units.
    pub collective: Option<Collective>,
    /// Prizes of people over the whole contest: by the sum of the scores that count in its rounds, then by the time of these
    /// attempts.
    pub whole_prizes: Vec<Prize>,
    /// Prizes of units over the whole contest, each person once.
    pub whole_collective: Vec<Prize>,
    /// How judges' marks are parted in the final on stage; empty without one.
    pub final_parts: Vec<String>,
    /// The most a judge gives for a part, in points.
    pub final_most: i64,
    /// Prizes of the final on stage; not there in rules that are older than it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub final_prizes: Option<Vec<Prize>>,
}

impl Default for Rules {
    fn default() -> Self {
        Rules {
            eligible: Eligible::Public.code().into(),
            asks_unit: Asked::Required.code().into(),
            asks_place: Asked::Optional.code().into(),
            asks_phone: Asked::Optional.code().into(),
            least_age: None,
            counts: Counts::Best.code().into(),
            tie_break: [TieBreak::Time, TieBreak::Earliest].map(|one| one.code().to_owned()).to_vec(),
            prediction: String::new(),
            shows_score: true,
            shows_names: true,
            effort: 30_000,
            question_pictures: false,
            grace_seconds: 20,
            joins_per_minute: 300,
            prizes: Vec::new(),
            collective: None,
            whole_prizes: Vec::new(),
            whole_collective: Vec::new(),
            final_parts: Vec::new(),
            final_most: 10,
            final_prizes: None,
        }
    }
}

impl Rules {
    /// Who may take part.
    #[must_use]
    pub fn eligible(&self) -> Eligible {
        self.eligible.parse().unwrap_or(Eligible::Public)
    }

    /// How many of these stand on a frozen list. Who registers for a contest open to everybody is on none, so that no share
    /// of it can be taken.
    #[must_use]
    pub fn on_list(&self, people: i64) -> i64 {
        match self.eligible() {
            Eligible::List => people,
            Eligible::Public => 0,
        }
    }

    /// Which attempt counts.
    #[must_use]
    pub fn counts(&self) -> Counts {
        self.counts.parse().unwrap_or(Counts::Best)
    }

    /// What decides between equal scores.
    #[must_use]
    pub fn tie_break(&self) -> Vec<TieBreak> {
        self.tie_break.iter().filter_map(|word| word.parse().ok()).collect()
    }

    /// What a device must try to be given questions in words where others see pictures: a moment for somebody whose
    /// telephone reads aloud, much for a machine that begins again and again.
    #[must_use]
    pub fn effort_for_words(&self) -> u64 {
        self.effort * 20
    }

    /// Whether something is predicted.
    #[must_use]
    pub fn has_prediction(&self) -> bool {
        !self.prediction.is_empty()
    }

    /// The tie-breaks ask for a prediction that nobody is asked for.
    #[must_use]
    pub fn misses_prediction(&self) -> bool {
        self.tie_break().contains(&TieBreak::Prediction) && !self.has_prediction()
    }

    /// Units have prizes by their share of a frozen list, and there is none.
    #[must_use]
    pub fn misses_list(&self) -> bool {
        self.collective.is_some() && self.eligible() == Eligible::Public
    }

    /// The prizes of the final on stage: in older rules those of the rounds.
    #[must_use]
    pub fn prizes_of_final(&self) -> &[Prize] {
        self.final_prizes.as_deref().unwrap_or(&self.prizes)
    }

    /// The share of the list, in per cent, from which on a unit is ranked.
    #[must_use]
    pub fn least_percent(&self) -> i64 {
        self.collective.as_ref().map_or(0, |one| one.least_percent)
    }
}

/// How many prizes these are: the last rank that has one.
#[must_use]
pub fn prize_count(prizes: &[Prize]) -> usize {
    prizes.iter().map(|prize| usize::try_from(prize.count).unwrap_or(0)).sum()
}

/// The prize of a rank: the first that is not used up by better ranks. Who shares a rank shares the prize.
#[must_use]
pub fn prize_of(prizes: &[Prize], rank: usize) -> Option<&Prize> {
    let mut given = 0;
    prizes.iter().find(|prize| {
        given += usize::try_from(prize.count).unwrap_or(0);
        rank <= given
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_stored_before_a_rule_was_known_take_its_default() {
        let rules: Rules = serde_json::from_str(r#"{"eligible":"list","tie_break":["time","prediction"]}"#).unwrap();
        assert_eq!((rules.eligible(), rules.grace_seconds), (Eligible::List, 20));
        assert!(rules.misses_prediction());
        assert_eq!(serde_json::from_str::<Rules>(&serde_json::to_string(&rules).unwrap()).unwrap(), rules);
        let stored = r#"{"prizes":[{"name":"Nhất","count":1,"worth":""}]}"#;
        let rules: Rules = serde_json::from_str(stored).unwrap();
        assert_eq!(rules.prizes_of_final(), rules.prizes, "the final had the prizes of the rounds");
        assert!(Rules { final_prizes: Some(Vec::new()), ..rules }.prizes_of_final().is_empty());
    }

    #[test]
    fn prizes_go_down_the_ranks() {
        let prize = |name: &str, count| Prize { name: name.into(), count, worth: String::new() };
        let prizes = [prize("Nhất", 1), prize("Nhì", 3)];
        let names: Vec<_> = (1..=5).map(|rank| prize_of(&prizes, rank).map(|prize| prize.name.as_str())).collect();
        assert_eq!(names, [Some("Nhất"), Some("Nhì"), Some("Nhì"), Some("Nhì"), None]);
    }
}
