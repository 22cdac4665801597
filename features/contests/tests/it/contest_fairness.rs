//! What a stranger can check, and what a person decides: the published file, annulments, results alike.

use testkit::{Site, on_both_databases};

use crate::{a_contest, a_round, an_open_contest, announce, answers, begun, joined, officer, submitted};

fn settle(site: &Site, round: i64) {
    site.set_time("2026-11-22", 17, 5);
    let done = officer(site).post(&format!("/contests/rounds/{round}/settle"), &[]);
    assert_eq!(done.status.as_u16(), 303, "{}", done.visible());
}

fn published(site: &Site) -> fair_contest::Report {
    let file = site.visitor().open("/thi/1/published.jsonl").is_ok();
    fair_contest::verify(file.bytes.as_slice()).unwrap()
}

on_both_databases! {
    fn a_stranger_recomputes_everything_from_the_published_file(site) {
        let (_, round) = an_open_contest(site, &[("tie_break", "prediction"), ("prediction", "Có bao nhiêu người?")]);
        let mut receipts = Vec::new();
        for number in 0..5_usize {
            let me = joined(site, &format!("Người Thứ {number}"));
            let page = begun(&me, round);
            let chosen = answers(&page, number.min(3));
            let guess = (number * 2).to_string();
            let fields = [("number", "1"), ("revision", "1"), ("answers", chosen.as_str()), ("prediction", guess.as_str())];
            let receipt = me.post_raw(&format!("/thi/rounds/{round}/submit"), &fields).is_ok();
            receipts.push(receipt.text_of("#head"));
        }
        site.set_time("2026-11-22", 17, 5);
        officer(site).post(&format!("/contests/rounds/{round}/settle"), &[]).is_refused_because("CONT-24");
        let version = site.read(move |tx| Ok(contests::store::find_round(tx, round)?.version)).to_string();
        let truth = officer(site).post(&format!("/contests/rounds/{round}/truth"), &[("truth", "5"), ("version", &version)]);
        assert_eq!(truth.status.as_u16(), 303, "{}", truth.visible());
        settle(site, round);
        let report = published(site);
        assert!(report.is_true(), "{:?}", report.faults);
        assert_eq!((report.rounds[0].attempts, report.rounds[0].people), (5, 5));
        // predictions 6 and 8 stand at the same score: the nearer to 5 is before
        let standings = &report.rounds[0].standings;
        assert_eq!((standings.rank(4), standings.rank(5)), (Some(1), Some(2)));
        let file = site.visitor().open("/thi/1/published.jsonl").is_ok().text;
        assert!(file.contains(receipts.last().unwrap()), "the last receipt is the head of the log");
        assert!(!file.contains("Người Thứ"), "no names");
        // what the public page sealed before is what the file opens
        let page = site.visitor().open("/thi/1").is_ok();
        let seed = file.split("\"seed\":\"").nth(1).unwrap().split('"').next().unwrap();
        assert!(page.text.contains(&fair_contest::Seed::read(seed).unwrap().commitment()) && page.text.contains(seed));
    }

    fn a_result_that_is_changed_in_the_database_shows_in_the_file(site) {
        let (_, round) = an_open_contest(site, &[]);
        for name in ["Lò Thị Mai", "Vàng A Sử"] {
            let _ = submitted(&begun(&joined(site, name), round), round, 2);
        }
        site.write(|tx| tx.run("UPDATE contest_result SET score = 5 WHERE place = 1", &[]));
        settle(site, round);
        let report = published(site);
        assert!(!report.is_true());
        assert!(report.faults.iter().any(|fault| fault.to_string().contains("score")), "{:?}", report.faults);
    }

    fn what_is_annulled_stays_in_the_log_with_its_reason_and_is_not_ranked(site) {
        let (_, round) = an_open_contest(site, &[]);
        let cheat = joined(site, "Lò Thị Mai");
        for right in [5, 3] {
            let _ = submitted(&begun(&cheat, round), round, right);
        }
        let _ = submitted(&begun(&joined(site, "Vàng A Sử"), round), round, 4);
        let path = format!("/contests/rounds/{round}/ranking");
        officer(site).open(&path).fill("places", "1").press("/annul").is_refused_because("CONT-25");
        let page = officer(site).open(&path).fill("places", "1").fill("reason", "dùng mã của người khác").press("/annul").follow().is_ok();
        let page = page.has_text("dùng mã của người khác").has_text("2 người");
        assert!(page.text.find("Vàng A Sử") < page.text.find("Lò Thị Mai"), "{}", page.visible());
        settle(site, round);
        let report = published(site);
        assert!(report.is_true(), "{:?}", report.faults);
        assert_eq!((report.rounds[0].attempts, report.rounds[0].annulled, report.rounds[0].standings.rank(1)), (3, 1, Some(2)));
        let kept: String = site.read(|tx| tx.scalar("SELECT detail FROM event WHERE name = 'contests.annulled'", &[]));
        assert!(kept.contains("dùng mã"), "{kept}");
    }

    fn many_contestants_on_one_device_are_listed_for_a_person_and_nothing_else(site) {
        let (_, round) = an_open_contest(site, &[]);
        let first = joined(site, "Lò Thị Mai");
        let _ = submitted(&begun(&first, round), round, 5);
        // the same telephone registers others
        for name in ["Vàng A Sử", "Hà Văn Tư"] {
            let unit = site.unit("X02").to_string();
            let elsewhere = crate::worked(site.visitor().open("/thi/1")).fill("name", name).fill("unit", &unit).press("/join").browser();
            let page = elsewhere.with_cookie("device", "d1");
            let _ = submitted(&begun(&page, round), round, 5);
        }
        let page = officer(site).open(&format!("/contests/rounds/{round}/alike")).is_ok();
        let _ = page.has_text("Không thấy dấu hiệu nào");
        site.write(|tx| tx.run("UPDATE contest_result SET device = 'd1'", &[]));
        let page = officer(site).open(&format!("/contests/rounds/{round}/alike")).is_ok();
        let _ = page.has_text("Nhiều người thi trên một máy").has_text("3 người · 3 lượt").has_text("Vàng A Sử").has_text("chưa phải là gian lận");
        let ranking = officer(site).open(&format!("/contests/rounds/{round}/ranking")).is_ok();
        let _ = ranking.has_text("3 người");
    }

    fn what_first_attempts_answered_goes_back_to_the_bank_once_a_round_is_settled(site) {
        let contest = a_contest(site, &[]);
        let round = a_round(site, &contest, &[("quotas", "Bầu cử | 1\nLuật | 1")]);
        let unit = site.unit("TU");
        let question = site.write(move |tx| {
            let choice = |text: &str, is_right| quizzes::domain::Choice { text: text.into(), is_right };
            let wording = quizzes::domain::Wording {
                text: "Câu của ngân hàng?".into(),
                choices: vec![choice("Sai", false), choice("Đúng", true)],
                tags: vec!["bầu cử".into()],
                ..Default::default()
            };
            let id = quizzes::store::insert_question(tx, unit, &wording)?;
            tx.run("UPDATE question SET state = 'in_use' WHERE id = $1", &[&id.to_string()])?;
            Ok(id)
        });
        let fields = [("tag", "bầu cử"), ("source", "Bầu cử")];
        let _ = officer(site).post(&format!("/contests/rounds/{round}/questions/bank"), &fields).follow().is_ok();
        announce(site, &contest);
        site.set_time("2026-11-22", 9, 30);
        let (first, second) = (joined(site, "Lò Thị Mai"), joined(site, "Vàng A Sử"));
        for (who, right) in [(&first, 2), (&second, 0), (&second, 2)] {
            let _ = submitted(&begun(who, round), round, right);
        }
        let source = format!("contest-round-{round}");
        let outcomes = |site: &Site| {
            let source = source.clone();
            site.read(move |tx| quizzes::store::list_outcomes(tx, &source))
        };
        assert!(outcomes(site).is_empty());
        settle(site, round);
        // the second try of the second contestant says nothing about the question
        let sums = outcomes(site);
        let expected = quizzes::domain::Outcomes { answers: 2, right: 1, points: 1_000, squares: 1_000_000, points_of_right: 1_000 };
        assert_eq!((sums.len(), sums.get(&question)), (1, Some(&expected)));
        // what is annulled afterwards is taken off
        let fields = [("places", "1"), ("reason", "nhờ người khác làm bài")];
        let _ = officer(site).post(&format!("/contests/rounds/{round}/annul"), &fields).follow().is_ok();
        let expected = quizzes::domain::Outcomes { answers: 1, ..quizzes::domain::Outcomes::default() };
        assert_eq!(outcomes(site).get(&question), Some(&expected));
    }

    fn a_disturbed_round_closes_later_for_a_reason(site) {
        let (contest, round) = an_open_contest(site, &[]);
        let version = site.read(move |tx| Ok(contests::store::find_round(tx, round)?.version)).to_string();
        let extend = |hour: &str, reason: &str| {
            officer(site).post(&format!("/contests/rounds/{round}/extend"),
                &[("closes_on", "2026-11-22"), ("closes", hour), ("reason", reason), ("version", &version)])
        };
        let _ = extend("18:00", "").has_status(422).has_text("Ghi lý do");
        let _ = extend("16:00", "mất điện").has_status(422).has_text("muộn hơn");
        let _ = extend("18:00", "mất điện").follow().is_ok().has_text("18:00");
        let me = joined(site, "Lò Thị Mai");
        site.set_time("2026-11-22", 17, 30);
        let _ = begun(&me, round);
        let _ = officer(site).open(&contest).has_text("mất điện");
    }
}
