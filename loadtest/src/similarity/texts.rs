//! Invented reflections and programmes: sentences of made-up words between formulas everybody uses; some copy half of
//! another, word for word or reworded.

/// Words of a reflection.
pub const WORDS: usize = 800;
/// Words of a programme.
const PROGRAMME_WORDS: usize = 3_000;
/// One text in so many copies another.
const COPIES: usize = 3;
/// Sentences copied from the origin, of a hundred.
const COPIED: usize = 50;
/// Words changed in a copied sentence, of a hundred.
const CHANGED: usize = 12;

const FORMULAS: [&str; 24] = [
    "tập trung lãnh đạo, chỉ đạo",
    "bảo đảm thiết thực, hiệu quả",
    "học tập, quán triệt nghị quyết",
    "nâng cao chất lượng sinh hoạt chi bộ",
    "phát huy vai trò nêu gương",
    "của cán bộ, đảng viên",
    "trong thời gian tới",
    "gắn với nhiệm vụ chính trị của đơn vị",
    "tăng cường kiểm tra, giám sát",
    "phù hợp với tình hình thực tế",
    "xây dựng Đảng và hệ thống chính trị",
    "các cấp ủy, tổ chức đảng",
    "đẩy mạnh tuyên truyền",
    "đổi mới phương thức lãnh đạo",
    "thực hiện nghiêm túc",
    "góp phần hoàn thành nhiệm vụ",
    "bản thân tôi nhận thức rõ",
    "trách nhiệm của người đứng đầu",
    "khắc phục khó khăn, hạn chế",
    "tạo sự thống nhất trong nhận thức",
    "kịp thời biểu dương",
    "sơ kết, tổng kết, rút kinh nghiệm",
    "trên địa bàn",
    "theo quy định",
];
const ONSETS: [&str; 20] =
    ["b", "c", "ch", "d", "đ", "g", "h", "kh", "l", "m", "n", "ng", "nh", "ph", "r", "s", "t", "th", "tr", "v"];
const RIMES: [&str; 30] = [
    "an", "ăng", "âm", "ầu", "ắc", "ảnh", "ánh", "ạch", "em", "én", "ệnh", "ình", "ịch", "oa", "òa", "ong", "ống",
    "ọc", "ơn", "ợp", "ung", "úc", "ư", "ường", "ượng", "ưu", "uyên", "uỳnh", "uất", "ỷ",
];

/// The same numbers in every run.
struct Random(u64);

impl Random {
    fn of(kind: u64, number: usize) -> Self {
        Self(kind.wrapping_mul(0xD6E8_FEB8_6659_FD93) ^ (number as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15))
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, count: usize) -> usize {
        usize::try_from(self.next() % count.max(1) as u64).unwrap_or_default()
    }

    /// A made-up syllable, the first of the lists far more often than the last.
    fn syllable(&mut self, text: &mut String) {
        let (onset, rime) = (self.below(ONSETS.len()).min(self.below(ONSETS.len())), self.below(RIMES.len()));
        text.push_str(ONSETS[onset]);
        text.push_str(RIMES[rime.min(self.below(RIMES.len()))]);
    }
}

/// A text that may have been copied from another.
pub struct Reflection {
    pub text: String,
    pub origin: Option<usize>,
}

/// The same for a programme.
pub type Programme = Reflection;

/// The reflection with this number: always the same one.
pub fn reflection(number: usize) -> Reflection {
    copy(1, number, WORDS)
}

/// The programme with this number.
pub fn programme(number: usize) -> Programme {
    copy(2, number, PROGRAMME_WORDS)
}

/// A superior's programme.
pub fn ancestor(number: usize) -> String {
    sentences(3, number, PROGRAMME_WORDS).join("\n")
}

fn copy(kind: u64, number: usize, words: usize) -> Reflection {
    let mut own = sentences(kind, number, words);
    let mut random = Random::of(kind + 100, number);
    let origin = is_copy(kind, number).then(|| {
        // only what is no copy itself is copied, so that there is one nearest text
        let from = random.below(number);
        (0..=from).rev().find(|origin| !is_copy(kind, *origin)).unwrap_or_default()
    });
    if let Some(origin) = origin {
        let theirs = sentences(kind, origin, words);
        for (sentence, source) in own.iter_mut().zip(theirs) {
            if random.below(100) < COPIED {
                *sentence = changed(&source, &mut random);
            }
        }
    }
    Reflection { text: own.join("\n"), origin }
}

fn is_copy(kind: u64, number: usize) -> bool {
    number > 0 && Random::of(kind + 200, number).below(COPIES) == 0
}

/// The sentences a unit would write of its own.
fn sentences(kind: u64, number: usize, words: usize) -> Vec<String> {
    let mut random = Random::of(kind, number);
    let (mut all, mut count) = (Vec::new(), 0);
    while count < words {
        let mut sentence = String::new();
        let length = 16 + random.below(20);
        let mut written = 0;
        while written < length {
            if !sentence.is_empty() {
                sentence.push_str(if random.below(9) == 0 { ", " } else { " " });
            }
            if random.below(9) == 0 {
                let formula = FORMULAS[random.below(FORMULAS.len())];
                sentence.push_str(formula);
                written += formula.split(' ').count();
            } else {
                random.syllable(&mut sentence);
                written += 1;
            }
        }
        count += written;
        let mut letters = sentence.chars();
        let first = letters.next().map(|first| first.to_uppercase().collect::<String>()).unwrap_or_default();
        all.push(format!("{first}{}.", letters.as_str()));
    }
    all
}

fn changed(sentence: &str, random: &mut Random) -> String {
    let mut text = String::with_capacity(sentence.len());
    for word in sentence.split(' ') {
        if !text.is_empty() {
            text.push(' ');
        }
        match random.below(100) {
            chance if chance < CHANGED => random.syllable(&mut text),
            _ => text.push_str(word),
        }
    }
    text
}
