//! Reports on both databases: drafted, written, signed, frozen; figures open their evidence; papers read back.

#![allow(clippy::unwrap_used, reason = "the helpers are test code too")]

mod kept;
mod merged;

use conferences::domain::{Form, Kind, Outcome, Way};
use conferences::store::{NewConference, NewDelegate, NewPoint};
use kernel::{AccountId, ConferenceId, Instant, ReportId, Role, RolloutId, UnitKind};
use platform::Feature;
use platform::db::StoreError;
use platform::texts::Language;
use platform::web::{Grant, Identity};
use rollouts::domain::{Ask, Audience, DeadlineRule, Measure, Rollout, RolloutState};
use testkit::{Page, Site, on_both_databases};

fn features() -> Vec<Feature> {
    vec![
        units::plug(),
        figures::plug(),
        people::plug(),
        burden::plug(),
        documents::plug(),
        rollouts::plug(),
        conferences::plug(),
        reports::plug(),
    ]
}

/// A conference of commune X01 with one point and four delegates: two came, one was excused, one stayed away.
fn a_conference(site: &Site, is_closed: bool) -> ConferenceId {
    let (commune, cell) = (site.unit("X01"), site.unit("X01-C01-01"));
    site.write(move |tx| {
        let starts_at = Instant::at(tx.today(), 7, 30);
        let id = conferences::store::insert(
            tx,
            &NewConference {
                rollout: None,
                unit: commune,
                title: "Hội nghị học tập, quán triệt Chỉ thị 04-CT/TU".into(),
                form: Form::InPerson,
                place: "Hội trường Đảng ủy xã".into(),
                starts_at,
                ends_at: starts_at.plus_seconds(3 * 3600),
                make_up_of: None,
                head_count_due_on: None,
            },
        )?;
        let conference = conferences::store::find(tx, id)?;
        let point = NewPoint { parent: None, unit: commune, name: "Điểm cầu xã".into(), place: String::new() };
        let point = conferences::store::insert_point(tx, &conference, &point)?;
        let names = ["Trần Thị Mai", "Lê Văn Bình", "Hầu A Páo", "Nguyễn Đức Cường"];
        let delegates = names.map(|name| NewDelegate {
            point,
            person: None,
            unit: cell,
            name: name.into(),
            post: String::new(),
            kind: Kind::Member,
            makes_up_for: None,
        });
        conferences::store::summon(tx, &conference, &delegates)?;
        let opened = conference.open(1, tx.today()).map_err(|e| StoreError::Driver(e.to_string()))?;
        conferences::store::open(tx, &opened)?;
        let ids = tx.list("SELECT id FROM delegate ORDER BY sort_key", &[], |row| row.get(0))?;
        let outcomes = [Outcome::Present, Outcome::Present, Outcome::AbsentWithReason];
        for (delegate, outcome) in ids.into_iter().zip(outcomes) {
            let reason = if outcome.is_absent() { "Đi công tác" } else { "" };
            conferences::store::record_outcome(tx, delegate, outcome, Way::Organiser, reason)?;
        }
        if is_closed {
            let open = conferences::store::find(tx, id)?;
            let closed = open.close(tx.today()).map_err(|e| StoreError::Driver(e.to_string()))?;
            conferences::store::close(tx, &closed)?;
        }
        Ok(id)
    })
}

/// A running rollout of the province that asks every commune for a report.
fn a_rollout(site: &Site) -> RolloutId {
    a_rollout_for(site, vec![UnitKind::CommuneCommittee])
}

/// A running rollout of the province that asks units of these kinds for a report.
fn a_rollout_for(site: &Site, addressees: Vec<UnitKind>) -> RolloutId {
    let province = site.unit("TU");
    site.write(move |tx| {
        let new = rollouts::store::NewRollout {
            unit: province,
            title: "Đợt học tập Chỉ thị 04-CT/TU".into(),
            depth: None,
            starts_on: None,
            ends_on: None,
        };
        let id = rollouts::store::insert(tx, &new)?;
        let ask = Ask {
            measure: Measure::Report,
            title: "Báo cáo kết quả".into(),
            addressees,
            audience: Audience::Unit,
            deadline: DeadlineRule::DaysAfterLaunch(10),
            note: String::new(),
            figures: Vec::new(),
        };
        rollouts::store::insert_requirement(tx, id, province, &ask)?;
        let draft = rollouts::store::find(tx, id)?;
        let today = tx.today();
        rollouts::store::launch(tx, &Rollout { state: RolloutState::Launched { on: today }, ..draft })?;
        Ok(id)
    })
}

