//! The copy meter in the pages: to the author first, with the source beside each copied span; to the superior as a
//! distribution, and one paper only with a reason that is logged. Nobody is ranked by name.

use askama::Template;
use documents::access;
use documents::import::must_bear_no_mark;
use kernel::{DocumentId, Event, Verdict};
use platform::web::{Actor, Answer, Cx, Failure, Form, Path, Query, While, go_to_saying, page};
use serde::Deserialize;

use super::{After, programme_for};
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

/// What the meter says: gathered in one transaction, compared outside of it.
async fn measured(who: &Actor, id: ProgrammeId) -> Result<Option<Heat>, Failure> {
    let asker = who.clone();
    let beside = who
        .read(move |tx| {
            let programme = programme_for(&asker, tx, VIEW, id)?;
            Ok::<_, Failure>(copying::gather(tx, &programme, |tx, document| access::may_see(&asker, tx, document))?)
        })
        .await?;
    let Some(beside) = beside else { return Ok(None) };
    Ok(Some(tokio::task::spawn_blocking(move || copying::measure(beside)).await.while_doing("comparing the paper")?))
}

pub(crate) async fn show(who: Actor, Path(id): Path<ProgrammeId>) -> Answer {
    let asker = who.clone();
    let programme = who.read(move |tx| programme_for(&asker, tx, VIEW, id)).await?;
    // an author holds the programme's own unit; who only stands above is a superior
    let is_author = who.scope(WRITE).contains(&programme.unit);
    let heat = if is_author { measured(&who, id).await? } else { None };
    let may_edit = is_author && programme.may_write().is_yes();
    page(&page_of(&who, programme, heat, !is_author, may_edit))
}

/// Why a superior opens one.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct OpenForm {
    reason: String,
}

pub(crate) async fn open(who: Actor, Path(id): Path<ProgrammeId>, Form(form): Form<OpenForm>) -> Answer {
    let asker = who.clone();
    let programme = who
        .write(move |tx| {
            let programme = programme_for(&asker, tx, VIEW, id)?;
            let reason = vietnamese::nfc(form.reason.trim());
            Verdict::default().refuse_if(reason.is_empty(), CannotOpen::NoReason).or_refuse()?;
            must_bear_no_mark(&[&reason])?;
            let detail = serde_json::json!({ "reason": reason });
            tx.record(Event::noted("programmes.copying_opened", id, Some(programme.unit)).with(detail))?;
            Ok::<_, Failure>(programme)
        })
        .await?;
    let heat = measured(&who, id).await?;
    page(&page_of(&who, programme, heat, false, false))
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
    after: After,
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
            let after = After::read(tx, root, &query.document)?;
            let (mandated, may_mandate) = match after.document {
                Some(id) => {
                    let issuer = documents::store::find_issuing_side(tx, id)?;
                    (store::lookup_mandated(tx, &after.same)?, asker.may(tx, WRITE, issuer)?)
                }
                None => (String::new(), false),
            };
            let distribution = store::distribution(tx, root, &after.same)?;
            Ok(CopyingPage { cx: asker.cx("programmes-copying"), distribution, after, mandated, may_mandate })
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

/// Only who has the right where the document was issued, or above, says what must be repeated of it: a unit below would
/// take its own copying out of the meter.
pub(crate) async fn set_mandated(who: Actor, Form(form): Form<MandatedForm>) -> Answer {
    let asker = who.clone();
    let document: DocumentId = form.document.parse().map_err(|_| Failure::NotFound)?;
    who.write(move |tx| {
        let issuer = documents::store::find_issuing_side(tx, document)?;
        asker.must(tx, WRITE, issuer)?;
        let wording = vietnamese::nfc(form.wording.trim());
        must_bear_no_mark(&[&wording])?;
        let same = documents::store::list_same(tx, document)?;
        Ok::<_, Failure>(store::save_mandated(tx, document, &same, (issuer, &wording))?)
    })
    .await?;
    go_to_saying(format!("/programmes/copying?document={document}"), "programmes-mandated-saved")
}
