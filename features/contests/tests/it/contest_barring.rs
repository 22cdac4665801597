//! Who may not take part: organisers however they register, and after the announcement only by annulling; the frozen list
//! stays the denominator.

use testkit::{Page, Site, on_both_databases};

use crate::{a_contest, a_round, announce, begun, joined, officer, settled, submitted, worked};

fn bar<'s>(site: &'s Site, contest: &str, fields: &[(&str, &str)]) -> Page<'s> {
    officer(site).post(&format!("{contest}/contestants/bar"), fields)
}

/// A list of two of X01 and two of X02; gives the contest and its open round.
fn a_listed_contest(site: &Site, changed: &[(&str, &str)]) -> (String, i64) {
    let mut fields = vec![("eligible", "list")];
    fields.extend_from_slice(changed);
    let contest = a_contest(site, &fields);
    let round = a_round(site, &contest, &[]);
    let list = "Họ và tên,Mã đơn vị,Năm sinh,Lý do\nGiàng Thị Dợ,X01,1990,\nLê Văn Ba,X01,1970,\nHà Văn Tư,X02,1980,\nLò Thị Mai,X02,1985,\n";
    let _ = officer(site)
        .upload(&format!("{contest}/contestants/import"), &[], ("file", "ds.csv", list.as_bytes()))
        .is_ok();
    (contest, round)
}

fn entered<'s>(site: &'s Site, no: i64) -> testkit::Browser<'s> {
    let code = site.read(move |tx| Ok(contests::store::find_contestant(tx, 1, no)?.code));
    site.visitor().open("/thi/1").fill("code", &code).press("/enter").follow().is_ok().browser()
}

