//! Documents named without a number: resolutions of congresses and plenums, laws, the statutes.
//! A name without what makes it one document («nghị quyết đại hội đảng các cấp») is no mention.

use std::sync::LazyLock;

use regex::Regex;
use vietnamese::read_roman;

use super::Mention;
use super::laws::{law_name_length, name_window};
use crate::bare::{Bare, Word, words_from};

/// Words with which such a name begins.
static OPENINGS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        "nghi quyet |ket luan |van kien |chuong trinh hanh dong |dieu le |luat |phap lenh |hien phap|cuong linh ",
    )
    .ok()
});

/// A name ends within this many words.
const MOST_WORDS: usize = 24;

const ORDINALS: &[&str] = &["nhat", "hai", "ba", "tu", "nam", "sau", "bay", "tam", "chin", "muoi"];

/// All named documents in the text.
pub(super) fn find(flow: &str, bare: &Bare) -> Vec<Mention> {
    let mut found = Vec::new();
    for opening in OPENINGS.iter().flat_map(|openings| openings.find_iter(&bare.text)) {
        if !bare.begins_word(opening.start()) {
            continue;
        }
        let name = Name { flow, bare, start: opening.start(), after: opening.end() };
        found.extend(match opening.as_str() {
            "nghi quyet " => name.of_party("NQ"),
            "ket luan " => name.of_party("KL"),
            "chuong trinh hanh dong " => name.of_party("CTr"),
            "van kien " => name.of_party("VK"),
            "dieu le " => name.statutes(),
            "hien phap" => name.constitution(),
            "cuong linh " => name.platform(),
            "phap lenh " => name.law("PL"),
            _ => name.law("L"),
        });
    }
    found
}

/// A possible name: where it begins and where its opening words end, in bare letters.
#[derive(Clone, Copy)]
struct Name<'t> {
    flow: &'t str,
    bare: &'t Bare,
    start: usize,
    after: usize,
}

