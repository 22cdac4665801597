//! What changes after the announcement: people, the day, a reflection given back after the closing, a person erased; and
//! whose digests are shown.

use kernel::{Day, PersonId, Role, UnitId};
use people::domain::{MemberStatus, NewPerson, Person};
use reflections::domain::{CallId, CallState, Reflection, figure};
use reflections::store::{self, Proposal};
use testkit::{Site, on_both_databases};

use crate::{CELL, OWN, a_call, a_person, as_member, assign, write_and_submit};

fn id_of(call: &str) -> CallId {
    call.rsplit('/').next().unwrap().parse().unwrap()
}

fn sum(site: &Site, call: &str, figure: &'static str) -> i64 {
    site.settle();
    site.assert_ledger_is_true();
    let (subject, unit, today) = (id_of(call).to_string(), site.unit("TU"), site.today());
    site.read(move |tx| figures::store::value(tx, &subject, figure, unit, today))
}

/// The person submits, without pages.
fn submitted(site: &Site, call: &str, person: PersonId) {
    let id = id_of(call);
    site.write(move |tx| {
        let reflection = store::find_reflection(tx, id, person)?;
        store::save_draft(tx, &reflection, &["Ba điểm mới.".to_owned()])?;
        let before = Reflection { version: reflection.version + 1, ..reflection };
        let after = before.clone().submit(CallState::Announced, false, tx.today()).unwrap();
        store::save_step(tx, &before, &after)?;
        let proposal = Proposal { theme: "Chung".into(), text: format!("Đề xuất {person}") };
        store::insert_proposal(tx, id, after.unit, &proposal)
    });
}

