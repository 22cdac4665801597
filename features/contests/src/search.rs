//! What contests give to the search: by title and rounds, in the branches they reach. The proof of figures finds their
//! subjects here.

use platform::db::{LoggedEvent, StoreError, Tx};
use platform::params;
use platform::search::{Changed, Hit, Searchable, Searched, Sight, sights_of_branch};
use platform::web::Actor;

use crate::domain::{Contest, ContestId};
use crate::{permissions, store};

/// Contests.
pub const SEARCHABLE: &[Searchable] = &[Searchable { kind: "contest", page, read, changed, sights, hits }];

fn page(tx: &mut Tx<'_>, after: &str, limit: i64) -> Result<Vec<(String, i64)>, StoreError> {
    let sql = "SELECT id, version FROM contest WHERE id > $1 ORDER BY id LIMIT $2";
    tx.list(sql, params![after, limit], |row| Ok((row.get(0)?, row.get(1)?)))
}

fn find_all(tx: &mut Tx<'_>, ids: &[String]) -> Result<Vec<Contest>, StoreError> {
    let mut found = Vec::with_capacity(ids.len());
    for id in ids.iter().filter_map(|id| id.parse::<ContestId>().ok()) {
        match store::find(tx, id) {
            Err(StoreError::NotFound) => {}
            contest => found.push(contest?),
        }
    }
    Ok(found)
}

/// The names of the rounds, a line each.
fn text_of(tx: &mut Tx<'_>, contest: &Contest) -> Result<String, StoreError> {
    let rounds = store::list_rounds(tx, contest.id)?;
    Ok(rounds.into_iter().map(|round| round.name).collect::<Vec<_>>().join("\n"))
}

fn read(tx: &mut Tx<'_>, ids: &[String]) -> Result<Vec<Searched>, StoreError> {
    let mut found = Vec::new();
    for contest in find_all(tx, ids)? {
        let of_type = "Hội thi".to_owned();
        found.push(Searched {
            id: contest.id.to_string(),
            stamp: contest.version,
            sights: sights_of_branch(units::store::list_line(tx, contest.unit)?),
            type_words: vec![of_type.clone()],
            text: text_of(tx, &contest)?,
            name: contest.title,
            of_type,
            ..Searched::default()
        });
    }
    Ok(found)
}

fn changed(_: &mut Tx<'_>, event: &LoggedEvent) -> Result<Changed, StoreError> {
    let names = ["begun", "written", "announced", "ended", "round_added", "round_written", "round_removed"];
    let is_ours = event.name.strip_prefix("contests.").is_some_and(|name| names.contains(&name));
    Ok(if is_ours { Changed::Rows(vec![event.subject.clone()]) } else { Changed::Nothing })
}

fn sights(_: &mut Tx<'_>, who: &Actor) -> Result<Vec<Sight>, StoreError> {
    Ok(sights_of_branch(who.scope(permissions::VIEW)))
}

fn hits(tx: &mut Tx<'_>, who: &Actor, ids: &[String]) -> Result<Vec<Hit>, StoreError> {
    let cx = who.cx("contests-menu");
    let mut hits = Vec::new();
    for contest in find_all(tx, ids)? {
        if !who.may(tx, permissions::VIEW, contest.unit)? {
            continue;
        }
        let unit = units::store::find(tx, contest.unit)?.short_name;
        hits.push(Hit {
            id: contest.id.to_string(),
            note: format!("{unit} · {}", cx.word("contests-state", contest.state)),
            href: format!("/contests/{}", contest.id),
            text: text_of(tx, &contest)?,
            title: contest.title,
            ..Hit::default()
        });
    }
    Ok(hits)
}
