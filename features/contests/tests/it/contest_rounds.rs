//! Several rounds: questions that two of them ask, the standing over all, units for anybody, a closing that moves.

use kernel::Role;
use testkit::{Page, Site, on_both_databases};

use crate::{
    a_contest, a_round, an_open_contest, announce, answers, begun, joined, officer, questions, settled, submitted,
};

/// A second round of the next day with the same questions; its number.
fn another_round(site: &Site, contest: &str) -> i64 {
    let fields = [
        ("name", "Tuần 2"),
        ("opens_on", "2026-11-23"),
        ("opens", "09:00"),
        ("closes_on", "2026-11-23"),
        ("closes", "17:00"),
        ("minutes", "10"),
        ("attempts", "2"),
        ("quotas", "Luật | 3\nNghị quyết | 2"),
    ];
    let made = officer(site).post(&format!("{contest}/rounds/new"), &fields).location();
    made.split('/').nth(3).unwrap().parse().unwrap()
}

fn take<'s>(site: &'s Site, round: i64, ticks: &[(&str, &str)]) -> Page<'s> {
    officer(site).upload(
        &format!("/contests/rounds/{round}/questions"),
        ticks,
        ("file", "q.csv", questions().as_bytes()),
    )
}

/// Begins, and submits so many right answers.
fn sit(site: &Site, name: &str, round: i64, right: usize) {
    let me = joined(site, name);
    let _ = submitted(&begun(&me, round), round, right);
}

/// The file has the standing over both rounds, and shows what was changed of it.
fn a_stranger_recomputes_the_whole(site: &Site) {
    let file = site.visitor().open("/thi/1/published.jsonl").is_ok().text;
    let verified = |file: &str| fair_contest::verify(file.as_bytes()).unwrap();
    let report = verified(&file);
    assert!(report.is_true(), "{:?}", report.faults);
    let whole = report.whole.unwrap();
    let ranking: Vec<_> = whole.ranking.iter().map(|one| (one.rank, one.contestant, one.score)).collect();
    assert_eq!(ranking, [(1, 2, 7), (2, 1, 5), (2, 3, 5)]);
    let mut units: Vec<_> = whole.units.iter().map(|one| (one.people, one.eligible, one.scores, one.rank)).collect();
    units.sort_unstable();
    assert_eq!(units, [(1, 1, 5, Some(2)), (2, 2, 12, Some(1))]);
    for (old, new) in
        [("\"score\":7,", "\"score\":8,"), ("\"scores\":12,", "\"scores\":13,"), ("\"people\":3,", "\"people\":4,")]
    {
        let changed = file.replacen(old, new, 1);
        assert!(changed != file && !verified(&changed).is_true(), "{old}");
    }
    let cut = &file[..file.find("{\"kind\":\"whole\"").unwrap()];
    assert_eq!(verified(cut).faults, [fair_contest::Fault::Whole]);
}

