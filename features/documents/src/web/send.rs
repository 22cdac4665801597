//! Sending a document down: to a level of the branch, or to chosen units directly below.

use askama::Template;
use axum::http::StatusCode;
use kernel::{DocumentId, Refused, UnitId};
use platform::db::{StoreError, Tx};
use platform::web::{Actor, Answer, Cx, Failure, Form, Path, go_to_saying, page_with};
use serde::Deserialize;
use units::domain::Unit;

use crate::domain::{Depth, Document};
use crate::{access, store};

/// What was chosen: a depth (with or without the bodies beside the line), or single units.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct SendForm {
    to: String,
    bodies: bool,
    unit: Vec<UnitId>,
}

/// A level that may be chosen, with the number of units it reaches.
struct Choice {
    code: &'static str,
    units: i64,
}

#[derive(Template)]
#[template(path = "documents/send.html")]
struct SendPage {
    cx: Cx,
    document: Document,
    from: Unit,
    choices: Vec<Choice>,
    bodies: i64,
    children: Vec<Unit>,
    to: String,
    reasons: String,
}

pub(crate) async fn new(who: Actor, Path(id): Path<DocumentId>) -> Answer {
    send_page(&who, id, SendForm::default(), None).await
}

async fn send_page(who: &Actor, id: DocumentId, form: SendForm, refused: Option<Refused>) -> Answer {
    let asker = who.clone();
    let mut page = who
        .read(move |tx| {
            let (document, from) = sender(&asker, tx, id)?;
            let branch = units::store::list_branch(tx, from, &[])?;
            let count = |wanted: &dyn Fn(&Unit) -> bool| {
                i64::try_from(branch.iter().filter(|u| u.id != from && wanted(u)).count()).unwrap_or_default()
            };
            let choices = Depth::ALL
                .map(|depth| Choice { code: depth.code(), units: count(&|u| depth.kinds().contains(&u.kind)) })
                .into_iter()
                .filter(|choice| choice.units > 0)
                .collect();
            Ok::<_, Failure>(SendPage {
                cx: asker.cx("documents-send"),
                bodies: count(&|u| Depth::BODIES.contains(&u.kind)),
                children: units::store::list_children(tx, from)?,
                from: units::store::find(tx, from)?,
                to: match form.to.as_str() {
                    "" => document.entry.depth.map_or("", Depth::code).to_owned(),
                    chosen => chosen.to_owned(),
                },
                document,
                choices,
                reasons: String::new(),
            })
        })
        .await?;
    let status = if refused.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    page.reasons = refused.map(|refused| page.cx.reasons(&refused.0)).unwrap_or_default();
    page_with(status, &page)
}

/// The document and the unit from which the actor sends it.
fn sender(who: &Actor, tx: &mut Tx<'_>, id: DocumentId) -> Result<(Document, UnitId), Failure> {
    let document = store::find_entry(tx, id)?;
    access::must_see(who, tx, &document)?;
    let from = access::sending_unit(who, tx, &document)?.ok_or(Failure::Forbidden)?;
    Ok((document, from))
}

pub(crate) async fn create(who: Actor, Path(id): Path<DocumentId>, Form(form): Form<SendForm>) -> Answer {
    let (asker, chosen) = (who.clone(), form.clone());
    let sent = who
        .write(move |tx| {
            let (document, from) = sender(&asker, tx, id)?;
            let units = chosen_units(tx, from, &chosen)?;
            if let Err(refused) = document.may_be_sent(units.len()).or_refuse() {
                return Ok::<_, Failure>(Err(refused));
            }
            store::deliver(tx, id, &units)?;
            Ok(Ok(()))
        })
        .await?;
    match sent {
        Ok(()) => go_to_saying(format!("/documents/{id}/deliveries"), "documents-sent-saved"),
        Err(refused) => send_page(&who, id, form, Some(refused)).await,
    }
}

/// The living units of the branch below `from` that were chosen; what lies outside it is passed over.
pub(crate) fn chosen_units(tx: &mut Tx<'_>, from: UnitId, form: &SendForm) -> Result<Vec<UnitId>, StoreError> {
    let branch = units::store::list_branch(tx, from, &[])?;
    let depth = Depth::of(&form.to);
    let wanted = |unit: &Unit| {
        unit.id != from
            && match depth {
                Some(depth) => {
                    depth.kinds().contains(&unit.kind) || (form.bodies && Depth::BODIES.contains(&unit.kind))
                }
                None => form.unit.contains(&unit.id),
            }
    };
    Ok(branch.iter().filter(|unit| wanted(unit)).map(|unit| unit.id).collect())
}
