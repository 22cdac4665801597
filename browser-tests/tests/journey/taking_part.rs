//! What happens while a conference is held and after it: halls and seats before the day, prompts and faults minded by the
//! point's technician, questions and the survey from a member's phone, attendance taken without the net.

use std::time::Duration;

use browser_tests::{Browser, Step};
use serde_json::json;

use crate::attendance::hold;
use crate::conferences::plan;
use crate::{COMMUNE_OFFICER, MEMBER, OFFICER, TODAY, signed_in};

/// The address of the member's invitation to this conference, as the desk leads to it.
async fn invitation(phone: &Browser, title: &str) -> Step<String> {
    phone.open("/").await?;
    phone.sees(title).await?;
    let find = "return [...document.querySelectorAll('.desk li')].find((li) => li.innerText.includes(arguments[0])).querySelector('a').getAttribute('href')";
    let href = phone.run(find, vec![json!(title)]).await?;
    Ok(href.as_str().unwrap_or_default().to_owned())
}

#[tokio::test]
async fn officer_enters_a_hall_chooses_it_and_seats_the_delegates() -> Step {
    let Some(mut browser) = signed_in(COMMUNE_OFFICER).await? else { return Ok(()) };
    browser.open("/conferences").await?;
    browser.press("Hội trường, thiết bị").await?;
    browser.sees("Hội trường Đảng ủy xã").await?;
    browser.look("journey-halls").await?;
    browser.press("Xem danh sách tại một ngày đã qua").await?;
    browser.fill("Đến hết ngày", "2026-11-20").await?;
    browser.press("Xem").await?;
    browser.sees("đến hết ngày 20/11/2026").await?;
    browser.look("journey-halls-as-of").await?;
    browser.press("Về hiện nay").await?;
    browser.press("Thêm hội trường").await?;
    browser.fill("Tên hội trường", "Nhà văn hóa xã").await?;
    browser.fill("Sức chứa", "60").await?;
    browser.fill("Số hàng ghế", "6").await?;
    browser.fill("Ghế mỗi hàng", "12").await?;
    browser.press("Lưu").await?;
    browser.sees("72 ghế theo hàng nhiều hơn sức chứa 60").await?;
    browser.look("journey-hall-edit").await?;
    browser.fill("Sức chứa", "80").await?;
    browser.press("Lưu").await?;
    browser.sees("6 hàng, mỗi hàng 12 ghế").await?;
    browser.fill("Tên thiết bị", "Máy chiếu nhà văn hóa").await?;
    browser.press("Thêm thiết bị").await?;
    browser.sees("Dùng tốt").await?;
    browser.fill("Tình trạng Máy chiếu nhà văn hóa", "Hỏng").await?;
    browser.press("Lưu").await?;
    browser.sees("Đã lưu").await?;
    browser.look("journey-hall").await?;
    browser.sign_in(OFFICER, crate::PASSWORD).await?;
    let conference = plan(&browser, "Hội nghị xếp chỗ ngồi", "2026-12-17", "Xã, phường và đảng ủy trực thuộc").await?;
    browser.press("Triệu tập đại biểu").await?;
    browser.search_and_choose("Đơn vị và cấp dưới", "X01-C08-01").await?;
    browser.press("Triệu tập").await?;
    browser.sees("Đã đưa vào danh sách").await?;
    browser.sign_in(COMMUNE_OFFICER, crate::PASSWORD).await?;
    browser.open(&conference).await?;
    browser.press("Hội trường").await?;
    browser.tick("Nhà văn hóa xã").await?;
    browser.press("Lưu").await?;
    browser.sees("Máy chiếu nhà văn hóa không dùng được").await?;
    browser.look("journey-hall-of-point").await?;
    browser.press("Xếp chỗ theo đơn vị").await?;
    browser.sees("DANH SÁCH CHỖ NGỒI").await?;
    browser.sees("Hàng 1, ghế 1").await?;
    browser.look("journey-seats").await?;
    browser.close().await
}

