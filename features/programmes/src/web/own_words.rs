//! The copy meter in the pages: to the author first, with the source beside each copied span; to the superior as a
//! distribution, and one paper only with a reason that is logged. Nobody is ranked by name.

use askama::Template;
use documents::import::must_bear_no_mark;
use kernel::{DocumentId, Event, Verdict};
use platform::web::{Actor, Answer, Cx, Failure, Form, Path, Query, go_to_saying, page};
use serde::Deserialize;

use super::{called, programme_for};
use crate::copying;
use crate::domain::{CannotOpen, Heat, Programme, ProgrammeId};
use crate::permissions::{VIEW, WRITE};
use crate::store::{self, Distribution};

#[derive(Template)]
#[template(path = "programmes/own_words.html")]
struct OwnWordsPage {
    cx: Cx,
    programme: Programme,
    /// None where it is not shown yet: a superior gives the reason first.
    heat: Option<Heat>,
    needs_reason: bool,
    may_edit: bool,
}

fn page_of(who: &Actor, programme: Programme, heat: Option<Heat>, needs_reason: bool, may_edit: bool) -> OwnWordsPage {
    OwnWordsPage { cx: who.cx("programmes-own-words"), programme, heat, needs_reason, may_edit }
}

pub(crate) async fn show(who: Actor, Path(id): Path<ProgrammeId>) -> Answer {
    let asker = who.clone();
    let shown = who
        .read(move |tx| {
            let programme = programme_for(&asker, tx, VIEW, id)?;
            // an author holds the programme's own unit; who only stands above is a superior
            let is_author = asker.scope(WRITE).contains(&programme.unit);
            let heat = if is_author { copying::of(tx, &programme)? } else { None };
            let may_edit = is_author && programme.may_write().is_yes();
            Ok::<_, Failure>(page_of(&asker, programme, heat, !is_author, may_edit))
        })
        .await?;
    page(&shown)
}

/// Why a superior opens one.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct OpenForm {
    reason: String,
}

pub(crate) async fn open(who: Actor, Path(id): Path<ProgrammeId>, Form(form): Form<OpenForm>) -> Answer {
    let asker = who.clone();
    let shown = who
        .write(move |tx| {
            let programme = programme_for(&asker, tx, VIEW, id)?;
            let reason = vietnamese::nfc(form.reason.trim());
            Verdict::default().refuse_if(reason.is_empty(), CannotOpen::NoReason).or_refuse()?;
            must_bear_no_mark(&[&reason])?;
            let detail = serde_json::json!({ "reason": reason });
            tx.record(Event::noted("programmes.copying_opened", id, Some(programme.unit)).with(detail))?;
            let heat = copying::of(tx, &programme)?;
            Ok::<_, Failure>(page_of(&asker, programme, heat, false, false))
        })
        .await?;
    page(&shown)
}

/// After which document.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct CopyingQuery {
    document: String,
}

#[derive(Template)]
#[template(path = "programmes/copying.html")]
struct CopyingPage {
    cx: Cx,
    document: String,
    called: String,
    distribution: Distribution,
    mandated: String,
    may_mandate: bool,
}

impl CopyingPage {
    /// The shares of the bins, and how many papers lie in each.
    fn bins(&self) -> Vec<(&'static str, i64)> {
        ["0–10%", "10–30%", "30–50%", "50–70%", "70–100%"].into_iter().zip(self.distribution.bins).collect()
    }

    fn most(&self) -> i64 {
        self.distribution.bins.into_iter().max().unwrap_or_default().max(1)
    }
}

pub(crate) async fn distribution(who: Actor, Query(query): Query<CopyingQuery>) -> Answer {
    let asker = who.clone();
    let shown = who
        .read(move |tx| {
            let Some(root) = rollouts::widest(tx, asker.scope(VIEW))? else { return Err(Failure::Forbidden) };
            let document: Option<DocumentId> = query.document.parse().ok();
            let document = match document {
                Some(id) => rollouts::store::lookup_document(tx, root, id)?.map(|known| known.id),
                None => None,
            };
            let (mandated, may_mandate) = match document {
                Some(id) => {
                    let owner = documents::store::find_entry(tx, id)?.owner_unit;
                    (store::lookup_mandated(tx, id)?, asker.may(tx, WRITE, owner)?)
                }
                None => (String::new(), false),
            };
            let basis = document.map(|id| id.to_string()).unwrap_or_default();
            Ok(CopyingPage {
                cx: asker.cx("programmes-copying"),
                called: called(tx, document)?,
                distribution: store::distribution(tx, root, &basis)?,
                document: basis,
                mandated,
                may_mandate,
            })
        })
        .await?;
    page(&shown)
}

/// The wording that those below must repeat.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct MandatedForm {
    document: String,
    wording: String,
}

pub(crate) async fn set_mandated(who: Actor, Form(form): Form<MandatedForm>) -> Answer {
    let asker = who.clone();
    let document: DocumentId = form.document.parse().map_err(|_| Failure::NotFound)?;
    who.write(move |tx| {
        let owner = documents::store::find_entry(tx, document)?.owner_unit;
        asker.must(tx, WRITE, owner)?;
        let wording = vietnamese::nfc(form.wording.trim());
        must_bear_no_mark(&[&wording])?;
        Ok::<_, Failure>(store::save_mandated(tx, document, owner, &wording)?)
    })
    .await?;
    go_to_saying(format!("/programmes/copying?document={document}"), "programmes-mandated-saved")
}
