//! Planning a conference and changing its facts.

use askama::Template;
use axum::http::StatusCode;
use kernel::{ConferenceId, Day, Instant, RolloutId, UnitId, UnitKind};
use platform::db::Tx;
use platform::web::{Actor, Answer, Cx, Failure, FieldErrors, Form as Sent, Path, Query, go_to_saying, page_with};
use serde::Deserialize;

use super::access;
use crate::domain::{Conference, Form};
use crate::permissions;
use crate::store::{self, NewConference};

/// The form of a conference.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct ConferenceForm {
    unit: String,
    rollout: String,
    title: String,
    form: String,
    place: String,
    day: String,
    from: String,
    to: String,
    head_count_due_on: String,
    depth: String,
    make_up_of: String,
    version: i64,
}

#[derive(Template)]
#[template(path = "conferences/edit.html")]
struct EditPage {
    cx: Cx,
    form: ConferenceForm,
    errors: FieldErrors,
    is_new: bool,
    units: Vec<(String, String)>,
    rollouts: Vec<(String, String)>,
    forms: Vec<&'static str>,
    depths: Vec<&'static str>,
    make_up_title: String,
    owing: i64,
    action: String,
    cancel: String,
}

/// How deep points are made at once.
const DEPTHS: &[&str] = &["main", "committees", "grassroots", "cells"];

/// The kinds of unit that get a point, down to this depth.
pub(crate) fn kinds_to(depth: &str) -> Vec<UnitKind> {
    let mut kinds = Vec::new();
    if matches!(depth, "committees" | "grassroots" | "cells") {
        kinds.extend([UnitKind::CommuneCommittee, UnitKind::DirectCommittee]);
    }
    if matches!(depth, "grassroots" | "cells") {
        kinds.extend([UnitKind::GrassrootsOrganisation, UnitKind::GrassrootsCell]);
    }
    if depth == "cells" {
        kinds.extend([UnitKind::PartOrganisation, UnitKind::Cell]);
    }
    kinds
}

/// What a new conference may be preset with.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Preset {
    rollout: String,
    make_up_of: String,
}

pub(crate) async fn new(who: Actor, Query(preset): Query<Preset>) -> Answer {
    let asker = who.clone();
    let form = who
        .read(move |tx| {
            let tomorrow = asker.today().plus(1);
            let mut form = ConferenceForm {
                rollout: preset.rollout.clone(),
                make_up_of: preset.make_up_of.clone(),
                day: tomorrow.to_string(),
                from: "07:30".into(),
                to: "11:30".into(),
                form: "mixed".into(),
                depth: "committees".into(),
                ..ConferenceForm::default()
            };
            if let Ok(first) = preset.make_up_of.parse::<ConferenceId>() {
                let first = access::organise(tx, &asker, first)?;
                form.rollout = first.rollout.map(|r| r.to_string()).unwrap_or_default();
                form.title = asker.cx("conferences-menu").t1("conferences-make-up-title", "title", &first.title);
                form.place = first.place;
                form.unit = first.unit.to_string();
                form.depth = "main".into();
                form.form = "in_person".into();
            } else if let Ok(rollout) = preset.rollout.parse::<RolloutId>() {
                form.title = title_for_rollout(tx, &asker, rollout)?;
            }
            Ok::<_, Failure>(form)
        })
        .await?;
    edit_page(&who, None, form, FieldErrors::default(), StatusCode::OK).await
}

fn title_for_rollout(tx: &mut Tx<'_>, who: &Actor, rollout: RolloutId) -> Result<String, Failure> {
    let title = tx
        .lookup("SELECT title FROM rollout WHERE id = $1", platform::params![rollout], |row| row.get::<String>(0))?
        .unwrap_or_default();
    let cx = who.cx("conferences-menu");
    if says_what_is_done(&title) {
        return Ok(cx.t1("conferences-default-title-said", "title", lower_first(&title)));
    }
    Ok(cx.t1("conferences-default-title", "title", &title))
}

/// True when the title of a rollout begins with what people do in it, so that the conference need not say it again.
fn says_what_is_done(title: &str) -> bool {
    let folded = vietnamese::fold(title);
    ["nghien cuu", "hoc tap", "quan triet", "trien khai"].iter().any(|word| folded.starts_with(word))
}

fn lower_first(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_lowercase().chain(letters).collect()).unwrap_or_default()
}

