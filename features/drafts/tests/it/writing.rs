//! Writing: a draft typed and read from a file, revisions compared, the list and its file, what is refused.

use kernel::Role;
use testkit::on_both_databases;

use crate::{BODY, a_draft, a_draft_of, pdf_text};

const SECRET: &str = "TỈNH ỦY SÔNG LẠC\n*\nTỐI MẬT\n\nNGHỊ QUYẾT\nvề phương án Sơn Dương\n\n1. Nội dung.";

on_both_databases! {
    fn an_action_programme_is_found_by_what_it_is_called(site) {
        let fields = [("type_code", "CTr"), ("symbol", "CTHĐ/TU"), ("title", "phát triển kinh tế biển")];
        let _ = a_draft_of(site, Role::Officer, "TU", &fields);
        let officer = site.as_role(Role::Officer, "TU");
        let list = officer.open("/drafts?q=ch%C6%B0%C6%A1ng+tr%C3%ACnh+h%C3%A0nh+%C4%91%E1%BB%99ng").is_ok();
        let _ = list.has_text("phát triển kinh tế biển");
    }

    fn a_draft_is_written_in_the_page_and_its_sections_are_found(site) {
        let officer = site.as_role(Role::Officer, "TU");
        let _ = officer.open("/drafts").is_ok().has_text("Chưa có dự thảo nào");
        let _ = officer.open("/drafts/new").is_ok().has_text("Lấy nội dung từ tệp");
        let draft = a_draft(site);
        let shown = officer.open(&draft).is_ok().has_text("Nghị quyết về nâng cao chất lượng");
        let shown = shown.has_text("Đang soạn").has_text("NQ/TU").has_text("Tỉnh ủy Sông Lạc").has_text("Bản 1");
        assert_eq!(shown.count("article span[id]"), 6);
        let list = officer.open("/drafts?q=sinh+hoat").is_ok().has_text("về nâng cao chất lượng sinh hoạt chi bộ");
        assert_eq!(list.count("tbody tr"), 1);
        for sort in ["title", "-type", "state", "newest"] {
            let _ = officer.open(&format!("/drafts?sort={sort}&state=writing")).is_ok().has_text("Nghị quyết");
        }
        let _ = officer.open("/drafts?state=issued").is_ok().has_text("Không có dòng nào khớp");
        let file = officer.open("/drafts?format=xlsx").is_ok();
        assert!(file.bytes.starts_with(b"PK"));
        assert!(officer.open("/drafts?format=csv").text.contains("nâng cao chất lượng"));
    }

    fn each_saved_text_is_a_revision_and_two_are_compared(site) {
        let draft = a_draft(site);
        let officer = site.as_role(Role::Officer, "TU");
        let edit = officer.open(&format!("{draft}/edit")).is_ok();
        // the same text again is no revision
        let _ = edit.press("/edit").follow().is_ok().has_text("Bản 1").lacks_text("Bản 2");
        let (edit, stale) = (officer.open(&format!("{draft}/edit")), officer.open(&format!("{draft}/edit")));
        let changed = BODY.replace("mỗi quý một lần", "mỗi tháng một lần");
        let _ = edit.fill("text", &changed).press("/edit").follow().is_ok().has_text("Bản 2");
        let compared = officer.open(&format!("{draft}/compare")).is_ok();
        assert_eq!((compared.text_of("main del"), compared.text_of("main ins")), ("bỏ".into(), "thêm".into()));
        let _ = compared.has_text("I › 1").has_text("tháng").has_text("quý");
        let _ = officer.open(&format!("{draft}/compare?from=1&to=1")).is_ok().has_text("Hai bản giống nhau");
        // over what somebody else saved meanwhile nothing is saved
        let _ = stale.fill("text", "khác").press("/edit").has_status(409);
    }

    fn a_file_gives_text_title_type_and_recipients(site) {
        let text = format!(
            "ĐẢNG ỦY XÃ AN KHÊ THƯỢNG\tĐẢNG CỘNG SẢN VIỆT NAM\n*\nSố 07-KH/ĐU\tAn Khê Thượng, ngày 09 tháng 3 năm 2026\n\nKẾ HOẠCH\nvề sinh hoạt chuyên đề\n-----\n\n{BODY}\n\nNơi nhận:\n- Tỉnh ủy (để báo cáo);\n- Lưu Văn phòng Đảng ủy.\n"
        );
        let officer = site.as_role(Role::CommuneOfficer, "X01");
        let made = officer.upload("/drafts", &[("type_code", "NQ")], ("file", "ke-hoach.txt", text.as_bytes()));
        let shown = made.follow().is_ok().has_text("Kế hoạch về sinh hoạt chuyên đề").has_text("KH/ĐU");
        let shown = shown.has_text("Tỉnh ủy (để báo cáo)").has_text("2. Đảng viên góp ý thẳng thắn.");
        assert!(!shown.text_of("article").contains("Nơi nhận"));
    }

    fn a_secret_is_refused_and_nothing_of_it_is_kept(site) {
        let officer = site.as_role(Role::Officer, "TU");
        let refused = officer.upload("/drafts", &[("type_code", "NQ")], ("file", "mat.txt", SECRET.as_bytes()));
        refused.is_refused_because("DOC-02");
        assert!(!refused.text.contains("Sơn Dương"));
        let typed = officer.upload("/drafts", &[("type_code", "NQ"), ("title", "về Sơn Dương"), ("text", SECRET)], ("file", "", b""));
        typed.is_refused_because("DOC-02");
        assert!(!typed.text.contains("Sơn Dương"));
        let draft = a_draft(site);
        let edit = officer.open(&format!("{draft}/edit")).fill("text", SECRET).press("/edit");
        edit.is_refused_because("DOC-02");
        assert!(!edit.text.contains("Sơn Dương"));
        let kept: i64 = site.read(|tx| tx.scalar("SELECT COUNT(*) FROM draft_revision", &[]));
        let noted: i64 = site.read(|tx| tx.scalar("SELECT COUNT(*) FROM event WHERE name = 'drafts.secret_refused'", &[]));
        assert_eq!((kept, noted), (1, 3));
    }

    fn a_form_without_a_title_says_so_at_the_field(site) {
        let officer = site.as_role(Role::Officer, "TU");
        let refused = officer.upload("/drafts", &[("type_code", "NQ"), ("text", BODY)], ("file", "", b""));
        let _ = refused.has_status(422).has_text("Ghi trích yếu").has_text("Mỗi chi bộ sinh hoạt");
        let odd = officer.upload("/drafts", &[("type_code", "XX"), ("title", "về")], ("file", "", b""));
        let _ = odd.has_status(422).has_text("Chọn loại văn bản");
    }

    fn a_body_drafts_for_the_committee_above_and_others_see_nothing_of_it(site) {
        let issuer = site.unit("TU").to_string();
        let fields = [("type_code", "CT"), ("title", "về công tác dân vận"), ("issuer", issuer.as_str())];
        let draft = a_draft_of(site, Role::Officer, "BTG", &fields);
        let _ = site.as_role(Role::Officer, "BTG").open(&draft).is_ok().has_text("CT/TU").has_text("Tỉnh ủy Sông Lạc");
        let _ = site.as_role(Role::Leader, "TU").open(&draft).is_ok();
        let _ = site.as_role(Role::CommuneOfficer, "X01").open(&draft).has_status(404);
        let _ = site.as_role(Role::CommuneOfficer, "X01").open("/drafts").is_ok().has_text("Chưa có dự thảo nào");
        let other = site.unit("X02").to_string();
        let foreign = [("type_code", "CT"), ("title", "về"), ("issuer", other.as_str())];
        let refused = site.as_role(Role::Officer, "BTG").upload("/drafts", &foreign, ("file", "", b""));
        let _ = refused.has_status(404);
    }

    fn a_draft_is_a_word_file_and_a_pdf_at_any_time(site) {
        let draft = a_draft(site);
        let officer = site.as_role(Role::Officer, "TU");
        assert!(officer.open(&format!("{draft}/docx")).is_ok().bytes.starts_with(b"PK"));
        let Some(text) = pdf_text(&officer.open(&format!("{draft}/pdf"))) else { return };
        assert!(text.contains("Dự thảo") && text.contains("NGHỊ QUYẾT") && text.contains("góp ý thẳng thắn"), "{text}");
    }

    fn a_draft_is_given_up_with_a_reason(site) {
        let draft = a_draft(site);
        let officer = site.as_role(Role::Officer, "TU");
        officer.open(&draft).press("/drop").is_refused_because("DRAF-35");
        let dropped = officer.open(&draft).fill("reason", "Đã có văn bản cấp trên").press("/drop").follow();
        let _ = dropped.is_ok().has_text("Thôi không ban hành: Đã có văn bản cấp trên");
        let _ = officer.open(&format!("{draft}/edit")).has_status(422);
    }
}
