//! The conference is prepared: points of the branch, invitations, head-counts entered below and summed above.

use browser_tests::{Browser, Step};
use serde_json::Value;

use crate::{COMMUNE_OFFICER, OFFICER, signed_in};

/// Plans a mixed conference of the province on this day with points down to this depth. Gives its page's path.
pub async fn plan(browser: &Browser, title: &str, day: &str, depth: &str) -> Step<String> {
    browser.open("/conferences/new").await?;
    browser.fill("Tên hội nghị", title).await?;
    browser.fill("Hình thức", "Trực tiếp kết hợp trực tuyến").await?;
    browser.fill("Địa điểm", "Hội trường lớn Tỉnh ủy").await?;
    browser.fill("Ngày", day).await?;
    browser.fill("Từ", "07:30").await?;
    browser.fill("Đến", "11:00").await?;
    browser.tick(depth).await?;
    browser.press("Lưu").await?;
    browser.sees("Đã tạo hội nghị").await?;
    path(browser).await
}

/// The path of the page shown.
pub async fn path(browser: &Browser) -> Step<String> {
    let path = browser.run("return location.pathname", Vec::new()).await?;
    Ok(path.as_str().unwrap_or_default().to_owned())
}

#[tokio::test]
async fn officer_plans_a_mixed_conference_and_invites() -> Step {
    let Some(mut browser) = signed_in(OFFICER).await? else { return Ok(()) };
    let title = "Hội nghị trực tuyến phòng, chống rét";
    let conference = plan(&browser, title, "2026-12-15", "Xã, phường và đảng ủy trực thuộc").await?;
    browser.sees("Điểm cầu").await?;
    browser.look("journey-conference").await?;
    browser.picture("guide-conference", 1000).await?;
    browser.open(&format!("{conference}/agenda")).await?;
    browser.fill("Nội dung", "Quán triệt Chỉ thị").await?;
    browser.fill("Từ", "07:45").await?;
    browser.fill("Đến", "08:30").await?;
    browser.press("Thêm nội dung").await?;
    browser.sees("07:45").await?;
    browser.look("journey-agenda").await?;
    browser.open(&format!("{conference}/delegates/add")).await?;
    browser.look("journey-delegates-add").await?;
    browser.search_and_choose("Đơn vị và cấp dưới", "X01-C08-01").await?;
    browser.press("Triệu tập").await?;
    browser.sees("Đã đưa vào danh sách").await?;
    browser.sees("Lò Thị Mai").await?;
    browser.look("journey-delegates").await?;
    browser.press("Giấy mời").await?;
    browser.sees("GIẤY MỜI").await?;
    let codes = browser.run("return document.querySelectorAll('.invitation .qr svg').length", Vec::new()).await?;
    assert!(codes.as_u64().is_some_and(|codes| codes > 0), "an invitation has its code");
    browser.look("journey-invitation").await?;
    browser.close().await
}

#[tokio::test]
async fn commune_officer_enters_the_head_count_and_the_province_sees_the_sum() -> Step {
    let Some(mut browser) = signed_in(OFFICER).await? else { return Ok(()) };
    let depth = "Xã, phường và đảng ủy trực thuộc";
    let conference = plan(&browser, "Hội nghị báo số lượng", "2026-12-16", depth).await?;
    browser.sign_in(COMMUNE_OFFICER, crate::PASSWORD).await?;
    browser.open(&format!("{conference}/head-counts?q=Khe+M%C3%A2y")).await?;
    browser.sees("Khe Mây").await?;
    browser.fill("Số dự kiến tại", "135").await?;
    browser.press("Lưu và khóa").await?;
    browser.sees("Đã khóa").await?;
    browser.look("journey-head-counts").await?;
    browser.sign_in(OFFICER, crate::PASSWORD).await?;
    browser.open(&conference).await?;
    browser.sees("135 dự kiến dự").await?;
    browser.close().await
}

#[tokio::test]
async fn officer_reads_the_list_of_conferences() -> Step {
    let Some(mut browser) = signed_in(OFFICER).await? else { return Ok(()) };
    browser.open("/conferences").await?;
    browser.sees("Chỉ thị số 04-CT/TU").await?;
    browser.look("journey-conferences").await?;
    browser.press("Xem danh sách tại một ngày đã qua").await?;
    browser.fill("Đến hết ngày", "2026-11-20").await?;
    browser.press("Xem").await?;
    browser.sees("Các hội nghị đã tạo đến hết ngày 20/11/2026").await?;
    browser.look("journey-conferences-as-of").await?;
    browser.press("Về hiện nay").await?;
    let opened = browser.run("const link = [...document.querySelectorAll('#list th a')].find((a) => a.innerText.includes('toàn tỉnh') && a.innerText.includes('04-CT/TU')); link.click(); return true", Vec::new()).await?;
    assert_eq!(opened, Value::Bool(true));
    browser.sees("Người vắng mặt").await?;
    browser.look("journey-conference-held").await?;
    browser.close().await
}
