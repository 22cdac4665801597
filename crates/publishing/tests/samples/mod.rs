//! Fictional papers, for the tests and to be looked at (`examples/show.rs`).

pub mod forms;
pub mod sheets;

use jiff::civil::date;
use publishing::{Align, Attachment, Block, Capacity, Form, Paper, Run, Signature, Table};

/// File name without ending, and the paper.
pub fn papers() -> Vec<(&'static str, Paper)> {
    vec![
        ("report", report()),
        ("letter", letter()),
        ("cell-resolution", cell_resolution()),
        ("state-plan", state_plan()),
        ("decision", forms::decision()),
        ("programme", forms::programme()),
        ("submission", forms::submission()),
        ("notice", forms::urgent_notice()),
        ("minutes", forms::minutes()),
        ("joint", forms::joint()),
        ("state-decision", forms::state_decision()),
        ("state-letter", forms::state_letter()),
        ("peoples-committee", forms::peoples_committee()),
    ]
}

pub fn report() -> Paper {
    Paper {
        form: Form::Party,
        superior: None,
        issuer: "Tỉnh ủy Đông Hải".into(),
        number: "7".into(),
        symbol: "BC/TU".into(),
        place: "Đông Hải".into(),
        date: Some(date(2026, 9, 5)),
        kind_name: "Báo cáo".into(),
        title: "kết quả hội nghị học tập, quán triệt, tuyên truyền và triển khai thực hiện Nghị quyết Đại hội đại biểu toàn quốc lần thứ XIV của Đảng".into(),
        addressees: vec![],
        body: report_body(),
        signature: Signature {
            capacity: Capacity::OnBehalf,
            authority: "Ban Thường vụ".into(),
            position: "Phó Bí thư".into(),
            name: "Nguyễn Thị Hồng Ngọc".into(),
        },
        recipients: vec![
            "Ban Bí thư Trung ương Đảng (để báo cáo)".into(),
            "Ban Tuyên giáo và Dân vận Trung ương (để báo cáo)".into(),
            "Các đồng chí Tỉnh ủy viên".into(),
            "Các đảng ủy trực thuộc Tỉnh ủy (để thực hiện)".into(),
            "Lưu Văn phòng Tỉnh ủy".into(),
        ],
        draft_mark: None,
        urgency: None,
        circulation_mark: None,
        co_issuers: vec![],
        co_signatures: vec![],
        attachments: vec![Attachment { label: "Phụ lục".into(), title: "Kết quả tham dự theo điểm cầu".into(), body: vec![long_table()] }],
        fingerprint: Some("Thông Suốt · 7f3a 91c2 0be4 d65a · báo cáo khóa lúc 16:20 ngày 05/9/2026".into()),
    }
}

