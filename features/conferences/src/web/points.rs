//! The points of a conference: the tree, made in one go or point by point.

use askama::Template;
use axum::http::StatusCode;
use kernel::{ConferenceId, PointId, UnitId};
use platform::db::{StoreError, Tx};
use platform::web::{Actor, Answer, Cx, Failure, FieldErrors, Form, Path, Query, go_to_saying, json, page_with};
use serde::Deserialize;

use super::{access, edit};
use crate::domain::points::{may_hang_under, may_remove};
use crate::domain::{Conference, Point};
use crate::permissions;
use crate::store::{self, DelegateFilter, NewPoint};

#[derive(Template)]
#[template(path = "conferences/points.html")]
struct PointsPage {
    cx: Cx,
    conference: Conference,
    points: Vec<Point>,
    form: PointForm,
    errors: FieldErrors,
    edited: Option<PointId>,
    may_change: bool,
    action: String,
}

impl PointsPage {
    fn is_edited(&self, point: &Point) -> bool {
        self.edited == Some(point.id)
    }
}

/// The form of a point.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct PointForm {
    parent: String,
    unit: String,
    unit_name: String,
    name: String,
    place: String,
    version: i64,
}

pub(crate) async fn points(who: Actor, Path(id): Path<ConferenceId>) -> Answer {
    points_page(&who, id, None, PointForm::default(), FieldErrors::default(), StatusCode::OK).await
}

async fn points_page(
    who: &Actor,
    id: ConferenceId,
    edited: Option<PointId>,
    form: PointForm,
    errors: FieldErrors,
    status: StatusCode,
) -> Answer {
    let asker = who.clone();
    let shown = who
        .read(move |tx| {
            let conference = access::organise(tx, &asker, id)?;
            Ok::<_, Failure>(PointsPage {
                cx: asker.cx("conferences-points-edit"),
                points: store::list_points(tx, id)?,
                may_change: conference.may_change().is_yes(),
                action: edited.map_or(format!("/conferences/{id}/points"), |point| format!("/points/{point}/edit")),
                conference,
                form,
                errors,
                edited,
            })
        })
        .await?;
    page_with(status, &shown)
}

/// How deep points are made.
#[derive(Debug, Deserialize)]
pub(crate) struct GenerateForm {
    depth: String,
}

pub(crate) async fn generate(who: Actor, Path(id): Path<ConferenceId>, Form(form): Form<GenerateForm>) -> Answer {
    let asker = who.clone();
    who.write(move |tx| {
        let conference = access::change(tx, &asker, id)?;
        store::generate_points(tx, &conference, &edit::kinds_to(&form.depth))?;
        Ok::<_, Failure>(())
    })
    .await?;
    go_to_saying(format!("/conferences/{id}/points"), "conferences-points-made")
}

pub(crate) async fn create(who: Actor, Path(id): Path<ConferenceId>, Form(form): Form<PointForm>) -> Answer {
    let (name, unit) = (vietnamese::nfc(form.name.trim()), form.unit.parse::<UnitId>());
    let mut errors = FieldErrors::default();
    errors.add_if(name.is_empty(), "name", "conferences-error-point-name");
    errors.add_if(unit.is_err(), "unit", "conferences-error-unit");
    let (Ok(unit), true) = (unit, errors.is_empty()) else {
        return points_page(&who, id, None, form, errors, StatusCode::UNPROCESSABLE_ENTITY).await;
    };
    let asker = who.clone();
    who.write(move |tx| {
        let conference = access::change(tx, &asker, id)?;
        asker.must(tx, permissions::ORGANISE, unit)?;
        let parent = parent_of(tx, id, &form.parent)?.map(|p| p.id);
        let place = vietnamese::nfc(form.place.trim());
        store::insert_point(tx, &conference, &NewPoint { parent, unit, name, place })?;
        Ok::<_, Failure>(())
    })
    .await?;
    go_to_saying(format!("/conferences/{id}/points"), "conferences-saved")
}

/// The parent named in a form; it must belong to the same conference.
fn parent_of(tx: &mut Tx<'_>, id: ConferenceId, text: &str) -> Result<Option<Point>, StoreError> {
    let Ok(parent) = text.parse::<PointId>() else { return Ok(None) };
    let parent = store::find_point(tx, parent)?;
    if parent.conference == id { Ok(Some(parent)) } else { Err(StoreError::NotFound) }
}

