//! What becomes of plans: postponed, ended early, told late, looked at as of a day before.

use conferences::domain::presence::Standing;
use conferences::domain::{Conference, Outcome};
use conferences::store::{self, AgendaItem, NewAgendaItem};
use kernel::{Instant, Role};
use testkit::{Site, on_both_databases};

use crate::stage::{a_conference, closed, opened, people, point_of, set, summoned};

fn at(day: &str, hour: i8, minute: i8) -> Instant {
    Instant::at(day.parse().unwrap(), hour, minute)
}

/// Two topics of the conference of 24 November; the first has really begun.
fn two_topics(site: &Site, conference: &Conference) {
    let conference = conference.clone();
    site.write(move |tx| {
        for (title, from, to) in [("Khai mạc", 8, 9), ("Chuyên đề", 9, 11)] {
            let (planned_from, planned_to) = (at("2026-11-24", from, 0), at("2026-11-24", to, 0));
            let title = title.to_owned();
            let new = NewAgendaItem { title, reporter_id: None, reporter: String::new(), planned_from, planned_to };
            store::insert_agenda_item(tx, &conference, &new)?;
        }
        let first = store::list_agenda(tx, conference.id)?.remove(0);
        store::note_agenda_time(tx, &conference, &first, (Some(at("2026-11-24", 8, 10)), None))
    });
}

fn agenda(site: &Site, conference: &Conference) -> Vec<AgendaItem> {
    let id = conference.id;
    site.read(move |tx| store::list_agenda(tx, id))
}

fn agenda_path(conference: &Conference, item: &AgendaItem) -> String {
    format!("/conferences/{}/agenda/{}", conference.id, item.id)
}

