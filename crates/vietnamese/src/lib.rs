//! Vietnamese text for a program: canonical letters, folding for search, the order of the
//! dictionary and of name lists, Roman numerals, dates and numbers as an office writes them.
//!
//! Pure functions from text to text. What a document *means* (its number, its citations) belongs
//! to `official-text`; which words a page shows belongs to the features.

#![doc = include_str!("../README.md")]

mod collation;
mod dates;
mod folding;
mod legacy;
mod letters;
mod names;
mod numbers;
mod roman;

pub use collation::collation_key;
pub use dates::{CalendarDay, DateInText, date_line, dates_in, format_day, read_date};
pub use folding::{fold, fold_into, fold_tones};
pub use legacy::{LegacyEncoding, latin1};
pub use letters::{has_look_alikes, nfc, repair_look_alikes};
pub use names::{NameParts, name_parts, name_sort_key};
pub use numbers::{decimal_vi, number_vi, percent_vi};
pub use roman::{read_roman, roman};
