//! Putting people on the lists: whole branches in one write, chosen people, guests, those who owe a make-up session.

use std::collections::HashMap;

use kernel::{ConferenceId, DelegateId, Delta, Event, PersonId, PointId, UnitId};
use platform::db::{StoreError, Tx, places, with_each};
use platform::params;

use crate::domain::attendance::SUMMONED;
use crate::domain::{Conference, Kind};

/// Somebody to be summoned.
#[derive(Debug, Clone)]
pub struct NewDelegate {
    /// The point they are to come to.
    pub point: PointId,
    /// The person, when in the register.
    pub person: Option<PersonId>,
    /// The home unit; of a guest the point's unit.
    pub unit: UnitId,
    /// The name.
    pub name: String,
    /// The post.
    pub post: String,
    /// As what.
    pub kind: Kind,
    /// The delegate of the first conference whose absence this makes up for.
    pub makes_up_for: Option<DelegateId>,
}

/// How many were added, and how many stood on the list before.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Summoned {
    /// Added now.
    pub added: i64,
    /// On the list already.
    pub already: i64,
}

/// Puts people on the list; whoever is there already stays as they are.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn summon(tx: &mut Tx<'_>, conference: &Conference, new: &[NewDelegate]) -> Result<Summoned, StoreError> {
    let today = tx.today();
    let mut done = Summoned::default();
    let mut by_unit: HashMap<UnitId, i64> = HashMap::new();
    for one in new {
        let id: DelegateId = tx.new_id();
        let invitation = conference.code_seed.invitation_of(id);
        let (folded, sort_key) = (vietnamese::fold(&one.name), vietnamese::name_sort_key(&one.name));
        let added = tx.run(
            "INSERT INTO delegate (id, conference_id, point_id, person_id, unit_id, name, folded, sort_key, post, kind,
                 invitation, summoned_on, outcome, outcome_on, reason, makes_up_for, made_up_in, made_up_on,
                 wrong_tries, wrong_since)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 'none', NULL, '', $13, NULL, NULL, 0, 0)
             ON CONFLICT (conference_id, person_id) DO NOTHING",
            params![
                id,
                conference.id,
                one.point,
                one.person,
                one.unit,
                one.name,
                folded,
                sort_key,
                one.post,
                one.kind.code(),
                invitation,
                today,
                one.makes_up_for
            ],
        )?;
        if added == 1 {
            done.added += 1;
            *by_unit.entry(one.unit).or_default() += 1;
        } else {
            done.already += 1;
        }
    }
    for (unit, n) in by_unit {
        tx.post(Delta { subject: conference.id.to_string(), figure: SUMMONED, unit, day: today, n });
    }
    if done.added > 0 {
        tx.record(
            Event::noted("conferences.delegates_summoned", conference.id, Some(conference.unit))
                .with(serde_json::json!({ "added": done.added, "already": done.already })),
        )?;
    }
    Ok(done)
}

/// Who of a branch is summoned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// Every member (those exempt from activities or temporarily elsewhere left out).
    AllMembers,
    /// Key officials only.
    KeyOfficials,
}

/// Somebody of the register who may be summoned.
#[derive(Debug, Clone)]
pub struct Candidate {
    /// The person.
    pub person: PersonId,
    /// The name.
    pub name: String,
    /// The post.
    pub post: String,
    /// The home unit.
    pub unit: UnitId,
    /// Its name.
    pub unit_name: String,
    /// A key official.
    pub is_official: bool,
}

const CANDIDATES: &str = "SELECT p.id, p.full_name, p.post, p.home_unit_id, u.short_name, p.is_key_official
     FROM person p JOIN unit u ON u.id = p.home_unit_id
     JOIN unit_ancestor a ON a.unit_id = p.home_unit_id";

fn read_candidate(row: &platform::db::Row<'_>) -> Result<Candidate, StoreError> {
    Ok(Candidate {
        person: row.get(0)?,
        name: row.get(1)?,
        post: row.get::<Option<String>>(2)?.unwrap_or_default(),
        unit: row.get(3)?,
        unit_name: row.get(4)?,
        is_official: row.get(5)?,
    })
}

/// The people of a unit's branch who are in scope.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn list_candidates(tx: &mut Tx<'_>, branch: UnitId, scope: Scope) -> Result<Vec<Candidate>, StoreError> {
    let limit = match scope {
        Scope::AllMembers => "p.member_status IN ('official', 'probationary')",
        Scope::KeyOfficials => "p.is_key_official = TRUE",
    };
    let sql = format!("{CANDIDATES} WHERE a.ancestor_id = $1 AND p.ended_on IS NULL AND {limit} ORDER BY p.id");
    tx.list(&sql, params![branch], read_candidate)
}

