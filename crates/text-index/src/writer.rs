//! Writing into the index. There is one writer at a time; it holds its memory as long as it lives.

use tantivy::schema::Term;
use tantivy::{IndexWriter, TantivyDocument};

use crate::entry::Entry;
use crate::index::{IndexError, key_of};
use crate::numbers::{Aliases, aliases};
use crate::schema::Fields;

/// The least memory a writer works with, in bytes.
pub const SMALLEST_BUDGET: usize = 15_000_000;

/// Puts rows into the index and takes them out. Nothing of it is seen before [`Writer::commit`].
pub struct Writer {
    pub(crate) inner: IndexWriter,
    pub(crate) fields: Fields,
}

impl Writer {
    /// Puts the row in; what stood under its kind and id goes.
    ///
    /// # Errors
    /// [`IndexError`] when the writer failed before.
    pub fn put(&mut self, entry: &Entry) -> Result<(), IndexError> {
        self.remove(&entry.kind, &entry.id);
        self.inner.add_document(document_of(&self.fields, entry))?;
        Ok(())
    }

    /// Takes the row out, if it is there.
    pub fn remove(&mut self, kind: &str, id: &str) {
        self.inner.delete_term(Term::from_field_text(self.fields.key, &key_of(kind, id)));
    }

    /// Makes everything put and removed durable together with a note, which [`crate::Index::note`] gives back.
    ///
    /// # Errors
    /// [`IndexError`] when the disk fails; what was committed before stands.
    pub fn commit(&mut self, note: &str) -> Result<(), IndexError> {
        let mut prepared = self.inner.prepare_commit()?;
        prepared.set_payload(note);
        prepared.commit()?;
        Ok(())
    }

    /// Ends the writer and frees its memory after the merging of segments under way.
    ///
    /// # Errors
    /// [`IndexError`] when a merge failed; what was committed stands.
    pub fn finish(self) -> Result<(), IndexError> {
        Ok(self.inner.wait_merging_threads()?)
    }
}

fn document_of(fields: &Fields, entry: &Entry) -> TantivyDocument {
    let Aliases { whole, begun } = aliases(&entry.numbers, &entry.type_words);
    let mut document = TantivyDocument::new();
    document.add_text(fields.key, key_of(&entry.kind, &entry.id));
    document.add_text(fields.kind, &entry.kind);
    for sight in &entry.sights {
        document.add_text(fields.sight, sight);
    }
    let numbers = entry.numbers.join(" ");
    for text in [&entry.name, &numbers, &entry.more, &entry.text] {
        if !text.is_empty() {
            document.add_text(fields.all, text);
            document.add_text(fields.accents, text);
        }
    }
    let types = entry.type_words.join(" ");
    document.add_text(fields.all, &types);
    document.add_text(fields.name, &entry.name);
    document.add_text(fields.name, &numbers);
    for (field, forms) in [(fields.number, &whole), (fields.number_begun, &begun)] {
        for form in forms {
            document.add_text(field, form);
            // a number is a word, too: typed as one it must stand somewhere
            document.add_text(fields.all, form);
        }
    }
    for (field, value) in [(fields.of_type, &entry.of_type), (fields.issuer, &entry.issuer)] {
        if !value.is_empty() {
            document.add_text(field, value);
        }
    }
    if !entry.validity.is_empty() {
        document.add_text(fields.validity, &entry.validity);
    }
    if entry.year > 0 {
        document.add_u64(fields.year, entry.year);
    }
    document.add_u64(fields.day, entry.day);
    document.add_u64(fields.stamp, entry.stamp);
    document
}
