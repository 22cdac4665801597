//! Dates as they stand in Vietnamese documents, read and written. Time zones, clocks and
//! arithmetic on days belong to the kernel.

use std::fmt;

/// A day of the calendar that exists.
///
/// ```
/// let day = vietnamese::CalendarDay::new(2024, 2, 29);
/// assert_eq!(day.map(|day| (day.year(), day.month(), day.day())), Some((2024, 2, 29)));
/// assert_eq!(day.map(|day| day.to_string()).as_deref(), Some("2024-02-29"));
/// assert!(vietnamese::CalendarDay::new(2023, 2, 29).is_none());
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CalendarDay {
    year: i16,
    month: i8,
    day: i8,
}

impl CalendarDay {
    /// The day, if the calendar has it; years 1..=9999.
    ///
    /// ```
    /// use vietnamese::CalendarDay;
    ///
    /// assert!(CalendarDay::new(2024, 2, 29).is_some());
    /// assert!(CalendarDay::new(2026, 2, 29).is_none());
    /// ```
    pub fn new(year: i16, month: i8, day: i8) -> Option<Self> {
        let leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
        let days = match month {
            1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
            4 | 6 | 9 | 11 => 30,
            2 if leap => 29,
            2 => 28,
            _ => return None,
        };
        ((1..=9999).contains(&year) && (1..=days).contains(&day)).then_some(Self { year, month, day })
    }

    /// The year, 1..=9999.
    ///
    /// ```
    /// assert_eq!(vietnamese::CalendarDay::new(2026, 9, 14).unwrap().year(), 2026);
    /// ```
    pub const fn year(self) -> i16 {
        self.year
    }

    /// The month, 1..=12.
    ///
    /// ```
    /// assert_eq!(vietnamese::CalendarDay::new(2026, 9, 14).unwrap().month(), 9);
    /// ```
    pub const fn month(self) -> i8 {
        self.month
    }

    /// The day of the month, from 1.
    ///
    /// ```
    /// assert_eq!(vietnamese::CalendarDay::new(2026, 9, 14).unwrap().day(), 14);
    /// ```
    pub const fn day(self) -> i8 {
        self.day
    }
}

/// ISO 8601: `2023-04-05`.
impl fmt::Display for CalendarDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

/// A date and the bytes of the text it was written in («ngày» not included).
///
/// ```
/// let text = "ngày 05 tháng 4 năm 2023";
/// let found = vietnamese::dates_in(text)[0];
/// assert_eq!(&text[found.start..found.end], "05 tháng 4 năm 2023");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DateInText {
    /// the day meant
    pub day: CalendarDay,
    /// first byte of the date
    pub start: usize,
    /// byte after its last
    pub end: usize,
}

/// All full dates in a text in normal form C, in order: «05 tháng 4 năm 2023», «5/5/2022»,
/// «5-5-2022», «20.9.2025», with stray spaces. A day without its year is no date.
///
/// ```
/// let found = vietnamese::dates_in("Công văn số 12-CV/TU, ngày 5-5-2022 và ngày 07 tháng 4 năm 2023");
/// let days: Vec<String> = found.iter().map(|date| date.day.to_string()).collect();
/// assert_eq!(days, ["2022-05-05", "2023-04-07"]);
/// ```
pub fn dates_in(text: &str) -> Vec<DateInText> {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        if !bytes[at].is_ascii_digit() {
            at += 1;
            continue;
        }
        if let Some(date) = date_at(text, at) {
            found.push(date);
            at = date.end;
        } else {
            while at < bytes.len() && bytes[at].is_ascii_digit() {
                at += 1;
            }
        }
    }
    found
}

/// The one date in the text, if it holds exactly one.
///
/// ```
/// let day = vietnamese::read_date("Hà Nội, ngày 20 tháng 4 năm 2023");
/// assert_eq!(day.map(|day| day.to_string()).as_deref(), Some("2023-04-20"));
/// ```
pub fn read_date(text: &str) -> Option<CalendarDay> {
    match dates_in(text).as_slice() {
        [only] => Some(only.day),
        _ => None,
    }
}

fn date_at(text: &str, start: usize) -> Option<DateInText> {
    let mut reader = Reader { text, at: start };
    let day = reader.number(2)?;
    let (month, year) = if reader.word("thang") {
        let month = reader.number(2)?;
        if !reader.word("nam") && !reader.sign(b"/") {
            return None;
        }
        (month, reader.number(4)?)
    } else {
        let sign = reader.any_sign()?;
        let month = reader.number(2)?;
        if !reader.sign(&[sign]) {
            return None;
        }
        (month, reader.number(4)?)
    };
    if year < 1000 {
        return None;
    }
    let day = CalendarDay::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?)?;
    Some(DateInText { day, start, end: reader.at })
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
}

