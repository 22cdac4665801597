//! A commune officer turns a provincial resolution into a programme of the commune's own: begins with its tasks, sees on a
//! phone which clauses are open and which words are not its own, writes anew, has it approved and issued, enters a result;
//! the province sees coverage, progress and counts.

use browser_tests::{Browser, Step};

use crate::conferences::path;
use crate::{COMMUNE_OFFICER, LEADER, OFFICER, PASSWORD, signed_in};

const TITLE: &str = "thực hiện Nghị quyết số 05-NQ/TU về chuyển đổi số ở xã";

/// Begins the programme after the resolution, with a copied task and one of its own; gives its address.
async fn begin(browser: &mut Browser) -> Step<String> {
    browser.open("/programmes").await?;
    browser.look("journey-programmes").await?;
    browser.press("Lập chương trình, kế hoạch").await?;
    browser.sees("Lấy sẵn các nhiệm vụ").await?;
    browser.open("/programmes/new?tasks=none").await?;
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

/// A task in the words of the resolution, as officers in a hurry write it.
const COPIED: &str = "rà soát toàn bộ chế độ báo cáo áp dụng với cấp xã, công bố danh mục cắt giảm đợt một";

async fn copy_a_task(browser: &mut Browser, programme: &str) -> Step {
    browser.open(&format!("{programme}/tasks/new")).await?;
    browser.fill("Rõ việc", COPIED).await?;
    browser.press("Lưu").await?;
    browser.sees("Đã lưu nhiệm vụ").await
}

/// Makes the task the commune's own, with somebody and a day.
async fn make_own(browser: &mut Browser, programme: &str) -> Step {
    browser.open(programme).await?;
    browser.press(COPIED).await?;
    browser.press("Sửa nhiệm vụ").await?;
    browser.fill("Rõ việc", "Mở 12 buổi hướng dẫn dùng sổ tay điện tử tại nhà văn hóa 12 thôn").await?;
    browser.fill("Rõ người", "Văn phòng Đảng ủy xã").await?;
    browser.fill("Rõ trách nhiệm", "Đồng chí Phó Bí thư Thường trực").await?;
    browser.fill("Rõ thời gian", "2026-12-20").await?;
    browser.fill("Rõ sản phẩm", "12 buổi, 360 đảng viên").await?;
    browser.look("journey-programme-task-edit").await?;
    browser.press("Lưu").await?;
    browser.sees("Đã lưu nhiệm vụ").await
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
    copy_a_task(&mut browser, &programme).await?;
    browser.resize(360).await?;
    browser.look("journey-programme").await?;
    browser.open(&format!("{programme}/coverage")).await?;
    browser.look("journey-programme-coverage").await?;
    browser.open(&format!("{programme}/own-words")).await?;
    browser.sees("lời văn lấy từ nơi khác").await?;
    browser.look("journey-programme-own-words").await?;
    browser.resize(1280).await?;
    add_a_target(&mut browser, &programme).await?;
    make_own(&mut browser, &programme).await?;
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
    browser.open(&format!("{programme}/gantt")).await?;
    browser.look("journey-programme-gantt").await?;
    browser.open("/programmes/counts").await?;
    browser.sees("1 chương trình hành động").await?;
    browser.look("journey-programme-counts").await?;
    browser.open("/programmes/copying").await?;
    browser.look("journey-programme-copying").await?;
    browser.open(&format!("{programme}/own-words")).await?;
    browser.sees("phải ghi lý do").await?;
    browser.close().await
}
