//! The way back to a test that was handed in, questions that wait for a second person, what a new test begins with.

use kernel::Role;
use quizzes::domain::Wording;
use testkit::on_both_databases;

use crate::taking::{a_bank, a_person, an_announced_test, as_member};
use crate::{a_document, a_question, two_officers};

const WAITING: &str = "a[href='/quizzes/questions?state=draft']";

on_both_databases! {
    fn who_handed_in_finds_the_way_back_for_two_weeks(site) {
        let quiz = an_announced_test(site, &[]);
        let member = as_member(site, "X01-C02", a_person(site, "Lò Văn An", "X01-C02"));
        let other = as_member(site, "X01-C02", a_person(site, "Hà Thị Bình", "X01-C02"));
        let take = format!("{quiz}/take");
        let (link, done) = (format!(".desk a[href='{take}']"), format!(".desk > li.is-green a[href='{take}']"));
        let _ = member.open(&take).is_ok().lacks_text("Về việc cần làm");
        assert_eq!(member.open("/").is_ok().count(&done), 0, "it is to be taken");
        let attempt = member.post(&format!("{quiz}/start"), &[]).location();
        let page = member.open(&attempt).press("/hand-in").follow().is_ok().has_text("Về việc cần làm");
        assert_eq!(page.count("main a[href='/']"), 1);
        let desk = member.open("/").is_ok().has_text("Bài kiểm tra đã nộp lúc 08:00 22/11/2026");
        assert_eq!((desk.count(&link), desk.count(&done)), (1, 1));
        assert_eq!(other.open("/").is_ok().count(&done), 0, "what others handed in is theirs");
        // it closes, and the result is there
        site.set_time("2026-11-23", 17, 1);
        site.run_jobs();
        assert_eq!(member.open("/").is_ok().has_text("Kết quả bài kiểm tra").count(&done), 1);
        let _ = member.open(&attempt).is_ok().has_text("Về việc cần làm");
        assert_eq!(other.open("/").is_ok().count(&link), 0);
        site.set_time("2026-12-07", 16, 0);
        assert_eq!(member.open("/").is_ok().count(&done), 1, "two weeks from the end of the test");
        site.set_time("2026-12-08", 8, 0);
        assert_eq!(member.open("/").is_ok().count(&link), 0);
    }

    fn the_other_officer_is_told_of_questions_that_wait(site) {
        let (writer, reviewer) = two_officers(site);
        assert_eq!(reviewer.open("/").is_ok().count(WAITING), 0);
        let question = a_question(&writer, "Chỉ thị có bao nhiêu chỉ tiêu?");
        let _ = a_question(&writer, "Ai ký chỉ thị?");
        assert_eq!(writer.open("/").is_ok().count(WAITING), 0, "nobody reviews what they wrote");
        let desk = reviewer.open("/").is_ok().has_text("2 câu hỏi chờ duyệt");
        assert_eq!(desk.count(&format!(".desk > li.is-amber {WAITING}")), 1);
        let _ = reviewer.open("/quizzes/questions?state=draft").is_ok().has_text("Ai ký chỉ thị?");
        for (role, unit) in [(Role::Leader, "TU"), (Role::CellSecretary, "TU"), (Role::Member, "TU"), (Role::CommuneOfficer, "X01")] {
            assert_eq!(site.as_role(role, unit).open("/").is_ok().count(WAITING), 0, "{role}");
        }
        // what is sent back waits for who wrote it
        let fields = [("step", "return"), ("remark", "Thiếu phương án"), ("version", "1")];
        let _ = reviewer.post(&format!("{question}/step"), &fields).follow().is_ok();
        let _ = reviewer.open("/").is_ok().has_text("1 câu hỏi chờ duyệt");
    }

    fn a_new_test_begins_with_as_many_questions_as_there_are_and_twenty_at_most(site) {
        let officer = site.as_role(Role::Officer, "TU");
        let number = |query: &str| officer.open(&format!("/quizzes/new{query}")).is_ok().attribute("#quota-questions-1", "value");
        assert_eq!(number(""), "", "there is nothing to draw from");
        a_bank(site);
        assert_eq!(number(""), "4");
        let document = a_document(site);
        assert_eq!(number(&format!("?document={document}")), "", "none is about this document");
        let unit = site.unit("TU");
        site.write(move |tx| {
            for n in 0..20 {
                quizzes::store::insert_question(tx, unit, &Wording { text: format!("Câu thêm {n}"), ..Wording::default() })?;
            }
            tx.run("UPDATE question SET state = 'in_use'", &[]).map(|_| ())
        });
        assert_eq!(number(""), "20");
    }

    fn days_and_times_stand_in_pairs_and_pages_name_themselves(site) {
        let officer = site.as_role(Role::Officer, "TU");
        let form = officer.open("/quizzes/new").is_ok();
        let label = |field: &str| form.text_of(&format!("label[for={field}]"));
        assert_eq!(["opens_on", "opens", "closes_on", "closes"].map(label), ["Mở ngày", "Lúc", "Đóng ngày", "Lúc"]);
        assert_eq!(form.count(".col-6.col-sm-3 > input[type=date], .col-6.col-sm-3 > input[type=time]"), 4);
        let quiz = an_announced_test(site, &[]);
        let people = officer.open(&format!("{quiz}/people?unit={}", site.unit("X01-C02"))).is_ok();
        assert_eq!(people.text_of("h1"), "Ai đã làm: Kiểm tra nhận thức Nghị quyết 06");
    }
}
