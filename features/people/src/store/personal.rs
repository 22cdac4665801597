//! What is kept of a person, gathered over all features for the person, and erased.

use kernel::{Event, Fact, PersonId};
use platform::Feature;
use platform::db::{SchemaColumn, StoreError, Tx, Value};
use platform::params;
use serde_json::{Map, Value as Json};

use crate::domain::Person;
use crate::domain::erase::ERASED_NAME;

/// Rows of one kind that name a person.
#[derive(Debug, Clone, PartialEq)]
pub struct Kept {
    /// The key of the text that names them, with their number as `count`.
    pub text: &'static str,
    /// The table.
    pub table: &'static str,
    /// Each in words.
    pub told: Vec<String>,
    /// Each as it stands: column to value.
    pub rows: Vec<Json>,
}

// secrets and what only sorts and finds
fn is_told(column: &str) -> bool {
    let is_secret = column.ends_with("_hash") || matches!(column, "secret" | "invitation" | "last_step");
    !is_secret && !["folded", "sort_key", "wrong_tries", "wrong_since"].contains(&column)
}

fn as_json(value: Value) -> Json {
    match value {
        Value::Int(n) => Json::from(n),
        Value::Text(text) => Json::from(text),
        Value::Null | Value::Bytes(_) => Json::Null,
    }
}

fn rows_where(
    tx: &mut Tx<'_>,
    schema: &[SchemaColumn],
    table: &str,
    condition: &str,
    person: PersonId,
) -> Result<Vec<Json>, StoreError> {
    let columns: Vec<&str> =
        schema.iter().filter(|c| c.table == table && is_told(&c.column)).map(|c| c.column.as_str()).collect();
    let names: Vec<String> = columns.iter().map(|column| format!("t.{column}")).collect();
    let sql = format!("SELECT {} FROM {table} t WHERE {condition}", names.join(", "));
    tx.list(&sql, params![person], |row| {
        let mut map = Map::new();
        for (at, column) in columns.iter().enumerate() {
            map.insert((*column).to_owned(), as_json(row.get(at)?));
        }
        Ok(Json::Object(map))
    })
}

/// What is kept of a person: the record itself, then every feature's rows that name it, then those that name its accounts.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn gather(
    tx: &mut Tx<'_>,
    person: PersonId,
    features: &[Feature],
    schema: &[SchemaColumn],
) -> Result<(Json, Vec<Kept>), StoreError> {
    let record = rows_where(tx, schema, "person", "t.id = $1", person)?.pop().ok_or(StoreError::NotFound)?;
    let mut all: Vec<Kept> = Vec::new();
    for rows in features.iter().flat_map(|feature| feature.person_rows) {
        if all.iter().any(|kept| kept.text == rows.text && kept.table == rows.table) {
            continue;
        }
        let condition = format!("t.{} = $1", rows.column);
        let told = format!("COALESCE({}, '')", rows.told);
        all.extend(kept_where(tx, schema, (rows.text, rows.table, &told), &condition, person)?);
    }
    for rows in features.iter().flat_map(|feature| feature.rows_through_person) {
        all.extend(kept_where(tx, schema, (rows.text, rows.table, rows.told), rows.of_person, person)?);
    }
    for rows in features.iter().flat_map(|feature| feature.account_rows) {
        let condition = format!("t.{} IN (SELECT a.id FROM account a WHERE a.person_id = $1)", rows.column);
        all.extend(kept_where(tx, schema, (rows.text, rows.table, rows.told), &condition, person)?);
    }
    Ok((record, all))
}

/// The rows of a table that are the person's, if there are any.
fn kept_where(
    tx: &mut Tx<'_>,
    schema: &[SchemaColumn],
    (text, table, told): (&'static str, &'static str, &str),
    condition: &str,
    person: PersonId,
) -> Result<Option<Kept>, StoreError> {
    let sql = format!("SELECT {told} FROM {table} t WHERE {condition}");
    let told: Vec<String> = tx.list(&sql, params![person], |row| row.get(0))?;
    if told.is_empty() {
        return Ok(None);
    }
    Ok(Some(Kept { text, table, told, rows: rows_where(tx, schema, table, condition, person)? }))
}

/// Notes that a person's data was handed out.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn note_given(tx: &mut Tx<'_>, person: &Person, kept: &[Kept]) -> Result<(), StoreError> {
    let rows: usize = kept.iter().map(|kept| kept.rows.len()).sum();
    let mut tables: Vec<&str> = kept.iter().map(|kept| kept.table).collect();
    tables.insert(0, "person");
    let detail = serde_json::json!({ "rows": rows + 1, "fields": tables });
    tx.record(Event::noted("people.data_given", person.id, Some(person.home_unit)).with(detail))
}

