//! Recomputing a contest from its published file: what was sealed, every draw's score, every hash of the log, the rankings.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::io::{self, BufRead};

use crate::collective::{UNKNOWN, UnitSums, differing_units};
use crate::published::FORMAT_OF_UNITS;
use crate::whole::Whole;
use crate::{
    Answers, AttemptResult, FORMAT, Fault, Head, Line, Performance, Pool, PoolQuestion, PublishedContest,
    PublishedQuestion, PublishedRound, PublishedUnit, Quota, Report, RoundReport, Seed, Standings, WholeResult, draw,
    genesis, pool_hash, score,
};

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
    format: i64,
    least_percent: i64,
    /// Contestants with the unit they count for and their results in the log.
    members: HashMap<i64, (i64, i64)>,
    units: Vec<PublishedUnit>,
}

/// A file as far as it was read.
#[derive(Default)]
struct Reading {
    report: Report,
    rules: Option<PublishedContest>,
    round: Option<Round>,
    whole: Option<Whole>,
}

/// Recomputes the contest in this file.
///
/// # Errors
/// When the file cannot be read.
pub fn verify(mut file: impl BufRead) -> io::Result<Report> {
    let mut reading = Reading::default();
    let (mut line, mut number) = (String::new(), 0);
    loop {
        line.clear();
        if file.read_line(&mut line)? == 0 {
            break;
        }
        number += 1;
        let text = line.trim_end_matches(['\n', '\r']);
        match serde_json::from_str::<Line>(text) {
            Err(error) => reading.report.find(Fault::Line(number, error.to_string())),
            Ok(line) => reading.take(line, text),
        }
    }
    Ok(reading.end())
}

impl Reading {
    fn take(&mut self, line: Line, text: &str) {
        let fault = match line {
            Line::Contest(contest) => self.begin(contest),
            Line::Round(head) => {
                self.end_round();
                self.round = self.rules.as_ref().and_then(|rules| begin_round(&mut self.report, rules, head));
                None
            }
            Line::Whole(head) => {
                self.end_round();
                self.whole.as_mut().map_or(Some(Fault::Whole), |whole| whole.begin(head))
            }
            Line::WholeRanked { rank, contestant, score, took } => {
                let of = WholeResult { contestant, score, took, rank };
                self.whole.as_mut().map_or(Some(Fault::Whole), |whole| whole.take_ranked(of))
            }
            Line::Unit(unit) if unit.round == 0 => {
                self.whole.as_mut().map_or(Some(Fault::Whole), |whole| whole.take_unit(unit))
            }
            other => match &mut self.round {
                Some(round) => {
                    round.take(&mut self.report, other, text);
                    None
                }
                None => Some(Fault::Rules),
            },
        };
        if let Some(fault) = fault {
            self.report.find(fault);
        }
    }

    fn begin(&mut self, contest: PublishedContest) -> Option<Fault> {
        let is_first = self.rules.is_none();
        let format = contest.format;
        self.report.title.clone_from(&contest.title);
        self.whole = Some(Whole::new(contest.rounds.clone(), contest.least_percent));
        // from form 3 on the rounds are named
        let names_rounds = format < 3 || !contest.rounds.is_empty();
        self.rules = Some(contest);
        if !(1..=FORMAT).contains(&format) {
            return Some(Fault::Format(format));
        }
        (!is_first || !names_rounds).then_some(Fault::Rules)
    }

    fn end_round(&mut self) {
        let Some(round) = self.round.take() else { return };
        let no = round.head.round;
        let (ended, members) = end_round(&mut self.report, round);
        if let Some(whole) = &mut self.whole {
            for unit in whole.add((no, &ended.standings), &members, &ended.units) {
                self.report.find(Fault::Unit(no, unit));
            }
        }
        self.report.rounds.push(ended);
    }

    fn end(mut self) -> Report {
        self.end_round();
        if self.rules.is_none() {
            self.report.find(Fault::Rules);
        }
        if let Some(whole) = self.whole {
            let (faults, whole) = whole.end();
            faults.into_iter().for_each(|fault| self.report.find(fault));
            self.report.whole = whole;
        }
        self.report
    }
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
        format: rules.format,
        least_percent: rules.least_percent,
        members: HashMap::new(),
        units: Vec::new(),
        head,
    })
}

/// A round that was read whole, with its contestants' units and results.
fn end_round(report: &mut Report, round: Round) -> (RoundReport, HashMap<i64, (i64, i64)>) {
    if round.log.shown() != round.head.head || round.last != round.head.results {
        report.find(Fault::Head(round.head.round));
    }
    round.compare_units(report);
    let mut standings = round.standings;
    if let (None, Some(truth)) = (&round.ranked, round.head.truth) {
        standings.tell_truth(truth);
    }
    let ended = RoundReport {
        round: round.head.round,
        name: round.head.name,
        attempts: round.last,
        people: standings.people(),
        annulled: round.annulled.len(),
        standings,
        units: round.units,
    };
    (ended, round.members)
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
            Line::Contest(_) | Line::Round(_) | Line::Whole(_) | Line::WholeRanked { .. } => {}
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

    /// The units' figures and ranks, made anew from the results. In the first form they may be left out.
    fn compare_units(&self, report: &mut Report) {
        if self.units.is_empty() && self.format < FORMAT_OF_UNITS {
            return;
        }
        let mut sums: BTreeMap<i64, UnitSums> = BTreeMap::new();
        for (contestant, (unit, attempts)) in &self.members {
            if let Some(counting) = self.standings.counting(*contestant) {
                sums.entry(*unit).or_default().add(*attempts, counting.score);
            }
        }
        for unit in differing_units(&self.units, sums, self.least_percent) {
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
