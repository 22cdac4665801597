//! Finalists recorded without a contestant's number: tied by the migration where one alone is meant, by a person elsewhere;
//! what is annulled then takes their certificates of the final.

use testkit::{Page, Site, on_both_databases};

use crate::{an_open_contest, joined, officer, worked};

/// A contest with a final, and this finalist of X01 recorded by name alone, marked.
fn a_final_of(site: &Site, name: &str) -> String {
    let (contest, _) =
        an_open_contest(site, &[("final_parts", "Chào hỏi"), ("final_prizes", "Cúp vàng | 2"), ("asks_phone", "no")]);
    let unit = site.unit("X01").to_string();
    let _ = officer(site).post(&format!("{contest}/final/add"), &[("name", name), ("unit", &unit)]).follow().is_ok();
    let mark = [("no", "1"), ("judge", "Giám khảo A"), ("part", "Chào hỏi"), ("mark", "9")];
    let _ = officer(site).post(&format!("{contest}/final/mark"), &mark).follow().is_ok();
    contest
}

/// Issues the certificate of the final, as it was kept before it knew its unit.
fn an_old_certificate(site: &Site, contest: &str) -> String {
    let _ = officer(site).post(&format!("{contest}/certificates"), &[]).follow().is_ok();
    site.write(|tx| tx.run("UPDATE contest_certificate SET unit_id = NULL", &[]));
    site.read(|tx| tx.scalar("SELECT code FROM contest_certificate", &[]))
}

/// What the migration does to the rows of before.
fn migrate(site: &Site) {
    let migration = include_str!("../../migrations/20261207-contests-finalists.sql");
    let updates: Vec<&str> = migration.split(";\n").filter(|text| text.contains("UPDATE contest_")).collect();
    assert_eq!(updates.len(), 2);
    site.write(move |tx| {
        for update in updates {
            tx.run(update, &[])?;
        }
        Ok(())
    });
}

fn annul<'s>(site: &'s Site, contest: &str, no: &str) -> Page<'s> {
    let fields = [("no", no), ("reason", "khai sai")];
    officer(site).post(&format!("{contest}/contestants/exclude"), &fields).follow().is_ok()
}

fn certificate<'s>(site: &'s Site, code: &str) -> Page<'s> {
    site.visitor().open(&format!("/thi/certificates/{code}")).is_ok()
}

on_both_databases! {
    fn a_finalist_of_before_whom_one_contestant_alone_can_be_is_tied_and_loses_the_certificate_with_them(site) {
        let contest = a_final_of(site, "Lò Thị Mai");
        let code = an_old_certificate(site, &contest);
        let _ = joined(site, "Lò Thị Mai");
        migrate(site);
        let page = officer(site).open(&format!("{contest}/final")).is_ok().has_text("000001");
        let _ = page.lacks_text("Chưa rõ là người dự thi nào");
        // it is still theirs: nothing is replaced
        let _ = officer(site).post(&format!("{contest}/certificates"), &[]).follow().is_ok();
        let _ = certificate(site, &code).has_text("có thật");
        let _ = annul(site, &contest, "1");
        let _ = certificate(site, &code).has_text("đã được hủy theo thể lệ");
    }

    fn whom_several_may_be_a_person_chooses_and_what_was_annulled_before_takes_the_certificate(site) {
        let contest = a_final_of(site, "Lò Thị Mai");
        let code = an_old_certificate(site, &contest);
        let (_, _) = (joined(site, "Lò Thị Mai"), joined(site, "Lò Thị Mai"));
        migrate(site);
        let _ = annul(site, &contest, "2");
        let _ = certificate(site, &code).has_text("có thật");
        let page = officer(site).open(&format!("{contest}/final")).is_ok().has_text("Chưa rõ là người dự thi nào");
        assert_eq!(page.count("#unknown input[type=radio]"), 3, "two contestants, or none of them");
        let tie = |fields: &[(&str, &str)]| officer(site).post(&format!("{contest}/final/tie"), fields);
        let _ = tie(&[("no", "1")]).has_status(422).has_text("Chọn một người");
        let _ = tie(&[("no", "1"), ("contestant", "99")]).has_status(422);
        let _ = tie(&[("no", "1"), ("contestant", "2")]).follow().is_ok().lacks_text("Chưa rõ là người dự thi nào");
        let _ = certificate(site, &code).has_text("đã được hủy theo thể lệ");
        let _ = tie(&[("no", "1"), ("contestant", "1")]).has_status(409);
        let _ = officer(site).open(&contest).is_ok().has_text("Xác định thí sinh chung kết là người dự thi nào");
    }

    fn a_team_called_like_somebody_is_asked_about_once(site) {
        let contest = a_final_of(site, "Lò Thị Mai");
        let unit = site.unit("X02").to_string();
        let done = worked(site.visitor().open("/thi/1").is_ok()).fill("name", "Lò Thị Mai").fill("unit", &unit).press("/join");
        assert_eq!(done.status.as_u16(), 303, "{}", done.visible());
        migrate(site);
        let final_page = format!("{contest}/final");
        // somebody of another unit is not taken for the finalist
        let _ = officer(site).open(&final_page).is_ok().has_text("Chưa rõ là người dự thi nào");
        let page = officer(site).post(&format!("{final_page}/tie"), &[("no", "1"), ("contestant", "none")]).follow().is_ok();
        let _ = page.lacks_text("Chưa rõ là người dự thi nào").lacks_text("000001");
    }
}
