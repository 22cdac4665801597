//! The conference is held: a member checks in on a phone with the code of the hall, the organiser marks a list, the live
//! screen moves.

use browser_tests::{Browser, Step};
use serde_json::json;

use crate::conferences::plan;
use crate::{CELL_SECRETARY, MEMBER, OFFICER, TODAY, signed_in};

/// A conference of today with its attendance open and the cell of the demo's member summoned to the point of its commune.
/// Gives the path of the conference and of that point.
pub async fn hold(browser: &Browser, title: &str) -> Step<(String, String)> {
    let conference = plan(browser, title, TODAY, "Xã, phường và đảng ủy trực thuộc").await?;
    browser.press("Triệu tập đại biểu").await?;
    browser.search_and_choose("Đơn vị và cấp dưới", "X01-C08-01").await?;
    browser.press("Triệu tập").await?;
    browser.sees("Đã đưa vào danh sách").await?;
    browser.open(&conference).await?;
    browser.press("Mở điểm danh").await?;
    browser.sees("Đã mở điểm danh").await?;
    browser.open(&format!("{conference}?q=Khe+M%C3%A2y")).await?;
    let link = "return document.querySelector('#points a[href$=\"/check-in\"]').getAttribute('href')";
    let check_in = browser.run(link, Vec::new()).await?;
    let point = check_in.as_str().unwrap_or_default().trim_end_matches("/check-in").to_owned();
    Ok((conference, point))
}

#[tokio::test]
async fn member_checks_in_with_the_code_of_the_hall_and_the_live_screen_moves() -> Step {
    let Some(mut hall) = signed_in(OFFICER).await? else { return Ok(()) };
    let title = "Hội nghị điểm danh bằng mã";
    let (conference, point) = hold(&hall, title).await?;
    hall.open(&format!("{point}/screen")).await?;
    hall.sees("Quét mã QR").await?;
    hall.look_here("journey-screen").await?;
    let Some(mut phone) = signed_in(MEMBER).await? else { return Ok(()) };
    phone.resize(360).await?;
    phone.open("/").await?;
    phone.sees(title).await?;
    phone.look_here("journey-member-desk").await?;
    let invitation = phone
        .run(
            "return [...document.querySelectorAll('.desk li')].find((li) => li.innerText.includes(arguments[0])).querySelector('a').getAttribute('href')",
            vec![json!(title)],
        )
        .await?;
    phone.open(invitation.as_str().unwrap_or_default()).await?;
    phone.sees("Mã 6 số trên màn hình hội trường").await?;
    phone.look_here("journey-member-invitation").await?;
    phone.fill("Mã 6 số", "000000").await?;
    phone.press("Điểm danh").await?;
    phone.sees("Mã không đúng").await?;
    phone.look_here("journey-member-wrong-code").await?;
    let code = hall.text_of("#hall-code").await?;
    hall.open(&format!("{conference}/live")).await?;
    let before = hall.text_of("#live-present").await?;
    assert_eq!(before, "0");
    phone.fill("Mã 6 số", &code).await?;
    phone.press("Điểm danh").await?;
    phone.sees("Đã điểm danh").await?;
    phone.look_here("journey-member-checked-in").await?;
    phone.picture("guide-checked-in", 740).await?;
    hall.sees("1\nđã điểm danh").await?;
    hall.look_here("journey-live").await?;
    phone.close().await?;
    hall.close().await
}

#[tokio::test]
async fn organiser_marks_the_list_on_a_phone_and_takes_absence_with_a_reason() -> Step {
    let Some(mut browser) = signed_in(OFFICER).await? else { return Ok(()) };
    let (conference, point) = hold(&browser, "Hội nghị điểm danh theo danh sách").await?;
    browser.resize(360).await?;
    browser.open(&format!("{point}/check-in")).await?;
    browser.fill("Tìm tên", "lo thi mai").await?;
    browser.press("Tìm").await?;
    browser.sees("Lò Thị Mai").await?;
    browser.press("Có mặt").await?;
    browser.sees("Hoàn tác").await?;
    browser.look_here("journey-list").await?;
    browser.picture("guide-list", 740).await?;
    browser.fill("Tìm tên", "hau a pao").await?;
    browser.press("Tìm").await?;
    browser.sees("Hầu A Páo").await?;
    browser.press("Vắng").await?;
    browser.fill("Lý do", "Đi công tác").await?;
    browser.press("Vắng có lý do").await?;
    browser.sees("Đi công tác").await?;
    browser.resize(1280).await?;
    browser.open(&conference).await?;
    browser.sees("1 có mặt").await?;
    browser.sees("1 vắng có lý do").await?;
    browser.press("Kết thúc hội nghị").await?;
    browser.press("Kết thúc hội nghị").await?;
    browser.sees("Đã kết thúc hội nghị").await?;
    browser.press("Người vắng mặt").await?;
    browser.sees("Hầu A Páo").await?;
    browser.look("journey-absentees").await?;
    browser.close().await
}

#[tokio::test]
async fn a_conference_of_one_hall_has_one_point() -> Step {
    let Some(browser) = signed_in(OFFICER).await? else { return Ok(()) };
    plan(&browser, "Hội nghị một điểm cầu", TODAY, "Chỉ điểm cầu chính").await?;
    browser.sees("Điểm cầu 1 · 0 đã kết nối").await?;
    browser.close().await
}

#[tokio::test]
async fn secretary_has_the_cell_at_hand() -> Step {
    let Some(mut browser) = signed_in(CELL_SECRETARY).await? else { return Ok(()) };
    browser.resize(360).await?;
    browser.open("/conferences").await?;
    browser.look_here("journey-secretary-conferences").await?;
    browser.close().await
}
