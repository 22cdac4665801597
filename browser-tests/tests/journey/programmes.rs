//! A commune officer turns a provincial resolution into a programme of the commune's own: begins with its tasks, sees on a
//! phone which clauses are open, which are left out and which words are not its own, writes anew until the meter falls, has
//! it approved and issued, enters a result; the province sees coverage, progress and counts, and opens what is counted.

use browser_tests::{Browser, Step};

use crate::conferences::path;
use crate::{COMMUNE_OFFICER, LEADER, OFFICER, PASSWORD, signed_in};

const TITLE: &str = "thực hiện Nghị quyết số 05-NQ/TU về chuyển đổi số ở xã";

/// Begins the programme after the resolution, with the tasks it gives; gives its address.
async fn begin(browser: &mut Browser) -> Step<String> {
    browser.open("/programmes").await?;
    browser.look("journey-programmes").await?;
    let lines = "const heading = document.querySelector('h1');\
         return Math.round(heading.offsetHeight / parseFloat(getComputedStyle(heading).lineHeight))";
    assert_eq!(browser.run(lines, Vec::new()).await?, 1, "the buttons leave the heading its line");
    browser.press("Lập chương trình, kế hoạch").await?;
    browser.sees("Lấy sẵn các nhiệm vụ").await?;
    browser.fill("Trích yếu", TITLE).await?;
    browser.fill("Văn bản cấp trên", "05-NQ/TU").await?;
    browser.look("journey-programme-new").await?;
    browser.press("Lưu").await?;
    browser.sees("Đã lập").await?;
    path(browser).await
}

async fn add_a_target(browser: &mut Browser, programme: &str) -> Step {
    browser.open(&format!("{programme}/targets/new")).await?;
    browser.fill("Chỉ tiêu", "tỷ lệ chi bộ họp bằng tài liệu số").await?;
    browser.fill("Đơn vị tính", "%").await?;
    browser.fill("Hiện trạng", "35,5").await?;
    browser.fill("2026", "60").await?;
    browser.fill("2027", "90").await?;
    browser.look("journey-programme-target-edit").await?;
    browser.press("Lưu").await?;
    browser.sees("Đã lưu chỉ tiêu").await
}

/// The addresses of the tasks of a programme, in their order.
async fn tasks_of(browser: &Browser, programme: &str) -> Step<Vec<String>> {
    browser.open(programme).await?;
    let script =
        "return [...document.querySelectorAll('th a[href^=\"/programmes/tasks/\"]')].map((link) => link.pathname)";
    let found = browser.run(script, Vec::new()).await?;
    Ok(found.as_array().into_iter().flatten().filter_map(|path| path.as_str().map(str::to_owned)).collect())
}

/// What the superior gives to others is no task of the commune: all but the first go.
async fn keep_the_first(browser: &Browser, tasks: &[String]) -> Step {
    for task in tasks.iter().skip(1) {
        browser.open(task).await?;
        browser.press("Bỏ").await?;
        browser.press("Bỏ").await?;
        browser.sees("Đã bỏ nhiệm vụ").await?;
    }
    Ok(())
}

/// Makes the task the commune's own, with somebody and a day.
async fn make_own(browser: &mut Browser, task: &str) -> Step {
    browser.open(task).await?;
    browser.press("Sửa nhiệm vụ").await?;
    browser.fill("Rõ việc", "Mở 12 buổi hướng dẫn dùng sổ tay điện tử tại nhà văn hóa 12 thôn").await?;
    browser.fill("Rõ người", "Văn phòng Đảng ủy xã").await?;
    browser.fill("Rõ trách nhiệm", "Đồng chí Phó Bí thư Thường trực").await?;
    browser.fill("Phối hợp", "Đoàn xã, tổ công nghệ số cộng đồng").await?;
    browser.fill("Rõ thời gian", "2026-12-20").await?;
    browser.fill("Rõ sản phẩm", "12 buổi, 360 đảng viên").await?;
    browser.look("journey-programme-task-edit").await?;
    browser.press("Lưu").await?;
    browser.sees("Đã lưu nhiệm vụ").await
}

/// Looks at the clauses, says that one which only seems to tell must be carried out, and takes that back.
async fn look_at_clauses(browser: &mut Browser, programme: &str) -> Step {
    browser.open(&format!("{programme}/coverage")).await?;
    browser.sees("mục phải thực hiện của văn bản cấp trên").await?;
    browser.sees("Các mục không tính").await?;
    browser.look("journey-programme-coverage").await?;
    browser.press("Mục này phải thực hiện").await?;
    browser.sees("Đánh dấu phải thực hiện").await?;
    browser.press("Bỏ đánh dấu").await?;
    browser.sees("Đã ghi").await
}

