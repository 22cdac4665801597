//! A contestant takes part: registering, an attempt with every step sent twice, the ranking.

use testkit::on_both_databases;

use crate::{a_contest, a_round, an_open_contest, announce, answers, begun, joined, officer, submitted, worked};

on_both_databases! {
    fn a_contestant_registers_once_however_often_it_is_sent(site) {
        let _ = an_open_contest(site, &[("least_age", "14")]);
        let unit = site.unit("X01").to_string();
        let page = site.visitor().open("/thi/1").is_ok();
        page.press("/join").is_refused_because("");
        let bad = worked(site.visitor().open("/thi/1")).fill("name", "A").fill("phone", "12").press("/join").has_status(422);
        let _ = bad.has_text("Nhập họ và tên").has_text("Chọn đơn vị").has_text("ít nhất 8 chữ số").has_text("Nhập năm sinh");
        let filled = || worked(site.visitor().open("/thi/1")).fill("name", "Lò Thị Mai").fill("unit", &unit);
        filled().fill("born", "2015").press("/join").is_refused_because("CONT-11");
        let without_work = site.visitor().open("/thi/1").fill("name", "Lò Thị Mai").fill("unit", &unit).fill("born", "1990");
        without_work.press("/join").is_refused_because("CONT-12");
        let page = filled().fill("born", "1990");
        let first = page.press("/join");
        let second = page.press("/join");
        assert_eq!((first.status.as_u16(), second.status.as_u16()), (303, 303));
        let me = first.follow().is_ok().has_text("Lò Thị Mai").has_text("000001");
        assert_eq!(site.read(|tx| tx.scalar::<i64>("SELECT COUNT(*) FROM contestant", &[])), 1);
        // on another device, with the code
        let code = me.text_of(".notice b.code");
        let other = site.visitor().open("/thi/1").fill("code", &code.to_uppercase()).press("/enter").follow().is_ok();
        let _ = other.has_text("Lò Thị Mai");
        site.visitor().open("/thi/1").fill("code", "aaaa-aaaa").press("/enter").is_refused_because("CONT-14");
    }

    fn organisers_and_people_off_the_list_do_not_take_part(site) {
        let contest = a_contest(site, &[]);
        let _ = a_round(site, &contest, &[]);
        let path = format!("{contest}/contestants/bar");
        let bar = |name: &str, phone: &str| officer(site).post(&path, &[("name", name), ("phone", phone), ("reason", "Ban Tổ chức")]);
        let _ = bar("Lê Văn Ba", "0912 345 678").follow().is_ok().has_text("Lê Văn Ba");
        let _ = bar("Hoàng Thị Tư", "").follow().is_ok();
        announce(site, &contest);
        let unit = site.unit("X01").to_string();
        let join = |name: &str, phone: &str| {
            worked(site.visitor().open("/thi/1")).fill("name", name).fill("unit", &unit).fill("phone", phone).press("/join")
        };
        join("Tên Khác", "0912345678").is_refused_because("CONT-10");
        join("hoàng thị tư", "").is_refused_because("CONT-10");
        // the same name as somebody barred by telephone is no reason
        assert_eq!(join("Lê Văn Ba", "0987654321").status.as_u16(), 303);
    }

    fn whoever_is_on_the_list_enters_with_the_code_and_others_do_not(site) {
        let contest = a_contest(site, &[("eligible", "list")]);
        let round = a_round(site, &contest, &[]);
        let list = "Họ và tên,Mã đơn vị,Lý do\nGiàng Thị Dợ,X02-C01,\nLê Văn Ba,X02-C01,Ban Tổ chức\n";
        let _ = officer(site).upload(&format!("{contest}/contestants/import"), &[], ("file", "ds.csv", list.as_bytes())).is_ok();
        announce(site, &contest);
        site.set_time("2026-11-22", 9, 30);
        let code = |no: i64| site.read(move |tx| Ok(contests::store::find_contestant(tx, 1, no)?.code));
        site.visitor().post_raw("/thi/1/join", &[("name", "Ai Đó")]).has_status(422).is_refused_because("");
        site.visitor().open("/thi/1").fill("code", &code(2)).press("/enter").is_refused_because("CONT-15");
        let entered = site.visitor().open("/thi/1").fill("code", &code(1)).press("/enter").follow().is_ok();
        let receipt = submitted(&begun(&entered.browser(), round), round, 5);
        let _ = receipt.has_text("5/5");
        // excluded later: no further attempt
        let _ = officer(site).post(&format!("{contest}/contestants/exclude"), &[("no", "1"), ("reason", "khai sai")]);
        entered.browser().post_raw(&format!("/thi/rounds/{round}/start"), &[]).is_refused_because("CONT-22");
    }

    fn questions_are_pictures_but_for_whoever_earned_words(site) {
        let (_, round) = an_open_contest(site, &[("question_pictures", "on")]);
        let me = joined(site, "Lò Thị Mai");
        let _ = me.open("/thi/1").is_ok().has_text("Câu hỏi hiện bằng hình");
        let page = begun(&me, round);
        assert_eq!((page.count("legend img"), page.count("input[type=radio]")), (5, 15));
        assert!(!page.visible().contains("Câu số"), "no question in words");
        let picture = page.attribute("legend img", "src");
        let drawn = me.open(&picture).is_ok();
        assert!(drawn.bytes.starts_with(b"\x89PNG"), "a picture");
        assert_eq!(drawn.bytes, me.open(&picture).is_ok().bytes);
        let _ = me.open(&picture.replace("pictures/", "pictures/0")).has_status(404);
        site.visitor().open(&picture).is_refused_because("CONT-22");
        let asked = || me.open(&format!("/thi/rounds/{round}?words=1")).is_ok().has_text("hiện bằng chữ");
        let of_pictures = worked(me.open(&format!("/thi/rounds/{round}")).is_ok());
        of_pictures.fill("words", "1").press("/start").is_refused_because("CONT-12");
        assert_eq!(asked().attribute("form[data-puzzle]", "data-most"), "1000", "twenty times the work");
        let words = worked(asked()).press("/start").is_ok().has_text("Câu số");
        assert_eq!((words.count("legend img"), words.count("input[type=radio]")), (0, 15));
        let again = words.browser().open(&format!("/thi/rounds/{round}/attempt")).is_ok();
        assert_eq!(again.count("legend img"), 0, "it stays so after the line was cut");
        let _ = submitted(&again, round, 5).has_text("5/5");
    }

    fn an_attempt_begins_is_kept_goes_on_and_ends_however_often_it_is_sent(site) {
        let (_, round) = an_open_contest(site, &[]);
        let me = joined(site, "Lò Thị Mai");
        let page = begun(&me, round);
        assert_eq!((page.count("fieldset"), page.count("input[type=radio]")), (5, 15));
        let again = begun(&me, round);
        assert_eq!(page.text.split("data-left").next(), again.text.split("data-left").next(), "the same attempt");
        let (few, all) = (answers(&page, 2), answers(&page, 5));
        let save = |revision: &str, answers: &str| {
            me.post_raw(&format!("/thi/rounds/{round}/answers"), &[("number", "1"), ("revision", revision), ("answers", answers)])
        };
        assert_eq!(save("3", &few).status.as_u16(), 204);
        assert_eq!(save("3", &all).status.as_u16(), 204, "sent twice");
        assert_eq!(save("2", &all).status.as_u16(), 204, "an older one on its way");
        save("4", "AAA").is_refused_because("CONT-21");
        let resumed = me.open(&format!("/thi/rounds/{round}/attempt")).is_ok();
        assert_eq!((resumed.count("input[checked]"), resumed.attribute("#sitting", "data-revision")), (5, "3".into()));
        site.set_time("2026-11-22", 9, 32);
        let submit = |answers: &str| {
            me.post_raw(&format!("/thi/rounds/{round}/submit"), &[("number", "1"), ("revision", "9"), ("answers", answers)])
        };
        let receipt = submit(&all).is_ok().has_text("5/5").has_text("2:00,00");
        let twice = submit(&few).is_ok().has_text("5/5");
        assert_eq!(receipt.text_of("#head"), twice.text_of("#head"));
        assert_eq!(me.open(&format!("/thi/rounds/{round}/receipts/1")).is_ok().text_of("#head"), receipt.text_of("#head"));
        let _ = joined(site, "Người Khác").open(&format!("/thi/rounds/{round}/receipts/1")).has_status(404);
        save("10", &few).is_refused_because("CONT-20");
        let _ = submitted(&begun(&me, round), round, 1).has_text("1/5");
        let _ = me.open(&format!("/thi/rounds/{round}")).is_ok().has_text("đã dùng hết lượt").has_text("5/5");
        me.post_raw(&format!("/thi/rounds/{round}/start"), &[("salt", "x")]).is_refused_because("CONT-12");
    }

    fn an_attempt_works_without_a_script(site) {
        let (_, round) = an_open_contest(site, &[]);
        let me = joined(site, "Lò Thị Mai");
        let page = begun(&me, round);
        let right: Vec<(String, String)> = page.text.split("<label>").skip(1).filter(|option| option.contains(">Đúng")).map(|option| {
            let of = |name: &str| option.split(&format!("{name}=\"")).nth(1).unwrap().split('"').next().unwrap().to_owned();
            (of("name"), of("value"))
        }).collect();
        assert_eq!(right.len(), 5);
        let mut fields: Vec<(&str, &str)> = vec![("number", "1")];
        fields.extend(right.iter().map(|(name, value)| (name.as_str(), value.as_str())));
        let _ = me.post_raw(&format!("/thi/rounds/{round}/submit"), &fields).is_ok().has_text("5/5");
    }

    fn nothing_about_right_answers_is_sent_before_the_round_is_settled(site) {
        let (contest, round) = an_open_contest(site, &[("shows_score", ""), ("title", "Hội thi")]);
        let me = joined(site, "Lò Thị Mai");
        let page = begun(&me, round);
        assert!(!page.text.contains("right") && !page.text.contains("true") && !page.text.contains("seed"), "{}", page.text);
        let receipt = submitted(&page, round, 4);
        let _ = receipt.has_text("Đã trả lời 5/5").lacks_text("4/5");
        let _ = site.visitor().open("/thi/1/published.jsonl").has_status(404);
        let seed = site.read(move |tx| Ok(contests::store::find_round(tx, round)?.seed)).unwrap().shown();
        assert!(!site.visitor().open("/thi/1").is_ok().text.contains(&seed));
        assert!(!officer(site).open(&contest).is_ok().text.contains(&seed), "organisers do not see it either");
    }

    fn time_that_is_up_ends_an_attempt_with_what_was_kept(site) {
        let (contest, round) = an_open_contest(site, &[]);
        let (me, other) = (joined(site, "Lò Thị Mai"), joined(site, "Vàng A Sử"));
        let (page, others) = (begun(&me, round), begun(&other, round));
        let kept = answers(&page, 3);
        let fields = [("number", "1"), ("revision", "1"), ("answers", kept.as_str())];
        assert_eq!(me.post_raw(&format!("/thi/rounds/{round}/answers"), &fields).status.as_u16(), 204);
        site.set_time("2026-11-22", 9, 45);
        let late = answers(&page, 5);
        let fields = [("number", "1"), ("revision", "2"), ("answers", late.as_str())];
        me.post_raw(&format!("/thi/rounds/{round}/answers"), &fields).is_refused_because("CONT-19");
        let _ = me.post_raw(&format!("/thi/rounds/{round}/submit"), &fields).is_ok().has_text("3/5").has_text("10:00,00");
        // who never came back is ended when the round is settled
        drop(others);
        site.set_time("2026-11-22", 17, 0);
        officer(site).post(&format!("/contests/rounds/{round}/settle"), &[]).is_refused_because("CONT-23");
        site.set_time("2026-11-22", 17, 5);
        let _ = officer(site).post(&format!("/contests/rounds/{round}/settle"), &[]).follow().is_ok().has_text("2 lượt đã nộp");
        me.post_raw(&format!("/thi/rounds/{round}/submit"), &[("number", "2")]).is_refused_because("CONT-20");
        let page = officer(site).open(&format!("/contests/rounds/{round}/ranking")).is_ok();
        let _ = page.has_text("Lò Thị Mai").has_text("Vàng A Sử").has_text("Giải Nhất");
        let _ = officer(site).open(&contest).press("/end").follow().is_ok().has_text("Đã kết thúc");
        site.settle();
        site.assert_ledger_is_true();
    }

    fn the_ranking_follows_the_declared_order_with_people_and_attempts_apart(site) {
        let (_, round) = an_open_contest(site, &[]);
        for (name, right, minute) in [("Lò Thị Mai", 4, 3), ("Vàng A Sử", 5, 8), ("Hà Văn Tư", 4, 2)] {
            let me = joined(site, name);
            site.set_time("2026-11-22", 10, 0);
            let page = begun(&me, round);
            site.set_time("2026-11-22", 10, minute);
            let _ = submitted(&page, round, right);
        }
        let again = joined(site, "Giàng Thị Dợ");
        for right in [1, 2] {
            let _ = submitted(&begun(&again, round), round, right);
        }
        let page = site.visitor().open(&format!("/thi/rounds/{round}/ranking")).is_ok().has_text("4 người · 5 lượt").has_text("Đang cập nhật");
        let order: Vec<usize> = ["Vàng A Sử", "Hà Văn Tư", "Lò Thị Mai", "Giàng Thị Dợ"].iter().map(|name| page.text.find(name).unwrap()).collect();
        assert!(order.is_sorted(), "{}", page.visible());
        let _ = again.open(&format!("/thi/rounds/{round}/ranking")).is_ok().has_text("Bạn đang xếp thứ 4");
        assert_eq!(again.open(&format!("/thi/rounds/{round}/rank")).json()["rank"].as_i64(), Some(4));
        let units = officer(site).open(&format!("/contests/rounds/{round}/units")).is_ok();
        let _ = units.has_text("4 người · 5 lượt").has_text("3,75").lacks_text("100,00%");
    }
}
