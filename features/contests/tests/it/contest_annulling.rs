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
        let page = officer(site).open(&format!("{contest}/prizes")).is_ok();
        let at = |name: &str| page.text.rfind(name).unwrap();
        assert!(at("Lò Thị Mai") < at("Vàng A Sử") && at("Vàng A Sử") < at("Hà Văn Tư"), "in the order of the prizes");
        let path = format!("/thi/certificates/{}", first[0].1);
        let _ = site.visitor().open(&path).is_ok().has_text("Chứng nhận này có thật");
        let fields = [("places", "1"), ("reason", "gian lận bằng máy")];
        let _ = officer(site).post(&format!("/contests/rounds/{round}/annul"), &fields).follow().is_ok();
        let prizes = || officer(site).open(&format!("{contest}/prizes")).is_ok();
        let _ = prizes().has_text("1 giải chưa có chứng nhận, 1 chứng nhận không còn đúng");
        let page = site.visitor().open(&path).is_ok().has_text("không còn giá trị từ ngày 22/11/2026");
        let _ = page.has_text("đã được hủy theo thể lệ").lacks_text("có thật").lacks_text("gian lận");
        issue(site, &contest);
        let _ = prizes().lacks_text("chưa có chứng nhận");
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

    fn whoever_still_has_a_result_is_issued_another_and_a_unit_may_be_renamed(site) {
        let (contest, round) = an_open_contest(site, &[]);
        let me = joined(site, "Lò Thị Mai");
        let _ = submitted(&begun(&me, round), round, 5);
        let _ = submitted(&begun(&me, round), round, 4);
        let _ = submitted(&begun(&joined(site, "Vàng A Sử"), round), round, 3);
        settled(site, round);
        issue(site, &contest);
        let fields = [("places", "1"), ("reason", "máy lỗi")];
        let _ = officer(site).post(&format!("/contests/rounds/{round}/annul"), &fields).follow().is_ok();
        issue(site, &contest);
        let all = certificates(site, "Lò Thị Mai");
        assert_eq!(all.len(), 2, "one of the result that was annulled, one of the other");
        let holding = |code: &str| site.visitor().open(&format!("/thi/certificates/{code}")).is_ok().text.contains("có thật");
        assert_eq!(all.iter().filter(|(_, code)| holding(code)).count(), 1);
        let unit = site.unit("X01");
        site.write(move |tx| tx.run("UPDATE unit SET short_name = 'Tên mới' WHERE id = $1", platform::params![unit]));
        issue(site, &contest);
        assert_eq!((certificates(site, "Lò Thị Mai").len(), certificates(site, "Vàng A Sử").len()), (2, 1));
        // fewer prizes: nothing takes the place of what is lost
        site.write(|tx| {
            let contest = contests::store::find_by_no(tx, 1)?;
            let prizes = contest.rules.prizes[..1].to_vec();
            let rules = contests::domain::Rules { prizes, ..contest.rules.clone() };
            contests::store::save_rules(tx, &contest, &contest.title, &rules)
        });
        issue(site, &contest);
        let lost = certificates(site, "Vàng A Sử").remove(0).1;
        let page = site.visitor().open(&format!("/thi/certificates/{lost}")).is_ok();
        let _ = page.has_text("giải ghi trong chứng nhận này không còn").lacks_text("thay bằng");
    }

    fn an_annulled_finalist_has_no_place_and_no_prize_of_the_final(site) {
        let (contest, _) = an_open_contest(site, &[("final_parts", "Chào hỏi"), ("final_prizes", "Cúp vàng | 1")]);
        let _ = joined(site, "Lò Thị Mai");
        for fields in [("contestant", "1"), ("name", "Đội Bản Mường")] {
            let _ = officer(site).post(&format!("{contest}/final/add"), &[fields]).follow().is_ok();
        }
        for (no, mark) in [("1", "9"), ("2", "8")] {
            let fields = [("no", no), ("judge", "Giám khảo A"), ("part", "Chào hỏi"), ("mark", mark)];
            let _ = officer(site).post(&format!("{contest}/final/mark"), &fields).follow().is_ok();
        }
        issue(site, &contest);
        let code = certificates(site, "Lò Thị Mai").remove(0).1;
        assert!(certificates(site, "Đội Bản Mường").is_empty());
        let fields = [("no", "1"), ("reason", "khai sai")];
        let _ = officer(site).post(&format!("{contest}/contestants/exclude"), &fields).follow().is_ok();
        let _ = site.visitor().open(&format!("/thi/certificates/{code}")).is_ok().has_text("đã được hủy theo thể lệ");
        issue(site, &contest);
        assert_eq!(certificates(site, "Lò Thị Mai").len(), 1);
        assert_eq!(certificates(site, "Đội Bản Mường").remove(0).0, "Cúp vàng");
        let page = officer(site).open(&format!("{contest}/final")).is_ok().has_text("khai sai");
        assert!(page.text.find("Đội Bản Mường") < page.text.find("Lò Thị Mai"), "{}", page.visible());
    }

    fn erasing_a_person_leaves_the_papers_of_others_of_the_same_name(site) {
        let contest = a_contest(site, &[("eligible", "list")]);
        let _ = a_round(site, &contest, &[]);
        let (here, there) = (site.unit("X01-C01-01"), site.unit("X01"));
        let person = |name: &'static str, unit: kernel::UnitId| -> PersonId {
            site.write(move |tx| people::store::insert_person(tx, &people::domain::NewPerson::named(name, unit)))
        };
        let (alone, _, twin, _) =
            (person("Lò Thị Mai", here), person("Lò Thị Mai", there), person("Hà Văn Tư", here), person("Hà Văn Tư", here));
        let _ = officer(site).open(&format!("{contest}/contestants")).press("/fill").follow().is_ok();
        let old = |name: &'static str, unit: kernel::UnitId, code: &'static str| {
            site.write(move |tx| {
                let contest = contests::store::find_by_no(tx, 1)?;
                let unit_name = units::store::find(tx, unit)?.short_name;
                let (code, name, prize) = (code.to_owned(), name.to_owned(), "Giải Nhất".to_owned());
                let round_name = "Tuần 1".to_owned();
                let new = contests::store::NewCertificate {
                    code, name, unit_name, prize, round_name, contestant: None, round: None, unit: None,
                };
                contests::store::insert_certificates(tx, &contest, &[new])
            });
        };
        old("Lò Thị Mai", here, "a");
        old("Lò Thị Mai", there, "b");
        old("Hà Văn Tư", here, "c");
        site.write(move |tx| {
            contests::store::erase_person(tx, alone)?;
            contests::store::erase_person(tx, twin)
        });
        let name = |code: &'static str| site.read(move |tx| Ok(contests::store::find_certificate(tx, code)?.0.name));
        assert_eq!((name("a").as_str(), name("b").as_str(), name("c").as_str()), ("", "Lò Thị Mai", "Hà Văn Tư"));
    }
}
