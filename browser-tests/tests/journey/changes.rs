//! What becomes of a document: its number among the others, who may issue what, its descent, the tasks in it, the review
//! that ends in another text, finding it again.

use browser_tests::{Browser, Step};
use tempfile::TempDir;

use crate::conferences::path;
use crate::directives::register;
use crate::papers::{CONCLUSION, NOTICE, PLAN, SCHEME, Type, paper, write};
use crate::{OFFICER, signed_in};

/// Reads a paper in, up to the page of its check.
async fn read_in(browser: &Browser, name: &str, text: &str) -> Step {
    let folder = TempDir::new()?;
    let file = write(&folder, name, text)?;
    browser.open("/documents/import").await?;
    browser.attach("Tệp văn bản", &file).await?;
    browser.press("Đọc văn bản").await?;
    browser.sees("Kiểm tra và vào sổ").await
}

/// The paper with words of its own in the place of its first task.
fn saying(of: Type, number: u32, words: &str) -> String {
    paper(of, number)
        .replace("Đảng ủy các xã, phường chỉ đạo kiểm tra diện tích mạ, rau màu trước ngày 15/12/2026.", words)
}

#[tokio::test]
async fn officer_records_the_numbers_left_out_and_comes_back_to_the_check() -> Step {
    let Some(mut browser) = signed_in(OFFICER).await? else { return Ok(()) };
    register(&browser, NOTICE, 5).await?;
    read_in(&browser, "thong-bao-8.txt", &paper(NOTICE, 8)).await?;
    browser.fill("Trích yếu", "về việc đã sửa tay").await?;
    browser.press("Vào sổ").await?;
    browser.sees("Số bỏ cách").await?;
    browser.look("journey-gap").await?;
    browser.press("Ghi các số 6, 7").await?;
    browser.sees("Ghi số không có trong sổ").await?;
    browser.look("journey-numbers").await?;
    browser.press("Ghi số").await?;
    browser.sees("Đã ghi số").await?;
    let title = browser.run("return document.getElementById('title').value", Vec::new()).await?;
    assert_eq!(title.as_str(), Some("về việc đã sửa tay"));
    browser.press("Vào sổ").await?;
    browser.sees("Đã vào sổ văn bản").await?;
    browser.open("/documents/powers").await?;
    browser.sees("399-QĐ/TW").await?;
    browser.look("journey-powers").await?;
    browser.close().await
}

#[tokio::test]
async fn officer_sees_what_a_document_stands_on() -> Step {
    let Some(mut browser) = signed_in(OFFICER).await? else { return Ok(()) };
    register(&browser, PLAN, 5).await?;
    let cited = saying(PLAN, 6, "Thực hiện Phương án số 05-PA/TU, ngày 20/11/2026 của Tỉnh ủy.");
    read_in(&browser, "phuong-an-6.txt", &cited).await?;
    browser.press("Vào sổ").await?;
    browser.sees("Đã vào sổ văn bản").await?;
    let document = path(&browser).await?;
    browser.open(&format!("{document}/descent")).await?;
    browser.sees("05-PA/TU").await?;
    browser.look("journey-descent").await?;
    browser.close().await
}

#[tokio::test]
async fn officer_confirms_a_task_read_in_the_text() -> Step {
    let Some(mut browser) = signed_in(OFFICER).await? else { return Ok(()) };
    let words =
        "Giao Ban Tổ chức Tỉnh ủy chủ trì, phối hợp với Văn phòng Tỉnh ủy xây dựng kế hoạch trước ngày 15/12/2026.";
    read_in(&browser, "de-an-5.txt", &saying(SCHEME, 5, words)).await?;
    browser.press("Vào sổ").await?;
    browser.sees("Đã vào sổ văn bản").await?;
    let document = path(&browser).await?;
    browser.open(&format!("{document}/tasks")).await?;
    browser.sees("Ban Tổ chức Tỉnh ủy").await?;
    browser.look("journey-tasks").await?;
    browser.press("Xác nhận nhiệm vụ").await?;
    browser.sees("Đã ghi nhiệm vụ").await?;
    browser.sees("Đã xác nhận").await?;
    browser.close().await
}

#[tokio::test]
async fn officer_proposes_an_amendment_enters_it_and_compares() -> Step {
    let Some(mut browser) = signed_in(OFFICER).await? else { return Ok(()) };
    register(&browser, CONCLUSION, 5).await?;
    let document = path(&browser).await?;
    browser.open(&format!("{document}/propose")).await?;
    browser.fill("Lý do", "Thời hạn báo cáo không còn phù hợp").await?;
    browser.look("journey-propose").await?;
    browser.press("Gửi đề nghị").await?;
    browser.sees("Đã gửi đề nghị").await?;
    browser.press("Đồng ý").await?;
    browser.sees("Đã ghi quyết định").await?;
    browser.look("journey-review").await?;
    browser.open("/documents/reviews?state=accepted").await?;
    browser.sees("Kết luận 05-KL/TU").await?;
    browser.look("journey-reviews").await?;
    browser.open(&format!("{document}/editions/new")).await?;
    let change = "const field = document.getElementById('text'); \
         field.value = field.value.replace('15/12/2026', '31/12/2026');";
    browser.run(change, Vec::new()).await?;
    browser.look("journey-edition").await?;
    browser.press("Lưu bản sửa đổi").await?;
    browser.sees("Đã lưu bản sửa đổi").await?;
    browser.open(&format!("{document}/compare")).await?;
    browser.sees("phần thay đổi").await?;
    browser.look("journey-compare").await?;
    browser.open("/search?q=05-KL%2FTU").await?;
    browser.sees("Kết luận 05-KL/TU").await?;
    browser.look("journey-search").await?;
    browser.close().await
}

#[tokio::test]
async fn officer_sees_where_a_document_is() -> Step {
    let Some(mut browser) = signed_in(OFFICER).await? else { return Ok(()) };
    browser.open("/rollouts?state=launched").await?;
    browser.press("Học tập, quán triệt, triển khai Nghị quyết số 05-NQ/TU").await?;
    browser.run("document.querySelector('main a[href^=\"/documents/\"]').click()", Vec::new()).await?;
    browser.sees("Đã gửi").await?;
    browser.run("document.querySelector('main a[href$=\"/deliveries\"]').click()", Vec::new()).await?;
    browser.press("Đường đi của văn bản").await?;
    browser.sees("Từ ngày ký đến khi tới đơn vị").await?;
    browser.text_of("[data-film] canvas").await?;
    browser.press("Chạy").await?;
    browser.press("Dừng").await?;
    browser.look("journey-reach").await?;
    browser.close().await
}
