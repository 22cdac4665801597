//! What programmes give to the search: by title, goal, targets and tasks, in the asker's branches.

use platform::db::{LoggedEvent, StoreError, Tx};
use platform::params;
use platform::search::{Changed, Hit, Searchable, Searched, Sight, sights_of_branch};
use platform::web::Actor;

use crate::domain::{Programme, ProgrammeId};
use crate::{permissions, store};

/// Programmes and plans.
pub const SEARCHABLE: &[Searchable] = &[Searchable { kind: "programme", page, read, changed, sights, hits }];

fn page(tx: &mut Tx<'_>, after: &str, limit: i64) -> Result<Vec<(String, i64)>, StoreError> {
    let sql = "SELECT id, version FROM programme WHERE id > $1 ORDER BY id LIMIT $2";
    tx.list(sql, params![after, limit], |row| Ok((row.get(0)?, row.get(1)?)))
}

fn find_all(tx: &mut Tx<'_>, ids: &[String]) -> Result<Vec<Programme>, StoreError> {
    let mut found = Vec::with_capacity(ids.len());
    for id in ids.iter().filter_map(|id| id.parse::<ProgrammeId>().ok()) {
        match store::find(tx, id) {
            Err(StoreError::NotFound) => {}
            programme => found.push(programme?),
        }
    }
    Ok(found)
}

fn text_of(tx: &mut Tx<'_>, programme: &Programme) -> Result<String, StoreError> {
    let mut lines = vec![programme.head.goal.clone()];
    lines.extend(store::list_targets(tx, programme.id)?.into_iter().map(|target| target.title));
    let today = tx.today();
    for task in store::list_tasks(tx, programme.id, today)? {
        lines.push(format!("{} {} {}", task.work, task.lead, task.product));
    }
    Ok(lines.join("\n"))
}

fn read(tx: &mut Tx<'_>, ids: &[String]) -> Result<Vec<Searched>, StoreError> {
    let mut found = Vec::new();
    for programme in find_all(tx, ids)? {
        let of_type = programme.head.kind.name().to_owned();
        found.push(Searched {
            id: programme.id.to_string(),
            stamp: programme.version,
            sights: sights_of_branch(units::store::list_line(tx, programme.unit)?),
            type_words: vec![of_type.clone(), programme.head.kind.symbol_code().to_owned()],
            name: programme.called(),
            text: text_of(tx, &programme)?,
            of_type,
            day: Some(programme.head.starts_on),
            ..Searched::default()
        });
    }
    Ok(found)
}

fn changed(_: &mut Tx<'_>, event: &LoggedEvent) -> Result<Changed, StoreError> {
    let is_ours = event.name.starts_with("programmes.") && event.name != "programmes.result_entered";
    Ok(if is_ours { Changed::Rows(vec![event.subject.clone()]) } else { Changed::Nothing })
}

fn sights(_: &mut Tx<'_>, who: &Actor) -> Result<Vec<Sight>, StoreError> {
    Ok(sights_of_branch(who.scope(permissions::VIEW)))
}

fn hits(tx: &mut Tx<'_>, who: &Actor, ids: &[String]) -> Result<Vec<Hit>, StoreError> {
    let cx = who.cx("programmes-menu");
    let mut hits = Vec::new();
    for programme in find_all(tx, ids)? {
        if !who.may(tx, permissions::VIEW, programme.unit)? {
            continue;
        }
        let unit = units::store::find(tx, programme.unit)?.short_name;
        hits.push(Hit {
            id: programme.id.to_string(),
            title: programme.called(),
            note: format!("{unit} · {}", cx.word("programmes-state", programme.state)),
            href: format!("/programmes/{}", programme.id),
            text: text_of(tx, &programme)?,
            ..Hit::default()
        });
    }
    Ok(hits)
}
