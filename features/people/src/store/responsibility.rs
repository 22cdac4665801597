//! Rows of `post`, `area` and `assignment`: who heads a unit, who holds a post in it, which member of a standing committee
//! answers for which field of work or unit.

use kernel::{Day, Event, PersonId, UnitId};
use platform::db::{Row, StoreError, Tx, in_pieces, places, with_each};
use platform::params;

use crate::domain::responsibility::{Area, AreaId, AssigningFacts, Assignment, AssignmentId, Post, PostId, Rank};

const POSTS: &str = "SELECT o.id, o.unit_id, u.name, o.person_id, p.full_name, o.rank, o.title, o.from_day, o.to_day,
     o.decision FROM post o JOIN unit u ON u.id = o.unit_id JOIN person p ON p.id = o.person_id";
/// Posts by rank, then by the name of who holds them.
pub(super) const IN_ORDER: &str = "CASE o.rank WHEN 'head' THEN 0 WHEN 'deputy' THEN 1 WHEN 'standing' THEN 2
     WHEN 'committee_member' THEN 3 ELSE 4 END, p.sort_key, o.id";

fn read_post(row: &Row<'_>) -> Result<Post, StoreError> {
    let rank: String = row.get(5)?;
    Ok(Post {
        id: row.get(0)?,
        unit: row.get(1)?,
        unit_name: row.get(2)?,
        person: row.get(3)?,
        name: row.get(4)?,
        rank: rank.parse().map_err(|e| StoreError::corrupt("post", format!("{e}")))?,
        title: row.get(6)?,
        from: row.get(7)?,
        to: row.get(8)?,
        decision: row.get(9)?,
    })
}

/// The post with this id.
///
/// # Errors
/// [`StoreError::NotFound`].
pub fn find_post(tx: &mut Tx<'_>, id: PostId) -> Result<Post, StoreError> {
    tx.find(&format!("{POSTS} WHERE o.id = $1"), params![id], read_post)
}

/// The posts of this very unit, past and present: the head first, then by rank and name.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn list_posts(tx: &mut Tx<'_>, unit: UnitId) -> Result<Vec<Post>, StoreError> {
    tx.list(&format!("{POSTS} WHERE o.unit_id = $1 ORDER BY {IN_ORDER}"), params![unit], read_post)
}

/// The posts a person holds, held or will hold, newest first.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn list_posts_of(tx: &mut Tx<'_>, person: PersonId) -> Result<Vec<Post>, StoreError> {
    tx.list(&format!("{POSTS} WHERE o.person_id = $1 ORDER BY o.from_day DESC, {IN_ORDER}"), params![person], read_post)
}

/// Gives a post; the rule has been asked. Lists show it when they showed none.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn insert_post(tx: &mut Tx<'_>, post: &Post) -> Result<PostId, StoreError> {
    let id: PostId = tx.new_id();
    tx.run(
        "INSERT INTO post (id, unit_id, person_id, rank, title, from_day, to_day, decision)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        params![id, post.unit, post.person, post.rank.code(), post.title, post.from, post.to, post.decision],
    )?;
    tx.run(
        "UPDATE person SET post = $2, version = version + 1 WHERE id = $1 AND post = ''",
        params![post.person, post.title],
    )?;
    let detail = serde_json::json!({
        "rank": post.rank.code(), "title": post.title, "from": post.from, "to": post.to, "decision": post.decision,
    });
    tx.record(Event::noted("people.post_given", post.person, Some(post.unit)).with(detail))?;
    Ok(id)
}

/// Ends a post: from this day on it is no longer held. Lists that showed it show the newest of the others.
///
/// # Errors
/// [`StoreError::Stale`] when it ended meanwhile.
pub fn end_post(tx: &mut Tx<'_>, post: &Post, on: Day) -> Result<(), StoreError> {
    tx.run_one("UPDATE post SET to_day = $2 WHERE id = $1 AND (to_day IS NULL OR to_day > $2)", params![post.id, on])?;
    tx.run(
        "UPDATE person SET version = version + 1, post = COALESCE((SELECT o.title FROM post o WHERE o.person_id = $1
             AND o.id <> $3 AND (o.to_day IS NULL OR o.to_day > $4) ORDER BY o.from_day DESC, o.id LIMIT 1), '')
         WHERE id = $1 AND post = $2",
        params![post.person, post.title, post.id, on],
    )?;
    let detail = serde_json::json!({ "title": post.title, "on": on });
    tx.record(Event::noted("people.post_ended", post.person, Some(post.unit)).with(detail))
}