pub(crate) async fn edit_point(who: Actor, Path(id): Path<PointId>) -> Answer {
    let asker = who.clone();
    let (point, unit_name) = who
        .read(move |tx| {
            let (_, point) = access::at_point(tx, &asker, permissions::ORGANISE, id)?;
            let unit_name = units::store::find(tx, point.unit)?.name;
            Ok::<_, Failure>((point, unit_name))
        })
        .await?;
    let form = PointForm {
        parent: point.parent.map(|p| p.to_string()).unwrap_or_default(),
        unit: point.unit.to_string(),
        unit_name,
        name: point.name,
        place: point.place,
        version: point.version,
    };
    points_page(&who, point.conference, Some(id), form, FieldErrors::default(), StatusCode::OK).await
}

pub(crate) async fn update(who: Actor, Path(id): Path<PointId>, Form(form): Form<PointForm>) -> Answer {
    let asker = who.clone();
    let name = vietnamese::nfc(form.name.trim());
    let sent = form.clone();
    let (conference, is_named) = who
        .write(move |tx| {
            let (conference, point) = access::at_point(tx, &asker, permissions::ORGANISE, id)?;
            conference.may_change().or_refuse()?;
            if name.is_empty() {
                return Ok::<_, Failure>((conference.id, false));
            }
            let parent = parent_of(tx, conference.id, &sent.parent)?;
            if let Some(parent) = &parent {
                may_hang_under(&point, &parent.sort_key).or_refuse()?;
            }
            let after = Point {
                parent: parent.map(|p| p.id),
                name,
                place: vietnamese::nfc(sent.place.trim()),
                version: sent.version,
                ..point.clone()
            };
            store::save_point(tx, &point, &after)?;
            Ok((conference.id, true))
        })
        .await?;
    if is_named {
        return go_to_saying(format!("/conferences/{conference}/points"), "conferences-saved");
    }
    let mut errors = FieldErrors::default();
    errors.add("name", "conferences-error-point-name");
    points_page(&who, conference, Some(id), form, errors, StatusCode::UNPROCESSABLE_ENTITY).await
}

/// A form without fields of its own.
#[derive(Debug, Deserialize)]
pub(crate) struct Nothing {}

pub(crate) async fn remove(who: Actor, Path(id): Path<PointId>, Form(_): Form<Nothing>) -> Answer {
    let asker = who.clone();
    let conference = who
        .write(move |tx| {
            let (conference, point) = access::at_point(tx, &asker, permissions::ORGANISE, id)?;
            conference.may_change().or_refuse()?;
            let below = store::list_points(tx, conference.id)?;
            let points = below.iter().filter(|p| p.parent == Some(id)).fold(0, |n, _| n + 1);
            let filter = DelegateFilter {
                conference: conference.id,
                point: Some(id),
                like: "%%".into(),
                outcome: String::new(),
                branch: None,
            };
            may_remove(points, store::count_delegates(tx, &filter)?).or_refuse()?;
            store::remove_point(tx, &point)?;
            Ok::<_, Failure>(conference.id)
        })
        .await?;
    go_to_saying(format!("/conferences/{conference}/points"), "conferences-point-removed")
}

/// The query of a searchable choice.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Choice {
    q: String,
}

/// Units of the actor's branches for a searchable choice.
pub(crate) async fn unit_choices(who: Actor, Query(choice): Query<Choice>) -> Answer {
    let roots = who.scope(permissions::VIEW);
    let found = who
        .read(move |tx| {
            let mut found: Vec<serde_json::Value> = Vec::new();
            for root in roots {
                let like = format!("%{}%", vietnamese::fold(&choice.q));
                let filter = units::store::UnitFilter { root, like, kind: None, day: None };
                let sort = platform::web::Sort { key: "name", descending: false };
                for unit in units::store::list_page(tx, &filter, sort, 0, 30)? {
                    let choice =
                        serde_json::json!({ "value": unit.id, "text": format!("{} ({})", unit.name, unit.code) });
                    if !found.contains(&choice) {
                        found.push(choice);
                    }
                }
            }
            Ok::<_, StoreError>(found)
        })
        .await?;
    json(found)
}