/// Posts, assignments and seats that the person holds today or will hold.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn count_offices(tx: &mut Tx<'_>, person: PersonId) -> Result<i64, StoreError> {
    let today = tx.today();
    tx.scalar(
        "SELECT (SELECT COUNT(*) FROM post WHERE person_id = $1 AND (to_day IS NULL OR to_day > $2))
              + (SELECT COUNT(*) FROM assignment WHERE person_id = $1 AND (to_day IS NULL OR to_day > $2))
              + (SELECT COUNT(*) FROM steering_member m JOIN steering_committee c ON c.id = m.committee_id
                 WHERE m.person_id = $1 AND COALESCE(m.to_day, c.to_day, '9999-12-31') > $2)",
        params![person, today],
    )
}

/// Erases what is known of a person, and of the records merged into it; the rule has been asked. The rows stay without a
/// name, so that no figure changes; the accounts are closed.
///
/// # Errors
/// [`StoreError::Stale`] when the record changed meanwhile.
pub fn erase(tx: &mut Tx<'_>, person: &Person) -> Result<(), StoreError> {
    tx.run_one(
        "UPDATE person SET version = version WHERE id = $1 AND version = $2",
        params![person.id, person.version],
    )?;
    for id in list_with_merged(tx, person.id)? {
        let record = super::find_person(tx, id)?;
        let known: Vec<&str> = [record.full_name.as_str(), record.phone.as_str()]
            .into_iter()
            .chain(record.external_id.as_deref())
            .filter(|text| !text.is_empty())
            .collect();
        platform::imports::forget_cells(tx, &known)?;
        forget_record(tx, id)?;
        close_accounts(tx, id)?;
        tx.run("UPDATE person_merge SET body = '{}' WHERE kept_person_id = $1 OR merged_person_id = $1", params![id])?;
        let event = Event::noted("people.erased", id, Some(record.home_unit));
        tx.record(event.telling(Fact::PersonErased(id)))?;
    }
    Ok(())
}

/// The record with those merged into it, and those merged into these, however often.
fn list_with_merged(tx: &mut Tx<'_>, person: PersonId) -> Result<Vec<PersonId>, StoreError> {
    let mut all = vec![person];
    let mut looked_at = 0;
    while let Some(into) = all.get(looked_at).copied() {
        let sql = "SELECT id FROM person WHERE merged_into_person_id = $1 ORDER BY id";
        let merged: Vec<PersonId> = tx.list(sql, params![into], |row| row.get(0))?;
        all.extend(merged.into_iter().filter(|id| !all.contains(id)).collect::<Vec<_>>());
        looked_at += 1;
    }
    Ok(all)
}

fn forget_record(tx: &mut Tx<'_>, id: PersonId) -> Result<(), StoreError> {
    let (now, today) = (tx.now(), tx.today());
    tx.run(
        "UPDATE person SET external_id = NULL, full_name = $2, folded = $3, sort_key = $4, birth_day = NULL, gender = '',
         joined_on = NULL, post = '', phone = '', is_key_official = FALSE, ended_on = COALESCE(ended_on, $5),
         erased_at = $6, version = version + 1 WHERE id = $1",
        params![
            id,
            ERASED_NAME,
            vietnamese::fold(ERASED_NAME),
            vietnamese::name_sort_key(ERASED_NAME),
            today,
            now
        ],
    )?;
    Ok(())
}

fn close_accounts(tx: &mut Tx<'_>, id: PersonId) -> Result<(), StoreError> {
    let now = tx.now();
    for account in super::list_accounts_of(tx, id)? {
        tx.run("DELETE FROM session WHERE account_id = $1", params![account.id])?;
        tx.run(
            "UPDATE api_token SET revoked_at = $2, name = '' WHERE account_id = $1 AND revoked_at IS NULL",
            params![account.id, now],
        )?;
        tx.run("DELETE FROM sign_in_failure WHERE user_name = $1", params![account.user_name])?;
        tx.run(
            "UPDATE account SET user_name = $2, password_hash = '', disabled_at = COALESCE(disabled_at, $3),
             version = version + 1 WHERE id = $1",
            params![account.id, format!("erased-{}", account.id), now],
        )?;
    }
    Ok(())
}
