//! A whole contest written as its file and verified, and every way of cheating that the file must show.

#![allow(clippy::unwrap_used, clippy::too_many_lines, reason = "one whole contest is written out")]

use std::borrow::Cow;

use fair_contest::{
    Answers, AttemptResult, Counts, Fault, Line, PublishedContest, PublishedQuestion, PublishedResult, PublishedRound,
    PublishedUnit, PublishedWhole, Report, Seed, Standings, TieBreak, WholeSums, attempt_name, draw, genesis,
    performance_of, pool_hash, pool_of, score, verify,
};

const SEED: Seed = Seed([9; 32]);

fn questions(round: i64) -> Vec<PublishedQuestion> {
    let of = |place: usize| PublishedQuestion {
        round,
        place,
        source: if place < 6 { "Luật" } else { "Nghị quyết" }.into(),
        text: format!("Câu {place}?"),
        options: ["Đúng", "Sai", "Không rõ"].map(String::from).to_vec(),
        right: if place.is_multiple_of(3) { vec![0, 2] } else { vec![1] },
        keeps_order: place == 4,
    };
    (0..12).map(of).collect()
}

/// The head of a file of this form.
fn head(format: i64, rounds: &[i64]) -> Line {
    Line::Contest(PublishedContest {
        format,
        contest: 1,
        title: "Tìm hiểu".into(),
        counts: "best".into(),
        tie_break: ["prediction", "time", "earliest"].map(String::from).to_vec(),
        least_percent: 60,
        rounds: rounds.to_vec(),
    })
}

/// The lines of a contest of one round with so many attempts of half as many people, in the first form.
fn lines(attempts: i64, annulled: &[i64]) -> Vec<Line> {
    let mut all = vec![head(1, &[])];
    all.extend(round_lines(1, attempts, annulled).0);
    all
}

/// A unit with what these people come to: `sums` by contestant are their attempts and scores.
fn unit_line(round: i64, (unit, eligible): (i64, i64), sums: &[(i64, i64, i64)]) -> Line {
    let own: Vec<_> = sums.iter().filter(|(no, ..)| no % 2 + 1 == unit).collect();
    let people = i64::try_from(own.len()).unwrap();
    Line::Unit(PublishedUnit {
        round,
        unit,
        name: format!("Đơn vị {unit}"),
        eligible,
        people,
        attempts: own.iter().map(|(_, attempts, _)| attempts).sum(),
        scores: own.iter().map(|(.., score)| score).sum(),
        // only the second reaches the share
        rank: (people * 100 >= 60 * eligible).then_some(1),
    })
}

/// The lines of a round, and its standings.
fn round_lines(no: i64, attempts: i64, annulled: &[i64]) -> (Vec<Line>, Standings) {
    let quotas = vec![("Luật".to_owned(), 3), ("Nghị quyết".to_owned(), 2)];
    let question_lines: Vec<Line> = questions(no).into_iter().map(Line::Question).collect();
    let written: Vec<String> = question_lines.iter().map(Line::written).collect();
    let pool_hash = pool_hash(written.iter().map(|line| Cow::Borrowed(line.as_str())), &quotas);
    let pool = pool_of(&questions(no), &quotas).unwrap();
    let mut head = genesis(no, &SEED.commitment(), &pool_hash);
    let order = vec![TieBreak::Prediction, TieBreak::Time, TieBreak::Earliest];
    let mut standings = Standings::new(Counts::Best, order, 1_000, SEED);
    let mut results = Vec::new();
    for place in 1..=attempts {
        let (contestant, number, nonce) = ((place + 1) / 2, 2 - place % 2, format!("n{place}"));
        let drawn = draw(&SEED, &attempt_name(no, contestant, number), &nonce, &pool);
        let chosen = (0..5).fold(Answers::none(5), |all, at| all.with(at, u8::try_from((place + no) % 7 + 1).unwrap()));
        let result = AttemptResult {
            place,
            contestant,
            number,
            nonce,
            started_at: 1_000 + place,
            finished_at: 31_000 + place * (place % 5),
            score: i64::from(score(&chosen, &drawn, &pool)),
            answers: chosen.as_str().to_owned(),
            prediction: (place % 3 == 0).then_some(place),
        };
        head = head.after(&result);
        if !annulled.contains(&place) {
            standings.take(performance_of(&result));
        }
        results.push(Line::Result(PublishedResult::of(no, result, Some(contestant % 2 + 1))));
    }
    standings.tell_truth(10);
    let round = PublishedRound {
        round: no,
        name: format!("Tuần {no}"),
        opens_at: 1_000,
        closes_at: 90_000,
        minutes: 10,
        attempts: 2,
        quotas,
        commitment: SEED.commitment(),
        pool_hash,
        seed: SEED.shown(),
        truth: Some(10),
        results: attempts,
        head: head.shown(),
    };
    let mut all = vec![Line::Round(round)];
    all.extend(question_lines);
    all.extend(annulled.iter().map(|place| Line::Annulled {
        round: no,
        place: *place,
        reason: "dùng mã của người khác".into(),
    }));
    all.extend(results);
    all.extend(standings.from(0).map(|one| Line::Ranked {
        round: no,
        rank: i64::try_from(one.rank).unwrap(),
        contestant: one.performance.contestant,
        place: one.performance.place,
    }));
    let sums: Vec<_> = standings.all().map(|one| (one.contestant, 2, one.score)).collect();
    all.extend(UNITS.map(|unit| unit_line(no, unit, &sums)));
    (all, standings)
}

