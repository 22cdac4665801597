//! Writing checked lines of a list of people: new ones many at a time, known ones compared and corrected.

use std::collections::HashSet;
use std::sync::Arc;

use kernel::{Day, PersonId, UnitId};
use platform::db::{Param, StoreError, Tx};
use platform::imports::{Fault, FaultKind, Written};

use crate::domain::merge::PairReason;
use crate::domain::{Gender, MemberStatus, NewPerson, Person, some_masked};
use crate::store;

/// Units into which lines may go.
pub(super) enum Scope {
    /// Every one.
    All,
    /// These.
    Units(HashSet<UnitId>),
}

/// What a line says. None: it says nothing.
#[derive(Debug, Clone)]
pub(super) struct Given {
    pub external_id: Option<String>,
    pub full_name: String,
    pub birth_day: Option<Day>,
    pub gender: Option<Gender>,
    pub home_unit: UnitId,
    pub member_status: Option<MemberStatus>,
    pub joined_on: Option<Day>,
    /// From which day on the unit and the status hold.
    pub since: Option<Day>,
    pub post: Option<String>,
    pub phone: Option<String>,
    pub is_key_official: Option<bool>,
}

/// A checked line.
pub(super) struct Line {
    pub number: i64,
    pub given: Given,
    pub sort_key: String,
    /// Somebody with the same key was there when the import began.
    pub is_known: bool,
    /// Somebody has the same name and birth day.
    pub has_twin: bool,
    pub scope: Arc<Scope>,
}

impl Given {
    fn as_new(&self) -> NewPerson {
        NewPerson {
            external_id: self.external_id.clone(),
            full_name: self.full_name.clone(),
            birth_day: self.birth_day,
            gender: self.gender,
            home_unit: self.home_unit,
            member_status: self.member_status.unwrap_or(MemberStatus::Official),
            joined_on: self.joined_on,
            post: self.post.clone().unwrap_or_default(),
            phone: self.phone.clone().unwrap_or_default(),
            is_key_official: self.is_key_official.unwrap_or(false),
        }
    }

    /// What only the line knows of somebody whose record stands for the one it names.
    fn filling_gaps(&self, known: &NewPerson) -> NewPerson {
        let text = |known: &str, given: &Option<String>| match given {
            Some(given) if known.is_empty() => given.clone(),
            _ => known.to_owned(),
        };
        NewPerson {
            birth_day: known.birth_day.or(self.birth_day),
            gender: known.gender.or(self.gender),
            joined_on: known.joined_on.or(self.joined_on),
            post: text(&known.post, &self.post),
            phone: text(&known.phone, &self.phone),
            ..known.clone()
        }
    }

    fn over(&self, known: &NewPerson) -> NewPerson {
        NewPerson {
            external_id: known.external_id.clone().or_else(|| self.external_id.clone()),
            full_name: self.full_name.clone(),
            birth_day: self.birth_day.or(known.birth_day),
            gender: self.gender.or(known.gender),
            home_unit: self.home_unit,
            member_status: self.member_status.unwrap_or(known.member_status),
            joined_on: self.joined_on.or(known.joined_on),
            post: self.post.clone().unwrap_or_else(|| known.post.clone()),
            phone: self.phone.clone().unwrap_or_else(|| known.phone.clone()),
            is_key_official: self.is_key_official.unwrap_or(known.is_key_official),
        }
    }
}

/// Rows of one statement.
const ROWS: usize = 100;
const COLUMNS: usize = 15;

/// Writes the lines of one transaction.
pub(super) fn write_lines(tx: &mut Tx<'_>, lines: Vec<Line>) -> Result<Written, StoreError> {
    let mut written = Written::default();
    let (mut known, new): (Vec<Line>, Vec<Line>) = lines.into_iter().partition(|line| line.is_known);
    let mut twins: Vec<(PersonId, Line)> = Vec::new();
    let mut new = new.into_iter().peekable();
    while new.peek().is_some() {
        let batch: Vec<(PersonId, Line)> = new.by_ref().take(ROWS).map(|line| (tx.new_id(), line)).collect();
        let inserted = insert_batch(tx, &batch)?;
        for (id, line) in batch {
            if !inserted.contains(&id) {
                // registered by somebody else since the import began
                known.push(line);
                continue;
            }
            written.inserted += 1;
            if line.has_twin {
                twins.push((id, line));
            }
        }
    }
    for line in known {
        correct(tx, &line, &mut written)?;
    }
    for (id, line) in twins {
        doubt(tx, id, &line, &mut written)?;
    }
    Ok(written)
}

