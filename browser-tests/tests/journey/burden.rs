//! What is asked of those below: the officer is told what a request costs and what is known before asking, the secretary
//! finds known figures filled in and says how long it took, the province sees minutes over the tree.

use browser_tests::Step;

use crate::directives::register;
use crate::papers::CIRCULAR;
use crate::{CELL_SECRETARY, OFFICER, PASSWORD, signed_in};

#[tokio::test]
async fn officer_sees_what_a_request_costs_and_the_cell_finds_known_figures_filled_in() -> Step {
    let Some(mut browser) = signed_in(OFFICER).await? else { return Ok(()) };
    register(&browser, CIRCULAR, 57).await?;
    browser.press("Triển khai văn bản").await?;
    browser.sees("Các yêu cầu").await?;
    browser.fill("Phổ biến đến", "Đến chi bộ").await?;
    for _ in 0..3 {
        browser.press("Bỏ yêu cầu").await?;
    }
    // earlier than what other rollouts ask of the cell, so that it stands first on its desk
    browser.fill("Số ngày sau phát động", "5").await?;
    browser.press("Số liệu đơn vị phải báo cáo").await?;
    browser.fill("Mỗi dòng một số liệu", "Tổng số đảng viên\nSố buổi sinh hoạt chuyên đề").await?;
    browser.press("Tính thời gian đòi hỏi").await?;
    browser.sees("Hệ thống đã có: Tổng số đảng viên").await?;
    browser.look("journey-burden-request").await?;
    browser.press("Lưu nháp").await?;
    browser.sees("Ước tính đòi hỏi").await?;
    browser.look("journey-burden-draft").await?;
    browser.press("Phát động").await?;
    browser.press("Phát động").await?;
    browser.sees("Các đơn vị đã nhận nhiệm vụ").await?;
    browser.press("Xem 2 số liệu báo cáo").await?;
    browser.sees("Đơn vị kê khai").await?;
    browser.look("journey-burden-figures").await?;

    browser.sign_in(CELL_SECRETARY, PASSWORD).await?;
    browser.open("/").await?;
    browser.press("Báo đã học").await?;
    browser.sees("Đã điền sẵn").await?;
    browser.look("journey-burden-duty").await?;
    browser.fill("Số buổi sinh hoạt chuyên đề", "2").await?;
    browser.press("Lưu số liệu").await?;
    browser.sees("Đã lưu số liệu").await?;
    browser.fill("Làm hết bao nhiêu phút", "75").await?;
    browser.press("Báo đã xong").await?;
    browser.sees("1 giờ 15 phút").await?;
    browser.look("journey-burden-said").await?;

    browser.sign_in(OFFICER, PASSWORD).await?;
    browser.open("/burden?month=2026-12").await?;
    browser.sees("Khối lượng việc giao").await?;
    browser.look("journey-burden").await?;
    browser.fill("Tìm đơn vị", "khe may").await?;
    browser.press("Tìm").await?;
    browser.press("Đảng ủy xã Khe Mây").await?;
    browser.sees("Việc của chính").await?;
    browser.look("journey-burden-commune").await?;
    browser.close().await
}

#[tokio::test]
async fn administrator_sets_what_a_kind_of_work_takes() -> Step {
    let Some(mut browser) = signed_in("quantri").await? else { return Ok(()) };
    browser.open("/burden/rates").await?;
    browser.fill("Loại việc", "Tiếp nhận văn bản (cấp ủy, cơ quan)").await?;
    browser.fill("Phút mỗi việc", "12").await?;
    browser.press("Lưu mức").await?;
    browser.sees("Đã lưu mức thời gian").await?;
    browser.look("journey-burden-rates").await?;
    browser.close().await
}
