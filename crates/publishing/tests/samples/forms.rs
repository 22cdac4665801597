//! The main types of papers in both forms, short, all fictional.

use jiff::civil::date;
use publishing::{Block, Capacity, Paper, Signature, Urgency};

use super::{cell_resolution, letter, state_plan};

fn signature(capacity: Capacity, authority: &str, position: &str, name: &str) -> Signature {
    Signature { capacity, authority: authority.into(), position: position.into(), name: name.into() }
}

fn words(list: &[&str]) -> Vec<String> {
    list.iter().map(|word| (*word).to_owned()).collect()
}

/// A paper of the committee of the fictional province.
fn of_province(kind: &str, number: &str, symbol: &str, title: &str, body: Vec<Block>) -> Paper {
    Paper {
        superior: None,
        issuer: "Tỉnh ủy Lĩnh Giang".into(),
        number: number.into(),
        symbol: symbol.into(),
        place: "Lĩnh Giang".into(),
        date: Some(date(2026, 9, 14)),
        kind_name: kind.into(),
        title: title.into(),
        addressees: vec![],
        body,
        signature: signature(Capacity::OnBehalf, "Ban Thường vụ", "Phó Bí thư", "Đỗ Thị Thu Hà"),
        recipients: words(&[
            "Ban Bí thư Trung ương Đảng (để báo cáo)",
            "Các đảng ủy trực thuộc Tỉnh ủy (để thực hiện)",
            "Lưu Văn phòng Tỉnh ủy",
        ]),
        draft_mark: None,
        ..letter()
    }
}

pub fn decision() -> Paper {
    let body = vec![
        Block::text("- Căn cứ Điều lệ Đảng Cộng sản Việt Nam;"),
        Block::text("- Căn cứ Quy chế làm việc của Ban Chấp hành Đảng bộ tỉnh khóa I, nhiệm kỳ 2025 - 2030,"),
        Block::Centred { text: "BAN THƯỜNG VỤ TỈNH ỦY QUYẾT ĐỊNH".into() },
        Block::text("Điều 1. Thành lập Ban Chỉ đạo triển khai nghị quyết gồm 15 đồng chí."),
        Block::text("Điều 2. Ban Chỉ đạo làm việc theo quy chế và tự giải thể khi hoàn thành nhiệm vụ."),
        Block::text(
            "Điều 3. Văn phòng Tỉnh ủy, các cơ quan liên quan và các đồng chí có tên tại Điều 1 chịu trách nhiệm thi hành Quyết định này.",
        ),
    ];
    of_province("Quyết định", "112", "QĐ/TU", "thành lập Ban Chỉ đạo triển khai nghị quyết", body)
}

pub fn programme() -> Paper {
    let body = vec![
        Block::text(
            "Thực hiện Nghị quyết số 06-NQ/TU, ngày 12/8/2026 của Tỉnh ủy về phát triển kinh tế biển, Ban Thường vụ Tỉnh ủy ban hành Chương trình hành động như sau:",
        ),
        Block::heading(1, "I- MỤC TIÊU"),
        Block::text("Phấn đấu đến năm 2030 giá trị sản xuất tăng gấp đôi."),
        Block::heading(1, "II- NHIỆM VỤ, GIẢI PHÁP"),
        Block::heading(2, "1. Về quy hoạch"),
        Block::text("Rà soát, điều chỉnh quy hoạch các xã ven biển."),
        Block::heading(2, "2. Về nguồn lực"),
        Block::text("Ưu tiên vốn cho hạ tầng cảng cá."),
        Block::heading(1, "III- TỔ CHỨC THỰC HIỆN"),
        Block::text("Chương trình này phổ biến đến chi bộ."),
    ];
    of_province(
        "Chương trình hành động",
        "3",
        "CTr/TU",
        "thực hiện Nghị quyết số 06-NQ/TU, ngày 12/8/2026 của Tỉnh ủy về phát triển kinh tế biển",
        body,
    )
}

