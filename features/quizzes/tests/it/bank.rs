//! Questions are written or imported, reviewed by a second person, put into use, retired; others draw them.

use kernel::Role;
use quizzes::domain::{Outcomes, QuestionId};
use quizzes::store::{self, Pool};
use testkit::on_both_databases;

use crate::{a_question, id_of, put_into_use, two_officers, words};

on_both_databases! {
    fn a_question_is_reviewed_by_somebody_else_before_it_is_used(site) {
        let (writer, reviewer) = two_officers(site);
        let question = a_question(&writer, "Chỉ thị có bao nhiêu chỉ tiêu?");
        writer.post(&format!("{question}/step"), &[("step", "review"), ("version", "1")]).is_refused_because("QUIZ-03");
        reviewer.post(&format!("{question}/step"), &[("step", "use"), ("version", "1")]).is_refused_because("QUIZ-02");
        let _ = writer.open(&question).is_ok().has_text("Người soạn không tự duyệt");
        let unit = site.unit("TU");
        assert_eq!(site.read(move |tx| store::count_in_use(tx, unit, &Pool::default())), 0);
        put_into_use(&reviewer, &question);
        let shown = writer.open(&question).is_ok().has_text("Đang dùng");
        assert_eq!(shown.count("a[href$='/edit']"), 0);
        writer.open(&format!("{question}/edit")).is_refused_because("QUIZ-01");
        let copy = shown.press("/copy").location();
        let _ = writer.open(&copy).is_ok().fill("text", "Chỉ thị đặt ra mấy chỉ tiêu?").press("/edit").follow().is_ok().has_text("Chờ duyệt");
        let _ = reviewer.open(&question).press("/step").follow().is_ok().has_text("Thôi dùng");
        assert_eq!(site.read(move |tx| store::count_in_use(tx, unit, &Pool::default())), 0);
    }

    fn what_was_sent_back_is_written_again(site) {
        let (writer, reviewer) = two_officers(site);
        let question = a_question(&writer, "Ai chủ trì?");
        reviewer.post(&format!("{question}/step"), &[("step", "return"), ("version", "1")]).is_refused_because("QUIZ-04");
        let fields = [("step", "return"), ("version", "1"), ("remark", "nói rõ chủ trì việc gì")];
        let _ = reviewer.post(&format!("{question}/step"), &fields).follow().is_ok().has_text("nói rõ chủ trì việc gì");
        let form = writer.open(&format!("{question}/edit")).is_ok();
        assert_eq!(form.attribute("#choice-B", "value"), "Mười hai");
        let saved = form.fill("text", "Ai chủ trì rà soát bãi bồi?").press("/edit").follow().is_ok();
        let _ = saved.has_text("rà soát bãi bồi").lacks_text("nói rõ chủ trì việc gì");
        // saved from an older page: not over what came between
        let stale = writer.post(&format!("{question}/edit"), &[("version", "1"), ("text", "a"), ("choice", "b"), ("choice", "c"), ("right", "0")]);
        let _ = stale.has_status(409);
    }

    fn what_is_wrong_is_said_at_its_field_and_nothing_is_lost(site) {
        let (writer, _) = two_officers(site);
        let fields = [("text", "Có mấy cấp?"), ("choice", "Hai"), ("choice", "hai"), ("explanation", "Hai cấp từ 01/7/2025.")];
        let page = writer.post("/quizzes/questions/new", &fields).has_status(422).has_text("Hai phương án giống nhau");
        assert_eq!((page.text_of("#explanation"), page.attribute("#choice-A", "value")), ("Hai cấp từ 01/7/2025.".into(), "Hai".into()));
        let _ = writer.post("/quizzes/questions/new", &[("text", "Độ mật: Tối mật"), ("choice", "a"), ("choice", "b"), ("right", "0")]).has_status(422).has_text("TỐI MẬT");
    }

    fn questions_come_from_word_and_what_is_wrong_is_named(site) {
        let (writer, reviewer) = two_officers(site);
        let _ = writer.open("/quizzes/questions/import").is_ok().has_text("Mẫu Word");
        let file = words::docx(&[
            "[Câu 1.] Ven sông có mấy xã?", "A. Ba", "B. [Bốn]", "C. Năm",
            "[Câu 2.] Ai chủ trì?", "A. Đảng ủy xã", "B. Mặt trận", "Đáp án: A, B", "Giải thích: Cùng chủ trì.", "Mục: II › 1",
            "[Câu 3.] Thiếu đáp án", "A. Một", "B. Hai",
        ]);
        let page = writer.upload("/quizzes/questions/import", &[], ("file", "cau hoi.docx", &file)).is_ok();
        let _ = page.has_text("Đã nhận 2 câu").has_text("1 câu chưa nhận được").has_text("Câu 3").has_text("Chưa có đáp án đúng");
        let again = writer.upload("/quizzes/questions/import", &[], ("file", "cau hoi.docx", &file)).is_ok();
        let _ = again.has_text("Đã nhận 0 câu").has_text("Ngân hàng đã có câu này");
        // reviewed all at once by somebody else, then put into use
        let drafts = reviewer.open("/quizzes/questions?state=draft").is_ok().has_text("Bốn Đúng");
        let reviewed = drafts.press("/steps").follow().is_ok().has_text("Ai chủ trì?");
        let _ = reviewed.press("/steps").follow().is_ok().has_text("Đang dùng");
        let unit = site.unit("TU");
        let pool = Pool { clause: "II".into(), ..Pool::default() };
        let drawn = site.read(move |tx| store::list_in_use(tx, unit, &pool));
        assert_eq!(drawn.len(), 1);
        assert_eq!((drawn[0].wording.right(), drawn[0].wording.takes_several), (vec![0, 1], true));
    }

    fn questions_come_from_excel_and_both_templates_can_be_read_back(site) {
        let (writer, _) = two_officers(site);
        let list = "Câu hỏi,Phương án A,Phương án B,Phương án C,Đáp án,Chủ đề\nCó mấy cấp?,Hai,Ba,,A,tổ chức\nAi ký?,Bí thư,,,D,\n,Hai,Ba,,A,\n";
        let page = writer.upload("/quizzes/questions/import", &[], ("file", "cau-hoi.csv", list.as_bytes())).is_ok();
        let _ = page.has_text("Đã nhận 1 câu").has_text("Dòng 3").has_text("Đáp án không ứng").has_text("Dòng 4").has_text("Thiếu nội dung");
        let word = writer.open("/quizzes/questions/import/mau-cau-hoi.docx").is_ok();
        let read = writer.upload("/quizzes/questions/import", &[], ("file", "mau.docx", &word.bytes)).is_ok();
        let _ = read.has_text("Đã nhận 2 câu").lacks_text("chưa nhận được");
        let excel = writer.open("/quizzes/questions/import/mau-cau-hoi.xlsx").is_ok();
        // the example row is left out, so that nothing is taken and this is said
        let _ = writer.upload("/quizzes/questions/import", &[], ("file", "mau.xlsx", &excel.bytes)).has_status(422);
        let _ = writer.upload("/quizzes/questions/import", &[], ("file", "hong.docx", b"PK\x03\x04")).has_status(422).has_text("Tệp bị hỏng");
        let out = writer.open("/quizzes/questions?format=xlsx&tag=t%E1%BB%95+ch%E1%BB%A9c").is_ok();
        let back = writer.upload("/quizzes/questions/import", &[], ("file", "xuat.xlsx", &out.bytes)).is_ok();
        let _ = back.has_text("Ngân hàng đã có câu này").has_text("1 câu chưa nhận được");
        let events = "SELECT COUNT(*) FROM event WHERE name = 'quizzes.bank_exported'";
        assert_eq!(site.read(|tx| tx.scalar::<i64>(events, &[])), 1);
    }

    fn another_branch_neither_sees_a_question_nor_draws_it_unless_it_is_open_below(site) {
        let (writer, reviewer) = two_officers(site);
        let question = a_question(&writer, "Chỉ thị có bao nhiêu chỉ tiêu?");
        put_into_use(&reviewer, &question);
        let commune = site.as_role(Role::CommuneOfficer, "X01");
        let _ = commune.open(&question).has_status(404);
        let _ = commune.open("/quizzes/questions").is_ok().lacks_text("bao nhiêu chỉ tiêu");
        for role in [Role::CellSecretary, Role::Leader, Role::Member, Role::Administrator] {
            let _ = site.as_role(role, "TU").open("/quizzes/questions").has_status(403);
            let _ = site.as_role(role, "TU").open(&question).has_status(403);
        }
        let below = site.unit("X01-C02");
        assert_eq!(site.read(move |tx| store::count_in_use(tx, below, &Pool::default())), 0);
        let fields = [("text", "Xã có mấy chi bộ?"), ("choice", "a"), ("choice", "b"), ("right", "0"), ("below", "on"), ("tags", "Cơ sở")];
        put_into_use(&reviewer, &writer.post("/quizzes/questions/new", &fields).location());
        let pool = Pool { tag: "cơ sở".into(), ..Pool::default() };
        assert_eq!(site.read(move |tx| store::count_in_use(tx, below, &pool)), 1);
        let found = writer.open("/quizzes/questions?q=co+may+chi+bo&sort=difficulty").is_ok().has_text("Xã có mấy chi bộ");
        let _ = found.lacks_text("bao nhiêu chỉ tiêu");
    }

    fn the_bank_is_narrowed_to_a_document_together_with_its_other_filters(site) {
        let (writer, _) = two_officers(site);
        let _ = a_question(&writer, "Không theo văn bản");
        let document = crate::a_document(site);
        let fields = [("text", "Nghị quyết 06 hỏi gì?"), ("choice", "a"), ("choice", "b"), ("right", "0"), ("document", document.as_str()), ("tags", "Cơ sở")];
        let question = writer.post("/quizzes/questions/new", &fields);
        assert_eq!(question.status.as_u16(), 303, "{}", question.visible());
        let bank = writer.open("/quizzes/questions").is_ok().has_text("Không theo văn bản");
        assert_eq!(bank.attribute("select[name=document] option:nth-of-type(2)", "value"), document);
        let narrowed = writer.open(&format!("/quizzes/questions?document={document}")).is_ok();
        let narrowed = narrowed.has_text("Nghị quyết 06 hỏi gì?").lacks_text("Không theo văn bản");
        let drafts = narrowed.attribute("a.chip[href*='state=draft']", "href");
        assert!(drafts.contains(&document), "{drafts}");
        let shown = writer.open(&question.location()).is_ok().has_text("Các câu hỏi về văn bản này");
        assert_eq!(shown.count(&format!("a[href='/quizzes/questions?document={document}']")), 1);
    }

    fn what_became_of_a_question_is_summed_over_its_sources(site) {
        let (writer, _) = two_officers(site);
        let address = a_question(&writer, "Chỉ thị có bao nhiêu chỉ tiêu?");
        let id: QuestionId = id_of(&address).parse().unwrap();
        site.write(move |tx| {
            for n in 0..40 {
                store::add_outcome(tx, id, "test-1", &Outcomes::of_answer(n % 2 == 0, if n % 2 == 0 { 800 } else { 400 }))?;
            }
            let round = Outcomes { answers: 10, right: 10, points: 9_000, squares: 8_100_000, points_of_right: 9_000 };
            // said again: the same round is not counted twice
            store::save_outcomes(tx, id, "round-1", &round)?;
            store::save_outcomes(tx, id, "round-1", &round)
        });
        assert_eq!(site.read(move |tx| store::sum_outcomes(tx, id)).answers, 50);
        assert_eq!(site.read(move |tx| store::list_outcomes(tx, "round-1"))[&id].right, 10);
        let _ = writer.open(&address).is_ok().has_text("60,0%").has_text("vừa");
        let _ = writer.open("/quizzes/questions?sort=-answers").is_ok().has_text("50").has_text("60,0%");
        let ids = [id];
        assert_eq!(site.read(move |tx| store::list_questions(tx, &ids)).len(), 1);
    }
}
