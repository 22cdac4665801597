//! Somebody is asked, writes, hears the coach, submits, is given back, passes; proposals reach the committee without names.

use std::io::{Cursor, Write};

use kernel::Role;
use reflections::domain::figure;
use testkit::{Site, on_both_databases};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::{CELL, OWN, a_call, a_person, as_member, assign, write_and_submit};

fn sum(site: &Site, call: &str, figure: &'static str, unit: &'static str) -> i64 {
    site.settle();
    let (subject, unit, today) = (call.rsplit('/').next().unwrap().to_owned(), site.unit(unit), site.today());
    site.read(move |tx| figures::store::value(tx, &subject, figure, unit, today))
}

fn docx(lines: &[&str]) -> Vec<u8> {
    let body: String = lines.iter().map(|line| format!("<w:p><w:r><w:t>{line}</w:t></w:r></w:p>")).collect();
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    archive.start_file("word/document.xml", SimpleFileOptions::default()).unwrap();
    write!(archive, "<w:document xmlns:w=\"w\"><w:body>{body}</w:body></w:document>").unwrap();
    archive.finish().unwrap().into_inner()
}

on_both_databases! {
    fn calls_the_ledger_never_heard_of_are_told(site) {
        let _ = a_person(site, "Lò Văn An");
        let call = a_call(site);
        assert_eq!(sum(site, &call, figure::DUE, "TU"), 1);
        site.settle();
        site.write(|tx| tx.run("DELETE FROM figure_sum", &[]));
        let found = figures::jobs::recompute_whole(&site.app, site.today(), |_, _| Ok(true)).unwrap().differences;
        assert!(found.iter().any(|one| one.figure == figure::DUE), "{found:?}");
    }

    fn it_goes_from_the_author_to_the_reviewer_and_back_until_it_passes(site) {
        let (an, binh) = (a_person(site, "Lò Văn An"), a_person(site, "Hà Thị Bình"));
        let call = a_call(site);
        assert_eq!(sum(site, &call, figure::DUE, "TU"), 2);
        assign(site, &call, binh, &[an]);
        let author = as_member(site, an);
        let page = author.open(&format!("{call}/mine")).is_ok().has_text("Hà Thị Bình").has_text("06-NQ/TU");
        let _ = page.has_text("Liên hệ nhiệm vụ của bản thân");
        let _ = write_and_submit(&author, &call, OWN, "Đóng thêm một đò.").follow().is_ok().has_text("Đã nộp");
        author.post(&format!("{call}/mine"), &[("version", "2"), ("part", "khác")]).is_refused_because("REFL-06");
        let reviewer = as_member(site, binh);
        let waiting = reviewer.open("/reflections/reviewing").is_ok().has_text("Lò Văn An");
        let text = waiting.attribute("th a", "href");
        let shown = reviewer.open(&text).is_ok().has_text("thôn Bãi Đông");
        shown.press("/return").is_refused_because("REFL-09");
        let _ = shown.fill("remark", "Nói rõ hơn về chuyến đò").press("/return").follow().is_ok();
        let back = author.open(&format!("{call}/mine")).is_ok().has_text("Nói rõ hơn về chuyến đò");
        assert_eq!(back.text_of("#part-2"), OWN);
        let _ = write_and_submit(&author, &call, &format!("{OWN} Chuyến đầu ngày 05/12/2026."), "Đóng thêm một đò.");
        let _ = reviewer.open(&text).is_ok().has_text("Chuyến đầu").press("/pass").follow().is_ok();
        let _ = reviewer.open("/reflections/reviewing").is_ok().lacks_text("Lò Văn An");
        let _ = reviewer.open("/reflections/reviewing?state=reviewed").is_ok().has_text("Lò Văn An");
        let _ = author.open(&format!("{call}/mine")).is_ok().has_text("Đạt");
        assert_eq!((sum(site, &call, figure::SUBMITTED, "X01"), sum(site, &call, figure::PASSED, CELL)), (1, 1));
        assert_eq!(sum(site, &call, figure::SUBMITTED, "X02"), 0);
        site.assert_ledger_is_true();
        let officer = site.as_role(Role::Officer, "TU");
        let _ = officer.open(&call).is_ok().has_text("đã nộp thu hoạch").lacks_text("Lò Văn An");
        let body = officer.open(&format!("/api/v1{call}")).is_ok().json();
        let counted = ["due", "submitted", "passed"].map(|name| body[name].as_i64());
        assert_eq!(counted, [Some(2), Some(1), Some(1)]);
        assert!(!body.to_string().contains("thôn Bãi Đông") && !body.to_string().contains("Lò Văn An"), "{body}");
        let found = officer.open("/api/v1/reflections?q=thu+hoach&state=announced").is_ok().json();
        assert_eq!((found["total"].as_i64(), &found["rows"][0]["id"]), (Some(1), &body["id"]));
    }

    fn a_draft_is_kept_while_it_is_typed_and_not_over_a_newer_one(site) {
        let an = a_person(site, "Lò Văn An");
        let call = a_call(site);
        let author = as_member(site, an);
        let kept = author.post(&format!("{call}/mine/draft"), &[("version", "1"), ("part", "Điểm mới"), ("part", "Việc tôi")]).is_ok();
        assert_eq!(kept.attribute("input[name=version]", "value"), "2");
        assert_eq!(author.open(&format!("{call}/mine")).text_of("#part-2"), "Việc tôi");
        let _ = author.post(&format!("{call}/mine/draft"), &[("version", "1"), ("part", "cũ hơn")]).has_status(409);
        let _ = author.post(&format!("{call}/mine/draft"), &[("version", "2"), ("part", "Độ mật: Mật")]).has_status(422);
        let empty = author.post(&format!("{call}/mine"), &[("version", "2"), ("part", ""), ("part", "")]).follow().is_ok();
        empty.press("/submit").is_refused_because("REFL-07");
    }

    fn the_coach_tells_the_author_and_blocks_nothing(site) {
        let (an, binh) = (a_person(site, "Lò Văn An"), a_person(site, "Hà Thị Bình"));
        let call = a_call(site);
        let author = as_member(site, an);
        let copied = "Mỗi xã rà soát toàn bộ bãi bồi ven sông, lập danh sách hộ sản xuất và báo cáo cấp trên trong quý một. Đảng ủy xã chủ trì, phối hợp với Mặt trận vận động nhân dân trồng cây chắn sóng dọc hai bờ.";
        let fields = [("version", "1"), ("part", copied), ("part", "Tôi sẽ cố gắng.")];
        let coach = author.post(&format!("{call}/mine"), &fields).follow().is_ok();
        let coach = coach.has_text("giống văn bản đang học").has_text("Chưa thấy liên hệ").has_text("chỉ đồng chí thấy").has_text("không chấm điểm");
        let _ = coach.press("/submit").follow().is_ok().has_text("Đã nộp");
        // nothing of what it said is kept
        let words = "SELECT COUNT(*) FROM event WHERE detail LIKE '%copied%' OR detail LIKE '%hint%'";
        assert_eq!(site.read(|tx| tx.scalar::<i64>(words, &[])), 0);
        // another author copies the first: told in kind, never in whose words
        let first = as_member(site, a_person(site, "Vàng A Tủa"));
        let _ = first.open(&format!("{call}/mine")).has_status(404);
        let second = as_member(site, binh);
        let other = "Bể nước thôn Nậm Cắn vỡ từ tháng 8, tôi cùng 14 hộ góp 3.500.000 đồng sửa xong ngày 20/9/2026 và phân công ông Giàng A Páo giữ khóa van.";
        let _ = write_and_submit(&second, &call, other, "Không có.");
        let third = a_person(site, "Giàng Thị Mai");
        let (row_call, unit, today) = (call.rsplit('/').next().unwrap().to_owned(), site.unit(CELL), site.today());
        site.write(move |tx| {
            tx.run(
                "INSERT INTO reflection (call_id, person_id, unit_id, state, reviewer_person_id, secret, asked_on, submitted_on, passed_on, is_counted, version)
                 VALUES ($1, $2, $3, 'due', NULL, '', $4, NULL, NULL, TRUE, 1)",
                platform::params![row_call, third, unit, today],
            )
        });
        let near = other.replace("14 hộ", "15 hộ").replace("Giàng A Páo", "Sùng A Dế");
        let coach = as_member(site, third).post(&format!("{call}/mine"), &[("version", "1"), ("part", "Ba điểm."), ("part", &near)]).follow().is_ok();
        let _ = coach.has_text("giống bài thu hoạch khác").lacks_text("Giàng A Páo").lacks_text("Hà Thị Bình").lacks_text("14 hộ");
    }

    fn the_text_comes_from_a_word_file_and_the_file_is_not_kept(site) {
        let an = a_person(site, "Lò Văn An");
        let call = a_call(site);
        let author = as_member(site, an);
        let file = docx(&["I. Những điểm mới", "Ba điểm mới.", "II. Liên hệ nhiệm vụ của bản thân", "Tôi phụ trách trạm bơm.", "III. Đề xuất, kiến nghị", "Sửa trạm bơm."]);
        let page = author.upload(&format!("{call}/mine/file"), &[], ("file", "thu hoach.docx", &file)).follow().is_ok();
        assert_eq!((page.text_of("#part-2").as_str(), page.text_of("#part-3").as_str()), ("Tôi phụ trách trạm bơm.", "Sửa trạm bơm."));
        let _ = author.upload(&format!("{call}/mine/file"), &[], ("file", "hong.docx", b"PK\x03\x04")).has_status(422).has_text("Tệp bị hỏng");
        let secret = docx(&["TỐI MẬT", "Nội dung"]);
        author.upload(&format!("{call}/mine/file"), &[], ("file", "mat.docx", &secret)).is_refused_because("DOC-02");
        assert!(site.app.files.read(&blake3::hash(&file).to_hex()).is_err());
        // a file with one part leaves the others, and what it replaces can be taken back
        let typed = author.open(&format!("{call}/mine")).fill("part", "x");
        let version = typed.attribute("#version", "value");
        let fields = [("version", version.as_str()), ("part", "Gõ một."), ("part", "Gõ hai."), ("part", "Gõ ba.")];
        let _ = author.post(&format!("{call}/mine/draft"), &fields).is_ok();
        let file = docx(&["BÀI THU HOẠCH", "II. Liên hệ nhiệm vụ của bản thân", "Từ tệp."]);
        let page = author.upload(&format!("{call}/mine/file"), &[], ("file", "mot phan.docx", &file)).follow().is_ok();
        let parts = ["#part-1", "#part-2", "#part-3"].map(|part| page.text_of(part));
        assert_eq!(parts, ["Gõ một. BÀI THU HOẠCH", "Từ tệp.", "Gõ ba."]);
        let back = page.has_text("Những phần đã được thay").has_text("Gõ hai.");
        let ids = back.count("input[name=earlier]");
        assert_eq!(ids, 2, "{}", back.visible());
        let earlier: String = site.read(|tx| tx.scalar("SELECT id FROM reflection_earlier WHERE position = 1", &[]));
        let version = back.attribute("#version", "value");
        let fields = [("version", version.as_str()), ("earlier", earlier.as_str())];
        let page = author.post(&format!("{call}/mine/earlier"), &fields).follow().is_ok();
        assert_eq!((page.text_of("#part-2"), page.text_of("#part-3")), ("Gõ hai.".into(), "Gõ ba.".into()));
        let _ = page.has_text("Từ tệp.");
        let _ = author.post(&format!("{call}/mine/earlier"), &fields).has_status(409);
        let stranger = as_member(site, a_person(site, "Hà Thị Bình"));
        let _ = stranger.post(&format!("{call}/mine/earlier"), &fields).has_status(404);
    }

    fn proposals_reach_the_committee_by_theme_without_names_and_not_of_a_few(site) {
        let people: Vec<_> = ["Một", "Hai", "Ba", "Bốn", "Năm"].map(|name| a_person(site, &format!("Lò Văn {name}"))).to_vec();
        let judge = a_person(site, "Hà Thị Bình");
        let call = a_call(site);
        assign(site, &call, judge, &people);
        let reviewer = as_member(site, judge);
        for (n, person) in people.iter().enumerate() {
            if n == 4 {
                site.settle();
                let _ = site.as_role(Role::Leader, "X01").open(&format!("{call}/digest")).has_status(422).has_text("ít nhất 5 người");
            }
            let _ = write_and_submit(&as_member(site, *person), &call, OWN, &format!("Đề xuất thứ {n}."));
            let text = format!("{call}/of/{person}");
            let shown = reviewer.open(&text).is_ok();
            let _ = shown.fill("theme", if n % 2 == 0 { "Đò ngang" } else { "Y tế thôn" }).press("/proposals").follow().is_ok();
        }
        site.settle();
        let digest = site.as_role(Role::Leader, "X01").open(&format!("{call}/digest")).is_ok();
        let digest = digest.has_text("Đò ngang (3)").has_text("Y tế thôn (2)").has_text("Đề xuất thứ 3").lacks_text("Lò Văn");
        assert_eq!(digest.text.matches("Trạm Y tế").count(), 0);
        let file = site.as_role(Role::Officer, "TU").open(&format!("{call}/digest?format=csv")).is_ok();
        assert!(file.text.contains("Đề xuất thứ 0") && !file.text.contains("Lò Văn"));
        let officer = site.as_role(Role::Officer, "TU");
        let _ = officer.open(&call).press("/close").follow().is_ok().has_text("Đã kết thúc");
        as_member(site, judge).post(&format!("{call}/mine"), &[("version", "1"), ("part", "muộn")]).is_refused_because("REFL-05");
    }

    fn what_is_wrong_with_a_call_is_said_at_its_field(site) {
        let officer = site.as_role(Role::Officer, "TU");
        let rollout = crate::a_rollout(site);
        let form = officer.open("/reflections/new").is_ok();
        let _ = form.fill("title", " ").fill("least_words", "x").press("/new").has_status(422).has_text("Nhập tên").has_text("0 đến 5.000");
        let made = officer.open("/reflections/new").fill("title", "Thu hoạch").fill("rollout", &rollout).press("/new");
        let call = made.location();
        let _ = officer.open(&call).is_ok().has_text("Không có ai phải viết");
        officer.post(&format!("{call}/announce"), &[("version", "1")]).is_refused_because("REFL-03");
        let edited = officer.open(&format!("{call}/edit")).is_ok().fill("title", "Thu hoạch quý IV").press("/edit").follow().is_ok();
        let _ = edited.has_text("Thu hoạch quý IV");
        // below, nothing is known of it before it is announced
        let _ = site.as_role(Role::CommuneOfficer, "X01").open(&call).has_status(404);
        let _ = officer.open("/reflections").is_ok().has_text("Thu hoạch quý IV");
        let _ = officer.open("/reflections?q=quy+iv&state=preparing&sort=-title").is_ok().has_text("Thu hoạch quý IV");
        let _ = officer.open("/reflections?q=quy+iv&state=closed").is_ok().has_text("Không tìm thấy");
        assert!(officer.open("/reflections?format=csv").is_ok().text.contains("Thu hoạch quý IV"));
    }
}
