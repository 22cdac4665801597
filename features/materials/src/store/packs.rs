//! Packs of cells and the lines of their sheets.

use conferences::domain::{Outcome, Way};
use kernel::{ConferenceId, Day, Delta, Event, PersonId, RolloutId, UnitId};
use platform::db::{Row, StoreError, Tx};
use platform::params;
use rollouts::domain::{Evidence, Measure};

use super::figures::STUDIED;
use super::word;
use crate::domain::{
    Asked, Coverage, MaterialId, Media, Pack, PackId, PackLine, Purpose, Set, Told, code_of, normal_code,
};

const COLUMNS: &str = "k.id, k.unit_id, k.rollout_id, k.conference_id, k.code, k.questions, k.made_on, k.held_on,
     k.opinions, k.proposals, k.note, k.photo, k.photo_media, k.returned_on, k.present, k.version, k.answers";

fn read(row: &Row<'_>) -> Result<Pack, StoreError> {
    let purpose = match (row.get::<Option<RolloutId>>(2)?, row.get::<Option<ConferenceId>>(3)?) {
        (Some(rollout), _) => Purpose::Rollout(rollout),
        (None, Some(conference)) => Purpose::Conference(conference),
        (None, None) => return Err(StoreError::corrupt("cell_pack", "for nothing")),
    };
    let (questions, photo, answers): (String, String, String) = (row.get(5)?, row.get(11)?, row.get(16)?);
    let told = Told {
        held_on: row.get(7)?,
        opinions: row.get(8)?,
        proposals: row.get(9)?,
        note: row.get(10)?,
        answers: serde_json::from_str(&answers).map_err(|e| StoreError::corrupt("cell_pack", e.to_string()))?,
    };
    Ok(Pack {
        id: row.get(0)?,
        unit: row.get(1)?,
        purpose,
        code: row.get(4)?,
        questions: serde_json::from_str(&questions).map_err(|e| StoreError::corrupt("cell_pack", e.to_string()))?,
        made_on: row.get(6)?,
        told,
        photo: match photo.as_str() {
            "" => None,
            _ => Some((photo, word::<Media>("cell_pack", &row.get::<String>(12)?)?)),
        },
        returned_on: row.get(13)?,
        present: row.get(14)?,
        version: row.get(15)?,
    })
}

/// The pack.
///
/// # Errors
/// [`StoreError::NotFound`].
pub fn find_pack(tx: &mut Tx<'_>, id: PackId) -> Result<Pack, StoreError> {
    tx.find(&format!("SELECT {COLUMNS} FROM cell_pack k WHERE k.id = $1"), params![id], read)
}

/// The pack with this code, however it was typed.
///
/// # Errors
/// [`StoreError::Corrupt`].
pub fn lookup_pack_by_code(tx: &mut Tx<'_>, typed: &str) -> Result<Option<Pack>, StoreError> {
    let code = normal_code(typed);
    tx.lookup(&format!("SELECT {COLUMNS} FROM cell_pack k WHERE k.code = $1"), params![code], read)
}

/// The packs of a unit, the newest first.
///
/// # Errors
/// [`StoreError::Corrupt`].
pub fn list_packs(tx: &mut Tx<'_>, unit: UnitId) -> Result<Vec<Pack>, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM cell_pack k WHERE k.unit_id = $1 ORDER BY k.id DESC");
    tx.list(&sql, params![unit], read)
}

/// Makes a pack for these members, in this order.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn insert_pack(
    tx: &mut Tx<'_>,
    unit: UnitId,
    purpose: Purpose,
    questions: &[Asked],
    members: &[PersonId],
) -> Result<PackId, StoreError> {
    let (id, today): (PackId, Day) = (tx.new_id(), tx.today());
    let code = code_of(tx.new_id());
    let asked = serde_json::to_string(questions).map_err(|e| StoreError::corrupt("cell_pack", e.to_string()))?;
    tx.run(
        "INSERT INTO cell_pack (id, unit_id, rollout_id, conference_id, code, questions, made_on, held_on, opinions,
             proposals, note, photo, photo_media, returned_on, present, version)
         VALUES ($1, $2, $3, $4, $5, $6, $7, NULL, 0, '', '', '', '', NULL, 0, 1)",
        params![id, unit, purpose.rollout(), purpose.conference(), code, asked, today],
    )?;
    for (position, person) in (1_i64..).zip(members) {
        tx.run(
            "INSERT INTO cell_pack_line (pack_id, person_id, position, outcome, reason, has_paper)
             VALUES ($1, $2, $3, '', '', FALSE)",
            params![id, person, position],
        )?;
    }
    let detail = serde_json::json!({ "members": members.len() });
    tx.record(Event::noted("materials.pack_made", id, Some(unit)).with(detail))?;
    Ok(id)
}

