//! The report of a conference: made from its figures, its narrative written, signed and frozen, taken away as a file.

use browser_tests::Step;

use crate::{LEADER, OFFICER, signed_in};

const BYTES: &str = "const done = arguments[arguments.length - 1]; fetch(arguments[0]).then(async (answer) => {\
     const bytes = new Uint8Array(await answer.arrayBuffer()); done([answer.status, String.fromCharCode(...bytes.slice(0, 4))]); });";

#[tokio::test]
async fn officer_writes_the_report_and_the_leader_signs_it() -> Step {
    let Some(mut browser) = signed_in(OFFICER).await? else { return Ok(()) };
    browser.open("/conferences?state=closed").await?;
    browser.press("Hội nghị toàn tỉnh học tập, quán triệt Chỉ thị số 04-CT/TU").await?;
    browser.press("Lập báo cáo").await?;
    browser.look("journey-report-new").await?;
    browser.press("Lập báo cáo").await?;
    browser.look("journey-report-edit").await?;
    browser.close().await
}