/// Units with the people of their lists: nine or ten of 18 are no 60 %.
const UNITS: [(i64, i64); 2] = [(1, 18), (2, 10)];

/// The lines of a contest of two rounds in the newest form; of the second only the first half of the people took part.
fn whole_lines() -> Vec<Line> {
    let (first, second) = (round_lines(1, 40, &[3, 4]), round_lines(2, 20, &[]));
    let mut sums = WholeSums::default();
    let mut of_people = std::collections::BTreeMap::new();
    for standings in [&first.1, &second.1] {
        sums.add(standings);
        for one in standings.all() {
            let sum: &mut (i64, i64) = of_people.entry(one.contestant).or_default();
            *sum = (sum.0 + 2, sum.1 + one.score);
        }
    }
    let ranking = sums.ranking();
    let of_people: Vec<_> = of_people.into_iter().map(|(no, (attempts, score))| (no, attempts, score)).collect();
    let people = i64::try_from(ranking.len()).unwrap();
    let mut all = vec![head(3, &[1, 2])];
    all.extend(first.0);
    all.extend(second.0);
    all.push(Line::Whole(PublishedWhole { people, ranked: people, units: 2 }));
    all.extend(ranking.into_iter().map(|one| Line::WholeRanked {
        rank: one.rank,
        contestant: one.contestant,
        score: one.score,
        took: one.took,
    }));
    all.extend(UNITS.map(|unit| unit_line(0, unit, &of_people)));
    all
}

fn verified(lines: &[Line]) -> Report {
    let text: String = lines.iter().map(|line| line.written() + "\n").collect();
    verify(text.as_bytes()).unwrap()
}

#[test]
fn a_true_file_is_verified_with_people_and_attempts_apart() {
    let report = verified(&lines(40, &[3, 4]));
    assert!(report.is_true(), "{:?}", report.faults);
    let round = &report.rounds[0];
    assert_eq!((round.attempts, round.people, round.annulled), (40, 19, 2));
    assert!(round.standings.rank(1).is_some() && round.standings.rank(2).is_none());
}

/// The faults after this was done to the lines.
fn faults(cheat: impl Fn(&mut Vec<Line>)) -> Vec<Fault> {
    let mut all = lines(40, &[]);
    cheat(&mut all);
    verified(&all).faults
}

fn result(line: &mut Line) -> &mut PublishedResult {
    match line {
        Line::Result(result) => result,
        other => panic!("{other:?}"),
    }
}

const FIRST_RESULT: usize = 14;

#[test]
fn another_seed_pool_quota_or_order_of_rules_shows() {
    let of_round = |change: fn(&mut PublishedRound)| {
        faults(move |all| {
            if let Line::Round(round) = &mut all[1] {
                change(round)
            }
        })
    };
    assert_eq!(of_round(|round| round.seed = Seed([8; 32]).shown())[0], Fault::Seed(1));
    assert!(of_round(|round| round.quotas[0].1 = 4).contains(&Fault::Pool(1)));
    assert!(of_round(|round| round.truth = Some(30)).iter().any(|fault| matches!(fault, Fault::Ranked(..))));
    let other_question = faults(|all| {
        if let Line::Question(question) = &mut all[2] {
            question.right = vec![1]
        }
    });
    assert!(other_question.contains(&Fault::Pool(1)));
    let other_rules = faults(|all| {
        if let Line::Contest(contest) = &mut all[0] {
            contest.tie_break.reverse()
        }
    });
    assert!(other_rules.iter().any(|fault| matches!(fault, Fault::Ranked(..))));
}

