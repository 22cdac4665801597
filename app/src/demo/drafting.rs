//! The draft of the demo: a resolution of the province on which communes give their opinions, some answered, one still
//! waited for, and a person's opinion without a name.

use anyhow::Context;
use drafts::asking::{self, Asked, Said};
use drafts::domain::{Decision, DraftId, Form, Head, OpinionKind, RoundId, RoundKind, WHOLE};
use drafts::store::{self, Giver, Invitee, NewRound};
use kernel::{Instant, UnitId, UnitKind};

use super::story::{Story, day};

const TEXT: &str = "Căn cứ Điều lệ Đảng Cộng sản Việt Nam;
Căn cứ Quy chế làm việc của Ban Chấp hành Đảng bộ tỉnh, Ban Thường vụ Tỉnh ủy ban hành Nghị quyết về nâng cao chất lượng sinh hoạt chi bộ ở thôn, bản, tổ dân phố như sau:
I. QUAN ĐIỂM, MỤC TIÊU
1. Sinh hoạt chi bộ phải thiết thực, gắn với việc cụ thể của thôn, bản, tổ dân phố.
2. Phấn đấu đến hết năm 2027, mọi chi bộ sinh hoạt chuyên đề ít nhất mỗi quý một lần.
3. Mỗi đảng viên được giao việc cụ thể, có kiểm điểm kết quả hằng tháng.
II. NHIỆM VỤ, GIẢI PHÁP
1. Đảng ủy xã, phường cử cấp ủy viên dự sinh hoạt với chi bộ ít nhất hai tháng một lần.
2. Trung tâm chính trị bồi dưỡng nghiệp vụ cho bí thư chi bộ mỗi năm một lớp.
3. Chi bộ vùng cao được bố trí tài liệu song ngữ khi cần.
III. TỔ CHỨC THỰC HIỆN
1. Ban Tổ chức Tỉnh ủy hướng dẫn, theo dõi, báo cáo Ban Thường vụ Tỉnh ủy mỗi năm một lần.
2. Các đảng ủy trực thuộc xây dựng kế hoạch trước ngày 31/12/2026.";

/// Communes asked besides the one whose officer has a login.
const ASKED: usize = 5;

/// Clause, kind, opinion, proposed words, decision, answer; one a commune in their order.
type Told = (i64, OpinionKind, &'static str, &'static str, Decision, &'static str);
const OPINIONS: [Told; 4] = [
    (
        3,
        OpinionKind::Amend,
        "Chi bộ ít đảng viên khó làm mỗi quý.",
        "ít nhất sáu tháng một lần đối với chi bộ dưới bảy đảng viên",
        Decision::Partly,
        "Đã thêm: chi bộ dưới bảy đảng viên có thể ghép sinh hoạt chuyên đề.",
    ),
    (
        6,
        OpinionKind::Supplement,
        "",
        "; ghi kết quả dự sinh hoạt vào sổ của chi bộ",
        Decision::Accepted,
        "Đã bổ sung vào mục II.1.",
    ),
    (7, OpinionKind::Question, "Kinh phí của lớp bồi dưỡng lấy từ đâu?", "", Decision::Open, ""),
    (WHOLE, OpinionKind::Agree, "", "", Decision::Open, ""),
];

pub(super) fn under_way(story: &mut Story) -> anyhow::Result<()> {
    let unit = story.unit("TU")?;
    let own =
        story.province.logins.iter().find(|login| login.role == "commune_officer").context("a commune officer")?;
    let waiting = story.unit(own.unit_code)?;
    let communes = story.units_of(&[UnitKind::CommuneCommittee]);
    let communes: Vec<UnitId> = communes.into_iter().filter(|id| *id != waiting).take(ASKED).collect();
    let draft = begin(story, unit)?;
    let round = ask(story, draft, [communes.clone(), vec![waiting]].concat())?;
    for (unit, told) in communes.iter().zip(OPINIONS) {
        opine(story, round, *unit, told)?;
    }
    hidden(story, round)
}

fn begin(story: &Story, unit: UnitId) -> anyhow::Result<DraftId> {
    story.write(Instant::at(day("2026-11-12")?, 9, 0), "officer", move |tx| {
        let issuer = units::store::find(tx, unit)?;
        let head = Head {
            form: Form::Party,
            type_code: "NQ".into(),
            title: "về nâng cao chất lượng sinh hoạt chi bộ ở thôn, bản, tổ dân phố".into(),
            place: issuer.name.trim_start_matches("Tỉnh ủy ").to_owned(),
            issuer_name: issuer.name,
            parent_body: String::new(),
            symbol: "NQ/TU".into(),
            addressees: String::new(),
            recipients: "Các đảng ủy trực thuộc Tỉnh ủy\nCác đồng chí Tỉnh ủy viên\nLưu Văn phòng Tỉnh ủy".into(),
        };
        store::insert(tx, unit, unit, &head, TEXT)
    })
}

fn ask(story: &Story, draft: DraftId, units: Vec<UnitId>) -> anyhow::Result<RoundId> {
    let due_on = day("2026-11-28")?;
    story.decide(Instant::at(day("2026-11-16")?, 8, 30), "officer", move |tx| {
        let new = NewRound {
            kind: RoundKind::Units,
            question: "Đề nghị tập trung góp ý về chỉ tiêu sinh hoạt chuyên đề và trách nhiệm của đảng ủy xã, phường."
                .into(),
            due_on,
            may_be_anonymous: true,
            is_open_to_people: true,
        };
        let draft = store::find(tx, draft)?;
        asking::open(tx, &draft, new, Some(due_on), &Asked { units, ..Asked::default() })
    })
}

fn opine(story: &Story, round: RoundId, unit: UnitId, told: Told) -> anyhow::Result<()> {
    let (clause, kind, text, wording, decision, answer) = told;
    let at = Instant::at(day("2026-11-19")?, 10, 0);
    let given = story.decide(at, "commune_officer", move |tx| {
        let giver = Giver::Unit(unit, units::store::find(tx, unit)?.name);
        let (text, wording) = (text.to_owned(), wording.to_owned());
        let said = Said { clause, kind, text, wording, giver, invitee: Some(Invitee::Unit(unit)) };
        let round = store::find_round(tx, round)?;
        asking::give(tx, &round, said)
    })?;
    if decision == Decision::Open {
        return Ok(());
    }
    story.decide(at.plus_seconds(24 * 3600), "officer", move |tx| {
        let opinion = store::find_opinion(tx, given)?;
        asking::decide(tx, opinion, decision, answer)
    })
}

fn hidden(story: &Story, round: RoundId) -> anyhow::Result<()> {
    story.decide(Instant::at(day("2026-11-20")?, 20, 0), "member", move |tx| {
        let said = Said {
            clause: 4,
            kind: OpinionKind::Question,
            text: "Đảng viên đi làm ăn xa thì giao việc và kiểm điểm thế nào?".into(),
            wording: String::new(),
            giver: Giver::Nobody,
            invitee: None,
        };
        let round = store::find_round(tx, round)?;
        asking::give(tx, &round, said).map(|_| ())
    })
}
