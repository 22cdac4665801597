//! Plants copies: subordinate texts of an invented unit, made of sentences of a superior, edited in twelve ways, between
//! sentences of their own. What was planted is known word for word.

use std::collections::HashSet;
use std::ops::Range;

use unicode_normalization::UnicodeNormalization;

/// The same numbers in every run.
pub struct Random(pub u64);

impl Random {
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    pub fn below(&mut self, count: usize) -> usize {
        usize::try_from(self.next() % count.max(1) as u64).unwrap()
    }

    pub fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    pub fn of<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        &all[self.below(all.len())]
    }

    fn word(&mut self, all: &[&'static str]) -> &'static str {
        all[self.below(all.len())]
    }

    pub fn shuffle<T>(&mut self, all: &mut [T]) {
        for at in (1..all.len()).rev() {
            all.swap(at, self.below(at + 1));
        }
    }
}

/// How copied sentences are edited.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Way {
    Verbatim,
    Unit,
    Order,
    Synonym,
    UnitSynonym,
    Unicode,
    NoDiacritics,
    Capitals,
    Heavy,
    Mixed,
    /// a tenth copied, in mixed ways
    Little,
    /// nothing copied
    Nothing,
}

pub const WAYS: [Way; 12] = [
    Way::Verbatim,
    Way::Unit,
    Way::Order,
    Way::Synonym,
    Way::UnitSynonym,
    Way::Unicode,
    Way::NoDiacritics,
    Way::Capitals,
    Way::Heavy,
    Way::Mixed,
    Way::Little,
    Way::Nothing,
];

/// What a sentence of the planted text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Copied,
    Own,
    /// a true quotation or the form: neither right nor wrong
    Apart,
}

pub struct Planted {
    pub text: String,
    pub sentences: Vec<(Range<usize>, Kind)>,
}

const STOCK: &[&str] = &[
    "Trong quá trình tổ chức thực hiện, có vướng mắc thì các chi bộ báo về văn phòng để tổng hợp.",
    "Thường xuyên đôn đốc, kiểm tra; sơ kết, tổng kết và rút kinh nghiệm đúng định kỳ.",
    "Căn cứ Kế hoạch này, các chi bộ xây dựng kế hoạch của mình để thực hiện.",
    "Người đứng đầu cấp ủy chịu trách nhiệm về kết quả ở nơi mình phụ trách.",
    "Cấp ủy các cấp tập trung lãnh đạo, chỉ đạo, bảo đảm thiết thực, hiệu quả.",
    "Phát huy vai trò của Mặt trận Tổ quốc, các đoàn thể trong tuyên truyền, vận động nhân dân.",
    "Đưa nội dung này vào chương trình kiểm tra, giám sát của cấp ủy.",
    "Kịp thời biểu dương tập thể, cá nhân làm tốt, nhắc nhở nơi làm chậm.",
];
const OWN: &[&str] = &[
    "Chi bộ {p} giữ {n} sào ruộng công làm mô hình, thu hoạch chia cho quỹ khuyến học.",
    "Ông {q} ở {p} cho mượn sân phơi để họp dân vào tối thứ Sáu, bắt đầu lúc bảy giờ.",
    "Đoạn mương {n} mét sau nhà máy gạo {p} nạo vét xong trước vụ mùa, mỗi hộ góp một buổi.",
    "Trạm y tế {p} mượn {n} chiếc ghế của trường mầm non để tiêm cho trẻ.",
    "Hội phụ nữ {p} nhận dọn bến đò cũ, đặt {n} thùng rác và giao từng nhóm trông.",
    "Cây đa đầu làng {p} rỗng ruột, thuê thợ chống trước mùa bão với giá {n} trăm nghìn.",
    "Ban nhạc lễ của {p} tập lại bài trống hội, người dạy là bà {q}.",
    "Xưởng mộc của {q} nhận {n} em học nghề, nuôi cơm trưa và trả công theo tháng.",
    "Đường vào nghĩa trang {p} lầy, đổ {n} xe đá cấp phối, phần thiếu xin doanh trại bên cạnh.",
    "Thư viện {p} mở thêm buổi tối, sách thiếu nhi mượn của trường huyện {n} cuốn.",
    "Bầy vịt chạy đồng của {p} làm hỏng lúa, lập biên bản {n} lần, nay khoanh vùng thả.",
    "Máy bơm dã chiến để ở nhà {q}, ai dùng ký sổ và đổ đầy dầu khi trả.",
    "Trường tiểu học {p} thiếu phòng vệ sinh cho giáo viên, sửa trong hè với {n} triệu đồng.",
    "Lò gạch thủ công cuối cùng ở {p} tắt lửa, {n} người thợ được giới thiệu sang nhà máy.",
];
const PLACES: &[&str] =
    &["ấp Rạch Gốc", "ấp Kênh Chín", "thôn Bàu Sen", "làng Thạch Khê", "bản Nậm Cắn", "xóm Cồn Giữa", "thôn Vạn Chài"];
