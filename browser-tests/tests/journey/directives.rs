//! A directive comes in: read from its file, checked beside its text, registered; a secret one is turned away.

use browser_tests::{Browser, Step};
use tempfile::TempDir;

use crate::papers::{DIRECTIVE, GUIDANCE, Type, marked_secret, paper, write};
use crate::{OFFICER, signed_in};

/// Imports the paper with this number and registers it as it was read. The browser then shows it.
pub async fn register(browser: &Browser, of: Type, number: u32) -> Step {
    let folder = TempDir::new()?;
    let file = write(&folder, &format!("van-ban-{number}.txt"), &paper(of, number))?;
    browser.open("/documents/import").await?;
    browser.attach("Tệp văn bản", &file).await?;
    browser.press("Đọc văn bản").await?;
    browser.press("Vào sổ").await?;
    browser.sees("Đã vào sổ văn bản").await
}

#[tokio::test]
async fn officer_imports_corrects_and_registers_a_directive() -> Step {
    let Some(mut browser) = signed_in(OFFICER).await? else { return Ok(()) };
    browser.open("/documents").await?;
    browser.sees("Sổ văn bản").await?;
    browser.look("journey-documents").await?;
    browser.press("Nhập văn bản").await?;
    browser.look("journey-import").await?;
    let folder = TempDir::new()?;
    browser.attach("Tệp văn bản", &write(&folder, "chi-thi-chong-ret.txt", &paper(DIRECTIVE, 5))?).await?;
    browser.press("Đọc văn bản").await?;
    browser.sees("Kiểm tra và vào sổ").await?;
    for (field, read) in [("number", "5"), ("symbol", "CT/TU"), ("issued_on", "2026-11-20")] {
        let value = browser.run(&format!("return document.getElementById('{field}').value"), Vec::new()).await?;
        assert_eq!(value.as_str(), Some(read), "what was read into {field}");
    }
    browser.sees("1. Tuyên truyền, vận động Nhân dân").await?;
    browser.look("journey-check").await?;
    browser.picture("guide-check", 1000).await?;
    browser.fill("Trích yếu", "về phòng, chống rét cho người, cây trồng và vật nuôi vụ đông năm 2026").await?;
    browser.press("Vào sổ").await?;
    browser.sees("Đã vào sổ văn bản").await?;
    browser.sees("vật nuôi vụ đông năm 2026").await?;
    browser.sees("Các đảng ủy trực thuộc Tỉnh ủy").await?;
    browser.look("journey-document").await?;
    browser.close().await
}

#[tokio::test]
async fn officer_imports_a_word_file() -> Step {
    let Some(browser) = signed_in(OFFICER).await? else { return Ok(()) };
    let folder = TempDir::new()?;
    browser.open("/documents/import").await?;
    browser.attach("Tệp văn bản", &write(&folder, "huong-dan.docx", &paper(GUIDANCE, 42))?).await?;
    browser.press("Đọc văn bản").await?;
    browser.sees("Kiểm tra và vào sổ").await?;
    browser.press("Vào sổ").await?;
    browser.sees("Đã vào sổ văn bản").await?;
    browser.sees("42-HD/TU").await?;
    browser.close().await
}

#[tokio::test]
async fn a_secret_file_is_refused_and_nothing_of_it_is_kept() -> Step {
    let Some(mut browser) = signed_in(OFFICER).await? else { return Ok(()) };
    let folder = TempDir::new()?;
    let text = marked_secret(&paper(DIRECTIVE, 43)).replace("phòng, chống rét", "phương án Sơn Dương");
    browser.open("/documents/import").await?;
    browser.attach("Tệp văn bản", &write(&folder, "phuong-an-son-duong.txt", &text)?).await?;
    browser.press("Đọc văn bản").await?;
    browser.sees("Luật Bảo vệ bí mật nhà nước").await?;
    browser.look("journey-secret").await?;
    browser.open("/documents?q=S%C6%A1n+D%C6%B0%C6%A1ng").await?;
    browser.sees("Không có văn bản nào khớp").await?;
    browser.close().await
}