/// The lines of a sheet, in the order printed.
///
/// # Errors
/// [`StoreError::Corrupt`].
pub fn list_pack_lines(tx: &mut Tx<'_>, pack: PackId) -> Result<Vec<PackLine>, StoreError> {
    let mut lines = tx.list(
        "SELECT position, person_id, outcome, reason, has_paper FROM cell_pack_line WHERE pack_id = $1 ORDER BY position",
        params![pack],
        |row| {
            let outcome: String = row.get(2)?;
            Ok(PackLine {
                position: row.get(0)?,
                person: row.get(1)?,
                name: String::new(),
                outcome: match outcome.as_str() {
                    "" => None,
                    told => Some(word("cell_pack_line", told)?),
                },
                reason: row.get(3)?,
                has_paper: row.get(4)?,
            })
        },
    )?;
    for line in &mut lines {
        line.name = people::store::find_person(tx, line.person)?.known.full_name;
    }
    Ok(lines)
}

fn touch(tx: &mut Tx<'_>, pack: &Pack) -> Result<(), StoreError> {
    tx.run_one(
        "UPDATE cell_pack SET version = version + 1 WHERE id = $1 AND version = $2",
        params![pack.id, pack.version],
    )
}

/// Keeps what was typed in from a sheet, over the version that was read.
///
/// # Errors
/// [`StoreError::Stale`] when it changed meanwhile.
pub fn save_typed(tx: &mut Tx<'_>, pack: &Pack, told: &Told, lines: &[PackLine]) -> Result<(), StoreError> {
    touch(tx, pack)?;
    let answers = serde_json::to_string(&told.answers).map_err(|e| StoreError::corrupt("cell_pack", e.to_string()))?;
    tx.run(
        "UPDATE cell_pack SET held_on = $2, opinions = $3, proposals = $4, note = $5, answers = $6 WHERE id = $1",
        params![pack.id, told.held_on, told.opinions, told.proposals, told.note, answers],
    )?;
    for line in lines {
        let outcome = line.outcome.map(Outcome::code).unwrap_or_default();
        tx.run(
            "UPDATE cell_pack_line SET outcome = $3, reason = $4, has_paper = $5 WHERE pack_id = $1 AND person_id = $2",
            params![pack.id, line.person, outcome, line.reason, line.has_paper],
        )?;
    }
    tx.record(Event::noted("materials.pack_typed", pack.id, Some(pack.unit)))
}

/// Keeps the picture of a sheet as evidence.
///
/// # Errors
/// [`StoreError::Stale`] when it changed meanwhile.
pub fn save_photo(tx: &mut Tx<'_>, pack: &Pack, file: &str, media: Media) -> Result<(), StoreError> {
    touch(tx, pack)?;
    let sql = "UPDATE cell_pack SET photo = $2, photo_media = $3 WHERE id = $1";
    tx.run(sql, params![pack.id, file, media.code()])?;
    tx.record(Event::noted("materials.pack_pictured", pack.id, Some(pack.unit)))
}

/// What handing a sheet in did elsewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct HandedIn {
    /// Members present.
    pub present: i64,
    /// Attendances of the conference that were new.
    pub recorded: i64,
    /// Copies on paper counted, in each set.
    pub copies: i64,
    /// A duty of the cell was done by it.
    pub is_duty_done: bool,
}

