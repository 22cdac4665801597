//! The report of a conference: made from its figures, its narrative written, signed and frozen, taken away as a file.

use browser_tests::{Browser, Step};
use serde_json::json;

use crate::attendance::hold;
use crate::conferences::path;
use crate::{LEADER, OFFICER, signed_in};

/// The status and the first four bytes of what stands at an address, read with the session of the page.
async fn fetched(browser: &Browser, address: &str) -> Step<(u64, String)> {
    let script = "return fetch(arguments[0]).then(async (answer) => [answer.status,\
         String.fromCharCode(...new Uint8Array(await answer.arrayBuffer()).slice(0, 4))])";
    let answer = browser.run(script, vec![json!(address)]).await?;
    let begins = answer[1].as_str().unwrap_or_default().to_owned();
    Ok((answer[0].as_u64().unwrap_or_default(), begins))
}

/// Writes a sentence into every section of the report that has none.
async fn write_narrative(browser: &Browser) -> Step {
    let script = "const empty = [...document.querySelectorAll('textarea.narrative')].filter((field) => !field.value);\
         empty.forEach((field) => { field.value = 'Cấp ủy đã tổ chức nghiêm túc, đúng thời gian, đúng thành phần.'; });\
         return empty.length";
    let written = browser.run(script, Vec::new()).await?;
    assert!(written.as_u64().is_some_and(|sections| sections > 0), "there is something to write");
    Ok(())
}

#[tokio::test]
async fn officer_writes_the_report_and_the_leader_signs_it() -> Step {
    let Some(mut browser) = signed_in(OFFICER).await? else { return Ok(()) };
    let (conference, _) = hold(&browser, "Hội nghị có báo cáo kết quả").await?;
    browser.open(&conference).await?;
    browser.press("Kết thúc hội nghị").await?;
    browser.press("Kết thúc hội nghị").await?;
    browser.sees("Đã kết thúc hội nghị").await?;
    browser.press("Lập báo cáo kết quả").await?;
    browser.look("journey-report-new").await?;
    browser.press("Lập báo cáo").await?;
    browser.sees("Thể thức và nơi nhận").await?;
    write_narrative(&browser).await?;
    browser.fill("Số", "27").await?;
    browser.look("journey-report-edit").await?;
    browser.press("Lưu").await?;
    browser.sees("Đã lưu báo cáo").await?;
    let report = path(&browser).await?;
    browser.look("journey-report").await?;
    assert_eq!(fetched(&browser, &format!("{report}/docx")).await?, (200, "PK\u{3}\u{4}".to_owned()));
    assert_eq!(fetched(&browser, &format!("{report}/pdf")).await?, (200, "%PDF".to_owned()));

    browser.sign_in(LEADER, crate::PASSWORD).await?;
    browser.open(&report).await?;
    browser.press("Ký và khóa báo cáo").await?;
    browser.press("Ký và khóa báo cáo").await?;
    browser.sees("Nguyên vẹn từ khi ký").await?;
    browser.look("journey-report-signed").await?;
    browser.picture("guide-report", 1000).await?;
    let number = browser.text_of("ul.stated a.figure").await?;
    browser.run("document.querySelector('ul.stated a.figure').click()", Vec::new()).await?;
    browser.sees("Các dòng khớp mã niêm phong").await?;
    assert_eq!(browser.text_of(".figure-value").await?, number, "the signed number opens the rows kept with it");
    browser.sees("Vẫn đúng như khi ký").await?;
    browser.look("journey-report-figure").await?;
    browser.close().await
}

#[tokio::test]
async fn every_number_of_a_report_opens_its_evidence() -> Step {
    let Some(mut browser) = signed_in(OFFICER).await? else { return Ok(()) };
    browser.open("/rollouts?state=launched").await?;
    browser.press("Học tập, quán triệt, triển khai Nghị quyết số 05-NQ/TU").await?;
    browser.press("Lập báo cáo").await?;
    browser.press("Lập báo cáo").await?;
    browser.sees("Thể thức và nơi nhận").await?;
    browser.look("journey-outline-edit").await?;
    let number = browser.text_of("ul.stated a.figure").await?;
    browser.run("document.querySelector('ul.stated a.figure').click()", Vec::new()).await?;
    assert_eq!(browser.text_of(".figure-value").await?, number, "the page behind the number says the same");
    browser.close().await
}
