//! People as of a past day: where each was at home and how the person stood then, which posts were held. What held before
//! stands in `person_past`; a home of which nobody knows since when it holds has always held.

use std::collections::HashMap;

use kernel::{Day, PersonId, UnitId};
use platform::db::{Dialect, Param, StoreError, Tx, in_pieces, places, with_each};
use platform::params;
use platform::web::Sort;

use super::listing::{PeopleQuery, PersonLine};
use super::people::{COLUMNS, WIDTH, read, read_status};
use crate::domain::MemberStatus;

/// A past day as lists show it.
#[derive(Debug, Clone)]
pub struct PastDay {
    /// People as they stood at the end of this day, in the tree of this day.
    pub day: Day,
    /// Only those who are at home in these branches today: what is seen is decided by the rights of today. None: everybody.
    pub seen: Option<Vec<UnitId>>,
}

/// Branches of more units than this are large.
const LARGE: i64 = 300;

/// The pieces of the question who was at home where on a day.
struct Then<'q> {
    query: &'q PeopleQuery,
    past: &'q PastDay,
    day: Day,
    today: Day,
    /// The units of the branches as they were on the day, in brackets.
    branch: String,
    units: i64,
    is_whole: bool,
}

/// True of a person whose present home held on the day.
fn present(day: Day) -> String {
    format!("(p.standing_from IS NULL OR p.standing_from <= '{day}') AND (p.ended_on IS NULL OR p.ended_on > '{day}')")
}

/// True of a past home that held on the day.
fn covers(row: &str, day: Day) -> String {
    format!("({row}.from_day IS NULL OR {row}.from_day <= '{day}') AND {row}.to_day > '{day}'")
}

/// What held on the day: that of the present home, or of the first past home that covers the day.
fn then(now: &str, past: &str, day: Day) -> String {
    format!(
        "CASE WHEN {} THEN p.{now} ELSE (SELECT h.{past} FROM person_past h WHERE h.person_id = p.id AND {}
             ORDER BY h.to_day, h.unit_id LIMIT 1) END",
        present(day),
        covers("h", day)
    )
}

/// One branch of several, each in brackets.
fn joined(branches: &[String]) -> String {
    match branches {
        [one] => one.clone(),
        several => {
            let each: Vec<String> = several.iter().map(|one| format!("SELECT b.unit_id FROM {one} b")).collect();
            format!("({})", each.join(" UNION ALL "))
        }
    }
}

/// True of a unit among these, asked of each row while rows are walked through: neither engine looks up each unit instead.
fn asked_of_each(unit: &str, these: &str) -> String {
    format!("({unit} IN {these}) IS TRUE")
}

impl<'q> Then<'q> {
    fn of(tx: &mut Tx<'_>, query: &'q PeopleQuery, past: &'q PastDay) -> Result<Self, StoreError> {
        let day = past.day;
        let literal = format!("'{day}'");
        if tx.dialect() == Dialect::Postgres {
            // compiling the plan would take longer than the page
            tx.each("SELECT set_config('jit', 'off', TRUE)", &[], |_| Ok(()))?;
        }
        let (mut branches, mut units) = (Vec::new(), 0);
        for (at, root) in query.roots.iter().enumerate() {
            branches.push(units::store::branch_sql(tx, &format!("${}", at + 3), &literal, day)?);
            let alone = units::store::branch_sql(tx, "$1", &literal, day)?;
            units += tx.scalar::<i64>(&format!("SELECT COUNT(*) FROM {alone} b"), params![root])?;
        }
        let is_of_now = units::store::last_change_day(tx)?.is_none_or(|last| day >= last);
        Ok(Then {
            is_whole: is_of_now && units::store::is_whole_tree(tx, &query.roots)?,
            today: tx.today(),
            branch: joined(&branches),
            query,
            past,
            day,
            units,
        })
    }