/// Hands a sheet in: attendance to the conference or to the rollout, copies to the coverage of each set, the duty of the cell.
/// The rule is asked by the caller.
///
/// # Errors
/// [`StoreError::Stale`] when it changed meanwhile.
pub fn hand_in(tx: &mut Tx<'_>, pack: &Pack, lines: &[PackLine], sets: &[Set]) -> Result<HandedIn, StoreError> {
    let (today, present) = (tx.today(), crate::domain::present_of(lines));
    touch(tx, pack)?;
    let sql = "UPDATE cell_pack SET returned_on = $2, present = $3 WHERE id = $1";
    tx.run(sql, params![pack.id, today, present])?;
    let copies = lines.iter().map(|line| i64::from(line.has_paper)).sum();
    let mut done = HandedIn { present, copies: give_out(tx, pack, copies, sets)?, ..HandedIn::default() };
    match pack.purpose {
        Purpose::Conference(conference) => done.recorded = attend(tx, conference, lines)?,
        Purpose::Rollout(rollout) => {
            let (figure, subject) = (STUDIED, rollout.to_string());
            tx.post(Delta { subject, figure, unit: pack.unit, day: today, n: present });
            let evidence =
                Evidence { kind: "link".into(), id: format!("/packs/{}", pack.id), note: pack.told.note.clone() };
            let measure = Measure::SelfStudy;
            done.is_duty_done = rollouts::store::complete_by_evidence(tx, rollout, pack.unit, measure, &evidence)?;
        }
    }
    let detail = serde_json::json!({ "present": done.present, "copies": done.copies, "recorded": done.recorded });
    tx.record(Event::noted("materials.pack_handed_in", pack.id, Some(pack.unit)).with(detail))?;
    Ok(done)
}

/// Takes a sheet that was handed in back to be corrected: what it counted is taken off on the day it was counted, so that
/// figures of every day agree with the rows. Attendance that it brought to a conference is corrected there; the duty it did
/// stays done. The rule is asked by the caller.
///
/// # Errors
/// [`StoreError::Stale`] when it changed meanwhile.
pub fn reopen(tx: &mut Tx<'_>, pack: &Pack, reason: &str) -> Result<(), StoreError> {
    touch(tx, pack)?;
    tx.run("UPDATE cell_pack SET returned_on = NULL, present = 0 WHERE id = $1", params![pack.id])?;
    if let (Purpose::Rollout(rollout), Some(day)) = (pack.purpose, pack.returned_on) {
        let subject = rollout.to_string();
        tx.post(Delta { subject, figure: STUDIED, unit: pack.unit, day, n: -pack.present });
    }
    let given = tx.list(
        "SELECT set_id, CAST(SUM(copies) AS BIGINT) FROM material_copies WHERE unit_id = $1 AND note = $2 GROUP BY set_id",
        params![pack.unit, pack.code],
        |row| Ok((row.get::<MaterialId>(0)?, row.get::<i64>(1)?)),
    )?;
    for (set, copies) in given.into_iter().filter(|(_, copies)| *copies > 0) {
        let set = super::find(tx, set)?;
        super::insert_copies(tx, &set, pack.unit, -copies, &pack.code)?;
    }
    let detail = serde_json::json!({ "reason": reason, "present": pack.present });
    tx.record(Event::noted("materials.pack_reopened", pack.id, Some(pack.unit)).with(detail))
}

/// Copies count up to the members of the cell who are without, in each set of the pack.
fn give_out(tx: &mut Tx<'_>, pack: &Pack, copies: i64, sets: &[Set]) -> Result<i64, StoreError> {
    let mut most = 0;
    for set in sets {
        let Coverage { members, opened, paper, .. } = super::coverage_of_unit(tx, set.id, pack.unit)?;
        let counted = copies.min(members - opened - paper).max(0);
        if counted > 0 {
            super::insert_copies(tx, set, pack.unit, counted, &pack.code)?;
        }
        most = most.max(counted);
    }
    Ok(most)
}

/// Members who stand on the conference's list get the outcome of the sheet; who checked in already is not counted twice.
fn attend(tx: &mut Tx<'_>, conference: ConferenceId, lines: &[PackLine]) -> Result<i64, StoreError> {
    let state = conferences::store::find(tx, conference)?.state;
    let mut recorded = 0;
    for line in lines {
        let Some(outcome) = line.outcome else { continue };
        if !conferences::domain::attendance::may_record(state, outcome).is_yes() {
            continue;
        }
        let theirs = conferences::store::list_delegates_of_person(tx, line.person)?;
        let delegate = theirs.into_iter().find(|one| one.conference == conference);
        // who is there stays there, whatever the sheet says
        let Some(delegate) = delegate.filter(|one| one.outcome != Outcome::Present) else { continue };
        let is_new = conferences::store::record_outcome(tx, delegate.id, outcome, Way::File, &line.reason)?;
        recorded += i64::from(is_new);
    }
    Ok(recorded)
}