#[test]
fn a_result_that_was_raised_left_out_put_in_or_moved_shows() {
    let raised = faults(|all| result(&mut all[FIRST_RESULT + 4]).score = 5);
    assert!(raised.contains(&Fault::Result(1, 5, "its score is another")) && raised.contains(&Fault::Head(1)));
    let left_out = faults(|all| drop(all.remove(FIRST_RESULT + 4)));
    assert!(left_out.contains(&Fault::Result(1, 6, "it does not follow the one before")));
    let sooner = faults(|all| result(&mut all[FIRST_RESULT + 4]).finished_at -= 1);
    assert!(sooner.contains(&Fault::Head(1)));
    let late = faults(|all| result(&mut all[FIRST_RESULT + 4]).started_at = 90_001);
    assert!(late.iter().any(|fault| matches!(fault, Fault::Result(1, 5, "its times are not those of the round"))));
    let once_more = faults(|all| result(&mut all[FIRST_RESULT + 4]).number = 3);
    assert!(once_more.contains(&Fault::Result(1, 5, "there are not so many attempts")));
    // the end cut off, with the number of results made to fit
    let cut = faults(|all| {
        all.retain(|line| !matches!(line, Line::Result(result) if result.place > 38));
        if let Line::Round(round) = &mut all[1] {
            round.results = 38;
        }
    });
    assert!(cut.contains(&Fault::Head(1)));
}

#[test]
fn a_ranking_in_another_order_and_a_line_of_no_format_show() {
    let swapped = faults(|all| {
        let last = all.iter().rposition(|line| matches!(line, Line::Ranked { .. })).unwrap();
        all.swap(last - 1, last);
    });
    assert!(swapped.iter().any(|fault| matches!(fault, Fault::Ranked(..))));
    let report = verify(&b"{\"kind\":\"contest\"}\n"[..]).unwrap();
    assert!(!report.is_true() && matches!(report.faults[0], Fault::Line(1, _)));
    assert!(!verify(&b""[..]).unwrap().is_true());
}

#[test]
fn units_are_recomputed_and_every_number_of_theirs_that_is_another_shows() {
    let report = verified(&lines(40, &[3, 4]));
    assert!(report.is_true(), "{:?}", report.faults);
    let units = &report.rounds[0].units;
    assert_eq!((units.len(), units[0].people, units[1].people, units[0].rank), (2, 9, 10, None), "9 of 18 are no 60 %");
    let of_unit = |change: fn(&mut PublishedUnit)| {
        faults(move |all| match all.last_mut() {
            Some(Line::Unit(unit)) => change(unit),
            other => panic!("{other:?}"),
        })
    };
    let changes: [fn(&mut PublishedUnit); 5] = [
        |unit| unit.people += 1,
        |unit| unit.attempts -= 1,
        |unit| unit.scores += 1,
        |unit| unit.rank = Some(2),
        // more people on its list than took part enough of
        |unit| unit.eligible = 40,
    ];
    for change in changes {
        assert_eq!(of_unit(change), [Fault::Unit(1, 2)]);
    }
    assert_eq!(faults(|all| drop(all.pop())), [Fault::Unit(1, 2)], "a unit left out");
    let elsewhere = faults(|all| result(&mut all[FIRST_RESULT]).unit = Some(7));
    assert!(elsewhere.contains(&Fault::Unit(1, -1)), "{elsewhere:?}");
    assert!(faults(|all| all.retain(|line| !matches!(line, Line::Unit(_)))).is_empty(), "a file of before");
}

/// The faults after this was done to the lines of the whole contest.
fn whole_faults(cheat: impl Fn(&mut Vec<Line>)) -> Vec<Fault> {
    let mut all = whole_lines();
    cheat(&mut all);
    verified(&all).faults
}

fn at(all: &[Line], is: impl Fn(&Line) -> bool) -> usize {
    all.iter().position(is).unwrap()
}

#[test]
fn the_whole_contest_is_recomputed_from_its_rounds() {
    let report = verified(&whole_lines());
    assert!(report.is_true(), "{:?}", report.faults);
    let whole = report.whole.unwrap();
    assert_eq!((report.rounds.len(), whole.ranking.len(), whole.units.len()), (2, 20, 2));
    // whose results of the first round were annulled stands there with the second alone
    let second = report.rounds[1].standings.counting(2).unwrap();
    let own = whole.ranking.iter().find(|one| one.contestant == 2).unwrap();
    assert_eq!((own.score, own.took), (second.score, second.took));
    assert_eq!(
        (whole.units[0].people, whole.units[0].attempts),
        (10, 28),
        "nine of the first round, five of the second"
    );
}

