//! From the slip of paper to the second factor: an administrator of a new installation prints an invitation, its holder
//! chooses a password on a telephone, sets the second factor up and signs in again with it.

use std::time::{SystemTime, UNIX_EPOCH};

use browser_tests::{Browser, Server, Step};
use totp_rs::{Builder, Secret};

const ADMINISTRATOR: &str = "quan.tri";
const PASSWORD: &str = "bốn mùa hoa trái";
const CHOSEN: &str = "gió mùa đông bắc";
const NAME: &str = "Lò Thị Mai Hương";

/// What the telephone shows, so many half minutes from now.
fn code(secret: &str, steps: u64) -> Step<String> {
    let totp = Builder::new().with_secret(Secret::try_from_base32(secret.replace(' ', ""))?).build()?;
    Ok(totp.generate(SystemTime::now().duration_since(UNIX_EPOCH)?.as_secs() + 30 * steps).to_string())
}

async fn set_up(browser: &Browser, server: &Server) -> Step {
    let line = server.said().iter().find_map(|line| line.split_once("mã thiết lập: ")).ok_or("no set-up code")?;
    browser.open("/set-up").await?;
    browser.fill("Mã thiết lập", line.1.trim()).await?;
    browser.fill("Tên đơn vị đứng đầu", "Tỉnh ủy Lĩnh Giang").await?;
    browser.fill("Mã đơn vị", "TU").await?;
    browser.fill("Tên đăng nhập của quản trị", ADMINISTRATOR).await?;
    browser.fill("Mật khẩu", PASSWORD).await?;
    browser.fill("Nhập lại mật khẩu", PASSWORD).await?;
    browser.press("Bắt đầu sử dụng").await?;
    browser.sees(ADMINISTRATOR).await
}

/// Registers a person and prints the slip; gives the path of the invitation.
async fn invite(browser: &mut Browser) -> Step<String> {
    browser.open("/people").await?;
    browser.press("Thêm người").await?;
    browser.fill("Họ và tên", NAME).await?;
    browser.press("Lưu").await?;
    browser.sees(NAME).await?;
    browser.open("/accounts/invitations").await?;
    browser.sees(NAME).await?;
    browser.look("accounts-invite").await?;
    browser.press("Tạo phiếu và in").await?;
    browser.sees("huong.lo").await?;
    browser.look_here("accounts-slips").await?;
    let code = browser.text_of(".slip-code").await?;
    Ok(format!("/invitation/{code}"))
}

#[tokio::test]
async fn holder_of_a_slip_chooses_a_password_and_signs_in_with_a_second_factor() -> Step {
    let server = Server::empty()?;
    let Some(mut browser) = Browser::open_on(server.address()).await? else { return Ok(()) };
    set_up(&browser, &server).await?;
    let invitation = invite(&mut browser).await?;
    browser.open("/account").await?;
    // the session that setting up began is called by its browser too
    browser.sees("Chrome").await?;
    browser.press("Kết thúc mọi phiên, cả máy này").await?;
    browser.press("Kết thúc mọi phiên, cả máy này").await?;
    browser.sees("Đăng nhập").await?;
    browser.resize(360).await?;
    browser.open(&invitation).await?;
    browser.sees(NAME).await?;
    browser.look_here("accounts-invitation").await?;
    browser.fill("Mật khẩu", CHOSEN).await?;
    browser.fill("Nhập lại mật khẩu", CHOSEN).await?;
    browser.press("Đặt mật khẩu và đăng nhập").await?;
    browser.sees("Việc cần làm").await?;
    browser.open("/account").await?;
    browser.sees("huong.lo").await?;
    browser.look("accounts-own").await?;
    browser.open("/account/second-factor").await?;
    browser.press("Bật xác thực hai bước").await?;
    let secret = browser.text_of("#secret").await?;
    browser.look("accounts-second-factor").await?;
    browser.fill("Mã 6 số", &code(&secret, 0)?).await?;
    browser.press("Xác nhận").await?;
    browser.sees("Mã dự phòng").await?;
    browser.look_here("accounts-recovery-codes").await?;
    browser.sign_in("huong.lo", CHOSEN).await?;
    browser.sees("Nhập mã xác thực").await?;
    browser.look_here("accounts-code").await?;
    browser.fill("Mã 6 số hoặc mã dự phòng", &code(&secret, 1)?).await?;
    browser.press("Đăng nhập").await?;
    browser.sees("Việc cần làm").await?;
    browser.open("/account/second-factor").await?;
    browser.sees("Còn 10 mã dự phòng").await?;
    browser.look_here("accounts-second-factor-on").await?;
    browser.close().await
}
