//! The harness on pages served by the test itself: it must press and fill as a person would, and find what is wrong.

use std::io::{Read, Write};
use std::net::TcpListener;
use std::thread;

use browser_tests::{Browser, Step};

const SOUND: &str = "<!doctype html><html lang=vi><meta name=viewport content=width=device-width><title>Đăng ký</title><main><h1>Đăng ký</h1>\
     <form action=/done><p><label for=name>Họ và tên</label> <input id=name name=name></p>\
     <p><label for=unit>Đơn vị</label> <select id=unit name=unit><option>Chi bộ 1<option>Chi bộ 2</select></p>\
     <p><label><input type=checkbox name=agree> Đồng ý</label></p>\
     <p><label for=day>Ngày</label> <input type=date id=day name=day></p><button>Gửi đi</button></form></main></html>";
const UNSOUND: &str = "<!doctype html><html lang=vi><meta name=viewport content=width=device-width><title>Sai</title><main><h1>Sai</h1><input name=unlabelled>\
     <div style='width:900px'>rộng</div></main><script>console.error('hỏng')</script></html>";

fn answer(request: &str) -> String {
    let path = request.split(' ').nth(1).unwrap_or("/");
    match path {
        "/" => SOUND.to_owned(),
        "/unsound" => UNSOUND.to_owned(),
        _ => format!(
            "<!doctype html><html lang=vi><meta name=viewport content=width=device-width><title>Xong</title><main><h1>Xong</h1><p>{path}</p></main></html>"
        ),
    }
}

fn site() -> Step<String> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let address = format!("http://{}", listener.local_addr()?);
    thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            let mut request = [0; 4096];
            let read = stream.read(&mut request).unwrap_or(0);
            let body = answer(&String::from_utf8_lossy(&request[..read]));
            let kind = "Content-Type: text/html; charset=utf-8\r\nConnection: close";
            let _ = write!(stream, "HTTP/1.1 200 OK\r\n{kind}\r\nContent-Length: {}\r\n\r\n{body}", body.len());
        }
    });
    Ok(address)
}

#[tokio::test]
async fn a_form_is_filled_and_sent_by_its_words() -> Step {
    let Some(mut browser) = Browser::open_on(&site()?).await? else { return Ok(()) };
    browser.open("/").await?;
    browser.look("harness").await?;
    browser.fill("Họ và tên", "Lò Thị Mai").await?;
    browser.fill("Đơn vị", "Chi bộ 2").await?;
    browser.fill("Ngày", "2026-03-05").await?;
    browser.tick("Đồng ý").await?;
    browser.press("Gửi đi").await?;
    browser.sees("Xong").await?;
    browser.sees("unit=Chi+b%E1%BB%99+2&agree=on&day=2026-03-05").await?;
    browser.close().await
}

#[tokio::test]
async fn what_is_wrong_with_a_page_is_found() -> Step {
    let Some(mut browser) = Browser::open_on(&site()?).await? else { return Ok(()) };
    browser.open("/unsound").await?;
    browser.resize(360).await?;
    let faults = browser.faults().await?.join("\n");
    for expected in ["console: ", "hỏng", "axe label", "sticks out"] {
        assert!(faults.contains(expected), "{expected} is not among:\n{faults}");
    }
    let missing = browser.press("Không có nút này").await.err().map(|cause| cause.to_string()).unwrap_or_default();
    assert!(missing.contains("rộng"), "the error shows the page: {missing}");
    browser.close().await
}
