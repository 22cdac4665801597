//! What happens at the points: prompts answered from the hall, heads counted, faults of the line.

use conferences::domain::Outcome;
use conferences::domain::presence::Standing;
use conferences::store;
use kernel::{Instant, Role};
use testkit::on_both_databases;

use crate::stage::{a_conference, code_at, opened, people, point_of, set, summoned};

on_both_databases! {
    fn a_prompt_is_answered_from_the_hall_of_each_point(site) {
        people(site);
        let conference = a_conference(site, None);
        summoned(site, &conference);
        let officer = site.as_role(Role::Officer, "TU");
        let page = format!("/conferences/{}/presence", conference.id);
        officer.post(&page, &[("act", "open")]).is_refused_because("CONF-19");
        let conference = opened(site, conference.id);
        let _ = officer.open(&page).is_ok().has_text("Chưa có lần nhắc nào");
        let _ = officer.post(&page, &[("act", "open")]).follow().is_ok().has_text("Đang chờ trả lời");
        officer.post(&page, &[("act", "open")]).is_refused_because("CONF-21");
        let point = point_of(site, conference.id, "X01").id;
        let commune = site.as_role(Role::CommuneOfficer, "X01");
        let screen = commune.open(&format!("/points/{point}/screen")).is_ok();
        let code = screen.text_of("#prompt-code");
        let other = point_of(site, conference.id, "X02").id;
        assert_ne!(officer.open(&format!("/points/{other}/screen")).text_of("#prompt-code"), code, "each hall its own");
        let line = || commune.open(&format!("/points/{point}/line")).is_ok().has_text("còn 180 giây");
        line().fill("code", "12").press("/line/answer").is_refused_because("CONF-24");
        let _ = line().fill("code", &code).press("/line/answer").follow().is_ok().has_text("Đúng hạn");
        let _ = commune.open(&format!("/points/{point}/screen")).is_ok().lacks_text("Người trực nhập mã");
        site.clock.set(site.app.clock.now().plus_seconds(181));
        let late = officer.open(&format!("/points/{other}/screen")).is_ok();
        assert_eq!(late.count("#prompt-code"), 0, "its time is over");
        let seen = officer.open(&page).is_ok().has_text("1 đúng hạn").has_text("không trả lời");
        assert!(seen.text_of("#list").contains("Điểm cầu chính, không nhắc"));
        let csv = officer.open(&format!("{page}?format=csv")).is_ok();
        assert!(csv.text.contains("Trả lời đúng hạn"));
    }

    fn a_late_answer_is_late_and_wrong_codes_run_out(site) {
        people(site);
        let conference = a_conference(site, None);
        summoned(site, &conference);
        let conference = opened(site, conference.id);
        site.write({ let conference = conference.clone(); move |tx| store::open_prompt(tx, &conference) });
        let prompt = site.read(|tx| store::list_prompts(tx, conference.id))[0];
        let point = point_of(site, conference.id, "X01");
        let commune = site.as_role(Role::CommuneOfficer, "X01");
        let act = format!("/points/{}/line/answer", point.id);
        let id = prompt.id.to_string();
        for _ in 0..5 {
            commune.post(&act, &[("prompt", &id), ("code", "1")]).is_refused_because("CONF-24");
        }
        commune.post(&act, &[("prompt", &id), ("code", "1")]).is_refused_because("CONF-25");
        site.clock.set(site.app.clock.now().plus_seconds(600));
        let other = point_of(site, conference.id, "X02");
        let code = conference.code_seed.prompt_code(other.id, prompt.id);
        let commune = site.as_role(Role::CommuneOfficer, "X02");
        let act = format!("/points/{}/line/answer", other.id);
        let _ = commune.post(&act, &[("prompt", &id), ("code", &code)]).follow().is_ok().has_text("Muộn");
        commune.post(&act, &[("prompt", &id), ("code", &code)]).is_refused_because("CONF-23");
        let answers = site.read(|tx| store::list_answers(tx, conference.id));
        let at = answers.get(&(other.id, prompt.id)).copied();
        assert_eq!(prompt.standing(at, site.app.clock.now(), None), Standing::Late);
        let _ = commune.post(&format!("/points/{}/line/answer", point.id), &[("prompt", &id), ("code", "1")]).has_status(404);
    }

    fn drawn_prompts_open_at_their_time_and_are_told_to_nobody_before(site) {
        let conference = a_conference(site, None);
        let officer = site.as_role(Role::Officer, "TU");
        let page = format!("/conferences/{}/presence", conference.id);
        let _ = officer.post(&page, &[("act", "draw"), ("count", "40")]).has_status(422);
        let shown = officer.post(&page, &[("act", "draw"), ("count", "3")]).follow().is_ok();
        let _ = shown.has_text("Còn 3 lần nhắc đã rút thăm");
        let conference = opened(site, conference.id);
        let prompts = site.read(|tx| store::list_prompts(tx, conference.id));
        assert_eq!(prompts.len(), 3);
        assert!(prompts.iter().all(|p| conference.starts_at <= p.opens_at && p.opens_at <= conference.ends_at));
        let _ = officer.open(&page).is_ok().lacks_text(&prompts[2].opens_at.time_shown());
        site.clock.set(prompts[2].opens_at);
        let open = site.read(|tx| store::lookup_open_prompt(tx, conference.id)).unwrap();
        assert_eq!(open.id, prompts[2].id);
        let _ = officer.open(&page).is_ok().has_text("Đang chờ trả lời").has_text("rút thăm");
        let _ = officer.post(&page, &[("act", "draw"), ("count", "1")]).follow().is_ok();
        let again = site.read(|tx| store::list_prompts(tx, conference.id));
        assert_eq!(again.len(), 4, "those that have opened stay");
    }

    fn heads_that_differ_from_check_ins_are_marked_for_a_person(site) {
        people(site);
        let conference = a_conference(site, None);
        let delegates = summoned(site, &conference);
        let conference = opened(site, conference.id);
        let point = point_of(site, conference.id, "X01");
        for delegate in delegates.iter().filter(|d| d.point == point.id) {
            set(site, delegate.id, Outcome::Present);
        }
        let commune = site.as_role(Role::CommuneOfficer, "X01");
        let line = format!("/points/{}/line", point.id);
        let _ = commune.open(&line).is_ok().fill("counted", "nhiều").press("/line/count").has_status(422);
        let _ = commune.open(&line).fill("counted", "4").press("/line/count").follow().is_ok().lacks_text("Chênh lệch, cần xem");
        site.clock.set(site.app.clock.now().plus_seconds(60));
        let marked = commune.open(&line).fill("counted", "1").press("/line/count").follow().is_ok();
        let _ = marked.has_text("Chênh lệch, cần xem").has_text("lúc đó đã điểm danh 4");
        let officer = site.as_role(Role::Officer, "TU");
        let page = officer.open(&format!("/conferences/{}/presence", conference.id)).is_ok().has_text("Chênh lệch, cần xem");
        let judged = page.fill("judgement", "Ba đồng chí ra ngoài họp chi bộ").press("/judge").follow().is_ok();
        let _ = judged.has_text("Ba đồng chí ra ngoài").lacks_text("Chênh lệch, cần xem");
        let count = site.read(|tx| store::list_counts(tx, conference.id))[0].id;
        let _ = commune.post(&format!("/presence-counts/{count}/judge"), &[("judgement", "x")]).has_status(404);
    }

    fn faults_of_the_line_are_noted_restored_and_summed(site) {
        people(site);
        let conference = a_conference(site, None);
        let point = point_of(site, conference.id, "X01").id;
        let commune = site.as_role(Role::CommuneOfficer, "X01");
        let line = format!("/points/{point}/line");
        let faults = format!("{line}/faults");
        commune.post(&faults, &[("kind", "sound")]).is_refused_because("CONF-27");
        let conference = opened(site, conference.id);
        site.clock.set(Instant::at("2026-11-24".parse().unwrap(), 9, 0));
        let bad = commune.post(&faults, &[("kind", "sound"), ("lost_at", "08:30"), ("restored_at", "08:00"), ("remedy", "đổi cáp")]);
        bad.is_refused_because("CONF-29");
        assert_eq!(bad.attribute("#remedy", "value"), "đổi cáp");
        commune.post(&faults, &[("kind", "sound"), ("lost_at", "10:00")]).is_refused_because("CONF-28");
        let _ = commune.post(&faults, &[("kind", "sound"), ("lost_at", "tám giờ")]).has_status(422).has_text("Ghi giờ dạng");
        let _ = commune.post(&faults, &[("kind", "picture"), ("lost_at", "08:10"), ("restored_at", "08:20"), ("remedy", "Khởi động lại")]).follow().is_ok();
        let lasting = commune.post(&faults, &[("kind", "both"), ("lost_at", "08:15")]).follow().is_ok();
        let lasting = lasting.has_text("Đang mất").has_text("Mất tổng cộng 50 phút");
        let back = lasting.fill("restored_at", "08:30").fill("remedy", "Chuyển sang đường 4G").press("Đã có lại");
        let _ = back.follow().is_ok().has_text("Đã khắc phục").has_text("Mất tổng cộng 20 phút");
        let officer = site.as_role(Role::Officer, "TU");
        let seen = officer.open(&format!("/conferences/{}/presence", conference.id)).is_ok();
        let _ = seen.has_text("2 lần, 20 phút").has_text("Mất tổng cộng 20 phút");
        let _ = site.as_role(Role::CommuneOfficer, "X02").open(&line).has_status(404);
        let fault = site.read(|tx| store::list_faults(tx, conference.id)).remove(0);
        let stale = [("restored_at", "08:21"), ("remedy", "x"), ("version", "9")];
        let _ = commune.post(&format!("/line-faults/{}", fault.id), &stale).has_status(409);
    }

    fn a_topic_shows_how_far_it_ran_from_its_plan(site) {
        let conference = a_conference(site, None);
        let officer = site.as_role(Role::Officer, "TU");
        let agenda = format!("/conferences/{}/agenda", conference.id);
        let _ = officer.post(&agenda, &[("title", "Chuyên đề 1"), ("from", "07:45"), ("to", "08:30")]).follow().is_ok();
        let conference = opened(site, conference.id);
        let day = "2026-11-24".parse().unwrap();
        let page = format!("/conferences/{}", conference.id);
        site.clock.set(Instant::at(day, 7, 50));
        let begun = officer.open(&page).press("Bắt đầu").follow().is_ok().has_text("bắt đầu muộn 5 phút");
        site.clock.set(Instant::at(day, 8, 27));
        let _ = begun.press("Xong").follow().is_ok().has_text("bắt đầu muộn 5 phút, kết thúc sớm 3 phút");
    }

    fn a_point_that_is_removed_takes_its_notes_along(site) {
        people(site);
        let conference = a_conference(site, None);
        let conference = opened(site, conference.id);
        let point = point_of(site, conference.id, "X02");
        site.write({ let point = point.clone(); move |tx| store::insert_count(tx, &point, 7) });
        let officer = site.as_role(Role::Officer, "TU");
        let _ = officer.post(&format!("/points/{}/remove", point.id), &[]).follow().is_ok();
        assert!(site.read(|tx| store::list_counts(tx, conference.id)).is_empty());
        let main = point_of(site, conference.id, "TU").id;
        assert_eq!(code_at(site, &conference, main).len(), 6);
    }
}
