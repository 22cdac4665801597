//! What documents give to the search: their number, title, issuer and whole text, for who sees them.

use kernel::DocumentId;
use platform::db::{LoggedEvent, StoreError, Tx};
use platform::search::{Changed, Hit, Place, Searchable, Searched, Sight, sights_of_branch};
use platform::web::Actor;

use crate::domain::{Document, Section, State};
use crate::{access, store};

/// Documents.
pub const SEARCHABLE: &[Searchable] =
    &[Searchable { kind: "document", page: store::list_stamps, read, changed, sights, hits }];

fn read(tx: &mut Tx<'_>, ids: &[String]) -> Result<Vec<Searched>, StoreError> {
    let rows = store::list_with_text(tx, ids, None)?;
    let (today, known): (_, Vec<DocumentId>) = (tx.today(), rows.iter().map(|(document, _)| document.id).collect());
    let validities = store::list_validities(tx, &known, today)?;
    let mut found = Vec::with_capacity(rows.len());
    for (document, text) in rows {
        let mut sights = sights_of_branch(units::store::list_line(tx, document.owner_unit)?);
        sights.extend(sights_of_branch(store::list_branches_delivered_to(tx, document.id)?));
        sights.extend(store::list_units_delivered_to(tx, document.id)?.into_iter().map(Sight::Unit));
        sights.sort_unstable();
        sights.dedup();
        let validity = match document.state {
            State::Parsed => "unchecked",
            State::Registered => validities.get(&document.id).copied().unwrap_or_default().code(),
        };
        found.push(searched(document, text, sights, validity));
    }
    Ok(found)
}

fn searched(document: Document, text: String, sights: Vec<Sight>, validity: &str) -> Searched {
    let entry = document.entry;
    let kind = if entry.type_code.chars().any(char::is_lowercase) { String::new() } else { entry.type_code };
    let more = [&entry.issuer_name, &entry.parent_body, &entry.signer_name, &entry.signer_position, &entry.term];
    Searched {
        id: document.id.to_string(),
        stamp: document.version,
        sights,
        type_words: vec![entry.type_name.clone(), kind],
        numbers: Some(entry.full_number).filter(|number| !number.is_empty()).into_iter().collect(),
        name: format!("{} {}", entry.type_name, entry.title).trim().to_owned(),
        more: more.map(String::as_str).join(" "),
        text: if text.is_empty() { document.file_name } else { text },
        of_type: entry.type_name,
        issuer: entry.issuer_name,
        validity: validity.to_owned(),
        day: entry.issued_on,
    }
}

fn changed(_: &mut Tx<'_>, event: &LoggedEvent) -> Result<Changed, StoreError> {
    let is_ours = event.name.starts_with("documents.");
    if !is_ours || ["documents.opened", "documents.acknowledged"].contains(&event.name.as_str()) {
        return Ok(Changed::Nothing);
    }
    Ok(Changed::Rows(vec![event.subject.clone()]))
}

fn sights(_: &mut Tx<'_>, who: &Actor) -> Result<Vec<Sight>, StoreError> {
    let sight = access::sight(who);
    Ok(sights_of_branch(sight.roots).into_iter().chain(sight.own.into_iter().map(Sight::Unit)).collect())
}

fn hits(tx: &mut Tx<'_>, who: &Actor, ids: &[String]) -> Result<Vec<Hit>, StoreError> {
    let rows = store::list_with_text(tx, ids, Some(&access::sight(who)))?;
    let mut hits = Vec::with_capacity(rows.len());
    for (document, text) in rows {
        let places = places(&store::list_sections(tx, document.id)?);
        hits.push(hit(&document, text, places));
    }
    Ok(hits)
}

fn hit(document: &Document, text: String, places: Vec<Place>) -> Hit {
    let entry = &document.entry;
    let called = match document.called() {
        empty if empty.is_empty() => document.file_name.clone(),
        called => called,
    };
    let title = if called == entry.title { called } else { format!("{called} {}", entry.title) };
    let day = entry.issued_on.map(|day| day.shown()).unwrap_or_default();
    let note: Vec<&str> = [entry.issuer_name.as_str(), &day].into_iter().filter(|text| !text.is_empty()).collect();
    Hit {
        id: document.id.to_string(),
        title: title.trim().to_owned(),
        note: note.join(" · "),
        href: format!("/documents/{}", document.id),
        text,
        places,
    }
}

/// The sections as places a link leads to: the page of a document gives each its anchor.
fn places(sections: &[Section]) -> Vec<Place> {
    sections
        .iter()
        .enumerate()
        .filter_map(|(index, section)| {
            let starts_at = usize::try_from(section.start).ok()?;
            Some(Place { starts_at, label: section.label.clone(), anchor: format!("s{index}") })
        })
        .collect()
}
