//! Packs of a cell: what can be made, made in one tap, with its file, its sheet and what came back.

use askama::Template;
use conferences::domain::Conference;
use kernel::{ConferenceId, Day, DocumentId, RolloutId, UnitId};
use platform::db::{StoreError, Tx};
use platform::web::{Actor, Answer, Cx, Failure, Form, ListQuery, Listing, Path, Query, go_to, page, past_day, qr_svg};
use serde::Deserialize;
use units::domain::Unit;

use crate::domain::{Asked, Pack, PackId, PackLine, Part, PartKind, Purpose, QUESTIONS, Set, may_make, shown_code};
use crate::permissions::PACK;
use crate::store;

/// Conferences looked through.
const CONFERENCES: i64 = 20;

/// The pack, when the actor may work with it.
///
/// # Errors
/// [`Failure::NotFound`] outside the actor's branches, [`Failure::Forbidden`] without the role.
pub(crate) fn pack_for(who: &Actor, tx: &mut Tx<'_>, id: PackId) -> Result<Pack, Failure> {
    let pack = store::find_pack(tx, id)?;
    who.must(tx, PACK, pack.unit)?;
    Ok(pack)
}

/// What a pack is about: its name, its conference, its documents, the published sets that serve it.
pub(crate) struct About {
    pub title: String,
    pub conference: Option<Conference>,
    pub documents: Vec<DocumentId>,
    pub sets: Vec<Set>,
}

impl About {
    pub fn of(tx: &mut Tx<'_>, purpose: Purpose) -> Result<Self, StoreError> {
        let conference = purpose.conference().map(|id| conferences::store::find(tx, id)).transpose()?;
        let rollout = purpose.rollout().or(conference.as_ref().and_then(|one| one.rollout));
        let documents = match rollout {
            Some(rollout) => rollouts::store::list_documents(tx, rollout)?.into_iter().map(|one| one.id).collect(),
            None => Vec::new(),
        };
        let title = match (&conference, rollout) {
            (Some(conference), _) => conference.title.clone(),
            (None, Some(rollout)) => rollouts::store::find(tx, rollout)?.title,
            (None, None) => String::new(),
        };
        let sets = store::list_serving(tx, purpose.conference(), rollout, &documents)?;
        Ok(About { title, conference, documents, sets })
    }

    /// The parts readers see, set by set.
    pub fn parts(&self, tx: &mut Tx<'_>) -> Result<Vec<Part>, StoreError> {
        let mut parts = Vec::new();
        for set in &self.sets {
            parts.extend(store::list_parts(tx, set.id, set.edition)?);
        }
        Ok(parts)
    }

    /// What the sheet asks: questions of the bank about the documents, then of the materials.
    fn questions(&self, tx: &mut Tx<'_>, unit: UnitId) -> Result<Vec<Asked>, StoreError> {
        let mut asked = Vec::new();
        for document in &self.documents {
            let pool = quizzes::store::Pool { document: Some(*document), ..quizzes::store::Pool::default() };
            asked.extend(quizzes::store::list_in_use(tx, unit, &pool)?.into_iter().map(|one| of_bank(one.wording)));
        }
        for part in self.parts(tx)?.iter().filter(|part| part.kind == PartKind::Questions) {
            let own = part.questions().into_iter();
            asked.extend(own.map(|one| Asked { question: one.question, choices: Vec::new() }));
        }
        asked.truncate(QUESTIONS);
        Ok(asked)
    }
}

/// Which of the choices are right stays in the bank.
fn of_bank(wording: quizzes::domain::Wording) -> Asked {
    let lettered = wording.choices.into_iter().enumerate();
    let choices = lettered.map(|(place, choice)| format!("{}. {}", quizzes::domain::letter_of(place), choice.text));
    Asked { choices: choices.collect(), question: wording.text }
}

/// Something a pack can be made for, or was.
pub(crate) struct Row {
    pub purpose: Purpose,
    pub title: String,
    pub note: String,
    pub sets: usize,
    pub pack: Option<Pack>,
}

/// The cell whose packs are looked at.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct PacksQuery {
    unit: String,
    day: String,
}

#[derive(Template)]
#[template(path = "materials/packs.html")]
struct PacksPage {
    cx: Cx,
    unit: Unit,
    units: Vec<Unit>,
    listing: Listing<Row>,
}

fn rows_of(tx: &mut Tx<'_>, unit: UnitId) -> Result<Vec<Row>, Failure> {
    let mut packs = store::list_packs(tx, unit)?;
    let mut purposes = Vec::new();
    for rollout in rollouts::store::list_running_for_unit(tx, unit)? {
        purposes.push(Purpose::Rollout(rollout.id));
    }
    let sort = ListQuery::default();
    let (found, _) = conferences::store::list_page(tx, &[unit], "%", "", sort.sort_in(&["starts"]), (0, CONFERENCES))?;
    let coming = found.into_iter().filter(|row| !row.conference.state.is_closed());
    purposes.extend(coming.map(|row| Purpose::Conference(row.conference.id)));
    purposes
        .extend(packs.iter().map(|pack| pack.purpose).filter(|known| !purposes.contains(known)).collect::<Vec<_>>());
    let mut rows = Vec::new();
    for purpose in purposes {
        let about = About::of(tx, purpose)?;
        let note = about.conference.as_ref().map(|one| one.starts_at.shown()).unwrap_or_default();
        let pack = packs.iter().position(|pack| pack.purpose == purpose).map(|at| packs.swap_remove(at));
        rows.push(Row { purpose, title: about.title, note, sets: about.sets.len(), pack });
    }
    Ok(rows)
}

