//! Recomputing a contest from its published file: what was sealed, every draw's score, every hash of the log, the ranking.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::io::{self, BufRead};

use crate::{
    Answers, AttemptResult, Head, Line, Performance, Pool, PoolQuestion, PublishedContest, PublishedQuestion,
    PublishedRound, PublishedUnit, Quota, Seed, Standing, Standings, UnitScore, collective_ranking, draw, genesis,
    pool_hash, score,
};

/// Something in the file that does not follow from the rest of it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// A line that is none of the format.
    #[error("line {0} is not of this format: {1}")]
    Line(usize, String),
    /// The file does not begin with the contest, or names a rule nobody knows.
    #[error("the contest's rules are not there or not known")]
    Rules,
    /// The seed is not the one that was sealed.
    #[error("round {0}: the seed is not the one sealed before the round")]
    Seed(i64),
    /// The pool is not the one that was sealed.
    #[error("round {0}: the questions are not those sealed before the round")]
    Pool(i64),
    /// A result out of its order, its time or its number of attempts.
    #[error("round {0}, result {1}: {2}")]
    Result(i64, i64, &'static str),
    /// The log's hashes do not lead to the published head.
    #[error("round {0}: the log does not lead to its published head")]
    Head(i64),
    /// A place of the ranking is another.
    #[error("round {0}: rank {1} is not contestant {2}'s")]
    Ranked(i64, i64, i64),
    /// What a unit's people did, or its rank, is another.
    #[error("round {0}: unit {1} has other people, attempts, scores or another rank")]
    Unit(i64, i64),
}

/// A round as recomputed.
#[derive(Debug, Clone)]
pub struct RoundReport {
    /// Its number.
    pub round: i64,
    /// What it is called.
    pub name: String,
    /// Results in the log: attempts.
    pub attempts: i64,
    /// Contestants in the ranking: people.
    pub people: usize,
    /// Results annulled.
    pub annulled: usize,
    /// The ranking.
    pub standings: Standings,
    /// The units as published.
    pub units: Vec<PublishedUnit>,
}

/// What recomputing found.
#[derive(Debug, Clone, Default)]
pub struct Report {
    /// What the contest is called.
    pub title: String,
    /// Its rounds.
    pub rounds: Vec<RoundReport>,
    /// The first faults found, at most [`Report::KEPT`].
    pub faults: Vec<Fault>,
    /// All faults.
    pub fault_count: usize,
}

impl Report {
    /// Faults kept with their words.
    pub const KEPT: usize = 20;

    /// True when everything follows from what was sealed.
    #[must_use]
    pub fn is_true(&self) -> bool {
        self.fault_count == 0 && !self.rounds.is_empty()
    }

    fn find(&mut self, fault: Fault) {
        self.fault_count += 1;
        if self.faults.len() < Self::KEPT {
            self.faults.push(fault);
        }
    }
}

/// The unit of who counts for several.
const UNKNOWN: i64 = -1;

/// The round being read.
struct Round {
    head: PublishedRound,
    seed: Seed,
    question_lines: Vec<String>,
    questions: Vec<PublishedQuestion>,
    pool: Option<Pool>,
    annulled: HashSet<i64>,
    log: Head,
    last: i64,
    standings: Standings,
    /// The places of the ranking already compared, and what they were compared with.
    ranked: Option<std::vec::IntoIter<(i64, i64, i64)>>,
    least_percent: i64,
    /// Contestants with the unit they count for and their results in the log.
    members: HashMap<i64, (i64, i64)>,
    units: Vec<PublishedUnit>,
}

/// Recomputes the contest in this file.
///
/// # Errors
/// When the file cannot be read.
pub fn verify(mut file: impl BufRead) -> io::Result<Report> {
    let mut report = Report::default();
    let (mut rules, mut round): (Option<PublishedContest>, Option<Round>) = (None, None);
    let (mut line, mut number) = (String::new(), 0);
    loop {
        line.clear();
        if file.read_line(&mut line)? == 0 {
            break;
        }
        number += 1;
        let text = line.trim_end_matches(['\n', '\r']);
        match serde_json::from_str::<Line>(text) {
            Err(error) => report.find(Fault::Line(number, error.to_string())),
            Ok(Line::Contest(contest)) => {
                report.title.clone_from(&contest.title);
                rules = Some(contest);
            }
            Ok(Line::Round(head)) => {
                end_round(&mut report, round.take());
                round = rules.as_ref().and_then(|rules| begin_round(&mut report, rules, head));
            }
            Ok(other) => match &mut round {
                Some(round) => round.take(&mut report, other, text),
                None => report.find(Fault::Rules),
            },
        }
    }
    end_round(&mut report, round);
    if rules.is_none() {
        report.find(Fault::Rules);
    }
    Ok(report)
}

