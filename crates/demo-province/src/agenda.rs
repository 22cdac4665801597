//! Who speaks when at the demo's two conferences. The conferences themselves are in `conferences.rs`.

use crate::conferences::AgendaItem;
use crate::people::Person;

fn item(
    people: &[Person],
    starts_at: &'static str,
    minutes: u32,
    title: &'static str,
    reporter: Option<&str>,
) -> AgendaItem {
    let reporter_external_id = reporter
        .and_then(|name| people.iter().find(|person| person.full_name == name && person.post_unit_code.is_some()))
        .map(|person| person.external_id.clone());
    AgendaItem { starts_at, minutes, title, reporter_external_id }
}

pub(crate) fn finished(people: &[Person]) -> Vec<AgendaItem> {
    use crate::posts::{HEAD_OF_POLITICAL_WORK, STANDING_DEPUTY};
    vec![
        item(people, "07:30", 15, "Ổn định tổ chức, kiểm tra đường truyền, báo cáo số đại biểu", None),
        item(people, "07:45", 20, "Khai mạc, nêu mục đích, yêu cầu của hội nghị", Some(STANDING_DEPUTY)),
        item(people, "08:05", 70, "Những nội dung cơ bản của Chỉ thị số 04-CT/TU", Some(HEAD_OF_POLITICAL_WORK)),
        item(people, "09:15", 15, "Nghỉ giải lao", None),
        item(people, "09:30", 50, "Quy trình chuẩn bị và điều hành buổi sinh hoạt chi bộ", Some("Nguyễn Bá Toại")),
        item(people, "10:20", 30, "Trao đổi, giải đáp từ các điểm cầu", Some("Trịnh Thu Hằng")),
        item(people, "10:50", 25, "Kết luận và bế mạc", Some(STANDING_DEPUTY)),
    ]
}

pub(crate) fn planned(people: &[Person]) -> Vec<AgendaItem> {
    use crate::posts::{HEAD_OF_POLITICAL_WORK, SECRETARY, STANDING_DEPUTY};
    vec![
        item(people, "08:00", 15, "Ổn định tổ chức, điểm danh, kiểm tra đường truyền", None),
        item(people, "08:15", 20, "Khai mạc hội nghị", Some(STANDING_DEPUTY)),
        item(
            people,
            "08:35",
            75,
            "Quan điểm, mục tiêu, nhiệm vụ của Nghị quyết số 05-NQ/TU",
            Some(HEAD_OF_POLITICAL_WORK),
        ),
        item(people, "09:50", 15, "Nghỉ giải lao", None),
        item(
            people,
            "10:05",
            45,
            "Kế hoạch thực hiện của Ủy ban nhân dân tỉnh và phân công theo 5 rõ",
            Some("Trần Sĩ Hoan"),
        ),
        item(people, "10:50", 20, "Trao đổi, giải đáp từ các điểm cầu", Some("Trịnh Thu Hằng")),
        item(people, "11:10", 20, "Phát biểu kết luận", Some(SECRETARY)),
    ]
}
