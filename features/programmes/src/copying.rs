//! The copy meter at work: the paper of a programme against its superior's document and the nearest of its siblings.

use platform::db::{StoreError, Tx};
use similarity::{Fingerprint, Index, Source, Sources};

use crate::domain::{Heat, Programme, heat_of};
use crate::store;

/// Siblings that are laid beside the text: the nearest ones.
const NEAREST: usize = 5;

/// What the meter says of a programme; none without a document to compare it with.
///
/// # Errors
/// [`StoreError`].
pub(crate) fn of(tx: &mut Tx<'_>, programme: &Programme) -> Result<Option<Heat>, StoreError> {
    let Some(basis) = programme.head.basis else { return Ok(None) };
    let text = store::text_of(tx, programme)?;
    let mut sources = vec![documents::store::find_text(tx, basis)?];
    let siblings = store::list_siblings(tx, programme)?;
    let index = Index::of(siblings.iter().map(|sibling| Fingerprint::of(sibling)));
    for near in index.nearest(&Fingerprint::of(&text), NEAREST) {
        sources.extend(usize::try_from(near.text).ok().and_then(|place| siblings.get(place)).cloned());
    }
    let mandated = store::lookup_mandated(tx, basis)?;
    let mandated: Vec<&str> = mandated.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    let laid: Vec<Source<'_>> = sources
        .iter()
        .enumerate()
        .map(|(place, text)| if place == 0 { Source::superior(text) } else { Source::sibling(text) })
        .collect();
    let found = Sources::with_mandated(&laid, &mandated).compare(&text);
    Ok(Some(heat_of(&text, &sources, &found)))
}
