//! Names of people as they are met in a province with coast, midland and highland: Kinh names by their usual shares,
//! and the names of other peoples with their own order and number of parts. Nothing here names a real person.

use crate::random::Random;

/// Whose naming customs are usual in a unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Region {
    /// Towns and coast: Kinh names.
    Lowland,
    /// Midland: mostly Kinh, some Mường, Tày and Nùng.
    Midland,
    /// Highland: Mông, Thái, Dao, Ê Đê and Gia Rai beside Kinh.
    Highland,
}

const FAMILY: &[(&str, usize)] = &[
    ("Nguyễn", 384),
    ("Trần", 110),
    ("Lê", 95),
    ("Phạm", 70),
    ("Hoàng", 51),
    ("Vũ", 39),
    ("Phan", 35),
    ("Đặng", 21),
    ("Bùi", 20),
    ("Đỗ", 19),
    ("Võ", 18),
    ("Hồ", 15),
    ("Ngô", 14),
    ("Dương", 12),
    ("Đinh", 11),
    ("Lý", 8),
    ("Trịnh", 8),
    ("Đào", 7),
    ("Mai", 7),
    ("Cao", 6),
    ("Lương", 6),
    ("Tạ", 5),
    ("Chu", 5),
    ("Thái", 4),
    ("Tô", 4),
    ("Hà", 4),
    ("Kiều", 3),
    ("Quách", 2),
    ("Nghiêm", 2),
    ("Khuất", 1),
    ("Âu", 1),
    ("Ôn", 1),
];
const MALE_MIDDLE: &[(&str, usize)] = &[
    ("Văn", 230),
    ("Đức", 70),
    ("Hữu", 55),
    ("Quang", 55),
    ("Minh", 55),
    ("Xuân", 50),
    ("Đình", 50),
    ("Ngọc", 45),
    ("Thanh", 40),
    ("Công", 40),
    ("Quốc", 40),
    ("Trọng", 30),
    ("Anh", 25),
    ("Bá", 20),
    ("Viết", 20),
    ("Thế", 20),
    ("Duy", 20),
    ("Tiến", 20),
    ("Mạnh", 18),
    ("Khắc", 14),
    ("Sỹ", 12),
    ("Doãn", 6),
];
const FEMALE_MIDDLE: &[(&str, usize)] = &[
    ("Thị", 420),
    ("Thị Thu", 50),
    ("Thị Thanh", 50),
    ("Thị Minh", 35),
    ("Thị Hồng", 45),
    ("Thị Ngọc", 40),
    ("Thị Kim", 30),
    ("Thị Bích", 25),
    ("Thu", 45),
    ("Thanh", 40),
    ("Ngọc", 45),
    ("Minh", 35),
    ("Phương", 30),
    ("Hồng", 25),
    ("Kim", 20),
    ("Bảo", 10),
    ("Thùy", 20),
    ("Hoài", 15),
    ("Khánh", 15),
];
const MALE_GIVEN: &[&str] = &[
    "Hùng",
    "Dũng",
    "Cường",
    "Tuấn",
    "Hải",
    "Sơn",
    "Nam",
    "Long",
    "Thắng",
    "Bình",
    "Hòa",
    "Khánh",
    "Phúc",
    "Lâm",
    "Quân",
    "Trung",
    "Kiên",
    "Hiếu",
    "Nghĩa",
    "Thành",
    "Đạt",
    "Tùng",
    "Việt",
    "Vinh",
    "Huy",
    "Khoa",
    "Lợi",
    "Tài",
    "Đông",
    "Giang",
    "Toàn",
    "Thịnh",
    "Phong",
    "Chiến",
    "Thuận",
    "Hậu",
    "Lực",
    "Định",
    "Tâm",
    "Sáng",
    "Ước",
    "Oánh",
    "Ân",
    "Ái",
    "Duẩn",
    "Huấn",
    "Tiệp",
    "Khôi",
    "Mạnh",
    "Quý",
    "Thủy",
    "Trường",
    "Hưng",
    "Bách",
    "Chính",
    "Luận",
    "Nhân",
    "Tính",
    "Xuyên",
    "Ý",
];
const FEMALE_GIVEN: &[&str] = &[
    "Lan",
    "Hoa",
    "Hương",
    "Hà",
    "Hạnh",
    "Nga",
    "Thủy",
    "Hằng",
    "Mai",
    "Linh",
    "Trang",
    "Thảo",
    "Yến",
    "Oanh",
    "Loan",
    "Phượng",
    "Tuyết",
    "Nhung",
    "Thu",
    "Xuân",
    "Vân",
    "Huyền",
    "Dung",
    "Liên",
    "Hiền",
    "Bình",
    "Ngân",
    "Quỳnh",
    "Chi",
    "Anh",
    "Duyên",
    "Hòa",
    "Thơm",
    "Lý",
    "Nguyệt",
    "Tâm",
    "Thắm",
    "Hậu",
    "Ánh",
    "Ngọc",
    "Đào",
    "Cúc",
    "Thoa",
    "Sen",
    "Hồng",
    "Uyên",
    "Ước",
    "Ái",
    "Hường",
    "Luyến",
    "My",
    "Như",
    "Ân",
    "Ý",
];

/// A full name in its usual order; `male` chooses the customs.
pub(crate) fn full_name(random: &mut Random, region: Region, male: bool) -> String {
    let others = match region {
        Region::Lowland => 15,
        Region::Midland => 140,
        Region::Highland => 560,
    };
    if !random.chance(others) {
        return kinh(random, male);
    }
    match (region, random.below(10)) {
        (Region::Highland, 0..=2) => mong(random, male),
        (Region::Highland, 3..=5) | (_, 0) => thai(random, male),
        (Region::Highland, 6) => dao(random, male),
        (Region::Highland, 7) => gia_rai(random, male),
        (Region::Highland, _) => e_de(random, male),
        (_, 1..=4) => tay(random, male),
        (_, _) => muong(random, male),
    }
}

