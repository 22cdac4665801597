//! Text from before Unicode: TCVN3 (ABC, the fonts .VnTime) and VNI. Which one a text is written
//! in is told by what it would say in either; conversion happens once and the caller keeps the
//! original.

use std::fmt;

/// An encoding from before Unicode, whose bytes show as letters of Western Europe.
///
/// ```
/// use vietnamese::LegacyEncoding;
///
/// assert_eq!(LegacyEncoding::Tcvn3.decode("NghÞ quyÕt"), "Nghị quyết");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum LegacyEncoding {
    /// TCVN 5712:1993 VN3, also ABC: one byte a letter, capitals by a font of capitals
    Tcvn3,
    /// VNI for Windows: a base letter and a mark
    Vni,
}

impl LegacyEncoding {
    /// The encoding a text is written in, told by how many frequent Vietnamese words it then
    /// holds; `None` for Unicode, for other languages and for texts too short to tell.
    ///
    /// ```
    /// use vietnamese::LegacyEncoding;
    /// assert_eq!(LegacyEncoding::of("Uû ban nh©n d©n tØnh ®· ban hµnh quyÕt ®Þnh cña tØnh"), Some(LegacyEncoding::Tcvn3));
    /// assert_eq!(LegacyEncoding::of("Ñaûng boä vaø nhaân daân trong tænh thöïc hieän nghò quyeát"), Some(LegacyEncoding::Vni));
    /// assert_eq!(LegacyEncoding::of("Ủy ban nhân dân tỉnh đã ban hành quyết định"), None);
    /// ```
    pub fn of(text: &str) -> Option<Self> {
        let sample = sample(text);
        let (mut foreign, mut ours) = (0, 0);
        for letter in sample.chars() {
            match letter {
                '\u{a0}'..='\u{ff}' => foreign += 1,
                'Ạ'..='ỹ' | 'ă' | 'đ' | 'ơ' | 'ư' | 'Ă' | 'Đ' | 'Ơ' | 'Ư' => ours += 1,
                _ => {}
            }
        }
        if foreign < 8 || ours * 4 > foreign {
            return None;
        }
        let (before, words) = frequent_words(sample);
        let best =
            [Self::Tcvn3, Self::Vni].into_iter().map(|encoding| (frequent_words(&encoding.decode(sample)).0, encoding));
        let (hits, encoding) = best.max_by_key(|(hits, _)| *hits)?;
        (hits >= 3 && hits >= before + 3 && hits * 12 >= words).then_some(encoding)
    }

    /// The text in Unicode, in normal form C. Letters that the encoding does not know stay.
    ///
    /// ```
    /// use vietnamese::LegacyEncoding;
    /// assert_eq!(LegacyEncoding::Tcvn3.decode("Uû ban nh©n d©n"), "Uỷ ban nhân dân");
    /// assert_eq!(LegacyEncoding::Tcvn3.decode("TØNH Uû"), "TỈNH UỶ");
    /// assert_eq!(LegacyEncoding::Vni.decode("Ñaûng uûy xaõ"), "Đảng ủy xã");
    /// ```
    pub fn decode(self, text: &str) -> String {
        match self {
            Self::Tcvn3 => raise_capitals(&text.chars().map(tcvn3).collect::<String>()),
            Self::Vni => vni(text),
        }
    }
}

impl fmt::Display for LegacyEncoding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Tcvn3 => "TCVN3 (ABC)",
            Self::Vni => "VNI",
        })
    }
}

/// Bytes of a one-byte encoding as letters of Western Europe (Latin-1), the form in which
/// [`LegacyEncoding`] reads them.
///
/// ```
/// assert_eq!(vietnamese::latin1(&[0x55, 0xfb]), "Uû");
/// ```
pub fn latin1(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| char::from(*byte)).collect()
}

