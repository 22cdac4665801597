//! Fifty things a clerk types and the document each is after, among some thousand invented documents that look alike: the
//! document must stand among the first ten. A good third is typed without accents.

#![allow(clippy::unwrap_used, reason = "a test")]

use text_index::{Ask, Entry, Index, SMALLEST_BUDGET};

/// Number, type, abbreviation, title, issuer, year, a sentence of the text.
type Paper = (&'static str, &'static str, &'static str, &'static str, &'static str, u64, &'static str);

const PAPERS: &[Paper] = &[
    (
        "15-NQ/TW",
        "Nghị quyết",
        "NQ",
        "về nâng cao năng lực đọc của cán bộ cơ sở",
        "Ban Chấp hành Trung ương",
        2026,
        "Mỗi chi bộ dành một buổi sinh hoạt mỗi quý để cùng đọc và bàn một chuyên đề.",
    ),
    (
        "15-NQ/TU",
        "Nghị quyết",
        "NQ",
        "về phát triển vùng trồng sâm núi Lĩnh Giang",
        "Tỉnh ủy Lĩnh Giang",
        2025,
        "Quy hoạch ba vùng nguyên liệu gắn với chế biến sâu và chỉ dẫn địa lý.",
    ),
    (
        "15-CT/TU",
        "Chỉ thị",
        "CT",
        "về tăng cường phòng cháy rừng mùa khô",
        "Tỉnh ủy Lĩnh Giang",
        2026,
        "Trực gác hai mươi bốn giờ tại các chòi canh lửa từ tháng mười hai.",
    ),
    (
        "05-CT/TU",
        "Chỉ thị",
        "CT",
        "về xây dựng bến đò an toàn trên sông Lĩnh",
        "Tỉnh ủy Lĩnh Giang",
        2025,
        "Áo phao, phao bè phải đủ theo sức chở của từng con đò.",
    ),
    (
        "45/2024/NĐ-CP",
        "Nghị định",
        "NĐ",
        "quy định về hồ chứa nước nhỏ ở miền núi",
        "Chính phủ",
        2024,
        "Chủ đập tự kiểm tra trước mùa mưa và báo cáo bằng văn bản.",
    ),
    (
        "112/2025/QĐ-UBND",
        "Quyết định",
        "QĐ",
        "ban hành giá dịch vụ thu gom rác sinh hoạt",
        "Ủy ban nhân dân tỉnh Lĩnh Giang",
        2025,
        "Mức giá tối đa tính theo khẩu và theo khối lượng.",
    ),
    (
        "27-KH/TU",
        "Kế hoạch",
        "KH",
        "kiểm tra việc học tập nghị quyết tại các đảng bộ trực thuộc",
        "Tỉnh ủy Lĩnh Giang",
        2026,
        "Đoàn kiểm tra nghe báo cáo, xem sổ ghi chép và hỏi ngẫu nhiên mười đảng viên.",
    ),
    (
        "190-BC/ĐU",
        "Báo cáo",
        "BC",
        "kết quả quyên góp sách cho thư viện thôn",
        "Đảng ủy xã Nà Lầu",
        2026,
        "Toàn xã góp được một nghìn hai trăm cuốn sách và mười bảy giá gỗ.",
    ),
    (
        "08-HD/BTGDV",
        "Hướng dẫn",
        "HD",
        "tuyên truyền kỷ niệm ngày thành lập tỉnh",
        "Ban Tuyên giáo và Dân vận Tỉnh ủy",
        2026,
        "Treo cờ, khẩu hiệu trên các trục đường chính trước ngày kỷ niệm ba ngày.",
    ),
    (
        "33-QĐ/TU",
        "Quyết định",
        "QĐ",
        "về việc chỉ định bí thư đảng ủy phường Bến Ngự",
        "Tỉnh ủy Lĩnh Giang",
        2026,
        "Đồng chí nhận nhiệm vụ kể từ ngày ký quyết định.",
    ),
    (
        "61-KL/TW",
        "Kết luận",
        "KL",
        "về tiếp tục sắp xếp trường lớp ở vùng cao",
        "Ban Bí thư",
        2025,
        "Không để học sinh phải đi bộ quá năm cây số tới điểm trường.",
    ),
    (
        "204-TB/VPTU",
        "Thông báo",
        "TB",
        "lịch tiếp công dân của Thường trực Tỉnh ủy",
        "Văn phòng Tỉnh ủy",
        2026,
        "Tiếp công dân vào sáng ngày mười lăm hằng tháng tại trụ sở.",
    ),
    (
        "77-TTr/BTC",
        "Tờ trình",
        "TTr",
        "về biên chế khối Mặt trận cấp xã",
        "Ban Tổ chức Tỉnh ủy",
        2026,
        "Mỗi xã bố trí không quá năm người làm công tác Mặt trận và đoàn thể.",
    ),
    (
        "12-QC/ĐU",
        "Quy chế",
        "QC",
        "làm việc của Ban Chấp hành Đảng bộ xã An Khê Thượng",
        "Đảng ủy xã An Khê Thượng",
        2025,
        "Ban Chấp hành họp thường kỳ mỗi tháng một lần vào tuần đầu.",
    ),
    (
        "03-CTr/TU",
        "Chương trình",
        "CTr",
        "hành động về chuyển đổi số trong sinh hoạt đảng",
        "Tỉnh ủy Lĩnh Giang",
        2026,
        "Tất cả chi bộ dùng sổ tay điện tử từ quý ba.",
    ),
    (
        "09-NQ/ĐU",
        "Nghị quyết",
        "NQ",
        "về giảm nghèo bền vững ở thôn Khuổi Nặm",
        "Đảng ủy xã Nà Lầu",
        2025,
        "Hỗ trợ mỗi hộ nghèo một con bò cái sinh sản.",
    ),
    (
        "14-CV/ĐU",
        "Công văn",
        "CV",
        "đề nghị hỗ trợ kinh phí sửa nhà văn hóa",
        "Đảng ủy xã Nà Lầu",
        2026,
        "Mái tôn đã thủng nhiều chỗ, nền gạch bong tróc.",
    ),
    (
        "21-ĐA/TU",
        "Đề án",
        "ĐA",
        "đào tạo báo cáo viên trẻ giai đoạn mới",
        "Tỉnh ủy Lĩnh Giang",
        2026,
        "Tuyển chọn sáu mươi báo cáo viên dưới ba mươi lăm tuổi.",
    ),
    (
        "88-QyĐ/TU",
        "Quy định",
        "QyĐ",
        "về nêu gương của người đứng đầu cấp ủy",
        "Tỉnh ủy Lĩnh Giang",
        2025,
        "Người đứng đầu đăng ký ba việc làm cụ thể vào đầu năm.",
    ),
    (
        "52/2023/TT-BNV",
        "Thông tư",
        "TT",
        "hướng dẫn chế độ phụ cấp thôn đội trưởng",
        "Bộ Nội vụ",
        2023,
        "Phụ cấp được trả hằng tháng theo mức lương cơ sở.",
    ),
    (
        "07-CT/TW",
        "Chỉ thị",
        "CT",
        "về đại hội chi bộ nhiệm kỳ mới",
        "Ban Bí thư",
        2025,
        "Hoàn thành đại hội chi bộ trước ngày ba mươi tháng sáu.",
    ),
    (
        "16-KH/ĐU",
        "Kế hoạch",
        "KH",
        "tổ chức ngày hội đại đoàn kết toàn dân tộc",
        "Đảng ủy phường Bến Ngự",
        2026,
        "Các khu phố tổ chức phần hội với trò chơi kéo co, đẩy gậy.",
    ),
    (
        "41-BC/UBKT",
        "Báo cáo",
        "BC",
        "kết quả giám sát chuyên đề quỹ khuyến học",
        "Ủy ban Kiểm tra Tỉnh ủy",
        2026,
        "Phát hiện hai nơi chi sai mục đích đã yêu cầu hoàn trả.",
    ),
    (
        "36-HD/VPTW",
        "Hướng dẫn",
        "HD",
        "về thể thức văn bản đối chiếu với mẫu mới",
        "Văn phòng Trung ương",
        2018,
        "Cỡ chữ của trích yếu là mười bốn, kiểu đứng, đậm.",
    ),
    (
        "66-NQ/TU",
        "Nghị quyết",
        "NQ",
        "về khơi thông luồng lạch cảng cá Hoà Lợi",
        "Tỉnh ủy Lĩnh Giang",
        2026,
        "Nạo vét một trăm nghìn mét khối bùn cát trước mùa mưa bão.",
    ),
    (
        "18-TT/ĐU",
        "Thông tri",
        "TT",
        "về việc cưới, việc tang tiết kiệm",
        "Đảng ủy xã An Khê Thượng",
        2025,
        "Không tổ chức ăn uống quá hai ngày, không mở loa sau mười giờ đêm.",
    ),
    (
        "10-BB/CB",
        "Biên bản",
        "BB",
        "họp chi bộ thôn Đồng Mít tháng tư",
        "Chi bộ thôn Đồng Mít",
        2026,
        "Chi bộ thống nhất giới thiệu hai quần chúng đi học lớp cảm tình.",
    ),
    (
        "99-GM/VPTU",
        "Giấy mời",
        "GM",
        "dự hội nghị trực tuyến sơ kết sáu tháng",
        "Văn phòng Tỉnh ủy",
        2026,
        "Điểm cầu chính tại hội trường tầng hai.",
    ),
    (
        "30/2020/NĐ-CP",
        "Nghị định",
        "NĐ",
        "về công tác văn thư trong cơ quan",
        "Chính phủ",
        2020,
        "Văn bản điện tử được ký số có giá trị như bản gốc.",
    ),
    (
        "71-QĐ/UBKTTU",
        "Quyết định",
        "QĐ",
        "thi hành kỷ luật khiển trách đối với đảng viên",
        "Ủy ban Kiểm tra Tỉnh ủy",
        2026,
        "Đảng viên có quyền khiếu nại trong ba mươi ngày.",
    ),
    (
        "22-KL/TU",
        "Kết luận",
        "KL",
        "về dừng dự án thủy điện Thác Bạc",
        "Tỉnh ủy Lĩnh Giang",
        2026,
        "Thu hồi đất rừng đã tạm giao và trồng lại rừng trong hai năm.",
    ),
    (
        "58-CV/TU",
        "Công văn",
        "CV",
        "về phòng dịch lợn tả dịp tết",
        "Tỉnh ủy Lĩnh Giang",
        2026,
        "Lập chốt kiểm dịch tại ba cửa ngõ vào tỉnh.",
    ),
    (
        "02-NQLT/MTTQ-TĐ",
        "Nghị quyết liên tịch",
        "NQLT",
        "về tuyến đường thanh niên tự quản",
        "Ủy ban MTTQ tỉnh",
        2026,
        "Mỗi xã nhận chăm sóc ít nhất một tuyến đường hoa.",
    ),
    (
        "84-HD/BTCTU",
        "Hướng dẫn",
        "HD",
        "kiểm điểm, đánh giá, xếp loại đảng viên cuối năm",
        "Ban Tổ chức Tỉnh ủy",
        2025,
        "Số xếp loại xuất sắc không quá hai mươi phần trăm.",
    ),
    (
        "19-BC/TU",
        "Báo cáo",
        "BC",
        "tổng kết mười năm thi đua dân vận khéo",
        "Tỉnh ủy Lĩnh Giang",
        2025,
        "Có bốn trăm mô hình được công nhận cấp tỉnh.",
    ),
    (
        "47-KH/BTGDV",
        "Kế hoạch",
        "KH",
        "tổ chức hội thi báo cáo viên giỏi",
        "Ban Tuyên giáo và Dân vận Tỉnh ủy",
        2026,
        "Phần thi ứng xử chiếm bốn mươi điểm.",
    ),
    (
        "53-QĐ/ĐU",
        "Quyết định",
        "QĐ",
        "thành lập tổ công nghệ số cộng đồng",
        "Đảng ủy phường Bến Ngự",
        2026,
        "Tổ gồm bảy thành viên, do bí thư chi bộ làm tổ trưởng.",
    ),
    (
        "25-NQ/HĐND",
        "Nghị quyết",
        "NQ",
        "về hỗ trợ học phí trẻ mầm non",
        "Hội đồng nhân dân tỉnh Lĩnh Giang",
        2025,
        "Hỗ trợ toàn bộ học phí cho trẻ năm tuổi.",
    ),
    (
        "64-TB/TU",
        "Thông báo",
        "TB",
        "ý kiến của Ban Thường vụ về cầu Ba Nguồn",
        "Tỉnh ủy Lĩnh Giang",
        2026,
        "Khởi công cầu trước quý hai, thông xe sau ba mươi tháng.",
    ),
    (
        "39-CT/ĐU",
        "Chỉ thị",
        "CT",
        "về làm sạch kênh mương trước vụ chiêm",
        "Đảng ủy xã An Khê Thượng",
        2026,
        "Mỗi hộ góp hai ngày công, xong trước rằm tháng chạp.",
    ),
];

