//! A full-text index for Vietnamese offices over rows that live elsewhere. What is indexed, who may see it and how a hit
//! is shown belongs to the callers.

#![doc = include_str!("../README.md")]

mod analyse;
mod common;
mod entry;
mod facets;
mod index;
mod kept;
mod marks;
mod numbers;
mod query;
mod schema;
mod words;
mod writer;

pub use entry::{Ask, Entry, Facet, Facets, Found, Order, Row};
pub use index::{Index, IndexError};
pub use marks::{Marks, Piece};
pub use schema::FORMAT;
pub use writer::{SMALLEST_BUDGET, Writer};