fn kinh(random: &mut Random, male: bool) -> String {
    let family = random.weighted(FAMILY);
    let given = random.pick(if male { MALE_GIVEN } else { FEMALE_GIVEN });
    // some names have two parts only, some four
    if male && random.chance(35) {
        return format!("{family} {given}");
    }
    let middle = random.weighted(if male { MALE_MIDDLE } else { FEMALE_MIDDLE });
    if male && random.chance(110) {
        let second = random.pick(&["Minh", "Anh", "Hoàng", "Bảo", "Gia", "Nhật", "Việt", "Thành"]);
        return format!("{family} {middle} {second} {given}");
    }
    format!("{family} {middle} {given}")
}

fn mong(random: &mut Random, male: bool) -> String {
    let clan =
        random.pick(&["Hầu", "Giàng", "Vàng", "Lầu", "Sùng", "Thào", "Mùa", "Vừ", "Hạng", "Hờ", "Má", "Cứ", "Tráng"]);
    if male {
        let middle = random.pick(&["A", "A", "A", "A", "Mí", "Seo", "Bá"]);
        let given = random
            .pick(&["Páo", "Sử", "Dế", "Chu", "Tủa", "Dơ", "Chứ", "Vư", "Sình", "Lử", "Tồng", "Nhè", "Giống", "Câu"]);
        format!("{clan} {middle} {given}")
    } else {
        let given = random.pick(&["Mỷ", "Dở", "Sua", "Pà", "Chá", "Mai", "Dua", "Xúa", "Ca", "Say", "Chư", "Dinh"]);
        format!("{clan} Thị {given}")
    }
}

fn thai(random: &mut Random, male: bool) -> String {
    let clan = random.pick(&["Lò", "Quàng", "Cầm", "Lường", "Vi", "Tòng", "Cà", "Điêu", "Bạc", "Mè", "Lô", "Kha"]);
    let given = random.pick(if male {
        &["Pâng", "Ón", "Hặc", "Thoan", "Inh", "Chựa", "Piếng", "Tướng", "Nơi", "Sơn", "Thức", "Panh"]
    } else {
        &["Mai", "Én", "Pành", "Hặc", "Xuân", "Tiên", "Ín", "Vui", "Dương", "Khặm", "Phương", "Ún"]
    });
    format!("{clan} {} {given}", if male { "Văn" } else { "Thị" })
}

fn dao(random: &mut Random, male: bool) -> String {
    let clan = random.pick(&["Triệu", "Bàn", "Đặng", "Phùng", "Lý", "Chảo"]);
    if male {
        let middle = random.pick(&["Tài", "Phúc", "Vần", "Kim", "Tiến", "Láo", "Duần"]);
        let given = random.pick(&["Chiêu", "Vượng", "Thông", "Quyên", "Lở", "Tá", "Sán", "Chòi"]);
        format!("{clan} {middle} {given}")
    } else {
        let given = random.pick(&["Mẩy", "Pham", "Mụi", "Nải", "Liều", "Ghển", "Chẩy"]);
        format!("{clan} {} {given}", random.pick(&["Thị", "Mùi", "Tả", "Lở"]))
    }
}

fn tay(random: &mut Random, male: bool) -> String {
    let clan = random.pick(&["Nông", "Triệu", "Hoàng", "Lương", "Ma", "Bế", "Đàm", "Lộc", "Vy", "Hứa"]);
    let middle = random.pick(if male {
        &["Văn", "Văn", "Ích", "Quốc", "Đức"]
    } else {
        &["Thị", "Thị", "Thị Bích", "Thu"]
    });
    format!("{clan} {middle} {}", random.pick(if male { MALE_GIVEN } else { FEMALE_GIVEN }))
}

fn muong(random: &mut Random, male: bool) -> String {
    let clan = random.pick(&["Bùi", "Quách", "Đinh", "Hà", "Phùng", "Bạch"]);
    let middle =
        random.pick(if male { &["Văn", "Văn", "Công", "Thanh"] } else { &["Thị", "Thị", "Thị Thanh"] });
    format!("{clan} {middle} {}", random.pick(if male { MALE_GIVEN } else { FEMALE_GIVEN }))
}

fn e_de(random: &mut Random, male: bool) -> String {
    let clan = random.pick(&["Niê", "Mlô", "Êban", "Kbuôr", "Byă", "Kđoh", "Ayŭn", "Êñuôl", "Niê Kdăm", "Buôn Yă"]);
    if male {
        let given = random.pick(&["Bhăm", "Thắng", "Blim", "Djuăn", "Khăm", "Nguyên", "Wik", "Suôl", "Phôn", "Rik"]);
        format!("Y {given} {clan}")
    } else {
        let given = random.pick(&["H'Bia", "H'Loan", "H'Nga", "H'Linh", "H'Wen", "H'Djuôp", "H'Ngăm", "H'Yar"]);
        format!("{given} {clan}")
    }
}

fn gia_rai(random: &mut Random, male: bool) -> String {
    let clan = random.pick(&["Rơ Mah", "Ksor", "Siu", "Rơ Châm", "Kpă", "Nay", "Rah Lan"]);
    let given = random.pick(if male {
        &["Blơih", "Thun", "Djai", "Hnin", "Klah", "Suin"]
    } else {
        &["H'Lan", "H'Blơn", "H'Nhi", "H'Thoa", "H'Mer"]
    });
    format!("{clan} {given}")
}
