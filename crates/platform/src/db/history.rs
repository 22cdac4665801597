//! What rows were on a past day, told by the events that changed them: `event` keeps every change with its instant.

/// SQL in brackets for the word that the last of these events before an instant gives to a subject, such as a state; NULL when
/// none of them had happened. `subject` is the column with the row's id, `until` the place of the first instant after the day,
/// `words` the names of the events, each with its word: constants of the code, no text of anybody.
#[must_use]
pub fn word_by_events_sql(subject: &str, until: &str, words: &[(&str, &str)]) -> String {
    let names = words.iter().map(|(name, _)| format!("'{name}'")).collect::<Vec<_>>().join(", ");
    let cases = words.iter().map(|(name, word)| format!(" WHEN '{name}' THEN '{word}'")).collect::<String>();
    format!(
        "(SELECT CASE e.name{cases} END FROM event e WHERE e.subject = {subject} AND e.name IN ({names}) AND e.at < {until}
          ORDER BY e.at DESC, e.id DESC LIMIT 1)"
    )
}

/// SQL that is true of a subject that an event before an instant tells of: it had been entered by then. The same places as
/// [`word_by_events_sql`].
#[must_use]
pub fn known_by_events_sql(subject: &str, until: &str) -> String {
    format!("EXISTS (SELECT 1 FROM event e WHERE e.subject = {subject} AND e.at < {until})")
}
