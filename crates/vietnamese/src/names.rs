//! Names of persons: their parts and the order of a list. Names of units and places sort by
//! `collation`.

use crate::collation::push_key;
use crate::folding::fold_tones;

/// A full name split as a list needs it. Compound family names are not known apart from
/// middle names; a person may therefore carry a sort key of their own.
///
/// ```
/// let parts = vietnamese::name_parts("Hầu A Lềnh");
/// assert_eq!((parts.family, parts.middle, parts.given), ("Hầu", "A", "Lềnh"));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NameParts<'a> {
    /// họ: the first word; empty when the name is one word
    pub family: &'a str,
    /// đệm: everything between
    pub middle: &'a str,
    /// tên: the last word
    pub given: &'a str,
}

/// Splits a full name; empty for blank text.
///
/// ```
/// let parts = vietnamese::name_parts("Nguyễn Thị Minh Khai");
/// assert_eq!((parts.family, parts.middle, parts.given), ("Nguyễn", "Thị Minh", "Khai"));
/// ```
pub fn name_parts(full_name: &str) -> NameParts<'_> {
    let name = full_name.trim();
    let Some((before, given)) = name.rsplit_once(char::is_whitespace) else {
        return NameParts { family: "", middle: "", given: name };
    };
    let before = before.trim_end();
    let (family, middle) = before.split_once(char::is_whitespace).unwrap_or((before, ""));
    NameParts { family, middle: middle.trim(), given }
}

/// The key by which people stand in a list: given name, then family, then middle names, each
/// compared wholly (letters, then tones) before the next. Case does not matter.
/// Sorts by plain bytes like [`crate::collation_key`].
///
/// ```
/// let mut people = ["Trần Văn Bình", "Nguyễn Thị Ánh", "Lê An", "Nguyễn Văn An"];
/// people.sort_by_cached_key(|name| vietnamese::name_sort_key(name));
/// assert_eq!(people, ["Lê An", "Nguyễn Văn An", "Nguyễn Thị Ánh", "Trần Văn Bình"]);
/// ```
pub fn name_sort_key(full_name: &str) -> String {
    let name = fold_tones(full_name);
    let parts = name_parts(&name);
    let mut key = String::with_capacity(name.len() + 12);
    for part in [parts.given, parts.family, parts.middle] {
        push_key(part, &mut key);
    }
    key
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_one_or_two_words_are_split() {
        assert_eq!(name_parts("  Hiền "), NameParts { family: "", middle: "", given: "Hiền" });
        assert_eq!(name_parts("Siu  Blơm"), NameParts { family: "Siu", middle: "", given: "Blơm" });
    }

    #[test]
    fn capitals_and_tone_placement_do_not_change_the_place() {
        assert_eq!(name_sort_key("LÊ THỊ THÚY"), name_sort_key("Lê Thị Thuý"));
    }

    #[test]
    fn a_given_name_with_its_tone_outranks_the_family_name() {
        let mut people = ["Bùi Hòa", "Vũ Hoa", "Đỗ Hoa", "Dương Hoa", "An Hoàn"];
        people.sort_by_cached_key(|name| name_sort_key(name));
        assert_eq!(people, ["Dương Hoa", "Đỗ Hoa", "Vũ Hoa", "Bùi Hòa", "An Hoàn"]);
    }
}
