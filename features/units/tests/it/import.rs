//! Importing units from a list, on both databases.

use kernel::Role;
use testkit::{Page, Site, on_both_databases};

const LIST: &str = "Mã đơn vị,Tên đơn vị,Tên gọn,Loại,Mã đơn vị cấp trên,Ngày thành lập,Văn bản quyết định
X02-C02,Đảng bộ Hợp tác xã Bưởi Hồng,,Đảng bộ cơ sở,X02,01/07/2025,Quyết định 9-QĐ/ĐU
X02-C02-01,Chi bộ tổ vườn,CB tổ vườn,chi bo,X02-C02,
X02-C02-02,Chi bộ tổ chế biến,,Chi bộ,X02-C02,31/02/2025
X02-C02-01,Chi bộ lặp lại,,Chi bộ,X02-C02,
X02-C02-03,Chi bộ lạ,,Hợp tác xã,X02-C02,
X02-C02-04,Chi bộ không cấp trên,,Chi bộ,X99,
X02-C02-05,Chi bộ sai chỗ,,Chi bộ,TU,
X02-C01,Đảng bộ khu phố Đông Hòa,,Đảng bộ cơ sở,X02,,Quyết định 10-QĐ/ĐU
X01-C02,Chi bộ Trạm Y tế,,Chi bộ,X01,
";

fn import<'s>(site: &'s Site, content: &str) -> Page<'s> {
    let officer = site.as_role(Role::Officer, "TU");
    let sent = officer.upload("/units/import", &[], ("file", "don-vi.csv", content.as_bytes()));
    site.run_jobs();
    sent.follow().is_ok()
}

fn counts(page: &Page<'_>) -> Vec<String> {
    let html = page.text.clone();
    html.split("<dd>").skip(1).map(|rest| rest.split("</dd>").next().unwrap_or_default().to_owned()).collect()
}

