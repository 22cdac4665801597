//! Copied text between official documents: which words of a text go back to its superiors and siblings, from where, and how
//! they were edited; what the text says of its own place; an index of very many texts.
//!
//! Pure functions from text to data. What a document is (its number, its sections) belongs to `official-text`; who may see
//! what was found belongs to the features.

#![doc = include_str!("../README.md")]

mod align;
mod comparison;
mod edits;
mod index;
mod keyed;
mod layout;
mod local;
mod phrases;
mod sentences;
mod sources;
mod verdict;
mod weights;
mod words;

pub use comparison::{Comparison, CopiedSpan, ExemptSpan};
pub use edits::Edit;
pub use index::{Fingerprint, Index, Near};
pub use local::Local;
pub use sentences::Exempt;
pub use sources::{Relation, Source, Sources};
