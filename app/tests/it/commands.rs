//! The commands as scripts use them: their forms, their exit codes, what they print.

use crate::harness::{Installed, Served, run, said};

#[test]
fn every_command_has_help() {
    let commands: [&[&str]; 15] = [
        &["--help"],
        &["serve", "--help"],
        &["demo", "--help"],
        &["import", "--help"],
        &["parse", "--help"],
        &["compare", "--help"],
        &["backup", "--help"],
        &["backup", "create", "--help"],
        &["backup", "verify", "--help"],
        &["backup", "restore", "--help"],
        &["openapi", "--help"],
        &["audit", "verify", "--help"],
        &["database", "move", "--help"],
        &["admin", "create", "--help"],
        &["admin", "reset-second-factor", "--help"],
    ];
    for command in commands {
        let output = run(command);
        assert!(output.status.success() && output.stdout.len() > 100, "{command:?}: {}", said(&output));
    }
    assert!(!run(&["burn"]).status.success());
}

#[test]
fn documents_are_parsed_one_a_line_and_a_bad_file_spoils_none() {
    let folder = tempfile::tempdir().unwrap();
    let good = folder.path().join("van-ban.txt");
    std::fs::write(&good, demo_province::DIRECTIVES[0].text).unwrap();
    let output = run(&["parse", "absent.docx", &good.to_string_lossy()]);
    assert!(!output.status.success());
    let lines: Vec<serde_json::Value> =
        String::from_utf8(output.stdout).unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines.len(), 1);
    assert_eq!(lines[0]["id"], "van-ban");
    assert_eq!(lines[0]["full_number"], demo_province::DIRECTIVES[0].full_number);
    assert!(String::from_utf8_lossy(&output.stderr).contains("absent.docx"));
}

#[test]
fn copies_are_told_with_offsets_of_the_file() {
    let folder = tempfile::tempdir().unwrap();
    let [superior, ours] = ["cap-tren.txt", "xa.txt"].map(|name| folder.path().join(name));
    std::fs::write(&superior, "Mỗi thôn dựng một vườn ươm keo lai, giao hội phụ nữ tưới và ghi sổ hằng tuần.\n")
        .unwrap();
    let copied = "MOI THON DUNG MOT VUON UOM KEO LAI, GIAO HOI PHU NU TUOI VA GHI SO HANG TUAN.";
    let own = "U\u{31b}o\u{31b}m xong, ông Tư Hớn chở ra chợ Cửa Tùng 94 bầu mỗi phiên.";
    std::fs::write(&ours, format!("{own}\n{copied}\n")).unwrap();
    let superior = superior.to_string_lossy();
    let output = run(&["compare", "--superior", &superior, &ours.to_string_lossy(), "absent.txt"]);
    assert!(!output.status.success());
    let line: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let start = own.chars().count() + 1;
    assert_eq!((&line["id"], &line["spans"][0]["start"]), (&"xa".into(), &start.into()));
    assert_eq!(line["spans"][0]["end"], start + copied.chars().count());
    assert_eq!(line["spans"][0]["edits"], serde_json::json!(["without_diacritics"]));
    assert_eq!(line["local"]["owners"].as_array().map(Vec::len), Some(1));
    assert!(String::from_utf8_lossy(&output.stderr).contains("absent.txt"));
}

