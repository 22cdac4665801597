//! Many opinions: the list is paged, sorted and searched, the text is read once; who may be asked at all; what the author
//! is told.

use drafts::asking::{self, Said};
use drafts::domain::{OpinionKind, RoundId};
use drafts::store::Giver;
use kernel::Role;
use testkit::{Site, on_both_databases};

use crate::{a_draft, a_draft_of, a_person, a_round, asked_page, version_of};

fn round_id(answers: &str) -> RoundId {
    asked_page(answers).rsplit('/').next().unwrap().parse().unwrap()
}

/// So many opinions on paper about the clause «I › 1», from numbered givers.
fn opinions(site: &Site, round: RoundId, count: usize) {
    site.write(move |tx| {
        let round = drafts::store::find_round(tx, round)?;
        for number in 1..=count {
            let said = Said {
                clause: 2,
                kind: OpinionKind::Question,
                text: if number == 7 { "Kinh phí lấy ở đâu?".into() } else { "Vì sao?".into() },
                wording: String::new(),
                giver: Giver::Paper(format!("Chi bộ {number:04}"), tx.today()),
                invitee: None,
            };
            asking::give(tx, &round, said)
                .map_err(|error| platform::db::StoreError::corrupt("draft_opinion", format!("{error:?}")))?;
        }
        Ok(())
    });
}

on_both_databases! {
    fn many_opinions_are_paged_sorted_and_searched_without_accents(site) {
        let draft = a_draft(site);
        let answers = a_round(site, &draft, &[], &["X01"]);
        opinions(site, round_id(&answers), 120);
        let officer = site.as_role(Role::Officer, "TU");
        let first = officer.open(&answers).is_ok().has_text("Chi bộ 0001").lacks_text("Chi bộ 0051").has_text("1/3");
        assert_eq!(first.count("form[action$='/decide']"), 50);
        let _ = officer.open(&format!("{answers}?page=3")).is_ok().has_text("Chi bộ 0120").lacks_text("Chi bộ 0100");
        let _ = officer.open(&format!("{answers}?sort=-from")).is_ok().has_text("Chi bộ 0120").lacks_text("Chi bộ 0001");
        let found = officer.open(&format!("{answers}?q=kinh+phi")).is_ok().has_text("Chi bộ 0007");
        assert_eq!(found.count("form[action$='/decide']"), 1);
        let decided = found.fill("decision", "explained").fill("answer", "Ngân sách đảng.").press("/decide");
        assert!(decided.location().contains("?q=kinh+phi#o"), "{}", decided.location());
        let _ = officer.open(&format!("{answers}?state=explained")).is_ok().has_text("Chi bộ 0007").lacks_text("Chi bộ 0008");
        let _ = officer.open(&format!("{answers}?q=khong+co")).is_ok().has_text("Không có");
        let file = officer.open(&format!("{answers}?q=kinh+phi&format=csv")).is_ok().text;
        assert!(file.contains("Kinh phí lấy ở đâu?") && !file.contains("Chi bộ 0008"), "{file}");
    }

    fn the_text_is_read_once_when_the_round_opens_however_many_opinions_come(site) {
        let draft = a_draft(site);
        let answers = a_round(site, &draft, &[], &["X01"]);
        // without the text nothing could be read again
        site.write(|tx| tx.run("UPDATE draft_revision SET text = ''", &[]).map(|_| ()));
        opinions(site, round_id(&answers), 300);
        let tied = "SELECT COUNT(*) FROM draft_opinion WHERE clause_path = 'I › 1'";
        assert_eq!(site.read(|tx| tx.scalar::<i64>(tied, &[])), 300);
        let _ = site.as_role(Role::CommuneOfficer, "X01").open(&asked_page(&answers)).is_ok().has_text("mỗi quý một lần");
    }

    fn only_who_lies_in_the_askers_reach_is_asked(site) {
        let fields = [("type_code", "KH"), ("title", "về sinh hoạt chuyên đề"), ("place", "An Khê")];
        let draft = a_draft_of(site, Role::CommuneOfficer, "X01", &fields);
        let officer = site.as_role(Role::CommuneOfficer, "X01");
        let (own, other) = (a_person(site, site.unit("X01"), "Ma Thị Sao"), a_person(site, site.unit("X02"), "Lò Văn Pó"));
        let version = officer.open(&format!("{draft}/ask")).attribute("input[name=version]", "value");
        let ask = |field: &str, id: String| {
            let fields = [("kind", "units"), ("due_on", "2026-11-30"), ("version", &version), (field, &id)];
            officer.post(&format!("{draft}/ask"), &fields)
        };
        let _ = ask("person", other.to_string()).has_status(404);
        let foreign = site.write(|tx| {
            let new = units::domain::NewUnit {
                code: "KHAC".into(), kind: kernel::UnitKind::ProvinceCommittee, name: "Tỉnh ủy Khác".into(),
                short_name: String::new(), parent: None, founded_on: None,
            };
            units::store::insert(tx, &new)
        });
        let _ = ask("unit", foreign.to_string()).has_status(404);
        assert_eq!(site.read(|tx| tx.scalar::<i64>("SELECT COUNT(*) FROM draft_round", &[])), 0);
        assert_eq!(ask("person", own.to_string()).status.as_u16(), 303);
    }

    fn who_accepts_without_changing_the_text_is_told(site) {
        let draft = a_draft(site);
        let answers = a_round(site, &draft, &[], &["X01"]);
        opinions(site, round_id(&answers), 1);
        let officer = site.as_role(Role::Officer, "TU");
        let told = "nội dung dự thảo chưa đổi";
        let page = officer.open(&answers).is_ok().lacks_text(told).fill("decision", "accepted").fill("answer", "Đã sửa.");
        let _ = page.press("/decide").follow().is_ok().has_text(told);
        let edit = officer.open(&format!("{draft}/edit")).fill("text", "I. MỤC TIÊU\n1. Mỗi năm một lần.");
        let _ = edit.press("/edit").follow().is_ok();
        let _ = officer.open(&answers).is_ok().lacks_text(told);
    }

    fn a_draft_for_nobody_is_warned_of_and_issued_all_the_same(site) {
        let draft = a_draft(site);
        let _ = version_of(site, &draft);
        let _ = site.as_role(Role::Officer, "TU").open(&draft).press("/submit").follow().is_ok();
        let _ = site.as_role(Role::Leader, "TU").open(&draft).press("/approve").follow().is_ok();
        let form = site.as_role(Role::Officer, "TU").open(&format!("{draft}/issue")).is_ok().has_text("Chưa ghi nơi nhận");
        let form = form.fill("signer", "Trần Thị Hạnh").fill("position_name", "Bí thư");
        let _ = form.press("/issue").follow().is_ok().has_text("Đã ban hành");
    }

    fn the_words_that_are_missing_are_marked_at_their_field(site) {
        let draft = a_draft(site);
        let answers = a_round(site, &draft, &[], &["X01"]);
        let form = site.as_role(Role::CommuneOfficer, "X01").open(&format!("{}?clause=2", asked_page(&answers)));
        let refused = form.fill("kind", "amend").fill("text", "Quá dày.").press("/opinions").has_status(422);
        assert_eq!((refused.count("#wording[aria-invalid]"), refused.count("#opinion-text[aria-invalid]")), (1, 0));
    }
}
