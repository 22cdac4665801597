//! Fictional sheets of a conference.

use jiff::civil::date;
use publishing::{Capacity, Delegate, Format, Guest, Head, Invitation, Poster, SignInSheet, Signature};

const CONFERENCE: &str = "Hội nghị học tập, quán triệt Nghị quyết Đại hội đại biểu toàn quốc lần thứ XIV của Đảng";
const TIME: &str = "08 giờ 00, thứ Bảy, ngày 12/9/2026";

pub fn invitation(format: Format) -> Invitation {
    Invitation {
        head: Head {
            superior: Some("Đảng bộ tỉnh Đông Hải".into()),
            issuer: "Đảng ủy xã An Lạc".into(),
            number: "9".into(),
            symbol: "GM/ĐU".into(),
            place: "An Lạc".into(),
            date: Some(date(2026, 9, 5)),
        },
        format,
        title: format!("dự {CONFERENCE}"),
        time: format!("{TIME} (có mặt trước 07 giờ 45)"),
        agenda: vec![
            "08 giờ 00: Ổn định tổ chức, tuyên bố lý do, giới thiệu đại biểu".into(),
            "08 giờ 15: Báo cáo viên truyền đạt nội dung nghị quyết".into(),
            "10 giờ 30: Thảo luận".into(),
            "11 giờ 15: Kết luận, bế mạc".into(),
        ],
        note: "Đại biểu mang theo giấy mời để điểm danh bằng mã QR.".into(),
        signature: Signature {
            capacity: Capacity::OnBehalf,
            authority: "Ban Thường vụ".into(),
            position: "Bí thư".into(),
            name: "Phạm Văn Mẫu".into(),
        },
    }
}

pub fn guests(count: usize) -> Vec<Guest> {
    let guest = |index| Guest {
        name: format!("Đồng chí Nguyễn Thị Thử {index}"),
        position: "Bí thư Chi bộ thôn Đông, xã An Lạc".into(),
        place: "Điểm cầu Đảng ủy xã An Lạc, Hội trường tầng 2".into(),
        seat: format!("Dãy B, ghế {index}"),
        code: format!("{:06}", index * 7919 % 1_000_000),
        qr: format!("https://thongsuot.example/vao/{index:08x}"),
    };
    (1..=count).map(guest).collect()
}

pub fn sign_in(point: &str, count: usize) -> SignInSheet {
    let delegate = |index| Delegate {
        name: format!("Nguyễn Văn Thử {index}"),
        position: "Bí thư chi bộ".into(),
        unit: format!("Chi bộ thôn {index}, Đảng bộ xã An Lạc"),
        note: String::new(),
    };
    SignInSheet {
        superior: Some("Đảng bộ tỉnh Đông Hải".into()),
        issuer: "Đảng ủy xã An Lạc".into(),
        conference: CONFERENCE.into(),
        time: TIME.into(),
        point: format!("Điểm cầu {point}"),
        delegates: (1..=count).map(delegate).collect(),
        spare_rows: 3,
    }
}

pub fn poster() -> Poster {
    Poster {
        format: Format::A4,
        issuer: "Đảng ủy xã An Lạc".into(),
        conference: CONFERENCE.into(),
        time: TIME.into(),
        point: "Điểm cầu Hội trường xã".into(),
        qr: "https://thongsuot.example/diem-danh/an-lac-01".into(),
        address: "thongsuot.example/diem-danh".into(),
        code: "482 913".into(),
        steps: vec![
            "Mở máy ảnh điện thoại, quét mã QR.".into(),
            "Không quét được: mở địa chỉ trên, nhập mã điểm danh.".into(),
            "Không có điện thoại: ký tên tại bàn tiếp đón.".into(),
        ],
    }
}
