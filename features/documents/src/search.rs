//! What documents answer to a search. How hits are shown belongs to the feature `search`.

use platform::db::{StoreError, Tx};
use platform::web::{Actor, Hit};

use crate::{access, store};

/// The documents that fit and that the actor sees.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn hits(tx: &mut Tx<'_>, who: &Actor, query: &str, limit: i64) -> Result<Vec<Hit>, StoreError> {
    let found = store::search(tx, &access::sight(who), query, limit)?;
    Ok(found
        .into_iter()
        .map(|(document, snippet)| {
            let entry = &document.entry;
            let called = match document.called() {
                empty if empty.is_empty() => document.file_name.clone(),
                called => called,
            };
            let title = if called == entry.title { called } else { format!("{called} {}", entry.title) };
            let day = entry.issued_on.map(|day| day.shown()).unwrap_or_default();
            let note = [entry.issuer_name.as_str(), &day].into_iter().filter(|t| !t.is_empty()).collect::<Vec<_>>();
            Hit {
                kind: "search-kind-document",
                title: title.trim().to_owned(),
                note: note.join(" · "),
                href: format!("/documents/{}", document.id),
                snippet,
            }
        })
        .collect())
}
