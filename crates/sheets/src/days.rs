//! Days as people write them in a list. Instants and deadlines belong to `kernel`.

use jiff::civil::Date;

/// Reads `05/04/2023`, `5.4.2023`, `5-4-2023`, `2023-04-05` (also followed by a time, as Excel
/// shows it). The day comes first unless the year does. `None` for everything else, also for a
/// day that does not exist and for years outside 1900–2200, which are typing mistakes.
pub fn parse_day(text: &str) -> Option<Date> {
    let day = text.trim().split([' ', 'T']).next()?;
    let parts: Vec<&str> = day.split(['/', '-', '.']).collect();
    let [first, month, last] = parts.as_slice() else {
        return None;
    };
    let (year, day) = if first.len() == 4 { (first, last) } else { (last, first) };
    if year.len() != 4 || !(1..=2).contains(&day.len()) || !(1..=2).contains(&month.len()) {
        return None;
    }
    let year: i16 = digits(year)?;
    if !(1900..=2200).contains(&year) {
        return None;
    }
    Date::new(year, digits(month)?, digits(day)?).ok()
}

/// `05/04/2023`: how a day is shown in lists.
pub fn day_as_people_write(day: Date) -> String {
    format!("{:02}/{:02}/{:04}", day.day(), day.month(), day.year())
}

/// Only ASCII digits: `parse` alone would accept a sign.
fn digits<N: std::str::FromStr>(text: &str) -> Option<N> {
    text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok())?
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn days_are_read_in_every_customary_form() {
        for text in ["05/04/2023", "5/4/2023", "5.4.2023", "5-4-2023", "2023-04-05", "2023-04-05 00:00", " 05/04/2023 "]
        {
            assert_eq!(parse_day(text), Some(date(2023, 4, 5)), "{text}");
        }
    }

    #[test]
    fn what_is_no_day_is_not_guessed() {
        for text in
            ["", "31/02/2023", "5/4/23", "2023", "04/2023", "+5/4/2023", "5/4/0023", "năm 2023", "1//2023", "45021"]
        {
            assert_eq!(parse_day(text), None, "{text}");
        }
    }

    #[test]
    fn a_day_is_written_with_two_digits() {
        assert_eq!(day_as_people_write(date(2023, 4, 5)), "05/04/2023");
    }
}
