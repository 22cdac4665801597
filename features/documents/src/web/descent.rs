//! The descent of a document as a picture and as a table; mentions that lead nowhere or could mean several documents,
//! for a person to decide.

use askama::Template;
use axum::http::StatusCode;
use kernel::{DocumentId, Refused};
use platform::db::Tx;
use platform::web::{Actor, Answer, Cx, Failure, Form, Path, go_to_saying, page_with};
use serde::Deserialize;

use crate::domain::{BOX_HEIGHT, BOX_WIDTH, CannotPropose, Document, Node, Picture, Validity, picture};
use crate::store::{self, OpenMention, Step};
use crate::{access, permissions};

#[derive(Template)]
#[template(path = "documents/descent.html")]
struct DescentPage {
    cx: Cx,
    document: Document,
    picture: Picture,
    lineage: Vec<Kin>,
    steps: Vec<(Step, Validity)>,
    mentions: Vec<OpenMention>,
    may_decide: bool,
    is_cut: bool,
    reasons: String,
}

pub(crate) async fn show(who: Actor, Path(id): Path<DocumentId>) -> Answer {
    descent_page(&who, id, None).await
}

async fn descent_page(who: &Actor, id: DocumentId, refused: Option<Refused>) -> Answer {
    let asker = who.clone();
    let page = who.read(move |tx| load(&asker, tx, id, refused)).await?;
    let status = if page.reasons.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    page_with(status, &page)
}

/// What a document stands on and what follows from it, as far as somebody sees it.
pub(crate) struct Descent {
    document: Document,
    pub steps: Vec<(Step, Validity)>,
    pub mentions: Vec<OpenMention>,
}

/// Walks the descent of a document.
///
/// # Errors
/// [`Failure::NotFound`] when the actor does not see it.
pub(crate) fn found(who: &Actor, tx: &mut Tx<'_>, id: DocumentId) -> Result<Descent, Failure> {
    let document = store::find_entry(tx, id)?;
    access::must_see(who, tx, &document)?;
    let steps = store::list_descent(tx, id, |tx, other| access::may_see(who, tx, other))?;
    let ids: Vec<DocumentId> = steps.iter().map(|step| step.document.id).collect();
    let validities = store::list_validities(tx, &ids, who.today())?;
    let steps: Vec<(Step, Validity)> = steps
        .into_iter()
        .map(|step| {
            let validity = validities.get(&step.document.id).copied().unwrap_or_default();
            (step, validity)
        })
        .collect();
    let mut mentions = store::list_open_mentions(tx, id)?;
    for mention in &mut mentions {
        let mut seen = Vec::new();
        for candidate in mention.candidates.drain(..) {
            if access::may_see(who, tx, &candidate)? {
                seen.push(candidate);
            }
        }
        mention.candidates = seen;
    }
    Ok(Descent { document, steps, mentions })
}

fn load(who: &Actor, tx: &mut Tx<'_>, id: DocumentId, refused: Option<Refused>) -> Result<DescentPage, Failure> {
    let Descent { document, steps, mentions } = found(who, tx, id)?;
    let cx = who.cx("documents-descent");
    let nodes = nodes(&steps, &mentions);
    Ok(DescentPage {
        picture: picture(&nodes),
        lineage: lineage(&nodes),
        is_cut: steps.len() >= store::AT_MOST,
        may_decide: who.may(tx, permissions::REGISTER, document.owner_unit)?,
        reasons: refused.map(|refused| cx.reasons(&refused.0)).unwrap_or_default(),
        cx,
        document,
        steps,
        mentions,
    })
}

/// A box of the picture as a line of the list that stands for it on a phone.
struct Kin {
    document: Option<DocumentId>,
    called: String,
    title: String,
    validity: Validity,
    generation: i64,
    relation: String,
    /// What the document that led here is called; empty next to the document itself.
    of: String,
}

/// The boxes from the earliest to the latest.
fn lineage(nodes: &[Node]) -> Vec<Kin> {
    let kin = |node: &Node| Kin {
        document: node.document,
        called: node.called.clone(),
        title: node.title.clone(),
        validity: node.validity,
        generation: node.generation,
        relation: node.relation.clone(),
        of: if node.from == 0 { String::new() } else { nodes[node.from].called.clone() },
    };
    let mut lines: Vec<Kin> = nodes.iter().map(kin).collect();
    lines.sort_by_key(|line| line.generation);
    lines
}

/// What the picture holds: the documents, and the mentions that name one not known here.
fn nodes(steps: &[(Step, Validity)], mentions: &[OpenMention]) -> Vec<Node> {
    let known = steps.iter().map(|(step, validity)| Node {
        document: Some(step.document.id),
        called: step.document.called(),
        title: step.document.entry.title.clone(),
        validity: *validity,
        generation: step.generation,
        relation: step.relation.clone(),
        from: step.from,
    });
    let open = mentions.iter().filter(|mention| mention.relation != "mentions").take(10).map(|mention| Node {
        document: None,
        called: mention.text.clone(),
        title: String::new(),
        validity: Validity::InForce,
        generation: -1,
        relation: mention.relation.clone(),
        from: 0,
    });
    known.chain(open).collect()
}

/// What a mention means: one of those offered, one named by its number, or none.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct MentionForm {
    position: i64,
    cited: String,
    number: String,
}

pub(crate) async fn decide(who: Actor, Path(id): Path<DocumentId>, Form(form): Form<MentionForm>) -> Answer {
    let asker = who.clone();
    let done = who
        .write(move |tx| {
            let document = store::find_entry(tx, id)?;
            asker.must(tx, permissions::REGISTER, document.owner_unit)?;
            let cited = match (form.cited.parse::<DocumentId>(), form.number.trim()) {
                (Ok(cited), _) => Some(store::find_entry(tx, cited)?),
                (Err(_), "") => None,
                (Err(_), number) => {
                    let found = store::list_by_number(tx, document.owner_unit, number)?;
                    let Some(other) = found.into_iter().find(|other| other.id != id) else {
                        return Ok(Err(Refused::because(CannotPropose::NoDocument(number.to_owned()))));
                    };
                    Some(other)
                }
            };
            if let Some(cited) = &cited {
                access::must_see(&asker, tx, cited)?;
            }
            store::decide_mention(tx, id, form.position, cited.map(|cited| cited.id))?;
            Ok::<_, Failure>(Ok(()))
        })
        .await?;
    match done {
        Ok(()) => go_to_saying(format!("/documents/{id}/descent"), "documents-mention-saved"),
        Err(refused) => descent_page(&who, id, Some(refused)).await,
    }
}