pub(crate) async fn create(who: Actor, Sent(form): Sent<ConferenceForm>) -> Answer {
    let (read, errors) = read_form(&form);
    let Some(facts) = read.filter(|_| errors.is_empty()) else {
        return edit_page(&who, None, form, errors, StatusCode::UNPROCESSABLE_ENTITY).await;
    };
    let Ok(unit) = form.unit.parse::<UnitId>() else { return Err(Failure::NotFound) };
    let (asker, kinds) = (who.clone(), kinds_to(&form.depth));
    let id = who
        .write(move |tx| {
            asker.must(tx, permissions::ORGANISE, unit)?;
            units::store::must_live(tx, unit)?;
            let make_up_of = form.make_up_of.parse::<ConferenceId>().ok();
            if let Some(first) = make_up_of {
                let conference = access::organise(tx, &asker, first)?;
                let owing = store::count_owing(tx, first, unit)?;
                conference.may_make_up(owing).or_refuse()?;
            }
            let new = facts.into_new(unit, make_up_of, form.rollout.parse().ok());
            let id = store::insert(tx, &new)?;
            let conference = store::find(tx, id)?;
            store::generate_points(tx, &conference, &kinds)?;
            if let Some(first) = make_up_of {
                store::summon_owing(tx, &conference, first)?;
            }
            Ok::<_, Failure>(id)
        })
        .await?;
    go_to_saying(format!("/conferences/{id}"), "conferences-planned-saved")
}

pub(crate) async fn edit(who: Actor, Path(id): Path<ConferenceId>) -> Answer {
    let asker = who.clone();
    let conference = who.read(move |tx| access::organise(tx, &asker, id)).await?;
    let form = ConferenceForm {
        unit: conference.unit.to_string(),
        rollout: conference.rollout.map(|r| r.to_string()).unwrap_or_default(),
        title: conference.title,
        form: conference.form.code().into(),
        place: conference.place,
        day: conference.starts_at.day().to_string(),
        from: conference.starts_at.time_shown(),
        to: conference.ends_at.time_shown(),
        head_count_due_on: conference.head_count_due_on.map(|d| d.to_string()).unwrap_or_default(),
        depth: String::new(),
        make_up_of: String::new(),
        version: conference.version,
    };
    edit_page(&who, Some(id), form, FieldErrors::default(), StatusCode::OK).await
}

pub(crate) async fn update(who: Actor, Path(id): Path<ConferenceId>, Sent(form): Sent<ConferenceForm>) -> Answer {
    let (read, errors) = read_form(&form);
    let Some(facts) = read.filter(|_| errors.is_empty()) else {
        return edit_page(&who, Some(id), form, errors, StatusCode::UNPROCESSABLE_ENTITY).await;
    };
    let asker = who.clone();
    who.write(move |tx| {
        let conference = access::change(tx, &asker, id)?;
        let due_on = due_after(&conference, &facts);
        let changed = Conference {
            rollout: form.rollout.parse().ok(),
            title: facts.title,
            form: facts.form,
            place: facts.place,
            starts_at: facts.starts_at,
            ends_at: facts.ends_at,
            head_count_due_on: Some(due_on),
            version: form.version,
            ..conference
        };
        store::save(tx, &changed)?;
        Ok::<_, Failure>(())
    })
    .await?;
    go_to_saying(format!("/conferences/{id}"), "conferences-saved")
}

/// Until when head-counts are reported: as typed, moved with the day where it was left as it stood, or the day before.
fn due_after(before: &Conference, facts: &Facts) -> Day {
    let day = facts.starts_at.day();
    match facts.head_count_due_on {
        Some(due) if Some(due) == before.head_count_due_on => due.plus(before.day().days_until(day)),
        Some(due) => due,
        None => day.plus(-1),
    }
}

/// The facts of a well-filled form.
pub(crate) struct Facts {
    pub title: String,
    pub form: Form,
    pub place: String,
    pub starts_at: Instant,
    pub ends_at: Instant,
    pub head_count_due_on: Option<Day>,
}

impl Facts {
    pub(crate) fn into_new(
        self,
        unit: UnitId,
        make_up_of: Option<ConferenceId>,
        rollout: Option<RolloutId>,
    ) -> NewConference {
        NewConference {
            rollout,
            unit,
            title: self.title,
            form: self.form,
            place: self.place,
            starts_at: self.starts_at,
            ends_at: self.ends_at,
            make_up_of,
            head_count_due_on: self.head_count_due_on,
        }
    }
}

/// `07:30` on a day.
pub(crate) fn time_on(day: Day, text: &str) -> Option<Instant> {
    let (hour, minute) = text.trim().split_once(':')?;
    let (hour, minute): (i8, i8) = (hour.parse().ok()?, minute.get(..2)?.parse().ok()?);
    let fits = (0..24).contains(&hour) && (0..60).contains(&minute);
    fits.then(|| Instant::at(day, hour, minute))
}

