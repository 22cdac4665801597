//! A member studies a resolution on a phone, answers the test in spite of a cut line, writes a reflection, writes it anew
//! after the coach's hint and submits it; the secretary reads it; the officer sees sums and the bank of questions.

use browser_tests::{Browser, Step};

use crate::conferences::path;
use crate::{CELL_SECRETARY, MEMBER, OFFICER, PASSWORD, signed_in};

const TEST: &str = "Kiểm tra nhận thức Nghị quyết số 05-NQ/TU";
const CALL: &str = "Bài thu hoạch học tập Nghị quyết số 05-NQ/TU";
const GENERIC: &str = "Bản thân tôi nhận thức sâu sắc nghị quyết có ý nghĩa quan trọng. Tôi sẽ không ngừng học tập. Bản thân sẽ cố gắng hoàn thành tốt nhiệm vụ được giao.";
const OWN: &str = "Sáng 03/12/2026 tôi bàn giao tủ thuốc của bản cho Trạm Y tế, kèm danh sách 64 người uống thuốc huyết áp. Bảng trên máy thiếu cột liều dùng; tôi và chị trưởng trạm đã thêm cột ấy, thử với 12 người ở xóm Thượng, tuần sau làm nốt xóm Hạ.";

/// Marks the first choice of each question, as a thumb would.
const MARK_ALL: &str =
    "document.querySelectorAll('fieldset').forEach((field) => field.querySelector('input').click());";

async fn study(browser: &mut Browser) -> Step {
    browser.open("/").await?;
    browser.sees(TEST).await?;
    browser.look("journey-study-desk").await?;
    browser.open("/documents").await?;
    browser.press("05-NQ/TU").await?;
    browser.sees("đổi mới cách làm việc").await
}

async fn take_the_test(browser: &mut Browser) -> Step {
    browser.open("/").await?;
    browser.press("Làm bài").await?;
    browser.sees("5 câu, 15 phút").await?;
    browser.look("journey-test-before").await?;
    browser.press("Bắt đầu làm bài").await?;
    browser.sees("câu đã trả lời").await?;
    browser.look("journey-test").await?;
    // the line is cut: what is marked stays on the phone and goes out when it is back
    browser
        .run("window.whole = window.fetch; window.fetch = () => Promise.reject(new TypeError('cut'));", vec![])
        .await?;
    browser.run(MARK_ALL, vec![]).await?;
    browser.sees("Mất mạng").await?;
    browser.look_here("journey-test-cut").await?;
    browser.run("window.fetch = window.whole; dispatchEvent(new Event('online'));", vec![]).await?;
    browser.sees("Đã lưu").await?;
    // on another visit the answers are there
    let attempt = path(browser).await?;
    browser.open(&attempt).await?;
    browser.sees("5/5").await?;
    // cut again at the moment of handing in, with an answer that is not sent: both wait on the phone
    browser
        .run("window.whole = window.fetch; window.fetch = () => Promise.reject(new TypeError('cut'));", vec![])
        .await?;
    browser.run("document.querySelector('fieldset input:not(:checked)').click();", vec![]).await?;
    browser.press("Nộp bài").await?;
    browser.sees("Mất mạng").await?;
    browser.look_here("journey-test-handing-in-cut").await?;
    let kept = "return Object.keys(localStorage).filter((key) => key.startsWith('quiz:')).length;";
    assert_eq!(browser.run(kept, vec![]).await?, serde_json::json!(1), "kept until the server has it");
    browser.run("window.fetch = window.whole;", vec![]).await?;
    browser.sees("Lượt 1").await?;
    assert_eq!(browser.run(kept, vec![]).await?, serde_json::json!(0), "the server has it");
    browser.look("journey-test-after").await
}

async fn write(browser: &mut Browser) -> Step {
    browser.open("/").await?;
    browser.sees(CALL).await?;
    browser.press("Viết").await?;
    browser.look("journey-reflection").await?;
    browser.fill("Những điểm mới", "Dữ liệu nhập một lần, dùng chung nhiều nơi.").await?;
    browser.fill("Liên hệ nhiệm vụ", GENERIC).await?;
    browser.sees("Đã lưu nháp").await?;
    browser.press("Đọc lại trước khi nộp").await?;
    browser.sees("Chưa thấy liên hệ").await?;
    browser.look("journey-reflection-coach").await?;
    browser.press("Viết tiếp").await?;
    browser.fill("Liên hệ nhiệm vụ", OWN).await?;
    browser.fill("Đề xuất", "Bố trí sóng di động cho bản xa.").await?;
    browser.press("Đọc lại trước khi nộp").await?;
    browser.sees("chỉ đồng chí thấy").await?;
    browser.look("journey-reflection-ready").await?;
    browser.press("Nộp bài").await?;
    browser.press("Nộp bài").await?;
    browser.sees("Đã nộp bài thu hoạch").await
}

async fn review(browser: &mut Browser) -> Step {
    browser.sign_in(CELL_SECRETARY, PASSWORD).await?;
    browser.open("/reflections/reviewing").await?;
    browser.look("journey-reviewing").await?;
    browser.press("Lò Thị Mai").await?;
    browser.sees("tủ thuốc của bản").await?;
    browser.look("journey-review").await?;
    browser.fill("Nhóm vấn đề", "Hạ tầng").await?;
    browser.press("Đưa vào bản tổng hợp").await?;
    browser.sees("Đã đưa vào bản tổng hợp").await?;
    browser.press("Đạt").await?;
    browser.sees("Đã ghi nhận đạt").await
}

async fn look_over(browser: &mut Browser) -> Step {
    browser.sign_in(OFFICER, PASSWORD).await?;
    browser.open("/quizzes").await?;
    browser.look("journey-quizzes").await?;
    browser.press("Xem danh sách tại một ngày đã qua").await?;
    browser.fill("Đến hết ngày", "2026-11-20").await?;
    browser.press("Xem").await?;
    browser.sees("Các bài kiểm tra đã soạn đến hết ngày 20/11/2026").await?;
    browser.look("journey-quizzes-as-of").await?;
    browser.press("Về hiện nay").await?;
    browser.press(TEST).await?;
    browser.sees("đã làm bài").await?;
    browser.look("journey-quiz").await?;
    browser.press("Kết quả từng câu").await?;
    browser.look("journey-quiz-items").await?;
    browser.open("/quizzes/new").await?;
    browser.look("journey-quiz-new").await?;
    browser.open("/quizzes/questions").await?;
    browser.look("journey-bank").await?;
    browser.press("Nghị quyết số 05-NQ/TU xác định chuyển đổi số trước hết là gì?").await?;
    browser.look("journey-question").await?;
    browser.open("/quizzes/questions/new").await?;
    browser.look("journey-question-new").await?;
    browser.open("/quizzes/questions/import").await?;
    browser.look("journey-questions-import").await?;
    browser.open("/reflections/new").await?;
    browser.look("journey-reflections-new").await?;
    browser.open("/reflections").await?;
    browser.press(CALL).await?;
    browser.sees("đã nộp thu hoạch").await?;
    browser.look("journey-reflections-call").await
}

#[tokio::test]
async fn member_studies_answers_the_test_and_writes_a_reflection_after_the_coachs_hint() -> Step {
    let Some(mut browser) = signed_in(MEMBER).await? else { return Ok(()) };
    browser.resize(360).await?;
    study(&mut browser).await?;
    take_the_test(&mut browser).await?;
    write(&mut browser).await?;
    browser.resize(1280).await?;
    review(&mut browser).await?;
    look_over(&mut browser).await?;
    browser.close().await
}