impl Name<'_> {
    fn mention(&self, end: usize, code: &str) -> Mention {
        self.mention_to(self.bare.place(end), code)
    }

    fn mention_to(&self, end: usize, code: &str) -> Mention {
        let start = self.bare.place(self.start);
        let name = self.flow[start..end].trim_end_matches([',', ' ']).to_owned();
        let end = start + name.len();
        Mention { start, end, type_code: Some(code.to_owned()), name: Some(name), ..Mention::default() }
    }

    fn is_capital(&self, at: usize) -> bool {
        self.flow[self.bare.place(at)..].starts_with(char::is_uppercase)
    }

    /// The words as written are a numeral in capitals.
    fn is_roman(&self, word: &Word<'_>) -> bool {
        let written = &self.flow[self.bare.place(word.start)..self.bare.place(word.end)];
        read_roman(written).is_some_and(|number| number <= 60)
    }

    /// Resolutions and other papers of congresses and plenums.
    fn of_party(&self, code: &str) -> Option<Mention> {
        // «các nghị quyết Hội nghị Trung ương 4, 5, 6» names a family, not one document
        if !self.is_capital(self.start) && self.bare.text[..self.start].ends_with("cac ") {
            return None;
        }
        let words = words_from(&self.bare.text, self.after, MOST_WORDS);
        let words = if begins(&words, &["cua"]) { &words[1..] } else { &words[..] };
        let end = self.congress(words).or_else(|| self.plenum(words))?;
        Some(self.mention(end, code))
    }

    /// «Đại hội đại biểu toàn quốc lần thứ XIII của Đảng», «Đảng bộ huyện lần thứ XXI».
    fn congress(&self, words: &[Word<'_>]) -> Option<usize> {
        let of_congress = begins(words, &["dai", "hoi"]);
        if !of_congress && !begins(words, &["dang", "bo"]) {
            return None;
        }
        let mut numeral = None;
        for (at, word) in words.iter().enumerate().skip(2).take(14) {
            let after_ordinal = at > 0 && words[at - 1].letters == "thu";
            if after_ordinal && (is_ordinal(word) || word.letters.len() <= 5 && self.is_roman_any(word)) {
                numeral = Some(at);
                break;
            }
            if of_congress && self.is_roman(word) {
                numeral = Some(at);
                break;
            }
            if word.letters == "nhiem" && at > 3 && is_term(&words[at..]) {
                return Some(words.get(at + 3).map_or(word.end, |last| last.end));
            }
            let is_over = !matches!(word.signs, "" | ",") || matches!(word.letters, "cac" | "cap" | "nghi" | "chi");
            if is_over {
                return None;
            }
        }
        let at = numeral?;
        // «lần thứ mười ba»
        let at = match words.get(at + 1) {
            Some(unit) if words[at].letters == "muoi" && words[at].signs.is_empty() && is_unit(unit) => at + 1,
            _ => at,
        };
        if !words[at].signs.is_empty() {
            return Some(words[at].end);
        }
        Some(self.whose(words, at + 1).unwrap_or(words[at].end))
    }

    fn is_roman_any(&self, word: &Word<'_>) -> bool {
        read_roman(&word.letters.to_uppercase()).is_some()
    }

    /// «của Đảng», «Đảng bộ tỉnh Hải Đông» behind the numeral.
    fn whose(&self, words: &[Word<'_>], at: usize) -> Option<usize> {
        let at = if words.get(at)?.letters == "cua" { at + 1 } else { at };
        let first = words.get(at).filter(|word| word.letters == "dang")?;
        let mut end = first.end;
        let mut next = at + 1;
        let rest = |at: usize| words.get(at..).unwrap_or(&[]);
        if !first.signs.is_empty() {
            return Some(end);
        }
        if begins(rest(next), &["cong", "san", "viet", "nam"]) {
            return Some(words[next + 3].end);
        }
        if !begins(rest(next), &["bo"]) {
            return Some(end);
        }
        end = words[next].end;
        next += 1;
        const LEVELS: &[&[&str]] = &[
            &["thanh", "pho"],
            &["dac", "khu"],
            &["thi", "xa"],
            &["thi", "tran"],
            &["tinh"],
            &["huyen"],
            &["quan"],
            &["xa"],
            &["phuong"],
        ];
        let Some(level) = LEVELS.iter().find(|level| begins(rest(next), level)) else { return Some(end) };
        if words[next - 1].signs.is_empty() {
            next += level.len();
            end = words[next - 1].end;
        }
        while let Some(word) = words.get(next)
            && words[next - 1].signs.is_empty()
            && self.is_capital(word.start)
            && next < at + 9
        {
            end = word.end;
            next += 1;
        }
        Some(end)
    }

    /// «Hội nghị lần thứ sáu Ban Chấp hành Trung ương Đảng khóa XIII», «Trung ương 4 khóa XIII».
    fn plenum(&self, words: &[Word<'_>]) -> Option<usize> {
        let mut at = if begins(words, &["hoi", "nghi"]) { 2 } else { 0 };
        let rest = |at: usize| words.get(at..).unwrap_or(&[]);
        if begins(rest(at), &["lan", "thu"]) {
            at = self.behind_ordinal(words, at + 2)?;
            if begins(rest(at), &["cua"]) {
                at += 1;
            }
            if begins(rest(at), &["ban", "chap", "hanh"]) {
                at += 3;
            } else if begins(rest(at), &["bch"]) {
                at += 1;
            } else {
                return self.term(words, at);
            }
            at = behind_centre(rest(at)).map(|used| at + used)?;
            if begins(rest(at), &["dang"]) && words[at - 1].signs.is_empty() {
                at += 1;
            }
            return self.term(words, at).or_else(|| words.get(at - 1).map(|last| last.end));
        }
        at += behind_centre(rest(at))?;
        let number = words.get(at).filter(|_| words[at - 1].signs.is_empty())?;
        let is_number = number.letters.len() <= 2 && number.letters.bytes().all(|byte| byte.is_ascii_digit());
        let behind = if begins(rest(at), &["lan", "thu"]) {
            self.behind_ordinal(words, at + 2)?
        } else if is_number || self.is_roman(number) || is_ordinal(number) && begins(rest(at + 1), &["khoa"]) {
            at + 1
        } else {
            return None;
        };
        self.term(words, behind).or_else(|| words.get(behind - 1).map(|last| last.end))
    }

    /// The word behind «sáu», «6», «VI», «mười hai».
    fn behind_ordinal(&self, words: &[Word<'_>], at: usize) -> Option<usize> {
        let word = words.get(at)?;
        if !(is_ordinal(word) || self.is_roman_any(word)) {
            return None;
        }
        let compound = word.letters == "muoi" && word.signs.is_empty() && words.get(at + 1).is_some_and(is_unit);
        Some(at + 1 + usize::from(compound))
    }

    /// The end of «khóa XIII», «(khóa XIII)», «, khóa XIII» at `at`.
    fn term(&self, words: &[Word<'_>], at: usize) -> Option<usize> {
        let khoa = words.get(at).filter(|word| word.letters == "khoa")?;
        let before = words.get(at.checked_sub(1)?)?.signs;
        let numeral = words.get(at + 1).filter(|word| self.is_roman_any(word))?;
        (khoa.signs.is_empty() && matches!(before, "" | "," | "(" | ", (")).then_some(())?;
        let closes = before.ends_with('(') && numeral.signs.starts_with(')');
        Some(numeral.end + usize::from(closes))
    }

    fn statutes(&self) -> Option<Mention> {
        let words = words_from(&self.bare.text, self.after, 10);
        if !self.is_capital(self.start) || !self.is_capital(words.first()?.start) {
            return None;
        }
        const OWNERS: &[&[&str]] = &[
            &["dang", "cong", "san", "viet", "nam"],
            &["dang"],
            &["cong", "doan", "viet", "nam"],
            &["doan", "tncs", "ho", "chi", "minh"],
            &["doan", "thanh", "nien", "cong", "san", "ho", "chi", "minh"],
            &["doan"],
            &["mat", "tran", "to", "quoc", "viet", "nam"],
        ];
        if let Some(owner) = OWNERS.iter().find(|owner| begins(&words, owner)) {
            return Some(self.mention(words[owner.len() - 1].end, "ĐL"));
        }
        if !begins(&words, &["hoi"]) {
            return None;
        }
        let last = words.windows(2).position(|pair| pair[0].letters == "viet" && pair[1].letters == "nam")?;
        words[..last].iter().all(|word| word.signs.is_empty()).then(|| self.mention(words[last + 1].end, "ĐL"))
    }

    fn constitution(&self) -> Option<Mention> {
        let words = words_from(&self.bare.text, self.after, 14);
        let state = ["nuoc", "cong", "hoa", "xa", "hoi", "chu", "nghia", "viet", "nam"];
        let mut at = if begins(&words, &state) { state.len() } else { 0 };
        let mut end = if at == 0 { self.after } else { words[at - 1].end };
        if begins(&words[at..], &["nam"]) && words.get(at + 1).is_some_and(|year| year.letters.len() == 4) {
            at += 1;
            end = words[at].end;
        }
        self.is_capital(self.start).then(|| self.mention(end, "HP"))
    }

    /// «Cương lĩnh xây dựng đất nước trong thời kỳ quá độ lên chủ nghĩa xã hội».
    fn platform(&self) -> Option<Mention> {
        let words = words_from(&self.bare.text, self.after, 15);
        let name = "xay dung dat nuoc trong thoi ky qua do len chu nghia xa hoi";
        let parts: Vec<&str> = name.split(' ').collect();
        begins(&words, &parts).then(|| self.mention(words[parts.len() - 1].end, "CL"))
    }

    fn law(&self, code: &'static str) -> Option<Mention> {
        let before = &self.bare.text[..self.start];
        let is_code = before.ends_with("bo ") && self.bare.begins_word(self.start - 3);
        let start = if is_code { self.start - 3 } else { self.start };
        // «Đại học Luật Hà Nội», «Hội Luật gia» are no laws
        let other = ["hoc ", "truong ", "hoi ", "khoa ", "cong ty ", "nganh ", "doan ", "phap "];
        if !self.is_capital(start) || other.iter().any(|word| before.ends_with(word)) {
            return None;
        }
        let begin = self.bare.place(self.after);
        let length = law_name_length(name_window(self.flow, begin));
        let words = words_from(&self.bare.text, self.after, 1);
        if length == 0 || matches!(words.first()?.letters, "su" | "gia" | "so") {
            return None;
        }
        let name = Name { start, ..*self };
        Some(name.mention_to(begin + length, if is_code { "BL" } else { code }))
    }
}

fn begins(words: &[Word<'_>], letters: &[&str]) -> bool {
    words.len() >= letters.len()
        && words.iter().zip(letters).all(|(word, wanted)| word.letters == *wanted)
        && words[..letters.len().saturating_sub(1)].iter().all(|word| word.signs.is_empty())
}

fn is_ordinal(word: &Word<'_>) -> bool {
    ORDINALS.contains(&word.letters)
        || word.letters.len() <= 2 && word.letters.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_unit(word: &Word<'_>) -> bool {
    ORDINALS.contains(&word.letters) || matches!(word.letters, "mot" | "bon" | "lam")
}

/// «nhiệm kỳ 2025 - 2030».
fn is_term(words: &[Word<'_>]) -> bool {
    let is_year = |at: usize| {
        words
            .get(at)
            .is_some_and(|year| year.letters.len() == 4 && year.letters.bytes().all(|byte| byte.is_ascii_digit()))
    };
    words.get(1).is_some_and(|word| word.letters == "ky") && is_year(2) && is_year(3)
}

/// Words of «Trung ương» or «TW» at the beginning.
fn behind_centre(words: &[Word<'_>]) -> Option<usize> {
    if begins(words, &["trung", "uong"]) {
        return Some(2);
    }
    begins(words, &["tw"]).then_some(1)
}
