//! What must hold for every text, whatever its origin.

use proptest::prelude::*;
use vietnamese::{collation_key, dates_in, fold, fold_tones, name_parts, name_sort_key, nfc, read_roman};

proptest! {
    #[test]
    fn folding_twice_changes_nothing(text in any::<String>()) {
        let once = fold(&text);
        prop_assert_eq!(fold(&once), once.clone());
        prop_assert!(!once.starts_with(' ') && !once.ends_with(' ') && !once.contains("  "));
    }

    #[test]
    fn folding_sees_no_difference_between_compositions(text in "[a-zàáảãạăâđêôơưÀĐỮ ,.-]{0,40}") {
        prop_assert_eq!(fold(&nfc(&text)), fold(&text));
        prop_assert_eq!(fold(&fold_tones(&text)), fold(&text));
    }

    #[test]
    fn sort_keys_hold_no_nul_but_what_the_text_held(text in any::<String>()) {
        prop_assert!(!collation_key(&text).contains('\0'));
        prop_assert!(!name_sort_key(&text).contains('\0'));
    }

    #[test]
    fn a_prefix_never_sorts_after_the_whole(word in "[a-zăâđêôơưA-Z ]{0,12}", more in "[a-zăâđêôơư]{1,5}") {
        let word = word.trim();
        let whole = format!("{word}{more}");
        prop_assert!(collation_key(word) < collation_key(&whole));
    }

    #[test]
    fn dates_lie_inside_the_text_in_order(text in "[0-9/.\\- tháng năm]{0,60}") {
        let mut before = 0;
        for date in dates_in(&text) {
            prop_assert!(before <= date.start && date.start < date.end && date.end <= text.len());
            prop_assert!(text.get(date.start..date.end).is_some());
            before = date.end;
        }
    }

    #[test]
    fn nothing_panics(text in any::<String>()) {
        let _ = (name_parts(&text), dates_in(&text), read_roman(&text));
    }
}
