//! The words of a search in the register.

/// The words of a search: folded, at most eight.
#[must_use]
pub fn search_words(query: &str) -> Vec<String> {
    vietnamese::fold(query).split(' ').filter(|word| !word.is_empty()).take(8).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_folded_and_few() {
        assert_eq!(search_words(" Chỉ thị, số 05!"), ["chi", "thi", "so", "05"]);
        assert_eq!(search_words(&"chữ ".repeat(20)).len(), 8);
        assert!(search_words(" … ").is_empty());
    }
}
