//! Whether a clause asks for something to be done or reached, or only tells how things stand.

mod words;

use std::collections::HashMap;
use std::sync::LazyLock;

use super::begins_with_word;
use super::words::LEADS;
use words::{AIMS, BODIES, NOT_LEADS, OPENINGS, ORDERS, OTHERS, STATEMENTS, SUBJECTS, TELLING, TIMES, VERBS};

/// True when a sentence of the clause orders a piece of work or sets what is to be reached: it begins with a verb of work,
/// has one behind a comma or behind the body that does it, and nothing before that verb tells what was done already. Words
/// are compared with their diacritics, unless the clause has none. A rule of words, for a person to overrule; in doubt it
/// asks, so that no order is left out.
#[must_use]
pub fn asks_for_work(clause: &str) -> bool {
    let text = vietnamese::repair_look_alikes(clause);
    let is_marked = text.chars().any(|letter| letter.is_alphabetic() && !letter.is_ascii());
    sentences(&text).any(|sentence| Sentence::read(sentence, is_marked).is_order())
}

/// The sentences of a text; a point inside «1.2» or «1.200» ends none.
fn sentences(text: &str) -> impl Iterator<Item = &str> {
    text.split([';', '\n', '!', '?']).flat_map(|line| line.split(". "))
}

/// A sentence without its bullet and label: «a)», «1-», «1.2.», «-», «IV/».
fn without_label(sentence: &str) -> &str {
    let rest = sentence.trim_start_matches(|letter: char| !letter.is_alphanumeric());
    let end = rest.find(|letter: char| !letter.is_alphanumeric() && letter != '.').unwrap_or(rest.len());
    let (label, after) = rest.split_at(end);
    let behind = after.trim_start();
    let is_number = label.starts_with(|first: char| first.is_ascii_digit())
        && label.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
        && label.len() <= 8;
    let bare = label.trim_end_matches('.');
    let is_letter = bare.chars().count() == 1 || bare.len() <= 5 && vietnamese::read_roman(bare).is_some();
    let is_signed = label.ends_with('.') || behind.starts_with([')', '-', '–', '—', '/', ':']);
    let is_numbered = is_number && label.contains('.') && behind.starts_with(char::is_uppercase);
    if is_numbered || is_signed && (is_number || is_letter) {
        return behind.trim_start_matches(|letter: char| !letter.is_alphanumeric());
    }
    rest
}

/// Phrases by their first word, as written and without diacritics.
struct Phrases {
    written: HashMap<String, Vec<Vec<String>>>,
    bare: HashMap<String, Vec<Vec<String>>>,
}

impl Phrases {
    fn of(phrases: &str) -> Self {
        let by_first = |is_marked: bool| {
            let mut found: HashMap<String, Vec<Vec<String>>> = HashMap::new();
            for phrase in phrases.split(',') {
                let words = words_of(phrase, is_marked);
                if let Some(first) = words.first().cloned() {
                    found.entry(first).or_default().push(words);
                }
            }
            found
        };
        Phrases { written: by_first(true), bare: by_first(false) }
    }

    /// Words of the longest of them that the text begins with; 0 for none.
    fn longest(&self, words: &[String], is_marked: bool) -> usize {
        let phrases = if is_marked { &self.written } else { &self.bare };
        let of_first = words.first().and_then(|first| phrases.get(first)).into_iter().flatten();
        of_first.filter(|phrase| words.starts_with(phrase)).map(Vec::len).max().unwrap_or_default()
    }

    fn begin(&self, words: &[String], is_marked: bool) -> bool {
        self.longest(words, is_marked) > 0
    }
}