pub fn submission() -> Paper {
    let body = vec![
        Block::text(
            "Ban Tổ chức Tỉnh ủy kính trình Ban Thường vụ Tỉnh ủy xem xét, ban hành Đề án sắp xếp tổ chức cơ sở đảng.",
        ),
        Block::text("Kính trình Ban Thường vụ Tỉnh ủy xem xét, cho ý kiến."),
    ];
    Paper {
        superior: Some("Tỉnh ủy Lĩnh Giang".into()),
        issuer: "Ban Tổ chức".into(),
        symbol: "TTr/BTCTU".into(),
        addressees: words(&["Ban Thường vụ Tỉnh ủy"]),
        signature: signature(Capacity::ForHead, "Trưởng ban", "Phó Trưởng ban", "Lưu Quang Thiện"),
        recipients: words(&["Như trên", "Lưu Ban Tổ chức Tỉnh ủy"]),
        ..of_province("Tờ trình", "21", "", "về việc ban hành Đề án sắp xếp tổ chức cơ sở đảng", body)
    }
}

pub fn urgent_notice() -> Paper {
    Paper {
        urgency: Some(Urgency::Urgent),
        circulation_mark: Some("Tài liệu hội nghị".into()),
        ..of_province(
            "Thông báo",
            "9",
            "TB/TU",
            "hoãn hội nghị trực tuyến do mưa lũ",
            vec![Block::text("Hội nghị ngày 16/9/2026 được lùi sang ngày 23/9/2026.")],
        )
    }
}

/// Minutes: who took them signs on the left, who presided on the right.
pub fn minutes() -> Paper {
    let body = vec![
        Block::text("Thời gian: 14 giờ ngày 03/9/2026. Địa điểm: nhà văn hóa thôn Đông."),
        Block::text("Có mặt 23 đồng chí, vắng 02 đồng chí có lý do."),
        Block::text("Hội nghị kết thúc vào 16 giờ cùng ngày."),
    ];
    Paper {
        kind_name: "Biên bản".into(),
        symbol: "BB/CB".into(),
        number: "9".into(),
        title: "hội nghị chi bộ tháng 9 năm 2026".into(),
        body,
        signature: signature(Capacity::Own, "", "Chủ trì hội nghị", "Hồ A Dìn"),
        co_signatures: vec![signature(Capacity::Own, "", "Người ghi biên bản", "Lý Thị Mảy")],
        recipients: words(&["Lưu hồ sơ chi bộ"]),
        ..cell_resolution()
    }
}

/// A joint document: the body that leads names itself first and signs on the right.
pub fn joint() -> Paper {
    Paper {
        superior: Some("Tỉnh ủy Lĩnh Giang".into()),
        issuer: "Ban Tổ chức".into(),
        co_issuers: words(&["Ban Tuyên giáo và Dân vận"]),
        symbol: "HD/BTCTU-BTGDVTU".into(),
        signature: signature(Capacity::Own, "Ban Tổ chức", "Trưởng ban", "Lưu Quang Thiện"),
        co_signatures: vec![signature(Capacity::Own, "Ban Tuyên giáo và Dân vận", "Trưởng ban", "Ngô Minh Tâm")],
        ..of_province(
            "Hướng dẫn",
            "5",
            "",
            "sinh hoạt chuyên đề quý IV năm 2026",
            vec![Block::text("Các cấp ủy tổ chức sinh hoạt chuyên đề trước ngày 30/11/2026.")],
        )
    }
}

pub fn state_decision() -> Paper {
    Paper {
        kind_name: "Quyết định".into(),
        number: "310".into(),
        symbol: "QĐ-UBND".into(),
        title: "Ban hành Quy chế tiếp công dân".into(),
        body: vec![
            Block::text("Căn cứ Luật Tổ chức chính quyền địa phương;"),
            Block::Centred { text: "QUYẾT ĐỊNH:".into() },
            Block::text("Điều 1. Ban hành kèm theo Quyết định này Quy chế tiếp công dân."),
            Block::text("Điều 2. Quyết định này có hiệu lực kể từ ngày ký."),
        ],
        signature: signature(Capacity::OnBehalf, "Ủy ban nhân dân", "Chủ tịch", "Vàng A Páo"),
        ..state_plan()
    }
}

/// Signed by a deputy, for the committee and for its chair.
pub fn peoples_committee() -> Paper {
    Paper {
        number: "311".into(),
        title: "Thành lập Tổ công tác phòng, chống rét".into(),
        signature: signature(Capacity::ForHead, "Ủy ban nhân dân / Chủ tịch", "Phó Chủ tịch", "Trần Văn Hải"),
        ..state_decision()
    }
}

pub fn state_letter() -> Paper {
    Paper {
        kind_name: String::new(),
        number: "77".into(),
        symbol: "UBND-VP".into(),
        title: "đăng ký lịch làm việc".into(),
        addressees: words(&["Sở Nội vụ tỉnh Đông Hải"]),
        ..state_plan()
    }
}
