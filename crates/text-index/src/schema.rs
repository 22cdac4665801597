//! The fields of the index. A change here, or of how texts become terms, changes [`FORMAT`]: an index of another format
//! is thrown away and built anew.

use tantivy::schema::{
    FAST, Field, INDEXED, IndexRecordOption, STORED, STRING, Schema, TextFieldIndexing, TextOptions,
};

use crate::analyse::{ACCENTED, FOLDED};

/// The format of the index.
pub const FORMAT: u32 = 1;

pub(crate) const KIND: &str = "kind";
pub(crate) const TYPE: &str = "type";
pub(crate) const ISSUER: &str = "issuer";
pub(crate) const YEAR: &str = "year";
pub(crate) const VALIDITY: &str = "validity";
pub(crate) const DAY: &str = "day";
pub(crate) const STAMP: &str = "stamp";

/// The fields.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Fields {
    /// `kind/id`.
    pub key: Field,
    pub kind: Field,
    /// Who sees it.
    pub sight: Field,
    /// Every word of the row, without accents.
    pub all: Field,
    /// The words of its name, without accents.
    pub name: Field,
    /// Every word with its accents.
    pub accents: Field,
    /// The forms of its number.
    pub number: Field,
    /// The beginnings of its number.
    pub number_begun: Field,
    pub of_type: Field,
    pub issuer: Field,
    pub year: Field,
    pub validity: Field,
    pub day: Field,
    pub stamp: Field,
}

fn text(tokenizer: &str, option: IndexRecordOption) -> TextOptions {
    let indexing = TextFieldIndexing::default().set_tokenizer(tokenizer).set_index_option(option);
    TextOptions::default().set_indexing_options(indexing)
}

fn word() -> TextOptions {
    let indexing = TextFieldIndexing::default()
        .set_tokenizer("raw")
        .set_fieldnorms(false)
        .set_index_option(IndexRecordOption::Basic);
    TextOptions::default().set_indexing_options(indexing)
}

pub(crate) fn schema() -> (Schema, Fields) {
    let mut schema = Schema::builder();
    let fields = Fields {
        key: schema.add_text_field("key", STRING | STORED),
        kind: schema.add_text_field(KIND, word().set_fast("raw")),
        sight: schema.add_text_field("sight", word()),
        all: schema.add_text_field("all", text(FOLDED, IndexRecordOption::WithFreqs)),
        name: schema.add_text_field("name", text(FOLDED, IndexRecordOption::WithFreqs)),
        accents: schema.add_text_field("accents", text(ACCENTED, IndexRecordOption::Basic)),
        number: schema.add_text_field("number", word()),
        number_begun: schema.add_text_field("number_begun", word()),
        of_type: schema.add_text_field(TYPE, word().set_fast("raw")),
        issuer: schema.add_text_field(ISSUER, word().set_fast("raw")),
        year: schema.add_u64_field(YEAR, FAST | INDEXED),
        validity: schema.add_text_field(VALIDITY, word().set_fast("raw")),
        day: schema.add_u64_field(DAY, FAST),
        stamp: schema.add_u64_field(STAMP, FAST),
    };
    (schema.build(), fields)
}
