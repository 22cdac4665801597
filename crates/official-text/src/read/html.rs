//! HTML to lines of text: blocks become lines, table cells columns, entities letters. Pages are
//! rarely well-formed, so this reads tags as they come and believes none of them.

/// Whether the bytes begin like a page.
pub(super) fn looks_like(bytes: &[u8]) -> bool {
    let start = String::from_utf8_lossy(&bytes[..bytes.len().min(512)])
        .trim_start_matches('\u{feff}')
        .trim_start()
        .to_lowercase();
    start.starts_with("<!doctype html")
        || start.starts_with("<html")
        || start.starts_with("<head")
        || start.starts_with("<body")
}

const BLOCKS: &[&str] = &[
    "p",
    "div",
    "br",
    "tr",
    "table",
    "li",
    "ul",
    "ol",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "section",
    "article",
    "header",
    "footer",
    "blockquote",
    "hr",
    "pre",
    "center",
    "dd",
    "dt",
];

/// The text of a page.
pub(super) fn text_of(page: &str) -> String {
    let mut text = String::with_capacity(page.len() / 2);
    let mut lists: Vec<Option<usize>> = Vec::new();
    let mut rest = page;
    while let Some(open) = rest.find('<') {
        push_text(&rest[..open], &mut text);
        rest = &rest[open..];
        if let Some(comment) = rest.strip_prefix("<!--") {
            rest = comment.find("-->").map_or("", |end| &comment[end + 3..]);
            continue;
        }
        let Some(close) = rest.find('>') else { break };
        let tag = &rest[1..close];
        rest = &rest[close + 1..];
        let name = tag
            .trim_start_matches('/')
            .split(|letter: char| !letter.is_ascii_alphanumeric())
            .next()
            .unwrap_or("")
            .to_ascii_lowercase();
        if matches!(name.as_str(), "script" | "style" | "head" | "title" | "noscript")
            && !tag.starts_with('/')
            && !tag.ends_with('/')
        {
            rest = after_element(rest, &name);
        } else if BLOCKS.contains(&name.as_str()) {
            if !text.ends_with('\n') || matches!(name.as_str(), "p" | "br") && !text.ends_with("\n\n") {
                text.push('\n');
            }
            push_list_sign(&name, tag.starts_with('/'), &mut lists, &mut text);
        } else if matches!(name.as_str(), "td" | "th") && tag.starts_with('/') {
            text.push('\t');
        }
    }
    if !rest.starts_with('<') {
        push_text(rest, &mut text);
    }
    text
}

/// Counts the items of numbered lists; the sign is no text of the page.
fn push_list_sign(name: &str, closes: bool, lists: &mut Vec<Option<usize>>, text: &mut String) {
    match (name, closes) {
        ("ol", false) => lists.push(Some(0)),
        ("ul", false) => lists.push(None),
        ("ol" | "ul", true) => {
            lists.pop();
        }
        ("li", false) => match lists.last_mut() {
            Some(Some(count)) => {
                *count += 1;
                text.push_str(&format!("{count}. "));
            }
            _ => text.push_str("- "),
        },
        _ => {}
    }
}

fn after_element<'t>(rest: &'t str, name: &str) -> &'t str {
    let end = format!("</{name}");
    let place = rest.as_bytes().windows(end.len()).position(|window| window.eq_ignore_ascii_case(end.as_bytes()));
    place.map_or("", |place| &rest[place..])
}

/// Line feeds of the source are blanks; entities become letters.
fn push_text(source: &str, text: &mut String) {
    let mut rest = source;
    while let Some(letter) = rest.chars().next() {
        if letter == '&'
            && let Some((value, length)) = entity(rest)
        {
            text.push(value);
            rest = &rest[length..];
            continue;
        }
        if letter.is_whitespace() && letter != '\u{a0}' {
            if !text.ends_with([' ', '\n', '\t']) {
                text.push(' ');
            }
        } else {
            text.push(letter);
        }
        rest = &rest[letter.len_utf8()..];
    }
}

/// The letter of an entity and the bytes it took.
fn entity(rest: &str) -> Option<(char, usize)> {
    let end = rest.bytes().take(12).position(|byte| byte == b';')?;
    let name = &rest[1..end];
    let value = match name.strip_prefix('#') {
        Some(number) => {
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => number.parse().ok()?,
            };
            char::from_u32(code)?
        }
        None => ENTITIES.iter().find(|(known, _)| *known == name)?.1,
    };
    Some((value, end + 1))
}

/// Names that Vietnamese pages use; every other letter comes as itself or by number.
const ENTITIES: &[(&str, char)] = &[
    ("amp", '&'),
    ("lt", '<'),
    ("gt", '>'),
    ("quot", '"'),
    ("apos", '\''),
    ("nbsp", ' '),
    ("ndash", '–'),
    ("mdash", '—'),
    ("ldquo", '“'),
    ("rdquo", '”'),
    ("lsquo", '‘'),
    ("rsquo", '’'),
    ("laquo", '«'),
    ("raquo", '»'),
    ("hellip", '…'),
    ("bull", '•'),
    ("middot", '·'),
    ("deg", '°'),
    ("agrave", 'à'),
    ("aacute", 'á'),
    ("acirc", 'â'),
    ("atilde", 'ã'),
    ("egrave", 'è'),
    ("eacute", 'é'),
    ("ecirc", 'ê'),
    ("igrave", 'ì'),
    ("iacute", 'í'),
    ("ograve", 'ò'),
    ("oacute", 'ó'),
    ("ocirc", 'ô'),
    ("otilde", 'õ'),
    ("ugrave", 'ù'),
    ("uacute", 'ú'),
    ("yacute", 'ý'),
    ("eth", 'đ'),
    ("Agrave", 'À'),
    ("Aacute", 'Á'),
    ("Acirc", 'Â'),
    ("Atilde", 'Ã'),
    ("Egrave", 'È'),
    ("Eacute", 'É'),
    ("Ecirc", 'Ê'),
    ("Igrave", 'Ì'),
    ("Iacute", 'Í'),
    ("Ograve", 'Ò'),
    ("Oacute", 'Ó'),
    ("Ocirc", 'Ô'),
    ("Otilde", 'Õ'),
    ("Ugrave", 'Ù'),
    ("Uacute", 'Ú'),
    ("Yacute", 'Ý'),
    ("ETH", 'Đ'),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_are_lines_and_cells_are_columns() {
        let page = "<html><head><title>x</title></head><body><p>B&Aacute;O\n C&Aacute;O</p><table><tr><td>a</td><td>b</td></tr></table>c &#272;</body></html>";
        assert_eq!(text_of(page).trim(), "BÁO CÁO\na\tb\t\nc Đ");
    }

    #[test]
    fn broken_pages_give_what_they_can() {
        assert_eq!(text_of("a < b <p unclosed"), "a ");
        assert_eq!(text_of("<script>x<p>y"), "");
    }
}
