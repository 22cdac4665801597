//! A measured amount: `98,5` per cent, `1.200` households. Kept as whole thousandths, so that sums are exact and the same
//! on every database.

use std::fmt;

/// Thousandths of the unit of measure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Hash)]
pub struct Amount(pub i64);

/// Thousandths in one.
const ONE: i64 = 1_000;
/// The largest amount that is taken, in whole units: sums over every unit of the country stay far from overflowing.
const LARGEST: i64 = 1_000_000_000_000;

impl Amount {
    /// Reads what people type: `1.200`, `98,5`, `-0,125`, `97 %`; up to three decimals, full stops part thousands. A
    /// full stop that parts no thousands is taken for a decimal point (`98.5`).
    ///
    /// ```
    /// use programmes::domain::Amount;
    ///
    /// assert_eq!(Amount::read("98,5"), Some(Amount(98_500)));
    /// assert_eq!(Amount::read("1.200"), Some(Amount(1_200_000)));
    /// assert_eq!(Amount::read("98.5 %"), Some(Amount(98_500)));
    /// assert_eq!(Amount::read("nhiều"), None);
    /// ```
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let text = text.trim().trim_end_matches('%').trim();
        let (sign, digits) = text.strip_prefix(['-', '−']).map_or((1, text), |rest| (-1, rest));
        let (whole, fraction) = match digits.split_once(',') {
            Some((whole, fraction)) => (without_thousands(whole)?, fraction),
            None => match digits.rsplit_once('.') {
                Some((whole, last)) if last.len() != 3 => (without_thousands(whole)?, last),
                _ => (without_thousands(digits)?, ""),
            },
        };
        let is_number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        if whole.is_empty() || fraction.len() > 3 || !is_number(&whole) || !is_number(fraction) {
            return None;
        }
        let whole: i64 = whole.parse().ok().filter(|whole| *whole <= LARGEST)?;
        let fraction: i64 = format!("{fraction:0<3}").parse().ok()?;
        Some(Amount(sign * (whole * ONE + fraction)))
    }

    /// The share of `wanted` that this is, in per cent, rounded down; none when nothing is wanted.
    #[must_use]
    pub fn share_of(self, wanted: Amount) -> Option<i64> {
        (wanted.0 > 0).then(|| i64::try_from(i128::from(self.0) * 100 / i128::from(wanted.0)).unwrap_or(i64::MAX))
    }
}

/// Thousands are parted by full stops, or not at all.
fn without_thousands(text: &str) -> Option<String> {
    let groups: Vec<&str> = text.split('.').collect();
    let is_grouped = groups.len() == 1 || (groups[0].len() <= 3 && groups[1..].iter().all(|group| group.len() == 3));
    is_grouped.then(|| groups.concat())
}

impl fmt::Display for Amount {
    /// As a Vietnamese office writes it: `1.200`, `98,5`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (whole, fraction) =
            (self.0.unsigned_abs() / ONE.unsigned_abs(), self.0.unsigned_abs() % ONE.unsigned_abs());
        let sign = if self.0 < 0 { "-" } else { "" };
        write!(f, "{sign}{}", vietnamese::number_vi(i64::try_from(whole).unwrap_or(i64::MAX)))?;
        if fraction > 0 {
            write!(f, ",{}", format!("{fraction:03}").trim_end_matches('0'))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_read_as_people_write_them_and_written_back() {
        for (typed, thousandths, written) in [
            ("0", 0, "0"),
            ("98,5", 98_500, "98,5"),
            ("98.5", 98_500, "98,5"),
            ("1.200", 1_200_000, "1.200"),
            ("1200", 1_200_000, "1.200"),
            ("1.234.567,125", 1_234_567_125, "1.234.567,125"),
            ("-0,5", -500, "-0,5"),
            ("97 %", 97_000, "97"),
        ] {
            assert_eq!(Amount::read(typed), Some(Amount(thousandths)), "{typed}");
            assert_eq!(Amount(thousandths).to_string(), written);
        }
    }

    #[test]
    fn what_is_no_amount_is_none() {
        for typed in ["", "-", "một", "1,2,3", "1.2.3", "1,2345", "12.34.567", "9999999999999999"] {
            assert_eq!(Amount::read(typed), None, "{typed}");
        }
    }

    #[test]
    fn a_share_is_of_what_is_wanted() {
        assert_eq!(Amount(49_250).share_of(Amount(98_500)), Some(50));
        assert_eq!(Amount(1).share_of(Amount(0)), None);
    }
}
