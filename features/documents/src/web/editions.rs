//! The texts of a document over time: entering the text as amended, and comparing two of them by section and word.

use askama::Template;
use axum::http::StatusCode;
use bytes::Bytes;
use kernel::{Day, DocumentId, Refused};
use platform::db::Tx;
use platform::web::{Actor, Answer, Cx, Failure, Path, Query, Upload, While, go_to_saying, page, page_with};
use serde::Deserialize;

use crate::domain::{
    CannotPropose, Compared, Competence, Document, Edition, Fate, Run, Section, Sectioned, compare, may_amend,
};
use crate::import;
use crate::store::{self, NewEdition};
use crate::{access, permissions};

#[derive(Template)]
#[template(path = "documents/edition.html")]
struct EditionPage {
    cx: Cx,
    document: Document,
    from: String,
    by: String,
    note: String,
    text: String,
    reasons: String,
}

pub(crate) async fn new(who: Actor, Path(id): Path<DocumentId>) -> Answer {
    edition_page(&who, id, &Upload::default(), None).await
}

async fn edition_page(who: &Actor, id: DocumentId, upload: &Upload, refused: Option<Refused>) -> Answer {
    let asker = who.clone();
    let document = who
        .read(move |tx| {
            let document = store::find(tx, id)?;
            asker.must(tx, permissions::REGISTER, document.owner_unit)?;
            Ok::<_, Failure>(document)
        })
        .await?;
    let cx = who.cx("documents-edition-new");
    let status = if refused.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let typed = upload.field("text");
    let page = EditionPage {
        reasons: refused.map(|refused| cx.reasons(&refused.0)).unwrap_or_default(),
        from: if upload.field("from").is_empty() { who.today().to_string() } else { upload.field("from").to_owned() },
        by: upload.field("by").to_owned(),
        note: upload.field("note").to_owned(),
        text: if typed.is_empty() { document.text.clone() } else { typed.to_owned() },
        cx,
        document,
    };
    page_with(status, &page)
}

pub(crate) async fn create(who: Actor, Path(id): Path<DocumentId>, upload: Upload) -> Answer {
    let asker = who.clone();
    let unit = who
        .read(move |tx| {
            let document = store::find_entry(tx, id)?;
            asker.must(tx, permissions::REGISTER, document.owner_unit)?;
            Ok::<_, Failure>(document.owner_unit)
        })
        .await?;
    let noted = import::refuse_marks(&[upload.field("note")]);
    let reading = match super::import::read(upload.clone()).await?.and_then(|reading| noted.map(|()| reading)) {
        Ok(reading) => reading,
        Err(reason) => {
            let is_secret = import::is_secret(&reason);
            if is_secret {
                who.write(move |tx| Ok::<_, Failure>(store::note_secret_refused(tx, unit)?)).await?;
            }
            // a secret does not even go back into the page
            let shown = if is_secret { &Upload::default() } else { &upload };
            return edition_page(&who, id, shown, Some(Refused::because(reason))).await;
        }
    };
    // what was looked at is kept, and nothing else: out of a packet the file itself
    let (file_name, content) = reading.file.clone().unwrap_or_default();
    let new = NewEdition {
        from_day: upload.field("from").parse().map_err(|_| Failure::Malformed("documents-error-edition-day"))?,
        text: reading.text,
        by: None,
        note: vietnamese::nfc(upload.field("note")),
        file: if file_name.is_empty() { String::new() } else { kept(&who, content).await? },
        file_name: vietnamese::nfc(&file_name),
    };
    let (asker, number) = (who.clone(), upload.field("by").to_owned());
    let saved = who.write(move |tx| save(&asker, tx, id, new, &number)).await?;
    match saved {
        Ok(()) => go_to_saying(format!("/documents/{id}"), "documents-edition-saved"),
        Err(refused) => edition_page(&who, id, &upload, Some(refused)).await,
    }
}

/// The file in the store of files.
async fn kept(who: &Actor, content: Bytes) -> Result<String, Failure> {
    let files = who.app().files.clone();
    let keep = move || files.keep(&content);
    tokio::task::spawn_blocking(keep).await.while_doing("keeping the file")?.while_doing("keeping the file")
}