/// What is typed, and the number of the document it is after.
const TYPED: &[(&str, &str)] = &[
    ("15nqtw", "15-NQ/TW"),
    ("nghi quyet 15", "15-NQ/TW"),
    ("15-NQ/TU", "15-NQ/TU"),
    ("nghị quyết số 15-NQ/TW", "15-NQ/TW"),
    ("chi thi 5", "05-CT/TU"),
    ("05cttu", "05-CT/TU"),
    ("CT 15 chay rung", "15-CT/TU"),
    ("nghi dinh 45", "45/2024/NĐ-CP"),
    ("45/NĐ-CP", "45/2024/NĐ-CP"),
    ("452024ndcp", "45/2024/NĐ-CP"),
    ("quyet dinh 112/2025", "112/2025/QĐ-UBND"),
    ("gia thu gom rac", "112/2025/QĐ-UBND"),
    ("kiểm tra việc học tập nghị quyết", "27-KH/TU"),
    ("kh 27", "27-KH/TU"),
    ("quyen gop sach thu vien thon", "190-BC/ĐU"),
    ("190-BC", "190-BC/ĐU"),
    ("treo cờ khẩu hiệu ngày thành lập tỉnh", "08-HD/BTGDV"),
    ("chi dinh bi thu phuong ben ngu", "33-QĐ/TU"),
    ("sắp xếp trường lớp vùng cao", "61-KL/TW"),
    ("kl 61", "61-KL/TW"),
    ("lịch tiếp công dân", "204-TB/VPTU"),
    ("bien che mat tran cap xa", "77-TTr/BTC"),
    ("quy chế làm việc An Khê Thượng", "12-QC/ĐU"),
    ("chuyển đổi số sinh hoạt đảng", "03-CTr/TU"),
    ("giam ngheo khuoi nam", "09-NQ/ĐU"),
    ("bò cái sinh sản", "09-NQ/ĐU"),
    ("sửa nhà văn hoá", "14-CV/ĐU"),
    ("nhà văn hóa mái tôn thủng", "14-CV/ĐU"),
    ("đào tạo báo cáo viên trẻ", "21-ĐA/TU"),
    ("nêu gương người đứng đầu", "88-QyĐ/TU"),
    ("phu cap thon doi truong", "52/2023/TT-BNV"),
    ("thông tư 52", "52/2023/TT-BNV"),
    ("đại hội chi bộ nhiệm kỳ mới", "07-CT/TW"),
    ("ngay hoi dai doan ket keo co", "16-KH/ĐU"),
    ("giám sát quỹ khuyến học", "41-BC/UBKT"),
    ("36hdvptw", "36-HD/VPTW"),
    ("thể thức văn bản", "36-HD/VPTW"),
    ("cảng cá Hòa Lợi", "66-NQ/TU"),
    ("cang ca hoa loi", "66-NQ/TU"),
    ("việc cưới việc tang", "18-TT/ĐU"),
    ("biên bản họp chi bộ Đồng Mít", "10-BB/CB"),
    ("giay moi so ket sau thang", "99-GM/VPTU"),
    ("cong tac van thu 30/2020", "30/2020/NĐ-CP"),
    ("kỷ luật khiển trách", "71-QĐ/UBKTTU"),
    ("thuy dien thac bac", "22-KL/TU"),
    ("dịch lợn tả tết", "58-CV/TU"),
    ("đường thanh niên tự quản", "02-NQLT/MTTQ-TĐ"),
    ("xep loai dang vien cuoi nam", "84-HD/BTCTU"),
    ("hội thi báo cáo viên giỏi", "47-KH/BTGDV"),
    ("cầu Ba Nguồn khởi công", "64-TB/TU"),
];