    /// `$1` words, `$2` the status, then the roots, then the branches of today.
    fn bound<'b>(&'b self, status: &'b &'static str) -> Vec<&'b dyn Param> {
        let mut bound: Vec<&dyn Param> = vec![&self.query.like, status];
        bound.extend(self.query.roots.iter().map(|root| root as &dyn Param));
        bound.extend(self.past.seen.iter().flatten().map(|root| root as &dyn Param));
        bound
    }

    /// Whose words and status (`of`, in SQL) fit, and who is seen.
    fn fits(&self, of: &str, walks: bool) -> String {
        let (words, seen) = (super::listing::words(self.query), self.seen(walks));
        format!("{words} AND (CAST($2 AS TEXT) = '' OR {of} = $2) AND p.merged_into_person_id IS NULL AND {seen}")
    }

    /// True of those who are seen today.
    fn seen(&self, walks: bool) -> String {
        let Some(roots) = &self.past.seen else { return "1 = 1".to_owned() };
        let (query, today) = (self.query, self.today);
        let these = places(query.roots.len() + 3, roots.len());
        let own = format!("(SELECT n.unit_id FROM unit_ancestor n WHERE n.ancestor_id IN ({these}))");
        if query.beside {
            return format!(
                "(p.home_unit_id IN {own} OR p.id IN (SELECT s.person_id FROM membership s WHERE s.unit_id IN {own}
                     AND s.from_day <= '{today}' AND (s.to_day IS NULL OR s.to_day > '{today}')))"
            );
        }
        if walks { asked_of_each("p.home_unit_id", &own) } else { format!("p.home_unit_id IN {own}") }
    }

    /// Who took part there beside the home.
    fn beside(&self) -> String {
        let Then { branch, day, .. } = self;
        format!(
            "(p.ended_on IS NULL OR p.ended_on > '{day}') AND p.id IN (SELECT m.person_id FROM membership m
                 WHERE m.unit_id IN {branch} AND m.from_day <= '{day}' AND (m.to_day IS NULL OR m.to_day > '{day}'))"
        )
    }

    /// Who had left by then, from a home there.
    fn ended(&self) -> String {
        format!("p.ended_on <= '{}' AND p.home_unit_id IN {}", self.day, self.branch)
    }

    /// The home and the status that are listed.
    fn home_and_status(&self) -> (String, String) {
        let status = then("member_status", "member_status", self.day);
        if self.query.ended {
            return ("p.home_unit_id".into(), "p.member_status".into());
        }
        let home = then("home_unit_id", "unit_id", self.day);
        if self.query.beside {
            return (format!("COALESCE({home}, p.home_unit_id)"), format!("COALESCE({status}, p.member_status)"));
        }
        (home, status)
    }

    /// Who is listed, of `person p` and the unit `u` of the home: each is asked while all are walked through, or the few of a
    /// small branch are looked up.
    fn listed(&self, walks: bool) -> String {
        let Then { query, branch, day, .. } = self;
        if query.ended {
            return self.ended();
        }
        if query.beside {
            return self.beside();
        }
        if self.is_whole {
            return self.all_roots();
        }
        if walks {
            return asked_of_each("u.id", branch);
        }
        if self.units > LARGE {
            return format!("u.id IN {branch}");
        }
        format!(
            "u.id IN {branch} AND p.id IN (SELECT q.id FROM person q WHERE q.home_unit_id IN {branch} UNION ALL
                 SELECT h.person_id FROM person_past h WHERE h.unit_id IN {branch} AND h.to_day > '{day}')"
        )
    }

    /// The tables and what joins them: each person with the one unit of the home, or (`by_unit`) units in their order, each
    /// with its people. Both engines are kept to this order, so that a page is full after a few steps: SQLite by the cross
    /// join, PostgreSQL by the offset.
    fn tables(&self, tx: &Tx<'_>, home: &str, (walks, by_unit): (bool, bool)) -> (String, String) {
        let day = self.day;
        let of_unit = |person: &str| {
            format!(
                "{person}.id IN (SELECT q.id FROM person q WHERE q.home_unit_id = u.id UNION ALL
                     SELECT h.person_id FROM person_past h WHERE h.unit_id = u.id AND h.to_day > '{day}')"
            )
        };
        let is_home = format!("u.id = {home}");
        match (walks, by_unit, tx.dialect()) {
            (true, true, Dialect::Sqlite) => {
                ("unit u CROSS JOIN person p".into(), format!("{is_home} AND {}", of_unit("p")))
            }
            (true, true, Dialect::Postgres) => {
                let people = format!("SELECT x.* FROM person x WHERE {} OFFSET 0", of_unit("x"));
                (format!("unit u CROSS JOIN LATERAL ({people}) p"), is_home)
            }
            (true, false, Dialect::Postgres) => {
                let unit = format!("SELECT y.* FROM unit y WHERE y.id = {home} OFFSET 0");
                (format!("person p CROSS JOIN LATERAL ({unit}) u"), "1 = 1".into())
            }
            _ => ("person p CROSS JOIN unit u".into(), is_home),
        }
    }

    /// Always true; names every root, as a statement must.
    fn all_roots(&self) -> String {
        format!("COALESCE({}, '') <> ''", places(3, self.query.roots.len()))
    }
}

