//! What the coach compares a text with, gathered for one author. Nothing of it is kept.

use kernel::PersonId;
use platform::db::{StoreError, Tx};
use similarity::{Fingerprint, Index};

use crate::domain::{Call, Hint, PartKind, Reflection, Source, SourceKind, hints};
use crate::store;

/// Reflections of others looked at, the latest.
const OTHERS: i64 = 3_000;
/// Of these the nearest are compared word by word.
const NEAREST: usize = 12;

/// Everything the coach reads, out of the database: the comparison itself needs no transaction.
pub(crate) struct Beside {
    parts: Vec<(PartKind, String)>,
    sources: Vec<Source>,
    others: Vec<String>,
    own_words: Vec<String>,
    least: usize,
}

/// Gathers what the coach needs to read this author's text.
///
/// # Errors
/// [`StoreError::Driver`].
pub(crate) fn gather(tx: &mut Tx<'_>, call: &Call, of: &Reflection, author: PersonId) -> Result<Beside, StoreError> {
    let texts = store::find_texts(tx, of, call.parts.len())?;
    let person = people::store::find_person(tx, author)?;
    let unit = units::store::find(tx, person.home_unit)?;
    let mut sources = Vec::new();
    let mut source = |kind, text| sources.push(Source { kind, text });
    let documents = rollouts::store::list_documents(tx, call.rollout)?;
    for document in &documents {
        source(SourceKind::Directive, documents::store::find_text(tx, document.id)?);
        for digest in documents::store::list_digests(tx, document.id)? {
            source(SourceKind::Material, digest.points.join("\n"));
        }
    }
    let documents: Vec<_> = documents.iter().map(|document| document.id).collect();
    for set in materials::store::list_serving(tx, None, Some(call.rollout), &documents)? {
        for part in materials::store::list_parts(tx, set.id, set.shown())? {
            source(SourceKind::Material, part.body);
        }
    }
    Ok(Beside {
        parts: call.parts.iter().map(|part| part.kind).zip(texts).collect(),
        sources,
        others: store::list_other_texts(tx, of, OTHERS)?,
        own_words: vec![person.known.post, unit.name, unit.short_name],
        least: usize::try_from(call.least_words).unwrap_or_default(),
    })
}

/// What there is to say to the author.
pub(crate) fn say(beside: Beside) -> Vec<Hint> {
    let Beside { parts, mut sources, others, own_words, least } = beside;
    let whole = parts.iter().map(|(_, text)| text.as_str()).collect::<Vec<_>>().join("\n\n");
    let index = Index::of(others.iter().map(|text| Fingerprint::of(text)));
    let near = index.nearest(&Fingerprint::of(&whole), NEAREST);
    let nearest = near.iter().filter_map(|near| others.get(usize::try_from(near.text).ok()?)).cloned();
    sources.extend(nearest.map(|text| Source { kind: SourceKind::OtherReflection, text }));
    let parts: Vec<(PartKind, &str)> = parts.iter().map(|(kind, text)| (*kind, text.as_str())).collect();
    hints(&parts, &sources, &own_words, least)
}
