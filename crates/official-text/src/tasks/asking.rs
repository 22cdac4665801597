//! Whether a clause asks for something to be done or reached, or only tells how things stand.

use super::begins_with_word;
use super::words::{LEADS, VERBS};

/// Where they stand in a sentence, something is to be done or reached.
const ORDERS: &[&str] = &[
    "phai ",
    "phan dau",
    "den nam 20",
    "chi tieu",
    "chu tri",
    "yeu cau ",
    "de nghi ",
    "giao ",
    "can tap trung",
    "khong de ",
    "chiu trach nhiem",
];
/// Sentences that begin so set what is to be reached.
const AIMS: &[&str] = &["moi ", "tu nam 20", "hang nam", "hang thang", "hang quy", "100%"];
/// Words of a sentence that tells what was and what is.
const TELLING: &[&str] =
    &[" da ", " con ", " chua ", " van con", "thoi gian qua", "nam qua", "gan day", "hien nay", "nguyen nhan"];

/// True when a sentence of the clause orders a piece of work or sets what is to be reached: it begins with a verb of work,
/// has one behind a comma or behind the body that does it, and does not tell what was done already. A rule of words, for a person to overrule.
#[must_use]
pub fn asks_for_work(clause: &str) -> bool {
    clause.split(['.', ';', '\n', '!', '?']).any(is_order)
}

fn is_order(written: &str) -> bool {
    let folded = vietnamese::fold(written);
    let sentence = folded.trim_start_matches(|c: char| !c.is_alphabetic() && !c.is_ascii_digit());
    let padded = format!(" {sentence} ");
    if ORDERS.iter().any(|word| padded.contains(&format!(" {word}"))) {
        return true;
    }
    if TELLING.iter().any(|word| padded.contains(word)) {
        return false;
    }
    let begins = |part: &str| begins_with_word(part.trim_start(), VERBS);
    // «Văn phòng Tỉnh ủy theo dõi»: a body and what it does
    let places = || sentence.match_indices(' ').map(|(place, _)| &sentence[place + 1..]);
    if begins_with_word(sentence, LEADS) && places().any(begins) {
        return true;
    }
    // folding takes the signs away
    let parts = || written.split([',', ':']).map(vietnamese::fold);
    AIMS.iter().any(|aim| sentence.starts_with(aim)) || begins(sentence) || parts().any(|part| begins(&part))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn orders_and_aims_ask() {
        for clause in [
            "1. Xây dựng mô hình điểm ở mỗi thôn.",
            "Đến năm 2030, thu nhập của hộ ven sông tăng gấp rưỡi.",
            "2. Mỗi xã có một mô hình điểm.",
            "Các chi bộ phải họp trước ngày 15.",
            "Văn phòng Đảng ủy theo dõi việc này.",
            "Căn cứ tình hình địa phương, tổ chức đối thoại với Nhân dân.",
            "Đồng bào còn khó khăn; giao Đảng ủy xã lập danh sách.",
        ] {
            assert!(asks_for_work(clause), "{clause}");
        }
    }

    #[test]
    fn what_only_tells_how_things_stand_asks_for_nothing() {
        for clause in [
            "1. Sông Lạc có ba phụ lưu, mùa lũ kéo dài bốn tháng.",
            "Thời gian qua, các cấp ủy đã lãnh đạo, chỉ đạo, tổ chức nhiều lớp tập huấn.",
            "Việc thực hiện ở một số nơi còn chậm, kết quả chưa cao.",
            "Nguyên nhân là do đường sá xa xôi.",
            "",
        ] {
            assert!(!asks_for_work(clause), "{clause}");
        }
    }
}