const PEOPLE: &[&str] = &["Tư Hớn", "Lò Văn Pản", "Ba Nhạn", "Hồ Thị Riêng", "Y Blăm"];
const FILLERS: &[&str] = &[
    "trong năm nay",
    "theo thẩm quyền",
    "ở từng địa bàn",
    "một cách đồng bộ",
    "từng bước",
    "gắn với thực tế",
    "nhất là ở vùng sâu",
    "khi có điều kiện",
    "trong thời gian tới",
    "tại địa phương",
];
const SWAPS: &[(&str, &str)] = &[
    ("thực hiện", "triển khai"),
    ("phù hợp", "thích hợp"),
    ("hằng năm", "hàng năm"),
    ("bảo đảm", "đảm bảo"),
    ("xây dựng", "soạn thảo"),
    ("tuyên truyền", "phổ biến"),
    ("nâng cao", "nâng lên"),
    ("tối thiểu", "ít nhất"),
    ("hỗ trợ", "giúp đỡ"),
    ("giải quyết", "xử lý"),
    ("người dân", "nhân dân"),
    ("tăng cường", "đẩy mạnh"),
    ("thường xuyên", "liên tục"),
    ("toàn bộ", "tất cả"),
    ("cụ thể", "chi tiết"),
    ("tổ chức", "tiến hành"),
    ("giảm", "hạ"),
    ("lập", "dựng"),
    ("quan trọng", "then chốt"),
    ("phải", "cần"),
];

/// Sentences of a document of eight to sixty words, without labels and headings.
pub fn sentences_of(document: &str) -> Vec<String> {
    let mut found = Vec::new();
    for paragraph in document.split("\n\n").flat_map(unwrapped) {
        let mut rest = paragraph.as_str();
        while let Some(end) = rest.find(". ").map(|at| at + 1).or((!rest.is_empty()).then_some(rest.len())) {
            let sentence = rest[..end].trim();
            let words = sentence.split_whitespace().count();
            let is_plain = !sentence.contains(['|', '*', '“', '"', '_']) && sentence.starts_with(char::is_uppercase);
            if (8..=60).contains(&words) && sentence.ends_with('.') && is_plain {
                found.push(sentence.to_owned());
            }
            rest = &rest[end..];
        }
    }
    found
}

/// The lines of a paragraph, joined where a line does not begin anew, without labels.
fn unwrapped(paragraph: &str) -> Vec<String> {
    let mut joined: Vec<String> = Vec::new();
    for line in paragraph.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let label = line.split_whitespace().next().unwrap_or_default();
        let is_label = label.len() <= 6 && (label.ends_with(['.', ')']) || label == "-" || label == "+");
        let carries_on = joined.last().is_some_and(|last| !last.ends_with(['.', ':', ';']));
        let body = if is_label { line[label.len()..].trim() } else { line };
        match joined.last_mut().filter(|_| !is_label && carries_on) {
            Some(last) => *last = format!("{last} {body}"),
            None => joined.push(body.to_owned()),
        }
    }
    joined
}