fn drafted<'s>(site: &'s Site, role: Role, about: (&str, &str)) -> Page<'s> {
    let unit = site.unit("X01").to_string();
    let browser = site.as_role(role, "X01");
    let _ = browser.open(&format!("/reports/new?{}={}", about.0, about.1)).is_ok().has_text("Đơn vị báo cáo");
    browser.post("/reports/new", &[about, ("unit", &unit)]).follow().is_ok()
}

fn id_of(page: &Page<'_>) -> ReportId {
    let action = page.attribute("form[method=post][action*=edit]", "action");
    action.split('/').nth(2).unwrap().parse().unwrap()
}

/// Fills every section and what the head still needs, and saves.
fn written<'s>(mut page: Page<'s>) -> Page<'s> {
    for position in 1..=20 {
        if page.count(&format!("#narrative-{position}")) == 1 {
            page = page.fill(&format!("narrative-{position}"), "Cấp ủy chỉ đạo chặt chẽ.\n- Đúng thời gian.");
        }
    }
    page.fill("number", "12").fill("signer", "Trần Thị Mai").press("/edit").follow().is_ok()
}

on_both_databases! {
    fn the_result_of_a_conference_is_drafted_written_and_signed(site) {
        let conference = a_conference(site, true).to_string();
        let page = drafted(site, Role::CommuneOfficer, ("conference", &conference));
        let id = id_of(&page);
        let page = written(page.has_text("Hầu A Páo").has_text("Đi công tác"));
        let figure = page.attribute("ul.stated li:nth-child(2) a.figure", "href");
        assert!(figure.starts_with(&format!("/figures/{conference}/conferences.attended?unit=")), "a draft: {figure}");
        site.settle();
        let leader = site.as_role(Role::Leader, "X01");
        let evidence = leader.open(&figure).is_ok();
        assert_eq!(evidence.text_of(".figure-value"), "2");
        let signed = leader.open(&format!("/reports/{id}")).is_ok().press("/sign").follow().is_ok();
        let signed = signed.has_text("Nguyên vẹn từ khi ký").has_text("Đúng thời gian");
        assert_eq!(signed.count("form[action$='/sign']"), 0);
        // the page words head and close as the paper does
        let paper = signed.text_of(".paper");
        for line in ["ĐẢNG ỦY XÃ", "Số 12-BC/ĐU", "tháng 11 năm 2026", "T/M BAN THƯỜNG VỤ", "BÍ THƯ", "%)."] {
            assert!(paper.contains(line), "{line} in {paper}");
        }
        assert!(!paper.contains(",0%"), "{paper}");
        let pdf = leader.open(&format!("/reports/{id}/pdf")).is_ok();
        assert!(pdf.bytes.starts_with(b"%PDF"));
        assert!(leader.open(&format!("/reports/{id}/docx")).is_ok().bytes.starts_with(b"PK"));
        let json = leader.open(&format!("/api/v1/reports/{id}")).json();
        assert_eq!(json["report"]["full_number"], "12-BC/ĐU");
        assert_eq!(json["report"]["hash"].as_str().unwrap().len(), 64);
    }

    fn the_report_says_how_the_conference_went(site) {
        use conferences::domain::line_faults::FaultKind;
        let id = a_conference(site, true);
        site.write(move |tx| {
            let conference = conferences::store::find(tx, id)?;
            let point = conferences::store::list_points(tx, id)?.remove(0);
            let (lost_at, back) = (conference.starts_at, conference.starts_at.plus_seconds(720));
            let (kind, remedy) = (FaultKind::Sound, "Thay micro".to_owned());
            let fault = conferences::store::NewFault { kind, lost_at, restored_at: Some(back), remedy };
            conferences::store::insert_fault(tx, &point, &fault)?;
            conferences::store::insert_question(tx, &conference, None, "Bao giờ có hướng dẫn?")
        });
        let page = drafted(site, Role::CommuneOfficer, ("conference", &id.to_string()));
        let page = page.has_text("1 sự cố tại 1 điểm cầu, mất tổng cộng 12 phút");
        let _ = page.has_text("Hỏi đáp: 1 câu hỏi").lacks_text("lần nhắc");
    }

    fn a_signed_report_keeps_its_numbers_when_the_rows_change(site) {
        let conference = a_conference(site, true);
        let id = id_of(&drafted(site, Role::CommuneOfficer, ("conference", &conference.to_string())));
        let officer = site.as_role(Role::CommuneOfficer, "X01");
        let _ = written(officer.open(&format!("/reports/{id}/edit")));
        let leader = site.as_role(Role::Leader, "X01");
        let _ = leader.open(&format!("/reports/{id}")).press("/sign").follow().is_ok();
        let pdf = leader.open(&format!("/reports/{id}/pdf")).bytes;
        site.write(|tx| {
            let id = tx.scalar("SELECT id FROM delegate WHERE outcome = 'present' ORDER BY sort_key LIMIT 1", &[])?;
            conferences::store::record_outcome(tx, id, Outcome::AbsentWithReason, Way::Organiser, "Khai nhầm")
        });
        site.settle();
        let page = leader.open(&format!("/reports/{id}")).is_ok().has_text("Đi công tác").has_text("Nguyên vẹn");
        assert_eq!(page.text_of("ul.stated li:nth-child(2) a.figure"), "2");
        // the same number opens the same rows, and beside them stands what is said of that day now
        let figure = page.attribute("ul.stated li:nth-child(2) a.figure", "href");
        assert_eq!(figure, format!("/reports/{id}/figures/2"));
        let kept = leader.open(&figure).is_ok().has_text("Nguyễn Đức Cường").has_text("Lê Văn Bình");
        let kept = kept.has_text("Các dòng khớp mã niêm phong").has_text("nay là 1, khi ký là 2");
        assert_eq!((kept.text_of(".figure-value"), kept.text_of(".figure-now")), ("2".into(), "1".into()));
        assert_eq!(kept.count("tbody tr"), 2);
        let live = leader.open(&kept.attribute(".figure-now", "href")).is_ok();
        assert_eq!(live.text_of(".figure-value"), "1");
        assert_eq!(leader.open(&format!("/reports/{id}/pdf")).bytes, pdf);
        officer.open(&format!("/reports/{id}/edit")).is_refused_because("REP-01");
    }

    fn a_changed_signed_report_shows_its_broken_seal(site) {
        let conference = a_conference(site, true).to_string();
        let id = id_of(&drafted(site, Role::CommuneOfficer, ("conference", &conference)));
        let _ = written(site.as_role(Role::CommuneOfficer, "X01").open(&format!("/reports/{id}/edit")));
        let leader = site.as_role(Role::Leader, "X01");
        let _ = leader.open(&format!("/reports/{id}")).press("/sign").follow().is_ok();
        site.write(|tx| tx.run("UPDATE report SET content = REPLACE(content, 'chặt chẽ', 'lỏng lẻo')", &[]));
        let _ = leader.open(&format!("/reports/{id}")).is_ok().has_text("không khớp mã niêm phong");
    }

    fn signing_tells_everything_that_is_missing(site) {
        let conference = a_conference(site, false).to_string();
        let id = id_of(&drafted(site, Role::CommuneOfficer, ("conference", &conference)));
        let leader = site.as_role(Role::Leader, "X01");
        let page = leader.open(&format!("/reports/{id}")).is_ok();
        let page = page.has_text("REP-02").has_text("REP-03").has_text("REP-04");
        let missing = "I- CÔNG TÁC CHUẨN BỊ VÀ TỔ CHỨC HỘI NGHỊ; 3. Chất lượng hội nghị; III- HẠN CHẾ VÀ KIẾN NGHỊ";
        let page = page.has_text(missing);
        assert_eq!(page.count("form[action$='/sign']"), 0);
        let refused = leader.post(&format!("/reports/{id}/sign"), &[("version", "1")]).has_text(missing);
        for code in ["REP-02", "REP-03", "REP-04"] {
            refused.is_refused_because(code);
        }
        let officer = site.as_role(Role::CommuneOfficer, "X01");
        let _ = officer.post(&format!("/reports/{id}/sign"), &[("version", "1")]).has_status(403);
        // who writes gets to each of them from where it will stand
        let page = officer.open(&format!("/reports/{id}")).is_ok();
        assert_eq!(page.count(&format!("article a[href^='/reports/{id}/edit#narrative-']")), 3);
        let place = page.attribute("article section:nth-of-type(5) a[href*='#narrative-']", "href");
        let form = officer.open(&format!("/reports/{id}/edit")).is_ok();
        assert_eq!(form.count(&format!("#{}", place.split_once('#').unwrap().1)), 1);
        let written = form.fill("narrative-5", "Tốt.").press("/edit").follow().is_ok();
        assert_eq!(written.count("article a[href*='#narrative-']"), 2);
    }

    fn the_report_of_a_rollout_fulfils_the_duty_to_report(site) {
        let rollout = a_rollout(site);
        let page = drafted(site, Role::CommuneOfficer, ("rollout", &rollout.to_string()));
        let id = id_of(&page);
        let page = written(page.has_text("V- KIẾN NGHỊ, ĐỀ XUẤT"));
        let _ = page.has_text("Báo cáo kết quả");
        let leader = site.as_role(Role::Leader, "X01");
        let signed = leader.open(&format!("/reports/{id}")).has_text("có trong số liệu của báo cáo").press("/sign").follow();
        site.settle();
        // the signature ends the duty, and the report that was signed says so
        let done = signed.attribute("ul.stated li:nth-child(2) a.figure", "href");
        assert_eq!(signed.text_of("ul.stated li:nth-child(2) a.figure"), "1");
        let done = leader.open(&done).is_ok().has_text("Báo cáo kết quả").has_text("Vẫn đúng như khi ký");
        assert_eq!((done.text_of(".figure-value"), done.text_of(".figure-now")), ("1".into(), "1".into()));
        // so do the numbers in its tables
        let row = signed.attribute("article table tbody tr td:nth-child(3) a.figure", "href");
        let _ = leader.open(&row).is_ok().has_text("Đảng ủy xã An Khê Thượng");
        let (commune, today) = (site.unit("X01"), site.today());
        let progress = site.read(move |tx| rollouts::store::progress(tx, &rollout.to_string(), commune, today));
        assert_eq!((progress.duties, progress.done), (1, 1));
    }

    fn the_list_holds_the_reports_of_every_branch_of_a_person_once(site) {
        let conference = a_conference(site, true).to_string();
        let _ = drafted(site, Role::CommuneOfficer, ("conference", &conference));
        let grants = |units: &[&'static str]| {
            let grants = units.iter().map(|code| Grant { role: Role::CommuneOfficer, unit: site.unit(code) }).collect();
            site.as_identity(Identity {
                account: AccountId(uuid::Uuid::from_u128(9)), person: None, name: "Hai xã".into(),
                language: Language::Vietnamese, grants, helper: None })
        };
        let rows = |units: &[&'static str]| grants(units).open("/reports").is_ok().count("tbody tr");
        assert_eq!((rows(&["X02"]), rows(&["X01"])), (0, 1));
        assert_eq!((rows(&["X02", "X01"]), rows(&["X01", "X02"])), (1, 1));
        assert_eq!(rows(&["TU", "X01", "X02"]), 1, "branches inside one another");
        let _ = grants(&["X02", "X01"]).open("/reports?sort=unit&page=2").is_ok();
    }

    fn the_list_of_a_past_day_shows_what_was_begun_and_signed_by_then(site) {
        let rollout = a_rollout(site);
        let first = site.today();
        site.set_time(&first.plus(1).to_string(), 9, 0);
        let page = drafted(site, Role::CommuneOfficer, ("rollout", &rollout.to_string()));
        let id = id_of(&page);
        let _ = written(page);
        site.set_time(&first.plus(3).to_string(), 9, 0);
        let leader = site.as_role(Role::Leader, "X01");
        let _ = leader.open(&format!("/reports/{id}")).is_ok().press("/sign").follow().is_ok();
        site.set_time(&first.plus(5).to_string(), 9, 0);
        let leader = site.as_role(Role::Leader, "X01");
        let list = |days: i64| leader.open(&format!("/reports?day={}", first.plus(days))).is_ok();
        assert_eq!(list(0).has_text("Không có báo cáo nào như vậy").count("tbody tr"), 0);
        for (days, state, number) in [(1, "Đang viết", "–"), (2, "Đang viết", "–"), (3, "Đã ký", "12-")] {
            let page = list(days).has_text("Các báo cáo đã lập đến hết ngày");
            assert_eq!(page.text_of("tbody .state").trim(), state, "{days}");
            assert!(page.text_of("tbody td:nth-of-type(2)").trim().starts_with(number), "{days}");
        }
        assert!(leader.open(&format!("/reports?day={}&format=csv", first.plus(2))).is_ok().text.contains("Đang viết"));
        let told = leader.open(&format!("/api/v1/reports?day={}", first.plus(2))).is_ok().json();
        assert_eq!(told["rows"][0]["state"].as_str(), Some("draft"));
        let _ = leader.open("/reports?day=hôm+qua").has_status(422).has_text("Ngày không đúng");
    }

    fn another_commune_neither_reads_nor_reports(site) {
        let conference = a_conference(site, true).to_string();
        let id = id_of(&drafted(site, Role::CommuneOfficer, ("conference", &conference)));
        let other = site.as_role(Role::CommuneOfficer, "X02");
        for path in ["", "/edit", "/docx", "/pdf"] {
            let _ = other.open(&format!("/reports/{id}{path}")).has_status(404);
        }
        let _ = other.post("/reports/new", &[("conference", &conference), ("unit", &site.unit("X02").to_string())]).has_status(404);
        let province = site.as_role(Role::Officer, "TU");
        let _ = province.open("/reports").is_ok().has_text("kết quả hội nghị học tập");
        let _ = province.open("/reports?format=csv").is_ok();
        let _ = province.open("/api/v1/reports?q=hoi+nghi").is_ok().has_text(&id.to_string());
        let _ = other.open("/reports").is_ok().has_text("Chưa có báo cáo nào");
    }
}