#[test]
fn units_and_people_are_imported_and_wrong_lines_named() {
    let folder = tempfile::tempdir().unwrap();
    let (data, units, people) =
        (folder.path().join("data"), folder.path().join("units.csv"), folder.path().join("people.csv"));
    let (data, units_at, people_at) = (data.to_string_lossy(), units.to_string_lossy(), people.to_string_lossy());
    std::fs::write(
        &units,
        "Mã đơn vị,Tên đơn vị,Loại,Mã đơn vị cấp trên\nTU,Tỉnh ủy Thử,Tỉnh ủy,\nX01,Đảng ủy xã A,Đảng ủy xã,TU\n",
    )
    .unwrap();
    let output = run(&["import", "units", &units_at, "--data", &data]);
    assert!(output.status.success(), "{}", said(&output));
    std::fs::write(&people, "Mã đảng viên,Họ và tên,Ngày sinh,Mã đơn vị\nLG1,Nguyễn Văn Thử,01/02/1980,X01\nLG2,Trần Thị Hai,31/02/1980,X01\n")
        .unwrap();
    let output = run(&["import", "people", &people_at, "--data", &data]);
    assert!(!output.status.success());
    assert!(said(&output).contains("dòng 3"), "{}", said(&output));
    assert!(said(&output).contains("1 mới"), "{}", said(&output));
}

#[test]
fn a_secret_document_is_refused_on_the_command_line_too() {
    let installed = Installed::new();
    let secret = installed.folder.path().join("mat.txt");
    std::fs::write(&secret, demo_province::MARKED_SECRET).unwrap();
    let data = installed.folder.path().to_string_lossy().into_owned();
    let output = run(&["import", "documents", &secret.to_string_lossy(), "--data", &data]);
    assert!(!output.status.success());
    assert!(said(&output).contains("DOC-02"), "{}", said(&output));
    let kept = std::fs::read_dir(installed.folder.path().join("files")).unwrap().count();
    assert_eq!(kept, 0);
}

#[test]
fn a_backup_is_verified_restored_and_a_damaged_one_refused() {
    let installed = Installed::new();
    let folder = tempfile::tempdir().unwrap();
    let data = installed.folder.path().to_string_lossy().into_owned();
    let (file, into) = (folder.path().join("b.tar.zst"), folder.path().join("restored"));
    let (file_at, into_at) = (file.to_string_lossy(), into.to_string_lossy());
    installed.app.files.keep("tệp đính kèm".as_bytes()).unwrap();
    let output = run(&["backup", "create", "--data", &data, &file_at]);
    assert!(output.status.success(), "{}", said(&output));
    assert!(run(&["backup", "verify", &file_at]).status.success());
    let output = run(&["backup", "restore", &file_at, "--data", &into_at]);
    assert!(output.status.success(), "{}", said(&output));
    assert!(!run(&["backup", "restore", &file_at, "--data", &into_at]).status.success(), "never over what is there");
    let output = run(&["audit", "verify", "--data", &into_at]);
    assert!(output.status.success(), "{}", said(&output));
    let mut content = std::fs::read(&file).unwrap();
    let middle = content.len() / 2;
    // many bytes: a single bit may choose another copy of the same zeros, which damages nothing
    content[middle..middle + 64].fill(0xFF);
    std::fs::write(&file, content).unwrap();
    assert!(!run(&["backup", "verify", &file_at]).status.success());
}

#[test]
fn an_installation_on_postgresql_is_filled_served_backed_up_and_restored() {
    let (here, there) = (testkit::PostgresDatabase::create(), testkit::PostgresDatabase::create());
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name).to_string_lossy().into_owned();
    let (data, units, file, into) = (at("data"), at("units.csv"), at("b.tar.zst"), at("restored"));
    std::fs::write(&units, "Mã đơn vị,Tên đơn vị,Loại,Mã cấp trên\nTU,Tỉnh ủy Thử,Tỉnh ủy,\n").unwrap();
    let works = |arguments: &[&str]| {
        let output = run(arguments);
        assert!(output.status.success(), "{arguments:?}: {}", said(&output));
    };
    works(&["import", "units", &units, "--data", &data, "--database", &here.url]);
    let served = Served::start_on(std::path::Path::new(&data), &["--database", &here.url]);
    assert_eq!(served.get("/set-up").unwrap().0, 200);
    works(&["backup", "create", "--data", &data, "--database", &here.url, &file]);
    assert!(served.stop(), "SIGTERM ends it well");
    works(&["backup", "verify", &file]);
    works(&["backup", "restore", &file, "--data", &into, "--database", &there.url]);
    works(&["audit", "verify", "--data", &into, "--database", &there.url]);
    let again = run(&["backup", "restore", &file, "--data", &at("again"), "--database", &there.url]);
    assert!(!again.status.success(), "never over what is there");
    let place = thongsuot::installation::Place::at(std::path::Path::new(&into), Some(&there.url), None).unwrap();
    let app = thongsuot::installation::open(&place).unwrap();
    let name: String = app.db.read_now(|tx| tx.scalar("SELECT name FROM unit WHERE code = 'TU'", &[])).unwrap();
    assert_eq!(name, "Tỉnh ủy Thử");
}

