//! What conferences give to the search: by title, place and agenda, for the branches that hold the organiser or a point.

use kernel::{ConferenceId, UnitId};
use platform::db::{LoggedEvent, StoreError, Tx};
use platform::params;
use platform::search::{Changed, Hit, Searchable, Searched, Sight, sights_of_branch};
use platform::web::Actor;

use crate::domain::Conference;
use crate::{permissions, store};

/// Conferences.
pub const SEARCHABLE: &[Searchable] = &[Searchable { kind: "conference", page, read, changed, sights, hits }];

fn page(tx: &mut Tx<'_>, after: &str, limit: i64) -> Result<Vec<(String, i64)>, StoreError> {
    let sql = "SELECT id, version FROM conference WHERE id > $1 ORDER BY id LIMIT $2";
    tx.list(sql, params![after, limit], |row| Ok((row.get(0)?, row.get(1)?)))
}

fn find_all(tx: &mut Tx<'_>, ids: &[String]) -> Result<Vec<Conference>, StoreError> {
    let mut found = Vec::with_capacity(ids.len());
    for id in ids.iter().filter_map(|id| id.parse::<ConferenceId>().ok()) {
        match store::find(tx, id) {
            Err(StoreError::NotFound) => {}
            conference => found.push(conference?),
        }
    }
    Ok(found)
}

/// The units above the organiser and above the units of the points, these among them.
fn branches(tx: &mut Tx<'_>, id: ConferenceId) -> Result<Vec<UnitId>, StoreError> {
    tx.list(
        "SELECT a.ancestor_id FROM conference c JOIN unit_ancestor a ON a.unit_id = c.unit_id WHERE c.id = $1
         UNION SELECT a.ancestor_id FROM point p JOIN unit_ancestor a ON a.unit_id = p.unit_id
             WHERE p.conference_id = $1",
        params![id],
        |row| row.get(0),
    )
}

fn read(tx: &mut Tx<'_>, ids: &[String]) -> Result<Vec<Searched>, StoreError> {
    let mut found = Vec::new();
    for conference in find_all(tx, ids)? {
        let agenda: Vec<String> = store::list_agenda(tx, conference.id)?
            .into_iter()
            .map(|item| format!("{} {}", item.title, item.reporter))
            .collect();
        found.push(Searched {
            id: conference.id.to_string(),
            stamp: conference.version,
            sights: sights_of_branch(branches(tx, conference.id)?),
            day: Some(conference.day()),
            name: conference.title,
            more: conference.place,
            text: agenda.join("\n"),
            ..Searched::default()
        });
    }
    Ok(found)
}

fn changed(tx: &mut Tx<'_>, event: &LoggedEvent) -> Result<Changed, StoreError> {
    let Some(what) = event.name.strip_prefix("conferences.") else { return Ok(Changed::Nothing) };
    let concerns = ["planned", "changed", "opened", "closed"];
    let is_of_points = ["points_generated", "point_added", "point_changed", "point_removed"].contains(&what);
    if !concerns.contains(&what) && !is_of_points && !what.starts_with("agenda_") {
        return Ok(Changed::Nothing);
    }
    let subject = match event.detail["conference"].as_str() {
        Some(conference) => conference.to_owned(),
        None => conference_of(tx, &event.subject)?.unwrap_or_else(|| event.subject.clone()),
    };
    Ok(Changed::Rows(vec![subject]))
}

/// The conference of a point or of a line of an agenda.
fn conference_of(tx: &mut Tx<'_>, subject: &str) -> Result<Option<String>, StoreError> {
    tx.lookup(
        "SELECT conference_id FROM point WHERE id = $1
         UNION SELECT conference_id FROM agenda_item WHERE id = $1",
        params![subject],
        |row| row.get(0),
    )
}

fn sights(_: &mut Tx<'_>, who: &Actor) -> Result<Vec<Sight>, StoreError> {
    Ok(sights_of_branch(who.scope(permissions::VIEW)))
}

fn hits(tx: &mut Tx<'_>, who: &Actor, ids: &[String]) -> Result<Vec<Hit>, StoreError> {
    let (roots, cx) = (who.scope(permissions::VIEW), who.cx("conferences-menu"));
    let mut hits = Vec::new();
    for conference in find_all(tx, ids)? {
        if roots.is_empty() || !store::is_seen_by(tx, conference.id, &roots)? {
            continue;
        }
        let state = cx.word("conferences-state", conference.state.code());
        let agenda: Vec<String> = store::list_agenda(tx, conference.id)?.into_iter().map(|item| item.title).collect();
        hits.push(Hit {
            id: conference.id.to_string(),
            note: [conference.starts_at.shown(), conference.place, state].join(" · "),
            href: format!("/conferences/{}", conference.id),
            title: conference.title,
            text: agenda.join(". "),
            ..Hit::default()
        });
    }
    Ok(hits)
}