#[tokio::test]
async fn technician_answers_the_prompt_counts_heads_and_logs_the_line() -> Step {
    let Some(mut hall) = signed_in(OFFICER).await? else { return Ok(()) };
    let (conference, point) = hold(&hall, "Hội nghị nhắc điểm cầu").await?;
    hall.open(&format!("{conference}/presence")).await?;
    hall.press("Nhắc các điểm cầu ngay").await?;
    hall.sees("Đang chờ trả lời").await?;
    let Some(mut screen) = signed_in(COMMUNE_OFFICER).await? else { return Ok(()) };
    screen.open(&format!("{point}/screen")).await?;
    screen.sees("Xác nhận điểm cầu đang dự").await?;
    screen.look_here("journey-screen-prompt").await?;
    let code = screen.text_of("#prompt-code").await?;
    let Some(mut phone) = signed_in(COMMUNE_OFFICER).await? else { return Ok(()) };
    phone.resize(360).await?;
    phone.open(&format!("{point}/line")).await?;
    phone.sees("Mã xác nhận").await?;
    phone.look_here("journey-line-prompt").await?;
    phone.fill("Mã xác nhận", &code).await?;
    phone.press("Xác nhận").await?;
    phone.sees("Đúng hạn").await?;
    phone.fill("Số người đang có mặt", "9").await?;
    phone.press("Lưu").await?;
    phone.sees("Chênh lệch, cần xem").await?;
    phone.fill("Mất gì", "Mất cả hình và tiếng").await?;
    phone.press("Ghi sự cố").await?;
    phone.sees("Đang mất").await?;
    phone.look("journey-line").await?;
    phone.fill("Đã xử lý thế nào", "Chuyển sang đường 4G").await?;
    phone.press("Đã có lại").await?;
    phone.sees("Đã khắc phục").await?;
    hall.open(&format!("{conference}/presence?q=Khe+M%C3%A2y")).await?;
    hall.sees("1 đúng hạn").await?;
    hall.sees("Chênh lệch, cần xem").await?;
    hall.look("journey-presence").await?;
    hall.fill("Nhận xét về", "Đại biểu chưa kịp điểm danh").await?;
    hall.press("Lưu").await?;
    hall.sees("Đại biểu chưa kịp điểm danh").await?;
    phone.close().await?;
    screen.close().await?;
    hall.close().await
}

/// Opens the questions until the answer stands there: the organiser's page may still be saving it.
async fn reads_the_answer(phone: &Browser, own: &str) -> Step {
    for _ in 0..20 {
        phone.open(&format!("{own}/dialogue")).await?;
        if phone.text().await?.contains("Trạm phát sóng hoàn thành") {
            return Ok(());
        }
        tokio::time::sleep(Duration::from_millis(500)).await;
    }
    Err("the answer does not come".into())
}

/// Asks without a name and wants to know it too.
async fn asks_and_votes(phone: &mut Browser) -> Step {
    phone.press("Đặt câu hỏi").await?;
    phone.fill("Câu hỏi của đồng chí", "Bao giờ có sóng di động ở bản Khe Mây?").await?;
    phone.look_here("journey-ask").await?;
    phone.tick("Hỏi ẩn danh").await?;
    phone.press("Gửi câu hỏi").await?;
    phone.sees("Ẩn danh").await?;
    phone.press("Tôi cũng quan tâm").await?;
    phone.sees("Đồng chí đã chọn quan tâm").await?;
    phone.look_here("journey-asked").await
}

/// Marks two aspects and writes a word.
async fn answers_the_survey(phone: &mut Browser) -> Step {
    phone.press("Khảo sát chất lượng hội nghị").await?;
    phone.sees("không gắn với người trả lời").await?;
    phone.run("for (const name of ['organisation', 'reporter']) document.querySelector(`input[name=${name}][value='4']`).click()", Vec::new()).await?;
    phone.fill("Góp ý thêm", "Nên gửi tài liệu sớm hơn.").await?;
    phone.look("journey-survey").await?;
    phone.press("Gửi trả lời").await?;
    phone.sees("Cảm ơn đồng chí").await
}

#[tokio::test]
async fn member_asks_votes_and_answers_the_survey_from_a_phone() -> Step {
    let Some(mut hall) = signed_in(OFFICER).await? else { return Ok(()) };
    let title = "Hội nghị hỏi đáp và khảo sát";
    let (conference, point) = hold(&hall, title).await?;
    hall.open(&format!("{conference}/dialogue")).await?;
    hall.tick("Đang nhận câu hỏi").await?;
    hall.tick("Cho phép hỏi ẩn danh").await?;
    hall.press("Lưu").await?;
    hall.sees("Đang nhận").await?;
    let Some(mut phone) = signed_in(MEMBER).await? else { return Ok(()) };
    phone.resize(360).await?;
    let own = invitation(&phone, title).await?;
    phone.open(&own).await?;
    asks_and_votes(&mut phone).await?;
    // the organiser's list is live: the question stands there without a reload
    hall.sees("Bao giờ có sóng di động").await?;
    hall.look("journey-dialogue").await?;
    let Some(mut screen) = signed_in(OFFICER).await? else { return Ok(()) };
    screen.open(&format!("{conference}/dialogue/hall")).await?;
    screen.sees("Bao giờ có sóng di động").await?;
    screen.look_here("journey-dialogue-hall").await?;
    screen.close().await?;
    hall.press("Xử lý").await?;
    hall.tick("Đã trả lời bằng văn bản").await?;
    hall.fill("Trả lời", "Trạm phát sóng hoàn thành trong quý I năm sau.").await?;
    hall.look("journey-question").await?;
    hall.press("Lưu").await?;
    reads_the_answer(&phone, &own).await?;
    hall.open(&format!("{point}/screen")).await?;
    let code = hall.text_of("#hall-code").await?;
    phone.open(&own).await?;
    phone.fill("Mã 6 số", &code).await?;
    phone.press("Điểm danh").await?;
    phone.sees("Đã điểm danh").await?;
    hall.open(&conference).await?;
    hall.press("Kết thúc hội nghị").await?;
    hall.press("Kết thúc hội nghị").await?;
    hall.sees("Đã kết thúc hội nghị").await?;
    phone.open(&own).await?;
    answers_the_survey(&mut phone).await?;
    hall.press("Khảo sát chất lượng hội nghị").await?;
    hall.sees("Chưa đủ câu trả lời").await?;
    hall.open("/conferences?q=04-CT").await?;
    hall.run(
        "[...document.querySelectorAll('#list th a')].find((a) => a.innerText.startsWith('Hội nghị toàn tỉnh')).click()",
        Vec::new(),
    )
    .await?;
    hall.sees("Khảo sát chất lượng hội nghị").await?;
    hall.press("Khảo sát chất lượng hội nghị").await?;
    hall.sees("Báo cáo viên trình bày dễ hiểu").await?;
    hall.look("journey-survey-sums").await?;
    phone.close().await?;
    hall.close().await
}