const MATTERS: [&str; 12] = [
    "học tập, quán triệt nghị quyết",
    "xây dựng chi bộ bốn tốt",
    "phòng cháy, chữa cháy",
    "hỗ trợ người nghèo",
    "kiểm tra, giám sát cuối năm",
    "thu gom rác thải",
    "tiếp công dân",
    "sửa chữa nhà văn hóa thôn",
    "đại hội chi bộ",
    "chuyển đổi số",
    "bổ nhiệm cán bộ",
    "tuyên truyền ngày lễ lớn",
];
const ISSUERS: [&str; 6] = [
    "Tỉnh ủy Lĩnh Giang",
    "Đảng ủy xã Nà Lầu",
    "Đảng ủy xã An Khê Thượng",
    "Đảng ủy phường Bến Ngự",
    "Ban Tổ chức Tỉnh ủy",
    "Văn phòng Tỉnh ủy",
];
const TYPES: [(&str, &str); 6] = [
    ("Nghị quyết", "NQ"),
    ("Chỉ thị", "CT"),
    ("Kế hoạch", "KH"),
    ("Báo cáo", "BC"),
    ("Công văn", "CV"),
    ("Quyết định", "QĐ"),
];

fn of_paper(paper: &Paper) -> Entry {
    let (number, of_type, short, title, issuer, year, text) = *paper;
    Entry {
        kind: "document".into(),
        id: number.into(),
        sights: vec!["all".into()],
        type_words: vec![of_type.into(), short.into()],
        numbers: vec![number.into()],
        name: format!("{of_type} {title}"),
        more: issuer.into(),
        text: format!("{of_type} {title}. {text} Các cấp ủy, tổ chức đảng chịu trách nhiệm thực hiện."),
        year,
        day: year * 10_000 + 301,
        ..Entry::default()
    }
}