/// Per cent of the programme's words that the meter finds elsewhere.
async fn copied_share(browser: &Browser, programme: &str) -> Step<u32> {
    browser.open(&format!("{programme}/own-words")).await?;
    browser.sees("lời văn lấy từ nơi khác").await?;
    let text = browser.text().await?;
    let before = text.split("% lời văn lấy").next().unwrap_or_default();
    let share = before.rsplit(|sign: char| !sign.is_ascii_digit()).next().unwrap_or_default();
    Ok(share.parse()?)
}

async fn issue(browser: &mut Browser, programme: &str) -> Step {
    browser.open(programme).await?;
    browser.press("Soạn văn bản").await?;
    browser.press("Soạn văn bản").await?;
    browser.sees("NHIỆM VỤ, GIẢI PHÁP").await?;
    let draft = path(browser).await?;
    browser.press("Trình duyệt").await?;
    browser.sees("Đã trình duyệt").await?;
    browser.sign_in(LEADER, PASSWORD).await?;
    browser.open(&draft).await?;
    browser.press("Duyệt").await?;
    browser.press("Duyệt").await?;
    browser.sees("Đã duyệt dự thảo").await?;
    browser.sign_in(COMMUNE_OFFICER, PASSWORD).await?;
    browser.open(&format!("{draft}/issue")).await?;
    browser.fill("Họ tên người ký", "Trần Văn Lộc").await?;
    browser.press("Ban hành và vào sổ").await?;
    browser.press("Ban hành và vào sổ").await?;
    browser.sees("Đã ban hành và vào sổ").await
}

#[tokio::test]
async fn commune_officer_makes_a_programme_of_their_own_and_the_province_sees_it() -> Step {
    let Some(mut browser) = signed_in(COMMUNE_OFFICER).await? else { return Ok(()) };
    let programme = begin(&mut browser).await?;
    let tasks = tasks_of(&browser, &programme).await?;
    assert!(tasks.len() > 1, "the resolution gives tasks: {tasks:?}");
    browser.resize(360).await?;
    browser.look("journey-programme").await?;
    look_at_clauses(&mut browser, &programme).await?;
    let copied = copied_share(&browser, &programme).await?;
    browser.look("journey-programme-own-words").await?;
    browser.resize(1280).await?;
    keep_the_first(&browser, &tasks).await?;
    make_own(&mut browser, &tasks[0]).await?;
    add_a_target(&mut browser, &programme).await?;
    let left = copied_share(&browser, &programme).await?;
    assert!(left < copied, "{left} per cent after the fix, {copied} before");
    browser.look("journey-programme-own-words-after").await?;
    issue(&mut browser, &programme).await?;
    browser.open(&programme).await?;
    browser.look("journey-programme-issued").await?;
    browser.press("tỷ lệ chi bộ họp").await?;
    browser.fill("Kết quả", "48,5").await?;
    browser.fill("Minh chứng", "Báo cáo 31-BC/ĐU ngày 20/11/2026").await?;
    browser.press("Nhập kết quả").await?;
    browser.sees("Đã ghi kết quả").await?;
    browser.look("journey-programme-target").await?;

    browser.sign_in(OFFICER, PASSWORD).await?;
    browser.open(&programme).await?;
    browser.sees("1 chỉ tiêu").await?;
    browser.open(&format!("{programme}/coverage")).await?;
    browser.sees("mục phải thực hiện của văn bản cấp trên chưa có").await?;
    browser.sees("Chưa có").await?;
    browser.look("journey-programme-coverage-province").await?;
    browser.open(&format!("{programme}/gantt")).await?;
    browser.look("journey-programme-gantt").await?;
    browser.open("/programmes/counts").await?;
    browser.sees("1 chương trình hành động").await?;
    browser.look("journey-programme-counts").await?;
    let opened = "const link = document.querySelector('a[href*=\"having=any\"][href*=\"level=commune_committee\"]');
        location.href = link.href;";
    browser.run(opened, Vec::new()).await?;
    browser.sees("Chưa có").await?;
    browser.look("journey-programme-counted-units").await?;
    browser.open("/programmes/copying").await?;
    browser.look("journey-programme-copying").await?;
    browser.open(&format!("{programme}/own-words")).await?;
    browser.sees("phải ghi lý do").await?;
    browser.close().await
}
