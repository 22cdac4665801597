//! Roman numerals, as in «khóa XIII», «Đại hội XIV», «quý I».

const STEPS: [(u16, &str); 13] = [
    (1000, "M"),
    (900, "CM"),
    (500, "D"),
    (400, "CD"),
    (100, "C"),
    (90, "XC"),
    (50, "L"),
    (40, "XL"),
    (10, "X"),
    (9, "IX"),
    (5, "V"),
    (4, "IV"),
    (1, "I"),
];

/// The numeral for 1..=3999, else `None`.
///
/// ```
/// assert_eq!(vietnamese::roman(14).as_deref(), Some("XIV"));
/// ```
pub fn roman(number: u16) -> Option<String> {
    if !(1..=3999).contains(&number) {
        return None;
    }
    let mut rest = number;
    let mut numeral = String::new();
    for (value, sign) in STEPS {
        while rest >= value {
            numeral.push_str(sign);
            rest -= value;
        }
    }
    Some(numeral)
}

/// The number of a capital numeral written the one correct way; `None` for anything else
/// (so that «IIII», «xiv» and words are not mistaken for numerals).
///
/// ```
/// assert_eq!(vietnamese::read_roman("XIII"), Some(13));
/// assert_eq!(vietnamese::read_roman("IIX"), None);
/// ```
pub fn read_roman(numeral: &str) -> Option<u16> {
    if numeral.is_empty() || numeral.len() > 15 {
        return None;
    }
    let mut rest = numeral;
    let mut number = 0u16;
    for (value, sign) in STEPS {
        while let Some(shorter) = rest.strip_prefix(sign) {
            rest = shorter;
            number = number.checked_add(value)?;
        }
    }
    (rest.is_empty() && roman(number).as_deref() == Some(numeral)).then_some(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_number_comes_back() {
        for number in 1..=3999 {
            assert_eq!(roman(number).and_then(|numeral| read_roman(&numeral)), Some(number));
        }
        assert_eq!(roman(0), None);
        assert_eq!(roman(4000), None);
    }

    #[test]
    fn wrong_numerals_are_not_read() {
        for wrong in ["", "IIII", "VX", "IC", "XIVI", "MMMM", "A", "xi"] {
            assert_eq!(read_roman(wrong), None, "{wrong}");
        }
    }
}