/// The beginning is enough to tell.
fn sample(text: &str) -> &str {
    let mut end = text.len().min(20_000);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

/// Words that no Vietnamese office text of some length is without.
const FREQUENT: &[&str] = &[
    "của",
    "và",
    "các",
    "được",
    "những",
    "đảng",
    "ủy",
    "uỷ",
    "việc",
    "thực",
    "hiện",
    "nghị",
    "quyết",
    "tỉnh",
    "nhân",
    "dân",
    "tổ",
    "chức",
    "công",
    "tác",
    "về",
    "số",
    "ngày",
    "tháng",
    "năm",
    "chỉ",
    "thị",
    "kế",
    "hoạch",
    "đồng",
    "chí",
    "hội",
    "bộ",
    "cấp",
    "xã",
    "huyện",
    "thành",
    "phố",
    "định",
    "lãnh",
    "đạo",
    "với",
    "cộng",
    "hòa",
    "hoà",
    "nghĩa",
    "việt",
    "độc",
    "lập",
    "hạnh",
    "phúc",
    "căn",
    "cứ",
    "điều",
    "khoản",
    "nhiệm",
    "vụ",
    "đã",
    "đến",
    "để",
    "từ",
    "này",
    "là",
    "có",
    "không",
    "người",
    "cán",
    "quản",
    "lý",
    "phối",
    "hợp",
    "chủ",
    "trì",
    "kiểm",
    "tra",
    "báo",
    "cáo",
    "thường",
];

/// Frequent words in the text, and words in all.
fn frequent_words(text: &str) -> (usize, usize) {
    let words = text.split(|letter: char| !letter.is_alphabetic()).filter(|word| !word.is_empty());
    words.fold((0, 0), |(hits, all), word| {
        let known = !word.is_ascii() && FREQUENT.contains(&word.to_lowercase().as_str());
        (hits + usize::from(known), all + 1)
    })
}

/// The letters of 0xA1..=0xFE; a blank stands for a byte without letter.
const TCVN3: &str = "ĂÂÊÔƠƯĐăâêôơưđ      àảãáạ ằẳẵắ       ặầẩẫấậè ẻẽéẹềểễếệìỉ   ĩíịò ỏõóọồổỗốộờởỡớợù ủũúụừửữứựỳỷỹýỵ";

fn tcvn3(letter: char) -> char {
    let code = u32::from(letter);
    if !(0xa1..=0xfe).contains(&code) {
        return letter;
    }
    let place = usize::try_from(code - 0xa1).unwrap_or(0);
    TCVN3.chars().nth(place).filter(|known| *known != ' ').unwrap_or(letter)
}

/// The encoding has no accented capitals: «TỉNH ủY» was «TỈNH ỦY» in a font of capitals.
fn raise_capitals(text: &str) -> String {
    let words: Vec<&str> = text.split_inclusive(|letter: char| !letter.is_alphabetic()).collect();
    let is_shouted = |word: &str, least: usize| {
        let capitals = word.bytes().filter(u8::is_ascii_uppercase).count();
        capitals >= least && !word.bytes().any(|byte| byte.is_ascii_lowercase())
    };
    let mut raised = String::with_capacity(text.len());
    for (at, word) in words.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|at| words.get(at)).filter(|before| !before.ends_with('\n'));
        let after = words.get(at + 1).filter(|_| !word.ends_with('\n'));
        let beside = [before, after].into_iter().flatten();
        let bare = !word.bytes().any(|byte| byte.is_ascii_lowercase()) && word.chars().any(char::is_alphabetic);
        if is_shouted(word, 2) || bare && beside.into_iter().any(|word| is_shouted(word, 2)) {
            raised.push_str(&word.to_uppercase());
        } else {
            raised.push_str(word);
        }
    }
    raised
}

/// Marks of VNI: the mark, and the letter each base makes with it.
const VNI: &[(char, &str, &str)] = &[
    ('ù', "aeouyôö", "áéóúýớứ"),
    ('ø', "aeouyôö", "àèòùỳờừ"),
    ('û', "aeouyôö", "ảẻỏủỷởử"),
    ('õ', "aeouyôö", "ãẽõũỹỡữ"),
    ('ï', "aeouôö", "ạẹọụợự"),
    ('ê', "a", "ă"),
    ('é', "a", "ắ"),
    ('è', "a", "ằ"),
    ('ú', "a", "ẳ"),
    ('ü', "a", "ẵ"),
    ('ë', "a", "ặ"),
    ('â', "aeo", "âêô"),
    ('á', "aeo", "ấếố"),
    ('à', "aeo", "ầềồ"),
    ('å', "aeo", "ẩểổ"),
    ('ã', "aeo", "ẫễỗ"),
    ('ä', "aeo", "ậệộ"),
];

