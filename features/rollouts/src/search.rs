//! What rollouts give to the search: those of the asker's branches, and those launched by a unit above.

use kernel::RolloutId;
use platform::db::{LoggedEvent, StoreError, Tx};
use platform::params;
use platform::search::{Changed, Hit, Searchable, Searched, Sight, sights_of_branch};
use platform::web::Actor;

use crate::domain::Rollout;
use crate::web::list::state_word;
use crate::{permissions, store};

/// Rollouts; and for the proof of the ledger what else its figures speak of.
pub const SEARCHABLE: &[Searchable] =
    &[Searchable { kind: "rollout", page, read, changed, sights, hits }, store::REQUIREMENTS, store::MONTHS];

fn page(tx: &mut Tx<'_>, after: &str, limit: i64) -> Result<Vec<(String, i64)>, StoreError> {
    let sql = "SELECT id, version FROM rollout WHERE id > $1 ORDER BY id LIMIT $2";
    tx.list(sql, params![after, limit], |row| Ok((row.get(0)?, row.get(1)?)))
}

fn find_all(tx: &mut Tx<'_>, ids: &[String]) -> Result<Vec<Rollout>, StoreError> {
    let mut found = Vec::with_capacity(ids.len());
    for id in ids.iter().filter_map(|id| id.parse::<RolloutId>().ok()) {
        match store::find(tx, id) {
            Err(StoreError::NotFound) => {}
            rollout => found.push(rollout?),
        }
    }
    Ok(found)
}

fn read(tx: &mut Tx<'_>, ids: &[String]) -> Result<Vec<Searched>, StoreError> {
    let mut found = Vec::new();
    for rollout in find_all(tx, ids)? {
        let mut sights = sights_of_branch(units::store::list_line(tx, rollout.unit)?);
        if !rollout.is_draft() {
            sights.push(Sight::Below(rollout.unit));
        }
        found.push(Searched {
            id: rollout.id.to_string(),
            stamp: rollout.version,
            sights,
            day: rollout.launched_on(),
            name: rollout.title,
            ..Searched::default()
        });
    }
    Ok(found)
}

fn changed(_: &mut Tx<'_>, event: &LoggedEvent) -> Result<Changed, StoreError> {
    let is_of_rollout = event.name.strip_prefix("rollouts.").is_some_and(|what| {
        !what.starts_with("duty-") && !what.starts_with("template-") && !what.starts_with("requirement-")
    });
    Ok(if is_of_rollout { Changed::Rows(vec![event.subject.clone()]) } else { Changed::Nothing })
}

fn sights(tx: &mut Tx<'_>, who: &Actor) -> Result<Vec<Sight>, StoreError> {
    let mut sights = Vec::new();
    for root in who.scope(permissions::VIEW) {
        sights.push(Sight::Branch(root));
        sights.extend(units::store::list_line(tx, root)?.into_iter().map(Sight::Below));
    }
    Ok(sights)
}

fn is_seen(tx: &mut Tx<'_>, who: &Actor, rollout: &Rollout) -> Result<bool, StoreError> {
    if who.may(tx, permissions::VIEW, rollout.unit)? {
        return Ok(true);
    }
    for root in who.scope(permissions::VIEW) {
        if !rollout.is_draft() && units::store::is_within(tx, root, rollout.unit)? {
            return Ok(true);
        }
    }
    Ok(false)
}

fn hits(tx: &mut Tx<'_>, who: &Actor, ids: &[String]) -> Result<Vec<Hit>, StoreError> {
    let cx = who.cx("rollouts-menu");
    let mut hits = Vec::new();
    for rollout in find_all(tx, ids)? {
        if is_seen(tx, who, &rollout)? {
            hits.push(Hit {
                id: rollout.id.to_string(),
                note: cx.word("rollouts-state", state_word(&rollout)),
                href: format!("/rollouts/{}", rollout.id),
                title: rollout.title,
                ..Hit::default()
            });
        }
    }
    Ok(hits)
}