/// Roles, posts, assignments and steering committees of those of these units that ended are over. A change may end ten thousand.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn end_with_units(tx: &mut Tx<'_>, units: &[UnitId]) -> Result<(), StoreError> {
    // a role that is to end some day keeps its day
    let tables = [("role_grant", "FALSE"), ("post", "TRUE"), ("assignment", "TRUE"), ("steering_committee", "TRUE")];
    for piece in in_pieces(units) {
        let of_piece = places(1, piece.len());
        for (table, is_cut) in tables {
            let ended = format!("(SELECT u.ended_on FROM unit u WHERE u.id = {table}.unit_id)");
            let sql = format!(
                "UPDATE {table} SET to_day = {ended}
                 WHERE unit_id IN (SELECT u.id FROM unit u WHERE u.id IN ({of_piece}) AND u.ended_on IS NOT NULL)
                   AND (to_day IS NULL OR ({is_cut} AND to_day > {ended}))"
            );
            tx.run(&sql, &with_each(Vec::new(), piece))?;
        }
    }
    Ok(())
}

fn read_area(row: &Row<'_>) -> Result<Area, StoreError> {
    Ok(Area { id: row.get(0)?, unit: row.get(1)?, name: row.get(2)? })
}

/// The fields of work of a committee, by name.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn list_areas(tx: &mut Tx<'_>, unit: UnitId) -> Result<Vec<Area>, StoreError> {
    let sql = "SELECT id, unit_id, name FROM area WHERE unit_id = $1 AND ended_on IS NULL ORDER BY sort_key, id";
    tx.list(sql, params![unit], read_area)
}

/// The field of work with this id.
///
/// # Errors
/// [`StoreError::NotFound`].
pub fn find_area(tx: &mut Tx<'_>, id: AreaId) -> Result<Area, StoreError> {
    tx.find("SELECT id, unit_id, name FROM area WHERE id = $1", params![id], read_area)
}

/// Names a field of work of a committee.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn insert_area(tx: &mut Tx<'_>, unit: UnitId, name: &str) -> Result<AreaId, StoreError> {
    let id: AreaId = tx.new_id();
    tx.run(
        "INSERT INTO area (id, unit_id, name, sort_key, ended_on) VALUES ($1, $2, $3, $4, NULL)",
        params![id, unit, name, vietnamese::collation_key(name)],
    )?;
    tx.record(Event::noted("areas.named", id, Some(unit)).with(serde_json::json!({ "name": name })))?;
    Ok(id)
}

/// Takes a field of work off the list; assignments to it end.
///
/// # Errors
/// [`StoreError::Stale`] when it was taken off meanwhile.
pub fn end_area(tx: &mut Tx<'_>, area: &Area) -> Result<(), StoreError> {
    let today = tx.today();
    tx.run_one("UPDATE area SET ended_on = $2 WHERE id = $1 AND ended_on IS NULL", params![area.id, today])?;
    tx.run(
        "UPDATE assignment SET to_day = $2 WHERE area_id = $1 AND (to_day IS NULL OR to_day > $2)",
        params![area.id, today],
    )?;
    tx.record(Event::noted("areas.ended", area.id, Some(area.unit)).with(serde_json::json!({ "name": area.name })))
}

const ASSIGNMENTS: &str = "SELECT s.id, s.unit_id, u.name, s.person_id, p.full_name, s.area_id, COALESCE(r.name, ''),
     s.covered_unit_id, COALESCE(c.name, ''), s.from_day, s.to_day, s.decision
     FROM assignment s JOIN unit u ON u.id = s.unit_id JOIN person p ON p.id = s.person_id
     LEFT JOIN area r ON r.id = s.area_id LEFT JOIN unit c ON c.id = s.covered_unit_id";