/// A document that looks like many, numbered far above those asked for, and citing some of them.
fn alike(n: usize) -> Entry {
    let (of_type, short) = TYPES[n % TYPES.len()];
    let (matter, issuer) = (MATTERS[n * 7 % MATTERS.len()], ISSUERS[n * 5 % ISSUERS.len()]);
    let (other, cited) = (MATTERS[n * 11 % MATTERS.len()], PAPERS[n * 13 % PAPERS.len()]);
    let year = 2018 + (n % 9) as u64;
    Entry {
        kind: "document".into(),
        id: format!("alike-{n}"),
        sights: vec!["all".into()],
        type_words: vec![of_type.into(), short.into()],
        numbers: vec![format!("{}-{short}/ĐU", 300 + n)],
        name: format!("{of_type} về {matter} năm {year}"),
        more: issuer.into(),
        text: format!("Căn cứ {} số {}, {issuer} yêu cầu {matter} gắn với {other} tại các chi bộ.", cited.1, cited.0),
        year,
        day: year * 10_000 + 615,
        ..Entry::default()
    }
}

fn index() -> Index {
    let index = Index::in_memory().unwrap();
    let mut writer = index.writer(SMALLEST_BUDGET).unwrap();
    for entry in PAPERS.iter().map(of_paper).chain((0..3_000).map(alike)) {
        writer.put(&entry).unwrap();
    }
    writer.commit("").unwrap();
    writer.finish().unwrap();
    index.refresh().unwrap();
    index
}