on_both_databases! {
    fn organisers_are_known_by_any_way_of_writing_a_telephone_and_by_name_with_year_or_unit(site) {
        let contest = a_contest(site, &[("least_age", "14")]);
        let _ = a_round(site, &contest, &[]);
        let unit = site.unit("X01").to_string();
        let _ = bar(site, &contest, &[("name", "Lê Văn Ba"), ("phone", "0912 345 678"), ("born", "1980")]).follow().is_ok();
        let _ = bar(site, &contest, &[("name", "Hoàng Thị Tư"), ("unit", &unit)]).follow().is_ok().has_text("Hoàng Thị Tư");
        announce(site, &contest);
        let join = |name: &str, phone: &str, born: &str, unit: &'static str| {
            let unit = site.unit(unit).to_string();
            let page = worked(site.visitor().open("/thi/1")).fill("name", name).fill("unit", &unit);
            page.fill("phone", phone).fill("born", born).press("/join")
        };
        join("Tên Khác", "+84 912.345.678", "1990", "X02").is_refused_because("CONT-10");
        join("Lê Văn Ba", "", "1980", "X02").is_refused_because("CONT-10");
        join("Lê Văn Ba", "0987654321", "1980", "X02").is_refused_because("CONT-10");
        join("Hoàng Thị Tư", "", "1990", "X01").is_refused_because("CONT-10");
        assert_eq!(join("Hoàng Thị Tư", "", "1990", "X02").status.as_u16(), 303, "the same name in another unit");
        assert_eq!(join("Lê Văn Ba", "", "1991", "X01").status.as_u16(), 303, "the same name of another year");
    }

    fn whoever_is_barred_after_joining_begins_no_more_and_counts_in_nothing(site) {
        let contest = a_contest(site, &[]);
        let round = a_round(site, &contest, &[]);
        announce(site, &contest);
        site.set_time("2026-11-22", 9, 30);
        let unit = site.unit("X01").to_string();
        let page = worked(site.visitor().open("/thi/1")).fill("name", "Lê Văn Ba").fill("unit", &unit);
        let organiser = page.fill("phone", "+84912345678").press("/join").browser();
        let _ = submitted(&begun(&organiser, round), round, 5);
        let running = begun(&organiser, round);
        let _ = submitted(&begun(&joined(site, "Vàng A Sử"), round), round, 3);
        let twin = joined(site, "Lê Văn Ba");
        // a name alone takes nothing from anybody once the contest is announced
        let _ = bar(site, &contest, &[("name", "Lê Văn Ba")]).has_status(422).has_text("để không nhầm người cùng tên");
        let _ = bar(site, &contest, &[("name", "Lê Văn Ba"), ("phone", "0912345678"), ("reason", "Ban Tổ chức")]).follow().is_ok();
        organiser.post_raw(&format!("/thi/rounds/{round}/start"), &[]).is_refused_because("CONT-22");
        let fields = [("number", "2"), ("revision", "1"), ("answers", "BBBBB")];
        running.browser().post_raw(&format!("/thi/rounds/{round}/submit"), &fields).is_refused_because("CONT-22");
        let code = site.read(|tx| Ok(contests::store::find_contestant(tx, 1, 1)?.code));
        site.visitor().open("/thi/1").fill("code", &code).press("/enter").is_refused_because("CONT-15");
        let _ = submitted(&begun(&twin, round), round, 4);
        let ranking = site.visitor().open(&format!("/thi/rounds/{round}/ranking")).is_ok();
        let _ = ranking.has_text("2 người");
        // what was still running is ended with the round and counts in nothing either
        settled(site, round);
        let page = officer(site).open(&format!("/contests/rounds/{round}/ranking")).is_ok().has_text("2 người");
        assert_eq!(page.text.matches("Ban Tổ chức").count(), 2, "{}", page.visible());
        let report = fair_contest::verify(site.visitor().open("/thi/1/published.jsonl").is_ok().bytes.as_slice()).unwrap();
        assert!(report.is_true() && report.rounds[0].annulled == 2, "{:?}", report.faults);
        site.settle();
        site.assert_ledger_is_true();
    }

    fn a_unit_above_or_below_annuls_nobody_until_a_person_has_looked(site) {
        let contest = a_contest(site, &[]);
        let round = a_round(site, &contest, &[]);
        announce(site, &contest);
        site.set_time("2026-11-22", 9, 30);
        let me = joined(site, "Lê Văn Ba");
        let form = officer(site).open(&format!("{contest}/contestants")).is_ok();
        assert!(form.attribute("form[action$='/bar']", "data-confirm").contains("hủy tư cách ngay"));
        let (above, own) = (site.unit("TU").to_string(), site.unit("X01").to_string());
        let done = bar(site, &contest, &[("name", "Lê Văn Ba"), ("unit", &above)]);
        assert!(done.headers["set-cookie"].to_str().unwrap().contains("contests-barred-perhaps"), "they are listed");
        let _ = done.follow().is_ok().has_text("Lê Văn Ba").has_text("0 người không");
        let code = site.read(|tx| Ok(contests::store::find_contestant(tx, 1, 1)?.code));
        let entering = site.visitor().open("/thi/1").fill("code", &code).press("/enter");
        assert_eq!(entering.status.as_u16(), 303, "{}", entering.visible());
        let _ = submitted(&begun(&me, round), round, 5);
        settled(site, round);
        let annulled = || site.read(|tx| Ok(contests::store::find_contestant(tx, 1, 1)?.annulled));
        assert_eq!(annulled(), "");
        let _ = bar(site, &contest, &[("name", "Lê Văn Ba"), ("unit", &own), ("reason", "Ra đề")]).follow().is_ok();
        assert_eq!(annulled(), "Ra đề");
    }

    fn lists_leave_out_who_is_barred_before_and_after_they_are_filled(site) {
        let (contest, _) = a_listed_contest(site, &[]);
        let page = bar(site, &contest, &[("name", "Lê Văn Ba"), ("born", "1970"), ("reason", "Ban Tổ chức")]).follow().is_ok();
        let _ = page.has_text("3 người được dự thi, 1 người không");
        let _ = bar(site, &contest, &[("name", "Vàng A Sử"), ("reason", "Ra đề")]).follow().is_ok();
        let more = "Họ và tên,Mã đơn vị\nVàng A Sử,X01\n";
        let path = format!("{contest}/contestants");
        let page = officer(site).upload(&format!("{path}/import"), &[], ("file", "ds.csv", more.as_bytes())).is_ok();
        let _ = page.has_text("3 người được dự thi, 2 người không");
        let _ = officer(site).post(&format!("{path}/unbar"), &[("no", "1")]).follow().has_text("4 người được dự thi, 1 người không");
        let unit = site.unit("X01-C01-01");
        site.write(move |tx| people::store::insert_person(tx, &people::domain::NewPerson::named("Vàng A Sử", unit)));
        let page = officer(site).open(&path).press("/fill").follow().is_ok();
        let _ = page.has_text("2 người không");
    }

    fn after_the_announcement_the_list_stands_and_annulled_ones_count_in_nothing(site) {
        let (contest, round) = a_listed_contest(site, &[("least_percent", "50"), ("collective_prizes", "Giải Nhất tập thể | 1")]);
        announce(site, &contest);
        site.set_time("2026-11-22", 9, 30);
        for (no, right) in [(1, 5), (2, 3), (3, 4)] {
            let _ = submitted(&begun(&entered(site, no), round), round, right);
        }
        let units = format!("/contests/rounds/{round}/units?format=csv");
        let before = officer(site).open(&units).is_ok().text;
        assert!(before.contains("100,00") && before.contains("50,00"), "{before}");
        let exclude = |no: &str, reason: &str| officer(site).post(&format!("{contest}/contestants/exclude"), &[("no", no), ("reason", reason)]);
        exclude("1", "").is_refused_because("CONT-25");
        let _ = exclude("1", "nhờ người khác thi hộ").follow().is_ok().has_text("nhờ người khác thi hộ").has_text("1 người bị hủy tư cách");
        let _ = exclude("4", "khai sai").follow().is_ok().has_text("4 người được dự thi, 0 người không");
        // two on each list as before: one of two counts in both units
        let after = officer(site).open(&units).is_ok().text;
        assert_eq!((after.matches("50,00").count(), after.matches("100,00").count()), (2, 0), "{after}");
        settled(site, round);
        // taken back after the settling as before it
        let _ = exclude("2", "khai sai").follow().is_ok();
        let last = officer(site).open(&units).is_ok().text;
        assert_eq!((last.matches("50,00").count(), last.matches("0,00").count()), (1, 3), "{last}");
        let ranking = officer(site).open(&format!("/contests/rounds/{round}/ranking")).is_ok().has_text("1 người");
        let _ = ranking.has_text("Hà Văn Tư").has_text("khai sai");
        site.settle();
        site.assert_ledger_is_true();
        let subject = contest.rsplit('/').next().unwrap().to_owned();
        let _ = officer(site).open(&format!("/figures/{subject}/contests.people")).is_ok().has_text("Hà Văn Tư").lacks_text("Lê Văn Ba");
        let _ = officer(site).open("/contests").is_ok().has_text("Tìm hiểu");
        let took = officer(site).open(&format!("{contest}/contestants?state=took")).is_ok();
        let _ = took.has_text("Hà Văn Tư").lacks_text("Lò Thị Mai");
        let _ = officer(site).open(&format!("{contest}/attempts?q=ha+van")).is_ok().has_text("Hà Văn Tư").lacks_text("Lê Văn Ba");
        assert!(officer(site).open(&format!("{contest}/attempts?format=xlsx")).is_ok().bytes.starts_with(b"PK"));
    }

    fn nobody_learns_of_a_contest_that_is_not_announced(site) {
        let contest = a_contest(site, &[("title", "Chưa ai biết")]);
        let _ = a_round(site, &contest, &[]);
        for path in ["/thi/1/join", "/thi/1/enter"] {
            let _ = site.visitor().post_raw(path, &[("name", "Ai Đó"), ("code", "aaaa-aaaa")]).has_status(404).lacks_text("Chưa ai biết");
        }
        let _ = site.visitor().open("/thi/1/units").has_status(404);
        let _ = site.visitor().open("/thi").is_ok().lacks_text("Chưa ai biết");
        announce(site, &contest);
        let _ = site.visitor().open("/thi?q=chua+ai").is_ok().has_text("Chưa ai biết");
        let _ = site.visitor().open("/thi?q=bau+cu").is_ok().has_text("Không tìm thấy").lacks_text("Chưa ai biết");
    }
}