fn vni(text: &str) -> String {
    let mut decoded = String::with_capacity(text.len());
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        let base = lower(letter);
        let made = letters.peek().and_then(|mark| {
            let (_, bases, made) = VNI.iter().find(|(known, ..)| *known == lower(*mark))?;
            let place = bases.chars().position(|known| known == base)?;
            made.chars().nth(place)
        });
        let capital = letter.is_uppercase();
        if let Some(made) = made {
            letters.next();
            push(made, capital, &mut decoded);
            continue;
        }
        let alone = match base {
            'ñ' => 'đ',
            'ô' => 'ơ',
            'ö' => 'ư',
            'æ' => 'ỉ',
            'ó' => 'ĩ',
            'ò' => 'ị',
            'î' => 'ỵ',
            other => other,
        };
        if alone == base { decoded.push(letter) } else { push(alone, capital, &mut decoded) }
    }
    decoded
}

fn lower(letter: char) -> char {
    letter.to_lowercase().next().unwrap_or(letter)
}

fn push(letter: char, capital: bool, decoded: &mut String) {
    if capital {
        decoded.extend(letter.to_uppercase());
    } else {
        decoded.push(letter);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A text as it was stored: what the table does not hold as a small letter.
    fn encode_tcvn3(text: &str) -> String {
        let byte = |letter: char| {
            let small = lower(letter);
            let place = TCVN3.chars().position(|known| known == letter || known == small);
            place
                .filter(|_| !letter.is_ascii())
                .map_or(letter, |place| char::from_u32(0xa1 + u32::try_from(place).unwrap()).unwrap())
        };
        text.chars().map(byte).collect()
    }

    #[test]
    fn every_letter_of_tcvn3_has_its_place() {
        assert_eq!(TCVN3.chars().count(), 0xfe - 0xa1 + 1);
        for (code, letter) in
            [(0xa9, 'â'), (0xb5, 'à'), (0xc6, 'ặ'), (0xcc, 'è'), (0xd8, 'ỉ'), (0xdf, 'ò'), (0xfb, 'ỷ'), (0xfe, 'ỵ')]
        {
            assert_eq!(tcvn3(char::from_u32(code).unwrap()), letter, "{code:x}");
        }
    }

    #[test]
    fn an_office_text_comes_back_from_tcvn3() {
        let text = "TỈNH ỦY HẢI ĐÔNG\nSố 12-CT/TU\nVề tăng cường sự lãnh đạo của các cấp ủy đảng đối với công tác báo cáo viên";
        let stored = encode_tcvn3(text);
        assert_eq!(LegacyEncoding::of(&stored), Some(LegacyEncoding::Tcvn3));
        assert_eq!(LegacyEncoding::Tcvn3.decode(&stored), text);
    }

    #[test]
    fn vni_is_told_from_tcvn3_and_read() {
        let stored = "ÑAÛNG BOÄ TÆNH\nSoá 12-CT/TU\nVeà taêng cöôøng söï laõnh ñaïo cuûa caùc caáp uûy ñaûng ñoái vôùi coâng taùc tö töôûng";
        assert_eq!(LegacyEncoding::of(stored), Some(LegacyEncoding::Vni));
        assert_eq!(
            LegacyEncoding::Vni.decode(stored),
            "ĐẢNG BỘ TỈNH\nSố 12-CT/TU\nVề tăng cường sự lãnh đạo của các cấp ủy đảng đối với công tác tư tưởng"
        );
    }

    #[test]
    fn other_texts_are_left_alone() {
        for text in [
            "",
            "Nghị quyết của Đảng về công tác cán bộ, các cấp ủy và nhân dân",
            "L’été dernier, à Paris, les élèves étaient très occupés à préparer leur fête et le théâtre était fermé",
            "Số 15-NQ/TW",
        ] {
            assert_eq!(LegacyEncoding::of(text), None, "{text}");
        }
    }
}