on_both_databases! {
    fn right_answers_are_not_published_while_another_round_asks_the_same(site) {
        let contest = a_contest(site, &[]);
        let first = a_round(site, &contest, &[]);
        let second = another_round(site, &contest);
        // none is taken unless it is wanted, and why is told
        let page = take(site, second, &[]).is_ok().has_text("10 dòng chưa nhận được").has_text("đã có ở Tuần 1");
        let _ = page.has_text("Chưa có câu hỏi nào");
        let _ = take(site, second, &[("elsewhere_too", "on")]).is_ok().has_text("10 câu hỏi");
        announce(site, &contest);
        site.set_time("2026-11-22", 9, 30);
        sit(site, "Lò Thị Mai", first, 5);
        settled(site, first);
        let _ = site.visitor().open("/thi/1/published.jsonl").has_status(404);
        let page = site.visitor().open("/thi/1").is_ok().has_text("Tệp của Tuần 1 chưa công bố").has_text("23/11/2026");
        let _ = page.lacks_text("verify-contest");
        let _ = officer(site).open(&contest).is_ok().has_text("Chưa công bố đáp án đến");
        site.set_time("2026-11-23", 9, 30);
        let _ = site.visitor().open("/thi/1/published.jsonl").has_status(404);
        site.set_time("2026-11-23", 17, 5);
        let _ = officer(site).post(&format!("/contests/rounds/{second}/settle"), &[]).follow().is_ok();
        let file = site.visitor().open("/thi/1/published.jsonl").is_ok();
        let report = fair_contest::verify(file.bytes.as_slice()).unwrap();
        assert!(report.is_true() && report.rounds.len() == 2 && report.whole.is_some(), "{:?}", report.faults);
        let _ = site.visitor().open("/thi/1").is_ok().has_text("verify-contest").lacks_text("chưa công bố");
    }

    fn what_another_unit_prepares_is_told_to_nobody_and_holds_nothing_back(site) {
        let contest = a_contest(site, &[]);
        let round = a_round(site, &contest, &[]);
        let unit = site.unit("X01").to_string();
        let other = a_contest(site, &[("unit", &unit), ("title", "Chưa ai biết")]);
        // its questions are taken without a word of the other
        let _ = a_round(site, &other, &[("closes_on", "2026-11-25")]);
        announce(site, &contest);
        site.set_time("2026-11-22", 9, 30);
        sit(site, "Lò Thị Mai", round, 5);
        settled(site, round);
        let _ = site.visitor().open("/thi/1").is_ok().has_text("verify-contest").lacks_text("chưa công bố");
    }

    fn who_was_annulled_before_that_was_kept_counts_as_the_ledger_did(site) {
        let contest = a_contest(site, &[]);
        let first = a_round(site, &contest, &[]);
        let second = another_round(site, &contest);
        let _ = take(site, second, &[("elsewhere_too", "on")]).is_ok();
        announce(site, &contest);
        site.set_time("2026-11-22", 9, 30);
        let me = joined(site, "Lò Thị Mai");
        let _ = submitted(&begun(&me, first), first, 5);
        settled(site, first);
        // as the migration leaves them
        site.write(move |tx| {
            let sql = "UPDATE contest_entry SET best_place = NULL, voided_at = 9000000000000000 WHERE round_no = $1";
            tx.run(sql, platform::params![first])
        });
        site.settle();
        site.assert_ledger_is_true();
        site.set_time("2026-11-23", 9, 30);
        let _ = submitted(&begun(&me, second), second, 5);
        site.set_time("2026-11-23", 17, 5);
        let _ = officer(site).post(&format!("/contests/rounds/{second}/settle"), &[]).follow().is_ok();
        site.settle();
        site.assert_ledger_is_true();
        // nor is somebody who is annulled now taken back twice
        let fields = [("no", "1"), ("reason", "khai sai")];
        let _ = officer(site).post(&format!("{contest}/contestants/exclude"), &fields).follow().is_ok();
        site.settle();
        site.assert_ledger_is_true();
    }

    fn questions_of_the_bank_wait_for_open_tests_too(site) {
        let contest = a_contest(site, &[]);
        let round = a_round(site, &contest, &[("quotas", "Bầu cử | 1\nLuật | 1")]);
        let unit = site.unit("TU");
        site.write(move |tx| {
            let choice = |text: &str, is_right| quizzes::domain::Choice { text: text.into(), is_right };
            let wording = quizzes::domain::Wording {
                text: "Câu của ngân hàng?".into(),
                choices: vec![choice("Sai", false), choice("Đúng", true)],
                tags: vec!["bầu cử".into()],
                ..Default::default()
            };
            let id = quizzes::store::insert_question(tx, unit, &wording)?;
            tx.run("UPDATE question SET state = 'in_use' WHERE id = $1", &[&id.to_string()])?;
            let quota = quizzes::domain::Quota { tag: "bầu cử".into(), questions: 1, ..Default::default() };
            let plan = quizzes::domain::Plan {
                title: "Kiểm tra nhận thức".into(),
                rollout: None,
                conference: None,
                quotas: vec![quota],
                minutes: 10,
                attempts: 1,
                pass_mark: 50,
                opens_at: kernel::Instant::at("2026-11-20".parse().unwrap(), 8, 0),
                closes_at: kernel::Instant::at("2026-11-25".parse().unwrap(), 17, 0),
                audience: quizzes::domain::Audience::Everybody,
                shows: quizzes::domain::Shows::AfterClosing,
                explains: true,
                duty_share: 0,
            };
            let id = quizzes::store::insert_quiz(tx, unit, &plan)?;
            let quiz = quizzes::store::find_quiz(tx, id)?;
            let announced = quizzes::domain::Quiz { state: quizzes::domain::QuizState::Announced, ..quiz };
            quizzes::store::save_quiz_state(tx, &announced, "quizzes.quiz_announced")?;
            Ok(())
        });
        let take = |tick: &str| {
            let fields = [("tag", "bầu cử"), ("source", "Bầu cử"), ("elsewhere_too", tick)];
            officer(site).post(&format!("/contests/rounds/{round}/questions/bank"), &fields)
        };
        let _ = take("").is_ok().has_text("đã có ở Kiểm tra nhận thức").has_text("10 câu hỏi");
        let _ = take("on").follow().is_ok().has_text("11 câu hỏi");
        announce(site, &contest);
        site.set_time("2026-11-22", 9, 30);
        let _ = submitted(&begun(&joined(site, "Lò Thị Mai"), round), round, 1);
        settled(site, round);
        let _ = site.visitor().open("/thi/1").is_ok().has_text("chưa công bố").has_text("25/11/2026");
        let _ = site.visitor().open("/thi/1/published.jsonl").has_status(404);
        site.set_time("2026-11-25", 17, 10);
        let _ = site.visitor().open("/thi/1/published.jsonl").is_ok();
    }

    fn units_are_ranked_for_anybody_once_settled_and_recomputed_from_the_file(site) {
        let contest = a_contest(site, &[("eligible", "list"), ("least_percent", "50"), ("collective_prizes", "Nhất tập thể | 1")]);
        let round = a_round(site, &contest, &[]);
        let list = "Họ và tên,Mã đơn vị\nGiàng Thị Dợ,X01\nLê Văn Ba,X01-C01\nHà Văn Tư,X02\nLò Thị Mai,X02-C01\nVàng A Sử,X02\n";
        let _ = officer(site).upload(&format!("{contest}/contestants/import"), &[], ("file", "ds.csv", list.as_bytes())).is_ok();
        announce(site, &contest);
        site.set_time("2026-11-22", 9, 30);
        for (no, right) in [(1, 5), (2, 4), (3, 5)] {
            let code = site.read(move |tx| Ok(contests::store::find_contestant(tx, 1, no)?.code));
            let me = site.visitor().open("/thi/1").fill("code", &code).press("/enter").follow().is_ok().browser();
            let _ = submitted(&begun(&me, round), round, right);
        }
        let public = format!("/thi/rounds/{round}/units");
        let _ = site.visitor().open(&public).has_status(404);
        // units below see it from the announcement on, and nothing else of the contest; strangers nothing
        let below = site.as_role(Role::CommuneOfficer, "X02");
        let _ = below.open(&format!("/contests/rounds/{round}/units")).is_ok().has_text("33,33");
        let _ = below.open(&contest).has_status(404);
        settled(site, round);
        let page = site.visitor().open(&public).is_ok().has_text("100,00%").has_text("33,33%").has_text("4,50").has_text("Nhất tập thể");
        let _ = page.lacks_text("Giàng Thị Dợ");
        let _ = site.visitor().open("/thi/1").is_ok().has_text("Xếp hạng đơn vị");
        let file = site.visitor().open("/thi/1/published.jsonl").is_ok().text;
        let report = fair_contest::verify(file.as_bytes()).unwrap();
        assert!(report.is_true(), "{:?}", report.faults);
        let units: Vec<_> = report.rounds[0].units.iter().map(|one| (one.people, one.eligible, one.rank)).collect();
        assert_eq!(units, [(2, 2, Some(1)), (1, 3, None)]);
        let changed = file.replacen("\"eligible\":3", "\"eligible\":2", 1);
        assert_ne!(changed, file);
        let report = fair_contest::verify(changed.as_bytes()).unwrap();
        assert!(report.faults.iter().any(|fault| matches!(fault, fair_contest::Fault::Unit(..))), "{:?}", report.faults);
        let changed = file.replacen("\"unit\":1", "\"unit\":2", 1);
        assert!(!fair_contest::verify(changed.as_bytes()).unwrap().is_true());
    }

    fn the_whole_contest_adds_the_rounds_and_counts_each_person_once(site) {
        let contest = a_contest(site, &[
            ("eligible", "list"), ("least_percent", "50"), ("whole_collective", "Nhất toàn hội thi | 1"),
            ("whole_prizes", "Xuất sắc | 1 | 1.000.000 đồng"), ("final_parts", "Chào hỏi"), ("final_prizes", "Cúp vàng | 1"),
        ]);
        let first = a_round(site, &contest, &[]);
        let second = another_round(site, &contest);
        let _ = take(site, second, &[("elsewhere_too", "on")]).is_ok();
        let list = "Họ và tên,Mã đơn vị\nGiàng Thị Dợ,X01\nLê Văn Ba,X01\nHà Văn Tư,X02\n";
        let _ = officer(site).upload(&format!("{contest}/contestants/import"), &[], ("file", "ds.csv", list.as_bytes())).is_ok();
        announce(site, &contest);
        let enter = |no: i64| {
            let code = site.read(move |tx| Ok(contests::store::find_contestant(tx, 1, no)?.code));
            site.visitor().open("/thi/1").fill("code", &code).press("/enter").follow().is_ok().browser()
        };
        site.set_time("2026-11-22", 9, 30);
        for (no, right) in [(1, 5), (2, 4)] {
            let _ = submitted(&begun(&enter(no), first), first, right);
        }
        settled(site, first);
        let prizes = format!("{contest}/prizes");
        let _ = officer(site).open(&prizes).is_ok().lacks_text("Xuất sắc");
        let _ = officer(site).open(&format!("{contest}/whole")).is_ok().has_text("1 trên 2 vòng").lacks_text("Xuất sắc");
        let _ = officer(site).open(&format!("{contest}/units")).is_ok().has_text("100,00").lacks_text("Nhất toàn hội thi");
        site.set_time("2026-11-23", 9, 30);
        for (no, right) in [(2, 3), (3, 5)] {
            let _ = submitted(&begun(&enter(no), second), second, right);
        }
        for path in ["/thi/1/units", "/thi/1/whole"] {
            let _ = site.visitor().open(path).has_status(404);
        }
        site.set_time("2026-11-23", 17, 5);
        let _ = officer(site).post(&format!("/contests/rounds/{second}/settle"), &[]).follow().is_ok();
        let page = officer(site).open(&format!("{contest}/whole")).is_ok().has_text("2 trên 2 vòng").has_text("Xuất sắc");
        assert!(page.text.find("Lê Văn Ba") < page.text.find("Giàng Thị Dợ"), "7 before 5: {}", page.visible());
        assert!(officer(site).open(&format!("{contest}/whole?format=xlsx")).is_ok().bytes.starts_with(b"PK"));
        let units = officer(site).open(&format!("{contest}/units?format=csv")).is_ok().text;
        // two of two with 12 points; one of one with 5: the shares are equal, the mean decides
        assert!(units.contains("6,00") && units.contains("5,00") && !units.contains("150,00"), "{units}");
        let _ = site.visitor().open("/thi/1/units").is_ok().has_text("100,00%").has_text("6,00").has_text("Nhất toàn hội thi");
        let page = site.visitor().open("/thi/1").is_ok().has_text("Xếp hạng toàn hội thi").browser().open("/thi/1/whole").is_ok();
        let _ = page.has_text("3 người có kết quả").has_text("Lê Văn Ba").has_text("Xuất sắc");
        let _ = enter(2).open("/thi/1/whole").is_ok().has_text("Bạn đang xếp thứ 1");
        a_stranger_recomputes_the_whole(site);
        let _ = officer(site).post(&format!("{contest}/final/add"), &[("name", "Đội Bản Mường")]);
        let mark = [("no", "1"), ("judge", "Giám khảo A"), ("part", "Chào hỏi"), ("mark", "9")];
        let _ = officer(site).post(&format!("{contest}/final/mark"), &mark).follow().is_ok();
        let page = officer(site).open(&prizes).is_ok().has_text("Xuất sắc").has_text("Nhất toàn hội thi").has_text("Cúp vàng");
        assert_eq!(page.text.matches("Toàn hội thi").count(), 2, "{}", page.visible());
        assert!(officer(site).open(&format!("{prizes}.xlsx")).is_ok().bytes.starts_with(b"PK"));
    }

    fn whoever_shares_the_last_rank_with_a_prize_has_it_however_many_they_are(site) {
        let (contest, round) = an_open_contest(site, &[("tie_break", ""), ("prizes", "Giải Nhất | 1")]);
        site.write(move |tx| {
            let contest = contests::store::find_by_no(tx, 1)?;
            let rows: Vec<(i64, contests::store::NewContestant)> = (1..=60)
                .map(|no: i64| {
                    let (name, code, join_key) = (format!("Người {no}"), format!("c-{no}"), format!("k-{no}"));
                    (no, contests::store::NewContestant { name, code, join_key, ..Default::default() })
                })
                .collect();
            contests::store::reserve_numbers(tx, contest.no, rows.len())?;
            contests::store::insert_contestants(tx, contest.no, &rows)
        });
        let contest_row = site.read(|tx| contests::store::find_by_no(tx, 1));
        for no in 1..=60 {
            let cookie = contests::contestant_cookie(&contest_row, no);
            let (name, value) = cookie.split_once('=').unwrap();
            let _ = submitted(&begun(&site.visitor().with_cookie(name, value), round), round, 5);
        }
        settled(site, round);
        let file = officer(site).open(&format!("{contest}/prizes")).is_ok();
        assert_eq!(file.count("tbody tr"), 60, "all of them share rank 1");
    }

    fn a_closing_that_moves_lengthens_attempts_that_it_had_cut_short(site) {
        let (_, round) = an_open_contest(site, &[]);
        site.set_time("2026-11-22", 16, 45);
        let whole = joined(site, "Vàng A Sử");
        let uncut = begun(&whole, round);
        assert_eq!(uncut.count("#sitting[data-cut]"), 0);
        site.set_time("2026-11-22", 16, 56);
        let me = joined(site, "Lò Thị Mai");
        let page = begun(&me, round);
        assert_eq!((page.attribute("#sitting", "data-left"), page.attribute("#sitting", "data-cut")), ("240000".into(), "1".into()));
        let version = site.read(move |tx| Ok(contests::store::find_round(tx, round)?.version)).to_string();
        let fields = [("closes_on", "2026-11-22"), ("closes", "17:04"), ("reason", "mất điện"), ("version", version.as_str())];
        let _ = officer(site).post(&format!("/contests/rounds/{round}/extend"), &fields).follow().is_ok();
        // till the new closing; with more time it would be ten minutes
        let again = me.open(&format!("/thi/rounds/{round}/attempt")).is_ok();
        assert_eq!(again.attribute("#sitting", "data-left"), "480000");
        site.set_time("2026-11-22", 17, 2);
        let all = answers(&page, 5);
        let saved = me.post_raw(&format!("/thi/rounds/{round}/answers"), &[("number", "1"), ("revision", "2"), ("answers", all.as_str())]);
        assert_eq!((saved.status.as_u16(), saved.headers["attempt-left"].to_str().unwrap()), (204, "120000"));
        let _ = me.post_raw(&format!("/thi/rounds/{round}/submit"), &[("number", "1"), ("revision", "3"), ("answers", all.as_str())]).is_ok().has_text("5/5").has_text("6:00,00");
        // one that was not cut ends when it would have ended
        let late = [("number", "1"), ("revision", "2"), ("answers", all.as_str())];
        whole.post_raw(&format!("/thi/rounds/{round}/answers"), &late).is_refused_because("CONT-19");
    }

    fn scores_that_are_told_later_are_told_nowhere_while_the_round_is_open(site) {
        let (_, round) = an_open_contest(site, &[("shows_score", "")]);
        let me = joined(site, "Lò Thị Mai");
        let _ = submitted(&begun(&me, round), round, 4);
        let before = format!("/thi/rounds/{round}");
        let _ = me.open(&before).is_ok().has_text("công bố sau khi chốt").lacks_text("4/5");
        let ranking = me.open(&format!("{before}/ranking")).is_ok().has_text("Bạn đang xếp thứ 1").lacks_text("Số câu đúng</th>");
        assert_eq!(ranking.count("td"), 2, "{}", ranking.visible());
        settled(site, round);
        let _ = me.open(&before).is_ok().has_text("4/5");
        assert_eq!(me.open(&format!("{before}/ranking")).is_ok().count("td"), 3);
        let _ = me.open(&format!("{before}/receipts/1")).is_ok().has_text("4/5");
    }

    fn alike_results_are_a_file_too(site) {
        let (_, round) = an_open_contest(site, &[]);
        for name in ["Lò Thị Mai", "Vàng A Sử", "Hà Văn Tư"] {
            sit(site, name, round, 5);
        }
        site.write(|tx| tx.run("UPDATE contest_result SET device = 'd1'", &[]));
        let file = officer(site).open(&format!("/contests/rounds/{round}/alike?format=csv")).is_ok().text;
        assert_eq!(file.matches("Nhiều người thi trên một máy").count(), 3, "{file}");
        assert!(file.contains("1 2 3"), "{file}");
    }
}
