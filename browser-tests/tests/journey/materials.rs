//! An officer publishes a set with a film that goes up in pieces; a member reads it on a phone, also without a line; how far it
//! has come reaches the province; a cell secretary prints the pack and types the sheet back in.

use std::path::PathBuf;
use std::time::Duration;

use browser_tests::{Browser, Line, Server, Step};
use serde_json::json;

use crate::conferences::path;
use crate::{CELL_SECRETARY, MEMBER, OFFICER, PASSWORD};

const TITLE: &str = "Clip và hỏi – đáp về họp chi bộ bằng tài liệu số";
/// Longer than two pieces of an upload.
const FILM: usize = 5 * 1024 * 1024;

/// A file that says it is a film; nobody plays it here.
fn a_film() -> std::io::Result<PathBuf> {
    let path = std::env::temp_dir().join(format!("phim-{}.mp4", std::process::id()));
    let mut film = b"\0\0\0\x18ftypisom\0\0\x02\0isomiso2".to_vec();
    film.resize(FILM, 7);
    std::fs::write(&path, film)?;
    Ok(path)
}

async fn begin(browser: &mut Browser) -> Step<String> {
    browser.open("/materials").await?;
    browser.sees("Hỏi – đáp Nghị quyết số 05-NQ/TU").await?;
    browser.look("journey-materials").await?;
    browser.press("Xem danh sách tại một ngày đã qua").await?;
    browser.fill("Đến hết ngày", "2026-11-20").await?;
    // the choice of an audience has a button of the same words
    browser.run("document.getElementById('day').form.requestSubmit()", Vec::new()).await?;
    browser.sees("Các bộ tài liệu có đến hết ngày 20/11/2026").await?;
    browser.look("journey-materials-as-of").await?;
    browser.press("Về hiện nay").await?;
    browser.press("Soạn bộ tài liệu").await?;
    browser.fill("Tên bộ tài liệu", TITLE).await?;
    browser.search_and_choose("Văn bản", "05-NQ/TU").await?;
    browser.look("journey-material-new").await?;
    // an open list of choices takes the first click to close
    browser.run("document.activeElement.blur()", Vec::new()).await?;
    tokio::time::sleep(Duration::from_millis(500)).await;
    browser.press("Lưu").await?;
    browser.sees("Đã tạo bộ tài liệu").await?;
    path(browser).await
}

async fn add_questions(browser: &mut Browser) -> Step {
    browser.press("Hỏi – đáp").await?;
    browser.fill("Tên phần", "Hỏi nhanh đáp gọn").await?;
    let text = "Hỏi: Không có điện thoại thì họp thế nào?\nĐáp: Dùng gói chi bộ in hai mặt.";
    browser.fill("Câu hỏi và trả lời", text).await?;
    browser.press("Lưu").await?;
    browser.sees("1 câu").await
}

