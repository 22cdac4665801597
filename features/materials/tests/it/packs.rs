//! The pack of a cell: made in one tap, out as file and sheet, back in by list, picture and typing.

use kernel::{ConferenceId, PersonId, Role, RolloutId};
use rollouts::domain::{Ask, Audience, DeadlineRule, Measure, Rollout, RolloutState};
use rollouts::store::NewRollout;
use testkit::{Browser, Site, on_both_databases};

use crate::{PICTURE, QUESTIONS, add, officer, people};

const CELL: &str = "X01-C02";

pub(crate) fn secretary(site: &Site) -> Browser<'_> {
    site.as_role(Role::CellSecretary, CELL)
}

/// A launched rollout of the province that asks cells to study.
fn a_rollout(site: &Site) -> RolloutId {
    let unit = site.unit("TU");
    site.write(move |tx| {
        let new =
            NewRollout {
                unit, title: "Học tập Nghị quyết 05".into(), depth: None, starts_on: None, ends_on: None
            };
        let id = rollouts::store::insert(tx, &new)?;
        let ask = Ask {
            measure: Measure::SelfStudy,
            title: "Sinh hoạt chi bộ".into(),
            addressees: vec![kernel::UnitKind::GrassrootsCell, kernel::UnitKind::Cell],
            audience: Audience::Members,
            deadline: DeadlineRule::DaysAfterLaunch(10),
            note: String::new(),
            figures: Vec::new(),
        };
        rollouts::store::insert_requirement(tx, id, unit, &ask)?;
        let draft = rollouts::store::find(tx, id)?;
        let launched = Rollout { state: RolloutState::Launched { on: tx.today() }, ..draft };
        rollouts::store::launch(tx, &launched)?;
        Ok(id)
    })
}

/// A published set for a rollout: its address.
fn a_set_for(site: &Site, rollout: RolloutId) -> String {
    let rollout = rollout.to_string();
    let fields = [("title", "Tài liệu học tập"), ("audience", "members"), ("rollout", rollout.as_str())];
    let set = officer(site).post("/materials/new", &fields).location();
    let nothing = ("file", "", b"".as_slice());
    add(site, &set, "text", &[("title", "Những điểm mới"), ("body", "- Họp đúng kỳ.")], nothing);
    add(site, &set, "questions", &[("title", "Hỏi – đáp"), ("body", QUESTIONS)], nothing);
    add(site, &set, "infographic", &[("title", "Ảnh"), ("body", "Sáu bước")], ("file", "anh.png", PICTURE));
    let _ = officer(site).open(&set).press("/publish").follow().is_ok();
    set
}

/// A pack of the cell for a rollout: the rollout, the set's address, the pack's address.
pub(crate) fn a_pack(site: &Site) -> (RolloutId, String, String) {
    let rollout = a_rollout(site);
    let set = a_set_for(site, rollout);
    let pack = secretary(site).open("/packs").is_ok().press("Làm gói").location();
    (rollout, set, pack)
}

/// Puts people on the list of a conference, at its main point.
fn summon(site: &Site, id: ConferenceId, people: &[PersonId]) {
    let people = people.to_vec();
    site.write(move |tx| {
        let conference = conferences::store::find(tx, id)?;
        let point = conferences::store::main_point(tx, id)?.unwrap().id;
        let all = conferences::store::search_people(tx, &[conference.unit], "%", 100)?;
        let chosen = all.into_iter().filter(|one| people.contains(&one.person));
        let new: Vec<_> = chosen.map(|one| one.summoned_to(point)).collect();
        conferences::store::summon(tx, &conference, &new).map(|_| ())
    });
}

