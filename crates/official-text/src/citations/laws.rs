//! How far the name of a law reaches in running text: «Luật Tổ chức chính quyền địa phương ngày ...».

use vietnamese::fold;

use crate::lines::begins_with_any;
use crate::vocabulary::{NAMES_WITH_COMMA, type_at};

/// The text in which the name of a law must end, in bytes.
const LONGEST_NAME: usize = 220;

pub(super) fn name_window(text: &str, start: usize) -> &str {
    let mut limit = (start + LONGEST_NAME).min(text.len());
    while !text.is_char_boundary(limit) {
        limit -= 1;
    }
    text[start..limit].split(['\n', ';', '.', ':', '(', ')', '"', '“', '”']).next().unwrap_or("")
}

/// Words after which a name is over.
const NAME_ENDS: &[&str] = &[
    "ngày",
    "năm",
    "số",
    "có",
    "được",
    "quy định",
    "về",
    "và các",
    "thuộc",
    "trong",
    "của",
    "đã",
    "này",
    "tại",
    "thì",
    "sửa đổi",
    "là",
    "đối với",
    "để",
    "nhằm",
    "do",
    "khi",
    "theo",
    "hiện hành",
    "ban hành",
    "như",
    "mà",
    "bằng",
    "phải",
    "và nghị định",
    "và luật",
    "và bộ luật",
    "và pháp luật",
    "đến",
    "cho",
    "vào",
    "gồm",
    "với",
];

/// Bytes of `rest` that name the law: to the first word that cannot be part of a name.
pub(super) fn law_name_length(rest: &str) -> usize {
    if !rest.starts_with(char::is_uppercase) {
        return 0;
    }
    let plain = lower_ascii(rest);
    let may_hold_comma = NAMES_WITH_COMMA.iter().any(|name| plain.starts_with(name));
    let words: Vec<(usize, &str)> =
        rest.split(' ').map(|word| (word.as_ptr() as usize - rest.as_ptr() as usize, word)).collect();
    let mut end = 0;
    let mut commas = 0;
    for (at, (place, word)) in words.iter().enumerate().take(24) {
        if word.is_empty() || at > 0 && ends_name(&words[at..]) {
            break;
        }
        end = place + word.len();
        if word.ends_with(',') {
            commas += 1;
            let next_small = words.get(at + 1).is_some_and(|(_, next)| next.starts_with(char::is_lowercase));
            if !may_hold_comma || commas > 2 || !next_small {
                end -= 1;
                break;
            }
        }
    }
    end
}

fn ends_name(words: &[(usize, &str)]) -> bool {
    let ahead: Vec<&str> = words.iter().take(5).map(|(_, word)| *word).collect();
    if begins_with_any(&ahead.join(" ").to_lowercase(), NAME_ENDS) {
        return true;
    }
    // «Luật Giáo dục và Nghị định số ...» are two documents
    let folded: Vec<String> = ahead.iter().skip(1).map(|word| fold(word)).collect();
    let folded: Vec<&str> = folded.iter().map(String::as_str).collect();
    let (first, second) = (ahead.first().copied().unwrap_or(""), ahead.get(1).copied().unwrap_or(""));
    matches!(first, "và" | "hoặc") && second.starts_with(char::is_uppercase) && type_at(&folded).is_some()
}

/// Lower case without diacritics, signs kept.
fn lower_ascii(text: &str) -> String {
    text.chars()
        .take(60)
        .map(|letter| if letter.is_alphabetic() { fold(&letter.to_string()) } else { letter.to_string() })
        .collect()
}
