//! Names of a superior and of its body run together on one line: «TỈNH ỦY LAM GIANG VĂN PHÒNG».
//! Which name is the issuer is decided in `header`.

use vietnamese::fold;

use crate::lines::{Cell, begins_with_any};

/// How a superior's name begins, and how the names of the bodies under it begin (folded).
const UNDER: &[(&[&str], &[&str])] = &[
    (
        &["dang bo"],
        &["dang uy", "tinh uy", "thanh uy", "huyen uy", "quan uy", "thi uy", "chi bo", "dang bo", "ban chap hanh"],
    ),
    (
        &["tinh uy", "thanh uy", "huyen uy", "quan uy", "thi uy", "dang uy", "quan uy trung uong"],
        &[
            "ban tuyen giao",
            "ban to chuc",
            "ban noi chinh",
            "ban dan van",
            "ban xay dung",
            "ban chi dao",
            "ban bao ve",
            "ban kinh te",
            "van phong",
            "uy ban kiem tra",
            "ubkt",
            "dang uy",
            "chi bo",
            "dang bo",
            "truong chinh tri",
            "trung tam chinh tri",
            "tieu ban",
            "hoi dong",
            "dang doan",
            "ban can su",
            "bao",
            "to giup viec",
        ],
    ),
    (
        &["ban chap hanh trung uong", "trung uong dang"],
        &[
            "ban tuyen giao",
            "ban to chuc",
            "ban noi chinh",
            "ban dan van",
            "ban chinh sach",
            "ban kinh te",
            "van phong",
            "uy ban kiem tra",
            "ban chi dao",
            "dang uy",
            "hoi dong",
            "ban doi ngoai",
            "tieu ban",
            "hoc vien",
        ],
    ),
    (
        &["ubnd", "uy ban nhan dan", "hdnd", "hoi dong nhan dan"],
        &[
            "so",
            "phong",
            "ban quan ly",
            "ban chi dao",
            "ban dan toc",
            "chi cuc",
            "trung tam",
            "thanh tra",
            "truong thpt",
            "truong thcs",
            "truong tieu",
            "truong mam",
            "truong dai",
            "truong cao",
            "truong trung",
            "truong pho",
            "truong ptdt",
            "van phong",
            "benh vien",
            "ban phap che",
            "ban kinh te",
            "to cong tac",
        ],
    ),
    (
        &["bo"],
        &[
            "cuc",
            "tong cuc",
            "vien",
            "cong an tinh",
            "cong an thanh pho",
            "truong thpt",
            "truong thcs",
            "truong tieu",
            "truong mam",
            "truong dai",
            "truong cao",
            "truong trung",
            "truong pho",
            "truong ptdt",
            "dai hoc",
            "hoc vien",
            "van phong",
            "thanh tra",
            "benh vien",
            "quan khu",
            "bo tu lenh",
            "vu",
            "chi cuc",
            "trung tam",
            "kho bac",
        ],
    ),
    (
        &["so", "phong", "cuc", "tong cuc", "chi cuc", "dai hoc", "tong cong ty", "tap doan"],
        &[
            "truong thpt",
            "truong thcs",
            "truong tieu",
            "truong mam",
            "truong dai",
            "truong cao",
            "truong trung",
            "truong pho",
            "truong ptdt",
            "chi cuc",
            "trung tam",
            "benh vien",
            "thanh tra",
            "phong",
            "khoa",
            "cong ty",
            "cuc thue",
            "vien",
            "ban",
        ],
    ),
    (
        &["uy ban mttq", "uy ban mat tran", "mttq", "mat tran", "ub mttq", "ubmttq"],
        &["ban thuong truc", "hoi", "doan", "lien doan"],
    ),
    (
        &[
            "doan tncs",
            "doan thanh nien",
            "tinh doan",
            "thanh doan",
            "trung uong doan",
            "bch doan",
            "hoi",
            "trung uong hoi",
        ],
        &[
            "ban thuong vu",
            "ban chap hanh",
            "hoi",
            "tinh doan",
            "thanh doan",
            "doan xa",
            "doan phuong",
            "ban thuong truc",
        ],
    ),
    (&["tong lien doan", "lien doan lao dong"], &["lien doan", "cong doan", "ban chap hanh", "ban thuong vu"]),
    (&["cong an"], &["cong an", "phong"]),
];

/// Two names on one line are shorter than this, in bytes.
const LONGEST_NAMES: usize = 300;

/// The names on one line, the superior first; the cell itself when it holds one name.
pub(super) fn parted(cell: Cell<'_>) -> Vec<Cell<'_>> {
    if cell.text.len() > LONGEST_NAMES {
        return vec![cell];
    }
    let folded = cell.folded();
    let under = UNDER.iter().filter(|(superiors, _)| begins_with_any(&folded, superiors));
    let words = cell.words();
    for (superiors, bodies) in under {
        let least =
            superiors.iter().filter(|name| begins_with_any(&folded, &[name])).map(|name| name.split(' ').count());
        // «ĐẢNG ỦY ỦY BAN NHÂN DÂN TỈNH» is one name: the superior needs a name of its own
        let least = least.max().unwrap_or(1) + usize::from(!folded.starts_with("ban chap hanh trung uong"));
        for (place, _) in words.iter().skip(least.max(3)) {
            let before = fold(&cell.text[..*place]);
            let is_open = ["va", "cac", "cua", "khoi"].iter().any(|word| before.rsplit(' ').next() == Some(word));
            if !is_open && begins_with_any(&fold(&cell.text[*place..]), bodies) {
                let (first, second) = cell.split_at(*place);
                let mut parts: Vec<Cell<'_>> = first.into_iter().collect();
                parts.extend(second.into_iter().flat_map(parted));
                return parts;
            }
        }
    }
    vec![cell]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(text: &str) -> Vec<&str> {
        parted(Cell { start: 0, text, column: 0 }).iter().map(|cell| cell.text).collect()
    }

    #[test]
    fn a_superior_is_parted_from_its_body() {
        assert_eq!(names("TỈNH ỦY LAM GIANG VĂN PHÒNG"), ["TỈNH ỦY LAM GIANG", "VĂN PHÒNG"]);
        assert_eq!(
            names("ĐẢNG BỘ TỈNH LAM GIANG ĐẢNG ỦY XÃ TÂN LẬP"),
            ["ĐẢNG BỘ TỈNH LAM GIANG", "ĐẢNG ỦY XÃ TÂN LẬP"]
        );
        assert_eq!(names("SỞ GIÁO DỤC VÀ ĐÀO TẠO TRƯỜNG THPT ĐÔNG HẢI").len(), 2);
    }

    #[test]
    fn one_name_stays_whole() {
        for name in [
            "ĐẢNG ỦY ỦY BAN NHÂN DÂN TỈNH",
            "UBND ĐẶC KHU TRƯỜNG SA",
            "VĂN PHÒNG ỦY BAN NHÂN DÂN TỈNH",
            "BAN TUYÊN GIÁO VÀ DÂN VẬN TỈNH ỦY LAM GIANG",
            "ĐẢNG ỦY CÁC CƠ QUAN ĐẢNG TỈNH",
        ] {
            assert_eq!(names(name), [name]);
        }
    }
}