fn report_body() -> Vec<Block> {
    let long = "Cấp ủy các cấp đã chủ động xây dựng kế hoạch, chuẩn bị tài liệu, đường truyền và phân công báo cáo viên; bảo đảm cán bộ, đảng viên được nghiên cứu đầy đủ nội dung cốt lõi, những điểm mới của nghị quyết, liên hệ với nhiệm vụ của địa phương, cơ quan, đơn vị.";
    vec![
        Block::paragraph(vec![
            Run::text("Thực hiện "),
            Run::bold("Chỉ thị số 01-CT/TW, ngày 23/01/2026"),
            Run::text(" của Bộ Chính trị về học tập, quán triệt, tuyên truyền và triển khai thực hiện nghị quyết"),
            Run::footnote("Kế hoạch số 12-KH/TU, ngày 02/02/2026 của Ban Thường vụ Tỉnh ủy về tổ chức hội nghị."),
            Run::text(", Ban Thường vụ Tỉnh ủy báo cáo kết quả như sau:"),
        ]),
        Block::heading(1, "I- CÔNG TÁC LÃNH ĐẠO, CHỈ ĐẠO"),
        Block::text(long),
        Block::text(long),
        Block::heading(1, "II- KẾT QUẢ"),
        Block::heading(2, "1. Tổ chức hội nghị"),
        Block::paragraph(vec![
            Run::text(
                "Hội nghị được tổ chức theo hình thức trực tiếp kết hợp trực tuyến tại 412 điểm cầu với 21.408 đại biểu được triệu tập; 20.977 đại biểu tham dự, đạt 97,99%",
            ),
            Run::footnote("Gồm 365 đại biểu dự học bù ngày 04/9/2026."),
            Run::text(". "),
            Run::italic("Các điểm cầu cấp xã bảo đảm âm thanh, hình ảnh."),
        ]),
        attendance(),
        Block::heading(2, "2. Hạn chế, nguyên nhân"),
        Block::bullet("Một số điểm cầu báo cáo quân số chậm so với thời hạn quy định."),
        Block::bullet("Tài liệu gửi đến cơ sở còn muộn ở 03 đơn vị."),
        Block::heading(3, "a) Nguyên nhân chủ quan"),
        Block::text(long),
        Block::heading(3, "b) Nguyên nhân khách quan"),
        Block::text(long),
        Block::heading(1, "III- NHIỆM VỤ, GIẢI PHÁP"),
        Block::text(long),
        Block::text(long),
        Block::text(
            "Ký tự đặc biệt được in nguyên: #set $x$ *sao* _gạch_ `mã` <nhãn> @tên \\ [ngoặc] 50% & \"nháy\" – “ngoặc kép”.",
        ),
        Block::heading(1, "IV- KIẾN NGHỊ"),
        Block::text(
            "Đề nghị Ban Tuyên giáo và Dân vận Trung ương cung cấp tài liệu trước hội nghị ít nhất 07 ngày để cấp ủy cơ sở chủ động chuẩn bị.",
        ),
    ]
}

fn attendance() -> Block {
    Block::Table(Table {
        header: ["TT", "Đơn vị", "Triệu tập", "Tham dự", "Vắng có lý do", "Vắng không lý do", "Tỷ lệ (%)"]
            .map(String::from)
            .to_vec(),
        rows: vec![
            ["1", "Đảng ủy xã An Lạc", "312", "305", "6", "1", "97,76"].map(String::from).to_vec(),
            ["2", "Đảng ủy phường Hòa Bình", "540", "533", "7", "0", "98,70"].map(String::from).to_vec(),
            ["", "Cộng", "852", "838", "13", "1", "98,36"].map(String::from).to_vec(),
        ],
        alignments: vec![
            Align::Centre,
            Align::Left,
            Align::Right,
            Align::Right,
            Align::Right,
            Align::Right,
            Align::Right,
        ],
        widths: vec![0.6, 3.2, 1.2, 1.2, 1.2, 1.2, 1.2],
        total: true,
    })
}

fn long_table() -> Block {
    let rows = (1..=60).map(|index| {
        vec![
            index.to_string(),
            format!("Điểm cầu Đảng ủy xã số {index}"),
            (100 + index).to_string(),
            (98 + index).to_string(),
        ]
    });
    Block::Table(Table {
        header: ["TT", "Điểm cầu", "Triệu tập", "Tham dự"].map(String::from).to_vec(),
        rows: rows.collect(),
        alignments: vec![Align::Centre, Align::Left, Align::Right, Align::Right],
        widths: vec![0.6, 4.0, 1.2, 1.2],
        total: false,
    })
}