/// People of these branches whose name or number holds the words, by name.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn search_people(tx: &mut Tx<'_>, roots: &[UnitId], like: &str, limit: i64) -> Result<Vec<Candidate>, StoreError> {
    let sql = format!(
        "{CANDIDATES} WHERE p.folded LIKE $1 AND p.ended_on IS NULL AND a.ancestor_id IN ({})
         GROUP BY p.id, p.full_name, p.post, p.home_unit_id, u.short_name, p.is_key_official, p.sort_key
         ORDER BY p.sort_key, p.id LIMIT $2",
        places(3, roots.len())
    );
    tx.list(&sql, &with_each(vec![&like, &limit], roots), read_candidate)
}

/// The person of a branch with this number of the member database.
pub(super) fn list_by_external_id(
    tx: &mut Tx<'_>,
    branch: UnitId,
    external_id: &str,
) -> Result<Vec<Candidate>, StoreError> {
    let sql = format!("{CANDIDATES} WHERE p.external_id = $1 AND p.ended_on IS NULL AND a.ancestor_id = $2");
    tx.list(&sql, params![external_id, branch], read_candidate)
}

/// The people with these ids who are in these branches.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn list_chosen(tx: &mut Tx<'_>, roots: &[UnitId], chosen: &[PersonId]) -> Result<Vec<Candidate>, StoreError> {
    let mut people = Vec::new();
    let sql = format!(
        "{CANDIDATES} WHERE p.id = $1 AND p.ended_on IS NULL AND a.ancestor_id IN ({}) ORDER BY a.distance LIMIT 1",
        places(2, roots.len())
    );
    for person in chosen {
        people.extend(tx.lookup(&sql, &with_each(vec![person], roots), read_candidate)?);
    }
    Ok(people)
}

/// For every unit of a branch the point nearest above it (its own first).
///
/// # Errors
/// [`StoreError::Driver`].
pub fn nearest_points(
    tx: &mut Tx<'_>,
    conference: ConferenceId,
    branch: UnitId,
) -> Result<HashMap<UnitId, PointId>, StoreError> {
    let mut nearest: HashMap<UnitId, PointId> = HashMap::new();
    tx.each(
        "SELECT a.unit_id, p.id FROM unit_ancestor b JOIN unit_ancestor a ON a.unit_id = b.unit_id
         JOIN point p ON p.unit_id = a.ancestor_id AND p.conference_id = $1
         WHERE b.ancestor_id = $2 ORDER BY a.distance, p.sort_key",
        params![conference, branch],
        |row| {
            let point = row.get(1)?;
            nearest.entry(row.get(0)?).or_insert(point);
            Ok(())
        },
    )?;
    Ok(nearest)
}

/// Summons everybody in scope of a branch: all to one point, or each to the point nearest above their home unit.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn summon_scope(
    tx: &mut Tx<'_>,
    conference: &Conference,
    branch: UnitId,
    scope: Scope,
    point: Option<PointId>,
) -> Result<Summoned, StoreError> {
    let nearest = match point {
        Some(_) => HashMap::new(),
        None => nearest_points(tx, conference.id, branch)?,
    };
    let new: Vec<NewDelegate> = list_candidates(tx, branch, scope)?
        .into_iter()
        .filter_map(|one| {
            let point = point.or_else(|| nearest.get(&one.unit).copied())?;
            Some(new_delegate(one, point))
        })
        .collect();
    summon(tx, conference, &new)
}

/// A candidate as a delegate at this point.
fn new_delegate(one: Candidate, point: PointId) -> NewDelegate {
    NewDelegate {
        point,
        person: Some(one.person),
        unit: one.unit,
        name: one.name,
        post: one.post,
        kind: if one.is_official { Kind::Official } else { Kind::Member },
        makes_up_for: None,
    }
}

impl Candidate {
    /// This person as a delegate at this point.
    #[must_use]
    pub fn summoned_to(self, point: PointId) -> NewDelegate {
        new_delegate(self, point)
    }
}

/// Summons to a make-up session everybody who still owes one: to the point nearest above their home unit, or to the
/// main point.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn summon_owing(tx: &mut Tx<'_>, make_up: &Conference, first: ConferenceId) -> Result<Summoned, StoreError> {
    let Some(main) = super::main_point(tx, make_up.id)? else { return Ok(Summoned::default()) };
    let nearest = nearest_points(tx, make_up.id, make_up.unit)?;
    let new: Vec<NewDelegate> = super::list_owing(tx, first, make_up.unit)?
        .into_iter()
        .map(|absent| NewDelegate {
            point: nearest.get(&absent.unit).copied().unwrap_or(main.id),
            person: absent.person,
            unit: absent.unit,
            name: absent.name,
            post: absent.post,
            kind: absent.kind,
            makes_up_for: Some(absent.delegate),
        })
        .collect();
    summon(tx, make_up, &new)
}