fn insert_batch(tx: &mut Tx<'_>, batch: &[(PersonId, Line)]) -> Result<HashSet<PersonId>, StoreError> {
    let people: Vec<(&PersonId, NewPerson, &str, String)> = batch
        .iter()
        .map(|(id, line)| {
            let person = line.given.as_new();
            let folded = store::folded(&person);
            (id, person, line.sort_key.as_str(), folded)
        })
        .collect();
    let words: Vec<(&str, &str)> =
        people.iter().map(|(_, p, _, _)| (p.gender.map_or("", Gender::code), p.member_status.code())).collect();
    let since: Vec<Option<Day>> = batch.iter().map(|(_, line)| line.given.since).collect();
    let mut params: Vec<&dyn Param> = Vec::with_capacity(batch.len() * COLUMNS);
    for (((id, person, sort_key, folded), (gender, status)), since) in people.iter().zip(&words).zip(&since) {
        params.extend([
            *id as &dyn Param,
            &person.external_id,
            &person.full_name,
            folded,
            sort_key,
            &person.birth_day,
            gender,
            &person.home_unit,
            status,
            &person.joined_on,
            &person.post,
            &person.phone,
            &person.is_key_official,
            since,
            &1_i64,
        ]);
    }
    Ok(tx.list(&insert_text(batch.len()), &params, |row| row.get::<PersonId>(0))?.into_iter().collect())
}

fn insert_text(rows: usize) -> String {
    let row = |at: usize| {
        let places: Vec<String> = (1..=COLUMNS).map(|column| format!("${}", at * COLUMNS + column)).collect();
        format!("({})", places.join(", "))
    };
    let rows: Vec<String> = (0..rows).map(row).collect();
    format!(
        "INSERT INTO person (id, external_id, full_name, folded, sort_key, birth_day, gender, home_unit_id, member_status,
         joined_on, post, phone, is_key_official, standing_from, version) VALUES {} ON CONFLICT (external_id) DO NOTHING RETURNING id",
        rows.join(", ")
    )
}

fn correct(tx: &mut Tx<'_>, line: &Line, written: &mut Written) -> Result<(), StoreError> {
    let Some(named) = named_by(tx, line)? else {
        // ended its life between the start of the import and now: it is new again
        store::insert_person_since(tx, &line.given.as_new(), line.given.since)?;
        written.inserted += 1;
        return Ok(());
    };
    let is_merged = named.merged_into.is_some();
    let person = store::standing_for(tx, named)?;
    if let Scope::Units(units) = &*line.scope
        && !units.contains(&person.home_unit)
    {
        written.faults.push(fault(line, FaultKind::Error, "people-import-elsewhere", String::new()));
        return Ok(());
    }
    let known = if is_merged { line.given.filling_gaps(&person.known) } else { line.given.over(&person.known) };
    if known == person.known {
        written.unchanged += 1;
        return Ok(());
    }
    let mut since = person.since;
    if known.home_unit != person.home_unit || known.member_status != person.member_status {
        let on = line.given.since.unwrap_or_else(|| tx.today());
        store::note_past(tx, &person, on, "")?;
        since = Some(on);
    }
    store::save_person(tx, &Person { known, since, ..person })?;
    written.updated += 1;
    Ok(())
}

/// Whom the line is about, by the rules of `domain::merge::RULES`.
fn named_by(tx: &mut Tx<'_>, line: &Line) -> Result<Option<Person>, StoreError> {
    let Given { external_id, birth_day, home_unit, .. } = &line.given;
    if let Some(id) = external_id
        && let Some(person) = store::lookup_person_by_external_id(tx, id)?
    {
        return Ok(Some(person));
    }
    if external_id.is_none() || birth_day.is_some() {
        let nameless = store::lookup_person_without_id(tx, &line.sort_key, *birth_day, *home_unit)?;
        if nameless.is_some() {
            return Ok(nameless);
        }
    }
    match birth_day {
        Some(day) if external_id.is_none() => store::lookup_person_by_name(tx, &line.sort_key, *day, *home_unit),
        _ => Ok(None),
    }
}

fn doubt(tx: &mut Tx<'_>, id: PersonId, line: &Line, written: &mut Written) -> Result<(), StoreError> {
    let Some(birth_day) = line.given.birth_day else {
        return Ok(());
    };
    let others = store::list_same_person(tx, &line.given.full_name, birth_day, Some(id))?;
    let others = store::undecided(tx, id, others)?;
    if others.is_empty() {
        return Ok(());
    }
    for other in &others {
        store::note_pair(tx, id, other.id, PairReason::NameAndBirthDay)?;
    }
    // of people outside the branch nothing is told but that they are there; of the others no more than a page shows
    let shown = |other: &Person| match &*line.scope {
        Scope::Units(units) if !units.contains(&other.home_unit) => some_masked(&None),
        _ => some_masked(&other.external_id),
    };
    let ids: Vec<String> = others.iter().map(shown).take(5).collect();
    written.faults.push(fault(line, FaultKind::Doubt, "people-import-twin", ids.join(", ")));
    Ok(())
}

fn fault(line: &Line, kind: FaultKind, problem: &str, detail: String) -> Fault {
    let (column, cell) = match (&line.given.external_id, kind) {
        (Some(id), FaultKind::Error) => ("ma_dang_vien", id.clone()),
        _ => ("ho_ten", line.given.full_name.clone()),
    };
    Fault { line: line.number, kind, column: column.into(), cell, problem: problem.into(), detail }
}
