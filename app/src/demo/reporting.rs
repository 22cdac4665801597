//! The reports of the demo: the result of the conference held in spring, signed the same day, and the province's report
//! on the finished rollout in the outline I–V.

use anyhow::Context;
use kernel::{Instant, RolloutId};
use platform::web::Failure;
use reports::domain::{Head, Kind, Report, Section};

use super::story::{Story, day};

/// What the officer wrote, by a word of the section's title; the last one serves where none fits.
const WRITTEN: &[(&str, &str)] = &[
    (
        "CHUẨN BỊ",
        "Ban Tuyên giáo và Dân vận Tỉnh ủy chủ trì chuẩn bị nội dung, phân công báo cáo viên; Văn phòng Tỉnh ủy bảo đảm hội trường và đường truyền, kiểm tra kỹ thuật từng điểm cầu trước một ngày.",
    ),
    (
        "văn bản",
        "Ban Thường vụ Tỉnh ủy ban hành kế hoạch ngay sau khi có Chỉ thị; các đảng ủy trực thuộc cụ thể hóa bằng kế hoạch của cấp mình.",
    ),
    (
        "trách nhiệm",
        "Người đứng đầu cấp ủy trực tiếp quán triệt, phân công ủy viên ban thường vụ theo dõi từng địa bàn.",
    ),
    (
        "Chất lượng",
        "Báo cáo viên trình bày trọng tâm, có liên hệ với nhiệm vụ của địa phương; đại biểu chấp hành nghiêm thời gian.\n- Phần thảo luận còn ít ý kiến.",
    ),
    ("Kết quả tổ chức", "Việc học tập được tổ chức đồng bộ đến chi bộ; người vắng mặt được bố trí học bù."),
    (
        "HẠN CHẾ",
        "Một số điểm cầu kết nối chậm trong ít phút đầu. Đề nghị bố trí đường truyền dự phòng cho các xã vùng cao.",
    ),
    ("Hạn chế", "Một số chi bộ tổ chức học tập chậm so với kế hoạch; báo cáo của vài đảng ủy gửi chưa đúng hạn."),
    ("Nguyên nhân", "Địa bàn rộng, cán bộ kiêm nhiệm nhiều việc; một số nơi chưa chủ động."),
    ("BÀI HỌC", "Chuẩn bị kỹ từ cơ sở, chốt số lượng sớm và đôn đốc hằng ngày thì tiến độ được bảo đảm."),
    ("NHIỆM VỤ", "- Tiếp tục kiểm tra việc thực hiện ở các chi bộ.\n- Biểu dương nơi làm tốt, nhắc nhở nơi chậm."),
    ("KIẾN NGHỊ", "Đề nghị cấp trên gửi tài liệu sớm hơn để cơ sở có thời gian chuẩn bị."),
];

pub(super) fn of_conference(story: &Story, rollout: RolloutId) -> anyhow::Result<()> {
    let held = story.app.db.read_now(move |tx| conferences::store::list_closed_for_rollout(tx, rollout))?;
    let conference = held.first().context("no conference was held")?;
    let at = conference.ends_at.plus_seconds(2 * 3600);
    let title = "kết quả hội nghị học tập, quán triệt Chỉ thị số 04-CT/TU".to_owned();
    signed(story, (Kind::Conference, conference.id.to_string()), ("61", title), at)
}

pub(super) fn of_rollout(story: &Story, rollout: RolloutId) -> anyhow::Result<()> {
    let at = Instant::at(day("2026-05-12")?, 9, 0);
    let title = "kết quả học tập, quán triệt và triển khai thực hiện Chỉ thị số 04-CT/TU".to_owned();
    signed(story, (Kind::Outline, rollout.to_string()), ("78", title), at)
}

fn signed(
    story: &Story,
    (kind, subject): (Kind, String),
    (number, title): (&'static str, String),
    at: Instant,
) -> anyhow::Result<()> {
    let unit = story.unit("TU")?;
    let id = story.write(at, "officer", move |tx| {
        let province = units::store::find(tx, unit)?;
        let head = Head {
            number: number.into(),
            dated_on: Some(at.day()),
            position: "Phó Bí thư Thường trực".into(),
            ..Head::usual(province.kind, &province.name, None, title)
        };
        let id = reports::store::insert(tx, unit, kind, &subject, &head)?;
        let narratives: Vec<(i64, String)> =
            reports::store::list_sections(tx, id)?.iter().map(|section| (section.position, written(section))).collect();
        let report = reports::store::find(tx, id)?;
        reports::store::save_words(tx, &report, &narratives)?;
        Ok(id)
    })?;
    let app = story.app.clone();
    let leader = story.province.logins.iter().find(|login| login.role == "leader").map(|l| l.full_name.clone());
    story.decide(at.plus_seconds(3600), "leader", move |tx| {
        let report = reports::store::find(tx, id)?;
        let head = Head { signer: leader.unwrap_or_default(), ..report.head.clone() };
        reports::store::save_words(tx, &Report { head, ..report.clone() }, &[])?;
        reports::sign(tx, &app, id, report.version + 1)?;
        Ok::<_, Failure>(())
    })
}

fn written(section: &Section) -> String {
    if !section.plan.required {
        return String::new();
    }
    let fitting = WRITTEN.iter().find(|(word, _)| section.plan.title.contains(word));
    fitting.or(WRITTEN.last()).map(|(_, text)| (*text).to_owned()).unwrap_or_default()
}
