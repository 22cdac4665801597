//! A province runs a contest from rules to certificates: an officer writes and announces one; a contestant takes part on a
//! phone in the one that runs; the officer settles its first week and issues certificates; a stranger verifies a draw.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::process::Command;
use std::time::Duration;

use browser_tests::{Browser, Server, Step};

use crate::conferences::path;
use crate::{OFFICER, PASSWORD, signed_in};

const QUESTIONS: &str = "Nguồn,Câu hỏi,A,B,C,Đáp án\nLuật,Luật có hiệu lực từ khi nào?,Năm 2024,Năm 2025,Năm 2026,B\n\
     Luật,Ai có quyền bầu cử?,Công dân từ 18 tuổi,Công dân từ 16 tuổi,Mọi người,A\n\
     Luật,Cử tri bầu ai?,Đại biểu Quốc hội,Chủ tịch xã,\"Đại biểu Quốc hội, đại biểu HĐND\",C\n";

/// The officer writes rules, a round and its questions, and announces.
async fn prepare(browser: &mut Browser) -> Step {
    browser.open("/contests").await?;
    browser.look("journey-contests").await?;
    browser.press("Xem danh sách tại một ngày đã qua").await?;
    browser.fill("Đến hết ngày", "2026-11-20").await?;
    browser.press("Xem").await?;
    browser.sees("Các hội thi đã lập đến hết ngày 20/11/2026").await?;
    browser.look("journey-contests-as-of").await?;
    browser.press("Về hiện nay").await?;
    browser.press("Lập hội thi").await?;
    browser.fill("Tên hội thi", "Tìm hiểu pháp luật về bầu cử").await?;
    browser.look("journey-contest-rules").await?;
    browser.press("Lưu").await?;
    browser.sees("Đã lập hội thi").await?;
    browser.press("Thêm vòng thi").await?;
    browser.fill("Số câu rút từ mỗi nguồn", "Luật | 2").await?;
    browser.look("journey-contest-round").await?;
    browser.press("Lưu").await?;
    browser.sees("Đã lưu vòng thi").await?;
    let list = tempfile::Builder::new().suffix(".csv").tempfile()?;
    std::fs::write(list.path(), QUESTIONS)?;
    browser.attach("Tệp câu hỏi", list.path()).await?;
    browser.press("Nhận câu hỏi").await?;
    browser.sees("3 câu hỏi").await?;
    browser.look("journey-contest-questions").await?;
    browser.press("Tìm hiểu pháp luật về bầu cử").await?;
    browser.press("Công bố hội thi").await?;
    browser.press("Công bố hội thi").await?;
    browser.sees("Đã công bố").await?;
    browser.look("journey-contest-announced").await?;
    browser.press("Trang công khai").await?;
    browser.sees("Niêm phong trước giờ mở").await
}

/// Somebody takes part in the week that is open.
async fn take_part(browser: &mut Browser) -> Step {
    browser.resize(360).await?;
    browser.open("/thi/1").await?;
    browser.fill("Họ và tên", "Lò Thị Mai").await?;
    browser.fill("Đơn vị", "Đảng ủy").await?;
    browser.fill("Năm sinh", "1990").await?;
    browser.look("journey-contest-public").await?;
    browser.press("Đăng ký dự thi").await?;
    browser.sees("Mã để vào lại").await?;
    browser.press("Vào thi").await?;
    browser.sees("Còn 3 lượt").await?;
    browser.look("journey-contest-before").await?;
    browser.press("Bắt đầu làm bài").await?;
    browser.sees("Nộp bài").await?;
    browser.look("journey-contest-sitting").await?;
    browser.open(&format!("{}/attempt", path(browser).await?.trim_end_matches("/attempt"))).await?;
    browser.sees("Nộp bài").await?;
    browser.press("Nộp bài").await?;
    browser.sees("Đã nộp bài").await?;
    browser.look("journey-contest-receipt").await?;
    browser.press("Bảng xếp hạng").await?;
    browser.sees("Bạn đang xếp thứ").await?;
    browser.look("journey-contest-ranking-public").await?;
    browser.resize(1280).await
}

/// The officer settles the week that is over, looks at it, issues certificates; gives the address of one.
async fn settle(browser: &mut Browser) -> Step<String> {
    browser.open("/contests?q=Nghi+quyet").await?;
    browser.press("Hội thi trực tuyến tìm hiểu").await?;
    browser.look("journey-contest").await?;
    browser.press("Chốt kết quả").await?;
    browser.sees("Đã chốt kết quả vòng thi").await?;
    browser.press("Bảng xếp hạng").await?;
    browser.sees("Giải Nhất").await?;
    browser.look("journey-contest-ranking").await?;
    browser.press("Hội thi trực tuyến tìm hiểu").await?;
    browser.press("Đơn vị").await?;
    browser.look("journey-contest-units").await?;
    browser.press("Hội thi trực tuyến tìm hiểu").await?;
    browser.press("Kết quả giống nhau").await?;
    browser.look("journey-contest-alike").await?;
    browser.press("Hội thi trực tuyến tìm hiểu").await?;
    browser.press("Giải thưởng").await?;
    browser.press("Cấp chứng nhận").await?;
    browser.sees("Đã cấp chứng nhận").await?;
    browser.look("journey-contest-prizes").await?;
    let code = browser.text_of("section .border-top .text-secondary").await?;
    Ok(format!("/thi/certificates/{}", code.trim()))
}

/// What anybody gets at this address, without a browser.
fn fetched(path: &str) -> Step<String> {
    let host = Server::shared_demo()?.trim_start_matches("http://");
    let mut stream = TcpStream::connect(host)?;
    stream.write_all(format!("GET {path} HTTP/1.0\r\nHost: {host}\r\n\r\n").as_bytes())?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer)?;
    Ok(answer.split_once("\r\n\r\n").map(|(_, body)| body.to_owned()).unwrap_or_default())
}