on_both_databases! {
    fn a_postponed_conference_takes_its_plan_along_and_leaves_what_has_happened(site) {
        let conference = a_conference(site, None);
        let id = conference.id;
        let drawing = conference.clone();
        site.write(move |tx| store::draw_prompts(tx, &drawing, 3));
        let drawn = site.read(|tx| store::list_prompts(tx, id));
        two_topics(site, &conference);
        let officer = site.as_role(Role::Officer, "TU");
        let form = officer.open(&format!("/conferences/{id}/edit")).is_ok().fill("day", "2026-11-25");
        let _ = form.fill("from", "08:30").fill("to", "12:30").press("/edit").follow().is_ok();
        let moved = agenda(site, &conference);
        assert_eq!(moved[0].planned_from, at("2026-11-24", 8, 0), "it has begun: its plan stays");
        assert_eq!((moved[1].planned_from, moved[1].planned_to), (at("2026-11-25", 10, 0), at("2026-11-25", 12, 0)));
        assert_eq!(moved[0].real_from, Some(at("2026-11-24", 8, 10)));
        let after = site.read(|tx| store::list_prompts(tx, id));
        let moments: Vec<i64> = drawn.iter().map(|prompt| prompt.opens_at.0 + 25 * 3_600_000).collect();
        assert_eq!(after.iter().map(|prompt| prompt.opens_at.0).collect::<Vec<_>>(), moments);
        assert!(after.iter().zip(&drawn).all(|(new, old)| new.due_at.0 - new.opens_at.0 == old.due_at.0 - old.opens_at.0));
        let conference = site.read(|tx| store::find(tx, id));
        assert_eq!(conference.head_count_due_on.map(|day| day.to_string()), Some("2026-11-24".into()));
        // shorter by so much that the last prompts would fall after the end: they are drawn anew
        let ends_at = Instant(after[0].opens_at.0 - 60_000).max(conference.starts_at.plus_seconds(60));
        let shorter = Conference { ends_at, ..conference };
        site.write({ let shorter = shorter.clone(); move |tx| store::save(tx, &shorter) });
        let again = site.read(|tx| store::list_prompts(tx, id));
        assert_eq!(again.len(), 3);
        assert!(again.iter().all(|prompt| shorter.starts_at <= prompt.opens_at && prompt.opens_at <= shorter.ends_at));
    }

    fn prompts_after_the_real_end_count_for_nobody(site) {
        people(site);
        let conference = a_conference(site, None);
        summoned(site, &conference);
        let conference = opened(site, conference.id);
        let id = conference.id;
        site.write({ let conference = conference.clone(); move |tx| store::draw_prompts(tx, &conference, 4) });
        // the first is over long before the second opens
        let first = site.read(|tx| store::list_prompts(tx, id))[0].id;
        let begin = conference.starts_at.plus_seconds(60);
        site.write(move |tx| {
            let sql = "UPDATE presence_prompt SET opens_at = $2, due_at = $3 WHERE id = $1";
            tx.run(sql, platform::params![first, begin, begin.plus_seconds(180)]).map(|_| ())
        });
        let drawn = site.read(|tx| store::list_prompts(tx, id));
        // the second is open when the conference is closed, long before its planned end
        site.clock.set(Instant(drawn[1].opens_at.0 + 1_000));
        closed(site, id);
        site.clock.set(conference.ends_at.plus_seconds(3_600));
        let kept = site.read(|tx| store::list_prompts(tx, id));
        assert_eq!(kept.len(), 2, "those that never opened are dropped");
        let ended = site.read(|tx| store::ended_at(tx, id));
        let now = site.app.clock.now();
        assert_eq!(kept[0].standing(None, now, ended), Standing::Missed);
        assert_eq!(kept[1].standing(None, now, ended), Standing::Lapsed);
        let (unit, online) = (site.unit("TU"), site.read(|tx| store::count_online_points(tx, id)));
        let quality = site.read(|tx| { let closed = store::find(tx, id)?; store::quality(tx, &closed, unit) });
        assert_eq!((quality.prompts, quality.missed), (2, online));
        // what an earlier version left there counts for nobody either
        let late = conference.ends_at;
        site.write(move |tx| {
            let sql = "UPDATE presence_prompt SET opens_at = $2, due_at = $2 WHERE id = $1";
            tx.run(sql, platform::params![kept[1].id, late]).map(|_| ())
        });
        let quality = site.read(|tx| { let closed = store::find(tx, id)?; store::quality(tx, &closed, unit) });
        assert_eq!((quality.prompts, quality.missed), (1, online));
        let commune = site.as_role(Role::CommuneOfficer, "X01");
        let _ = commune.open(&format!("/points/{}/line", point_of(site, id, "X01").id)).is_ok();
    }

    fn a_forgotten_time_is_typed_in_also_after_closing(site) {
        let conference = a_conference(site, None);
        two_topics(site, &conference);
        let officer = site.as_role(Role::Officer, "TU");
        let page = format!("/conferences/{}/agenda", conference.id);
        assert_eq!(officer.open(&page).is_ok().count("input[name=real_from]"), 0, "its day has not come");
        let conference = opened(site, conference.id);
        site.set_time("2026-11-24", 10, 0);
        let lines = agenda(site, &conference);
        let (first, second) = (agenda_path(&conference, &lines[0]), agenda_path(&conference, &lines[1]));
        let type_in = |path: &str, from: &str, to: &str| {
            officer.post(path, &[("act", "times"), ("real_from", from), ("real_to", to)])
        };
        let _ = type_in(&second, "09:30", "09:10").has_status(422).has_text("Giờ kết thúc phải sau");
        let _ = type_in(&second, "", "09:10").has_status(422).has_text("Ghi cả giờ bắt đầu");
        let wrong = type_in(&second, "chín giờ", "").has_status(422).has_text("dạng 07:30");
        assert_eq!(wrong.count("input[value='chín giờ']"), 1, "what was typed stays");
        let _ = type_in(&second, "09:15", "10:30").has_status(422).has_text("không thể ở sau lúc này");
        let _ = type_in(&first, "08:10", "09:05").follow().is_ok().has_text("kết thúc muộn 5 phút");
        site.set_time("2026-11-24", 12, 0);
        closed(site, conference.id);
        let shown = officer.open(&format!("/conferences/{}", conference.id)).is_ok();
        assert_eq!(shown.count(&format!("a[href='{page}']")), 1);
        assert_eq!(officer.open(&page).is_ok().count("input[name=real_from]"), 2);
        let _ = type_in(&second, "09:15", "11:20").follow().is_ok();
        let noted = agenda(site, &conference);
        assert_eq!((noted[1].real_to, noted[1].minutes_late()), (Some(at("2026-11-24", 11, 20)), Some(20)));
        let detail: String = site.read(|tx| {
            let sql = "SELECT detail FROM event WHERE name = 'conferences.agenda_time_noted' ORDER BY at DESC, id DESC LIMIT 1";
            tx.scalar(sql, &[])
        });
        assert!(detail.contains("11:20 24/11/2026") && detail.contains("\"after_closing\":true"), "{detail}");
        let other = site.as_role(Role::CommuneOfficer, "X01");
        let _ = other.post(&second, &[("act", "times"), ("real_from", "09:00"), ("real_to", "")]).has_status(403);
        officer.post(&second, &[("act", "reset")]).is_refused_because("CONF-05");
    }

    fn what_is_done_after_closing_is_ticked_off_by_who_organises(site) {
        let conference = a_conference(site, None);
        opened(site, conference.id);
        site.set_time("2026-11-24", 12, 0);
        closed(site, conference.id);
        let officer = site.as_role(Role::Officer, "TU");
        let (shown, agenda) = (format!("/conferences/{}", conference.id), format!("/conferences/{}/agenda", conference.id));
        let list = site.read(|tx| store::list_checklist(tx, conference.id));
        let report = list.iter().find(|line| line.title.contains("Báo cáo kết quả")).unwrap();
        let line = format!("{shown}/checklist/{}", report.id);
        let tick = format!("form[action='{line}'] button[value=tick]");
        let is_done = || site.read(|tx| store::find_checklist_item(tx, report.id)).0.done_at.is_some();
        let waiting = || {
            let (tu, today) = (site.unit("TU"), site.today());
            let due = site.read(|tx| store::list_due_checklist(tx, &[tu], today));
            due.first().map(|due| (due.lines, due.is_closed))
        };
        assert_eq!(waiting(), Some((8, true)), "the desk reminds of what was not ticked off");
        let page = officer.open(&agenda).is_ok();
        assert_eq!((page.count("button[value=tick]"), page.count("button[value=save], button[value=remove]")), (8, 0));
        let page = officer.open(&shown).is_ok();
        assert_eq!((page.count(&tick), page.count("button[value=tick]")), (1, 8));
        let done = officer.post(&line, &[("act", "tick"), ("back", "show")]).follow().is_ok();
        assert_eq!((done.count(&tick), is_done()), (0, true));
        assert_eq!(waiting(), Some((7, true)));
        let _ = officer.post(&line, &[("act", "untick")]).follow().is_ok();
        assert!(!is_done());
        for act in ["save", "remove"] {
            officer.post(&line, &[("act", act), ("title", "x"), ("day_offset", "1")]).is_refused_because("CONF-05");
        }
        officer.post(&format!("{shown}/checklist"), &[("title", "x"), ("day_offset", "1")]).is_refused_because("CONF-05");
        let _ = site.as_role(Role::CommuneOfficer, "X01").post(&line, &[("act", "tick")]).has_status(403);
    }

    fn delegates_are_summoned_before_attendance_is_opened(site) {
        people(site);
        let conference = a_conference(site, None);
        let page = || site.as_role(Role::Officer, "TU").open(&format!("/conferences/{}", conference.id)).is_ok();
        let (summon, open) = (".next-steps a[href$='/delegates/add']", ".next-steps form[action$='/open'] button");
        let primary = |selector: &str| (page().count(selector), page().count(&format!("{selector}.btn-primary")));
        assert_eq!((primary(summon), primary(open)), ((1, 1), (1, 0)), "nobody is summoned");
        summoned(site, &conference);
        assert_eq!((primary(summon), primary(open)), ((1, 0), (1, 1)));
        opened(site, conference.id);
        assert_eq!((primary(summon), primary(open)), ((1, 0), (0, 0)));
    }

    fn the_page_tells_its_figures_as_of_a_day_and_leads_to_their_rows(site) {
        people(site);
        let conference = a_conference(site, None);
        let id = conference.id;
        let delegates = summoned(site, &conference);
        let point = point_of(site, id, "X02");
        site.write(move |tx| store::enter_expected(tx, &point, 40));
        opened(site, id);
        set(site, delegates[0].id, Outcome::Present);
        site.settle();
        let officer = site.as_role(Role::Officer, "TU");
        let address = format!("/conferences/{id}");
        let now = officer.open(&address).is_ok().has_text("6 triệu tập").has_text("1 có mặt").has_text("40 dự kiến dự");
        let head_count = now.attribute("a.figure[href*='conferences.head_count_expected']", "href");
        let _ = officer.open(&head_count).is_ok().has_text("40");
        assert_eq!(now.count("input[name=day]"), 1);
        let past = officer.open(&format!("{address}?day=2026-11-23")).is_ok();
        let past = past.has_text("6 triệu tập").has_text("0 có mặt").has_text("tính đến hết ngày 23/11/2026");
        let figure = past.attribute("a.figure[href*='conferences.attended']", "href");
        assert!(figure.ends_with("&day=2026-11-23"), "{figure}");
        let _ = officer.open(&format!("{address}?day=2026-11-01")).is_ok().has_text("0 triệu tập").has_text("0 dự kiến dự");
        let commune = site.as_role(Role::CommuneOfficer, "X01");
        let own = commune.open(&format!("{address}?day=2026-11-01")).is_ok();
        assert_eq!(own.count("input[name=day]"), 0, "of single points the ledger knows nothing");
    }
}