fn read_assignment(row: &Row<'_>) -> Result<Assignment, StoreError> {
    let (area, covered): (Option<AreaId>, Option<UnitId>) = (row.get(5)?, row.get(7)?);
    let (area_name, covered_name): (String, String) = (row.get(6)?, row.get(8)?);
    Ok(Assignment {
        id: row.get(0)?,
        unit: row.get(1)?,
        unit_name: row.get(2)?,
        person: row.get(3)?,
        name: row.get(4)?,
        area: area.map(|id| (id, area_name)),
        covered: covered.map(|id| (id, covered_name)),
        from: row.get(9)?,
        to: row.get(10)?,
        decision: row.get(11)?,
    })
}

/// The assignment with this id.
///
/// # Errors
/// [`StoreError::NotFound`].
pub fn find_assignment(tx: &mut Tx<'_>, id: AssignmentId) -> Result<Assignment, StoreError> {
    tx.find(&format!("{ASSIGNMENTS} WHERE s.id = $1"), params![id], read_assignment)
}

/// The assignments a committee gave, past and present: fields of work first, then units.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn list_assignments(tx: &mut Tx<'_>, unit: UnitId) -> Result<Vec<Assignment>, StoreError> {
    let order = "s.area_id IS NULL, r.sort_key, c.sort_key, p.sort_key, s.id";
    tx.list(&format!("{ASSIGNMENTS} WHERE s.unit_id = $1 ORDER BY {order}"), params![unit], read_assignment)
}

/// What a person is assigned to, past and present, newest first.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn list_assignments_of(tx: &mut Tx<'_>, person: PersonId) -> Result<Vec<Assignment>, StoreError> {
    let order = "s.from_day DESC, r.sort_key, c.sort_key, s.id";
    tx.list(&format!("{ASSIGNMENTS} WHERE s.person_id = $1 ORDER BY {order}"), params![person], read_assignment)
}

/// What the rule over a new assignment needs.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn assigning_facts(tx: &mut Tx<'_>, new: &Assignment) -> Result<AssigningFacts, StoreError> {
    let is_inside = match &new.covered {
        Some((unit, _)) => units::store::is_within(tx, *unit, new.unit)?,
        None => true,
    };
    Ok(AssigningFacts { posts: list_posts(tx, new.unit)?, others: list_assignments(tx, new.unit)?, is_inside })
}

/// Gives an assignment; the rule has been asked.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn insert_assignment(tx: &mut Tx<'_>, new: &Assignment) -> Result<AssignmentId, StoreError> {
    let id: AssignmentId = tx.new_id();
    let (area, covered) = (new.area.as_ref().map(|a| a.0), new.covered.as_ref().map(|c| c.0));
    tx.run(
        "INSERT INTO assignment (id, unit_id, person_id, area_id, covered_unit_id, from_day, to_day, decision)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        params![id, new.unit, new.person, area, covered, new.from, new.to, new.decision],
    )?;
    let detail = serde_json::json!({
        "area": new.area.as_ref().map(|a| &a.1), "covered": new.covered.as_ref().map(|c| &c.1), "from": new.from,
    });
    tx.record(Event::noted("people.assigned", new.person, Some(new.unit)).with(detail))?;
    Ok(id)
}

/// Ends an assignment: from this day on it holds no more.
///
/// # Errors
/// [`StoreError::Stale`] when it ended meanwhile.
pub fn end_assignment(tx: &mut Tx<'_>, of: &Assignment, on: Day) -> Result<(), StoreError> {
    let sql = "UPDATE assignment SET to_day = $2 WHERE id = $1 AND (to_day IS NULL OR to_day > $2)";
    tx.run_one(sql, params![of.id, on])?;
    let detail = serde_json::json!({
        "area": of.area.as_ref().map(|a| &a.1), "covered": of.covered.as_ref().map(|c| &c.1), "on": on,
    });
    tx.record(Event::noted("people.assignment_ended", of.person, Some(of.unit)).with(detail))
}

/// Somebody who answers, with the post or the field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answering {
    /// The person; none for an account of nobody in the list.
    pub person: Option<PersonId>,
    /// The name.
    pub name: String,
    /// The post; of an assigned member the field or the unit.
    pub title: String,
}

