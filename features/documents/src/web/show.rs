//! One document: what the register says, the text with its section tree, who receives it, what it cites, what may be
//! done next, its history. Opening it is recorded for the units of the reader.

use std::collections::HashMap;

use askama::Template;
use kernel::{DocumentId, UnitId};
use pdf_signatures::Signature;
use platform::db::{StoreError, Tx};
use platform::web::{Actor, Answer, Cx, Failure, Form, Path, Query, While, download, go_to_saying, page};
use serde::Deserialize;
use units::domain::Unit;

use super::marked::{Kind, Piece, cut};
use super::standing::{Standing, standing};
use crate::domain::{Digest, Document, ProposalState, Section, Shortness, State, Task, TaskState, Validity};
use crate::store::{AttachmentRow, CitationRow, DeliveryCounts, HistoryLine};
use crate::{access, permissions, store};

/// A citation as the page lists it: once, with where it leads and how often it occurs.
struct Cited {
    text: String,
    relation: String,
    href: String,
    validity: Validity,
}

/// A unit of the reader that received the document.
struct Mine {
    unit: Unit,
    acknowledged: String,
    asked_again: String,
    may_acknowledge: bool,
}

#[derive(Template)]
#[template(path = "documents/show.html")]
struct ShowPage<'d> {
    cx: Cx,
    document: &'d Document,
    standing: Standing,
    digests: Vec<Digest>,
    attachments: Vec<AttachmentRow>,
    signatures: Vec<Signature>,
    shortness: Shortness,
    tasks: Vec<Task>,
    owner: String,
    sections: &'d [Section],
    pieces: Vec<Piece<'d>>,
    cited: Vec<Cited>,
    mine: Vec<Mine>,
    counts: Option<DeliveryCounts>,
    history: Vec<HistoryLine>,
    may_register: bool,
    may_send: bool,
    may_roll_out: bool,
    may_pack: bool,
    may_count: bool,
    has_paper: bool,
    origin: String,
}

/// Everything the page shows.
struct Seen {
    document: Document,
    standing: Standing,
    digests: Vec<Digest>,
    attachments: Vec<AttachmentRow>,
    signatures: Vec<Signature>,
    shortness: Shortness,
    tasks: Vec<Task>,
    owner: String,
    sections: Vec<Section>,
    citations: Vec<CitationRow>,
    validities: HashMap<DocumentId, Validity>,
    mine: Vec<Mine>,
    counts: Option<DeliveryCounts>,
    history: Vec<HistoryLine>,
    may_register: bool,
    may_pack: bool,
    has_paper: bool,
    origin: String,
    sends_from: Option<UnitId>,
    unopened: Vec<UnitId>,
}

/// Which text is shown; that of today without a choice.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct ShowQuery {
    edition: i64,
}

pub(crate) async fn show(who: Actor, Path(id): Path<DocumentId>, Query(query): Query<ShowQuery>) -> Answer {
    let asker = who.clone();
    let seen = who.read(move |tx| load(&asker, tx, id, query.edition)).await?;
    if !seen.unopened.is_empty() {
        let units = seen.unopened.clone();
        who.write(move |tx| {
            for unit in units {
                store::note_opened(tx, id, unit)?;
            }
            Ok::<_, StoreError>(())
        })
        .await?;
    }
    let places = seen
        .citations
        .iter()
        .filter_map(|row| {
            let cited = row.cited?;
            let (start, end) = (usize::try_from(row.citation.start).ok()?, usize::try_from(row.citation.end).ok()?);
            let validity = seen.validities.get(&cited).copied().unwrap_or_default();
            Some((start, end, Kind::Link(format!("/documents/{cited}"), validity)))
        })
        .collect();
    let document = &seen.document;
    let title = if document.called().is_empty() { who.cx("documents-unnamed").title } else { document.called() };
    page(&ShowPage {
        cx: who.cx_titled(title),
        document,
        owner: seen.owner,
        pieces: cut(&document.text, places, &seen.sections),
        sections: &seen.sections,
        cited: cited(&seen.citations, &seen.validities),
        standing: seen.standing,
        digests: seen.digests,
        attachments: seen.attachments,
        signatures: seen.signatures,
        shortness: seen.shortness,
        tasks: seen.tasks,
        mine: seen.mine,
        counts: seen.counts,
        history: seen.history,
        may_register: seen.may_register,
        may_send: seen.sends_from.is_some(),
        may_pack: seen.may_pack,
        may_count: document.state == State::Registered && who.holds(permissions::VIEW),
        has_paper: seen.has_paper,
        origin: seen.origin,
        may_roll_out: seen.sends_from.is_some() && document.state == State::Registered,
    })
}