fn begin_round(report: &mut Report, rules: &PublishedContest, head: PublishedRound) -> Option<Round> {
    let order: Result<Vec<_>, ()> = rules.tie_break.iter().map(|word| word.parse()).collect();
    let (Ok(order), Ok(counts)) = (order, rules.counts.parse()) else {
        report.find(Fault::Rules);
        return None;
    };
    let Ok(seed) = Seed::read(&head.seed) else {
        report.find(Fault::Seed(head.round));
        return None;
    };
    if seed.commitment() != head.commitment {
        report.find(Fault::Seed(head.round));
    }
    let log = genesis(head.round, &head.commitment, &head.pool_hash);
    let standings = Standings::new(counts, order, head.opens_at, seed);
    Some(Round {
        seed,
        question_lines: Vec::new(),
        questions: Vec::new(),
        pool: None,
        annulled: HashSet::new(),
        log,
        last: 0,
        standings,
        ranked: None,
        least_percent: rules.least_percent,
        members: HashMap::new(),
        units: Vec::new(),
        head,
    })
}

fn end_round(report: &mut Report, round: Option<Round>) {
    let Some(round) = round else { return };
    if round.log.shown() != round.head.head || round.last != round.head.results {
        report.find(Fault::Head(round.head.round));
    }
    round.compare_units(report);
    let mut standings = round.standings;
    if let (None, Some(truth)) = (&round.ranked, round.head.truth) {
        standings.tell_truth(truth);
    }
    report.rounds.push(RoundReport {
        round: round.head.round,
        name: round.head.name,
        attempts: round.last,
        people: standings.people(),
        annulled: round.annulled.len(),
        standings,
        units: round.units,
    });
}

impl Round {
    fn take(&mut self, report: &mut Report, line: Line, text: &str) {
        match line {
            Line::Question(question) => {
                self.question_lines.push(text.to_owned());
                self.questions.push(question);
            }
            Line::Annulled { place, .. } => {
                self.annulled.insert(place);
            }
            Line::Result(result) => {
                if let Some(unit) = result.unit {
                    let member = self.members.entry(result.contestant).or_insert((unit, 0));
                    // whoever counts for one unit counts for no other
                    *member = (if member.0 == unit { unit } else { UNKNOWN }, member.1 + 1);
                }
                let (round, result) = result.logged();
                if let Err(why) = self.take_result(report, round, &result) {
                    report.find(Fault::Result(round, result.place, why));
                }
            }
            Line::Ranked { round, rank, contestant, place } => {
                if round != self.head.round || self.next_ranked() != Some((rank, contestant, place)) {
                    report.find(Fault::Ranked(round, rank, contestant));
                }
            }
            Line::Unit(unit) => {
                if unit.round == self.head.round {
                    self.units.push(unit);
                } else {
                    report.find(Fault::Unit(unit.round, unit.unit));
                }
            }
            Line::Contest(_) | Line::Round(_) => {}
        }
    }