/// The packs that were made by the end of a day. What could have been made then is not told.
fn rows_on(tx: &mut Tx<'_>, unit: UnitId, day: Day) -> Result<Vec<Row>, Failure> {
    let mut rows = Vec::new();
    for pack in store::list_packs_on(tx, unit, day)? {
        let about = About::of(tx, pack.purpose)?;
        let note = about.conference.as_ref().map(|one| one.starts_at.shown()).unwrap_or_default();
        let (purpose, sets) = (pack.purpose, about.sets.len());
        rows.push(Row { purpose, title: about.title, note, sets, pack: Some(pack) });
    }
    Ok(rows)
}

pub(crate) async fn list(who: Actor, Query(query): Query<PacksQuery>) -> Answer {
    let asker = who.clone();
    let as_of = past_day(&query.day, who.today())?;
    let shown = who
        .read(move |tx| {
            let unit = rollouts::acting_unit(&asker, tx, PACK, &query.unit)?;
            let units = units::store::list_living(tx, &asker.scope(PACK))?;
            let (rows, unit) = match as_of {
                Some(day) => (rows_on(tx, unit.id, day)?, units::store::find_on(tx, unit.id, day)?),
                None => (rows_of(tx, unit.id)?, unit),
            };
            let total = i64::try_from(rows.len()).unwrap_or_default();
            let mut listing = Listing::new(rows, total, ListQuery::default(), "/packs").seen_as_of(as_of);
            listing.filters = format!("unit={}", unit.id);
            Ok::<_, Failure>(PacksPage { cx: asker.cx("materials-packs"), unit, units, listing })
        })
        .await?;
    page(&shown)
}

/// What a pack is made for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct MakeForm {
    unit: String,
    rollout: String,
    conference: String,
}

impl MakeForm {
    fn purpose(&self) -> Result<Purpose, Failure> {
        match (self.rollout.parse::<RolloutId>(), self.conference.parse::<ConferenceId>()) {
            (Ok(rollout), _) => Ok(Purpose::Rollout(rollout)),
            (_, Ok(conference)) => Ok(Purpose::Conference(conference)),
            _ => Err(Failure::NotFound),
        }
    }
}

/// Makes a pack, or leads to the one that is there.
pub(crate) async fn make(who: Actor, Form(form): Form<MakeForm>) -> Answer {
    let (asker, purpose) = (who.clone(), form.purpose()?);
    let id = who
        .write(move |tx| {
            let unit = rollouts::acting_unit(&asker, tx, PACK, &form.unit)?.id;
            let row = rows_of(tx, unit)?.into_iter().find(|row| row.purpose == purpose).ok_or(Failure::NotFound)?;
            if let Some(pack) = row.pack {
                return Ok(pack.id);
            }
            let about = About::of(tx, purpose)?;
            let mut members = people::store::list_unit_people(tx, unit)?;
            members.retain(|person| person.known.member_status.is_member());
            may_make(about.sets.len(), members.len()).or_refuse()?;
            let questions = about.questions(tx, unit)?;
            let members: Vec<_> = members.into_iter().map(|person| person.id).collect();
            Ok::<_, Failure>(store::insert_pack(tx, unit, purpose, &questions, &members)?)
        })
        .await?;
    go_to(format!("/packs/{id}"))
}

/// The address of a sheet, in its QR code: where it is typed back in.
pub(crate) fn address_of(who: &Actor, pack: &Pack) -> String {
    format!("{}/packs/code/{}", who.app().public_address, pack.code)
}

#[derive(Template)]
#[template(path = "materials/pack.html")]
struct PackPage {
    cx: Cx,
    pack: Pack,
    unit: Unit,
    about: About,
    lines: Vec<PackLine>,
    code: String,
    qr: String,
}

pub(crate) async fn show(who: Actor, Path(id): Path<PackId>) -> Answer {
    let asker = who.clone();
    let shown = who
        .read(move |tx| {
            let pack = pack_for(&asker, tx, id)?;
            let about = About::of(tx, pack.purpose)?;
            Ok::<_, Failure>(PackPage {
                cx: asker.cx_titled(about.title.clone()),
                unit: units::store::find(tx, pack.unit)?,
                lines: store::list_pack_lines(tx, id)?,
                code: shown_code(&pack.code),
                qr: qr_svg(&address_of(&asker, &pack))?,
                about,
                pack,
            })
        })
        .await?;
    page(&shown)
}

/// Where the QR code of a sheet leads.
pub(crate) async fn by_code(who: Actor, Path(code): Path<String>) -> Answer {
    let asker = who.clone();
    let pack = who
        .read(move |tx| {
            let pack = store::lookup_pack_by_code(tx, &code)?.ok_or(Failure::NotFound)?;
            asker.must(tx, PACK, pack.unit)?;
            Ok::<_, Failure>(pack.id)
        })
        .await?;
    go_to(format!("/packs/{pack}/sheet"))
}