/// A planted text: `share` of its sentences out of `superior`; `others` are documents to take strange sentences from.
pub fn plant(superior: &str, others: &[&str], way: Way, seed: u64) -> Planted {
    let mut random = Random(seed);
    let theirs = sentences_of(superior);
    let known = grams(superior);
    let mut strange: Vec<String> = others.iter().flat_map(|other| sentences_of(other)).collect();
    strange.retain(|sentence| grams(sentence).is_disjoint(&known));
    let percent = match way {
        Way::Nothing => 0,
        Way::Little => 10,
        _ => *random.of(&[30, 55, 80]),
    };
    let mut chosen: Vec<usize> = (0..theirs.len()).collect();
    random.shuffle(&mut chosen);
    chosen.truncate(18);
    chosen.sort_unstable();
    let mut body: Vec<(String, Kind)> = Vec::new();
    for at in chosen {
        if random.chance(percent) {
            body.push((edited(&theirs[at], way, &mut random), Kind::Copied));
        } else {
            body.push((own(&strange, &mut random), Kind::Own));
        }
    }
    if way == Way::Order {
        random.shuffle(&mut body);
    }
    if random.chance(50) && !theirs.is_empty() {
        let quoted = random.of(&theirs).trim_end_matches('.');
        body.push((format!("Chương trình số 7-CTr/TU của Tỉnh ủy nêu rõ: “{quoted}”."), Kind::Apart));
    }
    let is_wrapped = random.chance(50);
    assemble(body, is_wrapped)
}

/// Runs of seven words: documents that share one are not independent there.
fn grams(text: &str) -> HashSet<String> {
    let folded = vietnamese::fold(text);
    let words: Vec<&str> = folded.split(' ').collect();
    words.windows(7).map(|run| run.join(" ")).collect()
}

fn own(strange: &[String], random: &mut Random) -> String {
    if random.chance(35) && !strange.is_empty() {
        return random.of(strange).clone();
    }
    if random.chance(20) {
        return random.word(STOCK).to_owned();
    }
    let number = (2 + random.below(97)).to_string();
    random.word(OWN).replace("{p}", random.word(PLACES)).replace("{q}", random.word(PEOPLE)).replace("{n}", &number)
}

fn assemble(body: Vec<(String, Kind)>, is_wrapped: bool) -> Planted {
    let mut planted = Planted { text: String::new(), sentences: Vec::new() };
    let head = "ĐẢNG BỘ HUYỆN CỬA TÙNG\nĐẢNG ỦY XÃ VẠN NINH\n*\nSố 14-CTr/ĐU\nĐẢNG CỘNG SẢN VIỆT NAM\nVạn Ninh, ngày 05 tháng 3 \
                năm 2026\n\nCHƯƠNG TRÌNH HÀNH ĐỘNG\nthực hiện Chương trình số 7-CTr/TU của Tỉnh ủy\n-----\n\nThực hiện Chương trình \
                số 7-CTr/TU của Tỉnh ủy, Đảng ủy xã ban hành Chương trình hành động với những nội dung sau:\n";
    put(&mut planted, head, Kind::Apart);
    let quarter = body.len().div_ceil(4).max(1);
    for (number, part) in body.chunks(quarter).enumerate() {
        let heading =
            ["I. MỤC ĐÍCH", "II. MỤC TIÊU", "III. NHIỆM VỤ, GIẢI PHÁP", "IV. TỔ CHỨC THỰC HIỆN"][number.min(3)];
        put(&mut planted, &format!("\n{heading}\n\n"), Kind::Apart);
        let mut width = 0;
        for (sentence, kind) in part {
            let mut written = String::new();
            for word in sentence.split(' ') {
                width += word.chars().count() + 1;
                let is_first = written.is_empty();
                if is_wrapped && width > 72 && !is_first {
                    width = word.chars().count();
                    written.push('\n');
                } else if !is_first {
                    written.push(' ');
                }
                written.push_str(word);
            }
            put(&mut planted, &written, *kind);
            planted.text.push(if is_wrapped { ' ' } else { '\n' });
        }
    }
    let tail = "\n\nNơi nhận:\n- Ban Thường vụ Huyện ủy (b/c),\n- Các chi bộ trực thuộc,\n- Lưu Văn phòng Đảng ủy.\nT/M ĐẢNG ỦY\n\
                BÍ THƯ\n\n\nNgô Văn Tám\n";
    put(&mut planted, tail, Kind::Apart);
    planted
}

