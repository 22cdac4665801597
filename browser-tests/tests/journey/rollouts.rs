//! The directive goes down: rolled out from a template, launched, on the desk of the commune.

use browser_tests::{Browser, Step};

use crate::directives::register;
use crate::papers::CIRCULAR;
use crate::{COMMUNE_OFFICER, OFFICER, signed_in};

/// Registers a circular with this number and saves the draft of its rollout. The browser then shows the draft.
async fn draft(browser: &Browser, number: u32) -> Step {
    register(browser, CIRCULAR, number).await?;
    browser.press("Triển khai văn bản").await?;
    browser.sees("Các yêu cầu").await?;
    browser.press("Lấy yêu cầu từ mẫu").await?;
    browser.sees("Yêu cầu 5").await?;
    browser.fill("Phổ biến đến", "Đến chi bộ").await?;
    Ok(())
}

#[tokio::test]
async fn officer_rolls_a_directive_out_and_the_commune_sees_its_duties() -> Step {
    let Some(mut browser) = signed_in(OFFICER).await? else { return Ok(()) };
    draft(&browser, 51).await?;
    browser.look("journey-rollout-edit").await?;
    browser.press("Lưu nháp").await?;
    browser.sees("Đã lưu nháp").await?;
    browser.sees("Xem trước khi phát động").await?;
    browser.look("journey-rollout-draft").await?;
    browser.press("Phát động").await?;
    browser.press("Phát động").await?;
    browser.sees("Các đơn vị đã nhận nhiệm vụ").await?;
    browser.look("journey-rollout").await?;
    browser.picture("guide-rollout", 1000).await?;
    browser.press("Nhiệm vụ của các đơn vị").await?;
    browser.sees("Chưa thực hiện").await?;
    browser.look("journey-duties").await?;
    browser.fill("Tìm đơn vị", "khe may").await?;
    browser.press("Tìm").await?;
    browser.tick("Chọn Đảng ủy xã Khe Mây: Ban hành kế hoạch").await?;
    browser.picture("guide-duties", 900).await?;
    browser.press("Nhắc đơn vị").await?;
    browser.sees("cấp trên nhắc 22/11/2026").await?;

    browser.sign_in(COMMUNE_OFFICER, crate::PASSWORD).await?;
    browser.open("/").await?;
    browser.sees("Việc cần làm").await?;
    browser.sees("51-TT/TU").await?;
    browser.look("journey-desk-commune").await?;
    browser.picture("guide-desk", 860).await?;
    browser.close().await
}

#[tokio::test]
async fn officer_sees_duties_people_and_who_answered_as_of_a_past_day() -> Step {
    let Some(mut browser) = signed_in(OFFICER).await? else { return Ok(()) };
    browser.open("/rollouts?state=launched").await?;
    let link = "document.querySelector('a.figure[href*=\"/duties?state=green\"]').click()";
    browser.run(link, Vec::new()).await?;
    browser.sees("Xem đến hết ngày").await?;
    browser.fill("Xem đến hết ngày", "2026-11-16").await?;
    browser.press("Xem").await?;
    browser.sees("Nhiệm vụ đã giao đến hết ngày 16/11/2026").await?;
    assert!(!browser.text().await?.contains("Nhắc đơn vị"), "nothing is asked of a past day");
    browser.look("journey-duties-as-of").await?;
    browser.press("Xem hôm nay").await?;
    browser.sees("Xem đến hết ngày").await?;

    browser.open("/people").await?;
    browser.fill("Xem tại ngày", "2025-06-30").await?;
    browser.press("Tìm").await?;
    browser.sees("Đang xem người sinh hoạt tại các đơn vị ngày 30/06/2025").await?;
    browser.look("journey-people-as-of").await?;
    browser.press("Về hiện nay").await?;

    browser.open("/units?q=khe+may").await?;
    browser.press("Đảng ủy xã Khe Mây").await?;
    browser.press("Xem chức vụ, phân công, ban chỉ đạo").await?;
    browser.fill("Xem tại ngày", "2026-06-30").await?;
    browser.press("Xem").await?;
    browser.sees("Đang xem ngày 30/06/2026").await?;
    browser.look("journey-responsibility-as-of").await?;
    browser.close().await
}

#[tokio::test]
async fn everybody_sees_what_to_do_now() -> Step {
    for (name, user_name) in [
        ("officer", OFFICER),
        ("secretary", crate::CELL_SECRETARY),
        ("member", crate::MEMBER),
        ("leader", crate::LEADER),
    ] {
        let Some(mut browser) = signed_in(user_name).await? else { return Ok(()) };
        browser.open("/").await?;
        browser.sees("Việc cần làm").await?;
        browser.look(&format!("journey-desk-{name}")).await?;
        browser.close().await?;
    }
    Ok(())
}