/// How many people the query finds as of the day.
pub(super) fn count(tx: &mut Tx<'_>, query: &PeopleQuery, past: &PastDay) -> Result<i64, StoreError> {
    if query.roots.is_empty() {
        return Ok(0);
    }
    let then = Then::of(tx, query, past)?;
    let status = query.status.map_or("", MemberStatus::code);
    let bound = then.bound(&status);
    let (day, branch, fits) = (then.day, &then.branch, then.fits("p.member_status", false));
    if query.ended || query.beside {
        let (_, of) = then.home_and_status();
        let which = if query.ended { then.ended() } else { then.beside() };
        return tx
            .scalar(&format!("SELECT COUNT(*) FROM person p WHERE {which} AND {}", then.fits(&of, false)), &bound);
    }
    let here = if then.is_whole { then.all_roots() } else { format!("p.home_unit_id IN {branch}") };
    let present = present(day);
    let stayed: i64 =
        tx.scalar(&format!("SELECT COUNT(*) FROM person p WHERE {here} AND {present} AND {fits}"), &bound)?;
    let was: i64 = tx.scalar(
        &format!(
            "SELECT COUNT(*) FROM person_past h JOIN person p ON p.id = h.person_id
             WHERE h.unit_id IN {branch} AND {} AND NOT ({present}) AND {} AND NOT EXISTS
                 (SELECT 1 FROM person_past o WHERE o.person_id = h.person_id AND {}
                      AND (o.to_day < h.to_day OR (o.to_day = h.to_day AND o.unit_id < h.unit_id)))",
            covers("h", day),
            then.fits("h.member_status", false),
            covers("o", day)
        ),
        &bound,
    )?;
    Ok(stayed + was)
}

/// A page of what the query finds as of the day. `is_searched`: few fit, so they are found first and then sorted.
pub(super) fn list(
    tx: &mut Tx<'_>,
    query: &PeopleQuery,
    past: &PastDay,
    (sort, is_searched): (Sort<'_>, bool),
    (limit, offset): (i64, i64),
) -> Result<Vec<PersonLine>, StoreError> {
    if query.roots.is_empty() {
        return Ok(Vec::new());
    }
    let then = Then::of(tx, query, past)?;
    let walks = !is_searched && !query.ended && !query.beside && (then.is_whole || then.units > LARGE);
    let key = super::listing::sort_column(sort.key, walks);
    let direction = if sort.descending { "DESC" } else { "ASC" };
    let (home, status_then) = then.home_and_status();
    let (from, is_home) = then.tables(tx, &home, (walks, sort.key == "unit"));
    let status = query.status.map_or("", MemberStatus::code);
    let mut bound = then.bound(&status);
    let at = bound.len();
    bound.push(&limit);
    bound.push(&offset);
    let mut lines = tx.list(
        &format!(
            "SELECT {COLUMNS}, u.name, u.code, u.id, {status_then} FROM {from}
             WHERE {is_home} AND {} AND {} ORDER BY {key} {direction}, p.id LIMIT ${} OFFSET ${}",
            then.listed(walks),
            then.fits(&format!("({status_then})"), walks),
            at + 1,
            at + 2
        ),
        &bound,
        |row| {
            let mut person = read(row)?;
            person.known.home_unit = row.get(WIDTH + 2)?;
            person.known.member_status = read_status(&row.get::<String>(WIDTH + 3)?)?;
            person.ended_on = person.ended_on.filter(|on| *on <= past.day);
            Ok(PersonLine { person, unit_name: row.get(WIDTH)?, unit_code: row.get(WIDTH + 1)? })
        },
    )?;
    let names = units::store::names_on(tx, lines.iter().map(|line| line.person.home_unit), past.day)?;
    let people: Vec<PersonId> = lines.iter().map(|line| line.person.id).collect();
    let mut posts = posts_on(tx, &people, past.day)?;
    for line in &mut lines {
        if let Some(named) = names.get(&line.person.home_unit) {
            line.unit_name.clone_from(&named.name);
        }
        // a post would name whoever was erased
        let held = posts.remove(&line.person.id).filter(|_| !line.person.is_erased);
        line.person.known.post = held.unwrap_or_default();
    }
    Ok(lines)
}

/// The highest post each of these people held on a day, of the posts that are entered with their days.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn posts_on(tx: &mut Tx<'_>, people: &[PersonId], day: Day) -> Result<HashMap<PersonId, String>, StoreError> {
    let mut posts = HashMap::new();
    for piece in in_pieces(people) {
        let sql = format!(
            "SELECT o.person_id, o.title FROM post o JOIN person p ON p.id = o.person_id
             WHERE o.from_day <= $1 AND (o.to_day IS NULL OR o.to_day > $1) AND o.person_id IN ({})
             ORDER BY {}",
            places(2, piece.len()),
            super::responsibility::IN_ORDER
        );
        tx.each(&sql, &with_each(vec![&day], piece), |row| {
            let title: String = row.get(1)?;
            posts.entry(row.get(0)?).or_insert(title);
            Ok(())
        })?;
    }
    Ok(posts)
}
