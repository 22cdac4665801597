//! What people answer to a search: by name or external id, in the asker's branches. How hits are shown belongs to the
//! feature `search`.

use platform::db::{StoreError, Tx};
use platform::web::{Actor, Hit, Sort};

use crate::permissions;
use crate::store::{PeopleQuery, list_page, minimal_roots};

/// The people that fit and that the actor sees, in the order of names.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn hits(tx: &mut Tx<'_>, who: &Actor, query: &str, limit: i64) -> Result<Vec<Hit>, StoreError> {
    let folded = vietnamese::fold(query);
    let roots = minimal_roots(tx, &who.scope(permissions::VIEW))?;
    if folded.is_empty() || roots.is_empty() {
        return Ok(Vec::new());
    }
    let asked = PeopleQuery { roots, like: format!("%{folded}%"), status: None, ended: false };
    let found = list_page(tx, &asked, Sort { key: "name", descending: false }, limit, 0)?;
    Ok(found
        .into_iter()
        .map(|line| Hit {
            kind: "search-kind-person",
            note: [line.person.post.as_str(), &line.unit_name]
                .into_iter()
                .filter(|text| !text.is_empty())
                .collect::<Vec<_>>()
                .join(" · "),
            href: format!("/people/{}", line.person.id),
            title: line.person.full_name.clone(),
            snippet: String::new(),
        })
        .collect())
}
