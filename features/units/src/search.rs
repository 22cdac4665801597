//! What units answer to a search: living units of the asker's branches whose code or name holds every word. How hits
//! are shown belongs to the feature `search`.

use platform::db::{Param, StoreError, Tx};
use platform::web::{Actor, Hit};

use crate::permissions;

/// The units that fit and that the actor sees, the highest in the tree first.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn hits(tx: &mut Tx<'_>, who: &Actor, query: &str, limit: i64) -> Result<Vec<Hit>, StoreError> {
    let roots = who.scope(permissions::VIEW);
    let folded = vietnamese::fold(query);
    let patterns: Vec<String> =
        folded.split(' ').filter(|word| !word.is_empty()).take(8).map(|word| format!("% {word}%")).collect();
    if patterns.is_empty() || roots.is_empty() {
        return Ok(Vec::new());
    }
    let words: Vec<String> = (2..patterns.len() + 2).map(|n| format!("(' ' || u.folded || ' ') LIKE ${n}")).collect();
    let first = patterns.len() + 2;
    let branches: Vec<String> = (first..first + roots.len()).map(|n| format!("${n}")).collect();
    let sql = format!(
        "SELECT u.id, u.name, u.code, p.name FROM unit u LEFT JOIN unit p ON p.id = u.parent_id
         WHERE u.ended_on IS NULL AND {}
           AND EXISTS (SELECT 1 FROM unit_ancestor a WHERE a.unit_id = u.id AND a.ancestor_id IN ({}))
         ORDER BY (SELECT COUNT(*) FROM unit_ancestor a WHERE a.unit_id = u.id), u.sort_key, u.id LIMIT $1",
        words.join(" AND "),
        branches.join(", ")
    );
    let mut values: Vec<&dyn Param> = vec![&limit];
    values.extend(patterns.iter().map(|pattern| pattern as &dyn Param));
    values.extend(roots.iter().map(|root| root as &dyn Param));
    tx.list(&sql, &values, |row| {
        let id: kernel::UnitId = row.get(0)?;
        let code: String = row.get(2)?;
        let above: Option<String> = row.get(3)?;
        Ok(Hit {
            kind: "search-kind-unit",
            title: row.get(1)?,
            note: above.map_or_else(|| code.clone(), |above| format!("{above} · {code}")),
            href: format!("/units/{id}"),
            snippet: String::new(),
        })
    })
}
