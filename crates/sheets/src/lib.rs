//! Lists in and out: CSV and Excel files that people exchange with the product.
//!
//! Belongs here: recognising a file and its header row, reading rows one at a time,
//! writing lists and templates, reading a day as people write it. Does not belong here: what a
//! row means (the feature that imports it decides), the database, the web.

mod columns;
mod days;
mod error;
mod read;
mod template;
mod write;

pub use columns::{Column, HeaderReport};
pub use days::{day_as_people_write, parse_day};
pub use error::{CannotRead, CannotWrite};
pub use read::{MAX_LOADED_BYTES, Reader, Row, Rows};
pub use template::template_xlsx;
pub use write::{Heading, Sheet, Value, write_csv, write_workbook, write_xlsx};
