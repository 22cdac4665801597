//! A contest before it is announced: rules, rounds, questions, lists.

use kernel::Role;
use testkit::on_both_databases;

use crate::{a_contest, a_round, an_open_contest, announce, officer, rules};

on_both_databases! {
    fn what_is_wrong_with_rules_and_rounds_is_said_at_its_field(site) {
        let mut fields = rules(site, &[("title", " "), ("prizes", "Giải Nhất | nhiều"), ("least_age", "một")]);
        fields.push(("tie_break", "time".into()));
        let page = crate::post(&officer(site), "/contests/new", &fields).has_status(422);
        let _ = page.has_text("Nhập tên hội thi").has_text("Mỗi dòng: tên giải").has_text("Nhập số tuổi").has_text("chỉ chọn một lần");
        let contest = a_contest(site, &[]);
        let bad = officer(site).post(&format!("{contest}/rounds/new"), &[("name", ""), ("opens_on", "2026-11-30"),
            ("opens", "09:00"), ("closes_on", "2026-11-22"), ("closes", "9h"), ("minutes", "0"), ("attempts", ""), ("quotas", "Luật")]);
        let page = bad.has_status(422).has_text("Nhập tên vòng").has_text("Nhập đủ ngày và giờ").has_text("Nhập số phút");
        let _ = page.has_text("Nhập số lượt").has_text("Mỗi dòng: tên nguồn");
        let shared = rules(site, &[("collective_prizes", "Giải tập thể | 1"), ("least_percent", "70")]);
        let _ = crate::post(&officer(site), "/contests/new", &shared).has_status(422).has_text("theo tỷ lệ trên danh sách");
        officer(site).post("/contests/new", &[("unit", &site.unit("TU").to_string()), ("title", "Độ mật: Tối mật")]).is_refused_because("DOC-02");
    }

    fn questions_come_from_a_list_row_by_row(site) {
        let contest = a_contest(site, &[]);
        let round = a_round(site, &contest, &[("quotas", "Luật | 6")]);
        let path = format!("/contests/rounds/{round}/questions");
        assert!(officer(site).open(&format!("{path}/template")).is_ok().bytes.starts_with(b"PK"));
        let page = officer(site).open(&path).is_ok().has_text("cần 6 câu, mới có 5");
        assert_eq!(page.count(".state-green"), 10);
        let list = "Nguồn,Câu hỏi,A,B,C,D,Đáp án,Giữ thứ tự\nLuật,Câu mới?,Có,Không,,,\"A, B\",x\n,Câu?,Có,Không,,,A,\nLuật,,Có,Không,,,A,\nLuật,Câu hai?,Có,,Không,,A,\nLuật,Câu ba?,Có,Không,,,C,\nLuật,Câu số 1?,Có,Không,,,A,\n";
        let page = officer(site).upload(&path, &[], ("file", "them.csv", list.as_bytes())).is_ok();
        let page = page.has_text("4 dòng chưa nhận được").has_text("Dòng 3").has_text("Thiếu nguồn").has_text("Thiếu câu hỏi");
        let _ = page.has_text("2 đến 6 phương án").has_text("Đáp án phải là chữ cái").has_text("11 câu hỏi").has_text("giữ thứ tự").lacks_text("mới có 5");
        let _ = officer(site).upload(&path, &[], ("file", "them.xlsx", b"khong phai")).has_status(422);
        let _ = officer(site).open(&path).press("/clear").follow().is_ok().has_text("Chưa có câu hỏi nào");
    }

    fn questions_in_use_are_taken_from_the_bank_as_one_source(site) {
        let contest = a_contest(site, &[]);
        let round = a_round(site, &contest, &[]);
        let unit = site.unit("TU");
        site.write(move |tx| {
            let choice = |text: &str, is_right| quizzes::domain::Choice { text: text.into(), is_right };
            for (text, choices) in [("Câu của ngân hàng?", 3), ("Câu quá dài?", 7)] {
                let choices = (0..choices).map(|at| choice(&format!("Phương án {at}"), at == 1)).collect();
                let wording = quizzes::domain::Wording { text: text.into(), choices, tags: vec!["bầu cử".into()], ..Default::default() };
                let id = quizzes::store::insert_question(tx, unit, &wording)?;
                tx.run("UPDATE question SET state = 'in_use' WHERE id = $1", &[&id.to_string()])?;
            }
            Ok(())
        });
        let path = format!("/contests/rounds/{round}/questions");
        let take = |tag: &str, source: &str| officer(site).post(&format!("{path}/bank"), &[("tag", tag), ("source", source)]);
        let _ = take("không có", "Bầu cử").has_status(422).has_text("Ngân hàng không có");
        let _ = take("bầu cử", "").has_status(422).has_text("Thiếu nguồn");
        let page = take("Bầu cử", "Luật Bầu cử").follow().is_ok().has_text("11 câu hỏi").has_text("Câu của ngân hàng?");
        let _ = page.has_text("Luật Bầu cử: 1 câu").lacks_text("Câu quá dài?");
        let _ = take("bầu cử", "Luật Bầu cử").follow().is_ok().has_text("11 câu hỏi");
    }

    fn a_contest_is_announced_when_everything_stands_and_frozen_then(site) {
        let contest = a_contest(site, &[("tie_break", "prediction")]);
        let page = officer(site).open(&contest).is_ok().has_text("CONT-03").has_text("CONT-07");
        page.press("/announce").is_refused_because("CONT-03");
        let round = a_round(site, &contest, &[("quotas", "Luật | 6")]);
        let _ = officer(site).open(&contest).has_text("CONT-05");
        let edited = officer(site).open(&format!("/contests/rounds/{round}/edit")).is_ok().fill("quotas", "Luật | 5");
        let _ = edited.press("/edit").follow().is_ok().lacks_text("CONT-05");
        let edited = officer(site).open(&format!("{contest}/edit")).is_ok().fill("prediction", "Có bao nhiêu người dự thi?");
        let _ = edited.press("/edit").follow().is_ok().lacks_text("CONT-07");
        let _ = site.visitor().open("/thi/1").has_status(404);
        let _ = site.visitor().open("/thi/abc").has_status(404).has_text("Không tìm thấy");
        announce(site, &contest);
        let page = site.visitor().open("/thi/1").is_ok().has_text("Tìm hiểu Nghị quyết và Luật").has_text("Câu dự đoán");
        assert_eq!(page.text.matches("<code>").count(), 2, "the seals of seed and pool");
        let _ = officer(site).open(&format!("{contest}/edit")).has_status(422).has_text("CONT-01");
        officer(site).post(&format!("/contests/rounds/{round}/questions/clear"), &[]).is_refused_because("CONT-01");
        let _ = site.visitor().open("/thi").is_ok().has_text("Tìm hiểu Nghị quyết và Luật").has_text("Chưa mở");
        let log: String = site.read(|tx| tx.scalar("SELECT detail FROM event WHERE name = 'contests.announced'", &[]));
        assert!(log.contains("commitment") && log.contains("tie_break"), "{log}");
    }

    fn the_frozen_list_holds_everybody_with_who_may_not_and_why(site) {
        let contest = a_contest(site, &[("eligible", "list")]);
        let _ = officer(site).open(&contest).has_text("CONT-06");
        let unit = site.unit("X01-C01-01");
        site.write(move |tx| {
            for name in ["Lò Thị Mai", "Vàng A Sử"] {
                people::store::insert_person(tx, &people::domain::NewPerson::named(name, unit))?;
            }
            let status = people::domain::MemberStatus::Guest;
            let other = people::domain::NewPerson { member_status: status, ..people::domain::NewPerson::named("Hà Văn Tư", unit) };
            people::store::insert_person(tx, &other)
        });
        let path = format!("{contest}/contestants");
        let page = officer(site).open(&path).press("/fill").follow().is_ok();
        let page = page.has_text("2 người được dự thi, 1 người không");
        assert_eq!(page.count("input[name=reason][value='Không thuộc đối tượng dự thi']"), 1);
        let again = officer(site).open(&path).press("/fill").follow().is_ok();
        let _ = again.has_text("2 người được dự thi, 1 người không");
        let list = "Họ và tên,Mã đơn vị,Năm sinh,Lý do\nGiàng Thị Dợ,X02-C01,1990,\nLê Văn Ba,X02-C01,1970,Ban Tổ chức\nAi Đó,K99,,\n";
        let page = officer(site).upload(&format!("{path}/import"), &[], ("file", "ds.csv", list.as_bytes())).is_ok();
        let _ = page.has_text("Đã nhận 2 người").has_text("1 dòng chưa nhận được").has_text("Dòng 4").has_text("3 người được dự thi, 2 người không");
        let _ = officer(site).open(&format!("{path}?q=giang+thi")).is_ok().has_text("Giàng Thị Dợ").lacks_text("Lò Thị Mai");
        let _ = officer(site).open(&format!("{path}?state=excluded")).is_ok().has_text("Hà Văn Tư").lacks_text("Lò Thị Mai");
        let file = officer(site).open(&format!("{path}?format=csv")).is_ok();
        assert!(file.text.contains("Giàng Thị Dợ") && file.text.contains("000004"), "{}", file.text);
        assert_eq!(site.read(|tx| tx.scalar::<i64>("SELECT COUNT(*) FROM event WHERE name = 'exports.made'", &[])), 1);
        let leader = site.as_role(Role::Leader, "TU");
        let _ = leader.open(&format!("{path}?format=csv")).has_status(403);
        let _ = a_round(site, &contest, &[]);
        announce(site, &contest);
        officer(site).post(&format!("{path}/fill"), &[]).is_refused_because("CONT-01");
    }

    fn another_branch_does_not_know_of_it_and_a_reader_does_not_write(site) {
        let (contest, round) = an_open_contest(site, &[]);
        let stranger = site.as_role(Role::CommuneOfficer, "X02");
        let _ = stranger.open(&contest).has_status(404);
        let _ = stranger.open(&format!("/contests/rounds/{round}/ranking")).has_status(404);
        let _ = stranger.open("/contests").is_ok().lacks_text("Tìm hiểu Nghị quyết và Luật");
        let leader = site.as_role(Role::Leader, "TU");
        let _ = leader.open(&contest).is_ok().has_text("Tìm hiểu Nghị quyết và Luật");
        let _ = leader.open(&format!("{contest}/edit")).has_status(403);
        let _ = leader.open("/contests?q=tim+hieu&state=announced").is_ok().has_text("Tìm hiểu");
        assert!(leader.open("/contests?format=xlsx").is_ok().bytes.starts_with(b"PK"));
        let body = leader.open("/api/v1/contests").is_ok().json();
        assert_eq!((body["total"].as_i64(), body["rows"][0]["state"].as_str()), (Some(1), Some("announced")));
        let body = leader.open(&format!("/api/v1{contest}")).is_ok().json();
        assert_eq!(body["rounds"][0]["commitment"].as_str().map(str::len), Some(64));
    }
}
