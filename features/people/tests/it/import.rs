//! Importing people from a list, on both databases: what is wrong is told line by line, nobody is doubled, a killed
//! import goes on.

use kernel::Role;
use people::domain::{MemberStatus, NewPerson};
use people::{import, store};
use platform::imports::{self, ImportError};
use sheets::Reader;
use testkit::{Page, Site, on_both_databases};

const HEADER: &str =
    "Mã đảng viên,Họ và tên,Ngày sinh,Giới tính,Mã đơn vị,Trạng thái,Ngày vào Đảng,Chức vụ,Điện thoại\n";

const LIST: &str = "DV01,Nguyễn Thị Ánh,05/04/1980,Nữ,X01-C01-01,Chính thức,03/02/2010,Bí thư chi bộ,0912 345 678
DV02,Trần Văn Bình,1/9/1990,Nam,x01-c01-02,Dự bị,,,
,Lê Thị Hoà,20/11/1985,Nữ,X01-MT,Ngoài Đảng,,,
DV01,Nguyễn Ánh Lặp,,,X01-C01-01,,,,
DV03,Phạm Sai Ngày,31/02/1990,,X01-C01-01,,,,
DV04,Phạm Sai Đơn Vị,,,KHONG-CO,Lạ,,,12
DV05,,01/01/2030,,,,,,
DV06,Nguyễn Thị Ánh,05/04/1980,Nữ,X01-C01-02,Chính thức,,,
";

fn send<'s>(site: &'s Site, role: Role, unit: &'static str, content: &str) -> Page<'s> {
    let sent = site.as_role(role, unit).upload("/people/import", &[], ("file", "dang-vien.csv", content.as_bytes()));
    site.run_jobs();
    sent.follow().is_ok()
}

fn counts(page: &Page<'_>) -> Vec<String> {
    page.text.split("<dd>").skip(1).map(|rest| rest.split("</dd>").next().unwrap_or_default().to_owned()).collect()
}

fn count(site: &Site) -> i64 {
    site.read(|tx| tx.scalar("SELECT COUNT(*) FROM person", &[]))
}

fn a_long_list(people: usize) -> String {
    let mut list = HEADER.to_owned();
    for n in 0..people {
        list.push_str(&format!(
            "DV{n:06},Nguyễn Văn Số,{:02}/{:02}/{},Nam,X01-C01-01,,,,\n",
            n % 28 + 1,
            n / 28 % 12 + 1,
            1950 + n / 336
        ));
    }
    list
}

