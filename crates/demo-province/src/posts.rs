//! Who holds which post: the province's leaders and the demo's own people by name, and the posts every committee has.
//! A post belongs to a unit and is held by somebody whose home is a given cell.

use std::collections::HashMap;

use crate::committees;
use crate::units::{Tree, Unit};

/// A post to be filled by a member of one home.
#[derive(Debug, Clone)]
pub(crate) struct Post {
    pub(crate) title: String,
    /// Where the post is held.
    pub(crate) unit_code: String,
    pub(crate) is_key: bool,
    /// A fixed holder: full name, true for a man.
    pub(crate) holder: Option<(&'static str, bool)>,
}

/// Holders known by name: home, title, unit of the post, name, man, key official. Invented; they sign the documents,
/// speak at the conferences and log in.
type Named = (&'static str, &'static str, &'static str, &'static str, bool, bool);

/// Secretary of the province committee, who signs the resolution.
pub(crate) const SECRETARY: &str = "Hoàng Đình Khuê";
/// Standing deputy secretary, who signs the directive and logs in as the leader.
pub(crate) const STANDING_DEPUTY: &str = "Lò Thị Ngân Hà";
/// Head of the advisory body for political work, who signs its plan.
pub(crate) const HEAD_OF_POLITICAL_WORK: &str = "Phạm Thị Thu Lam";

/// The cell in which the demo's cell secretary and member live.
pub(crate) const SHOWN_CELL: &str = "X01-C08-01";

const NAMED: &[Named] = &[
    ("T01-C01-01", "Bí thư Tỉnh ủy", "TU", SECRETARY, true, true),
    (
        "T01-C01-01",
        "Phó Bí thư Thường trực Tỉnh ủy, Bí thư Đảng ủy các cơ quan Đảng tỉnh",
        "TU",
        STANDING_DEPUTY,
        false,
        true,
    ),
    ("T02-C01-01", "Phó Bí thư Tỉnh ủy, Chủ tịch Ủy ban nhân dân tỉnh", "TU", "Trần Sĩ Hoan", true, true),
    ("T01-C01-01", "Ủy viên Ban Thường vụ, Chánh Văn phòng Tỉnh ủy", "TU-VP", "Vũ Khắc Thuần", true, true),
    ("T01-C02-01", "Ủy viên Ban Thường vụ, Trưởng Ban Tổ chức Tỉnh ủy", "TU-BTC", "Nguyễn Bá Toại", true, true),
    (
        "T01-C03-01",
        "Ủy viên Ban Thường vụ, Trưởng Ban Tuyên giáo và Dân vận Tỉnh ủy",
        "TU-BTGDV",
        HEAD_OF_POLITICAL_WORK,
        false,
        true,
    ),
    ("T01-C03-01", "Phó Trưởng Ban Tuyên giáo và Dân vận Tỉnh ủy", "TU-BTGDV", "Đoàn Hữu Nghị", true, true),
    ("T01-C04-01", "Ủy viên Ban Thường vụ, Chủ nhiệm Ủy ban Kiểm tra Tỉnh ủy", "TU-UBKT", "Giàng A Chứ", true, true),
    ("T01-C05-01", "Ủy viên Ban Thường vụ, Trưởng Ban Nội chính Tỉnh ủy", "TU-BNC", "Đặng Hữu Tấn", true, true),
    ("T01-C06-01", "Chủ tịch Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh", "TU-MT", "Nông Thị Bích Thảo", false, true),
    ("T01-C03-02", "Chuyên viên Ban Tuyên giáo và Dân vận Tỉnh ủy", "TU-BTGDV", "Nguyễn Thị Hoài Thu", false, false),
    ("T01-C01-03", "Chuyên viên chuyển đổi số Văn phòng Tỉnh ủy", "TU-VP", "Bùi Anh Tuân", true, false),
    (
        "T01-C07-01",
        "Trưởng khoa Trường Chính trị tỉnh, báo cáo viên cấp tỉnh",
        "TU-BTGDV",
        "Trịnh Thu Hằng",
        false,
        true,
    ),
    ("X01-C01-02", "Phó Trưởng Ban Xây dựng Đảng xã Khe Mây", "X01-BXD", "Lò Văn Thức", true, true),
];

/// The secretary of the cell shown in the demo, and the member beside him.
pub(crate) const SHOWN_SECRETARY: (&str, bool) = ("Hầu A Páo", true);
/// See [`SHOWN_SECRETARY`].
pub(crate) const SHOWN_MEMBER: (&str, bool) = ("Lò Thị Mai", false);

/// Posts by the home of their holder.
pub(crate) fn by_home(tree: &Tree) -> HashMap<String, Vec<Post>> {
    let mut posts: HashMap<String, Vec<Post>> = HashMap::new();
    let mut add = |home: &str, title: &str, unit_code: &str, is_key: bool, holder: Option<(&'static str, bool)>| {
        let post = Post { title: title.to_owned(), unit_code: unit_code.to_owned(), is_key, holder };
        posts.entry(home.to_owned()).or_default().push(post);
    };
    for &(home, title, unit_code, name, male, is_key) in NAMED {
        add(home, title, unit_code, is_key, Some((name, male)));
    }
    for (home, title, unit_code) in province_deputies() {
        add(&home, &title, &unit_code, true, None);
    }
    for unit in &tree.units {
        let entries = match unit.kind {
            "commune_committee" => commune_posts(unit),
            "direct_committee" => direct_posts(unit),
            "grassroots_organisation" => organisation_posts(unit),
            _ => Vec::new(),
        };
        for (home, title, unit_code, is_key) in entries {
            add(&home, &title, &unit_code, is_key, None);
        }
    }
    posts
}

fn province_deputies() -> Vec<(String, String, String)> {
    let bodies = [
        ("T01-C01-02", "Phó Chánh Văn phòng Tỉnh ủy", "TU-VP"),
        ("T01-C02-02", "Phó Trưởng Ban Tổ chức Tỉnh ủy", "TU-BTC"),
        ("T01-C03-03", "Phó Trưởng Ban Tuyên giáo và Dân vận Tỉnh ủy", "TU-BTGDV"),
        ("T01-C04-02", "Phó Chủ nhiệm Ủy ban Kiểm tra Tỉnh ủy", "TU-UBKT"),
        ("T01-C05-02", "Phó Trưởng Ban Nội chính Tỉnh ủy", "TU-BNC"),
        ("T01-C06-01", "Phó Chủ tịch Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh", "TU-MT"),
        ("T02-C01-01", "Phó Chủ tịch Ủy ban nhân dân tỉnh", "T02"),
    ];
    let heads = [
        ("T01-C06-02", "Chủ tịch Liên đoàn Lao động tỉnh", "TU-CD"),
        ("T01-C06-02", "Chủ tịch Hội Nông dân tỉnh", "TU-ND"),
        ("T01-C06-02", "Chủ tịch Hội Liên hiệp Phụ nữ tỉnh", "TU-PN"),
        ("T01-C06-03", "Bí thư Tỉnh đoàn", "TU-TN"),
        ("T01-C06-03", "Chủ tịch Hội Cựu chiến binh tỉnh", "TU-CCB"),
    ];
    bodies
        .iter()
        .flat_map(|body| [body, body])
        .chain(heads.iter())
        .map(|&(home, title, unit)| (home.to_owned(), title.to_owned(), unit.to_owned()))
        .collect()
}

fn commune_posts(commune: &Unit) -> Vec<(String, String, String, bool)> {
    let code = &commune.code;
    let place = commune.name.strip_prefix("Đảng ủy ").unwrap_or(&commune.name);
    let entries = [
        ("C01-01", "Bí thư Đảng ủy", "", true),
        ("C01-01", "Phó Bí thư Thường trực Đảng ủy", "", true),
        ("C01-01", "Chánh Văn phòng Đảng ủy", "-VP", true),
        ("C01-02", "Trưởng Ban Xây dựng Đảng", "-BXD", true),
        ("C01-02", "Chuyên viên Ban Xây dựng Đảng, báo cáo viên", "-BXD", false),
        ("C01-03", "Chủ nhiệm Ủy ban Kiểm tra Đảng ủy", "-UBKT", true),
        ("C01-03", "Phó Chủ nhiệm Ủy ban Kiểm tra Đảng ủy", "-UBKT", true),
        ("C01-04", "Chủ tịch Ủy ban Mặt trận Tổ quốc", "-MT", true),
        ("C01-04", "Chủ tịch Công đoàn", "-CD", true),
        ("C01-04", "Chủ tịch Hội Nông dân", "-ND", true),
        ("C01-04", "Chủ tịch Hội Liên hiệp Phụ nữ", "-PN", true),
        ("C01-04", "Bí thư Đoàn Thanh niên", "-TN", true),
        ("C01-04", "Chủ tịch Hội Cựu chiến binh", "-CCB", true),
        ("C02-01", "Phó Bí thư Đảng ủy, Chủ tịch Ủy ban nhân dân", "", true),
        ("C02-01", "Phó Chủ tịch Hội đồng nhân dân", "", true),
        ("C02-01", "Phó Chủ tịch Ủy ban nhân dân", "", true),
        ("C02-02", "Trưởng Phòng Kinh tế", "", true),
        ("C02-03", "Trưởng Phòng Văn hóa - Xã hội", "", true),
        ("C02-04", "Giám đốc Trung tâm Phục vụ hành chính công", "", true),
    ];
    entries
        .iter()
        .map(|(home, title, body, is_key)| {
            (format!("{code}-{home}"), format!("{title} {place}"), format!("{code}{body}"), *is_key)
        })
        .collect()
}

fn direct_posts(committee: &Unit) -> Vec<(String, String, String, bool)> {
    let number = committee.code.trim_start_matches('T').parse::<usize>().unwrap_or_default();
    let head = number.checked_sub(1).and_then(|index| committees::DIRECT.get(index)).map_or("", |direct| direct.head);
    let titles = [
        format!("Bí thư Đảng ủy, {head}"),
        "Phó Bí thư Thường trực Đảng ủy".to_owned(),
        "Phó Bí thư Đảng ủy, Chủ nhiệm Ủy ban Kiểm tra".to_owned(),
    ];
    // the first two committees are led by secretaries of the province, named above
    let skip = usize::from(number <= 2);
    let post = |title: String| (format!("{}-C01-01", committee.code), title, committee.code.clone(), true);
    titles.into_iter().skip(skip).map(post).collect()
}

fn organisation_posts(organisation: &Unit) -> Vec<(String, String, String, bool)> {
    ["Bí thư Đảng ủy cơ sở", "Phó Bí thư Đảng ủy cơ sở"]
        .map(|title| (format!("{}-01", organisation.code), title.to_owned(), organisation.code.clone(), true))
        .to_vec()
}