on_both_databases! {
    fn a_pack_is_made_once_with_the_members_the_materials_and_questions(site) {
        let names = people(site).len();
        assert!(names > 0);
        let rollout = a_rollout(site);
        let page = secretary(site).open("/packs").is_ok().has_text("Học tập Nghị quyết 05");
        page.press("Làm gói").is_refused_because("MAT-16");
        let _ = a_set_for(site, rollout);
        let pack = secretary(site).open("/packs").is_ok().press("Làm gói").location();
        let fields = [("rollout", rollout.to_string())];
        let again = secretary(site).post("/packs", &[(fields[0].0, fields[0].1.as_str())]).location();
        assert_eq!(again, pack);
        let page = secretary(site).open(&pack).is_ok().has_text("2 đảng viên").has_text("Chi bộ họp khi nào?");
        assert_eq!(page.count(".qr svg"), 1);
        let file = secretary(site).open(&format!("{pack}/file")).is_ok();
        for expected in ["Ý kiến chung:", "Họp đúng kỳ.", "Đọc tài liệu, nêu nội dung chính", "Lò Thị Mây", "Ngày 3 hằng tháng.", "data:image/png;base64,", "<style>"] {
            assert!(file.text.contains(expected), "{expected}");
        }
        assert!(!file.text.contains("src=\"/") && !file.text.contains("href=\"/"), "it needs no other file");
        let sheet = secretary(site).open(&format!("{pack}/sheet.pdf")).is_ok();
        assert!(sheet.bytes.starts_with(b"%PDF-"));
        let other = site.as_role(Role::CellSecretary, "X02-C01-01");
        let _ = other.open(&pack).has_status(404);
        let _ = site.as_role(Role::CommuneOfficer, "X01").open(&pack).is_ok();
    }

    fn a_sheet_comes_back_by_list_and_picture_and_is_handed_in(site) {
        let _ = people(site);
        let (rollout, set, pack) = a_pack(site);
        let secretary = secretary(site);
        let desk = secretary.open("/").is_ok().has_text("Nhập lại tờ chi bộ: Học tập Nghị quyết 05");
        assert_eq!(desk.count(&format!("a[href='{pack}/sheet']")), 1);
        let template = secretary.open(&format!("{pack}/template")).is_ok();
        assert!(template.text.contains("Hầu A Dính") && template.text.contains("C1,Chi bộ họp khi nào?"), "{}", template.text);
        let sql = "SELECT COUNT(*) FROM event WHERE name = 'exports.made' AND subject = 'to-chi-bo'";
        assert_eq!(site.read(|tx| tx.scalar::<i64>(sql, &[])), 1, "a list with names leaves an event");
        let list = "TT,Họ và tên,Kết quả,Lý do vắng,Nhận bản giấy,Trả lời chung\n1,Hầu A Dính,vắng có lý do,đi viện,,\n2,Ai đó,có mặt,,x,\n7,,có mặt,,,\n1,,có mặt,,,\n2,,đi chơi,,,\nC1,,,,,Ngày 3 hằng tháng là hợp lý\nC3,,,,,Không có câu này\n";
        let page = secretary.upload(&format!("{pack}/list"), &[], ("file", "to.csv", list.as_bytes())).is_ok();
        let page = page.has_text("Đã nhập 2 dòng").has_text("5 dòng chưa nhập được").has_text("Dòng 3: Họ tên không khớp");
        let _ = page.has_text("Dòng 4: Số thứ tự không có").has_text("Dòng 5: Số thứ tự lặp lại").has_text("Dòng 6: Kết quả chưa đúng");
        secretary.upload(&format!("{pack}/photo"), &[], ("photo", "a.png", b"<svg>")).is_refused_because("MAT-09");
        let kept = secretary.upload(&format!("{pack}/photo"), &[], ("photo", "to.png", PICTURE)).follow().is_ok();
        assert_eq!(secretary.open(&kept.attribute("img", "src")).is_ok().bytes, PICTURE);
        // handing in says what is missing, and keeps what was typed
        let form = kept.fill("reason_1", "nằm viện").fill("step", "hand_in");
        let refused = form.press(&format!("{pack}/sheet"));
        refused.is_refused_because("MAT-19");
        refused.is_refused_because("MAT-21");
        let form = secretary.open(&format!("{pack}/sheet")).is_ok();
        assert_eq!(form.attribute("input[name=reason_1]", "value"), "nằm viện");
        assert_eq!(form.text_of("#answer_1"), "Ngày 3 hằng tháng là hợp lý", "the list brought the cell's answer");
        let form = form.fill("answer_2", "Bí thư, khi vắng thì phó bí thư");
        let form = form.fill("outcome_2", "present").fill("paper_2", "yes").fill("held_on", "2026-11-21");
        let form = form.fill("opinions", "3").fill("proposals", "Sửa nhà văn hóa").fill("step", "hand_in");
        let page = form.press(&format!("{pack}/sheet")).follow().is_ok().has_text("Đã nhập lại tờ");
        let page = page.has_text("1/2").has_text("Sửa nhà văn hóa");
        let _ = page.has_text("Ngày 3 hằng tháng là hợp lý").has_text("Bí thư, khi vắng thì phó bí thư");
        site.settle();
        let json = officer(site).open(&format!("/api/v1{set}/coverage")).is_ok().json();
        assert_eq!(json["branch"]["coverage"]["paper"].as_i64(), Some(1));
        let figure = officer(site).open(&format!("/figures/{rollout}/materials.studied")).is_ok();
        let _ = figure.has_text("Chi bộ Trạm Y tế xã");
        let states: Vec<String> = site.read(|tx| {
            tx.list("SELECT state FROM duty d JOIN unit u ON u.id = d.unit_id WHERE u.code = 'X01-C02'", &[], |row| row.get(0))
        });
        assert_eq!(states, ["done"]);
        site.assert_ledger_is_true();
        secretary.post(&format!("{pack}/sheet"), &[("version", "9")]).is_refused_because("MAT-18");
    }

    fn a_sheet_that_was_handed_in_is_taken_back_and_counts_once_when_it_comes_again(site) {
        let _ = people(site);
        let (rollout, set, pack) = a_pack(site);
        let secretary = secretary(site);
        let hand_in = |first: &str, paper: &str| {
            let form = secretary.open(&format!("{pack}/sheet")).is_ok().fill("outcome_1", first).fill("paper_1", paper);
            let form = form.fill("outcome_2", "present").fill("held_on", "2026-11-21").fill("step", "hand_in");
            form.press(&format!("{pack}/sheet")).follow().is_ok()
        };
        let counted = || {
            site.settle();
            let json = officer(site).open(&format!("/api/v1{set}/coverage")).is_ok().json();
            let copies = json["branch"]["coverage"]["paper"].as_i64();
            let (subject, unit, today) = (rollout.to_string(), site.unit("TU"), site.today());
            let studied = site.read(move |tx| figures::store::value(tx, &subject, "materials.studied", unit, today));
            (copies, studied)
        };
        secretary.post(&format!("{pack}/reopen"), &[("version", "1"), ("reason", "sai")]).is_refused_because("MAT-22");
        let page = hand_in("present", "yes");
        assert_eq!(counted(), (Some(1), 2));
        page.press("/reopen").is_refused_because("MAT-23");
        site.set_time("2026-11-23", 9, 0);
        let page = page.fill("reason", "một đồng chí vắng").press("/reopen").follow().is_ok();
        assert_eq!(counted(), (Some(0), 0));
        site.assert_ledger_is_true();
        assert_eq!(page.attribute("input[name=held_on]", "value"), "2026-11-21", "what was typed is kept");
        let _ = hand_in("absent_with_reason", "").has_text("1/2");
        assert_eq!(counted(), (Some(0), 1));
        site.assert_ledger_is_true();
    }

    fn the_sheet_of_a_conference_records_attendance_without_doubles(site) {
        let people = people(site);
        let conference = crate::a_conference(site);
        let set = officer(site).post("/materials/new", &[("title", "Tài liệu"), ("conference", &conference.to_string())]).location();
        add(site, &set, "text", &[("title", "Bài"), ("body", "Nội dung.")], ("file", "", b""));
        let _ = officer(site).open(&set).press("/publish").follow().is_ok();
        summon(site, conference, &people[..2]);
        site.set_time("2026-11-24", 8, 0);
        site.write(move |tx| {
            let points = conferences::store::count_points(tx, conference)?;
            let opened = conferences::store::find(tx, conference)?.open(points, tx.today()).map_err(|e| platform::db::StoreError::Driver(e.to_string()))?;
            conferences::store::open(tx, &opened)
        });
        let commune = site.as_role(Role::CommuneOfficer, "X01");
        let unit = site.unit(CELL).to_string();
        let pack = commune.post("/packs", &[("unit", &unit), ("conference", &conference.to_string())]);
        // the cell itself has no point: its commune's conference list does not name it
        let _ = pack.has_status(404);
        let pack = site.write(move |tx| {
            let unit = units::store::lookup_by_code(tx, CELL)?.unwrap().id;
            let purpose = materials::domain::Purpose::Conference(conference);
            materials::store::insert_pack(tx, unit, purpose, &[], &people[..2])
        });
        let form = secretary(site).open(&format!("/packs/{pack}/sheet")).is_ok();
        let form = form.fill("outcome_1", "present").fill("outcome_2", "absent_without_reason");
        let form = form.fill("held_on", "2026-11-24").fill("step", "hand_in");
        let _ = form.press(&format!("/packs/{pack}/sheet")).follow().is_ok().has_text("1/2");
        let outcomes: Vec<String> = site.read(move |tx| {
            tx.list("SELECT outcome FROM delegate WHERE conference_id = $1 ORDER BY outcome", platform::params![conference], |row| row.get(0))
        });
        assert_eq!(outcomes, ["absent_without_reason", "present"]);
        site.settle();
        site.assert_ledger_is_true();
    }

    fn of_who_is_erased_no_reason_stays_on_a_sheet(site) {
        let people = people(site);
        let (_, _, pack) = a_pack(site);
        let form = secretary(site).open(&format!("{pack}/sheet")).is_ok();
        let form = form.fill("outcome_1", "absent_with_reason").fill("reason_1", "Ông Dính chữa bệnh ở tỉnh");
        let _ = form.fill("step", "keep").press(&format!("{pack}/sheet")).follow().is_ok();
        let kept = || site.read(|tx| tx.scalar::<i64>("SELECT COUNT(*) FROM cell_pack_line WHERE reason <> ''", &[]));
        assert_eq!(kept(), 1);
        let person = people[1];
        site.write(move |tx| {
            let person = people::store::find_person(tx, person)?;
            people::store::erase(tx, &person)
        });
        assert_eq!(kept(), 0);
        let outcomes: i64 = site.read(|tx| tx.scalar("SELECT COUNT(*) FROM cell_pack_line WHERE outcome <> ''", &[]));
        assert_eq!(outcomes, 1, "that somebody was absent stays, without a name");
    }
}
