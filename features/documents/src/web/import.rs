//! Import: a file is chosen or text is pasted. What carries a mark of secrecy is refused before anything is kept.

use askama::Template;
use axum::extract::Query;
use axum::http::StatusCode;
use kernel::{DocumentId, Refused, UnitId};
use platform::db::StoreError;
use platform::web::{Actor, Answer, Cx, Failure, Upload, While, go_to, go_to_saying, page_with};
use serde::Deserialize;
use units::domain::Unit;

use super::units_of;
use crate::domain::{CannotImport, State};
use crate::import::{self, Reading};
use crate::{permissions, store};

#[derive(Template)]
#[template(path = "documents/import.html")]
struct ImportPage {
    cx: Cx,
    units: Vec<Unit>,
    unit: String,
    text: String,
    reason: String,
    is_secret: bool,
}

/// The query of the import page.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct ImportQuery {
    unit: String,
}

pub(crate) async fn new(who: Actor, Query(query): Query<ImportQuery>) -> Answer {
    import_page(&who, query.unit, String::new(), None).await
}

async fn import_page(who: &Actor, unit: String, text: String, refused: Option<CannotImport>) -> Answer {
    let registers = who.scope(permissions::REGISTER);
    let units = who.read(move |tx| units_of(tx, &registers)).await?;
    let is_secret = refused.as_ref().is_some_and(import::is_secret);
    let cx = who.cx("documents-import");
    let reason = refused.map(|reason| cx.reasons(&Refused::because(reason).0)).unwrap_or_default();
    let status = if reason.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    page_with(status, &ImportPage { cx, units, unit, text, reason, is_secret })
}

/// What came of an upload.
pub(crate) enum Taken {
    /// A draft waits for its check.
    Draft(DocumentId),
    /// The register has this very content.
    Known(DocumentId, State),
    /// Refused; nothing was kept.
    Refused(CannotImport),
}

pub(crate) async fn create(who: Actor, upload: Upload) -> Answer {
    let unit = register_unit(&who, upload.field("unit")).await?;
    let (unit_field, text) = (unit.to_string(), upload.field("text").to_owned());
    if upload.file("file").is_none() && text.is_empty() {
        return import_page(&who, unit_field, text, Some(CannotImport::NothingGiven)).await;
    }
    match take(&who, unit, upload).await? {
        Taken::Draft(id) => go_to(format!("/documents/{id}/check")),
        Taken::Known(id, State::Parsed) => go_to_saying(format!("/documents/{id}/check"), "documents-same-draft"),
        Taken::Known(id, State::Registered) => go_to_saying(format!("/documents/{id}"), "documents-same-file"),
        // not even the text goes back into the page
        Taken::Refused(reason) if import::is_secret(&reason) => {
            import_page(&who, unit_field, String::new(), Some(reason)).await
        }
        Taken::Refused(reason) => import_page(&who, unit_field, text, Some(reason)).await,
    }
}

/// The unit whose register is meant: the one named, else the actor's first.
///
/// # Errors
/// [`Failure`] when the actor may not register there.
pub(crate) async fn register_unit(who: &Actor, named: &str) -> Result<UnitId, Failure> {
    let first = who.scope(permissions::REGISTER).first().copied();
    let unit = named.parse().ok().or(first).ok_or(Failure::Forbidden)?;
    let asker = who.clone();
    who.read(move |tx| asker.must(tx, permissions::REGISTER, unit)).await?;
    Ok(unit)
}

/// Reads the upload in memory, refuses secrets, then keeps the rest.
///
/// # Errors
/// [`Failure::Broken`] when the disk or the database failed.
pub(crate) async fn take(who: &Actor, unit: UnitId, upload: Upload) -> Result<Taken, Failure> {
    let file = upload.file("file").cloned();
    let pasted = upload.field("text").to_owned();
    let read = move || match &file {
        Some(file) => import::read_file(&file.name, &file.content),
        None => import::read_pasted(&pasted),
    };
    let reading = match tokio::task::spawn_blocking(read).await.while_doing("reading the file")? {
        Ok(reading) => reading,
        Err(reason) => {
            if import::is_secret(&reason) {
                who.write(move |tx| Ok::<_, Failure>(store::note_secret_refused(tx, unit)?)).await?;
            }
            return Ok(Taken::Refused(reason));
        }
    };
    let hash = reading.content_hash.clone();
    let known = who.read(move |tx| Ok::<_, Failure>(store::lookup_by_content(tx, unit, &hash)?)).await?;
    if let Some((id, state)) = known {
        return Ok(Taken::Known(id, state));
    }
    keep(who, unit, reading, upload).await
}

async fn keep(who: &Actor, unit: UnitId, reading: Reading, upload: Upload) -> Result<Taken, Failure> {
    let (mut name, mut kept) = (String::new(), String::new());
    if let Some(file) = upload.file("file").cloned() {
        let files = who.app().files.clone();
        name = file.name.clone();
        let keep = move || files.keep(&file.content);
        kept =
            tokio::task::spawn_blocking(keep).await.while_doing("keeping the file")?.while_doing("keeping the file")?;
    }
    let hash = reading.content_hash.clone();
    let written = who.write(move |tx| import::keep(tx, unit, &reading, &name, &kept)).await;
    match written {
        Ok(id) => Ok(Taken::Draft(id)),
        // two people sent the same file at once
        Err(StoreError::Taken(_)) => {
            let known = who.read(move |tx| store::lookup_by_content(tx, unit, &hash)).await?;
            known.map(|(id, state)| Taken::Known(id, state)).ok_or(Failure::Stale)
        }
        Err(error) => Err(error.into()),
    }
}
