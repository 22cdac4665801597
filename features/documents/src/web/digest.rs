//! Writing the digest of new points of a document for one audience.

use askama::Template;
use axum::http::StatusCode;
use kernel::{DocumentId, Refused};
use platform::web::{Actor, Answer, Cx, Failure, Form, Path, Query, go_to_saying, page_with};
use serde::Deserialize;

use crate::domain::{Digest, Document, Reader, may_digest};
use crate::import::must_bear_no_mark;
use crate::{permissions, store};

/// For whom.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct DigestQuery {
    reader: String,
}

/// What was typed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct DigestForm {
    reader: String,
    points: String,
    version: i64,
}

#[derive(Template)]
#[template(path = "documents/digest.html")]
struct DigestPage {
    cx: Cx,
    document: Document,
    reader: Reader,
    written: Vec<Reader>,
    form: DigestForm,
    reasons: String,
}

pub(crate) async fn edit(who: Actor, Path(id): Path<DocumentId>, Query(query): Query<DigestQuery>) -> Answer {
    digest_page(&who, id, Reader::of(&query.reader).unwrap_or(Reader::Members), None, None).await
}

async fn digest_page(
    who: &Actor,
    id: DocumentId,
    reader: Reader,
    typed: Option<DigestForm>,
    refused: Option<Refused>,
) -> Answer {
    let asker = who.clone();
    let (document, digests) = who
        .read(move |tx| {
            let document = store::find_entry(tx, id)?;
            asker.must(tx, permissions::REGISTER, document.owner_unit)?;
            Ok::<_, Failure>((document, store::list_digests(tx, id)?))
        })
        .await?;
    let form = typed.unwrap_or_else(|| {
        let known = digests.iter().find(|digest| digest.reader == reader);
        DigestForm {
            reader: reader.code().to_owned(),
            points: known.map(|digest| digest.points.join("\n")).unwrap_or_default(),
            version: known.map_or(0, |digest| digest.version),
        }
    });
    let cx = who.cx("documents-digest-edit");
    let status = if refused.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let reasons = refused.map(|refused| cx.reasons(&refused.0)).unwrap_or_default();
    let written = digests.into_iter().map(|digest| digest.reader).collect();
    page_with(status, &DigestPage { cx, document, reader, written, form, reasons })
}

pub(crate) async fn update(who: Actor, Path(id): Path<DocumentId>, Form(form): Form<DigestForm>) -> Answer {
    let reader = Reader::of(&form.reader).ok_or(Failure::Malformed("form-unreadable"))?;
    let (asker, typed) = (who.clone(), form.clone());
    let saved = who
        .write(move |tx| {
            let document = store::find_entry(tx, id)?;
            asker.must(tx, permissions::REGISTER, document.owner_unit)?;
            let points = Digest::points_of(&typed.points);
            if let Err(refused) = must_bear_no_mark(&[&typed.points]) {
                return Ok(Err(refused));
            }
            if let Err(refused) = may_digest(&document, &points).or_refuse() {
                return Ok::<_, Failure>(Err(refused));
            }
            Ok(Ok(store::save_digest(tx, id, reader, &points, typed.version)?))
        })
        .await?;
    match saved {
        Ok(()) => go_to_saying(format!("/documents/{id}"), "documents-digest-saved"),
        Err(refused) => digest_page(&who, id, reader, Some(form), Some(refused)).await,
    }
}
