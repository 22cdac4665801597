//! What drafts give to the search: by type, title and text, for who reads the drafts of the branch.

use kernel::Day;
use platform::db::{LoggedEvent, StoreError, Tx};
use platform::search::{Changed, Hit, Searchable, Searched, Sight, sights_of_branch};
use platform::web::Actor;

use crate::{permissions, store};

/// Drafts.
pub const SEARCHABLE: &[Searchable] =
    &[Searchable { kind: "draft", page: store::list_stamps, read, changed, sights, hits }];

fn read(tx: &mut Tx<'_>, ids: &[String]) -> Result<Vec<Searched>, StoreError> {
    let mut found = Vec::new();
    for (draft, text) in store::list_all(tx, ids)? {
        let of_type = documents::domain::name_of_type(&draft.head.type_code).to_owned();
        let day: Day = draft.created_at.day();
        found.push(Searched {
            id: draft.id.to_string(),
            stamp: draft.version,
            sights: sights_of_branch(units::store::list_line(tx, draft.unit)?),
            type_words: vec!["Dự thảo".to_owned(), of_type.clone()],
            name: draft.called(),
            more: draft.head.issuer_name.clone(),
            text,
            of_type,
            issuer: draft.head.issuer_name,
            day: Some(day),
            ..Searched::default()
        });
    }
    Ok(found)
}

fn changed(_: &mut Tx<'_>, event: &LoggedEvent) -> Result<Changed, StoreError> {
    let is_ours = event.name.starts_with("drafts.") && event.name != "drafts.opined";
    Ok(if is_ours { Changed::Rows(vec![event.subject.clone()]) } else { Changed::Nothing })
}

fn sights(_: &mut Tx<'_>, who: &Actor) -> Result<Vec<Sight>, StoreError> {
    Ok(sights_of_branch(who.scope(permissions::VIEW)))
}

fn hits(tx: &mut Tx<'_>, who: &Actor, ids: &[String]) -> Result<Vec<Hit>, StoreError> {
    let cx = who.cx("drafts-menu");
    let mut hits = Vec::new();
    for (draft, text) in store::list_all(tx, ids)? {
        if !who.may(tx, permissions::VIEW, draft.unit)? {
            continue;
        }
        let unit = units::store::find(tx, draft.unit)?.short_name;
        hits.push(Hit {
            id: draft.id.to_string(),
            title: cx.t1("drafts-search-hit", "called", draft.called()),
            note: format!("{unit} · {}", cx.word("drafts-state", draft.state)),
            href: format!("/drafts/{}", draft.id),
            text,
            ..Hit::default()
        });
    }
    Ok(hits)
}
