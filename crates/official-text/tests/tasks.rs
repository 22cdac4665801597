//! Tasks of a directive: who leads, with whom, what, until when, in which clause.

use official_text::{Task, parse};

const PLAN: &str = "ĐẢNG BỘ TỈNH HẢI ĐÔNG
ĐẢNG ỦY PHƯỜNG NAM THÀNH
*
Số 31-KH/ĐU

KẾ HOẠCH
học tập nghị quyết

I. NỘI DUNG
1. Tổ chức hội nghị cán bộ chủ chốt.
2. Giao Văn phòng Đảng ủy chủ trì, phối hợp với Ban Xây dựng Đảng, Ủy ban Mặt trận Tổ quốc Việt Nam phường
và các cơ quan liên quan chuẩn bị điểm cầu, hoàn thành trước ngày 05/3/2026.
3. Công an phường
a) Chủ trì, phối hợp với Trung tâm Viễn thông bảo đảm an ninh mạng trong quý I/2026.
II. TỔ CHỨC THỰC HIỆN
1. Ban Xây dựng Đảng: Theo dõi, đôn đốc việc thực hiện; tổng hợp báo cáo.
2. Các chi bộ, đảng bộ trực thuộc xây dựng kế hoạch, gửi về Đảng ủy chậm nhất ngày 10/3/2026.

Nơi nhận:
- Các chi bộ;
- Lưu.
";

fn brief(task: &Task) -> String {
    let partners: Vec<&str> = task.partners.iter().map(|partner| partner.value.as_str()).collect();
    let deadline = task.deadline.as_ref().map(|deadline| (deadline.text.as_str(), deadline.day.as_deref()));
    let clause = task.clause.as_deref().unwrap_or("");
    format!("{clause}: {} + {} = {} | {deadline:?}", task.lead.value, partners.join(" / "), task.work.value)
}

#[test]
fn tasks_name_lead_partners_work_deadline_and_clause() {
    let tasks: Vec<String> = parse(PLAN).tasks.iter().map(brief).collect();
    assert_eq!(
        tasks,
        [
            "I.2: Văn phòng Đảng ủy + Ban Xây dựng Đảng / Ủy ban Mặt trận Tổ quốc Việt Nam phường / các cơ quan liên \
             quan = chuẩn bị điểm cầu, hoàn thành trước ngày 05/3/2026 | Some((\"hoàn thành trước ngày 05/3/2026\", \
             Some(\"2026-03-05\")))",
            "I.3.a: Công an phường + Trung tâm Viễn thông = bảo đảm an ninh mạng trong quý I/2026 | \
             Some((\"trong quý I/2026\", None))",
            "II.1: Ban Xây dựng Đảng +  = Theo dõi, đôn đốc việc thực hiện | None",
            "II.2: Các chi bộ, đảng bộ trực thuộc +  = xây dựng kế hoạch, gửi về Đảng ủy chậm nhất ngày 10/3/2026 | \
             Some((\"chậm nhất ngày 10/3/2026\", Some(\"2026-03-10\")))",
        ]
    );
}

#[test]
fn every_part_of_a_task_is_shown_where_it_stands() {
    for task in parse(PLAN).tasks {
        assert!(
            PLAN[task.span.start..task.span.end].contains(&task.lead.value) || task.lead.span.start < task.span.start
        );
        assert_eq!(&PLAN[task.lead.span.start..task.lead.span.end], task.lead.value);
        assert_eq!(PLAN[task.work.span.start..task.work.span.end].replace('\n', " "), task.work.value);
        let deadline = task.deadline.iter().map(|deadline| (deadline.span, &deadline.text));
        for (span, text) in deadline {
            assert_eq!(&PLAN[span.start..span.end], text);
        }
    }
}

#[test]
fn what_was_done_and_what_all_must_do_is_no_task() {
    let report = PLAN.replace("KẾ HOẠCH", "BÁO CÁO").replace("Giao ", "");
    assert_eq!(parse(&report).tasks, []);
    let tasks = parse("CHỈ THỊ\nvề công tác\n\n1. Người đứng đầu chịu trách nhiệm trước cấp trên về kết quả.\n").tasks;
    assert!(tasks.first().map(|task| task.text.clone()).is_none(), "{:?}", tasks.first().unwrap());
}
