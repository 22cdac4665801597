//! A draft on its whole way: written in the editor, sent to the communes, an opinion given on a phone, answered, the table
//! taken away, approved, issued into the register.

use browser_tests::{Browser, Step};
use serde_json::json;

use crate::conferences::path;
use crate::{COMMUNE_OFFICER, LEADER, OFFICER, PASSWORD, signed_in};

const TITLE: &str = "về tăng cường phòng cháy, chữa cháy rừng mùa khô năm 2027";
const BODY: &str = "Để chủ động phòng cháy, chữa cháy rừng, Ban Thường vụ Tỉnh ủy yêu cầu:\nI. MỤC TIÊU\n1. Không để xảy ra cháy rừng lớn.\nII. NHIỆM VỤ\n1. Mỗi xã trực cháy rừng suốt mùa khô.";

/// Pastes into the editor as a person would, styles and all.
async fn paste(browser: &Browser, text: &str) -> Step {
    let script = "const room = document.querySelector('.editor .narrative'); room.focus();\
         const data = new DataTransfer(); data.setData('text/plain', arguments[0]);\
         data.setData('text/html', '<p style=\"color:red\"><b>' + arguments[0] + '</b></p>');\
         room.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));";
    browser.run(script, vec![json!(text)]).await?;
    Ok(())
}

/// The text of the field the editor stands for.
async fn written(browser: &Browser) -> Step<String> {
    let text = browser.run("return document.getElementById('text').value", Vec::new()).await?;
    Ok(text.as_str().unwrap_or_default().to_owned())
}

/// The first bytes of a file at an address, read with the session of the page.
async fn begins(browser: &Browser, address: &str) -> Step<String> {
    let script = "return fetch(arguments[0]).then(async (answer) =>\
         String.fromCharCode(...new Uint8Array(await answer.arrayBuffer()).slice(0, 4)))";
    let begins = browser.run(script, vec![json!(address)]).await?;
    Ok(begins.as_str().unwrap_or_default().to_owned())
}

/// Writes a directive and sends it to every commune; gives the addresses of the draft and of its round.
async fn write_and_ask(browser: &mut Browser) -> Step<(String, String)> {
    browser.open("/drafts").await?;
    browser.look("journey-drafts").await?;
    browser.press("Xem danh sách tại một ngày đã qua").await?;
    browser.fill("Đến hết ngày", "2026-11-20").await?;
    browser.press("Xem").await?;
    browser.sees("Các dự thảo có đến hết ngày 20/11/2026").await?;
    browser.look("journey-drafts-as-of").await?;
    browser.press("Về hiện nay").await?;
    browser.press("Soạn dự thảo").await?;
    browser.fill("Loại văn bản", "Chỉ thị").await?;
    browser.fill("Trích yếu", TITLE).await?;
    paste(browser, BODY).await?;
    assert_eq!(written(browser).await?, BODY, "what is pasted is kept as plain paragraphs");
    browser.press("Mục 1.").await?;
    assert!(
        written(browser).await?.ends_with("1. Mỗi xã trực cháy rừng suốt mùa khô."),
        "the label stays the next one"
    );
    browser.sees("II. NHIỆM VỤ").await?;
    browser.look("journey-draft-edit").await?;
    browser.press("Lưu").await?;
    browser.sees("Đã tạo dự thảo").await?;
    let draft = path(browser).await?;
    browser.look("journey-draft").await?;
    assert_eq!(begins(browser, &format!("{draft}/docx")).await?, "PK\u{3}\u{4}");
    assert_eq!(begins(browser, &format!("{draft}/pdf")).await?, "%PDF");
    browser.press("Lấy ý kiến").await?;
    browser.tick("Đảng ủy xã, phường, đặc khu").await?;
    browser.look("journey-draft-ask").await?;
    browser.press("Gửi lấy ý kiến").await?;
    browser.sees("Đã gửi lấy ý kiến").await?;
    let answers = path(browser).await?;
    Ok((draft, answers.trim_end_matches("/answers").to_owned()))
}

/// An opinion on a clause, given on a phone.
async fn opine(browser: &mut Browser, round: &str) -> Step {
    browser.sign_in(COMMUNE_OFFICER, PASSWORD).await?;
    browser.resize(360).await?;
    browser.open(&format!("{round}?clause=4#c4")).await?;
    browser.sees("Mỗi xã trực cháy rừng").await?;
    browser.look_here("journey-draft-opinion").await?;
    browser.fill("Loại ý kiến", "Đề nghị sửa").await?;
    browser.fill("Ý kiến", "Xã không có rừng không cần trực.").await?;
    browser.fill("Đề nghị viết lại", "Mỗi xã có rừng trực cháy rừng suốt mùa khô.").await?;
    browser.press("Gửi ý kiến").await?;
    browser.sees("Đã gửi ý kiến").await?;
    browser.sees("Xã không có rừng").await?;
    browser.look("journey-draft-round").await?;
    browser.resize(1280).await
}

#[tokio::test]
async fn officer_drafts_a_directive_asks_answers_and_issues_it() -> Step {
    let Some(mut browser) = signed_in(OFFICER).await? else { return Ok(()) };
    let (draft, round) = write_and_ask(&mut browser).await?;
    opine(&mut browser, &round).await?;

    browser.sign_in(OFFICER, PASSWORD).await?;
    browser.open(&format!("{round}/answers")).await?;
    browser.look("journey-draft-answers").await?;
    browser.tick("Tiếp thu").await?;
    browser.fill("Nội dung đã sửa", "Đã sửa mục II.1 theo ý kiến của xã.").await?;
    browser.press("Lưu trả lời").await?;
    browser.sees("Đã lưu trả lời").await?;
    browser.press("Đóng trước hạn").await?;
    browser.fill("Lý do đóng trước hạn", "Mùa khô đến sớm").await?;
    browser.press("Đóng đợt lấy ý kiến").await?;
    browser.sees("Đã đóng đợt lấy ý kiến").await?;
    browser.picture("guide-draft-answers", 1000).await?;
    browser.open(&format!("{draft}/table")).await?;
    browser.sees("Đã sửa mục II.1").await?;
    browser.look("journey-draft-table").await?;
    assert_eq!(begins(&browser, &format!("{draft}/table/docx")).await?, "PK\u{3}\u{4}");
    browser.open(&draft).await?;
    browser.press("Trình duyệt").await?;
    browser.sees("Đã trình duyệt").await?;

    browser.sign_in(LEADER, PASSWORD).await?;
    browser.open(&draft).await?;
    browser.press("Duyệt").await?;
    browser.press("Duyệt").await?;
    browser.sees("Đã duyệt dự thảo").await?;

    browser.sign_in(OFFICER, PASSWORD).await?;
    browser.open(&format!("{draft}/issue")).await?;
    browser.fill("Thể thức ký", "K/T").await?;
    browser.fill("Họ tên người ký", "Nguyễn Văn Thành").await?;
    browser.look("journey-draft-issue").await?;
    browser.press("Ban hành và vào sổ").await?;
    browser.press("Ban hành và vào sổ").await?;
    browser.sees("không ký K/T").await?;
    browser.fill("Thể thức ký", "T/M").await?;
    browser.press("Ban hành và vào sổ").await?;
    browser.press("Ban hành và vào sổ").await?;
    browser.sees("Đã ban hành và vào sổ").await?;
    browser.look("journey-draft-issued").await?;
    browser.press("Mở văn bản trong sổ").await?;
    browser.sees(TITLE).await?;
    browser.close().await
}
