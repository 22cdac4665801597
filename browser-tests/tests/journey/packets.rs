//! A document leaves one office as a packet and comes into the register of another, which reads what differs.

use browser_tests::{Browser, Step};
use tempfile::TempDir;

use crate::conferences::path;
use crate::directives::register;
use crate::papers::STATUTE;
use crate::{COMMUNE_OFFICER, OFFICER, PASSWORD, signed_in};

/// The packet the page would download.
async fn packet(browser: &Browser) -> Step<String> {
    let script = "const form = document.querySelector('form[action$=\"/packet\"]'); \
         return fetch(form.action, {method: 'POST', body: new URLSearchParams(new FormData(form))}).then((answer) => answer.text())";
    Ok(browser.run(script, Vec::new()).await?.as_str().unwrap_or_default().to_owned())
}

#[tokio::test]
async fn officer_sends_a_packet_and_the_commune_takes_it_in() -> Step {
    let Some(mut browser) = signed_in(OFFICER).await? else { return Ok(()) };
    register(&browser, STATUTE, 5).await?;
    let document = path(&browser).await?;
    browser.press("Tải gói edXML").await?;
    browser.fill("Nơi nhận gói", "000.00.12.H97 Đảng ủy xã Mường Vi").await?;
    browser.look("journey-packet").await?;
    let sent = packet(&browser).await?;
    assert!(sent.contains("000.00.12.H97"), "{sent}");
    browser.open(&document).await?;
    browser.sees("Tạo gói edXML").await?;

    let folder = TempDir::new()?;
    let file = folder.path().join("goi.edxml");
    // another trích yếu in the head than in the file
    std::fs::write(&file, sent.replacen("về phòng, chống rét", "về chống rét đậm", 1))?;
    browser.sign_in(COMMUNE_OFFICER, PASSWORD).await?;
    browser.open("/documents/import").await?;
    browser.attach("Tệp văn bản", &file).await?;
    browser.press("Đọc văn bản").await?;
    browser.sees("Văn bản đến trong gói edXML").await?;
    browser.look("journey-packet-check").await?;
    browser.press("Vào sổ").await?;
    browser.sees("Chọn một").await?;
    let choose = "document.querySelector('select[name=choice]').value = 'title=file'";
    browser.run(choose, Vec::new()).await?;
    browser.press("Vào sổ").await?;
    browser.sees("Đã vào sổ văn bản").await?;
    browser.sees("05-QC/TU").await?;
    browser.close().await
}
