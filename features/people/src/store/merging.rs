//! Merging two records and parting them again: which rows of all features move is kept in `person_merge_row`.

use kernel::{Event, Fact, PersonId};
use platform::Feature;
use platform::app::{AtMerge, PersonRows};
use platform::db::{Row, StoreError, Tx};
use platform::params;
use serde::{Deserialize, Serialize};

use crate::domain::Person;
use crate::domain::merge::{Merge, MergeId, emptied, filled};

const COLUMNS: &str = "m.id, m.kept_person_id, k.full_name, m.merged_person_id, g.full_name, m.parted_at IS NOT NULL
     FROM person_merge m JOIN person k ON k.id = m.kept_person_id JOIN person g ON g.id = m.merged_person_id";

fn read(row: &Row<'_>) -> Result<Merge, StoreError> {
    Ok(Merge {
        id: row.get(0)?,
        kept: row.get(1)?,
        kept_name: row.get(2)?,
        merged: row.get(3)?,
        merged_name: row.get(4)?,
        is_parted: row.get(5)?,
    })
}

/// The merging with this id.
///
/// # Errors
/// [`StoreError::NotFound`].
pub fn find_merge(tx: &mut Tx<'_>, id: MergeId) -> Result<Merge, StoreError> {
    tx.find(&format!("SELECT {COLUMNS} WHERE m.id = $1"), params![id], read)
}

/// The mergings a record had part in, newest first.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn list_merges(tx: &mut Tx<'_>, person: PersonId) -> Result<Vec<Merge>, StoreError> {
    let sql = format!(
        "SELECT {COLUMNS} WHERE m.kept_person_id = $1 OR m.merged_person_id = $1 ORDER BY m.merged_at DESC, m.id DESC"
    );
    tx.list(&sql, params![person], read)
}

