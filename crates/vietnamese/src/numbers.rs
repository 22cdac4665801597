//! Numbers as a Vietnamese office writes them: full stop for thousands, comma for decimals.

/// A whole number with thousands parted by full stops.
///
/// ```
/// assert_eq!(vietnamese::number_vi(52_000), "52.000");
/// assert_eq!(vietnamese::number_vi(-1_234_567), "-1.234.567");
/// ```
pub fn number_vi(number: i64) -> String {
    let digits = number.unsigned_abs().to_string();
    let mut written = String::with_capacity(digits.len() + digits.len() / 3 + 1);
    if number < 0 {
        written.push('-');
    }
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            written.push('.');
        }
        written.push(digit);
    }
    written
}

/// A decimal rounded to `places`, with comma; trailing zeros are left out. Empty for a value
/// that is no number.
///
/// ```
/// assert_eq!(vietnamese::decimal_vi(1234.5, 2), "1.234,5");
/// assert_eq!(vietnamese::decimal_vi(97.0, 2), "97");
/// ```
pub fn decimal_vi(value: f64, places: usize) -> String {
    if !value.is_finite() {
        return String::new();
    }
    let plain = format!("{value:.places$}");
    let (whole, fraction) = plain.split_once('.').unwrap_or((&plain, ""));
    let fraction = fraction.trim_end_matches('0');
    let mut written = match whole.parse::<i64>() {
        Ok(number) => number_vi(number),
        Err(_) => whole.to_owned(),
    };
    if !fraction.is_empty() {
        if whole == "-0" {
            written.insert(0, '-');
        }
        written.push(',');
        written.push_str(fraction);
    }
    written
}

/// `part` of `whole` in per cent to two places, rounded half up; `None` when `whole` is not
/// positive: a share of nothing is not shown as 0 %.
///
/// ```
/// assert_eq!(vietnamese::percent_vi(3_981, 4_081).as_deref(), Some("97,55%"));
/// assert_eq!(vietnamese::percent_vi(0, 0), None);
/// ```
pub fn percent_vi(part: i64, whole: i64) -> Option<String> {
    if whole <= 0 {
        return None;
    }
    let hundredths = (i128::from(part) * 20_000 + i128::from(whole)).div_euclid(2 * i128::from(whole));
    let sign = if hundredths < 0 { "-" } else { "" };
    let size = hundredths.unsigned_abs();
    let whole_part = number_vi(i64::try_from(size / 100).unwrap_or(i64::MAX));
    let fraction = format!("{:02}", size % 100);
    let fraction = fraction.trim_end_matches('0');
    let comma = if fraction.is_empty() { "" } else { "," };
    Some(format!("{sign}{whole_part}{comma}{fraction}%"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_parted_at_every_size() {
        for (number, written) in [(0, "0"), (999, "999"), (1_000, "1.000"), (i64::MIN, "-9.223.372.036.854.775.808")] {
            assert_eq!(number_vi(number), written);
        }
    }

    #[test]
    fn decimals_use_a_comma_and_drop_idle_zeros() {
        assert_eq!(decimal_vi(97.549, 2), "97,55");
        assert_eq!(decimal_vi(-0.25, 2), "-0,25");
        assert_eq!(decimal_vi(-0.001, 2), "0");
        assert_eq!(decimal_vi(f64::NAN, 2), "");
    }

    #[test]
    fn shares_are_rounded_half_up() {
        assert_eq!(percent_vi(1, 3).as_deref(), Some("33,33%"));
        assert_eq!(percent_vi(1, 1).as_deref(), Some("100%"));
        assert_eq!(percent_vi(1, 8).as_deref(), Some("12,5%"));
    }
}