/// A stranger sees that a certificate is true, and recomputes the week from the published file alone.
async fn verify(browser: &Browser, certificate: &str) -> Step {
    browser.open(certificate).await?;
    browser.sees("Chứng nhận này có thật").await?;
    browser.open("/thi/1").await?;
    browser.sees("Tự kiểm tra kết quả").await?;
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("contest-1.jsonl");
    std::fs::write(&file, fetched("/thi/1/published.jsonl")?)?;
    let told = Command::new(browser_tests::program()?).arg("verify-contest").arg(&file).output()?;
    let said = String::from_utf8_lossy(&told.stdout).into_owned();
    if told.status.success() && said.contains("90 người") { Ok(()) } else { Err(said.into()) }
}

#[tokio::test]
async fn province_runs_a_contest_from_rules_to_certificates_and_a_stranger_verifies_a_draw() -> Step {
    let Some(mut browser) = signed_in(OFFICER).await? else { return Ok(()) };
    prepare(&mut browser).await?;
    take_part(&mut browser).await?;
    browser.sign_in(OFFICER, PASSWORD).await?;
    let certificate = settle(&mut browser).await?;
    verify(&browser, &certificate).await?;
    browser.close().await
}

/// Waits until every question stands there as a picture that came.
async fn sees_pictures(browser: &Browser, count: usize) -> Step {
    let script = "const all = [...document.querySelectorAll('legend img')];
        return all.filter((each) => each.complete && each.naturalWidth > 200 && each.naturalHeight > 20).length";
    let mut drawn = 0;
    for _ in 0..150 {
        drawn = browser.run(script, Vec::new()).await?.as_u64().unwrap_or_default();
        if usize::try_from(drawn)? == count {
            return Ok(());
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    Err(format!("{drawn} of {count} pictures").into())
}

/// Somebody on a telephone is shown the questions as pictures, and the next time asks for words as one who cannot see would.
#[tokio::test]
async fn questions_are_pictures_on_a_phone_and_words_for_who_asks() -> Step {
    let Some(mut browser) = Browser::open_on(Server::shared_demo()?).await? else { return Ok(()) };
    browser.resize(360).await?;
    browser.open("/thi/2").await?;
    browser.fill("Họ và tên", "Giàng A Páo").await?;
    browser.fill("Năm sinh", "1985").await?;
    browser.press("Đăng ký dự thi").await?;
    browser.sees("Mã để vào lại").await?;
    browser.press("Vào thi").await?;
    browser.sees("Còn 3 lượt").await?;
    browser.look("journey-contest-pictures-before").await?;
    browser.press("Bắt đầu làm bài").await?;
    browser.sees("Nộp bài").await?;
    sees_pictures(&browser, 5).await?;
    browser.look("journey-contest-pictures").await?;
    browser.press("Nộp bài").await?;
    browser.sees("Đã nộp bài").await?;
    browser.press("Về trang vòng thi").await?;
    browser.press("Tôi dùng trình đọc màn hình").await?;
    browser.sees("Câu hỏi sẽ hiện bằng chữ").await?;
    browser.press("Bắt đầu làm bài").await?;
    browser.sees("trong lịch sử Đảng bộ tỉnh diễn ra năm nào?").await?;
    sees_pictures(&browser, 0).await?;
    browser.look("journey-contest-words").await?;
    browser.close().await
}

/// A proxy whose server restarts: so many requests that keep or send answers are answered by it.
const PROXY: &str = "const real = window.fetch; window.refused = 0;
    window.fetch = (address, how) => {
        const isOurs = /\\/(answers|submit)$/.test(String(address));
        if (!isOurs || window.refused >= arguments[0]) return real(address, how);
        window.refused += 1;
        const status = [502, 504][window.refused % 2];
        return Promise.resolve(new Response('<html><body><h1>Bad Gateway</h1></body></html>', { status }));
    }";

/// The server restarts behind its proxy while somebody sends the answers: they stay, and are taken once it is back.
#[tokio::test]
async fn answers_stay_while_a_proxy_answers_for_its_server_and_are_taken_then() -> Step {
    let Some(browser) = Browser::open_on(Server::shared_demo()?).await? else { return Ok(()) };
    browser.open("/thi/2").await?;
    browser.fill("Họ và tên", "Hà Văn Tư").await?;
    browser.fill("Năm sinh", "1979").await?;
    browser.press("Đăng ký dự thi").await?;
    browser.sees("Mã để vào lại").await?;
    browser.press("Vào thi").await?;
    browser.press("Bắt đầu làm bài").await?;
    browser.sees("Nộp bài").await?;
    browser.run(PROXY, vec![2.into()]).await?;
    browser.run("document.querySelector('#sitting input[type=radio]').click()", Vec::new()).await?;
    browser.press("Nộp bài").await?;
    browser.sees("Chưa gửi được").await?;
    let stands =
        "return document.body.textContent.includes('Bad Gateway') ? 'the proxy' : Object.keys(localStorage).join()";
    let kept = browser.run(stands, Vec::new()).await?;
    if !kept.as_str().is_some_and(|kept| kept.contains("contest-")) {
        return Err(format!("the answers are not kept: {kept}").into());
    }
    browser.sees("Đã nộp bài").await?;
    browser.sees("câu đúng").await?;
    let kept = browser
        .run("return Object.keys(localStorage).filter((key) => key.startsWith('contest-')).length", Vec::new())
        .await?;
    if kept.as_u64() == Some(0) { browser.close().await } else { Err("kept beyond the receipt".into()) }
}
