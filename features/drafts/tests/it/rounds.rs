//! Rounds of opinions: who is asked, what they say clause by clause, with and without a name, the answers, the table.

use kernel::Role;
use platform::web::{Grant, Identity};
use testkit::{Site, on_both_databases};

use crate::{a_draft, a_person, a_round, asked_page};

fn count(site: &Site, sql: &'static str) -> i64 {
    site.read(|tx| tx.scalar(sql, &[]))
}

/// A member with a person of its own, in this unit.
pub(crate) fn a_member<'s>(site: &'s Site, code: &'static str, name: &'static str) -> testkit::Browser<'s> {
    let unit = site.unit(code);
    let person = a_person(site, unit, name);
    let account = kernel::AccountId(kernel::id_parts::Uuid::from(person));
    site.as_identity(Identity {
        account,
        person: Some(person),
        name: name.to_owned(),
        language: platform::texts::Language::Vietnamese,
        grants: vec![Grant { role: Role::Member, unit }],
        helper: None,
    })
}

on_both_databases! {
    fn a_unit_is_asked_and_says_what_it_wants_of_a_clause(site) {
        let draft = a_draft(site);
        let answers = a_round(site, &draft, &[("question", "Tập trung vào mục tiêu")], &["X01", "X02"]);
        let commune = site.as_role(Role::CommuneOfficer, "X01");
        let items = site.read(|tx| (drafts::plug().desk.unwrap())(tx, &platform::web::Actor::outside(&site.app, None)));
        assert!(items.is_empty(), "nobody has nothing on the desk");
        let round = asked_page(&answers);
        let page = commune.open(&round).is_ok().has_text("Tập trung vào mục tiêu").has_text("nhất trí, không có ý kiến");
        assert_eq!(page.count("section.clause"), 6);
        let form = commune.open(&format!("{round}?clause=2")).is_ok();
        form.clone_filled("amend", "Quá dày.", "").is_refused_because("DRAF-14");
        form.clone_filled("remove", "", "").is_refused_because("DRAF-13");
        let said = form.fill("kind", "amend").fill("text", "Quá dày.").fill("wording", "mỗi nửa năm một lần").press("/opinions");
        assert!(said.location().ends_with("#c2"));
        let _ = commune.open(&round).is_ok().has_text("Quá dày.").has_text("Đã trả lời");
        // the next unit says that it agrees, and does not see what the first said
        let second = site.as_role(Role::CommuneOfficer, "X02");
        let _ = second.open(&round).is_ok().lacks_text("Quá dày.").press("/agree").follow().is_ok().has_text("Đã trả lời");
        // who was not asked does not learn of it
        let _ = site.as_role(Role::CommuneOfficer, "D01").open(&round).has_status(404);
        let officer = site.as_role(Role::Officer, "TU");
        let all = officer.open(&answers).is_ok().has_text("I › 1").has_text("mỗi nửa năm một lần").has_text("2/2");
        let _ = all.has_text("Đảng ủy xã An Khê Thượng");
        let _ = officer.open(&format!("{round}/asked?state=answered")).is_ok().has_text("phường Đồng Bưởi");
        assert!(officer.open(&format!("{round}/asked?format=csv")).text.contains("Đã trả lời"));
    }

    fn an_opinion_given_in_a_members_place_is_the_members_and_says_who_gave_it(site) {
        let draft = a_draft(site);
        let answers = a_round(site, &draft, &[("is_open_to_people", "true")], &["X01"]);
        let round = asked_page(&answers);
        let unit = site.unit("X01-C02");
        let (old, own) = (a_person(site, unit, "Hầu A Dính"), a_person(site, unit, "Lò Thị Mây"));
        let account = kernel::AccountId(kernel::id_parts::Uuid::from(own));
        let as_who = |person, name: &str, helper: Option<&str>| site.as_identity(Identity {
            account,
            person: Some(person),
            name: name.into(),
            language: platform::texts::Language::Vietnamese,
            grants: vec![Grant { role: Role::Member, unit }],
            helper: helper.map(str::to_owned),
        });
        let (for_old, herself) = (as_who(old, "Hầu A Dính", Some("Lò Thị Mây")), as_who(own, "Lò Thị Mây", None));
        let form = for_old.open(&format!("{round}?clause=-1")).is_ok();
        let _ = form.fill("kind", "question").fill("text", "Bao giờ làm đường?").press("/opinions").follow().is_ok().has_text("Bao giờ làm đường?");
        // the secretary's own voice is another one
        let _ = herself.open(&round).is_ok().lacks_text("Bao giờ làm đường?");
        let _ = herself.open(&format!("{round}?clause=-1")).fill("kind", "question").fill("text", "Ai chịu trách nhiệm?").press("/opinions");
        let _ = for_old.open(&round).is_ok().lacks_text("Ai chịu trách nhiệm?");
        let all = site.as_role(Role::Officer, "TU").open(&answers).is_ok();
        let _ = all.has_text("Lò Thị Mây làm thay Hầu A Dính").has_text("Ai chịu trách nhiệm?");
        assert_eq!(count(site, "SELECT COUNT(*) FROM event WHERE name = 'drafts.opined' AND on_behalf_of IS NOT NULL"), 1);
        // without a name, neither leads to the opinion
        let fields = [("clause", "1"), ("kind", "remove"), ("text", "Thừa."), ("voice", "person"), ("is_anonymous", "true")];
        let _ = for_old.post(&format!("{round}/opinions"), &fields);
        assert_eq!(count(site, "SELECT COUNT(*) FROM event WHERE name = 'drafts.opined' AND on_behalf_of IS NOT NULL"), 1);
    }

    fn an_opinion_is_taken_back_until_it_is_answered(site) {
        let draft = a_draft(site);
        let answers = a_round(site, &draft, &[], &["X01"]);
        let (round, commune) = (asked_page(&answers), site.as_role(Role::CommuneOfficer, "X01"));
        let say = || commune.open(&format!("{round}?clause=-1")).fill("kind", "question").fill("text", "Vì sao?").press("/opinions");
        let _ = say().follow().is_ok().press("/withdraw").follow().is_ok().lacks_text("Vì sao?");
        let _ = say();
        let withdraw = commune.open(&round).is_ok();
        let officer = site.as_role(Role::Officer, "TU");
        let page = officer.open(&answers).is_ok();
        page.press("/decide").is_refused_because("DRAF-36");
        officer.open(&answers).fill("decision", "explained").press("/decide").is_refused_because("DRAF-18");
        officer.open(&answers).fill("decision", "accepted").press("/decide").is_refused_because("DRAF-19");
        let decide = officer.open(&answers).fill("decision", "explained").fill("answer", "Đã có trong Điều lệ.");
        let _ = decide.press("/decide").follow().is_ok().has_text("Giải trình").has_text("Đã có trong Điều lệ.");
        withdraw.press("/withdraw").is_refused_because("DRAF-16");
        let _ = commune.open(&round).is_ok().has_text("Đã có trong Điều lệ.");
    }

    fn who_leaves_the_name_out_is_found_nowhere(site) {
        let draft = a_draft(site);
        let fields = [("kind", "wide"), ("is_open_to_people", "true"), ("may_be_anonymous", "true")];
        let answers = a_round(site, &draft, &fields, &["X01"]);
        let round = asked_page(&answers);
        let member = a_member(site, "X01-C02", "Lò Thị Mẩy");
        let form = member.open(&format!("{round}?clause=4")).is_ok().has_text("Không nêu tên");
        let said = form.fill("kind", "question").fill("text", "Ai theo dõi?").fill("is_anonymous", "true").press("/opinions");
        let _ = said.follow().is_ok().has_text("Đã trả lời").lacks_text("Ai theo dõi?");
        let officer = site.as_role(Role::Officer, "TU");
        let _ = officer.open(&answers).is_ok().has_text("Không nêu tên").has_text("Ai theo dõi?").lacks_text("Lò Thị Mẩy");
        assert_eq!(count(site, "SELECT COUNT(*) FROM draft_opinion WHERE giver IS NULL AND from_name = '' AND received_on IS NULL"), 1);
        assert_eq!(count(site, "SELECT COUNT(*) FROM event WHERE name = 'drafts.opined' AND actor IS NOT NULL"), 0);
        // a version 7 id would tell the millisecond
        let id: String = site.read(|tx| tx.scalar("SELECT id FROM draft_opinion", &[]));
        let event: String = site.read(|tx| tx.scalar("SELECT id FROM event WHERE name = 'drafts.opined'", &[]));
        assert_ne!(id[..8], event[..8]);
        // nor does the list of those asked tell which of the people has answered
        let asked = officer.open(&format!("{round}/asked")).is_ok();
        let _ = asked.lacks_text("Lò Thị Mẩy");
        let _ = officer.open(&format!("{round}/asked?state=answered")).is_ok().lacks_text("Lò Thị Mẩy");
        let other = a_member(site, "X02-C01-01", "Giàng A Páo");
        let _ = other.open(&round).has_status(404);
    }

    fn of_people_who_may_leave_their_names_out_it_is_not_listed_who_answered(site) {
        let draft = a_draft(site);
        let member = a_member(site, "X01-C02", "Lò Thị Mẩy");
        let person: String = site.read(|tx| tx.scalar("SELECT id FROM person WHERE full_name = 'Lò Thị Mẩy'", &[]));
        let fields = [("kind", "wide"), ("may_be_anonymous", "true"), ("person", person.as_str())];
        let answers = a_round(site, &draft, &fields, &["X01"]);
        let round = asked_page(&answers);
        let form = member.open(&format!("{round}?clause=4")).is_ok();
        let said = form.fill("kind", "question").fill("text", "Ai theo dõi?").fill("is_anonymous", "true").press("/opinions");
        let _ = said.follow().is_ok();
        let officer = site.as_role(Role::Officer, "TU");
        let _ = officer.open(&format!("{round}/asked")).is_ok().has_text("Lò Thị Mẩy").has_text("không hiện từng người");
        for state in ["answered", "waiting"] {
            let _ = officer.open(&format!("{round}/asked?state={state}")).is_ok().lacks_text("Lò Thị Mẩy");
        }
    }

    fn names_are_needed_where_the_round_says_so(site) {
        let draft = a_draft(site);
        let answers = a_round(site, &draft, &[("is_open_to_people", "true")], &["X01"]);
        let round = asked_page(&answers);
        let member = a_member(site, "X01-C01-01", "Nông Văn Tài");
        let form = member.open(&format!("{round}?clause=0")).is_ok().lacks_text("Không nêu tên");
        let hidden = form.fill("kind", "question").fill("text", "Vì sao?").fill("is_anonymous", "true").press("/opinions");
        hidden.is_refused_because("DRAF-15");
        let _ = hidden.fill("is_anonymous", "false").press("/opinions").follow().is_ok().has_text("Nông Văn Tài");
    }

    fn a_round_asks_a_whole_level_and_chosen_people(site) {
        let draft = a_draft(site);
        let person = a_person(site, site.unit("X01"), "Ma Thị Sao").to_string();
        let officer = site.as_role(Role::Officer, "TU");
        let found = officer.open("/drafts/choices/people?q=ma+thi").is_ok().json();
        assert_eq!(found[0]["value"], person.as_str());
        let units = officer.open("/drafts/choices/units?q=an+khe").is_ok().json();
        assert!(units.as_array().unwrap().len() >= 2);
        let form = officer.open(&format!("{draft}/ask")).is_ok().has_text("Gửi cả một cấp").fill("unit", "");
        form.press("/ask").is_refused_because("DRAF-05");
        form.clone_with("due_on", "").is_refused_because("DRAF-06");
        form.clone_with("due_on", "2026-11-21").is_refused_because("DRAF-07");
        let answers = a_round(site, &draft, &[("level", "commune_committee"), ("person", &person)], &["D01"]);
        let _ = officer.open(&answers).is_ok().has_text("0/4");
        let asked = officer.open(&format!("{}/asked?q=ma+thi", asked_page(&answers))).is_ok();
        let _ = asked.has_text("Ma Thị Sao").lacks_text("An Khê");
        officer.post(&format!("{draft}/ask"), &[("kind", "units"), ("due_on", "2026-12-30")]).is_refused_because("DRAF-03");
        let empty = crate::a_draft_of(site, Role::Officer, "TU", &[("type_code", "KH"), ("title", "về")]);
        let edit = officer.open(&format!("{empty}/edit")).fill("text", "").press("/edit");
        let _ = edit.follow().is_ok().has_text("Chưa có nội dung");
        officer.open(&format!("{empty}/ask")).fill("level", "commune_committee").press("/ask").is_refused_because("DRAF-04");
    }

    fn social_criticism_is_the_fronts(site) {
        let draft = a_draft(site);
        let officer = site.as_role(Role::Officer, "TU");
        let form = officer.open(&format!("{draft}/ask")).is_ok().fill("kind", "criticism");
        form.fill("level", "commune_committee").press("/ask").is_refused_because("DRAF-08");
        let answers = a_round(site, &draft, &[("kind", "criticism")], &["X01-MT"]);
        let front = site.as_role(Role::CommuneOfficer, "X01-MT");
        let _ = front.open(&asked_page(&answers)).is_ok().has_text("Phản biện xã hội");
    }

    fn an_opinion_on_paper_answers_for_the_unit_that_sent_it(site) {
        let draft = a_draft(site);
        let answers = a_round(site, &draft, &[], &["X01", "X02"]);
        let officer = site.as_role(Role::Officer, "TU");
        let form = officer.open(&answers).is_ok().fill("clause", "1").fill("kind", "supplement");
        let form = form.fill("from", "ĐẢNG ỦY XÃ AN KHÊ THƯỢNG").fill("received_on", "2026-11-21");
        form.clone_filled("supplement", "Thiếu kinh phí.", "").is_refused_because("DRAF-14");
        let form = form.fill("text", "Thiếu kinh phí.").fill("wording", "3. Bảo đảm kinh phí.");
        let _ = form.press("/paper").follow().is_ok().has_text("bằng văn bản giấy").has_text("1/2").has_text("21/11/2026");
        // who was not asked may write too
        let other = officer.open(&answers).fill("from", "Ông Lò Văn Pó").fill("kind", "question").fill("text", "Bao giờ xong?");
        let _ = other.fill("received_on", "2026-11-22").press("/paper").follow().is_ok().has_text("Lò Văn Pó").has_text("1/2");
        let _ = officer.open(&answers).fill("from", "").press("/paper").has_status(422).has_text("Ghi cơ quan");
    }

    fn a_round_closes_early_only_for_a_reason(site) {
        let draft = a_draft(site);
        let answers = a_round(site, &draft, &[], &["X01"]);
        let officer = site.as_role(Role::Officer, "TU");
        let open = officer.open(&answers).is_ok();
        open.press("/close").is_refused_because("DRAF-10");
        // the day goes by: the unit is overdue, and the round may be closed
        site.set_time("2026-12-01", 8, 0);
        let _ = officer.open(&format!("{}/asked", asked_page(&answers))).is_ok().has_text("Quá hạn");
        let closed = officer.open(&answers).is_ok().has_text("Quá hạn góp ý").press("/close").follow();
        let _ = closed.is_ok().has_text("Đã đóng");
        let _ = officer.open(&draft).is_ok().has_text("Đang soạn");
        let late = site.as_role(Role::CommuneOfficer, "X01");
        late.post(&format!("{}/agree", asked_page(&answers)), &[]).is_refused_because("DRAF-11");
        open.fill("reason", "x").press("/close").is_refused_because("DRAF-09");
    }

    fn the_table_holds_every_opinion_with_its_answer(site) {
        let draft = a_draft(site);
        let answers = a_round(site, &draft, &[], &["X01"]);
        let commune = site.as_role(Role::CommuneOfficer, "X01");
        let form = commune.open(&format!("{}?clause=5", asked_page(&answers)));
        let _ = form.fill("kind", "amend").fill("wording", "báo cáo sáu tháng một lần").press("/opinions");
        let officer = site.as_role(Role::Officer, "TU");
        let _ = officer.open(&format!("{draft}/table")).is_ok().has_text("Chưa trả lời");
        let decide = officer.open(&answers).fill("decision", "accepted").fill("answer", "Đã sửa mục II.1.");
        let _ = decide.press("/decide").follow().is_ok();
        let table = officer.open(&format!("{draft}/table")).is_ok().has_text("II › 1").has_text("Đã sửa mục II.1.");
        let _ = table.has_text("Đề nghị viết: “báo cáo sáu tháng một lần”").has_text("1/1");
        let file = officer.open(&format!("{draft}/table/docx")).is_ok();
        let read = official_text::read::text_of("bang.docx", &file.bytes).unwrap().body;
        assert!(read.contains("Đã sửa mục II.1.") && read.contains("Cơ quan, cá nhân góp ý"), "{read}");
    }

    fn the_api_shows_a_round_and_takes_opinions(site) {
        let draft = a_draft(site);
        let answers = a_round(site, &draft, &[], &["X01"]);
        let officer = site.as_role(Role::Officer, "TU");
        let list = officer.open("/api/v1/drafts?q=sinh+hoat").is_ok().json();
        assert_eq!((&list["total"], &list["rows"][0]["state"]), (&1.into(), &"asking".into()));
        let id = list["rows"][0]["id"].as_str().unwrap().to_owned();
        let whole = officer.open(&format!("/api/v1/drafts/{id}")).is_ok().json();
        let round = whole["rounds"][0]["id"].as_str().unwrap().to_owned();
        assert!(answers.contains(&round));
        let commune = site.as_role(Role::CommuneOfficer, "X01");
        let seen = commune.open(&format!("/api/v1/drafts/rounds/{round}")).is_ok().json();
        assert_eq!(seen["clauses"][2]["path"], "I › 1");
        let address = format!("/api/v1/drafts/rounds/{round}/opinions");
        let said = serde_json::json!({ "clause": 2, "kind": "remove", "text": "Trùng quy định khác." });
        let _ = commune.post_json(&address, &said).has_status(201);
        let silent = serde_json::json!({ "clause": 2, "kind": "remove" });
        let _ = commune.post_json(&address, &silent).has_status(422);
        let _ = site.as_role(Role::CommuneOfficer, "X02").post_json(&address, &said).has_status(404);
        let _ = officer.post_json(&address, &said).has_status(403);
        let _ = officer.open(&answers).is_ok().has_text("Trùng quy định khác.");
    }

    fn the_desk_says_who_is_asked_and_what_waits(site) {
        let draft = a_draft(site);
        let answers = a_round(site, &draft, &[("is_open_to_people", "true")], &["X01"]);
        let desk = drafts::plug().desk.unwrap();
        let account = kernel::AccountId(kernel::id_parts::Uuid::from_u128(9));
        let person = a_person(site, site.unit("X01-C02"), "Lò Thị Mẩy");
        let of = |role, code: &'static str, person| {
            let grants = vec![Grant { role, unit: site.unit(code) }];
            let language = platform::texts::Language::Vietnamese;
            let identity = Identity { account, person, name: String::new(), language, grants, helper: None };
            let actor = platform::web::Actor::outside(&site.app, Some(identity));
            site.read(|tx| desk(tx, &actor)).into_iter().map(|item| item.title).collect::<Vec<_>>()
        };
        assert!(of(Role::CommuneOfficer, "X01", None)[0].contains("Góp ý dự thảo"));
        assert_eq!(of(Role::Member, "X01-C02", Some(person)).len(), 1);
        assert!(of(Role::Member, "X02-C01-01", Some(person)).is_empty());
        let round = asked_page(&answers);
        let form = site.as_role(Role::CommuneOfficer, "X01").open(&format!("{round}?clause=1"));
        let _ = form.fill("kind", "remove").fill("text", "Thừa.").press("/opinions");
        assert!(of(Role::CommuneOfficer, "X01", None).is_empty());
        assert!(of(Role::Officer, "TU", None)[0].contains("Đóng đợt"));
        let _ = site.as_role(Role::Officer, "TU").open(&answers).press("/close").follow().is_ok();
        assert!(of(Role::Officer, "TU", None)[0].contains("Trả lời ý kiến"));
    }
}