/// A time of a day as typed; none where nothing was typed.
pub(crate) fn some_time_on(day: Day, typed: &str) -> Result<Option<Instant>, ()> {
    if typed.trim().is_empty() {
        return Ok(None);
    }
    time_on(day, typed).map(Some).ok_or(())
}

fn read_form(form: &ConferenceForm) -> (Option<Facts>, FieldErrors) {
    let mut errors = FieldErrors::default();
    let title = vietnamese::nfc(form.title.trim());
    let day: Option<Day> = form.day.trim().parse().ok();
    let kind: Option<Form> = form.form.parse().ok();
    let starts_at = day.and_then(|day| time_on(day, &form.from));
    let ends_at = day.and_then(|day| time_on(day, &form.to));
    let due_on: Option<Day> = form.head_count_due_on.trim().parse().ok();
    errors.add_if(title.is_empty(), "title", "conferences-error-title");
    errors.add_if(kind.is_none(), "form", "conferences-error-form");
    errors.add_if(day.is_none(), "day", "conferences-error-day");
    errors.add_if(day.is_some() && starts_at.is_none(), "from", "conferences-error-time");
    errors.add_if(day.is_some() && ends_at.is_none(), "to", "conferences-error-time");
    let backward = matches!((starts_at, ends_at), (Some(from), Some(to)) if to <= from);
    errors.add_if(backward, "to", "conferences-error-backward");
    let too_late = matches!((due_on, day), (Some(due), Some(day)) if due > day);
    errors.add_if(too_late, "head_count_due_on", "conferences-error-head-count-day");
    let facts = match (kind, starts_at, ends_at) {
        (Some(form_of), Some(starts_at), Some(ends_at)) => Some(Facts {
            title,
            form: form_of,
            place: vietnamese::nfc(form.place.trim()),
            starts_at,
            ends_at,
            head_count_due_on: due_on,
        }),
        _ => None,
    };
    (facts, errors)
}

async fn edit_page(
    who: &Actor,
    id: Option<ConferenceId>,
    form: ConferenceForm,
    errors: FieldErrors,
    status: StatusCode,
) -> Answer {
    let asker = who.clone();
    let shown = who
        .read(move |tx| {
            if let Some(id) = id {
                access::organise(tx, &asker, id)?;
            }
            let own = units::store::list_living(tx, &asker.scope(permissions::ORGANISE))?;
            let units = own.into_iter().map(|unit| (unit.id.to_string(), unit.name)).collect();
            let mut make_up_title = String::new();
            let mut owing = 0;
            if let Ok(first) = form.make_up_of.parse::<ConferenceId>() {
                let first = access::organise(tx, &asker, first)?;
                let branch = units::store::counted_in(tx, first.unit, asker.today())?;
                owing = store::count_owing(tx, first.id, branch)?;
                make_up_title = first.title;
            }
            let address = id.map_or("/conferences/new".to_owned(), |id| format!("/conferences/{id}/edit"));
            Ok::<_, Failure>(EditPage {
                cx: asker.cx(if id.is_some() { "conferences-edit" } else { "conferences-new" }),
                rollouts: rollouts_for(tx, &asker)?,
                is_new: id.is_none(),
                units,
                forms: Form::ALL.iter().map(|f| f.code()).collect(),
                depths: DEPTHS.to_vec(),
                make_up_title,
                owing,
                action: address,
                cancel: id.map_or("/conferences".to_owned(), |id| format!("/conferences/{id}")),
                form,
                errors,
            })
        })
        .await?;
    page_with(status, &shown)
}

/// The rollouts a conference may serve: those of the actor's branches and of the units above, not closed.
fn rollouts_for(tx: &mut Tx<'_>, who: &Actor) -> Result<Vec<(String, String)>, Failure> {
    let mut found: Vec<(String, String)> = Vec::new();
    for root in who.scope(permissions::ORGANISE) {
        let rows = tx.list(
            "SELECT r.id, r.title FROM rollout r WHERE r.state <> 'closed' AND
                 (EXISTS (SELECT 1 FROM unit_ancestor a WHERE a.unit_id = r.unit_id AND a.ancestor_id = $1)
                  OR EXISTS (SELECT 1 FROM unit_ancestor a WHERE a.unit_id = $1 AND a.ancestor_id = r.unit_id))
             ORDER BY r.id DESC LIMIT 200",
            platform::params![root],
            |row| Ok((row.get::<String>(0)?, row.get::<String>(1)?)),
        )?;
        for row in rows {
            if !found.contains(&row) {
                found.push(row);
            }
        }
    }
    Ok(found)
}