pub fn letter() -> Paper {
    Paper {
        form: Form::Party,
        superior: Some("Đảng bộ tỉnh Đông Hải".into()),
        issuer: "Đảng ủy phường Hòa Bình".into(),
        number: "128".into(),
        symbol: "CV/ĐU".into(),
        place: "Hòa Bình".into(),
        date: Some(date(2026, 2, 9)),
        kind_name: String::new(),
        title: "Về việc cử đại biểu dự hội nghị học tập Nghị quyết Đại hội XIV của Đảng".into(),
        addressees: vec![
            "Các chi bộ trực thuộc Đảng ủy phường".into(),
            "Ủy ban Mặt trận Tổ quốc Việt Nam phường".into(),
        ],
        body: vec![
            Block::text(
                "Thực hiện Kế hoạch số 12-KH/TU của Ban Thường vụ Tỉnh ủy, Đảng ủy phường đề nghị các chi bộ lập danh sách đại biểu dự hội nghị và gửi về Văn phòng Đảng ủy trước ngày 12/02/2026.",
            ),
            Block::text("Đề nghị các đồng chí quan tâm thực hiện."),
        ],
        signature: Signature {
            capacity: Capacity::ByOrder,
            authority: "Ban Thường vụ".into(),
            position: "Chánh Văn phòng".into(),
            name: "Lê Văn Thử".into(),
        },
        recipients: vec!["Như trên".into(), "Lưu Văn phòng Đảng ủy".into()],
        draft_mark: Some("Dự thảo lần 2".into()),
        urgency: None,
        circulation_mark: None,
        co_issuers: vec![],
        co_signatures: vec![],
        attachments: vec![],
        fingerprint: None,
    }
}

pub fn cell_resolution() -> Paper {
    Paper {
        superior: Some("Đảng bộ xã An Lạc".into()),
        issuer: "Chi bộ thôn Đông".into(),
        number: String::new(),
        symbol: "NQ/CB".into(),
        place: "An Lạc".into(),
        date: Some(date(2026, 9, 3)),
        kind_name: "Nghị quyết".into(),
        title: "sinh hoạt chi bộ tháng 9 năm 2026".into(),
        addressees: vec![],
        signature: Signature {
            capacity: Capacity::OnBehalf,
            authority: "Chi bộ".into(),
            position: "Bí thư".into(),
            name: "Hồ A Dìn".into(),
        },
        recipients: vec!["Đảng ủy xã (để báo cáo)".into(), "Đảng viên chi bộ".into(), "Lưu hồ sơ chi bộ".into()],
        draft_mark: None,
        urgency: None,
        circulation_mark: None,
        co_issuers: vec![],
        co_signatures: vec![],
        ..letter()
    }
}

pub fn state_plan() -> Paper {
    Paper {
        form: Form::State,
        superior: Some("Ủy ban nhân dân tỉnh Đông Hải".into()),
        issuer: "Ủy ban nhân dân xã An Lạc".into(),
        number: "45".into(),
        symbol: "KH-UBND".into(),
        place: "An Lạc".into(),
        date: Some(date(2026, 3, 12)),
        kind_name: "Kế hoạch".into(),
        title: "Tổ chức hội nghị trực tuyến quán triệt nghị quyết".into(),
        addressees: vec![],
        body: vec![
            Block::text(
                "Căn cứ Luật Tổ chức chính quyền địa phương; xét đề nghị của Văn phòng Hội đồng nhân dân và Ủy ban nhân dân xã, Ủy ban nhân dân xã ban hành kế hoạch như sau:",
            ),
            Block::heading(2, "1. Mục đích, yêu cầu"),
            Block::text("Bảo đảm cán bộ, công chức, viên chức và người lao động nắm vững nội dung của nghị quyết."),
            Block::heading(2, "2. Tổ chức thực hiện"),
            Block::text("Văn phòng chủ trì, phối hợp với các phòng chuyên môn triển khai kế hoạch này."),
        ],
        signature: Signature {
            capacity: Capacity::ForHead,
            authority: "Chủ tịch".into(),
            position: "Phó Chủ tịch".into(),
            name: "Trần Văn Mẫu".into(),
        },
        recipients: vec!["Ủy ban nhân dân tỉnh (để báo cáo)".into(), "Các phòng chuyên môn".into(), "Lưu: VT".into()],
        draft_mark: None,
        urgency: None,
        circulation_mark: None,
        co_issuers: vec![],
        co_signatures: vec![],
        attachments: vec![],
        fingerprint: None,
    }
}
