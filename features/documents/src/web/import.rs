//! Import: a file is chosen or text is pasted. What carries a mark of secrecy is refused before anything is kept.

use askama::Template;
use axum::http::StatusCode;
use kernel::{DocumentId, Refused, UnitId};
use platform::db::Tx;
use platform::web::Query;
use platform::web::{Actor, Answer, Cx, Failure, Upload, While, go_to, go_to_saying, page_with};
use serde::Deserialize;
use units::domain::Unit;

use crate::domain::{Added, CannotImport, State};
use crate::import::{self, Reading, Sent};
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
    is_scan: bool,
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
    let units = who.read(move |tx| units::store::list_living(tx, &registers)).await?;
    let is_secret = refused.as_ref().is_some_and(import::is_secret);
    let is_scan = refused == Some(CannotImport::ScanNotLookedAt);
    let cx = who.cx("documents-import");
    let reason = refused.map(|reason| cx.reasons(&Refused::because(reason).0)).unwrap_or_default();
    let status = if reason.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    page_with(status, &ImportPage { cx, units, unit, text, reason, is_secret, is_scan })
}

/// What came of an upload.
pub(crate) enum Taken {
    /// A draft waits for its check.
    Draft(DocumentId),
    /// The register has this very content; and whether the packet brought something more, which was added.
    Known(DocumentId, State, Added),
    /// Refused; nothing was kept.
    Refused(CannotImport),
}

pub(crate) async fn create(who: Actor, upload: Upload) -> Answer {
    let unit = receiving_unit(&who, upload.field("unit")).await?;
    let (unit_field, text) = (unit.to_string(), upload.field("text").to_owned());
    if upload.file("file").is_none() && text.is_empty() {
        return import_page(&who, unit_field, text, Some(CannotImport::NothingGiven)).await;
    }
    match take(&who, unit, upload).await? {
        Taken::Draft(id) => go_to(format!("/documents/{id}/check")),
        Taken::Known(id, State::Parsed, Added::Nothing) => {
            go_to_saying(format!("/documents/{id}/check"), "documents-same-draft")
        }
        Taken::Known(id, State::Parsed, _) => go_to_saying(format!("/documents/{id}/check"), "documents-same-more"),
        Taken::Known(id, _, Added::Nothing) => go_to_saying(format!("/documents/{id}"), "documents-same-file"),
        Taken::Known(id, ..) => go_to_saying(format!("/documents/{id}"), "documents-same-more"),
        // not even the text goes back into the page
        Taken::Refused(reason) if import::is_secret(&reason) => {
            who.write(move |tx| Ok::<_, Failure>(store::note_secret_refused(tx, unit)?)).await?;
            import_page(&who, unit_field, String::new(), Some(reason)).await
        }
        Taken::Refused(reason) => import_page(&who, unit_field, text, Some(reason)).await,
    }
}

/// The unit whose register is meant: the one named, else the actor's first that is there.
///
/// # Errors
/// [`Failure`] when the actor may not register there.
pub(crate) async fn register_unit(who: &Actor, named: &str) -> Result<UnitId, Failure> {
    let (asker, named) = (who.clone(), named.parse().ok());
    who.read(move |tx| {
        let living = units::store::list_living(tx, &asker.scope(permissions::REGISTER))?;
        let unit = named.or(living.first().map(|unit| unit.id)).ok_or(Failure::Forbidden)?;
        asker.must(tx, permissions::REGISTER, unit)?;
        Ok(unit)
    })
    .await
}

/// As [`register_unit`], to take something into its register: one that ended takes nothing in any more.
///
/// # Errors
/// As [`register_unit`]; [`Failure::Malformed`] for a unit that ended.
pub(crate) async fn receiving_unit(who: &Actor, named: &str) -> Result<UnitId, Failure> {
    let unit = register_unit(who, named).await?;
    who.read(move |tx| units::store::must_live(tx, unit)).await?;
    Ok(unit)
}

/// Reads the upload in memory, refuses secrets, then keeps the rest.
///
/// # Errors
/// [`Failure::Broken`] when the disk or the database failed.
pub(crate) async fn take(who: &Actor, unit: UnitId, upload: Upload) -> Result<Taken, Failure> {
    let reading = match read(upload).await? {
        Ok(reading) => reading,
        Err(reason) => return Ok(Taken::Refused(reason)),
    };
    let hash = reading.content_hash.clone();
    let known = who.read(move |tx| Ok::<_, Failure>(store::lookup_by_content(tx, unit, &hash)?)).await?;
    if let (Some((id, state)), false) = (known, reading.is_in_packet()) {
        return Ok(Taken::Known(id, state, Added::Nothing));
    }
    keep(who, unit, reading).await
}

/// Reads the file of the form, else its text.
///
/// # Errors
/// [`Failure::Broken`] when the reader died.
pub(super) async fn read(upload: Upload) -> Result<Result<Reading, CannotImport>, Failure> {
    let is_looked_at = !upload.field("looked_at").is_empty();
    let work = move || match upload.file("file") {
        Some(file) => import::read_file(&Sent { is_looked_at, ..Sent::new(&file.name, file.content.clone()) }),
        None => import::read_pasted(upload.field("text")),
    };
    tokio::task::spawn_blocking(work).await.while_doing("reading the file")
}

async fn keep(who: &Actor, unit: UnitId, reading: Reading) -> Result<Taken, Failure> {
    let hash = reading.content_hash.clone();
    let files = who.app().files.clone();
    let keep = move || import::keep_files(&files, &reading).map(|kept| (reading, kept));
    let (reading, kept) =
        tokio::task::spawn_blocking(keep).await.while_doing("keeping the file")?.while_doing("keeping the file")?;
    let keep = move |tx: &mut Tx<'_>| match store::lookup_by_content(tx, unit, &hash)? {
        Some((id, state)) => Ok(Taken::Known(id, state, import::complete(tx, id, &reading, &kept)?)),
        None => import::keep(tx, unit, &reading, &kept).map(Taken::Draft),
    };
    // of two people who sent the same file at once the second finds it there when trying again
    Ok(who.write(keep).await?)
}