/// The page it was made on, for who sees the documents of the unit that made it; else nothing.
fn origin(who: &Actor, tx: &mut Tx<'_>, id: DocumentId) -> Result<String, Failure> {
    Ok(match store::lookup_origin(tx, id)? {
        Some((unit, href)) if who.may(tx, permissions::VIEW, unit)? => href,
        _ => String::new(),
    })
}

fn load(who: &Actor, tx: &mut Tx<'_>, id: DocumentId, edition: i64) -> Result<Seen, Failure> {
    let mut document = store::find(tx, id)?;
    access::must_see(who, tx, &document)?;
    let standing = standing(who, tx, &document, edition)?;
    let (mut citations, mut sections) = (store::list_citations(tx, id)?, store::list_sections(tx, id)?);
    if standing.shown != standing.present {
        // places of links are those of the present text
        document.text = store::find_edition_text(tx, id, standing.shown)?;
        sections = Section::all_of(&official_text::parse(&document.text));
        citations.clear();
    }
    let named: Vec<DocumentId> = citations.iter().filter_map(|row| row.cited).collect();
    let validities = store::list_validities(tx, &named, who.today())?;
    for row in &mut citations {
        if let Some(cited) = row.cited {
            let cited = store::find_entry(tx, cited)?;
            // a link that would lead to "not found" is no link
            row.cited = access::may_see(who, tx, &cited)?.then_some(cited.id);
        }
    }
    let counts = match access::delivery_root(who, tx, &document)? {
        Some(root) => Some(store::counts_of(&store::list_levels(tx, id, root)?)),
        None => None,
    };
    let (mine, unopened) = mine(who, tx, id)?;
    let parsed = official_text::parse(&document.text);
    Ok(Seen {
        owner: units::store::find(tx, document.owner_unit)?.name,
        standing,
        digests: store::list_digests(tx, id)?,
        attachments: store::list_attachments(tx, id)?,
        signatures: store::list_signatures(tx, id)?,
        shortness: Shortness::of(&document.text, &parsed),
        tasks: Task::merged(Task::all_of(&parsed), store::list_decided_tasks(tx, id)?),
        sections,
        validities,
        history: if counts.is_some() { store::list_history(tx, &document)? } else { Vec::new() },
        may_register: who.may(tx, permissions::REGISTER, document.owner_unit)?,
        has_paper: store::lookup_origin(tx, id)?.is_some(),
        origin: origin(who, tx, id)?,
        may_pack: document.state == State::Registered && who.may(tx, permissions::SEND, document.owner_unit)?,
        sends_from: access::sending_unit(who, tx, &document)?,
        counts: counts.filter(|counts| counts.sent > 0),
        citations,
        mine,
        unopened,
        document,
    })
}