on_both_databases! {
    fn units_are_founded_renamed_and_refused_line_by_line(site) {
        let page = import(site, LIST);
        assert_eq!(counts(&page), ["2", "1", "0", "6", "0"]);
        let cell = site.unit("X02-C02-01");
        let above: Vec<String> = site.read(|tx| units::store::list_ancestors(tx, cell)).into_iter().map(|u| u.code).collect();
        assert_eq!(above, ["TU", "X02", "X02-C02"]);
        let page = page.has_text("Mã này đã có ở dòng 3").has_text("Loại “Hợp tác xã” chưa rõ").has_text("Chưa có đơn vị cấp trên mang mã “X99”");
        let _ = page.has_text("không đặt trực tiếp dưới cấp trên").has_text("“31/02/2025” không phải ngày").has_text("cấp trên hiện nay: X01");
        let renamed = site.unit("X02-C01");
        assert_eq!(site.read(|tx| units::store::find(tx, renamed)).name, "Đảng bộ khu phố Đông Hòa");
    }

    fn deciding_documents_are_kept_shown_and_come_back_with_the_list(site) {
        let _ = import(site, LIST);
        let officer = site.as_role(Role::Officer, "TU");
        let shown = |code| officer.open(&format!("/units/{}", site.unit(code))).is_ok();
        let _ = shown("X02-C02").has_text("Văn bản thành lập Quyết định 9-QĐ/ĐU");
        let _ = shown("X02-C01").has_text("Quyết định 10-QĐ/ĐU").lacks_text("Văn bản thành lập");
        let _ = import(site, LIST);
        let _ = shown("X02-C01").lacks_text("Văn bản thành lập");
        let file = officer.open("/units?format=csv").is_ok().text;
        let line = file.lines().find(|line| line.starts_with("X02-C02,")).unwrap();
        assert!(line.ends_with(",Quyết định 9-QĐ/ĐU"), "{line}");
        // a unit that is there already gets its document later
        let late = "ma_don_vi,ten,loai,ma_cap_tren,van_ban_quyet_dinh\nX01-C02,Chi bộ Trạm Y tế xã,Chi bộ cơ sở,X01,Quyết định 3-QĐ/ĐU\n";
        assert_eq!(counts(&import(site, late)), ["0", "1", "0", "0", "0"]);
        let _ = shown("X01-C02").has_text("Văn bản thành lập Quyết định 3-QĐ/ĐU");
    }

    fn a_list_gives_no_other_name_without_a_deciding_document(site) {
        let head = "ma_don_vi,ten,loai,ma_cap_tren\n";
        let page = import(site, &format!("{head}X02-C01,Đảng bộ khu phố Tây,Đảng bộ cơ sở,X02\n"));
        assert_eq!(counts(&page), ["0", "0", "0", "1", "0"]);
        let _ = page.has_text("Tên khác tên đang có (Đảng bộ khu phố Đông)");
        // accents and capitals are spelling: nothing was renamed, the log keeps what stood there
        assert_eq!(counts(&import(site, &format!("{head}X02-C01,Đảng bộ Khu phố Đông,Đảng bộ cơ sở,X02\n"))), ["0", "1", "0", "0", "0"]);
        let unit = site.unit("X02-C01");
        let history = site.read(|tx| units::store::list_history(tx, unit));
        assert_eq!(history.iter().map(|line| line.name.as_str()).collect::<Vec<_>>(), ["Đảng bộ Khu phố Đông"]);
        let kept = site.read(|tx| tx.scalar::<String>("SELECT detail FROM event WHERE name = 'units.name_corrected'", &[]));
        assert!(kept.contains("Đảng bộ khu phố Đông"), "{kept}");
    }

    fn identification_codes_come_in_with_the_list(site) {
        let head = "Mã đơn vị,Tên đơn vị,Loại,Mã đơn vị cấp trên,Mã định danh\n";
        let list = format!("{head}X02-C03,Đảng bộ chợ Bưởi,Đảng bộ cơ sở,X02,03.12.H99\nX02,Đảng ủy phường Đồng Bưởi,Đảng ủy xã,TU,12.H99\nX01,Đảng ủy xã An Khê Thượng,Đảng ủy xã,TU,sai mã\n");
        let page = import(site, &list).has_text("Mã định danh không đúng dạng");
        assert_eq!(counts(&page), ["1", "1", "0", "1", "0"]);
        let code = |unit| {
            let id = site.unit(unit);
            site.read(|tx| units::store::find(tx, id)).organ_id
        };
        assert_eq!((code("X02-C03").as_str(), code("X02").as_str(), code("X01").as_str()), ("03.12.H99", "12.H99", ""));
    }

    fn the_same_file_again_changes_nothing(site) {
        let _ = import(site, LIST);
        let events: i64 = site.read(|tx| tx.scalar("SELECT COUNT(*) FROM unit", &[]));
        let page = import(site, LIST);
        assert_eq!(counts(&page), ["0", "0", "3", "6", "0"]);
        assert_eq!(site.read(|tx| tx.scalar::<i64>("SELECT COUNT(*) FROM unit", &[])), events);
    }

    fn a_file_of_the_command_line_may_found_the_top(site) {
        let folder = std::env::temp_dir().join(format!("units-{}-{:?}", std::process::id(), std::thread::current().id()));
        std::fs::create_dir_all(&folder).unwrap();
        let path = folder.join("units.csv");
        std::fs::write(&path, "ma_don_vi,ten,loai,ma_cap_tren\nTW,Trung ương,centre,\nT2,Tỉnh ủy Hai,Tỉnh ủy,TW\n").unwrap();
        let done = units::import::run(&site.app.db, &path, &mut |_| true).unwrap();
        assert_eq!((done.inserted, done.refused), (2, 0));
        std::fs::remove_dir_all(folder).unwrap();
    }

    fn a_unit_outside_the_branch_is_not_touched(site) {
        let officer = site.as_role(Role::Officer, "X01");
        let list = "ma_don_vi,ten,loai,ma_cap_tren\nX02,Đổi tên hàng xóm,Đảng ủy phường,X01\nX02-C09,Chi bộ lẫn,Đảng bộ cơ sở,X02\n";
        let sent = officer.upload("/units/import", &[], ("file", "a.csv", list.as_bytes()));
        site.run_jobs();
        let page = sent.follow().is_ok().has_text("đã dùng cho đơn vị ngoài phạm vi").has_text("Chưa có đơn vị cấp trên mang mã “X02”");
        assert_eq!(counts(&page), ["0", "0", "0", "2", "0"]);
        let _ = site.as_role(Role::Officer, "TU").open(&sent.location()).has_status(404);
        let _ = site.as_role(Role::Member, "TU").open("/units/import").has_status(403);
    }
}