fn save(
    who: &Actor,
    tx: &mut Tx<'_>,
    id: DocumentId,
    mut new: NewEdition,
    number: &str,
) -> Result<Result<(), Refused>, Failure> {
    let document = store::find(tx, id)?;
    who.must(tx, permissions::REGISTER, document.owner_unit)?;
    if !number.is_empty() {
        let found = store::list_by_number(tx, document.owner_unit, number)?;
        let Some(by) = found.into_iter().find(|by| by.id != id) else {
            return Ok(Err(Refused::because(CannotPropose::NoDocument(number.to_owned()))));
        };
        let facts = store::carrying_facts(tx, &document, &by)?;
        if facts.competence == Competence::NotCompetent {
            return Ok(Err(Refused::because(CannotPropose::NotCompetent(facts.issuer))));
        }
        new.by = Some(by.id);
    }
    let editions = store::list_editions(tx, id)?;
    let last_day = editions.last().map_or(document.entry.issued_on, |edition| edition.from_day);
    let last_text = match editions.last() {
        Some(edition) => store::find_edition_text(tx, id, edition.number)?,
        None => document.text.clone(),
    };
    if let Err(refused) = may_amend(&document, (&last_text, last_day), &new.text, new.from_day).or_refuse() {
        return Ok(Err(refused));
    }
    store::insert_edition(tx, &document, &new)?;
    Ok(Ok(()))
}

/// Which two are compared; the last two without a choice.
#[derive(Debug, Clone, Copy, Default, Deserialize)]
#[serde(default)]
pub(crate) struct CompareQuery {
    from: i64,
    to: i64,
    all: bool,
}

#[derive(Template)]
#[template(path = "documents/compare.html")]
struct ComparePage {
    cx: Cx,
    document: Document,
    editions: Vec<Edition>,
    from: i64,
    to: i64,
    all: bool,
    parts: Vec<Compared>,
    changed: usize,
    today: Day,
}

/// Two texts of a document beside one another.
pub(crate) struct Comparison {
    document: Document,
    editions: Vec<Edition>,
    pub from: i64,
    pub to: i64,
    pub parts: Vec<Compared>,
}

/// Compares the two texts asked for.
///
/// # Errors
/// [`Failure::NotFound`] when the actor does not see the document, or it has no such texts.
pub(crate) async fn comparison(who: &Actor, id: DocumentId, query: CompareQuery) -> Result<Comparison, Failure> {
    let asker = who.clone();
    let (document, editions, from, to, texts) = who
        .read(move |tx| {
            let document = store::find_entry(tx, id)?;
            access::must_see(&asker, tx, &document)?;
            let editions = store::list_editions(tx, id)?;
            let last = editions.last().map(|edition| edition.number).ok_or(Failure::NotFound)?;
            let to = if query.to > 0 { query.to } else { last };
            let from = if query.from > 0 { query.from } else { to - 1 };
            let texts = (store::find_edition_text(tx, id, from)?, store::find_edition_text(tx, id, to)?);
            Ok::<_, Failure>((document, editions, from, to, texts))
        })
        .await?;
    let work = move || {
        let sections = |text: &str| Section::all_of(&official_text::parse(text));
        let (was, is) = (sections(&texts.0), sections(&texts.1));
        compare(Sectioned { text: &texts.0, sections: &was }, Sectioned { text: &texts.1, sections: &is })
    };
    let parts = tokio::task::spawn_blocking(work).await.while_doing("comparing two texts")?;
    Ok(Comparison { document, editions, from, to, parts })
}

pub(crate) async fn compared(who: Actor, Path(id): Path<DocumentId>, Query(query): Query<CompareQuery>) -> Answer {
    let Comparison { document, editions, from, to, parts } = comparison(&who, id, query).await?;
    let changed = parts.iter().filter(|part| part.fate != Fate::Same).count();
    let cx = who.cx("documents-compare");
    page(&ComparePage { cx, document, editions, from, to, all: query.all, parts, changed, today: who.today() })
}
