//! The head of a set: what it is called, for whom, about what.

use askama::Template;
use axum::http::StatusCode;
use conferences::domain::Conference;
use documents::import::must_bear_no_mark;
use kernel::{ConferenceId, RolloutId, UnitId};
use platform::db::Tx;
use platform::web::{Actor, Answer, Cx, Failure, FieldErrors, Form, Path, Query, go_to_saying, page_with};
use rollouts::domain::{Audience, Rollout};
use rollouts::store::{ChosenDocument, list_recent_documents, lookup_document};
use serde::Deserialize;
use units::domain::Unit;

use super::set_for;
use crate::domain::{Head, MaterialId, Set};
use crate::permissions::PUBLISH;
use crate::store;

/// Documents offered at once.
const RECENT: i64 = 100;
/// Conferences offered: those of so many days to come.
const DAYS: i64 = 180;
/// And those of so many days past: what was shown there is often put together only afterwards.
const DAYS_PAST: i64 = 60;

/// The head as it was typed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct HeadForm {
    unit: String,
    title: String,
    audience: String,
    document: String,
    rollout: String,
    conference: String,
    public: String,
    version: i64,
}

impl HeadForm {
    fn of(set: &Set) -> Self {
        let head = &set.head;
        HeadForm {
            unit: set.unit.to_string(),
            title: head.title.clone(),
            audience: head.audience.code().to_owned(),
            document: head.document.map(|id| id.to_string()).unwrap_or_default(),
            rollout: head.rollout.map(|id| id.to_string()).unwrap_or_default(),
            conference: head.conference.map(|id| id.to_string()).unwrap_or_default(),
            public: if head.is_public { "yes".to_owned() } else { String::new() },
            version: set.version,
        }
    }

    /// What is typed, or what is wrong with it.
    fn head(&self, tx: &mut Tx<'_>, unit: UnitId) -> Result<Result<Head, FieldErrors>, Failure> {
        let mut errors = FieldErrors::default();
        let title = vietnamese::nfc(self.title.trim());
        errors.add_if(title.is_empty(), "title", "materials-error-title");
        let document = match self.document.parse() {
            Ok(id) => lookup_document(tx, unit, id)?.map(|document| document.id),
            Err(_) => None,
        };
        let offered = Offered::read(tx, unit)?;
        let rollout: Option<RolloutId> = self.rollout.parse().ok();
        let rollout = rollout.filter(|id| offered.rollouts.iter().any(|one| one.id == *id));
        let conference: Option<ConferenceId> = self.conference.parse().ok();
        let conference = conference.filter(|id| offered.conferences.iter().any(|one| one.id == *id));
        let is_about = document.is_some() || rollout.is_some() || conference.is_some();
        errors.add_if(!is_about, "document", "materials-error-about");
        if !errors.is_empty() {
            return Ok(Err(errors));
        }
        must_bear_no_mark(&[&title])?;
        let audience = self.audience.parse().unwrap_or(Audience::Members);
        Ok(Ok(Head { title, audience, document, rollout, conference, is_public: self.public == "yes" }))
    }
}

/// What a set of a unit may be about.
struct Offered {
    documents: Vec<ChosenDocument>,
    rollouts: Vec<Rollout>,
    conferences: Vec<Conference>,
}

impl Offered {
    fn read(tx: &mut Tx<'_>, unit: UnitId) -> Result<Self, Failure> {
        let (since, until) = (tx.today().plus(-DAYS_PAST), tx.now().plus_seconds(DAYS * 86_400));
        Ok(Offered {
            documents: list_recent_documents(tx, unit, RECENT)?,
            rollouts: rollouts::store::list_running_of(tx, unit)?,
            conferences: conferences::store::list_near(tx, unit, since, until)?,
        })
    }
}

#[derive(Template)]
#[template(path = "materials/edit.html")]
struct EditPage {
    cx: Cx,
    form: HeadForm,
    errors: FieldErrors,
    action: String,
    back: String,
    units: Vec<Unit>,
    offered: Offered,
    audiences: &'static [Audience],
    is_new: bool,
}