fn put(planted: &mut Planted, written: &str, kind: Kind) {
    let start = planted.text.len();
    planted.text.push_str(written);
    planted.sentences.push((start..planted.text.len(), kind));
}

/// One sentence, edited.
pub fn edited(sentence: &str, way: Way, random: &mut Random) -> String {
    match way {
        Way::Verbatim | Way::Nothing => sentence.to_owned(),
        Way::Order => {
            if random.chance(40) {
                moved(sentence, random)
            } else {
                sentence.to_owned()
            }
        }
        Way::Unit => renamed(sentence),
        Way::Synonym => swapped(sentence, random),
        Way::UnitSynonym => swapped(&renumbered(&renamed(sentence), random), random),
        Way::Unicode if random.chance(50) => sentence.nfd().collect(),
        Way::Unicode => old_tones(sentence),
        Way::NoDiacritics => without_diacritics(sentence),
        Way::Capitals => sentence.to_uppercase(),
        Way::Heavy => heavy(sentence, random),
        Way::Mixed | Way::Little => {
            let way = *random.of(&[Way::Verbatim, Way::Unit, Way::UnitSynonym, Way::Order, Way::Unicode]);
            edited(sentence, way, random)
        }
    }
}

fn renamed(sentence: &str) -> String {
    let pairs =
        [("Tỉnh ủy", "Đảng ủy"), ("Thành ủy", "Đảng ủy"), ("Huyện ủy", "Đảng ủy"), ("tỉnh", "xã"), ("thành phố", "xã")];
    let renamed = pairs.iter().fold(sentence.to_owned(), |text, (from, to)| text.replace(from, to));
    ["Lam Giang", "Hải Đông", "Hà Nội", "Tây Sơn", "Kiên Hải"]
        .iter()
        .fold(renamed, |text, name| text.replace(name, "Vạn Ninh"))
}

fn renumbered(sentence: &str, random: &mut Random) -> String {
    let words = sentence.split(' ').map(|word| {
        let digits: String = word.chars().take_while(char::is_ascii_digit).collect();
        match digits.parse::<u32>() {
            Ok(number) if random.chance(50) && number < 1000 => format!("{}{}", number + 2, &word[digits.len()..]),
            _ => word.to_owned(),
        }
    });
    words.collect::<Vec<_>>().join(" ")
}

fn swapped(sentence: &str, random: &mut Random) -> String {
    SWAPS.iter().fold(
        sentence.to_owned(),
        |text, (from, to)| {
            if random.chance(60) { text.replacen(from, to, 1) } else { text }
        },
    )
}

/// Clauses between commas and semicolons in another order.
fn moved(sentence: &str, random: &mut Random) -> String {
    let mut clauses: Vec<&str> = sentence.trim_end_matches('.').split([',', ';']).map(str::trim).collect();
    random.shuffle(&mut clauses);
    let joined = clauses.join(", ");
    let mut letters = joined.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().collect::<String>() + letters.as_str() + ".")
}

fn old_tones(sentence: &str) -> String {
    let pairs =
        [("ủy", "uỷ"), ("oà", "òa"), ("oạ", "ọa"), ("oá", "óa"), ("oả", "ỏa"), ("hòa", "hoà"), ("khóa", "khoá")];
    pairs.iter().fold(sentence.to_owned(), |text, (from, to)| text.replace(from, to))
}

fn without_diacritics(sentence: &str) -> String {
    sentence
        .nfd()
        .filter(|letter| !('\u{300}'..='\u{36f}').contains(letter))
        .collect::<String>()
        .replace('đ', "d")
        .replace('Đ', "D")
}

/// Other unit, synonyms, figures, clauses moved, one word in nine left out, now and then a filler.
fn heavy(sentence: &str, random: &mut Random) -> String {
    let changed = moved(&swapped(&renumbered(&renamed(sentence), random), random), random);
    let mut words = Vec::new();
    for word in changed.split(' ') {
        if random.chance(11) && !word.ends_with(['.', ',']) {
            continue;
        }
        if random.chance(6) {
            words.extend(random.word(FILLERS).split(' '));
        }
        words.push(word);
    }
    words.join(" ")
}
