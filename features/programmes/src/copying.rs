//! The copy meter at work: the paper of a programme beside its superior's document, the documents that one stands on, and
//! the nearest of its siblings. What is compared is gathered in a transaction, the comparison itself needs none.

use documents::domain::Document;
use kernel::DocumentId;
use platform::db::{StoreError, Tx};
use platform::jobs::{JobKind, JobRun};
use serde::{Deserialize, Serialize};
use similarity::{Fingerprint, Index, Source, Sources};

use crate::domain::{CLOSING, Heat, Programme, ProgrammeId, SourceKind, SourceText, heat_of};
use crate::store;

/// Siblings that are laid beside the text: the nearest ones.
const NEAREST: usize = 5;
/// Documents above the superior's that are laid beside the text.
const ABOVE: usize = 8;

/// Everything that is compared, out of the database.
pub(crate) struct Beside {
    text: String,
    superiors: Vec<SourceText>,
    siblings: Vec<String>,
    mandated: Vec<String>,
}

/// Gathers what a programme is compared with; none without a document of its superior. Of a document above that one the
/// words are shown only where `may_see` says so.
///
/// # Errors
/// [`StoreError`].
pub(crate) fn gather(
    tx: &mut Tx<'_>,
    programme: &Programme,
    mut may_see: impl FnMut(&mut Tx<'_>, &Document) -> Result<bool, StoreError>,
) -> Result<Option<Beside>, StoreError> {
    let Some(basis) = programme.head.basis else { return Ok(None) };
    let text = store::text_of(tx, programme)?;
    let same = documents::store::list_same(tx, basis)?;
    let kind = SourceKind::Superior;
    let mut superiors = vec![SourceText { text: documents::store::find_text(tx, basis)?, kind, is_shown: true }];
    let mut mandated = mandated_by(tx, programme, &same)?;
    for above in documents::store::list_above(tx, basis, ABOVE)? {
        if same.contains(&above) {
            continue;
        }
        let document = documents::store::find_entry(tx, above)?;
        let (text, is_shown) = (documents::store::find_text(tx, above)?, may_see(tx, &document)?);
        superiors.push(SourceText { text, kind: SourceKind::Above, is_shown });
        let same = documents::store::list_same(tx, above)?;
        mandated.extend(mandated_by(tx, programme, &same)?);
    }
    Ok(Some(Beside { text, superiors, siblings: store::list_siblings(tx, programme, &same)?, mandated }))
}

/// The wording of a document that counts for a programme, a sentence each: nobody mandates wording for an own paper.
fn mandated_by(tx: &mut Tx<'_>, programme: &Programme, same: &[DocumentId]) -> Result<Vec<String>, StoreError> {
    let Some(first) = same.first() else { return Ok(Vec::new()) };
    if documents::store::find_issuing_side(tx, *first)? == programme.unit {
        return Ok(Vec::new());
    }
    let wording = store::lookup_mandated(tx, same)?;
    Ok(wording.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect())
}

/// What the meter says of it.
pub(crate) fn measure(beside: Beside) -> Heat {
    let Beside { text, mut superiors, siblings, mandated } = beside;
    let index = Index::of(siblings.iter().map(|sibling| Fingerprint::of(sibling)));
    for near in index.nearest(&Fingerprint::of(&text), NEAREST) {
        let sibling = usize::try_from(near.text).ok().and_then(|place| siblings.get(place));
        let kind = SourceKind::Sibling;
        superiors.extend(sibling.map(|text| SourceText { text: text.clone(), kind, is_shown: true }));
    }
    let laid: Vec<Source<'_>> = superiors
        .iter()
        .map(|source| match source.kind {
            SourceKind::Sibling => Source::sibling(&source.text),
            SourceKind::Superior | SourceKind::Above => Source::superior(&source.text),
        })
        .collect();
    // the sentence that each paper of ours closes with is nobody's copy
    let set: Vec<&str> = mandated.iter().map(String::as_str).chain([CLOSING]).collect();
    let found = Sources::with_mandated(&laid, &set).compare(&text);
    heat_of(&text, &superiors, &found)
}

/// Tells how much of an issued paper was copied, after it was issued.
pub(crate) const MEASURE: JobKind = JobKind { name: "programmes.measure", run };

#[derive(Serialize, Deserialize)]
struct Issued {
    programme: ProgrammeId,
}

/// Has an issued paper measured.
///
/// # Errors
/// [`StoreError`].
pub(crate) fn have_measured(tx: &mut Tx<'_>, programme: ProgrammeId) -> Result<(), StoreError> {
    platform::jobs::enqueue(tx, MEASURE.name, &serde_json::json!({ "programme": programme }))?;
    Ok(())
}

fn run(run: &JobRun) -> Result<serde_json::Value, String> {
    let Issued { programme } = serde_json::from_str(&run.job.body).map_err(|error| error.to_string())?;
    let db = &run.app.db;
    let gathered = db.read_now(|tx| {
        let issued = store::find(tx, programme)?;
        gather(tx, &issued, |_, _| Ok(true))
    });
    let heat = gathered.map_err(|error: StoreError| error.to_string())?.map(measure);
    let copied = heat.map(|heat| heat.copied);
    let saved = db.write_now(move |tx| store::save_copied(tx, programme, copied));
    saved.map_err(|error: StoreError| error.to_string())?;
    Ok(serde_json::json!({ "copied": copied }))
}
