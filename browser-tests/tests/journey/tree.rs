//! The tree changes: a decision is written down, looked at, carried out; figures of years ago are seen in both trees.

use browser_tests::Step;

use crate::{OFFICER, signed_in};

#[tokio::test]
async fn officer_consolidates_two_cells_by_a_decision() -> Step {
    let Some(mut browser) = signed_in(OFFICER).await? else { return Ok(()) };
    browser.open("/units").await?;
    browser.press("Thay đổi tổ chức").await?;
    browser.sees("Sắp xếp đơn vị hành chính, kết thúc hoạt động cấp huyện").await?;
    browser.look("journey-tree-changes").await?;
    browser.press("Ghi một quyết định").await?;
    browser.fill("Tên đợt thay đổi", "Hợp nhất chi bộ").await?;
    browser.fill("Ngày có hiệu lực", "2026-11-20").await?;
    browser.fill("Văn bản quyết định", "Quyết định số 31-QĐ/ĐU, ngày 15/11/2026").await?;
    browser.look("journey-tree-new").await?;
    browser.press("Lưu").await?;
    browser.sees("Chưa có việc nào").await?;
    browser.press("Hợp nhất thành đơn vị mới").await?;
    browser.search_and_choose("Các đơn vị hợp nhất", "X60-C01-01").await?;
    browser.search_and_add("Các đơn vị hợp nhất", "X60-C01-02").await?;
    browser.fill("Mã đơn vị mới", "X60-C01-90").await?;
    browser.fill("Tên mới", "Chi bộ liên thôn").await?;
    browser.fill("Loại", "Chi bộ").await?;
    browser.search_and_choose("Trực thuộc", "X60-C01").await?;
    browser.look_here("journey-tree-step").await?;
    browser.press("Thêm").await?;
    browser.sees("Kết thúc 2 đơn vị").await?;
    browser.sees("người chuyển sinh hoạt theo đơn vị kế thừa").await?;
    browser.look("journey-tree-change").await?;
    browser.press("người chuyển sinh hoạt theo đơn vị kế thừa").await?;
    browser.sees("Điều chuyển theo").await?;
    browser.look("journey-tree-passing").await?;
    browser.press("Hợp nhất chi bộ").await?;
    browser.press("Thực hiện").await?;
    browser.press("Thực hiện").await?;
    browser.sees("Đã thực hiện thay đổi tổ chức").await?;
    browser.look("journey-tree-carried-out").await?;
    browser.open("/units?q=X60-C01-90").await?;
    browser.press("Chi bộ liên thôn").await?;
    browser.sees("Kế thừa từ").await?;
    browser.look("journey-tree-unit").await?;
    browser.close().await
}

#[tokio::test]
async fn officer_compares_a_conference_of_2023_in_both_trees() -> Step {
    let Some(mut browser) = signed_in(OFFICER).await? else { return Ok(()) };
    browser.open("/conferences?q=nghi+quyet+nam+2023").await?;
    browser.press("Hội nghị trực tuyến học tập, quán triệt các nghị quyết năm 2023").await?;
    browser.fill("Số liệu tại ngày", "2023-12-31").await?;
    browser.press("Xem").await?;
    browser.sees("tính đến hết ngày 31/12/2023").await?;
    let link = "document.querySelector('a.figure[href*=\"conferences.head_count?\"]').click()";
    browser.run(link, Vec::new()).await?;
    browser.sees("Theo tổ chức hiện nay").await?;
    browser.sees("Huyện Thượng Lĩnh").await?;
    let then = browser.text_of(".figure-value").await?;
    browser.look("journey-tree-figure-then").await?;
    browser.press("Theo tổ chức hiện nay").await?;
    browser.sees("Khe Mây").await?;
    assert_eq!(browser.text_of(".figure-value").await?, then, "the same people, grouped otherwise");
    assert!(!browser.text().await?.contains("Báo quản trị đối chiếu"), "the rows add up");
    browser.look("journey-tree-figure-now").await?;
    browser.press("So sánh").await?;
    browser.sees("Chênh lệch").await?;
    browser.sees("Phường Tây Hạc").await?;
    browser.look("journey-figure-compare").await?;
    browser.close().await
}
