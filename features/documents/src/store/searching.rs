//! Search over the register without accents: by number however it is typed, by words in number, title and issuer, then
//! by words in the text. Measured on 5,000 documents of 20 KB the text is scanned in well under a second; a larger
//! register wants an index of its own.

use platform::db::{Param, Row, StoreError, Tx};

use super::listing::{Sight, number_pattern};
use super::{COLUMNS, read};
use crate::domain::{Document, number_key, search_words, snippet};

/// The documents found, best first, each with the piece of its text that shows the words.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn search(tx: &mut Tx<'_>, sight: &Sight, query: &str, limit: i64) -> Result<Vec<(Document, String)>, StoreError> {
    let words = search_words(query);
    if words.is_empty() {
        return Ok(Vec::new());
    }
    let mut found = by_entry(tx, sight, query, &words, limit)?;
    let wanted = usize::try_from(limit).unwrap_or_default();
    if found.len() < wanted && !is_that_number(query, &found) {
        for (document, text) in by_text(tx, sight, &words, limit)? {
            if found.len() < wanted && found.iter().all(|(known, _)| known.id != document.id) {
                found.push((document, text));
            }
        }
    }
    Ok(found
        .into_iter()
        .map(|(document, text)| {
            let piece = snippet(&text, &words);
            (document, piece)
        })
        .collect())
}

/// True when a whole number was typed, with its symbol, and the document bearing it was found: the texts that only
/// mention it are not what was asked for.
fn is_that_number(query: &str, found: &[(Document, String)]) -> bool {
    let key = number_key(query);
    let has_both = key.bytes().any(|b| b.is_ascii_digit()) && key.bytes().any(|b| b.is_ascii_alphabetic());
    has_both && found.first().is_some_and(|(document, _)| number_key(&document.entry.full_number) == key)
}

fn row_of(row: &Row<'_>) -> Result<(Document, String), StoreError> {
    Ok((read(row)?, row.get(25)?))
}

fn patterns(words: &[String]) -> Vec<String> {
    words.iter().map(|word| format!("% {word}%")).collect()
}

fn likes(column: &str, count: usize, first: usize) -> String {
    (first..first + count).map(|n| format!("{column} LIKE ${n}")).collect::<Vec<_>>().join(" AND ")
}

fn by_entry(
    tx: &mut Tx<'_>,
    sight: &Sight,
    query: &str,
    words: &[String],
    limit: i64,
) -> Result<Vec<(Document, String)>, StoreError> {
    let (number, patterns) = (number_pattern(query), patterns(words));
    let exact = number.trim_end_matches('%').to_owned();
    let in_entry = likes("d.folded", words.len(), 4);
    let seen = sight.condition(4 + words.len());
    let sql = format!(
        "SELECT {COLUMNS}, t.text FROM document d JOIN document_text t ON t.document_id = d.id
         WHERE (d.number_key LIKE $1 OR ({in_entry})) AND {seen}
         ORDER BY CASE WHEN d.number_key = $2 THEN 0 WHEN d.number_key LIKE $1 THEN 1 ELSE 2 END,
             COALESCE(d.issued_on, '') DESC, d.id LIMIT $3"
    );
    let mut values: Vec<&dyn Param> = vec![&number, &exact, &limit];
    values.extend(patterns.iter().map(|pattern| pattern as &dyn Param));
    values.extend(sight.values());
    tx.list(&sql, &values, row_of)
}

fn by_text(
    tx: &mut Tx<'_>,
    sight: &Sight,
    words: &[String],
    limit: i64,
) -> Result<Vec<(Document, String)>, StoreError> {
    // words as they were typed one after another come before words that only stand somewhere
    let phrase = format!("%{}%", words.join(" "));
    let patterns = patterns(words);
    let in_text = likes("t.folded", words.len(), 3);
    let seen = sight.condition(3 + words.len());
    let sql = format!(
        "SELECT {COLUMNS}, t.text FROM document_text t JOIN document d ON d.id = t.document_id
         WHERE {in_text} AND {seen}
         ORDER BY CASE WHEN t.folded LIKE $1 THEN 0 ELSE 1 END, COALESCE(d.issued_on, '') DESC, d.id LIMIT $2"
    );
    let mut values: Vec<&dyn Param> = vec![&phrase, &limit];
    values.extend(patterns.iter().map(|pattern| pattern as &dyn Param));
    values.extend(sight.values());
    tx.list(&sql, &values, row_of)
}
