//! The materials of the demo: a set for members about the resolution that is being studied, published while it runs, opened
//! by some and given out on paper by some cells.

use kernel::{Instant, PersonId, RolloutId, UnitId};
use materials::domain::{Head, MaterialId, PartKind};
use materials::store::{self, PartFields, Reading};
use platform::db::StoreError;
use rollouts::domain::Audience;

use super::story::{Story, day, lot};

const NEW_POINTS: &str = "I. VÌ SAO CÓ NGHỊ QUYẾT NÀY
Mỗi chi bộ hiện lập trung bình 11 loại báo cáo một tháng, phần lớn trùng số liệu. Nghị quyết yêu cầu nhập một lần, dùng nhiều nơi.
II. NHỮNG ĐIỂM MỚI CẦN NHỚ
- Đến hết năm 2027, 100% chi bộ họp bằng tài liệu số hoặc bản in từ hệ thống.
- Mỗi xã, phường có ít nhất một tổ công nghệ số cộng đồng do chi bộ nòng cốt.
- Cắt giảm một phần ba chế độ báo cáo áp dụng với cấp xã ngay trong năm đầu.
III. ĐẢNG VIÊN LÀM GÌ
- Đọc tài liệu này trước buổi sinh hoạt.
- Hướng dẫn ít nhất hai hộ dân dùng dịch vụ công trực tuyến.
- Nêu với chi bộ một loại báo cáo nên bỏ.";

const QUESTIONS: &str = "Hỏi: Nghị quyết có bắt buộc mọi đảng viên dùng điện thoại thông minh không?
Đáp: Không. Chi bộ không dùng điện thoại thì dùng gói chi bộ: một tệp và một tờ A4 in hai mặt.
Hỏi: Ai chịu trách nhiệm nhập số liệu của chi bộ?
Đáp: Bí thư chi bộ, hoặc đảng viên được chi bộ phân công bằng biên bản.
Hỏi: Báo cáo nào được cắt giảm trước?
Đáp: Những báo cáo có số liệu mà hệ thống đã ghi nhận.
Xã, phường rà soát và đề nghị danh mục trước ngày 31/12/2026.
Hỏi: Tổ công nghệ số cộng đồng gồm những ai?
Đáp: Đảng viên trẻ, đoàn viên, giáo viên và người có uy tín ở thôn, bản, tổ dân phố.
Hỏi: Số liệu cá nhân của đảng viên được giữ thế nào?
Đáp: Chỉ người có trách nhiệm ở đơn vị xem được; số liệu báo cáo lên trên chỉ là con số, không nêu tên.
Hỏi: Vùng chưa có sóng thì học thế nào?
Đáp: Tài liệu đã mở đọc lại được khi mất mạng; nơi chưa từng có mạng thì dùng bản in của gói chi bộ.";

/// Of a hundred members, so many have opened it.
const READERS: usize = 6;
/// Of a hundred cells, so many gave out copies; how many each.
const GIVERS: usize = 8;
const COPIES: i64 = 4;

pub(super) fn published(story: &Story, rollout: RolloutId) -> anyhow::Result<()> {
    let set = write(story, rollout)?;
    read(story, set)?;
    give_out(story, set)
}

fn write(story: &Story, rollout: RolloutId) -> anyhow::Result<MaterialId> {
    let (unit, document) = (story.unit("TU")?, story.document("nghi-quyet")?);
    let head = Head {
        title: "Hỏi – đáp Nghị quyết số 05-NQ/TU về chuyển đổi số".to_owned(),
        audience: Audience::Members,
        document: Some(document),
        rollout: Some(rollout),
        conference: None,
        is_public: true,
    };
    story.decide(Instant::at(day("2026-11-12")?, 9, 0), "officer", move |tx| {
        let id = store::insert(tx, unit, &head)?;
        let parts = [(PartKind::Text, "Những điểm mới", NEW_POINTS), (PartKind::Questions, "Hỏi – đáp", QUESTIONS)];
        for (kind, title, body) in parts {
            let set = store::find(tx, id)?;
            let fields = PartFields { kind, title: title.to_owned(), body: body.to_owned(), file: None };
            store::insert_part(tx, &set, &fields)?;
        }
        let (set, parts) = (store::find(tx, id)?, store::count_parts(tx, id, 1)?);
        store::save_published(tx, &set.publish(parts, tx.today())?, "")?;
        Ok(id)
    })
}

fn read(story: &Story, set: MaterialId) -> anyhow::Result<()> {
    let mut readers: Vec<Vec<Reading>> = vec![Vec::new(); 8];
    for (index, person) in story.province.people.iter().enumerate().filter(|(index, _)| lot(*index, 81) < READERS) {
        let (Some(id), Some(unit)) = (story.people.get(&person.external_id), story.units.get(&person.unit_code)) else {
            continue;
        };
        // the one whose login the demo shows reads it in front of the visitor
        let is_shown = story.province.logins.iter().any(|login| login.person_external_id == person.external_id);
        if !is_shown {
            let (person, unit): (PersonId, UnitId) = (*id, *unit);
            readers[lot(index, 82) % 8].push(Reading { person, unit });
        }
    }
    for (days, readers) in (0_i64..).zip(readers) {
        let at = Instant::at(day("2026-11-13")?.plus(days), 20, 0);
        story.write(at, "", move |tx| {
            let set = store::find(tx, set)?;
            readers.into_iter().try_for_each(|reading| store::note_opening(tx, &set, reading))
        })?;
    }
    Ok(())
}

fn give_out(story: &Story, set: MaterialId) -> anyhow::Result<()> {
    let cells = story.tree.iter().filter(|(_, kind)| kind.is_cell()).map(|(id, _)| *id).enumerate();
    let cells: Vec<UnitId> = cells.filter(|(index, _)| lot(*index, 83) < GIVERS).map(|(_, id)| id).collect();
    story.write(Instant::at(day("2026-11-21")?, 16, 0), "officer", move |tx| {
        let set = store::find(tx, set)?;
        for unit in cells {
            let own = store::coverage_of_unit(tx, set.id, unit)?;
            let copies = COPIES.min(own.members - own.opened);
            if copies > 0 {
                store::insert_copies(tx, &set, unit, copies, "phát tại buổi sinh hoạt")?;
            }
        }
        Ok::<_, StoreError>(())
    })
}