#[test]
fn a_whole_standing_that_was_changed_shows() {
    let is_place = |line: &Line| matches!(line, Line::WholeRanked { .. });
    let of_first = |change: fn(&mut i64, &mut i64, &mut i64, &mut i64)| {
        whole_faults(|all| {
            let first = at(all, is_place);
            if let Line::WholeRanked { rank, contestant, score, took } = &mut all[first] {
                change(rank, contestant, score, took);
            }
        })
    };
    let changes: [fn(&mut i64, &mut i64, &mut i64, &mut i64); 4] = [
        |rank, _, _, _| *rank = 2,
        |_, contestant, _, _| *contestant += 1,
        |_, _, score, _| *score += 1,
        |_, _, _, took| *took -= 1,
    ];
    for change in changes {
        let faults = of_first(change);
        assert!(matches!(faults[..], [Fault::WholeRanked(..)]), "{faults:?}");
    }
    let swapped = whole_faults(|all| {
        let first = at(all, is_place);
        all.swap(first, first + 1);
    });
    assert!(matches!(swapped[..], [Fault::WholeRanked(..), Fault::WholeRanked(..)]), "{swapped:?}");
    let left_out = whole_faults(|all| drop(all.remove(at(all, is_place))));
    assert!(left_out.contains(&Fault::Whole) && left_out.len() > 1, "{left_out:?}");
    let fewer = whole_faults(|all| {
        let head = at(all, |line| matches!(line, Line::Whole(_)));
        if let Line::Whole(whole) = &mut all[head] {
            whole.people -= 1;
        }
    });
    assert_eq!(fewer, [Fault::Whole]);
}

#[test]
fn units_of_the_whole_contest_that_were_changed_show() {
    let of_unit = |change: fn(&mut PublishedUnit)| {
        whole_faults(move |all| match all.last_mut() {
            Some(Line::Unit(unit)) => change(unit),
            other => panic!("{other:?}"),
        })
    };
    let changes: [fn(&mut PublishedUnit); 4] =
        [|unit| unit.people += 1, |unit| unit.attempts -= 1, |unit| unit.scores += 1, |unit| unit.rank = Some(2)];
    for change in changes {
        assert_eq!(of_unit(change), [Fault::Unit(0, 2)]);
    }
    // another list than in the rounds, though the rank would be the same
    assert_eq!(of_unit(|unit| unit.eligible = 11), [Fault::Unit(0, 2)]);
    let left_out = whole_faults(|all| drop(all.pop()));
    assert!(left_out.contains(&Fault::Whole) && left_out.contains(&Fault::Unit(0, 2)), "{left_out:?}");
    let of_round = whole_faults(|all| {
        let unit = at(all, |line| matches!(line, Line::Unit(unit) if unit.round == 2));
        if let Line::Unit(unit) = &mut all[unit] {
            unit.eligible = 17;
        }
    });
    assert!(of_round.contains(&Fault::Unit(2, 1)), "{of_round:?}");
}

#[test]
fn a_file_whose_end_or_a_round_was_cut_off_shows() {
    let cut = whole_faults(|all| all.truncate(at(all, |line| matches!(line, Line::Whole(_)))));
    assert_eq!(cut, [Fault::Whole]);
    let without_second = |all: &mut Vec<Line>| {
        let (from, until) = (
            at(all, |line| matches!(line, Line::Round(round) if round.round == 2)),
            at(all, |line| matches!(line, Line::Whole(_))),
        );
        drop(all.drain(from..until));
    };
    assert!(whole_faults(without_second).contains(&Fault::Whole));
    // a contest of which a round is to come says nothing of the whole yet
    let running = whole_faults(|all| {
        without_second(all);
        all.truncate(at(all, |line| matches!(line, Line::Whole(_))));
    });
    assert_eq!(running, []);
    let of_another = whole_faults(|all| all[0] = head(3, &[1, 3]));
    assert!(of_another.contains(&Fault::Whole));
    assert!(whole_faults(|all| all.retain(|line| !matches!(line, Line::Unit(unit) if unit.round == 1))).len() > 1);
}

#[test]
fn earlier_forms_are_read_and_later_ones_are_not_taken_for_true() {
    let of_form = |format: i64, rounds: &[i64]| {
        let mut all = lines(40, &[]);
        all[0] = head(format, rounds);
        verified(&all).faults
    };
    assert_eq!((of_form(1, &[]), of_form(2, &[])), (vec![], vec![]));
    assert_eq!(of_form(4, &[1]), [Fault::Format(4), Fault::Whole]);
    assert_eq!(of_form(3, &[]), [Fault::Rules], "the newest names its rounds");
    let mut without_units = lines(40, &[]);
    without_units.retain(|line| !matches!(line, Line::Unit(_)));
    without_units[0] = head(2, &[]);
    assert_eq!(verified(&without_units).faults, [Fault::Unit(1, 1), Fault::Unit(1, 2)]);
}