#[test]
fn a_tampered_log_is_told() {
    let installed = Installed::new();
    installed
        .app
        .db
        .write_now(|tx| tx.run("UPDATE event SET detail = '{}' WHERE name = 'units.founded'", &[]))
        .unwrap();
    let output = run(&["audit", "verify", "--data", &installed.folder.path().to_string_lossy()]);
    assert!(!output.status.success());
}

#[test]
fn the_first_administrator_of_an_empty_folder_signs_in() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().to_string_lossy().into_owned();
    let mut command =
        crate::harness::program(&["admin", "create", "--data", &data, "--user", "quantri", "--password-stdin"]);
    let mut child = command.stdin(std::process::Stdio::piped()).spawn().unwrap();
    std::io::Write::write_all(&mut child.stdin.take().unwrap(), "mot mat khau dai\n".as_bytes()).unwrap();
    assert!(child.wait().unwrap().success());
    let served = Served::start(folder.path());
    let body = "user_name=quantri&password=mot+mat+khau+dai&next=%2Funits";
    let text = format!(
        "POST /sign-in HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\n\
         Content-Length: {}\r\nConnection: close\r\n\r\n{body}",
        body.len()
    );
    assert_eq!(crate::harness::request(served.port, &text).unwrap().0, 303);
    assert_eq!(served.get("/units").unwrap().0, 303, "nobody is signed in there");
    assert!(served.stop(), "SIGTERM ends it well");
}

#[test]
fn a_lost_second_factor_is_reset_by_whoever_holds_the_machine() {
    let installed = Installed::new();
    let data = installed.folder.path().to_string_lossy().into_owned();
    let reset = |user: &str| run(&["admin", "reset-second-factor", "--data", &data, "--user", user]);
    let without = reset("test.administrator");
    assert!(!without.status.success() && said(&without).contains("chưa bật"), "{}", said(&without));
    let enrolled = installed.app.db.write_now(|tx| {
        let account = people::store::lookup_account_by_user_name(tx, "test.administrator")?.expect("it is there");
        accounts::store::begin_second_factor(tx, account.id)?;
        accounts::store::save_step(tx, account.id, 1)
    });
    enrolled.map_err(|error: platform::db::StoreError| error.to_string()).unwrap();
    let done = reset("Test.Administrator");
    assert!(done.status.success(), "{}", said(&done));
    let events = installed
        .app
        .db
        .read_now(|tx| tx.scalar::<i64>("SELECT COUNT(*) FROM event WHERE name = 'accounts.second-factor-reset'", &[]));
    assert_eq!(events.unwrap(), 1);
    assert!(!reset("ai.do").status.success());
}

#[test]
fn an_empty_installation_leads_to_the_set_up_page() {
    let folder = tempfile::tempdir().unwrap();
    let served = Served::start(folder.path());
    assert_eq!(served.get("/units").unwrap().0, 303);
    let (status, page) = served.get("/set-up").unwrap();
    assert_eq!(status, 200);
    assert!(page.contains("name=\"code\""));
}

#[test]
fn wrong_configuration_is_told_in_words() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("thongsuot.toml"), "[server]\nport = 80\n").unwrap();
    let output = run(&["serve", "--data", &folder.path().to_string_lossy()]);
    assert!(!output.status.success());
    assert!(said(&output).contains("port"), "{}", said(&output));
}
