//! Digital signatures of a file are kept and shown; a scan is taken only from somebody who looked at it.

use kernel::Role;
use official_text::read::Recognition;
use testkit::{on_both_databases, signed_pdf};

use crate::{count, id_in};

const TEXT: [&str; 3] = [
    "TINH UY SONG LAC  -  So 05-CT/TU  -  Song Lac, ngay 09 thang 3 nam 2026",
    "CHI THI ve hoc tap nghi quyet cua dang bo tinh trong nam hai nghin khong tram hai muoi sau",
    "Ban Thuong vu Tinh uy yeu cau cac cap uy to chuc hoc tap den tung dang vien.",
];

/// The first bytes of a picture: enough for it to be taken for a scan.
const PICTURE: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR";

on_both_databases! {
    fn who_signed_a_file_is_shown_with_what_was_not_checked(site) {
        let file = signed_pdf(&TEXT, "Trần Thị Hạnh");
        let officer = site.as_role(Role::Officer, "TU");
        let draft = officer.upload("/documents/import", &[], ("file", "ct.pdf", &file));
        let id = id_in(&draft.location());
        let check = draft.follow().is_ok().has_text("Chữ ký số trong tệp (1)").has_text("Trần Thị Hạnh");
        let check = check.has_text("Chưa thay đổi từ khi ký").has_text("08:30").has_text("ký trên toàn bộ tệp");
        let _ = check.has_text("Chưa kiểm tra: chứng thư");
        let shown = officer.open(&format!("/documents/{id}")).is_ok().has_text("Trần Thị Hạnh");
        assert_eq!(officer.open(&format!("/documents/{id}/file")).is_ok().bytes, file);
        let whole = shown.browser().open(&format!("/api/v1/documents/{id}")).is_ok().json();
        assert_eq!(whole["signatures"][0]["integrity"], "intact");
        let _ = officer.open(&format!("/documents/{id}/check")).press("/discard").follow().is_ok();
        assert_eq!(count(site, "SELECT COUNT(*) FROM document_signature"), 0);
    }

    fn a_file_altered_after_it_was_signed_is_told(site) {
        let mut file = signed_pdf(&TEXT, "Trần Thị Hạnh");
        let at = file.windows(9).position(|window| window == b"dang vien").unwrap();
        file[at] = b'D';
        let officer = site.as_role(Role::Officer, "TU");
        let page = officer.upload("/documents/import", &[], ("file", "ct.pdf", &file)).follow().is_ok();
        let _ = page.has_text("Đã thay đổi sau khi ký").lacks_text("Chưa thay đổi từ khi ký");
    }

    fn a_scan_is_taken_only_from_somebody_who_looked_at_it(site) {
        let officer = site.as_role(Role::Officer, "TU");
        let refused = officer.upload("/documents/import", &[], ("file", "quet.png", PICTURE)).has_status(422);
        let asked = officer.upload("/api/v1/documents", &[], ("file", "quet.png", PICTURE));
        if Recognition::installed().is_some() {
            let _ = refused.has_text("Tôi đã xem bản quét").has_text("Chưa có gì được lưu");
            asked.is_refused_because("DOC-32");
        } else {
            assert!(std::env::var_os("CI").is_none(), "tesseract-ocr and tesseract-ocr-vie are missing");
            asked.is_refused_because("DOC-03");
        }
        // looked at, but nothing can be read in it
        let looked = officer.upload("/documents/import", &[("looked_at", "yes")], ("file", "quet.png", PICTURE));
        let _ = looked.has_status(422).has_text("chưa nhận dạng được chữ");
        assert_eq!(count(site, "SELECT COUNT(*) FROM document"), 0);
        let hash = platform::files::Files::in_memory().keep(PICTURE).unwrap();
        assert!(site.app.files.read(&hash).is_err(), "the scan was kept");
    }

    fn a_scan_that_was_looked_at_is_read_and_that_is_recorded(site) {
        let Some(picture) = a_scan() else { return };
        let officer = site.as_role(Role::Officer, "TU");
        let refused = officer.upload("/documents/import", &[], ("file", "quet.png", &picture));
        let _ = refused.has_status(422).has_text("Tôi đã xem bản quét");
        let draft = officer.upload("/documents/import", &[("looked_at", "yes")], ("file", "quet.png", &picture));
        let page = draft.follow().is_ok();
        assert!(page.count(".check-text") == 1, "{}", page.visible());
        let told = "SELECT COUNT(*) FROM event WHERE name = 'documents.imported' AND detail LIKE '%scan_looked_at%'";
        assert_eq!(count(site, told), 1);
    }
}

/// The signed paper as a picture, where the programs are that make one.
fn a_scan() -> Option<Vec<u8>> {
    if Recognition::installed().is_none() {
        assert!(std::env::var_os("CI").is_none(), "tesseract-ocr and tesseract-ocr-vie are missing");
        return None;
    }
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("a.pdf"), signed_pdf(&TEXT, "Trần Thị Hạnh")).unwrap();
    let draw = std::process::Command::new("pdftoppm")
        .args(["-r", "150", "-gray", "-png", "-singlefile"])
        .arg(folder.path().join("a.pdf"))
        .arg(folder.path().join("page"))
        .status();
    if !draw.is_ok_and(|status| status.success()) {
        println!("skipped: no pdftoppm");
        return None;
    }
    std::fs::read(folder.path().join("page.png")).ok()
}
