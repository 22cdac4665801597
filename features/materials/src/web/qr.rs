//! Sheets to be printed and hung up: a set's code, a document's, or one sheet for each hall of a conference.

use askama::Template;
use kernel::{ConferenceId, DocumentId, PointId};
use platform::db::Tx;
use platform::web::{Actor, Answer, Cx, Failure, Path, page, qr_svg};

use super::see;
use super::show::address_of;
use crate::domain::{MaterialId, shown_code};
use crate::permissions::VIEW;
use crate::store;

/// A sheet: what is read there, the picture, and what is typed where there is no camera.
pub(crate) struct Sheet {
    pub title: String,
    pub place: String,
    pub qr: String,
    pub address: String,
    pub code: String,
}

#[derive(Template)]
#[template(path = "materials/qr.html")]
struct SheetsPage {
    cx: Cx,
    back: String,
    issuer: String,
    sheets: Vec<Sheet>,
}

pub(crate) async fn of_set(who: Actor, Path(id): Path<MaterialId>) -> Answer {
    let asker = who.clone();
    let shown = who
        .read(move |tx| {
            let set = see(&asker, tx, id)?.set;
            let address = address_of(&asker, &set);
            let sheet = Sheet {
                qr: qr_svg(&address)?,
                code: shown_code(&set.code),
                title: set.head.title,
                place: String::new(),
                address,
            };
            Ok::<_, Failure>(SheetsPage {
                cx: asker.cx("materials-sheets"),
                back: format!("/materials/{id}"),
                issuer: units::store::find(tx, set.unit)?.name,
                sheets: vec![sheet],
            })
        })
        .await?;
    page(&shown)
}

/// A document with its own code: officers who see it, or a set that explains it.
pub(super) fn must_see(who: &Actor, tx: &mut Tx<'_>, id: DocumentId) -> Result<documents::domain::Document, Failure> {
    let document = documents::store::find(tx, id)?;
    if documents::access::may_see(who, tx, &document)? {
        return Ok(document);
    }
    for set in store::list_serving(tx, None, None, &[id])? {
        match see(who, tx, set.id) {
            Ok(_) => return Ok(document),
            Err(Failure::NotFound) => {}
            Err(other) => return Err(other),
        }
    }
    Err(Failure::NotFound)
}

/// The sheet of a document: its code leads to all sets that explain it, also those published later.
pub(crate) async fn of_document(who: Actor, Path(id): Path<DocumentId>) -> Answer {
    let asker = who.clone();
    let shown = who
        .read(move |tx| {
            let document = must_see(&asker, tx, id)?;
            let address = format!("{}/m/documents/{id}", asker.app().public_address);
            let title = document.called();
            let sheet = Sheet { qr: qr_svg(&address)?, title, place: String::new(), code: String::new(), address };
            Ok::<_, Failure>(SheetsPage {
                cx: asker.cx("materials-sheets"),
                back: format!("/materials?document={id}"),
                issuer: units::store::find(tx, document.issuer_unit.unwrap_or(document.owner_unit))?.name,
                sheets: vec![sheet],
            })
        })
        .await?;
    page(&shown)
}

/// The address of what is read in a hall.
pub(crate) fn address_of_point(who: &Actor, point: PointId) -> String {
    format!("{}/m/points/{point}", who.app().public_address)
}

pub(crate) async fn of_conference(who: Actor, Path(id): Path<ConferenceId>) -> Answer {
    let asker = who.clone();
    let shown = who
        .read(move |tx| {
            let roots = asker.scope(VIEW);
            let conference = conferences::store::find(tx, id)?;
            if !conferences::store::is_seen_by(tx, id, &roots)? {
                return Err(Failure::NotFound);
            }
            let organises = asker.may(tx, VIEW, conference.unit)?;
            let mine = conferences::store::list_seen_points(tx, id, &roots)?;
            let mut sheets = Vec::new();
            for point in conferences::store::list_points(tx, id)? {
                if organises || mine.contains(&point.id) {
                    let address = address_of_point(&asker, point.id);
                    let (title, qr) = (conference.title.clone(), qr_svg(&address)?);
                    sheets.push(Sheet { title, place: point.name, qr, address, code: String::new() });
                }
            }
            let issuer = units::store::find(tx, conference.unit)?.name;
            let back = format!("/conferences/{id}");
            Ok::<_, Failure>(SheetsPage { cx: asker.cx("materials-sheets"), back, issuer, sheets })
        })
        .await?;
    page(&shown)
}