/// How many rows of each kind name the record: text key and number, none of none.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn count_rows(
    tx: &mut Tx<'_>,
    person: PersonId,
    features: &[Feature],
) -> Result<Vec<(&'static str, i64)>, StoreError> {
    let mut found: Vec<(&'static str, i64)> = Vec::new();
    for rows in features.iter().flat_map(|feature| feature.person_rows) {
        if matches!(rows.at_merge, AtMerge::Stay(_)) || found.iter().any(|(text, _)| *text == rows.text) {
            continue;
        }
        let sql = format!("SELECT COUNT(*) FROM {} t WHERE t.{} = $1", rows.table, rows.column);
        let count: i64 = tx.scalar(&sql, params![person])?;
        if count > 0 {
            found.push((rows.text, count));
        }
    }
    Ok(found)
}

/// What a record was before, for undoing.
#[derive(Debug, Serialize, Deserialize)]
struct Was {
    external_id: Option<String>,
    birth_day: Option<String>,
    gender: String,
    joined_on: Option<String>,
    post: String,
    phone: String,
    ended_on: Option<String>,
}

impl Was {
    fn of(person: &Person) -> Self {
        Was {
            external_id: person.external_id.clone(),
            birth_day: person.birth_day.map(|day| day.to_string()),
            gender: person.gender.map_or("", crate::domain::Gender::code).to_owned(),
            joined_on: person.joined_on.map(|day| day.to_string()),
            post: person.post.clone(),
            phone: person.phone.clone(),
            ended_on: person.ended_on.map(|day| day.to_string()),
        }
    }

    fn onto(&self, person: &Person) -> Person {
        let mut was = person.clone();
        was.known.external_id.clone_from(&self.external_id);
        was.known.birth_day = self.birth_day.as_deref().and_then(|day| day.parse().ok());
        was.known.gender = self.gender.parse().ok();
        was.known.joined_on = self.joined_on.as_deref().and_then(|day| day.parse().ok());
        was.known.post.clone_from(&self.post);
        was.known.phone.clone_from(&self.phone);
        was.ended_on = self.ended_on.as_deref().and_then(|day| day.parse().ok());
        was
    }
}

#[derive(Debug, Serialize, Deserialize)]
struct Body {
    kept: Was,
    filled: Was,
    merged: Was,
}

/// Merges one record into the other; the rule has been asked. What only the merged one knew is filled in, its rows name the
/// kept one, and it points there.
///
/// # Errors
/// [`StoreError::Stale`] when one of them changed meanwhile.
pub fn merge(tx: &mut Tx<'_>, kept: &Person, merged: &Person, features: &[Feature]) -> Result<MergeId, StoreError> {
    let (id, now, today): (MergeId, _, _) = (tx.new_id(), tx.now(), tx.today());
    let full = filled(kept, merged);
    let body = Body { kept: Was::of(kept), filled: Was::of(&full), merged: Was::of(merged) };
    let body = serde_json::to_string(&body).map_err(|e| StoreError::corrupt("person_merge", e.to_string()))?;
    tx.run(
        "INSERT INTO person_merge (id, kept_person_id, merged_person_id, body, merged_at, parted_at)
         VALUES ($1, $2, $3, $4, $5, NULL)",
        params![id, kept.id, merged.id, body, now],
    )?;
    // an external id that passes on must be free first
    let mut pointing = Person { ended_on: merged.ended_on.or(Some(today)), ..merged.clone() };
    if full.external_id == merged.external_id {
        pointing.known.external_id = None;
    }
    super::save_person(tx, &pointing)?;
    tx.run("UPDATE person SET merged_into_person_id = $2 WHERE id = $1", params![merged.id, kept.id])?;
    super::save_person(tx, &full)?;
    for rows in features.iter().flat_map(|feature| feature.person_rows) {
        follow(tx, id, rows, kept.id, merged.id)?;
    }
    super::pairs::note_merged(tx, kept.id, merged.id)?;
    let told = Fact::PeopleMerged { merge: id.to_string(), kept: kept.id, merged: merged.id };
    let detail = serde_json::json!({ "merge": id, "into": kept.id });
    tx.record(Event::noted("people.merged_away", merged.id, Some(merged.home_unit)).with(detail))?;
    let detail = serde_json::json!({ "merge": id, "merged": merged.id });
    tx.record(Event::noted("people.merged", kept.id, Some(kept.home_unit)).with(detail).telling(told))?;
    Ok(id)
}

fn follow(tx: &mut Tx<'_>, id: MergeId, rows: &PersonRows, kept: PersonId, merged: PersonId) -> Result<(), StoreError> {
    let unless = match rows.at_merge {
        AtMerge::Stay(_) => return Ok(()),
        AtMerge::Follow => "FALSE",
        AtMerge::FollowUnless(unless) => unless,
    };
    let (table, column, key) = (rows.table, rows.column, rows.key);
    tx.run(
        &format!(
            "INSERT INTO person_merge_row (merge_id, table_name, column_name, row_key)
             SELECT CAST($3 AS TEXT), '{table}', '{column}', {key} FROM {table} t
             WHERE t.{column} = $2 AND CAST($1 AS TEXT) <> '' AND NOT ({unless})"
        ),
        params![kept, merged, id],
    )?;
    rename(tx, id, rows, merged, kept)
}

/// Makes the rows that are kept with this merging name another record.
fn rename(tx: &mut Tx<'_>, id: MergeId, rows: &PersonRows, from: PersonId, to: PersonId) -> Result<(), StoreError> {
    let (table, column, key) = (rows.table, rows.column, rows.key);
    tx.run(
        &format!(
            "UPDATE {table} AS t SET {column} = $2 WHERE t.{column} = $1 AND {key} IN
                 (SELECT r.row_key FROM person_merge_row r
                  WHERE r.merge_id = $3 AND r.table_name = '{table}' AND r.column_name = '{column}')"
        ),
        params![from, to, id],
    )?;
    Ok(())
}

/// Undoes a merging; the rule has been asked. Rows that moved name the record again, it stands by itself, and what the kept
/// one was filled with goes unless it changed since.
///
/// # Errors
/// [`StoreError::Stale`] when somebody was faster.
pub fn part(tx: &mut Tx<'_>, merge: &Merge, features: &[Feature]) -> Result<(), StoreError> {
    let now = tx.now();
    tx.run_one("UPDATE person_merge SET parted_at = $2 WHERE id = $1 AND parted_at IS NULL", params![merge.id, now])?;
    let body: String = tx.scalar("SELECT body FROM person_merge WHERE id = $1", params![merge.id])?;
    let body: Body = serde_json::from_str(&body).map_err(|e| StoreError::corrupt("person_merge", e.to_string()))?;
    let (kept, merged) = (super::find_person(tx, merge.kept)?, super::find_person(tx, merge.merged)?);
    let own = emptied(&kept, &body.filled.onto(&kept), &body.kept.onto(&kept));
    super::save_person(tx, &own)?;
    super::save_person(tx, &body.merged.onto(&merged))?;
    tx.run("UPDATE person SET merged_into_person_id = NULL WHERE id = $1", params![merge.merged])?;
    for rows in features.iter().flat_map(|feature| feature.person_rows) {
        if !matches!(rows.at_merge, AtMerge::Stay(_)) {
            rename(tx, merge.id, rows, merge.kept, merge.merged)?;
        }
    }
    super::pairs::decide(tx, merge.kept, merge.merged, super::pairs::DIFFERENT)?;
    let told = Fact::PeopleParted { merge: merge.id.to_string(), kept: merge.kept, merged: merge.merged };
    let detail = serde_json::json!({ "merge": merge.id, "merged": merge.merged });
    tx.record(Event::noted("people.parted_again", merge.merged, Some(merged.home_unit)).with(detail.clone()))?;
    tx.record(Event::noted("people.parted", merge.kept, Some(kept.home_unit)).with(detail).telling(told))
}

/// The record that stands for this one: itself, or the one it was merged into.
///
/// # Errors
/// [`StoreError::NotFound`].
pub fn standing_for(tx: &mut Tx<'_>, person: Person) -> Result<Person, StoreError> {
    let mut person = person;
    // a record merges once, so the way ends
    while let Some(into) = person.merged_into {
        person = super::find_person(tx, into)?;
    }
    Ok(person)
}