#[test]
fn what_is_typed_is_found_among_the_first_ten() {
    let index = index();
    let has_accents = |text: &str| text.chars().any(|c| !c.is_ascii() && c.is_alphabetic());
    let bare = TYPED.iter().filter(|(typed, _)| !has_accents(typed)).count();
    assert_eq!(TYPED.len(), 50);
    assert!(bare * 3 >= TYPED.len(), "{bare} typed without accents");
    let (mut among_ten, mut first) = (0, 0);
    for (typed, wanted) in TYPED {
        let ask = Ask { words: (*typed).into(), sights: vec!["all".into()], limit: 10, ..Ask::default() };
        let found = index.search(&ask).unwrap();
        match found.rows.iter().position(|row| row.id == *wanted) {
            Some(place) => {
                among_ten += 1;
                first += usize::from(place == 0);
            }
            None => println!("not found: «{typed}» after {wanted}, but {:?}", found.rows),
        }
    }
    let share = |count: usize| count as f64 / TYPED.len() as f64;
    println!(
        "recall@10 {:.2}, first {:.2}; {bare} of {} typed without accents",
        share(among_ten),
        share(first),
        TYPED.len()
    );
    assert!(share(among_ten) >= 0.95, "recall@10 {:.2}", share(among_ten));
    assert!(share(first) >= 0.8, "first {:.2}", share(first));
}