/// The line breaks in the middle of the film; mended, the upload goes on by itself and not from the beginning.
async fn add_a_film(browser: &mut Browser, line: &Line, set: &str, film: &std::path::Path) -> Step {
    browser.open(&format!("{set}/parts/new?kind=video")).await?;
    browser.look("journey-material-part").await?;
    browser.fill("Tên phần", "Clip hướng dẫn").await?;
    browser.attach("Tệp", film).await?;
    let before = line.sent();
    line.cut_after(FILM / 2);
    browser.press("Lưu").await?;
    browser.sees("Mất mạng thì tự tải tiếp").await?;
    while !line.is_cut() {
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    line.mend();
    browser.sees("phim-").await?;
    let sent = line.sent() - before;
    assert!(sent < FILM + FILM / 2, "{sent} bytes for {FILM}: it began anew");
    forget_the_cut(browser).await
}

/// What the browser itself writes to the console of a line that was cut is no fault of a page.
async fn forget_the_cut(browser: &Browser) -> Step {
    browser.console_errors().await.map(|_| ())
}

async fn reads_without_a_line(browser: &mut Browser, line: &Line, read: &str) -> Step {
    browser.open("/m").await?;
    browser.look("journey-materials-own").await?;
    browser.press(TITLE).await?;
    browser.sees("Đọc được khi mất mạng").await?;
    browser.look("journey-material-read").await?;
    line.cut();
    browser.open(read).await?;
    browser.sees("Đang mất mạng").await?;
    browser.sees("Hỏi nhanh đáp gọn").await?;
    browser.open("/conferences").await?;
    browser.sees("Không có mạng").await?;
    browser.sees(TITLE).await?;
    line.mend();
    forget_the_cut(browser).await?;
    browser.open("/m/offline").await?;
    browser.sees(TITLE).await?;
    browser.look("journey-materials-offline").await
}

async fn packs(browser: &mut Browser) -> Step {
    browser.sign_in(CELL_SECRETARY, PASSWORD).await?;
    browser.open("/packs").await?;
    browser.look("journey-packs").await?;
    browser.press("Làm gói").await?;
    browser.sees("In tờ A4").await?;
    browser.look("journey-pack").await?;
    let pack = path(browser).await?;
    let fetch = "const [path, done] = [arguments[0], arguments[arguments.length - 1]];
        return fetch(path).then(async (answer) => [answer.status, (await answer.arrayBuffer()).byteLength])";
    for file in ["file", "sheet.pdf"] {
        let got = browser.run(fetch, vec![json!(format!("{pack}/{file}"))]).await?;
        assert_eq!(got[0], json!(200), "{file}: {got}");
    }
    browser.press("Nhập lại tờ chi bộ").await?;
    browser.look("journey-pack-sheet").await?;
    let fill = "document.querySelectorAll('select[name^=outcome_]').forEach((one, at) => {
            one.value = at === 0 ? 'absent_with_reason' : 'present'; });
        document.querySelector('input[name^=reason_]').value = 'đi viện';";
    browser.run(fill, Vec::new()).await?;
    browser.fill("Ngày họp", "2026-11-21").await?;
    browser.fill("Số ý kiến", "5").await?;
    let answer = "document.querySelector('textarea[name=answer_1]').value = 'Chi bộ họp ngày 3 hằng tháng.'";
    browser.run(answer, Vec::new()).await?;
    browser.press("Nộp tờ").await?;
    browser.sees("Đã nộp tờ").await?;
    browser.sees("Chi bộ họp ngày 3 hằng tháng.").await?;
    browser.look("journey-pack-returned").await?;
    browser.press("Sửa tờ đã nộp").await?;
    browser.fill("Sai ở đâu", "một đồng chí vắng có lý do").await?;
    browser.press("Mở lại tờ").await?;
    browser.sees("Đã mở tờ để sửa").await?;
    browser.press("Nộp tờ").await?;
    browser.sees("Đã nộp tờ").await
}

#[tokio::test]
async fn officer_publishes_materials_a_member_reads_them_offline_and_a_cell_hands_its_sheet_in() -> Step {
    let line = Line::to(Server::shared_demo()?)?;
    let Some(mut browser) = Browser::open_on(line.address()).await? else { return Ok(()) };
    browser.sign_in(OFFICER, PASSWORD).await?;
    let set = begin(&mut browser).await?;
    add_questions(&mut browser).await?;
    let film = a_film()?;
    add_a_film(&mut browser, &line, &set, &film).await?;
    std::fs::remove_file(&film)?;
    browser.press("Phát hành").await?;
    browser.sees("Đã phát hành").await?;
    browser.look("journey-material").await?;
    browser.open(&format!("{set}/qr")).await?;
    browser.look("journey-material-qr").await?;
    browser.open(&set).await?;
    browser.press("Đọc tài liệu").await?;
    let read = path(&browser).await?;

    browser.resize(360).await?;
    browser.sign_in(MEMBER, PASSWORD).await?;
    reads_without_a_line(&mut browser, &line, &read).await?;
    browser.resize(1280).await?;

    browser.sign_in(OFFICER, PASSWORD).await?;
    browser.open(&format!("{set}/coverage")).await?;
    browser.sees("Đã mở trên máy").await?;
    // the officer who looked at it before the member did has opened it too
    assert_eq!(browser.text_of("a.figure[href*='materials.opened']").await?, "2");
    browser.open("/materials").await?;
    browser.press("Hỏi – đáp Nghị quyết số 05-NQ/TU").await?;
    browser.open(&format!("{}/coverage", path(&browser).await?)).await?;
    browser.look("journey-material-coverage").await?;
    packs(&mut browser).await?;
    browser.close().await
}
