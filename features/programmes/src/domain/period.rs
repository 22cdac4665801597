//! When something is to be done, as annex tables say it: a day, a span of days, a month, a quarter, a year, or always.

use kernel::Day;

/// From when and until when; either may be unsaid.
pub type Period = (Option<Day>, Option<Day>);

/// Work that never ends has no day.
const ALWAYS: &[&str] = &["thuong xuyen", "hang nam", "hang thang", "hang quy", "lien tuc"];
/// Words before a month, quarter or year that do not change it.
const BEFORE: &[&str] =
    &["truoc", "trong", "den", "het", "xong", "hoan", "thanh", "cuoi", "ngay", "cham", "nhat", "la"];

/// Reads «30/6/2026», «01/01/2026 – 31/12/2026», «trước ngày 30 tháng 6 năm 2026», «Tháng 6/2026», «Quý II năm 2026»,
/// «Năm 2026», «Thường xuyên». A month, quarter or year ends on its last day. None for what is none of these.
#[must_use]
pub fn read_period(text: &str) -> Option<Period> {
    let folded = vietnamese::fold(text);
    let words: Vec<&str> = folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let days: Vec<Day> =
        vietnamese::dates_in(text).iter().filter_map(|date| date.day.to_string().parse().ok()).collect();
    match days.as_slice() {
        [due] => return Some((None, Some(*due))),
        [first, .., last] => return Some((Some(*first), Some(*last))),
        [] => {}
    }
    if words.is_empty() || ALWAYS.iter().any(|always| folded.starts_with(always)) {
        return Some((None, None));
    }
    let rest: Vec<&str> =
        words.into_iter().skip_while(|word| BEFORE.contains(word)).filter(|word| *word != "nam").collect();
    let (year, last_month) = match rest.as_slice() {
        ["thang", month, year] => (year, month.parse().ok()?),
        ["quy", quarter, year] => (year, 3 * quarter_of(quarter)?),
        [year] => (year, 12),
        _ => return None,
    };
    last_day_of(year.parse().ok().filter(|year| (2000..=2100).contains(year))?, last_month).map(|day| (None, Some(day)))
}

fn quarter_of(word: &str) -> Option<i8> {
    let place = ["i", "ii", "iii", "iv"].iter().position(|roman| *roman == word).map(|place| place + 1);
    place.or_else(|| word.parse().ok()).filter(|n| (1..=4).contains(n)).and_then(|n| i8::try_from(n).ok())
}

fn last_day_of(year: i16, month: i8) -> Option<Day> {
    let (next_year, next_month) = if month == 12 { (year + 1, 1) } else { (year, month + 1) };
    Day::of(next_year, next_month, 1).ok().map(|first| first.plus(-1))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn due(text: &str) -> Option<String> {
        read_period(text).and_then(|(_, due)| due).map(|day| day.to_string())
    }

    #[test]
    fn days_months_quarters_and_years_end_on_their_last_day() {
        for (text, day) in [
            ("30/6/2026", "2026-06-30"),
            ("Trước ngày 15 tháng 7 năm 2026", "2026-07-15"),
            ("Tháng 02/2028", "2028-02-29"),
            ("Hoàn thành trong tháng 6 năm 2026", "2026-06-30"),
            ("Quý II/2026", "2026-06-30"),
            ("quý 4 năm 2026", "2026-12-31"),
            ("Năm 2027", "2027-12-31"),
            ("2027", "2027-12-31"),
        ] {
            assert_eq!(due(text).as_deref(), Some(day), "{text}");
        }
        let span = read_period("01/01/2026 – 31/12/2026").unwrap();
        assert_eq!(span.0.unwrap().to_string(), "2026-01-01");
    }

    #[test]
    fn what_never_ends_has_no_day_and_what_is_no_time_is_told() {
        assert_eq!(read_period("Thường xuyên, hằng quý"), Some((None, None)));
        assert_eq!(read_period(" "), Some((None, None)));
        for text in ["sớm nhất có thể", "tháng 13/2026", "quý V/2026", "15/6"] {
            assert_eq!(read_period(text), None, "{text}");
        }
    }
}