on_both_databases! {
    fn people_are_taken_in_and_what_is_wrong_is_told_line_by_line(site) {
        let page = send(site, Role::CommuneOfficer, "X01", &format!("{HEADER}{LIST}"));
        assert_eq!(counts(&page), ["4", "0", "0", "4", "1"]);
        let person = site.read(|tx| store::lookup_person_by_external_id(tx, "DV01")).unwrap();
        assert_eq!((person.full_name.as_str(), person.phone.as_str(), person.post.as_str()), ("Nguyễn Thị Ánh", "0912345678", "Bí thư chi bộ"));
        assert_eq!(person.birth_day.unwrap().to_string(), "1980-04-05");
        let page = page.has_text("Mã này đã có ở dòng 2").has_text("“31/02/1990” không phải là ngày");
        let page = page.has_text("Không có đơn vị mang mã “KHONG-CO”").has_text("Trạng thái “Lạ” chưa rõ").has_text("Số điện thoại “12” không đúng");
        let page = page.has_text("Thiếu mã đơn vị").has_text("Thiếu họ và tên").has_text("ở tương lai");
        let page = page.has_text("Trùng họ tên và ngày sinh với người mang mã •V01");
        let faults = page.attribute("a[href$='/faults']", "href");
        assert!(page.browser().open(&faults).is_ok().bytes.starts_with(b"PK"));
        let sql = "SELECT detail FROM event WHERE name = 'exports.made' AND subject = 'people.import'";
        let left: String = site.read(|tx| tx.scalar(sql, &[]));
        assert!(left.contains("\"rows\":") && left.contains("cell"), "faulty lines with names left as a file: {left}");
        assert_eq!(site.read(|tx| store::lookup_person_by_external_id(tx, "DV02")).unwrap().member_status, MemberStatus::Probationary);
        let done: i64 = site.read(|tx| tx.scalar("SELECT COUNT(*) FROM event WHERE name = 'people.imported'", &[]));
        assert_eq!(done, 1);
        let detail: String = site.read(|tx| tx.scalar("SELECT detail FROM event WHERE name = 'people.imported'", &[]));
        assert!(!detail.contains("Ánh"), "{detail}");
    }

    fn the_same_list_twice_doubles_nobody_and_a_change_updates(site) {
        let _ = send(site, Role::CommuneOfficer, "X01", &format!("{HEADER}{LIST}"));
        let before = count(site);
        let page = send(site, Role::CommuneOfficer, "X01", &format!("{HEADER}{LIST}"));
        assert_eq!(counts(&page), ["0", "0", "4", "4", "0"]);
        assert_eq!(count(site), before);
        let page = send(site, Role::CommuneOfficer, "X01", &format!("{HEADER}DV02,Trần Văn Bình,,,X01-C01-01,Chính thức,,Tổ trưởng,\n"));
        assert_eq!(counts(&page), ["0", "1", "0", "0", "0"]);
        let person = site.read(|tx| store::lookup_person_by_external_id(tx, "DV02")).unwrap();
        assert_eq!((person.home_unit, person.post.as_str(), person.member_status), (site.unit("X01-C01-01"), "Tổ trưởng", MemberStatus::Official));
        assert_eq!(person.birth_day.unwrap().to_string(), "1990-09-01", "an empty cell says nothing");
    }

    fn nobody_of_another_branch_is_taken_over(site) {
        let other = site.unit("X02-C01-01");
        site.write(move |tx| store::insert_person(tx, &NewPerson { external_id: Some("DV09".into()), ..NewPerson::named("Võ Thị Khác", other) }));
        let page = send(site, Role::CommuneOfficer, "X01", &format!("{HEADER}DV09,Võ Thị Khác,,,X01-C01-01,,,,\nDV10,Võ Lạ,,,X02-C01-01,,,,\n"));
        assert_eq!(counts(&page), ["0", "0", "0", "2", "0"]);
        let page = page.has_text("ngoài phạm vi của đồng chí").has_text("Không có đơn vị mang mã “X02-C01-01”");
        let id = page.attribute("#import a[href$='/faults']", "href").replace("/faults", "");
        let _ = site.as_role(Role::Administrator, "TU").open(&id).has_status(404);
        assert_eq!(site.read(|tx| store::lookup_person_by_external_id(tx, "DV09")).unwrap().home_unit, other);
    }

    fn an_import_stopped_between_transactions_goes_on_and_doubles_nobody(site) {
        let list = a_long_list(4_500);
        let id = site.write(|tx| imports::create(tx, import::KIND, "dang-vien.csv", "", &[], 4_500));
        let reader = || Reader::from_bytes("dang-vien.csv", list.clone(), import::COLUMNS).unwrap();
        let stopped = import::resume(&site.app.db, id, reader(), &mut |_| false);
        assert!(matches!(stopped, Err(ImportError::Stopped)));
        assert_eq!(count(site), 2_000);
        assert_eq!(site.read(|tx| imports::find(tx, id)).read, 2_000);
        let mut steps = Vec::new();
        let done = import::resume(&site.app.db, id, reader(), &mut |import| { steps.push(import.read); true }).unwrap();
        assert_eq!(steps, [4_000, 4_500]);
        assert_eq!((count(site), done.inserted, done.refused), (4_500, 4_500, 0));
        let again = import::resume(&site.app.db, id, reader(), &mut |_| true).unwrap();
        assert_eq!((again.read, count(site)), (4_500, 4_500));
    }

    fn a_line_repeated_after_a_stop_is_still_noticed(site) {
        let list = format!("{}DV000001,Người Lặp,,,X01-C01-01,,,,\n", a_long_list(2_500));
        let id = site.write(|tx| imports::create(tx, import::KIND, "a.csv", "", &[], 0));
        let reader = || Reader::from_bytes("a.csv", list.clone(), import::COLUMNS).unwrap();
        let _ = import::resume(&site.app.db, id, reader(), &mut |_| false);
        let done = import::resume(&site.app.db, id, reader(), &mut |_| true).unwrap();
        assert_eq!((done.inserted, done.refused), (2_500, 1));
        let faults = site.read(|tx| imports::list_faults(tx, id, 10));
        assert_eq!((faults[0].line, faults[0].detail.as_str()), (2_502, "3"));
    }

    fn the_template_filled_in_is_accepted(site) {
        let officer = site.as_role(Role::CommuneOfficer, "X01");
        let template = officer.open("/people/import/template").is_ok();
        assert!(template.bytes.starts_with(b"PK"));
        let sent = officer.upload("/people/import", &[], ("file", "mau.xlsx", &template.bytes));
        let _ = sent.follow().is_ok().has_text("Đang chờ đến lượt");
        site.run_jobs();
        let page = sent.follow().is_ok();
        assert_eq!(counts(&page), ["0", "0", "0", "0", "0"]);
        let part = format!("{}/progress", sent.location());
        let _ = site.as_role(Role::CommuneOfficer, "X01").open(&part).has_status(404);
        assert_eq!(page.browser().open(&part).is_ok().count("#import[hx-get]"), 0);
    }

    fn a_file_that_is_no_list_is_told_on_the_page(site) {
        let officer = site.as_role(Role::CommuneOfficer, "X01");
        let page = officer.upload("/people/import", &[], ("file", "a.csv", "tên,tuổi\nAn,3\n".as_bytes())).has_status(422);
        let _ = page.has_text("Mã đảng viên");
        let _ = officer.upload("/people/import", &[], ("file", "", b"")).has_status(422).has_text("Chọn tệp cần nhập");
        let _ = officer.open("/people/import").is_ok().has_text("Tải tệp mẫu");
        let _ = site.as_role(Role::CellSecretary, "X01-C01-01").open("/people/import").has_status(403);
    }

    fn a_file_of_the_command_line_goes_anywhere(site) {
        let path = std::env::temp_dir().join(format!("people-{}-{:?}.csv", std::process::id(), std::thread::current().id()));
        std::fs::write(&path, format!("{HEADER}DV09,Võ Thị Khác,,,X02-C01-01,,,,\nDV10,Võ Lạ,,,X01-C01-01,,,,\n")).unwrap();
        let done = import::run(&site.app.db, &path, &mut |_| true).unwrap();
        std::fs::remove_file(path).unwrap();
        assert_eq!((done.inserted, done.refused), (2, 0));
    }

    fn of_a_namesake_in_another_branch_no_number_is_told(site) {
        let other = site.unit("X02-C01-01");
        site.write(move |tx| {
            let known = NewPerson::named("Nguyễn Thị Ánh", other);
            store::insert_person(tx, &NewPerson { external_id: Some("DV000909".into()), birth_day: "1980-04-05".parse().ok(), ..known })
        });
        let page = send(site, Role::CommuneOfficer, "X01", &format!("{HEADER}DV01,Nguyễn Thị Ánh,05/04/1980,,X01-C01-01,,,,\n"));
        let page = page.has_text("Trùng họ tên và ngày sinh với người mang mã —.");
        assert!(!page.text.contains("909"), "not even masked: {}", page.text);
    }

    fn a_new_person_of_a_list_stands_there_since_the_day_it_names(site) {
        let list = "Mã đảng viên,Họ và tên,Mã đơn vị,Thay đổi từ ngày\nDV01,Nguyễn Thị Ánh,X01-C01-01,01/03/2024\nDV02,Trần Văn Bình,X01-C01-01,\n";
        let page = send(site, Role::CommuneOfficer, "X01", list);
        assert_eq!(counts(&page), ["2", "0", "0", "0", "0"]);
        let since = |id: &str| site.read(|tx| store::lookup_person_by_external_id(tx, id)).unwrap().since;
        assert_eq!((since("DV01"), since("DV02")), ("2024-03-01".parse().ok(), None));
    }
}