/// The words of a text in small letters; with their diacritics, tones placed one way, or without.
fn words_of(text: &str, is_marked: bool) -> Vec<String> {
    let folded = if is_marked { vietnamese::fold_tones(text) } else { vietnamese::fold(text) };
    folded.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

macro_rules! phrases {
    ($($name:ident = $list:ident;)+) => { $(static $name: LazyLock<Phrases> = LazyLock::new(|| Phrases::of($list));)+ };
}

phrases! {
    OF_WORK = VERBS;
    OF_ORDER = ORDERS;
    OF_AIM = AIMS;
    THAT_SET = STATEMENTS;
    THAT_TELL = TELLING;
    OF_TIME = TIMES;
    THAT_ARE_SPOKEN_OF = SUBJECTS;
    THAT_OPEN = OPENINGS;
    OF_OTHERS = OTHERS;
    OF_BODIES = BODIES;
    NO_LEADS = NOT_LEADS;
}

/// A sentence cut at its commas and colons.
struct Sentence {
    is_marked: bool,
    words: Vec<String>,
    /// Where the parts begin and end among the words.
    parts: Vec<(usize, usize)>,
    has_share: bool,
}

impl Sentence {
    fn read(written: &str, is_marked: bool) -> Self {
        let (mut words, mut parts) = (Vec::new(), Vec::new());
        for part in without_label(written).split([',', ':']) {
            let begin = words.len();
            words.extend(words_of(part, is_marked));
            if words.len() > begin {
                parts.push((begin, words.len()));
            }
        }
        Sentence { is_marked, words, parts, has_share: written.contains('%') }
    }

    /// One of the phrases stands at this word, and no longer one that only begins like it.
    fn is_at(&self, phrases: &Phrases, place: usize) -> bool {
        let words = &self.words[place..];
        let found = phrases.longest(words, self.is_marked);
        found > 0 && found >= OF_OTHERS.longest(words, self.is_marked)
    }

    fn is_word(&self, place: Option<usize>, words: &[&str]) -> bool {
        let Some(word) = place.and_then(|place| self.words.get(place)) else { return false };
        words.iter().any(|one| if self.is_marked { word == one } else { *word == vietnamese::fold(one) })
    }

    fn is_order(&self) -> bool {
        if self.words.is_empty() {
            return false;
        }
        if self.has_order() {
            return true;
        }
        let is_spoken_of = THAT_ARE_SPOKEN_OF.begin(&self.words, self.is_marked);
        if self.opens_with_what_was() || is_spoken_of && self.tells_before(self.words.len()) {
            return false;
        }
        if self.is_verb(0) {
            return !self.tells_behind_its_opening();
        }
        self.sets_an_aim() || self.parts.iter().any(|part| self.is_ordering(*part))
    }

    /// A verb of work, with or without «không», «chỉ», «và» before it.
    fn is_verb(&self, place: usize) -> bool {
        let is_led = self.is_word(Some(place), &["không", "chỉ", "và"]) && place + 1 < self.words.len();
        self.is_at(&OF_WORK, place) || is_led && self.is_at(&OF_WORK, place + 1)
    }

    /// «phải», «giao», «đến năm 2030» anywhere; not «đã giao», «được giao», «không phải».
    fn has_order(&self) -> bool {
        (0..self.words.len()).any(|place| {
            let before = place.checked_sub(1);
            self.is_at(&OF_ORDER, place) && !self.is_word(before, &["đã", "được", "không"])
                || self.is_year(place, "đến")
        })
    }

    /// «đến năm 2030», «từ năm 2026».
    fn is_year(&self, place: usize, before: &str) -> bool {
        self.is_word(Some(place), &[before])
            && self.is_word(Some(place + 1), &["năm"])
            && self.words.get(place + 2).is_some_and(|year| year.starts_with("20"))
    }

    /// «Trong 5 năm qua, …», «Hiện nay …», «Nguyên nhân …».
    fn opens_with_what_was(&self) -> bool {
        let is_before = |place: &usize| {
            self.is_word(Some(*place), &["trong", "những", "các", "suốt"])
                || self.words[*place].starts_with(|first: char| first.is_ascii_digit())
        };
        let opening = (0..self.words.len()).find(|place| !is_before(place));
        opening.is_some_and(|place| self.is_at(&OF_TIME, place))
    }

    /// A word that tells what was and what is stands before this place: «đã», «chưa», «còn», but not «không còn».
    fn tells_before(&self, end: usize) -> bool {
        (0..end).any(|place| self.is_at(&THAT_TELL, place) && !self.is_word(place.checked_sub(1), &["không"]))
    }

    /// «Thực hiện Chỉ thị 05, các cấp ủy đã …»: what was done after it.
    fn tells_behind_its_opening(&self) -> bool {
        THAT_OPEN.begin(&self.words, self.is_marked)
            && self.parts.iter().skip(1).any(|&(begin, end)| {
                let is_body = self.leads_at(begin, end) || OF_BODIES.begin(&self.words[begin..], self.is_marked);
                is_body && (begin..end).any(|place| self.is_word(Some(place), &["đã"]))
            })
    }

    /// «Mỗi xã có một mô hình», «100% chi bộ …», «tỷ lệ … đạt 98%», «… trở lên».
    fn sets_an_aim(&self) -> bool {
        let is_all = self.has_share && self.words[0] == "100";
        let aims = is_all || OF_AIM.begin(&self.words, self.is_marked) || self.is_year(0, "từ");
        let sets = |place| self.is_at(&THAT_SET, place) || self.has_share && self.is_word(Some(place), &["đạt"]);
        let has_been = || (0..self.words.len()).any(|place| self.is_word(Some(place), &["đã", "chưa"]));
        aims && !self.tells_before(self.words.len()) || (0..self.words.len()).any(sets) && !has_been()
    }

    /// A part that begins with a verb of work, or with a body and what it does: «Văn phòng Tỉnh ủy theo dõi».
    fn is_ordering(&self, (begin, end): (usize, usize)) -> bool {
        let does = |place: usize| self.is_verb(place) && !self.tells_before(place);
        does(begin) || self.leads_at(begin, end) && (begin + 1..end).any(does)
    }

    fn leads_at(&self, begin: usize, end: usize) -> bool {
        let bare = vietnamese::fold(&self.words[begin..end].join(" "));
        begins_with_word(&bare, LEADS) && !(self.is_marked && NO_LEADS.begin(&self.words[begin..], true))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all_ask(clauses: &[&str]) {
        for clause in clauses {
            assert!(asks_for_work(clause), "{clause}");
        }
    }

    fn none_asks(clauses: &[&str]) {
        for clause in clauses {
            assert!(!asks_for_work(clause), "{clause}");
        }
    }

    #[test]
    fn orders_and_aims_ask() {
        all_ask(&[
            "1. Xây dựng mô hình điểm ở mỗi thôn.",
            "Đến năm 2030, thu nhập của hộ ven sông tăng gấp rưỡi.",
            "2. Mỗi xã có một mô hình điểm.",
            "Các chi bộ phải họp trước ngày 15.",
            "Văn phòng Đảng ủy theo dõi việc này.",
            "Căn cứ tình hình địa phương, tổ chức đối thoại với Nhân dân.",
            "Đồng bào còn khó khăn; giao Đảng ủy xã lập danh sách.",
            "Tỷ lệ chi bộ sinh hoạt chuyên đề đạt 98%.",
            "Có từ 80 hộ trở lên tham gia hợp tác xã.",
            "100% chi bộ họp bằng tài liệu số.",
            "Danh sách đảng viên lấy từ cơ sở dữ liệu đã có; không lập thêm cơ sở dữ liệu.",
            "Tài liệu có độ mật không được gửi trên mạng.",
            "Đa dạng hóa hình thức tuyên truyền.",
        ]);
    }

    #[test]
    fn words_with_other_diacritics_tell_nothing() {
        all_ask(&[
            "Phát triển toàn diện con người, đưa văn hóa về thôn.",
            "Vì con người, các cấp ủy chăm lo gia đình chính sách.",
            "Nhiều hình thức đa dạng, tổ chức tuyên truyền đến từng hộ.",
            "Trạm y tế khám chữa bệnh, cấp phát thuốc cho hộ nghèo.",
            "Công an xã tập huấn phòng cháy chữa cháy.",
            "Trong giai đoạn hiện nay, các cấp ủy tập trung chuyển đổi số.",
            "Nâng cao chất lượng chi bộ trong giai đoạn hiện nay.",
        ]);
        none_asks(&[
            "Giáo viên của xã có trình độ đại học.",
            "Cán bộ phụ trách địa bàn là người địa phương.",
            "Hệ thống giao thông gồm ba tuyến đường liên xã.",
            "Số cán bộ nữ là mười hai đồng chí.",
        ]);
    }

    #[test]
    fn an_order_stays_one_where_it_speaks_of_what_is_left_undone() {
        all_ask(&[
            "Giải quyết dứt điểm các vụ việc còn tồn đọng.",
            "Khắc phục những hạn chế, yếu kém đã chỉ ra.",
            "Thực hiện các nhiệm vụ, giải pháp đã đề ra.",
            "Hỗ trợ lao động chưa có việc làm.",
            "Các cấp ủy phân công theo dõi những việc đã giao.",
        ]);
    }

    #[test]
    fn labels_of_any_kind_are_no_words_of_the_sentence() {
        all_ask(&[
            "a) Đẩy mạnh chuyển đổi số.",
            "đ) Củng cố tổ hợp tác.",
            "1- Quán triệt sâu sắc.",
            "- Phát triển đảng viên ở thôn",
            "1.2. Huy động nguồn lực xã hội hóa.",
            "1.2 Huy động nguồn lực",
            "IV/ Khuyến khích khởi nghiệp",
            "+ Chú trọng giáo dục truyền thống",
            "(3) Mở rộng vùng nguyên liệu",
        ]);
    }

    #[test]
    fn the_usual_verbs_of_the_field_are_known() {
        all_ask(&[
            "Phát triển kinh tế tập thể.",
            "Đầu tư đường liên thôn.",
            "Thu hút đầu tư vào cụm công nghiệp.",
            "Ứng dụng công nghệ thông tin trong sinh hoạt chi bộ.",
            "Bảo tồn làn điệu dân ca.",
            "Nhân rộng mô hình hay.",
            "Cụ thể hoá nghị quyết thành chương trình hành động.",
        ]);
    }

    #[test]
    fn a_text_without_diacritics_is_read_without_them() {
        all_ask(&["a) Day manh chuyen doi so.", "Van phong Dang uy theo doi viec nay.", "Moi xa co mot mo hinh diem."]);
        none_asks(&[
            "Thoi gian qua, cac cap uy da lanh dao, chi dao nhieu viec.",
            "Can bo phu trach dia ban la nguoi dia phuong.",
            "Giao vien cua xa co trinh do dai hoc.",
        ]);
    }

    #[test]
    fn what_only_tells_how_things_stand_asks_for_nothing() {
        none_asks(&[
            "1. Sông Lạc có ba phụ lưu, mùa lũ kéo dài bốn tháng.",
            "Thời gian qua, các cấp ủy đã lãnh đạo, chỉ đạo, tổ chức nhiều lớp tập huấn.",
            "Trong 5 năm qua, các chi bộ tổ chức 12 lớp.",
            "Hiện nay, xã có 12 thôn, làm nghề nông.",
            "Việc thực hiện ở một số nơi còn chậm, kết quả chưa cao.",
            "Thực hiện Chỉ thị 05, các cấp ủy đã tổ chức nhiều lớp.",
            "Một số cán bộ chưa hoàn thành nhiệm vụ được giao.",
            "Việc bảo vệ dữ liệu cá nhân, bảo vệ bí mật nhà nước có nơi còn chủ quan.",
            "Nguyên nhân là do đường sá xa xôi.",
            "",
        ]);
    }
}