impl Reader<'_> {
    fn rest(&self) -> &str {
        self.text.get(self.at..).unwrap_or("")
    }

    /// Blanks, at most three: a date does not run over a column.
    fn blanks(&mut self) {
        for _ in 0..3 {
            match self.rest().chars().next() {
                Some(blank) if blank.is_whitespace() => self.at += blank.len_utf8(),
                _ => break,
            }
        }
    }

    fn number(&mut self, most_digits: usize) -> Option<i16> {
        self.blanks();
        let digits = self.rest().bytes().take(most_digits + 1).take_while(u8::is_ascii_digit).count();
        if digits == 0 || digits > most_digits {
            return None;
        }
        let number = self.rest()[..digits].parse().ok()?;
        self.at += digits;
        Some(number)
    }

    /// A word, given folded: scans lose its accents.
    fn word(&mut self, word: &str) -> bool {
        let before = self.at;
        if self.rest().starts_with(',') {
            self.at += 1;
        }
        self.blanks();
        let letters = word.chars().count();
        let length = self.rest().chars().take(letters).map(char::len_utf8).sum::<usize>();
        let matches = crate::fold(&self.rest()[..length]) == word;
        self.at = if matches { self.at + length } else { before };
        matches
    }

    fn any_sign(&mut self) -> Option<u8> {
        [b'/', b'-', b'.'].into_iter().find(|sign| self.sign(&[*sign]))
    }

    fn sign(&mut self, sign: &[u8]) -> bool {
        let before = self.at;
        self.blanks();
        let matches = self.rest().as_bytes().starts_with(sign);
        self.at = if matches { self.at + sign.len() } else { before };
        matches
    }
}

/// dd/mm/yyyy, the short form of pages and tables.
///
/// ```
/// assert_eq!(vietnamese::format_day(2026, 2, 9), "09/02/2026");
/// ```
pub fn format_day(year: i16, month: i8, day: i8) -> String {
    format!("{day:02}/{month:02}/{year:04}")
}

/// Place and date of a document's head: days below 10 and months below 3 are padded
/// (Hướng dẫn 05-HD/VPTW, as 36-HD/VPTW before it). Without a place the line starts at «ngày».
///
/// ```
/// assert_eq!(vietnamese::date_line("Đông Hải", 2026, 2, 9), "Đông Hải, ngày 09 tháng 02 năm 2026");
/// assert_eq!(vietnamese::date_line("Đông Hải", 2026, 4, 15), "Đông Hải, ngày 15 tháng 4 năm 2026");
/// ```
pub fn date_line(place: &str, year: i16, month: i8, day: i8) -> String {
    let comma = if place.is_empty() { "" } else { ", " };
    let month_zero = if month < 3 { "0" } else { "" };
    format!("{place}{comma}ngày {day:02} tháng {month_zero}{month} năm {year}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn days(text: &str) -> Vec<String> {
        dates_in(text).iter().map(|date| date.day.to_string()).collect()
    }

    #[test]
    fn all_written_forms_are_read() {
        for text in [
            "5/5/2022",
            "05-05-2022",
            "5.5.2022",
            "ngày 5 / 5 / 2022",
            "Ngày 05 Tháng 5, năm 2022",
            "ngay 5 thang 5 nam 2022",
            "5 tháng 5/2022",
        ] {
            assert_eq!(days(text), ["2022-05-05"], "{text}");
        }
    }

    #[test]
    fn what_is_no_day_is_not_read() {
        for text in
            ["31/2/2022", "15-NQ/TW", "1.2.3", "3/2023", "123/4/2022", "5/5-2022", "5/5/20223", "ngày 5 tháng 4"]
        {
            assert_eq!(days(text), [""; 0], "{text}");
        }
    }

    #[test]
    fn the_span_covers_the_date_only() {
        let text = "hết ngày 07 tháng 4 năm 2023.";
        let found = dates_in(text);
        assert_eq!(&text[found[0].start..found[0].end], "07 tháng 4 năm 2023");
    }

    #[test]
    fn leap_years_follow_the_calendar() {
        assert!(CalendarDay::new(2024, 2, 29).is_some());
        assert!(CalendarDay::new(1900, 2, 29).is_none());
    }
}
