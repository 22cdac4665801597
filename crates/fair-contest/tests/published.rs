//! A whole contest written as its file and verified, and every way of cheating that the file must show.

#![allow(clippy::unwrap_used, clippy::too_many_lines, reason = "one whole contest is written out")]

use std::borrow::Cow;

use fair_contest::{
    Answers, AttemptResult, Counts, Fault, Line, PublishedContest, PublishedQuestion, PublishedResult, PublishedRound,
    PublishedUnit, Report, Seed, Standings, TieBreak, attempt_name, draw, genesis, performance_of, pool_hash, pool_of,
    score, verify,
};

const SEED: Seed = Seed([9; 32]);

fn questions() -> Vec<PublishedQuestion> {
    let of = |place: usize| PublishedQuestion {
        round: 1,
        place,
        source: if place < 6 { "Luật" } else { "Nghị quyết" }.into(),
        text: format!("Câu {place}?"),
        options: ["Đúng", "Sai", "Không rõ"].map(String::from).to_vec(),
        right: if place.is_multiple_of(3) { vec![0, 2] } else { vec![1] },
        keeps_order: place == 4,
    };
    (0..12).map(of).collect()
}

/// The lines of a contest of one round with so many attempts of half as many people.
fn lines(attempts: i64, annulled: &[i64]) -> Vec<Line> {
    let quotas = vec![("Luật".to_owned(), 3), ("Nghị quyết".to_owned(), 2)];
    let question_lines: Vec<Line> = questions().into_iter().map(Line::Question).collect();
    let written: Vec<String> = question_lines.iter().map(Line::written).collect();
    let pool_hash = pool_hash(written.iter().map(|line| Cow::Borrowed(line.as_str())), &quotas);
    let pool = pool_of(&questions(), &quotas).unwrap();
    let mut head = genesis(1, &SEED.commitment(), &pool_hash);
    let order = vec![TieBreak::Prediction, TieBreak::Time, TieBreak::Earliest];
    let mut standings = Standings::new(Counts::Best, order, 1_000, SEED);
    let mut results = Vec::new();
    for place in 1..=attempts {
        let (contestant, number, nonce) = ((place + 1) / 2, 2 - place % 2, format!("n{place}"));
        let drawn = draw(&SEED, &attempt_name(1, contestant, number), &nonce, &pool);
        let chosen = (0..5).fold(Answers::none(5), |all, at| all.with(at, u8::try_from((place + 1) % 7 + 1).unwrap()));
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
        results.push(Line::Result(PublishedResult::of(1, result, Some(contestant % 2 + 1))));
    }
    standings.tell_truth(10);
    let contest = PublishedContest {
        format: 1,
        contest: 1,
        title: "Tìm hiểu".into(),
        counts: "best".into(),
        tie_break: ["prediction", "time", "earliest"].map(String::from).to_vec(),
        least_percent: 60,
    };
    let round = PublishedRound {
        round: 1,
        name: "Tuần 1".into(),
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
    let mut all = vec![Line::Contest(contest), Line::Round(round)];
    all.extend(question_lines);
    all.extend(annulled.iter().map(|place| Line::Annulled {
        round: 1,
        place: *place,
        reason: "dùng mã của người khác".into(),
    }));
    all.extend(results);
    all.extend(standings.from(0).map(|one| Line::Ranked {
        round: 1,
        rank: i64::try_from(one.rank).unwrap(),
        contestant: one.performance.contestant,
        place: one.performance.place,
    }));
    all.extend([(1, 18, None), (2, 10, Some(1))].map(|(unit, eligible, rank)| {
        let own: Vec<i64> = (1..=attempts / 2).filter(|no| no % 2 + 1 == unit).collect();
        let scores: Vec<i64> = own.iter().filter_map(|no| standings.counting(*no)).map(|one| one.score).collect();
        let people = i64::try_from(scores.len()).unwrap();
        Line::Unit(PublishedUnit {
            round: 1,
            unit,
            name: format!("Đơn vị {unit}"),
            eligible,
            people,
            attempts: people * 2,
            scores: scores.iter().sum(),
            rank,
        })
    }));
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