/// Cuts the page off from the server, or lets it through again: what a phone sees in a hall without reception.
async fn cut(browser: &Browser, is_cut: bool) -> Step {
    let script = "
        window.throughFetch ??= window.fetch;
        window.throughSend ??= XMLHttpRequest.prototype.send;
        window.fetch = arguments[0] ? () => Promise.reject(new TypeError('no net')) : window.throughFetch;
        XMLHttpRequest.prototype.send = arguments[0]
            ? function () { setTimeout(() => this.dispatchEvent(new ProgressEvent('error')), 0); }
            : window.throughSend;
        window.dispatchEvent(new Event(arguments[0] ? 'offline' : 'online'));";
    browser.run(script, vec![json!(is_cut)]).await?;
    Ok(())
}

#[tokio::test]
async fn organiser_takes_attendance_without_the_net_and_it_is_sent_once() -> Step {
    let Some(mut phone) = signed_in(OFFICER).await? else { return Ok(()) };
    let (conference, point) = hold(&phone, "Hội nghị mất mạng").await?;
    phone.resize(360).await?;
    phone.open(&format!("{point}/check-in")).await?;
    phone.sees("Lò Thị Mai").await?;
    phone.run("return new Promise((done) => { const look = () => (Object.keys(localStorage).some((key) => key.startsWith('check-in-list:')) ? done(true) : setTimeout(look, 50)); look(); })", Vec::new()).await?;
    cut(&phone, true).await?;
    phone.sees("Không có mạng").await?;
    phone.fill("Tìm tên", "lo thi mai").await?;
    phone.sees("Lò Thị Mai").await?;
    phone.press("Có mặt").await?;
    phone.sees("chờ gửi").await?;
    phone.fill("Tìm tên", "hau a pao").await?;
    phone.sees("Hầu A Páo").await?;
    phone.press("Có mặt").await?;
    phone.sees("2 kết quả đang giữ trên máy này").await?;
    phone.look_here("journey-offline").await?;
    // meanwhile somebody else records one of the two otherwise
    let Some(other) = signed_in(OFFICER).await? else { return Ok(()) };
    other.open(&format!("{point}/check-in?q=hau+a+pao")).await?;
    other.sees("Hầu A Páo").await?;
    other.press("Vắng").await?;
    other.fill("Lý do", "Đi viện").await?;
    other.press("Vắng có lý do").await?;
    other.sees("Đi viện").await?;
    cut(&phone, false).await?;
    phone.sees("1 kết quả ghi lúc mất mạng cần xem lại").await?;
    phone.sees("máy chủ đã ghi: Vắng có lý do").await?;
    phone.look_here("journey-offline-conflict").await?;
    phone.press("Giữ như máy chủ").await?;
    phone.open(&format!("{point}/check-in?q=lo+thi+mai")).await?;
    phone.sees("Hoàn tác").await?;
    let is_kept = "return new Promise((done) => { const look = async () => ((await (await caches.open('kept-pages')).match(location.pathname, { ignoreVary: true })) ? done(true) : setTimeout(look, 100)); look(); })";
    phone.run(is_kept, Vec::new()).await?;
    phone.resize(1280).await?;
    phone.open(&conference).await?;
    phone.sees("1 có mặt").await?;
    phone.sees("1 vắng có lý do").await?;
    other.close().await?;
    phone.close().await
}

#[tokio::test]
async fn officer_notes_when_a_topic_really_began() -> Step {
    let Some(mut browser) = signed_in(OFFICER).await? else { return Ok(()) };
    let conference = plan(&browser, "Hội nghị ghi giờ thực tế", TODAY, "Chỉ điểm cầu chính").await?;
    browser.open(&format!("{conference}/agenda")).await?;
    browser.fill("Nội dung", "Chuyên đề một").await?;
    browser.fill("Từ", "00:01").await?;
    browser.fill("Đến", "00:02").await?;
    browser.press("Thêm nội dung").await?;
    browser.press("Bắt đầu").await?;
    browser.sees("bắt đầu muộn").await?;
    browser.fill("Bắt đầu thực tế", "00:01").await?;
    browser.fill("Kết thúc thực tế", "00:03").await?;
    browser.press("Ghi giờ thực tế").await?;
    browser.sees("kết thúc muộn 1 phút").await?;
    browser.look("journey-agenda-times").await?;
    browser.close().await
}
