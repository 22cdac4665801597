//! What follows from annulling: certificates cease to hold and say so, prizes are given anew, nothing is issued twice; what
//! is erased of a person.

use kernel::PersonId;
use testkit::{Site, on_both_databases};

use crate::{a_contest, a_round, an_open_contest, announce, begun, joined, officer, settled, submitted};

/// Two contestants with the first two prizes, settled; the contest and its round.
fn a_settled_contest(site: &Site) -> (String, i64) {
    let (contest, round) = an_open_contest(site, &[]);
    for (name, right) in [("Lò Thị Mai", 5), ("Vàng A Sử", 4), ("Hà Văn Tư", 3)] {
        let _ = submitted(&begun(&joined(site, name), round), round, right);
    }
    settled(site, round);
    (contest, round)
}

fn issue(site: &Site, contest: &str) {
    let _ = officer(site).post(&format!("{contest}/certificates"), &[]).follow().is_ok();
}

/// The certificates of somebody, oldest first: prize and code.
fn certificates(site: &Site, name: &'static str) -> Vec<(String, String)> {
    site.read(move |tx| {
        let all = contests::store::list_certificates(tx, 1)?;
        Ok(all.into_iter().filter(|one| one.name == name).map(|one| (one.prize, one.code)).collect())
    })
}

on_both_databases! {
    fn a_certificate_of_an_annulled_result_says_so_and_the_ranks_behind_it_are_given_theirs(site) {
        let (contest, round) = a_settled_contest(site);
        issue(site, &contest);
        issue(site, &contest);
        let first = certificates(site, "Lò Thị Mai");
        assert_eq!(first.len(), 1, "pressed twice, issued once");
        let path = format!("/thi/certificates/{}", first[0].1);
        let _ = site.visitor().open(&path).is_ok().has_text("Chứng nhận này có thật");
        let fields = [("places", "1"), ("reason", "gian lận bằng máy")];
        let _ = officer(site).post(&format!("/contests/rounds/{round}/annul"), &fields).follow().is_ok();
        let page = site.visitor().open(&path).is_ok().has_text("không còn giá trị từ ngày 22/11/2026");
        let _ = page.has_text("đã được hủy theo thể lệ").lacks_text("có thật").lacks_text("gian lận");
        issue(site, &contest);
        let second = certificates(site, "Vàng A Sử");
        let prizes: Vec<&str> = second.iter().map(|(prize, _)| prize.as_str()).collect();
        assert_eq!(prizes.len(), 2, "{prizes:?}");
        let holds = |code: &str| site.visitor().open(&format!("/thi/certificates/{code}")).is_ok().text.contains("có thật");
        let holding: Vec<&str> = second.iter().filter(|(_, code)| holds(code)).map(|(prize, _)| prize.as_str()).collect();
        assert_eq!(holding, ["Giải Nhất"], "the other was replaced");
        assert_eq!(certificates(site, "Lò Thị Mai").len(), 1);
    }

    fn a_certificate_that_somebody_withdrew_is_not_issued_again(site) {
        let (contest, _) = a_settled_contest(site);
        issue(site, &contest);
        let code = certificates(site, "Lò Thị Mai").remove(0).1;
        let withdraw = |reason: &str| officer(site).post(&format!("{contest}/certificates/withdraw"), &[("code", &code), ("reason", reason)]);
        let _ = withdraw("chưa đủ hồ sơ nhận giải").follow().is_ok();
        let _ = withdraw("lần nữa").has_status(409);
        issue(site, &contest);
        assert_eq!(certificates(site, "Lò Thị Mai").len(), 1);
        let page = site.visitor().open(&format!("/thi/certificates/{code}")).is_ok();
        let _ = page.has_text("không còn giá trị từ ngày").has_text("chưa đủ hồ sơ nhận giải");
        assert!(officer(site).open(&format!("{contest}/certificates.pdf")).is_ok().bytes.starts_with(b"%PDF"));
    }

    fn a_place_that_is_not_in_the_log_is_told_at_its_field(site) {
        let (_, round) = a_settled_contest(site);
        let annul = |places: &str| officer(site).post(&format!("/contests/rounds/{round}/annul"), &[("places", places), ("reason", "khai sai")]);
        let page = annul("2, 9").has_status(422).has_text("không có số thứ tự nộp 9; các số có từ 1 đến 3");
        assert_eq!((page.attribute("#places", "value"), page.attribute("#reason", "value")), ("2, 9".into(), "khai sai".into()));
        let _ = annul("một").has_status(422).has_text("Nhập số thứ tự nộp");
        assert_eq!(site.read(|tx| tx.scalar::<i64>("SELECT COUNT(*) FROM contest_annulment", &[])), 0);
    }

    fn erasing_a_person_takes_the_name_off_certificates_and_finalists(site) {
        let contest = a_contest(site, &[("eligible", "list"), ("final_parts", "Chào hỏi")]);
        let round = a_round(site, &contest, &[]);
        let unit = site.unit("X01-C01-01");
        let person: PersonId = site.write(move |tx| people::store::insert_person(tx, &people::domain::NewPerson::named("Lò Thị Mai", unit)));
        let _ = officer(site).open(&format!("{contest}/contestants")).press("/fill").follow().is_ok();
        announce(site, &contest);
        site.set_time("2026-11-22", 9, 30);
        let (no, code): (i64, String) = site.read(|tx| tx.find("SELECT no, code FROM contestant WHERE name = 'Lò Thị Mai'", &[], |row| Ok((row.get(0)?, row.get(1)?))));
        let me = site.visitor().open("/thi/1").fill("code", &code).press("/enter").follow().is_ok().browser();
        let _ = submitted(&begun(&me, round), round, 5);
        settled(site, round);
        issue(site, &contest);
        let _ = officer(site).post(&format!("{contest}/final/add"), &[("contestant", &no.to_string())]).follow().is_ok().has_text("Lò Thị Mai");
        let _ = officer(site).post(&format!("{contest}/final/add"), &[("contestant", "999999")]).has_status(422);
        let _ = officer(site).post(&format!("{contest}/final/add"), &[("name", "Đội Bản Mường")]).follow().is_ok();
        let file = officer(site).open(&format!("{contest}/final?format=csv")).is_ok().text;
        assert!(file.contains("Lò Thị Mai") && file.contains("Đội Bản Mường"), "{file}");
        let code = certificates(site, "Lò Thị Mai").remove(0).1;
        site.write(move |tx| contests::store::erase_person(tx, person));
        let page = site.visitor().open(&format!("/thi/certificates/{code}")).is_ok().has_text("có thật");
        let _ = page.lacks_text("Lò Thị Mai").has_text(&format!("Số dự thi {no:06}"));
        let _ = officer(site).open(&format!("{contest}/final")).is_ok().lacks_text("Lò Thị Mai").has_text("Đội Bản Mường");
    }
}
