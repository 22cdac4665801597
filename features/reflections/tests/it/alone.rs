//! A reflection is read by its author and its reviewer, by nobody else: not by role, not through lists, search, exports,
//! the file of a person's data or a merging of records.

use std::io::Read as _;

use kernel::Role;
use testkit::on_both_databases;

use crate::{CELL, a_call, a_person, as_member, assign, write_and_submit};

/// Words that stand in the reflection and nowhere else.
const SECRET: &str = "Tôi chưa đồng tình với cách chia bãi bồi ở thôn Rạch Gốc, nơi 17 hộ mất lối ra sông từ năm 2026 và tôi đã ba lần nói ở chi bộ mà không ai ghi vào biên bản.";
const SIGN: &str = "Rạch Gốc";

const ROLES: [Role; 7] = Role::ALL;

/// Everything in an archive, as text.
fn unpacked(archive: &[u8]) -> String {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(archive)).unwrap();
    let mut text = String::new();
    for place in 0..archive.len() {
        archive.by_index(place).unwrap().read_to_string(&mut text).unwrap();
    }
    text
}

on_both_databases! {
    fn for_everybody_else_there_is_no_such_thing(site) {
        let (an, binh, stranger) = (a_person(site, "Lò Văn An"), a_person(site, "Hà Thị Bình"), a_person(site, "Vàng A Tủa"));
        let call = a_call(site);
        assign(site, &call, binh, &[an]);
        let _ = write_and_submit(&as_member(site, an), &call, SECRET, "Mở lại lối ra sông.");
        let text = format!("{call}/of/{an}");
        let _ = as_member(site, binh).open(&text).is_ok().has_text(SIGN);
        for role in ROLES {
            for unit in ["TU", "X01", CELL] {
                for person in [None, Some(stranger)] {
                    let other = site.as_person(role, unit, person);
                    let _ = other.open(&text).has_status(404);
                    for step in ["return", "pass", "proposals"] {
                        let fields = [("version", "3"), ("remark", "x"), ("theme", "x"), ("text", "x")];
                        let _ = other.post(&format!("{text}/{step}"), &fields).has_status(404);
                    }
                    for page in ["", "/people", "/digest", "/mine", "/mine/coach", "/edit"] {
                        assert!(!other.open(&format!("{call}{page}")).text.contains(SIGN), "{role} {unit} {page}");
                    }
                }
            }
        }
        // its author does not review it, and the reviewer does not write it
        let _ = as_member(site, an).open(&text).has_status(404);
        let _ = as_member(site, binh).open(&format!("{call}/mine")).is_ok().lacks_text(SIGN);
        let _ = site.visitor().open(&text).lacks_text(SIGN);
    }

    fn a_draft_is_not_read_by_the_reviewer_and_a_former_reviewer_reads_nothing(site) {
        let (an, binh, chi) = (a_person(site, "Lò Văn An"), a_person(site, "Hà Thị Bình"), a_person(site, "Vàng Thị Chi"));
        let call = a_call(site);
        assign(site, &call, binh, &[an]);
        let text = format!("{call}/of/{an}");
        let _ = as_member(site, an).post(&format!("{call}/mine/draft"), &[("version", "2"), ("part", SECRET)]).is_ok();
        let _ = as_member(site, binh).open(&text).has_status(404);
        let _ = write_and_submit(&as_member(site, an), &call, SECRET, "");
        let _ = as_member(site, binh).open(&text).is_ok();
        // another reviewer of what is submitted needs a reason, and its author is told
        let unit = site.unit(CELL).to_string();
        let (to, of) = (chi.to_string(), an.to_string());
        let fields = [("unit", unit.as_str()), ("reviewer", &to), ("person", &of), ("reason", "đồng chí Bình đi học")];
        let secretary = site.as_role(Role::CellSecretary, CELL);
        secretary.post(&format!("{call}/people"), &fields[..3]).is_refused_because("REFL-14");
        let _ = as_member(site, binh).open(&text).is_ok();
        let _ = secretary.post(&format!("{call}/people"), &fields).follow().is_ok();
        let told = as_member(site, an).open(&format!("{call}/mine")).is_ok().has_text("đổi từ Hà Thị Bình sang Vàng Thị Chi");
        let _ = told.has_text("đồng chí Bình đi học").lacks_text("tự nhận");
        let _ = as_member(site, binh).open(&text).has_status(404);
        let _ = as_member(site, binh).open("/reflections/reviewing").is_ok().lacks_text("Lò Văn An");
        let _ = as_member(site, chi).open(&text).is_ok().has_text(SIGN);
        // who assigns takes it only with a reason, and its author is told that too
        let own = site.as_person(Role::CellSecretary, CELL, Some(binh));
        let fields = [("unit", unit.as_str()), ("reviewer", &binh.to_string()), ("person", &of), ("reason", "đồng chí Chi nghỉ ốm")];
        own.post(&format!("{call}/people"), &fields[..3]).is_refused_because("REFL-14");
        let _ = own.post(&format!("{call}/people"), &fields).follow().is_ok();
        let _ = as_member(site, an).open(&format!("{call}/mine")).is_ok().has_text("Người phân công tự nhận bài này");
        let fields = [("unit", unit.as_str()), ("reviewer", &to), ("person", &of), ("reason", "đồng chí Chi khỏi ốm")];
        let _ = own.post(&format!("{call}/people"), &fields).follow().is_ok();
        let person = an;
        let told = site.read(move |tx| reflections::store::list_told_since(tx, person, kernel::Instant(0)));
        assert_eq!(told.iter().map(|change| change.to.as_str()).collect::<Vec<_>>(), ["Vàng Thị Chi"]);
        let logged = "SELECT COUNT(*) FROM event WHERE name = 'reflections.reviewer_assigned' AND detail LIKE '%nghỉ%'";
        assert_eq!(site.read(|tx| tx.scalar::<i64>(logged, &[])), 0, "reasons go with the person's data");
        // nobody reviews what they wrote, and nobody from elsewhere is given
        let own = [("unit", unit.as_str()), ("reviewer", &an.to_string()), ("person", &an.to_string())];
        site.as_role(Role::CellSecretary, CELL).post(&format!("{call}/people"), &own).is_refused_because("REFL-10");
        let _ = site.as_role(Role::CellSecretary, "X02-C01-01").open(&format!("{call}/people?unit={unit}")).has_status(404);
        let _ = site.as_role(Role::Leader, CELL).open(&format!("{call}/people?unit={unit}")).has_status(403);
    }

    fn neither_search_nor_log_nor_the_file_of_a_person_nor_a_merging_tells_of_it(site) {
        let (an, binh, double) = (a_person(site, "Lò Văn An"), a_person(site, "Hà Thị Bình"), a_person(site, "Lò Văn Ân"));
        let call = a_call(site);
        assign(site, &call, binh, &[an]);
        let _ = write_and_submit(&as_member(site, an), &call, SECRET, "");
        let officer = site.as_role(Role::Officer, "TU");
        let administrator = site.as_role(Role::Administrator, "TU");
        for browser in [&officer, &administrator] {
            assert!(!browser.open("/search?q=Rach+Goc").text.contains("17 hộ"));
            for page in [format!("/people/{an}"), format!("/figures/{}/reflections.submitted?unit={}", call.rsplit('/').next().unwrap(), site.unit("TU"))] {
                assert!(!browser.open(&page).text.contains(SIGN), "{page}");
            }
        }
        let file = administrator.post(&format!("/people/{an}/data"), &[]).is_ok();
        let data = unpacked(&file.bytes);
        assert!(data.contains("reflection_text") && !data.contains(SIGN) && !data.contains("17 hộ"), "{data}");
        let logged = "SELECT COUNT(*) FROM event WHERE detail LIKE '%Gốc%' OR subject LIKE '%Gốc%'";
        assert_eq!(site.read(|tx| tx.scalar::<i64>(logged, &[])), 0);
        // what the file of a person's data would say of each of our rows
        for rows in reflections::plug().person_rows {
            let sql = format!("SELECT {} FROM {} t WHERE t.{} = $1", rows.told, rows.table, rows.column);
            let told = site.read(|tx| tx.list(&sql, &[&an], |row| row.get::<String>(0)));
            assert!(told.iter().all(|text| !text.contains(SIGN)), "{told:?}");
        }
        // the record that is kept has its own reflection: the other's stays with the record it was written under
        let features = crate::features();
        site.write(move |tx| {
            let (kept, merged) = (people::store::find_person(tx, double)?, people::store::find_person(tx, an)?);
            people::store::merge(tx, &kept, &merged, &features).map(|_| ())
        });
        let counted = || {
            site.settle();
            site.assert_ledger_is_true();
            let body = officer.open(&format!("/api/v1{call}")).is_ok().json();
            (body["due"].as_i64(), body["submitted"].as_i64())
        };
        assert_eq!(counted(), (Some(2), Some(1)), "one person is asked once");
        let kept = as_member(site, double);
        let _ = kept.open(&format!("{call}/mine")).is_ok().lacks_text(SIGN);
        let _ = kept.open(&format!("{call}/of/{an}")).has_status(404);
        let _ = as_member(site, binh).open(&format!("{call}/of/{an}")).is_ok().has_text(SIGN);
        let features = crate::features();
        site.write(move |tx| {
            let merge = people::store::list_merges(tx, double)?.remove(0);
            people::store::part(tx, &merge, &features)
        });
        assert_eq!(counted(), (Some(3), Some(1)));
    }
}