/// The head of this very unit today: who holds the post, or, where none is entered, who leads it by role.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn lookup_head(tx: &mut Tx<'_>, unit: UnitId) -> Result<Option<Answering>, StoreError> {
    let today = tx.today();
    lookup_head_on(tx, unit, today)
}

/// The same on any day up to today.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn lookup_head_on(tx: &mut Tx<'_>, unit: UnitId, day: Day) -> Result<Option<Answering>, StoreError> {
    let by_post = tx.lookup(
        &format!(
            "{POSTS} WHERE o.unit_id = $1 AND o.rank = 'head' AND o.from_day <= $2 AND (o.to_day IS NULL OR o.to_day > $2)
             ORDER BY {IN_ORDER}"
        ),
        params![unit, day],
        read_post,
    )?;
    if let Some(post) = by_post {
        return Ok(Some(Answering { person: Some(post.person), name: post.name, title: post.title }));
    }
    let by_role = super::heads_of_on(tx, unit, day)?.into_iter().find(|head| Rank::of_role(head.role) == Rank::Head);
    // the post that lists show is that of today
    let is_now = day == tx.today();
    Ok(by_role.map(|head| Answering {
        person: head.person,
        name: head.name,
        title: if is_now { head.post } else { String::new() },
    }))
}

/// The members of standing committees who answered for a unit on a past day: those assigned to it, or to the nearest unit that
/// stood above it then and that anybody was assigned to. Units are called as they were then.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn list_answering_on(tx: &mut Tx<'_>, unit: UnitId, day: Day) -> Result<Vec<Answering>, StoreError> {
    let mut line = units::store::list_ancestors_on(tx, unit, day)?;
    line.push(units::store::find_on(tx, unit, day)?);
    for at in line.iter().rev() {
        let answering = tx.list(
            "SELECT DISTINCT s.person_id, p.full_name, p.sort_key FROM assignment s JOIN person p ON p.id = s.person_id
             WHERE s.covered_unit_id = $1 AND s.area_id IS NULL AND s.from_day <= $2 AND (s.to_day IS NULL OR s.to_day > $2)
             ORDER BY p.sort_key, s.person_id",
            params![at.id, day],
            |row| Ok(Answering { person: row.get(0)?, name: row.get(1)?, title: at.short_name.clone() }),
        )?;
        if !answering.is_empty() {
            return Ok(answering);
        }
    }
    Ok(Vec::new())
}

/// The members of standing committees who answer for this unit today: those assigned to it or to the nearest unit above
/// it that anybody is assigned to, and those assigned to the field of work.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn list_answering(tx: &mut Tx<'_>, unit: UnitId, area: Option<AreaId>) -> Result<Vec<Answering>, StoreError> {
    let today = tx.today();
    let area = area.map(|id| id.to_string()).unwrap_or_default();
    let holds = "s.from_day <= $2 AND (s.to_day IS NULL OR s.to_day > $2)";
    tx.list(
        &format!(
            "SELECT s.person_id, p.full_name, COALESCE(r.name, c.short_name, ''), 0 AS far, p.sort_key
             FROM assignment s JOIN person p ON p.id = s.person_id
             LEFT JOIN area r ON r.id = s.area_id LEFT JOIN unit c ON c.id = s.covered_unit_id
             WHERE {holds} AND s.area_id = $3
             UNION
             SELECT s.person_id, p.full_name, c.short_name, 1 AS far, p.sort_key
             FROM unit_ancestor a JOIN assignment s ON s.covered_unit_id = a.ancestor_id
             JOIN person p ON p.id = s.person_id JOIN unit c ON c.id = s.covered_unit_id
             WHERE a.unit_id = $1 AND {holds} AND s.area_id IS NULL AND a.distance =
                 (SELECT MIN(b.distance) FROM unit_ancestor b JOIN assignment s ON s.covered_unit_id = b.ancestor_id
                  WHERE b.unit_id = $1 AND {holds} AND s.area_id IS NULL)
             ORDER BY 4, 5, 1"
        ),
        params![unit, today, area],
        |row| Ok(Answering { person: row.get(0)?, name: row.get(1)?, title: row.get(2)? }),
    )
}