async fn edit_page(who: &Actor, id: Option<MaterialId>, form: HeadForm, errors: FieldErrors) -> Answer {
    let (asker, typed) = (who.clone(), form.clone());
    let (units, unit, offered) = who
        .read(move |tx| {
            let units = units::store::list_living(tx, &asker.scope(PUBLISH))?;
            let first = units.first().map(|unit| unit.id.to_string()).unwrap_or_default();
            let asked = if typed.unit.is_empty() { &first } else { &typed.unit };
            let unit = rollouts::acting_unit(&asker, tx, PUBLISH, asked)?.id;
            let mut offered = Offered::read(tx, unit)?;
            if let Ok(chosen) = typed.document.parse()
                && offered.documents.iter().all(|one| one.id != chosen)
            {
                offered.documents.extend(lookup_document(tx, unit, chosen)?);
            }
            Ok::<_, Failure>((units, unit, offered))
        })
        .await?;
    let form = HeadForm { unit: unit.to_string(), ..form };
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let cx = who.cx(if id.is_some() { "materials-edit" } else { "materials-new" });
    let back = id.map_or_else(|| "/materials".to_owned(), |id| format!("/materials/{id}"));
    let action = id.map_or_else(|| "/materials/new".to_owned(), |id| format!("/materials/{id}/edit"));
    let (is_new, audiences) = (id.is_none(), Audience::ALL);
    page_with(status, &EditPage { cx, form, errors, action, back, units, offered, audiences, is_new })
}

/// A new one; what the page before it knew is chosen already.
pub(crate) async fn new(who: Actor, Query(preset): Query<HeadForm>) -> Answer {
    let asker = who.clone();
    let form = who
        .read(move |tx| {
            let mut form = preset;
            if let Ok(id) = form.conference.parse::<ConferenceId>() {
                let conference = conferences::store::find(tx, id)?;
                asker.must(tx, PUBLISH, conference.unit)?;
                form.unit = conference.unit.to_string();
                form.rollout = conference.rollout.map(|rollout| rollout.to_string()).unwrap_or_default();
                form.title = asker.cx("materials-menu").t1("materials-title-for", "title", &conference.title);
            }
            if form.audience.is_empty() {
                Audience::Members.code().clone_into(&mut form.audience);
            }
            Ok::<_, Failure>(form)
        })
        .await?;
    edit_page(&who, None, form, FieldErrors::default()).await
}

pub(crate) async fn create(who: Actor, Form(form): Form<HeadForm>) -> Answer {
    let (asker, typed) = (who.clone(), form.clone());
    let made = who
        .write(move |tx| {
            let unit = rollouts::acting_unit(&asker, tx, PUBLISH, &typed.unit)?.id;
            match typed.head(tx, unit)? {
                Ok(head) => Ok::<_, Failure>(Ok(store::insert(tx, unit, &head)?)),
                Err(errors) => Ok(Err(errors)),
            }
        })
        .await?;
    match made {
        Ok(id) => go_to_saying(format!("/materials/{id}"), "materials-begun"),
        Err(errors) => edit_page(&who, None, form, errors).await,
    }
}

pub(crate) async fn edit(who: Actor, Path(id): Path<MaterialId>) -> Answer {
    let asker = who.clone();
    let set = who.read(move |tx| set_for(&asker, tx, PUBLISH, id)).await?;
    edit_page(&who, Some(id), HeadForm::of(&set), FieldErrors::default()).await
}

pub(crate) async fn update(who: Actor, Path(id): Path<MaterialId>, Form(form): Form<HeadForm>) -> Answer {
    let (asker, typed) = (who.clone(), form.clone());
    let saved = who
        .write(move |tx| {
            let set = set_for(&asker, tx, PUBLISH, id)?;
            match typed.head(tx, set.unit)? {
                // who has it was counted among the audience it had
                Ok(head) if head.audience != set.head.audience && store::is_counted(tx, id)? => {
                    let mut errors = FieldErrors::default();
                    errors.add("audience", "materials-error-audience");
                    Ok(errors)
                }
                Ok(mut head) => {
                    // what is over is no longer offered, yet stays what the set is about
                    head.rollout = head.rollout.or(set.head.rollout.filter(|kept| kept.to_string() == typed.rollout));
                    head.conference =
                        head.conference.or(set.head.conference.filter(|kept| kept.to_string() == typed.conference));
                    store::save_head(tx, &Set { version: typed.version, ..set }, &head)?;
                    Ok::<_, Failure>(FieldErrors::default())
                }
                Err(errors) => Ok(errors),
            }
        })
        .await?;
    if saved.is_empty() {
        return go_to_saying(format!("/materials/{id}"), "materials-saved");
    }
    edit_page(&who, Some(id), form, saved).await
}
