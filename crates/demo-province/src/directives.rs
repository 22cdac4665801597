//! The demo's documents as complete texts in the Party's form, each with what a correct reading of it gives. The texts
//! stand in `texts/`; they, their numbers and the facts in them are invented.

/// A document and what is known about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DirectiveText {
    /// `chi-thi`, `nghi-quyet`, `ke-hoach-hoc-tap`, `ket-luan`, `ke-hoach-tap-huan`.
    pub key: &'static str,
    /// «04-CT/TU».
    pub full_number: &'static str,
    /// «CT», «NQ», «KL», «KH».
    pub type_code: &'static str,
    /// ISO day.
    pub issued_on: &'static str,
    pub issuer_unit_code: &'static str,
    /// Trích yếu.
    pub title: &'static str,
    /// How far down the text is to be made known: `cell`, `grassroots` or `commune`.
    pub dissemination_depth: &'static str,
    pub signer_name: &'static str,
    /// `finished`, `under_way`, `not_started` or `none`: the state of its rollout in the demo.
    pub rollout_state: &'static str,
    /// The document it serves, by key.
    pub implements: Option<&'static str>,
    /// The whole text, UTF-8 in NFC, one paragraph a line.
    pub text: &'static str,
}

/// All documents, oldest first.
pub const DIRECTIVES: [DirectiveText; 5] = [
    DirectiveText {
        key: "chi-thi",
        full_number: "04-CT/TU",
        type_code: "CT",
        issued_on: "2026-03-12",
        issuer_unit_code: "TU",
        title: "về nâng cao chất lượng sinh hoạt chi bộ và nền nếp học tập nghị quyết ở cơ sở",
        dissemination_depth: "cell",
        signer_name: crate::posts::STANDING_DEPUTY,
        rollout_state: "finished",
        implements: None,
        text: include_str!("../texts/chi-thi.txt"),
    },
    DirectiveText {
        key: "nghi-quyet",
        full_number: "05-NQ/TU",
        type_code: "NQ",
        issued_on: "2026-09-28",
        issuer_unit_code: "TU",
        title: "về chuyển đổi số trong hoạt động của hệ thống chính trị tỉnh giai đoạn 2026 - 2030",
        dissemination_depth: "cell",
        signer_name: crate::posts::SECRETARY,
        rollout_state: "under_way",
        implements: None,
        text: include_str!("../texts/nghi-quyet.txt"),
    },
    DirectiveText {
        key: "ke-hoach-hoc-tap",
        full_number: "48-KH/TU",
        type_code: "KH",
        issued_on: "2026-11-02",
        issuer_unit_code: "TU",
        title: "học tập, quán triệt, tuyên truyền và triển khai thực hiện Nghị quyết số 05-NQ/TU của Ban Chấp hành Đảng bộ tỉnh",
        dissemination_depth: "grassroots",
        signer_name: crate::posts::STANDING_DEPUTY,
        rollout_state: "none",
        implements: Some("nghi-quyet"),
        text: include_str!("../texts/ke-hoach-hoc-tap.txt"),
    },
    DirectiveText {
        key: "ke-hoach-tap-huan",
        full_number: "37-KH/BTGDVTU",
        type_code: "KH",
        issued_on: "2026-11-09",
        issuer_unit_code: "TU-BTGDV",
        title: "tập huấn báo cáo viên phục vụ học tập, quán triệt Nghị quyết số 05-NQ/TU",
        dissemination_depth: "commune",
        signer_name: crate::posts::HEAD_OF_POLITICAL_WORK,
        rollout_state: "none",
        implements: Some("ke-hoach-hoc-tap"),
        text: include_str!("../texts/ke-hoach-tap-huan.txt"),
    },
    DirectiveText {
        key: "ket-luan",
        full_number: "23-KL/TU",
        type_code: "KL",
        issued_on: "2026-11-13",
        issuer_unit_code: "TU",
        title: "về quản lý, sử dụng trụ sở và nhà văn hóa dôi dư sau sắp xếp đơn vị hành chính",
        dissemination_depth: "grassroots",
        signer_name: crate::posts::STANDING_DEPUTY,
        rollout_state: "not_started",
        implements: None,
        text: include_str!("../texts/ket-luan.txt"),
    },
];

/// A short text that carries a mark of secrecy, to show and to test the refusal. It holds no secret: every word is
/// invented for this purpose.
pub const MARKED_SECRET: &str = include_str!("../texts/dong-dau-mat.txt");