/// Filling a page's form takes the page; these try one filling and keep it.
trait Tried<'s> {
    fn clone_filled(&self, kind: &str, text: &str, wording: &str) -> testkit::Page<'s>;
    fn clone_with(&self, name: &str, value: &str) -> testkit::Page<'s>;
}

impl<'s> Tried<'s> for testkit::Page<'s> {
    fn clone_filled(&self, kind: &str, text: &str, wording: &str) -> testkit::Page<'s> {
        let action = if self.count("form[action$='/paper']") > 0 { "/paper" } else { "/opinions" };
        again(self)
            .fill("kind", kind)
            .fill("text", text)
            .fill("wording", wording)
            .fill("from", "Đảng ủy xã")
            .press(action)
    }

    fn clone_with(&self, name: &str, value: &str) -> testkit::Page<'s> {
        again(self).fill("level", "commune_committee").fill(name, value).press("/ask")
    }
}

/// The page opened anew at the address its form leads back to.
fn again<'s>(page: &testkit::Page<'s>) -> testkit::Page<'s> {
    let at = |css: &str| (page.count(css) > 0).then(|| page.attribute(css, "action"));
    let address = if let Some(action) = at("form[action$='/paper']") {
        action.replace("/paper", "/answers")
    } else if let Some(action) = at("form[action$='/opinions']") {
        format!("{}?clause={}", action.trim_end_matches("/opinions"), page.attribute("input[name=clause]", "value"))
    } else {
        page.attribute("form[action$='/ask']", "action")
    };
    page.browser().open(&address)
}
