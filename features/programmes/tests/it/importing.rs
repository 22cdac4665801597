//! Targets and tasks out of Excel, each on a sheet of its own, and what is told of columns that are not read.

use kernel::Role;
use rust_xlsxwriter::Workbook;
use testkit::on_both_databases;

use crate::a_programme;

/// A workbook of sheets with their rows.
fn workbook(sheets: &[(&str, &[&[&str]])]) -> Vec<u8> {
    let mut workbook = Workbook::new();
    for (name, rows) in sheets {
        let sheet = workbook.add_worksheet().set_name(*name).unwrap();
        for (line, row) in (0_u32..).zip(*rows) {
            for (column, cell) in (0_u16..).zip(*row) {
                match cell.parse::<f64>() {
                    Ok(number) => sheet.write_number(line, column, number).unwrap(),
                    Err(_) => sheet.write_string(line, column, *cell).unwrap(),
                };
            }
        }
    }
    workbook.save_to_buffer().unwrap()
}

on_both_databases! {
    fn a_workbook_gives_targets_and_tasks_of_any_year(site) {
        let programme = a_programme(site, "");
        let officer = site.as_role(Role::CommuneOfficer, "X01");
        let import = format!("{programme}/import");
        let page = officer.open(&import).is_ok().has_text("Word").has_text("Excel");
        let template = officer.open(&page.attribute("a[href$='/import/template']", "href")).is_ok().bytes;
        let empty = officer.upload(&import, &[], ("file", "mau.xlsx", &template)).is_ok();
        let _ = empty.has_text("Đã nhận 0 chỉ tiêu, nhiệm vụ").lacks_text("không đọc được");
        let content = workbook(&[
            ("Bìa", &[&["ĐẢNG ỦY XÃ"]]),
            ("Việc", &[
                &["TT", "Nội dung công việc", "Chủ trì", "Thời hạn", "Người theo dõi"],
                &["1", "Mở lớp đan lục bình", "Hội Phụ nữ", "Quý II/2026", "Chị Sáu"],
                &[""],
                &["2", "Vận động", "Đoàn xã", "chưa rõ", ""],
            ]),
            ("Chỉ tiêu", &[
                &["TT", "Chỉ tiêu", "ĐVT", "Hiện trạng", "Năm 2032", "Đến năm 2045"],
                &["1", "Tỷ lệ hộ nghèo", "%", "10.5", "4.25", "0"],
            ]),
        ]);
        let page = officer.upload(&import, &[], ("file", "ctr.xlsx", &content)).is_ok();
        let page = page.has_text("Đã nhận 2 chỉ tiêu, nhiệm vụ").has_text("Nhiệm vụ · Dòng 4");
        let _ = page.has_text("không đọc được").has_text("Người theo dõi").lacks_text("TT");
        let shown = officer.open(&programme).is_ok().has_text("Mở lớp đan lục bình").has_text("Tỷ lệ hộ nghèo");
        let target = officer.open(&crate::link(&shown, "/programmes/targets/")).is_ok();
        let _ = target.has_text("2032").has_text("4,25").has_text("2045").has_text("10,5");
        let bad = officer.upload(&import, &[], ("file", "a.xlsx", &workbook(&[("A", &[&["gì đó", "khác"]])])));
        let _ = bad.has_status(422);
    }

    fn a_list_of_targets_alone_is_known_by_its_header(site) {
        let programme = a_programme(site, "");
        let officer = site.as_role(Role::CommuneOfficer, "X01");
        let list = "Chỉ tiêu,Đơn vị tính,2032\nsố bến thuyền,bến,3\n";
        let page = officer.upload(&format!("{programme}/import"), &[], ("file", "chi-tieu.csv", list.as_bytes())).is_ok();
        let _ = page.has_text("Đã nhận 1 chỉ tiêu, nhiệm vụ").lacks_text("không đọc được");
        let _ = officer.open(&programme).is_ok().has_text("số bến thuyền");
    }

    fn our_own_annex_comes_back_whatever_its_years(site) {
        let programme = a_programme(site, "");
        let officer = site.as_role(Role::CommuneOfficer, "X01");
        let wanted = [("title", "số bến thuyền"), ("measure", "bến"), ("baseline", "1"), ("year", "2032"), ("amount", "3"), ("year", "2045"), ("amount", "1.200,5")];
        let _ = officer.post(&format!("{programme}/targets/new"), &wanted).follow().is_ok();
        let _ = crate::a_task(site, &programme, "Đan lục bình ở ấp 3").follow().is_ok();
        let draft = officer.open(&programme).press("/draft").location();
        let paper = officer.open(&format!("{draft}/docx")).is_ok().bytes;
        let other = a_programme(site, "");
        let shown = officer.upload(&format!("{other}/import"), &[], ("file", "ctr.docx", &paper)).is_ok();
        let _ = shown.has_text("Đã nhận 2 chỉ tiêu, nhiệm vụ").lacks_text("chưa nhận được").lacks_text("không đọc được");
        let target = crate::link(&officer.open(&other), "/programmes/targets/");
        let _ = officer.open(&target).is_ok().has_text("2032").has_text("2045").has_text("1.200,5");
    }
}
