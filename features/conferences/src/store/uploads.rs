//! Lists that were uploaded and wait for confirmation: what was understood of them, kept between the preview and the
//! word of the person who uploaded them.

use kernel::{AccountId, ConferenceId, Day, DelegateId, Event, PointId, UnitId};
use platform::db::{StoreError, Tx};
use platform::params;

use crate::domain::UploadId;

/// A list that waits.
#[derive(Debug, Clone)]
pub struct Upload {
    /// Its id.
    pub id: UploadId,
    /// The conference.
    pub conference: ConferenceId,
    /// `delegates` or `attendance`.
    pub kind: String,
    /// The file's name.
    pub file_name: String,
    /// What was understood, as JSON.
    pub body: String,
    /// Who uploaded it.
    pub created_by: Option<AccountId>,
}

/// Keeps a list for confirmation; lists older than a day are dropped.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn insert_upload(
    tx: &mut Tx<'_>,
    conference: ConferenceId,
    kind: &str,
    file_name: &str,
    body: &str,
) -> Result<UploadId, StoreError> {
    let (id, now, by): (UploadId, _, _) = (tx.new_id(), tx.now(), tx.actor());
    let yesterday = now.plus_seconds(-86_400);
    tx.run("DELETE FROM conference_upload WHERE created_at < $1", params![yesterday])?;
    tx.run(
        "INSERT INTO conference_upload (id, conference_id, kind, file_name, body, created_at, created_by)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        params![id, conference, kind, file_name, body, now, by],
    )?;
    tx.record(
        Event::noted("conferences.list_uploaded", conference, None)
            .with(serde_json::json!({ "kind": kind, "file": file_name })),
    )?;
    Ok(id)
}

/// The list with this id.
///
/// # Errors
/// [`StoreError::NotFound`].
pub fn find_upload(tx: &mut Tx<'_>, id: UploadId) -> Result<Upload, StoreError> {
    tx.find(
        "SELECT id, conference_id, kind, file_name, body, created_by FROM conference_upload WHERE id = $1",
        params![id],
        |row| {
            Ok(Upload {
                id: row.get(0)?,
                conference: row.get(1)?,
                kind: row.get(2)?,
                file_name: row.get(3)?,
                body: row.get(4)?,
                created_by: row.get(5)?,
            })
        },
    )
}

/// Drops a list that was taken over or given up.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn remove_upload(tx: &mut Tx<'_>, id: UploadId) -> Result<(), StoreError> {
    tx.run("DELETE FROM conference_upload WHERE id = $1", params![id])?;
    Ok(())
}

/// A delegate as a row of an uploaded list is matched against.
#[derive(Debug, Clone)]
pub struct Matchable {
    /// The delegate.
    pub id: DelegateId,
    /// The point.
    pub point: PointId,
    /// The invitation's letters.
    pub invitation: String,
    /// The folded name.
    pub folded: String,
    /// The name.
    pub name: String,
    /// The home unit's code.
    pub unit_code: String,
    /// The day of birth, when in the register.
    pub birth_day: Option<Day>,
}

/// All delegates of a conference, for matching.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn list_matchable(tx: &mut Tx<'_>, conference: ConferenceId) -> Result<Vec<Matchable>, StoreError> {
    tx.list(
        "SELECT d.id, d.point_id, d.invitation, d.folded, d.name, u.code, p.birth_day
         FROM delegate d JOIN unit u ON u.id = d.unit_id LEFT JOIN person p ON p.id = d.person_id
         WHERE d.conference_id = $1 ORDER BY d.id",
        params![conference],
        |row| {
            Ok(Matchable {
                id: row.get(0)?,
                point: row.get(1)?,
                invitation: row.get(2)?,
                folded: row.get(3)?,
                name: row.get(4)?,
                unit_code: row.get(5)?,
                birth_day: row.get(6)?,
            })
        },
    )
}

/// The people of a unit's branch with this folded name, or the one with this number of the member database.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn list_named(
    tx: &mut Tx<'_>,
    branch: UnitId,
    name: &str,
    external_id: &str,
) -> Result<Vec<super::Candidate>, StoreError> {
    if !external_id.is_empty() {
        return super::summoning::list_by_external_id(tx, branch, external_id);
    }
    let wanted = vietnamese::fold(name);
    let like = format!("%{wanted}%");
    let mut people = super::search_people(tx, &[branch], &like, 50)?;
    people.retain(|one| vietnamese::fold(&one.name) == wanted);
    Ok(people)
}