    fn take_result(&mut self, report: &mut Report, round: i64, result: &AttemptResult) -> Result<(), &'static str> {
        if self.pool.is_none() {
            self.pool = Some(self.seal_pool(report));
        }
        let Some(pool) = &self.pool else { return Err("the pool is not known") };
        self.log = self.log.after(result);
        let follows = round == self.head.round && result.place == self.last + 1;
        self.last = result.place;
        if !follows {
            return Err("it does not follow the one before");
        }
        let is_in_time = (self.head.opens_at..=self.head.closes_at).contains(&result.started_at)
            && (0..=self.head.minutes * 60_000).contains(&(result.finished_at - result.started_at));
        if !is_in_time {
            return Err("its times are not those of the round");
        }
        if !(1..=self.head.attempts).contains(&result.number) {
            return Err("there are not so many attempts");
        }
        let answers = Answers::read(&result.answers, pool.length()).map_err(|_| "its answers cannot be read")?;
        let name = attempt_name(round, result.contestant, result.number);
        let drawn = draw(&self.seed, &name, &result.nonce, pool);
        if i64::from(score(&answers, &drawn, pool)) != result.score {
            return Err("its score is another");
        }
        if !self.annulled.contains(&result.place) {
            self.standings.take(performance_of(result));
        }
        Ok(())
    }

    /// The pool of the questions read, compared with what was sealed.
    fn seal_pool(&mut self, report: &mut Report) -> Pool {
        let lines = self.question_lines.iter().map(|line| Cow::Borrowed(line.as_str()));
        let is_sealed = pool_hash(lines, &self.head.quotas) == self.head.pool_hash;
        let pool = pool_of(&self.questions, &self.head.quotas);
        if !is_sealed || pool.is_none() {
            report.find(Fault::Pool(self.head.round));
        }
        self.question_lines = Vec::new();
        pool.unwrap_or_default()
    }

    /// The units' figures and ranks, made anew from the results. A file without units is one of before they were published.
    fn compare_units(&self, report: &mut Report) {
        if self.units.is_empty() {
            return;
        }
        let mut sums: BTreeMap<i64, (i64, i64, i64)> = BTreeMap::new();
        for (contestant, (unit, attempts)) in &self.members {
            if let Some(counting) = self.standings.counting(*contestant) {
                let sum = sums.entry(*unit).or_default();
                *sum = (sum.0 + 1, sum.1 + attempts, sum.2 + counting.score);
            }
        }
        let scores = self.units.iter().map(|one| {
            let (people, attempts, scores) = sums.remove(&one.unit).unwrap_or_default();
            UnitScore { name: one.unit.to_string(), eligible: one.eligible, people, attempts, scores }
        });
        let ranked = collective_ranking(scores.collect(), self.least_percent);
        let ranked: HashMap<&str, _> = ranked.iter().map(|one| (one.of.name.as_str(), one)).collect();
        for one in &self.units {
            let is_same = ranked.get(one.unit.to_string().as_str()).is_some_and(|known| {
                let rank = match known.standing {
                    Standing::Rank(rank) => i64::try_from(rank).ok(),
                    Standing::BelowLeast | Standing::NoList => None,
                };
                (known.of.people, known.of.attempts, known.of.scores, rank)
                    == (one.people, one.attempts, one.scores, one.rank)
            });
            if !is_same {
                report.find(Fault::Unit(self.head.round, one.unit));
            }
        }
        // results of a unit that is not named
        for unit in sums.into_keys() {
            report.find(Fault::Unit(self.head.round, unit));
        }
    }

    fn next_ranked(&mut self) -> Option<(i64, i64, i64)> {
        if self.ranked.is_none() {
            if let Some(truth) = self.head.truth {
                self.standings.tell_truth(truth);
            }
            let all: Vec<(i64, i64, i64)> = self
                .standings
                .from(0)
                .map(|one| {
                    let rank = i64::try_from(one.rank).unwrap_or(i64::MAX);
                    (rank, one.performance.contestant, one.performance.place)
                })
                .collect();
            self.ranked = Some(all.into_iter());
        }
        self.ranked.as_mut().and_then(Iterator::next)
    }
}

/// What an attempt is called in its draw: `round/contestant/number`.
#[must_use]
pub fn attempt_name(round: i64, contestant: i64, number: i64) -> String {
    format!("{round}/{contestant}/{number}")
}

/// What of a result is ranked.
#[must_use]
pub fn performance_of(result: &AttemptResult) -> Performance {
    Performance {
        contestant: result.contestant,
        score: result.score,
        took: result.finished_at - result.started_at,
        finished_at: result.finished_at,
        prediction: result.prediction,
        place: result.place,
    }
}

/// The pool of published questions; none where their quotas cannot be drawn from them.
#[must_use]
pub fn pool_of(questions: &[PublishedQuestion], quotas: &[(String, usize)]) -> Option<Pool> {
    let source_of = |name: &str| quotas.iter().position(|(source, _)| source == name);
    let drawable = questions.iter().map(|question| {
        Some(PoolQuestion {
            // questions of a source that has no quota are never drawn
            source: source_of(&question.source).unwrap_or(quotas.len()),
            options: u8::try_from(question.options.len()).ok()?,
            right: question
                .right
                .iter()
                .try_fold(0_u8, |set, option| 1_u8.checked_shl(u32::from(*option)).map(|bit| set | bit))?,
            keeps_order: question.keeps_order,
        })
    });
    let drawable: Option<Vec<PoolQuestion>> = drawable.collect();
    let wanted = quotas.iter().enumerate().map(|(source, (_, count))| Quota { source, count: *count }).collect();
    Pool::new(drawable?, wanted).ok()
}