on_both_databases! {
    fn who_joined_since_is_added_and_who_leaves_is_taken_off_with_a_reason(site) {
        let an = a_person(site, "Lò Văn An");
        let call = a_call(site);
        let unit = site.unit(CELL).to_string();
        let secretary = site.as_role(Role::CellSecretary, CELL);
        let address = format!("{call}/people?unit={unit}");
        let _ = secretary.open(&address).is_ok().lacks_text("mới về");
        let binh = a_person(site, "Hà Thị Bình");
        let _ = as_member(site, binh).open(&format!("{call}/mine")).has_status(404);
        let added = secretary.open(&address).is_ok().has_text("1 người mới về").press("/people/add").follow().is_ok();
        let _ = added.has_text("Hà Thị Bình").lacks_text("mới về sau khi giao");
        assert_eq!(sum(site, &call, figure::DUE), 2);
        let member = as_member(site, binh);
        let _ = member.post(&format!("{call}/mine/draft"), &[("version", "1"), ("part", "Đang viết dở.")]).is_ok();
        let who = binh.to_string();
        let fields = [("unit", unit.as_str()), ("person", who.as_str()), ("reason", "chuyển sinh hoạt")];
        secretary.post(&format!("{call}/people/remove"), &fields[..2]).is_refused_because("REFL-17");
        let _ = site.as_role(Role::CellSecretary, "X02-C01-01").post(&format!("{call}/people/remove"), &fields).has_status(404);
        let _ = site.as_role(Role::Leader, CELL).post(&format!("{call}/people/remove"), &fields).has_status(403);
        let list = secretary.post(&format!("{call}/people/remove"), &fields).follow().is_ok().has_text("chuyển sinh hoạt");
        assert_eq!(sum(site, &call, figure::DUE), 1);
        // they learn why and keep what they wrote; the button for those who joined does not ask them again
        let _ = member.open(&format!("{call}/mine")).is_ok().has_text("chuyển sinh hoạt").has_text("Đang viết dở.");
        let _ = member.post(&format!("{call}/mine/draft"), &[("version", "2"), ("part", "x")]).has_status(404);
        let _ = list.lacks_text("mới về sau khi giao").press("/people/again").follow().is_ok();
        let page = member.open(&format!("{call}/mine")).is_ok();
        assert_eq!(page.text_of("#part-1"), "Đang viết dở.");
        assert_eq!(sum(site, &call, figure::DUE), 2);
        // who has submitted stays
        submitted(site, &call, an);
        let who = an.to_string();
        let fields = [("unit", unit.as_str()), ("person", who.as_str()), ("reason", "x")];
        secretary.post(&format!("{call}/people/remove"), &fields).is_refused_because("REFL-16");
        let file = secretary.open(&format!("{address}&format=csv")).is_ok();
        assert!(file.text.contains("Lò Văn An") && file.text.contains("Đã nộp") && !file.text.contains("Ba điểm mới"), "{}", file.text);
        let made = "SELECT COUNT(*) FROM event WHERE name = 'exports.made'";
        assert_eq!(site.read(|tx| tx.scalar::<i64>(made, &[])), 1);
        let _ = site.as_role(Role::Officer, "TU").open(&call).press("/close");
        secretary.post(&format!("{call}/people/add"), &[("unit", &unit)]).is_refused_because("REFL-15");
    }

    fn who_is_asked_again_still_belongs_to_the_call_and_to_who_asks(site) {
        let an = a_person(site, "Lò Văn An");
        let call = a_call(site);
        let (unit, who) = (site.unit(CELL).to_string(), an.to_string());
        let fields = [("unit", unit.as_str()), ("person", who.as_str()), ("reason", "chuyển sinh hoạt")];
        let secretary = site.as_role(Role::CellSecretary, CELL);
        let again = || secretary.post(&format!("{call}/people/again"), &fields);
        let _ = again().has_status(404);
        let _ = secretary.post(&format!("{call}/people/remove"), &fields).follow().is_ok();
        let change = |change: fn(&mut Person, UnitId, Day), to: &'static str| {
            let to = site.unit(to);
            site.write(move |tx| {
                let (mut person, today) = (people::store::find_person(tx, an)?, tx.today());
                change(&mut person, to, today);
                people::store::save_person(tx, &person)
            });
        };
        change(|person, _, today| person.ended_on = Some(today), CELL);
        again().is_refused_because("REFL-21");
        change(|person, _, _| (person.ended_on, person.known.member_status) = (None, MemberStatus::AssociationMember), CELL);
        again().is_refused_because("REFL-21");
        change(|person, to, _| (person.known.member_status, person.known.home_unit) = (MemberStatus::Official, to), "X02-C01-01");
        let _ = again().has_status(404);
        let (id, commune, province) = (id_of(&call), site.unit("X01"), site.unit("TU"));
        let move_call = move |to| site.write(move |tx| tx.run("UPDATE reflection_call SET unit_id = $2 WHERE id = $1", platform::params![id, to]).map(|_| ()));
        move_call(commune);
        again().is_refused_because("REFL-21");
        move_call(province);
        assert_eq!(sum(site, &call, figure::DUE), 0);
        change(|person, to, _| person.known.home_unit = to, CELL);
        let _ = again().follow().is_ok();
        assert_eq!(sum(site, &call, figure::DUE), 1);
    }

    fn the_day_is_moved_with_a_reason_that_everybody_sees(site) {
        let an = a_person(site, "Lò Văn An");
        let call = a_call(site);
        let officer = site.as_role(Role::Officer, "TU");
        let version = officer.open(&call).attribute("form[action$='/due'] input[name=version]", "value");
        let due = |day: &'static str, reason: &'static str| [("version", version.clone()), ("due_on", day.into()), ("reason", reason.into())];
        let send = |day, reason| {
            let fields = due(day, reason);
            let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
            officer.post(&format!("{call}/due"), &fields)
        };
        send("2026-12-20", " ").is_refused_because("REFL-17");
        send("2026-01-01", "mưa lũ").is_refused_because("REFL-18");
        let _ = send("2026-12-20", "mưa lũ").follow().is_ok().has_text("20/12/2026").has_text("mưa lũ");
        let _ = send("2026-12-21", "mưa lũ").has_status(409);
        let _ = as_member(site, an).open(&format!("{call}/mine")).is_ok().has_text("20/12/2026").has_text("mưa lũ");
        let rows = site.read(move |tx| store::list_of_person(tx, an));
        assert_eq!(rows[0].due_on.to_string(), "2026-12-20", "the desk follows");
        let _ = site.as_role(Role::CommuneOfficer, "X01").post(&format!("{call}/due"), &[("due_on", "2026-12-25")]).has_status(404);
    }

    fn what_is_given_back_after_the_closing_has_a_day_of_its_own(site) {
        let (an, binh) = (a_person(site, "Lò Văn An"), a_person(site, "Hà Thị Bình"));
        let call = a_call(site);
        assign(site, &call, binh, &[an]);
        let (author, reviewer) = (as_member(site, an), as_member(site, binh));
        let _ = write_and_submit(&author, &call, OWN, "Đóng thêm một đò.");
        let _ = site.as_role(Role::Officer, "TU").open(&call).press("/close").follow().is_ok();
        let text = format!("{call}/of/{an}");
        let shown = reviewer.open(&text).is_ok().has_text("Đợt viết đã kết thúc").fill("remark", "Nói rõ chuyến đò");
        shown.press("/return").is_refused_because("REFL-13");
        let until = site.today().plus(3);
        let _ = shown.fill("until", &until.to_string()).press("/return").follow().is_ok();
        assert_eq!(site.read(move |tx| store::list_of_person(tx, an)).len(), 1, "it is on the desk");
        let _ = author.open(&format!("{call}/mine")).is_ok().has_text(&until.shown()).has_text("Nói rõ chuyến đò");
        // the day passes, and the reviewer gives another
        site.set_time(&until.plus(1).to_string(), 8, 0);
        author.post(&format!("{call}/mine"), &[("version", "9"), ("part", "muộn")]).is_refused_because("REFL-05");
        let later = until.plus(5);
        let again = reviewer.open(&text).is_ok().fill("until", &later.to_string()).press("/day").follow().is_ok();
        let _ = again.has_text(&later.shown());
        let _ = write_and_submit(&author, &call, &format!("{OWN} Chuyến đầu ngày 05/12/2026."), "Đóng thêm một đò.");
        let _ = reviewer.open(&text).is_ok().press("/pass").follow().is_ok();
        assert_eq!(sum(site, &call, figure::PASSED), 1);
    }

    fn a_digest_above_tells_nothing_of_a_small_branch(site) {
        let people = |unit: &'static str, count: usize| -> Vec<PersonId> {
            let home = site.unit(unit);
            let named = move |n| NewPerson::named(format!("Lò Văn {unit} {n}"), home);
            (0..count).map(|n| site.write(move |tx| people::store::insert_person(tx, &named(n)))).collect()
        };
        let (large, small) = (people(CELL, 6), people("X01-C01-01", 5));
        let call = a_call(site);
        for person in large.iter().take(5).chain(small.iter().take(3)) {
            submitted(site, &call, *person);
        }
        site.settle();
        let digest = |role, unit: &'static str| site.as_role(role, unit).open(&format!("{call}/digest?unit={}", site.unit(unit)));
        // five of the cell taken from eight of the commune would leave three
        digest(Role::CellSecretary, CELL).is_refused_because("REFL-20");
        digest(Role::Leader, "X01-C01").is_refused_because("REFL-12");
        let _ = digest(Role::Leader, "X01").is_ok().has_text(&format!("Đề xuất {}", small[0]));
        let officer = site.as_role(Role::Officer, "TU");
        officer.open(&format!("{call}/digest?unit={}", site.unit(CELL))).is_refused_because("REFL-20");
        let _ = officer.open(&format!("{call}?unit={}", site.unit(CELL))).is_ok().has_text("Xem bản của cấp trên");
        for person in small.iter().skip(3) {
            submitted(site, &call, *person);
        }
        site.settle();
        let own = digest(Role::CellSecretary, CELL).is_ok().has_text(&format!("Đề xuất {}", large[0]));
        let _ = own.lacks_text(&format!("Đề xuất {}", small[0]));
    }

    fn erasing_a_person_takes_what_they_wrote_and_what_was_written_about_it(site) {
        let (an, binh) = (a_person(site, "Lò Văn An"), a_person(site, "Hà Thị Bình"));
        let call = a_call(site);
        assign(site, &call, binh, &[an]);
        let author = as_member(site, an);
        let _ = write_and_submit(&author, &call, OWN, "Đóng thêm một đò.");
        let text = format!("{call}/of/{an}");
        let shown = as_member(site, binh).open(&text).is_ok();
        let _ = shown.fill("remark", "Chuyện nhà đồng chí thì bỏ").press("/return").follow().is_ok();
        let reflection = site.read(move |tx| store::find_reflection(tx, id_of(&call), an));
        let earlier = (reflection.clone(), ["chữ cũ".to_owned()], ["chữ mới".to_owned()]);
        site.write(move |tx| store::keep_earlier(tx, &earlier.0, &earlier.1, &earlier.2));
        site.write(move |tx| {
            let person = people::store::find_person(tx, an)?;
            people::store::save_person(tx, &people::domain::Person { ended_on: Some(tx.today()), ..person })
        });
        let erase = site.as_role(Role::Administrator, "TU").open(&format!("/people/{an}/erase")).is_ok();
        let _ = erase.fill("name", "Lò Văn An").press("/erase").follow().is_ok();
        let call = reflection.call;
        let left = site.read(move |tx| store::find_own_texts(tx, call, an, 3));
        assert!(left.iter().all(String::is_empty), "{left:?}");
        let after = site.read(move |tx| store::find_reflection(tx, call, an));
        assert_eq!((after.remark.as_str(), after.submitted_on), ("", reflection.submitted_on));
        assert_eq!(site.read(move |tx| store::list_earlier(tx, call, an, 9)).len(), 0);
        assert_eq!(sum(site, &format!("/reflections/{call}"), figure::SUBMITTED), 1, "no figure changes");
        // what waited for an erased reviewer has none
        let chi = a_person(site, "Vàng Thị Chi");
        site.write(move |tx| {
            let sql = "UPDATE reflection SET person_id = $1, reviewer_person_id = $2 WHERE person_id = $3";
            tx.run(sql, &[&chi, &binh, &an])?;
            store::erase_person(tx, binh)
        });
        assert_eq!(site.read(move |tx| store::find_reflection(tx, call, chi)).reviewer, None);
    }

    fn what_was_written_follows_the_record_that_is_kept(site) {
        let an = a_person(site, "Lò Văn An");
        let call = a_call(site);
        submitted(site, &call, an);
        let kept = a_person(site, "Lò Văn Ân");
        let features = crate::features();
        site.write(move |tx| {
            let (kept, merged) = (people::store::find_person(tx, kept)?, people::store::find_person(tx, an)?);
            people::store::merge(tx, &kept, &merged, &features).map(|_| ())
        });
        let _ = as_member(site, kept).open(&format!("{call}/mine")).is_ok().has_text("Ba điểm mới.");
        let features = crate::features();
        site.write(move |tx| {
            let merge = people::store::list_merges(tx, kept)?.remove(0);
            people::store::part(tx, &merge, &features)
        });
        let id = id_of(&call);
        assert_eq!(site.read(move |tx| store::find_own_texts(tx, id, an, 3))[0], "Ba điểm mới.");
    }
}
