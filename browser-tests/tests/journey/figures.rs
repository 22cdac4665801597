//! Every number opens the rows behind it, and the map shows where the directive is.

use browser_tests::Step;

use crate::{LEADER, OFFICER, signed_in};

#[tokio::test]
async fn officer_opens_the_rows_behind_a_number() -> Step {
    let Some(mut browser) = signed_in(OFFICER).await? else { return Ok(()) };
    browser.open("/rollouts?state=launched").await?;
    browser.look("journey-rollouts").await?;
    browser.press("Học tập, quán triệt, triển khai Nghị quyết số 05-NQ/TU").await?;
    browser.sees("Tiến độ").await?;
    let number = browser.text_of("section[aria-labelledby=overall] a.figure[href*='rollouts.overdue']").await?;
    browser.run("document.querySelector(\"a.figure[href*='rollouts.overdue']\").click()", Vec::new()).await?;
    browser.sees("Nhiệm vụ quá hạn").await?;
    assert_eq!(browser.text_of(".figure-value").await?, number, "the page behind the number says the same");
    assert!(!browser.text().await?.contains("không khớp"), "the rows add up");
    browser.look("journey-figure").await?;
    browser.close().await
}

#[tokio::test]
async fn leader_sees_on_the_map_where_the_directive_is() -> Step {
    let Some(mut browser) = signed_in(LEADER).await? else { return Ok(()) };
    browser.open("/rollouts?state=launched").await?;
    browser.press("Học tập, quán triệt, triển khai Nghị quyết số 05-NQ/TU").await?;
    browser.press("Bản đồ triển khai").await?;
    browser.sees("Số liệu đến hết ngày").await?;
    browser.text_of("[data-map] canvas, [data-map] svg").await?;
    browser.look("journey-map").await?;
    browser.picture("rollout-map", 900).await?;
    browser.press("Xã Khe Mây").await?;
    browser.sees("Khe Mây").await?;
    browser.look("journey-map-commune").await?;
    browser.close().await
}