fn mine(who: &Actor, tx: &mut Tx<'_>, id: DocumentId) -> Result<(Vec<Mine>, Vec<UnitId>), StoreError> {
    let (mut mine, mut unopened) = (Vec::new(), Vec::new());
    for unit in who.own_units() {
        let Some(delivery) = store::lookup_delivery(tx, id, unit)? else {
            continue;
        };
        if delivery.opened_at.is_none() {
            unopened.push(unit);
        }
        mine.push(Mine {
            unit: units::store::find(tx, unit)?,
            acknowledged: delivery.acknowledged_at.map(|at| at.shown()).unwrap_or_default(),
            asked_again: delivery.asked_again_at.map(|at| at.shown()).unwrap_or_default(),
            may_acknowledge: delivery.may_acknowledge().is_yes() && who.may(tx, permissions::ACKNOWLEDGE, unit)?,
        });
    }
    Ok((mine, unopened))
}

fn cited(citations: &[CitationRow], validities: &HashMap<DocumentId, Validity>) -> Vec<Cited> {
    let mut cited: Vec<Cited> = Vec::new();
    for row in citations {
        let text = row.citation.text.clone();
        if cited.iter().any(|known| known.text == text) {
            continue;
        }
        let href = row.cited.map(|id| format!("/documents/{id}")).unwrap_or_default();
        let validity = row.cited.and_then(|id| validities.get(&id).copied()).unwrap_or_default();
        cited.push(Cited { text, relation: row.citation.relation.clone(), href, validity });
    }
    cited
}

/// Which unit acknowledges.
#[derive(Debug, Deserialize)]
pub(crate) struct AcknowledgeForm {
    unit: UnitId,
}

pub(crate) async fn acknowledge(who: Actor, Path(id): Path<DocumentId>, Form(form): Form<AcknowledgeForm>) -> Answer {
    let asker = who.clone();
    who.write(move |tx| {
        asker.must(tx, permissions::ACKNOWLEDGE, form.unit)?;
        let delivery = store::lookup_delivery(tx, id, form.unit)?.ok_or(Failure::NotFound)?;
        delivery.may_acknowledge().or_refuse()?;
        store::acknowledge(tx, id, form.unit)?;
        Ok::<_, Failure>(())
    })
    .await?;
    go_to_saying(format!("/documents/{id}"), "documents-acknowledged-saved")
}

/// The original file, as it was sent in.
pub(crate) async fn file(who: Actor, Path(id): Path<DocumentId>) -> Answer {
    let asker = who.clone();
    let document = who
        .read(move |tx| {
            let document = store::find_entry(tx, id)?;
            access::must_see(&asker, tx, &document)?;
            Ok::<_, Failure>(document)
        })
        .await?;
    if document.file.is_empty() {
        return Err(Failure::NotFound);
    }
    let (files, name) = (who.app().files.clone(), document.file.clone());
    let content = tokio::task::spawn_blocking(move || files.read(&name))
        .await
        .while_doing("reading the original")?
        .while_doing("reading the original")?;
    download(&document.file_name, content_type(&document.file_name), content)
}

/// A further file of the packet the document came in.
pub(crate) async fn attachment(who: Actor, Path((id, position)): Path<(DocumentId, i64)>) -> Answer {
    let asker = who.clone();
    let found = who
        .read(move |tx| {
            let document = store::find_entry(tx, id)?;
            access::must_see(&asker, tx, &document)?;
            let all = store::list_attachments(tx, id)?;
            all.into_iter().find(|one| one.position == position).ok_or(Failure::NotFound)
        })
        .await?;
    let (files, name) = (who.app().files.clone(), found.file);
    let content = tokio::task::spawn_blocking(move || files.read(&name))
        .await
        .while_doing("reading an attached file")?
        .while_doing("reading an attached file")?;
    download(&found.name, content_type(&found.name), content)
}

/// By the name; what could be a page is none of ours.
pub(super) fn content_type(name: &str) -> &'static str {
    match name.rsplit('.').next().unwrap_or_default().to_ascii_lowercase().as_str() {
        "pdf" => "application/pdf",
        "docx" => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "txt" | "md" => "text/plain; charset=utf-8",
        // never shown as a page of ours
        _ => "application/octet-stream",
    }
}
